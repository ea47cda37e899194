"""What every store does alike, wherever it is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import pyoxigraph as ox
import pytest
import serving
import sparql_servers

from peelgraph.build import build
from peelgraph.errors import QueryError, StoreError
from peelgraph.loaders import Register
from peelgraph.store import (
    Solutions,
    Triples,
    WritableStore,
    construct,
    open_for_writing,
    open_store,
    remote,
    select,
    text,
)

G, H = "http://example.org/g", "http://example.org/h"
SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample" / "loamshire-effectiveness-2016.txt"
XSD = "http://www.w3.org/2001/XMLSchema#"


class Place(NamedTuple):
    """A store."""

    location: str
    environment: Mapping[str, str] = MappingProxyType({})
    """What the environment says about it."""
    wrong: Mapping[str, str] = MappingProxyType({})
    """What the environment of somebody says who may not write; nothing if everybody may."""
    refused: tuple[str, str] | None = None
    """A query that it does not answer, and its words."""


@contextmanager
def folder(empty: Path) -> Iterator[Place]:
    yield Place(str(empty / "store"))


@contextmanager
def oxigraph(empty: Path) -> Iterator[Place]:
    del empty
    with sparql_servers.oxigraph() as base:
        yield Place(base)


@contextmanager
def oxigraph_in_steps(empty: Path) -> Iterator[Place]:
    del empty
    with sparql_servers.oxigraph() as base:
        yield Place(base, {"PEELGRAPH_GRAPHS": f"{base}store"})


@contextmanager
def virtuoso(empty: Path) -> Iterator[Place]:
    if not sparql_servers.VIRTUOSO.exists():
        pytest.skip(f"There is no {sparql_servers.VIRTUOSO}, of Debian's package virtuoso-opensource-7-bin.")
    with sparql_servers.virtuoso(empty) as address:
        known = {"PEELGRAPH_STORE_USER": "dba", "PEELGRAPH_STORE_PASSWORD": "dba"}
        refused = ("SELECT * { ?s <urn:p>* ?o }", "Virtuoso 37000 Error TR...: transitive start not given")
        yield Place(address, known, known | {"PEELGRAPH_STORE_PASSWORD": "wrong"}, refused)


@contextmanager
def peelgraph_serve(empty: Path) -> Iterator[Place]:
    (empty / "token").write_text("correct-horse-battery-staple\n", "utf-8")
    with serving.serving(serving.make_store(empty / "store"), "--token-file", str(empty / "token")) as running:
        known = {"PEELGRAPH_STORE_TOKEN": "correct-horse-battery-staple"}
        refused = ("ASK FROM <urn:not-there> {}", "FROM urn:not-there is refused, because there is no such graph here")
        yield Place(
            f"http://127.0.0.1:{running.port}/",
            known,
            {"PEELGRAPH_STORE_TOKEN": "correct-horse-battery-stable"},
            refused,
        )


STORES: list[Callable[[Path], AbstractContextManager[Place]]] = [
    folder,
    oxigraph,
    oxigraph_in_steps,
    virtuoso,
    peelgraph_serve,
]
"""A store of each kind, empty; another is one more line, and one more of the above."""


@pytest.fixture(scope="module", params=STORES, ids=lambda store: store.__name__)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with request.param(tmp_path_factory.mktemp(request.param.__name__)) as place:
        yield place


@pytest.fixture
def location(place: Place, monkeypatch: pytest.MonkeyPatch) -> str:
    """Location of a store of which one graph says 1 of forty things, and which has no other."""
    for name, value in place.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("no_proxy", "*")
    with open_for_writing(place.location) as store:
        store.replace(dict.fromkeys(store.graphs()) | {G: version(1)})
    return place.location


def version(value: int, size: int = 40, graph: str = G) -> list[ox.Quad]:
    """A graph of `size` statements that all say the same number."""
    return [quad(f"http://example.org/{n}", "http://example.org/says", ox.Literal(value), graph) for n in range(size)]


def quad(subject: str, predicate: str, value: ox.Literal | ox.NamedNode | ox.BlankNode, graph: str = G) -> ox.Quad:
    return ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), value, ox.NamedNode(graph))


def said(location: str) -> set[str]:
    with open_store(location) as store:
        return {text(o) for (o,) in select(store, "SELECT DISTINCT ?o { ?s <http://example.org/says> ?o }")}


def counted(store: WritableStore, graph: str) -> int:
    [(number,)] = select(store, f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
    return int(text(number))


def test_answers_are_of_the_three_kinds(location: str) -> None:
    with open_store(location) as store:
        answer = store.query("SELECT ?s ?nothing { ?s <http://example.org/says> 1 } ORDER BY ?s LIMIT 1")
        assert isinstance(answer, Solutions)
        assert answer.variables == ("s", "nothing")
        assert list(answer.rows) == [(ox.NamedNode("http://example.org/0"), None)]
        assert store.query("ASK { ?s <http://example.org/says> 1 }") is True
        assert store.query("ASK { ?s <http://example.org/says> 2 }") is False
        graph = store.query("CONSTRUCT WHERE { <http://example.org/0> ?p ?o }")
        assert isinstance(graph, Triples)
        assert [str(triple) for triple in graph.triples] == [
            '<http://example.org/0> <http://example.org/says> "1"^^<http://www.w3.org/2001/XMLSchema#integer>'
        ]


def test_columns_are_in_the_order_of_the_query(location: str) -> None:
    with open_store(location) as store:
        for columns in (("s", "o"), ("o", "s")):
            names = " ".join(f"?{name}" for name in columns)
            answer = store.query(f"SELECT {names} {{ ?s <http://example.org/says> ?o }} ORDER BY ?s LIMIT 1")
            assert isinstance(answer, Solutions)
            row = dict(zip(answer.variables, next(iter(answer.rows)), strict=True))
            assert answer.variables == columns
            assert row == {"s": ox.NamedNode("http://example.org/0"), "o": ox.Literal(1)}


def test_a_query_sees_the_union_of_graphs_or_those_that_it_names(location: str) -> None:
    with open_for_writing(location) as store:
        store.replace({H: version(2, 3, H)})
    counts = {"": 43, f"FROM <{H}>": 3, f"FROM <{G}> FROM <{H}>": 43}
    with open_store(location) as store:
        assert store.graphs() == [G, H]
        for clause, number in counts.items():
            query = f"SELECT (COUNT(*) AS ?n) {clause} {{ ?s <http://example.org/says> ?o }}"
            assert select(store, query) == [(ox.Literal(number),)]
        apart = select(store, "SELECT DISTINCT ?g ?o { GRAPH ?g { ?s <http://example.org/says> ?o } } ORDER BY ?g")
        assert apart == [(ox.NamedNode(G), ox.Literal(1)), (ox.NamedNode(H), ox.Literal(2))]


def test_replacing_drops_what_was_there_and_none_drops_the_graph(location: str) -> None:
    with open_for_writing(location) as store:
        store.replace({G: version(2, 5), H: version(3, 1, H)})
        assert (counted(store, G), counted(store, H)) == (5, 1)
        store.replace({G: None, "http://example.org/never-there": None})
        assert store.graphs() == [H]
        store.replace({H: []})
        assert store.graphs() == []
        store.replace({})
        assert store.graphs() == []


def test_single_quads_go_out_and_in_beside_a_replacement(location: str) -> None:
    with open_for_writing(location) as store:
        store.replace({H: version(5, 2, H)}, remove=version(1, 39), add=version(7, 1))
        answer = select(store, "SELECT ?o { GRAPH ?g { ?s <http://example.org/says> ?o } } ORDER BY ?o")
    assert [text(o) for (o,) in answer] == ["1", "5", "5", "7"]


@pytest.mark.parametrize("name", ["not an IRI> } DROP ALL", "", "relative"])
def test_a_graph_whose_name_is_no_iri_is_refused_and_changes_nothing(location: str, name: str) -> None:
    with open_for_writing(location) as store, pytest.raises(ValueError, match="IRI"):
        store.replace({G: [], name: None})
    assert said(location) == {"1"}


def test_terms_come_back_as_they_went_in(location: str) -> None:
    values: list[ox.Literal | ox.NamedNode] = [
        *(ox.Literal(words) for words in ("", " two\n\tlines\r\n", 'a "quoted" \\ word', "café £", "\U0001f600 &amp;")),
        ox.Literal("} ; DROP ALL ; INSERT DATA { <a> <b> <c>"),
        ox.Literal("words " * 50_000),
        ox.Literal("a word", language="en"),
        ox.Literal("a word", language="en-gb"),
        ox.Literal(7),
        ox.Literal(True),
        ox.Literal(False),
        ox.Literal("-12.5", datatype=ox.NamedNode(f"{XSD}decimal")),
        ox.Literal("2016-03-01", datatype=ox.NamedNode(f"{XSD}date")),
        ox.Literal("2016-03", datatype=ox.NamedNode(f"{XSD}gYearMonth")),
        ox.Literal("2016", datatype=ox.NamedNode(f"{XSD}gYear")),
        ox.Literal("2016-03-01T10:00:00Z", datatype=ox.NamedNode(f"{XSD}dateTime")),
        ox.NamedNode("http://example.org/é?a=b&c=(d)'#e"),
    ]  # fmt: skip
    with open_for_writing(location) as store:
        store.replace({G: [quad(f"http://example.org/{n}", f"{H}/is", value) for n, value in enumerate(values)]})
        rows = {row[0]: row[1] for row in select(store, f"SELECT ?s ?o {{ ?s <{H}/is> ?o }}")}
        graph = construct(store, f"CONSTRUCT WHERE {{ ?s <{H}/is> ?o }}")
        stated = {triple.subject: triple.object for triple in graph}
    for n, value in enumerate(values):
        assert rows[ox.NamedNode(f"http://example.org/{n}")] == value
        assert stated[ox.NamedNode(f"http://example.org/{n}")] == value


def test_a_blank_node_is_one_and_the_same_within_a_replacement(location: str) -> None:
    node = ox.BlankNode("x")
    says = ox.NamedNode("http://example.org/says")
    inner = ox.Quad(node, says, ox.Literal("within"), ox.NamedNode(G))
    with open_for_writing(location) as store:
        store.replace({G: [quad(G, f"{H}/has", node), inner, *version(2)]})
        found = select(store, f"SELECT ?o ?node {{ <{G}> <{H}/has> ?node . ?node <{says.value}> ?o }}")
        assert [row[0] for row in found] == [ox.Literal("within")]
        assert isinstance(found[0][1], ox.BlankNode)
        both = list(construct(store, f"CONSTRUCT {{ ?a <{H}/has> ?b . ?b ?p ?o }} {{ ?a <{H}/has> ?b . ?b ?p ?o }}"))
        assert len({triple.object for triple in both if triple.subject == ox.NamedNode(G)}) == 1
        assert len(both) == 2
        store.replace({G: None})
        assert store.graphs() == []


def test_a_graph_as_large_as_that_of_a_report_is_replaced_whole(location: str) -> None:
    def large(value: str, size: int) -> list[ox.Quad]:
        words = f"{value} says a passage of the report in a good many words " * 3
        says = "http://example.org/says"
        return [quad(f"http://example.org/{n}", says, ox.Literal(f"{words}{n}")) for n in range(size)]

    with open_for_writing(location) as store:
        store.replace({G: large("one", 11_000), H: version(1, 1, H)})
        assert len(select(store, f"SELECT * {{ GRAPH <{G}> {{ ?s ?p ?o }} }}")) == 11_000
        store.replace({G: large("two", 2000), H: version(2, 1, H)}, remove=version(9, 3000))
        assert (counted(store, G), counted(store, H)) == (2000, 1)
        assert store.query('ASK { ?s ?p ?o FILTER (STRSTARTS(STR(?o), "one")) }') is False


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE is refused"),
        ("SELECT nonsense", "The query is not valid SPARQL: line 1, column 8: 'nonsense' is not understood."),
        ("DROP ALL", "The query is not valid SPARQL"),
        ("", "The query is not valid SPARQL"),
    ],
)
def test_what_is_no_query_of_this_store_is_refused(location: str, query: str, sentence: str) -> None:
    with open_for_writing(location) as store:
        with pytest.raises(QueryError) as refused:
            store.query(query)
        assert str(refused.value).startswith(sentence)
        assert store.graphs() == [G]


def test_what_a_server_says_of_a_query_is_passed_on(place: Place, location: str) -> None:
    if place.refused is None:
        pytest.skip("It answers every query of SPARQL, or is no server.")
    query, words = place.refused
    with open_store(location) as store:
        with pytest.raises((QueryError, StoreError), match=re.escape(words)) as told:
            store.query(query)
        assert str(told.value).startswith(f"The server at {location.removesuffix('/')}")
        assert store.query("ASK { ?s <http://example.org/says> 1 }") is True


def test_a_server_is_left_when_its_time_is_up(location: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if not location.startswith("http"):
        pytest.skip("Commands bound the time of a store in a folder: tests/cli.")
    # 5,120,000 rows; the query comes to its end, or else Oxigraph would go on with it for ever.
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?says 1 . ?b ?says 1 . ?c ?says 1 . ?d ?says 1 VALUES ?e { 1 2 } }"
    monkeypatch.setenv("PEELGRAPH_STORE_TIMEOUT", "0.3")
    with pytest.raises(StoreError, match=r"took longer than 0\.3 seconds: ask for less"), open_store(location) as store:
        store.query(slow)
    monkeypatch.delenv("PEELGRAPH_STORE_TIMEOUT")
    assert said(location) == {"1"}


def test_who_may_not_write_does_not(place: Place, location: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if not place.wrong:
        pytest.skip("Everybody who reaches it may write.")
    for name, value in place.wrong.items():
        monkeypatch.setenv(name, value)
    with (
        open_for_writing(location) as store,
        pytest.raises(StoreError, match=r"does not let this user in: check the password or token\.$") as told,
    ):
        store.replace({G: None})
    assert not any(value in str(told.value) for name, value in place.wrong.items() if "USER" not in name)
    assert said(location) == {"1"}


def test_a_closed_store_says_so(location: str) -> None:
    for opening in (open_store, open_for_writing):
        store = opening(location)
        store.close()
        store.close()
        with pytest.raises(StoreError, match=r"is closed: open it again\.$"):
            store.query("ASK {}")


def test_a_build_is_taken_up_where_it_was_left(location: str) -> None:
    register = Register.packaged()
    with open_for_writing(location) as store:
        first = build([str(SAMPLE)], store, register)
        graphs = {name: counted(store, name) for name in store.graphs()}
        second = build([str(SAMPLE)], store, register)
        assert [document.state for document in (*first.documents, *second.documents)] == ["loaded", "unchanged"]
        assert {name: counted(store, name) for name in store.graphs()} == graphs
        assert len(graphs) >= 4
    with open_store(location) as store:
        [(number,)] = select(store, "SELECT (COUNT(*) AS ?n) { ?j a <https://w3id.org/peelgraph/ontology#Judgment> }")
        assert text(number) == "6"


def _breaking(after: int) -> Callable[..., object]:
    """A way to send that breaks off after so many changes."""
    sent, plain = iter(range(after)), remote.RemoteWriter._send

    def broken(self: remote.RemoteWriter, request: object, *, asks: bool) -> object:
        if not asks and next(sent, None) is None:
            raise KeyboardInterrupt
        return plain(self, request, asks=asks)  # type: ignore[arg-type]

    return broken


def test_a_build_that_is_killed_leaves_whole_documents(location: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """After each of the requests that a document takes; the next build makes good what was half done."""
    if not location.startswith("http"):
        pytest.skip("Nobody sees the copy that an embedded store is changed in: test_embedded.py.")
    register = Register.packaged()
    with open_for_writing(location) as store:
        build([str(SAMPLE)], store, register)
        whole = {name: counted(store, name) for name in store.graphs()}
    changed = "SELECT ?p { GRAPH ?p { ?document <https://w3id.org/peelgraph/ontology#sha256> ?sum } }"
    for after in (0, 2):
        with open_for_writing(location) as store:
            # The document is of another kind of rules now, so that it is read again.
            [(provenance,)] = select(store, changed)
            rules = "SELECT ?s ?o { ?s <https://w3id.org/peelgraph/ontology#ruleSet> ?o }"
            [(activity, rule)] = select(store, rules)
            was = quad(
                text(activity), "https://w3id.org/peelgraph/ontology#ruleSet", ox.Literal(text(rule)), text(provenance)
            )
            now = quad(
                text(activity), "https://w3id.org/peelgraph/ontology#ruleSet", ox.Literal("older"), text(provenance)
            )
            store.replace({}, remove=[was], add=[now])
            with monkeypatch.context() as patch:
                patch.setattr(remote.RemoteWriter, "_send", _breaking(after))
                try:
                    build([str(SAMPLE)], store, register)
                except KeyboardInterrupt:
                    known = bool(select(store, changed))
                    assert not known or {n: counted(store, n) for n in store.graphs()} == whole
        with open_for_writing(location) as store:
            build([str(SAMPLE)], store, register)
            assert {name: counted(store, name) for name in store.graphs()} == whole
