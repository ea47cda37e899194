"""Tables of a page, rows of cells with drawn lines or without, and all its parts in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from .columns import columns_of
from .graphics import NUMBER, Graphic, graphic_of, is_graphic
from .grids import Grid, grids
from .shapes import CELL_GAP, LEADER, Line, Page, Word

_DOTS = re.compile(r"[\s.…·_]*(?:\.\s?|…\s?){3,}\s*(\d{1,4})?$")
_CONTINUES = re.compile(r"[a-z(/&,]")
_LEADING = 1.45
"""Least distance of baselines, in units of the type size, at which lines are set apart."""
_FURTHEST = 4.0
_MOST_BETWEEN = 3


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, each cell the text of its lines."""

    rows: tuple[tuple[tuple[str, ...], ...], ...]
    y: float


Piece = Line | Table | Graphic


@dataclass(frozen=True, slots=True)
class Column:
    """What stands in one of two columns."""

    pieces: tuple[Piece, ...]
    left: float
    right: float
    y: float


Part = Piece | Column


def parts_of(page: Page, lines: Sequence[Line]) -> list[Part]:
    """What stands on a page in reading order: lines of text, tables, graphics and columns.

    Args:
        page: the page.
        lines: its lines from top to bottom, without those at its edges.
    """
    if len(lines) > _MOST_LINES:
        return list(lines)
    parts: list[Part] = []
    boxes: list[Grid] = []
    for grid in grids(page.rules):
        if grid.cells[1] == 1:
            boxes.append(grid)
            continue
        inside, outside = _cut(lines, grid)
        pieces = [piece for ln in inside for piece in _cells(ln, grid.xs[1:-1]) if piece]
        if len(inside) < 2 and (not inside or grid.cells[0] < 2):  # noqa: PLR2004
            continue
        if is_graphic(pieces):
            parts.append(graphic_of(pieces))
        else:
            parts.append(Table(tuple(_ruled_rows(inside, grid)), inside[0].y))
        lines = outside
    lines = [_boxed(ln, boxes) for ln in lines]
    for zone in columns_of(lines):
        if zone.column is None:
            parts += _unruled(zone.lines)
        else:
            before = parts[-1].y - _STEP if parts and isinstance(parts[-1], Column) else zone.lines[0].y
            parts.append(Column(tuple(_unruled(zone.lines)), *zone.column, before))
    return sorted(parts, key=lambda part: -part.y)


_MOST_LINES = 500
_STEP = 1e-6


def _boxed(line: Line, boxes: Sequence[Grid]) -> Line:
    """The line with the right edge of the smallest box that it is in, as far from the words as the left one."""
    around = [b for b in boxes if b.holds(line.x0, line.y) and b.holds(line.x1, line.y)]
    if not around:
        return line
    box = min(around, key=lambda b: b.xs[-1] - b.xs[0])
    return line.limited(max(line.x1, box.xs[-1] - max(line.size / 2, min(line.x0 - box.xs[0], 2 * line.size))))


def _cut(lines: Iterable[Line], grid: Grid) -> tuple[list[Line], list[Line]]:
    """The lines, or their words, that are inside a box, and the rest."""
    inside, outside = [], []
    for line in lines:
        within = tuple(w for w in line.words if grid.holds((w.x0 + w.x1) / 2, w.y + 0.3 * w.size))
        without = tuple(w for w in line.words if w not in within)
        if within:
            inside.append(line.part(within))
        if without:
            outside.append(line.part(without))
    return inside, outside


def _cells(line: Line, edges: Sequence[float]) -> list[Line | None]:
    """The words of a line by the column they are in; `edges` are the inner bounds of the columns."""
    words: list[list[Word]] = [[] for _ in range(len(edges) + 1)]
    for word in line.words:
        words[sum((word.x0 + word.x1) / 2 > edge for edge in edges)].append(word)
    return [line.part(tuple(cell)) if cell else None for cell in words]


def _ruled_rows(lines: Sequence[Line], grid: Grid) -> Iterable[tuple[tuple[str, ...], ...]]:
    edges = grid.xs[1:-1]
    for upper, lower in pairwise(grid.ys):
        rows = [_cells(ln, edges) for ln in lines if lower < ln.y + 0.3 * ln.size <= upper]
        if not rows:
            continue
        several = any(sum(_is_number(row[n]) for row in rows) > 1 for n in range(len(edges) + 1))
        for row in _rows(rows) if several else [rows]:
            yield _row(row)


def _is_number(cell: Line | None) -> bool:
    return cell is not None and NUMBER.fullmatch(cell.text) is not None


def _row(lines: Sequence[Sequence[Line | None]]) -> tuple[tuple[str, ...], ...]:
    """The lines of one row by cell."""
    return tuple(tuple(cell.text for cell in column if cell) for column in zip(*lines, strict=True))


@dataclass(frozen=True, slots=True)
class _Band:
    """Lines that stand beside each other, as those of a row do whose cells are centred."""

    lines: tuple[Line, ...]
    pieces: tuple[Line, ...]
    """Their segments from left to right."""

    @property
    def foot(self) -> float:
        return self.lines[-1].y

    @property
    def size(self) -> float:
        return self.lines[0].size

    @property
    def second(self) -> float:
        """Where its second column begins."""
        first = self.pieces[0]
        return min((p.x0 for p in self.pieces if p.x0 > first.x1), default=float("inf"))


def _bands(lines: Sequence[Line]) -> list[_Band]:
    groups: list[list[Line]] = []
    for line in lines:
        last = groups[-1][-1] if groups else None
        if last and last.y - line.y < _BESIDE * min(last.size, line.size):
            groups[-1].append(line)
        else:
            groups.append([line])
    bands = []
    for group in groups:
        pieces = sorted((piece for ln in group for piece in ln.segments()), key=lambda p: p.x0)
        if len(group) == 2 and LEADER.fullmatch(pieces[0].text) and pieces[0] in group:  # noqa: PLR2004
            line = group[0] if group[1] is pieces[0] or group[1].x0 == pieces[0].x0 else group[1]
            whole = Line((*pieces[0].words, *line.words), line.y, line.size, line.right)
            bands.append(_Band((whole,), tuple(whole.segments())))
        else:
            bands.append(_Band(tuple(group), tuple(pieces)))
    return bands


_BESIDE = 0.8


def _unruled(lines: Sequence[Line]) -> list[Piece]:
    """Lines, with those put into tables whose words stand in columns."""
    bands = _bands(lines)
    parts: list[Piece] = []
    at = 0
    while at < len(bands):
        band = bands[at]
        line = band.lines[0]
        if len(band.lines) == 1 and (match := _DOTS.search(line.text)):
            parts += _entry(parts, line, match)
            at += 1
            continue
        end = _region_end(bands, at)
        if end is None:
            columns = _clusters(band.pieces)
            row = tuple(tuple(p.text for p in sorted(column, key=lambda p: -p.y)) for column in columns)
            parts += [Table((row,), line.y)] if len(columns) >= _LEAST_LONE else band.pieces
            at += 1
            continue
        region = [ln for b in bands[at:end] for ln in b.lines]
        while parts and isinstance(above := parts[-1], Line) and _belongs_above(above, region):
            parts.pop()
            region.insert(0, above)
        pieces = [s for ln in region for s in ln.segments()]
        parts.append(graphic_of(pieces) if is_graphic(pieces) else _table(region))
        at = end
    return parts


_LEAST_LONE = 3
"""Number of columns from which a row without another above or below it is a table, cut by the end of a page."""


def _clusters(pieces: Sequence[Line]) -> list[list[Line]]:
    """Pieces by the column that they stand in, from left to right."""
    found: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda p: p.x0):
        if found and piece.x0 < max(p.x1 for p in found[-1]):
            found[-1].append(piece)
        else:
            found.append([piece])
    return found


def _entry(parts: list[Piece], line: Line, match: re.Match[str]) -> list[Piece]:
    """An entry of a list of contents, whose title and page number dots join; takes its first line from `parts`."""
    title = line.text[: match.start()].rstrip(" .…")
    if not title:
        return [line]
    above = parts[-1] if parts else None
    begun: tuple[str, ...] = ()
    if isinstance(above, Line) and _CONTINUES.match(title) and _is_next(above, line):
        begun = (above.text,)
        parts.pop()
    return [Table((((*begun, title), (match[1] or "",)),), line.y)]


def _region_end(bands: Sequence[_Band], start: int) -> int | None:
    """Index after the last band of the table that begins at `start`, None where there is none."""
    if len(bands[start].pieces) == 1:
        return None
    end, count, second, last = start + 1, 1, bands[start].second, bands[start]
    for at in range(start + 1, len(bands)):
        band = bands[at]
        line = band.lines[0]
        gap = bands[at - 1].foot - line.y
        if gap > _FURTHEST * line.size or _DOTS.search(line.text):
            break
        if len(band.pieces) > 1:
            second, last = min(second, band.second), band
            end, count = at + 1, count + 1
        elif at - end >= _MOST_BETWEEN or (line.x0 < second < line.x1 and not _is_under(line, last)):
            break
        elif gap <= _LEADING * line.size and at == end and _is_under(line, last):
            end = at + 1
    return end if count > 1 else None


def _is_under(line: Line, band: _Band) -> bool:
    """Whether a line stands within one column of the row above it."""
    columns = _clusters(band.pieces)
    ends = [*(column[0].x0 for column in columns[1:]), float("inf")]
    return any(c[0].x0 - line.size <= line.x0 and line.x1 < end for c, end in zip(columns[:-1], ends, strict=False))


def _is_next(upper: Line, lower: Line) -> bool:
    return abs(upper.size - lower.size) < 0.1 and upper.y - lower.y <= _LEADING * lower.size  # noqa: PLR2004


def _belongs_above(above: Line, region: Sequence[Line]) -> bool:
    """Whether a line is the first of a cell that goes on in a table's first row."""
    top = region[0]
    if above.y - top.y > _LEADING * top.size or abs(above.size - top.size) > 0.05 * top.size:
        return False
    pieces = top.segments()
    bounds = [*(p.x0 for p in pieces[1:]), float("inf")]
    return any(p.x0 - top.size <= above.x0 and above.x1 < bound for p, bound in zip(pieces, bounds, strict=True))


def _table(lines: Sequence[Line]) -> Table:
    edges = _gutters(lines)
    cells = [_cells(ln, edges) for ln in lines]
    counts = [len(ln.segments()) for ln in lines]
    usual = max(counts, key=counts.count)
    if usual > len(edges) + 1 and counts.count(usual) >= _MOSTLY * len(counts):
        # The columns are not straight, as where tabs were made spaces; the cells are told by their number.
        cells = [[*ln.segments()[:usual], *[None] * (usual - n)] for ln, n in zip(lines, counts, strict=True)]
    return Table(tuple(_row(row) for row in _rows(cells)), lines[0].y)


_MOSTLY = 0.75


def _gutters(lines: Sequence[Line]) -> list[float]:
    """Where the columns of lines are parted: white space through all of them, wide in many of them."""
    cut = [ln.segments() for ln in lines]
    rows = [pieces for pieces in cut if len(pieces) > 1]
    first_number = next((at for at, pieces in enumerate(cut) if any(NUMBER.fullmatch(p.text) for p in pieces[1:])), 1)
    spans: list[list[float]] = []
    for word in sorted((w for ln in lines for w in ln.words), key=lambda w: w.x0):
        if spans and word.x0 <= spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], word.x1)
        else:
            spans.append([word.x0, word.x1])
    words = [pair for pieces in cut[first_number:] for piece in pieces for pair in pairwise(piece.words)]
    gaps = [(b.x0 - a.x1) / b.size for a, b in words if b.x0 - a.x1 < CELL_GAP * b.size]
    space = max(_WIDER_THAN_A_SPACE, 1.4 * median(gaps)) if gaps else _WIDER_THAN_A_SPACE
    found = []
    for left, right in pairwise(spans):
        middle = (left[1] + right[0]) / 2
        # Only the heads of columns may stand so close to each other that they look like one cell.
        if not any(_crosses(p, middle, space) for pieces in cut[first_number:] for p in pieces):
            parted = sum(any(a.x1 < middle < b.x0 for a, b in pairwise(pieces)) for pieces in rows)
            if parted > 1 and parted >= 0.3 * len(rows):
                found.append(middle)
    filled = {sum(w.x0 > edge for edge in found) for ln in lines[first_number:] for w in ln.words}
    return [edge for number, edge in enumerate(found, 1) if number in filled]


def _crosses(piece: Line, x: float, space: float) -> bool:
    """Whether words stand at `x` with less than a space between them, given in units of the type size."""
    if not piece.x0 < x < piece.x1:
        return False
    left = max(w.x1 for w in piece.words if w.x0 < x)
    right = min((w.x0 for w in piece.words if w.x0 >= x), default=left)
    return right - left < space * piece.size


_WIDER_THAN_A_SPACE = 0.4


Cells = list[Line | None]


def _rows(lines: list[Cells]) -> list[list[Cells]]:
    """Lines of cells gathered into rows.

    Rows show by white space between them, if no column then has two numbers in one row. Where there
    is none, a line with a number or with several cells is a row, and its neighbours with one cell go
    with it where their words do.
    """
    spaced = _rows_by_space(lines)
    if len(spaced) > 1 and any(len(row) > 1 for row in spaced) and not any(_crowded(row) for row in spaced):
        return spaced
    rows: list[list[Cells]] = []
    numbers_begun = False
    has_numbers = any(_is_number(cell) for line in lines for cell in line)
    for line in lines:
        filled = [cell for cell in line if cell]
        numeric = any(_is_number(cell) for cell in line[1:])
        before = rows[-1] if rows else None
        head = has_numbers and not numbers_begun and not numeric and before is not None and _close(before[-1], line)
        waiting = before is not None and sum(cell is not None for cell in before[-1]) == 1 and _close(before[-1], line)
        continues = _CONTINUES.match(filled[0].text) is not None and before is not None and _close(before[-1], line)
        if before is not None and (head or (continues and (len(filled) == 1 or waiting))):
            before.append(line)
        else:
            rows.append([line])
        numbers_begun = numbers_begun or numeric
    return rows


def _crowded(row: list[Cells]) -> bool:
    return any(sum(_is_number(line[n]) for line in row) > 1 for n in range(len(row[0])))


def _close(upper: Cells, lower: Cells) -> bool:
    a, b = next(c for c in upper if c), next(c for c in lower if c)
    return a.y - b.y <= _LEADING * max(a.size, b.size)


def _rows_by_space(lines: list[Cells]) -> list[list[Cells]]:
    """Rows by the white space in the column that has most lines; other cells go with what they stand beside."""
    width = len(lines[0])
    column = max(range(width), key=lambda n: sum(line[n] is not None for line in lines))
    main = [cell for line in lines if (cell := line[column])]
    gaps = [a.y - b.y for a, b in pairwise(main)]
    if not gaps:
        return [lines]
    least = min(gaps)
    bounds = [(a.y + b.y) / 2 for a, b in pairwise(main) if a.y - b.y > max(1.2 * least, 1.05 * a.size)]
    rows: list[list[Cells]] = [[] for _ in range(len(bounds) + 1)]
    for line in lines:
        y = next(c for c in line if c).y
        rows[sum(y < bound for bound in bounds)].append(line)
    return [row for row in rows if row]
