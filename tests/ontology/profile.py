"""Whether statements are an ontology of OWL 2 DL, by the rules of its mapping to RDF and of its structure.

Every statement must be read as part of an axiom, an annotation or a fact; what is left over is a fault.
https://www.w3.org/TR/owl2-mapping-to-rdf/ (section 3) and https://www.w3.org/TR/owl2-syntax/ (3.1, 5.8, 11).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

import pyoxigraph as ox
from ontology.modules import OWL, RDF, RDFS

from peelgraph.reasoning.axioms import DATATYPES

XSD = "http://www.w3.org/2001/XMLSchema#"
CLASS, OBJECT, DATA, NOTE = (
    OWL + name for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
)
PROPERTIES = {OBJECT, DATA, NOTE}
BUILT_IN = {
    CLASS: {OWL + "Thing", OWL + "Nothing"},
    NOTE: {RDFS + name for name in ("label", "comment", "seeAlso", "isDefinedBy")}
    | {OWL + name for name in ("versionInfo", "deprecated", "priorVersion", "backwardCompatibleWith")},
}
NEEDS_SIMPLE = {OWL + f"{name}Property" for name in ("Functional", "InverseFunctional", "Irreflexive", "Asymmetric")}
CHARACTERISTICS = NEEDS_SIMPLE | {OWL + f"{name}Property" for name in ("Transitive", "Symmetric", "Reflexive")}
COUNTS = {OWL + a + b for a in ("min", "max") for b in ("Cardinality", "QualifiedCardinality")}
COUNTS |= {OWL + "cardinality", OWL + "qualifiedCardinality"}

_ENDLESS = ox.NamedNode("urn:x/a-list-that-does-not-end")


def dl_faults(triples: Iterable[ox.Triple]) -> list[str]:
    """What keeps statements from being OWL 2 DL, a sentence each, in order."""
    return sorted(set(_Reader(triples).faults()))


def _value(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""


def _short(term: object) -> str:
    return term.value.rsplit("#", 1)[-1].rsplit("/", 1)[-1] if isinstance(term, ox.NamedNode) else str(term)


class _Reader:
    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.triples = list(dict.fromkeys(triples))
        self.of: dict[object, dict[str, list[object]]] = defaultdict(lambda: defaultdict(list))
        for t in self.triples:
            self.of[t.subject][t.predicate.value].append(t.object)
        self.kinds: dict[str, set[str]] = defaultdict(set)
        for t in self.triples:
            if t.predicate.value == RDF + "type" and _value(t.object) in {CLASS, *PROPERTIES}:
                self.kinds[_value(t.subject)].add(_value(t.object))
        for kind, names in BUILT_IN.items():
            for name in names:
                self.kinds[name].add(kind)
        self.read: Counter[object] = Counter()
        self.simple_only: list[tuple[str, str]] = []
        self.below: dict[str, set[str]] = defaultdict(set)
        self.chained: set[tuple[str, str]] = set()
        self.composite: set[str] = set()

    def faults(self) -> Iterator[str]:
        for term, kinds in self.kinds.items():
            if len(kinds & PROPERTIES) > 1:
                yield f"{_short(ox.NamedNode(term))} is more than one kind of property"
            if term.startswith((RDF, RDFS, OWL, XSD)) and term not in set().union(*BUILT_IN.values()):
                yield f"{_short(ox.NamedNode(term))} is reserved"
        for t in self.triples:
            if not isinstance(t.subject, ox.BlankNode) or self._is_whole_axiom(t.subject):
                yield from self._statement(t)
            if isinstance(t.object, ox.Literal) and t.object.datatype.value not in DATATYPES:
                yield f"{_short(t.object.datatype)} is no datatype of OWL 2"
        for node in {t.subject for t in self.triples if isinstance(t.subject, ox.BlankNode)}:
            if self.read[node] != 1 and not self._is_whole_axiom(node):
                yield f"a blank node is read {self.read[node]} times"
        yield from self._restrictions()

    def _is_whole_axiom(self, node: object) -> bool:
        return any(_value(kind) in {OWL + "AllDisjointClasses", OWL + "AllDifferent"} for kind in self.types(node))

    def types(self, node: object) -> list[object]:
        return self.of[node].get(RDF + "type", []) if node in self.of else []

    def is_a(self, term: object, *kinds: str) -> bool:
        return bool(self.kinds.get(_value(term), set()) & set(kinds))

    def _statement(self, t: ox.Triple) -> Iterator[str]:  # noqa: PLR0912  one branch for each kind of axiom
        s, p, o = t.subject, t.predicate.value, t.object
        if p == RDF + "type":
            yield from self._type(s, o)
        elif p in {RDFS + "subClassOf", OWL + "equivalentClass", OWL + "disjointWith"}:
            yield from self._class(s)
            yield from self._class(o)
        elif p in {OWL + "members", OWL + "distinctMembers"}:
            for member in self._list(o):
                if p == OWL + "members":
                    yield from self._class(member)
                elif not isinstance(member, ox.NamedNode):
                    yield "a thing said to differ has no name"
        elif p in {RDFS + "subPropertyOf", OWL + "equivalentProperty", OWL + "inverseOf"}:
            yield from self._hierarchy(s, p, o)
        elif p == OWL + "propertyChainAxiom":
            yield from self._chain(s, o)
        elif p == RDFS + "domain":
            yield from self._property(s)
            yield from self._class(o)
        elif p == RDFS + "range":
            yield from self._property(s)
            if not self.is_a(s, DATA):
                yield from self._class(o)
            elif _value(o) not in DATATYPES:
                yield f"{_short(o)} is no datatype of OWL 2"
        elif p in {OWL + "imports", OWL + "versionIRI"}:
            if OWL + "Ontology" not in map(_value, self.types(s)):
                yield f"{_short(t.predicate)} is not said of an ontology"
        elif p not in {OWL + "differentFrom", OWL + "sameAs"}:
            yield from self._fact(t)

    def _type(self, s: object, o: object) -> Iterator[str]:
        kind = _value(o)
        if kind in CHARACTERISTICS:
            if not self.is_a(s, OBJECT, *([DATA] if kind == OWL + "FunctionalProperty" else [])):
                yield f"{_short(s)} cannot be a {_short(o)}"
            if kind == OWL + "TransitiveProperty" and self.is_a(s, OBJECT):
                self.composite.add(_value(s))
            if kind in NEEDS_SIMPLE:
                self.simple_only.append((_value(s), _short(o)))
        elif kind.startswith(OWL):
            known = {CLASS, *PROPERTIES, *(OWL + n for n in ("Ontology", "AllDisjointClasses", "AllDifferent"))}
            if kind not in known:
                yield f"{_short(o)} is no kind that is read"
        else:
            yield from self._class(o)

    def _fact(self, t: ox.Triple) -> Iterator[str]:
        if self.is_a(t.predicate, NOTE):
            return
        if self.is_a(t.predicate, OBJECT):
            if not isinstance(t.object, ox.NamedNode):
                yield f"{_short(t.predicate)} does not lead to a named thing"
        elif self.is_a(t.predicate, DATA):
            if not isinstance(t.object, ox.Literal):
                yield f"{_short(t.predicate)} does not have a literal"
        else:
            yield f"{_short(t.predicate)} is not declared"

    def _class(self, node: object) -> Iterator[str]:
        if isinstance(node, ox.NamedNode):
            if not self.is_a(node, CLASS):
                yield f"{_short(node)} is not declared as a class"
            return
        self.read[node] += 1
        parts = {p: values for p, values in self.of[node].items() if p != RDF + "type"}
        if any(len(values) != 1 for values in parts.values()):
            yield "a class expression says something twice"
        elif OWL + "onProperty" in parts:
            yield from self._restriction({p: values[0] for p, values in parts.items()})
        elif len(parts) != 1 or next(iter(parts)) not in {OWL + n for n in ("intersectionOf", "unionOf", "oneOf")}:
            yield f"a class expression is made of {' '.join(sorted(_short(ox.NamedNode(p)) for p in parts))}"
        else:
            [(p, values)] = parts.items()
            for member in self._list(values[0]):
                if p != OWL + "oneOf":
                    yield from self._class(member)

    def _restriction(self, parts: dict[str, object]) -> Iterator[str]:
        on = parts.pop(OWL + "onProperty")
        yield from self._property(on)
        name = self._name(on)
        counted = parts.keys() & COUNTS
        if counted or OWL + "hasSelf" in parts:
            self.simple_only.append((name, "restriction that counts"))
        fillers = [
            v for p, v in parts.items() if p in {OWL + n for n in ("someValuesFrom", "allValuesFrom", "onClass")}
        ]
        for filler in fillers:
            yield from self._class(filler)
        known = COUNTS | {OWL + n for n in ("someValuesFrom", "allValuesFrom", "onClass", "hasValue", "hasSelf")}
        if parts.keys() - known or len(parts) - (OWL + "onClass" in parts) != 1:
            yield f"a restriction of {name.rsplit('#', 1)[-1]} is not one that is read"

    def _property(self, node: object) -> Iterator[str]:
        if isinstance(node, ox.NamedNode):
            if not self.is_a(node, *PROPERTIES):
                yield f"{_short(node)} is not declared as a property"
            return
        self.read[node] += 1
        inverse = self.of[node].get(OWL + "inverseOf", [])
        if len(self.of[node]) != 1 or len(inverse) != 1 or not self.is_a(inverse[0], OBJECT):
            yield "an inverse is not that of one object property"

    def _name(self, node: object) -> str:
        """The property itself, or the one that it is the inverse of."""
        return _value(node) or next(map(_value, self.of[node].get(OWL + "inverseOf", [])), "")

    def _hierarchy(self, s: object, p: str, o: object) -> Iterator[str]:
        if isinstance(s, ox.BlankNode):
            return
        kinds = [self.kinds.get(_value(each), set()) & PROPERTIES for each in (s, o)]
        if kinds[0] != kinds[1] or not kinds[0]:
            yield f"{_short(s)} and {_short(o)} are not the same kind of property"
        self.below[_value(o)].add(_value(s))
        if p != RDFS + "subPropertyOf":
            self.below[_value(s)].add(_value(o))

    def _chain(self, s: object, o: object) -> Iterator[str]:
        self.composite.add(_value(s))
        members = self._list(o)
        for place, member in enumerate(members):
            yield from self._property(member)
            name = self._name(member)
            if name != _value(s) or place not in {0, len(members) - 1}:
                self.chained.add((name, _value(s)))

    def _list(self, head: object) -> list[object]:
        found = []
        while isinstance(head, ox.BlankNode) and self.read[head] < 1:
            self.read[head] += 1
            found += self.of[head].get(RDF + "first", [])
            head = next(iter(self.of[head].get(RDF + "rest", [])), None)
        return found if _value(head) == RDF + "nil" else [*found, _ENDLESS]

    def _restrictions(self) -> Iterator[str]:
        """Section 11.2: what is counted must be simple, and chains must not run in circles."""
        composite = set(self.composite)
        while more := {high for high, lows in self.below.items() if lows & composite} - composite:
            composite |= more
        for name, use in self.simple_only:
            if name in composite:
                yield f"{_short(ox.NamedNode(name))} is not simple and has a {use}"
        for low, high in self.chained:
            ahead, seen = [low], set[str]()
            while ahead:
                step = ahead.pop()
                if step not in seen:
                    seen.add(step)
                    ahead += [*self.below.get(step, ()), *(a for a, b in self.chained if b == step)]
            if high in seen:
                yield f"the chain of {_short(ox.NamedNode(high))} runs in a circle"
