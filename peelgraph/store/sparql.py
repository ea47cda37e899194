"""What is to be known of a query before a store runs it."""

from __future__ import annotations

import re

import pyoxigraph as ox

from ..errors import QueryError


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


def leaves_undefined(query: str) -> bool:
    """Whether a query says UNDEF."""
    return _without(query, "undef") is not None


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
