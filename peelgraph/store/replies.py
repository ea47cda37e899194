"""What comes back from a server that was asked: of which kind it is, whether it is whole, and the terms in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, cast

import pyoxigraph as ox

from ..errors import StoreError
from ..printable import in_one_line
from .interface import Term
from .web import Reply

RESULTS = "application/sparql-results+json, application/sparql-results+xml;q=0.5"
GRAPHS = "application/n-triples, text/turtle;q=0.5"

_RESULT_FORMATS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
}
GRAPH_FORMATS = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
}

_NODE_ID = re.compile(rb'("type": "bnode", "value": ")nodeID://')

_BOOLEAN = ox.NamedNode("http://www.w3.org/2001/XMLSchema#boolean")


@contextmanager
def reading(reply: Reply, *, to_end: bool = True) -> Iterator[None]:
    """Close an answer after reading, or at once if reading fails, and say what is wrong with it.

    Raises:
        StoreError: it is not what it says it is.
    """
    try:
        yield
    except SyntaxError as error:
        reply.close()
        raise StoreError(
            f"The answer of the server at {reply.url} is damaged ({in_one_line(str(error)).rstrip('.')}): ask again."
        ) from error
    except BaseException:
        reply.close()
        raise
    if to_end:
        reply.close()


def cut_short(reply: Reply) -> str:
    """What a server says of having cut its answer short; empty if it says nothing of the kind."""
    for header in ("X-SPARQL-MaxRows", "Peelgraph-Truncated"):
        if cut := reply.headers.get(header):
            return f"{header}: {in_one_line(cut)[:80]}"
    return ""


def is_virtuoso(reply: Reply) -> bool:
    """Whether Virtuoso answers, which has ways of its own."""
    return reply.headers.get("Server", "").startswith("Virtuoso")


def results(reply: Reply) -> ox.QuerySolutions | ox.QueryBoolean:
    """Results as they come in.

    Raises:
        StoreError: it is another kind of thing.
        SyntaxError: it is damaged.
    """
    form = _RESULT_FORMATS.get(reply.media_type)
    if form is None:
        raise no_endpoint(reply)
    if is_virtuoso(reply):
        # Its names of blank nodes are none of SPARQL. A quotation mark within a value would be escaped.
        return ox.parse_query_results(_NODE_ID.sub(rb"\1", reply.read()), format=form)
    return ox.parse_query_results(cast("IO[bytes]", reply), format=form)


def rows(reply: Reply, parsed: ox.QuerySolutions, variables: tuple[str, ...]) -> Iterator[tuple[Term | None, ...]]:
    """Rows with the columns in the order of the query; servers that list them in another are known."""
    with reading(reply):
        order = [variable.value for variable in parsed.variables]
        places = [order.index(name) if name in order else None for name in variables]
        try:
            for row in parsed:
                yield tuple(None if place is None else _canonical(row[place]) for place in places)
        finally:
            del parsed  # which an exception would keep until, perhaps, another thread drops it, and that is an error


def _canonical(term: Term | None) -> Term | None:
    """A truth value as true or false, where Virtuoso says 1 or 0."""
    if isinstance(term, ox.Literal) and term.datatype == _BOOLEAN and term.value in {"0", "1"}:
        return ox.Literal(term.value == "1")
    return term


def triples(reply: Reply) -> Iterator[ox.Triple]:
    """Statements as they come in.

    Raises:
        StoreError: they are damaged, or break off.
    """
    with reading(reply):
        for quad in ox.parse(cast("IO[bytes]", reply), format=GRAPH_FORMATS[reply.media_type]):
            yield quad.triple


def no_endpoint(reply: Reply) -> StoreError:
    """What is to be said of an answer that is none of SPARQL."""
    said = in_one_line(reply.media_type) or "no media type"
    return StoreError(f"What answers at {reply.url} is no SPARQL endpoint (it sent {said}): check the address.")
