"""The base is set in one place, and asking does not import what reads reports."""

from __future__ import annotations

import subprocess
import sys

from peelgraph import namespaces
from peelgraph.loaders import iris


def test_the_loaders_mint_names_under_the_same_base() -> None:
    shared = [name for name in vars(namespaces) if name.isupper() and hasattr(iris, name)]
    assert {"BASE", "PEEL", "ID", "ONTOLOGY_GRAPH", "SIMILAR_GRAPH"} <= set(shared)
    assert {name: getattr(namespaces, name) for name in shared} == {name: getattr(iris, name) for name in shared}


def test_asking_imports_no_loader() -> None:
    code = (
        "import sys, peelgraph.store, peelgraph.catalogue, peelgraph.formats, peelgraph.explain, peelgraph.export, "
        "peelgraph.coverage, peelgraph.cli; print(*(name for name in sys.modules if 'peelgraph.loaders' in name))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"
