"""The ontology is OWL 2 DL, its files find each other without a network, and the check of that can fail."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import owlready2
import pyoxigraph as ox
import pytest
from ontology.modules import CATALOGUE, IMPORTS, ONTOLOGY, OUTSIDE_OWL, OWL, PEEL, ROOT, TYPE, catalogue, imported, read
from ontology.profile import CLASS, NOTE, PROPERTIES, dl_faults

NOT_DL = Path(__file__).with_name("not_dl.trig")
FILES = sorted(ONTOLOGY.glob("*.ttl"))
VERSION = ox.NamedNode(f"{OWL}versionIRI")

FAULTS = {
    "in-order": [],
    "undeclared": [
        "Missing is not declared as a class",
        "Nowhere is not declared as a class",
        "lost is not declared",
    ],
    "two-kinds-of-property": ["p is more than one kind of property"],
    "reserved": ["List is reserved", "first is not declared"],
    "wrong-value": ["d does not have a literal", "p does not lead to a named thing"],
    "datatype": ["date is no datatype of OWL 2", "gYear is no datatype of OWL 2"],
    "not-simple": [
        "above is not simple and has a restriction that counts",
        "chained is not simple and has a FunctionalProperty",
    ],
    "circle-of-chains": ["the chain of p runs in a circle", "the chain of q runs in a circle"],
    "shared-blank-node": ["a blank node is read 2 times"],
    "loose-blank-node": ["a blank node is read 0 times", "p does not lead to a named thing"],
    "broken-list": ["a-list-that-does-not-end is not declared as a class"],
    "half-a-restriction": ["a restriction of p is not one that is read"],
    "characteristic": ["d cannot be a TransitiveProperty"],
    "mixed-hierarchy": ["d and p are not the same kind of property"],
}


def iris(triple: ox.Triple) -> tuple[str, str]:
    """Subject and object of a statement, empty where they are not IRIs."""
    subject, value = (term.value if isinstance(term, ox.NamedNode) else "" for term in (triple.subject, triple.object))
    return subject, value


def iri_of(path: Path) -> str:
    """The IRI of the ontology that a file holds."""
    return ROOT if path.stem == "peelgraph" else f"{ROOT}/{path.stem}"


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_not_owl_dl_is_found(fault: str) -> None:
    name = ox.NamedNode(f"https://w3id.org/peelgraph/id/{fault}")
    triples = [quad.triple for quad in ox.parse(path=str(NOT_DL)) if quad.graph_name == name]
    assert triples
    assert dl_faults(triples) == FAULTS[fault]


@pytest.mark.parametrize("path", [path for path in FILES if iri_of(path) not in OUTSIDE_OWL], ids=lambda p: p.stem)
def test_each_file_with_its_imports_is_owl_dl(path: Path) -> None:
    assert dl_faults(imported(iri_of(path))) == []


def test_why_the_scales_are_outside() -> None:
    told = ["List is not declared as a class", *(f"{word} is not declared" for word in ("first", "memberList", "rest"))]
    assert dl_faults(imported(f"{ROOT}/scales")) == told
    for path in FILES:
        assert OUTSIDE_OWL.isdisjoint(iris(t)[1] for t in read(path) if t.predicate == IMPORTS)


def test_the_catalogue_names_each_file_by_its_two_iris() -> None:
    told: dict[str, str] = {}
    for path in FILES:
        triples = read(path)
        [header] = [iris(t)[0] for t in triples if t.predicate == TYPE and iris(t)[1] == f"{OWL}Ontology"]
        [version] = [iris(t)[1] for t in triples if t.predicate == VERSION]
        assert header == iri_of(path)
        told |= {header: path.name, version: path.name}
    assert catalogue() == told, f"{CATALOGUE.name} does not name each file of the ontology once by each of its IRIs"


def test_the_root_takes_in_all_terms() -> None:
    declared = [
        iris(t)[0]
        for path in FILES
        for t in read(path)
        if t.predicate == TYPE and iris(t)[0] and iris(t)[1] in {CLASS, *PROPERTIES}
    ]
    assert [term for term, times in Counter(declared).items() if times > 1] == []
    taken_in = {iris(t)[0] for t in imported(ROOT)}
    assert {term for term in declared if term.startswith(PEEL)} <= taken_in


def test_owlready_reads_every_axiom() -> None:
    """A second reader: what owlready2 holds of the defined classes is what the files say."""
    triples = [t for t in imported(ROOT) if t.predicate != IMPORTS]
    world = owlready2.World()
    content = io.BytesIO(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"")
    world.get_ontology(f"{ROOT}#").load(fileobj=content)
    defined = {iris(t)[0] for t in triples if t.predicate.value == f"{OWL}equivalentClass"}
    assert {each.iri for each in world.classes() if each.equivalent_to} == defined
    assert len(defined) >= 15
    assert {each.iri for each in world.object_properties()} | {each.iri for each in world.data_properties()} == {
        iris(t)[0] for t in triples if t.predicate == TYPE and iris(t)[1] in PROPERTIES - {NOTE}
    }
