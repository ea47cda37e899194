"""Asking does not import what reads reports."""

from __future__ import annotations

import subprocess
import sys


def test_asking_imports_no_stage_of_the_loaders() -> None:
    code = (
        "import sys, peelgraph.store, peelgraph.catalogue, peelgraph.formats, peelgraph.explain, peelgraph.export, "
        "peelgraph.coverage, peelgraph.cli; print(*sorted(name for name in sys.modules if 'peelgraph.loaders' in name))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "peelgraph.loaders peelgraph.loaders.iris\n"
