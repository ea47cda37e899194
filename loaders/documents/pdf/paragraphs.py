"""Lines become blocks: paragraphs, items of lists and footnotes, whole again where lines and pages part them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import partial, reduce
from itertools import pairwise

from .graphics import NUMBER
from .shapes import BULLETS, Line

_BULLET = re.compile(rf"(?:[{BULLETS}]\s*|[·–—o-]\s+)(?=\S)")
_NUMBERED = re.compile(r"(?:\d{1,2}[.)]|\([a-z]\)|[a-z]\))\s+(?=\S)")
_FOOTNOTE = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+\s*(?=\S)")
_OTHER_START = re.compile(r"(?:Figure|Table)\s+\d+\s*[:.–-]\s*\S|\*(?!\*)\s*\S|(?:Source|Note)s?\s*:", re.IGNORECASE)
_FINISHED = re.compile(r"[.!?:;…][\"'’”)\]⁰¹²³⁴⁵⁶⁷⁸⁹,]*$")
_CONTINUES = re.compile(r"[a-zà-ÿ0-9(,;/&%£'\"‘“–-]")
"""How a line begins that goes on with a short line; a capital begins something new."""
_LOOSE = 1.16
"""How much further apart than usual lines are that do not belong together."""
_USUAL_LEADING = 1.25
_LEAST_PAIRS = 5
_SPACE_WIDTH = 0.28


class Kind(Enum):
    """What a block is by its form."""

    TEXT = auto()
    BULLET = auto()
    FOOTNOTE = auto()
    TABLE = auto()


@dataclass(slots=True)
class Block:
    """Text that stands together; `marks` tell where in it each of its pages begins."""

    kind: Kind
    text: str
    page: int
    size: float = 0.0
    bold: bool = False
    level: int = 0
    """Depth of an item in its list, 0 the outermost."""
    last: Line | None = None
    marks: list[tuple[int, int]] = field(default_factory=list)
    """(offset in the text, number of the page that begins there)."""

    @property
    def page_end(self) -> int:
        """Number of the page that it ends on."""
        return self.marks[-1][1] if self.marks else self.page


@dataclass(frozen=True, slots=True)
class Measure:
    """How the lines of a document are set."""

    body: float
    """Size of the type that most of it is set in."""
    leading: dict[int, float]
    """Distance of the lines of a paragraph by type size (in half points), in units of that size."""
    words: frozenset[str]
    """Words that stand within lines, folded; with their hyphens where they have one."""
    hyphenates: bool = True
    """Whether words are parted at the ends of lines; if not, a hyphen there is one of the word's own."""

    def limit(self, size: float) -> float:
        """The distance of baselines, in points, from which lines of a size are set apart."""
        usual = self.leading.get(round(2 * size)) or self.leading.get(round(2 * self.body)) or _USUAL_LEADING
        return usual * _LOOSE * size


def measure(lines_of_pages: Sequence[Sequence[Line]]) -> Measure:
    """The type and the spacing of a document by all its lines."""
    sizes: Counter[float] = Counter()
    ratios: dict[int, Counter[float]] = defaultdict(Counter)
    words: set[str] = set()
    for lines in lines_of_pages:
        for line in lines:
            sizes[round(2 * line.size) / 2] += sum(len(w.text) for w in line.words)
        for upper, lower in pairwise(lines):
            if abs(upper.size - lower.size) < 0.1 and upper.bold == lower.bold:  # noqa: PLR2004
                ratio = (upper.y - lower.y) / lower.size
                if 0.8 < ratio < 2.4 and abs(upper.x0 - lower.x0) < 4 * lower.size:  # noqa: PLR2004
                    ratios[round(2 * lower.size)][round(ratio, 2)] += 1
        # Not the first words of lines nor those with a hyphen at the end: they may be parts of words.
        for piece in (p for line in lines for p in line.segments()):
            for token in piece.text.split()[1:]:
                if not token.endswith("-"):
                    words.add(token.strip(".,;:()[]'\"‘’“”?!*⁰¹²³⁴⁵⁶⁷⁸⁹").casefold())
    leading = {size: _closest(found) for size, found in ratios.items() if sum(found.values()) >= _LEAST_PAIRS}
    body = max(sizes, key=lambda s: (sizes[s], -s), default=10.0)
    known = frozenset(words)
    parted = sum(_is_parted(a.text, b.text, known) for lines in lines_of_pages for a, b in pairwise(lines))
    return Measure(body, leading, known, hyphenates=parted > 1)


def _closest(ratios: Counter[float]) -> float:
    """The smallest distance that is common, neighbouring distances taken together."""
    total = sum(ratios.values())
    for ratio in sorted(ratios):
        near = sum(count for other, count in ratios.items() if ratio <= other <= ratio + 0.06)
        if near >= 0.12 * total:
            return max(r for r in ratios if ratio <= r <= ratio + 0.04)
    return min(ratios)


class Writer:
    """Takes the lines of a document one after another and makes blocks of them."""

    def __init__(self, how: Measure) -> None:
        self.how = how
        self.blocks: list[Block] = []
        self._levels: list[float] = []
        self._apart = True

    def apart(self) -> None:
        """Say that what follows does not go on with what came before."""
        self._apart = True

    def table(self, rows: Iterable[Iterable[Iterable[str]]], page: int) -> None:
        """Add the rows of a table, given as the lines of their cells.

        Where they go on with a table of the page before, its heading is not said again.
        """
        join = partial(_joined, how=self.how)
        texts = ["\t".join(reduce(join, lines) if lines else "" for lines in map(tuple, row)) for row in rows]
        before = self.blocks[-1] if self.blocks else None
        if before and before.kind is Kind.TABLE and before.page != page:
            heading = before.text.split("\n")[0]
            texts = ["\t" * max(heading.count("\t") - row.count("\t"), 0) + row for row in texts if row != heading]
        text = "\n".join(texts)
        if not text:
            return
        self._levels = []
        self._apart = True
        self._add(Block(Kind.TABLE, text, page))

    def line(self, line: Line, page: int, *, left: float, note: bool = False) -> None:
        """Add a line of text.

        Args:
            line: the line, its `right` being the end of its column.
            page: number of its page.
            left: where its column begins.
            note: whether it stands among the footnotes at the foot of a page.
        """
        block = self.blocks[-1] if self.blocks and not self._apart else None
        text = line.text
        if block and block.last and block.page_end == page and self._goes_on(block, block.last, line, left):
            self._join(block, text, line, page)
            return
        self._apart = False
        self._begin(text, line, page, note=note)

    def resumes(self, line: Line, page: int, left: float) -> bool:
        """Whether the first line of a page or column goes on with the last block; if so it is joined to it."""
        block = self.blocks[-1] if self.blocks else None
        if block is None or block.last is None or block.kind is Kind.TABLE or self._apart:
            return False
        text = line.text
        if _FINISHED.search(block.text) or not _alike(block, line) or _starts_block(text) or NUMBER.fullmatch(text):
            return False
        if NUMBER.fullmatch(block.text) or (line.bold and not text[:1].islower()):
            return False
        full = not _fits(block.last, line, left)
        if not (text[:1].islower() or (full and block.size <= 1.04 * self.how.body)):
            return False
        self._join(block, text, line, page)
        return True

    def _goes_on(self, block: Block, last: Line, line: Line, left: float) -> bool:
        """Whether a line belongs to the block that the line above it is the last of."""
        text = line.text
        if not _alike(block, line):
            return False
        limit = self.how.limit(line.size) * (1.1 if _has_raised(line) else 1.0)
        fits = _fits(last, line, left)
        if not 0 < last.y - line.y <= limit or (fits and (NUMBER.fullmatch(text) or NUMBER.fullmatch(last.text))):
            return False
        if _starts_block(text):
            # A number or a dash at the start of a line may also be part of a sentence.
            weak = _NUMBERED.match(text) or (text[:1] in "–—-o·" and _BULLET.match(text))
            return bool(weak) and not fits and not _FINISHED.search(last.text) and line.x0 >= last.x0 - 1
        if last.text.endswith("-") and text[:1].islower():
            return True
        if not fits:
            indented = line.x0 > last.x0 + 0.8 * line.size and block.kind is Kind.TEXT
            return not (indented and _FINISHED.search(last.text))
        return not _FINISHED.search(last.text) and _CONTINUES.match(text) is not None

    def _begin(self, text: str, line: Line, page: int, *, note: bool) -> None:
        kind, level = Kind.TEXT, 0
        if match := _BULLET.match(text):
            if re.match(r"[–—-]", text) and NUMBER.fullmatch(text):
                self._levels = []
            else:
                kind, level = Kind.BULLET, self._level(line)
                text = text[match.end() :]
        elif _FOOTNOTE.match(text) or note:
            kind = Kind.FOOTNOTE
        elif _NUMBERED.match(text):
            kind, level = Kind.BULLET, self._level(line)
        if kind is not Kind.BULLET and not note:
            self._levels = []
        prefix = " " * level + ("- " if kind is Kind.BULLET and match else "")
        self._add(Block(kind, prefix + text, page, line.size, line.bold, level, line))

    def _level(self, line: Line) -> int:
        while self._levels and line.x0 < self._levels[-1] - 0.4 * line.size:
            self._levels.pop()
        if not self._levels or line.x0 > self._levels[-1] + 0.4 * line.size:
            self._levels.append(line.x0)
        return len(self._levels) - 1

    def _add(self, block: Block) -> None:
        block.marks = [(0, block.page)]
        self.blocks.append(block)

    def _join(self, block: Block, text: str, line: Line, page: int) -> None:
        before = block.text
        joined = _joined(before, text, self.how)
        if page != block.page_end:
            start = len(joined) - len(text)
            block.marks.append((max(start, 0), page))
        block.text = joined
        block.last = line


def _alike(block: Block, line: Line) -> bool:
    return abs(block.size - line.size) <= 0.04 * block.size and block.bold == line.bold


def _has_raised(line: Line) -> bool:
    return any(char in "⁰¹²³⁴⁵⁶⁷⁸⁹" for char in line.text)


def _starts_block(text: str) -> bool:
    return any(p.match(text) for p in (_BULLET, _NUMBERED, _FOOTNOTE, _OTHER_START))


def _fits(upper: Line, lower: Line, left: float) -> bool:
    """Whether the first word of a line would have found room on the line above, so that the break is meant."""
    width = lower.words[0].x1 - lower.words[0].x0
    room = upper.right - upper.x1
    from_left, from_right = upper.x0 - left, upper.right - upper.x1
    if from_left > 2 * upper.size and abs(from_left - from_right) < upper.size:
        room += from_left
    return room > width + (_SPACE_WIDTH + 0.5) * upper.size


_LAST_PART = re.compile(r"([A-Za-zÀ-ÿ]+(?:-[A-Za-zÀ-ÿ]+)*)-$")
_FIRST_PART = re.compile(r"[a-zà-ÿ]+(?:-[a-zà-ÿ]+)*")
_ADDRESS_END = re.compile(r"(?:www\.|https?://)\S*[/.\-_=?&]$")


def _is_parted(before: str, after: str, words: frozenset[str]) -> bool:
    """Whether a line's end parts a word that the document has elsewhere without a hyphen."""
    last, first = _LAST_PART.search(before), _FIRST_PART.match(after)
    return bool(last and first and (last[1] + first[0]).casefold() in words)


def _joined(before: str, after: str, how: Measure) -> str:
    """Two lines as one, a word made whole that the line's end parts.

    Where the document has the word elsewhere, with its hyphen or without, it is written like that.
    """
    if before.endswith("\u00ad"):
        return before[:-1] + after
    if _ADDRESS_END.search(before):
        return before + after
    last, first = _LAST_PART.search(before), _FIRST_PART.match(after)
    if not last or not first:
        return f"{before} {after}"
    left, right = last[1].casefold(), first[0].casefold()
    if f"{left}-{right}" in how.words:
        return before + after
    if left + right in how.words or (how.hyphenates and not (left in how.words and right in how.words)):
        return before[:-1] + after
    return before + after
