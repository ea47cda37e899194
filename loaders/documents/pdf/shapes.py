"""What a page is made of: words with their place and type, and the rules and boxes drawn on it.

Coordinates are in points (1/72 inch), x to the right and y upwards, as in PDF (ISO 32000-1, 8.3).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_RAISED = re.compile(r"[0-9,*⁰¹²³⁴⁵⁶⁷⁸⁹]+")

CELL_GAP = 1.2
"""White space, in units of the type size, that parts the cells of a row rather than words."""
_WORD_GAP = 0.15


@dataclass(frozen=True, slots=True)
class Word:
    """Letters set on one baseline without white space between them."""

    text: str
    x0: float
    x1: float
    y: float
    """Of the baseline."""
    size: float
    """Of the type, in points."""
    bold: bool
    spaced: bool
    """Whether a space stands before it in the file."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line drawn along an axis; `across` tells a horizontal one."""

    across: bool
    at: float
    """y of a horizontal rule, x of a vertical one."""
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one baseline from left to right, raised ones among them."""

    words: tuple[Word, ...]
    y: float
    size: float
    right: float = 0.0
    """Where its column ends, once that is known."""

    @property
    def x0(self) -> float:
        """Its left end."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Its right end."""
        return self.words[-1].x1

    @property
    def bold(self) -> bool:
        """Whether nearly all of it is set in bold type; marks of footnotes are not."""
        words = [w for w in self.words if not _RAISED.fullmatch(w.text)] or self.words
        return sum(len(w.text) for w in words if w.bold) >= 0.9 * sum(len(w.text) for w in words)

    @property
    def text(self) -> str:
        """Its words as they are read, with single spaces."""
        return text_of(self.words)

    def part(self, words: tuple[Word, ...]) -> Line:
        """A line of some of its words."""
        return Line(words, self.y, max(w.size for w in words), self.right)

    def segments(self, gap: float = CELL_GAP) -> list[Line]:
        """Its pieces that wide white space parts; a bullet or a footnote's number goes with what follows it."""
        pieces: list[list[Word]] = [[self.words[0]]]
        for before, word in pairwise(self.words):
            width = word.x0 - before.x1
            alone = len(pieces[-1]) == 1 and LEADER.fullmatch(before.text)
            if width > gap * self.size and not (alone and width < _WIDEST_LEADER_GAP * self.size):
                pieces.append([])
            pieces[-1].append(word)
        return [self.part(tuple(piece)) for piece in pieces]

    def limited(self, right: float) -> Line:
        """The line in a column that ends at `right`."""
        return replace(self, right=right)


_WIDEST_LEADER_GAP = 4.5
BULLETS = "•◦▪▫‣⁃∙●○■□◆◇►▸➢➤✓✔\uf0b7\uf0a7\uf0d8\uf0fc\uf02d\uf06e\uf06c\uf0a8"
LEADER = re.compile(rf"[{BULLETS}·–—o-]|[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\d{{1,2}}[.)]|\([a-z]\)|[a-z]\)")
"""What stands before an item of a list or before a footnote."""


def text_of(words: tuple[Word, ...]) -> str:
    """Words as they are read, with single spaces."""
    parts = [words[0].text]
    for before, word in pairwise(words):
        if word.spaced or word.x0 - before.x1 > _WORD_GAP * max(before.size, word.size):
            parts.append(" ")
        parts.append(word.text)
    return "".join(parts)


@dataclass(slots=True)
class Page:
    """One page, its lines from top to bottom."""

    number: int
    width: float
    height: float
    lines: list[Line]
    rules: list[Rule] = field(default_factory=list)
    sideways: int = 0
    """Number of letters that do not stand upright and are left out (labels of charts)."""
    pictures: int = 0


def lines_of(words: list[Word]) -> list[Line]:
    """Words gathered into lines, from top to bottom.

    Small digits that stand higher than the words they touch become superscript digits of their line.
    """
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (-w.y, w.x0)):
        if rows and abs(rows[-1][-1].y - word.y) <= _SAME_BASELINE * min(word.size, rows[-1][-1].size):
            rows[-1].append(word)
        else:
            rows.append([word])
    main: list[tuple[float, float, list[Word]]] = []
    raised: list[Word] = []
    for row in rows:
        size = max(w.size for w in row)
        y = max(row, key=lambda w: (w.size, w.x1 - w.x0)).y
        if all(_RAISED.fullmatch(w.text) or len(w.text) <= len("th") for w in row):
            raised += row
        else:
            main.append((y, size, row))
    for mark in raised:
        _attach(mark, main)
    return [Line(tuple(sorted(row, key=lambda w: w.x0)), y, size) for y, size, row in sorted(main, key=lambda m: -m[0])]


_SAME_BASELINE = 0.15
_RAISED_SIZE = 0.85
_TOUCHING = 0.6


def _attach(mark: Word, main: list[tuple[float, float, list[Word]]]) -> None:
    """Put a short word into the line that it is raised above, or into one of its own."""
    for y, _, row in main:
        for word in row:
            height = mark.y - y
            smaller = mark.size <= _RAISED_SIZE * word.size
            near = min(abs(mark.x0 - word.x1), abs(word.x0 - mark.x1)) <= _TOUCHING * word.size
            if smaller and near and 0.1 * word.size <= height <= 0.75 * word.size:
                text = mark.text.translate(SUPERSCRIPTS) if _RAISED.fullmatch(mark.text) else mark.text
                row.append(replace(mark, text=text, size=word.size))
                return
    for y, _, row in main:
        if abs(mark.y - y) <= _SAME_BASELINE * mark.size and row[0] is not mark:
            row.append(mark)
            return
    main.append((mark.y, mark.size, [mark]))


_DOT_WITHIN = 2.5


def with_drawn_bullets(lines: list[Line], dots: list[tuple[float, float]]) -> list[Line]:
    """Lines with a bullet where a dot is drawn before their first word, instead of being set in type."""
    if not dots or len(dots) > _MOST_DOTS:
        return lines
    found = []
    for line in lines:
        for x, y in dots:
            before = 0 < line.x0 - x < _DOT_WITHIN * line.size
            if before and abs(y - line.y - _MIDDLE * line.size) < _MIDDLE * line.size:
                bullet = Word("•", x, x, line.y, line.size, line.words[0].bold, spaced=True)
                found.append(replace(line, words=(bullet, replace(line.words[0], spaced=True), *line.words[1:])))
                break
        else:
            found.append(line)
    return found


_MIDDLE = 0.3
_MOST_DOTS = 300
"""Of one page; more are a chart."""
