"""Which forces resemble each other, in what they were told and in their figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from ..similar import Folding
from .building import Choice, caution, report_of, rows
from .measures import Measured, table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..graph import Graph

FEWEST_TO_STANDARDISE = 5
"""Forces that must have a figure before it is put on a common scale: fewer make no scale."""

_DIGITS = 6
_FIGURE = ("metric", "source", "unit", "period_start", "period_end", "as_at")
"""What must be the same for two figures to be comparable."""


def resembling_forces(
    kg: Graph, *, cycle: str | int | None = None, force: Choice = None, min_findings: int = 3
) -> Measured:
    """Which forces were told much the same, and have much the same figures, in one inspection cycle.

    Findings: two findings are alike by the share of all their words that both use, names of forces left aside. For
    each finding of either force the most alike of the other is taken; ``findings_similarity`` is the mean, from 0 to 1.

    Figures: each figure that at least `FEWEST_TO_STANDARDISE` forces have for the same metric, source, unit and period
    is put on a common scale, as standard deviations from the mean of these forces. ``figures_distance`` is the root
    mean square of the differences over the figures that both have; 0 is alike in all, and two forces drawn at random
    are about 1.4 apart. Figures in prose do not count, nor those that a report prints twice with unlike values.

    Args:
        kg: the graph.
        cycle: of the inspections; the latest with findings for at least two forces if None.
        force: only pairs with one of these forces.
        min_findings: forces with fewer findings have no similarity of findings.

    Returns:
        Columns ``force``, ``other``, ``cycle``, ``findings_similarity``, ``findings``, ``other_findings``,
        ``figures_distance``, ``figures_compared``, ``figures`` (that both have, on a common scale or not), ``name`` and
        ``other_name``; the most similar findings first, then the nearest figures, then by name. A measure that
        cannot be taken is empty.

    Raises:
        CatalogueError: a value is unknown; it says which are near.
    """
    wanted = None if force is None else {notation for (notation,) in rows(kg.ask("forces", force=force), "force")}
    findings = kg.ask("findings", cycle=cycle)
    if cycle is None:
        several = findings.groupby("cycle")["force"].nunique()
        several = several[several > 1]
        cycle = str(several.index.max()) if len(several) else None
        findings = findings[findings["cycle"] == cycle] if cycle else findings.iloc[:0]
    register = kg.ask("forces")
    names = dict(rows(register, "force", "name"))
    fold = Folding(name for pair in rows(register, "name", "short_name") for name in pair if name)
    texts: defaultdict[str, list[frozenset[str]]] = defaultdict(list)
    reports: set[str] = set()
    for notation, text, fact in rows(findings, "force", "text", "fact"):
        texts[notation].append(fold(text))
        reports.add(report_of(fact))
    alike = _alike({notation: told for notation, told in texts.items() if len(told) >= min_findings})
    figures = _figures(kg, str(cycle), reports) if cycle is not None else {}
    scaled = _standardised(figures)
    found = []
    for one, other in combinations(sorted(texts.keys() | figures.keys()), 2):
        if wanted is not None and wanted.isdisjoint((one, other)):
            continue
        both = scaled.get(one, {}).keys() & scaled.get(other, {}).keys()
        gaps = [scaled[one][figure] - scaled[other][figure] for figure in sorted(both)]
        found.append(
            (
                one, other, cycle, alike.get((one, other)), len(texts.get(one, ())), len(texts.get(other, ())),
                round(float(np.sqrt(np.mean(np.square(gaps)))), _DIGITS) if gaps else None, len(gaps),
                len(figures.get(one, {}).keys() & figures.get(other, {}).keys()), names[one], names[other],
            )
        )  # fmt: skip
    found.sort(key=lambda row: (row[3] is None, -(row[3] or 0), row[6] is None, row[6] or 0, row[0], row[1]))
    columns = {
        "force": "string", "other": "string", "cycle": "string", "findings_similarity": "Float64", "findings": "Int64",
        "other_findings": "Int64", "figures_distance": "Float64", "figures_compared": "Int64", "figures": "Int64",
        "name": "string", "other_name": "string",
    }  # fmt: skip
    return Measured(table(columns, found), _shows(found, len(reports)), len(reports))


def _shows(found: list[tuple[Any, ...]], reports: int) -> str:
    sentence = (
        "It shows which forces were told things in similar words and print similar figures, not that they police alike "
        "or for the same reasons; inspectors use set phrases."
    )
    if found:
        shared = sorted(row[8] for row in found)
        span = str(shared[0]) if shared[0] == shared[-1] else f"{shared[0]} to {shared[-1]}"
        sentence += f" Pairs have {span} figures in common."
        if not any(row[7] for row in found):
            sentence += f" No figure is known for {FEWEST_TO_STANDARDISE} forces or more, so figures are not compared."
    return f"{sentence} {caution(reports)}"


def _alike(texts: dict[str, list[frozenset[str]]]) -> dict[tuple[str, str], float]:
    """Mean likeness of the findings of each pair of forces.

    All findings at once, as a table of findings by words: the product of it with itself counts the words that each two
    of them have in common.
    """
    sets = [told for notation in sorted(texts) for told in texts[notation]]
    if not sets:
        return {}
    words = {word: place for place, word in enumerate(sorted(frozenset().union(*sets)))}
    uses = np.zeros((len(sets), len(words)), dtype=np.float32)
    for row, told in enumerate(sets):
        uses[row, [words[word] for word in told]] = 1
    common = uses @ uses.T
    size = uses.sum(axis=1)
    either = size[:, None] + size[None, :] - common
    jaccard = np.divide(common, either, out=np.zeros_like(common), where=either > 0)
    starts = dict(zip(sorted(texts), _starts(len(texts[notation]) for notation in sorted(texts)), strict=True))
    means = {}
    for one, other in combinations(sorted(texts), 2):
        block: NDArray[np.float32] = jaccard[slice(*starts[one]), slice(*starts[other])]
        best = np.concatenate([block.max(axis=1), block.max(axis=0)])
        means[one, other] = round(float(best.mean(dtype=np.float64)), _DIGITS)
    return means


def _starts(lengths: Iterable[int]) -> list[tuple[int, int]]:
    """Where each of some stretches begins and ends.

    >>> _starts([2, 3])
    [(0, 2), (2, 5)]
    """
    found, start = [], 0
    for length in lengths:
        found.append((start, start + length))
        start += length
    return found


def _figures(kg: Graph, cycle: str, reports: set[str]) -> dict[str, dict[tuple[Any, ...], float]]:
    """Figures of each force; the reports that they are from are added."""
    seen: defaultdict[tuple[str, tuple[Any, ...]], set[float]] = defaultdict(set)
    for notation, value, fact, *key in rows(kg.ask("metrics", cycle=cycle), "force", "value", "fact", *_FIGURE):
        if value is not None and key[1] != "prose":
            seen[notation, tuple(map(str, key))].add(value)
            reports.add(report_of(fact))
    figures: defaultdict[str, dict[tuple[Any, ...], float]] = defaultdict(dict)
    for (notation, figure), values in seen.items():
        if len(values) == 1:
            (figures[notation][figure],) = values
    return dict(figures)


def _standardised(figures: dict[str, dict[tuple[Any, ...], float]]) -> dict[str, dict[tuple[Any, ...], float]]:
    """Figures as standard deviations from the mean of the forces that have them."""
    by_figure: defaultdict[tuple[Any, ...], dict[str, float]] = defaultdict(dict)
    for notation, its in figures.items():
        for figure, value in its.items():
            by_figure[figure][notation] = value
    scaled: defaultdict[str, dict[tuple[Any, ...], float]] = defaultdict(dict)
    for figure, values in by_figure.items():
        numbers = np.array(list(values.values()))
        if len(numbers) < FEWEST_TO_STANDARDISE or numbers.min() == numbers.max():
            continue
        for notation, value in values.items():
            scaled[notation][figure] = float((value - numbers.mean()) / numbers.std())
    return scaled
