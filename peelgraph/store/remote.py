"""A store that a server keeps, asked and changed over the SPARQL 1.1 Protocol.

Sources: SPARQL 1.1 Protocol, SPARQL 1.1 Update and SPARQL 1.1 Graph Store HTTP Protocol (W3C, 2013). Which servers
were tried and what they do differently is in docs/decisions/0015-remote-store.md.
"""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Literal, Self, cast
from urllib.parse import urlencode

import pyoxigraph as ox
from SPARQLWrapper import INSERT, POST, POSTDIRECTLY, SELECT, SPARQLWrapper

from ..errors import QueryError, StoreError
from ..printable import in_one_line
from .addresses import addresses_of
from .changes import MOST, Changes, pieces
from .interface import Answer, Solutions, Term, Triples, read_at_once
from .sparql import leaves_undefined, names_its_graphs, refuse_service, syntax_message
from .web import Access, Reply, Web

_RESULTS = "application/sparql-results+json, application/sparql-results+xml;q=0.5"
_GRAPHS = "application/n-triples, text/turtle;q=0.5"

_RESULT_FORMATS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
}
_GRAPH_FORMATS = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
}

_UNION_BY: tuple[dict[str, str], ...] = (
    {},
    {"union-default-graph": "true"},
    {"default-graph-uri": "urn:x-arq:UnionGraph"},
)
"""Ways to ask about the union of all graphs: without a word, Oxigraph's and Jena's."""

_UNITED = "ASK { { SELECT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } LIMIT 1 } ?s ?p ?o }"
"""Whether a statement of a named graph is in the default graph as well."""

_NO_GRAPH = "urn:uuid:5f1f4f2e-5d0b-4f0c-9a37-0b9f6c1f7a10"
"""A graph that no store has."""

_SYSTEM = re.compile(
    r"http://www\.openlinksw\.com/schemas/|http://www\.w3\.org/(ns/ldp|2002/07/owl)#|http://localuriqaserver/|urn:core:services:"
)
"""Graphs that Virtuoso keeps for itself."""

_NODE_ID = re.compile(rb'("type": "bnode", "value": ")nodeID://')

_BOOLEAN = ox.NamedNode("http://www.w3.org/2001/XMLSchema#boolean")

Kind = Literal["rows", "graph", "truth"]


class _Request(SPARQLWrapper):
    """What is sent to an endpoint, put together as SPARQLWrapper does; `Web` sends it."""

    def __init__(self, address: str, text: str, accept: str, parameters: Mapping[str, str], *, update: bool) -> None:
        super().__init__(address)
        # Its own way to tell what kind of text it is reads the whole of it several times.
        self.queryString, self.queryType = text, INSERT if update else SELECT
        self.setMethod(POST)
        if update:
            self.setRequestMethod(POSTDIRECTLY)
        self.setOnlyConneg(True)
        self.addCustomHttpHeader("Accept", accept)
        for name, value in parameters.items():
            self.addParameter(name, value)

    def made(self) -> urllib.request.Request:
        return self._createRequest()


class RemoteStore:
    """A store on a server, to be asked."""

    def __init__(self, location: str) -> None:
        self.location = location
        self._addresses = addresses_of(location)
        self._web: Web | None = Web(Access.of_environment(), self._addresses.all)
        self._union: Mapping[str, str] | None = None
        self._virtuoso = False
        self._heeds_from = False
        self._united()  # says at once if there is no endpoint

    def query(self, text: str) -> Answer:
        """See `Store.query`. What the server cuts short or breaks off is no answer."""
        refuse_service(text)
        kind, variables = _kind(text)
        if self._virtuoso and leaves_undefined(text):
            raise QueryError(
                f"The server at {self._addresses.query} is Virtuoso, which finds nothing where a query says "
                "UNDEF, as those of peelgraph ask do: ask another store."
            )
        parameters = {} if self._names_its_graphs(text) else self._united()
        if kind == "truth":
            return self._true(text, parameters)
        if kind == "graph":
            reply = self._ask(text, _GRAPHS, parameters)
            with _read(reply, to_end=False):
                if reply.media_type not in _GRAPH_FORMATS:
                    raise _no_endpoint(reply)
            return Triples(_triples(reply))
        return self._select(text, variables, parameters)

    def graphs(self) -> list[str]:
        """See `Store.graphs`; without those that Virtuoso keeps for itself."""
        rows = self._select("SELECT ?g { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g", ("g",), {}).rows
        found = (row[0].value for row in rows if isinstance(row[0], ox.NamedNode))
        return sorted(name for name in found if not _SYSTEM.match(name))

    def close(self) -> None:
        """See `Store.close`."""
        self._web = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _send(self, request: urllib.request.Request, *, asks: bool) -> Reply:
        if self._web is None:
            raise StoreError(f"The store at {self.location} is closed: open it again.")
        return self._web.send(request, asks=asks)

    def _ask(self, text: str, accept: str, parameters: Mapping[str, str]) -> Reply:
        """The answer to a query.

        Raises:
            StoreError: the server has cut it short.
        """
        reply = self._send(_Request(self._addresses.query, text, accept, parameters, update=False).made(), asks=True)
        self._virtuoso = _is_virtuoso(reply)
        for header in ("X-SPARQL-MaxRows", "Peelgraph-Truncated"):
            if cut := reply.headers.get(header):
                reply.close()
                raise StoreError(
                    f"The server at {reply.url} cut its answer short ({header}: {in_one_line(cut)[:80]}): ask for "
                    "less at once, or have its operator allow more."
                )
        return reply

    def _names_its_graphs(self, text: str) -> bool:
        """Whether a query says by FROM what it is about.

        Raises:
            QueryError: it does, and the server pays no heed to it, as Oxigraph's with ``--union-default-graph``.
        """
        if not names_its_graphs(text):
            return False
        if not self._heeds_from:
            if self._holds(f"ASK FROM <{_NO_GRAPH}> {{ ?s ?p ?o }}", {}):
                raise QueryError(
                    f"The server at {self._addresses.query} pays no heed to FROM: name graphs by GRAPH, or, if it is "
                    "Oxigraph, start it without --union-default-graph."
                )
            self._heeds_from = True
        return True

    def _united(self) -> Mapping[str, str]:
        """Parameters with which a query without FROM is about the union of all graphs.

        Found out once, as soon as there is anything in the store.

        Raises:
            StoreError: there are none.
        """
        if self._union is None:
            for parameters in _UNION_BY:
                if self._holds(_UNITED, parameters):
                    self._union = parameters
                    break
                if not self._true("ASK { GRAPH ?g { ?s ?p ?o } }", {}):
                    break
            else:
                raise StoreError(
                    f"The server at {self._addresses.query} does not show all graphs as one: have its operator make "
                    "the default graph the union of all."
                )
        return self._union or {}

    def _select(self, text: str, variables: tuple[str, ...], parameters: Mapping[str, str]) -> Solutions:
        reply = self._ask(text, _RESULTS, parameters)
        with _read(reply, to_end=False):
            parsed = _results(reply)
            if not isinstance(parsed, ox.QuerySolutions):
                raise _no_endpoint(reply)
        return Solutions(variables, _rows(reply, parsed, variables))

    def _holds(self, ask: str, parameters: Mapping[str, str]) -> bool:
        """Whether the answer is yes; a server may refuse the question, because there is no such graph."""
        try:
            return self._true(ask, parameters)
        except QueryError:
            return False

    def _true(self, ask: str, parameters: Mapping[str, str]) -> bool:
        reply = self._ask(ask, _RESULTS, parameters)
        with _read(reply):
            parsed = _results(reply)
            if not isinstance(parsed, ox.QueryBoolean):
                raise _no_endpoint(reply)
            return bool(parsed)


class RemoteWriter(RemoteStore):
    """A store on a server, to be asked and changed; nothing keeps others from changing it at the same time."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        if self._addresses.update is None:
            raise StoreError(
                f"Where the server of {location} takes updates is not known: say it by PEELGRAPH_UPDATE, as in "
                "https://example.org/update."
            )
        self._update_at = self._addresses.update

    def query(self, text: str) -> Answer:
        """See `Store.query`. The answer is read at once, so that it is of one state."""
        return read_at_once(super().query(text))

    def replace(
        self,
        graphs: Mapping[str, Iterable[ox.Quad] | None],
        *,
        remove: Iterable[ox.Quad] = (),
        add: Iterable[ox.Quad] = (),
    ) -> None:
        """See `WritableStore.replace`.

        One update does it all, which Oxigraph and `peelgraph serve` carry out in one step. Where graphs go to a graph
        store one by one, the last graph is taken out first and put in last, so that it is there only if all
        else is.

        Raises:
            ValueError: as in `WritableStore.replace`, and where a statement with a blank node, which cannot be named
                to a server, is to be taken out.
        """
        changes = Changes.of(graphs, remove, add)
        if self._addresses.graphs is None:
            text = changes.as_update()
            if len(text) > MOST:
                raise StoreError(
                    f"A document is too large for one update ({len(text) >> 20} MiB): give the address of the server's "
                    "graph store by PEELGRAPH_GRAPHS."
                )
            self._update(text)
            return
        self._update(changes.drops())
        for text in changes.removals():
            self._update(text)
        for name, statements in changes.others():
            self._put(self._addresses.graphs, name, statements, "PUT")
        for name, statements in changes.additions():
            self._put(self._addresses.graphs, name, statements, "POST")
        for name, statements in changes.last():
            self._put(self._addresses.graphs, name, statements, "PUT")

    def publish(self) -> None:
        """See `WritableStore.publish`; a server shows each change at once."""

    def _update(self, text: str) -> None:
        if text:
            request = _Request(self._update_at, text, "*/*", {}, update=True).made()
            self._send(request, asks=False).close()

    def _put(self, address: str, name: str, statements: list[ox.Triple], method: str) -> None:
        """Put statements into a graph: all that it is to hold (PUT), or more (POST)."""
        for piece in pieces(statements):
            request = urllib.request.Request(  # noqa: S310  the address was checked to be of http or https
                f"{address}?{urlencode({'graph': name})}",
                piece,
                {"Content-Type": "application/n-triples"},
                method=method,
            )
            self._send(request, asks=False).close()
            method = "POST"


def _kind(text: str) -> tuple[Kind, tuple[str, ...]]:
    """What a query asks for, and the names of its columns, by Oxigraph's own parser.

    Raises:
        QueryError: it is no query.
    """
    try:
        asked = ox.Store().query(text)
    except SyntaxError as error:
        raise QueryError(f"The query is not valid SPARQL: {syntax_message(error)}.") from error
    except RuntimeError as error:
        raise QueryError(f"The query cannot be asked: {error}.") from error
    if isinstance(asked, ox.QuerySolutions):
        return "rows", tuple(variable.value for variable in asked.variables)
    return ("graph" if isinstance(asked, ox.QueryTriples) else "truth"), ()


@contextmanager
def _read(reply: Reply, *, to_end: bool = True) -> Iterator[None]:
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


def _is_virtuoso(reply: Reply) -> bool:
    return reply.headers.get("Server", "").startswith("Virtuoso")


def _results(reply: Reply) -> ox.QuerySolutions | ox.QueryBoolean:
    """Results as they come in.

    Raises:
        StoreError: it is another kind of thing.
        SyntaxError: it is damaged.
    """
    form = _RESULT_FORMATS.get(reply.media_type)
    if form is None:
        raise _no_endpoint(reply)
    if _is_virtuoso(reply):
        # Its names of blank nodes are none of SPARQL. A quotation mark within a value would be escaped.
        return ox.parse_query_results(_NODE_ID.sub(rb"\1", reply.read()), format=form)
    return ox.parse_query_results(cast("IO[bytes]", reply), format=form)


def _rows(reply: Reply, parsed: ox.QuerySolutions, variables: tuple[str, ...]) -> Iterator[tuple[Term | None, ...]]:
    """Rows with the columns in the order of the query; servers that list them in another are known."""
    with _read(reply):
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


def _triples(reply: Reply) -> Iterator[ox.Triple]:
    with _read(reply):
        for quad in ox.parse(cast("IO[bytes]", reply), format=_GRAPH_FORMATS[reply.media_type]):
            yield quad.triple


def _no_endpoint(reply: Reply) -> StoreError:
    said = in_one_line(reply.media_type) or "no media type"
    return StoreError(f"What answers at {reply.url} is no SPARQL endpoint (it sent {said}): check the address.")
