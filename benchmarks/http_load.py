"""Loads a server with one query over some connections for some seconds: with wrk, or with a client of our own."""

from __future__ import annotations

import asyncio
import math
import re
import shutil
import statistics
import subprocess
import time
import urllib.parse
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import httptools

ACCEPT = "application/sparql-results+json"
WRK = shutil.which("wrk")
_numbers = count(time.time_ns() // 1000)
"""No query is the same as one that was asked before, in this run or in another."""

_WRK = """
done = function(summary, latency)
  print(string.format("turn %d %d %f %f %d", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99),
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status))
end
"""
_WRK_VARIED = """
local number, start = 0, ""
init = function(args) start = "%0A%23" .. args[1] .. "." end
request = function()
  number = number + 1
  return wrk.format(nil, wrk.path .. start .. number)
end
"""


@dataclass(frozen=True)
class Run:
    """What one turn gave."""

    rate: float
    """Requests a second."""
    p50: float
    """Milliseconds; infinite, as p99, where no request was answered in time."""
    p99: float
    cpu: float = math.nan
    """Milliseconds of computing of the server, for each request."""


def turn(url: str, connections: int, seconds: int, folder: Path, *, varied: bool = False) -> Run:
    """Ask again and again, over each connection as soon as it has been answered.

    Args:
        url: of the query, for GET.
        connections: that are kept open.
        seconds: that it takes.
        folder: for a script.
        varied: whether each query is to be another, by a number in a comment at its end.

    Raises:
        SystemExit: a request failed.
    """
    if WRK:
        return _by_wrk(url, connections, seconds, folder, varied=varied)
    return asyncio.run(_by_client(url, connections, seconds, varied=varied))


def _by_wrk(url: str, connections: int, seconds: int, folder: Path, *, varied: bool) -> Run:
    """One turn, with wrk."""
    script = folder / "wrk.lua"
    script.write_text(_WRK + (_WRK_VARIED if varied else ""))
    options = ["-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "60s", "-s", str(script)]
    command = [str(WRK), *options, "-H", f"Accept: {ACCEPT}", url, "--", str(next(_numbers))]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=seconds + 90).stdout
    said = re.search(r"^turn (\d+) (\d+) (\S+) (\S+) (\d+)$", done, re.MULTILINE)
    if not said or int(said[5]):
        raise SystemExit(f"Requests failed: {done}")
    if not int(said[1]):
        return Run(0, math.inf, math.inf)
    return Run(int(said[1]) / int(said[2]) * 1e6, float(said[3]) / 1000, float(said[4]) / 1000)


class _Client(asyncio.Protocol):
    """A connection that asks again as soon as it is answered."""

    def __init__(self, url: str, times: list[float], until: float, *, varied: bool) -> None:
        at = urllib.parse.urlsplit(url)
        self._path, self._rest = f"{at.path}?{at.query}", f" HTTP/1.1\r\nHost: {at.netloc}\r\nAccept: {ACCEPT}\r\n\r\n"
        self._times, self._until, self._varied, self._began = times, until, varied, 0.0
        self.ended = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]
        self._ask()

    def _ask(self) -> None:
        self._parser = httptools.HttpResponseParser(self)
        self._began = time.perf_counter()
        number = f"%0A%23{next(_numbers)}" if self._varied else ""
        self._transport.write(f"GET {self._path}{number}{self._rest}".encode())

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_message_complete(self) -> None:
        now = time.perf_counter()
        self._times.append(now - self._began)
        if self._parser.get_status_code() != 200:  # noqa: PLR2004
            self._end(SystemExit(f"A request failed: {self._parser.get_status_code()}"))
        elif now < self._until:
            asyncio.get_running_loop().call_soon(self._ask)
        else:
            self._end(None)

    def connection_lost(self, exc: Exception | None) -> None:
        self._end(exc or ConnectionResetError("The server closed the connection."))

    def _end(self, error: BaseException | None) -> None:
        if not self.ended.done():
            self.ended.set_result(error)
            self._transport.abort()


async def _by_client(url: str, connections: int, seconds: int, *, varied: bool) -> Run:
    """One turn, with a client of our own."""
    loop, at = asyncio.get_running_loop(), urllib.parse.urlsplit(url)
    times: list[float] = []
    began = time.perf_counter()
    clients = [_Client(url, times, began + seconds, varied=varied) for _ in range(connections)]
    for client in clients:
        await loop.create_connection(lambda client=client: client, str(at.hostname), at.port or 80)  # type: ignore[misc]
    for error in await asyncio.wait_for(asyncio.gather(*(each.ended for each in clients)), seconds + 90):
        if error:
            raise error
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return Run(len(times) / (time.perf_counter() - began), cuts[49] * 1000, cuts[98] * 1000)
