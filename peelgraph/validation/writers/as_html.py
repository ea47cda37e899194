"""A page to read, one file that asks nothing of any other place and runs no script.

Whatever comes from a document is escaped; a policy (Content Security Policy Level 3) admits nothing but the
page's own style sheet, known by its checksum. What is shown can be narrowed by choices that the style sheet heeds.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable
from html import escape
from importlib.resources import files

from ... import __version__
from ...printable import in_one_line
from ..baseline import State
from ..results import Place, Severity
from .report import HEADING, MEANING, Group, Item, Report, about, grouped, plural, short, where

QUOTED = 2_000
"""Characters of a quote that are shown."""


def as_html(report: Report) -> str:
    """The page, to be stored as UTF-8."""
    documents = _Documents(report)
    style = files(__package__).joinpath("page.css").read_text("utf-8") + documents.rules()
    checksum = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{checksum}'; base-uri 'none'; form-action 'none'"
    parts = [_severity(severity, report, documents) for severity in Severity]
    return f"""<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Validation of {_shown(documents.title)}</title>
<style>{style}</style>
</head>
<body>
<a class="skip" href="#results">Skip to the results</a>
<header>
<h1>Validation of {_shown(documents.title)}</h1>
<p class="verdict">{_shown(report.summary())}</p>
{documents.choices()}{_state_choices(report)}</header>
<main>
{documents.table()}<div id="results">
{"".join(parts)}{_gone(report, documents)}</div>
{_notes(report)}</main>
<footer><p>{_licence(report)}Written by peelgraph {escape(__version__)}.</p></footer>
</body>
</html>
"""


def _shown(text: str) -> str:
    """Text as it can stand anywhere in HTML."""
    return escape(in_one_line(text))


class _Documents:
    """The documents that were checked: a table of them, and the choice of one."""

    def __init__(self, report: Report) -> None:
        self.all = report.outcome.documents
        self.found = Counter(item.result.report for item in report.items)
        self.number = {document.key: n for n, document in enumerate(self.all) if document.key}

    @property
    def title(self) -> str:
        """The document, or how many there are."""
        return self.all[0].key or self.all[0].file if len(self.all) == 1 else plural(len(self.all), "document")

    def classes(self, item: Item) -> str:
        """The class of an item by its document."""
        number = self.number.get(item.result.report)
        return "" if number is None else f"d{number}"

    def rules(self) -> str:
        """Style rules by which a choice hides what belongs to other documents or has another state."""
        chosen = [f"d{number}" for key, number in self.number.items() if self.found[key]]
        return "".join(
            f"body:has(#only-{name}:checked) :is(.item, .cause):not(.{name}) {{ display: none; }}\n"
            for name in [*chosen, State.NEW]
        )

    def choices(self) -> str:
        """Which document to show; nothing if only one has results."""
        options = [(f"d{number}", key, False) for key, number in self.number.items() if self.found[key]]
        return _radios("document", "Show results of", [("d-all", "all", True), *options]) if len(options) > 1 else ""

    def table(self) -> str:
        """What came of each document."""
        rows = "".join(
            f"<tr><td>{_shown(document.file)}</td>"
            f'<td class="number">{plural(self.found[document.key], "result") if document.key else "not read"}</td>'
            f"<td>{'<br>'.join(_shown(said) for said in (*document.faults, *document.warnings))}</td></tr>\n"
            for document in self.all
        )
        return (
            "<section>\n<h2>Documents</h2>\n<table>\n<thead><tr>"
            '<th scope="col">file</th><th scope="col">results listed</th><th scope="col">remarks</th>'
            f"</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</section>\n"
        )


def _state_choices(report: Report) -> str:
    if report.comparison is None:
        return ""
    return _radios("state", "Show", [("s-all", "all", True), (str(State.NEW), "new ones only", False)])


def _radios(name: str, legend: str, options: Iterable[tuple[str, str, bool]]) -> str:
    boxes = "".join(
        f'<label><input type="radio" name="{name}" id="only-{value}"{" checked" if checked else ""}> '
        f"{_shown(label)}</label>\n"
        for value, label, checked in options
    )
    return f"<fieldset>\n<legend>{legend}</legend>\n{boxes}</fieldset>\n"


def _severity(severity: Severity, report: Report, documents: _Documents) -> str:
    groups = [group for group in report.groups() if group.severity is severity]
    total = plural(sum(group.count for group in groups), "result") if groups else "none"
    inner = "".join(_group(group, documents) for group in groups)
    meaning = f'<p class="quiet">{MEANING[severity]}</p>\n' if groups else ""
    return f'<section class="{severity}">\n<h2>{HEADING[severity]}: {total}</h2>\n{meaning}{inner}</section>\n'


def _gone(report: Report, documents: _Documents) -> str:
    if report.comparison is None:
        return ""
    total = plural(len(report.gone), "result") if report.gone else "none"
    inner = "".join(_group(group, documents) for group in grouped(report.gone, {}))
    return f"<section>\n<h2>Gone since the earlier validation: {total}</h2>\n{inner}</section>\n"


def _group(group: Group, documents: _Documents) -> str:
    """A cause; it carries the classes of its items, so as to be hidden when all of them are."""
    classes = " ".join(sorted({"cause"} | {c for item in group.items for c in _classes(item, documents)}))
    is_open = "" if group.severity is Severity.NOTE else " open"
    name = f' <code class="quiet">{_shown(short(group.shape))}</code>' if short(group.shape) else ""
    remedy = f"<p><b>To put it right:</b> {_shown(group.remedy)}</p>\n" if group.remedy else ""
    left_out = group.count - len(group.items)
    more = f'<p class="quiet">… and {left_out:,} more, which are not listed.</p>\n' if left_out else ""
    items = "".join(_item(item, documents, with_remedy=not group.remedy) for item in group.items)
    return (
        f'<details class="{classes}"{is_open}>\n'
        f"<summary><h3>{_shown(group.cause)}: {group.count:,}</h3>{name}</summary>\n"
        f"{remedy}<ol>\n{items}</ol>\n{more}</details>\n"
    )


def _classes(item: Item, documents: _Documents) -> set[str]:
    return {documents.classes(item), str(item.state or "")} - {""}


def _item(item: Item, documents: _Documents, *, with_remedy: bool) -> str:
    result = item.result
    classes = " ".join(["item", *sorted(_classes(item, documents))])
    state = f'<span class="state">{item.state}</span> ' if item.state else ""
    remedy = f"<p><b>To put it right:</b> {_shown(result.remedy)}</p>" if with_remedy and result.remedy else ""
    return (
        f'<li class="{classes}"><p>{state}{_shown(result.message)}</p>'
        f"{''.join(map(_place, result.places))}{remedy}"
        f'<p class="where">About <code>{_shown(about(result))}</code></p></li>\n'
    )


def _place(place: Place) -> str:
    quote = place.quote if len(place.quote) <= QUOTED else f"{place.quote[:QUOTED]} …"
    return f'<p class="where">{_shown(where(place))}</p><blockquote>{_shown(quote)}</blockquote>'


def _notes(report: Report) -> str:
    if not report.notes:
        return ""
    said = "".join(f"<li>{_shown(note)}</li>\n" for note in report.notes)
    return f"<section>\n<h2>Notes</h2>\n<ul>\n{said}</ul>\n</section>\n"


def _licence(report: Report) -> str:
    return f"Words quoted: {_shown(report.licence)}<br>\n" if report.licence else ""
