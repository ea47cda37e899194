"""What every request passes: bounds on clients, headers for browsers, the access log, answers to be remembered."""

from __future__ import annotations

import tempfile
import time
from collections import Counter

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .access_log import AccessLog, client_of
from .cache import AnswerCache, Kept, key_of
from .interface import AnswerAbortedError, ServerError, TooManyRequestsError
from .metrics import Metrics, kind_of
from .respond import EXPOSED, TRUNCATED, problem
from .settings import Settings
from .stream import KEPT, PIECE

OK = 200
CUT = TRUNCATED.lower().encode()
LOGGED = "peelgraph.query"
"""Where a request's scope has the query that it asks, for the log."""
NO_BODY = frozenset({204, 304})
_ALL = [(b"x-content-type-options", b"nosniff")]
_CORS = [(b"access-control-allow-origin", b"*"), (b"access-control-expose-headers", EXPOSED.encode())]
_PAGES = [
    (b"content-security-policy", b"default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
]

Headers = list[tuple[bytes, bytes]]


class Whole:
    """Answers for clients of HTTP/1.0, who know no chunks: sent when they are complete, and with their length.

    Such a client could not tell an answer that broke off from one that is whole.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request (ASGI 3)."""
        if scope.get("http_version") != "1.0" or scope["method"] == "HEAD":
            await self._app(scope, receive, send)
            return
        start: Message = {}
        with tempfile.SpooledTemporaryFile(KEPT) as kept:

            async def keeping(message: Message) -> None:
                if message["type"] == "http.response.start":
                    start.update(message)
                else:
                    kept.write(message.get("body", b""))

            await self._app(scope, receive, keeping)
            if start["status"] not in NO_BODY:
                own = [header for header in start["headers"] if header[0].lower() != b"content-length"]
                start["headers"] = [*own, (b"content-length", b"%d" % kept.tell())]
            await send(start)
            kept.seek(0)
            while piece := kept.read(PIECE):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body"})


class RequestGuard:
    """The application as the network sees it."""

    def __init__(
        self, app: ASGIApp, settings: Settings, measures: Metrics, remembered: AnswerCache, log: AccessLog
    ) -> None:
        self._app, self._settings, self._measures = app, settings, measures
        self._remembered, self._log = remembered, log
        self._clients: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request (ASGI 3)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        engines = scope["app"].state.engines
        state = engines.state if engines else ""
        url = scope["raw_path"] + (b"?" + scope["query_string"] if scope["query_string"] else b"")
        status = size = 0
        headers: Headers = []

        async def sending(message: Message) -> None:
            nonlocal status, size, headers
            if message["type"] == "http.response.start":
                status, headers = message["status"], [*message["headers"], *self._more(scope, message["headers"])]
                message = {**message, "headers": headers}
                self._measures.cut += any(name == CUT for name, _ in headers)
            elif message["type"] == "http.response.body":
                content = message.get("body", b"")
                if status == OK and size == 0 and not message.get("more_body") and scope["method"] == "GET":
                    # An answer that was made while the data changed could be of either state.
                    same = engines is not None and engines.state == state
                    self._remember(url, scope["headers"], state if same else "", headers, content)
                size += len(content)
            await send(message)

        client = client_of(self._settings, scope["headers"], scope.get("client"))
        self._clients[client] += 1
        self._measures.active += 1
        try:
            refused = self._refusal(client)
            if refused:
                await problem(Request(scope), refused)(scope, receive, sending)
            elif scope["method"] == "OPTIONS":
                await sending({"type": "http.response.start", "status": 204, "headers": self._preflight()})
                await sending({"type": "http.response.body"})
            else:
                await self._app(scope, receive, sending)
        except AnswerAbortedError:
            self._measures.aborted += 1  # ending without an end makes the server cut the connection
        finally:
            self._measures.active -= 1
            self._clients[client] -= 1
            if not self._clients[client]:
                del self._clients[client]
            seconds = time.perf_counter() - began
            self._measures.count(kind_of(scope["path"].removeprefix(self._settings.base_path)), status, seconds)
            self._log.write(client, scope["method"], url, status, size, seconds, scope.get(LOGGED, ""))

    def _refusal(self, client: str) -> ServerError | None:
        if self._clients[client] > self._settings.per_client:
            return TooManyRequestsError(
                f"There are more than {self._settings.per_client} requests from your address at once: wait for some."
            )
        return None

    def _more(self, scope: Scope, headers: Headers) -> Headers:
        """What browsers need to be told."""
        more: Headers = [*_ALL]
        if self._settings.cors and scope["method"] in {"GET", "HEAD", "POST", "OPTIONS"}:
            more += _CORS
        if any(name == b"content-type" and value.startswith(b"text/html") for name, value in headers):
            own = {name for name, _ in headers}
            more += [each for each in _PAGES if each[0] not in own]
        return more

    def _preflight(self) -> Headers:
        """What pages of other sites may do: read, also by POST, and not write, because a token is not to be sent."""
        headers: Headers = [(b"allow", b"GET, HEAD, POST, OPTIONS")]
        if self._settings.cors:
            headers += [
                (b"access-control-allow-methods", b"GET, HEAD, POST, OPTIONS"),
                (b"access-control-allow-headers", b"Accept, Content-Type, If-None-Match"),
                (b"access-control-max-age", b"86400"),
            ]
        return headers

    def _remember(self, url: bytes, asked: Headers, state: str, headers: Headers, content: bytes) -> None:
        tag = next((value for name, value in headers if name == b"etag"), None)
        key = key_of(url, asked)
        if tag and state and key:
            lines = b"".join([b"%b: %b\r\n" % header for header in headers])
            self._remembered.put(key, Kept(state, tag, lines, content))
