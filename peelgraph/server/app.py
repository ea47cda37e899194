"""The application: the routes of each part, under one roof."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.types import Receive, Scope, Send

from ..errors import PeelgraphError, UnknownThingError
from . import api, graph_store, linked, metrics, pages, protocol, query_page, void
from .access_log import AccessLog
from .cache import AnswerCache
from .gateway import Gateway
from .interface import BadRequestError, EngineFailedError, Engines, NotAllowedError, NotFoundError, ServerError
from .known import Knowledge
from .middleware import RequestGuard, Whole
from .output import WORTH_PACKING
from .pool import Pool
from .rendering import error_page
from .respond import problem
from .settings import Settings


def create_app(settings: Settings, engines: Engines | None = None) -> Starlette:
    """The application.

    Args:
        settings: of the server.
        engines: who answers; None for processes of its own, begun and ended with the application.
    """

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        if engines is not None:
            yield
            return
        pool = Gateway(settings) if settings.is_gateway else Pool(settings)
        await pool.start()
        app.state.engines = pool
        try:
            yield
        finally:
            await pool.close()

    counted, remembered, log = metrics.Metrics(), AnswerCache(settings.remembered), AccessLog(settings)
    routes = _routes(settings)
    if settings.base_path:
        # A proxy may cut the base path off, or leave it.
        routes = [Mount(settings.base_path, routes=routes), *routes]
    app = Starlette(
        routes=routes,
        lifespan=lifespan,
        middleware=[
            Middleware(RequestGuard, settings=settings, measures=counted, remembered=remembered, log=log),
            Middleware(Whole),
            Middleware(Packing, minimum_size=WORTH_PACKING, compresslevel=2),
        ],
        exception_handlers={PeelgraphError: _refused, HTTPException: _refused, ClientDisconnect: _gone, 500: _failed},
    )
    app.state.settings, app.state.engines, app.state.measures = settings, engines, counted
    app.state.remembered, app.state.log = remembered, log
    app.state.knowledge = Knowledge()
    app.state.error_page = error_page if settings.query_page else None
    return app


class Packing(GZipMiddleware):
    """Packs answers for those who take them packed; requests of others do not pass through it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request (ASGI 3)."""
        takes = any(name == b"accept-encoding" and b"gzip" in value for name, value in scope.get("headers", ()))
        await (super().__call__ if takes else self.app)(scope, receive, send)


def _routes(settings: Settings) -> list[BaseRoute]:
    shown = pages.routes() if settings.query_page else []
    return [
        *protocol.routes(query_page.page if settings.query_page else None),
        *graph_store.routes(),
        *api.routes(),
        *linked.routes(),
        *void.routes(),
        *shown,
        *metrics.routes(),
    ]


async def _refused(request: Request, error: Exception) -> Response:
    return problem(request, _as_server_error(request, error))


def _as_server_error(request: Request, error: Exception) -> ServerError:
    """What is told to a client of an error."""
    if isinstance(error, ServerError):
        return error
    if isinstance(error, UnknownThingError) or (isinstance(error, HTTPException) and error.status_code == 404):  # noqa: PLR2004
        return NotFoundError(
            str(error) if isinstance(error, UnknownThingError) else f"There is nothing at {request.url.path}."
        )
    if isinstance(error, HTTPException) and error.status_code == 405:  # noqa: PLR2004
        allowed = (error.headers or {}).get("Allow", "").split(", ")
        return NotAllowedError(f"{request.url.path} does not take {request.method} requests.", tuple(allowed))
    return BadRequestError(str(error.detail if isinstance(error, HTTPException) else error))


async def _gone(request: Request, error: Exception) -> Response:  # noqa: ARG001  as Starlette calls it
    """Nobody reads this; the status is nginx's, for the access log."""
    return Response(status_code=499)


async def _failed(request: Request, error: Exception) -> Response:  # noqa: ARG001  as Starlette calls it
    answer = problem(request, EngineFailedError("The server made an error, which its operator can see in its log."))
    answer.headers["Connection"] = "close"  # as uvicorn does after an error, without saying so
    return answer
