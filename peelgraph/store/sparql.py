"""Texts that go to a store: the update that replaces graphs, and what is to be known of a query before it runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from ..errors import QueryError


def replacement(
    graphs: Mapping[str, Iterable[ox.Quad] | None],
    remove: Iterable[ox.Quad] = (),
    add: Iterable[ox.Quad] = (),
) -> str:
    """The SPARQL Update that replaces graphs: one text, which is one transaction.

    Oxigraph's `clear_graph` followed by `extend` shows readers an empty graph in between; this does not.

    >>> replacement({"http://example.org/g": None})
    'DROP SILENT GRAPH <http://example.org/g>'

    Raises:
        ValueError: a graph's name is no IRI.
        TypeError: a quad to remove or add is in no named graph.
    """
    steps = []
    for name, quads in graphs.items():
        graph = ox.NamedNode(name)
        steps.append(f"DROP SILENT GRAPH {graph}")
        if quads is not None:
            steps.append(f"INSERT DATA {{ {_block(graph, quads)} }}")
    for verb, loose in (("DELETE DATA", remove), ("INSERT DATA", add)):
        by_graph: dict[ox.NamedNode, list[ox.Quad]] = {}
        for quad in loose:
            if not isinstance(quad.graph_name, ox.NamedNode):
                raise TypeError(f"{quad} is in no named graph")
            by_graph.setdefault(quad.graph_name, []).append(quad)
        if by_graph:
            blocks = " ".join(_block(graph, quads) for graph, quads in by_graph.items())
            steps.append(f"{verb} {{ {blocks} }}")
    return " ;\n".join(steps)


def _block(graph: ox.NamedNode, quads: Iterable[ox.Quad]) -> str:
    triples = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES)
    return f"GRAPH {graph} {{\n{(triples or b'').decode()}}}"


def refuse_service(query: str) -> None:
    """Refuse a query that would make Oxigraph call another server, for which it has no switch.

    Raises:
        QueryError: the query has SERVICE in it (or is not SPARQL, but has the word in it).
    """
    if error := _without(query, "service"):
        raise QueryError(
            "SERVICE is refused, because peelgraph asks no other server: ask the store alone (if SERVICE is "
            f"not meant, the query is not valid SPARQL: {syntax_message(error)})."
        ) from error


def names_its_graphs(query: str) -> bool:
    """Whether a query says by FROM which graphs it is about; if so, it is not about the union of all."""
    return _without(query, "from") is not None


def _without(query: str, keyword: str) -> SyntaxError | None:
    """What Oxigraph says to a query in which a word is spoilt wherever it stands; None if it is still SPARQL.

    A query without the word cannot have the keyword. Where the word occurs, in a name, a string or a comment,
    Oxigraph's own parser accepts the spoilt text (asked against an empty store) only if none was the keyword.
    Another parser can be led astray: rdflib's takes an escaped quotation mark in a string for its end, so that
    a comment seems to begin there, and misses what follows.
    """
    spoilt = re.sub(keyword, f"{keyword[:2]}x{keyword[3:]}", query, flags=re.IGNORECASE)
    if spoilt == query:
        return None
    try:
        ox.Store().query(spoilt)
    except SyntaxError as error:
        return error
    return None


def syntax_message(error: SyntaxError) -> str:
    """Oxigraph's complaint about a query, on one line.

    >>> syntax_message(SyntaxError("error at 1:16: expected DISTINCT"))
    'line 1, column 16: expected DISTINCT'
    """
    words = " ".join(str(error).split()).rstrip(".")
    return re.sub(r"^error at (\d+):(\d+):", r"line \1, column \2:", words)
