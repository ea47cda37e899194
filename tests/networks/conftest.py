"""What the tests of the networks share: a store of the small made-up graph of the tests of the queries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from peelgraph import Graph
from peelgraph.build import build
from peelgraph.loaders import Register
from peelgraph.store import open_for_writing
from peelgraph.store.embedded import EmbeddedWriter

QUERIES = Path(__file__).parents[1] / "queries"


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Loamshire in two cycles and Mummerset in one, with what sentences of their reports say."""
    location = tmp_path_factory.mktemp("networks") / "store"
    with open_for_writing(str(location)) as store:
        build([], store, Register.packaged())
    writer = EmbeddedWriter(location)
    for name in ("fixture.trig", "fixture_prose.trig"):
        path = QUERIES / name
        writer.change(lambda store, path=path: store.bulk_load(path=path, format=ox.RdfFormat.TRIG))  # type: ignore[misc]
    writer.close()
    return location


@pytest.fixture(scope="session")
def kg(folder: Path) -> Iterator[Graph]:
    with Graph.open(folder) as graph:
        yield graph
