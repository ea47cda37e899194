from __future__ import annotations

import gzip
import json
from xml.etree import ElementTree

import httpx
import pyoxigraph as ox
import pytest
from serving import EX, G1, G2, Served

JSON = "application/sparql-results+json"
LABELS = f"SELECT ?l {{ ?f <{EX}label> ?l }} ORDER BY ?l"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def test_the_three_ways_of_asking_give_the_same_answer(served: Served) -> None:
    expected = "l\r\nLoamshire\r\nMummerset <script>alert(1)</script>\r\n"
    by_get = served.http.get("/query", params={"query": LABELS}, headers={"Accept": "text/csv"})
    by_form = served.http.post("/query", data={"query": LABELS}, headers={"Accept": "text/csv"})
    assert [by_get.text, by_form.text, served.ask(LABELS).text] == [expected] * 3
    assert served.http.get("/sparql", params={"query": LABELS, "format": "csv"}).text == expected


@pytest.mark.parametrize(
    ("accept", "query", "media_type", "start"),
    [
        (JSON, "ASK {}", JSON, '{"head":{},"boolean":true}'),
        ("application/sparql-results+xml", "ASK {}", "application/sparql-results+xml", "<?xml"),
        ("text/csv", "SELECT (1 AS ?n) {}", "text/csv; charset=utf-8", "n\r\n1\r\n"),
        ("text/tab-separated-values", "SELECT (1 AS ?n) {}", "text/tab-separated-values; charset=utf-8", "?n\n1\n"),
        ("text/turtle", "CONSTRUCT { <urn:a> a 1 } {}", "text/turtle; charset=utf-8", "@prefix"),
        ("application/n-triples", "CONSTRUCT { <urn:a> <urn:b> 1 } {}", "application/n-triples", "<urn:a> <urn:b> "),
        ("application/ld+json", "CONSTRUCT { <urn:a> <urn:b> 1 } {}", "application/ld+json", '[{"@id":"urn:a"'),
        ("application/rdf+xml", "CONSTRUCT { <urn:a> <urn:b> 1 } {}", "application/rdf+xml", "<?xml"),
        ("application/trig", "CONSTRUCT { <urn:a> <urn:b> 1 } {}", "application/trig", "@prefix"),
        ("application/n-quads", "CONSTRUCT { <urn:a> <urn:b> 1 } {}", "application/n-quads", "<urn:a>"),
        ("image/png, text/csv;q=0.1", "SELECT (1 AS ?n) {}", "text/csv; charset=utf-8", "n"),
        ("*/*", "DESCRIBE <urn:x>", "text/turtle; charset=utf-8", ""),
    ],
)
def test_each_form_of_answer(served: Served, accept: str, query: str, media_type: str, start: str) -> None:
    answer = served.ask(query, accept)
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert answer.text.startswith(start)


@pytest.mark.parametrize(
    ("method", "path", "status", "sentence"),
    [
        ("GET", "/query?query=SELECT", 400, "The query is not valid SPARQL: line 1, column 7"),
        (
            "GET",
            "/query?query=ASK%7B%7D&query=ASK%7B%7D",
            400,
            "The parameter query is given 2 times, and once is right.",
        ),
        ("GET", "/query?query=%FF", 400, "The parameters are not encoded as HTML forms are, in UTF-8."),
        (
            "GET",
            "/query?query=ASK%7B%7D&format=png",
            400,
            "This answer cannot be had as png: its formats are",
        ),
        ("GET", "/query?query=CLEAR+ALL", 400, "This is an update: send it to /update."),
        ("GET", "/query?update=CLEAR+ALL", 400, "Updates are sent to /update by POST."),
        ("PUT", "/query?query=ASK%7B%7D", 405, "Queries are sent by GET or POST."),
        ("GET", "/update?update=CLEAR+ALL", 405, "Updates are sent by POST."),
        ("POST", "/query", 415, "POST takes application/sparql-query or application/x-www-form-urlencoded"),
        ("GET", "/nowhere", 404, "There is nothing at /nowhere."),
        (
            "GET",
            f"/query?query=ASK%7B%7D&default-graph-uri={EX}none",
            400,
            f"FROM {EX}none is refused, because there is",
        ),
        ("GET", "/query?query=ASK%7B%7D&named-graph-uri=a%20b", 400, "a b is no IRI of a graph."),
        ("GET", f"/store?graph={EX}none", 404, f"There is no graph {EX}none here."),
        ("GET", "/store", 400, "Say which graph is meant, and only one: ?graph=IRI, or ?default."),
        ("GET", "/store?default&graph=urn:x", 400, "Say which graph is meant"),
    ],
)
def test_requests_that_are_refused(served: Served, method: str, path: str, status: int, sentence: str) -> None:
    answer = served.http.request(method, path)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.status_code == answer.json()["status"] == status
    assert answer.json()["detail"].startswith(sentence)


def test_a_type_that_cannot_be_had_is_refused_in_the_form_that_the_client_reads(served: Served) -> None:
    answer = served.ask("ASK {}", "image/png")
    assert (answer.status_code, answer.headers["content-type"]) == (406, "application/problem+json")
    assert served.ask("SELECT * { <>a>", "text/csv, text/plain").text.startswith("The query is not valid SPARQL")
    page = served.http.get("/x/<script>", headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert "There is nothing at /x/" in page.text
    assert "<script>" not in page.text


def test_text_that_is_not_utf_8_and_two_texts_are_refused(served: Served) -> None:
    direct = {"Content-Type": "application/sparql-query"}
    assert served.http.post("/query", content="ASK {}".encode("utf-16"), headers=direct).status_code == 400
    both = served.http.post("/query", params={"query": "ASK {}"}, content="ASK {}", headers=direct)
    assert both.json()["detail"] == "The request has two texts: one as query, one as its body."
    assert served.http.post("/query", content="a=b", headers=FORM).json()["detail"] == "The request has no query."


def test_the_data_set_is_the_union_unless_it_is_named(served: Served) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"

    def number(query: str, **parameters: str) -> str:
        answer = served.http.get("/query", params={"query": query, "format": "csv", **parameters})
        return answer.text.split()[1]

    assert number(count) == "802"
    assert number(count, **{"default-graph-uri": G1}) == "401"
    assert number(count, **{"named-graph-uri": G1}) == "0"
    assert number(count.replace("{ ?s", f"FROM <{G2}> {{ ?s")) == "401"
    named = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert [number(named), number(named, **{"named-graph-uri": G1})] == ["2", "1"]
    assert number(count.replace("{ ?s", f"FROM <{G2}> {{ ?s"), **{"default-graph-uri": G1}) == "401"


def test_every_answer_says_of_which_data_it_is(served: Served) -> None:
    answer = served.ask("ASK {}", JSON)
    version = served.http.get("/health").json()["version"]
    assert answer.headers["peelgraph-dataset-version"] == version
    assert 'rel="license"' in answer.headers["link"]
    assert answer.headers["last-modified"].endswith("GMT")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "peelgraph-truncated" not in answer.headers


@pytest.mark.parametrize("path", ["/query?query=ASK%7B%7D", f"/store?graph={G1}", "/query"])
def test_what_a_client_has_already_is_not_sent_again(served: Served, path: str) -> None:
    first = served.http.get(path)
    for _ in range(2):  # made, and remembered
        again = served.http.get(path, headers={"If-None-Match": f'"other", {first.headers["etag"]}'})
        assert (again.status_code, again.content) == (304, b"")
    assert served.http.get(path, headers={"If-None-Match": '"other"'}).content == first.content
    head = served.http.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == first.headers["content-type"]


def test_functions_that_change_have_no_etag(served: Served) -> None:
    path = "/query?query=SELECT+(UUID()+AS+%3Fu)+%7B%7D"
    one, two = served.http.get(path), served.http.get(path)
    assert "etag" not in one.headers
    assert one.text != two.text


@pytest.mark.parametrize("accept", ["application/sparql-results+xml", "application/xml"])
@pytest.mark.parametrize(("character", "fine"), [("\x01", False), ("\x0b", False), ("\ufffe", False), ("\t\x7f", True)])
def test_what_xml_cannot_have_is_not_sent_as_xml(served: Served, accept: str, character: str, fine: bool) -> None:
    query = f"SELECT * {{ VALUES ?x {{ 'a{character}b' }} }}"
    answer = served.ask(query, accept)
    if fine:
        told = ElementTree.fromstring(answer.text)  # noqa: S314  our own
        assert told.findtext(".//{*}literal") == f"a{character}b"
        return
    assert answer.status_code == 406
    assert answer.json()["detail"] == (
        "The answer has a character that XML cannot have, such as U+0001: take another format, as JSON or Turtle."
    )
    told = served.ask(query, "application/json").json()
    assert told["results"]["bindings"][0]["x"]["value"] == f"a{character}b"


@pytest.mark.parametrize(("text", "status"), [("a\\u0001b", 406), ("a\\rb", 200)])
def test_what_xml_cannot_have_is_not_sent_as_rdf_xml(served: Served, text: str, status: int) -> None:
    query = f"CONSTRUCT {{ <urn:a> <urn:p/b> '{text}' }} {{}}"
    answer = served.ask(query, "application/rdf+xml")
    assert answer.status_code == status
    if status == 200:
        (triple,) = ox.parse(answer.content, format=ox.RdfFormat.RDF_XML)
        assert triple.object == ox.Literal("a\rb")
    assert served.ask(query, "text/turtle").status_code == 200


def test_an_answer_breaks_off_where_xml_cannot_have_what_comes(served: Served) -> None:
    long = f"'{'x' * 60_000}'"
    rows = "VALUES ?n { " + " ".join(map(str, range(99))) + " }"
    query = f"SELECT (CONCAT({long}, IF(?n = 90, '\\u0001', '')) AS ?x) {{ {rows} }} ORDER BY ?n"
    with pytest.raises(httpx.RemoteProtocolError):
        served.ask(query, "application/sparql-results+xml", **{"Accept-Encoding": "identity"})
    assert served.ask(query, "text/csv").status_code == 200


def test_remembered_answers_are_told_apart_by_what_was_accepted(served: Served) -> None:
    url, headers = "/query?query=SELECT+(1+AS+%3Fn)+%7B%7D", {"Accept": "text/csv"}
    before = served.metric("remembered_total")
    answers = [served.http.get(url, headers=headers).text for _ in range(3)]
    assert answers == ["n\r\n1\r\n"] * 3
    assert served.metric("remembered_total") == before + 2
    assert served.http.get(url).json()["head"] == {"vars": ["n"]}


def test_answers_are_compressed_for_those_who_read_it(served: Served) -> None:
    query = "SELECT * { ?s ?p ?o } ORDER BY ?o LIMIT 90"
    with served.http.stream("GET", "/query", params={"query": query}, headers={"Accept-Encoding": "gzip"}) as packed:
        raw = b"".join(packed.iter_raw())
    plain = served.http.get("/query", params={"query": query}, headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(raw) == plain.content
    assert len(raw) < len(plain.content) / 3


def test_pages_of_other_sites_may_read_and_not_write(served: Served) -> None:
    answer = served.http.options("/query", headers={"Access-Control-Request-Method": "POST"})
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-methods"] == "GET, HEAD, POST, OPTIONS"
    assert "authorization" not in answer.headers["access-control-allow-headers"].lower()


def test_the_service_describes_itself(served: Served) -> None:
    text = served.http.get("/sparql", headers={"Accept": "application/n-triples"}).text
    sd = "http://www.w3.org/ns/sparql-service-description#"
    endpoint = f"http://127.0.0.1:{served.port}/sparql"
    assert f"<{endpoint}#service> <{sd}endpoint> <{endpoint}> ." in text
    assert f"<{sd}UnionDefaultGraph>" in text
    assert "SPARQL11Update" not in text


def test_an_unknown_function_is_an_error_where_it_is_called(served: Served) -> None:
    answer = served.ask("SELECT ?n (<urn:f>(?n) AS ?x) (<urn:g>() AS ?y) { VALUES ?n { 1 } }", JSON)
    assert json.loads(answer.text)["results"]["bindings"] == [
        {"n": {"type": "literal", "value": "1", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}}
    ]


def test_a_graph_is_read_by_its_name(served: Served) -> None:
    graph = served.http.get("/store", params={"graph": G1}, headers={"Accept": "application/n-triples"})
    assert graph.headers["peelgraph-truncated"]
    lines = [line for line in graph.text.splitlines() if not line.startswith("#")]
    assert len(lines) == 100
    assert all(line.startswith(f"<{EX}force/loamshire> <{EX}") for line in lines)
