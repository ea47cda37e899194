"""Lines become blocks: paragraphs, bullets, table rows, captions, footnotes, notes and the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ..documents import Document
from ..text import FOOTNOTE_MARK, Text, clean


class BlockKind(StrEnum):
    """What a block is by its form."""

    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    ROW = "row"
    """A line of cells parted by tabs."""
    CAPTION = "caption"
    FOOTNOTE = "footnote"
    NOTE = "note"
    """Small print: a starred remark under a table, the source of a picture, a web address."""
    GRADE = "grade"
    """A grade that stands alone."""
    HEADING = "heading"
    NUMBER = "number"
    """A number that stands alone: a figure of 'Force in numbers', elsewhere a stray."""
    NOISE = "noise"
    """Neither words nor a number: stray glyphs."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the document without the white space around it, `indent` columns from the margin."""

    start: int
    end: int
    indent: int


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together, with their cleaned words."""

    kind: BlockKind
    lines: tuple[Line, ...]
    pieces: tuple[tuple[int, int], ...]
    """Ranges of the document that hold its words, without bullet and footnote number."""
    text: Text
    indent: int = 0

    @property
    def start(self) -> int:
        """Offset of its first character in the document."""
        return self.lines[0].start

    @property
    def end(self) -> int:
        """Offset after its last character in the document."""
        return self.lines[-1].end


_BULLET = re.compile(r"(?:[-•·–▪●○]\s+(?:\d{1,2}\.\s+)?|\d{1,2}\.\s+(?=[A-Z]))(?=\S)")
_FOOTNOTE = re.compile(rf"({FOOTNOTE_MARK})\s*(?=\S)")
_PLAIN_FOOTNOTE = re.compile(r"(\d{1,2})\s+(?=[A-Z'‘“\"])")
_STAR_NOTE = re.compile(r"(?:\^\{\*\}|\*)(?!\*)(?![^*\n]{1,100}\*)\s*(?=\S)")
_SMALL_PRINT = re.compile(
    r"(?:Source|Sources|Note)\s*:|For further information about (?:these|the) data\b", re.IGNORECASE
)
_CAPTION = re.compile(r"(?:Figure|Table)\s+\d+\s*[:.–-]\s*\S")
_BEGINNINGS = (
    (_STAR_NOTE, BlockKind.NOTE),
    (_FOOTNOTE, BlockKind.FOOTNOTE),
    (_PLAIN_FOOTNOTE, BlockKind.FOOTNOTE),
    (_BULLET, BlockKind.BULLET),
    (_SMALL_PRINT, BlockKind.NOTE),
    (_CAPTION, BlockKind.CAPTION),
)
_GRADE = re.compile(r"(?:outstanding|good|requires\s+improvement|inadequate|ungraded|not\s+graded)", re.IGNORECASE)
_NUMBER = re.compile(r"[+\-−–]?\s?£?\d[\d,]*(?:\.\d+)?\s?%?|[-–—]")
_WORD = re.compile(r"[A-Za-z]{2,}")
_LINE = re.compile(r"([^\n\f]*)(?:[\n\f]|\Z)")
_SENTENCE_OPENER = re.compile(
    r"(?:The|This|These|That|Those|There|It|Its|In|On|At|An?|As|If|When|Where|While|We|Our|They|He|She|For|However|"
    r"Although|During|Since|Some|Most|Many|All|Such|Forces?|HMIC)\b"
)
_ADDRESS = re.compile(r"(?:www\.|https?://)\S+(?:\s\S+)?")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_ENDS_SENTENCE = re.compile(r"[.?!:;…][\"'’”)\]]*$")
_FUNCTION_WORD = re.compile(
    r"(?:[,–-]|\b(?:the|a|an|of|to|in|on|at|by|for|from|with|and|or|but|as|than|that|which|its|their|"
    r"per|is|are|was|were|has|have|had|be|been|not|this|these|between|into|over|about))$",
    re.IGNORECASE,
)


def _lines(document: Document) -> Iterator[Line | None]:
    """The lines, None for an empty one."""
    for match in _LINE.finditer(document.text):
        raw = match[1]
        words = raw.strip()
        if not words:
            yield None
            continue
        indent = len(raw) - len(raw.lstrip())
        start = match.start() + indent
        yield Line(start, start + len(words), indent)


def _footnote_number(mark: str) -> int | None:
    digits = re.findall(r"\d+", mark.translate(_SUPERSCRIPTS))
    return int(digits[-1]) if digits else None


class _Reader:
    """Groups lines into blocks, remembering the last footnote so as to know the next by its number."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.last_footnote = 0

    def blocks(self) -> Iterator[Block]:
        """The blocks in the order of the document, sentences not yet joined across page breaks."""
        group: list[Line] = []
        kind, start = BlockKind.PARAGRAPH, 0
        for line in [*_lines(self.document), None]:
            if line is None:
                if group:
                    yield self._block(kind, group, start)
                group = []
                continue
            new_kind, new_start = self._kind(line)
            continues = new_kind is BlockKind.PARAGRAPH and kind is not BlockKind.ROW
            if group and continues:
                group.append(line)
                continue
            if group:
                yield self._block(kind, group, start)
            group, kind, start = [line], new_kind, new_start

    def _kind(self, line: Line) -> tuple[BlockKind, int]:
        """The kind of block that a line begins (a paragraph also goes on) and where its words begin."""
        words = self.document.text[line.start : line.end]
        if "\t" in words:
            return BlockKind.ROW, line.start
        for pattern, kind in _BEGINNINGS:
            if (match := pattern.match(words)) and (kind is not BlockKind.FOOTNOTE or self._numbered(match[1])):
                # A caption and the source of a picture keep the words that tell them.
                keeps_words = pattern in {_SMALL_PRINT, _CAPTION}
                return kind, line.start + (0 if keeps_words else match.end())
        return BlockKind.PARAGRAPH, line.start

    def _numbered(self, mark: str) -> bool:
        """Whether a footnote's mark can be one; a plain number is one only if it is the next."""
        number = _footnote_number(mark)
        if mark.isascii() and mark.isdigit() and number != self.last_footnote + 1:
            return False
        self.last_footnote = number or self.last_footnote
        return True

    def _block(self, kind: BlockKind, lines: list[Line], start: int) -> Block:
        pieces = ((start, lines[-1].end),)
        text = clean(self.document, pieces)
        if kind is BlockKind.PARAGRAPH:
            if _GRADE.fullmatch(text.text):
                kind = BlockKind.GRADE
            elif _ADDRESS.fullmatch(text.text):
                kind = BlockKind.NOTE
            elif all(_NUMBER.fullmatch(self.document.text[ln.start : ln.end]) for ln in lines):
                kind = BlockKind.NUMBER
            elif not _WORD.search(text.text):
                kind = BlockKind.NOISE
        return Block(kind, tuple(lines), pieces, text, lines[0].indent)


def blocks_of(document: Document) -> list[Block]:
    """The blocks of a document in order; every line that is not empty is in exactly one."""
    return list(_Reader(document).blocks())


def paragraph(document: Document, lines: Sequence[Line]) -> Block:
    """Lines as a paragraph of their own."""
    pieces = ((lines[0].start, lines[-1].end),)
    return Block(BlockKind.PARAGRAPH, tuple(lines), pieces, clean(document, pieces), lines[0].indent)


def is_cut(block: Block) -> bool:
    """Whether the block's last sentence is unfinished."""
    return bool(block.text.text) and not _ENDS_SENTENCE.search(block.text.text)


def continues(block: Block, after: Block) -> bool:
    """Whether `block` goes on with the sentence that `after` breaks off."""
    words = block.text.text
    if words[:1].islower():
        return True
    new_sentence = _SENTENCE_OPENER.match(words) is not None or not words[:1].isalnum()
    return not new_sentence and _FUNCTION_WORD.search(after.text.text) is not None


def joined(document: Document, first: Block, second: Block) -> Block:
    """One block of two whose sentence a page break or a footnote has cut."""
    pieces = (*first.pieces, *second.pieces)
    return Block(first.kind, (*first.lines, *second.lines), pieces, clean(document, pieces), first.indent)
