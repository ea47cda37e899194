"""Contradictions between documents: England and Wales figures, and grades, that two of them give two ways.

Figures: the England and Wales value of a measure and period is the same in every report. The loaders put all
of them into one slice of the cube, and those of one value into a group (see `loaders.rdf.figures`); the graph
of contradictions lists the groups of each slice once. What a new report costs so depends on its own figures and
not on how many reports print the same: only where the groups of a slice disagree is it asked who is in them.

Grades: what a report says that the force's grade was, what the report of that earlier inspection says that it is,
and what the inspectorate published. Facts are looked up by their names, made of force, cycle and pillar.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import combinations

import pyoxigraph as ox

from .loaders.extract.contradictions.numbers import agree
from .loaders.facts import Certainty, ContradictionKind, Printed
from .loaders.iris import CONTRADICTIONS_GRAPH, ID, PEEL, PROVENANCE_GRAPH, QB, RDF, SKOS, thing
from .store import Store, select, text

_GRAPH = ox.NamedNode(CONTRADICTIONS_GRAPH)
_PREFIXES = f"PREFIX peel: <{PEEL}> PREFIX qb: <{QB}> PREFIX skos: <{SKOS}>"
_TYPE, _OBSERVATION, _GROUP = (
    ox.NamedNode(name) for name in (f"{RDF}type", f"{QB}observation", f"{QB}observationGroup")
)
_OVERALL = "/overall"


class _Document:
    """What one document states, by the names of things."""

    def __init__(self, graphs: Mapping[str, Iterable[ox.Quad]]) -> None:
        self._said: defaultdict[ox.NamedNode | ox.BlankNode | ox.Triple, list[ox.Quad]] = defaultdict(list)
        for name, quads in graphs.items():
            for quad in () if name.startswith(PROVENANCE_GRAPH) else quads:
                self._said[quad.subject].append(quad)

    def things(self, kind: str) -> list[str]:
        """IRIs of its things of a kind, by their names."""
        return [iri for subject in self._said if (iri := text(subject)).startswith(f"{ID}{kind}/")]

    def values(self, subject: str, predicate: ox.NamedNode) -> list[str]:
        """The values of a property."""
        return [text(q.object) for q in self._said.get(ox.NamedNode(subject), ()) if q.predicate == predicate]

    def one(self, subject: str, name: str) -> str:
        """The value of a property of the vocabulary, empty where there is none."""
        return next(iter(self.values(subject, ox.NamedNode(PEEL + name))), "") if subject else ""

    @cached_property
    def groups(self) -> dict[str, list[str]]:
        """Its England and Wales figures, by their group."""
        slices = {iri: self.values(iri, _TYPE) for iri in self.things("slice")}
        return {
            iri: self.values(iri, _OBSERVATION) for iri, kinds in slices.items() if f"{QB}ObservationGroup" in kinds
        }


@dataclass(frozen=True, slots=True)
class _Side:
    """What one document says, and where."""

    fact: str
    report: str
    """IRI; empty for published grades."""
    name: str
    """Of the document, for people."""
    force: str
    cycle: str
    passage: str
    said: str
    """The value, as a notation or as printed."""


class Between:
    """Keeps the contradictions between documents in step with the documents.

    Args:
        store: what is there so far.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def change(self, graphs: Mapping[str, Iterable[ox.Quad]]) -> tuple[list[ox.Quad], list[ox.Quad]]:
        """Quads to take out of the graph of contradictions and to put in, when a document's graphs are replaced.

        Args:
            graphs: the new content of each; the store still has the old, if any.
        """
        document, names = _Document(graphs), list(graphs)
        held = self._held(names)
        slices = sorted({_slice_of(group) for group in (*held, *document.groups)})
        listed = self._listed(slices)
        remove = [ox.Quad(t.subject, t.predicate, t.object, _GRAPH) for t in self._outdated(names, slices)]
        add: list[ox.Quad] = []
        for iri in slices:
            own = [group for group in document.groups if _slice_of(group) == iri]
            gone = [g for g in held if _slice_of(g) == iri and g not in own and not self._holders(g, names)]
            live = [g for g in dict.fromkeys([*listed.get(iri, ()), *own]) if g not in gone]
            add += [_membership(iri, group) for group in own if group not in listed.get(iri, ())]
            remove += [_membership(iri, group) for group in gone]
            add += self._figures(document, names, live)
        add += self._grades(document, names)
        return remove, add

    def found(self, graphs: Mapping[str, Iterable[ox.Quad]]) -> list[ox.Quad]:
        """The contradictions of a document with others of the store, as `change` would put them in."""
        document, names = _Document(graphs), list(graphs)
        listed = self._listed(sorted({_slice_of(group) for group in document.groups}))
        quads: list[ox.Quad] = []
        for iri, others in listed.items():
            own = [group for group in document.groups if _slice_of(group) == iri]
            quads += self._figures(document, names, list(dict.fromkeys([*others, *own])), own)
        return quads + self._grades(document, names)

    def _held(self, names: Sequence[str]) -> list[str]:
        """Groups that the store's version of the document is in."""
        rows: list[str] = []
        for name in names:
            query = f"{_PREFIXES} SELECT ?group {{ GRAPH <{name}> {{ ?group a qb:ObservationGroup }} }} ORDER BY ?group"
            rows += [text(group) for (group,) in select(self._store, query)]
        return rows

    def _listed(self, slices: Sequence[str]) -> dict[str, list[str]]:
        """The groups that each slice is known to have."""
        found: dict[str, list[str]] = defaultdict(list)
        if slices:
            values = " ".join(f"<{iri}>" for iri in slices)
            query = f"""{_PREFIXES} SELECT ?slice ?group {{
              VALUES ?slice {{ {values} }} GRAPH {_GRAPH} {{ ?slice qb:observationGroup ?group }}
            }} ORDER BY ?slice ?group"""
            for iri, group in select(self._store, query):
                found[text(iri)].append(text(group))
        return found

    def _outdated(self, names: Sequence[str], slices: Sequence[str]) -> list[ox.Triple]:
        """What is said of contradictions that the document, or a slice that it is in, takes part in."""
        concerned = " ".join(f"<{iri}>" for iri in slices)
        parts = [f"VALUES ?about {{ {concerned} }} GRAPH {_GRAPH} {{ ?c peel:concerns ?about }}"]
        parts += [f"GRAPH {_GRAPH} {{ ?c peel:concerns ?about }} GRAPH <{name}> {{ ?about a ?kind }}" for name in names]
        either = " UNION ".join(f"{{ {part} }}" for part in parts)
        query = f"""{_PREFIXES} SELECT DISTINCT ?c ?p ?o {{
          {{ SELECT DISTINCT ?c {{ {either} }} }} GRAPH {_GRAPH} {{ ?c ?p ?o }}
        }}"""
        return [
            ox.Triple(c, p, o)
            for c, p, o in select(self._store, query)
            if isinstance(c, ox.NamedNode) and isinstance(p, ox.NamedNode) and o is not None
        ]

    def _holders(self, group: str, names: Sequence[str]) -> list[str]:
        """The first two observations of a group, by name, that are not of these graphs."""
        left_out = ", ".join(f"<{name}>" for name in names)
        query = f"""{_PREFIXES} SELECT DISTINCT ?o {{
          GRAPH ?g {{ <{group}> qb:observation ?o }} FILTER(?g NOT IN ({left_out}))
        }} ORDER BY ?o LIMIT 2"""
        return [text(o) for (o,) in select(self._store, query)]

    def _figures(
        self, document: _Document, names: Sequence[str], groups: Sequence[str], own: Sequence[str] | None = None
    ) -> list[ox.Quad]:
        """Contradictions of the groups of one slice, between reports, each pair of values once.

        Args:
            document: the new one.
            names: of its graphs.
            groups: all groups of the slice.
            own: where given, only pairs with one of these.
        """
        quads: list[ox.Quad] = []
        told = set[frozenset[str]]()
        for one, other in combinations(groups, 2):
            if (own is not None and one not in own and other not in own) or agree(_printed(one), _printed(other)):
                continue
            sides = [self._sides(document, names, group) for group in (one, other)]
            pairs = ((a, b) for a in sides[0] for b in sides[1] if a.report != b.report)
            # Where a report prints the figure twice, 67.3 and 67, it contradicts another report once.
            pair = next((p for p in pairs if frozenset({p[0].report, p[1].report}) not in told), None)
            if pair:
                told.add(frozenset({pair[0].report, pair[1].report}))
                quads += _figures_differ(_slice_of(one), *sorted(pair, key=lambda side: side.fact))
        return quads

    def _sides(self, document: _Document, names: Sequence[str], group: str) -> list[_Side]:
        """Who prints the value of a group: the new document, and the first two of the others."""
        own = {iri: _side_of(document, iri, "printed") for iri in document.groups.get(group, ())}
        others = {iri: self._side(iri) for iri in self._holders(group, names)}
        return [side for _, side in sorted((others | own).items())]

    def _side(self, iri: str) -> _Side:
        """A figure or grade of the store."""
        rows = select(
            self._store,
            f"""{_PREFIXES} SELECT ?report ?name ?force ?cycle ?passage ?said {{
              <{iri}> peel:force ?force ; peel:cycle ?cycle ; peel:statedBy ?passage .
              OPTIONAL {{ <{iri}> peel:report ?report . ?report skos:notation ?name }}
              OPTIONAL {{ <{iri}> peel:printed ?said }}
            }} ORDER BY ?passage LIMIT 1""",
        )
        return _Side(iri, *map(text, rows[0])) if rows else _Side(iri, "", "", "", "", "", "")

    def _grades(self, document: _Document, names: Sequence[str]) -> list[ox.Quad]:
        """Grades of the document that another document gives otherwise.

        Published grades are not held against each other: the inspectorate may correct what it published.
        """
        quads: list[ox.Quad] = []
        own = list(_claims(document))
        others = self._claims_of({claim.key for claim in own}, names) if own else []
        told = set[frozenset[str]]()
        for claim in own:
            for other in others:
                pair = frozenset({claim.fact, other.fact})
                if other.key == claim.key and other.grade != claim.grade and pair not in told:
                    told.add(pair)
                    quads += self._grades_differ(document, claim, other)
        return quads

    def _claims_of(self, keys: set[tuple[str, str, str]], names: Sequence[str]) -> list[_Claim]:
        """What the rest of the store says of the grades of these forces, cycles and pillars."""
        cycles = [text(c) for (c,) in select(self._store, f"{_PREFIXES} SELECT ?c {{ ?c a peel:Cycle }} ORDER BY ?c")]
        values = " ".join(
            f"<{thing('judgment', *(_last(part) for part in (force, cycle, pillar)))}{_OVERALL}>"
            for force, pillar in sorted({(force, pillar) for force, _, pillar in keys})
            for cycle in cycles
        )
        left_out = ", ".join(f"<{name}>" for name in names)
        rows = select(
            self._store,
            f"""{_PREFIXES} SELECT ?fact ?force ?cycle ?grade ?before ?was {{
              VALUES ?fact {{ {values} }}
              GRAPH ?g {{ ?fact peel:force ?force ; peel:cycle ?cycle ; peel:grade ?grade
                          OPTIONAL {{ ?fact peel:previousCycle ?before ; peel:previousGrade ?was }} }}
              FILTER(?g NOT IN ({left_out}))
            }} ORDER BY ?fact""",
        )
        found = []
        for fact, force, cycle, grade, before, was in (tuple(map(text, row)) for row in rows):
            pillar = _pillar_of(fact)
            found.append(_Claim(fact, (force, cycle, pillar), grade))
            if before:
                found.append(_Claim(fact, (force, before, pillar), was, before=True))
        forces = " ".join(f"<{force}>" for force in sorted({force for force, _, _ in keys}))
        rows = select(
            self._store,
            f"""{_PREFIXES} SELECT ?fact ?force ?cycle ?pillar ?grade {{
              GRAPH ?g {{ ?fact a peel:PublishedGrade ; peel:force ?force ; peel:cycle ?cycle ; peel:question ?pillar ;
                          peel:grade ?grade }}
              VALUES ?force {{ {forces} }} FILTER(?g NOT IN ({left_out}))
            }} ORDER BY ?fact""",
        )
        for fact, force, cycle, pillar, grade in (tuple(map(text, row)) for row in rows):
            found.append(_Claim(fact, (force, cycle, pillar), grade, published=True))
        return [claim for claim in found if claim.key in keys]

    def _grades_differ(self, document: _Document, claim: _Claim, other: _Claim) -> Iterator[ox.Quad]:
        if claim.published and other.published:
            return
        sides = [_side_of(document, claim.fact, "grade"), self._side(other.fact)]
        told = [f"{_last(c.grade)} {c.place(side.name)}" for c, side in zip((claim, other), sides, strict=True)]
        first, second = sorted(zip(sides, told, strict=True), key=lambda pair: pair[0].fact)
        force, cycle, pillar = (_last(part) for part in claim.key)
        iri = thing("contradiction", "between", "grade", force, cycle, pillar, _key(first[0]) + "-" + _key(second[0]))
        message = f"The grade of {force} for {pillar} in {cycle} is {first[1]} and {second[1]}."
        yield from _contradiction(iri, ContradictionKind.GRADE, message, first[0], second[0], ())


@dataclass(frozen=True, slots=True)
class _Claim:
    """A grade of a force in a cycle and pillar, as a document gives it."""

    fact: str
    key: tuple[str, str, str]
    """IRIs of force, cycle and pillar."""
    grade: str
    before: bool = False
    """Whether a later report tells it of an earlier inspection."""
    published: bool = False

    def place(self, name: str) -> str:
        """Where it is given, for a message."""
        if self.published:
            return "in the published grades"
        return f"in {name} (looking back)" if self.before else f"in {name}"


def _claims(document: _Document) -> Iterator[_Claim]:
    """The grades that a document gives for a whole pillar, of its own inspection and of the one before."""
    for fact in document.things("judgment"):
        if fact.endswith(_OVERALL):
            force, pillar, grade = document.one(fact, "force"), _pillar_of(fact), document.one(fact, "grade")
            yield _Claim(fact, (force, document.one(fact, "cycle"), pillar), grade)
            before, was = document.one(fact, "previousCycle"), document.one(fact, "previousGrade")
            if before and was:
                yield _Claim(fact, (force, before, pillar), was, before=True)
    for fact in document.things("published-grade"):
        force, cycle, pillar = (document.one(fact, name) for name in ("force", "cycle", "question"))
        yield _Claim(fact, (force, cycle, pillar), document.one(fact, "grade"), published=True)


def _pillar_of(judgment: str) -> str:
    return thing("pillar", judgment.split("/")[-2])


def _last(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def _key(side: _Side) -> str:
    """What tells a side's document from others, in an IRI."""
    return side.name or side.fact.removeprefix(f"{ID}published-grade/").split("/")[0]


def _side_of(document: _Document, iri: str, value: str) -> _Side:
    """A figure or grade of the new document."""
    report = document.one(iri, "report")
    name = next(iter(document.values(report, ox.NamedNode(f"{SKOS}notation"))), "") if report else ""
    about = [document.one(iri, name) for name in ("force", "cycle", "statedBy", value)]
    return _Side(iri, report, name, *about)


def _slice_of(group: str) -> str:
    return group.rsplit("/", 1)[0]


def _printed(group: str) -> Printed:
    """The value that the observations of a group have."""
    number = _last(group)
    return Printed(number, Decimal(number))


def _membership(iri: str, group: str) -> ox.Quad:
    return ox.Quad(ox.NamedNode(iri), _GROUP, ox.NamedNode(group), _GRAPH)


def _figures_differ(iri: str, first: _Side, second: _Side) -> Iterator[ox.Quad]:
    metric, period = iri.split("/")[-2:]
    name = thing("contradiction", "between", "number", metric, period, f"{_key(first)}-{_key(second)}")
    message = (
        f"The England and Wales figure of {metric} for {period.replace('_', ' to ')} is {first.said} in {first.name} "
        f"and {second.said} in {second.name}."
    )
    yield from _contradiction(name, ContradictionKind.NUMBER, message, first, second, (iri,))


def _contradiction(
    iri: str, kind: ContradictionKind, message: str, first: _Side, second: _Side, also: Iterable[str]
) -> Iterator[ox.Quad]:
    """A contradiction between documents; `also` is what it concerns besides the two facts."""
    said: list[tuple[str, str | ox.Literal]] = [
        (_TYPE.value, f"{PEEL}Contradiction"),
        (f"{PEEL}contradictionKind", thing("contradiction-kind", kind)),
        (f"{PEEL}message", ox.Literal(message)),
        (f"{PEEL}certainty", ox.Literal(Certainty.SURE)),
        (f"{PEEL}statedBy", first.passage),
        (f"{PEEL}contradictedBy", second.passage),
    ]
    for side in (first, second):
        said += [
            (f"{PEEL}{n}", v) for n, v in (("report", side.report), ("force", side.force), ("cycle", side.cycle)) if v
        ]
    said += [(f"{PEEL}concerns", concerned) for concerned in (first.fact, second.fact, *also)]
    for predicate, value in dict.fromkeys(said):
        term = value if isinstance(value, ox.Literal) else ox.NamedNode(value)
        yield ox.Quad(ox.NamedNode(iri), ox.NamedNode(predicate), term, _GRAPH)
