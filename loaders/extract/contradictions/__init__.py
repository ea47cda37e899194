"""Passages of one report that cannot both be right.

Every kind has a module. They read the sentences and the facts that were found in them, and report a pair of
passages each. Rounding is no contradiction, and neither is a difference of style between ordinary words: a
name counts, a number, a date, a statement about data. Where a reader might think of a way in which both
passages are right, the contradiction is likely and not sure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...facts import Contradiction, Figure, Prose
from ..context import Context
from .accounts import accounts, beginnings, forms, statuses
from .comparisons import comparisons, units
from .dates import citation_dates, event_dates, faulty_periods
from .grades import changes, grades
from .names import abbreviations, labels, names
from .numbers import changes_and_ends, numbers, parts

__all__ = ["contradictions"]


def contradictions(
    context: Context, figures: Sequence[Figure], prose: Prose, questions: Sequence[tuple[str, str]] = ()
) -> list[Contradiction]:
    """The contradictions inside a report, each pair of passages once for a kind, in the report's order.

    Args:
        context: the report and its sentences.
        figures: what its tables and graphics print, with their metrics.
        prose: what was read from its sentences.
        questions: notation and wording of the overall question and of the main ones, in order.
    """
    found: Iterable[Contradiction] = (
        *grades(context, questions),
        *changes(context, questions),
        *numbers(figures, prose.quantities),
        *changes_and_ends(prose.quantities),
        *parts(context),
        *comparisons(context, figures, prose),
        *units(context, prose.quantities),
        *event_dates(context),
        *citation_dates(prose.citations),
        *faulty_periods(context, figures),
        *abbreviations(context),
        *names(context),
        *labels(context, figures),
        *accounts(context),
        *forms(context, prose.caveats),
        *statuses(context),
        *beginnings(context),
    )
    first: dict[tuple[str, int, int], Contradiction] = {}
    for one in found:
        first.setdefault((one.kind, one.stated_by.start, one.contradicted_by.start), one)
    return sorted(first.values(), key=lambda c: (c.stated_by.start, c.contradicted_by.start, c.kind))
