"""Fourth stage: rows of figures become figures of known metrics; what is expected and absent is named.

Exact alias first and only: a label that no metric carries gets a metric of its own, marked as found
and not curated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from .extract.periods import without_period
from .extract.tables import Row
from .facts import Figure, Judgment, Missing, Printed
from .iris import slug
from .register import Metric, Register
from .text import fold

GRAPHIC = "force-in-numbers"


@lru_cache(maxsize=4096)
def _label(printed: str) -> str:
    """A label, folded, without its period."""
    return fold(without_period(printed))


def known_labels(register: Register, source: str) -> frozenset[str]:
    """Folded labels, without periods, by which a source is known to print its figures."""
    return frozenset(_label(name) for m in register.metrics_of(source) for name in m.names)


def metric_of(register: Register, row: Row) -> Metric | None:
    """The metric that a row prints, None where none or more than one carries its label.

    The number of the outcome (Home Office numbering, as in figure 4) decides before the label does;
    the group of rows decides between metrics of the same label.
    """
    printed_here = register.metrics_of(row.source)
    if row.outcome_number:
        by_number = [m for m in printed_here if m.outcome_number == row.outcome_number]
        if len(by_number) == 1:
            return by_number[0]
    label = _label(row.label)
    named = [m for m in printed_here if label in map(_label, m.names)]
    if len(named) > 1 and row.group:
        group = fold(row.group)
        named = [m for m in named if m.broader and group in {fold(n) for n in register.metrics[m.broader].names}]
    return named[0] if len(named) == 1 else None


def figures(register: Register, rows: Iterable[Row]) -> list[Figure]:
    """The rows as figures of metrics, in their order.

    Two rows of one place that name the same metric and period and differ in their values contradict each
    other (a label has lost what told it from another): neither is kept.
    """
    found = []
    for row in rows:
        metric = metric_of(register, row)
        found.append(
            Figure(
                row.source, row.label, row.group, row.outcome_number, row.value, row.benchmark,
                metric.unit if metric else _unit(row), row.period,
                metric.notation if metric else slug(without_period(row.label)), metric is not None,
                row.stated_by, row.also_stated_by, row.rule,
            )
        )  # fmt: skip
    said: dict[tuple[str, str, str], set[tuple[Printed | None, Printed | None]]] = defaultdict(set)
    first: dict[tuple[str, str, str], Figure] = {}
    for figure in found:
        key = (figure.source, figure.metric, figure.period.key)
        said[key].add((figure.value, figure.benchmark))
        first.setdefault(key, figure)
    return [figure for key, figure in first.items() if len(said[key]) == 1]


def _unit(row: Row) -> str:
    """The unit of a figure that no metric knows, by its label and by how it is printed."""
    label = fold(row.label)
    for words, unit in (
        ("per 1,000 population", "per-1000-population"),
        ("per 1,000 households", "per-1000-households"),
        ("per million population", "per-million-population"),
        ("per one million population", "per-million-population"),
        ("percentage", "percent"),
        ("proportion", "percent"),
    ):
        if words in label:
            return unit
    cells = [cell.text for cell in (row.value, row.benchmark) if cell]
    if any("%" in cell for cell in cells):
        return "percent"
    return "gbp" if any("£" in cell for cell in cells) else "count"


def missing_figures(
    register: Register, found: Iterable[Figure], without_value: Sequence[Missing], rows: Sequence[Row]
) -> list[Missing]:
    """Figures that reports of the series print and this one does not, or not wholly.

    Args:
        register: the register.
        found: the figures that were read.
        without_value: labels that were read without their values.
        rows: all rows that were read, those too of which no figure was made.
    """
    found = list(found)
    missing = []
    seen: set[tuple[str, str]] = set()
    for figure in found:
        seen.add((figure.source, figure.metric))
        for cell, whose in ((figure.value, "the force's value"), (figure.benchmark, "the England and Wales value")):
            if cell is None:
                missing.append(
                    Missing(
                        figure.label, "figure", f"{whose} is not in the text beside its label",
                        source=figure.source, metric=figure.metric if figure.known_metric else None,
                    )
                )  # fmt: skip
    for lost in without_value:
        label = _label(lost.expected)
        metric = next((m for m in register.metrics_of(GRAPHIC) if label in map(_label, m.names)), None)
        if metric:
            seen.add((GRAPHIC, metric.notation))
        missing.append(
            Missing(lost.expected, lost.part, lost.reason, None, lost.source, metric.notation if metric else None)
        )
    present = {row.source for row in rows} | {lost.source for lost in without_value}
    printed = {(row.source, metric.notation) for row in rows if (metric := metric_of(register, row))}
    for source in register.sources:
        if source == "prose":
            continue
        for m in register.metrics_of(source):
            if (source, m.notation) in seen:
                continue
            if (source, m.notation) in printed:
                reason = "it is printed more than once, with different values"
            else:
                place = source.replace("-", " ").capitalize()
                reason = "its row is not in the text" if source in present else f"{place} is not in the text"
            missing.append(Missing(m.label, "figure", reason, source=source, metric=m.notation))
    return missing


def missing_findings(judgments: Iterable[Judgment], sections: frozenset[str | None]) -> list[Missing]:
    """Questions that were given a grade and whose summary of findings is not in the text."""
    return [
        Missing(
            f"summary of findings for question {j.question}", "findings",
            "no heading 'Summary of findings' stands in its section, so that findings may be lost", question=j.question,
        )
        for j in judgments
        if j.question != "overall" and j.question not in sections
    ]  # fmt: skip


def value_of(cell: Printed | None) -> str | None:
    """The number of a cell in plain decimal form, None for a dash or nothing."""
    return None if cell is None or cell.number is None else f"{cell.number:f}"
