"""The validation report of SHACL (https://www.w3.org/TR/shacl/#validation-report), in Turtle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pyoxigraph as ox

from ...formats import PREFIXES
from ...loaders.iris import RDF, SH, SHAPES, XSD
from ...loaders.iris import thing as minted
from ...printable import printable
from ..baseline import fingerprint
from ..results import Result, Severity
from .paths import path_triples
from .report import Report

SEVERITY = {Severity.BLOCKS: "Violation", Severity.CAVEAT: "Warning", Severity.NOTE: "Info"}


def as_turtle(report: Report) -> str:
    """All results that are listed, each with an IRI that is the same whenever the result is.

    Whether the data conform is said as SHACL says it (section 3.6.1): they do if there is no result of any
    severity. There is no place in it for an earlier validation; with one, it has the results of now.
    """
    whole = ox.BlankNode("report")
    triples = [
        ox.Triple(whole, _rdf("type"), _sh("ValidationReport")),
        ox.Triple(whole, _sh("conforms"), ox.Literal(not report.outcome.results)),
    ]
    described: list[ox.Triple] = []
    alike = Counter[str]()
    for number, result in enumerate(report.outcome.results, 1):
        mark = fingerprint(result)
        alike[mark] += 1
        node = ox.NamedNode(minted("result", mark, *([str(alike[mark])] if alike[mark] > 1 else [])))
        triples.append(ox.Triple(whole, _sh("result"), node))
        described += _described(node, result, number)
    prefixes = PREFIXES | {"sh": SH, "psh": SHAPES}
    written = ox.serialize([*triples, *described], format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""
    return f"{written.decode().rstrip()}\n"


def _described(node: ox.NamedNode, result: Result, number: int) -> Iterator[ox.Triple]:
    yield ox.Triple(node, _rdf("type"), _sh("ValidationResult"))
    yield ox.Triple(node, _sh("focusNode"), _node(result.focus))
    path = path_triples(result.path, f"path{number}") if result.path else None
    if path:
        yield ox.Triple(node, _sh("resultPath"), path[0])
    if result.value:
        yield ox.Triple(node, _sh("value"), _value(result.value))
    yield ox.Triple(node, _sh("sourceConstraintComponent"), _node(result.component))
    yield ox.Triple(node, _sh("sourceShape"), _node(result.shape))
    yield ox.Triple(node, _sh("resultSeverity"), _sh(SEVERITY[result.severity]))
    yield ox.Triple(node, _sh("resultMessage"), ox.Literal(printable(result.message)))
    yield from path[1] if path else ()


def _node(name: str) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """A node by its IRI or, with ``_:``, its label; what is neither, as users' data can have it, as its text."""
    try:
        return ox.BlankNode(name[2:]) if name.startswith("_:") else ox.NamedNode(name)
    except ValueError:
        return ox.Literal(printable(name), datatype=ox.NamedNode(f"{XSD}string"))


def _value(value: str) -> ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple:
    try:
        [triple] = ox.parse(f"<urn:s> <urn:p> {value} .".encode(), format=ox.RdfFormat.N_TRIPLES)
    except (SyntaxError, ValueError):
        return ox.Literal(printable(value))
    node: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple = triple.object
    return node


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(SH + name)


def _rdf(name: str) -> ox.NamedNode:
    return ox.NamedNode(RDF + name)
