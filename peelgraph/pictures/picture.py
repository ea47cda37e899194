"""A picture with all that belongs to it: words that say what is to be seen, the data as a table, and the sources."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl
from lxml import etree

from ..errors import UsageError
from ..printable import printable
from .page import fragment, page

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

DOTS_PER_INCH = 200
SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}href"


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A drawing that does not depend on being seen.

    In a notebook it shows itself with its table and sources beneath.
    """

    title: str
    alt: str
    """What is to be seen, in words made from the data."""
    table: pd.DataFrame
    """The data that are drawn, as words and numbers; its twin for those who cannot or would rather not look."""
    sources: tuple[str, ...]
    """Reports, version of the data, licence."""
    notes: tuple[str, ...]
    """What the picture cannot show, and what not to read into it."""
    figure: Figure

    @property
    def svg(self) -> str:
        """The picture as an SVG element whose title and description name it for screen readers.

        The same data give the same text. Names inside it are its own, so many can stand on one page.
        """
        out = io.StringIO()
        with mpl.rc_context({"svg.hashsalt": "peelgraph", "svg.fonttype": "none"}):
            self.figure.savefig(
                out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
            )
        root = etree.fromstring(out.getvalue().encode())
        for part in (*root.iter(f"{SVG}metadata"), *root.iter(f"{SVG}style")):
            above = part.getparent()
            if above is not None:
                above.remove(part)
        about = printable(f"{self.title}\n{self.alt}")
        mark = hashlib.sha256(f"{about}\n{out.getvalue()}".encode()).hexdigest()[:8]
        _rename(root, f"p{mark}-")
        # What matplotlib says in a style sheet, which would also bear upon the page around the picture.
        root.set("stroke-linejoin", "round")
        root.set("stroke-linecap", "butt")
        root.set("role", "img")
        root.set("aria-labelledby", f"p{mark}-title")
        root.set("aria-describedby", f"p{mark}-desc")
        for place, (name, words) in enumerate((("title", self.title), ("desc", self.alt))):
            element = etree.Element(f"{SVG}{name}", id=f"p{mark}-{name}")
            element.text = printable(words)
            root.insert(place, element)
        return etree.tostring(root, encoding="unicode")

    def save(self, path: str | Path) -> Path:
        """Write the picture to a file: ``.svg``, ``.png``, or ``.html`` with its table, notes and sources.

        Returns:
            where it was written.

        Raises:
            UsageError: the name ends otherwise, or the file cannot be written.
        """
        target = Path(path)
        suffix = target.suffix.lower()
        if suffix == ".png":
            content = self._png()
        elif suffix == ".svg":
            content = f'<?xml version="1.0" encoding="utf-8"?>\n{self.svg}\n'.encode()
        elif suffix == ".html":
            content = page(self.title, self._repr_html_()).encode()
        else:
            raise UsageError(f"A picture is not written as '{target.name}': end the name with .svg, .png or .html.")
        return written(target, content)

    def _png(self) -> bytes:
        out = io.BytesIO()
        # The words go with the file: a picture is soon cut out of the page that explained it.
        about = {"Title": self.title, "Description": self.alt, "Copyright": "\n".join(self.sources)}
        metadata = {"Software": None, **{name: printable(words) for name, words in about.items()}}
        self.figure.savefig(out, format="png", dpi=DOTS_PER_INCH, metadata=metadata)
        return out.getvalue()

    def _repr_html_(self) -> str:
        return fragment(self.svg, self.table, self.title, self.notes, self.sources)


def written(target: Path, content: bytes) -> Path:
    """Write a file.

    Raises:
        UsageError: it cannot be written.
    """
    try:
        target.write_bytes(content)
    except OSError as error:
        raise UsageError(f"'{target}' cannot be written ({error.strerror}): give another place.") from error
    return target


def _rename(root: etree._Element, prefix: str) -> None:
    """Put a prefix to every identifier, and to what refers to one."""
    for element in root.iter():
        for name, value in element.attrib.items():
            if name == "id":
                element.set(name, prefix + value)
            elif name == XLINK and value.startswith("#"):
                element.set(name, f"#{prefix}{value[1:]}")
            elif "url(#" in value:
                element.set(name, value.replace("url(#", f"url(#{prefix}"))
