"""Sets a report that is given as text in type, as the inspectorate's PDFs are set: what the tests of PDF read.

Headings are larger and bold, footnotes stand in small type at the foot of the page that refers to them,
each page has a running head and a number, words are hyphenated at the ends of lines, the grades of the
summary table stand in a column of their own, and 'Force in numbers' is a graphic with boxes.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

from report_parts import MARK, PLAIN, Element, parse
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
LEFT, RIGHT, TOP, FOOT = 72.0, WIDTH - 72.0, HEIGHT - 80.0, 70.0
REGULAR, BOLD, ITALIC = "Helvetica", "Helvetica-Bold", "Helvetica-Oblique"


@dataclass(frozen=True)
class Look:
    """What may differ between PDFs of one report."""

    ruled: bool = True
    """Whether tables have lines around their cells."""
    hyphens: bool = True
    head: str = "Loamshire Constabulary – police effectiveness"
    numbers: bool = True
    contents_columns: int = 1
    dots: bool = True
    label_beside: bool = False
    """Whether a label of 'Force in numbers' stands beside its values and not above them."""
    size: float = 11.0


@dataclass(frozen=True)
class Piece:
    """Letters set without a break: their font, size and rise, and whether a space stands before them."""

    text: str
    font: str
    size: float
    rise: float
    spaced: bool

    @property
    def width(self) -> float:
        return float(stringWidth(self.text, self.font, self.size))


class Setter:
    """Sets elements on pages."""

    def __init__(self, look: Look, notes: dict[int, list[Element]]) -> None:
        self.look = look
        self.notes = notes
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=A4, invariant=1)
        self.page = 1
        self.y = TOP
        self.on_page: list[int] = []

    def finish(self) -> bytes:
        self._end_page()
        self.canvas.save()
        return self.buffer.getvalue()

    # ── pages ────────────────────────────────────────────────────────────────────────────────
    def new_page(self) -> None:
        self._end_page()
        self.canvas.showPage()
        self.page += 1
        self.y = TOP
        self.on_page = []

    def _end_page(self) -> None:
        y = FOOT + self._notes_height(self.on_page)
        if self.on_page:
            self.canvas.setLineWidth(0.5)
            self.canvas.line(LEFT, y, LEFT + 140, y)
        for number in self.on_page:
            for line in self._note_lines(number):
                y -= 10.5
                self._draw(line, LEFT, y)
            y -= 4
        if self.page > 1:
            self.canvas.setFont(REGULAR, 9)
            self.canvas.drawRightString(RIGHT, HEIGHT - 45, self.look.head)
            if self.look.numbers:
                self.canvas.drawCentredString(WIDTH / 2, 36, str(self.page))

    def _note_lines(self, number: int) -> list[list[Piece]]:
        return [
            line for el in self.notes[number] for line in self._wrap(self._pieces(el.text, REGULAR, 8.5), RIGHT - LEFT)
        ]

    def _notes_height(self, numbers: list[int]) -> float:
        return sum(10.5 * len(self._note_lines(n)) + 4 for n in numbers)

    def _room(self, height: float, marks: list[int]) -> None:
        """Turn the page where there is not room for a line with its footnotes."""
        new = [n for n in marks if n in self.notes and n not in self.on_page]
        if self.y - height < FOOT + 12 + self._notes_height([*self.on_page, *new]):
            self.new_page()
        self.on_page += new

    # ── words ────────────────────────────────────────────────────────────────────────────────
    def _pieces(self, text: str, font: str, size: float) -> list[Piece]:
        pieces: list[Piece] = []
        spaced = False
        for emphasised, words in _emphasis(text):
            face = ITALIC if emphasised and font == REGULAR else font
            for number, word in enumerate(re.split(r"(\s+)", words)):
                if number % 2:
                    spaced = True
                    continue
                position = 0
                for mark in [*MARK.finditer(word), None]:
                    plain = word[position : mark.start() if mark else len(word)]
                    if plain:
                        pieces.append(Piece(plain, face, size, 0, spaced))
                        spaced = False
                    if mark:
                        digits = mark[1].translate(PLAIN) if mark[1] else mark[2]
                        pieces.append(Piece(digits, REGULAR, 0.6 * size, 0.36 * size, spaced))
                        spaced = False
                        position = mark.end()
        return pieces

    def _wrap(self, pieces: list[Piece], width: float) -> list[list[Piece]]:
        lines: list[list[Piece]] = [[]]
        used = 0.0
        queue = _glued(pieces)
        while queue:
            word = queue.pop(0)
            space = 0.278 * word[0].size if lines[-1] else 0.0
            length = sum(p.width for p in word)
            if not lines[-1] or used + space + length <= width:
                lines[-1] += word
                used += space + length
                continue
            parts = _hyphenated(word, width - used - space) if self.look.hyphens else None
            if parts:
                lines[-1] += parts[0]
                word = parts[1]
            lines.append([])
            used = 0.0
            queue.insert(0, word)
        return lines

    def _draw(self, line: list[Piece], x: float, y: float) -> float:
        for number, piece in enumerate(line):
            if number and piece.spaced:
                x += 0.278 * (piece.size if not piece.rise else piece.size / 0.6)
            self.canvas.setFont(piece.font, piece.size)
            self.canvas.drawString(x, y + piece.rise, piece.text)
            x += piece.width
        return x

    def text(self, text: str, *, font: str = REGULAR, size: float | None = None, x: float = LEFT,
             before: float = 7.0, bullet: str = "", width: float | None = None, keep: int = 1) -> None:  # fmt: skip
        """Set a paragraph, a heading or an item of a list."""
        size = size or self.look.size
        leading = 1.27 * size
        lines = self._wrap(self._pieces(text, font, size), (width or RIGHT - x))
        self.y -= before
        if self.y - keep * leading < FOOT + 12 + self._notes_height(self.on_page):
            self.new_page()
        for number, line in enumerate(lines):
            self._room(leading, _marks(line))
            self.y -= leading
            if bullet and number == 0:
                self.canvas.setFont(REGULAR, size)
                self.canvas.drawString(x - 16, self.y, bullet)
            self._draw(line, x, self.y)

    # ── tables and graphics ──────────────────────────────────────────────────────────────────
    def table(self, rows: list[list[str]], widths: list[float], *, size: float = 9.5, head: bool = True) -> None:
        width = max(len(row) for row in rows)
        for number, row in enumerate(rows):
            cells = [
                self._wrap(self._pieces(c, BOLD if head and number == 0 else REGULAR, size), w - 8) if c else []
                for c, w in zip([*row, *[""] * (width - len(row))], widths, strict=True)
            ]
            height = max(len(c) for c in cells) * 1.2 * size + (8 if self.look.ruled else 5)
            self._room(height, [])
            x = LEFT
            for at, (cell, w) in enumerate(zip(cells, widths, strict=True)):
                if self.look.ruled:
                    self.canvas.rect(x, self.y - height, w, height)
                top = self.y - (height - len(cell) * 1.2 * size) / 2
                for line in cell:
                    top -= 1.2 * size
                    length = self._length(line)
                    self._draw(line, x + (4 if at < width - 2 or not head else w - 6 - length), top + 0.25 * size)
                x += w
            self.y -= height

    def _length(self, line: list[Piece]) -> float:
        return sum(p.width for p in line) + sum(0.278 * p.size for n, p in enumerate(line) if n and p.spaced)

    def contents(self, rows: list[list[str]]) -> None:
        columns = self.look.contents_columns
        per_column = -(-len(rows) // columns)
        width = (RIGHT - LEFT - 20 * (columns - 1)) / columns
        top, size = self.y, 10.0 if columns == 1 else 8.0
        lowest = top
        for column in range(columns):
            y, x = top, LEFT + column * (width + 20)
            for title, number in rows[column * per_column : (column + 1) * per_column]:
                lines = self._wrap(self._pieces(title.rstrip(". "), REGULAR, size), width - 30)
                for line in lines:
                    y -= 1.3 * size
                    end = self._draw(line, x, y)
                self.canvas.setFont(REGULAR, size)
                self.canvas.drawRightString(x + width, y, number)
                if self.look.dots:
                    dot = stringWidth(".", REGULAR, size)
                    dots = int((x + width - 16 - end) / dot)
                    self.canvas.drawString(end + 2, y, "." * max(dots, 3))
                y -= 2
            lowest = min(lowest, y)
        self.y = lowest

    def graphic(self, elements: list[Element]) -> None:
        """'Force in numbers': panels with labels, and below or beside each two names with numbers."""
        for panel in _panels(elements):
            self._room(26 + 64 * len(panel.rows), [])
            top = self.y - 8
            self.y -= 24
            self.canvas.setFont(BOLD, 12)
            self.canvas.drawString(LEFT + 8, self.y, panel.text)
            for label, *cells in panel.rows:
                self._metric(label, cells)
            self.canvas.rect(LEFT, self.y - 8, RIGHT - LEFT, top - self.y + 8)
            self.y -= 12

    def _metric(self, label: str, cells: list[str]) -> None:
        beside = self.look.label_beside
        lines = self._wrap(self._pieces(label, REGULAR, 9), 190 if beside else RIGHT - LEFT - 20)
        self.y -= 12
        y = self.y
        for line in lines:
            y -= 11
            self._draw(line, LEFT + 10, y)
        start = self.y if beside else y - 4
        for number in range(len(cells) // 2):
            x = LEFT + (215 + 125 * number if beside else 40 + 200 * number)
            self.canvas.setFont(REGULAR, 9)
            self.canvas.drawString(x, start - 11, cells[2 * number])
            self.canvas.setFont(BOLD, 18)
            self.canvas.drawString(x, start - 31, cells[2 * number + 1])
        self.y = min(y, start - 34)


def _panels(elements: list[Element]) -> list[Element]:
    """Panels of 'Force in numbers': a title, and rows of a label with names and values."""
    panels: list[Element] = []
    texts = [el.text for el in elements]
    at = 0
    while at < len(texts):
        named = at + 1 < len(texts) and texts[at + 1] == "Loamshire Constabulary"
        if named:
            panels[-1].rows.append(texts[at : at + 5])
            at += 5
        else:
            panels.append(Element("panel", texts[at]))
            at += 1
    return panels


def _emphasis(text: str) -> list[tuple[bool, str]]:
    parts = re.split(r"(?<![\w*])\*(\w[^*]*)\*(?!\*)", text)
    return [(bool(n % 2), part) for n, part in enumerate(parts) if part]


def _glued(pieces: list[Piece]) -> list[list[Piece]]:
    words: list[list[Piece]] = []
    for piece in pieces:
        if words and not piece.spaced:
            words[-1].append(piece)
        else:
            words.append([piece])
    return words


def _hyphenated(word: list[Piece], room: float) -> tuple[list[Piece], list[Piece]] | None:
    """A word parted so that its first part, with a hyphen, has room; None where it can't be."""
    first = word[0]
    if not re.fullmatch(r"[A-Za-z-]{5,}[.,;:]?", first.text):
        return None
    for at in range(len(first.text) - 3, 2, -1):
        before, after = first.text[:at], first.text[at:]
        if "-" in first.text and not before.endswith("-"):
            continue
        if not re.match(r"[a-z]{3}", after) or (len(before) < 4 and not before.endswith("-")):
            continue
        head = Piece(before if before.endswith("-") else before + "-", first.font, first.size, first.rise, first.spaced)
        if head.width <= room:
            tail = Piece(after, first.font, first.size, first.rise, True)
            return [head], [tail, *word[1:]]
    return None


def _marks(line: list[Piece]) -> list[int]:
    return [int(n) for p in line if p.rise for n in p.text.split(",") if n.isdigit()]


def make_pdf(text: str, look: Look | None = None) -> bytes:
    """A report as PDF.

    Args:
        text: the report in the layout of the text reports.
        look: how it is to be set.
    """
    look = look or Look()
    elements, notes = parse(text)
    setter = Setter(look, notes)
    graphic: list[Element] = []
    contents: list[list[str]] = []
    for element in elements:
        if element.kind == "number" and not re.match(r"\*|For further", element.text):
            graphic.append(element)
            continue
        if element.kind == "contents":
            contents += element.rows
            continue
        if contents:
            setter.contents(contents)
            contents = []
        if graphic:
            setter.graphic(graphic)
            graphic = []
        _set(setter, element)
    return setter.finish()


def _set(setter: Setter, el: Element) -> None:
    size = setter.look.size
    match el.kind:
        case "title":
            big = el.text.startswith(("PEEL", "An inspection"))
            setter.text(el.text, font=BOLD if big else REGULAR, size=22 if big else size, before=24)
        case "heading":
            if el.level == 1 and (
                el.text in {"Contents", "Introduction", "Force in numbers"} or el.text[:5] in {"Overv", "Annex"}
            ):
                setter.new_page()
            setter.text(el.text, font=BOLD, size={1: 20, 2: 15, 3: 12}[el.level], before=14, keep=4)
        case "caption":
            setter.text(el.text, font=BOLD, size=10, before=12, keep=4)
        case "small" | "number":
            setter.text(el.text, size=9, before=6)
        case "item":
            x = LEFT + 22 + 20 * el.level
            match = re.match(r"(-|\d+\.) (.*)", el.text, re.DOTALL)
            assert match
            setter.text(
                match[2], x=x, before=3, bullet="•" if match[1] == "-" and not el.level else match[1].replace("-", "–")
            )
        case "grade":
            setter.y -= 10
            setter._room(24, [])
            setter.canvas.rect(LEFT, setter.y - 22, 150, 20)
            setter.canvas.setFont(BOLD, 12)
            setter.canvas.drawString(LEFT + 8, setter.y - 16, el.text)
            setter.y -= 24
        case "graded":
            setter.table(el.rows, [RIGHT - LEFT - 130, 130], size=10.5, head=False)
        case "table":
            width = len(el.rows[0])
            value = 92.0
            first = [60.0] if width == 4 else []
            setter.y -= 6
            setter.table(el.rows, [*first, RIGHT - LEFT - sum(first) - 2 * value, value, value])
            setter.y -= 4
        case _:
            setter.text(el.text)
