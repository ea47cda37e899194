"""Published grades as quads."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from ..documents import Document
from ..facts import PublishedGrade
from ..iris import DCTERMS, PEEL, RDF, thing
from .graph import Emitter, date


def grades_quads(
    document: Document, stem: str, grades: Iterable[PublishedGrade], code_version: str, rule_set: str
) -> dict[str, tuple[ox.Quad, ...]]:
    """The two graphs of a CSV of published grades, by IRI."""
    emitter = Emitter(document, "grades", (stem,), code_version, rule_set)
    for grade in grades:
        grade_quads(emitter, stem, grade, "grades-csv")
    return emitter.graphs


def grade_quads(emitter: Emitter, stem: str, grade: PublishedGrade, rule: str) -> None:
    """Add a published grade; `stem` tells the publications of one grade apart."""
    facts = emitter.facts
    iri = thing("published-grade", stem, grade.force, grade.cycle, grade.pillar)
    facts.add(iri, RDF + "type", PEEL + "PublishedGrade")
    facts.add(iri, PEEL + "force", thing("force", grade.force))
    facts.add(iri, PEEL + "cycle", thing("cycle", grade.cycle))
    facts.add(iri, PEEL + "question", thing("pillar", grade.pillar))
    facts.add(iri, PEEL + "grade", thing("grade", grade.grade))
    if grade.last_updated:
        facts.add(iri, DCTERMS + "modified", date(grade.last_updated))
    if grade.source_url:
        facts.add(iri, DCTERMS + "source", grade.source_url)
    emitter.stated(iri, grade.stated_by, (), rule)
