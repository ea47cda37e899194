"""Who may run and who waits: places for queries, a bounded queue for them, and queries known to take long."""

from __future__ import annotations

import asyncio
import math
import re
from collections import Counter, OrderedDict
from dataclasses import dataclass

from .interface import BusyError

PATIENCE, HASTE = 0.25, 0.05
"""Seconds of computing after which a query makes room if others wait: usually; and if all places are held by its kind,
or if one waits that is known to be quick, as it is not."""


@dataclass(frozen=True, slots=True, eq=False)
class _Turn:
    """One that waits."""

    comes: asyncio.Future[None]
    kind: int
    quick: bool


class Places:
    """So many at once; others wait. Of those, the first goes first of whose kind the fewest have places.

    Of such one that is known to be quick overtakes the others, but never two times running.
    A kind that had to make room for others leaves a place free for them, until one of it ends by itself.
    """

    def __init__(self, places: int, queue: int, wait: float) -> None:
        self._free, self._most, self._wait = places, queue, wait
        self._all = places
        self._waiting: list[_Turn] = []
        self._overtaken = False
        self._kinds: Counter[int] = Counter()
        self._greedy: set[int] = set()

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._waiting)

    async def take(self, kind: int, *, quick: bool = False) -> None:
        """Wait for a place.

        Args:
            kind: of the query.
            quick: whether its like has been answered quickly before.

        Raises:
            BusyError: the queue is full, or the wait was too long.
        """
        if self._free > 0 and self._may(kind):
            self._free -= 1
            self._kinds[kind] += 1
            return
        if len(self._waiting) >= self._most:
            raise BusyError("Too many queries are waiting already: try again in a moment.")
        turn = _Turn(asyncio.get_running_loop().create_future(), kind, quick)
        self._waiting.append(turn)
        try:
            async with asyncio.timeout(self._wait):
                await turn.comes
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
        return self._kinds[kind] >= self._all and any(turn.kind != kind for turn in self._waiting)

    def patience(self, kind: int, *, quick: bool) -> float:
        """Seconds of computing after which one that has a place makes room for those that wait."""
        if not self._waiting:
            return math.inf
        hurry = self.is_hogged(kind) or (not quick and any(turn.quick for turn in self._waiting))
        return HASTE if hurry else PATIENCE

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
        while self._free and (turns := [each for each in self._waiting if self._may(each.kind)]):
            turn = self._next(turns)
            self._waiting.remove(turn)
            self._free -= 1
            self._kinds[turn.kind] += 1
            if not turn.comes.done():
                turn.comes.set_result(None)
        if not self._waiting:
            self._greedy.clear()

    def _next(self, turns: list[_Turn]) -> _Turn:
        fewest = min(self._kinds[turn.kind] for turn in turns)
        equals = [turn for turn in turns if self._kinds[turn.kind] == fewest]
        chosen = equals[0] if self._overtaken else max(equals, key=lambda turn: turn.quick)  # of equals the first
        self._overtaken = chosen is not equals[0]
        return chosen


_VARYING = re.compile(r"#[^\n]*|[\s\d]+")


def kind_of(text: str) -> int:
    """The kind of a query: the same for those that differ in numbers, comments and spaces only."""
    return hash(_VARYING.sub(" ", text))


class KnownKinds:
    """Queries that turned out to be of some sort, by what they have in common with their like; the last thousand."""

    _MOST = 1000

    def __init__(self) -> None:
        self._known: OrderedDict[int, None] = OrderedDict()

    def __contains__(self, fingerprint: int) -> bool:
        return fingerprint in self._known

    def add(self, fingerprint: int) -> None:
        """Know one more."""
        self._known[fingerprint] = None
        self._known.move_to_end(fingerprint)
        if len(self._known) > self._MOST:
            self._known.popitem(last=False)
