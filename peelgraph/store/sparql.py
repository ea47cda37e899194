"""What is to be known of a query before a store runs it."""

from __future__ import annotations

import re
from textwrap import shorten

import pyoxigraph as ox

from ..errors import QueryError

_EXPECTED = re.compile(r"""\"(?:[^"\\]|\\.)*"|\[(?:'(?:[^'\\]|\\.[^']*)'|[^\]'])*\]|[^,\s"\[](?:[^,\[]*[^,\s\[])?""")
"""One of the things that Oxigraph expected: a symbol, characters, a keyword, or what is wrong in its words."""
_FEW = 5
"""Of them that are told."""


def refuse_service(query: str) -> None:
    """Refuse a query that would make Oxigraph call another server, for which it has no switch.

    Raises:
        QueryError: the query has SERVICE in it (or is not SPARQL, but has the word in it).
    """
    if error := _without(query, "service"):
        raise QueryError(
            "SERVICE is refused, because peelgraph asks no other server: ask the store alone (if SERVICE is "
            f"not meant, the query is not valid SPARQL: {syntax_message(error, query)})."
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


def syntax_message(error: SyntaxError, text: str) -> str:
    """Oxigraph's complaint about a query or an update, on one line: where, what stands there, and what should.

    Oxigraph lists all that could have stood there, down to ranges of characters; a few of them are told, or none
    where it has only a part of them. A keyword that is missing is reported behind the place where it is missing.

    >>> query = "SELECT * { ?s ?p ?o"
    >>> syntax_message(SyntaxError('error at 1:20: expected one of ",", ".", "}", FILTER, [_]'), query)
    "line 1, column 20: expected ',' or '.' or '}', and not the end"
    >>> syntax_message(SyntaxError("error at 1:16: expected DISTINCT"), "SELECT nonsense")
    "line 1, column 8: 'nonsense' is not understood"
    >>> syntax_message(SyntaxError("error at 1:19: expected one of Prefix not found, [':']"), "SELECT * { ?s a x:y }")
    'line 1, column 19: Prefix not found'
    """
    words = " ".join(str(error).split()).rstrip(".")
    place = re.fullmatch(r"error at (\d+):(\d+): expected (?:one of )?(.+)", words)
    if not place:
        return words
    line, column = int(place[1]), int(place[2])
    written = "".join(text.split("\n")[line - 1 : line])
    reasons, symbols, keywords, digits = [], [], [], False
    for item in _EXPECTED.findall(place[3]):
        if item[0] == '"':
            symbols.append(f"'{item[1:-1]}'")
        elif item[0] == "[":
            digits = digits or item == "['0'..='9']"
        elif " " not in item:
            keywords.append(item)
        else:
            reasons.append(item)
    symbols += ["a number"] * digits
    if not symbols and keywords:
        column = max(1, column - max(map(len, keywords)))
    found = shorten(written[column - 1 :], 40, placeholder=" …")
    found = f"'{found}'" if found else "the end" if line == text.count("\n") + 1 else "the end of the line"
    if reasons:
        said = ", ".join(reasons)
    elif symbols:
        said = f"expected {' or '.join(symbols[:_FEW])}{' or others' if len(symbols) > _FEW else ''}, and not {found}"
    elif found == "the end":
        said = "it is not complete, or contradicts itself"
    else:
        said = f"{found} is not understood"
    return f"line {line}, column {column}: {said}"
