"""SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html), for CI services and editors.

Sections named below are of that standard.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import quote as percent_encoded

from ... import __version__
from ...loaders import LoadError
from ...loaders.documents.text import decode
from ...printable import in_one_line, printable
from ..baseline import State, fingerprint
from ..results import Checked, Place, Severity
from .as_json import dumped
from .report import Item, Report, document_of, grouped, short

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
LEVEL = {Severity.BLOCKS: "error", Severity.CAVEAT: "warning", Severity.NOTE: "note"}
BASELINE = {State.NEW: "new", State.UNCHANGED: "unchanged", State.GONE: "absent"}
"""Section 3.27.24."""
FINGERPRINT = "peelgraphResult/v1"
"""Section 3.27.17: a name with its version, to be raised when `fingerprint` changes."""

_Object = dict[str, object]


def as_sarif(report: Report) -> str:
    """One run with a rule for each shape that found something, and all results that are listed."""
    items = (*report.items, *report.gone)
    ids = _ids(dict.fromkeys(item.result.shape for item in items))
    places = {shape: index for index, shape in enumerate(ids)}
    files = _Files(report.outcome.documents)
    run: _Object = {
        "tool": {
            "driver": {
                "name": "peelgraph",
                "semanticVersion": __version__,
                "rules": _rules(items, ids),
            }
        },
        "invocations": [
            {
                "executionSuccessful": not report.unread,
                "exitCode": report.exit_code,
                "toolExecutionNotifications": list(_notifications(report, files)),
            }
        ],
        "columnKind": "unicodeCodePoints",
        "artifacts": [
            {"location": {"uri": files.uri(document)}} for document in report.outcome.documents if document.file
        ],
        "results": [_result(item, ids[item.result.shape], places[item.result.shape], files) for item in items],
    }
    if report.licence:
        run["properties"] = {"licence": report.licence}
    return f"{dumped({'version': '2.1.0', '$schema': SCHEMA, 'runs': [run]})}\n"


def _message(words: str) -> _Object:
    """A plain text message: not empty, and with no placeholder or link (sections 3.11.3 to 3.11.8)."""
    text = in_one_line(words).replace("{", "{{").replace("}", "}}").replace("](", "] (")
    return {"text": text or "(no message)"}


def _ids(shapes: Iterable[str]) -> Mapping[str, str]:
    """Names of shapes: short, unless two would have the same."""
    ids: dict[str, str] = {}
    for shape in shapes:
        name = in_one_line(short(shape) or shape)
        ids[shape] = in_one_line(shape) if name in ids.values() else name
    return ids


def _rules(items: Sequence[Item], ids: Mapping[str, str]) -> list[_Object]:
    groups = {group.shape: group for group in grouped(items, {})}
    rules = []
    for shape, name in ids.items():
        group = groups[shape]
        rule: _Object = {
            "id": name,
            "shortDescription": _message(group.cause),
            "defaultConfiguration": {"level": LEVEL[group.severity]},
        }
        if group.remedy:
            rule["help"] = _message(f"To put it right: {group.remedy}")
        if shape.startswith(("http://", "https://")):
            rule["helpUri"] = _uri(shape)
        rules.append(rule)
    return rules


def _result(item: Item, rule: str, index: int, files: _Files) -> _Object:
    result = item.result
    properties: _Object = {
        "report": printable(result.report),
        "focus": printable(result.focus),
        "path": printable(result.path),
        "value": printable(result.value),
        "remedy": printable(result.remedy),
    }
    locations = [files.location(result.report, place) for place in result.places] or files.whole(result.report)
    content: _Object = {
        "ruleId": rule,
        "ruleIndex": index,
        "level": LEVEL[result.severity],
        "message": _message(result.message),
        "locations": locations[:1],
        "partialFingerprints": {FINGERPRINT: fingerprint(result)},
        "properties": {name: value for name, value in properties.items() if value},
    }
    if len(locations) > 1:
        # The others are further places of the same contradiction, not further ones to change (3.27.12, 3.27.22).
        content["relatedLocations"] = locations[1:]
    if item.state:
        content["baselineState"] = BASELINE[item.state]
    return content


def _notifications(report: Report, files: _Files) -> Iterable[_Object]:
    for document in report.outcome.documents:
        at = [{"physicalLocation": {"artifactLocation": {"uri": files.uri(document)}}}] if document.file else []
        for fault in document.faults:
            yield {"level": "error", "message": _message(fault), "locations": at}
        for warning in document.warnings:
            yield {"level": "note", "message": _message(warning), "locations": at}
    for note in report.notes:
        yield {"level": "warning", "message": _message(note)}


def _uri(text: str) -> str:
    return percent_encoded(printable(text), safe="/:#?&=%@+,;~!$'()*")


class _Files:
    """The documents that were checked, as artifacts."""

    def __init__(self, documents: Sequence[Checked]) -> None:
        self.documents = documents
        self.texts: dict[str, str] = {}

    def uri(self, document: Checked) -> str:
        """Relative as it was given, so that a CI service finds it in its checkout; absolute as ``file:``."""
        path = Path(document.file)
        relative = percent_encoded(path.as_posix().encode("utf-8", "surrogateescape"))
        return f"file://{relative}" if path.is_absolute() else relative

    def whole(self, report: str) -> list[_Object]:
        """The document of a report as a location; none if it was not among those checked."""
        uris = [self.uri(document) for document in self.documents if report and document.key == report]
        return [{"physicalLocation": {"artifactLocation": {"uri": uri}}} for uri in uris[:1]]

    def location(self, report: str, place: Place) -> _Object:
        """The words as a region of the file where they stand in it as they are; else in the message only.

        Offsets in what was read out of a PDF or a page of HTML are not offsets in the file.
        """
        document = document_of(report, place.document, self.documents)
        physical: _Object = {
            "artifactLocation": {"uri": self.uri(document) if document else percent_encoded(printable(place.document))}
        }
        text = self._text(document) if document else ""
        snippet = {"text": printable(place.quote)}
        if place.quote and text[place.start : place.end] == place.quote:
            line, column = partial(_line, text), partial(_column, text)
            physical["region"] = {
                "startLine": line(place.start),
                "startColumn": column(place.start),
                "endLine": line(place.end),
                "endColumn": column(place.end),
                "charOffset": place.start,
                "charLength": place.end - place.start,
                "snippet": snippet,
            }
        page = f"Page {place.page}. " if place.page is not None else ""
        section = f"Under “{place.section}”. " if place.section else ""
        quote = "" if "region" in physical else f"“{place.quote}”"
        said = f"{page}{section}{quote}"
        return {"physicalLocation": physical, **({"message": _message(said)} if said.strip() else {})}

    def _text(self, document: Checked) -> str:
        """What the file says as text; empty if it is none."""
        if document.file not in self.texts:
            try:
                self.texts[document.file] = decode(Path(document.file).read_bytes(), document.file)[0]
            except (LoadError, OSError):
                self.texts[document.file] = ""
        return self.texts[document.file]


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _column(text: str, offset: int) -> int:
    return offset - text.rfind("\n", 0, offset)
