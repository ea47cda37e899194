"""Every competency question has the answer that it should have, on both engines, and no term goes unasked."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import chain
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from peelgraph.catalogue import Vocabulary, get
from peelgraph.competency import ASKERS, CompetencyQuestion, questions, read, unasked
from peelgraph.loaders.iris import INFERRED_GRAPH, INFERRED_RECORD
from peelgraph.reasoning import Choice, keep_in, of_store, reason
from peelgraph.store import construct, open_for_writing

from .engines import FIXTURES, GRAPH_ONTOLOGY, ONTOLOGY, Oxigraph, Rdflib

RECORD = Path(__file__).with_name("fixture_record.trig")
"""The record of the reading, which no canned query needs."""

CONCLUDED = (INFERRED_GRAPH, INFERRED_RECORD)
"""Graphs of conclusions; what the fixture has in them stands in for a run of the reasoner, which is done here."""

GOOD = """\
question: Which grades are there?
asked_by: researcher
sparql: |
  SELECT ?grade WHERE { ?g a <https://w3id.org/peelgraph/ontology#Grade> ; ?p ?grade }
columns: [grade]
rows:
- [good]
"""


def graph_of(quad: ox.Quad) -> str:
    return str(quad.graph_name).strip("<>")


@pytest.fixture(scope="module")
def with_record() -> Oxigraph:
    quads = (q for path in (*FIXTURES, RECORD) for q in ox.parse(path=path, format=ox.RdfFormat.TRIG))
    return Oxigraph(quad for quad in quads if graph_of(quad) not in CONCLUDED)


@pytest.fixture(scope="module")
def with_record_in_rdflib() -> Rdflib:
    return _without_conclusions(Rdflib((*FIXTURES, RECORD)))


def _without_conclusions(engine: Rdflib) -> Rdflib:
    for graph in CONCLUDED:
        engine.dataset.remove_graph(rdflib.URIRef(graph))
    return engine


@pytest.fixture(scope="module")
def inferred(with_record: Oxigraph, tmp_path_factory: pytest.TempPathFactory) -> list[ox.Quad]:
    """What a reasoner draws from the same graphs, with its record, as `peelgraph reason --keep` leaves them."""
    graphs: dict[str, list[ox.Quad]] = defaultdict(list)
    for quad in with_record.store:
        graphs[graph_of(quad)].append(quad)
    with open_for_writing(str(tmp_path_factory.mktemp("reasoned") / "store")) as store:
        store.replace(graphs)
        keep_in(store, reason(of_store(store, Choice())))
        return [
            ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(graph))
            for graph in CONCLUDED
            for triple in construct(store, f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
        ]


@pytest.fixture(scope="module")
def reasoned(with_record: Oxigraph, inferred: list[ox.Quad]) -> Oxigraph:
    facts = (quad for quad in with_record.store if graph_of(quad) != GRAPH_ONTOLOGY)
    return Oxigraph(chain(facts, inferred))


@pytest.fixture(scope="module")
def reasoned_in_rdflib(inferred: list[ox.Quad]) -> Rdflib:
    engine = _without_conclusions(Rdflib((*FIXTURES, RECORD)))
    for quad in inferred:
        graph = engine.dataset.graph(rdflib.URIRef(graph_of(quad)))
        graph.parse(data=f"{quad.triple} .", format="nt")
    return engine


def answer(engine: Oxigraph | Rdflib, asked: CompetencyQuestion, vocabulary: Vocabulary) -> Counter[tuple[str, ...]]:
    """Rows of the answer, only with the columns that matter."""
    query = asked.text(vocabulary)
    names = get(asked.query).returns if asked.query else _projected(query)
    places = [names.index(column) for column in asked.columns]
    return Counter(tuple(row[place] for place in places) for row in engine.rows(query))


def _projected(query: str) -> list[str]:
    solutions = ox.Store().query(query)
    assert isinstance(solutions, ox.QuerySolutions)
    return [variable.value for variable in solutions.variables]


@pytest.mark.parametrize("asked", questions(), ids=lambda asked: asked.name)
def test_answer(
    asked: CompetencyQuestion, with_record: Oxigraph, with_record_in_rdflib: Rdflib, vocabulary: Vocabulary
) -> None:
    expected = Counter(asked.rows if asked.asserted is None else asked.asserted)
    assert answer(with_record, asked, vocabulary) == expected
    assert answer(with_record_in_rdflib, asked, vocabulary) == expected


NEED_THE_REASONER = [asked for asked in questions() if asked.asserted is not None]


@pytest.mark.parametrize("asked", NEED_THE_REASONER, ids=lambda asked: asked.name)
def test_answer_with_the_reasoner(
    asked: CompetencyQuestion, reasoned: Oxigraph, reasoned_in_rdflib: Rdflib, vocabulary: Vocabulary
) -> None:
    expected = Counter(asked.rows)
    assert answer(reasoned, asked, vocabulary) == expected
    assert answer(reasoned_in_rdflib, asked, vocabulary) == expected
    assert not Counter(asked.asserted) - expected, "the reasoner adds rows and takes none away"
    assert Counter(asked.asserted) != expected


def test_there_are_enough_and_all_users_ask() -> None:
    assert len(questions()) >= 40
    assert {asked.asked_by for asked in questions()} == set(ASKERS)
    assert len(NEED_THE_REASONER) >= 5
    assert all(asked.rows for asked in questions())
    assert len({asked.question for asked in questions()}) == len(questions())


def test_every_term_is_asked_for_or_explained() -> None:
    declared = {
        name
        for path in ONTOLOGY.glob("*.ttl")
        for name in re.findall(r"^peel:(\w+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert len(declared) > 150
    asked = set[str]().union(*(question.terms for question in questions()))
    assert asked <= declared
    assert declared - asked == set(unasked())


@pytest.mark.parametrize(
    ("changed", "to", "complaint"),
    [
        ("asked_by: researcher", "asked_by: nobody", "asked_by is one of"),
        ("columns: [grade]", "columns: [grade, rank]", "each row has 2 values"),
        ("rows:\n- [good]\n", "", "it needs question"),
        ("question:", "query: judgments\nquestion:", "it needs question, asked_by, columns, rows, and either query"),
        ("question:", "parameters: {}\nquestion:", "parameters need a canned query"),
        ("question:", "grade: 1\nquestion:", "only asked_by, asserted"),
    ],
)
def test_a_faulty_file_is_refused(changed: str, to: str, complaint: str) -> None:
    assert changed in GOOD
    assert read("001-grades", GOOD).rows == (("good",),)
    with pytest.raises(ValueError, match=f"001-grades: {complaint}"):
        read("001-grades", GOOD.replace(changed, to, 1))
