"""The ontology is whole, named and labelled as it should be, and every check of that can fail.

A check is a function from a vocabulary to its faults, in words. Each is run on the project's own files,
where it must find nothing, and on its graph of ``faulty_vocabulary.trig``, where it must find exactly what
is wrong and pass over what is not. Labels, definitions, names and schemes are looked at by shapes/ontology.ttl.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology"
FAULTY = Path(__file__).with_name("faulty_vocabulary.trig")
PEEL = "https://w3id.org/peelgraph/ontology#"
THINGS = "https://w3id.org/peelgraph/id/"
OWL = "http://www.w3.org/2002/07/owl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
QB = "http://purl.org/linked-data/cube#"
DCTERMS = "http://purl.org/dc/terms/"
CLASS = OWL + "Class"
PROPERTIES = (OWL + "ObjectProperty", OWL + "DatatypeProperty", OWL + "AnnotationProperty")


class Vocabulary:
    """Triples, looked up by subject and property. IRIs are plain strings, literals are terms."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.triples = [quad.triple for quad in quads]
        self._objects: dict[tuple[str, str], list[str | ox.Literal]] = defaultdict(list)
        self.typed: dict[str, list[str]] = defaultdict(list)
        for triple in self.triples:
            value = triple.object if isinstance(triple.object, ox.Literal) else plain(triple.object)
            self._objects[plain(triple.subject), triple.predicate.value].append(value)
            if triple.predicate.value == RDF + "type":
                self.typed[plain(triple.object)].append(plain(triple.subject))

    def iris(self, subject: str, *properties: str) -> list[str]:
        """The IRIs that the properties of a subject point to."""
        return [o for p in properties for o in self._objects.get((subject, p), []) if isinstance(o, str)]

    def literals(self, subject: str, *properties: str) -> list[ox.Literal]:
        """The literals of a subject's properties."""
        return [o for p in properties for o in self._objects.get((subject, p), []) if not isinstance(o, str)]

    def words(self, subject: str, *properties: str) -> list[str]:
        """The literals of a subject's properties, without datatype or language."""
        return [literal.value for literal in self.literals(subject, *properties)]

    def has(self, subject: str, *properties: str) -> bool:
        """Whether the subject has a value for one of the properties."""
        return any((subject, p) in self._objects for p in properties)

    def declared(self) -> list[str]:
        """The project's own classes and properties."""
        return [s for kind in (CLASS, *PROPERTIES) for s in self.typed[kind] if s.startswith(PEEL)]

    def concepts(self) -> Iterator[tuple[str, list[str]]]:
        """Each concept, by class or by scheme, with its schemes."""
        kinds = {s for s in self.declared() if SKOS + "Concept" in self.iris(s, RDFS + "subClassOf")}
        found = {s for kind in kinds for s in self.typed[kind]}
        found |= {s for s, p in self._objects if p == SKOS + "inScheme"}
        return ((s, self.iris(s, SKOS + "inScheme")) for s in sorted(found))


def plain(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value


def short(iri: str) -> str:
    return iri.replace(PEEL, "peel:").replace(THINGS, "")


@pytest.fixture(scope="module")
def whole() -> Vocabulary:
    """All files of the ontology as one vocabulary, as the store holds them."""
    return Vocabulary(quad for path in sorted(ONTOLOGY.glob("*.ttl")) for quad in ox.parse(path=str(path)))


# Checks: each yields one sentence a fault.


def undeclared_terms(v: Vocabulary) -> Iterator[str]:
    used = {t.value for triple in v.triples for t in triple if isinstance(t, ox.NamedNode)}
    for term in sorted(u for u in used if u.startswith(PEEL) and u not in set(v.declared())):
        yield f"{short(term)} is used and not declared"


def blank_nodes(v: Vocabulary) -> Iterator[str]:
    """Only the axioms of OWL are made of blank nodes."""
    for triple in v.triples:
        if isinstance(triple.subject, ox.BlankNode) and not triple.predicate.value.startswith((OWL, RDF)):
            yield f"a blank node has {short(triple.predicate.value)}"


def dangling_things(v: Vocabulary) -> Iterator[str]:
    described = {plain(triple.subject) for triple in v.triples}
    for triple in v.triples:
        target = plain(triple.object)
        if isinstance(triple.object, ox.NamedNode) and target.startswith(THINGS) and target not in described:
            yield f"{short(plain(triple.subject))} points to {short(target)}, which is not described"


def faulty_grades(v: Vocabulary) -> Iterator[str]:
    for scale in v.typed[SKOS + "OrderedCollection"]:
        cell, grades = v.iris(scale, SKOS + "memberList")[0], list[str]()
        while cell != RDF + "nil":
            grades += v.iris(cell, RDF + "first")
            cell = v.iris(cell, RDF + "rest")[0]
        if [v.words(g, PEEL + "rank") for g in grades] != [[str(n + 1)] for n in range(len(grades))]:
            yield f"{short(scale)} is not in order of rank from 1"
        if set(grades) != set(v.iris(scale, SKOS + "member")):
            yield f"{short(scale)} lists other members than it has"


def faulty_metrics(v: Vocabulary) -> Iterator[str]:
    metrics = v.typed[PEEL + "Metric"]
    groups = {g for m in metrics for g in v.iris(m, SKOS + "broader")}
    for metric in metrics:
        for name in ("unit", "direction"):
            values = v.iris(metric, PEEL + name)
            if len(values) != 1 or values[0] not in v.typed[PEEL + name.capitalize()]:
                yield f"{short(metric)} has not one known {name}"
        for name, where in (("denominator", PEEL), ("position", PEEL), ("scopeNote", SKOS)):
            if len(v.words(metric, where + name)) != 1:
                yield f"{short(metric)} has not one {name}"
        if metric not in groups and not v.iris(metric, PEEL + "reportedIn"):
            yield f"{short(metric)} is reported nowhere and groups nothing"


def ambiguous_metrics(v: Vocabulary) -> Iterator[str]:
    """Within a part of the report, a printed label and outcome number tell the measure; so does position."""
    for source in v.typed[PEEL + "FigureSource"]:
        rows: dict[str, set[str]] = defaultdict(set)
        for metric in (m for m in v.typed[PEEL + "Metric"] if source in v.iris(m, PEEL + "reportedIn")):
            number = " ".join(v.words(metric, PEEL + "outcomeNumber"))
            for label in v.words(metric, SKOS + "prefLabel", SKOS + "altLabel", SKOS + "hiddenLabel"):
                rows[f"{number} {label.casefold()}".strip()].add(metric)
            for position in v.words(metric, PEEL + "position"):
                rows[f"position {position}"].add(metric)
        for row, metrics in rows.items():
            if len(metrics) > 1:
                yield f"{row} in {short(source)} is {' and '.join(sorted(map(short, metrics)))}"


def ambiguous_labels(v: Vocabulary) -> Iterator[str]:
    """Names are recognised by their labels, so no two concepts of a scheme share one (metrics: see above)."""
    owners: dict[tuple[str, str], set[str]] = defaultdict(set)
    for concept, schemes in v.concepts():
        if concept not in v.typed[PEEL + "Metric"]:
            for label in v.words(concept, SKOS + "prefLabel", SKOS + "altLabel", PEEL + "shortName"):
                owners[schemes[0] if schemes else "", label.casefold()].add(concept)
    for (_, label), concepts in owners.items():
        if len(concepts) > 1:
            yield f"{label} names {' and '.join(sorted(map(short, concepts)))}"


def unmatched_initiative_kinds(v: Vocabulary) -> Iterator[str]:
    classes = [c for c in v.typed[CLASS] if PEEL + "Initiative" in v.iris(c, RDFS + "subClassOf")]
    kinds = {word for c in classes for word in v.words(c, PEEL + "kindNotation")}
    types = {word for t in v.typed[PEEL + "InitiativeType"] for word in v.words(t, SKOS + "notation")}
    for word in sorted(kinds ^ types):
        yield f"initiative kind {word} is not both a class and a concept"


def faulty_components(v: Vocabulary) -> Iterator[str]:
    roles = {"dimension": "DimensionProperty", "measure": "MeasureProperty", "attribute": "AttributeProperty"}
    for component in v.typed[QB + "ComponentSpecification"]:
        found = [(role, p) for role in roles for p in v.iris(component, QB + role)]
        if len(found) != 1 or found[0][1] not in v.typed[QB + roles[found[0][0]]]:
            yield f"{short(component)} does not name one property of its role"


CHECKS: dict[Callable[[Vocabulary], Iterator[str]], list[str]] = {
    undeclared_terms: ["peel:undeclared is used and not declared"],
    blank_nodes: ["a blank node has peel:c"],
    dangling_things: ["a points to c, which is not described"],
    faulty_grades: ["scale is not in order of rank from 1", "scale lists other members than it has"],
    faulty_metrics: [
        "m has not one known direction",
        "m has not one position",
        "m is reported nowhere and groups nothing",
    ],
    ambiguous_metrics: ["16 suspect in s is n and o", "position 2 in s is n and o"],
    ambiguous_labels: ["fraud names a and b"],
    unmatched_initiative_kinds: [
        "initiative kind squad is not both a class and a concept",
        "initiative kind team is not both a class and a concept",
    ],
    faulty_components: ["c does not name one property of its role"],
}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_ontology_passes(whole: Vocabulary, check: Callable[[Vocabulary], Iterator[str]]) -> None:
    assert list(check(whole)) == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_check_fires(check: Callable[[Vocabulary], Iterator[str]]) -> None:
    graph = ox.NamedNode(THINGS + check.__name__)
    faulty = Vocabulary(quad for quad in ox.parse(path=str(FAULTY)) if quad.graph_name == graph)
    assert list(check(faulty)) == CHECKS[check]


def notations(v: Vocabulary, things: Iterable[str]) -> list[str]:
    return [word for thing in things for word in v.words(thing, SKOS + "notation")]


def test_nothing_was_checked_in_vain(whole: Vocabulary) -> None:
    assert len(whole.declared()) >= 185
    assert len(list(whole.concepts())) >= 190
    assert len(whole.typed[SKOS + "ConceptScheme"]) >= 16
    assert len(whole.typed[QB + "ComponentSpecification"]) == 8


def test_grades_and_cycles_are_those_of_the_answers(whole: Vocabulary) -> None:
    grades = {n: whole.words(g, PEEL + "rank") for g in whole.typed[PEEL + "Grade"] for n in notations(whole, [g])}
    ranked = {"outstanding": ["1"], "good": ["2"], "requires-improvement": ["3"], "inadequate": ["4"]}
    assert grades == {**ranked, "ungraded": []}
    follows = {c: notations(whole, whole.iris(c, PEEL + "follows")) for c in whole.typed[PEEL + "Cycle"]}
    order = {"2014": [], "2015": ["2014"], "2016": ["2015"], "2017": ["2016"], "2018-19": ["2017"]}
    assert {notations(whole, [c])[0]: before for c, before in follows.items()} == order


def test_question_numbers_are_complete(whole: Vocabulary) -> None:
    asked = sorted(whole.typed[PEEL + "Question"])
    subs = {1: 3, 2: 4, 3: 3, 4: 3, 5: 2}
    numbers = [str(n) for n in subs] + [f"{n}.{m}" for n, last in subs.items() for m in range(1, last + 1)]
    found = [n for n in notations(whole, asked) if n.count(".") < 2]
    assert sorted(found) == sorted(["overall", "3.0", *numbers])
    graded = [q for q in asked if whole.words(q, PEEL + "graded") == ["true"]]
    assert notations(whole, graded) == ["1", "2", "3", "4", "overall"]


def test_a_question_stands_under_the_one_its_number_names(whole: Vocabulary) -> None:
    for question in whole.typed[PEEL + "Question"]:
        [number] = notations(whole, [question])
        above = number.rpartition(".")[0] or ("" if number == "overall" else "overall")
        assert notations(whole, whole.iris(question, SKOS + "broader")) == ([above] if above else [])


@pytest.mark.parametrize(
    ("source", "count", "first", "last"),
    [
        # Of the 14 figures printed, anti-social behaviour and the share of domestic abuse come twice.
        ("force-in-numbers", 12, "calls-for-assistance", "victim-satisfaction"),
        ("figure-2", 5, "recorded-crime", "burglary-in-a-dwelling"),
        ("figure-4", 20, "charged-summonsed", "total-outcomes"),
        ("figure-8", 6, "domestic-abuse-charged-summonsed", "domestic-abuse-victim-does-not-support"),
    ],
)
def test_each_figure_has_its_measures(whole: Vocabulary, source: str, count: int, first: str, last: str) -> None:
    metrics = [
        m for m in whole.typed[PEEL + "Metric"] if f"{THINGS}source/{source}" in whole.iris(m, PEEL + "reportedIn")
    ]
    metrics.sort(key=lambda m: int(whole.words(m, PEEL + "position")[0]))
    printed = notations(whole, metrics)
    assert (len(printed), printed[0], printed[-1]) == (count, first, last)


def test_outcomes_are_printed_in_the_order_of_the_table(whole: Vocabulary) -> None:
    rows = sorted(whole.typed[PEEL + "Metric"], key=lambda m: int(whole.words(m, PEEL + "position")[0]))
    numbers = [number for row in rows for number in whole.words(row, PEEL + "outcomeNumber")]
    assert numbers == ["1", "4", "2", "3", "6", "7", "8", "*", "15", "16", "14", "18", "20", "21"]
