"""What the tests of the pictures share: a store of the samples and published grades, and a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import chromium
from serving import make_sample

from peelgraph import Graph

__all__ = ["chromium"]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the sample reports, the published grades, and a force whose name and words are an attack."""
    return make_sample(tmp_path_factory.mktemp("pictures") / "store")


@pytest.fixture(scope="session")
def kg(folder: Path) -> Iterator[Graph]:
    with Graph.open(folder) as graph:
        yield graph
