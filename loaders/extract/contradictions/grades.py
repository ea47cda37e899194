"""Judgments given two grades in one report, and changes since the last inspection that their grades deny."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...facts import Certainty, Contradiction, ContradictionKind, Grade, Trend
from ..changes import Change, Previous, change_stated, previous_stated
from ..context import Context
from ..judgments import decide, grades_in_overview, grades_stated

_PLACES = {
    "grade-in-sentence": "in a sentence of the summary",
    "grade-table": "in the table of judgments",
    "grade-line": "on the line above the summary",
    "grade-in-overview": "in a sentence of the overview",
}
_CHANGED = {
    Trend.IMPROVED: "to be an improvement",
    Trend.DETERIORATED: "to be a deterioration",
    Trend.SAME: "to be the same as before",
}


def grades(context: Context, questions: Sequence[tuple[str, str]]) -> Iterator[Contradiction]:
    """Grades of one question that differ between the table, the line above its summary, and the sentences.

    Each other grade is held against the one that most places give, or that of the first where as many give another.

    Args:
        context: the report.
        questions: notation and wording of the overall question and of the main ones, in order.
    """
    judged = grades_stated(context.outline, questions)
    overview = grades_in_overview(context.outline, questions)
    for question, _ in questions:
        kept, _ = decide(judged[question])
        # The sentences of the overview come last: they speak of a grade, where the others give it.
        statements = [*sorted(judged[question], key=lambda s: s.span.start), *overview[question]]
        statements.sort(key=lambda s: s.grade is not kept)
        told = {s.grade for s in statements[:1]}
        for other in statements:
            if other.grade not in told:
                told.add(other.grade)
                a, b = sorted((statements[0], other), key=lambda s: s.span.start)
                yield Contradiction(
                    ContradictionKind.GRADE,
                    f"{_asked(question)} is graded {_in_words(a.grade)} {_PLACES[a.rule]} "
                    f"and {_in_words(b.grade)} {_PLACES[b.rule]}.",
                    Certainty.SURE,
                    a.span,
                    b.span,
                    "grade-two-ways",
                )


def changes(context: Context, questions: Sequence[tuple[str, str]]) -> Iterator[Contradiction]:
    """'This is an improvement on last year', where the grade is the one that was given last year, or a worse one.

    Nothing is worse than inadequate or better than outstanding, whatever was given before. Performance can change
    within a grade, so that only the opposite of what is said of it contradicts, and is likely.

    Args:
        context: the report.
        questions: notation and wording of the overall question and of the main ones, in order.
    """
    judged = grades_stated(context.outline, questions)
    for question, wording in questions:
        grade, _ = decide(judged[question])
        if grade is None:
            continue
        own = next(s.span for s in judged[question] if s.grade is grade)
        change = change_stated(context.outline, question, wording, context.previous_cycle, own)
        before = previous_stated(context.outline, question, context.previous_cycle)
        if change and (why := _why_not(change, before, grade)):
            yield Contradiction(
                ContradictionKind.GRADE,
                f"{_asked(question)} is said {_CHANGED[change.trend]}, but {why}.",
                Certainty.SURE if change.of_grade else Certainty.LIKELY,
                change.span,
                own,
                "change-denied-by-grades",
            )


def _why_not(change: Change, before: Previous | None, grade: Grade) -> str | None:
    """Why a change cannot be as stated, None where it can."""
    if before and before.cycle == change.cycle:
        real = Trend.between(before.grade, grade)
        if real in {None, change.trend} or (real is Trend.SAME and not change.of_grade):
            return None
        return f"it was graded {_in_words(before.grade)} before and is graded {_in_words(grade)} now"
    if change.of_grade and (grade, change.trend) in _NOWHERE_TO_GO:
        return f"it is graded {_in_words(grade)}, and no grade is {'worse' if grade is Grade.INADEQUATE else 'better'}"
    return None


_NOWHERE_TO_GO = {(Grade.INADEQUATE, Trend.IMPROVED), (Grade.OUTSTANDING, Trend.DETERIORATED)}


def _asked(question: str) -> str:
    return "The force overall" if question == "overall" else f"Question {question}"


def _in_words(grade: Grade) -> str:
    return f"'{grade.value.replace('-', ' ')}'"
