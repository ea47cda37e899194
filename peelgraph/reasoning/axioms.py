"""What an ontology says of its terms, parted from what it says of things and from labels and notes.

The parts are those of OWL 2's mapping to RDF (https://www.w3.org/TR/owl2-mapping-to-rdf/): an axiom is a
triple of OWL's own vocabulary together with the blank nodes that hang on it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import pyoxigraph as ox

from ..loaders.iris import OWL, RDF, RDFS, SKOS, XSD

Node: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

TYPE = ox.NamedNode(f"{RDF}type")
THING = f"{OWL}Thing"
NOTHING = f"{OWL}Nothing"

_DECLARATIONS = frozenset(
    {f"{OWL}{name}" for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")}
    | {f"{RDFS}Datatype", f"{OWL}NamedIndividual"}
)
_CHARACTERISTICS = frozenset(
    f"{OWL}{name}Property"
    for name in (
        "Functional",
        "InverseFunctional",
        "Transitive",
        "Symmetric",
        "Asymmetric",
        "Reflexive",
        "Irreflexive",
    )
)
_GROUPS = frozenset(
    f"{OWL}{name}"
    for name in ("AllDisjointClasses", "AllDisjointProperties", "AllDifferent", "NegativePropertyAssertion")
)
_PREDICATES = frozenset(
    {f"{RDFS}{name}" for name in ("subClassOf", "subPropertyOf", "domain", "range")}
    | {
        f"{OWL}{name}"
        for name in (
            "equivalentClass",
            "disjointWith",
            "disjointUnionOf",
            "complementOf",
            "unionOf",
            "intersectionOf",
            "oneOf",
            "equivalentProperty",
            "inverseOf",
            "propertyChainAxiom",
            "propertyDisjointWith",
            "hasKey",
            "sameAs",
            "differentFrom",
        )
    }
)
_LINKING = frozenset(f"{OWL}{name}" for name in ("inverseOf", "equivalentProperty", "propertyChainAxiom"))
"""Axioms that make links of the property that is their subject."""
_LINKED = frozenset({f"{OWL}inverseOf", f"{OWL}equivalentProperty", f"{RDFS}subPropertyOf"})
"""Axioms that make links of the property that is their object."""
DEFINING = tuple(
    f"{OWL}{name}" for name in ("equivalentClass", "intersectionOf", "unionOf", "complementOf", "oneOf", "hasValue")
)

_XSD_DATATYPES = (
    "decimal integer nonNegativeInteger nonPositiveInteger positiveInteger negativeInteger long int short byte "
    "unsignedLong unsignedInt unsignedShort unsignedByte double float string normalizedString token language Name "
    "NCName NMTOKEN boolean hexBinary base64Binary anyURI dateTime dateTimeStamp"
)
DATATYPES = frozenset(
    {f"{XSD}{name}" for name in _XSD_DATATYPES.split()}
    | {f"{OWL}real", f"{OWL}rational", f"{RDF}langString", f"{RDF}PlainLiteral", f"{RDF}XMLLiteral"}
    | {f"{RDFS}Literal"}
)
"""OWL 2's datatype map (https://www.w3.org/TR/owl2-syntax/#Datatype_Maps); dates and years are not in it."""


@dataclass(frozen=True, slots=True)
class Axiom:
    """One axiom: its root triple first, then what is said of its blank nodes."""

    triples: tuple[ox.Triple, ...]

    @property
    def root(self) -> ox.Triple:
        """The triple that the axiom begins with."""
        return self.triples[0]

    def iris(self) -> Iterator[str]:
        """Every IRI in it."""
        for triple in self.triples:
            for node in triple:
                if isinstance(node, ox.NamedNode):
                    yield node.value


class Axioms:
    """An ontology, in parts."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        """Take an ontology apart.

        Args:
            triples: of one or more ontologies; blank nodes of different files must have different names.
                Imports are not followed, and stand in no part.
        """
        self.of: defaultdict[Node, list[ox.Triple]] = defaultdict(list)
        for triple in sorted(set(triples), key=str):
            self.of[triple.subject].append(triple)
        self.declarations: list[ox.Triple] = []
        self.declared: defaultdict[str, set[str]] = defaultdict(set)
        """Kind, such as the IRI of owl:Class, to the terms declared as such."""
        self.axioms: list[Axiom] = []
        self.left_out: list[Axiom] = []
        """Axioms about datatypes that OWL 2 does not know."""
        self.facts: list[ox.Triple] = []
        """What is said of things, and whatever else is said."""
        inner = {t.object for said in self.of.values() for t in said if isinstance(t.object, ox.BlankNode)}
        for subject, said in self.of.items():
            if isinstance(subject, ox.BlankNode) and subject in inner:
                continue
            for triple in said:
                self._sort(triple)

    def _sort(self, triple: ox.Triple) -> None:
        predicate = triple.predicate.value
        kind = triple.object.value if triple.predicate == TYPE and isinstance(triple.object, ox.NamedNode) else ""
        if kind in _DECLARATIONS and isinstance(triple.subject, ox.NamedNode):
            self.declarations.append(triple)
            self.declared[kind].add(triple.subject.value)
        elif predicate in _PREDICATES or kind in _CHARACTERISTICS | _GROUPS:
            axiom = Axiom((triple, *self._hanging(triple)))
            foreign = any(iri.startswith(XSD) and iri not in DATATYPES for iri in _datatypes(axiom))
            (self.left_out if foreign else self.axioms).append(axiom)
        elif isinstance(triple.subject, ox.NamedNode) and not isinstance(triple.object, ox.BlankNode):
            self.facts.append(triple)

    def _hanging(self, root: ox.Triple) -> list[ox.Triple]:
        """Triples of the blank nodes that a triple leads to; all about a blank subject, for a group."""
        found: list[ox.Triple] = []
        seen: set[Node] = set()
        waiting: list[Node] = [node for node in (root.object, root.subject) if isinstance(node, ox.BlankNode)]
        while waiting:
            node = waiting.pop()
            if node in seen:
                continue
            seen.add(node)
            found += [triple for triple in self.of[node] if triple != root]
            waiting += [triple.object for triple in self.of[node] if isinstance(triple.object, ox.BlankNode)]
        return found

    @cached_property
    def individuals(self) -> frozenset[str]:
        """Things that axioms name, as in the value of a restriction or a list of different things."""
        terms = set().union(*self.declared.values())
        return frozenset(iri for axiom in self.axioms for iri in axiom.iris() if iri not in terms)

    @cached_property
    def definitions(self) -> dict[str, list[Node]]:
        """Classes that are defined, each with the expressions that it is equivalent to."""
        found: defaultdict[str, list[Node]] = defaultdict(list)
        for axiom in self.axioms:
            root = axiom.root
            if isinstance(root.subject, ox.NamedNode):
                if root.predicate.value == f"{OWL}equivalentClass":
                    found[root.subject.value].append(root.object)
                elif root.predicate.value in DEFINING:
                    found[root.subject.value].append(root.subject)
        return dict(found)

    @cached_property
    def reflexes(self) -> frozenset[str]:
        """Properties that link the members of a class to themselves, and of which no axiom makes another link.

        They serve to let a class take part in a chain of properties, and say nothing that the class does not.
        """
        own = {
            triple.object.value
            for said in self.of.values()
            if any(t.predicate.value == f"{OWL}hasSelf" for t in said)
            for triple in said
            if triple.predicate.value == f"{OWL}onProperty" and isinstance(triple.object, ox.NamedNode)
        }
        for axiom in self.axioms:
            root = axiom.root
            if root.predicate.value in _LINKING or root.predicate == TYPE:
                own -= {root.subject.value} if isinstance(root.subject, ox.NamedNode) else set()
            if root.predicate.value in _LINKED:
                own -= {root.object.value} if isinstance(root.object, ox.NamedNode) else set()
        return frozenset(own - {triple.predicate.value for triple in self.facts})

    def roots(self, *predicates: str) -> Iterator[ox.Triple]:
        """Root triples with one of the predicates, in the order of the ontology."""
        return (axiom.root for axiom in self.axioms if axiom.root.predicate.value in predicates)

    def named(self, predicate: str) -> dict[str, set[str]]:
        """What a predicate of axioms says between named terms."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for root in self.roots(predicate):
            if isinstance(root.subject, ox.NamedNode) and isinstance(root.object, ox.NamedNode):
                found[root.subject.value].add(root.object.value)
        return found

    @cached_property
    def superclasses(self) -> dict[str, frozenset[str]]:
        """Classes to the named classes above them, as far as the ontology says so outright; without themselves."""
        return closure(self.named(f"{RDFS}subClassOf"))

    @cached_property
    def superproperties(self) -> dict[str, frozenset[str]]:
        """Properties to the named properties above them, as far as the ontology says so outright."""
        return closure(self.named(f"{RDFS}subPropertyOf"))

    def objects(self, subject: Node, predicate: str) -> list[Node]:
        """What a node points to."""
        return [triple.object for triple in self.of.get(subject, ()) if triple.predicate.value == predicate]

    def one(self, subject: Node, *predicates: str) -> Node | None:
        """The first thing that a node points to by any of the predicates."""
        return next((o for predicate in predicates for o in self.objects(subject, predicate)), None)

    def members(self, head: Node) -> list[Node]:
        """Members of an RDF list."""
        found: list[Node] = []
        seen: set[Node] = set()
        node: Node | None = head
        while isinstance(node, ox.BlankNode) and node not in seen:
            seen.add(node)
            found += self.objects(node, f"{RDF}first")
            node = self.one(node, f"{RDF}rest")
        return found

    def label(self, iri: str) -> str:
        """The English label of a term or a thing; empty if it has none."""
        labels = [
            triple.object
            for triple in self.of.get(ox.NamedNode(iri), ())
            if triple.predicate.value in {f"{RDFS}label", f"{SKOS}prefLabel"} and isinstance(triple.object, ox.Literal)
        ]
        labels.sort(key=lambda literal: (literal.language != "en", literal.value))
        return labels[0].value if labels else ""


def _datatypes(axiom: Axiom) -> Iterator[str]:
    yield from axiom.iris()
    for triple in axiom.triples:
        if isinstance(triple.object, ox.Literal):
            yield triple.object.datatype.value


def closure(steps: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    """Everything that can be reached in one step or more, except the start itself.

    >>> closure({"a": {"b"}, "b": {"c"}})["a"] == {"b", "c"}
    True
    """
    found = {}
    for start, first in steps.items():
        reached: set[str] = set()
        waiting = list(first)
        while waiting:
            term = waiting.pop()
            if term not in reached:
                reached.add(term)
                waiting += steps.get(term, ())
        found[start] = frozenset(reached - {start})
    return found
