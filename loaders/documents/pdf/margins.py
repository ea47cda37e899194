"""What stands at the edges of pages: running heads, page numbers and footnotes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from .shapes import BULLETS, SUPERSCRIPTS, Line, Page

_PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–|\s]*(\d{1,4})[-–|\s]*(?:(?:of|/)\s*\d{1,4})?", re.IGNORECASE)
_MARGIN = 0.12
"""Share of the height of a page in which a running head or foot may stand."""
_OUTERMOST = 3
_LEAST_SHARE = 0.25
_LEAST_PAGES = 3
_SAME_HEIGHT = 4.0


def without_running_heads(pages: Sequence[Page]) -> None:
    """Take running heads, running feet and page numbers out of the lines of pages.

    A running head says the same, but for its digits, at the same height of many pages. A page number
    is a number at the edge that counts with the pages.
    """
    places: dict[tuple[str, int], set[int]] = defaultdict(set)
    edges = [(page, line) for page in pages for line in _edge_lines(page)]
    for page, line in edges:
        places[_key(line)].add(page.number)
    numbers = [(page, line, int(m[1])) for page, line in edges if (m := _PAGE_NUMBER.fullmatch(line.text))]
    counted = Counter(number - page.number for page, _, number in numbers)
    steps = {step for step, count in counted.items() if count >= min(len(pages), _LEAST_PAGES - 1) > 1}
    least = min(len(pages), max(_LEAST_PAGES, _LEAST_SHARE * len(pages)))
    drop: dict[int, list[Line]] = defaultdict(list)
    for page, line, number in numbers:
        if number - page.number in steps:
            drop[page.number].append(line)
    if len(pages) > 1:
        for page, line in edges:
            text, height = _key(line)
            seen = set().union(*(places.get((text, height + step), set()) for step in (-1, 0, 1)))
            if len(seen) >= least and not _PAGE_NUMBER.fullmatch(line.text):
                drop[page.number].append(line)
    for page in pages:
        gone = {id(line) for line in drop[page.number]}
        page.lines = [line for line in page.lines if id(line) not in gone]


def _edge_lines(page: Page) -> list[Line]:
    """The outermost lines at the head and the foot of a page."""
    head = [ln for ln in page.lines[:_OUTERMOST] if ln.y > (1 - _MARGIN) * page.height]
    foot = [ln for ln in page.lines[-_OUTERMOST:] if ln.y < _MARGIN * page.height and ln not in head]
    return head + foot


def _key(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text.casefold()), round(line.y / _SAME_HEIGHT)


_NOTE_MARK = re.compile(r"([⁰¹²³⁴⁵⁶⁷⁸⁹]+|\d{1,3})(?=\s*\S)")
_SMALL = 0.94
_BULLET = re.compile(rf"[{BULLETS}–o-]\s")


def footnotes_from(lines: Sequence[Line], body: float) -> int:
    """Index of the first line of the footnotes at the foot of a page; ``len(lines)`` where there are none.

    They are set smaller than the body, and one of them begins with a number. Small lines above the
    first number go on with the last footnote of the page before.
    """
    first = len(lines)
    marked: int | None = None
    while first > 0 and lines[first - 1].size <= _SMALL * body and len(lines[first - 1].segments()) == 1:
        first -= 1
        if (match := _NOTE_MARK.match(lines[first].text)) and _is_mark(match[1], lines[first]):
            marked = first
    if marked is None:
        return len(lines)
    # Lines above the first number belong to the footnotes only if they stand as close as a footnote's own.
    while marked > first and _follows(lines[marked - 1], lines[marked], body):
        marked -= 1
    return marked


def _is_mark(mark: str, line: Line) -> bool:
    return not mark.isascii() or (len(line.words) > 1 and len(line.text) > len(mark) + 10)


def _follows(upper: Line, lower: Line, body: float) -> bool:
    return upper.y - lower.y <= 1.6 * body and len(upper.segments()) == 1 and not upper.text.startswith(("*", "Source"))


def with_mark(line: Line, last: int) -> tuple[Line, int]:
    """A line with the number that it begins with as superscript digits, if a footnote begins with it.

    Args:
        line: a line from the foot of a page.
        last: number of the footnote before it; a number in plain digits must be the next.

    Returns:
        The line, and the number of the last footnote.
    """
    match = _NOTE_MARK.match(line.words[0].text + " x")
    if not match:
        return line, last
    number = int(match[1].translate(_PLAIN))
    if match[1].isascii() and not (number == last + 1 or (last == 0 and len(line.words) > 1)):
        return line, last
    rest = line.words[0].text[match.end() :]
    mark = replace(line.words[0], text=match[1].translate(SUPERSCRIPTS))
    words = line.words[1:]
    if rest:
        words = (replace(line.words[0], text=rest, spaced=True), *words)
    elif words:
        words = (replace(words[0], spaced=True), *words[1:])
    return replace(line, words=(mark, *words)), number


_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
