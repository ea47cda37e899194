"""The server before a SPARQL endpoint elsewhere: its engines send questions on, within the limits that hold for all."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping

from ..errors import PeelgraphError
from .generation import Generation
from .interface import ForbiddenError, Written
from .link import LostError
from .pool import Pool

LOOK = 60.0
"""Seconds after which the other server's data may have changed, for all that is known of it here."""

_log = logging.getLogger(__name__)


class Gateway(Pool):
    """See `interface.Engines`.

    Nothing tells when data on another server change. So what is known of them, and what is remembered, is good for
    a minute; and while the server cannot be asked.
    """

    hindrance = 1.0  # who waits for another server computes nothing
    _reached = True

    @property
    def is_alive(self) -> bool:
        """Whether the other server was there when it was last looked for."""
        return self._reached and super().is_alive

    def _newest(self) -> Generation:
        return Generation(self._disk, self._settings.store, time.time_ns(), held=-1, published=None)

    def _load_later(self, seconds: float) -> None:
        """Nothing is taken into memory."""

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(LOOK)
            new = self._newest()
            try:
                new.version = await new.describe()
            except (PeelgraphError, LostError) as error:
                self._reached = False
                _log.error("the server behind this one cannot be asked: %s", error)
                continue
            self._reached = True
            await self._switch(new)

    async def _write(self, told: Mapping[str, object], documents: list[bytes]) -> Written:
        del told, documents
        raise ForbiddenError("Nothing is written here: what is shown is kept by another server, which takes changes.")
