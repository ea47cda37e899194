"""Property paths: from SPARQL's way of writing them to the triples of SHACL (section 2.3.1)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pyoxigraph as ox
from pyparsing import ParseException
from rdflib import URIRef
from rdflib.paths import AlternativePath, InvPath, MulPath, Path, SequencePath
from rdflib.plugins.sparql.algebra import translatePath, traverse
from rdflib.plugins.sparql.parser import Path as PathGrammar

from ...loaders.iris import RDF, SH

_MULTIPLE = {"*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}

_Nodes = Iterator[ox.BlankNode]


def path_triples(path: str, label: str) -> tuple[ox.NamedNode | ox.BlankNode, list[ox.Triple]] | None:
    """The node that stands for a path, and the triples that describe it; None if it is not a path of SHACL.

    Args:
        path: an IRI, or a path of IRIs in angle brackets, such as ``^<http://a.example/p>/<http://a.example/q>``.
        label: what the names of blank nodes begin with.
    """
    try:
        return ox.NamedNode(path), []
    except ValueError:
        pass
    triples: list[ox.Triple] = []
    try:
        parsed = traverse(PathGrammar.parse_string(path, parse_all=True)[0], visitPost=translatePath)
        node = _node(parsed, (ox.BlankNode(f"{label}n{number}") for number in count(1)), triples)
    except (ParseException, ValueError):
        return None
    return None if node is None else (node, triples)


def _node(path: Path | URIRef, fresh: _Nodes, triples: list[ox.Triple]) -> ox.NamedNode | ox.BlankNode | None:
    match path:
        case URIRef():
            return ox.NamedNode(str(path))
        case SequencePath():
            return _list(path.args, fresh, triples)
        case AlternativePath():
            return _wrapped("alternativePath", _list(path.args, fresh, triples), fresh, triples)
        case InvPath():
            return _wrapped("inversePath", _node(path.arg, fresh, triples), fresh, triples)
        case MulPath():
            return _wrapped(_MULTIPLE[str(path.mod)], _node(path.path, fresh, triples), fresh, triples)
        case _:
            return None


def _wrapped(
    kind: str, inner: ox.NamedNode | ox.BlankNode | None, fresh: _Nodes, triples: list[ox.Triple]
) -> ox.BlankNode | None:
    if inner is None:
        return None
    node = next(fresh)
    triples.append(ox.Triple(node, ox.NamedNode(SH + kind), inner))
    return node


def _list(paths: list[Path | URIRef], fresh: _Nodes, triples: list[ox.Triple]) -> ox.BlankNode | None:
    members = [_node(path, fresh, triples) for path in paths]
    cells = [next(fresh) for _ in members]
    rests: list[ox.NamedNode | ox.BlankNode] = [*cells[1:], ox.NamedNode(f"{RDF}nil")]
    for cell, member, rest in zip(cells, members, rests, strict=True):
        if member is None:
            return None
        triples += [
            ox.Triple(cell, ox.NamedNode(f"{RDF}first"), member),
            ox.Triple(cell, ox.NamedNode(f"{RDF}rest"), rest),
        ]
    return cells[0]
