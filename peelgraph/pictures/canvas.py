"""A sheet to draw on, in points from its top left corner, as wide as the text of a page.

Everything is placed by measured widths of its text, so that labels are neither cut off nor laid over one another.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Literal

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.textpath import text_to_path

from ..printable import in_one_line
from .palette import INK, PAPER, QUIET, RULE, Style

WIDTH = 453.5
"""Points in 16 cm, the width of text on a page of A4."""

FONT = "DejaVu Sans"
"""Comes with matplotlib, so that a picture is the same on every machine."""

BODY, SMALL, HEAD = 7.0, 6.2, 10.0
"""Sizes of type, in points, at page width."""

MARGIN = 4.0
LEADING = 1.3

Align = Literal["left", "center", "right"]
Shape = Literal["o", "D", "s", "^", "v", "P", "|", "<", ">"]


@cache
def _properties(size: float, bold: bool) -> FontProperties:
    return FontProperties(family=FONT, size=size, weight="bold" if bold else "normal")


@cache
def _known() -> frozenset[int]:
    return frozenset(get_font(findfont(_properties(BODY, False))).get_charmap())


def shown(text: str) -> str:
    """A text as one line of characters that the font has; others become a replacement character."""
    return "".join(char if ord(char) in _known() else "\ufffd" for char in in_one_line(text))


@cache
def width_of(text: str, size: float = BODY, *, bold: bool = False) -> float:
    """How wide a line of text is, in points."""
    width: float = text_to_path.get_text_width_height_descent(shown(text), _properties(size, bold), ismath=False)[0]
    return width


def wrapped(text: str, width: float, size: float = BODY, *, bold: bool = False) -> list[str]:
    """A text in lines that are at most so many points wide, a word longer than that broken."""
    lines = [""]
    for word in shown(text).split(" "):
        rest = word
        longer = f"{lines[-1]} {rest}".lstrip()
        if width_of(longer, size, bold=bold) <= width:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        while width_of(rest, size, bold=bold) > width and len(rest) > 1:
            end = next(n for n in range(len(rest) - 1, 0, -1) if n == 1 or width_of(rest[:n], size, bold=bold) <= width)
            lines[-1] = rest[:end]
            lines.append("")
            rest = rest[end:]
        lines[-1] = rest
    return lines


def column_for(headings: Sequence[str], least: float) -> float:
    """How wide a column has to be so that no word of its heading is broken."""
    words = [word for heading in headings for word in shown(heading).split()]
    return max([least, *(width_of(word, SMALL, bold=True) + 6 for word in words)])


def shortened(text: str, width: float, size: float = BODY) -> str:
    """A text in one line, its end given as an ellipsis where it is wider than so many points."""
    whole = shown(text)
    if width_of(whole, size) <= width:
        return whole
    kept = next((n for n in range(len(whole), 0, -1) if width_of(f"{whole[:n].rstrip()}…", size) <= width), 0)
    return f"{whole[:kept].rstrip()}…"


class Canvas:
    """A sheet with a title at its head, notes and sources at its foot, and room for the drawing between.

    Coordinates are points from the top left corner of the drawing.
    """

    def __init__(self, title: str, height: float, foot: Sequence[str]) -> None:
        """Lay out the sheet.

        Args:
            title: printed at the head, in as many lines as it takes.
            height: of the drawing, in points.
            foot: paragraphs printed small under it.
        """
        head = wrapped(title, WIDTH - 2 * MARGIN, HEAD, bold=True)
        small = [line for paragraph in foot for line in wrapped(paragraph, WIDTH - 2 * MARGIN, SMALL)]
        self._top = MARGIN + len(head) * HEAD * LEADING + 6
        total = self._top + height + 8 + len(small) * SMALL * LEADING + MARGIN
        self.figure = Figure(figsize=(WIDTH / 72, total / 72), facecolor=PAPER)
        FigureCanvasAgg(self.figure)
        self._axes = self.figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self._axes.set_xlim(0, WIDTH)
        self._axes.set_ylim(total - self._top, -self._top)
        for number, line in enumerate(head):
            self.text(MARGIN, -self._top + MARGIN + (number + 0.5) * HEAD * LEADING, line, size=HEAD, bold=True)
        for number, line in enumerate(small):
            self.text(MARGIN, height + 8 + (number + 0.5) * SMALL * LEADING, line, size=SMALL, colour=QUIET)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = BODY,
        colour: str = INK,
        bold: bool = False,
        align: Align = "left",
        turned: float = 0,
    ) -> None:
        """Write a line, in the middle of its height at ``y``; turned by so many degrees about its start."""
        self._axes.text(
            x,
            y,
            shown(text),
            fontproperties=_properties(size, bold),
            color=colour,
            ha=align,
            va="center_baseline" if not turned else "center",
            rotation=turned,
            rotation_mode="anchor",
            parse_math=False,
        )

    def box(self, x: float, y: float, width: float, height: float, style: Style) -> None:
        """A filled cell; the dashes of its edge set 'not found' apart even without its sign."""
        self._axes.add_artist(
            Rectangle(
                (x, y),
                width,
                height,
                facecolor=style.fill,
                edgecolor=style.edge,
                linewidth=0.6,
                linestyle=(0, (2, 1.5)) if style.dashed else "solid",
            )
        )

    def bar(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A filled bar without an edge, such as the ground of a label; a negative width goes to the left."""
        self._axes.add_artist(Rectangle((x, y), width, height, facecolor=colour, linewidth=0))

    def line(
        self, xs: Sequence[float], ys: Sequence[float], *, colour: str = RULE, width: float = 0.5, dashed: bool = False
    ) -> None:
        """A line through points."""
        line = Line2D(xs, ys, color=colour, linewidth=width, solid_capstyle="butt")
        if dashed:
            line.set_dashes((2.0, 2.0))
        self._axes.add_line(line)

    def curve(self, start: tuple[float, float], end: tuple[float, float], *, colour: str, width: float) -> None:
        """A line between two columns, level where it leaves and where it arrives."""
        middle = (start[0] + end[0]) / 2
        path = Path(
            [start, (middle, start[1]), (middle, end[1]), end], [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4]
        )
        self._axes.add_artist(PathPatch(path, facecolor="none", edgecolor=colour, linewidth=width))

    def arc(self, x: float, start: float, end: float, reach: float, *, colour: str, width: float) -> None:
        """A bow between two rows of one column, that reaches so far to the right."""
        out = x + reach * 4 / 3
        path = Path([(x, start), (out, start), (out, end), (x, end)], [Path.MOVETO, *[Path.CURVE4] * 3])
        self._axes.add_artist(PathPatch(path, facecolor="none", edgecolor=colour, linewidth=width))

    def mark(self, x: float, y: float, shape: Shape, colour: str, *, size: float = 5.0, hollow: bool = False) -> None:
        """A mark such as a dot, so many points across."""
        self._axes.add_line(
            Line2D(
                [x],
                [y],
                marker=shape,
                markersize=size,
                markerfacecolor=PAPER if hollow else colour,
                markeredgecolor=colour,
                markeredgewidth=2.0 if shape == "|" else 0.9,
                linestyle="none",
            )
        )

    def headings(self, x: float, y: float, column: float, texts: Sequence[str]) -> None:
        """Headings over columns of figures, each ending at the right of its column and standing on ``y``."""
        for number, heading in enumerate(texts):
            for at, line in enumerate(reversed(wrapped(heading, column - 3, SMALL, bold=True))):
                place = x + (number + 1) * column
                self.text(place, y - at * SMALL * 1.15, line, size=SMALL, bold=True, align="right")

    def label(self, y: float, lines: Sequence[str]) -> None:
        """A label at the left margin, its lines about a middle."""
        for at, line in enumerate(lines):
            self.text(MARGIN, y + (at - (len(lines) - 1) / 2) * BODY * 1.06, line)

    def key(self, y: float, entries: Sequence[tuple[Style, str]]) -> float:
        """A legend of cells with their words, in as many lines as it takes; gives back the height of it."""
        x, line = MARGIN, 0
        for style, words in entries:
            wide = 14 + 3 + width_of(words) + 12
            if x + wide > WIDTH and x > MARGIN:
                x, line = MARGIN, line + 1
            top = y + line * 13
            self.box(x, top, 14, 9, style)
            self.text(x + 7, top + 4.5, style.sign, size=SMALL, colour=style.ink, align="center")
            self.text(x + 17, top + 4.5, words)
            x += wide
        return (line + 1) * 13


def key_height(words: Sequence[str]) -> float:
    """How many points high the legend of cells with these words will be."""
    x, lines = MARGIN, 1
    for each in words:
        wide = 14 + 3 + width_of(each) + 12
        if x + wide > WIDTH and x > MARGIN:
            x, lines = MARGIN, lines + 1
        x += wide
    return lines * 13.0
