"""Grades given to the force, question by question.

A report gives a grade in up to three places: in the table of its overview, on a line of its own above
a summary of findings, and in the sentences of that summary. Places that agree support each other;
where they disagree and none prevails, no grade is reported.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice

from ..facts import Grade, Judgment, Missing, Span, Trend
from ..outline import Block, BlockKind, Outline, Role, Section
from ..rules import rule
from ..text import fold, sentences
from .changes import EARLIER, asks, change_stated, previous_stated

GRADES = {
    "outstanding": Grade.OUTSTANDING,
    "good": Grade.GOOD,
    "requires improvement": Grade.REQUIRES_IMPROVEMENT,
    "inadequate": Grade.INADEQUATE,
    "ungraded": Grade.UNGRADED,
    "not graded": Grade.UNGRADED,
}
_GRADE_WORDS = frozenset(word for grade in GRADES for word in grade.split())
_WORD = re.compile(r"[A-Za-z]+(?:[-'’][A-Za-z]+)*")
_OWN_WORDS = 0.9

GRADED = rule(
    "grade-in-sentence",
    r"\b(?:(?:is|are|(?P<past>was|were)|been|remains?|being)(?: (?:now|also|still|overall))?"
    r"(?: (?:assessed|judged|graded|rated)(?: as| to be)?(?: being)?)? (?P<adjective>outstanding|good|inadequate)"
    r"(?= (?:at|in|with|overall|and|because|due)\b|[.,;:]|$)|requir(?:es|ing|(?P<past_ri>ed)) (?P<ri>improvement))",
    (
        "Loamshire Constabulary is good at tackling burglary.",
        "Mummerset Police is assessed as requiring improvement in how it answers calls.",
        "The way in which the force looks after witnesses is inadequate.",
        "The force has been judged to be outstanding at preventing crime.",
    ),
    ("The force has a good understanding of burglary.", "Its records need improvement.", "This is good practice."),
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A grade in one place."""

    grade: Grade
    span: Span
    rule: str


def judgments(
    outline: Outline, questions: Sequence[tuple[str, str]], previous_cycle: str | None
) -> tuple[list[Judgment], list[Missing]]:
    """The judgments of a report and the ones that should be in it and are not found.

    Args:
        outline: the outline of the report.
        questions: notation and wording of the overall question and of the main ones, in order.
        previous_cycle: the cycle that 'last year' means.
    """
    found: list[Judgment] = []
    missing: list[Missing] = []
    stated = grades_stated(outline, questions)
    for question, wording in questions:
        statements = stated[question]
        grade, reason = decide(statements)
        if grade is None:
            missing.append(Missing(f"grade for '{wording}'", "judgment", reason, question=question))
            continue
        agreeing = [s for s in statements if s.grade is grade]
        change = change_stated(outline, question, wording, previous_cycle, agreeing[0].span)
        before = previous_stated(outline, question, previous_cycle)
        trend, basis = (change.trend, "stated") if change else (None, None)
        if before and (computed := Trend.between(before.grade, grade)):
            trend, basis = computed, "stated" if trend is computed else "computed"
        also = [s.span for s in agreeing[1:]]
        also += [part.span for part in (change, before) if part and part.span not in (agreeing[0].span, *also)]
        cycle = next((part.cycle for part in (change, before) if part and part.cycle), None)
        found.append(
            Judgment(
                question, grade, before.grade if before else None, cycle, trend, basis,
                agreeing[0].span, tuple(dict.fromkeys(also)), agreeing[0].rule,
            )
        )  # fmt: skip
    return found, missing


def grades_stated(outline: Outline, questions: Sequence[tuple[str, str]]) -> dict[str, list[Statement]]:
    """The grades that a report gives each question: in the sentences of its summary, the table, and the line above."""
    table = _table(outline, questions)
    stated: dict[str, list[Statement]] = {}
    for question, _ in questions:
        in_words, on_line = _in_summary(outline, question)
        stated[question] = [*in_words, *table.get(question, []), *on_line]
    return stated


def decide(statements: Sequence[Statement]) -> tuple[Grade | None, str]:
    """The grade that most places give, or why there is none."""
    if not statements:
        return None, "no grade is stated in the table of judgments, above the summary of findings or in its sentences"
    votes = Counter(s.grade for s in statements).most_common(2)
    if len(votes) > 1 and votes[0][1] == votes[1][1]:
        grades = " and ".join(sorted(f"'{grade.value}'" for grade, _ in votes))
        return None, f"the report gives it two grades, {grades}"
    return votes[0][0], ""


def _in_summary(outline: Outline, question: str) -> tuple[list[Statement], list[Statement]]:
    """The grade in the opening sentences of the summary of findings, and on the line above them."""
    role = Role.OVERALL_JUDGMENT if question == "overall" else Role.SUMMARY
    in_words: list[Statement] = []
    on_line: list[Statement] = []
    for section in outline.having(role, question=question):
        for text, span in islice(_opening(outline, section), 2):
            if match := _present_grade(text):
                in_words.append(Statement(_grade_of(match), span, GRADED.name))
                break
        for block in section.blocks:
            if block.kind is BlockKind.GRADE:
                on_line.append(
                    Statement(GRADES[fold(block.text.text)], block.text.spans(outline.document)[0], "grade-line")
                )
                break
    return in_words, on_line


def _present_grade(text: str) -> re.Match[str] | None:
    """The first grade in a sentence that is not one of an earlier year ('last year it was good')."""
    looks_back = EARLIER.search(text) is not None
    return next((m for m in GRADED.finditer(text) if not (looks_back and (m["past"] or m["past_ri"]))), None)


def _grade_of(match: re.Match[str]) -> Grade:
    return Grade.REQUIRES_IMPROVEMENT if match["ri"] else GRADES[match["adjective"].casefold()]


def grades_in_overview(outline: Outline, questions: Sequence[tuple[str, str]]) -> dict[str, list[Statement]]:
    """The sentences of the overview that grade a question in its own words: 'The force is good at tackling …'.

    They take no part in what the grade is, as they can speak of more or less than the question.
    """
    stated: dict[str, list[Statement]] = {question: [] for question, _ in questions}
    for section in outline.having(Role.OVERALL_SUMMARY):
        for text, span in _opening(outline, section):
            match = None if EARLIER.search(text) else _present_grade(text)
            about = _ABOUT.match(text, match.end()) if match else None
            if match and about:
                for question, wording in questions:
                    if asks(wording, about["topic"]):
                        stated[question].append(Statement(_grade_of(match), span, "grade-in-overview"))
    return stated


_ABOUT = re.compile(r"(?: overall)?(?: (?:at|in)(?: respect of)?(?: its effectiveness (?:at|in))?) (?P<topic>[^.;:]+)")


def _opening(outline: Outline, section: Section) -> Iterator[tuple[str, Span]]:
    """The sentences of a section's paragraphs with their words in the document."""
    for block in section.blocks:
        if block.kind is BlockKind.PARAGRAPH:
            for start, end in sentences(block.text.text):
                yield block.text.text[start:end], block.text.spans(outline.document, start, end)[0]


def _table(outline: Outline, questions: Sequence[tuple[str, str]]) -> dict[str, list[Statement]]:
    """The grades of the table of judgments, also where its cells have run together.

    The words of the table are those of the questions, in order, with grade words among them. Each
    grade word belongs to the question whose words precede it.
    """
    words: list[tuple[str, int, int]] = []
    for section in outline.having(Role.OVERALL_SUMMARY):
        for block in section.blocks:
            words += _table_words(block, questions)
    wanted = [(n, w) for n, wording in questions if n != "overall" for w in _words(wording)]
    plain = [at for at, (word, _, _) in enumerate(words) if word not in _GRADE_WORDS]
    matcher = SequenceMatcher(None, [words[at][0] for at in plain], [w for _, w in wanted], autojunk=False)
    owner: dict[int, str] = {}
    for a, b, size in matcher.get_matching_blocks():
        for step in range(size):
            owner[plain[a + step]] = wanted[b + step][0]
    graded: dict[str, list[int]] = {}
    current: str | None = None
    for at, (word, _, _) in enumerate(words):
        current = owner.get(at, current)
        if word in _GRADE_WORDS and current:
            graded.setdefault(current, []).append(at)
    statements: dict[str, list[Statement]] = {}
    for question, places in graded.items():
        grade = GRADES.get(" ".join(words[at][0] for at in places))
        own = [at for at in owner if owner[at] == question and at < places[-1] + len(words)]
        if grade and own:
            first, last = min(*own, *places), max(*own, *places)
            first = max(first, _after_others(owner, question, min(places)))
            span = outline.document.span(words[first][1], words[last][2])
            statements[question] = [Statement(grade, span, "grade-table")]
    return statements


def _after_others(owner: dict[int, str], question: str, before: int) -> int:
    """Index of the first word after the last one of another question that stands before a grade."""
    return max((at + 1 for at, other in owner.items() if other != question and at < before), default=0)


def _table_words(block: Block, questions: Sequence[tuple[str, str]]) -> list[tuple[str, int, int]]:
    """The words of a block of the table with their offsets; none where it is not part of the table."""
    if block.kind not in {BlockKind.PARAGRAPH, BlockKind.GRADE, BlockKind.ROW}:
        return []
    own = _GRADE_WORDS.union(*(_words(wording) for _, wording in questions))
    words = [
        (fold(m[0]), block.text.offsets[m.start()], block.text.offsets[m.end() - 1] + 1)
        for m in _WORD.finditer(block.text.text)
    ]
    share = sum(word in own for word, _, _ in words) / max(len(words), 1)
    return words if share >= _OWN_WORDS else []


def _words(text: str) -> list[str]:
    return [fold(word) for word in _WORD.findall(text)]
