"""HTML pages: their words in blocks, laid out as our text reports are.

Kept are the title and the address that the page gives itself, headings, paragraphs, lists, tables and
the trail of breadcrumbs; left out is what is not shown or is there on every page of a site (scripts,
styles, menus, forms, the foot of the page).
"""

from __future__ import annotations

import re

from lxml import etree

from .document import LoadError

MAX_LETTERS = 8_000_000
"""Of the source of a page."""
_MAX_ELEMENTS = 200_000

_OPENING = re.compile(
    r"(?:\ufeff|\s|<!--.*?-->|<\?xml.*?\?>)*<(?:!doctype\s+html|html|head|body|title|meta|main|article|section|div|h1|p|"
    r"table|ul|ol)\b[^<]*>",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_SNIFFED = 4_096

_LEFT_OUT = frozenset(
    {
        *("script", "style", "noscript", "template", "svg", "math", "object", "embed", "iframe", "canvas", "audio"),
        *(
            "video",
            "map",
            "button",
            "select",
            "option",
            "textarea",
            "input",
            "form",
            "footer",
            "aside",
            "dialog",
            "head",
        ),
    }
)
_INLINE = frozenset(
    {
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i"),
        *("img", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup"),
        *("time", "tt", "u", "var", "wbr"),
    }
)
_CELLS = frozenset({"td", "th"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SPACE = re.compile(r"\s+")


def is_html(start: str) -> bool:
    """Whether a text begins as a page of HTML does.

    >>> is_html("<!DOCTYPE html><html>"), is_html("Crime fell (<5 percent)")
    (True, False)
    """
    return _OPENING.match(start[:_SNIFFED]) is not None


def declared(data: bytes) -> tuple[str, str, tuple[str, ...]] | None:
    """A page in the encoding that it says it is in, with that and warnings; None where it says none that holds."""
    match = _CHARSET.search(data[:_SNIFFED])
    charset = match[1].decode("ascii").casefold() if match else "utf-8"
    if charset in {"utf-8", "utf8"}:
        return None
    try:
        return data.decode(_AS_BROWSERS_DO.get(charset, charset)), charset, ()
    except (LookupError, UnicodeDecodeError):
        return None


_AS_BROWSERS_DO = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}
"""Encodings that pages name and mean another by (WHATWG Encoding Standard, 4.2)."""


def html_text(source: str, name: str) -> str:
    """The words of a page.

    Args:
        source: the page.
        name: name of its file, for messages.

    Raises:
        LoadError: the page is too large, or has no words.
    """
    if len(source) > MAX_LETTERS:
        raise LoadError(f"{name} has more than {MAX_LETTERS // 1_000_000} million letters, too many for a page.")
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = etree.fromstring(source.encode("utf-8", errors="replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    blocks = _blocks(root, name) if root is not None else []
    if root is None or not blocks:
        raise LoadError(f"{name} is a page without words; save the page as it is shown and try again.")
    heading = _heading(root)
    return "\n\n".join([*(h for h in heading if h != blocks[0]), *blocks]) + "\n"


def _heading(root: etree._Element) -> list[str]:
    """The title and the address that a page gives itself."""
    found = []
    title = root.find(".//title")
    if title is not None and (words := _SPACE.sub(" ", title.text or "").strip()):
        found.append(words)
    for link in root.iter("link"):
        if (link.get("rel") or "").casefold() == "canonical" and re.fullmatch(r"https?://\S+", link.get("href") or ""):
            found.append(str(link.get("href")))
            break
    return found


class _Pen:
    """Writes words into blocks."""

    def __init__(self) -> None:
        self.blocks: list[str] = []
        self.words: list[str] = []
        self.prefix = ""
        self.row: list[str] | None = None
        self.in_list = False

    def write(self, text: str | None) -> None:
        if text:
            self.words.append(text)

    def end_block(self) -> None:
        """Close the paragraph, heading or item; in a table the words stay in their cell."""
        lines = [_SPACE.sub(" ", line).strip() for line in "".join(self.words).split("\x1f")]
        text = "\n".join(line for line in lines if line)
        self.words = []
        if self.row is not None:
            if text and self.row:
                self.row[-1] = f"{self.row[-1]} {text}".strip().replace("\n", " ")
            return
        if not text:
            return
        if self.prefix and self.in_list and self.blocks:
            self.blocks[-1] += f"\n{self.prefix}{text}"
        else:
            self.blocks.append(self.prefix + text)
        self.in_list = bool(self.prefix)
        self.prefix = ""

    def end_row(self) -> None:
        self.end_block()
        if self.row and any(self.row):
            line = "\t".join(self.row)
            if self.blocks and "\t" in self.blocks[-1] and "\t" in line:
                self.blocks[-1] += f"\n{line}"
            else:
                self.blocks.append(line)
            self.in_list = False
        self.row = None


def _blocks(root: etree._Element, name: str) -> list[str]:
    pen = _Pen()
    depth = 0
    lists = 0
    for count, (event, element) in enumerate(etree.iterwalk(root, events=("start", "end"))):
        if count > 2 * _MAX_ELEMENTS:
            raise LoadError(f"{name} has more than {_MAX_ELEMENTS} elements, too many for a page.")
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if depth or _is_left_out(element, tag):
                depth += 1
                continue
            if tag not in _INLINE:
                _open(pen, tag, lists)
                lists += tag in {"ul", "ol"}
            pen.write(_inside(element, tag))
            continue
        if depth:
            depth -= 1
        elif tag not in _INLINE:
            lists -= tag in {"ul", "ol"}
            _close(pen, tag)
        if not depth:
            pen.write(element.tail)
    pen.end_block()
    return pen.blocks


def _inside(element: etree._Element, tag: str) -> str | None:
    text = element.text
    if tag == "sup" and text and re.fullmatch(r"\[?\d+\]?", text.strip()):
        return text.strip("[] \n\t").translate(_SUPERSCRIPTS)
    return text


def _open(pen: _Pen, tag: str, lists: int) -> None:
    if tag == "br":
        pen.write("\x1f")
        return
    pen.end_block()
    if tag == "tr":
        pen.row = []
    elif tag in _CELLS and pen.row is not None:
        pen.row.append("")
    elif tag == "li":
        pen.prefix = " " * max(lists - 1, 0) + "- "
    elif tag not in {"ul", "ol"} and lists == 0:
        pen.prefix = ""
        pen.in_list = False


def _close(pen: _Pen, tag: str) -> None:
    if tag == "br":
        return
    pen.end_block()
    if tag == "tr":
        pen.end_row()
    if tag == "li":
        pen.prefix = ""


def _is_left_out(element: etree._Element, tag: str) -> bool:
    if not tag or tag in _LEFT_OUT:
        return True
    if tag == "nav" or element.get("role") == "navigation":
        about = " ".join(element.get(name) or "" for name in ("class", "id", "aria-label")).casefold()
        return "breadcrumb" not in about
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or _HIDDEN.search(element.get("style") or "") is not None
    )
