"""Answers as HTTP responses, with what each of them says about the data; and refusals, in the form the client reads."""

from __future__ import annotations

import asyncio
import hashlib
import html
import json
import re
from collections.abc import Awaitable
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from http import HTTPStatus
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from ..description import LICENCE
from .interface import Answer, Engines, NotAllowedError, ServerError, UnauthorisedError
from .negotiation import choose
from .settings import Settings

Result = TypeVar("Result")

VERSION = "Peelgraph-Dataset-Version"
TRUNCATED = "Peelgraph-Truncated"
COVERAGE = "Peelgraph-Coverage"
EXPOSED = ", ".join((VERSION, TRUNCATED, COVERAGE, "ETag", "Link", "Location", "Retry-After"))

PATIENCE = 0.25
"""Seconds after which we look whether a client still waits."""

_HOST = re.compile(r"[\w.-]+(:\d+)?|\[[0-9A-Fa-f:.]+\](:\d+)?")


def settings_of(request: Request) -> Settings:
    """Settings of the server that was asked."""
    found: Settings = request.app.state.settings
    return found


def engines_of(request: Request) -> Engines:
    """Engines of the server that was asked."""
    found: Engines = request.app.state.engines
    return found


def public_base(request: Request) -> str:
    """Address under which the client knows this server, without a slash at its end."""
    settings = settings_of(request)
    if settings.public_url:
        return settings.public_url.rstrip("/")
    host, scheme = request.headers.get("host", ""), request.scope["scheme"]
    if settings.trust_proxy:
        host = request.headers.get("x-forwarded-host", host)
        scheme = request.headers.get("x-forwarded-proto", scheme)
    if not _HOST.fullmatch(host) or scheme not in {"http", "https"}:
        host, scheme = f"{settings.host}:{settings.port}", "http"
    return f"{scheme}://{host}{settings.base_path}"


def address(request: Request) -> str:
    """Address of a request as its client knows it, without parameters."""
    path: str = request.scope["path"]
    return public_base(request) + path.removeprefix(settings_of(request).base_path)


def about_data(request: Request, version: str | None = None) -> dict[str, str]:
    """Headers that say of which version the data are, when they were published, and under which licence."""
    engines = engines_of(request)
    headers = {
        VERSION: version or engines.version,
        "Link": f'<{LICENCE}>; rel="license", <{public_base(request)}/.well-known/void>; rel="describedby"',
        "Vary": "Accept, Accept-Encoding",
        "Cache-Control": "no-cache",
    }
    if engines.published:
        headers["Last-Modified"] = _http_date(engines.published)
    return headers


@lru_cache(maxsize=8)
def _http_date(time: datetime) -> str:
    return format_datetime(time, usegmt=True)


def etag(state: str, *parts: object) -> str:
    """A weak entity tag (RFC 9110, section 8.8.3) for what is made of data in one state in one way."""
    digest = hashlib.sha256(json.dumps([state, *parts]).encode()).hexdigest()
    return f'W/"{digest[:24]}"'


def not_modified(request: Request, tag: str) -> Response | None:
    """The answer to a client that has what it asks for already (RFC 9110, section 13.1.2)."""
    known = request.headers.get("if-none-match")
    if known is None or tag not in (each.strip() for each in known.split(",")):
        return None
    return Response(status_code=304, headers={**about_data(request), "ETag": tag})


def accepts_gzip(request: Request) -> bool:
    """Whether the client reads compressed answers."""
    codings = request.headers.get("accept-encoding", "").lower()
    return re.search(r"\b(gzip|\*)(?!\s*;\s*q=0(\.0*)?\s*(,|$))", codings) is not None


async def while_connected(request: Request, work: Awaitable[Result]) -> Result:
    """Wait for something as long as the client does.

    Raises:
        ClientDisconnect: the client is gone, and the work was cancelled.
    """
    loop = asyncio.get_running_loop()
    watching: list[asyncio.Task[None]] = []

    def watch() -> None:
        watching.append(loop.create_task(_end_when_gone(request, waiting)))

    later = loop.call_later(PATIENCE, watch)  # a quick answer needs no task that looks after it
    try:
        async with asyncio.timeout(None) as waiting:
            return await work
    except TimeoutError:
        if waiting.expired():
            raise ClientDisconnect from None
        raise
    finally:
        later.cancel()
        for task in watching:
            task.cancel()


async def _end_when_gone(request: Request, waiting: asyncio.Timeout) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
    waiting.reschedule(asyncio.get_running_loop().time())


async def response(request: Request, answer: Answer, headers: dict[str, str]) -> Response:
    """An answer as it goes out; a cut one says so in a header."""
    headers = {**about_data(request, answer.version), **headers}
    if answer.truncated:
        headers[TRUNCATED] = "there are more rows or statements than are sent"
    if answer.gzipped:
        headers["Content-Encoding"] = "gzip"
    if answer.size is not None:
        headers["Content-Length"] = str(answer.size)
    if request.method == "HEAD":
        await _close(answer)
        return Response(headers=headers, media_type=answer.media_type)
    first = await anext(answer.body, b"")
    if answer.size is not None and len(first) == answer.size:
        await _close(answer)
        return Response(first, headers=headers, media_type=answer.media_type)
    return _Streamed(request, first, answer, headers)


class _Streamed(Response):
    """An answer that is sent as it comes, and that breaks off where it does."""

    def __init__(self, request: Request, first: bytes, answer: Answer, headers: dict[str, str]) -> None:
        super().__init__(None, headers=headers, media_type=answer.media_type)
        if answer.size is None:
            del self.headers["content-length"]
        self._request, self._first, self._answer = request, first, answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  as ASGI has it
        try:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            piece: bytes | None = self._first
            while piece is not None:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
                piece = await anext(self._answer.body, None)
                if await self._request.is_disconnected():
                    return
            await send({"type": "http.response.body"})
        finally:
            await _close(self._answer)


async def _close(answer: Answer) -> None:
    close = getattr(answer.body, "aclose", None)
    if close:
        await close()


def problem(request: Request, error: ServerError) -> Response:
    """A refusal: as a page or as text for those who ask for these, else as problem details (RFC 9457)."""
    headers = {"Vary": "Accept", "Cache-Control": "no-store"}
    if error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, UnauthorisedError):
        headers["WWW-Authenticate"] = 'Bearer realm="peelgraph"'
    if isinstance(error, NotAllowedError):
        headers["Allow"] = ", ".join(error.allow)
    title = HTTPStatus(error.status).phrase
    offered = ("application/problem+json", "application/json", "text/plain", "text/html")
    wanted = choose(request.headers.get("accept"), offered) or offered[0]
    if wanted == "text/html":
        page = request.app.state.error_page
        if page is not None:
            return page(request, error, headers)  # type: ignore[no-any-return]
        text = (
            f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
            f"<h1>{title}</h1><p>{html.escape(str(error))}</p></html>\n"
        )
        return Response(text, error.status, headers, "text/html")
    if wanted == "text/plain":
        return Response(f"{error}\n", error.status, headers, "text/plain")
    details: dict[str, Any] = {"type": "about:blank", "title": title, "status": error.status, "detail": str(error)}
    content = json.dumps(details, ensure_ascii=False)
    return Response(content, error.status, headers, "application/problem+json")
