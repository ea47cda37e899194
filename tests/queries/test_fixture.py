"""The made-up graph that queries are tested on is one that the loaders could have made."""

from __future__ import annotations

import hashlib

import pyoxigraph as ox
import pytest

from .engines import FIXTURES, Oxigraph

PEEL = "https://w3id.org/peelgraph/ontology#"
KINDS = (
    "AgencyMention",
    "AreaForImprovement",
    "CauseOfConcern",
    "Citation",
    "Contradiction",
    "DataCaveat",
    "Evidence",
    "Involvement",
    "Judgment",
    "LookBack",
    "Observation",
    "Operation",
    "PublishedGrade",
    "RankClaim",
    "System",
    "Team",
    "Term",
)


def select(engine: Oxigraph, text: str) -> list[tuple[str, ...]]:
    prefixes = (
        f"PREFIX peel: <{PEEL}> PREFIX oa: <http://www.w3.org/ns/oa#> "
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
    )
    answer = engine.store.query(prefixes + text, use_default_graph_as_union=True)
    assert isinstance(answer, ox.QuerySolutions)
    return [tuple(getattr(term, "value", "") for term in row) for row in answer]


def test_every_passage_stands_in_its_document(oxigraph: Oxigraph) -> None:
    passages = select(
        oxigraph,
        "SELECT DISTINCT ?p ?text ?start ?end ?quote ?sha WHERE { ?p oa:exact ?quote ; oa:start ?start ; oa:end ?end ;"
        " peel:inDocument ?d . ?d peel:text ?text ; peel:sha256 ?sha }",
    )
    assert len(passages) == 102
    for iri, text, start, end, quote, sha256 in passages:
        assert text[int(start) : int(end)] == quote, iri
        assert iri.endswith(f"/passage/{sha256[:16]}/{start}-{end}")
        assert hashlib.sha256(text.encode()).hexdigest() == sha256


@pytest.mark.parametrize("kind", KINDS)
def test_every_fact_is_stated_by_one_passage(oxigraph: Oxigraph, kind: str) -> None:
    counted = select(
        oxigraph,
        f"SELECT ?x (COUNT(DISTINCT ?p) AS ?n) WHERE {{ ?x a peel:{kind} OPTIONAL {{ ?x peel:statedBy ?p }} }} "
        "GROUP BY ?x",
    )
    assert counted
    assert {n for _, n in counted} == {"1"}


def test_terms_are_declared(oxigraph: Oxigraph) -> None:
    fixture = ox.Store()
    for path in FIXTURES:
        fixture.load(path=path, format=ox.RdfFormat.TRIG)
    used = {q.predicate.value for q in fixture} | {
        q.object.value for q in fixture if isinstance(q.object, ox.NamedNode) and q.predicate.value.endswith("#type")
    }
    own = {term for term in used if term.startswith(PEEL)}
    declared = {iri for (iri,) in select(oxigraph, "SELECT DISTINCT ?t WHERE { ?t skos:definition ?d }")}
    assert len(own) > 50
    assert own <= declared


def test_links_lead_to_something(oxigraph: Oxigraph) -> None:
    """Concepts, forces and cycles that the facts point to exist, in the ontology or in the fixture."""
    dangling = select(
        oxigraph,
        "SELECT DISTINCT ?o WHERE { VALUES ?p { peel:force peel:cycle peel:question peel:grade peel:trend peel:metric "
        "peel:source peel:unit peel:direction peel:pillar peel:previousGrade peel:previousCycle peel:expected "
        "peel:theme peel:polarity peel:role peel:caveatEffect peel:affectedForce peel:leadForce peel:looksBackTo "
        "peel:contradictionKind } "
        "?s ?p ?o FILTER NOT EXISTS { ?o skos:notation ?n } }",
    )
    assert dangling == []
    untyped = select(
        oxigraph,
        "SELECT DISTINCT ?o WHERE { VALUES ?p { peel:agency peel:partner peel:mention peel:supports peel:concerns "
        "peel:report peel:contradictedBy } ?s ?p ?o FILTER NOT EXISTS { ?o a ?class } }",
    )
    assert untyped == []


def test_one_statement_stands_in_two_graphs(oxigraph: Oxigraph) -> None:
    """Oxigraph's union of graphs counts such a statement twice; answers must not."""
    for notation in ("ferrets-recovered", "blue-lantern-trust"):
        twice = select(oxigraph, f'SELECT ?g WHERE {{ GRAPH ?g {{ ?m skos:notation "{notation}" }} }}')
        assert len(twice) == 2
