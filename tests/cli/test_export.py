"""`peelgraph export`: the graph as files, the same to the byte each time."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from peelgraph.build import build
from peelgraph.loaders import Register
from peelgraph.store import open_for_writing, open_store, select, text

from .conftest import SAMPLE, Run

KINDS = {".trig": ox.RdfFormat.TRIG, ".nq": ox.RdfFormat.N_QUADS, ".jsonld": ox.RdfFormat.JSON_LD}


def size(store: Path, graph: str = "?g") -> int:
    with open_store(str(store)) as opened:
        ((count,),) = select(opened, f"SELECT (COUNT(*) AS ?n) {{ GRAPH {graph} {{ ?s ?p ?o }} }}")
        return int(text(count))


@pytest.mark.parametrize("suffix", KINDS)
def test_a_file_holds_every_statement_in_its_graph(run: Run, built: Path, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"graph{suffix}"
    assert run("export", "--store", built, "--output", target) == (0, "", "")
    quads = list(ox.parse(path=str(target), format=KINDS[suffix]))
    assert len(set(quads)) == len(quads) == size(built)
    assert list(tmp_path.iterdir()) == [target], "no half-written file is left"


def test_turtle_has_every_statement_once(run: Run, built: Path, tmp_path: Path) -> None:
    assert run("export", "--store", built, "-o", tmp_path / "graph.ttl").code == 0
    triples = list(ox.parse(path=str(tmp_path / "graph.ttl"), format=ox.RdfFormat.TURTLE))
    with open_store(str(built)) as opened:
        ((distinct,),) = select(opened, "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT * { ?s ?p ?o } }")
    assert len(triples) == int(text(distinct))


def test_two_builds_give_the_same_bytes(run: Run, spawn: Run, built: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    with open_for_writing(str(again)) as store:
        build([str(SAMPLE)], store, Register.packaged())
    for form in ("trig", "nquads", "turtle", "jsonld"):
        first, second = (command("export", "--store", place, "--format", form)
                         for command, place in ((run, built), (spawn, again)))  # fmt: skip
        assert first.code == second.code == 0
        assert first.out == second.out
        assert len(first.out) > 100_000


def test_n_quads_are_sorted_by_graph_and_then_by_line(run: Run, built: Path) -> None:
    lines = run("export", "--store", built, "--format", "nquads").out.splitlines()
    by_graph = [(line.rsplit(" ", 2)[1], line) for line in lines if line]
    assert [graph for graph, _ in by_graph] == sorted(graph for graph, _ in by_graph)


def test_a_report_or_a_graph_alone(run: Run, built: Path) -> None:
    base = "https://w3id.org/peelgraph/id/graph"
    done = run("export", "--store", built, "--report", "loamshire-effectiveness-2016", "--format", "nquads")
    graphs = {line.rsplit(" ", 2)[1] for line in done.out.splitlines() if line}
    assert graphs == {
        f"<{base}/report/loamshire/2016/effectiveness>",
        f"<{base}/provenance/loamshire/2016/effectiveness>",
    }
    for name in ("ontology", "graph/ontology", f"{base}/ontology"):
        out = run("export", "--store", built, "--graph", name, "--format", "nquads").out
        assert len(out.splitlines()) - 1 == size(built, f"<{base}/ontology>")


def test_names_that_are_not_there_get_the_nearest(run: Run, built: Path) -> None:
    assert run("export", "--store", built, "--report", "loamshire-2016") == (
        2,
        "",
        "peelgraph: There is no report loamshire-2016 in the store; the nearest are loamshire-effectiveness-2016.\n",
    )
    assert run("export", "--store", built, "--graph", "ontologie").err == (
        "peelgraph: There is no graph ontologie in the store; the nearest are ontology.\n"
    )


def test_only_formats_for_graphs_are_taken(run: Run, built: Path) -> None:
    assert run("export", "--store", built, "--format", "csv").err == (
        "peelgraph: A graph is not written as csv: take trig, nquads, turtle or jsonld.\n"
    )


def test_a_file_that_cannot_be_written_is_told_and_the_old_one_kept(run: Run, built: Path, tmp_path: Path) -> None:
    assert run("export", "--store", built, "-o", tmp_path / "none" / "graph.nq") == (
        2,
        "",
        f"peelgraph: {tmp_path / 'none' / 'graph.nq'} cannot be written: No such file or directory.\n",
    )
    (tmp_path / "graph.nq").mkdir()
    assert run("export", "--store", built, "-o", tmp_path / "graph.nq").err == (
        f"peelgraph: {tmp_path / 'graph.nq'} cannot be written: Is a directory.\n"
    )
    assert list(tmp_path.iterdir()) == [tmp_path / "graph.nq"]
