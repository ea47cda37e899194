"""A small network drawn: labels in columns, and between them the ties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .canvas import BODY, MARGIN, SMALL, WIDTH, Align, Canvas, shortened, width_of, wrapped
from .layout import Layout, Thing, grouped, heading, plain
from .palette import PAPER, QUIET, SERIES

LINE, PAD, TOP, FOOT = 7.4, 4.0, 16.0, 20.0
GAP = 62.0
"""Least room between two columns, for the ties."""
LINES = 2
"""Most lines of a label; what is longer ends in an ellipsis, and stands in full in the table."""
THIN, THICK, STEADY = 0.6, 3.6, 8.0
"""Widths of the thinnest and thickest tie; below this weight, the heaviest tie is not drawn so thick."""
TIE = "#6f8da5"
FEW = 4
"""So many things in the first column have ties in a colour of their own."""


class Columns:
    """Where the things and ties of a network are drawn."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        count = len(layout.columns)
        room = WIDTH - 2 * MARGIN - GAP * (count - 1 if count > 1 else 3)
        self._wide = _shared([max(width_of(t.label) for t in column) + 5 for column in layout.columns], room)
        spare = (WIDTH - 2 * MARGIN - sum(self._wide)) / max(1, count - 1)
        self._left = [MARGIN + sum(self._wide[:at]) + spare * at for at in range(count)]
        self._at = {thing.key: at for at, column in enumerate(layout.columns) for thing in column}
        self._lines = {thing.key: self._label(thing) for column in layout.columns for thing in column}
        needs = [self._need(column) for column in layout.columns]
        self.height = TOP + max(needs, default=0) + FOOT
        self._y: dict[str, float] = {}
        for column, need in zip(layout.columns, needs, strict=True):
            self._set(column, max(needs) / need)

    def _label(self, thing: Thing) -> list[str]:
        room = self._wide[self._at[thing.key]] - 4
        lines = wrapped(thing.label, room)
        return lines if len(lines) <= LINES else [lines[0], shortened(" ".join(lines[1:]), room)]

    def _row(self, thing: Thing) -> float:
        return len(self._lines[thing.key]) * LINE + PAD

    def _need(self, column: tuple[Thing, ...]) -> float:
        """Height of a column whose rows stand close."""
        headings = len({thing.group for thing in column}) if grouped(column) else 0
        return sum(map(self._row, column)) + headings * (LINE + PAD)

    def _set(self, column: tuple[Thing, ...], stretched: float) -> None:
        y, before = TOP, None
        for thing in column:
            if grouped(column) and thing.group != before:
                y += (LINE + PAD) * stretched
                before = thing.group
            self._y[thing.key] = y + self._row(thing) * stretched / 2
            y += self._row(thing) * stretched

    def draw(self, canvas: Canvas) -> None:
        """Draw ties, then labels over them, and what the widths of ties mean."""
        most = max(STEADY, *(tie.weight for tie in self._layout.ties), 0)
        weights = sorted({tie.weight for tie in self._layout.ties})
        widths = {weight: THIN + (THICK - THIN) * weight / most for weight in weights}
        colours = self._colours()
        for tie in sorted(self._layout.ties, key=lambda tie: tie.weight):
            self._tie(canvas, tie.one, tie.other, colours.get(tie.one, TIE), widths[tie.weight])
        for at, column in enumerate(self._layout.columns):
            self._column(canvas, at, column)
        x, y = MARGIN, self.height - FOOT + 12
        canvas.text(x, y, "Weight", size=SMALL, colour=QUIET)
        x += 32
        for weight in (weights[0], weights[-1]) if len(weights) > 1 else weights:
            canvas.line((x, x + 22), (y, y), colour=TIE, width=widths[weight])
            canvas.text(x + 26, y, plain(weight), size=SMALL)
            x += 38 + width_of(plain(weight), SMALL)

    def _colours(self) -> Mapping[str, str]:
        first = self._layout.columns[0]
        if len(first) > FEW or len(self._layout.columns) == 1:
            return {}
        return {thing.key: SERIES[number] for number, thing in enumerate(first)}

    def _tie(self, canvas: Canvas, one: str, other: str, colour: str, width: float) -> None:
        first, last = self._at[one], self._at[other]
        start = self._left[first] + self._wide[first] + 2
        if first == last:
            end = self._left[first + 1] if first + 1 < len(self._left) else WIDTH - MARGIN
            reach = min(12 + abs(self._y[one] - self._y[other]) * 0.42, end - start - 4)
            canvas.arc(start, self._y[one], self._y[other], reach, colour=colour, width=width)
        else:
            canvas.curve((start, self._y[one]), (self._left[last] - 2, self._y[other]), colour=colour, width=width)

    def _column(self, canvas: Canvas, at: int, column: tuple[Thing, ...]) -> None:
        left, wide = self._left[at], self._wide[at]
        first = at == 0 and len(self._layout.columns) > 1
        x = left + wide - 2 if first else left + 2
        align: Align = "right" if first else "left"
        canvas.text(x, 5, heading(column), bold=True, align=align)
        before = None
        for thing in column:
            y, lines = self._y[thing.key], self._lines[thing.key]
            if grouped(column) and thing.group != before:
                top = y - self._row(thing) / 2 - (LINE + PAD) / 2
                canvas.text(x, top, thing.group or "Other", size=SMALL, colour=QUIET, align=align)
                before = thing.group
            canvas.bar(left, y - self._row(thing) / 2, wide, self._row(thing), PAPER)
            for number, line in enumerate(lines):
                canvas.text(x, y + (number - (len(lines) - 1) / 2) * LINE, line, size=BODY, align=align)


def _shared(widest: Sequence[float], room: float) -> list[float]:
    """Widths of columns within the room there is: narrow ones get what they need, wide ones share the rest."""
    given_out: dict[int, float] = {}
    for place, need in sorted(enumerate(widest), key=lambda each: each[1]):
        fair = (room - sum(given_out.values())) / (len(widest) - len(given_out))
        given_out[place] = min(need, fair)
    return [given_out[place] for place in range(len(widest))]
