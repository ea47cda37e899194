"""A force's figures against those of England and Wales."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from ..loaders import Register
from . import names
from .canvas import MARGIN, SMALL, WIDTH, Canvas, Shape, column_for, wrapped
from .figures import Figure, Verdict, in_units, once
from .names import Values, counted, given, listed, rows
from .palette import BETTER, NEITHER, QUIET, RULE, WORSE
from .picture import Picture

if TYPE_CHECKING:
    from ..graph import Graph

LABEL = 222.0
COLUMN = 44.0
"""Least width of each of the two columns of values."""
LINE, PAD = 7.4, 3.2
HEADING = 13.0
FURTHEST = 1.5
"""Differences of more than +150 percent stand at the edge, with an arrow and their number."""

MARKS: Mapping[Verdict, tuple[Shape, str, bool]] = {
    "better": ("o", BETTER, False),
    "worse": ("D", WORSE, False),
    "same": ("o", BETTER, True),
    "neither": ("s", NEITHER, True),
}
"""Shape, colour, and whether it is hollow."""

JUDGED = {"higher-is-better": "A higher figure is better", "lower-is-better": "A lower figure is better"}
NEUTRAL = "Neither is better, or it is not known"
RELATIVE = (
    "Relative difference: the force's figure less that of England and Wales, as a share of the latter. Small figures "
    "make large shares; the thin line shows what rounding leaves possible."
)
OPINION = "Which way is better is peelgraph's own reading and says nothing of why a figure is high or low."
WITHOUT = "Changes, and figures where that of England and Wales is 0: no relative difference"


def against_england_and_wales(
    kg: Graph, *, force: str, cycle: str | None = None, source: Values = None, metric: Values = None
) -> Picture:
    """Figures of a force as relative differences from England and Wales, with both figures printed beside.

    Where the ontology says that a higher or a lower figure is better for the public, a mark tells better from worse;
    where neither is better, or it is not known, it is neutral. A thin line shows what the rounding of the two figures
    leaves possible.

    Args:
        kg: the graph.
        force: the police force.
        cycle: the inspection cycle; without it, the last of which there are figures.
        source: only figures printed there, such as "figure-4".
        metric: only these measures; without them, those that the ontology knows, and none that a report alone names.

    Returns:
        The picture. Its table has ``measure``, ``force`` and ``england_and_wales`` (as printed), ``unit``,
        ``relative_difference`` (a share; 0.5 is half as much again), ``direction``, ``verdict``, ``period``,
        ``source`` and ``fact``.

    Raises:
        UsageError: there are no such figures with one of England and Wales beside them.
    """
    frame = kg.ask("metrics", **given(force=force, cycle=cycle, source=source, metric=metric))
    everything = [Figure.of(row) for row in rows(frame)]
    both = [each for each in everything if each.value is not None and each.benchmark is not None]
    last = max((each.cycle for each in both), default="")
    of_last = [each for each in everything if each.cycle == last]
    curated = Register.packaged().metrics if metric is None else {each.metric for each in of_last}
    figures = once(each for each in both if each.cycle == last and each.metric in curated)
    names.some(rows(frame) if figures else [], "figures beside one of England and Wales")
    known = names.forces(kg)
    whose = known[figures[0].force].name
    title = f"{whose} against England and Wales, PEEL {last}"
    came_from = names.sources(kg, frame, known, cycle=last)
    notes = _notes(of_last, figures, curated)
    labels = _labels(figures, names.labels(kg, "metric"))
    sheet = _Sheet(_groups(figures), labels, known[figures[0].force].short)
    canvas = Canvas(title, sheet.height(), (*notes, came_from.foot))
    sheet.draw(canvas)
    drawn = [figure for _, group in sheet.groups for figure in group]
    return Picture(title, _alt(title, drawn, labels), _table(drawn, labels), came_from.lines, notes, canvas.figure)


def _groups(figures: Sequence[Figure]) -> list[tuple[str, list[Figure]]]:
    """Worse before better by how much, then the neutral ones from high to low, then those without a ratio."""

    def goodness(figure: Figure) -> float:
        return (figure.ratio or 0) * (1 if figure.direction == "higher-is-better" else -1)

    related = [each for each in figures if each.ratio is not None]
    groups = [
        *(
            (heading, sorted((e for e in related if e.direction == way), key=goodness))
            for way, heading in JUDGED.items()
        ),
        (
            NEUTRAL,
            sorted((each for each in related if each.direction not in JUDGED), key=lambda each: -(each.ratio or 0)),
        ),
        (WITHOUT, [each for each in figures if each.ratio is None]),
    ]
    return [(heading, group) for heading, group in groups if group]


def _labels(figures: Sequence[Figure], words: Mapping[str, str]) -> dict[Figure, str]:
    """The measure, and where several figures of it are drawn, what sets each apart."""
    many = Counter(each.metric for each in figures)
    periods = Counter((each.metric, each.period) for each in figures)
    labels = {}
    for each in figures:
        label = words.get(each.metric, each.metric)
        label = f"{label[:1].upper()}{label[1:]}"
        if " per " not in label and each.unit not in {"percent", "count"}:
            label += f", {in_units(each.unit)}"
        if periods[each.metric, each.period] < many[each.metric]:
            label += f", to {each.period[-10:]}" if each.period else ", no period given"
        if periods[each.metric, each.period] > 1:
            label += f" ({each.source})"
        labels[each] = label
    return labels


def _notes(everything: Sequence[Figure], drawn: Sequence[Figure], curated: Container[str]) -> tuple[str, ...]:
    both = [each for each in everything if each.value is not None and each.benchmark is not None]
    known = [each for each in both if each.metric in curated]
    notes = [RELATIVE, OPINION]
    left_out = [
        (len(known) - len(drawn), "printed again elsewhere, the same but for rounding"),
        (len(both) - len(known), "of measures that the ontology does not know"),
        (len(everything) - len(both), "without a number for the force or for England and Wales"),
    ]
    told = [f"{counted(number, 'figure')} {why}" for number, why in left_out if number]
    return (*notes, f"Not drawn: {listed(told)}.") if told else tuple(notes)


def share(ratio: float) -> str:
    """A relative difference in percent.

    >>> share(1.1226), share(-0.25), share(0.0)
    ('+112%', '-25%', '0%')
    """
    return f"{round(ratio * 100):+d}%" if round(ratio * 100) else "0%"


def _table(figures: Sequence[Figure], labels: Mapping[Figure, str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "measure": pd.array([labels[each] for each in figures], dtype="string"),
            "force": pd.array([each.printed for each in figures], dtype="string"),
            "england_and_wales": pd.array([each.benchmark_printed for each in figures], dtype="string"),
            "unit": pd.array([each.unit for each in figures], dtype="string"),
            "relative_difference": pd.array(
                [None if each.ratio is None else round(each.ratio, 3) for each in figures], dtype="Float64"
            ),
            "direction": pd.array([each.direction or "not known" for each in figures], dtype="string"),
            "verdict": pd.array([each.verdict for each in figures], dtype="string"),
            "period": pd.array([each.period for each in figures], dtype="string"),
            "source": pd.array([each.source for each in figures], dtype="string"),
            "fact": pd.array([each.fact for each in figures], dtype="string"),
        }
    )


def _alt(title: str, figures: Sequence[Figure], labels: Mapping[Figure, str]) -> str:
    judged = [each for each in figures if each.direction in JUDGED]
    counts = Counter(each.verdict for each in judged)
    parts = [f"Dot plot: {title}. {counted(len(figures), 'figure')}"]
    if judged:
        told = [f"{counts[verdict]} {verdict}" for verdict in ("better", "worse", "same") if counts[verdict]]
        parts.append(f", of which {len(judged)} have a better direction: {listed(told)}")
    parts.append(".")
    worse = [each for each in judged if each.verdict == "worse" and each.ratio is not None]
    for each in sorted(worse, key=lambda each: -abs(each.ratio or 0))[:3]:
        parts.append(
            f" {labels[each]}: {each.printed} against {each.benchmark_printed}, {share(each.ratio or 0)}, worse."
        )
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class _Sheet:
    groups: Sequence[tuple[str, Sequence[Figure]]]
    labels: Mapping[Figure, str]
    force: str

    left = MARGIN + LABEL + 8
    top = 27.0

    @property
    def column(self) -> float:
        """Width of each of the two columns of values."""
        return column_for((self.force, "England and Wales"), COLUMN)

    @property
    def right(self) -> float:
        """Where the columns of values begin."""
        return WIDTH - MARGIN - 2 * self.column

    def height(self) -> float:
        rows = sum(self._row(figure) for _, group in self.groups for figure in group)
        return self.top + rows + HEADING * len(self.groups) + 16

    def _row(self, figure: Figure) -> float:
        return len(wrapped(self.labels[figure], LABEL)) * LINE + PAD

    @property
    def span(self) -> tuple[float, float]:
        """Ends of the axis, as relative differences."""
        ratios = [figure.ratio for _, group in self.groups for figure in group if figure.ratio is not None]
        return -1.0, min(FURTHEST, max(0.5, *ratios, 0.5))

    def _x(self, ratio: float) -> float:
        low, high = self.span
        return self.left + 6 + (min(ratio, high) - low) / (high - low) * (self.right - self.left - 24)

    def draw(self, canvas: Canvas) -> None:
        end = self.height() - 16
        plain = sum(self._row(each) for heading, group in self.groups if heading == WITHOUT for each in group)
        foot = end - plain - HEADING if plain else end
        low, high = self.span
        ticks = [step / 2 for step in range(round(low * 2), int(high * 2) + 1)]
        for tick in ticks:
            x = self._x(tick)
            canvas.line((x, x), (self.top, foot), colour=QUIET if tick == 0 else RULE, width=1.0 if tick == 0 else 0.5)
            if high <= 1 or tick == round(tick):
                canvas.text(x, self.top - 6, share(tick) if tick else "same", size=SMALL, colour=QUIET, align="center")
        canvas.text(self._x(0), 5, "Relative difference", size=SMALL, colour=QUIET, align="center")
        canvas.headings(self.right, self.top - 6, self.column, (self.force, "England and Wales"))
        y = self.top
        for heading, group in self.groups:
            canvas.text(MARGIN, y + HEADING / 2, heading, bold=True)
            y += HEADING
            for figure in group:
                self._figure(canvas, y, figure)
                y += self._row(figure)
        self._key(canvas, end + 10)

    def _figure(self, canvas: Canvas, y: float, figure: Figure) -> None:
        middle = y + self._row(figure) / 2
        canvas.label(middle, wrapped(self.labels[figure], LABEL))
        canvas.text(self.right + self.column, middle, figure.printed, align="right")
        canvas.text(self.right + 2 * self.column, middle, figure.benchmark_printed, align="right")
        if figure.ratio is None:
            return
        shape, colour, hollow = MARKS[figure.verdict]
        x = self._x(figure.ratio)
        if figure.rounding:
            canvas.line(
                [self._x(max(-1.0, each)) for each in figure.rounding], (middle, middle), colour=colour, width=0.8
            )
        if figure.ratio > self.span[1]:
            shape = ">"
            canvas.text(x - 5, middle, share(figure.ratio), size=SMALL, align="right")
        canvas.mark(x, middle, shape, colour, hollow=hollow)

    def _key(self, canvas: Canvas, y: float) -> None:
        x = MARGIN + 3
        used = {figure.verdict for _, group in self.groups for figure in group if figure.ratio is not None}
        for verdict, words in (
            ("better", "better than England and Wales"), ("worse", "worse"), ("same", "the same"),
            ("neither", "neither way is better, or not known"),
        ):  # fmt: skip
            if verdict in used:
                shape, colour, hollow = MARKS[verdict]
                canvas.mark(x, y, shape, colour, hollow=hollow)
                canvas.text(x + 6, y, words)
                x += {"better": 130, "worse": 40, "same": 52}.get(verdict, 0)
