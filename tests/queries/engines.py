"""The two engines on which every canned query must give the same answer."""

from __future__ import annotations

import csv
import warnings
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HERE = Path(__file__).parent
ONTOLOGY = HERE.parents[1] / "ontology"
FIXTURES = (HERE / "fixture.trig", HERE / "fixture_prose.trig")
"""What tables, grades and lists state, and what sentences state, of the same reports."""
EXPECTED = HERE / "expected"

XSD = "http://www.w3.org/2001/XMLSchema#"
GRAPH_ONTOLOGY = "https://w3id.org/peelgraph/id/graph/ontology"
Rows = list[tuple[str, ...]]
Triples = set[tuple[str, str, str]]


def cell(text: str, datatype: str | None) -> str:
    """A value as it stands in an expected answer: numbers in their shortest form, all else as it is."""
    if datatype in {f"{XSD}decimal", f"{XSD}integer"}:
        return f"{Decimal(text).normalize():f}"
    # A cell without a value is unbound; an empty string would look the same and be something else.
    assert text, "an empty string in an answer"
    return text


@contextmanager
def _rdflib_warns_of_itself() -> Iterator[None]:
    """Reading TriG and asking a dataset use what rdflib 7 deprecates; callers can do nothing about it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


class Oxigraph:
    """The engine that serves, with the ontology and some facts."""

    def __init__(self, facts: Iterable[ox.Quad]) -> None:
        self.store = ox.Store()
        for path in sorted(ONTOLOGY.glob("*.ttl")):
            self.store.load(path=path, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(GRAPH_ONTOLOGY))
        self.store.extend(facts)

    def rows(self, text: str) -> Rows:
        answer = self.store.query(text, use_default_graph_as_union=True)
        assert isinstance(answer, ox.QuerySolutions)
        rows: Rows = []
        for solution in answer:
            row = []
            for term in solution:
                # Answers give notations: an IRI in one is a fault.
                assert term is None or isinstance(term, ox.Literal), term
                row.append("" if term is None else cell(term.value, term.datatype.value))
            rows.append(tuple(row))
        return rows

    def graph(self, text: str) -> Triples:
        answer = self.store.query(text, use_default_graph_as_union=True)
        assert isinstance(answer, ox.QueryTriples)
        return {
            (
                str(t.subject),
                str(t.predicate),
                cell(t.object.value, t.object.datatype.value) if isinstance(t.object, ox.Literal) else str(t.object),
            )
            for t in answer
        }


class Rdflib:
    """The engine that many users have, and a second opinion on what SPARQL means; with the ontology and some files."""

    def __init__(self, files: Iterable[Path] = FIXTURES) -> None:
        self.dataset = rdflib.Dataset(default_union=True)
        ontology = self.dataset.graph(rdflib.URIRef(GRAPH_ONTOLOGY))
        ontology = self.dataset.graph(rdflib.URIRef(GRAPH_ONTOLOGY))
        # Text and not files: rdflib leaves files of TriG open.
        for path in sorted(ONTOLOGY.glob("*.ttl")):
            ontology.parse(data=path.read_text(encoding="utf-8"), format="turtle")
        with _rdflib_warns_of_itself():
            for path in files:
                self.dataset.parse(data=path.read_text(encoding="utf-8"), format="trig")

    def rows(self, text: str) -> Rows:
        rows: Rows = []
        with _rdflib_warns_of_itself():
            for solution in self.dataset.query(text):
                assert isinstance(solution, rdflib.query.ResultRow)
                terms: tuple[rdflib.term.Identifier | None, ...] = tuple(solution)
                row = []
                for term in terms:
                    assert term is None or isinstance(term, rdflib.Literal), term
                    row.append("" if term is None else cell(str(term), str(term.datatype) if term.datatype else None))
                rows.append(tuple(row))
        return rows

    def graph(self, text: str) -> Triples:
        with _rdflib_warns_of_itself():
            answer = self.dataset.query(text).graph
        assert answer is not None
        return {
            (
                s.n3(),
                p.n3(),
                cell(str(o), str(o.datatype) if o.datatype else None) if isinstance(o, rdflib.Literal) else o.n3(),
            )
            for s, p, o in answer
        }


def read_expected(name: str) -> tuple[list[str], Rows]:
    """Columns and rows of an expected answer."""
    with (EXPECTED / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        header, *rows = csv.reader(handle)
    return header, [tuple(row) for row in rows]
