"""Which agencies come with good grades."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import exp, fsum, lgamma
from typing import TYPE_CHECKING

from .building import Choice, caution, report_of, rows, settled
from .measures import Measured, table

if TYPE_CHECKING:
    from ..graph import Graph

GOOD = ("good", "outstanding")
_DIGITS = 6
_TIE = 1 + 1e-7
"""Tables whose probabilities differ by less than rounding are equally likely, as in R's fisher.test."""


def agencies_with_good_grades(
    kg: Graph,
    *,
    question: str = "4",
    cycle: Choice = None,
    theme: Choice = None,
    type: Choice = None,  # noqa: A002  as the query calls it
    generic: bool = False,
    min_reports: int = 2,
) -> Measured:
    """Which agencies are named as partners in reports that grade a question good or outstanding.

    A question has a number within the inspections of a cycle: in effectiveness 2016, 4 is serious and organised crime.
    Give a cycle where numbers have changed. Reports that do not grade the question do not count.

    ``lift`` is the share of good grades among the reports that name the agency, divided by the share among all reports.
    ``p`` is how likely so uneven a table would be, if names and grades had nothing to do with each other (Fisher's
    exact test, two-sided). As many agencies are looked at, some are uneven by chance: ``p_adjusted`` allows for that
    (Benjamini and Hochberg, Journal of the Royal Statistical Society B 57, 1995).

    Args:
        kg: the graph.
        question: that is graded, such as "4" or "overall".
        cycle: only reports of these inspection cycles.
        theme: only sentences on these themes count as naming a partner, such as "organised-crime".
        type: only agencies of these types.
        generic: with kinds of partner that have no name, such as local authorities.
        min_reports: only agencies that so many of the reports name.

    Returns:
        Columns ``agency``, ``type``, ``reports`` (that name it), ``good`` (of these), ``other_reports``,
        ``other_good``, ``lift``, ``p``, ``p_adjusted``, ``share``, ``other_share`` and ``id``; the least likely first,
        then by lift and name. Shares are from 0 to 1 and empty where there is no report.

    Raises:
        CatalogueError: a value is unknown; it says which are near.
    """
    (cycle,) = settled(cycle)
    judgments = kg.ask("judgments", question=question, cycle=cycle)
    graded = {
        report_of(fact): grade in GOOD
        for fact, grade, origin in rows(judgments, "fact", "grade", "origin")
        if origin == "report" and grade is not None
    }
    if theme is None:
        answer = kg.ask("partners", role="partner", cycle=cycle, type=type)
    else:
        answer = kg.ask("partners-by-theme", cycle=cycle, type=type, theme=theme)
    naming: defaultdict[str, set[str]] = defaultdict(set)
    known: dict[str, tuple[str, str]] = {}
    for agency, label, kind, unnamed, fact in rows(answer, "agency_id", "agency", "type", "generic", "fact"):
        if report_of(fact) in graded and (generic or not unnamed):
            naming[agency].add(report_of(fact))
            known[agency] = label, kind
    everyone, good = len(graded), sum(graded.values())
    found = []
    for agency, reports in naming.items():
        if len(reports) < min_reports:
            continue
        named, with_good = len(reports), sum(graded[report] for report in reports)
        others, others_good = everyone - named, good - with_good
        lift = (with_good / named) / (good / everyone) if good else None
        p = fisher(with_good, named, good, everyone)
        found.append(
            (
                *known[agency], named, with_good, others, others_good, lift, p,
                with_good / named, others_good / others if others else None, agency,
            )
        )  # fmt: skip
    found.sort(key=lambda row: (row[7], -(row[6] or 0), row[0].casefold(), row[10]))
    adjusted = benjamini_hochberg([row[7] for row in found])
    columns = {
        "agency": "string", "type": "string", "reports": "Int64", "good": "Int64", "other_reports": "Int64",
        "other_good": "Int64", "lift": "Float64", "p": "Float64", "p_adjusted": "Float64", "share": "Float64",
        "other_share": "Float64", "id": "string",
    }  # fmt: skip
    rounded = ((*row[:8], new, *row[8:]) for row, new in zip(found, adjusted, strict=True))
    frame = table(columns, rounded).round(_DIGITS)
    shows = (
        f"Of {everyone} report{'' if everyone == 1 else 's'} that grade{'s' if everyone == 1 else ''} question "
        f"{question}, {good} say{'s' if good == 1 else ''} good or outstanding. It shows which names and grades stand "
        "in the same reports, never that a partner made a grade: large forces, some cycles and some inspectors name "
        f"more partners. {caution(everyone)}"
    )
    return Measured(frame, shows, everyone)


def fisher(with_good: int, named: int, good: int, everyone: int) -> float:
    """Probability, two-sided, of a table at least as unlikely as this one, its margins given.

    Args:
        with_good: reports that name the agency and have a good grade.
        named: reports that name it.
        good: reports with a good grade.
        everyone: all reports.

    Source: Fisher, "On the interpretation of χ² from contingency tables", Journal of the Royal Statistical Society 85,
    1922. The tea that was tasted, 3 of 4 right:

    >>> round(fisher(3, 4, 4, 8), 6)
    0.485714
    """

    def log_choose(n: int, k: int) -> float:
        return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)

    def likely(count: int) -> float:
        rest = log_choose(everyone - good, named - count) - log_choose(everyone, named)
        return exp(log_choose(good, count) + rest)

    most = likely(with_good) * _TIE
    counts = range(max(0, named + good - everyone), min(named, good) + 1)
    return min(1.0, fsum(chance for count in counts if (chance := likely(count)) <= most))


def benjamini_hochberg(ps: Sequence[float]) -> list[float]:
    """Probabilities adjusted for their number.

    Args:
        ps: in ascending order.

    >>> benjamini_hochberg([0.01, 0.02, 0.5])
    [0.03, 0.03, 0.5]
    """
    adjusted: list[float] = []
    lowest = 1.0
    for rank in range(len(ps), 0, -1):
        lowest = min(lowest, ps[rank - 1] * len(ps) / rank)
        adjusted.append(lowest)
    return adjusted[::-1]
