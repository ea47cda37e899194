from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import Served, make_sample, make_store, serving


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("served") / "store")


@pytest.fixture(scope="session")
def served(store: Path) -> Iterator[Served]:
    """Reads only, with the limits that operators get, but for rows and seconds."""
    with serving(store, "--rows", "100", "--seconds", "1.5", "--query-memory", "0.25") as running:
        yield running


@pytest.fixture(scope="module")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Lets those write who have the token."""
    folder = tmp_path_factory.mktemp("writable")
    (folder / "token").write_text("correct-horse-battery-staple\n")
    with serving(make_store(folder / "store"), "--token-file", str(folder / "token")) as running:
        running.http.headers["Authorization"] = "Bearer correct-horse-battery-staple"
        yield running


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serves the sample reports, the published grades, and a force whose names and words are an attack."""
    with serving(make_sample(tmp_path_factory.mktemp("sample") / "store"), "--rows", "500") as running:
        yield running
