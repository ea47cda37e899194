"""How the tests look at a picture without eyes: its words, and where they stand."""

from __future__ import annotations

import numpy as np
from lxml import etree
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from peelgraph.pictures import Picture
from peelgraph.pictures.picture import DOTS_PER_INCH

SVG = "{http://www.w3.org/2000/svg}"


def words(picture: Picture) -> list[str]:
    """Every line of text that is drawn, in its order."""
    root = etree.fromstring(picture.svg.encode())
    return ["".join(element.itertext()) for element in root.iter(f"{SVG}text")]


def faults(picture: Picture) -> list[str]:
    """Lines that are cut off by the edge of the sheet, and lines that lie over one another."""
    picture.figure.set_dpi(DOTS_PER_INCH)  # as it is saved
    canvas = picture.figure.canvas
    assert isinstance(canvas, FigureCanvasAgg)
    renderer = canvas.get_renderer()  # type: ignore[no-untyped-call]
    texts = [text for text in picture.figure.findobj(Text) if text.get_text()]
    left, bottom, right, top = np.array([text.get_window_extent(renderer).extents for text in texts]).T
    sheet = picture.figure.bbox
    cut = (left < sheet.x0 - 1) | (right > sheet.x1 + 1) | (bottom < sheet.y0 - 1) | (top > sheet.y1 + 1)
    # A line is as high as its tallest letter could be, so lines may come within a hair of each other.
    wide = np.minimum.outer(right, right) - np.maximum.outer(left, left)
    high = np.minimum.outer(top, top) - np.maximum.outer(bottom, bottom)
    over = np.argwhere(np.triu((wide > 3) & (high > 5), 1))
    return [f"cut off: {texts[at].get_text()}" for at in np.flatnonzero(cut)] + [
        f"'{texts[one].get_text()}' over '{texts[other].get_text()}'" for one, other in over
    ]
