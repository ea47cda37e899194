"""A connection of a client: answers that are remembered go out at once, and what wastes our time is cut off.

uvicorn has no bound on open connections, on headers, or on the time that a client takes to send them.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from .access_log import AccessLog, client_of
from .cache import AnswerCache, Kept, Key, Seen, key_of
from .interface import Engines
from .metrics import Metrics, kind_of
from .settings import Settings

SILENT = 15.0
"""Seconds that a client may take to begin a request, and to send its headers."""
STUCK, LEAST = 60.0, 2**18
"""Seconds in which a client must take so many bytes of an answer that waits for it."""
_URL = 65_535
"""Bytes of an address: more the parser does not take apart."""
_HEADERS = 65_536
"""Bytes of headers."""


class _Answered:
    """Stands for uvicorn's account of a request that is answered."""

    response_complete, more_body = True, False

    def __init__(self) -> None:
        self.message_event = asyncio.Event()


class Connection(HttpToolsProtocol):
    """What uvicorn has, and bounds."""

    def __init__(self, config: Any, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  as uvicorn has it
        super().__init__(config, *args, **kwargs)
        state = config.app.state
        self._settings: Settings = state.settings
        self._engines: Engines | None = state.engines
        self._remembered: AnswerCache = state.remembered
        self._measures: Metrics = state.measures
        self._log: AccessLog = state.log
        self._late: asyncio.TimerHandle | None = None
        self._stuck: asyncio.TimerHandle | None = None
        self._incomplete = self._between = True
        self._messages = 0
        self._given: Key | None = None
        self._client = ""
        self._size = self._chunk = 0
        self._began = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """See `asyncio.Protocol`."""
        super().connection_made(transport)
        self._late = self.loop.call_later(SILENT, transport.abort)
        most = self._settings.connections
        if len(self.connections) > most:
            self._refuse("503 Service Unavailable", "The server has too many connections: try again in a moment.")
        elif not self._settings.trust_proxy and self._of_same_client() > max(1, most // 2):
            self._refuse("429 Too Many Requests", "There are too many connections from your address: close some.")

    def connection_lost(self, exc: Exception | None) -> None:
        """See `asyncio.Protocol`."""
        self._clear()
        self._flowing()
        super().connection_lost(exc)

    def _of_same_client(self) -> int:
        own = self.client[0] if self.client else ""
        return sum(
            isinstance(each, Connection) and each.client is not None and each.client[0] == own
            for each in self.connections
        )

    def pause_writing(self) -> None:
        """See `asyncio.Protocol`: the client takes less than we send."""
        super().pause_writing()
        self._watch(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        """See `asyncio.Protocol`."""
        self._flowing()
        super().resume_writing()

    def _watch(self, left: int) -> None:
        self._stuck = self.loop.call_later(STUCK, self._look, left)

    def _look(self, before: int) -> None:
        left = self.transport.get_write_buffer_size()
        if before - left < LEAST:
            self.transport.abort()
        else:
            self._watch(left)

    def _flowing(self) -> None:
        if self._stuck is not None:
            self._stuck.cancel()
            self._stuck = None

    def on_response_complete(self) -> None:
        """See uvicorn."""
        super().on_response_complete()
        if self.cycle.response_complete and self.cycle.more_body and self._late is None:
            self._late = self.loop.call_later(SILENT, self.transport.abort)  # what comes now is read by nobody

    def on_message_complete(self) -> None:
        """See uvicorn."""
        self._clear()
        self._between = True
        super().on_message_complete()

    def timeout_keep_alive_handler(self) -> None:
        """See uvicorn: requests that are known are answered without winding up its clock."""
        left = self._began + self.timeout_keep_alive - time.perf_counter()
        if left > 0:
            self.timeout_keep_alive_task = self.loop.call_later(left, self.timeout_keep_alive_handler)
        else:
            super().timeout_keep_alive_handler()

    def data_received(self, data: bytes) -> None:
        """See `asyncio.Protocol`."""
        between, self._messages = self._between, 0
        if between and self.timeout_keep_alive_task is not None and (not data.strip(b"\r\n") or self._once_more(data)):
            return  # empty lines are no request (RFC 9112, section 2.2): the clock of silent clients goes on
        if self._incomplete:
            self._chunk = len(data)
            self._size += self._chunk
            if self._size > 2 * (_HEADERS + _URL):
                status = "414 URI Too Long" if len(self.url) > _URL else "431 Request Header Fields Too Large"
                self._refuse(status, "The address or the headers are too long: send the query by POST.")
                return
        super().data_received(data)
        if self._given and between and self._between and self._messages == 1:
            self._remembered.see(data, Seen(self.url, self._given, self._client if self._settings.trust_proxy else ""))
        if self._incomplete and self._late is None and not self.transport.is_closing():
            self._late = self.loop.call_later(SILENT, self.transport.abort)

    def on_message_begin(self) -> None:
        """See uvicorn."""
        self._incomplete, self._size, self._began = True, self._chunk, time.perf_counter()
        self._between = False
        self._messages += 1
        self._given = None
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """See uvicorn."""
        self._clear()
        self._incomplete = False
        hosts = sum(name == b"host" for name, _ in self.headers)
        if self.transport.is_closing():
            return
        if len(self.url) > _URL:
            self._refuse("414 URI Too Long", "The address is too long: send the query by POST.")
        elif hosts > 1 or (hosts == 0 and self.parser.get_http_version() != "1.0"):
            self._refuse("400 Bad Request", "A request has one header Host (RFC 9112, section 3.2).")
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

    def _once_more(self, data: bytes) -> bool:
        """Give a remembered answer, if what came is byte for byte a request that was given one."""
        seen = self._remembered.seen.get(data)
        kept = self._remembered.get(seen.key, self._engines.state) if seen and self._engines else None
        if seen is None or kept is None or self.flow.write_paused:
            return False
        self._began = time.perf_counter()
        self._give(seen.url, kept, seen.client or (self.client[0] if self.client else ""))
        self.server_state.total_requests += 1
        return True

    def _again(self) -> bool:
        """Give a remembered answer, if there is one for this request."""
        cycle: Any = self.cycle  # None before the first request
        ready = (cycle is None or cycle.response_complete) and not self.flow.write_paused
        if self._engines is None or not ready or self.parser.get_method() != b"GET":
            return False
        key = key_of(self.url, self.headers)
        kept = self._remembered.get(key, self._engines.state) if key else None
        if kept is None or not self.parser.should_keep_alive() or self.parser.get_http_version() == "1.0":
            return False
        known = next((value for name, value in self.headers if name == b"if-none-match"), None)
        if known is None:
            self._given = key
        self._client = client_of(self._settings, self.headers, self.client)
        self._give(self.url, kept, self._client, unchanged=known is not None and kept.tag in known)
        self.cycle = _Answered()  # type: ignore[assignment]
        self.on_response_complete()
        return True

    def _give(self, url: bytes, kept: Kept, client: str, *, unchanged: bool = False) -> None:
        """Send an answer."""
        if unchanged:
            status, line, content = 304, b"HTTP/1.1 304 Not Modified\r\n", b""
        else:
            status, line, content = 200, b"HTTP/1.1 200 OK\r\n", kept.content
        head = [line]
        for name, value in self.server_state.default_headers:
            head += (name, b": ", value, b"\r\n")
        self.transport.write(b"".join((*head, kept.headers, b"\r\n", content)))
        seconds = time.perf_counter() - self._began
        path = url.partition(b"?")[0].decode("latin-1").removeprefix(self._settings.base_path)
        self._measures.remembered += 1
        self._measures.count(kind_of(path), status, seconds)
        self._log.write(client, "GET", url, status, len(content), seconds)
