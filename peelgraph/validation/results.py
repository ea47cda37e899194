"""What a validation finds: plain values, from which every report of it is written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """What a result means for the use of the data, worst first.

    In shapes they are ``sh:Violation``, ``sh:Warning`` and ``sh:Info`` (SHACL, section 2.1.4).
    """

    BLOCKS = "blocks"
    """Stands in the way of publication."""
    CAVEAT = "caveat"
    """Can be published when it is shown with the data."""
    NOTE = "note"
    """Worth knowing."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the words stand that a result is about."""

    document: str
    """Name of the file."""
    quote: str
    """Verbatim."""
    start: int
    """Offset of the quote in the text of the document, in characters."""
    end: int
    page: int | None = None
    """Page of the document, counted from 1; None where the format has none."""
    section: str = ""
    """Heading under which the quote stands."""


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that is wrong, or worth knowing."""

    shape: str
    """IRI of the shape that found it."""
    cause: str
    """Label of the shape: results are grouped by it."""
    severity: Severity
    component: str
    """IRI of the SHACL constraint component."""
    focus: str
    """IRI of the thing that was looked at."""
    path: str
    """IRI of the property, or a property path as SPARQL writes it; empty where there is none."""
    value: str
    """The offending value as N-Triples writes it; empty where there is none."""
    message: str
    """A sentence for an analyst, with the values in it."""
    remedy: str
    """What would put it right."""
    report: str = ""
    """Name of the report or of the file of grades, such as ``loamshire-effectiveness-2016``; empty if none."""
    places: tuple[Place, ...] = ()
    """The words that state the fact; of a contradiction both."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One input and what came of it."""

    file: str
    key: str = ""
    """Name of the report, of the file of grades, or of the RDF file; empty where it could not be read."""
    faults: tuple[str, ...] = ()
    """Why it could not be read, or not in whole; each one sentence that names the file."""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a validation."""

    documents: tuple[Checked, ...]
    results: tuple[Result, ...]
    """Worst first, then by cause, report and focus; at most so many of one cause as were asked for."""
    counts: tuple[tuple[str, int], ...]
    """How many results each shape gave in all, by its IRI: more than `results` holds where those were cut."""
    notes: tuple[str, ...] = ()
    """What else the user should know, such as a constraint that was stopped at its time limit; a sentence each."""
