"""Takes a report that is given as text apart: headings, paragraphs, lists, tables, footnotes and the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

GRADES = {"Outstanding", "Good", "Requires improvement", "Inadequate", "Ungraded"}
MARK = re.compile(r"([⁰¹²³⁴⁵⁶⁷⁸⁹]+)|\^\{([\d,*]+)\}")
PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_ITEM = re.compile(r"^( *)((?:- |\d\. ).*(?:\n(?! *(?:- |\d\. )).*)*)", re.MULTILINE)


@dataclass
class Element:
    """A part of the report: a kind and its text, rows or parts."""

    kind: str
    text: str = ""
    rows: list[list[str]] = field(default_factory=list)
    level: int = 0


def parse(text: str) -> tuple[list[Element], dict[int, list[Element]]]:  # noqa: PLR0912, PLR0915  one branch a kind
    """The elements of a report in order, and its footnotes by number."""
    groups = [g.strip("\n") for g in re.split(r"\n[ \t]*\n+", text) if g.strip()]
    elements: list[Element] = []
    notes: dict[int, list[Element]] = {}
    part, cut, note = "title", None, None
    for group in groups:
        lines = group.split("\n")
        if match := re.match(r"([⁰¹²³⁴⁵⁶⁷⁸⁹]+) ", group):
            note = int(match[1].translate(PLAIN))
            notes[note] = [Element("note", group)]
            continue
        if re.match(r" ?(?:- |\d\. )", group):
            items = [Element("item", m[2], level=len(m[1])) for m in _ITEM.finditer(group)]
            if note is not None and notes[note][-1].text.endswith(":"):
                notes[note] += [Element("note", item.text) for item in items]
            else:
                elements += items
                note = None
            continue
        joined = " ".join(ln.strip() for ln in lines)
        if cut is not None and joined[:1].islower():
            cut.text += " " + joined
            cut = None
            continue
        note = None
        if joined in {"Contents", "Force in numbers", "Overall summary"} and part != "annex":
            part = joined
            elements.append(Element("heading", joined, level=2 if part == "Overall summary" else 1))
            continue
        if part == "Contents" and "\t" in group:
            elements.append(Element("contents", rows=[ln.split("\t") for ln in lines]))
            continue
        if joined == "Introduction" or joined.startswith(("Overview –", "Annex A –")):
            part = "annex" if joined.startswith("Annex") else "text"
        if part == "Force in numbers":
            elements.append(Element("number", joined))
        elif part == "Overall summary" and joined.endswith("?"):
            elements.append(Element("question", joined))
        elif part == "Overall summary" and joined in GRADES:
            elements[-1] = Element("graded", rows=[[elements[-1].text, joined]])
        elif "\t" in group:
            elements.append(Element("table", rows=[ln.split("\t") for ln in lines if ln.strip()]))
        elif joined in GRADES:
            elements.append(Element("grade", joined))
        elif re.match(r"Figure \d+:", joined):
            elements.append(Element("caption", joined))
        elif part == "title":
            elements.append(Element("title", joined))
        elif re.match(r"Source:|For further|\*\s?[A-Z]|Note:", joined):
            elements.append(Element("small", joined))
        elif joined[-1] not in ".:;’'" and len(joined) < 160 and joined[:1].isupper() and not joined.endswith("shares"):
            if re.search(r"[.,] ", joined) and not joined.endswith("?"):
                elements.append(Element("paragraph", joined))
                cut = elements[-1]
            else:
                elements.append(Element("heading", joined, level=_level(joined)))
        else:
            part = "text" if part == "Overall summary" else part
            elements.append(Element("paragraph", joined))
            cut = elements[-1] if joined[-1] not in ".:;?" else None
    return elements, notes


def _level(title: str) -> int:
    if title.startswith(("Introduction", "Overview", "Next steps", "Annex")):
        return 1
    if title.endswith("?") or title.startswith(("Summary of", "Overall")):
        return 2
    return 3
