"""The sections of the W3C's tests about protocols, over HTTP; the suite is not part of the project."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SUITE = ROOT.parent / "shared" / "conformance" / "sparql_suite.py"
SECTIONS = {"protocol": 34, "gsp-indirect": 9, "service-description": 3, "conneg": 30, "gsp-extra": 12}
RUN = [sys.executable, "benchmarks/conformance.py"]


@pytest.mark.skipif(not SUITE.exists(), reason="needs the W3C's tests, in ../shared/conformance")
def test_the_protocols_are_as_the_w3c_has_them() -> None:
    done = subprocess.run(
        [*RUN, "--sections", *SECTIONS], cwd=ROOT, capture_output=True, text=True, check=False, timeout=240
    )
    passed = {
        name: (int(ok), int(of)) for name, ok, of in re.findall(r"^([\w-]+) +(\d+)/(\d+) ", done.stdout, re.MULTILINE)
    }
    assert passed == {name: (number, number) for name, number in SECTIONS.items()}, done.stdout + done.stderr
    assert done.returncode == 0


def test_a_missing_suite_is_no_success(tmp_path: Path) -> None:
    done = subprocess.run([*RUN, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert done.stderr == f"The W3C's tests are not part of the project, and not at {tmp_path}/sparql_suite.py.\n"
