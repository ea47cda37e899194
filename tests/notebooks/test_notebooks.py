"""Every notebook as its reader runs it: from a fresh store, its results held against exact values."""

from __future__ import annotations

from pathlib import Path

import pytest

from .harness import FOLDER, NOTEBOOKS, TESTS, faults_of, module_of, run

NAMES = [notebook.name for notebook in NOTEBOOKS]


def test_there_are_notebooks_and_the_readme_names_each() -> None:
    assert len(NOTEBOOKS) >= 1
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [name for name in NAMES if f"({name})" not in readme] == []


def test_every_module_of_checks_has_its_notebook() -> None:
    modules = {f"notebooks.checks.{path.stem}" for path in (TESTS / "notebooks" / "checks").glob("*.py")}
    assert modules == {module_of(notebook) for notebook in NOTEBOOKS}


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=NAMES)
def test_it_is_kept_without_outputs_and_begins_and_ends_as_all_do(notebook: Path) -> None:
    assert faults_of(notebook) == []


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=NAMES)
def test_it_runs_and_finds_what_it_says(notebook: Path, store: Path, tmp_path: Path) -> None:
    run(notebook, store, tmp_path)
