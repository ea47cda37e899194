"""Assessment pages as quads."""

from __future__ import annotations

import pyoxigraph as ox

from ..assessment import OBSERVATIONS, STATEMENT, Assessment
from ..documents import Document
from ..iris import PEEL, RDF, slug, thing
from .grades import grade_quads
from .graph import Emitter

_SECTION = "Observations"


def assessment_quads(
    document: Document, assessment: Assessment, code_version: str, rule_set: str
) -> dict[str, tuple[ox.Quad, ...]]:
    """The two graphs of an assessment page, by IRI."""
    keys = (assessment.force.notation, assessment.cycle)
    emitter = Emitter(document, "assessment", keys, code_version, rule_set)
    for grade in assessment.grades:
        grade_quads(emitter, "assessment", grade, STATEMENT.name)
    for span in assessment.observations:
        passage = emitter.passage(span, _SECTION)
        emitter.provenance.add(passage, PEEL + "foundBy", ox.Literal(OBSERVATIONS.name))
    for number, missing in enumerate(assessment.missing, 1):
        iri = thing("missing", "assessment", *keys, f"{number:03}-{slug(missing.expected)}")
        graph = emitter.provenance
        graph.add(iri, RDF + "type", PEEL + "MissingFact")
        graph.add(iri, PEEL + "force", thing("force", assessment.force.notation))
        graph.add(iri, PEEL + "cycle", thing("cycle", assessment.cycle))
        graph.add(iri, PEEL + "expected", thing("pillar", missing.expected.removeprefix("grade of ")))
        graph.add(iri, PEEL + "expectedFact", ox.Literal(f"{missing.part}: {missing.expected}"))
        graph.add(iri, PEEL + "reason", ox.Literal(missing.reason))
    return emitter.graphs
