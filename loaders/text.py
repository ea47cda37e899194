"""Cleaned words that know where each of their characters stands in the document."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from .documents import Document
from .facts import Span

FOOTNOTE_MARK = r"(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:[,⁾]*[⁰¹²³⁴⁵⁶⁷⁸⁹]+)*|\^\{[\d,* ]+\})"
"""A superscript number, or what conversion to text makes of one: ``^{10,11}``."""

_MARKUP = re.compile(rf"{FOOTNOTE_MARK}|\*+|\u00ad|\ufeff")
_SPACE = re.compile(r"\s+")
_RUN = re.compile(r"\S+(?: \S+)*|\s+")
"""Words with one space between each two, or other white space."""
_PLAIN = str.maketrans("‐‑‒–—−’‘“”", "------''\"\"")
_SLASH = re.compile(r"\s*/\s*")


def fold(text: str) -> str:
    """A form in which spellings that differ by case, dashes, quotes, marks and spaces are equal.

    >>> fold("Charged / Summonsed*") == fold("charged/summonsed")
    True
    """
    text = _MARKUP.sub("", text).translate(_PLAIN).casefold()
    return _SLASH.sub("/", _SPACE.sub(" ", text)).strip(" .:;,")


@dataclass(frozen=True, slots=True)
class Text:
    """Words of a document without footnote marks, emphasis and superfluous white space.

    `offsets[i]` is where ``text[i]`` stands in the document. `cuts` are the positions in `text` at
    which a piece begins that does not follow its predecessor in the document directly (a footnote or
    a picture stands between them).
    """

    text: str
    offsets: array[int]
    cuts: tuple[int, ...] = ()

    def spans(self, document: Document, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
        """The words from `start` to `end` as they stand in the document, one span a piece.

        Raises:
            ValueError: there are no words between `start` and `end`.
        """
        end = len(self.text) if end is None else end
        bounds = [start, *(cut for cut in self.cuts if start < cut < end), end]
        spans = []
        for begin, stop in pairwise(bounds):
            words = self.text[begin:stop]
            if words.strip():
                first = begin + len(words) - len(words.lstrip())
                last = begin + len(words.rstrip()) - 1
                spans.append(document.span(self.offsets[first], self.offsets[last] + 1))
        if not spans:
            raise ValueError(f"no words from {start} to {end}")
        return tuple(spans)


def clean(document: Document, pieces: Iterable[tuple[int, int]]) -> Text:
    """The words of `pieces` (ranges of the document's text), joined by single spaces.

    A word that a line's end parts is made whole, with its hyphen or without as the document writes it
    elsewhere.
    """
    chars: list[str] = []
    offsets = array("L")
    cuts: list[int] = []
    for number, (start, end) in enumerate(pieces):
        if number and chars:
            if chars[-1] not in (" ", "-"):
                chars.append(" ")
                offsets.append(start)
            cuts.append(len(chars))
        position = start
        for gap in [*_MARKUP.finditer(document.text, start, end), None]:
            stop = gap.start() if gap else end
            for run in _RUN.finditer(document.text, position, stop):
                if run[0].isspace():
                    if chars and chars[-1] != " " and not _parted(document.text, *run.span(), chars, offsets):
                        chars.append(" ")
                        offsets.append(run.start())
                else:
                    chars.extend(run[0])
                    offsets.extend(range(*run.span()))
            position = gap.end() if gap else end
    while chars and chars[-1] == " ":
        chars.pop()
        offsets.pop()
    return Text("".join(chars), offsets, tuple(cut for cut in cuts if cut < len(chars)))


_PART_BEFORE = re.compile(r"[A-Za-z]+$")
_PART_AFTER = re.compile(r"[a-z]+")


def _parted(text: str, start: int, end: int, chars: list[str], offsets: array[int]) -> bool:
    """Whether white space parts a word at a line's end; takes its hyphen away where it is only the line's."""
    if chars[-1] != "-" or "\n" not in text[start:end]:
        return False
    before = _PART_BEFORE.search("".join(chars[-41:-1]))
    after = _PART_AFTER.match(text, end)
    if not before or not after:
        return False
    if _is_one_word(text, before[0], after[0]):
        chars.pop()
        offsets.pop()
    return True


def _is_one_word(text: str, before: str, after: str) -> bool:
    """Whether the halves of a parted word make one word without a hyphen, by how the document writes it.

    Where it writes it nowhere else, the hyphen stays if both halves are words.
    """

    def occurs(word: str) -> bool:
        return re.search(rf"(?<![\w-]){word}(?![\w-])", text, re.IGNORECASE) is not None

    if occurs(f"{before}-{after}"):
        return False
    return occurs(before + after) or not (occurs(before) and occurs(after))


_SENTENCE_END = re.compile(r"[.!?]['\"’”)\]]*(?=\s)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Det|Supt|Insp|Sgt|Ch|Mr|Mrs|Ms|Dr|St|No|Nos|vs|etc|approx|cf|para|paras|pp?|s|ss)"
    r"|\be\.g|\bi\.e|\b[A-Z])\.$"
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Ranges of the sentences of one block, in order.

    >>> [  "Dr. A saw it. It is good."[a:b] for a, b in sentences("Dr. A saw it. It is good.")]
    ['Dr. A saw it.', 'It is good.']
    """
    found = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        end = match.end()
        follower = text[end:].lstrip()[:1]
        if follower and (follower.islower() or _ABBREVIATION.search(text, start, match.start() + 1)):
            continue
        if text[start:end].strip():
            found.append((start + len(text[start:end]) - len(text[start:end].lstrip()), end))
        start = end
    if text[start:].strip():
        found.append((start + len(text[start:]) - len(text[start:].lstrip()), len(text)))
    return found
