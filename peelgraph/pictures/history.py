"""Grades over the cycles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd

from . import names
from .canvas import MARGIN, SMALL, WIDTH, Canvas, Shape, key_height, width_of, wrapped
from .matrix import place
from .names import Row, Values, given, listed, rows, whose
from .palette import BETTER, GRADES, INK, NEITHER, NOT_FOUND, NOT_GRADED, PAPER, QUIET, SCALES, WORSE, Style
from .picture import Picture

if TYPE_CHECKING:
    from ..graph import Graph

ROW, HEADING = 15.0, 16.0
TILE = 34.0
WIDEST_STEP = 84.0
LABEL = 176.0
CHANGES: Mapping[str, tuple[str, Shape | None]] = {
    "improved": (BETTER, "^"),
    "deteriorated": (WORSE, "v"),
    "same": (NEITHER, None),
}

LATER = "told by a later report"


@dataclass(frozen=True, slots=True, order=True)
class _Lane:
    """What was graded time and again: one question of one pillar, by one route."""

    force: str
    published: bool
    pillar: str
    place: tuple[int, ...]
    question: str


@dataclass(frozen=True, slots=True)
class _Tile:
    """A grade, or the want of one, in one cycle."""

    style: Style
    origin: str
    grade: str = ""

    @property
    def words(self) -> str:
        """For the table."""
        return f"{self.style.word} ({LATER})" if self.origin == "later-report" else self.style.word


def grade_history(
    kg: Graph, *, force: Values = None, cycle: Values = None, pillar: Values = None, question: Values = None
) -> Picture:
    """Grades of forces from cycle to cycle, one row a question.

    A line joins two grades only if the same question was graded in two cycles that follow one another, on the same
    scale; an arrow on it tells whether the grade rose or fell. Where the questions or the scale change from one cycle
    to the next, a dashed rule stands between them, and no line crosses it.

    Args:
        kg: the graph.
        force: only these police forces.
        cycle: only these inspection cycles.
        pillar: only these pillars.
        question: only these questions: "overall", "1" and so on, or a pillar for the published grades.

    Returns:
        The picture. Its table has ``force``, ``question``, ``origin``, and the grade in words for each cycle.

    Raises:
        UsageError: there are no such grades.
    """
    asked = given(force=force, cycle=cycle, pillar=pillar)
    frame = kg.ask("grade-history", **given(force=force, cycle=cycle, pillar=pillar, question=question))
    told = names.some(rows(frame), "grades")
    wanting = [row for row in rows(kg.ask("coverage", **asked)) if row["status"] != "found"]
    lanes = _lanes(told, wanting, only_known=question is not None)
    known, words = names.forces(kg), names.questions(kg)
    cycles = sorted({each for tiles in lanes.values() for each in tiles})
    breaks = _breaks(kg, cycles, lanes)
    order = sorted(lanes, key=lambda lane: (known[lane.force].short, replace(lane, force="")))
    labels = {lane: _label(lane, lanes[lane], words) for lane in order}
    of_one = len(set(labels.values())) == 1 and len(order) > 1
    shown = sorted({known[lane.force].name for lane in order})
    title = f"{labels[order[0]]}: grades of " if of_one else "Grades of "
    title += f"{whose(shown)}, PEEL {cycles[0]}"
    title += f" to {cycles[-1]}" if len(cycles) > 1 else ""
    came_from = names.sources(kg, frame, known, cycle=cycle)
    notes = _notes(breaks, lanes)
    called = {lane: known[lane.force].short for lane in order} if of_one else labels
    headings = {} if of_one or len(shown) == 1 else {lane.force: known[lane.force].name for lane in order}
    sheet = _Sheet(order, called, cycles, headings, breaks)
    canvas = Canvas(title, sheet.height(lanes), (*notes, came_from.foot))
    sheet.draw(canvas, lanes)
    table = pd.DataFrame(
        {
            "force": [known[lane.force].name for lane in order],
            "question": [labels[lane] for lane in order],
            "origin": ["published" if lane.published else "report" for lane in order],
            **{each: [lanes[lane][each].words if each in lanes[lane] else "" for lane in order] for each in cycles},
        },
        dtype="string",
    )
    return Picture(title, sheet.alt(title, lanes), table, came_from.lines, notes, canvas.figure)


def _lanes(told: Iterable[Row], wanting: Iterable[Row], *, only_known: bool) -> dict[_Lane, dict[str, _Tile]]:
    """Tiles of each question by cycle. What a report says of its own cycle goes before what a later one says of it.

    Args:
        told: grades.
        wanting: grades that are not there.
        only_known: whether only those questions are wanted of which there is a grade in some cycle.
    """
    lanes: dict[_Lane, dict[str, _Tile]] = {}
    for row in sorted(told, key=lambda row: row["origin"] == "later-report"):
        style = GRADES.get(row["grade"], NOT_GRADED)
        lanes.setdefault(_lane(row), {}).setdefault(row["cycle"], _Tile(style, row["origin"], row["grade"]))
    for row in wanting:
        lane = _lane(row)
        if lane in lanes or not (only_known or lane.published):
            style = NOT_FOUND if row["status"] == "not-found" else NOT_GRADED
            lanes.setdefault(lane, {}).setdefault(row["cycle"], _Tile(style, row["origin"]))
    return lanes


def _lane(row: Row) -> _Lane:
    return _Lane(row["force"], row["origin"] == "published", row["pillar"], place(row["question"]), row["question"])


def _label(lane: _Lane, tiles: Mapping[str, _Tile], words: Mapping[tuple[str, str, str], str]) -> str:
    if lane.published:
        return f"{words.get((lane.pillar, '', lane.question), names.in_words(lane.question))} (published)"
    known = [words.get((lane.pillar, cycle, lane.question), "") for cycle in sorted(tiles, reverse=True)]
    short = next(filter(None, known), "")
    return f"{lane.question} {short}".rstrip() if lane.question[:1].isdigit() else f"Overall, {lane.pillar}"


def _breaks(kg: Graph, cycles: Sequence[str], lanes: Mapping[_Lane, Mapping[str, _Tile]]) -> dict[str, str]:
    """What changes with a cycle: its scale, or the pillars that are graded in it. Judged by all forces' grades."""
    pillars: dict[str, set[str]] = {}
    used: dict[str, set[str]] = {}
    for row in rows(kg.ask("coverage")):
        used.setdefault(row["cycle"], set()).add(row["grade"])
        if row["origin"] == "published":
            pillars.setdefault(row["cycle"], set()).add(row["pillar"])
    for tiles in lanes.values():
        for cycle, tile in tiles.items():
            used.setdefault(cycle, set()).add(tile.grade)
    found = {}
    for before, after in pairwise(cycles):
        scales = scale(used[before]), scale(used[after])
        if scales[0] != scales[1]:
            found[after] = f"other scale: {scales[1]}"
        elif before in pillars and after in pillars and pillars[before] != pillars[after]:
            found[after] = "other questions"
    return found


def scale(grades: Iterable[str]) -> str:
    """The scale that has all these grades, the shortest if several have.

    >>> scale(["good", "inadequate"]), scale(["adequate"])
    ('four grades', 'five grades')
    """
    named = {grade for grade in grades if grade in GRADES}
    return next(name for name, steps in SCALES.items() if named <= set(steps))


def change(before: str, after: str) -> str:
    """From one grade of a scale to another.

    >>> change("good", "outstanding"), change("good", "inadequate")
    ('improved', 'deteriorated')
    """
    order = list(GRADES)
    first, then = order.index(before), order.index(after)
    return "same" if first == then else "improved" if then < first else "deteriorated"


def _notes(breaks: Mapping[str, str], lanes: Mapping[_Lane, Mapping[str, _Tile]]) -> tuple[str, ...]:
    notes = [
        "A line joins grades of one name in cycles that follow one another; ▲ and ▼ mark a better and a worse grade."
    ]
    if any(words == "other questions" for words in breaks.values()):
        notes.append("Dashed rule: from here on, other pillars were graded, and no line leads across.")
    if any(words != "other questions" for words in breaks.values()):
        notes.append("Dashed rule with a scale: grades before and after it cannot be compared step by step.")
    if any(lane.published for lane in lanes):
        notes.append(
            "A line between published grades says that the pillar's name stayed, not that inspectors looked at the "
            "same things: the questions behind a pillar change from cycle to cycle."
        )
    if any(tile.origin == "later-report" for tiles in lanes.values() for tile in tiles.values()):
        notes.append("Outlined: the grade of that cycle as a later report tells it.")
    return tuple(notes)


@dataclass(frozen=True, slots=True)
class _Sheet:
    order: Sequence[_Lane]
    labels: Mapping[_Lane, str]
    cycles: Sequence[str]
    headings: Mapping[str, str]
    """Names of the forces, if they have to be told one by one."""
    breaks: Mapping[str, str]

    @property
    def left(self) -> float:
        return MARGIN + min(LABEL, max(width_of(label) for label in self.labels.values())) + 12

    @property
    def step(self) -> float:
        return min(WIDEST_STEP, (WIDTH - MARGIN - self.left - TILE) / max(1, len(self.cycles) - 1))

    @property
    def top(self) -> float:
        return 26.0 if self.breaks else 16.0

    def ys(self) -> tuple[dict[_Lane, float], float]:
        """Top of each row, and the end of the last."""
        y, found, before = self.top, {}, ""
        for lane in self.order:
            if self.headings and lane.force != before:
                y += HEADING
            found[lane], before = y, lane.force
            y += ROW
        return found, y

    def height(self, lanes: Mapping[_Lane, Mapping[str, _Tile]]) -> float:
        return self.ys()[1] + 8 + key_height([words for _, words in self._legend(lanes)])

    def _legend(self, lanes: Mapping[_Lane, Mapping[str, _Tile]]) -> list[tuple[Style, str]]:
        used = {tile.style for tiles in lanes.values() for tile in tiles.values()}
        return [(style, style.word) for style in (*GRADES.values(), NOT_GRADED, NOT_FOUND) if style in used]

    def draw(self, canvas: Canvas, lanes: Mapping[_Lane, Mapping[str, _Tile]]) -> None:
        tops, end = self.ys()
        for number, cycle in enumerate(self.cycles):
            x = self.left + number * self.step
            canvas.text(x + TILE / 2, self.top - 8, cycle, bold=True, align="center")
            if cycle in self.breaks:
                at = x - (self.step - TILE) / 2
                canvas.line((at, at), (self.top - 14, end), colour=QUIET, width=0.8, dashed=True)
                canvas.text(at, self.top - 19, self.breaks[cycle], size=SMALL, colour=QUIET, align="center")
        before = ""
        for lane in self.order:
            y = tops[lane]
            if self.headings and lane.force != before:
                canvas.text(MARGIN, y - HEADING / 2 + 1, self.headings[lane.force], bold=True)
            before = lane.force
            canvas.label(y + ROW / 2, wrapped(self.labels[lane], LABEL))
            self._lane(canvas, y, lanes[lane])
        canvas.key(end + 8, self._legend(lanes))

    def steps(self, tiles: Mapping[str, _Tile]) -> list[tuple[int, str]]:
        """Where a line leads from one cycle to the next, and what changed."""
        return [
            (number, change(tiles[before].grade, tiles[after].grade))
            for number, (before, after) in enumerate(pairwise(self.cycles))
            if before in tiles and after in tiles
            and tiles[before].grade in GRADES and tiles[after].grade in GRADES
            and after not in self.breaks
        ]  # fmt: skip

    def _lane(self, canvas: Canvas, y: float, tiles: Mapping[str, _Tile]) -> None:
        middle = y + ROW / 2
        for number, changed in self.steps(tiles):
            colour, shape = CHANGES[changed]
            start = self.left + number * self.step + TILE
            canvas.line((start, start + self.step - TILE), (middle, middle), colour=colour, width=1.2)
            if shape:
                canvas.mark(start + (self.step - TILE) / 2, middle, shape, colour, size=6)
        for number, cycle in enumerate(self.cycles):
            if cycle in tiles:
                style = tiles[cycle].style
                if tiles[cycle].origin == "later-report":
                    style = replace(style, fill=PAPER, ink=INK)
                x = self.left + number * self.step
                canvas.box(x, y + 1.5, TILE, ROW - 3, style)
                canvas.text(x + TILE / 2, middle, style.sign, colour=style.ink, align="center")

    def alt(self, title: str, lanes: Mapping[_Lane, Mapping[str, _Tile]]) -> str:
        """Grades of each row in words, or counts of what changed where there are many rows."""
        parts = [f"Rows of grades: {title}."]
        if len(self.order) <= MOST_TOLD:
            for lane in self.order:
                told = [f"{tile.words.lower()} in {cycle}" for cycle, tile in sorted(lanes[lane].items())]
                whose = f"{self.headings[lane.force]}, " if self.headings else ""
                parts.append(f"{whose}{self.labels[lane]}: {listed(told)}.")
        else:
            changes = [changed for lane in self.order for _, changed in self.steps(lanes[lane])]
            counts = [f"{changes.count(name)} {name}" for name in CHANGES]
            parts.append(f"From one cycle to the next: {listed(counts)}.")
        parts += [f"From {cycle}: {words}." for cycle, words in self.breaks.items()]
        return " ".join(parts)


MOST_TOLD = 12
"""Rows that the words for screen readers tell one by one; of more they give counts, and the table has the rest."""
