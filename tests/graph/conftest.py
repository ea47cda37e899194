"""What the tests of the Python face share: one store, asked in its folder and over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import Served, make_sample, serving

from peelgraph import Graph


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the sample reports, the published grades, and a force whose names and words are an attack."""
    return make_sample(tmp_path_factory.mktemp("graph") / "store")


@pytest.fixture(scope="session")
def served(folder: Path) -> Iterator[Served]:
    with serving(folder) as running:
        yield running


@pytest.fixture(scope="session")
def embedded(folder: Path) -> Iterator[Graph]:
    with Graph.open(folder) as graph:
        yield graph


@pytest.fixture(scope="session")
def remote(served: Served) -> Iterator[Graph]:
    with Graph.open(f"http://127.0.0.1:{served.port}/") as graph:
        yield graph


@pytest.fixture(scope="session", params=["embedded", "remote"])
def kg(request: pytest.FixtureRequest) -> Graph:
    """The same graph in both ways."""
    graph: Graph = request.getfixturevalue(request.param)
    return graph
