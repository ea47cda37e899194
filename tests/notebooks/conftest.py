"""What the tests of the notebooks share: a fresh store of the sample reports and the published grades."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import matplotlib.font_manager  # noqa: F401  it makes its list of fonts here, lest every kernel does
import pytest

from .harness import TESTS

SAMPLE = TESTS.parent / "data" / "sample"


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("notebooks") / "peelgraph.store"
    code = "from peelgraph.cli import main; raise SystemExit(main())"
    command = [sys.executable, "-c", code, "build", str(SAMPLE), "--published-grades", "--store", str(folder)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder
