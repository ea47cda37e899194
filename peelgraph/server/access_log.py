"""The access log: a line of JSON for each request, without the text of queries unless the operator asks for it."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Iterable
from functools import lru_cache
from typing import TextIO
from urllib.parse import parse_qs

from .settings import Settings

_LONGEST = 4096


def client_of(settings: Settings, headers: Iterable[tuple[bytes, bytes]], connected: tuple[str, int] | None) -> str:
    """Address of the client that asks: the one that is connected, or whom it names if it is a trusted proxy."""
    if settings.trust_proxy:
        for name, value in headers:
            if name == b"x-forwarded-for":
                return value.decode("latin-1").rpartition(",")[2].strip()
    return connected[0] if connected else ""


class AccessLog:
    """Writes lines, if the operator wants them."""

    def __init__(self, settings: Settings, out: TextIO | None = None) -> None:
        self._settings = settings
        self._out = out or sys.stderr
        self._second, self._shown = 0, ""
        self._lines: list[str] = []

    def write(
        self, client: str, method: str, url: bytes, status: int, size: int, seconds: float, query: str = ""
    ) -> None:
        """Write a line, with others of this turn of the event loop.

        Args:
            client: its address.
            method: of the request.
            url: path and parameters, as they were sent.
            status: of the response.
            size: bytes of its body.
            seconds: that it took.
            query: that it asked, if that does not stand in its address.
        """
        if not self._settings.access_log:
            return
        now = time.time()
        if int(now) != self._second:
            self._second = int(now)
            self._shown = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now))
        path, _, parameters = url.partition(b"?")
        asked = ""
        if self._settings.log_queries:
            query = query or parse_qs(parameters.decode("latin-1")).get("query", [""])[0]
            asked = f', "query": {json.dumps(query[:_LONGEST])}' if query else ""
        if not self._lines:
            asyncio.get_running_loop().call_soon(self._flush)
        self._lines.append(
            f'{{"time": "{self._shown}.{int(now * 1000) % 1000:03}Z", "client": {_quoted(client)}, '
            f'"method": {_quoted(method)}, "path": {_quoted(path[:256].decode("latin-1"))}, '
            f'"status": {status}, "bytes": {size}, "ms": {seconds * 1000:.2f}{asked}}}\n'
        )

    def _flush(self) -> None:
        self._out.write("".join(self._lines))
        self._lines.clear()


@lru_cache(maxsize=1024)
def _quoted(text: str) -> str:
    return json.dumps(text)
