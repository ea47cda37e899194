"""Results gathered and told: counted by cause, the first of each kept, in words and with their passages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import pyoxigraph as ox

from ..loaders.iris import PEEL, SH, SKOS
from ..store import Term, text
from .child import Done, Kept
from .core import Found
from .data import Data
from .results import Result, Severity
from .shapes import Saying, ShapeSet
from .words import VARIABLE, filled, name, named, places

_NOTATION, _REPORT = ox.NamedNode(f"{SKOS}notation"), ox.NamedNode(f"{PEEL}report")
_WORST_FIRST = {severity: rank for rank, severity in enumerate(Severity)}

_Source = tuple[Term, Term | None]


@dataclass
class Findings:
    """Results of one document, at most so many of each source."""

    most: int
    counts: Counter[str] = field(default_factory=Counter)
    """How many results each shape gave in all, by its IRI."""
    _sayings: dict[_Source, Saying] = field(default_factory=dict)
    _kept: dict[_Source, Kept] = field(default_factory=dict)

    def add(self, shapes: ShapeSet, found: Found) -> None:
        """Count a result, and keep it if it is among the first of its source."""
        source = (found.shape, found.constraint)
        if source not in self._kept:
            self._sayings[source] = shapes.saying(*source)
            self._kept[source] = Kept(self.most)
        self._kept[source].add(found)
        self.counts[self._sayings[source].iri] += 1

    def add_done(self, shapes: ShapeSet, done: Done) -> None:
        """Count and keep what came of a task in another process."""
        for source, kept in done.kept.items():
            first = kept.first()
            for found in first:
                self.add(shapes, found)
            self.counts[self._sayings[source].iri] += kept.count - len(first)

    def told(self, data: Data, key: str) -> list[Result]:
        """The results that are kept, in order.

        Args:
            data: in which names and passages are looked up.
            key: of what was validated, for things that are of no report.
        """
        found = [
            _result(data, one, self._sayings[source], key)
            for source, kept in self._kept.items()
            for one in kept.first()
        ]
        return first_of_each(found, self.most)


def first_of_each(results: Iterable[Result], most: int) -> list[Result]:
    """Results in the order in which they are shown, at most so many of each shape."""
    seen: Counter[str] = Counter()
    first = []
    for result in sorted(results, key=_order):
        seen[result.shape] += 1
        if seen[result.shape] <= most:
            first.append(result)
    return first


def _order(result: Result) -> tuple[int, str, str, str, str, str, str]:
    rank = _WORST_FIRST[result.severity]
    return rank, result.cause, result.report, result.focus, result.path, result.value, result.message


def _result(data: Data, found: Found, saying: Saying, key: str) -> Result:
    report = found.focus if data.one(found.focus, _NOTATION) and not data.one(found.focus, _REPORT) else None
    report = data.one(found.focus, _REPORT) or (report if report and _is_report(data, report) else None)
    return Result(
        shape=saying.iri,
        cause=saying.cause,
        severity=saying.severity,
        component=f"{SH}{found.component}",
        focus=text(found.focus),
        path=found.path,
        value="" if found.value is None else str(found.value),
        message=_message(data, found, saying),
        remedy=saying.remedy,
        report=text(data.one(report, _NOTATION) if report else None) or key,
        places=places(data, (found.focus, found.value, *found.row.values())),
    )


def _is_report(data: Data, node: Term) -> bool:
    return data.is_a(node, ox.NamedNode(f"{PEEL}Report"))


def _message(data: Data, found: Found, saying: Saying) -> str:
    """The shape's message with its values; without one, what the engine says."""
    row = {"this": found.focus, **found.row}
    if found.path:
        row["path"] = ox.Literal(_path_names(data, found.path))
    if found.value is not None:
        row["value"] = found.value
    unfilled = set(VARIABLE.findall(saying.message)) - row.keys()
    if saying.message and not (unfilled and found.message):
        return filled(saying.message, row, data)
    if found.message:
        return named(found.message, data)
    about = f" ({_path_names(data, found.path)})" if found.path else ""
    what = found.component.removesuffix("ConstraintComponent")
    return f"{name(data, found.focus)}{about} does not meet {what} of the shape “{saying.cause}”."


def _path_names(data: Data, path: str) -> str:
    return name(data, ox.NamedNode(path)) if ":" in path and not set("<>() ") & set(path) else path
