"""Documents to facts to RDF: one stage a module, each a function over plain values.

`load` runs them all: documents -> outline -> extract -> resolve -> rdf.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

import pyoxigraph as ox

from peelgraph import __version__

from . import rdf
from .assessment import assessment, is_assessment
from .corrections import Corrections, apply, read_corrections
from .documents import Document, LoadError, read
from .facts import Missing
from .grades import grades, is_grades
from .iris import slug
from .register import Register
from .reports import read_report

__all__ = ["Corrections", "LoadError", "Loaded", "Missing", "Register", "load", "read_corrections", "rule_set"]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one document holds, ready for the store."""

    kind: Literal["report", "grades", "assessment"]
    key: str
    """Name of the report, such as ``loamshire-effectiveness-2016``, or of the CSV file."""
    force: str
    cycle: str
    name: str
    """Name of the file."""
    sha256: str
    graphs: dict[str, tuple[ox.Quad, ...]]
    """Quads by the IRI of their named graph; together they replace what the store has of the document."""
    counts: dict[str, int]
    """Number of facts by kind."""
    missing: tuple[Missing, ...]
    warnings: tuple[str, ...]
    """What the user should know although nothing is wrong with the facts."""
    faults: tuple[str, ...]
    """What is wrong with the document; the rest of it is loaded all the same."""


@cache
def rule_set() -> str:
    """SHA-256 of the code and the ontology that decide what is read from a document.

    A document that is unchanged, read by an unchanged rule set, gives the same quads.
    """
    digest = hashlib.sha256()
    for folder in ("loaders", "ontology"):
        for name, content in _sources(files("peelgraph") / folder, folder):
            digest.update(name.encode() + b"\0" + content + b"\0")
    return digest.hexdigest()


def _sources(folder: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    """Path and content of the code and the Turtle files below a folder, in a fixed order."""
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.is_dir():
            yield from _sources(file, f"{name}/{file.name}")
        elif file.name.endswith((".py", ".ttl")):
            yield f"{name}/{file.name}", file.read_bytes()


def load(path: Path, register: Register, corrections: Corrections | None = None) -> Loaded:
    """Read one document: a report, an assessment page, or a CSV of published grades, told apart by their content.

    Args:
        path: of the document.
        register: what the ontology knows.
        corrections: what reviewers decided about facts of this report and of others.

    Raises:
        LoadError: the document cannot be used; the message says why in one sentence.
    """
    document = read(path)
    if is_grades(document):
        return _load_grades(document, register)
    if is_assessment(document):
        return _load_assessment(document, register)
    return _load_report(document, register, corrections or Corrections())


def _load_grades(document: Document, register: Register) -> Loaded:
    found, faults = grades(document, register)
    stem = slug(Path(document.name).stem)
    graphs = rdf.grades_quads(document, stem, found, __version__, rule_set())
    counts = {"grades": len(found)}
    return Loaded(
        "grades", stem, "", "", document.name, document.sha256, graphs, counts, (), document.warnings, tuple(faults)
    )


def _load_assessment(document: Document, register: Register) -> Loaded:
    page = assessment(document, register)
    graphs = rdf.assessment_quads(document, page, __version__, rule_set())
    counts = {"grades": len(page.grades), "observations": len(page.observations)}
    key = f"{page.force.notation}-assessment-{page.cycle}"
    return Loaded(
        "assessment", key, page.force.notation, page.cycle, document.name, document.sha256,
        graphs, counts, page.missing, document.warnings, (),
    )  # fmt: skip


def _load_report(document: Document, register: Register, corrections: Corrections) -> Loaded:
    reading = read_report(document, register)
    keys, key = reading.keys, reading.keys.notation
    questions = {question.notation for question in register.questions.get((keys.pillar, keys.cycle), ())}
    facts, unfit = apply(reading.facts, corrections.for_report(key), register, questions)
    # A document with a correction that fits no fact is never "unchanged", so that each build tells of it.
    digest = corrections.digest(key) + (" unfit" if unfit else "")
    graphs = rdf.report_quads(reading.outline, keys, register, facts, __version__, rule_set(), digest)
    counts = {
        "judgments": len(facts.judgments),
        "findings": len(facts.findings),
        "figures": len(facts.figures) + len(facts.prose.quantities),
        "agencies": len({m.agency or m.name for m in facts.prose.mentions}),
        "initiatives": len(facts.prose.initiatives),
        "evidence": len(facts.prose.evidence),
        "small print": len(facts.prose.caveats) + len(facts.prose.terms) + len(facts.prose.citations),
        "contradictions": len(facts.contradictions),
    }
    return Loaded(
        "report", key, keys.force.notation, keys.cycle, document.name, document.sha256,
        graphs, counts, facts.missing, (*reading.warnings, *unfit), reading.faults,
    )  # fmt: skip
