"""What a reasoner is given: the ontology, and the facts of the reports that were chosen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from ..catalogue_header import either, nearest
from ..errors import UnknownThingError
from ..loaders.iris import CONTRADICTIONS_GRAPH, ONTOLOGY_GRAPH, PEEL, PROV, RDF, SIMILAR_GRAPH, SKOS, thing
from ..store import Store, construct, select, text

_TYPE = ox.NamedNode(f"{RDF}type")


@dataclass(frozen=True, slots=True)
class Choice:
    """Which reports: all of them, or those of some forces and cycles, or some by name."""

    forces: Sequence[str] = ()
    """Notations."""
    cycles: Sequence[str] = ()
    """Notations."""
    reports: Sequence[str] = ()
    """Names, as in ``hampshire-effectiveness-2016``."""

    def __bool__(self) -> bool:
        return bool(self.forces or self.cycles or self.reports)


@dataclass(frozen=True)
class Sources:
    """Statements to reason with, and where they come from."""

    ontology: tuple[ox.Triple, ...]
    facts: tuple[ox.Triple, ...] = ()
    graphs: tuple[str, ...] = ()
    """The named graphs that they stand in."""
    documents: tuple[str, ...] = ()
    """The documents that the graphs were read from; their IRIs have the checksums of the bytes."""
    own: frozenset[str] | None = None
    """The chosen forces and the things of their reports and grades, where some were chosen; not what those name."""

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all statements, by which a change in them is noticed."""
        content = hashlib.sha256()
        for triple in sorted(str(t) for t in (*self.ontology, *self.facts) if not _blank(t)):
            content.update(triple.encode())
        return content.hexdigest()


def of_turtle(*files: bytes) -> tuple[ox.Triple, ...]:
    """Statements of Turtle files, each file's blank nodes kept apart from the others'.

    Raises:
        SyntaxError: a file is not Turtle.
    """
    return tuple(
        quad.triple for file in files for quad in ox.parse(file, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
    )


def of_store(store: Store, choice: Choice, more: Iterable[ox.Triple] = ()) -> Sources:
    """The ontology of a store, and its facts.

    Args:
        store: to read.
        choice: which reports; of published grades, those of the forces and cycles that were chosen.
        more: further statements, of the user.

    Raises:
        UnknownThingError: there is no such report, or none of the force or cycle.
    """
    rows = [
        tuple(text(term) for term in row)
        for row in select(
            store,
            f"""PREFIX peel: <{PEEL}> PREFIX prov: <{PROV}> PREFIX skos: <{SKOS}>
            SELECT ?graph ?document ?name ?force ?cycle WHERE {{
              ?graph a peel:FactGraph ; prov:wasDerivedFrom ?document .
              OPTIONAL {{
                ?graph peel:about ?report .
                ?report skos:notation ?name ; peel:force/skos:notation ?force ; peel:cycle/skos:notation ?cycle
              }}
            }} ORDER BY ?graph ?document""",
        )
    ]
    _check(choice, rows)
    facts: list[ox.Triple] = []
    own: set[str] = set()
    chosen = []
    for graph, document, name, force, cycle in rows:
        if name and not _wanted(choice, name, force, cycle):
            continue
        if not name and choice.reports:
            continue
        statements = list(_grades(store, graph, choice) if choice and not name else _statements(store, graph))
        if statements:
            facts += statements
            own |= {t.subject.value for t in statements if isinstance(t.subject, ox.NamedNode)}
            # It is described with how the graph came about, of which a reasoner needs nothing else.
            facts.append(ox.Triple(ox.NamedNode(document), _TYPE, ox.NamedNode(f"{PEEL}Document")))
            chosen.append((graph, document))
    across = [] if choice else [g for g in (SIMILAR_GRAPH, CONTRADICTIONS_GRAPH) if g in store.graphs()]
    for graph in across:
        facts += _statements(store, graph)
    ontology = tuple(_statements(store, ONTOLOGY_GRAPH))
    registered = {triple.subject.value for triple in ontology if isinstance(triple.subject, ox.NamedNode)}
    forces = {force for _, _, name, force, cycle in rows if name and _wanted(choice, name, force, cycle)}
    return Sources(
        ontology=(*ontology, *more),
        facts=tuple(dict.fromkeys(facts)),
        graphs=tuple(sorted({ONTOLOGY_GRAPH, *across, *(graph for graph, _ in chosen)})),
        documents=tuple(sorted({document for _, document in chosen})),
        own=frozenset(own - registered | {thing("force", force) for force in forces}) if choice else None,
    )


def _wanted(choice: Choice, name: str, force: str, cycle: str) -> bool:
    return (
        (not choice.reports or name in choice.reports)
        and (not choice.forces or force in choice.forces)
        and (not choice.cycles or cycle in choice.cycles)
    )


def _check(choice: Choice, rows: Sequence[tuple[str, ...]]) -> None:
    for what, given, place in (
        ("report", choice.reports, 2),
        ("report of a force", choice.forces, 3),
        ("report of a cycle", choice.cycles, 4),
    ):
        known = {row[place] for row in rows if row[place]}
        for name in given:
            if name not in known:
                near = nearest(name, known)
                hint = f": did you mean {either(near)}?" if near else ": peelgraph ask reports lists what there is."
                raise UnknownThingError(f"There is no {what} {name} in the store{hint}")


def _statements(store: Store, graph: str) -> Iterable[ox.Triple]:
    return construct(store, f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {ox.NamedNode(graph)} {{ ?s ?p ?o }} }}")


def _grades(store: Store, graph: str, choice: Choice) -> Iterable[ox.Triple]:
    """Published grades of the forces and cycles that were chosen."""
    slots = []
    for variable, given in (("force", choice.forces), ("cycle", choice.cycles)):
        if given:
            values = " ".join(str(ox.Literal(value)) for value in given)
            slots.append(
                f"VALUES ?{variable} {{ {values} }} ?{variable}_thing <{SKOS}notation> ?{variable} . "
                f"GRAPH {ox.NamedNode(graph)} {{ ?s <{PEEL}{variable}> ?{variable}_thing }}"
            )
    return construct(
        store,
        f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {' '.join(slots)} GRAPH {ox.NamedNode(graph)} {{ ?s ?p ?o }} }}",
    )


def _blank(triple: ox.Triple) -> bool:
    # Blank nodes have no names of their own; what hangs on them changes only with the ontology's files,
    # whose checksum is in the store.
    return isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)
