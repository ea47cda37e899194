"""Texts that go to a store: the update that replaces graphs, and the refusal of federated queries."""

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

    A query without the word cannot call. Where the word occurs, every occurrence is spoilt and
    Oxigraph's own parser is asked, against an empty store: it accepts the spoilt text only if none of
    them was the keyword. Another parser can be led astray: rdflib's takes an escaped quotation mark
    in a string for its end, so that a comment seems to begin there, and misses what follows.

    Raises:
        QueryError: the query has SERVICE in it (or is not SPARQL, but has the word in it).
    """
    spoilt = re.sub("service", "sxrvice", query, flags=re.IGNORECASE)
    if spoilt == query:
        return
    try:
        ox.Store().query(spoilt)
    except SyntaxError as error:
        raise QueryError(
            "SERVICE is refused, because peelgraph asks no other server: ask the store alone (if SERVICE is "
            f"not meant, the query is not valid SPARQL: {syntax_message(error)})."
        ) from error


def syntax_message(error: SyntaxError) -> str:
    """Oxigraph's complaint about a query, on one line."""
    return " ".join(str(error).split()).rstrip(".")
