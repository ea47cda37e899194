"""Conclusions in the store: a graph of their own, marked as inferred, that goes when its sources change."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pyoxigraph as ox

from .. import __version__
from ..loaders.iris import DCTERMS, INFERRED_GRAPH, INFERRED_RECORD, PEEL, PROV, RDF, SKOS, slug, thing
from ..store import Store, WritableStore
from .reason import Reasoned


def keep(store: WritableStore, reasoned: Reasoned) -> None:
    """Put conclusions into the store, in place of those that it has.

    The same conclusions from the same sources give the same statements. Beside the graph, its record says
    that it was inferred, from which graphs and documents, by which program, and why each statement holds.

    Raises:
        StoreError: nothing was changed.
    """
    graph, record = ox.NamedNode(INFERRED_GRAPH), ox.NamedNode(INFERRED_RECORD)
    inferred = [_quad(conclusion.triple, graph) for conclusion in reasoned.conclusions]
    store.replace({INFERRED_GRAPH: inferred, INFERRED_RECORD: [_quad(triple, record) for triple in _record(reasoned)]})


def kept(store: Store) -> bool:
    """Whether the store has conclusions."""
    return INFERRED_RECORD in store.graphs()


def drop(store: WritableStore) -> bool:
    """Take the conclusions out of the store; False if there were none.

    Raises:
        StoreError: nothing was changed.
    """
    if not kept(store):
        return False
    store.replace({INFERRED_GRAPH: None, INFERRED_RECORD: None})
    return True


def _record(reasoned: Reasoned) -> Iterator[ox.Triple]:
    graph, activity = INFERRED_GRAPH, thing("activity", "reasoning")
    sources = reasoned.sources
    yield _link(graph, f"{RDF}type", f"{PEEL}InferredGraph")
    yield _link(graph, f"{PROV}wasGeneratedBy", activity)
    for source in (*sources.graphs, *sources.documents):
        yield _link(graph, f"{PROV}wasDerivedFrom", source)
    yield _note(graph, f"{DCTERMS}identifier", ox.Literal(f"sha256:{sources.digest}"))
    yield _link(activity, f"{RDF}type", f"{PROV}Activity")
    for source in sources.graphs:
        yield _link(activity, f"{PROV}used", source)
    for name in (f"peelgraph {__version__}", reasoned.version):
        software = thing("software", f"peelgraph-{__version__}" if name.startswith("peelgraph ") else slug(name))
        yield _link(activity, f"{PROV}wasAssociatedWith", software)
        yield _link(software, f"{RDF}type", f"{PROV}SoftwareAgent")
        yield _note(software, f"{SKOS}prefLabel", ox.Literal(name, language="en"))
    for conclusion in reasoned.conclusions:
        triple = conclusion.triple
        key = hashlib.sha256(str(triple).encode()).hexdigest()[:16]
        inference = thing("inference", key)
        yield _link(inference, f"{RDF}type", f"{PEEL}Inference")
        yield _link(inference, f"{RDF}subject", conclusion.thing)
        yield _link(inference, f"{RDF}predicate", triple.predicate.value)
        yield _link(inference, f"{RDF}object", conclusion.value or conclusion.term)
        yield _note(inference, f"{PEEL}because", ox.Literal(conclusion.because))


def _quad(triple: ox.Triple, graph: ox.NamedNode) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def _link(subject: str, predicate: str, value: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), ox.NamedNode(value))


def _note(subject: str, predicate: str, value: ox.Literal) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), value)
