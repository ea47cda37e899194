"""Stores on servers: which addresses are taken, what is sent, and what is said of servers that behave badly."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable
from email.utils import formatdate
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest
import sparql_servers
from strange_server import JSON, ROWS, TRUE, Behaviour, Handler, probed, serving, well

from peelgraph.errors import PeelgraphError, QueryError, QueryTimeoutError, StoreError
from peelgraph.store import construct, open_for_writing, open_store, select
from peelgraph.store.addresses import Addresses, addresses_of
from peelgraph.store.changes import pieces

G, H = "http://example.org/g", "http://example.org/h"


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy, no password and no other address than a test's own."""
    for name in list(os.environ):
        if name.startswith("PEELGRAPH_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("no_proxy", "*")


def refused(behaviour: Behaviour, query: str = "SELECT ?a { ?a ?b ?c }") -> PeelgraphError:
    """What is said of a server that behaves like this when it is asked, with HOST for its name."""
    with serving(probed(behaviour)) as server, open_store(server.url) as store:
        ask = select if query.startswith("SELECT") else construct
        with pytest.raises(PeelgraphError) as raised:
            list(ask(store, query))
        return type(raised.value)(str(raised.value).replace(f"127.0.0.1:{server.server_port}", "HOST"))


@pytest.mark.parametrize(
    ("location", "addresses"),
    [
        ("http://h", ("http://h/query", "http://h/update", None)),
        ("http://h:7878/", ("http://h:7878/query", "http://h:7878/update", None)),
        ("https://h/peel/", ("https://h/peel/query", "https://h/peel/update", None)),
        ("https://h/peel/query", ("https://h/peel/query", "https://h/peel/update", None)),
        ("http://h/sparql", ("http://h/sparql", "http://h/sparql", "http://h/sparql-graph-crud")),
        ("http://h/repositories/peel", ("http://h/repositories/peel", None, None)),
    ],
)
def test_the_other_addresses_follow_by_custom(location: str, addresses: tuple[str, str | None, str | None]) -> None:
    assert addresses_of(location) == Addresses(*addresses)


def test_addresses_can_be_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEELGRAPH_STORE_USER", "dba")
    assert addresses_of("http://h/sparql") == Addresses(
        "http://h/sparql", "http://h/sparql-auth", "http://h/sparql-graph-crud-auth"
    )
    monkeypatch.setenv("PEELGRAPH_UPDATE", "http://h/change")
    assert addresses_of("http://h/sparql") == Addresses("http://h/sparql", "http://h/change", None)
    monkeypatch.setenv("PEELGRAPH_GRAPHS", "http://h/graphs")
    assert addresses_of("http://h/x") == Addresses("http://h/x", "http://h/change", "http://h/graphs")
    monkeypatch.setenv("PEELGRAPH_UPDATE", "ftp://h/change")
    with pytest.raises(StoreError, match=r"^PEELGRAPH_UPDATE is not one of the web"):
        addresses_of("http://h/x")


@pytest.mark.parametrize(
    ("location", "sentence"),
    [
        ("ftp://h/", "The store's address is not one of the web: give it as in https://example.org/query."),
        ("http://", "The store's address is not one of the web: give it as in https://example.org/query."),
        ("http://h:99999/", "The store's address is not one of the web: give it as in https://example.org/query."),
        ("http://h/\r\nX: y", "The store's address is not one of the web: give it as in https://example.org/query."),
        (
            "http://ann:secret@h/",
            (
                "The store's address has a user's name in it: give name and password by PEELGRAPH_STORE_USER and "
                "PEELGRAPH_STORE_PASSWORD."
            ),
        ),
        ("http://h/?key=secret", "The store's address has a ? or # in it: give it without these and what follows."),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_and_not_repeated(location: str, sentence: str) -> None:
    for opening in (open_store, open_for_writing):
        with pytest.raises(StoreError) as raised:
            opening(location)
        assert str(raised.value) == sentence


def test_where_updates_go_must_be_known_to_write() -> None:
    with (
        serving(well) as server,
        pytest.raises(StoreError, match=r"takes updates is not known: say it by PEELGRAPH_UPD"),
    ):
        open_for_writing(f"{server.url}repositories/peel")


def test_a_query_goes_out_as_a_form_and_asks_for_no_more_than_it_needs() -> None:
    with serving(well) as server, open_store(server.url) as store:
        assert select(store, "SELECT ?a { ?a ?b 'é&=+%' }") == [(ox.Literal("one"),)]
        method, path, body, headers = server.seen[-1]
        assert (method, path) == ("POST", "/query")
        assert parse_qs(body) == {"query": ["SELECT ?a { ?a ?b 'é&=+%' }"]}
        assert headers["Content-Type"] == "application/x-www-form-urlencoded"
        assert headers["Accept"] == "application/sparql-results+json, application/sparql-results+xml;q=0.5"
        assert "Authorization" not in headers
        assert headers["User-Agent"].startswith("peelgraph/")


def union_by(name: str, value: str) -> Behaviour:
    """A server that shows all graphs as one when it is told in its way, and else none."""

    def behave(handler: Handler, body: bytes) -> None:
        form = parse_qs(body.decode())
        told = form.get(name) == [value]
        yes = told or not re.search("SELECT|urn:uuid", form["query"][0])
        handler.answer(200, JSON, TRUE if yes else TRUE.replace(b"true", b"false"))

    return behave


@pytest.mark.parametrize(
    ("name", "value"), [("union-default-graph", "true"), ("default-graph-uri", "urn:x-arq:UnionGraph")]
)
def test_a_server_is_told_in_its_own_way_to_show_all_graphs_as_one(name: str, value: str) -> None:
    with serving(union_by(name, value)) as server, open_store(server.url) as store:
        assert store.query("ASK { ?a ?b ?c }") is True
        assert parse_qs(server.seen[-1][2]) == {"query": ["ASK { ?a ?b ?c }"], name: [value]}
        assert store.query(f"ASK FROM <{G}> {{ ?a ?b ?c }}") is True
        assert parse_qs(server.seen[-1][2]) == {"query": [f"ASK FROM <{G}> {{ ?a ?b ?c }}"]}


def test_a_server_that_pays_no_heed_to_from_is_not_asked_with_it() -> None:
    quad = ox.Quad(ox.NamedNode(G), ox.NamedNode(H), ox.Literal(1), ox.NamedNode(G))
    with sparql_servers.oxigraph("--union-default-graph") as base, open_for_writing(f"{base}query") as store:
        store.replace({G: [quad]})
        assert store.query("ASK { ?s ?p 1 }") is True
        with pytest.raises(
            QueryError, match=r"pays no heed to FROM: name graphs by GRAPH, or, if it is Oxigraph, start"
        ):
            store.query(f"ASK FROM <{H}> {{ ?s ?p 1 }}")


def test_a_server_that_does_not_show_all_graphs_as_one_is_refused() -> None:
    with (
        serving(union_by("no-such", "way")) as server,
        pytest.raises(StoreError, match=r"does not show all graphs as one"),
    ):
        open_store(server.url)


def changes(**environment: str) -> list[tuple[str, str, str]]:
    """Requests of one replacement, without the server's name."""
    node = ox.BlankNode("n")
    says = ox.NamedNode("http://example.org/says")

    def one(subject: ox.NamedNode | ox.BlankNode, value: str, graph: str) -> ox.Quad:
        return ox.Quad(subject, says, ox.Literal(value), ox.NamedNode(graph))

    with serving(well) as server, pytest.MonkeyPatch.context() as patch:
        for name, path in environment.items():
            patch.setenv(name, f"{server.url}{path}")
        with open_for_writing(server.url) as store:
            store.replace(
                {G: [one(node, "1", G)], f"{G}2": [one(says, "2", f"{G}2")], H: None},
                remove=[one(says, "3", f"{H}3")],
                add=[one(node, "4", f"{H}4")],
            )
            store.publish()
        return [(method, path, body) for method, path, body, _ in server.seen if "query=" not in body]


SAYS = "<http://example.org/says>"


def test_a_replacement_is_one_update() -> None:
    [(method, path, body)] = changes()
    assert (method, path.rstrip("?")) == ("POST", "/update")
    label = re.search(r"_:\w+", body)
    assert label is not None
    assert body.replace(label[0], "_:n") == (
        f"DROP SILENT GRAPH <{G}> ;\nDROP SILENT GRAPH <{G}2> ;\nDROP SILENT GRAPH <{H}> ;\n"
        f'DELETE DATA {{\nGRAPH <{H}3> {{\n{SAYS} {SAYS} "3" .\n}}}} ;\n'
        f'INSERT DATA {{\nGRAPH <{G}> {{\n_:n {SAYS} "1" .\n}} GRAPH <{G}2> {{\n{SAYS} {SAYS} "2" .\n}} '
        f'GRAPH <{H}4> {{\n_:n {SAYS} "4" .\n}}}}'
    )


def test_in_steps_the_last_graph_goes_first_and_comes_last() -> None:
    done = changes(PEELGRAPH_GRAPHS="store")
    assert [(method, urlsplit(path).path, parse_qs(urlsplit(path).query)) for method, path, _ in done] == [
        ("POST", "/update", {}),
        ("POST", "/update", {}),
        ("PUT", "/store", {"graph": [G]}),
        ("POST", "/store", {"graph": [f"{H}4"]}),
        ("PUT", "/store", {"graph": [f"{G}2"]}),
    ]
    assert done[0][2] == f"DROP SILENT GRAPH <{G}2> ;\nDROP SILENT GRAPH <{H}>"
    assert done[1][2].startswith("DELETE DATA")
    assert done[4][2] == f'{SAYS} {SAYS} "2" .\n'


def test_a_blank_node_cannot_be_taken_out_of_a_server_by_name() -> None:
    lost = ox.Quad(ox.BlankNode("x"), ox.NamedNode("http://example.org/says"), ox.Literal("x"), ox.NamedNode(G))
    with serving(well) as server, open_for_writing(server.url) as store, pytest.raises(ValueError, match="blank node"):
        store.replace({}, remove=[lost])


def test_statements_go_in_pieces_with_all_blank_nodes_in_the_first() -> None:
    says = ox.NamedNode("http://example.org/says")
    node = ox.BlankNode("x")
    triples = [ox.Triple(says, says, ox.Literal(n)) for n in range(5)] + [ox.Triple(says, says, node)] * 2
    sizes = [piece.count(b"\n") for piece in pieces(triples, size=150)]
    assert sizes[0] >= 2
    assert sum(sizes) == 7
    assert len(sizes) > 2
    first, *others = pieces(triples, size=150)
    assert first.count(b"_:") == 2
    assert all(b"_:" not in piece for piece in others)
    assert list(pieces([], size=150)) == [b""]


NO_ANSWER: dict[str, tuple[Behaviour, str]] = {
    "an error as a page": (
        lambda h, _: h.answer(
            500,
            "text/html; charset=utf-8",
            b"<html><head><title>Oops</title><style>b {}</style></head><body><b>Out of</b>\n<i>order</i> "
            b"&amp; \x1b[31mred.</body></html>",
        ),
        (
            "The server at http://HOST/query answered with an error (500, Oops Out of order & �[31mred): see the "
            "server's log."
        ),
    ),
    "an error as a problem": (
        lambda h, _: h.answer(500, "application/problem+json", b'{"title":"No","detail":"There is no room."}'),
        "The server at http://HOST/query answered with an error (500, There is no room): see the server's log.",
    ),
    "an error without words": (
        lambda h, _: h.answer(404, "", b""),
        "The server at http://HOST/query answered with an error (404, Not Found): check the address.",
    ),
    "an error of no known number": (
        lambda h, _: h.answer(599, "text/plain", b"strange\n\nSPARQL query:\nSELECT"),
        "The server at http://HOST/query answered with an error (599, strange): see the server's log.",
    ),
    "too long an error": (
        lambda h, _: h.answer(500, "text/plain", b"x" * 100_000),
        f"The server at http://HOST/query answered with an error (500, {'x' * 300}…): see the server's log.",
    ),
    "a refusal of the query": (
        lambda h, _: h.answer(400, "text/plain", b"unknown function.\n"),
        "The server at http://HOST/query does not take the query: unknown function.",
    ),
    "a stopped query": (
        lambda h, _: h.answer(504, "text/plain", b"30 seconds are over"),
        "The server at http://HOST/query stopped the query (504, 30 seconds are over): narrow it.",
    ),
    "a question who one is": (
        lambda h, _: h.answer(401, "", b"", WWW_Authenticate='Basic realm="x"'),
        (
            "The server at http://HOST/query asks who you are: set PEELGRAPH_STORE_USER and PEELGRAPH_STORE_PASSWORD, "
            "or PEELGRAPH_STORE_TOKEN."
        ),
    ),
    "a page": (
        lambda h, _: h.answer(200, "text/html", b"<p>Log in to the network</p>"),
        "What answers at http://HOST/query is no SPARQL endpoint (it sent text/html): check the address.",
    ),
    "no media type": (
        lambda h, _: h.answer(200, "", ROWS),
        "What answers at http://HOST/query is no SPARQL endpoint (it sent no media type): check the address.",
    ),
    "a truth value for rows": (
        lambda h, _: h.answer(200, JSON, TRUE),
        f"What answers at http://HOST/query is no SPARQL endpoint (it sent {JSON}): check the address.",
    ),
    "JSON that ends too soon": (
        lambda h, _: h.answer(200, JSON, ROWS[:-3]),
        "The answer of the server at http://HOST/query is damaged",
    ),
    "JSON of another kind": (
        lambda h, _: h.answer(200, JSON, b'{"results": 7}'),
        "The answer of the server at http://HOST/query is damaged",
    ),
    "rows cut by Virtuoso": (
        lambda h, _: h.answer(200, JSON, ROWS, X_SPARQL_MaxRows="1"),
        (
            "The server at http://HOST/query cut its answer short (X-SPARQL-MaxRows: 1): ask for less at once, or have "
            "its "
            "operator allow more."
        ),
    ),
    "rows cut by peelgraph serve": (
        lambda h, _: h.answer(200, JSON, ROWS, Peelgraph_Truncated="rows=1"),
        (
            "The server at http://HOST/query cut its answer short (Peelgraph-Truncated: rows=1): ask for less at "
            "once, or "
            "have its operator allow more."
        ),
    ),
}


@pytest.mark.parametrize("case", NO_ANSWER)
def test_what_is_no_answer_is_told_in_a_sentence(case: str) -> None:
    behaviour, sentence = NO_ANSWER[case]
    said = refused(behaviour)
    assert str(said).startswith(sentence)
    assert "\n" not in str(said)
    kinds = {"a refusal of the query": QueryError, "a stopped query": QueryTimeoutError}
    assert isinstance(said, kinds.get(case, StoreError))


def broken_off(kind: str, body: bytes) -> Behaviour:
    def behave(handler: Handler, asked: bytes) -> None:
        del asked
        handler.send_response(200)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body) + 1))
        handler.end_headers()
        handler.wfile.write(body)

    return behave


def test_an_answer_that_breaks_off_is_none() -> None:
    broke = "The answer of the server at http://HOST/query broke off before its end: ask again."
    assert str(refused(broken_off(JSON, ROWS + b" "))) == broke
    graph = b"<http://example.org/a> <http://example.org/b> <http://example.org/c> .\n"
    assert str(refused(broken_off("application/n-triples", graph), "CONSTRUCT WHERE { ?a ?b ?c }")) == broke


def test_graphs_come_as_turtle_too_and_nothing_else() -> None:
    def turtle(handler: Handler, _: bytes) -> None:
        handler.answer(200, "text/turtle; charset=utf-8", b"@prefix e: <http://example.org/> . e:a e:b e:c .")

    with serving(probed(turtle)) as server, open_store(server.url) as store:
        assert [str(t.object) for t in construct(store, "CONSTRUCT WHERE { ?a ?b ?c }")] == ["<http://example.org/c>"]
    said = refused(lambda h, _: h.answer(200, "application/ld+json", b"[]"), "CONSTRUCT WHERE { ?a ?b ?c }")
    assert "it sent application/ld+json" in str(said)


def test_redirects_are_not_followed() -> None:
    with serving(well) as other:
        for code in (301, 302, 303, 307, 308):
            said = refused(lambda h, _, code=code: h.answer(code, "", b"", Location=f"{other.url}query"))  # type: ignore[misc]
            assert str(said) == (
                f"The server at http://HOST/query sends requests on to {other.url}query, which are not followed: give "
                "that address if you trust it."
            )
        assert other.seen == []


def drip(handler: Handler, asked: bytes) -> None:
    """Send a byte now and then, for ever."""
    del asked
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.end_headers()
    for _ in range(600):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def drip_headers(handler: Handler, asked: bytes) -> None:
    del asked
    for _ in range(600):
        handler.wfile.write(b"H")
        handler.wfile.flush()
        time.sleep(0.05)


def silent(handler: Handler, _: bytes) -> None:
    handler.rfile.read(1)


@pytest.mark.parametrize("behaviour", [drip, drip_headers, silent])
def test_a_slow_server_is_left_when_the_time_is_up(behaviour: Behaviour, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEELGRAPH_STORE_TIMEOUT", "0.5")
    assert str(refused(behaviour)) == (
        "The server at http://HOST/query took longer than 0.5 seconds: ask for less, or allow more by "
        "PEELGRAPH_STORE_TIMEOUT."
    )


def test_the_time_is_a_number_of_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    for given in ("soon", "0", "-1", "nan", "inf"):
        monkeypatch.setenv("PEELGRAPH_STORE_TIMEOUT", given)
        with pytest.raises(StoreError, match=f"^PEELGRAPH_STORE_TIMEOUT is {given}: give a number of seconds"):
            open_store("http://127.0.0.1:9/")


def busy(times: int, retry_after: Callable[[], str] | None) -> Behaviour:
    """A server that has no time for so many requests after the first."""

    def behave(handler: Handler, body: bytes) -> None:
        if 1 < len(handler.server.seen) <= times + 1:  # type: ignore[attr-defined]
            headers = {"Retry_After": retry_after()} if retry_after else {}
            handler.answer(503, "text/plain", b"All are busy.", **headers)
        else:
            well(handler, body)

    return behave


@pytest.mark.parametrize("retry_after", [lambda: "0", lambda: formatdate(time.time() - 5, usegmt=True)])
def test_a_busy_server_is_asked_again_when_it_says_so(retry_after: Callable[[], str]) -> None:
    with serving(busy(2, retry_after)) as server, open_store(server.url) as store:
        assert select(store, "SELECT ?a { ?a ?b ?c }") == [(ox.Literal("one"),)]
        assert len(server.seen) == 4


@pytest.mark.parametrize(
    ("times", "retry_after", "requests"),
    [(3, lambda: "0", 4), (1, None, 2), (1, lambda: "86400", 2), (1, lambda: "x", 2)],
)
def test_a_server_that_stays_busy_is_left(times: int, retry_after: Callable[[], str] | None, requests: int) -> None:
    with serving(busy(times, retry_after)) as server, open_store(server.url) as store:
        with pytest.raises(StoreError, match=r"\(503, All are busy\): it is busy, so try again later\.$"):
            select(store, "SELECT ?a { ?a ?b ?c }")
        assert len(server.seen) == requests


def test_a_change_is_never_sent_twice() -> None:
    with serving(busy(1, lambda: "0")) as server, open_for_writing(server.url) as store:
        with pytest.raises(StoreError, match=r"^The server at \S+/update\S* answered with an error \(503"):
            store.replace({G: None})
        assert len(server.seen) == 2


def test_a_token_is_sent_and_shown_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEELGRAPH_STORE_TOKEN", "sesame-7")
    with serving(probed(lambda h, _: h.answer(401, "text/plain", b"who?"))) as server, open_store(server.url) as store:
        with pytest.raises(StoreError) as raised:
            store.query("ASK {}")
        assert [headers["Authorization"] for *_, headers in server.seen] == ["Bearer sesame-7"] * 2
        assert str(raised.value).endswith("/query does not let this user in: check the password or token.")
        assert "sesame-7" not in f"{raised.value!r} {store!r} {vars(store)!r} {store._web._access!r}"  # type: ignore[attr-defined]


def test_name_and_password_are_sent_to_those_who_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEELGRAPH_STORE_USER", "ann")
    monkeypatch.setenv("PEELGRAPH_STORE_PASSWORD", "pässword")
    right = "Basic " + base64.b64encode("ann:pässword".encode()).decode()

    def basic(handler: Handler, body: bytes) -> None:
        if handler.headers.get("Authorization") == right:
            well(handler, body)
        else:
            handler.answer(401, "text/plain", b"who?", WWW_Authenticate='Basic realm="peel"')

    with serving(basic) as server, open_store(server.url) as store:
        assert select(store, "SELECT ?a { ?a ?b ?c }") == [(ox.Literal("one"),)]
        assert [headers.get("Authorization") for *_, headers in server.seen] == [None, right, None, right]
        with open_for_writing(server.url) as writer:
            writer.replace({G: None})
        assert [(seen[0], seen[3].get("Authorization")) for seen in server.seen[-2:]] == [
            ("HEAD", None),
            ("POST", right),
        ]
    with serving(well) as server, open_for_writing(server.url) as writer:
        writer.replace({G: None})
        assert [seen[0] for seen in server.seen] == ["POST", "HEAD", "POST"]
        assert all("Authorization" not in seen[3] for seen in server.seen)
    monkeypatch.setenv("PEELGRAPH_STORE_PASSWORD", "wrong")
    with serving(basic) as server, pytest.raises(StoreError, match=r"does not let this user in"):
        open_store(server.url)


def test_digest_authentication_sends_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEELGRAPH_STORE_USER", "dba")
    monkeypatch.setenv("PEELGRAPH_STORE_PASSWORD", "secret-9")

    def md5(text: str) -> str:
        return hashlib.md5(text.encode()).hexdigest()  # noqa: S324  the protocol has it

    def digest(handler: Handler, body: bytes) -> None:
        sent = dict(re.findall(r'(\w+)="?([^",]*)"?', handler.headers.get("Authorization", "")))
        path, method = handler.path, handler.command
        right = md5(
            f"{md5('dba:SPARQL:secret-9')}:n1:{sent.get('nc')}:{sent.get('cnonce')}:auth:{md5(f'{method}:{path}')}"
        )
        if sent.get("response") == right:
            well(handler, body)
        else:
            handler.answer(
                401, "", b"", WWW_Authenticate='Digest realm="SPARQL", nonce="n1", qop="auth", algorithm="MD5"'
            )

    with serving(digest) as server, open_store(server.url) as store:
        assert store.query("ASK {}") is True
        with open_for_writing(server.url) as writer:
            writer.replace({G: None})
        sent = [headers.get("Authorization", "Digest") for *_, headers in server.seen]
        assert [method for method, *_ in server.seen] == ["POST"] * 6 + ["HEAD", "POST"]
        assert all(words.startswith("Digest") and "secret-9" not in words for words in sent)
    monkeypatch.setenv("PEELGRAPH_STORE_PASSWORD", "wrong")
    with serving(digest) as server, pytest.raises(StoreError, match=r"does not let this user in"):
        open_store(server.url)


def test_a_way_to_prove_who_one_is_that_is_not_known_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEELGRAPH_STORE_USER", "ann")
    said = refused(lambda h, _: h.answer(401, "", b"", WWW_Authenticate="Negotiate"))
    assert str(said).endswith("does not let this user in: check the password or token.")


def test_a_server_that_is_not_there_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(StoreError) as raised:
        open_store(f"http://127.0.0.1:{port}/")
    assert str(raised.value) == (
        f"The server at http://127.0.0.1:{port}/query cannot be reached (Connection refused): check the address, and "
        "that it runs."
    )


def test_a_server_that_hangs_up_is_told() -> None:
    def hang_up(handler: Handler, _: bytes) -> None:
        handler.connection.shutdown(socket.SHUT_RDWR)

    assert "cannot be reached (" in str(refused(hang_up))


@pytest.mark.skipif(not shutil.which("openssl"), reason="There is no openssl to make a certificate with.")
def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key,
         "-out", certificate, "-days", "1", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with serving(well) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        location = f"https://localhost:{server.server_port}/"
        with pytest.raises(StoreError, match=r"^The certificate of localhost:\d+ cannot be trusted \(self-signed"):
            open_store(location)
        assert server.seen == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        with open_store(location) as store:
            assert select(store, "SELECT ?a { ?a ?b ?c }") == [(ox.Literal("one"),)]


def test_virtuoso_is_not_asked_what_it_answers_wrongly() -> None:
    def virtuoso(handler: Handler, body: bytes) -> None:
        handler.version_string = lambda: "Virtuoso/07.20.3229 (Linux)"  # type: ignore[method-assign]
        query = parse_qs(body.decode())["query"][0]
        node = b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{ "type": "bnode", "value": "nodeID://b1" }}]}}'
        handler.answer(200, JSON, TRUE if query.startswith("ASK") else node)

    with serving(virtuoso) as server, open_store(server.url) as store:
        assert select(store, "SELECT ?a { ?a ?b 'UNDEF' }") == [(ox.BlankNode("b1"),)]
        with pytest.raises(QueryError, match=r"is Virtuoso, which finds nothing where a query says UNDEF"):
            store.query("SELECT ?a { VALUES ?a { UNDEF } ?a ?b ?c }")


def test_the_command_line_loads_nothing_for_servers_until_one_is_named() -> None:
    program = "import sys, peelgraph.cli, peelgraph.store; print('SPARQLWrapper' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert json.loads(done.stdout.lower()) is False
