"""The front's end of the connection to an engine, and of that to a zygote that makes engines."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any, Literal, cast

from . import frames
from .engine import refusal
from .interface import AnswerAbortedError, ServerError
from .settings import Settings, as_json
from .stream import Stream

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_numbers = itertools.count(1)


class LostError(Exception):
    """An engine ended before it answered."""


class Exchange:
    """One message to an engine and what comes back."""

    def __init__(self) -> None:
        self.header: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self.stream = Stream()
        self.began = time.monotonic()
        self.fresh = True
        """Whether it holds one of the places for queries that are not known to be long."""
        self.fingerprint = 0
        self.cpu: float | None = None
        """Seconds of computing that its answer took, once it is complete."""
        self.stopped: ServerError | None = None
        """Why the front ended the engine."""
        self.done: Callable[[Exchange], None] | None = None

    def refuse(self, error: Exception) -> None:
        """End it badly."""
        if not self.header.done():
            self.header.set_exception(error)
            self.header.exception()  # whoever waited may be gone
            self.stream.end()
        else:
            self.stream.end(AnswerAbortedError(str(error)))


class Link(asyncio.Protocol):
    """A connection to an engine."""

    def __init__(self, zygote: Zygote, number: int, path: str | None) -> None:
        self.zygote, self.number, self.path = zygote, number, path
        self.pid = 0
        self.exchange: Exchange | None = None
        self.lowered = False
        self._idle = False
        """Whether it was put behind other processes, which cannot be undone."""
        self.size = 0
        """Bytes of address space before its first question."""
        self.is_open = True
        self.on_free: Callable[[Link], None] | None = None
        self._cpu = 0.0
        self._decoder = frames.Decoder()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See `asyncio.Protocol`."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is one without saying so

    def begin(self, *messages: bytes) -> Exchange:
        """Send a message."""
        assert self._transport is not None  # noqa: S101  it is connected
        self.exchange = Exchange()
        self._transport.writelines(messages)
        return self.exchange

    def data_received(self, data: bytes) -> None:
        """See `asyncio.Protocol`."""
        for kind, content in self._decoder.feed(data):
            exchange = self.exchange
            if exchange is None:
                continue
            if kind == frames.DATA:
                exchange.stream.feed(content)
            elif kind == frames.HEADER:
                if not exchange.header.done():
                    exchange.header.set_result(frames.parsed(content))
            elif kind == frames.END:
                before, self._cpu = self._cpu, frames.parsed(content)["cpu"]
                exchange.cpu = self._cpu - before
                exchange.stream.end()
                self._finish(exchange)
            elif kind == frames.REFUSAL:
                said = frames.parsed(content)
                self._cpu = said["cpu"]
                exchange.refuse(refusal(said))
                self._finish(exchange)

    def _finish(self, exchange: Exchange) -> None:
        self.exchange = None
        if exchange.done:
            exchange.done(exchange)
        if self.on_free:
            self.on_free(self)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  as the base class has it
        """See `asyncio.Protocol`."""
        self.is_open = False
        if exchange := self.exchange:
            exchange.refuse(exchange.stopped or LostError("The engine ended."))
            self._finish(exchange)
        elif self.on_free:
            self.on_free(self)

    def close(self) -> None:
        """End an engine that has nothing to do."""
        self.is_open = False
        if self._transport:
            self._transport.close()

    def kill(self, why: ServerError | None = None) -> None:
        """End an engine at once, whatever it does."""
        if self.exchange:
            self.exchange.stopped = why
        self.zygote.kill(self.number)
        if self._transport:
            self._transport.abort()

    def cpu(self) -> float:
        """Seconds of computing that its present question took so far; those by the clock where nobody counts."""
        if self.exchange is None:
            return 0.0
        try:
            with open(f"/proc/{self.pid}/stat", "rb") as file:  # noqa: PTH123  quick
                fields = file.read().rpartition(b")")[2].split()
        except OSError:
            return time.monotonic() - self.exchange.began
        return (int(fields[11]) + int(fields[12])) / _TICKS - self._cpu

    def grown(self) -> int:
        """Bytes that it has taken since it began."""
        try:
            with open(f"/proc/{self.pid}/statm", "rb") as file:  # noqa: PTH123  quick
                size = int(file.read().split()[0]) * _PAGE
        except (OSError, IndexError):
            return 0
        self.size = self.size or size
        return size - self.size

    def lower(self, *, idle: bool = False) -> None:
        """Let other processes go first.

        Args:
            idle: many at the lowest priority still take a third of a core; idle ones take what all others leave.
        """
        self.lowered, self._idle = True, self._idle or idle
        if self.pid:  # 0 would be this process itself
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self.pid, 19)
                if self._idle:
                    os.sched_setscheduler(self.pid, os.SCHED_IDLE, os.sched_param(0))


class Body:
    """The bytes of an answer; its engine is ended if they are not wanted any more."""

    def __init__(self, exchange: Exchange, link: Link) -> None:
        self._exchange, self._link = exchange, link

    def __aiter__(self) -> Body:
        return self

    async def __anext__(self) -> bytes:
        return await self._exchange.stream.__anext__()

    async def aclose(self) -> None:
        """Want no more of it."""
        if not self._exchange.stream.is_ended:
            self._link.kill()
        with contextlib.suppress(StopAsyncIteration):
            await self._exchange.stream.aclose()


class Zygote:
    """A process that makes engines."""

    def __init__(self, settings: Settings, load: str | None = None) -> None:
        """Start it.

        Args:
            settings: of the server.
            load: path of the version that it takes into memory; None if its engines open versions on disk.
        """
        self._front, behind = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with behind:
            command = [sys.executable, "-m", "peelgraph.server.zygote"]
            self._process = subprocess.Popen(command, stdin=behind.fileno(), stdout=subprocess.DEVNULL)  # noqa: S603  our own
        self._front.send(json.dumps({"settings": as_json(settings), "load": load}).encode())
        self._front.setblocking(False)
        self._links: dict[int, Link] = {}
        self._ends: dict[int, asyncio.Future[int]] = {}
        self.ready: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.is_alive = True
        asyncio.get_running_loop().add_reader(self._front, self._heard)

    async def engine(self, path: str | None, role: Literal["engine", "writer"] = "engine") -> Link:
        """A new engine, or the writer.

        Raises:
            LostError: the zygote has ended.
        """
        if not self.is_alive:
            raise LostError("The process that makes engines has ended.")
        loop = asyncio.get_running_loop()
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        link = Link(self, next(_numbers), path)
        self._links[link.number] = link
        self._ends[link.number] = loop.create_future()
        with theirs:
            told = json.dumps({"fork": link.number, "path": path, "role": role}).encode()
            try:
                socket.send_fds(self._front, [told], [theirs.fileno()])
            except (BrokenPipeError, ConnectionResetError) as error:
                ours.close()
                self._gone()
                raise LostError("The process that makes engines has ended.") from error
        await loop.create_connection(lambda: link, sock=ours)
        return link

    async def how_ended(self, number: int) -> int | None:
        """Exit code of an engine, negative if it was a signal; None if it has not ended within seconds."""
        if number not in self._ends:
            return None
        try:
            return await asyncio.wait_for(asyncio.shield(self._ends[number]), 5)
        except TimeoutError:
            return None

    def kill(self, number: int) -> None:
        """End an engine."""
        if self.is_alive:
            with contextlib.suppress(OSError):
                self._front.send(json.dumps({"kill": number}).encode())

    def close(self) -> None:
        """End it, and its engines."""
        for link in self._links.values():
            link.close()
        if self.is_alive:
            self.is_alive = False
            asyncio.get_running_loop().remove_reader(self._front)
            self._front.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(0.2)
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    @property
    def pid(self) -> int:
        """Number of its process."""
        return self._process.pid

    def _heard(self) -> None:
        try:
            data = self._front.recv(65536)
        except BlockingIOError:
            return
        except ConnectionResetError:
            data = b""
        if not data:
            self._gone()
            return
        told = json.loads(data)
        if "ready" in told and not self.ready.done():
            self.ready.set_result(True)
        if link := self._links.get(told.get("started", 0)):
            link.pid = told["pid"]
            link.grown()
            if link.lowered:
                link.lower()
        if "ended" in told:
            self._links.pop(told["ended"], None)
            ended = self._ends[told["ended"]]
            if not ended.done():
                ended.set_result(told["code"])
            asyncio.get_running_loop().call_later(10, self._ends.pop, told["ended"], None)

    def _gone(self) -> None:
        if not self.is_alive:
            return
        for ended in self._ends.values():  # nobody is left to tell how
            if not ended.done():
                ended.set_result(-signal.SIGKILL)
        self.is_alive = False
        asyncio.get_running_loop().remove_reader(self._front)
        self._front.close()
        if not self.ready.done():
            self.ready.set_result(False)
