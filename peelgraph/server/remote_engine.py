"""A store on a server, as an engine of a gateway asks it; its answers are written anew, as those of our own stores."""

from __future__ import annotations

import dataclasses
import json
import logging
import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from http import HTTPStatus
from typing import IO, Any, Self, cast

import pyoxigraph as ox

from ..errors import PeelgraphError, QueryError, QueryTimeoutError
from ..loaders.iris import XSD
from ..store import Solutions, Term, Triples
from ..store.remote import Parameters, RemoteStore
from ..store.replies import cut_short
from ..store.web import Access, WebError
from . import query_text
from .engine import Result
from .federation import not_sparql, refuse_outside
from .interface import (
    BadRequestError,
    BusyError,
    ForbiddenError,
    NoSuchGraphError,
    QueryStoppedError,
    ServerError,
    UnreachableError,
)
from .settings import Settings

MOST_GRAPHS = 20
"""That a query can name by FROM: the server is asked for each whether it is there."""

SORTED_BY_VIRTUOSO = 9_999
"""Rows that are asked of Virtuoso in an order: it sorts 10,000, and one more tells whether the answer is cut."""

_TRUE, _FALSE = '{"head":{},"boolean":true}', '{"head":{},"boolean":false}'

_log = logging.getLogger(__name__)


class RemoteAsked:
    """See `engine.Asked`."""

    base: str | None = None
    """IRI against which relative ones are resolved."""
    cut = False
    """Whether the server cut the answer that it gave last."""

    def __init__(self, settings: Settings) -> None:
        self.location, self._rows = settings.store, settings.rows

    @cached_property
    def _store(self) -> RemoteStore:
        # The system ends this process when the time is up, see `engine.serve`.
        return RemoteStore(self.location, dataclasses.replace(Access.of_environment(), seconds=math.inf))

    def graphs(self) -> list[str]:
        """See `Store.graphs`."""
        with self._told():
            return self._store.graphs()

    def most(self, text: str) -> int:
        """See `Asked.most`."""
        with self._told():
            of_virtuoso = self._store.is_virtuoso
        is_sorted = of_virtuoso and any(token.is_word("ORDER") for token in query_text.tokens(text))
        return min(self._rows, SORTED_BY_VIRTUOSO) if is_sorted else self._rows

    def close(self) -> None:
        """See `Store.close`: nothing is to be closed."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def query(self, text: str) -> Solutions:
        """Rows of a SELECT of our own; with what stands above it makes this a `Store`."""
        with self._told():
            answer = self._store.query(text)
            if not isinstance(answer, Solutions):
                raise TypeError(text)
            return Solutions(answer.variables, list(answer.rows))

    def check(self, text: str, given: dict[str, Any]) -> dict[str, Any]:
        """Refuse what is not to be sent; give the graphs that it is about.

        Raises:
            ServerError: the query would make the server call another, or is about a graph that is not there.
        """
        refuse_outside(text, "query")
        _refuse_functions(text)
        asked = {"default-graph-uri": given["default"], "named-graph-uri": given["named"]}
        named = [*given["default"], *given["named"]]
        with self._told():
            self._must_exist(named or query_text.graphs_named(text))
        return {"graphs": asked if named else None}

    def _must_exist(self, named: list[str]) -> None:
        """Refuse graphs that are not there: some servers would fetch them from elsewhere.

        Raises:
            ServerError: there is no such graph.
        """
        if len(named) > MOST_GRAPHS:
            raise BadRequestError(f"The query names {len(named)} graphs, and {MOST_GRAPHS} is the most here.")
        for iri in named:
            try:
                graph = ox.NamedNode(iri)
            except ValueError as error:
                raise BadRequestError(f"{iri} is no IRI of a graph.") from error
            if not self._store.query(f"ASK {{ GRAPH {graph} {{ ?s ?p ?o }} }}"):
                raise NoSuchGraphError(
                    f"FROM {iri} is refused, because there is no such graph here and nothing is fetched from elsewhere."
                )

    def run(self, text: str, arguments: dict[str, Parameters | None]) -> Result:
        """Begin a query.

        Raises:
            ServerError: the server does not answer it.
        """
        with self._told():
            asked = self._store.prepared(self._resolved(text), arguments["graphs"])
            reply = self._store.sent(asked)
            self.cut = bool(cut_short(reply))
            answer = self._store.read(asked, reply)
        if isinstance(answer, Triples):
            return self._statements(answer.triples)
        pieces = self._pieces(answer) if isinstance(answer, Solutions) else iter([_TRUE if answer else _FALSE])
        return ox.parse_query_results(cast("IO[bytes]", _Text(pieces)), format=ox.QueryResultsFormat.JSON)

    def _resolved(self, text: str) -> str:
        """A query with its base, if it needs one.

        Raises:
            BadRequestError: it is not SPARQL.
        """
        error = _problem(text, None)
        if error is None:
            return text
        if self.base is None or _problem(text, self.base) is not None:
            raise not_sparql(error, "query", text) from error
        return f"BASE <{self.base}> {text}"

    def _statements(self, triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
        with self._told():
            yield from triples

    def _pieces(self, answer: Solutions) -> Iterator[str]:
        """An answer as SPARQL 1.1 Query Results JSON, a row at a time.

        Raises:
            ServerError: it breaks off, or does not end where it was told to.
        """
        yield f'{{"head":{{"vars":{json.dumps(answer.variables)}}},"results":{{"bindings":['
        comma = ""
        with self._told():
            for number, row in enumerate(answer.rows):
                if number == self._rows:
                    raise WebError(f"The server at {self._store.endpoint} gives more rows than LIMIT lets it.")
                bound = zip(answer.variables, row, strict=True)
                yield comma + json.dumps({name: _in_json(term) for name, term in bound if term is not None})
                comma = ","
        yield "]}}"

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tell what a server says to those who asked, and what they need not know to the operator alone.

        Raises:
            ServerError: in place of what stores raise.
        """
        try:
            yield
        except ServerError:
            raise
        except QueryTimeoutError as error:
            raise QueryStoppedError(self._without_address(error)) from error
        except QueryError as error:
            raise BadRequestError(self._without_address(error)) from error
        except PeelgraphError as error:
            _log.error("%s", error)
            said = error.said if isinstance(error, WebError) else ""
            if isinstance(error, WebError) and error.status == HTTPStatus.SERVICE_UNAVAILABLE:
                raise BusyError(f"The server behind this one is busy ({said}): try again later.") from error
            if said:
                raise UnreachableError(
                    f"The server behind this one answered with an error ({said}): ask for less, or try again later."
                ) from error
            raise UnreachableError("The server behind this one gave no whole answer: try again later.") from error

    def _without_address(self, error: PeelgraphError) -> str:
        return str(error).replace(f" at {self._store.endpoint}", " behind this one")


class _Text:
    """Pieces of text as a file to read from."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces, self._made = pieces, bytearray()

    def read(self, size: int) -> bytes:
        """So many bytes; fewer at the end."""
        while len(self._made) < size and (piece := next(self._pieces, None)) is not None:
            self._made += piece.encode()
        data = bytes(self._made[:size])
        del self._made[:size]
        return data


def _in_json(term: Term) -> dict[str, Any]:
    """A term as JSON has it (SPARQL 1.1 Query Results JSON Format, section 3.2.2)."""
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = {name: _in_json(getattr(term, name)) for name in ("subject", "predicate", "object")}
        return {"type": "triple", "value": parts}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    return {"type": "literal", "value": term.value, "datatype": term.datatype.value}


def _problem(text: str, base: str | None) -> SyntaxError | None:
    try:
        ox.Store().query(text, base_iri=base)
    except SyntaxError as error:
        return error
    except RuntimeError:
        return None  # SPARQL, though it fails on an empty store
    return None


def _refuse_functions(text: str) -> None:
    """Refuse functions that are not of SPARQL: those of some servers fetch what is elsewhere, or run any program.

    Raises:
        ForbiddenError: there is one. A list of things after a property looks like one, and is refused as well.
    """
    prefixes: dict[str, str] = {}
    before = last = ""
    for token in query_text.tokens(text):
        if token.kind == "iri" and before.upper() == "PREFIX":
            prefixes[last.rstrip(":")] = token.text[1:-1]
        if token.text == "(" and (last[:1] == "<" or ":" in last.lstrip("?$")):
            prefix, _, local = last.partition(":")
            iri = last[1:-1] if last[:1] == "<" else prefixes.get(prefix, "") + local
            if not iri.startswith(XSD):
                raise ForbiddenError(
                    f"The function {last} is refused, because this server passes on those of SPARQL and of XML Schema "
                    "only: leave it out."
                )
        before, last = last, token.text
