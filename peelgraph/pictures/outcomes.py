"""Figures of one table compared between forces, such as the outcomes of offences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from . import names
from .canvas import MARGIN, SMALL, WIDTH, Canvas, Shape, column_for, width_of, wrapped
from .figures import Figure, in_units
from .names import Row, Values, counted, given, listed, rows, whose
from .palette import INK, QUIET, RULE, SERIES
from .picture import Picture

if TYPE_CHECKING:
    from ..graph import Graph

LABEL = 176.0
LINE, PAD = 7.4, 4.4
COLUMN = 40.0
SHAPES: tuple[Shape, ...] = ("o", "D", "s", "^", "v", "P")
TOLD_APART = 4
"""So many forces have a mark and a column of figures each; of more, each is a ring like the others."""

STEPS = (0.5, 1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 10_000, 100_000, 10**9)
MOST_TICKS = 5

NOT_SUPPLIED, NOT_FOUND = "–", "?"


def outcomes_compared(
    kg: Graph, *, force: Values = None, cycle: str | None = None, source: str = "figure-4", metric: Values = None
) -> Picture:
    """The shares of one table of the reports, measure by measure, for each force and for England and Wales.

    Args:
        kg: the graph.
        force: only these police forces.
        cycle: the inspection cycle; without it, the last of which there are figures.
        source: the table: "figure-4" (outcomes of all offences), "figure-8" (domestic abuse) or "figure-2" (crime).
        metric: only these measures.

    Returns:
        The picture. Its table has ``measure``, ``unit``, a column of numbers for each force, and ``England and Wales``.
        A number that is missing was not supplied or not found; the column ``missing`` says which, and for whom.

    Raises:
        UsageError: there are no such figures.
    """
    frame = kg.ask("metrics", **given(force=force, cycle=cycle, source=source, metric=metric))
    everything = names.some(rows(frame), "figures")
    last = max(row["cycle"] for row in everything)
    figures = [Figure.of(row) for row in everything if row["cycle"] == last]
    known, words = names.forces(kg), names.labels(kg, "metric")
    forces = sorted({each.force for each in figures}, key=lambda each: known[each].short)
    lost = [row for row in rows(kg.ask("not-found", **given(force=force, cycle=last))) if row["source"] == source]
    table = _Table(figures, forces, {force: known[force].short for force in forces}, words, _missing(figures, lost))
    title = f"{names.caption(kg, source)}: {whose([known[each].name for each in forces])}"
    title += f", beside England and Wales, PEEL {last}"
    notes = _notes(table)
    came_from = names.sources(kg, frame, known, cycle=last)
    canvas = Canvas(title, table.height(), (*notes, came_from.foot))
    table.draw(canvas)
    return Picture(title, table.alt(title), table.frame(), came_from.lines, notes, canvas.figure)


def _missing(figures: Sequence[Figure], lost: Sequence[Row]) -> dict[tuple[str, str], str]:
    """Why a force has no number of a measure: not supplied, or not found."""
    missing = {(row["force"], row["expected"]): NOT_FOUND for row in lost}
    for each in figures:
        if each.value is None:
            missing[each.force, each.metric] = NOT_SUPPLIED if each.status == "not-supplied" else NOT_FOUND
        else:
            missing.pop((each.force, each.metric), None)
    return missing


def _notes(table: _Table) -> tuple[str, ...]:
    notes = ["Some measures are parts of others, so that they add up to more than the whole."] if table.sums else []
    if table.sums:
        notes.append("Totals are printed and not drawn, so that the rest can be told apart.")
    if NOT_SUPPLIED in table.missing.values():
        notes.append(f"{NOT_SUPPLIED} the force did not supply the figure, as its report says.")
    if NOT_FOUND in table.missing.values():
        notes.append(f"{NOT_FOUND} the figure was expected in the report and not found in its text.")
    if table.differing:
        notes.append(f"The reports do not agree on the England and Wales figure of: {listed(table.differing)}.")
    if not table.apart:
        notes.append("Each ring is a force; the table names them.")
    return tuple(notes)


@dataclass(frozen=True, slots=True)
class _Table:
    figures: Sequence[Figure]
    forces: Sequence[str]
    called: Mapping[str, str]
    words: Mapping[str, str]
    missing: Mapping[tuple[str, str], str]

    @property
    def top(self) -> float:
        """Where the rows begin, under the headings of the columns."""
        return 12 + max(len(wrapped(each, self.column - 3, SMALL, bold=True)) for each in self.columns) * SMALL * 1.15

    @property
    def column(self) -> float:
        """Width of a column of printed figures."""
        return column_for(self.columns, COLUMN)

    @property
    def apart(self) -> bool:
        """Whether each force has its own mark and column."""
        return len(self.forces) <= TOLD_APART

    @property
    def metrics(self) -> list[str]:
        """Measures, the greatest in England and Wales first; those without a figure of it last, and then totals."""
        found = list(dict.fromkeys(each.metric for each in self.figures))
        return sorted(found, key=lambda each: (each in self.sums, -max(self.benchmarks(each), default=-1e18)))

    @property
    def sums(self) -> frozenset[str]:
        """Measures that are totals of a table."""
        return frozenset(each.metric for each in self.figures if each.metric.startswith("total-"))

    def value(self, force: str, metric: str) -> float | None:
        return next((e.value for e in self.figures if (e.force, e.metric) == (force, metric)), None)

    def printed(self, force: str, metric: str) -> str:
        found = next((e.printed for e in self.figures if (e.force, e.metric) == (force, metric) and e.printed), "")
        return self.missing.get((force, metric), found)

    def benchmarks(self, metric: str) -> list[float]:
        """Of England and Wales; more than one if reports differ."""
        return sorted({e.benchmark for e in self.figures if e.metric == metric and e.benchmark is not None})

    @property
    def differing(self) -> list[str]:
        return [self.words.get(metric, metric) for metric in self.metrics if len(self.benchmarks(metric)) > 1]

    def unit(self, metric: str) -> str:
        return next(e.unit for e in self.figures if e.metric == metric)

    def label(self, metric: str) -> list[str]:
        return wrapped(self.words.get(metric, metric), LABEL)

    def _row(self, metric: str) -> float:
        return len(self.label(metric)) * LINE + PAD

    def height(self) -> float:
        return self.top + sum(map(self._row, self.metrics)) + 20

    @property
    def columns(self) -> list[str]:
        """Headings of the columns of printed figures, right of the drawing."""
        return [*(self.called[force] for force in self.forces if self.apart), "England and Wales"]

    @property
    def ends(self) -> tuple[float, float]:
        """Left and right of the drawing."""
        return MARGIN + LABEL + 10, WIDTH - MARGIN - self.column * len(self.columns) - 6

    def ticks(self) -> list[float]:
        """Round numbers from nought to beyond the greatest figure."""
        drawn = [each for each in self.figures if each.metric not in self.sums]
        values = [each for figure in drawn for each in (figure.value, figure.benchmark) if each is not None]
        greatest, least = max(values, default=1.0), min(0.0, *values, 0.0)
        step = next(s for s in STEPS if (greatest - least) / s <= MOST_TICKS)
        first, last = -int(-least // step) if least else 0, int(-(-greatest // step))
        return [number * step for number in range(min(first, int(least // step)), last + 1)]

    def _x(self, value: float) -> float:
        ticks, (left, right) = self.ticks(), self.ends
        return left + 3 + (value - ticks[0]) / ((ticks[-1] - ticks[0]) or 1) * (right - left - 10)

    def draw(self, canvas: Canvas) -> None:
        end = self.height() - 20
        units = {self.unit(metric) for metric in self.metrics}
        for tick in self.ticks():
            x = self._x(tick)
            canvas.line((x, x), (self.top, end), colour=RULE if tick else QUIET)
            percent = "%" if units == {"percent"} else ""
            canvas.text(x, self.top - 6, f"{tick:g}{percent}", size=SMALL, colour=QUIET, align="center")
        if units != {"percent"}:
            words = listed(sorted(map(in_units, units)))
            canvas.text(self.ends[0], 5, words, size=SMALL, colour=QUIET)
        canvas.headings(self.ends[1] + 6, self.top - 6, self.column, self.columns)
        y = self.top
        for number, metric in enumerate(self.metrics):
            if number:
                canvas.line((MARGIN, WIDTH - MARGIN), (y, y), width=0.3)
            self._measure(canvas, y, metric)
            y += self._row(metric)
        self._key(canvas, end + 13)

    def _measure(self, canvas: Canvas, y: float, metric: str) -> None:
        middle = y + self._row(metric) / 2
        canvas.label(middle, self.label(metric))
        if metric not in self.sums:
            self._marks(canvas, middle, metric)
        shown = next((e.benchmark_printed for e in self.figures if e.metric == metric and e.benchmark is not None), "")
        printed = [self.printed(force, metric) for force in self.forces if self.apart]
        for number, text in enumerate((*printed, shown or NOT_FOUND)):
            canvas.text(self.ends[1] + 6 + (number + 1) * self.column, middle, text, align="right")

    def _marks(self, canvas: Canvas, y: float, metric: str) -> None:
        benchmarks = self.benchmarks(metric)
        values = [(number, self.value(force, metric)) for number, force in enumerate(self.forces)]
        known = [(number, value) for number, value in values if value is not None]
        all_of_it = [*benchmarks, *(value for _, value in known)]
        if all_of_it:
            canvas.line([self._x(min(all_of_it)), self._x(max(all_of_it))], (y, y), colour=QUIET, width=0.6)
        for number, value in known:
            shape, colour = self._mark(number)
            canvas.mark(self._x(value), y, shape, colour, size=4.4, hollow=not self.apart)
        for benchmark in benchmarks:
            canvas.mark(self._x(benchmark), y, "|", INK, size=9)

    def _mark(self, number: int) -> tuple[Shape, str]:
        return (SHAPES[number], SERIES[number]) if self.apart else ("o", QUIET)

    def _key(self, canvas: Canvas, y: float) -> None:
        x = MARGIN + 4
        entries = (
            [(*self._mark(n), self.called[force]) for n, force in enumerate(self.forces)]
            if self.apart
            else [(*self._mark(0), "a force")]
        )
        for shape, colour, words in entries:
            canvas.mark(x, y, shape, colour, hollow=not self.apart)
            canvas.text(x + 7, y, words)
            x += width_of(words) + 24
        canvas.mark(x, y, "|", INK, size=9)
        canvas.text(x + 7, y, "England and Wales")

    def frame(self) -> pd.DataFrame:
        metrics = self.metrics
        columns: dict[str, object] = {
            "measure": pd.array([self.words.get(metric, metric) for metric in metrics], dtype="string"),
            "unit": pd.array([self.unit(metric) for metric in metrics], dtype="string"),
        }
        for force in self.forces:
            columns[self.called[force]] = pd.array([self.value(force, metric) for metric in metrics], dtype="Float64")
        first = [next(iter(self.benchmarks(metric)), None) for metric in metrics]
        columns["England and Wales"] = pd.array(first, dtype="Float64")
        why = {NOT_SUPPLIED: "not supplied", NOT_FOUND: "not found"}
        columns["missing"] = pd.array(
            [
                "; ".join(
                    f"{self.called[force]}: {why[self.missing[force, metric]]}"
                    for force in self.forces
                    if (force, metric) in self.missing
                )
                for metric in metrics
            ],
            dtype="string",
        )
        return pd.DataFrame(columns)

    def alt(self, title: str) -> str:
        """The measure with the widest spread, and each force's highest and lowest against England and Wales."""
        parts = [f"Dot plot: {title}. {counted(len(self.metrics), 'measure')}."]
        for force in self.forces if self.apart else ():
            gaps = [
                (value - benchmark, metric)
                for metric in self.metrics
                if metric not in self.sums
                for benchmark in self.benchmarks(metric)[:1]
                if (value := self.value(force, metric)) is not None
            ]
            if gaps:
                metric = max(gaps, key=lambda each: abs(each[0]))[1]
                own, other = self.value(force, metric), self.benchmarks(metric)[0]
                parts.append(
                    f"{self.called[force]} is furthest from England and Wales in {self.words.get(metric, metric)}: "
                    f"{own:g} against {other:g} {in_units(self.unit(metric))}."
                )
        if not self.apart:
            for metric in self.metrics:
                values = [value for force in self.forces if (value := self.value(force, metric)) is not None]
                if values:
                    parts.append(f"{self.words.get(metric, metric)}: {min(values):g} to {max(values):g}.")
        if self.missing:
            parts.append(f"{counted(len(self.missing), 'figure')} missing.")
        return " ".join(parts)
