"""Grades of forces, question by question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pandas as pd

from . import names
from .canvas import MARGIN, SMALL, WIDTH, Canvas, key_height, shortened, width_of, wrapped
from .names import Force, Row, Values, given, listed, rows, whose
from .palette import GRADES, NOT_FOUND, NOT_GRADED, QUIET, RULE, Style
from .picture import Picture

if TYPE_CHECKING:
    from ..graph import Graph

Origin = Literal["report", "published"]
Order = Literal["region", "grade"]

ROW, HIGH_ROW, GAP = 11.2, 18.0, 3.0
WORDS = 6.6
"""Size of type of the grades."""
FEW = 20
"""So many forces at most have rows of two lines."""
WIDEST_CELL = 92.0
REGION_WIDTH = 66.0
TURNED_HEIGHT = 140.0
UPRIGHT_FROM = 58.0
"""A column this wide has its name upright above it."""


@dataclass(frozen=True, slots=True, order=True)
class Column:
    """What was graded: a question of a report, or a pillar on the inspectorate's pages."""

    cycle: str
    origin: str
    pillar: str
    place: tuple[int, ...]
    question: str

    @classmethod
    def of(cls, row: Row) -> Column:
        """The column in which a row of the query coverage stands."""
        return cls(row["cycle"], row["origin"], row["pillar"], place(row["question"]), row["question"])

    @property
    def group(self) -> tuple[str, str, str]:
        """Columns of one group stand under one heading."""
        return self.cycle, self.origin, self.pillar if self.origin == "report" else ""

    def heading(self) -> str:
        """Of the group."""
        return f"{self.cycle} published" if self.origin == "published" else f"{self.cycle} {self.pillar} report"

    def name(self, words: Mapping[tuple[str, str, str], str]) -> str:
        """Such as "2 Investigating crime"."""
        cycle = self.cycle if self.origin == "report" else ""
        word = words.get((self.pillar, cycle, self.question)) or words.get((self.pillar, self.cycle, self.question), "")
        if self.origin == "published" or not self.question[:1].isdigit():
            return word or names.in_words(self.question)
        return f"{self.question} {word}".rstrip()


def place(question: str) -> tuple[int, ...]:
    """Sorts overall before 1, 1.1, 2 and 10.

    >>> sorted(["10", "2", "1.1", "overall", "1"], key=place)
    ['overall', '1', '1.1', '2', '10']
    """
    return tuple(int(part) if part.isdigit() else -1 for part in question.split("."))


def style_of(row: Row) -> Style:
    """How a grade of the query coverage, or the want of one, is drawn."""
    if row["status"] == "found":
        return GRADES[row["grade"]]
    return NOT_GRADED if row["status"] == "not-graded" else NOT_FOUND


def grade_matrix(
    kg: Graph,
    *,
    force: Values = None,
    cycle: Values = None,
    pillar: Values = None,
    origin: Origin | None = None,
    order: Order = "region",
) -> Picture:
    """Forces by questions, a grade in each cell. The 43 forces of England and Wales fit on a page.

    An empty cell says that the graph holds nothing from which the grade could be known; not graded (inspectors gave
    none) and not found (one was expected and none could be read) have cells of their own.

    Args:
        kg: the graph.
        force: only these police forces.
        cycle: only these inspection cycles.
        pillar: only these pillars.
        origin: only grades that reports state ("report") or that the inspectorate's pages list ("published").
        order: by region and name, or the best grades first, the columns from the left.

    Returns:
        The picture. Its table has one row a force: ``region``, ``force``, and the grade in words for each column.

    Raises:
        UsageError: there are no such grades.
    """
    frame = kg.ask("coverage", **given(force=force, cycle=cycle, pillar=pillar))
    if origin:
        frame = frame[frame["origin"] == origin]
    facts = names.some(rows(frame), "grades")
    known, words = names.forces(kg), names.questions(kg)
    columns = sorted({Column.of(row) for row in facts})
    cycles = sorted({column.cycle for column in columns})
    cells = {(row["force"], Column.of(row)): style_of(row) for row in facts}
    graded = _ordered({row["force"] for row in facts}, columns, cells, known, order)
    came_from = names.sources(kg, frame, known, cycle=cycle)
    notes = _notes(len(graded) * len(columns) - len(cells), columns)
    title = f"Grades of {whose([known[each].name for each in graded])}, PEEL {listed(cycles)}"
    sheet = _Sheet(columns, [column.name(words) for column in columns], graded, known, by_region=order == "region")
    canvas = Canvas(title, sheet.height(cells.values()), (*notes, came_from.foot))
    sheet.draw(canvas, cells)
    return Picture(title, _alt(title, sheet, cells), sheet.table(cells), came_from.lines, notes, canvas.figure)


def _notes(empty: int, columns: Sequence[Column]) -> tuple[str, ...]:
    notes = []
    if empty:
        notes.append("An empty cell: the graph holds no report or list from which the grade could be known.")
    if len({column.origin for column in columns}) > 1:
        notes.append("Under a year alone, or published: the grades on the inspectorate's web pages.")
    if len({column.cycle for column in columns}) > 1:
        notes.append(
            "Inspectors' questions change from cycle to cycle: grades of different cycles under one name do not always "
            "answer the same question."
        )
    return tuple(notes)


def _ordered(
    forces: Iterable[str],
    columns: Sequence[Column],
    cells: Mapping[tuple[str, Column], Style],
    known: Mapping[str, Force],
    order: Order,
) -> list[str]:
    ranks = {style: rank for rank, style in enumerate([*GRADES.values(), NOT_GRADED, NOT_FOUND])}

    def key(force: str) -> tuple[list[int], str, str]:
        if order == "grade":
            found = [cells.get((force, column)) for column in columns]
            return [len(ranks) if style is None else ranks[style] for style in found], "", known[force].short
        return [not known[force].region], known[force].region, known[force].short

    return sorted(forces, key=key)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Where everything stands."""

    columns: Sequence[Column]
    titles: Sequence[str]
    forces: Sequence[str]
    known: Mapping[str, Force]
    by_region: bool

    @property
    def regions(self) -> bool:
        """Whether there are regions to group by."""
        return self.by_region and len({self.known[force].region for force in self.forces}) > 1

    @property
    def left(self) -> float:
        """Where the cells begin."""
        widest = max(width_of(self.known[force].short) for force in self.forces)
        return MARGIN + (REGION_WIDTH if self.regions else 0) + widest + 8

    @property
    def cell(self) -> float:
        """Width of a cell."""
        gaps = GAP * len({column.group for column in self.columns})
        return min(WIDEST_CELL, (WIDTH - MARGIN - self.left - gaps) / len(self.columns))

    @property
    def row(self) -> float:
        """Height of a row."""
        return HIGH_ROW if self._room is not None and len(self.forces) <= FEW and self._lines > 1 else ROW

    @property
    def _room(self) -> float | None:
        """Width for grades in words; none where only their letters fit."""
        room = self.cell - 5
        return room if room >= width_of("improvement", WORDS) else None

    @property
    def _lines(self) -> int:
        return max(len(wrapped(style.word, self._room or WIDTH, WORDS)) for style in (*GRADES.values(), NOT_GRADED))

    @property
    def heads(self) -> list[list[str]]:
        """Names of the columns, in lines."""
        upright = self.cell >= UPRIGHT_FROM
        room = self.cell - 4 if upright else TURNED_HEIGHT - 4
        lines = [wrapped(title, room, SMALL) for title in self.titles]
        if upright:
            return lines
        fit = max(1, int(self.cell // (SMALL * 1.1)))
        return [
            each if len(each) <= fit else [*each[: fit - 1], shortened(" ".join(each[fit - 1 :]), room, SMALL)]
            for each in lines
        ]

    @property
    def head(self) -> float:
        """Height of the headings."""
        if self.cell >= UPRIGHT_FROM:
            return 14 + max(map(len, self.heads)) * SMALL * 1.25 + 3
        return 14 + max(width_of(line, SMALL) for lines in self.heads for line in lines) + 5

    def height(self, styles: Iterable[Style]) -> float:
        """Of the drawing."""
        return self.head + self._y(len(self.forces)) + 6 + key_height([style.word for style in _used(styles)])

    def _y(self, number: int) -> float:
        """Top of a row, with a gap before each region."""
        passed = {self.known[force].region for force in self.forces[: number + 1]}
        return number * self.row + (GAP * (len(passed) - 1) if self.regions else 0)

    def _x(self, number: int) -> float:
        passed = {column.group for column in self.columns[: number + 1]}
        return self.left + number * self.cell + GAP * (len(passed) - 1)

    def draw(self, canvas: Canvas, cells: Mapping[tuple[str, Column], Style]) -> None:
        """Draw headings, cells and legend."""
        for number, (column, lines) in enumerate(zip(self.columns, self.heads, strict=True)):
            self._title(canvas, number, lines)
            if not number or column.group != self.columns[number - 1].group:
                self._group(canvas, number)
        before = None
        for number, force in enumerate(self.forces):
            y, region = self.head + self._y(number), self.known[force].region
            if self.regions and region != before:
                canvas.line((MARGIN, WIDTH - MARGIN), (y - GAP / 2, y - GAP / 2))
                for at, line in enumerate(wrapped(region or "No region", REGION_WIDTH - 4, SMALL)):
                    canvas.text(MARGIN, y + self.row / 2 + at * SMALL * 1.2, line, size=SMALL, colour=QUIET)
                before = region
            canvas.text(self.left - 5, y + self.row / 2, self.known[force].short, align="right")
            for at, column in enumerate(self.columns):
                style = cells.get((force, column))
                if style:
                    self._cell(canvas, self._x(at), y, style)
        canvas.key(self.head + self._y(len(self.forces)) + 6, [(style, style.word) for style in _used(cells.values())])

    def _title(self, canvas: Canvas, number: int, lines: Sequence[str]) -> None:
        middle = self._x(number) + self.cell / 2
        if self.cell >= UPRIGHT_FROM:
            for at, line in enumerate(reversed(lines)):
                canvas.text(middle, self.head - 6 - at * SMALL * 1.25, line, size=SMALL, align="center")
            return
        for at, line in enumerate(lines):
            x = middle + (at - (len(lines) - 1) / 2) * SMALL * 1.15
            canvas.text(x, self.head - 3, line, size=SMALL, turned=90)

    def _group(self, canvas: Canvas, number: int) -> None:
        column = self.columns[number]
        many = sum(other.group == column.group for other in self.columns)
        left, wide = self._x(number), many * self.cell
        for heading in (column.heading(), column.heading().replace(" report", ""), column.cycle):
            if width_of(heading, SMALL, bold=True) <= wide + GAP:
                break
        canvas.text(left + wide / 2, 5, heading, size=SMALL, bold=True, align="center")
        canvas.line((left + 1, left + wide - 1), (11, 11), colour=RULE, width=0.8)

    def _cell(self, canvas: Canvas, x: float, y: float, style: Style) -> None:
        canvas.box(x + 0.8, y + 0.8, self.cell - 1.6, self.row - 1.6, style)
        in_words = self._room is not None and (self._lines == 1 or self.row == HIGH_ROW)
        lines = wrapped(style.word, self._room or self.cell, WORDS) if in_words else [style.sign]
        for at, line in enumerate(lines):
            middle = y + self.row / 2 + (at - (len(lines) - 1) / 2) * WORDS * 1.15
            canvas.text(x + self.cell / 2, middle, line, size=WORDS, colour=style.ink, align="center")

    def table(self, cells: Mapping[tuple[str, Column], Style]) -> pd.DataFrame:
        """The same as a table."""
        frame: dict[str, list[str]] = {
            "region": [self.known[force].region for force in self.forces],
            "force": [self.known[force].name for force in self.forces],
        }
        for column, title in zip(self.columns, self.titles, strict=True):
            found = [cells.get((force, column)) for force in self.forces]
            frame[f"{column.heading()}: {title}"] = [style.word if style else "" for style in found]
        return pd.DataFrame(frame, dtype="string")


def _used(styles: Iterable[Style]) -> list[Style]:
    used = set(styles)
    return [style for style in (*GRADES.values(), NOT_GRADED, NOT_FOUND) if style in used]


def _alt(title: str, sheet: _Sheet, cells: Mapping[tuple[str, Column], Style]) -> str:
    parts = [f"Matrix: {title}. One row a force, one column a question."]
    for column, name in zip(sheet.columns, sheet.titles, strict=True):
        counts = Counter(style.word.lower() for (_, of), style in cells.items() if of == column)
        found = [f"{counts[style.word.lower()]} {style.word.lower()}" for style in _used(cells.values())]
        empty = len(sheet.forces) - counts.total()
        parts.append(
            f"{column.heading()}, {name}: "
            + listed([each for each in found if not each.startswith("0 ")] + ([f"{empty} not held"] if empty else []))
            + "."
        )
    return " ".join(parts)
