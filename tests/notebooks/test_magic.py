"""%%sparql in a real shell of IPython."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pandas as pd
import pytest
import rdflib
from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell
from serving import serving
from traitlets.config import Config

from peelgraph.formats import PREFIXES

from .harness import FOLDER

Run = Callable[[str], Any]
"""Runs a cell; what it gives has the result, and the error if there was one."""


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """One shell for all, because IPython clears up after each only when Python ends. It keeps no history."""
    make: Any = InteractiveShell
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
        made = make(config=Config({"HistoryManager": {"enabled": False}}))
    made.run_line_magic("load_ext", "peelgraph")
    return {"run": made.run_cell, "variables": made.user_ns}


@pytest.fixture
def run(shell: dict[str, Any], store: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("PEELGRAPH_STORE", str(store))
    return cast("Run", shell["run"])


FORCES = "SELECT ?name { ?force a peel:FictionalForce ; skos:prefLabel ?name } ORDER BY ?name"


def test_select_is_a_table_and_prefixes_need_no_declaring(run: Run) -> None:
    answer = run(f"%%sparql\n{FORCES}").result
    assert isinstance(answer, pd.DataFrame)
    assert list(answer["name"]) == ["Loamshire Constabulary", "Mummerset Police"]


def test_the_readme_names_the_prefixes() -> None:
    *first, last = sorted(PREFIXES)
    assert f"{', '.join(first)} and {last}" in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_a_prefix_of_the_query_itself_holds(run: Run) -> None:
    query = "PREFIX peel: <https://example.org/>\nASK { ?force a peel:FictionalForce }"
    assert run(f"%%sparql\n{query}").result is False


def test_ask_is_a_truth_value_and_construct_a_graph(run: Run) -> None:
    assert run("%%sparql\nASK { ?force a peel:FictionalForce }").result is True
    answer = run(f"%%sparql\nCONSTRUCT {{ ?force a peel:Force }} WHERE {FORCES.removeprefix('SELECT ?name')}")
    assert isinstance(answer.result, rdflib.Graph)
    assert len(answer.result) == 2


def test_out_goes_to_a_variable_and_is_not_shown(run: Run, shell: dict[str, Any]) -> None:
    assert run(f"%%sparql --out forces\n{FORCES}").result is None
    assert len(shell["variables"]["forces"]) == 2


def test_store_is_a_folder_or_an_address(run: Run, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEELGRAPH_STORE", str(store.parent / "none"))
    assert len(run(f"%%sparql --store '{store}'\n{FORCES}").result) == 2
    with serving(store) as served:
        assert len(run(f"%%sparql --store http://127.0.0.1:{served.port}/\n{FORCES}").result) == 2


def test_what_is_faulty_is_told_in_one_sentence(run: Run, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for cell, sentence in (
        (
            "%%sparql\nSELECT ?name\nWHER { ?name ?b ?c }",
            "The query is not valid SPARQL: line 2, column 1: 'WHER { ?name ?b ?c }' is not understood.",
        ),
        (f"%%sparql --store '{store.parent / 'none'}'\nASK {{}}", "There is no store at"),
        ("%%sparql --out a-b\nASK {}", "--out a-b: that is no name of a variable."),
        ("%%sparql --out class\nASK {}", "--out class: that is no name of a variable."),
        ("%%sparql --colour\nASK {}", "unrecognized arguments: --colour"),
    ):
        done = run(cell)
        assert isinstance(done.error_in_exec, UsageError), cell
        told = capsys.readouterr()
        assert told.err.startswith(f"UsageError: {sentence}"), told.err
        assert len(told.err.splitlines()) == 1
        assert told.out == ""
