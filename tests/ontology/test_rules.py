"""Rules for the terms of the ontology: queries whose every row is a fault, each with a case where it fires.

What can be said of one term by itself is a shape in ``shapes/ontology.ttl``; what takes several terms is a rule here.
"""

from __future__ import annotations

import re
import warnings
from pathlib import Path

import pyoxigraph as ox
import pytest
from ontology.modules import ONTOLOGY

RULES = Path(__file__).with_name("rules")
QUERIES = sorted(RULES.glob("*.rq"))
COLUMNS = ["?entity", "?property", "?value"]
FIRES = {
    "apart-from-its-own-kind": ["A disjointWith B"],
    "class-under-itself": ["A subClassOf A", "B subClassOf B"],
    "class-without-parent": ["A subClassOf None"],
    "definition-without-example": ["A scopeNote B"],
    "deprecated-in-use": ["p range Old"],
    "empty-definition": ['A definition "A data caveat."@en'],
    "redundant-parent": ["A subClassOf C"],
    "same-definition": ['A definition "A thing."@en', 'B definition "A thing."@en'],
    "same-label": ['A label "Unit"@en', 'B label "unit"@en'],
    "several-domains": ["p domain A", "p domain B"],
    "several-ranges": ["p range A", "p range B"],
}
"""What each rule finds in the graph of its fixture on which it fires."""


def name(path: Path) -> str:
    return path.stem


def severities() -> dict[str, str]:
    """How bad each rule is, by its name."""
    lines = (RULES / "severity.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {rule: severity for severity, rule in rows}


def short(term: object) -> str:
    """A term as it is told here."""
    return re.sub(r"<[^>]*[#/]([^>]*)>", r"\1", str(term))


def rows(store: ox.Store, query: str, graph: str | None = None) -> list[str]:
    """What a rule finds, one line a row."""
    where = None if graph is None else ox.NamedNode(f"https://w3id.org/peelgraph/id/{graph}")
    found = store.query(query, default_graph=where)
    assert isinstance(found, ox.QuerySolutions)
    assert [str(column) for column in found.variables] == COLUMNS
    return [" ".join(map(short, row)) for row in found]


@pytest.fixture(scope="module")
def ontology() -> ox.Store:
    store = ox.Store()
    for path in ONTOLOGY.glob("*.ttl"):
        store.bulk_load(path=str(path))
    return store


@pytest.mark.parametrize("path", QUERIES, ids=name)
def test_the_ontology_keeps_the_rule(path: Path, ontology: ox.Store) -> None:
    found = rows(ontology, path.read_text(encoding="utf-8"))
    if severities()[path.stem] == "warning" and found:
        with warnings.catch_warnings():
            warnings.simplefilter("default")
            warnings.warn(f"{path.stem}: {'; '.join(found)}", stacklevel=1)
        return
    assert found == []


@pytest.mark.parametrize("path", QUERIES, ids=name)
def test_the_rule_fires_and_is_silent(path: Path) -> None:
    store = ox.Store()
    store.load(path=str(path.with_suffix(".trig")))
    query = path.read_text(encoding="utf-8")
    assert rows(store, query, "fires") == FIRES[path.stem]
    assert rows(store, query, "silent") == []


@pytest.mark.parametrize("path", QUERIES, ids=name)
def test_the_rule_says_what_is_wrong_and_what_puts_it_right(path: Path) -> None:
    problem, solution = path.read_text(encoding="utf-8").splitlines()[:2]
    assert problem.startswith("# Problem: ")
    assert solution.startswith("# Solution: ")


def test_each_rule_has_a_severity() -> None:
    assert sorted(severities()) == [path.stem for path in QUERIES]
    assert set(severities().values()) <= {"error", "warning"}
    assert len(QUERIES) >= 11
