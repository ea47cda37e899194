"""The quick engine finds in every fixture what the referee finds.

What plain pySHACL finds is held against the expected results in test_fixtures.py, so that it is enough to hold the
quick engine against the same ones.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import URIRef

from peelgraph.loaders import Register
from peelgraph.loaders.iris import SH, SHAPES
from peelgraph.validation import Severity, Validator
from peelgraph.validation.core import supported
from peelgraph.validation.data import Data
from peelgraph.validation.engine import Engine
from peelgraph.validation.shape_checks import faults
from peelgraph.validation.shapes import ShapeSet, packaged_shapes, read_triples

from .harness import PREFIXES, Fixture, Row, fixtures, shape_files, short

BESIDES = {f"{SHAPES}{name}" for name in ("unknown-term", "unknown-thing", "unfinished-check")}
SEVERITIES = {Severity.BLOCKS: "sh:Violation", Severity.CAVEAT: "sh:Warning", Severity.NOTE: "sh:Info"}


@cache
def shapes_in(path: Path) -> ShapeSet:
    return ShapeSet(Data([*read_triples(PREFIXES), *read_triples(path)]), (path.name,))


@cache
def validator(path: Path, engine: Engine) -> Validator:
    return Validator(Register.packaged(), ours=shapes_in(path), engine=engine)


def found(fixture: Fixture, engine: Engine) -> list[Row]:
    graphs: dict[str, list[ox.Quad]] = {}
    for quad in ox.parse(path=fixture.data, format=ox.RdfFormat.TRIG):
        name = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else "http://example.org/graph"
        graphs.setdefault(name, []).append(quad)
    return sorted(
        Row(
            short(URIRef(result.focus)),
            re.sub(r"<([^>]+)>", lambda m: short(URIRef(m[1])), result.path)
            if "<" in result.path
            else short(URIRef(result.path)),
            f"sh:{result.component.removeprefix(SH)}",
            SEVERITIES[result.severity],
            short(URIRef(result.shape)),
        )
        for result in validator(fixture.shapes, engine).check(graphs)
        if result.shape not in BESIDES
    )


@pytest.mark.parametrize("fixture", fixtures(), ids=lambda fixture: fixture.name)
def test_quick_engine_agrees(fixture: Fixture) -> None:
    assert found(fixture, "fast") == fixture.expected()


def test_referee_can_be_chosen() -> None:
    fixture = next(fixture for fixture in fixtures() if fixture.name == "structure/fail-figures")
    assert found(fixture, "pyshacl") == fixture.expected()


@pytest.mark.parametrize("path", shape_files(), ids=lambda path: path.stem)
def test_no_shape_is_left_to_the_referee(path: Path) -> None:
    shapes = shapes_in(path)
    assert [str(root.node) for root in shapes.roots if not supported(shapes, root)] == []


def test_our_shapes_have_no_faults() -> None:
    register = Register.packaged()
    ontology = Data(
        (quad.subject, quad.predicate, quad.object)
        for name, content in register.turtle.items()
        for quad in ox.parse(content, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
    )
    shapes = packaged_shapes()
    assert list(faults(shapes, ontology)) == []
    assert len(shapes.roots) > 50
