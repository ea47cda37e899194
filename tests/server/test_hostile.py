"""Requests by somebody who means harm: nothing breaks, nothing means something else, nothing is passed on unescaped."""

from __future__ import annotations

import csv
import io
import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from rdflib import Graph
from serving import ATTACK, EX, Served, make_store, serving

from peelgraph.catalogue import bind, queries
from peelgraph.server.query_text import tokens

HTML = {"Accept": "text/html"}
TOKEN = "correct-horse-battery-staple"  # noqa: S105  of the tests
QUERIES = tuple(queries().values())
TEXT = [
    (query.name, param.name)
    for query in QUERIES
    for param in query.params
    if param.type == "text" and not param.choices
]
PARAMETERS = [(query.name, param.name) for query in QUERIES for param in query.params]
PATHS = """/ /query /query?query=ASK%7B%7D /sparql /store?default /api/queries /api/queries/judgments /api/openapi.json
/docs /ask /ask/judgments /ontology /id/grade/good /.well-known/void /health /metrics /static/site.css"""
SHARED = ["limit", "offset", "columns", "evidence", "format"]

WEAPONS = [
    '") } ; DROP ALL #', "'} UNION { ?s ?p ?o } #", '"""', "'''", "\\", "\\u0022", "\\U00000027", ">", "?force",
    "UNDEF", "\x00", "\r\nX-Evil: yes\r\n\r\n", "\u2028", "\u202e", "\ufffe", "{{7*7}}", "${x}", "%s%n",
    "<script>alert(1)</script>", "SERVICE <http://127.0.0.1:1/> {}", "../../etc/passwd", "=cmd|' /C calc'!A0",
    "a" * 3000, "1e999999", "-1", "٣", "#",
]  # fmt: skip
WORDS = st.lists(st.one_of(st.sampled_from(WEAPONS), st.text(max_size=8)), min_size=1, max_size=3).map("".join)


def raw(served: Served, request: bytes) -> bytes:
    """All that comes back for bytes after which the connection is closed, by them or by the server."""
    with served.socket() as client:
        client.sendall(request)
        answer = bytearray()
        while piece := client.recv(2**16):
            answer += piece
    return bytes(answer)


def status(answer: bytes) -> int:
    assert answer.startswith(b"HTTP/1.1 ")
    return int(answer[9:12])


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(PARAMETERS), WORDS, st.sampled_from(["json", "csv", "html"]))
def test_no_value_of_any_parameter_of_the_api_is_a_server_error(
    sample: Served, place: tuple[str, str], value: str, form: str
) -> None:
    name, parameter = place
    url = f"/api/queries/{name}?{parameter}={quote(value.encode('utf-8', 'surrogatepass'), '')}&format={form}"
    answer = sample.http.get(url)
    assert answer.status_code in {200, 303, 400}
    assert "x-evil" not in answer.headers
    if answer.status_code == 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == 400
    if form == "html":
        shown = sample.http.get(f"/ask/{name}?{url.partition('?')[2]}", headers=HTML)
        assert shown.status_code in {200, 400}
        assert "<script>alert" not in shown.text
        assert "\u202e" not in shown.text


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(TEXT), WORDS.filter(lambda word: word.isprintable() and bool(word.strip())))
def test_no_value_changes_what_a_query_does(place: tuple[str, str], value: str) -> None:
    query = queries()[place[0]]
    example = {param.name: param.example for param in query.params if param.required}
    harmless, hostile = (bind(query, {**example, place[1]: word}) for word in ("word", value))
    assert [token.kind for token in tokens(hostile)] == [token.kind for token in tokens(harmless)]
    ox.Store().query(hostile)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from([*SHARED, "page", "iri", "incoming", "outgoing", "kind", "graph", "default-graph-uri"]), WORDS)
def test_no_value_of_any_other_parameter_is_a_server_error(sample: Served, name: str, value: str) -> None:
    pair = f"{name}={quote(value.encode('utf-8', 'surrogatepass'), '')}"
    for address in PATHS.split():
        answer = sample.http.get(f"{address}{'&' if '?' in address else '?'}{pair}", headers=HTML)
        assert answer.status_code in {200, 303, 400, 404, 406}, (address, pair)
        assert "x-evil" not in answer.headers
        assert "<script>alert" not in answer.text


PREFIXES = [
    b"/",
    b"/id/",
    b"/ontology/",
    b"/api/queries/",
    b"/ask/",
    b"/static/",
    b"/store/",
    b"/.well-known/",
    b"/docs",
]
BYTES = st.lists(
    st.one_of(
        st.sampled_from([b"%0d%0aX-Evil:%20yes", b"%00", b"%ff", b"..", b"/", b"%2e%2e%2f", b"<script>", b"%", b"?"]),
        st.integers(33, 126).map(lambda number: bytes([number])),
    ),
    max_size=6,
).map(b"".join)  # fmt: skip


@settings(deadline=None, max_examples=80)
@given(st.sampled_from(PREFIXES), BYTES)
def test_no_path_is_a_server_error(sample: Served, prefix: bytes, rest: bytes) -> None:
    answer = raw(
        sample, b"GET " + prefix + rest + b" HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nConnection: close\r\n\r\n"
    )
    assert status(answer) < 500
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"\nx-evil" not in head.lower()
    assert b"<script>" not in body


HEADERS = """
Host Accept Accept-Encoding If-None-Match Origin X-Forwarded-Host X-Forwarded-Proto X-Forwarded-For
Authorization Content-Type Range Cookie Expect Upgrade If-Modified-Since"""
VALUES = st.one_of(
    st.sampled_from([b'x"><script>alert(1)</script>', b"*/*;q=" + b"9" * 500, b",;=" * 300, b"evil.example/../",
                     b"[::1", b"a@b:99999", b"text/html;q=1;q=0, */*", b"bytes=0-1,2-,-5", b"gzip;q=0, *",
                     b"W/" + b'"' * 99]),
    st.binary(max_size=12).map(lambda value: bytes(byte for byte in value if byte > 31 and byte != 127)),
)  # fmt: skip


@settings(deadline=None, max_examples=80)
@given(st.sampled_from(HEADERS.split()), VALUES, st.booleans())
def test_no_header_is_a_server_error(proxied: Served, name: str, value: bytes, page: bool) -> None:
    host = b"" if name == "Host" else b"Host: x\r\n"
    accept = b"Accept: text/html\r\n" if page and name != "Accept" else b""
    for method, path in ((b"GET", b"/query"), (b"GET", b"/api/queries"), (b"POST", b"/update"), (b"GET", b"/nowhere")):
        sent = b"%b %b HTTP/1.1\r\n%b%b%b: %b\r\nConnection: close\r\n\r\n"
        answer = raw(proxied, sent % (method, path, host, accept, name.encode(), value))
        assert status(answer) < 500, (name, value)
        if b"content-type: text/html" in answer:
            assert b"<script" not in answer.replace(b'<script src="/static', b"")


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Believes what a proxy says, and lets those write who have the token."""
    folder = tmp_path_factory.mktemp("proxied")
    (folder / "token").write_text(TOKEN)
    options = ("--trust-proxy", "--token-file", str(folder / "token"), "--log-queries")
    with serving(make_store(folder / "store"), *options) as running:
        yield running


# Characters that XML has no way to write are left out: such an answer is not well-formed, which its readers say.
WRITABLE = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=30)


@settings(deadline=None, max_examples=25)
@given(
    st.one_of(WRITABLE, st.sampled_from(['"', "\t\n", ATTACK, "a,b", "]]>", "<!--", "\\", "\\t", "''", "=1+1", "@x"]))
)
def test_any_words_come_back_from_every_form_of_answer(served: Served, words: str) -> None:
    term = str(ox.Literal(words))
    select, construct = f"SELECT ({term} AS ?x) {{}}", f"CONSTRUCT {{ <urn:a> <urn:b> {term} }} {{}}"
    assert json.loads(served.ask(select, "application/json").text)["results"]["bindings"][0]["x"]["value"] == words
    xml = etree.fromstring(served.ask(select, "application/sparql-results+xml").content)
    assert "".join(xml.itertext()) == words
    rows = list(csv.reader(io.StringIO(served.ask(select, "text/csv").text, newline="")))
    assert rows[1:] == [[words]] if words else rows[1:] == [[]]
    tsv = ox.parse_query_results(served.ask(select, "text/tab-separated-values").content, ox.QueryResultsFormat.TSV)
    assert isinstance(tsv, ox.QuerySolutions)
    assert [row["x"] for row in tsv] == [ox.Literal(words)]
    for media_type, name in {
        "text/turtle": "turtle",
        "application/n-triples": "nt",
        "application/rdf+xml": "xml",
    }.items():
        graph = Graph().parse(data=served.ask(construct, media_type).content, format=name)
        assert [str(value) for value in graph.objects()] == [words], media_type
    assert served.ask(construct, "application/ld+json").json()[0]["urn:b"] == [{"@value": words}]


def test_an_attack_in_the_data_is_escaped_wherever_it_is_shown(sample: Served) -> None:
    for address in (
        "/docs",
        "/ask",
        "/",
        "/ontology",
        "/ask/judgments",
        "/ask/forces",
        "/id/force/hostile?incoming=x:y",
    ):
        answer = sample.http.get(address, headers=HTML)
        assert "<script>alert" not in answer.text
        assert "<img" not in answer.text
        assert answer.headers["x-content-type-options"] == "nosniff"
    for address, kind in {"/api/openapi.json": "application/json", "/id/force/hostile.jsonld": "application/ld+json",
                          "/id/force/hostile.ttl": "text/turtle; charset=utf-8"}.items():  # fmt: skip
        answer = sample.http.get(address, headers=HTML)
        assert (answer.headers["content-type"], answer.headers["x-content-type-options"]) == (kind, "nosniff")
    linked = sample.http.get("/id/force/hostile.jsonld").json()
    assert ATTACK in {
        value["@value"]
        for node in linked
        for value in node.get(f"{'http://www.w3.org/2004/02/skos/core#'}prefLabel", ())
    }
    # A decrease begins with a minus: cells are not changed for the sake of programs that take them for formulas.
    text = sample.ask('SELECT ("=1+1" AS ?a) (-5 AS ?b) ("@x" AS ?c) {}').text
    assert text == "a,b,c\r\n=1+1,-5,@x\r\n"


def test_the_token_is_nowhere_but_in_its_header(proxied: Served) -> None:
    token = TOKEN
    change = {"update": "CLEAR SILENT GRAPH <urn:none>"}

    def sent(*headers: tuple[str, str], address: str = "/update") -> int:
        return httpx.post(
            f"{proxied.http.base_url}{address}", data=change, headers=headers, trust_env=False
        ).status_code

    right = ("Authorization", f"Bearer {token}")
    assert sent(right) == 204
    assert sent(("authorization", f"bearer  {token}")) == 204
    assert [
        sent(),
        sent(address=f"/update?access_token={token}&token={token}"),
        sent(("Authorization", f"Basic {token}")),
        sent(("Authorization", token)),
        sent(("Authorization", f"Bearer {token}x")),
        sent(("Authorization", f"Bearer {token[:-1]}")),
        sent(("Authorization", f"Bearer {token}, Bearer {token}")),
        sent(right, ("Authorization", "Bearer other")),
        sent(("Authorization", "Bearer other"), right),
        sent(("Cookie", f"token={token}")),
        sent(("Proxy-Authorization", f"Bearer {token}")),
    ] == [401] * 11
    assert sent(right, ("Content-Type", "image/png"), address=f"/store?graph={EX}x") == 415
    assert proxied.ask("SELECT").status_code == 400
    said = proxied.http.get("/metrics").text + "".join(proxied.lines)
    for pid in proxied.processes():
        said += Path(f"/proc/{pid}/cmdline").read_text()
    assert len(proxied.log()) > 10
    assert token not in said


def test_the_log_has_the_queries_however_they_were_sent(proxied: Served) -> None:
    proxied.ask("ASK { <urn:direct> a ?x }")
    proxied.http.post("/query", data={"query": 'ASK { <urn:form> a "\n{}"@en }'})
    proxied.http.get("/query", params={"query": "ASK { <urn:get> a ?x }"})
    proxied.http.get("/health")
    expected = ["ASK { <urn:direct> a ?x }", 'ASK { <urn:form> a "\n{}"@en }', "ASK { <urn:get> a ?x }", None]
    for _ in range(200):  # lines come by another thread
        if (logged := [line.get("query") for line in proxied.log()[-4:]]) == expected:
            break
        threading.Event().wait(0.05)
    assert logged == expected


FORM = b"Content-Type: application/x-www-form-urlencoded\r\nHost: x\r\n"
ASKED = b"query=ASK%7B%7D"
CHUNKED = b"f\r\n" + ASKED + b"\r\n0\r\n\r\n"


@pytest.mark.parametrize(
    "request_",
    [
        b"POST /query HTTP/1.1\r\n" + FORM + b"Content-Length: 15\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNKED,
        b"POST /query HTTP/1.1\r\n" + FORM + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n" + CHUNKED,
        b"POST /query HTTP/1.1\r\n" + FORM + b"Content-Length: 15\r\nContent-Length: 3\r\n\r\n" + ASKED,
        b"POST /query HTTP/1.1\r\n" + FORM + b"Content-Length: +15\r\n\r\n" + ASKED,
        b"POST /query HTTP/1.1\r\n" + FORM + b"Content-Length : 15\r\n\r\n" + ASKED,
        b"POST /query HTTP/1.1\r\n" + FORM + b"Transfer-Encoding: xchunked\r\n\r\n" + CHUNKED,
        b"POST /query HTTP/1.1\r\n" + FORM + b"Transfer-Encoding: chunked, identity\r\n\r\n" + CHUNKED,
        b"POST /query HTTP/1.1\r\n" + FORM + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n" + ASKED,
        b"GET /health HTTP/1.1\r\nHost: x\r\nX-A: b\r\n folded\r\n\r\n",
        b"GET /health HTTP/1.1\nHost: x\n\n",
        b"GET /health HTTP/1.1\r\nHost: x\r\nX-A: a\rGET / HTTP/1.1\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost: x\r\nX-A: a\0b\r\n\r\n",
        b"GET /health HTTP/1.1\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
        b"CONNECT 127.0.0.1:80 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"NONSENSE /health HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
)  # fmt: skip
def test_requests_of_which_two_readers_could_think_differently_are_refused(served: Served, request_: bytes) -> None:
    answer = raw(served, request_)
    assert status(answer) == 400
    assert answer.count(b"HTTP/1.1 ") == 1
    assert b"\r\nconnection: close\r\n" in answer.lower()


def test_what_follows_a_request_is_the_next_one_and_not_part_of_it(served: Served) -> None:
    inner = b"GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n"
    hidden = b"GET /health HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(inner) + inner
    answer = raw(served, hidden + b"GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert re.findall(rb"HTTP/1\.1 (\d+)", answer) == [b"200", b"200"]
    assert b"peelgraph_requests_active" in answer


def test_a_client_of_http_1_0_gets_whole_answers_with_their_length(served: Served) -> None:
    query = quote("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    for path in (f"/query?format=csv&query={query}", "/health", "/ask"):
        answer = raw(served, f"GET {path} HTTP/1.0\r\n\r\n".encode())
        head, _, body = answer.partition(b"\r\n\r\n")
        assert status(answer) == 200
        assert b"transfer-encoding" not in head
        assert int(re.findall(rb"content-length: (\d+)", head)[0]) == len(body)
    assert raw(served, b"HEAD /health HTTP/1.0\r\n\r\n").endswith(b"\r\n\r\n")
    assert b"\r\n\r\n" in raw(served, b'GET /query HTTP/1.0\r\nIf-None-Match: "x"\r\n\r\n')


@pytest.mark.parametrize("path", PATHS.split())
def test_methods(sample: Served, path: str) -> None:
    got, head = sample.http.get(path), sample.http.head(path)
    assert (head.status_code, head.content) == (got.status_code, b"")
    assert head.headers.get("content-type") == got.headers.get("content-type")
    options = sample.http.options(path)
    assert (options.status_code, options.headers["allow"]) == (204, "GET, HEAD, POST, OPTIONS")
    for method in ("TRACE", "PROPFIND", "PATCH", "LOCK"):
        refused = sample.http.request(method, path)
        assert refused.status_code == 405
        assert "GET" in refused.headers["allow"]
        assert "detail" in refused.json()
