from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from browser.browsing import Opener, Window
from chromium import chromium
from playwright.sync_api import Browser
from serving import Served, make_sample, serving

__all__ = ["chromium"]


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serves the sample reports, the published grades, and a force whose names and words are an attack."""
    with serving(make_sample(tmp_path_factory.mktemp("browsed") / "store"), "--rows", "60") as running:
        yield running


@pytest.fixture
def window(chromium: Browser, sample: Served) -> Opener:
    """Opens a window on the sample's server."""
    return partial(Window, chromium, f"http://127.0.0.1:{sample.port}")
