"""The access log: a line of JSON for each request, without the text of queries unless the operator asks for it."""

from __future__ import annotations

import json
import sys
import time
from typing import TextIO
from urllib.parse import parse_qs

from .settings import Settings

_LONGEST = 4096


class AccessLog:
    """Writes lines, if the operator wants them."""

    def __init__(self, settings: Settings, out: TextIO | None = None) -> None:
        self._settings = settings
        self._out = out or sys.stderr
        self._second, self._shown = 0, ""

    def write(self, client: str, method: str, url: bytes, status: int, size: int, seconds: float) -> None:
        """Write a line.

        Args:
            client: its address.
            method: of the request.
            url: path and parameters, as they were sent.
            status: of the response.
            size: bytes of its body.
            seconds: that it took.
        """
        if not self._settings.access_log:
            return
        now = time.time()
        if int(now) != self._second:
            self._second = int(now)
            self._shown = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now))
        path, _, parameters = url.partition(b"?")
        query = ""
        if self._settings.log_queries and parameters:
            asked = parse_qs(parameters.decode("latin-1")).get("query", [""])[0]
            query = f', "query": {json.dumps(asked[:_LONGEST])}'
        self._out.write(
            f'{{"time": "{self._shown}.{int(now * 1000) % 1000:03}Z", "client": {json.dumps(client)}, '
            f'"method": {json.dumps(method)}, "path": {json.dumps(path[:256].decode("latin-1"))}, '
            f'"status": {status}, "bytes": {size}, "ms": {seconds * 1000:.2f}{query}}}\n'
        )
