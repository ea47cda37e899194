"""`peelgraph serve` before a SPARQL endpoint elsewhere: what it shows, refuses, and says of failures."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs

import httpx
import pyoxigraph as ox
import pytest
import sparql_servers
import strange_server
from serving import PEOPLE, SAMPLE, Served, make_sample, serving
from strange_server import JSON, Handler, well

from peelgraph.catalogue import Query, queries
from peelgraph.cli import main
from peelgraph.server import gateway as gateways
from peelgraph.server.gateway import Gateway
from peelgraph.server.interface import UnreachableError
from peelgraph.server.settings import Settings

ROWS = 500
GIB = "0.1"
LISTED = sorted(queries().values(), key=lambda query: query.name)


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Served]]:
    """A server with the sample in a folder, and one before an Oxigraph server with the same data."""
    store = make_sample(tmp_path_factory.mktemp("twins") / "store")
    version = max(store.glob("v*"), key=lambda path: int(path.name[1:]))
    with sparql_servers.oxigraph() as base:
        dump = ox.Store.read_only(str(version)).dump(format=ox.RdfFormat.N_QUADS)
        httpx.post(f"{base}store", content=dump, headers={"Content-Type": "application/n-quads"}).raise_for_status()
        limits = ("--rows", str(ROWS))
        with serving(store, *limits) as direct, serving(base, *limits) as through:
            yield direct, through


@pytest.fixture
def through(twins: tuple[Served, Served]) -> Served:
    return twins[1]


def required(query: Query) -> dict[str, str]:
    return {param.name: str(param.example) for param in query.params if param.required}


@pytest.mark.parametrize("query", LISTED, ids=lambda query: query.name)
def test_the_questions_have_the_answers_that_they_have_without_it(twins: tuple[Served, Served], query: Query) -> None:
    graph = query.returns == "graph"
    parameters = required(query) | {"format": "ntriples" if graph else "csv"}
    direct, through = (server.http.get(f"/api/queries/{query.name}", params=parameters) for server in twins)
    assert (through.status_code, through.headers["content-type"]) == (200, direct.headers["content-type"])
    assert (
        sorted(through.text.splitlines()) == sorted(direct.text.splitlines()) if graph else through.text == direct.text
    )
    for header in ("Peelgraph-Dataset-Version", "Peelgraph-Truncated", "Peelgraph-Coverage"):
        assert through.headers.get(header) == direct.headers.get(header)


@pytest.mark.parametrize(
    "path",
    [
        "/", "/ask", "/docs", "/ask/judgments?force=loamshire", "/ask/findings?evidence=yes&limit=5", "/query",
        "/id/force/loamshire", "/id/force/hostile", "/id/force/loamshire?format=turtle", "/ontology",
        "/id/grade/good?format=jsonld", "/.well-known/void", "/api/queries", "/api/openapi.json",
        "/query?query=SELECT*%7B%3Frelative+a+%3Cthing%3E%7D&format=xml",
        "/query?query=ASK%7B%7D&format=json", "/sparql", "/api/queries/judgements", "/id/force/loamshir",
    ],
)  # fmt: skip
def test_pages_are_what_they_are_without_it(twins: tuple[Served, Served], path: str) -> None:
    accept = {
        "Accept": "*/*" if "format=" in path or "/api" in path or "void" in path or "sparql" in path else "text/html"
    }

    def shown(server: Served) -> tuple[int, str]:
        answer = server.http.get(path, headers=accept)
        # When the data were published is not known of those on another server.
        words = re.sub(r'"built": (null|"[^"]*")|, built [^<]*UTC', "", answer.text)
        return answer.status_code, words.replace(str(server.port), "PORT")

    assert shown(twins[1]) == shown(twins[0])


def test_other_forms_of_rows_and_graphs(through: Served) -> None:
    query = 'SELECT ?a ?b ?c { VALUES (?a ?b ?c) { (<urn:x> "é\\n\\"\\\\"@en 1.5) (UNDEF true "") } }'
    rows = through.ask(query, "text/tab-separated-values").text.splitlines()
    assert rows == ["?a\t?b\t?c", '<urn:x>\t"é\\n\\"\\\\"@en\t1.5', '\ttrue\t""']
    nameless = through.ask("SELECT ?x { BIND (BNODE() AS ?x) }", JSON).json()["results"]["bindings"]
    assert nameless[0]["x"]["type"] == "bnode"
    graph = through.ask("CONSTRUCT { <urn:a> <urn:b> 1 } WHERE {}", "application/rdf+xml").text
    assert '<rdf:Description rdf:about="urn:a">' in graph


def test_a_cut_answer_says_so(through: Served) -> None:
    answer = through.ask("SELECT * { ?s ?p ?o }", JSON)
    assert answer.headers["Peelgraph-Truncated"]
    assert answer.json()["truncated"] == f"cut after {ROWS} rows or statements: there are more"
    assert len(answer.json()["results"]["bindings"]) == ROWS
    graph = through.ask("CONSTRUCT WHERE { ?s ?p ?o }", "application/n-triples")
    assert graph.headers["Peelgraph-Truncated"]
    assert graph.text.count("\n") == ROWS + 1
    few = through.ask(f"SELECT * {{ ?s ?p ?o }} LIMIT {ROWS}", JSON)
    assert "Peelgraph-Truncated" not in few.headers
    assert "truncated" not in few.json()


def test_an_answer_that_the_other_server_cuts_says_so_too(served: Served) -> None:
    with serving(str(served.http.base_url)) as through:
        answer = through.ask("SELECT * { ?s ?p ?o }", "application/sparql-results+xml")
        assert answer.headers["Peelgraph-Truncated"]
        assert answer.text.endswith("<!-- cut: there are more rows or statements --></sparql>")
        assert answer.text.count("<result>") == 100
        graph = through.ask("CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle")
        assert graph.headers["Peelgraph-Truncated"]
        assert graph.text.endswith("# cut: there are more rows or statements\n")
        assert through.count() == str(2 * PEOPLE + 2)


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }", 403, "SERVICE is refused, because this server"),
        ("SELECT (<bif:http_get>('x') AS ?y) {}", 403, "The function <bif:http_get> is refused, because this server"),
        ("PREFIX x: <sql:> SELECT * { FILTER (false && x:f(1)) }", 403, "The function x:f is refused, because this"),
        ("SELECT * FROM <urn:not-there> { ?a ?b ?c }", 400, "FROM urn:not-there is refused, because there is no such"),
        (f"SELECT * {' '.join(f'FROM <urn:{n}>' for n in range(21))} {{}}", 400, "The query names 21 graphs, and 20"),
        ("SELECT nonsense", 400, "The query is not valid SPARQL: line 1, column 8: 'nonsense' is not understood."),
        ("DROP ALL", 400, "This is an update: send it to /update."),
        (f"SELECT * {{{'(' * 30_000}", 400, "The query is nested too deeply, or has too many parts: write"),
    ],
)  # fmt: skip
def test_what_is_not_answered_is_told_in_a_sentence(through: Served, query: str, status: int, sentence: str) -> None:
    answer = through.ask(query)
    assert (answer.status_code, answer.json()["detail"][: len(sentence)]) == (status, sentence)
    assert through.ask("ASK {}").text == "true"


def test_functions_of_sparql_and_of_xml_schema_are_passed_on(through: Served) -> None:
    query = (
        "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> SELECT * { ?a ?b ?c FILTER (xsd:integer('1') = ?n) "
        "BIND (<http://www.w3.org/2001/XMLSchema#decimal>(1) AS ?n) FILTER (?c IN ('<urn:x>(1)')) } # x:y(1)"
    )
    assert through.ask(query).status_code == 200


def test_nothing_is_written(through: Served) -> None:
    before = through.count()
    headers = {"Authorization": "Bearer correct-horse-battery-staple"}
    answers = [
        through.http.post("/update", data={"update": "DROP ALL"}, headers=headers),
        through.http.put("/store?default", content="", headers=headers),
        through.http.delete("/store?graph=urn:x", headers=headers),
    ]
    for answer in answers:
        assert answer.status_code == 403
        assert answer.json()["detail"].startswith("Nothing is written here: what is shown is kept by another server")
    assert through.count() == before


def marked(handler: Handler, body: bytes) -> None:
    """Behave as the query says, by a name that it has in it."""
    query = parse_qs(body.decode()).get("query", [""])[0]
    row = b'{"a":{"type":"literal","value":"' + b"x" * 60 + b'"}}'
    head = b'{"head":{"vars":["a"]},"results":{"bindings":['
    if "<urn:busy>" in query:
        handler.answer(503, "text/plain", b"All are busy.")
    elif "<urn:broken>" in query:
        handler.answer(500, "text/plain", b"Too much time")
    elif "<urn:refused>" in query:
        handler.answer(400, "text/plain", b"Virtuoso 37000 Error SP030: not supported")
    elif "<urn:elsewhere>" in query:
        handler.answer(302, "text/plain", b"", Location="http://127.0.0.1:9/secret/query")
    elif "<urn:page>" in query:
        handler.answer(200, "text/html", b"<h1>Hello</h1>")
    elif "<urn:half>" in query:
        handler.answer(200, JSON, head + b",".join([row] * 80_000) + b",")
    elif "<urn:short>" in query:
        handler.answer(200, JSON, head + row[:10])
    elif "<urn:silent>" in query:
        time.sleep(4)
    elif "<urn:large>" in query:
        handler.answer(200, JSON, head + row.replace(b"x" * 60, b"x" * 2**27) + b"]}}")
    elif "<urn:endless>" in query:
        handler.answer(200, JSON, head + b",".join([b"{}"] * 100_001) + b"]}}")
    else:
        well(handler, body)


@pytest.fixture(scope="module")
def other() -> Iterator[strange_server.Server]:
    """A server that behaves in all kinds of ways."""
    with strange_server.serving(marked) as running:
        yield running


@pytest.fixture(scope="module")
def strange(other: strange_server.Server) -> Iterator[Served]:
    """One before it."""
    with serving(other.url, "--query-memory", GIB, "--rows", "100000") as running:
        yield running


@pytest.fixture(scope="module")
def hasty(other: strange_server.Server) -> Iterator[Served]:
    """One that has little time."""
    with serving(other.url, "--seconds", "2.5") as running:
        yield running


@pytest.mark.parametrize(
    ("name", "status", "sentence"),
    [
        ("busy", 503, "The server behind this one is busy (503, All are busy): try again later."),
        (
            "broken", 502,
            "The server behind this one answered with an error (500, Too much time): ask for less, or try again later.",
        ),
        (
            "refused", 400,
            "The server behind this one does not take the query: Virtuoso 37000 Error SP030: not supported.",
        ),
        ("elsewhere", 502, "The server behind this one gave no whole answer: try again later."),
        ("page", 502, "The server behind this one gave no whole answer: try again later."),
        ("endless", 502, "The server behind this one gave no whole answer: try again later."),
        ("short", 502, "The server behind this one gave no whole answer: try again later."),
        ("large", 413, f"The query was stopped because it needed more than {GIB} GiB of memory: narrow it, or sort"),
    ],
)  # fmt: skip
def test_what_the_other_server_says_is_told_but_not_where_it_is(
    other: strange_server.Server, strange: Served, name: str, status: int, sentence: str
) -> None:
    seen = len(other.seen)
    answer = strange.ask(f"SELECT ?a {{ ?a <urn:{name}> ?c }}")
    assert (answer.status_code, answer.json()["detail"][: len(sentence)]) == (status, sentence)
    assert "127.0.0.1" not in answer.text
    assert len(other.seen) > seen
    assert strange.ask("ASK {}").text == "true"


def test_an_answer_that_breaks_off_is_no_short_answer(strange: Served) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        strange.ask("SELECT ?a { ?a <urn:half> ?c }", JSON)
    assert strange.ask("SELECT ?a { ?a ?b ?c }").text.split() == ["a", "one"]


def test_others_are_answered_while_queries_take_long(hasty: Served) -> None:
    with ThreadPoolExecutor(8) as pool:
        slow = [pool.submit(hasty.ask, f"SELECT ?a {{ ?a <urn:silent> {n} }}") for n in range(8)]
        while hasty.metric("queries_running") < 1:
            time.sleep(0.01)
        assert hasty.ask("ASK { ?a ?b ?c }").text == "true"
        assert {each.result().status_code for each in slow} == {504}
    stopped = slow[0].result().json()["detail"]
    assert stopped == "The query was stopped after 2.5 seconds: narrow it, for instance to one force or one year."


def test_passwords_go_to_the_other_server_and_to_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEELGRAPH_STORE_TOKEN", "correct-horse-battery-staple")
    with strange_server.serving(marked) as other, serving(other.url) as through:
        answers = [through.ask("ASK {}"), through.ask("SELECT ?a { ?a <urn:broken> ?c }"), through.http.get("/health")]
        assert all(headers["Authorization"] == "Bearer correct-horse-battery-staple" for *_, headers in other.seen)
        assert other.seen
    told = "".join([*(f"{answer.headers}{answer.text}" for answer in answers), *through.lines])
    assert "battery" not in told
    # The operator reads where the error came from.
    assert f"The server at {other.url}query answered with an error (500, Too much time" in told


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.05)


def test_new_data_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateways, "LOOK", 0.1)
    monkeypatch.setenv("no_proxy", "*")

    async def watch(base: str) -> None:
        pool = Gateway(Settings(store=base))
        await pool.start()
        state, empty = pool.state, pool.version
        build = ["build", str(SAMPLE / "loamshire-effectiveness-2016.txt"), "--store", base]
        assert await asyncio.to_thread(main, build) == 0
        await until(lambda: pool.version != empty)
        assert pool.state != state
        assert pool.is_alive
        await pool.close()

    with sparql_servers.oxigraph() as base:
        asyncio.run(watch(base))


def test_a_server_that_is_gone_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateways, "LOOK", 0.1)
    monkeypatch.setenv("no_proxy", "*")

    async def watch() -> None:
        with strange_server.serving(well) as other:
            pool = Gateway(Settings(store=other.url))
            await pool.start()
            assert pool.is_alive
        await until(lambda: not pool.is_alive)
        with pytest.raises(UnreachableError, match="gave no whole answer: try again later"):
            await pool.select("SELECT * {}")
        await pool.close()

    asyncio.run(watch())


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            ["--write-without-token"],
            "Nothing is written through a gateway: leave out the token, and what else is about",
        ),
        (["--validate-writes"], "Nothing is written through a gateway: leave out the token, and what else is about"),
        (["--allow-host", "example.org"], "A gateway asks one server about all its graphs: leave out allow-hosts and"),
        (["--default-graph", "own"], "A gateway asks one server about all its graphs: leave out allow-hosts and"),
        ([], "The server at http://127.0.0.1:9/query cannot be reached (Connection refused): check the address, and"),
    ],
)
def test_what_cannot_be_served_is_said_in_one_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, options: list[str], sentence: str
) -> None:
    monkeypatch.setenv("no_proxy", "*")
    assert main(["serve", "--store", "http://127.0.0.1:9/", "--port", "0", *options]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"peelgraph: {sentence}")
    assert said.count("\n") == 1
