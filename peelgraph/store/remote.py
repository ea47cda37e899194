"""A store that a server keeps, asked and changed over the SPARQL 1.1 Protocol.

Sources: SPARQL 1.1 Protocol, SPARQL 1.1 Update and SPARQL 1.1 Graph Store HTTP Protocol (W3C, 2013). Which servers
were tried and what they do differently is in docs/decisions/0015-remote-store.md.
"""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Self, cast
from urllib.parse import urlencode

import pyoxigraph as ox
from SPARQLWrapper import INSERT, POST, POSTDIRECTLY, SELECT, SPARQLWrapper

from ..errors import QueryError, QueryTimeoutError, StoreError
from .addresses import addresses_of
from .changes import MOST, Changes, pieces
from .interface import Answer, Solutions, Triples, read_at_once
from .replies import (
    GRAPH_FORMATS,
    GRAPHS,
    RESULTS,
    cut_short,
    is_virtuoso,
    no_endpoint,
    reading,
    results,
    rows,
    triples,
)
from .sparql import leaves_undefined, names_its_graphs, refuse_service, syntax_message
from .web import Access, Reply, Web

Parameters = Mapping[str, Sequence[str]]
"""Values by name, as they go with a query (SPARQL 1.1 Protocol, section 2.1)."""

_UNION_BY: tuple[Parameters, ...] = (
    {},
    {"union-default-graph": ["true"]},
    {"default-graph-uri": ["urn:x-arq:UnionGraph"]},
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

Kind = Literal["rows", "graph", "truth"]


class _Request(SPARQLWrapper):
    """What is sent to an endpoint, put together as SPARQLWrapper does; `Web` sends it."""

    def __init__(self, address: str, text: str, accept: str, parameters: Parameters, *, update: bool) -> None:
        super().__init__(address)
        # Its own way to tell what kind of text it is reads the whole of it several times.
        self.queryString, self.queryType = text, INSERT if update else SELECT
        self.setMethod(POST)
        if update:
            self.setRequestMethod(POSTDIRECTLY)
        self.setOnlyConneg(True)
        self.addCustomHttpHeader("Accept", accept)
        for name, values in parameters.items():
            for value in values:
                self.addParameter(name, value)

    def made(self) -> urllib.request.Request:
        return self._createRequest()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A query that was checked, as it is sent."""

    text: str
    kind: Kind
    variables: tuple[str, ...]
    """Names of the columns, in the order of the query."""
    parameters: Parameters


class RemoteStore:
    """A store on a server, to be asked."""

    def __init__(self, location: str, access: Access | None = None) -> None:
        self.location = location
        self._addresses = addresses_of(location)
        self._web: Web | None = Web(access or Access.of_environment(), self._addresses.all)
        self._union: Parameters | None = None
        self.is_virtuoso = False
        """Whether that is what answers."""
        self._heeds_from = False
        self._united()  # says at once if there is no endpoint

    def query(self, text: str) -> Answer:
        """See `Store.query`. What the server cuts short or breaks off is no answer."""
        return self._whole(self.prepared(text))

    def prepared(self, text: str, graphs: Parameters | None = None) -> Prepared:
        """A query as it is to be sent.

        Args:
            text: SPARQL.
            graphs: ``default-graph-uri`` and ``named-graph-uri``; None for the union of all graphs, or those that the
                query names.

        Raises:
            QueryError: see `query`.
        """
        refuse_service(text)
        kind, variables = _kind(text)
        if self.is_virtuoso and leaves_undefined(text):
            raise QueryError(
                f"The server at {self._addresses.query} is Virtuoso, which finds nothing where a query says UNDEF: "
                "leave out the variables that may have any value, or ask another store."
            )
        if graphs is None:
            graphs = {} if self._names_its_graphs(text) else self._united()
        return Prepared(text, kind, variables, graphs)

    def sent(self, asked: Prepared) -> Reply:
        """The answer to a query as it begins to come in, to be read by `read`, or closed.

        Raises:
            StoreError: there is none; see `Web.send` for this and for what follows.
            QueryError: the server does not take the query.
        """
        accept = GRAPHS if asked.kind == "graph" else RESULTS
        request = _Request(self._addresses.query, asked.text, accept, asked.parameters, update=False).made()
        reply = self._send(request, asks=True)
        self.is_virtuoso = is_virtuoso(reply)
        return reply

    def read(self, asked: Prepared, reply: Reply) -> Answer:
        """What a server answers; rows and statements are read as they are wanted.

        Raises:
            StoreError: it is not what was asked for.
        """
        with reading(reply, to_end=asked.kind == "truth"):
            if asked.kind == "graph":
                if reply.media_type not in GRAPH_FORMATS:
                    raise no_endpoint(reply)
                return Triples(triples(reply))
            parsed = results(reply)
            if isinstance(parsed, ox.QueryBoolean) and asked.kind == "truth":
                return bool(parsed)
            if isinstance(parsed, ox.QuerySolutions) and asked.kind == "rows":
                return Solutions(asked.variables, rows(reply, parsed, asked.variables))
            raise no_endpoint(reply)

    @property
    def endpoint(self) -> str:
        """Where queries are sent."""
        return self._addresses.query

    def graphs(self) -> list[str]:
        """See `Store.graphs`; without those that Virtuoso keeps for itself."""
        answer = self._whole(Prepared("SELECT ?g { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g", "rows", ("g",), {}))
        found = (row[0].value for row in cast("Solutions", answer).rows if isinstance(row[0], ox.NamedNode))
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

    def _whole(self, asked: Prepared) -> Answer:
        """An answer.

        Raises:
            StoreError: the server has cut it short.
        """
        reply = self.sent(asked)
        if cut := cut_short(reply):
            reply.close()
            raise StoreError(
                f"The server at {reply.url} cut its answer short ({cut}): ask for less at once, or have its operator "
                "allow more."
            )
        return self.read(asked, reply)

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

    def _united(self) -> Parameters:
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

    def _holds(self, ask: str, parameters: Parameters) -> bool:
        """Whether the answer is yes; a server may refuse the question, because there is no such graph."""
        try:
            return self._true(ask, parameters)
        except QueryTimeoutError:
            raise
        except QueryError:
            return False

    def _true(self, ask: str, parameters: Parameters) -> bool:
        return self._whole(Prepared(ask, "truth", (), parameters)) is True


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
        raise QueryError(f"The query is not valid SPARQL: {syntax_message(error, text)}.") from error
    except RuntimeError as error:
        raise QueryError(f"The query cannot be asked: {error}.") from error
    if isinstance(asked, ox.QuerySolutions):
        return "rows", tuple(variable.value for variable in asked.variables)
    return ("graph" if isinstance(asked, ox.QueryTriples) else "truth"), ()
