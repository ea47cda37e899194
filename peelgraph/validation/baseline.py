"""What is new, gone and unchanged since an earlier validation.

Results are matched by what they are about (shape, report, thing, property, value) and not by where the
words stand or how the message is worded, so that a sentence added at the head of a report changes nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from ..errors import UsageError
from ..loaders.iris import ID
from .results import Outcome, Place, Result, Severity

FORMAT = "peelgraph-validation"
VERSION = 1
"""Of the JSON that `writers.as_json` writes and `read_baseline` reads; docs/validation.md describes it."""

_BLANK = re.compile(r"_:\S+")
"""Blank nodes are named anew each time a file is read."""
_PLACE = re.compile(rf"(?<=^{re.escape(ID)})(?:passage|document)/.*|(?<=^<{re.escape(ID)})(?:passage|document)/[^>]*")
_NUMBER = re.compile(r"(?<=[/-])(?!(?:19|20)\d\d(?!\d))\d{3,}(?!\d)")
"""Offsets and running numbers, with which the names of many facts end; years are kept."""
_Value = TypeVar("_Value")


class State(StrEnum):
    """What became of a result since the earlier validation."""

    NEW = "new"
    UNCHANGED = "unchanged"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Baseline:
    """An earlier validation."""

    results: tuple[Result, ...]
    checked: frozenset[str]
    """Names of the documents that were read."""
    cut: frozenset[str]
    """IRIs of the shapes that gave more results than were kept."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A validation held against an earlier one."""

    states: tuple[State, ...]
    """Of each result, in the order of `Outcome.results`: new or unchanged."""
    gone: tuple[Result, ...]
    """Results of the earlier validation that are no longer there."""
    notes: tuple[str, ...] = ()
    """Where the comparison cannot be relied on, a sentence each."""


def fingerprint(result: Result) -> str:
    """What tells a result from others, the same from one validation to the next: 32 hexadecimal digits.

    Two results of one shape about the same thing, property and value share it. Where the name of the thing has
    its place in the document in it, the words that state it stand for the place.
    """
    shape = result.cause if result.shape.startswith("_:") else result.shape
    focus, value = _lasting(result.focus), _lasting(result.value)
    placed = (focus, value) != (result.focus, result.value)
    words = [" ".join(place.quote.split()) for place in result.places] if placed else []
    about = (shape, result.report, focus, _lasting(result.path), value, *words)
    return hashlib.sha256("\0".join(about).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _lasting(name: str) -> str:
    """What of a name is the same the next time, when words have been added before those it stands for."""
    if ID in name:
        return _NUMBER.sub("#", _PLACE.sub("words", name))
    return _BLANK.sub("_:", name)


def cut_shapes(outcome: Outcome) -> frozenset[str]:
    """IRIs of the shapes that gave more results than were kept."""
    kept = Counter(result.shape for result in outcome.results)
    return frozenset(shape for shape, count in outcome.counts if count > kept[shape])


def compare(outcome: Outcome, earlier: Baseline) -> Comparison:
    """Hold a validation against an earlier one.

    Results of documents that were read then and not now are left out of the comparison: it is not known
    what became of them.
    """
    unseen = earlier.checked - {document.key for document in outcome.documents}
    comparable = [result for result in earlier.results if result.report not in unseen]
    before = Counter(fingerprint(result) for result in comparable)
    states: list[State] = []
    for result in outcome.results:
        mark = fingerprint(result)
        states.append(State.UNCHANGED if before[mark] else State.NEW)
        before[mark] -= 1
    gone = []
    # The last of several alike are the ones without a partner.
    for result in reversed(comparable):
        mark = fingerprint(result)
        if before[mark] > 0:
            before[mark] -= 1
            gone.append(result)
    return Comparison(tuple(states), tuple(reversed(gone)), tuple(_doubts(outcome, earlier, unseen)))


def _doubts(outcome: Outcome, earlier: Baseline, unseen: frozenset[str]) -> Iterable[str]:
    if left := Counter(result.report for result in earlier.results if result.report in unseen):
        names = ", ".join(sorted(left))
        yield f"Earlier results of what was not read this time are not compared ({left.total():,}, of {names})."
    if cut := earlier.cut | cut_shapes(outcome):
        causes = {result.shape: result.cause for result in (*earlier.results, *outcome.results)}
        names = "; ".join(sorted(causes[shape] for shape in cut if shape in causes))
        yield f"Not all results were kept of these, so some may be called new or gone that are not: {names}."


def read_baseline(path: Path) -> Baseline:
    """Read what ``peelgraph validate --format json`` wrote.

    Raises:
        UsageError: it cannot be read or is something else.
    """
    other = UsageError(f"{path} is no earlier validation: give what peelgraph validate --format json wrote.")
    try:
        content = json.loads(path.read_bytes())
    except OSError as error:
        raise UsageError(f"The earlier validation {path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise other from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise other
    if content.get("version") != VERSION:
        raise UsageError(f"{path} was written by another version of peelgraph: validate again to get a new one.")
    try:
        results = tuple(_result(each) for each in _list(content, "results"))
        checked = frozenset(_typed(each, "name", str) for each in _list(content, "documents")) - {""}
        counted = [(_typed(c, "shape", str), _typed(c, "count", int) - _typed(c, "listed", int))
                   for c in _list(content, "shapes")]  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise other from error
    return Baseline(results, checked, frozenset(shape for shape, left_out in counted if left_out > 0))


def _result(had: Mapping[str, object]) -> Result:
    places = tuple(
        Place(
            _typed(place, "document", str),
            _typed(place, "quote", str),
            _typed(place, "start", int),
            _typed(place, "end", int),
            None if place["page"] is None else _typed(place, "page", int),
            _typed(place, "section", str),
        )
        for place in _list(had, "places")
    )
    return Result(
        shape=_typed(had, "shape", str),
        cause=_typed(had, "cause", str),
        severity=Severity(_typed(had, "severity", str)),
        component=_typed(had, "component", str),
        focus=_typed(had, "focus", str),
        path=_typed(had, "path", str),
        value=_typed(had, "value", str),
        message=_typed(had, "message", str),
        remedy=_typed(had, "remedy", str),
        report=_typed(had, "report", str),
        places=places,
    )


def _list(had: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    items = _typed(had, name, list)
    if not all(isinstance(item, dict) for item in items):
        raise TypeError(name)
    return items


def _typed(had: Mapping[str, object], name: str, kind: type[_Value]) -> _Value:
    value = had[name]
    if not isinstance(value, kind):
        raise TypeError(name)
    return value
