"""A drawing of the core of the ontology: its main classes, and the properties that join them."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from ..loaders.iris import PEEL

_WIDTH, _HEIGHT = 150, 40
_ACROSS, _DOWN = 230, 105
_MARGIN = 20
_SVG = "http://www.w3.org/2000/svg"


@dataclass(frozen=True, slots=True)
class Box:
    """A class and its place: column and row of a grid, counted from 0."""

    term: str
    column: int
    row: int


@dataclass(frozen=True, slots=True)
class Arrow:
    """A property from one class to another."""

    term: str
    source: str
    target: str


BOXES = (
    Box("Inspection", 0, 0), Box("Report", 1, 0), Box("Document", 2, 0), Box("Passage", 3, 0),
    Box("Force", 0, 1), Box("Judgment", 1, 1), Box("Evidence", 2, 1), Box("Theme", 3, 1),
    Box("ForceCollaboration", 0, 2), Box("Question", 1, 2), Box("Grade", 2, 2), Box("Initiative", 3, 2),
    Box("Finding", 0, 3), Box("Observation", 1, 3), Box("Metric", 2, 3), Box("PartnerAgency", 3, 3),
)  # fmt: skip
"""What is drawn, by local name."""

ARROWS = (
    Arrow("inspection", "Report", "Inspection"),
    Arrow("inDocument", "Passage", "Document"),
    Arrow("force", "Inspection", "Force"),
    Arrow("report", "Judgment", "Report"),
    Arrow("force", "Judgment", "Force"),
    Arrow("supports", "Evidence", "Judgment"),
    Arrow("statedBy", "Evidence", "Passage"),
    Arrow("theme", "Evidence", "Theme"),
    Arrow("hasMember", "ForceCollaboration", "Force"),
    Arrow("question", "Judgment", "Question"),
    Arrow("grade", "Judgment", "Grade"),
    Arrow("theme", "Initiative", "Theme"),
    Arrow("question", "Finding", "Question"),
    Arrow("metric", "Observation", "Metric"),
    Arrow("partner", "Initiative", "PartnerAgency"),
)
"""Properties that are drawn; each joins neighbours, so that no line crosses a box."""


def diagram(link: dict[str, str]) -> etree._Element:
    """The drawing as SVG.

    Args:
        link: where a box leads to, by IRI of its class.

    Returns:
        An ``svg`` element with a title and a description for those who cannot see it.
    """
    columns, rows = max(box.column for box in BOXES) + 1, max(box.row for box in BOXES) + 1
    width, height = 2 * _MARGIN + (columns - 1) * _ACROSS + _WIDTH, 2 * _MARGIN + (rows - 1) * _DOWN + _HEIGHT
    svg = etree.Element(
        f"{{{_SVG}}}svg", {"viewBox": f"0 0 {width} {height}", "role": "img", "aria-labelledby": "core-t core-d"},
        nsmap={None: _SVG},
    )  # fmt: skip
    _add(svg, "title", "The core of the ontology", id="core-t")
    said = "; ".join(f"{arrow.source} {arrow.term} {arrow.target}" for arrow in ARROWS)
    _add(svg, "desc", f"Classes and the properties that join them: {said}.", id="core-d")
    marker = _add(
        _add(svg, "defs"), "marker", id="tip", viewBox="0 0 8 8", refX="8", refY="4", markerWidth="8",
        markerHeight="8", orient="auto",
    )  # fmt: skip
    _add(marker, "path", d="M0,0 L8,4 L0,8 z")
    places = {box.term: (_MARGIN + box.column * _ACROSS, _MARGIN + box.row * _DOWN) for box in BOXES}
    for arrow in ARROWS:
        _arrow(svg, arrow, places)
    for box in BOXES:
        x, y = places[box.term]
        holder = svg
        if target := link.get(PEEL + box.term):
            holder = _add(svg, "a", href=target)
        _add(holder, "rect", x=str(x), y=str(y), width=str(_WIDTH), height=str(_HEIGHT), rx="6")
        _add(holder, "text", box.term, x=str(x + _WIDTH // 2), y=str(y + _HEIGHT // 2 + 5))
    return svg


def _arrow(svg: etree._Element, arrow: Arrow, places: dict[str, tuple[int, int]]) -> None:
    (x1, y1), (x2, y2) = places[arrow.source], places[arrow.target]
    across, down = (x2 > x1) - (x2 < x1), (y2 > y1) - (y2 < y1)
    start = (x1 + _WIDTH // 2 + across * _WIDTH // 2, y1 + _HEIGHT // 2 + down * _HEIGHT // 2)
    end = (x2 + _WIDTH // 2 - across * _WIDTH // 2, y2 + _HEIGHT // 2 - down * _HEIGHT // 2)
    _add(svg, "path", d=f"M{start[0]},{start[1]} L{end[0]},{end[1]}", **{"class": "edge", "marker-end": "url(#tip)"})
    middle = ((start[0] + end[0]) // 2, (start[1] + end[1]) // 2)
    beside = (
        {"x": str(middle[0]), "y": str(middle[1] - 6)} if across else {"x": str(middle[0] + 6), "y": str(middle[1])}
    )
    _add(svg, "text", arrow.term, **{"class": "name" if across else "name beside", **beside})


def _add(parent: etree._Element, name: str, content: str | None = None, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{_SVG}}}{name}", attributes)
    element.text = content
    return element
