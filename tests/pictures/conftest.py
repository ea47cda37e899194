"""What the tests of the pictures share: a store of the samples and published grades, and a browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from serving import make_sample

from peelgraph import Graph

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the sample reports, the published grades, and a force whose name and words are an attack."""
    return make_sample(tmp_path_factory.mktemp("pictures") / "store")


@pytest.fixture(scope="session")
def kg(folder: Path) -> Iterator[Graph]:
    with Graph.open(folder) as graph:
        yield graph


# Not for the session: as long as Playwright runs, nothing else in the process can run an event loop.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        pytest.skip("Chromium is not installed")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program)
        yield browser
        browser.close()
