"""A large network as a matrix: things in rows and columns, the weight of a tie in the cell."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .canvas import MARGIN, SMALL, WIDTH, Canvas, shortened, width_of
from .layout import Layout, Thing, many, plain
from .names import counted, listed
from .palette import INK, PAPER, QUIET, Style

MOST_ROWS, MOST_COLUMNS = 54, 43
ROW, NARROW, WIDE = 10.4, 6.9, 22.0
NUMBER_FROM = 9.0
LABEL, HEAD = 150.0, 110.0
SHADES = ("#dbe9f6", "#94c0e3", "#5e9fd3", "#08457e")
EDGE = "#9aa7b2"


@dataclass(frozen=True, slots=True)
class Matrix:
    """What is drawn of a network."""

    rows: tuple[Thing, ...]
    columns: tuple[Thing, ...]
    weights: dict[tuple[str, str], float]
    notes: tuple[str, ...]

    @property
    def left(self) -> float:
        """Where the cells begin."""
        return MARGIN + self._label + 6

    @property
    def _label(self) -> float:
        """Room for the labels of rows: what they need, if the cells leave it."""
        spare = WIDTH - 2 * MARGIN - 6 - len(self.columns) * NUMBER_FROM
        return min(max(LABEL, spare), max(width_of(thing.label, SMALL) for thing in self.rows))

    @property
    def height(self) -> float:
        """Of the drawing, in points."""
        return self.head + len(self.rows) * ROW + 22

    @property
    def head(self) -> float:
        """Height of the turned headings."""
        return min(HEAD, max(width_of(thing.label, SMALL) for thing in self.columns)) + 8

    @property
    def cell(self) -> float:
        """Width of a cell."""
        return min(WIDE, (WIDTH - MARGIN - self.left) / len(self.columns))

    def draw(self, canvas: Canvas) -> None:
        """Draw headings, cells and legend."""
        for at, thing in enumerate(self.columns):
            x = self.left + (at + 0.5) * self.cell
            canvas.text(x, self.head - 4, shortened(thing.label, HEAD, SMALL), size=SMALL, turned=90)
        for row, thing in enumerate(self.rows):
            y = self.head + row * ROW
            canvas.text(
                self.left - 4, y + ROW / 2, shortened(thing.label, self._label, SMALL), size=SMALL, align="right"
            )
            canvas.line((self.left, self.left + len(self.columns) * self.cell), (y, y), width=0.25)
            for at, other in enumerate(self.columns):
                weight = self.weights.get((thing.key, other.key))
                if weight:
                    self._cell(canvas, self.left + at * self.cell, y, weight)
        self._key(canvas, self.head + len(self.rows) * ROW + 6)

    def _cell(self, canvas: Canvas, x: float, y: float, weight: float) -> None:
        shade = self._shade(weight)
        canvas.box(x + 0.5, y + 0.5, self.cell - 1, ROW - 1, Style("", "", SHADES[shade], INK, EDGE))
        text = plain(weight)
        if self.cell >= NUMBER_FROM and width_of(text, SMALL) < self.cell - 1:
            ink = PAPER if shade == len(SHADES) - 1 else INK
            canvas.text(x + self.cell / 2, y + ROW / 2, text, size=5.8, colour=ink, align="center")

    @property
    def _bounds(self) -> list[float]:
        """Greatest weight of each shade: quarters of the weights there are."""
        known = sorted(set(self.weights.values()))
        return [known[max(0, round((step + 1) * len(known) / len(SHADES)) - 1)] for step in range(len(SHADES))]

    def _shade(self, weight: float) -> int:
        return next(step for step, bound in enumerate(self._bounds) if weight <= bound)

    def _key(self, canvas: Canvas, y: float) -> None:
        x, before = MARGIN, 0.0
        canvas.text(x, y + 5, "Weight", colour=QUIET)
        x += 34
        for step, bound in enumerate(self._bounds):
            if bound == before:
                continue
            least = min(weight for weight in self.weights.values() if weight > before)
            canvas.box(x, y, 14, 9, Style("", "", SHADES[step], INK, EDGE))
            words = plain(bound) if least == bound else f"{plain(least)} to {plain(bound)}"
            canvas.text(x + 18, y + 5, words)
            x += 30 + width_of(words)
            before = bound


def matrix(layout: Layout) -> Matrix:
    """What of a network goes into a matrix: the two kinds with most ties between them, and of each the heaviest."""
    kind = {thing.key: thing.kind for thing in layout.things.values()}
    pairs = Counter(tuple(sorted((kind[tie.one], kind[tie.other]))) for tie in layout.ties)
    chosen = max(sorted(pairs), key=lambda pair: pairs[pair]) if pairs else (layout.columns[0][0].kind,) * 2
    members = [[thing for thing in layout.things.values() if thing.kind == each] for each in chosen]
    long, short = sorted(members, key=len, reverse=True)
    ties = [tie for tie in layout.ties if {kind[tie.one], kind[tie.other]} == {*chosen}]
    heavy: defaultdict[str, float] = defaultdict(float)
    weights = {}
    for tie in ties:
        weights[tie.one, tie.other] = weights[tie.other, tie.one] = tie.weight
        for key in {tie.one, tie.other}:
            heavy[key] += tie.weight
    rows, columns = _most(long, heavy, MOST_ROWS), _most(short, heavy, MOST_COLUMNS)
    shown = {pair: weights[pair] for row in rows for column in columns if (pair := (row.key, column.key)) in weights}
    notes = []
    if others := len(layout.ties) - len(ties):
        words = listed(sorted({many(2, each)[2:] for each in chosen}))
        notes.append(f"Drawn are {words}; {counted(others, 'other tie')} in the table only.")
    for kept, whole in ((rows, long), (columns, short)):
        if len(kept) < len(whole):
            words = many(2, kept[0].kind)[2:]
            notes.append(
                f"Drawn are the {len(kept)} {words} of {len(whole):,} with the heaviest ties; the table has all."
            )
    return Matrix(rows, columns, shown, tuple(dict.fromkeys(notes)))


def _most(things: Sequence[Thing], heavy: Mapping[str, float], number: int) -> tuple[Thing, ...]:
    """The heaviest so many, in the order they stood in."""
    tied = [thing for thing in things if heavy.get(thing.key)]
    kept = {thing.key for thing in sorted(tied, key=lambda thing: (-heavy[thing.key], thing.label))[:number]}
    return tuple(thing for thing in tied if thing.key in kept)
