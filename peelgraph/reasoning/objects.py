"""Facts of a store as Python objects, by owlready2: forces, judgments and findings with their properties.

>>> world = open_world(store, forces=["loamshire"])              # doctest: +SKIP
>>> peel = vocabulary(world)                                     # doctest: +SKIP
>>> [judgment.grade.label for judgment in peel.Judgment.instances()]  # doctest: +SKIP
"""

from __future__ import annotations

import io
import types
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from ..loaders.iris import INFERRED_GRAPH, OWL, PEEL, RDF, RDFS, XSD
from ..store import Store, construct
from .axioms import DATATYPES, TYPE, Axioms
from .sources import Choice, of_store

if TYPE_CHECKING:
    from owlready2 import Namespace, World

KINDS = {
    "judgments": "Judgment",
    "findings": "Finding",
    "figures": "Observation",
    "initiatives": "Initiative",
    "evidence": "Evidence",
    "reports": "Report",
}
"""Name of an attribute of a force to the class of the facts that it lists."""

_READ = DATATYPES | {f"{XSD}date", f"{XSD}time"}
"""Datatypes that owlready2 reads; months and years come as text, such as "2016-09"."""


def open_world(
    store: Store, *, forces: Sequence[str] = (), cycles: Sequence[str] = (), reports: Sequence[str] = ()
) -> World:
    """An owlready2 world with the ontology and facts of a store.

    It is in memory, has nothing to do with owlready2's default world, and asks for nothing from elsewhere.
    What was inferred and kept about the things in it is in it, too. Changes of it do not reach the store.

    Args:
        store: to read; it may be closed afterwards.
        forces: notations; only reports and grades of these forces.
        cycles: notations; only those of these cycles.
        reports: names of reports; only these.

    Raises:
        UnknownThingError: there is no such report, or none of the force or cycle.
    """
    import owlready2  # noqa: PLC0415  slow to import

    sources = of_store(store, Choice(forces, cycles, reports))
    triples = list(dict.fromkeys((*sources.ontology, *sources.facts)))
    known = {triple.subject for triple in triples}
    inferred = construct(
        store, f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {ox.NamedNode(INFERRED_GRAPH)} {{ ?s ?p ?o }} }}"
    )
    triples += [triple for triple in inferred if triple.subject in known]
    world = owlready2.World()
    written = ox.serialize(_for_owlready(triples), format=ox.RdfFormat.N_TRIPLES)
    world.get_ontology(PEEL).load(fileobj=io.BytesIO(written or b""))
    _extend(vocabulary(world))
    return world


def _for_owlready(triples: Sequence[ox.Triple]) -> Iterator[ox.Triple]:
    """Statements as owlready2 can make objects of them.

    It makes attributes of declared properties only, takes a property of a further kind (Data Cube has those)
    for a mistake, and would follow imports.
    """
    axioms = Axioms(triples)
    declared = set().union(*axioms.declared.values())
    own_kinds = set(axioms.declared)
    for triple in triples:
        if triple.predicate.value == f"{OWL}imports":
            continue
        kind = triple.object.value if triple.predicate == TYPE and isinstance(triple.object, ox.NamedNode) else ""
        subject = triple.subject.value if isinstance(triple.subject, ox.NamedNode) else ""
        if kind and subject in declared and kind not in own_kinds and not kind.startswith(OWL):
            continue
        if isinstance(triple.object, ox.Literal) and triple.object.datatype.value not in _READ:
            yield ox.Triple(triple.subject, triple.predicate, ox.Literal(triple.object.value))
        else:
            yield triple
    for name in sorted({triple.predicate.value for triple in triples} - declared):
        if not name.startswith((OWL, RDF, RDFS)):
            yield ox.Triple(ox.NamedNode(name), TYPE, ox.NamedNode(f"{OWL}AnnotationProperty"))
    things = {t.subject.value for t in axioms.facts if isinstance(t.subject, ox.NamedNode)} - declared
    for name in sorted(things):
        yield ox.Triple(ox.NamedNode(name), TYPE, ox.NamedNode(f"{OWL}NamedIndividual"))


def vocabulary(world: World) -> Namespace:
    """The namespace in which a world's classes and properties are: ``peel.Force``, ``peel.grade``."""
    return world.get_namespace(PEEL)


def _extend(peel: Namespace) -> None:
    """Give forces the lists that readers look for: the ontology only says of each fact which force it is about."""
    import owlready2  # noqa: PLC0415  slow to import

    def listing(kind: str) -> property:
        def facts(force: Any) -> list[Any]:  # noqa: ANN401  owlready2 makes these classes when it runs
            """Facts about this force, in the order of their IRIs."""
            found = force.namespace.world.search(type=peel[kind], force=force)
            return sorted(found, key=lambda fact: str(fact.iri))

        return property(facts)

    types.new_class("Force", (owlready2.Thing,), {}, lambda body: body.update(_members(peel, listing)))


def _members(peel: Namespace, listing: Any) -> dict[str, Any]:  # noqa: ANN401  see above
    return {"namespace": peel, **{name: listing(kind) for name, kind in KINDS.items()}}
