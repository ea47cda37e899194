# ruff: noqa: ANN401  the handles of PDFium have no types
"""The one module that speaks with PDFium: a file becomes pages of words and rules."""

from __future__ import annotations

import ctypes
import math
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from ..document import LoadError
from .shapes import Page, Rule, Word, lines_of, with_drawn_bullets

MAX_PAGES = 1_000
MAX_LETTERS = 100_000
"""Of one page; the fullest page of print has some 8,000."""
_MAX_OBJECTS = 20_000
_MAX_SEGMENTS = 4_000

_LOCK = threading.Lock()
"""PDFium must be used by one thread at a time."""

_BOLD_NAME = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
_BOLD_WEIGHT = 600
_FILL_AND_STROKE = 2
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_HYPHEN = "\u0002"
_UNKNOWN = frozenset("\ufffe\uffff\x00")
_SPACES = frozenset(" \t\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000\r\n\x0b\x0c")
_IGNORED = frozenset("\u200b\u200c\u200d\u2060\ufeff")
_THIN = 3.0
_LONG = 8.0
_DOT = 7.0
_GAP = 0.2


def pages(data: bytes, name: str) -> Iterator[Page]:
    """The pages of a PDF file, one after another.

    Raises:
        LoadError: the file is encrypted or broken, or has too many pages.
    """
    with _LOCK:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            if error.err_code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}:
                raise LoadError(
                    f"{name} is an encrypted PDF that asks for a password; save a copy of it without one first."
                ) from None
            raise LoadError(f"{name} is a PDF that is broken or cut short; get it again from its source.") from None
        try:
            if len(document) > MAX_PAGES:
                raise LoadError(f"{name} has {len(document)} pages, more than the {MAX_PAGES} that a report may have.")
            for number in range(len(document)):
                handle = raw.FPDF_LoadPage(document.raw, number)
                if not handle:
                    yield Page(number + 1, 0, 0, [])
                    continue
                try:
                    yield _page(handle, number + 1)
                finally:
                    raw.FPDF_ClosePage(handle)
        finally:
            document.close()


@dataclass(frozen=True, slots=True)
class _Style:
    """How the letters of one text object are set."""

    size: float
    bold: bool
    upright: bool


class _View:
    """Coordinates of a page as it is shown, whatever way it is turned in the file."""

    def __init__(self, handle: Any) -> None:
        self.turns = raw.FPDFPage_GetRotation(handle)
        box = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(handle, box)
        self.left, self.bottom = box.left, box.bottom
        width, height = max(box.right - box.left, 1.0), max(box.top - box.bottom, 1.0)
        self._file_width, self._file_height = width, height
        self.width, self.height = (height, width) if self.turns % 2 else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        x, y = x - self.left, y - self.bottom
        match self.turns:
            case 1:
                return y, self._file_width - x
            case 2:
                return self._file_width - x, self._file_height - y
            case 3:
                return self._file_height - y, x
        return x, y

    def shows(self, x: float, y: float) -> bool:
        """Whether a point is on the page or near it: words may run over its edge, but not stand far from it."""
        return bool(abs(x / self.width - 0.5) <= 1 and abs(y / self.height - 0.5) <= 1)

    def is_upright(self, a: float, b: float) -> bool:
        """Whether letters whose baseline runs along (a, b) stand upright when the page is shown."""
        turned = math.degrees(math.atan2(b, a)) - 90 * self.turns
        return bool(abs((turned + 180) % 360 - 180) < 10)  # noqa: PLR2004


def _page(handle: Any, number: int) -> Page:
    view = _View(handle)
    text_page = raw.FPDFText_LoadPage(handle)
    if not text_page:
        return Page(number, view.width, view.height, [])
    try:
        words, sideways = _words(text_page, view)
    finally:
        raw.FPDFText_ClosePage(text_page)
    rules, dots, pictures = _drawn(handle, view)
    lines = with_drawn_bullets(lines_of(words), dots)
    return Page(number, view.width, view.height, lines, rules, sideways, pictures)


@dataclass(slots=True)
class _Draft:
    """A word being read."""

    letters: list[str]
    x0: float
    x1: float
    y: float
    style: _Style
    spaced: bool

    def word(self) -> Word:
        return Word("".join(self.letters), self.x0, self.x1, self.y, self.style.size, self.style.bold, self.spaced)


def _words(text_page: Any, view: _View) -> tuple[list[Word], int]:
    """The upright words of a page in the order of the file, and the number of letters that are not upright."""
    found: list[Word] = []
    styles: dict[int | None, _Style] = {}
    fonts: dict[int | None, bool] = {}
    sideways = 0
    draft: _Draft | None = None
    spaced = False
    box = raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(min(raw.FPDFText_CountChars(text_page), MAX_LETTERS)):
        letter = chr(raw.FPDFText_GetUnicode(text_page, index) % 0x110000)
        if letter in _SPACES:
            spaced = True
            continue
        if letter in _UNKNOWN or letter in _IGNORED or "\ud800" <= letter <= "\udfff":
            continue
        thing = raw.FPDFText_GetTextObject(text_page, index)
        key = ctypes.cast(thing, ctypes.c_void_p).value
        style = styles.get(key)
        if style is None:
            style = styles[key] = _style(text_page, index, thing, view, fonts)
        if not style.upright:
            sideways += 1
            continue
        if not raw.FPDFText_GetLooseCharBox(text_page, index, box) or not raw.FPDFText_GetCharOrigin(
            text_page, index, x, y
        ):
            continue
        left, base = view.point(x.value, y.value)
        edges = view.point(box.left, box.bottom)[0], view.point(box.right, box.top)[0]
        right = max(edges)
        if not (math.isfinite(right) and view.shows(left, base)):
            continue
        letter = "-" if letter == _HYPHEN else _LIGATURES.get(letter, letter)
        if ord(letter[0]) < ord(" "):
            continue
        if (
            draft is not None
            and not spaced
            and draft.style == style
            and abs(base - draft.y) < 0.1 * style.size
            and -style.size < left - draft.x1 < _GAP * style.size
        ):
            draft.letters.append(letter)
            draft.x1 = max(draft.x1, right)
            continue
        if draft is not None:
            found.append(draft.word())
        draft = _Draft([letter], left, right, base, style, spaced)
        spaced = False
    if draft is not None:
        found.append(draft.word())
    return found, sideways


def _is_bold(font: Any) -> bool:
    name = ctypes.create_string_buffer(128)
    raw.FPDFFont_GetBaseFontName(font, name, len(name))
    return bool(_BOLD_NAME.search(name.value)) or bool(raw.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT)


def _style(text_page: Any, index: int, thing: Any, view: _View, fonts: dict[int | None, bool]) -> _Style:
    matrix = raw.FS_MATRIX()
    upright, scale = True, 1.0
    if raw.FPDFText_GetMatrix(text_page, index, matrix):
        scale = math.hypot(matrix.c, matrix.d) or 1.0
        upright = view.is_upright(matrix.a, matrix.b)
    size = raw.FPDFText_GetFontSize(text_page, index) * scale
    bold = False
    if thing:
        font = raw.FPDFTextObj_GetFont(thing)
        key = ctypes.cast(font, ctypes.c_void_p).value
        if key not in fonts:
            fonts[key] = bool(font) and _is_bold(font)
        bold = fonts[key] or raw.FPDFTextObj_GetTextRenderMode(thing) == _FILL_AND_STROKE
    if not (math.isfinite(size) and size > 0):
        size = 1.0
    return _Style(round(size, 2), bold, upright)


def _drawn(handle: Any, view: _View) -> tuple[list[Rule], list[tuple[float, float]], int]:
    """What is drawn on a page: straight lines and edges of boxes, the middles of dots, the number of pictures."""
    rules: list[Rule] = []
    dots: list[tuple[float, float]] = []
    pictures = 0
    bounds = [ctypes.c_float() for _ in range(4)]
    for number in range(min(raw.FPDFPage_CountObjects(handle), _MAX_OBJECTS)):
        thing = raw.FPDFPage_GetObject(handle, number)
        kind = raw.FPDFPageObj_GetType(thing)
        pictures += kind == raw.FPDF_PAGEOBJ_IMAGE
        if kind != raw.FPDF_PAGEOBJ_PATH or not raw.FPDFPageObj_GetBounds(thing, *bounds):
            continue
        left, bottom, right, top = (b.value for b in bounds)
        if max(right - left, top - bottom) <= _DOT and 0.5 < (right - left) / max(top - bottom, 0.1) < 2:  # noqa: PLR2004
            dots.append(view.point((left + right) / 2, (bottom + top) / 2))
            continue
        for box in _boxes(thing, view):
            rules += _edges(*box, view)
    return rules, dots, pictures


def _boxes(thing: Any, view: _View) -> Iterator[tuple[float, float, float, float]]:
    """Bounds (x0, y0, x1, y1) of the straight pieces of a path, one for each stroke of the pen."""
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(thing, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    piece: list[tuple[float, float]] = []
    for number in range(min(raw.FPDFPath_CountSegments(thing), _MAX_SEGMENTS)):
        segment = raw.FPDFPath_GetPathSegment(thing, number)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if piece:
                yield _bounds(piece)
            piece = []
        elif kind != raw.FPDF_SEGMENT_LINETO:
            piece = [(math.nan, math.nan)]
            continue
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        piece.append(
            view.point(
                matrix.a * x.value + matrix.c * y.value + matrix.e, matrix.b * x.value + matrix.d * y.value + matrix.f
            )
        )
    if piece:
        yield _bounds(piece)


def _bounds(points: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    if any(map(math.isnan, xs)) or len(points) > 5:  # noqa: PLR2004  a rectangle, closed, has five points
        return (0, 0, 0, 0)
    return min(xs), min(ys), max(xs), max(ys)


def _edges(x0: float, y0: float, x1: float, y1: float, view: _View) -> list[Rule]:
    """A thin box as one rule, another as its four edges; the ground of a whole page as none."""
    wide, high = x1 - x0, y1 - y0
    if high <= _THIN:
        return [Rule(True, (y0 + y1) / 2, x0, x1)] if wide >= _LONG else []
    if wide <= _THIN:
        return [Rule(False, (x0 + x1) / 2, y0, y1)] if high >= _LONG else []
    if wide > 0.9 * view.width and high > 0.9 * view.height:
        return []
    return [Rule(True, y0, x0, x1), Rule(True, y1, x0, x1), Rule(False, x0, y0, y1), Rule(False, x1, y0, y1)]
