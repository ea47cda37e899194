"""What the tests of the queries share: two made-up graphs, and the values that the smaller one knows."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from peelgraph.catalogue import Vocabulary, get
from peelgraph.loaders import Register, load

from .engines import FIXTURES, Oxigraph, Rdflib

SAMPLES = Path(__file__).parents[2] / "data" / "sample"


@pytest.fixture(scope="session")
def oxigraph() -> Oxigraph:
    return Oxigraph(quad for path in FIXTURES for quad in ox.parse(path=path, format=ox.RdfFormat.TRIG))


@pytest.fixture(scope="session")
def samples() -> Oxigraph:
    """What the loaders read from the sample reports: facts of every kind, and more than in the fixture."""
    register = Register.packaged()
    loaded = [load(path, register) for path in sorted(SAMPLES.glob("*.txt"))]
    assert len(loaded) >= 2
    return Oxigraph(quad for document in loaded for quads in document.graphs.values() for quad in quads)


@pytest.fixture(scope="session")
def in_rdflib() -> Rdflib:
    return Rdflib()


@pytest.fixture(scope="session")
def vocabulary(oxigraph: Oxigraph) -> Vocabulary:
    return Vocabulary.from_rows(oxigraph.rows(get("vocabulary").text))
