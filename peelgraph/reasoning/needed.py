"""Which facts a reasoner has to see: those that could make a difference, and no others.

Four kinds of statement are left out. That nothing is lost by it is argued for each in docs/reasoning.md;
the first two are lost to the reasoner for want of an OWL meaning, and are counted for the user.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import Literal

from ..loaders.iris import OWL, RDF, RDFS, XSD
from .axioms import DATATYPES, THING, TYPE, Axioms, Node

UNKNOWN_DATATYPE = "dates, years and other values of types that OWL 2 has no place for"
ILL_TYPED = "values that are not of the type they claim, such as a word for a number"
BLANK = "statements about things without a name"
NO_AXIOM = "statements with terms that no axiom speaks of"
NOTHING_NEW = "statements whose only consequence, the kinds of the two things, is stated anyway"
ALIKE = "things, because another of which exactly the same matters stands for them"

_ABOVE = {f"{XSD}integer": f"{XSD}decimal"}


@dataclass(frozen=True, slots=True)
class Needed:
    """Facts that matter, and an account of the others."""

    facts: tuple[ox.Triple, ...]
    twins: Mapping[str, tuple[str, ...]]
    """A thing to others of which just the same is known; what is concluded of it holds for them as well."""
    left_out: Mapping[str, int]
    """Reason to how many statements (for `ALIKE`, things) were left out for it."""


def needed(axioms: Axioms, facts: Iterable[ox.Triple], *, fold: bool = True) -> Needed:
    """Pick the facts that the axioms could draw something from.

    Args:
        axioms: the ontology, with its own facts.
        facts: about reports; those of the ontology are added.
        fold: whether one thing may stand for others of which the same is said.
    """
    left_out: Counter[str] = Counter()
    properties = _Properties(axioms)
    every = sorted({*axioms.facts, *facts}, key=str)
    types: defaultdict[str, set[str]] = defaultdict(set)
    kept: list[ox.Triple] = []
    for triple in every:
        if triple.predicate == TYPE and isinstance(triple.object, ox.NamedNode):
            if not isinstance(triple.subject, ox.NamedNode):
                left_out[BLANK] += 1
            elif triple.object.value in properties.classes:
                types[triple.subject.value].add(triple.object.value)
            else:
                left_out[NO_AXIOM] += 1
    typed = {thing: frozenset().union(*(properties.above(c) for c in known)) for thing, known in types.items()}
    for triple in every:
        if triple.predicate != TYPE and (reason := properties.dispensable(triple, typed)):
            left_out[reason] += 1
        elif triple.predicate != TYPE:
            kept.append(triple)
    kept += [
        ox.Triple(ox.NamedNode(thing), TYPE, ox.NamedNode(kind)) for thing, kinds in types.items() for kind in kinds
    ]
    twins = _alike(kept, axioms.individuals) if fold else {}
    unseen = {twin for others in twins.values() for twin in others}
    if unseen:
        left_out[ALIKE] += len(unseen)
    facts = sorted((t for t in kept if not unseen & {_name(t.subject), _name(t.object)}), key=str)
    return Needed(tuple(facts), twins, dict(sorted(left_out.items())))


def _name(node: Node) -> str:
    return node.value if isinstance(node, ox.NamedNode) else ""


def _alike(facts: Iterable[ox.Triple], apart: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Things of which exactly the same is said, by the first of them; things that axioms name are left alone."""
    said: defaultdict[str, set[tuple[Node | None, ox.NamedNode, Node | None]]] = defaultdict(set)
    for triple in facts:
        subject, value = triple.subject, triple.object
        both = None if subject == value else value
        said[_name(subject)].add((None, triple.predicate, both))
        if triple.predicate != TYPE and isinstance(value, ox.NamedNode) and both is not None:
            said[value.value].add((subject, triple.predicate, None))
    groups: defaultdict[frozenset[tuple[Node | None, ox.NamedNode, Node | None]], list[str]] = defaultdict(list)
    for thing in sorted(said):
        if thing not in apart:
            groups[frozenset(said[thing])].append(thing)
    return {first: tuple(others) for first, *others in groups.values() if others}


class _Properties:
    """What axioms say of properties."""

    def __init__(self, axioms: Axioms) -> None:
        self._axioms = axioms
        self.classes = axioms.declared[f"{OWL}Class"] | {THING}
        self._objects = axioms.declared[f"{OWL}ObjectProperty"]
        self._data = axioms.declared[f"{OWL}DatatypeProperty"]
        self._domains = axioms.named(f"{RDFS}domain")
        self._ranges = axioms.named(f"{RDFS}range")
        plain = {f"{RDFS}domain", f"{RDFS}range", f"{RDFS}subPropertyOf"}
        spoken: set[str] = set()
        rich: set[str] = set()
        for axiom in axioms.axioms:
            simple = axiom.root.predicate.value in plain and len(axiom.triples) == 1
            for iri in axiom.iris():
                if iri in self._objects or iri in self._data:
                    spoken.add(iri)
                    if not simple:
                        rich.add(iri)
        self._spoken = spoken
        # What stands under a property that does more than type its two ends does more, too.
        self._rich = rich | {p for p, above in axioms.superproperties.items() if above & rich}

    def above(self, kind: str) -> frozenset[str]:
        """A class with the named classes above it."""
        return frozenset({kind, THING}) | self._axioms.superclasses.get(kind, frozenset())

    def dispensable(self, triple: ox.Triple, typed: Mapping[str, frozenset[str]]) -> str:
        """Why a statement can be left out; empty if it cannot."""
        name, value = triple.predicate.value, triple.object
        if name not in self._spoken or (name in self._data) != isinstance(value, ox.Literal):
            return NO_AXIOM
        if not isinstance(triple.subject, ox.NamedNode) or isinstance(value, ox.BlankNode | ox.Triple):
            return BLANK
        if isinstance(value, ox.Literal) and (value.datatype.value not in DATATYPES or _ill_typed(value)):
            return UNKNOWN_DATATYPE if value.datatype.value not in DATATYPES else ILL_TYPED
        return "" if name in self._rich else self._only_types(triple, typed)

    def _only_types(self, triple: ox.Triple, typed: Mapping[str, frozenset[str]]) -> str:
        """Why a statement can be left out that does no more than say of what kind its two things are."""
        name, value = triple.predicate.value, triple.object
        family = {name} | self._axioms.superproperties.get(name, frozenset())
        domains = set().union(*(self._domains.get(p, ()) for p in family))
        ranges = set().union(*(self._ranges.get(p, ()) for p in family))
        if isinstance(value, ox.Literal):
            fits = all(_in_datatype(value.datatype.value, each) for each in ranges)
        else:
            fits = ranges <= typed.get(_name(value), frozenset({THING}))
        return NOTHING_NEW if fits and domains <= typed.get(_name(triple.subject), frozenset({THING})) else ""


def _in_datatype(datatype: str, wanted: str) -> bool:
    return wanted in {f"{RDFS}Literal", datatype, _ABOVE.get(datatype)}


def _ill_typed(value: ox.Literal) -> bool:
    """Whether a literal's characters are not those of its type, as "many" for an integer."""
    datatype = value.datatype.value
    if datatype in {f"{XSD}string", f"{RDF}langString"}:
        return False
    logger = logging.getLogger("rdflib.term")
    was, logger.disabled = logger.disabled, True  # it would print a traceback of what is only counted here
    try:
        return bool(Literal(value.value, datatype=datatype).ill_typed)
    finally:
        logger.disabled = was
