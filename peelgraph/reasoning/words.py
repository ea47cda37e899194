"""Axioms and facts in words, for people who know policing and not OWL."""

from __future__ import annotations

from collections.abc import Callable, Collection

import pyoxigraph as ox

from ..loaders.iris import DCTERMS, ID, OA, ORG, OWL, PEEL, PROV, QB, RDF, RDFS, SCHEMA, SKOS, XSD
from .axioms import THING, TYPE, Axiom, Axioms, Node

_PREFIXES = {
    DCTERMS: "dcterms:",
    OA: "oa:",
    ORG: "org:",
    OWL: "owl:",
    PEEL: "peel:",
    PROV: "prov:",
    QB: "qb:",
    RDF: "rdf:",
    RDFS: "rdfs:",
    SCHEMA: "schema:",
    SKOS: "skos:",
    XSD: "xsd:",
    ID: "",
}


def short(iri: str) -> str:
    """An IRI as it is written at a prompt.

    >>> short("https://w3id.org/peelgraph/id/force/loamshire")
    'force/loamshire'
    """
    for namespace, prefix in _PREFIXES.items():
        if iri.startswith(namespace):
            return prefix + iri.removeprefix(namespace)
    return iri


class Words:
    """Says things of one ontology."""

    def __init__(self, axioms: Axioms, label: Callable[[str], str] | None = None) -> None:
        """Take the labels of an ontology.

        Args:
            axioms: the ontology.
            label: of things that are not in the ontology; empty where there is none.
        """
        self._axioms = axioms
        self._label = label

    def name(self, node: Node) -> str:
        """A term or a thing by its label, or else its short IRI; a literal by its characters."""
        if isinstance(node, ox.Literal):
            return f'"{node.value}"' if node.datatype.value == f"{XSD}string" or node.language else node.value
        if not isinstance(node, ox.NamedNode):
            return "something"
        iri = node.value
        if iri == THING:
            return "thing"
        label = self._axioms.label(iri) or (self._label(iri) if self._label else "")
        return label or short(iri)

    def fact(self, triple: ox.Triple) -> str:
        """A statement about a thing; the thing by its short IRI, so that it can be looked up."""
        thing = short(triple.subject.value) if isinstance(triple.subject, ox.NamedNode) else "something"
        if triple.predicate == TYPE:
            return f"{thing} is {article(self.name(triple.object))}"
        value = triple.object
        told = short(value.value) if isinstance(value, ox.NamedNode) else self.name(value)
        return f"{thing} → {self.name(triple.predicate)} → {told}"

    def axiom(self, axiom: Axiom, beside: Collection[str] = ()) -> str:
        """An axiom as a sentence without its full stop.

        Args:
            axiom: to tell.
            beside: IRIs that the statements beside it speak of; of a long list of terms, those that matter.
        """
        root = axiom.root
        predicate = root.predicate.value
        subject = self.expression(root.subject)
        if predicate in _SENTENCES:
            return _SENTENCES[predicate].format(article(subject), subject, self.expression(root.object))
        if predicate == f"{OWL}propertyChainAxiom":
            links = ", then ".join(self.expression(node) for node in self._axioms.members(root.object))
            return f"what one comes to by {links} is the {subject} of where one began"
        if root.predicate == TYPE:
            return self._kind(root, beside)
        parts = ", ".join(self.expression(node) for node in self._axioms.members(root.object))
        return f"{subject}: {short(predicate).partition(':')[2]} {parts}"

    def _kind(self, root: ox.Triple, beside: Collection[str]) -> str:
        subject, kind = root.subject, short(root.object.value) if isinstance(root.object, ox.NamedNode) else ""
        if isinstance(subject, ox.NamedNode):
            return _CHARACTERISTICS.get(kind, "{0} is of the kind " + kind).format(self.name(subject))
        if kind == "owl:NegativePropertyAssertion":
            return self._denied(subject)
        listed = self._axioms.one(subject, f"{OWL}members", f"{OWL}distinctMembers")
        nodes = self._axioms.members(listed) if listed else []
        meant = [node for node in nodes if isinstance(node, ox.NamedNode) and node.value in beside]
        names = [self.expression(node) for node in (meant if len(meant) > 1 else nodes)]
        if len(names) == 2:  # noqa: PLR2004  a pair
            return _PAIRS[kind].format(*map(article, names), *names)
        shown = ", ".join(names[:_LISTED]) + (f" and {len(names) - _LISTED} more" if len(names) > _LISTED else "")
        return f"{shown} {_GROUPS[kind]}"

    def _denied(self, node: Node) -> str:
        one = self._axioms.one
        thing, name = one(node, f"{OWL}sourceIndividual"), one(node, f"{OWL}assertionProperty")
        value = one(node, f"{OWL}targetIndividual", f"{OWL}targetValue")
        told = [self.name(each) if each else "something" for each in (thing, name, value)]
        return f"it is not so that {' → '.join(told)}"

    def expression(self, node: Node) -> str:
        """A class or property, named or described."""
        if not isinstance(node, ox.BlankNode):
            return self.name(node)
        axioms = self._axioms
        if inverse := axioms.one(node, f"{OWL}inverseOf"):
            return f"being the {self.expression(inverse)} of"
        for name, joint in ((f"{OWL}intersectionOf", " and "), (f"{OWL}unionOf", " or "), (f"{OWL}oneOf", " or ")):
            if parts := axioms.one(node, name):
                return f"({joint.join(self.expression(part) for part in axioms.members(parts))})"
        if other := axioms.one(node, f"{OWL}complementOf"):
            return f"not {article(self.expression(other))}"
        return self._restriction(node)

    def _restriction(self, node: ox.BlankNode) -> str:
        axioms = self._axioms
        named = axioms.one(node, f"{OWL}onProperty")
        if named is None:
            return self.expression(axioms.one(node, f"{OWL}onDatatype") or ox.NamedNode(THING))
        prop = self.expression(named)
        kind = axioms.one(node, f"{OWL}onClass", f"{OWL}onDataRange")
        filler = self.expression(kind) if kind else "thing"
        for name, pattern in _RESTRICTIONS.items():
            if value := axioms.one(node, f"{OWL}{name}"):
                return pattern.format(prop, self.expression(value), filler)
        return prop


def article(noun: str) -> str:
    """A noun with its article.

    >>> article("inadequate judgment"), article("force of concern"), article("not a force")
    ('an inadequate judgment', 'a force of concern', 'not a force')
    """
    if noun.startswith(("(", "something", "not ", "what ")):
        return noun
    return f"{'an' if noun[:1].lower() in 'aeiou' and not noun.lower().startswith(('uni', 'us')) else 'a'} {noun}"


_SENTENCES = {
    f"{RDFS}subClassOf": "every {1} is {2}",
    f"{OWL}equivalentClass": "{0} is the same as {2}",
    f"{OWL}disjointWith": "nothing is both {0} and {2}",
    f"{OWL}complementOf": "{0} is what is not {2}",
    f"{RDFS}subPropertyOf": "{1} implies {2}",
    f"{OWL}equivalentProperty": "{1} means the same as {2}",
    f"{OWL}inverseOf": "{1} is the other way round of {2}",
    f"{OWL}propertyDisjointWith": "{1} and {2} never hold of the same two things",
    f"{RDFS}domain": "only {2} has {1}",
    f"{RDFS}range": "{1} is always {2}",
    f"{OWL}sameAs": "{1} is the same as {2}",
    f"{OWL}differentFrom": "{1} and {2} are different things",
}
_LISTED = 6
"""Terms of a list that are named; the others are counted."""
_PAIRS = {
    "owl:AllDisjointClasses": "nothing is both {0} and {1}",
    "owl:AllDisjointProperties": "{2} and {3} never hold of the same two things",
    "owl:AllDifferent": "{2} and {3} are different things",
}
_GROUPS = {
    "owl:AllDisjointClasses": "have nothing in common",
    "owl:AllDisjointProperties": "never hold of the same two things",
    "owl:AllDifferent": "are different things",
}
_CHARACTERISTICS = {
    "owl:FunctionalProperty": "a thing has one {0} at most",
    "owl:InverseFunctionalProperty": "no two things have the same {0}",
    "owl:TransitiveProperty": "{0} carries on from thing to thing",
    "owl:SymmetricProperty": "{0} holds both ways",
    "owl:AsymmetricProperty": "{0} never holds both ways",
    "owl:IrreflexiveProperty": "nothing is its own {0}",
    "owl:ReflexiveProperty": "everything is its own {0}",
}
_RESTRICTIONS = {
    "someValuesFrom": "something with {0}: {1}",
    "hasValue": "something with {0}: {1}",
    "allValuesFrom": "something with no {0} but {1}",
    "minQualifiedCardinality": "something with {0}: at least {1} {2}",
    "minCardinality": "something with at least {1} {0}",
    "maxQualifiedCardinality": "something with {0}: at most {1} {2}",
    "maxCardinality": "something with at most {1} {0}",
    "qualifiedCardinality": "something with {0}: exactly {1} {2}",
    "cardinality": "something with exactly {1} {0}",
    "hasSelf": "something with itself as {0}",
}
