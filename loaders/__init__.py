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

from . import rdf, resolve
from .documents import Document, LoadError, read
from .extract import findings, force_in_numbers, judgments, report, tables
from .facts import Missing
from .grades import grades, is_grades
from .iris import slug
from .outline import Heading, Outline, Role, outline_of
from .register import Register

__all__ = ["LoadError", "Loaded", "Missing", "Register", "load", "rule_set"]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one document holds, ready for the store."""

    kind: Literal["report", "grades"]
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


def load(path: Path, register: Register) -> Loaded:
    """Read one document: a report as text, or a CSV of published grades, told apart by their content.

    Raises:
        LoadError: the document cannot be used; the message says why in one sentence.
    """
    document = read(path)
    if is_grades(document):
        return _load_grades(document, register)
    return _load_report(document, register)


def _load_grades(document: Document, register: Register) -> Loaded:
    found, faults = grades(document, register)
    stem = slug(Path(document.name).stem)
    graphs = rdf.grades_quads(document, stem, found, __version__, rule_set())
    counts = {"grades": len(found)}
    return Loaded(
        "grades", stem, "", "", document.name, document.sha256, graphs, counts, (), document.warnings, tuple(faults)
    )


def _load_report(document: Document, register: Register) -> Loaded:
    _, pillar, cycle, _ = report.identity(document)
    printed_name, _ = report.force_name(document)
    force = register.force(printed_name)
    if force is None:
        nearest = register.nearest_forces(printed_name)
        raise LoadError(
            f"{document.name} is about '{printed_name}', which is no known force"
            + (f"; the nearest is {nearest[0]}." if nearest else "; add it to the register of forces.")
        )
    keys = rdf.ReportKeys(force, cycle, pillar)
    questions = register.questions.get((pillar, cycle), ())
    warnings = list(document.warnings)
    if not questions:
        warnings.append(
            f"{document.name}: the questions of {pillar} {cycle} are not in the ontology, so that no grades are read."
        )
    outline = outline_of(
        document,
        [Heading(q.wording, Role.SUB_QUESTION if "." in q.notation else Role.QUESTION, q.notation)
         for q in questions if q.notation != "overall"],
    )  # fmt: skip
    names = (printed_name, *force.names)
    facts, missing = report.report(outline, names)
    main = [(q.notation, q.wording) for q in questions if "." not in q.notation]
    judged, without_grade = judgments.judgments(outline, main, register.previous_cycles.get(cycle))
    found = findings.findings(outline)
    rows, without_value = force_in_numbers.force_in_numbers(
        outline, names, resolve.known_labels(register, force_in_numbers.SOURCE)
    )
    rows += tables.tables(outline, names)
    figures = resolve.figures(register, rows)
    present = frozenset({row.source for row in rows} | ({force_in_numbers.SOURCE} if without_value else set()))
    summaries = frozenset(s.main_question for s in outline.having(Role.SUMMARY))
    missing += without_grade
    missing += resolve.missing_findings(judged, summaries)
    if questions:
        missing += resolve.missing_figures(register, figures, without_value, present)
    graphs = rdf.report_quads(outline, keys, register, facts, judged, found, figures, missing, __version__, rule_set())
    counts = {"judgments": len(judged), "findings": len(found), "figures": len(figures)}
    return Loaded(
        "report", keys.notation, force.notation, cycle, document.name, document.sha256, graphs, counts,
        tuple(missing), tuple(warnings), tuple(_truncated(outline, main)),
    )  # fmt: skip


def _truncated(outline: Outline, questions: list[tuple[str, str]]) -> list[str]:
    """A sentence where the report breaks off before its end."""
    have = {s.question for s in outline.having(Role.QUESTION)}
    lost = [n for n, _ in questions if n not in {"overall", *have}]
    if lost and not outline.having(Role.ANNEX) and not outline.having(Role.NEXT_STEPS):
        sections = "section" if len(lost) == 1 else "sections"
        cut = (
            f"{outline.document.name} seems to be cut short: the {sections} on question {', '.join(lost)} and its annex"
        )
        return [f"{cut} are not there; what is there was loaded."]
    return []
