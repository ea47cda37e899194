"""Pages set in two columns: where they are, and their lines in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from .shapes import Line

_GUTTER = 0.8
"""Least white space between columns, in units of the type size."""
_LEAST_LINES = 5
_LEAST_WORDS = 3.5
_LEAST_FILL = 0.6
_MOST_CELLS = 0.15
"""Share of the lines of a column that may be cells of a table or lone numbers."""
_STEPS = 80
"""Number of places tried between three and seven tenths of the width."""


@dataclass(frozen=True, slots=True)
class Zone:
    """Lines that are read one after another, and the column that they stand in, None for the whole page."""

    lines: tuple[Line, ...]
    column: tuple[float, float] | None = None


def columns_of(lines: Sequence[Line]) -> list[Zone]:
    """Lines of a page in zones, those of a left column before those of the right one.

    Two columns are lines of running text side by side; the cells of a table are too short to be that.
    """
    if len(lines) < _LEAST_LINES:
        return [Zone(tuple(lines))]
    left, right = min(ln.x0 for ln in lines), max(ln.x1 for ln in lines)
    white = [_white(ln) for ln in lines]
    best: tuple[int, int, float] | None = None
    for step in range(_STEPS):
        x = left + (0.3 + 0.4 * step / _STEPS) * (right - left)
        for start, end in _runs(white, x):
            if (best is None or end - start > best[1] - best[0]) and _are_columns(lines[start:end], x, left):
                best = (start, end, x)
    if best is None:
        return [Zone(tuple(lines))]
    start, end, x = best
    sides = [_side(ln, x) for ln in lines[start:end]]
    first = tuple(a for a, _ in sides if a)
    second = tuple(b for _, b in sides if b)
    gutter = max(ln.x1 for ln in first)
    return [
        *([Zone(tuple(lines[:start]))] if start else []),
        Zone(first, (left, gutter)),
        Zone(second, (min(ln.x0 for ln in second), max(ln.x1 for ln in second))),
        *columns_of(lines[end:]),
    ]


def _side(line: Line, x: float) -> tuple[Line | None, Line | None]:
    before = tuple(w for w in line.words if w.x1 <= x)
    after = tuple(w for w in line.words if w.x1 > x)
    return (line.part(before) if before else None), (line.part(after) if after else None)


Gaps = list[tuple[float, float]]


def _white(line: Line) -> Gaps:
    """The wide white space of a line, that to its left and to its right among it."""
    ends = [float("-inf"), *(w.x1 for w in line.words)]
    starts = [*(w.x0 for w in line.words), float("inf")]
    return [(a, b) for a, b in zip(ends, starts, strict=True) if b - a >= _GUTTER * line.size]


def _runs(white: Sequence[Gaps], x: float) -> list[tuple[int, int]]:
    """Ranges of neighbouring lines that leave white space at `x`."""
    found: list[tuple[int, int]] = []
    start = 0
    for at, gaps in enumerate([*white, []]):
        if not any(a < x <= b for a, b in gaps):
            if at - start >= _LEAST_LINES:
                found.append((start, at))
            start = at + 1
    return found


def _are_columns(lines: Sequence[Line], x: float, left: float) -> bool:
    sides = [_side(ln, x) for ln in lines]
    first = [a for a, _ in sides if a]
    second = [b for _, b in sides if b]
    if len(first) < _LEAST_LINES or len(second) < _LEAST_LINES:
        return False
    for side, start in ((first, left), (second, min(ln.x0 for ln in second))):
        width = max(ln.x1 for ln in side) - start
        words = sum(len(ln.text.split()) for ln in side) / len(side)
        cells = [ln for ln in side if len(ln.segments()) > 1 or not any(map(str.isalpha, ln.text))]
        if sum("..." not in ln.text for ln in cells) > _MOST_CELLS * len(side):
            return False
        if words < _LEAST_WORDS or median(ln.x1 - start for ln in side) < _LEAST_FILL * width:
            return False
    return True
