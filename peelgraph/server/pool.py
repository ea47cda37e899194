"""The front's view of the processes behind it: which engine answers, for how long, from which version."""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from ..errors import PeelgraphError, StoreError
from . import frames
from .admission import PATIENCE, KnownKinds, Places, kind_of
from .engine import too_much_memory
from .generation import Generation, copied, newest, published_number
from .interface import (
    Answer,
    BadRequestError,
    BusyError,
    EngineFailedError,
    ForbiddenError,
    QueryStoppedError,
    Question,
    ServerError,
    TooLargeError,
    Written,
)
from .link import Body, Exchange, Link, LostError, Zygote
from .own_queries import OwnQueries
from .settings import Settings

LONG, SLOW = 0.5, 5.0
"""Seconds of computing, and by the clock, after which a query goes on behind the others and gives its place away."""
TICK = 0.02
"""Seconds between two looks at what runs."""
QUIET = 1.0
"""Seconds without a new version before one is taken into memory."""
LOOK = 1.0
"""Seconds between two looks for a new version."""

_log = logging.getLogger(__name__)


class Pool(OwnQueries):
    """See `interface.Engines`."""

    hindrance = 4.0
    """Seconds by the clock in which a query should have its second of computing."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._folder = Path(settings.store).expanduser().absolute()
        self._places = Places(settings.workers, settings.queue, settings.wait)
        self._writing = asyncio.Lock()
        self._disk: Zygote
        self._now: Generation
        self._writer: Link | None = None
        self._running: dict[Exchange, Link] = {}
        self._long, self._quick = KnownKinds(), KnownKinds()
        self._tasks: set[asyncio.Task[None]] = set()
        self._loading: asyncio.Task[None] | None = None
        self.stopped = 0
        """Queries that were stopped at a limit."""

    async def start(self) -> None:
        """Be ready to answer.

        Raises:
            StoreError: there is no store, or it is damaged.
        """
        self._disk = Zygote(self._settings)
        try:
            first = self._newest()
            first.version = await first.describe()
        except (PeelgraphError, LostError):
            self._disk.close()
            raise
        self._now = first
        self._load_later(0)
        for work in (self._supervise(), self._look()):
            self._keep(asyncio.create_task(work))

    async def close(self) -> None:
        """End all processes."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._writer and self._writer.is_open:
            self._writer.close()
            await self._disk.how_ended(self._writer.number)
        self._now.retire()
        if self._now.in_memory:
            self._now.zygote.close()
        self._disk.close()

    def _keep(self, task: asyncio.Task[None]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    @property
    def version(self) -> str:
        """See `Engines.version`."""
        return self._now.version

    @property
    def state(self) -> str:
        """See `Engines.state`."""
        return self._now.state

    @property
    def published(self) -> datetime | None:
        """See `Engines.published`."""
        return self._now.published

    @property
    def is_alive(self) -> bool:
        """Whether engines can be made."""
        return self._now.zygote.is_alive or self._disk.is_alive

    @property
    def in_memory(self) -> bool:
        """Whether the data are in memory."""
        return self._now.in_memory

    @property
    def running(self) -> int:
        """How many queries run."""
        return len(self._running)

    @property
    def waiting(self) -> int:
        """How many queries wait."""
        return self._places.waiting

    async def ask(self, question: Question) -> Answer:
        """See `Engines.ask`."""
        if len(question.text) > self._settings.query_length:
            raise TooLargeError(
                f"The query has {len(question.text)} characters, and {self._settings.query_length} is the most: "
                "shorten it."
            )
        fingerprint = kind_of(question.text)
        fresh = fingerprint not in self._long
        if fresh:
            await self._places.take(fingerprint, quick=fingerprint in self._quick)
            if fingerprint in self._long:  # its like was found out meanwhile
                self._places.give(fingerprint)
                fresh = False
        idle = not fresh and self._bound_long()
        try:
            generation = self._now
            link = await self._engine(generation)
        except BaseException:
            if fresh:
                self._places.give(fingerprint)
            raise
        link.on_free = generation.free
        told = {
            "text": question.text,
            "type": question.media_type,
            "default": question.default_graphs,
            "named": question.named_graphs,
            "rows": question.rows,
            "base": question.base,
            "gzip": question.gzip,
        }
        if not fresh:
            link.lower(idle=idle)
        exchange = link.begin(frames.message(frames.ASK, told))
        exchange.fresh, exchange.fingerprint = fresh, fingerprint
        self._running[exchange] = link
        exchange.done = self._done
        try:
            header = await exchange.header
        except LostError:
            if await link.zygote.how_ended(link.number) == 0:  # it left after its last answer, just before this came
                return await self.ask(question)
            raise await self._why(link, self._settings.seconds) from None
        except asyncio.CancelledError:
            link.kill()
            raise
        body = Body(exchange, link)
        return Answer(
            question.media_type,
            header["truncated"],
            generation.version,
            generation.state,
            body,
            header["size"],
            header["gzip"],
        )

    async def _engine(self, generation: Generation) -> Link:
        try:
            return await generation.engine()
        except LostError:
            self._revive()
            if generation.in_memory and generation is self._now:
                _log.error("the process with the data in memory has ended: going on from disk")
                await self._switch(self._newest())
                self._load_later(QUIET)
            try:
                return await self._now.engine()
            except LostError:
                raise EngineFailedError("The server lost its engines: try again in a moment.") from None

    def _revive(self) -> None:
        """Have a process again that makes engines of versions on disk."""
        if not self._disk.is_alive:
            old, self._disk = self._disk, Zygote(self._settings)
            if self._now.zygote is old:
                self._now.zygote = self._disk

    def _done(self, exchange: Exchange) -> None:
        self._running.pop(exchange, None)
        if exchange.cpu is not None and exchange.cpu < PATIENCE and _age(exchange) < PATIENCE * self.hindrance:
            self._quick.add(exchange.fingerprint)
        if exchange.fresh:
            exchange.fresh = False
            self._places.give(exchange.fingerprint)

    async def _why(self, link: Link, seconds: float) -> ServerError:
        """Why an engine ended."""
        code = await link.zygote.how_ended(link.number)
        self.stopped += 1
        if code == -signal.SIGALRM:
            return _too_long(seconds)
        if code == -signal.SIGABRT:
            return TooLargeError(too_much_memory(self._settings))
        if code == -signal.SIGSEGV:  # the parser's stack has a bound, and it does not count
            return BadRequestError("The query is nested too deeply, or has too many parts: write a simpler one.")
        return EngineFailedError("The process that worked on the query ended unexpectedly: try again.")

    async def update(
        self, text: str, using: tuple[str, ...] = (), using_named: tuple[str, ...] = (), base: str | None = None
    ) -> Written:
        """See `Engines.update`."""
        return await self._write({"op": "update", "text": text, "using": using, "named": using_named, "base": base}, [])

    async def put(self, graph: str | None, parts: list[tuple[str, bytes]], *, replace: bool) -> Written:
        """See `Engines.put`."""
        told = {"op": "put", "graph": graph, "replace": replace, "types": [kind for kind, _ in parts]}
        return await self._write(told, [content for _, content in parts])

    async def delete(self, graph: str | None) -> Written:
        """See `Engines.delete`."""
        return await self._write({"op": "delete", "graph": graph}, [])

    async def _write(self, told: Mapping[str, object], documents: list[bytes]) -> Written:
        if not self._settings.writable:
            raise ForbiddenError("Nothing can be written here, because no token is configured.")
        if self._writing.locked() and self._places.waiting >= self._settings.queue:
            raise BusyError("Too many changes are waiting already: try again in a moment.")
        async with self._writing:
            if self._writer is None or not self._writer.is_open:
                self._revive()
                self._writer = await self._disk.engine(str(self._folder), "writer")
            before = published_number(self._folder)
            exchange = self._writer.begin(
                frames.message(frames.WRITE, told), *(frames.frame(frames.DATA, each) for each in documents)
            )
            try:
                header = await exchange.header
            except LostError:
                if published_number(self._folder) == before:
                    raise await self._why_not_written(self._writer) from None
                header = {}  # it was killed when all was done
            except asyncio.CancelledError:
                self._writer.kill()
                raise
            await self._renew()
        return Written(header.get("created", False), header.get("found", True))

    async def _why_not_written(self, writer: Link) -> ServerError:
        error = await self._why(writer, self._settings.write_seconds)
        if isinstance(error, QueryStoppedError):
            return QueryStoppedError(
                f"The change was stopped after {self._settings.write_seconds:g} seconds, and nothing was changed."
            )
        if isinstance(error, TooLargeError):
            return TooLargeError("The change needed more memory than it may have, and nothing was changed.")
        if isinstance(error, BadRequestError):
            return BadRequestError("The change is nested too deeply, or has too many parts, and nothing was changed.")
        return EngineFailedError("The process that worked on the change ended unexpectedly, and nothing was changed.")

    async def _renew(self) -> None:
        """Ask the newest version from now on."""
        if published_number(self._folder) == self._now.number:
            return
        new = self._newest()
        new.version = await new.describe()
        await self._switch(new)
        self._load_later(QUIET)

    def _newest(self) -> Generation:
        return newest(self._folder, self._disk)

    async def _switch(self, new: Generation) -> None:
        if not new.version:
            new.version = self._now.version
        old, self._now = self._now, new
        old.retire()

    def _load_later(self, seconds: float) -> None:
        if self._loading:
            self._loading.cancel()
        if self._settings.store_memory > 0:
            self._loading = asyncio.create_task(self._load(self._now, seconds))
            self._keep(self._loading)

    async def _load(self, on_disk: Generation, seconds: float) -> None:
        """Take a version into memory, and ask it there when it is."""
        await asyncio.sleep(seconds)
        zygote = Zygote(self._settings, on_disk.path)
        try:
            loaded = await zygote.ready
        except asyncio.CancelledError:
            zygote.close()
            raise
        if loaded and self._now is on_disk:
            await self._switch(copied(on_disk, zygote))
            return
        zygote.close()
        if not loaded:
            _log.warning(
                "the data do not fit into %.1f GiB of memory (store-memory): they are asked on disk",
                self._settings.store_memory,
            )

    async def _look(self) -> None:
        """Find new versions that others publish."""
        while True:
            await asyncio.sleep(LOOK)
            try:
                if not self._writing.locked():
                    await self._renew()
            except (StoreError, LostError) as error:
                _log.error("the new version of the store cannot be used: %s", error)

    async def _supervise(self) -> None:
        """Put long queries behind the others, and end those that take too much."""
        while True:
            await asyncio.sleep(TICK)
            for exchange, link in list(self._running.items()):
                waited = _age(exchange)
                if waited > self._settings.seconds + 1:
                    link.kill(_too_long(self._settings.seconds))  # the engine's own clock began late, or failed
                    continue
                if waited > LONG and exchange.fingerprint not in self._long and link.cpu() > LONG:
                    self._long.add(exchange.fingerprint)
                if exchange.fresh and self._is_long(exchange, link, waited):
                    self._lower(exchange, link)
            self._bound_memory()

    def _lower(self, exchange: Exchange, link: Link) -> None:
        try:
            idle = self._bound_long()
        except BusyError as error:
            link.kill(error)
            return
        link.lower(idle=idle)
        exchange.fresh = False
        self._places.give(exchange.fingerprint, greedy=True)

    def _is_long(self, exchange: Exchange, link: Link, waited: float) -> bool:
        if waited > SLOW or exchange.fingerprint in self._long:
            return True
        patience = self._places.patience(exchange.fingerprint, quick=exchange.fingerprint in self._quick)
        return waited > patience * self.hindrance or (waited > patience and link.cpu() > patience)

    def _bound_long(self) -> bool:
        """Whether so many long queries are running that one more gets only what is left of the processor."""
        running = sum(not each.fresh for each in self._running)
        if running >= self._settings.long_queries:
            self.stopped += 1
            raise BusyError("Too many long queries are running already: try again later, or narrow it.", retry_after=10)
        return running >= self._settings.workers

    def _bound_memory(self) -> None:
        sizes = {link: link.grown() for link in self._running.values()}
        if sum(sizes.values()) > self._settings.total_memory * 2**30:
            self.stopped += 1
            largest = max(sizes, key=partial(dict.__getitem__, sizes))
            largest.kill(
                BusyError("The server is short of memory: try again later, or narrow the query.", retry_after=10)
            )


def _age(exchange: Exchange) -> float:
    return time.monotonic() - exchange.began


def _too_long(seconds: float) -> QueryStoppedError:
    return QueryStoppedError(
        f"The query was stopped after {seconds:g} seconds: narrow it, for instance to one force or one year."
    )
