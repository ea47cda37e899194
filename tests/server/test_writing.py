from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from serving import EX, G1, Served, make_store, serving

TURTLE = {"Content-Type": "text/turtle"}
NEW = f"{EX}graph/new"
BOMB = """<?xml version="1.0"?><!DOCTYPE rdf:RDF [<!ENTITY a "lol">{}]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="urn:a" xmlns:e="urn:e">
<e:p>&e9;</e:p></rdf:Description></rdf:RDF>""".format(
    "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "&a;" * 10}">' for n in range(10))
)


def update(served: Served, text: str, **headers: str) -> httpx.Response:
    return served.http.post("/update", content=text, headers={"Content-Type": "application/sparql-update", **headers})


def lines(served: Served, graph: str) -> list[str]:
    answer = served.http.get("/store", params={"graph": graph}, headers={"Accept": "application/n-triples"})
    return sorted(answer.text.splitlines()) if answer.status_code == 200 else [str(answer.status_code)]


def test_nothing_is_written_unless_the_operator_wants_it(served: Served) -> None:
    answers = [
        update(served, "CLEAR ALL", Authorization="Bearer anything"),
        served.http.post("/update", data={"update": "CLEAR ALL"}),
        served.http.post("/sparql", data={"update": "CLEAR ALL"}),
        served.http.put("/store?default", content="", headers=TURTLE),
        served.http.delete("/store", params={"graph": G1}),
    ]
    assert [each.status_code for each in answers] == [403] * 5
    assert answers[0].json()["detail"] == (
        "Nothing can be written here: writing is off unless the operator configures a token."
    )
    assert served.count() == "802"


@pytest.mark.parametrize("sent", ["", "Bearer", "Bearer wrong", "Basic correct-horse-battery-staple", "Bearer é"])
def test_only_the_token_opens(writable: Served, sent: str) -> None:
    headers = {b"Authorization": sent.encode()}
    answer = httpx.post(
        f"{writable.http.base_url}/update",
        data={"update": "CLEAR ALL"},
        headers=headers,
        trust_env=False,
    )
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Bearer realm="peelgraph"')
    assert writable.count() == "802"


def test_the_token_is_compared_in_constant_time() -> None:
    source = (Path(__file__).parents[2] / "peelgraph/server/protocol.py").read_text()
    assert "hmac.compare_digest(token.strip().encode(), settings.token.encode())" in source
    assert source.count("settings.token") == 1


def test_an_update_is_seen_at_once_and_whole(writable: Served) -> None:
    before = writable.http.get("/query?query=ASK%7B%7D")
    graph = f"GRAPH <{NEW}>"
    assert update(writable, f'INSERT DATA {{ {graph} {{ <urn:a> <urn:b> "c" }} }}').status_code == 204
    assert lines(writable, NEW) == ['<urn:a> <urn:b> "c" .']
    assert writable.http.get("/query?query=ASK%7B%7D").headers["etag"] != before.headers["etag"]
    failed = update(writable, f"DROP GRAPH <{NEW}> ; CREATE GRAPH <{G1}>")
    assert failed.status_code == 400
    assert failed.json()["detail"].startswith("The update cannot be made, and nothing was changed: The graph")
    assert lines(writable, NEW) == ['<urn:a> <urn:b> "c" .']
    assert update(writable, f"DROP GRAPH <{NEW}>").status_code == 204
    assert lines(writable, NEW) == ["404"]


def test_parameters_say_what_an_update_is_about(writable: Served) -> None:
    text = f"INSERT {{ GRAPH <{NEW}> {{ <urn:n> <urn:n> ?n }} }} WHERE {{ SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o }} }}"
    url, headers = "/update", {"Content-Type": "application/sparql-update"}
    parameters = {"using-graph-uri": G1}
    assert writable.http.post(url, params=parameters, content=text, headers=headers).status_code == 204
    assert lines(writable, NEW) == ['<urn:n> <urn:n> "401"^^<http://www.w3.org/2001/XMLSchema#integer> .']
    both = writable.http.post(url, params=parameters, content=f"WITH <{G1}> {text}", headers=headers)
    assert both.json()["detail"] == "The update names its graphs by USING or WITH, and by parameters too: take one way."
    update(writable, f"DROP GRAPH <{NEW}>")


def test_graphs_are_put_added_to_and_deleted(writable: Served) -> None:
    def send(method: str, content: str) -> int:
        return writable.http.request(
            method, "/store", params={"graph": NEW}, content=content, headers=TURTLE
        ).status_code

    assert send("PUT", "<urn:a> <urn:b> 1 .") == 201
    assert send("POST", "<urn:a> <urn:b> true . <> <urn:b> <x> .") == 204
    xsd = "http://www.w3.org/2001/XMLSchema#"
    assert lines(writable, NEW) == [
        f"<{NEW}> <urn:b> <{EX}graph/x> .",
        f'<urn:a> <urn:b> "1"^^<{xsd}integer> .',
        f'<urn:a> <urn:b> "true"^^<{xsd}boolean> .',
    ]
    assert send("PUT", "<urn:a> <urn:b> ") == 400
    assert len(lines(writable, NEW)) == 3
    assert send("PUT", "<urn:a> <urn:b> 2 .") == 204
    assert lines(writable, NEW) == [f'<urn:a> <urn:b> "2"^^<{xsd}integer> .']
    assert [send("DELETE", ""), send("DELETE", "")] == [204, 404]


def test_several_files_and_new_graphs(writable: Served) -> None:
    files = [
        ("one", ("a.ttl", b"<urn:a> <urn:b> <urn:c> .", "text/turtle")),
        ("two", ("b.nt", b"<urn:d> <urn:e> <urn:f> .", "application/n-triples")),
    ]
    created = writable.http.post("/store", files=files)
    assert created.status_code == 201
    place = created.headers["location"]
    answer = writable.http.get(place, headers={"Accept": "application/n-triples"})
    assert sorted(answer.text.splitlines()) == ["<urn:a> <urn:b> <urn:c> .", "<urn:d> <urn:e> <urn:f> ."]
    assert writable.http.delete(place).status_code == 204
    picture = writable.http.put("/store", params={"graph": NEW}, content=b"x", headers={"Content-Type": "image/png"})
    assert picture.status_code == 415


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <{}> INTO GRAPH <urn:g>",
        "LOAD SILENT <{}>",
        "INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{}> {{ ?s ?p ?o }} }}",
        "INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE SILENT <{}> {{ ?s ?p ?o }} }}",
    ],
)
def test_no_other_server_is_ever_called_by_an_update(writable: Served, text: str) -> None:
    with _Listening() as listening:
        answer = update(writable, text.format(listening.url))
        assert answer.status_code == 403
        assert answer.json()["detail"].startswith("SERVICE and LOAD are refused, because this server asks no other")
        assert listening.heard() == 0


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * {{ SERVICE <{}> {{ ?s ?p ?o }} }}",
        "select * {{ seRvice silent<{}>{{}} }}",
        'SELECT * {{ BIND("\\u0022 #" AS ?x) SERVICE <{}> {{ ?s ?p ?o }} }}',
        "BASE <{}> SELECT * {{ SERVICE <x> {{ }} }}",
        "PREFIX s: <{}> SELECT * {{ SERVICE s: {{ }} }}",
        "SELECT * {{ VALUES ?s {{ <{}> }} SERVICE ?s {{ }} }}",
        "SELECT * {{ {{ SELECT * {{ OPTIONAL {{ SERVICE <{}> {{ }} }} }} }} }}",
        "SELECT * FROM <{}> {{ ?s ?p ?o }}",
        "SELECT * FROM NAMED <{}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    ],
)
def test_no_other_server_is_ever_called_by_a_query(served: Served, text: str) -> None:
    with _Listening() as listening:
        answer = served.ask(text.format(listening.url), "application/json")
        assert answer.status_code in {400, 403}
        assert "SERVICE is refused" in answer.text or "is refused, because there is no such graph here" in answer.text
        assert listening.heard() == 0


def test_words_that_only_look_like_it_are_no_harm(served: Served) -> None:
    answer = served.ask('SELECT ("SERVICE <http://x/> LOAD" AS ?service) { } # SERVICE')
    assert answer.text == "service\r\nSERVICE <http://x/> LOAD\r\n"


def test_only_the_hosts_that_are_allowed_are_called(store: Path) -> None:
    with (
        _Listening() as allowed,
        _Listening() as other,
        serving(store, "--allow-host", allowed.url.split("/")[2], "--seconds", "1.5") as running,
    ):
        for host in (
            other.url,
            allowed.url.replace("://", "://x@"),
            f"http://{allowed.url.split('/')[2]}@{other.url[7:]}",
        ):
            assert running.ask(f"ASK {{ SERVICE <{host}> {{ ?s ?p ?o }} }}", "*/*").status_code == 403
        assert (allowed.heard(), other.heard()) == (0, 0)
        running.ask(f"ASK {{ SERVICE SILENT <{allowed.url}> {{ ?s ?p ?o }} }}")
        assert (allowed.heard(), other.heard()) == (1, 0)


def test_a_document_that_swells_is_stopped(writable: Served) -> None:
    answer = writable.http.put(
        "/store", params={"graph": NEW}, content=BOMB, headers={"Content-Type": "application/rdf+xml"}
    )
    assert answer.status_code in {400, 413}
    assert writable.count() == "802"
    assert (
        update(writable, "INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> 1 } } ; DROP GRAPH <urn:g>").status_code == 204
    )


def test_writers_take_turns(writable: Served) -> None:
    def insert(number: int) -> int:
        return update(writable, f"INSERT DATA {{ GRAPH <{NEW}> {{ <urn:a> <urn:b> {number} }} }}").status_code

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(insert, range(12))) == [204] * 12
    assert len(lines(writable, NEW)) == 12
    update(writable, f"DROP GRAPH <{NEW}>")


def test_new_data_are_held_against_the_shapes_where_that_is_wanted(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    (tmp_path / "token").write_text("correct-horse-battery-staple")
    with serving(store, "--token-file", str(tmp_path / "token"), "--validate-writes") as running:
        running.http.headers["Authorization"] = "Bearer correct-horse-battery-staple"
        peel = "https://w3id.org/peelgraph/ontology#"
        bad = update(running, f"INSERT DATA {{ GRAPH <{NEW}> {{ <urn:j> a <{peel}Judgment> }} }}")
        assert bad.status_code == 422
        assert bad.json()["detail"].startswith(
            "Nothing was changed, because the new data would break the rules of the shapes: "
        )
        assert lines(running, NEW) == ["404"]
        assert update(running, f"INSERT DATA {{ GRAPH <{NEW}> {{ <urn:a> <urn:b> 1 }} }}").status_code == 204


class _Listening:
    """A port on which nobody should call."""

    def __init__(self) -> None:
        import socket  # noqa: PLC0415

        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.settimeout(0.05)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/sparql"

    def heard(self) -> int:
        count = 0
        while True:
            try:
                self._socket.accept()[0].close()
            except TimeoutError:
                return count
            count += 1

    def __enter__(self) -> _Listening:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()
