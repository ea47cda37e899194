"""The description of the data set at /.well-known/void, as VoID (W3C 2011, section 7.2) and DCAT have it."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from ..description import DATASET, PREFIXES, VOID, describe
from ..errors import QueryError
from ..store import Solutions
from .interface import Engines
from .negotiation import GRAPHS, negotiated
from .respond import about_data, engines_of, etag, not_modified, public_base, while_connected

GROUPS = 100_000
"""Graphs, classes or properties that are counted."""


def routes() -> list[BaseRoute]:
    """Where the description is."""
    described = _Described()

    async def void(request: Request) -> Response:
        engines, base = engines_of(request), public_base(request)
        media_type = negotiated(request.headers.get("accept"), request.query_params.get("format"), GRAPHS)
        tag = etag(engines.state, "void", media_type, base)
        if same := not_modified(request, tag):
            return same
        triples = [*await while_connected(request, described.of(engines)), *_served(base)]
        content = ox.serialize(sorted(triples, key=str), format=GRAPHS[media_type], prefixes=PREFIXES)
        return Response(content, headers={**about_data(request), "ETag": tag}, media_type=media_type)

    return [Route("/.well-known/void", void)]


def _served(base: str) -> list[ox.Triple]:
    """Where this server answers."""
    places = {"sparqlEndpoint": f"{base}/sparql", "uriLookupEndpoint": f"{base}/describe?iri="}
    dataset = ox.NamedNode(DATASET)
    return [ox.Triple(dataset, ox.NamedNode(VOID + name), ox.NamedNode(place)) for name, place in places.items()]


class _Described:
    """The description of the data as they are: made when it is first asked for, and once for all who ask."""

    def __init__(self) -> None:
        self._state = ""
        self._making: asyncio.Task[list[ox.Triple]] | None = None

    async def of(self, engines: Engines) -> list[ox.Triple]:
        """The description.

        Raises:
            ServerError: a query was not answered; who asks next starts anew.
        """
        made = self._making
        failed = made is not None and made.done() and (made.cancelled() or made.exception() is not None)
        if made is None or failed or self._state != engines.state:
            self._state = engines.state
            made = self._making = asyncio.create_task(_triples(engines))
        return await asyncio.shield(made)


async def _triples(engines: Engines) -> list[ox.Triple]:
    """Describe in a thread, the queries of which the engines answer, each within the limits that hold for all."""
    loop = asyncio.get_running_loop()

    def wait(answer: Awaitable[Solutions]) -> Solutions:
        async def awaited() -> Solutions:
            return await answer

        return asyncio.run_coroutine_threadsafe(awaited(), loop).result()

    out = io.BytesIO()
    await asyncio.to_thread(describe, _Snapshot(engines, wait), out)
    return [quad.triple for quad in ox.parse(out.getvalue(), format=ox.RdfFormat.TURTLE)]


class _Snapshot:
    """The engines as a store, for code that waits for its answers."""

    location = "this server"

    def __init__(self, engines: Engines, wait: Callable[[Awaitable[Solutions]], Solutions]) -> None:
        self._engines, self._wait = engines, wait

    def query(self, text: str) -> Solutions:
        """See `store.Store.query`; only SELECT."""
        return self._wait(self._engines.select(text, rows=GROUPS))

    def graphs(self) -> list[str]:
        """See `store.Store.graphs`."""
        raise QueryError("The graphs are asked for by a query.")

    def close(self) -> None:
        """See `store.Store.close`."""

    def __enter__(self) -> _Snapshot:
        return self

    def __exit__(self, *exception: object) -> None:
        pass
