"""Who may run and who waits: places for queries, a bounded queue for them, and queries known to take long."""

from __future__ import annotations

import asyncio
import re
from collections import Counter, OrderedDict

from .interface import BusyError


class Places:
    """So many at once; others wait. Of those, the first goes first of whose kind the fewest have places.

    A kind that had to make room for others leaves a place free for them, until one of it ends by itself.
    """

    def __init__(self, places: int, queue: int, wait: float) -> None:
        self._free, self._most, self._wait = places, queue, wait
        self._all = places
        self._waiting: list[tuple[asyncio.Future[None], int]] = []
        self._kinds: Counter[int] = Counter()
        self._greedy: set[int] = set()

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._waiting)

    async def take(self, kind: int) -> None:
        """Wait for a place.

        Raises:
            BusyError: the queue is full, or the wait was too long.
        """
        if self._free > 0 and self._may(kind):
            self._free -= 1
            self._kinds[kind] += 1
            return
        if len(self._waiting) >= self._most:
            raise BusyError("Too many queries are waiting already: try again in a moment.")
        turn: tuple[asyncio.Future[None], int] = (asyncio.get_running_loop().create_future(), kind)
        self._waiting.append(turn)
        try:
            async with asyncio.timeout(self._wait):
                await turn[0]
        except BaseException as error:
            if turn in self._waiting:
                self._waiting.remove(turn)
            else:
                self.give(kind)  # it came at the last moment
            if isinstance(error, TimeoutError):
                raise BusyError(
                    f"The query did not get its turn within {self._wait:g} seconds: try again in a moment."
                ) from error
            raise

    def _may(self, kind: int) -> bool:
        return kind not in self._greedy or self._kinds[kind] < max(1, self._all - 1)

    def is_hogged(self, kind: int) -> bool:
        """Whether a kind holds all places, and another waits."""
        return self._kinds[kind] >= self._all and any(other != kind for _, other in self._waiting)

    def give(self, kind: int, *, greedy: bool = False) -> None:
        """Give a place back.

        Args:
            kind: of the query.
            greedy: whether it has not ended, but makes room.
        """
        self._kinds[kind] -= 1
        if not self._kinds[kind]:
            del self._kinds[kind]
        self._free += 1
        if greedy:
            self._greedy.add(kind)
        else:
            self._greedy.discard(kind)
        while self._free and (turns := [each for each in self._waiting if self._may(each[1])]):
            turn = min(turns, key=lambda each: self._kinds[each[1]])  # of equals the first
            self._waiting.remove(turn)
            self._free -= 1
            self._kinds[turn[1]] += 1
            if not turn[0].done():
                turn[0].set_result(None)
        if not self._waiting:
            self._greedy.clear()


class KnownLong:
    """Queries that turned out to take long, by what they have in common with their like; the last thousand."""

    _MOST = 1000
    _VARIABLE = re.compile(r"#[^\n]*|[\s\d]+")

    def __init__(self) -> None:
        self._known: OrderedDict[int, None] = OrderedDict()

    def fingerprint(self, text: str) -> int:
        """The same for queries that differ in numbers, comments and spaces only."""
        return hash(self._VARIABLE.sub(" ", text))

    def __contains__(self, fingerprint: int) -> bool:
        return fingerprint in self._known

    def add(self, fingerprint: int) -> None:
        """Know one more."""
        self._known[fingerprint] = None
        if len(self._known) > self._MOST:
            self._known.popitem(last=False)
