"""One run of a reasoner: what it is given, what it concluded that is new, and what is wrong."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import product

import pyoxigraph as ox

from ..loaders.iris import PEEL, SKOS
from ..store import text
from . import owl_rl
from .axioms import TYPE, Axioms
from .explanation import Reasons
from .hermit import Conclusions, Hermit, InconsistentError, JavaMissingError
from .hermit import version as hermit_version
from .justification import Clash, find_clash, why_empty
from .needed import Needed, needed
from .sources import Sources
from .words import Words, short

_IRI = re.compile(r"https?://\S*[^\s.,;]")


_FIRST = ("judgment", "finding", "force", "initiative")
"""Kinds of things whose conclusions are shown first."""


class Engine(StrEnum):
    """Which reasoner."""

    AUTO = "auto"
    """HermiT, or OWL RL where there is no Java."""
    HERMIT = "hermit"
    OWLRL = "owlrl"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a run may take."""

    seconds: float | None = 300
    """For the reasoner; None: as long as it likes."""
    seconds_to_explain: float = 60
    """For finding what a contradiction rests on."""
    memory: int = 2000
    """Megabytes for Java."""


@dataclass(frozen=True, slots=True)
class Conclusion:
    """One new statement: a class that a thing is in, or a property that it has."""

    term: str
    """IRI of the class or the property."""
    label: str
    thing: str
    """IRI."""
    value: str
    """IRI; empty for a class."""
    because: str

    @property
    def triple(self) -> ox.Triple:
        """The statement."""
        thing, term = ox.NamedNode(self.thing), ox.NamedNode(self.term)
        return ox.Triple(thing, term, ox.NamedNode(self.value)) if self.value else ox.Triple(thing, TYPE, term)


@dataclass(frozen=True, slots=True)
class Fault:
    """A contradiction, in a sentence, with the statements that it rests on."""

    message: str
    axioms: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reasoned:
    """What came of a run."""

    engine: Engine
    """The one that was used."""
    version: str
    conclusions: tuple[Conclusion, ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()
    """What else the user should know, a sentence each."""
    sources: Sources = field(default_factory=lambda: Sources(()))
    seen: int = 0
    """How many facts the reasoner was given."""
    left_out: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def chosen(self) -> tuple[Conclusion, ...]:
        """Conclusions about the forces that were chosen and the things of their reports, all where all were chosen.

        What is concluded of judgments comes first, then of findings, of forces and of the rest; links come last.
        """
        own = self.sources.own
        found = [c for c in self.conclusions if own is None or c.thing in own]
        rank: dict[str, int] = {}
        for c in found:
            kind = short(c.thing).partition("/")[0]
            rank[c.term] = min(rank.get(c.term, len(_FIRST)), _FIRST.index(kind) if kind in _FIRST else len(_FIRST))
        return tuple(sorted(found, key=lambda c: (bool(c.value), rank[c.term], c.term, c.thing, c.value)))


def check(ontology: Iterable[ox.Triple], engine: Engine = Engine.AUTO, limits: Limits | None = None) -> Reasoned:
    """Whether an ontology, with the things that it describes itself, is free of contradictions.

    Raises:
        JavaMissingError: HermiT was asked for, and there is no Java.
        ReasonerError: the reasoner failed, or its time was up.
    """
    return _Run(Sources(tuple(ontology)), engine, limits or Limits()).check()


def reason(sources: Sources, engine: Engine = Engine.AUTO, limits: Limits | None = None) -> Reasoned:
    """Draw what follows from an ontology and facts.

    New is a class or property of peelgraph's own vocabulary that is not stated, and does not follow from what
    is stated merely because one term stands above another.

    Raises:
        JavaMissingError: HermiT was asked for, and there is no Java.
        ReasonerError: the reasoner failed, or its time was up.
    """
    return _Run(sources, engine, limits or Limits()).reason()


class _Run:
    def __init__(self, sources: Sources, engine: Engine, limits: Limits) -> None:
        self._sources = sources
        self._limits = limits
        self._notes: list[str] = []
        self._hermit = self._found(engine)
        self._axioms = Axioms(sources.ontology)
        self._words = Words(self._axioms, _labels(sources.facts))
        self._started = time.perf_counter()
        if self._axioms.left_out:
            self._notes.append(
                f"{len(self._axioms.left_out)} axioms about dates and years were left out, because OWL 2 has no such "
                "types: peelgraph validate checks those."
            )

    def _found(self, engine: Engine) -> Hermit | None:
        """HermiT, or None for OWL RL."""
        if engine is Engine.OWLRL:
            return None
        try:
            return Hermit.found(self._limits.memory)
        except JavaMissingError:
            if engine is Engine.HERMIT:
                raise
            self._notes.append(
                "There is no Java, which HermiT needs: install it, or peelgraph's extra `java`, for all conclusions."
            )
            return None

    def check(self) -> Reasoned:
        triples = self._all(needed(self._axioms, ()))
        try:
            drawn = self._draw(triples, things=False)
        except InconsistentError:
            return self._made(faults=(self._clash(needed(self._axioms, ())),))
        return self._made(faults=(*self._said(drawn), *self._empty(drawn)))

    def reason(self) -> Reasoned:
        given = needed(self._axioms, self._sources.facts)
        try:
            drawn = self._draw(self._all(given), things=True)
        except InconsistentError:
            return self._made(given, faults=(self._clash(given),))
        reflexes = self._axioms.reflexes
        if any(s == value and s in given.twins and name not in reflexes for s, name, value in drawn.values):
            # What links a thing to itself may link it to its twins, or not: that takes all of them.
            given = needed(self._axioms, self._sources.facts, fold=False)
            drawn = self._draw(self._all(given), things=True)
        faults = (*self._said(drawn), *self._empty(drawn))
        return self._made(given, () if drawn.messages else self._new(drawn, given), faults)

    def _draw(self, triples: list[ox.Triple], *, things: bool) -> Conclusions:
        if self._hermit is None:
            self._notes.append(owl_rl.LIMITS)
            return owl_rl.infer(triples, self._limits.seconds)
        return self._hermit.classify(triples, self._limits.seconds, things=things)

    def _all(self, given: Needed) -> list[ox.Triple]:
        axioms = self._axioms
        return [*axioms.declarations, *(t for axiom in axioms.axioms for t in axiom.triples), *given.facts]

    def _new(self, drawn: Conclusions, given: Needed) -> tuple[Conclusion, ...]:
        """What is worth telling, with its reasons."""
        axioms = self._axioms
        stated = [*axioms.facts, *self._sources.facts]
        known: set[tuple[str, str]] = set()
        linked: set[tuple[str, str, str]] = set()
        for triple in stated:
            thing, name, value = triple.subject, triple.predicate.value, triple.object
            if not isinstance(thing, ox.NamedNode) or not isinstance(value, ox.NamedNode):
                continue
            if triple.predicate == TYPE:
                above = axioms.superclasses.get(value.value, frozenset())
                known |= {(thing.value, each) for each in (value.value, *above)}
            else:
                above = axioms.superproperties.get(name, frozenset())
                linked |= {(thing.value, each, value.value) for each in (name, *above)}
        types = {
            (each, kind) for thing, kind in drawn.types if kind.startswith(PEEL) for each in _with_twins(thing, given)
        } - known
        values = {
            (each, name, other)
            for thing, name, value in drawn.values
            if name.startswith(PEEL) and name not in axioms.reflexes
            for each, other in product(_with_twins(thing, given), _with_twins(value, given))
        } - linked
        # What a class does in a chain of properties is not told, but reasons lead over it.
        steps = {(s, name, value) for s, name, value in drawn.values if name in axioms.reflexes and s == value}
        reflexive = {(each, name, each) for s, name, _ in steps for each in _with_twins(s, given)}
        reasons = Reasons(axioms, stated, types, values | reflexive, self._words)
        label = {term: self._words.name(ox.NamedNode(term)) for term in {t[1] for t in (*types, *values)}}
        new = [Conclusion(kind, label[kind], thing, "", reasons.kind(thing, kind)) for thing, kind in types]
        new += [Conclusion(n, label[n], thing, value, reasons.value(thing, n, value)) for thing, n, value in values]
        return tuple(sorted(new, key=lambda c: (bool(c.value), c.term, c.thing, c.value)))

    def _said(self, drawn: Conclusions) -> tuple[Fault, ...]:
        named = (_IRI.sub(self._called, message) for message in drawn.messages)
        return tuple(Fault(f"The facts contradict the ontology: {message}.") for message in named)

    def _called(self, found: re.Match[str]) -> str:
        """A term by its label, where it has one, and a thing so that it can be looked up."""
        iri = found[0]
        terms = self._axioms.declared.values()
        return self._words.name(ox.NamedNode(iri)) if any(iri in each for each in terms) else short(iri)

    def _empty(self, drawn: Conclusions) -> tuple[Fault, ...]:
        """A fault for each class that nothing can be in."""
        if self._hermit is None:
            return ()
        faults = []
        until = time.monotonic() + self._limits.seconds_to_explain
        for kind in drawn.unsatisfiable:
            name = self._words.name(ox.NamedNode(kind))
            clash = why_empty(self._hermit, self._axioms, kind, max(0.0, until - time.monotonic()))
            faults.append(self._fault(f"Nothing can be in the class {name} ({short(kind)})", clash))
        return tuple(faults)

    def _clash(self, given: Needed) -> Fault:
        """The fault of facts that contradict the ontology."""
        if self._hermit is None:  # OWL RL never says so in this way
            raise InconsistentError
        clash = find_clash(self._hermit, self._axioms, given.facts, self._limits.seconds_to_explain)
        what = "The facts contradict the ontology" if clash.facts else "The ontology contradicts itself"
        return self._fault(what, clash)

    def _fault(self, what: str, clash: Clash) -> Fault:
        if not clash.minimal:
            number = len(clash.axioms) + len(clash.facts)
            late = f"{what}; the time was up when {number} statements were left of which some are needed for it."
            return Fault(late)
        spoken = {node.value for fact in clash.facts for node in fact if isinstance(node, ox.NamedNode)}
        return Fault(
            f"{what}: these statements cannot all hold.",
            tuple(
                self._words.axiom(axiom, spoken.union(*(other.iris() for other in clash.axioms if other != axiom)))
                for axiom in clash.axioms
            ),
            tuple(self._words.fact(fact) for fact in clash.facts),
        )

    def _made(
        self,
        given: Needed | None = None,
        conclusions: tuple[Conclusion, ...] = (),
        faults: tuple[Fault, ...] = (),
    ) -> Reasoned:
        return Reasoned(
            Engine.OWLRL if self._hermit is None else Engine.HERMIT,
            owl_rl.version() if self._hermit is None else hermit_version(),
            conclusions,
            faults,
            tuple(self._notes),
            self._sources,
            len(given.facts) if given else 0,
            given.left_out if given else {},
            time.perf_counter() - self._started,
        )


def _with_twins(thing: str, given: Needed) -> tuple[str, ...]:
    return (thing, *given.twins.get(thing, ()))


def _labels(facts: Iterable[ox.Triple]) -> Callable[[str], str]:
    """Names of concepts and organisations that reports brought with them."""
    label = ox.NamedNode(f"{SKOS}prefLabel")
    names = {text(triple.subject): text(triple.object) for triple in facts if triple.predicate == label}
    return lambda iri: names.get(iri, "")
