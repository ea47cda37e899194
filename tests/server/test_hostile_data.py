"""Queries, updates and documents by somebody who means harm: nothing is fetched, and nothing swells."""

from __future__ import annotations

import gzip
import http.server
import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import EX, G1, Served, make_store, serving

TOKEN = "correct-horse-battery-staple"  # noqa: S105  of the tests
XML, JSON_LD, TURTLE = "application/rdf+xml", "application/ld+json", "text/turtle"
ANSWER = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"urn:elsewhere"}}]}}'


class Web:
    """Servers on loopback that remember what they were asked: one that answers, one that sends to the first."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        web = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self) -> None:
                web.asked.append(f"{self.command} {self.path}")
                is_sender = self.server.server_address == web.sender.server_address
                self.send_response(int(self.path[1:]) if is_sender else 200)
                self.send_header("Location", f"{web.url(web.teller)}/secret")
                self.send_header("Content-Type", "application/sparql-results+json")
                self.send_header("Content-Length", "0" if is_sender else str(len(ANSWER)))
                self.end_headers()
                self.wfile.write(b"" if is_sender else ANSWER)

            do_GET = do_POST = do_CONNECT = answer  # noqa: N815  as the base class has it

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.teller, self.sender = (http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) for _ in range(2))
        for server in (self.teller, self.sender):
            threading.Thread(target=server.serve_forever, daemon=True).start()

    @staticmethod
    def url(server: http.server.HTTPServer) -> str:
        return f"http://127.0.0.1:{server.server_port}"

    def close(self) -> None:
        for server in (self.teller, self.sender):
            server.shutdown()
            server.server_close()


@pytest.fixture(scope="module")
def web() -> Iterator[Web]:
    servers = Web()
    yield servers
    servers.close()


@pytest.fixture(scope="module")
def hasty(web: Web, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Takes changes for two seconds, may call the server that sends elsewhere, and runs where a proxy is set."""
    folder = tmp_path_factory.mktemp("hasty")
    (folder / "token").write_text(TOKEN)
    (folder / "serve.toml").write_text(
        'token-file = "token"\nwrite-seconds = 2\nseconds = 2\nquery-memory = 0.25\nbody-size = 8\n'
        f'allow-hosts = ["{web.url(web.sender)[7:]}"]\n'
    )
    environment = dict.fromkeys(
        ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"], web.url(web.teller)
    )
    with pytest.MonkeyPatch.context() as patch:
        for name in ("no_proxy", "NO_PROXY"):
            patch.delenv(name, raising=False)
        for name, value in environment.items():
            patch.setenv(name, value)
        with serving(make_store(folder / "store"), "--config", str(folder / "serve.toml")) as running:
            assert "http_proxy" in os.environ
            running.http.headers["Authorization"] = f"Bearer {TOKEN}"
            yield running


def put(served: Served, content: str | bytes, kind: str, **headers: str) -> tuple[int, str]:
    headers = {"Content-Type": kind, **headers}
    answer = served.http.put("/store", params={"graph": f"{EX}new"}, content=content, headers=headers)
    return answer.status_code, answer.json()["detail"] if answer.content else ""


def update(served: Served, text: str) -> int:
    return served.http.post("/update", data={"update": text}).status_code


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_host_that_may_be_called_cannot_send_us_elsewhere(hasty: Served, web: Web, code: int) -> None:
    web.asked.clear()
    place = f"{web.url(web.sender)}/{code}"
    answer = hasty.ask(f"SELECT * {{ SERVICE <{place}> {{ ?s ?p ?o }} }}", "application/json")
    assert answer.status_code == 502
    assert answer.json()["detail"].startswith("A server that SERVICE calls could not be asked: ")
    assert update(hasty, f"LOAD <{place}>") == 400
    silent = hasty.ask(f"SELECT * {{ SERVICE SILENT <{place}> {{ ?s ?p ?o }} }}")
    assert (silent.status_code, "elsewhere" in silent.text) == (200, False)
    assert web.asked == [f"POST /{code}", f"GET /{code}", f"POST /{code}"]


def test_a_call_that_may_be_made_is_made(hasty: Served, web: Web) -> None:
    web.asked.clear()
    call = {"query": f"SELECT * {{ SERVICE SILENT <{web.url(web.sender)}/404> {{ }} }}"}
    answers = [hasty.http.get("/query", params=call, headers={"Accept": "text/csv"}) for _ in range(2)]
    assert [each.status_code for each in answers] == [200, 200]
    assert web.asked == ["POST /404"] * 2  # what another server says is not remembered


def test_a_quotation_mark_in_an_address_hides_no_other_call(hasty: Served, web: Web) -> None:
    web.asked.clear()
    allowed, other = f"<{web.url(web.sender)}/'>", f"<{web.url(web.teller)}/secret>"
    for text in (
        f"SELECT * {{ FILTER('SERVICE {allowed} 1 ) SERVICE {other} {{?s ?p ?o}} #' )\n}}",
        f'SELECT * {{ FILTER("SERVICE {allowed}" > 1 ) SERVICE {other} {{?s ?p ?o}} }}',
        f"SELECT * {{ # SERVICE {allowed} \n SERVICE {other} {{?s ?p ?o}} }}",
        f"SELECT * {{ SERVICE # {allowed}\n {other} {{?s ?p ?o}} }}",
        f"SELECT * {{ \\u0053ERVICE {other} {{ }} }}",
    ):
        assert hasty.ask(text, "application/json").status_code in {400, 403}, text
    for text in (
        f"INSERT DATA {{ <urn:a> <urn:b> 'LOAD {allowed} }} ; LOAD {other} #'\n}}",
        f"LOAD # {allowed}\n {other}",
        f"LOAD {allowed} INTO GRAPH <urn:g> ; LOAD SILENT {other} INTO GRAPH <urn:h>",
    ):
        update(hasty, text)
    assert [each for each in web.asked if "secret" in each] == []


def test_graphs_are_never_fetched(hasty: Served, web: Web) -> None:
    web.asked.clear()
    other = f"{web.url(web.teller)}/graph"
    for name in ("default-graph-uri", "named-graph-uri"):
        assert hasty.http.get("/query", params={"query": "ASK {}", name: other}).status_code == 400
    assert hasty.http.get("/store", params={"graph": other}).status_code == 404
    assert hasty.http.get("/describe", params={"iri": other}).status_code == 404
    assert hasty.ask(f"DESCRIBE <{other}> FROM <{other}>", "*/*").status_code == 400
    update(hasty, f"INSERT {{ ?s ?p ?o }} USING <{other}> WHERE {{ ?s ?p ?o }}")
    forwarded = {"X-Forwarded-Host": other[7:], "Forwarded": f"host={other[7:]}", "X-Original-URL": other}
    assert hasty.http.get("/query", headers=forwarded).status_code == 200
    with hasty.socket() as client:
        client.sendall(f"GET {other} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        assert client.recv(100).startswith(b"HTTP/1.1 404 ")
    assert web.asked == []


RDF = """<?xml version="1.0"?>{}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e">
<rdf:Description rdf:about="urn:a"><e:p>{}</e:p></rdf:Description></rdf:RDF>"""
ENTITY = '<!DOCTYPE r [<!ENTITY a "{}">]>'


def test_documents_fetch_nothing(hasty: Served, web: Web) -> None:
    web.asked.clear()
    url = web.url(web.teller)
    assert put(hasty, RDF.format(f'<!DOCTYPE r [<!ENTITY x SYSTEM "{url}/x">]>', "&x;"), XML)[0] == 400
    assert put(hasty, RDF.format('<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;"), XML)[0] == 400
    assert put(hasty, RDF.format(f'<!DOCTYPE r [<!ENTITY % x SYSTEM "{url}/x"> %x;]>', "a"), XML)[0] == 400
    assert put(hasty, RDF.format(f'<!DOCTYPE r SYSTEM "{url}/x.dtd">', "a"), XML)[0] in {201, 204}
    for context in (
        f'"{url}/c"',
        f'{{"@import":"{url}/c"}}',
        f'["{url}/c"]',
        f'{{"p":{{"@id":"urn:p","@context":"{url}/c"}}}}',
    ):
        assert put(hasty, f'{{"@context":{context},"@id":"urn:a","p":{{"p":1}}}}', JSON_LD)[0] == 400
    assert update(hasty, "LOAD <file:///etc/passwd>") == 403
    assert web.asked == []


def test_words_that_stand_for_words_that_stand_for_words_are_stopped(hasty: Served) -> None:
    assert put(hasty, RDF.format(ENTITY.format("short"), "&a;"), XML)[0] in {201, 204}
    for document in (
        RDF.format(ENTITY.format("x" * 100_000), "&a;" * 100_000),
        RDF.format(ENTITY.format("&a;"), "&a;"),
    ):
        assert put(hasty, document, XML)[0] in {400, 413, 504}
    swelling = gzip.compress(b"<urn:a> <urn:b> 1 .\n" * 5_000_000)
    assert put(hasty, swelling, TURTLE, **{"Content-Encoding": "gzip"}) == (
        415,
        "A body that is encoded as gzip is not read here: send it as it is.",
    )
    assert put(hasty, b"<urn:a> <urn:b> 1 .", TURTLE, **{"Content-Encoding": "identity"})[0] == 204
    assert put(hasty, b"#" * (8 * 2**20 + 1), TURTLE) == (413, "The request is larger than 8 MiB: send it in parts.")


@pytest.mark.parametrize(
    ("kind", "document"),
    [
        (TURTLE, "<urn:a> <urn:b> " + "(" * 300_000 + ")" * 300_000 + " ."),
        (TURTLE, "<urn:a> <urn:b> " + "[ <urn:b> " * 300_000 + "1" + "]" * 300_000 + " ."),
    ],
    ids=["list", "node"],
)
def test_documents_of_great_depth_are_worked_on_within_bounds(hasty: Served, kind: str, document: str) -> None:
    assert put(hasty, document, kind)[0] in {201, 204, 400, 413, 504}
    assert update(hasty, f"DROP SILENT GRAPH <{EX}new>") == 204
    assert hasty.ask(f"ASK {{ GRAPH <{G1}> {{ ?s ?p ?o }} }}").text == "true"


def nested_xml(times: int) -> str:
    return RDF.format("", "<e:A><e:p>" * times + "</e:p></e:A>" * times)


def nested_json(times: int) -> str:
    return '{"@id":"urn:[{[{","urn:a":' * times + '["\\\\",1]' + "}" * times


@pytest.mark.parametrize(
    ("kind", "document"),
    [
        (XML, nested_xml(99)),
        (XML, nested_xml(200_000)),
        (JSON_LD, nested_json(200)),
        (JSON_LD, nested_json(200_000)),
        (JSON_LD, '{"@id":"urn:a","urn:b":{"@list":' + "[" * 300 + "]" * 300 + "}}"),
    ],
    ids=["xml", "xml, deeper", "object", "object, deeper", "list"],
)
def test_documents_that_would_take_long_because_of_their_depth_are_refused(
    hasty: Served, kind: str, document: str
) -> None:
    assert put(hasty, document, kind) == (
        400,
        "The document is nested more than 200 levels deep, and nothing was changed: write it flatter, as N-Triples.",
    )


@pytest.mark.parametrize(
    ("kind", "document"),
    [
        (XML, nested_xml(98)),
        (XML, RDF.format("", "<e:q/>" * 300).replace("<e:p>", "<e:p rdf:parseType='Literal'>")),
        (JSON_LD, nested_json(199)),
        (JSON_LD, '{"@id":"urn:a","urn:b":["' + "[" * 300 + '",' + "{},[]," * 300 + "1]}"),
    ],
    ids=["xml", "xml, long", "object", "long"],
)
def test_documents_of_usual_depth_are_read(hasty: Served, kind: str, document: str) -> None:
    assert put(hasty, document, kind)[0] in {201, 204}


@pytest.mark.parametrize(
    ("document", "status"),
    [
        (b'<urn:a> <urn:b> "\xff" .', 400),
        (b'<urn:a> <urn:b> "\xed\xa0\x80" .', 400),
        (b'<urn:a> <urn:b> "\\uD800" .', 400),
        (b'<urn:a> <urn:b> "a\0b" .', 204),
        (b'<urn:a> <urn:b> "x"@' + b"a" * 10_000 + b" .", 400),
        (b"<urn:a> <urn:b> " + b"9" * 1_000_000 + b" .", 204),
        (b'<urn:a> <urn:b> 1e999999999, "99999999999-01-01"^^<http://www.w3.org/2001/XMLSchema#date> .', 204),
        (b"<urn:a> <urn:b> <urn:" + b"x" * 1_000_000 + b"> .", 204),
        (b"<urn:a> <urn:b> <a b> .", 400),
    ],
)
def test_odd_text_is_read_or_refused(hasty: Served, document: bytes, status: int) -> None:
    update(hasty, f"CREATE SILENT GRAPH <{EX}new>")
    assert put(hasty, document, TURTLE)[0] == status


@pytest.mark.parametrize("iri", ["https://example.org/日本", "https://example.org/é", f"urn:{'x' * 5000}"])
def test_new_graphs_of_any_name_can_be_told_of(hasty: Served, iri: str) -> None:
    created = hasty.http.put("/store", params={"graph": iri}, content=b"", headers={"Content-Type": TURTLE})
    assert created.status_code == 201
    assert created.headers["location"].isascii()
    assert hasty.http.delete("/store", params={"graph": iri}).status_code == 204
    split = hasty.http.put("/store", params={"graph": f"{iri}\r\nX-Evil: yes"}, headers={"Content-Type": TURTLE})
    assert (split.status_code, "x-evil" in split.headers) == (400, False)


def nested(start: str, middle: str, end: str, times: int, around: str = "SELECT * {}") -> str:
    return around.replace("{}", "{" + start * times + middle + end * times + "}", 1)


@pytest.mark.parametrize(
    "query",
    [
        nested("{", "", "}", 30_000),
        nested("FILTER EXISTS {", "", "}", 3_000),
        nested("OPTIONAL {", "", "}", 5_000),
        nested("{SELECT * {", "", "}}", 5_000),
        f"SELECT * {{ FILTER({'(' * 30_000}1{')' * 30_000}) }}",
        f"SELECT * {{ FILTER({'||'.join(['?x'] * 16_000)}) }}",
        f"SELECT * {{ ?s {'(' * 15_000}<urn:p>{')*' * 15_000} ?o }}",
        f"SELECT * {{ ?s ?p {'(' * 30_000}{')' * 30_000} }}",
        f"SELECT ({'STR(' * 12_000}1{')' * 12_000} AS ?x) {{}}",
    ],
    ids=["group", "exists", "optional", "select", "paren", "or", "path", "list", "call"],
)
def test_queries_of_great_depth_are_refused_in_a_sentence(hasty: Served, query: str) -> None:
    answer = hasty.ask(query, "application/json")
    assert (answer.status_code, answer.json()["detail"]) == (
        400,
        "The query is nested too deeply, or has too many parts: write a simpler one.",
    )
    assert hasty.ask("ASK {}").text == "true"


def test_updates_of_great_depth_are_refused_in_a_sentence(hasty: Served) -> None:
    deep = f"INSERT DATA {{ <urn:a> <urn:b> {'(' * 30_000}{')' * 30_000} }}"
    answer = hasty.http.post("/update", data={"update": deep})
    assert (answer.status_code, answer.json()["detail"]) == (
        400,
        "The change is nested too deeply, or has too many parts, and nothing was changed.",
    )


@pytest.mark.parametrize(
    ("query", "status"),
    [
        (f"SELECT * {{ ?s ?p ?o }} LIMIT 1{'0' * 5000}", 200),
        (f"SELECT * {{ ?s ?p ?o }} LIMIT 5 OFFSET 1{'0' * 5000}", 400),
        ("SELECT * { ?s ?p ?o } LIMIT -1", 400),
        ("SELECT ('\\uD800' AS ?x) {}", 400),
        ("SELECT ('a\0b' AS ?x) {}", 200),
        ('SELECT (REGEX("' + "a" * 30_000 + '!", "(a+)+$") AS ?x) {}', 200),
        ('SELECT (REGEX("a", "(((a{1,1000}){1,1000}){1,1000})") AS ?x) {}', 200),
        (f"SELECT * {{ BIND('{'a' * 999}' AS ?a) BIND(REPLACE(?a,'a',?a) AS ?b) BIND(REPLACE(?b,'a',?b) AS ?c)}}", 413),
        (f"SELECT * {{ {' '.join(f'?v{i} ?w{i} ?x{i} .' for i in range(2500))} }}", 504),
    ],
    ids=["limit", "offset", "negative", "surrogate", "nul", "regex", "large regex", "growth", "variables"],
)  # fmt: skip
def test_queries_that_ask_for_trouble(hasty: Served, query: str, status: int) -> None:
    assert hasty.ask(query, "application/json").status_code == status


def test_a_form_has_room_for_a_query_and_no_more(hasty: Served) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    long = b"query=" + b"%20" * 65_000 + b"ASK%7B%7D"
    assert hasty.http.post("/query", content=long, headers=form).status_code == 200
    for headers in (form, {"Content-Type": "application/sparql-query"}):
        answer = hasty.http.post("/query", content=b"query=" + b"%41" * 1_000_000, headers=headers)
        assert answer.status_code == 413
        assert answer.json()["detail"] == "The query has more than 65536 characters: shorten it."
    many = b"&".join(b"a=" for _ in range(2000))
    assert hasty.http.post("/query", content=many, headers=form).status_code == 400
    change = b"update=" + b"%20" * 1_000_000 + b"CLEAR+SILENT+GRAPH+%3Curn:x%3E"
    assert hasty.http.post("/sparql", content=change, headers=form).status_code in {204, 504}
    del hasty.http.headers["Authorization"]
    try:
        assert hasty.http.post("/sparql", content=change, headers=form).status_code == 413
    finally:
        hasty.http.headers["Authorization"] = f"Bearer {TOKEN}"


def test_crashes_leave_no_copies_of_memory(hasty: Served) -> None:
    bounds = [Path(f"/proc/{pid}/limits").read_text() for pid in hasty.processes()]
    assert bounds
    assert all(re.search(r"^Max core file size +0 +0 ", each, re.MULTILINE) for each in bounds)
