"""Texts that go to the store: federated queries are refused, whatever they look like."""

from __future__ import annotations

import socket
from pathlib import Path

import pyoxigraph as ox
import pytest

from peelgraph.errors import QueryError
from peelgraph.store import open_for_writing
from peelgraph.store.sparql import refuse_service, syntax_message

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
        pytest.raises(QueryError, match=r"^The query is not valid SPARQL: line 1, column 8: 'nonsense' is not"),
    ):
        store.query("SELECT nonsense")


def test_updates_are_not_queries(tmp_path: Path) -> None:
    with open_for_writing(str(tmp_path / "s")) as store, pytest.raises(QueryError):
        store.query("DROP ALL")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELEC * {}", "line 1, column 1: 'SELEC * {}' is not understood"),
        ("SELECT ?x\n{ ?x a }", "line 2, column 3: '?x a }' is not understood"),
        ("SELECT * {\n ?s ?p\n}", "line 3, column 1: '}' is not understood"),
        ("ASK { ?s ?p ?o", "line 1, column 15: expected ',' or '.' or ';' or '{' or '{|' or others, and not the end"),
        ("SELECT ?s WHERE ?s ?p ?o", "line 1, column 17: expected '{', and not '?s ?p ?o'"),
        ("SELECT * { ?s ?p ?o } LIMIT x", "line 1, column 29: expected a number, and not 'x'"),
        ("SELECT * { ?s foo:bar ?o }", "line 1, column 22: Prefix not found"),
        ("SELECT ?s { ?s ?p <a b> }", "line 1, column 24: IRI parsing failed"),
        ("ASK { FILTER(?o = ) }", "line 1, column 13: '(?o = ) }' is not understood"),
        ("ASK { BIND(1 AS ?a) BIND(2 AS ?a) }", "line 1, column 36: it is not complete, or contradicts itself"),
        ("", "line 1, column 1: it is not complete, or contradicts itself"),
    ],
)
def test_what_is_wrong_with_a_query_is_said_in_few_words(query: str, message: str) -> None:
    with pytest.raises(SyntaxError) as caught:
        ox.Store().query(query)
    assert syntax_message(caught.value, query) == message


def test_a_complaint_of_another_form_is_told_as_it_is() -> None:
    assert syntax_message(SyntaxError("Something else\nis wrong."), "ASK {}") == "Something else is wrong"
