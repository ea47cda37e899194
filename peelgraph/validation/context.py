"""What shapes read besides the new data: a few facts of the store, fetched by a few queries.

However many reports the store has, only those of the same forces and the figures of the same slices are
asked for, each by the name of its graph or of its slice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox

from ..loaders.iris import GRAPH, ID, OA, PEEL, QB, SKOS
from ..store import Store, Term, select, text
from .data import TYPE, Data, Triple

_FORCE, _REPORT = ox.NamedNode(f"{PEEL}force"), ox.NamedNode(f"{PEEL}report")
_SLICE, _OBSERVATION = ox.NamedNode(f"{QB}Slice"), ox.NamedNode(f"{QB}observation")
_PREFIXES = f"PREFIX peel: <{PEEL}> PREFIX oa: <{OA}> PREFIX qb: <{QB}> PREFIX skos: <{SKOS}>"
_STATED_BY, _IN_DOCUMENT = ox.NamedNode(f"{PEEL}statedBy"), ox.NamedNode(f"{PEEL}inDocument")
_AT_ONCE = 500
"""IRIs in one query."""


def context(store: Store, new: Data, graphs: Iterable[str], ontology: Data) -> Iterator[Triple]:
    """Statements of a store that shapes need to judge new data; some come more than once.

    They are: the reports on the same forces, their judgments and published grades; of each figure for England and Wales
    that the new data has too, one for each value that reports print; the passages that state these; and what the
    new data refers to and does not describe.

    Args:
        store: what is there already.
        new: the new data.
        graphs: names of its graphs; what the store has in these is about to be replaced, and is not looked at.
        ontology: what need not be fetched.
    """
    replaced = frozenset(graphs)
    names = [name for name in store.graphs() if name not in replaced]
    forces = {text(force).removeprefix(f"{ID}force/") for force in _objects(new, _FORCE)}
    facts = [
        *_judgments(store, [name for name in names if _about(name, forces)]),
        *_published(store, [name for name in names if name.startswith(f"{GRAPH}grades/")], sorted(forces)),
        *_figures(store, new, replaced),
    ]
    stating = {text(value) for _, predicate, value in facts if predicate == _STATED_BY}
    found = [*facts, *_described(store, stating), *_referred(store, new, ontology, replaced)]
    documents = {text(value) for _, predicate, value in found if predicate == _IN_DOCUMENT}
    yield from found
    yield from _described(store, documents, "VALUES ?p { peel:fileName }")


def _about(graph: str, forces: set[str]) -> bool:
    kind, _, rest = graph.removeprefix(GRAPH).partition("/")
    return kind in {"report", "assessment"} and rest.partition("/")[0] in forces


def _objects(data: Data, predicate: ox.NamedNode) -> set[Term]:
    return {value for node in data.subjects() for p, values in data.layer(node) if p == predicate for value in values}


def _judgments(store: Store, graphs: Sequence[str]) -> Iterator[Triple]:
    for some in _values(graphs):
        yield from _triples(
            store,
            f"""SELECT ?s ?p ?o WHERE {{
              VALUES ?g {{ {some} }} VALUES ?kind {{ peel:Report peel:Judgment peel:PublishedGrade }}
              GRAPH ?g {{ ?s a ?kind ; ?p ?o }}
            }}""",
        )


def _published(store: Store, graphs: Sequence[str], forces: Sequence[str]) -> Iterator[Triple]:
    for graph in graphs:
        for some in _values([f"{ID}force/{force}" for force in forces]):
            yield from _triples(
                store,
                f"SELECT ?s ?p ?o WHERE {{ VALUES ?f {{ {some} }} GRAPH <{graph}> {{ ?s peel:force ?f ; ?p ?o }} }}",
            )


def _described(store: Store, things: Iterable[str], also: str = "") -> Iterator[Triple]:
    for some in _values(sorted(things)):
        yield from _triples(store, f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {some} }} {also} ?s ?p ?o }}")


def _figures(store: Store, new: Data, replaced: frozenset[str]) -> Iterator[Triple]:
    """One figure of each other value; those of one value are in one group, and each slice lists its groups once."""
    slices = sorted(text(subject) for subject in new.subjects() if _SLICE in new.objects(subject, TYPE))
    figures: dict[str, None] = {}
    for some in _values(slices):
        listed = (
            f"{_PREFIXES} SELECT ?slice ?group WHERE {{ VALUES ?slice {{ {some} }} ?slice qb:observationGroup ?group }}"
        )
        for node, group in select(store, listed):
            if node is None or group is None or group in new:
                continue
            rows = select(
                store,
                f"""{_PREFIXES} SELECT ?figure WHERE {{
                  GRAPH ?g {{ {group} qb:observation ?figure }} {_not_in(replaced)}
                }} LIMIT 1""",
            )
            for figure in (figure for (figure,) in rows if figure is not None):
                figures[text(figure)] = None
                yield node, _OBSERVATION, figure
    described = list(_described(store, figures))
    yield from described
    yield from _described(store, {text(value) for _, predicate, value in described if predicate == _REPORT})


def _referred(store: Store, new: Data, ontology: Data, replaced: frozenset[str]) -> Iterator[Triple]:
    missing = {
        value.value
        for subject in new.subjects()
        for _, values in new.layer(subject)
        for value in values
        if isinstance(value, ox.NamedNode)
        and value.value.startswith(ID)
        and value not in new
        and value not in ontology
        and not value.value.startswith(GRAPH)
    }
    for some in _values(sorted(missing)):
        yield from _triples(
            store,
            f"""SELECT ?s ?p ?o WHERE {{
              VALUES ?s {{ {some} }} GRAPH ?g {{ ?s ?p ?o }} FILTER(?p != peel:text) {_not_in(replaced)}
            }}""",
        )


def _not_in(graphs: frozenset[str]) -> str:
    return f"FILTER(?g NOT IN ({', '.join(f'<{name}>' for name in sorted(graphs))}))" if graphs else ""


def _triples(store: Store, query: str) -> Iterator[Triple]:
    for s, p, o in select(store, f"{_PREFIXES} {query}"):
        if s is not None and isinstance(p, ox.NamedNode) and o is not None:
            yield s, p, o


def _values(iris: Sequence[str]) -> Iterator[str]:
    for start in range(0, len(iris), _AT_ONCE):
        yield " ".join(str(ox.NamedNode(iri)) for iri in iris[start : start + _AT_ONCE])
