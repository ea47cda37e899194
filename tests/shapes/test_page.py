"""The page about the shapes is written from them, and is fresh."""

from __future__ import annotations

from collections import Counter

import pyoxigraph as ox

from peelgraph.shapes_page import Explained, explained, render, sections
from peelgraph.validation.data import Data

from .harness import ROOT, all_shapes, reporting, short

SHAPES = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix peel: <https://w3id.org/peelgraph/ontology#> .
@prefix psh: <https://w3id.org/peelgraph/shapes#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
psh:Judgment a sh:NodeShape ; sh:targetClass peel:Judgment ; sh:property psh:graded .
psh:Other a sh:NodeShape ; sh:targetSubjectsOf peel:grade ; sh:property psh:graded .
psh:graded a sh:PropertyShape ; sh:path ( peel:question [ sh:inversePath peel:pillar ] ) ; sh:minCount 1 ;
  rdfs:label "No grade"@en ; sh:message "It has no grade."@en ; dcterms:description "Grades matter."@en ;
  peel:remedy "Give one."@en ; sh:severity sh:Warning .
psh:same a sh:NodeShape ; sh:targetClass peel:Judgment ; sh:sparql psh:same-query ;
  rdfs:label "Same"@en ; dcterms:description "Twice is once too often."@en ;
  peel:remedy "Delete one."@en ; sh:severity sh:Violation .
psh:same-query sh:message "{?name} is there twice."@en ; sh:select "SELECT $this ?name WHERE {}" .
"""


def test_what_is_said_of_a_shape() -> None:
    triples = ((q.subject, q.predicate, q.object) for q in ox.parse(SHAPES, format=ox.RdfFormat.TURTLE))
    shapes = explained(Data(triples))
    assert shapes == [
        Explained(
            "graded",
            "No grade",
            "shown with a caveat",
            "It has no grade.",
            "Grades matter.",
            "Give one.",
            ("`Judgment`", "things with `grade`"),
            "question/(^pillar)",
        ),
        Explained(
            "same",
            "Same",
            "blocks publication",
            "{?name} is there twice.",
            "Twice is once too often.",
            "Delete one.",
            ("`Judgment`",),
            "",
        ),
    ]
    page = render({"grades.ttl": ("About grades.", shapes)})
    assert page.endswith(
        """\
## Grades

About grades. [Turtle](../shapes/grades.ttl)

| shape | cause | severity |
|---|---|---|
| [graded](#graded) | No grade | shown with a caveat |
| [same](#same) | Same | blocks publication |

### graded

**No grade** (shown with a caveat)

> It has no grade.

Grades matter.

To put it right: Give one.

Looked at: `Judgment`, things with `grade`; of these `question/(^pillar)`

### same

**Same** (blocks publication)

> {?name} is there twice.

Twice is once too often.

To put it right: Delete one.

Looked at: `Judgment`
"""
    )


def test_the_page_is_fresh() -> None:
    page = (ROOT / "docs" / "shapes.md").read_text(encoding="utf-8")
    assert page == render(sections()), "run: python -m peelgraph.shapes_page > docs/shapes.md"


def test_every_shape_that_reports_is_on_the_page() -> None:
    told = Counter(shape.name for _, shapes in sections().values() for shape in shapes)
    assert {short(shape).removeprefix("psh:") for shape in reporting(all_shapes())} <= set(told)
    assert [name for name, times in Counter(name.lower() for name in told.elements()).items() if times > 1] == []
