"""PDF files: their text in the order in which it is read, laid out as our text reports are.

Paragraphs stand parted by blank lines, the lines of one joined; items of lists begin with ``- ``, nested
ones with a space before it; footnotes begin with superscript digits; the cells of tables are parted by
tabs. Running heads and page numbers are left out, hyphens at the ends of lines undone.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from ..document import LoadError
from .glyphs import pages as read_pages
from .graphics import Graphic
from .margins import footnotes_from, with_mark, without_running_heads
from .paragraphs import Block, Kind, Measure, Writer, measure
from .shapes import Line, Page
from .tables import Column, Piece, Table, parts_of

MAX_SECONDS = 120.0
"""Of processor time; a report of 60 pages takes two."""
_LEAST_LETTERS = 25
"""Of a page; a page with fewer is a picture or empty."""
_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class PdfText:
    """The text of a PDF file."""

    text: str
    pages: tuple[int, ...]
    """Offset in the text at which each page begins."""
    warnings: tuple[str, ...]


def pdf_text(data: bytes, name: str, seconds: float = MAX_SECONDS) -> PdfText:
    """The text of a PDF file.

    Args:
        data: the bytes of the file.
        name: its name, for messages.
        seconds: processor time after which reading is given up; looked at between pages.

    Raises:
        LoadError: the file is encrypted, broken, too long, takes too long, or holds no text.
    """
    end = time.process_time() + seconds
    pages: list[Page] = []
    for page in read_pages(data, name):
        pages.append(page)
        if time.process_time() > end:
            raise LoadError(f"{name} takes longer than {seconds:.0f} seconds to read; its pages are too full.")
    empty = [p.number for p in pages if sum(len(w.text) for ln in p.lines for w in ln.words) < _LEAST_LETTERS]
    if len(empty) == len(pages) and not any(p.lines for p in pages):
        raise LoadError(f"{name} is a PDF without text, such as a scan; have its text recognised (OCR) first.")
    warnings = _warnings(name, pages)
    without_running_heads(pages)
    text, offsets = _written(pages)
    if not text.strip():
        raise LoadError(f"{name} is a PDF without text, such as a scan; have its text recognised (OCR) first.")
    return PdfText(text, offsets, warnings)


def _warnings(name: str, pages: Sequence[Page]) -> tuple[str, ...]:
    found = []
    scanned = [p.number for p in pages if p.pictures and not p.lines]
    if scanned:
        numbers = ", ".join(map(str, scanned[:_MOST_NAMED])) + (" …" if len(scanned) > _MOST_NAMED else "")
        found.append(f"{name}: page{'s' if len(scanned) > 1 else ''} {numbers} hold pictures and no text.")
    if sideways := sum(p.sideways for p in pages):
        found.append(f"{name}: {sideways} letters that do not stand upright, as in charts, are left out.")
    return tuple(found)


def _written(pages: Sequence[Page]) -> tuple[str, tuple[int, ...]]:
    """The text of the pages and the offset at which each begins."""
    how = measure([page.lines for page in pages])
    reader = _Reader(how, pages)
    for page in pages:
        reader.page(page)
    return _text(reader.finish(), len(pages))


class _Reader:
    """Puts the pages of a document together, footnotes after what stands above them."""

    def __init__(self, how: Measure, pages: Sequence[Page]) -> None:
        self.how = how
        self.body = Writer(how)
        self.notes = Writer(how)
        self.pending: list[Block] = []
        self.last_note = 0
        self.edges = _edges(pages)

    def finish(self) -> list[Block]:
        """The blocks of the document in reading order."""
        self._place_notes(len(self.body.blocks))
        return self.body.blocks

    def page(self, page: Page) -> None:
        """Read one page."""
        bounds = self.edges[page.number]
        cut = footnotes_from(page.lines, self.how.body)
        for number, part in enumerate(parts_of(page, page.lines[:cut])):
            if isinstance(part, Column):
                for place, piece in enumerate(part.pieces):
                    self._piece(piece, page.number, (part.left, part.right), first=number == place == 0, top=place == 0)
            else:
                self._piece(part, page.number, bounds, first=number == 0, top=number == 0)
        self._footnotes(page, page.lines[cut:], *bounds)

    def _piece(self, piece: Piece, page: int, bounds: tuple[float, float], *, first: bool, top: bool) -> None:
        """Read a part of a page; `first` says that it is the first of the page, `top` of its column."""
        blocks = self.body.blocks
        last = len(blocks) - 1
        if isinstance(piece, Line):
            line = piece if piece.right else piece.limited(bounds[1])
            if top and self.body.resumes(line, page, bounds[0]):
                if first:
                    self._place_notes(_start_of_group(blocks, last))
                return
            if first:
                self._place_notes(_after_page(blocks))
            self.body.line(line, page, left=bounds[0])
            return
        if first:
            goes_on = isinstance(piece, Table) and last >= 0 and blocks[last].kind is Kind.TABLE
            self._place_notes(_start_of_group(blocks, last) if goes_on else _after_page(blocks))
        self._unit(piece, page)

    def _unit(self, piece: Table | Graphic, page: int) -> None:
        if isinstance(piece, Table):
            self.body.table(piece.rows, page)
            return
        for stack in piece.stacks:
            self.body.apart()
            left, right = min(ln.x0 for ln in stack), max(ln.x1 for ln in stack)
            for line in stack:
                self.body.line(line.limited(right), page, left=left)
        self.body.apart()

    def _footnotes(self, page: Page, lines: Sequence[Line], left: float, right: float) -> None:
        known = len(self.notes.blocks)
        for number, line in enumerate(lines):
            marked, self.last_note = with_mark(line.limited(right), self.last_note)
            if number == 0 and self.notes.resumes(marked, page.number, left):
                continue
            self.notes.line(marked, page.number, left=left, note=True)
        self.pending += self.notes.blocks[known:]

    def _place_notes(self, at: int) -> None:
        self.body.blocks[at:at] = self.pending
        self.pending = []


def _leads(block: Block) -> bool:
    """Whether something must follow: it is a heading, a caption or the lead-in of a list."""
    return block.kind is Kind.TEXT and not block.text.endswith((".", ".'", ".’", '."', ".”"))


def _after_page(blocks: Sequence[Block]) -> int:
    """Index before which the footnotes of a page go whose last block ends with it."""
    at = len(blocks)
    while at > 0 and blocks[at - 1].page == blocks[-1].page and _leads(blocks[at - 1]):
        at -= 1
    return at if at > 0 and blocks[at - 1].page == blocks[-1].page else len(blocks)


def _start_of_group(blocks: Sequence[Block], at: int) -> int:
    """Index before which the footnotes of a page go whose last block, at `at`, runs over to the next page.

    They must not come between a heading, or the lead-in of a list, and what belongs to it.
    """
    page = blocks[at].page
    while at > 0 and blocks[at - 1].page == page:
        above, block = blocks[at - 1], blocks[at]
        if not (_leads(above) or above.kind is block.kind is Kind.BULLET):
            break
        at -= 1
    return at


def _edges(pages: Sequence[Page]) -> dict[int, tuple[float, float]]:
    """Left and right edge of the text of each page by its number; of a page with little text, those of the others."""
    found: dict[int, tuple[float, float]] = {}
    for page in pages:
        long = [ln for ln in page.lines if len(ln.words) >= _LONG_LINE]
        if len(long) >= _LEAST_LONG:
            found[page.number] = min(ln.x0 for ln in long), max(ln.x1 for ln in long)
    lefts, rights = sorted(a for a, _ in found.values()), sorted(b for _, b in found.values())
    for page in pages:
        if page.number not in found:
            whole = (
                min((ln.x0 for ln in page.lines), default=0.0),
                max((ln.x1 for ln in page.lines), default=page.width),
            )
            common = (lefts[len(lefts) // 2], rights[len(rights) // 2]) if lefts else whole
            found[page.number] = min(whole[0], common[0]), max(whole[1], common[1])
    return found


_LONG_LINE = 6
_LEAST_LONG = 4


def _text(blocks: Sequence[Block], count: int) -> tuple[str, tuple[int, ...]]:
    """The blocks as one text, and the offset at which each of `count` pages begins."""
    parts: list[str] = []
    starts: dict[int, int] = {}
    length = 0
    before: Block | None = None
    for block in blocks:
        lists = before is not None and before.kind is block.kind and block.kind in {Kind.BULLET, Kind.TABLE}
        if before is not None:
            parts.append("\n" if lists else "\n\n")
            length += len(parts[-1])
        for offset, page in block.marks:
            starts.setdefault(page, length + offset)
        parts.append(block.text)
        length += len(block.text)
        before = block
    parts.append("\n")
    offsets: list[int] = []
    following = length
    for page in range(count, 0, -1):
        following = min(starts.get(page, following), following)
        offsets.append(following)
    return "".join(parts), (0, *reversed(offsets[:-1]))
