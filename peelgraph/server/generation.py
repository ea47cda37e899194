"""A published version of the store, as it is asked: on disk, or in the memory of a zygote."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from ..store.embedded import MARKER, current_version, hold_current
from . import frames
from .link import Link, Zygote


@dataclass(eq=False)
class Generation:
    """Engines of one version in one place. It is retired when there is a better one, and ends with its last answer."""

    zygote: Zygote
    path: str
    number: int
    """Of the version in the folder of the store."""
    held: int
    """A descriptor that keeps the version from being swept away."""
    published: datetime | None
    in_memory: bool = False
    version: str = ""
    """See `description.version`."""
    idle: list[Link] = field(default_factory=list)
    busy: set[Link] = field(default_factory=set)
    retired: bool = False

    @property
    def state(self) -> str:
        """Names the data to the last statement."""
        return f"{self.version}.{self.number}"

    async def engine(self) -> Link:
        """An engine with nothing to do.

        Raises:
            LostError: none can be made.
        """
        while self.idle:
            link = self.idle.pop()
            if link.is_open:
                self.busy.add(link)
                return link
        link = await self.zygote.engine(None if self.in_memory else self.path)
        self.busy.add(link)
        return link

    def free(self, link: Link) -> None:
        """Take an engine back that has answered, or has ended."""
        self.busy.discard(link)
        if link.is_open and not link.lowered and not self.retired:
            self.idle.append(link)
        elif link.is_open:
            link.close()
        if self.retired and not self.busy:
            self._end()

    def retire(self) -> None:
        """Take no more questions; answers that are being given come to their end."""
        self.retired = True
        for link in self.idle:
            link.close()
        self.idle.clear()
        if not self.busy:
            self._end()

    def _end(self) -> None:
        if self.held >= 0:
            os.close(self.held)
            self.held = -1
            if self.in_memory:
                self.zygote.close()

    async def describe(self) -> str:
        """Ask for the version of the data.

        Raises:
            LostError: the engine ended.
        """
        link = await self.engine()
        link.on_free = self.free
        exchange = link.begin(frames.frame(frames.ABOUT))
        return str((await exchange.header)["version"])


def published_number(folder: Path) -> int | None:
    """Number of the version that is current in a store, None if there is none.

    Raises:
        StoreError: the store is damaged, or of another format.
    """
    return current_version(folder)


def newest(folder: Path, zygote: Zygote) -> Generation:
    """The current version, asked on disk.

    Raises:
        StoreError: there is no store, or it is damaged.
    """
    held, path = hold_current(folder)
    made = datetime.now(UTC)
    with contextlib.suppress(OSError):
        made = datetime.fromtimestamp((folder / MARKER).stat().st_mtime, UTC)
    return Generation(zygote, str(path), int(path.name[1:]), held, made)


def copied(generation: Generation, zygote: Zygote) -> Generation:
    """The same version, in the memory of another zygote."""
    return Generation(
        zygote,
        generation.path,
        generation.number,
        os.dup(generation.held),
        generation.published,
        in_memory=True,
        version=generation.version,
    )
