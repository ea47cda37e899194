"""A connection of a client: answers that are remembered go out at once, and what wastes our time is cut off.

uvicorn has no bound on open connections, on headers, or on the time that a client takes to send them.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from .cache import key_of
from .metrics import kind_of
from .settings import Settings

SILENT = 15.0
"""Seconds that a client may take to begin a request, and to send its headers."""
_URL = 65_535
"""Bytes of an address: more the parser does not take apart."""
_HEADERS = 65_536
"""Bytes of headers."""


class _Answered:
    """Stands for uvicorn's account of a request that is answered."""

    response_complete = True

    def __init__(self) -> None:
        self.message_event = asyncio.Event()


class Connection(HttpToolsProtocol):
    """What uvicorn has, and bounds."""

    def __init__(self, config: Any, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  as uvicorn has it
        super().__init__(config, *args, **kwargs)
        self._state = config.app.state
        self._settings: Settings = config.app.state.settings
        self._late: asyncio.TimerHandle | None = None
        self._incomplete = True
        self._size = self._chunk = 0
        self._began = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """See `asyncio.Protocol`."""
        super().connection_made(transport)
        self._late = self.loop.call_later(SILENT, transport.abort)
        if len(self.connections) > self._settings.connections:
            self._refuse("503 Service Unavailable", "The server has too many connections: try again in a moment.")

    def connection_lost(self, exc: Exception | None) -> None:
        """See `asyncio.Protocol`."""
        self._clear()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """See `asyncio.Protocol`."""
        if self._incomplete:
            self._chunk = len(data)
            self._size += self._chunk
            if self._size > 2 * (_HEADERS + _URL):
                status = "414 URI Too Long" if len(self.url) > _URL else "431 Request Header Fields Too Large"
                self._refuse(status, "The address or the headers are too long: send the query by POST.")
                return
        super().data_received(data)
        if self._incomplete and self._late is None and not self.transport.is_closing():
            self._late = self.loop.call_later(SILENT, self.transport.abort)

    def on_message_begin(self) -> None:
        """See uvicorn."""
        self._incomplete, self._size, self._began = True, self._chunk, time.perf_counter()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """See uvicorn."""
        self._clear()
        self._incomplete = False
        if len(self.url) > _URL:
            self._refuse("414 URI Too Long", "The address is too long: send the query by POST.")
        elif not self._again():
            super().on_headers_complete()

    def _clear(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _refuse(self, status: str, sentence: str) -> None:
        body = sentence.encode()
        self.transport.write(
            f"HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
            "Retry-After: 2\r\nConnection: close\r\n\r\n".encode()
            + body
        )
        self.transport.close()
        self.cycle = _Answered()  # type: ignore[assignment]
        self._incomplete = False

    def _again(self) -> bool:
        """Give a remembered answer, if there is one for this request."""
        engines = self._state.engines
        cycle: Any = self.cycle  # None before the first request
        ready = cycle is None or cycle.response_complete
        if engines is None or not ready or self.flow.write_paused or self.parser.get_method() != b"GET":
            return False
        key = key_of(self.url, self.headers)
        kept = self._state.remembered.get(key, engines.state) if key else None
        if kept is None or not self.parser.should_keep_alive():
            return False
        known = next((value for name, value in self.headers if name == b"if-none-match"), None)
        if known is not None and kept.tag in known:
            status, line, content = 304, b"HTTP/1.1 304 Not Modified\r\n", b""
        else:
            status, line, content = 200, b"HTTP/1.1 200 OK\r\n", kept.content
        head = [line]
        for name, value in self.server_state.default_headers:
            head += (name, b": ", value, b"\r\n")
        self.transport.write(b"".join((*head, kept.headers, b"\r\n", content)))
        self.cycle = _Answered()  # type: ignore[assignment]
        self.on_response_complete()
        seconds = time.perf_counter() - self._began
        path = self.url.partition(b"?")[0].decode("latin-1").removeprefix(self._settings.base_path)
        self._state.measures.remembered += 1
        self._state.measures.count(kind_of(path), status, seconds)
        client = self.client[0] if self.client else ""
        self._state.log.write(client, "GET", self.url, status, len(content), seconds)
        return True
