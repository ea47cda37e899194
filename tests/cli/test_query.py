"""`peelgraph query`: any question, and nothing but questions."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from .conftest import Run

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")

FORCES = """PREFIX peel: <https://w3id.org/peelgraph/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?force ?name { ?f a peel:FictionalForce ; skos:notation ?force ; skos:prefLabel ?name } ORDER BY ?force"""
TABLE = "force      name\nloamshire  Loamshire Constabulary\nmummerset  Mummerset Police\n"


def test_text_file_and_standard_input_give_the_same_answer(run: Run, spawn: Run, built: Path, tmp_path: Path) -> None:
    (tmp_path / "forces.rq").write_text(FORCES)
    assert run("query", FORCES, "--store", built) == (0, TABLE, "2 rows.\n")
    assert run("query", tmp_path / "forces.rq", "--store", built) == (0, TABLE, "2 rows.\n")
    assert spawn("query", "-", "--store", built, given=FORCES) == (0, TABLE, "2 rows.\n")


def test_the_store_may_be_named_by_the_environment(run: Run, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEELGRAPH_STORE", str(built))
    assert run("query", FORCES, "--format", "csv", "--columns", "force") == (0, "force\nloamshire\nmummerset\n", "")


def test_without_a_store_the_advice_is_to_build_one(run: Run, tmp_path: Path) -> None:
    done = run("query", "ASK {}")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        f"peelgraph: There is no store at {tmp_path}/data/peelgraph/store: make one with `peelgraph build`, or name "
        "another with --store.\n"
    )


def test_graphs_and_yes_or_no(run: Run, built: Path) -> None:
    force = "<https://w3id.org/peelgraph/id/force/loamshire>"
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/peelgraph/ontology#FictionalForce>"
    query = f"CONSTRUCT {{ ?f a ?c }} WHERE {{ VALUES ?f {{ {force} }} ?f a ?c }}"
    assert run("query", query, "--store", built, "--format", "ntriples") == (0, f"{force} {kind} .\n", "")
    assert run("query", f"ASK {{ {force} ?p ?o }}", "--store", built).out == "true\n"
    assert f"{force} a peel:FictionalForce ;" in run("query", f"DESCRIBE {force}", "--store", built).out


AN_UPDATE = "This is an update, and queries change nothing"
NOT_SPARQL = "The query is not valid SPARQL: line 1, column "
REFUSED = {
    "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }": "SERVICE is refused, because peelgraph asks no other",
    "DROP ALL": AN_UPDATE,
    "PREFIX a: <http://a> # why\n INSERT DATA { a:b a:c a:d }": AN_UPDATE,
    "LOAD <http://example.org/data>": AN_UPDATE,
    "SELECT * FROM <http://example.org/x> { ?s ?p ?o }": "FROM http://example.org/x is refused, because the store has",
    "PREFIX a: <http://a/> SELECT * FROM NAMED a:b { GRAPH ?g { ?s ?p ?o } }": "FROM http://a/b is refused",
    "SELECT * { ?s ?p }": NOT_SPARQL,
    "SELECT (FROM AS ?x) {}": NOT_SPARQL,
}


@pytest.mark.parametrize("query", REFUSED)
def test_what_is_not_a_question_to_the_store_is_refused_in_one_sentence(run: Run, built: Path, query: str) -> None:
    done = run("query", query, "--store", built)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"peelgraph: {REFUSED[query]}")
    assert done.err.count("\n") == 1


def test_from_may_name_a_graph_of_the_store(run: Run, built: Path) -> None:
    graph = "https://w3id.org/peelgraph/id/graph/report/loamshire/2016/effectiveness"
    prefix = "PREFIX peel: <https://w3id.org/peelgraph/ontology#>"
    for clause, expected in ((f"FROM <{graph}>", "6"), ("", "11")):
        query = f"{prefix} SELECT (COUNT(*) AS ?n) {clause} {{ ?j a peel:Judgment }} # from"
        assert run("query", query, "--store", built, "--format", "csv").out == f"n\n{expected}\n"


def test_files_that_cannot_be_read_are_told(run: Run, built: Path, tmp_path: Path) -> None:
    assert run("query", tmp_path / "none.rq", "--store", built).err == (
        f"peelgraph: The query file {tmp_path / 'none.rq'} cannot be read: No such file or directory.\n"
    )
    (tmp_path / "binary.rq").write_bytes(b"\xff\xfe\x00")
    assert run("query", tmp_path / "binary.rq", "--store", built).err == (
        f"peelgraph: The query file {tmp_path / 'binary.rq'} is not text in UTF-8.\n"
    )


def test_an_unknown_format_or_option_is_told(run: Run, built: Path) -> None:
    done = run("query", "ASK {}", "--store", built, "--format", "xls")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "peelgraph: There is no format xls: the formats are table, csv, tsv, json, jsonl, markdown, turtle, trig, "
        "ntriples, nquads, jsonld.\n"
    )
    assert run("query", "ASK {}", "--timout", "3").err == (
        "peelgraph: No such option: --timout (Possible options: --timeout)\n"
    )


RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def test_a_query_is_stopped_when_its_time_is_up(run: Run, built: Path) -> None:
    started = time.monotonic()
    assert run("query", RUNAWAY, "--store", built, "--timeout", "0.5") == (
        2,
        "",
        "peelgraph: The query was stopped after 0.5 seconds: narrow it, or allow more with --timeout.\n",
    )
    assert time.monotonic() - started < 5


def test_a_query_that_streams_is_stopped_too_and_leaves_no_part_of_an_answer(run: Run, built: Path) -> None:
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    done = run("query", query, "--store", built, "--timeout", "0.5", "--format", "csv")
    assert (done.code, done.out) == (2, "")


def test_a_large_answer_is_whole(run: Run, built: Path) -> None:
    done = run("query", "SELECT * { GRAPH ?g { ?s ?p ?o } }", "--store", built, "--format", "jsonl", "--timeout", "0")
    counted = run("query", "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", "--store", built, "--format", "json")
    assert len(done.out.splitlines()) == json.loads(counted.out)[0]["n"] > 5000
