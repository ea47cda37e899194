"""What a report says of the judgment before: the grade it was, and the change since."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ..facts import Grade, Span, Trend
from ..outline import Block, BlockKind, Outline, Role, Section
from ..rules import rule
from ..text import sentences

_CHANGES = {
    "deteriorat": Trend.DETERIORATED,
    "declin": Trend.DETERIORATED,
    "worsen": Trend.DETERIORATED,
    "improve": Trend.IMPROVED,
    "same": Trend.SAME,
    "unchanged": Trend.SAME,
    "consistent": Trend.SAME,
}
_GRADE = r"(?P<grade>outstanding|good|inadequate|requir(?:e|es|ing|ed) improvement)"

JUDGMENT_CHANGE = rule(
    "judgment-change",
    r"\b(?:judge?ment|grade|change|this|which|it)\b[^.;:]{0,40}? (?:is|represents|remains) (?:an? |broadly )?"
    r"(?P<change>deterioration|decline|improvement|unchanged|(?:the )?same|consistent)\b",
    (
        "Our overall judgment is a deterioration on last year.",
        "Our overall judgement this year is the same as last year.",
        "This is an improvement on last year, when we judged the force to be inadequate.",
        "Last year we judged the force to be good at this, and the change is a deterioration.",
    ),
    ("In our judgment the improvement plan is sound.", "There was a deterioration in response times."),
)
PERFORMANCE_CHANGE = rule(
    "performance-change",
    r"\bperformance(?P<scope>[^.,;:]{0,80}?) has (?:\w+ly )?(?P<change>improved|deteriorated|declined|worsened)\b",
    (
        "The force's performance has deteriorated since 2015.",
        "Its performance in several areas has improved markedly since last year.",
    ),
    ("The performance board meets monthly.", "Calls have declined since 2015."),
)
MANNER_CHANGE = rule(
    "manner-change",
    r"\bhas (?:\w+ly )?(?P<change>improved) "
    r"(?:how|the way(?: in which)?|its (?:approach to|response to|effectiveness at)) (?P<topic>[^.;,:]+)",
    ("It has improved how it investigates crime.", "The force has improved its approach to tackling burglary."),
    ("The force has improved its records.",),
)
PREVIOUS_GRADE = rule(
    "previous-grade",
    rf"\b(?:we|HMIC(?:FRS)?) (?:judged|assessed|graded|rated) (?:that )?(?:the force|it|[A-Z][\w'’ ]{{2,60}}?)"
    rf"(?: in 20\d\d)?(?: to be| as being| as| to| was)? {_GRADE}",
    (
        "when we judged the force to be good",
        "In that inspection, we judged Mummerset Police to require improvement because it was slow.",
        "HMIC graded it as inadequate in 2015.",
        "when we judged that the force required improvement",
    ),
    ("We judged the evidence to be sound.", "The force judged it to be good."),
)
PREVIOUS_GRADE_PASSIVE = rule(
    "previous-grade-passive",
    rf"\b(?:last year|in (?:our |HMIC's )?20\d\d(?: inspection)?)\b[^.;:]{{0,30}}? (?:the force|it) was"
    rf" (?:judged|assessed|graded|rated)(?: to be| as being| as| to)? {_GRADE}",
    (
        "Last year the force was judged to be good.",
        "In 2015, it was graded as requiring improvement.",
        "an improvement on last year, when it was judged to require improvement",
    ),
    ("The force was judged to be good.",),
)
EARLIER = rule(
    "earlier-inspection",
    r"\b(?:last year|previous year|(?:since|in|on|from|our|HMIC's|of) (?:the )?(?P<year>20\d\d))\b",
    ("since last year", "since 2015", "our 2015 inspection", "HMIC's 2015 effectiveness report"),
    ("every year", "1 May 2017"),
)

_GENERAL_SCOPE = re.compile(
    r"(?:\s*"
    r"|\s*(?:in|across)\s+(?:some|many|several|most|these|this|a number of|all)(?:\s+\w+){0,2}\s+(?:areas?|respects?)"
    r"|\s+of the force(?:\s+in (?:some|many|several|most) (?:\w+ )?areas)?|\s+overall|\s+in this (?:area|question))",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[a-z]+(?:-[a-z]+)*")
_COMMON = frozenset(
    "how effective is are the force at and or in of to it its who which from those a an on s for with by".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Change:
    """A statement that the force got better or worse, or stayed as it was."""

    trend: Trend
    cycle: str | None
    span: Span
    of_grade: bool
    """Whether the grade is said to have changed: performance can get better or worse within a grade."""


@dataclass(frozen=True, slots=True)
class Previous:
    """A statement of the grade before."""

    grade: Grade
    cycle: str | None
    span: Span


def stem(word: str) -> str:
    """A word without its commonest endings, enough to compare 'tackling' with 'tackles'.

    >>> stem("tackling") == stem("tackles"), stem("vulnerable") == stem("vulnerability")
    (True, True)
    """
    word = word.casefold()
    for ending in ("ability", "ities", "ations", "ation", "able", "ings", "ing", "ies", "es", "ed", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:  # noqa: PLR2004
            return word[: -len(ending)]
    return word


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(w) for w in _LETTERS.findall(text.casefold()) if w not in _COMMON)


def _sections(outline: Outline, question: str) -> list[Section]:
    """Where a report speaks of the change in one question as a whole."""
    if question == "overall":
        return outline.having(Role.OVERALL_JUDGMENT)
    return outline.having(Role.SUMMARY, Role.IMPROVED_SINCE, question=question)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence, and the one before it in its block."""

    block: Block
    range: tuple[int, int]
    range_before: tuple[int, int]

    @property
    def text(self) -> str:
        return self.block.text.text[slice(*self.range)]

    @property
    def before(self) -> str:
        return self.block.text.text[slice(*self.range_before)]

    def span(self, outline: Outline) -> Span:
        return self.block.text.spans(outline.document, *self.range)[0]

    def span_before(self, outline: Outline) -> Span | None:
        return self.block.text.spans(outline.document, *self.range_before)[0] if self.before else None


def _sentences(sections: list[Section]) -> Iterator[_Sentence]:
    for section in sections:
        for block in section.blocks:
            if block.kind is BlockKind.PARAGRAPH:
                for before, here in pairwise([(0, 0), *sentences(block.text.text)]):
                    yield _Sentence(block, here, before)


def _cycle(found: _Sentence, previous_cycle: str | None) -> str | None:
    """The cycle that a sentence, or else the one before it, looks back to."""
    for text in (found.text, found.before):
        if match := EARLIER.search(text):
            return match["year"] or previous_cycle
    return None


def change_stated(
    outline: Outline, question: str, wording: str, previous_cycle: str | None, grade_sentence: Span
) -> Change | None:
    """What the report says of the change in one question as a whole, None where it says nothing.

    Args:
        outline: the outline of the report.
        question: notation of the question.
        wording: how the question is put.
        previous_cycle: the cycle that 'last year' means.
        grade_sentence: the sentence that states the grade. 'This is an improvement' speaks of the grade
            in that sentence or in the one after it; further down it may speak of anything.
    """
    topic = _stems(wording)
    for found in _sentences(_sections(outline, question)):
        match = JUDGMENT_CHANGE.search(found.text)
        beside = question == "overall" or grade_sentence in (found.span(outline), found.span_before(outline))
        if match and beside and EARLIER.search(found.text):
            return _change(outline, found, match, previous_cycle)
    if question == "overall":
        return None
    for found in _sentences(_sections(outline, question)):
        match = PERFORMANCE_CHANGE.search(found.text)
        if match and EARLIER.search(found.text) and _is_general(match["scope"], topic):
            return _change(outline, found, match, previous_cycle)
    overview = outline.having(Role.OVERALL_JUDGMENT, Role.OVERALL_SUMMARY)
    for found in _sentences([*_sections(outline, question), *overview]):
        match = MANNER_CHANGE.search(found.text)
        if match and _covers(match["topic"], wording):
            return _change(outline, found, match, previous_cycle)
    return None


def _change(outline: Outline, found: _Sentence, match: re.Match[str], previous_cycle: str | None) -> Change:
    trend = next(t for s, t in _CHANGES.items() if s in match["change"].casefold())
    return Change(trend, _cycle(found, previous_cycle), found.span(outline), match.re is JUDGMENT_CHANGE.pattern)


def _is_general(scope: str, topic: frozenset[str]) -> bool:
    """Whether performance 'in some areas' or 'around vulnerability' is that of the whole question."""
    if _GENERAL_SCOPE.fullmatch(scope):
        return True
    about = re.fullmatch(r"\s+(?:in|on|around|at|with)\s+(.+)", scope, re.IGNORECASE)
    return bool(about and (stems := _stems(about[1])) and stems <= topic)


def _covers(phrase: str, wording: str) -> bool:
    """Whether a phrase says what a question asks: all of one of its clauses, and nothing narrower."""
    said = _stems(phrase)
    clauses = [_stems(clause) for clause in re.split(r",|\band\b(?! organised)", wording)]
    return said <= _stems(wording) and any(clause and clause <= said for clause in clauses)


def asks(wording: str, phrase: str) -> bool:
    """Whether a phrase begins with all that a question asks, and with nothing else.

    >>> question = "How effective is the force at tackling serious and organised crime?"
    >>> asks(question, "tackling serious and organised crime, with teams that"), asks(question, "tackling crime")
    (True, False)
    """
    wanted, said = _stems(wording), set[str]()
    for match in _LETTERS.finditer(phrase.casefold()):
        if match[0] not in _COMMON:
            said.add(stem(match[0]))
        if said == wanted and _GOES_ON.match(phrase, match.end()):
            return True
        if not said <= wanted:
            return False
    return False


_GOES_ON = re.compile(r"\s*(?:$|[,(–-]|(?:with|and|but|because|as|although|while|overall|which)\b)")


def previous_stated(outline: Outline, question: str, previous_cycle: str | None) -> Previous | None:
    """The grade that the report says this question had before, None where it says nothing."""
    for found in _sentences(_sections(outline, question)):
        match = PREVIOUS_GRADE.search(found.text) or PREVIOUS_GRADE_PASSIVE.search(found.text)
        if match:
            words = match["grade"].casefold()
            grade = Grade.REQUIRES_IMPROVEMENT if words.startswith("requir") else Grade(words)
            return Previous(grade, _cycle(found, previous_cycle), found.span(outline))
    return None
