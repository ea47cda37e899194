"""Which form an answer takes: the Accept header (RFC 9110, section 12.5.1), or the ``format`` parameter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import pyoxigraph as ox

from .interface import BadRequestError, NotAcceptableError

_Results = ox.QueryResultsFormat
_Rdf = ox.RdfFormat

RESULTS: Mapping[str, ox.QueryResultsFormat] = {
    "application/sparql-results+json": _Results.JSON,
    "application/sparql-results+xml": _Results.XML,
    "text/csv": _Results.CSV,
    "text/tab-separated-values": _Results.TSV,
    "application/json": _Results.JSON,
    "application/xml": _Results.XML,
}
"""Media types of solutions and booleans, best first; the last two are other names that clients use."""

GRAPHS: Mapping[str, ox.RdfFormat] = {
    "text/turtle": _Rdf.TURTLE,
    "application/n-triples": _Rdf.N_TRIPLES,
    "application/rdf+xml": _Rdf.RDF_XML,
    "application/ld+json": _Rdf.JSON_LD,
    "application/trig": _Rdf.TRIG,
    "application/n-quads": _Rdf.N_QUADS,
}
"""Media types of graphs, best first."""

INPUTS: Mapping[str, ox.RdfFormat] = {**GRAPHS, "text/n3": _Rdf.N3, "application/xml": _Rdf.RDF_XML}
"""Media types of documents with statements that are read."""

NAMES = {
    "json": "application/sparql-results+json", "xml": "application/sparql-results+xml", "csv": "text/csv",
    "tsv": "text/tab-separated-values", "turtle": "text/turtle", "ntriples": "application/n-triples",
    "rdfxml": "application/rdf+xml", "jsonld": "application/ld+json", "trig": "application/trig",
    "nquads": "application/n-quads", "html": "text/html",
}  # fmt: skip
"""What the ``format`` parameter can be, for programs that cannot send headers, and for links."""

_RANGE = re.compile(r"\s*([\w!#$&^.+*-]+/[\w!#$&^.+*-]+)\s*(;[^,]*)?")
_QUALITY = re.compile(r";\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*(?:;|$)", re.IGNORECASE)


@lru_cache(maxsize=1024)
def ranges(accept: str) -> tuple[tuple[str, float], ...]:
    """Media ranges of an Accept header with their qualities; what is not understood is left out.

    >>> ranges("text/csv;q=0.5, */*; q=0")
    (('text/csv', 0.5), ('*/*', 0.0))
    """
    found = []
    for part in accept.split(","):
        if match := _RANGE.fullmatch(part):
            quality = _QUALITY.search(match[2] or "")
            found.append((match[1].lower(), float(quality[1]) if quality else 1.0))
    return tuple(found)


def quality(media_type: str, accept: str) -> float:
    """How welcome a media type is, from 0 to 1; the most specific range that fits it decides.

    >>> quality("text/csv", "text/*;q=0.3, */*;q=0.1")
    0.3
    """
    whole = media_type.partition("/")[0] + "/*"
    best = (0, 0.0)
    for name, value in ranges(accept):
        rank = 3 if name == media_type else 2 if name == whole else 1 if name == "*/*" else 0
        best = max(best, (rank, value)) if rank else best
    return best[1]


def choose(accept: str | None, offered: Iterable[str]) -> str | None:
    """The most welcome of some media types; of equals the first. None if none is.

    >>> choose("image/png, text/csv;q=0.5", RESULTS)
    'text/csv'
    >>> choose(None, RESULTS)
    'application/sparql-results+json'
    """
    types = tuple(offered)
    return _best(accept, types) if accept and accept.strip() else types[0]


@lru_cache(maxsize=1024)
def _best(accept: str, types: Sequence[str]) -> str | None:
    best = max(types, key=lambda each: quality(each, accept))
    return best if quality(best, accept) > 0 else None


def negotiated(accept: str | None, wanted: str | None, offered: Iterable[str]) -> str:
    """The media type of an answer.

    Args:
        accept: the header.
        wanted: the ``format`` parameter, which comes first: a name of `NAMES`, or a media type.
        offered: media types that can be had, best first.

    Raises:
        BadRequestError: there is no such format.
        NotAcceptableError: the client accepts none of them.
    """
    types = tuple(offered)
    if wanted:
        media_type = NAMES.get(wanted.lower(), wanted.lower())
        if media_type not in types:
            names = [name for name, each in NAMES.items() if each in types]
            raise BadRequestError(f"This answer cannot be had as {wanted}: its formats are {', '.join(names)}.")
        return media_type
    if chosen := choose(accept, types):
        return chosen
    raise NotAcceptableError(f"This answer cannot be had as {accept}: it can as {', '.join(types)}.")
