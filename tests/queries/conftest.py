"""What the tests of the queries share: the made-up graph in both engines, and the values that it knows."""

from __future__ import annotations

import pytest

from peelgraph.catalogue import Vocabulary, get

from .engines import Oxigraph, Rdflib


@pytest.fixture(scope="session")
def oxigraph() -> Oxigraph:
    return Oxigraph()


@pytest.fixture(scope="session")
def in_rdflib() -> Rdflib:
    return Rdflib()


@pytest.fixture(scope="session")
def vocabulary(oxigraph: Oxigraph) -> Vocabulary:
    return Vocabulary.from_rows(oxigraph.rows(get("vocabulary").text))
