"""Every shape says of its fixtures exactly what it should, by the referee."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDF, RDFS, SH, Graph, URIRef

from .harness import Fixture, fixtures, ontology, read, reporting, run, shape_files, shapes_of, short

FIXTURES = fixtures()
FILES = shape_files()


def name(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: fixture.name)
def test_results_are_those_expected(fixture: Fixture) -> None:
    assert fixture.found() == fixture.expected()


@pytest.mark.parametrize("file", FILES, ids=name)
def test_every_shape_fires_in_a_fixture(file: Path) -> None:
    fired = {row.shape for fixture in FIXTURES if fixture.shapes == file for row in fixture.expected()}
    assert fired == {short(shape) for shape in reporting(shapes_of(file))}


@pytest.mark.parametrize("file", FILES, ids=name)
def test_every_target_is_in_the_passing_data(file: Path) -> None:
    """A target that selects nothing, such as a misspelt class, would pass everything."""
    passing = ontology()
    for fixture in FIXTURES:
        if fixture.shapes == file and fixture.passing:
            passing = passing + read(fixture.data)
    shapes = shapes_of(file)
    classes = set(shapes.objects(None, SH.targetClass))
    selected = {
        kind for found in passing.objects(None, RDF.type) for kind in passing.transitive_objects(found, RDFS.subClassOf)
    }
    assert classes - selected == set()
    assert set(shapes.objects(None, SH.targetSubjectsOf)) - set(passing.predicates()) == set()
    assert set(shapes.objects(None, SH.targetObjectsOf)) - set(passing.predicates()) == set()


def test_nothing_was_compared_in_vain() -> None:
    """An empty folder would let every shape of a file pass."""
    counts = {file.stem: len(reporting(shapes_of(file))) for file in FILES}
    assert counts["structure"] >= 180
    assert counts["ontology"] >= 25
    assert all(fixture.expected() for fixture in FIXTURES if not fixture.passing)


@pytest.mark.parametrize("file", ["structure", "ontology"])
def test_the_ontology_passes(file: str) -> None:
    """Of its SPARQL constraints, each query is asked once for all: one by one takes the referee ten seconds."""
    path = next(found for found in FILES if found.stem == file)
    shapes, vocabulary = Graph() + shapes_of(path), ontology()
    prefixes = {
        str(shapes.value(p, SH.prefix)): str(shapes.value(p, SH.namespace)) for p in shapes.objects(None, SH.declare)
    }
    for constraint, query in shapes.subject_objects(SH.select):
        assert list(vocabulary.query(str(query), initNs=prefixes)) == [], short(constraint)
    shapes.remove((None, SH.sparql, None))
    assert run(shapes, vocabulary, {s for s in vocabulary.subjects() if isinstance(s, URIRef)}) == []
