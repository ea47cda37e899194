from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import partial

import pytest
from browser.browsing import Opener, Window
from playwright.sync_api import Browser, sync_playwright
from serving import Served, make_sample, serving


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serves the sample reports, the published grades, and a force whose names and words are an attack."""
    with serving(make_sample(tmp_path_factory.mktemp("browsed") / "store"), "--rows", "60") as running:
        yield running


# Not for the session: as long as Playwright runs, nothing else in the process can run an event loop.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program)
        yield browser
        browser.close()


@pytest.fixture
def window(chromium: Browser, sample: Served) -> Opener:
    """Opens a window on the sample's server."""
    return partial(Window, chromium, f"http://127.0.0.1:{sample.port}")
