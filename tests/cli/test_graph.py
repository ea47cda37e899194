"""`peelgraph graph`: networks as tables, files and pictures, on the two made-up reports."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest
from serving import serving

from .conftest import Run


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_table_of_ties(run: Run, built: Path) -> None:
    done = run("graph", "forces-agencies", "--store", built, "--columns", "one,other,weight,roles")
    assert done.code == 0
    header, first, *_ = (line.split("  ") for line in done.out.splitlines())
    assert [word.strip() for word in header if word] == ["one", "other", "weight", "roles"]
    assert first[0] in {"Loamshire Constabulary", "Mummerset Police"}
    assert done.err.endswith(
        "Forces and the agencies that their reports name as partners.\n"
        "It shows whom inspectors wrote about, which is not all whom a force works with, nor how well they work. "
        "It rests on 2 reports: too few to show a pattern; read it as a list of what they say.\n"
    )


def test_the_strongest_ties_come_first(run: Run, built: Path) -> None:
    found = rows(run("graph", "forces-agencies", "--role", "any", "--format", "csv", "--store", built).out)
    weights = [float(row["weight"]) for row in found]
    assert weights == sorted(weights, reverse=True)
    assert {row["one_id"].partition("/")[0] for row in found} == {"force"}
    assert all(row["facts"].startswith("involvement/") and row["quotes"] for row in found)
    assert {"partner", "mentioned"} == {row["roles"] for row in found}


def test_a_fact_of_a_tie_can_be_explained(run: Run, built: Path) -> None:
    first = rows(run("graph", "forces-agencies", "--format", "csv", "--store", built).out)[0]
    explained = run("explain", first["facts"].split(" | ")[0], "--store", built)
    assert explained.code == 0


def test_options_choose(run: Run, built: Path) -> None:
    def found(*options: str) -> list[dict[str, str]]:
        return rows(run("graph", *options, "--format", "csv", "--store", built).out)

    every = found("forces-agencies")
    assert {row["one"] for row in found("forces-agencies", "--force", "Loamshire Police")} == {"Loamshire Constabulary"}
    assert len(found("forces-agencies", "--generic")) > len(every) > len(found("forces-agencies", "--known")) > 0
    assert {row["quotes"] for row in found("forces-agencies", "--no-quotes")} == {""}
    assert found("forces-agencies", "--cycle", "2015") == []
    assert {row["ties"] for row in found("alliances", "--tie", "alliance")} == {"alliance"}
    assert {row["relations"] for row in found("initiatives", "--theme", "organised-crime")} >= {"about"}
    assert found("citations")
    (shared,) = found("forces-agencies", "--project", "forces")
    assert (shared["one"], shared["other"]) == ("Loamshire Constabulary", "Mummerset Police")
    assert int(shared["weight"]) == len(shared["shared"].split(" | "))


@pytest.mark.parametrize("suffix", [".graphml", ".gexf"])
def test_files_for_other_programs(run: Run, built: Path, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"network{suffix}"
    done = run("graph", "initiatives", "--store", built, "-o", path)
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith(f"Written: {path}.\nIt shows what inspectors described")
    graph = (nx.read_graphml if suffix == ".graphml" else nx.read_gexf)(path)
    assert {kind for _, kind in graph.nodes(data="kind")} >= {"initiative", "theme"}


def test_two_lists(run: Run, built: Path, tmp_path: Path) -> None:
    done = run("graph", "citations", "--store", built, "-o", tmp_path / "c.csv")
    assert done.err.startswith(f"Written: {tmp_path / 'c-nodes.csv'}, {tmp_path / 'c-edges.csv'}.\n")
    nodes = rows((tmp_path / "c-nodes.csv").read_text(encoding="utf-8"))
    edges = rows((tmp_path / "c-edges.csv").read_text(encoding="utf-8"))
    assert {edge["source"] for edge in edges} | {edge["target"] for edge in edges} == {node["id"] for node in nodes}


@pytest.mark.parametrize("suffix", [".svg", ".png", ".html"])
def test_pictures(run: Run, built: Path, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"picture{suffix}"
    done = run("graph", "forces-agencies", "--force", "loamshire", "--store", built, "-o", path)
    assert (done.code, done.out, done.err.splitlines()[0]) == (0, "", f"Written: {path}.")
    begins = {".svg": b"<?xml", ".png": b"\x89PNG", ".html": b"<!doctype html>"}[suffix]
    assert path.read_bytes()[: len(begins)].lower() == begins.lower()
    if suffix == ".html":
        page = path.read_text(encoding="utf-8")
        assert "<script>" in page
        assert "loamshire-effectiveness-2016.txt" in page


def test_measures(run: Run, built: Path, tmp_path: Path) -> None:
    done = run("graph", "forces-agencies", "--measure", "good-grades", "--question", "4", "--store", built)
    assert done.code == 0
    assert done.err.splitlines()[-1].startswith("Of 1 report that grades question 4, 1 says good ")
    assert "never that a partner made a grade" in done.err
    done = run("graph", "alliances", "--measure", "bridges", "--format", "json", "--store", built)
    assert json.loads(done.out)[0]["regions"] >= 2
    done = run(
        "graph", "similar-findings", "--measure", "resemblance", "--cycle", "2016", "--format", "csv", "--store", built
    )
    (pair,) = rows(done.out)
    assert (pair["force"], pair["other"]) == ("loamshire", "mummerset")
    path = tmp_path / "bridges.csv"
    assert run("graph", "alliances", "--measure", "bridges", "--store", built, "-o", path).out == ""
    assert rows(path.read_text(encoding="utf-8"))[0]["label"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["networks"], "There is no network networks: the networks are forces-agencies, alliances, "),
        (["citations", "--type", "act"], "--type does not belong to citations: leave it out."),
        (["alliances", "--question", "4"], "--question does not belong to alliances: leave it out."),
        (["alliances", "--known"], "--known does not belong to alliances: leave it out."),
        (["alliances", "--tie", "marriage"], "There is no tie marriage: the ties are alliance, "),
        (["alliances", "--measure", "size"], "There is no measure size: the measures are bridges, "),
        (["citations", "--measure", "bridges"], "The measure bridges is of forces-agencies and alliances, not of "),
        (["forces-agencies", "--measure", "bridges", "--project", "forces"], "Measures are of whole networks: "),
        (["similar-findings", "--measure", "resemblance", "--cycle", "2015", "--cycle", "2016"], "Forces resemble "),
        (["initiatives", "--project", "forces"], "The network initiatives has no projection onto forces: "),
        (["initiatives", "-o", "a.xlsx"], "The name a.xlsx does not say how to write it: end it with .graphml, "),
        (["alliances", "--measure", "bridges", "-o", "a.svg"], "The name a.svg does not say how to write it: end it "),
        (["initiatives", "-o", "a.gexf", "--format", "csv"], "--format is for the screen, and "),
        (["forces-agencies", "--force", "loamshyre"], 'Parameter force of query partners must be a police force'),
        (["forces-agencies", "--role", "any", "--theme", "drugs"], "Themes are known of sentences on partners only: "),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said(run: Run, built: Path, arguments: list[str], said: str) -> None:
    done = run("graph", *arguments, "--store", built)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"peelgraph: {said}")


def test_an_empty_network(run: Run, store: Path, tmp_path: Path) -> None:
    done = run("graph", "forces-agencies", "--store", store, "--format", "csv")
    assert (done.code, done.out) == (0, "one,other,weight,one_id,other_id\n")
    assert done.err.endswith("It rests on no report.\n")
    done = run("graph", "forces-agencies", "--store", store, "-o", tmp_path / "a.svg")
    assert (done.code, list(tmp_path.glob("a.*"))) == (2, [])


def test_from_an_address(run: Run, built: Path) -> None:
    with serving(built) as served:
        address = f"http://127.0.0.1:{served.port}/"
        for network in ("forces-agencies", "alliances"):
            there = run("graph", network, "--format", "csv", "--store", address)
            assert there == run("graph", network, "--format", "csv", "--store", built)


def test_help_has_examples_of_every_network(run: Run) -> None:
    done = run("graph", "--help")
    assert (done.code, done.err) == (0, "")
    examples = done.out.split("Examples:")[1].split("Arguments")[0]
    for network in ("forces-agencies", "alliances", "initiatives"):
        assert f"peelgraph graph {network}" in examples
    for network in ("similar-findings", "citations"):
        assert network in done.out


@pytest.mark.parametrize("module", ["networkx", "pandas"])
def test_without_the_extra_it_says_what_to_install(built: Path, module: str) -> None:
    code = f"import sys; sys.modules[{module!r}] = None; from peelgraph.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "graph", "alliances", "--store", str(built)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"peelgraph: Networks need {module}, which is not installed: pip install 'peelgraph[explore]'.\n"
    )
