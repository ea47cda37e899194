"""Texts that go to the store: federated queries are refused, whatever they look like."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from peelgraph.errors import QueryError
from peelgraph.store import open_for_writing
from peelgraph.store.sparql import refuse_service

HARMLESS = [
    "ASK {}",
    "SELECT ?service ?theService { ?s <http://example.org/service/SERVICE> ?service }",
    "PREFIX service: <http://service.example/> SELECT * { ?s service:service 'SERVICE <http://x> {}' }",
    "# SERVICE <http://example.org> { ?s ?p ?o }\nASK {}",
    'SELECT * { ?s ?p """SERVICE\n<http://example.org> {}""" }',
    "SELECT * { _:service ?p ?o FILTER (?o = 'emergency service'@en) }",
]
CALLING = [
    "SELECT * { SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
    "select * { service silent <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
    "ASK { OPTIONAL { { SERVICE<http://127.0.0.1:{port}/>{ ?s ?p ?o } } } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { VALUES ?x { <http://127.0.0.1:{port}/> } SERVICE ?x { ?s ?p ?o } }",
    "SELECT * { FILTER EXISTS { SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } } }",
    "SELECT * { { SELECT ?s { SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } } } }",
    # rdflib's parser takes the escape for the end of the string and the rest of the line for a comment.
    'SELECT * { BIND (("a\\u0022 #" ) AS ?v) SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } BIND ((1\n) AS ?z) }',
    "SELECT * { ?a ?b ?c FILTER (?a<'b>c') SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } FILTER ('x'='y') }",
]


@pytest.mark.parametrize("query", HARMLESS)
def test_the_word_alone_is_no_offence(query: str) -> None:
    refuse_service(query)


@pytest.mark.parametrize("query", CALLING)
def test_a_query_that_would_call_another_server_is_refused_and_calls_nobody(tmp_path: Path, query: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, open_for_writing(str(tmp_path / "s")) as store:
        text = query.replace("{port}", str(listener.getsockname()[1]))
        with pytest.raises(QueryError, match=r"^SERVICE is refused, because peelgraph asks no other server"):
            store.query(text)
        listener.setblocking(False)
        with pytest.raises(BlockingIOError):
            listener.accept()


def test_nonsense_is_told_with_its_place(tmp_path: Path) -> None:
    with (
        open_for_writing(str(tmp_path / "s")) as store,
        pytest.raises(QueryError, match=r"^The query is not valid SPARQL: line 1, column 16: expected DISTINCT\.$"),
    ):
        store.query("SELECT nonsense")


def test_updates_are_not_queries(tmp_path: Path) -> None:
    with open_for_writing(str(tmp_path / "s")) as store, pytest.raises(QueryError):
        store.query("DROP ALL")
