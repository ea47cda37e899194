"""Statements in memory, indexed for walking from thing to thing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

import pyoxigraph as ox

from ..loaders.iris import RDF, RDFS
from ..store import Term

Triple = tuple[Term, ox.NamedNode, Term]

TYPE = ox.NamedNode(f"{RDF}type")
SUBCLASS_OF = ox.NamedNode(f"{RDFS}subClassOf")

_NONE: Mapping[Term, None] = {}
_NOTHING: Mapping[Term, dict[Term, None]] = {}


class Data:
    """A set of statements, laid over another one that is not changed and may be shared.

    Numbers and dates keep the form in which they were written, which an Oxigraph store would make even.
    """

    def __init__(self, triples: Iterable[Triple], base: Data | None = None) -> None:
        self._base = base
        self._about: dict[Term, dict[ox.NamedNode, dict[Term, None]]] = {}
        for subject, predicate, value in triples:
            self._about.setdefault(subject, {}).setdefault(predicate, {})[value] = None
        self._looked_at: tuple[Term, ...] = ()
        self._inverse: dict[Term, dict[Term, dict[Term, None]]] = {}
        self._classes: dict[Term, frozenset[Term]] = {}

    def __contains__(self, node: Term) -> bool:
        """Whether anything is said of a thing."""
        return node in self._about or (self._base is not None and node in self._base)

    def surround(self, triples: Iterable[Triple]) -> None:
        """Add statements that can be looked up, without making what they are about part of what is looked at."""
        self._looked_at = tuple(self._about)
        for subject, predicate, value in triples:
            self._about.setdefault(subject, {}).setdefault(predicate, {})[value] = None
        self._inverse.clear()
        self._classes.clear()

    def subjects(self) -> Iterable[Term]:
        """Things of which this layer says something, without those that only surround it."""
        return self._looked_at or self._about.keys()

    def triples(self) -> Iterator[Triple]:
        """Every statement, those of the layer below first; one that is in both comes twice."""
        if self._base:
            yield from self._base.triples()
        for subject, said in self._about.items():
            for predicate, values in said.items():
                for value in values:
                    yield subject, predicate, value

    def objects(self, subject: Term, predicate: ox.NamedNode) -> Collection[Term]:
        """What a predicate says of a thing, each value once."""
        own = self._about.get(subject, _NOTHING).get(predicate, _NONE)
        below = self._base.objects(subject, predicate) if self._base else ()
        return own if not below else below if not own else {**dict.fromkeys(below), **dict.fromkeys(own)}

    def one(self, subject: Term, predicate: ox.NamedNode) -> Term | None:
        """A value of a predicate, None where there is none."""
        return next(iter(self.objects(subject, predicate)), None)

    def predicates(self, subject: Term) -> Iterable[ox.NamedNode]:
        """What predicates say something of a thing, each once."""
        own: Iterable[ox.NamedNode] = self._about.get(subject, {})
        return own if not self._base else dict.fromkeys([*self._base.predicates(subject), *own])

    def layer(self, subject: Term) -> Iterable[tuple[ox.NamedNode, Iterable[Term]]]:
        """What this layer says of a thing: predicates with their values."""
        return self._about.get(subject, {}).items()

    def subjects_of(self, predicate: ox.NamedNode, value: Term) -> Collection[Term]:
        """Things of which a predicate says a value, each once."""
        if predicate not in self._inverse:
            index: dict[Term, dict[Term, None]] = {}
            for subject, said in self._about.items():
                for found in said.get(predicate, ()):
                    index.setdefault(found, {})[subject] = None
            self._inverse[predicate] = index
        own = self._inverse[predicate].get(value, ())
        below = self._base.subjects_of(predicate, value) if self._base else ()
        return own if not below else {**dict.fromkeys(below), **dict.fromkeys(own)}

    def classes(self, node: Term) -> Iterator[Term]:
        """Classes of a thing and their superclasses; one may come more than once."""
        for kind in self.objects(node, TYPE):
            yield from self.superclasses(kind)

    def superclasses(self, kind: Term) -> frozenset[Term]:
        """A class and the classes above it."""
        if kind not in self._classes:
            found, waiting = {kind}, [kind]
            while waiting:
                above = set(self.objects(waiting.pop(), SUBCLASS_OF)) - found
                found |= above
                waiting.extend(above)
            self._classes[kind] = frozenset(found)
        return self._classes[kind]

    def is_a(self, node: Term, kind: Term) -> bool:
        """Whether a thing is an instance of a class or of one below it."""
        return any(kind in self.superclasses(of) for of in self.objects(node, TYPE))
