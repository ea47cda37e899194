"""What is known before any report is read: forces, questions, metrics and agencies of the ontology.

The Turtle files of ``ontology/`` are the only list of names; here they become plain values that the
stages can use. Reading them takes a few hundredths of a second.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

import pyoxigraph as ox
from rapidfuzz import fuzz, process

from .iris import PEEL, SKOS
from .text import fold


@dataclass(frozen=True, slots=True)
class Force:
    """A police force."""

    notation: str
    name: str
    short_name: str
    names: tuple[str, ...]
    """Every name it goes by, the official one first."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question that inspections of one pillar and cycle answer."""

    notation: str
    wording: str
    graded: bool


@dataclass(frozen=True, slots=True)
class Metric:
    """A measure that reports print for every force."""

    notation: str
    label: str
    names: tuple[str, ...]
    unit: str
    sources: tuple[str, ...]
    position: int
    outcome_number: str | None
    broader: str | None


@dataclass(frozen=True, slots=True)
class Agency:
    """An organisation, a partnership or a collaboration of forces, or a kind of partner."""

    notation: str
    """Where it stands among the things of the graph, such as ``agency/nca`` or ``collaboration/ersou``."""
    name: str
    type: str
    names: tuple[str, ...]
    """Every name and abbreviation it goes by, the preferred one first."""
    generic: bool
    """Whether it is a kind of partner ('housing associations'), not one organisation."""
    members: tuple[str, ...]
    """Notations of the forces that share it."""


class Register:
    """The names that the ontology knows, and what they stand for."""

    def __init__(self, turtle: Mapping[str, bytes]) -> None:
        """Read the register from Turtle files.

        Args:
            turtle: content of the files by name.

        Raises:
            SyntaxError: a file is not Turtle.
        """
        self.turtle = dict(turtle)
        self._subjects: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for name in sorted(turtle):
            for quad in ox.parse(turtle[name], format=ox.RdfFormat.TURTLE):
                if isinstance(quad.subject, ox.NamedNode) and not isinstance(quad.object, ox.BlankNode | ox.Triple):
                    self._subjects[quad.subject.value][quad.predicate.value].append(quad.object.value)

    @classmethod
    def packaged(cls) -> Register:
        """The register that comes with peelgraph."""
        folder = files("peelgraph") / "ontology"
        return cls({f.name: f.read_bytes() for f in folder.iterdir() if f.name.endswith(".ttl")})

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the files, by which a change in them is noticed."""
        content = hashlib.sha256()
        for name in sorted(self.turtle):
            content.update(name.encode() + b"\0" + self.turtle[name] + b"\0")
        return content.hexdigest()

    def _of_class(self, *classes: str) -> Iterator[dict[str, list[str]]]:
        wanted = {PEEL + c for c in classes}
        for iri in sorted(self._subjects):
            if wanted & set(self._subjects[iri].get(_TYPE, ())):
                yield self._subjects[iri]

    @cached_property
    def forces(self) -> dict[str, Force]:
        """Forces by notation."""
        found = {}
        for thing in self._of_class("TerritorialForce", "SpecialForce", "FictionalForce", "Force"):
            notation, name = _one(thing, SKOS + "notation"), _one(thing, SKOS + "prefLabel")
            short = (thing.get(PEEL + "shortName") or [name])[0]
            names = dict.fromkeys([name, short, notation, *_sorted(thing, *_OTHER_NAMES)])
            found[notation] = Force(notation, name, short, tuple(names))
        return found

    @cached_property
    def _force_names(self) -> dict[str, str]:
        return {fold(name): force.notation for force in self.forces.values() for name in force.names}

    def force(self, name: str) -> Force | None:
        """The force of exactly that name or alias, whatever its case; None where there is none."""
        notation = self._force_names.get(fold(name).removeprefix("the "))
        return self.forces[notation] if notation else None

    def nearest_forces(self, name: str, limit: int = 3) -> list[str]:
        """Names of forces that look like `name`, the likeliest first; a proposal, never a decision."""
        # What all forces are called, such as police, makes none of them likely.
        names = {own: notation for full, notation in self._force_names.items() if (own := _own_name(full))}
        close = process.extract(_own_name(fold(name)), names.keys(), scorer=fuzz.WRatio, limit=20, score_cutoff=75)
        return list(dict.fromkeys(self.forces[names[match]].name for match, _, _ in close))[:limit]

    @cached_property
    def questions(self) -> dict[tuple[str, str], tuple[Question, ...]]:
        """Questions in order by (pillar, cycle)."""
        found: dict[tuple[str, str], list[Question]] = defaultdict(list)
        for thing in self._of_class("Question"):
            key = (_last(_one(thing, PEEL + "pillar")), _last(_one(thing, PEEL + "cycle")))
            graded = thing.get(PEEL + "graded", ["true"])[0] == "true"
            found[key].append(Question(_one(thing, SKOS + "notation"), _one(thing, SKOS + "prefLabel"), graded))
        order = {"overall": ()}
        return {
            key: tuple(
                sorted(
                    qs, key=lambda q: order.get(q.notation, tuple(int(n) for n in q.notation.split(".") if n.isdigit()))
                )
            )
            for key, qs in found.items()
        }

    @cached_property
    def previous_cycles(self) -> dict[str, str]:
        """The cycle before each cycle."""
        return {
            _one(thing, SKOS + "notation"): _last(thing[PEEL + "follows"][0])
            for thing in self._of_class("Cycle")
            if thing.get(PEEL + "follows")
        }

    @cached_property
    def cycles(self) -> tuple[str, ...]:
        """Notations of the cycles, the earliest first."""
        return tuple(sorted(_one(thing, SKOS + "notation") for thing in self._of_class("Cycle")))

    @cached_property
    def pillars(self) -> dict[str, str]:
        """Notation of each pillar and graded aspect by its folded name."""
        return {
            fold(name): _one(thing, SKOS + "notation")
            for thing in self._of_class("Pillar")
            for name in _sorted(thing, SKOS + "notation", SKOS + "prefLabel", SKOS + "altLabel")
        }

    @cached_property
    def metrics(self) -> dict[str, Metric]:
        """Metrics by notation."""
        found = {}
        for thing in self._of_class("Metric"):
            notation, label = _one(thing, SKOS + "notation"), _one(thing, SKOS + "prefLabel")
            names = dict.fromkeys([label, *_sorted(thing, SKOS + "altLabel", SKOS + "hiddenLabel")])
            found[notation] = Metric(
                notation, label, tuple(names),
                _last(_one(thing, PEEL + "unit")), tuple(map(_last, sorted(thing.get(PEEL + "reportedIn", ())))),
                int(thing.get(PEEL + "position", ["0"])[0]), next(iter(thing.get(PEEL + "outcomeNumber", ())), None),
                next((_last(b) for b in thing.get(SKOS + "broader", ())), None),
            )  # fmt: skip
        return found

    def metrics_of(self, source: str) -> list[Metric]:
        """The metrics that a figure prints, in its order."""
        return sorted((m for m in self.metrics.values() if source in m.sources), key=lambda m: m.position)

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """Notations of the places in a report that print figures."""
        return tuple(sorted({s for m in self.metrics.values() for s in m.sources}))

    @cached_property
    def agencies(self) -> dict[str, str]:
        """Notation of each known agency by its folded names and abbreviations."""
        found: dict[str, str] = {}
        for iri in sorted(self._subjects):
            thing = self._subjects[iri]
            if PEEL + "PartnerAgency" in thing.get(_TYPE, ()):
                names = _sorted(thing, SKOS + "prefLabel", *_OTHER_NAMES)
                found |= {fold(name): _last(iri) for name in names if fold(name) not in found}
        return found

    @cached_property
    def organisations(self) -> dict[str, Agency]:
        """Agencies, kinds of partner and collaborations of forces by notation; forces are in `forces`."""
        found = {}
        for iri in sorted(self._subjects):
            thing = self._subjects[iri]
            if _ORGANISATIONS & set(thing.get(_TYPE, ())):
                name, notation = _one(thing, SKOS + "prefLabel"), "/".join(iri.rsplit("/", 2)[-2:])
                found[notation] = Agency(
                    notation, name, _last(_one(thing, PEEL + "agencyType")),
                    tuple(dict.fromkeys([name, *_sorted(thing, *_OTHER_NAMES)])),
                    PEEL + "GenericPartner" in thing.get(_TYPE, ()),
                    tuple(_last(member) for member in _sorted(thing, PEEL + "hasMember")),
                )  # fmt: skip
        return found

    def vocabulary(self, *classes: str) -> dict[str, tuple[str, ...]]:
        """Names of the things of some classes by notation, for checking what a user typed."""
        return {
            _one(thing, SKOS + "notation"): tuple(
                _sorted(thing, SKOS + "prefLabel", SKOS + "altLabel", PEEL + "shortName")
            )
            for thing in self._of_class(*classes)
            if thing.get(SKOS + "notation")
        }


_OTHER_NAMES = (SKOS + "altLabel", SKOS + "hiddenLabel", PEEL + "abbreviation", PEEL + "formerName")
_ORGANISATIONS = frozenset(PEEL + name for name in ("PartnerAgency", "GenericPartner", "ForceCollaboration"))
_COMMON = re.compile(r"\b(?:and|constabulary|force|of|police|service|the)\b")
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def _one(thing: Mapping[str, list[str]], predicate: str) -> str:
    return thing[predicate][0]


def _sorted(thing: Mapping[str, Iterable[str]], *predicates: str) -> list[str]:
    return [value for predicate in predicates for value in sorted(thing.get(predicate, ()))]


def _last(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def _own_name(folded: str) -> str:
    """What of the name of a force is its own."""
    return " ".join(_COMMON.sub(" ", folded).split())
