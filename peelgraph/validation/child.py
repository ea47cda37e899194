"""Checks in a process of their own, which is killed when one of them does not end.

A task is first asked to stop, which keeps what it has found; a SPARQL query that finds nothing for a long while does
not hear that, and is killed with all that it found.
"""

from __future__ import annotations

import logging
import multiprocessing
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from ..errors import PeelgraphError
from ..store import Term
from .core import Found

_Place = tuple[str, str, str, list[tuple[str, str]]]
Task = Callable[[], Iterable[Found]]
_GRACE = 2.0
"""Seconds that a task has to stop by itself, before it is killed."""


class _TimeUpError(BaseException):
    """The time of a task is up; no library catches it."""


@dataclass
class Kept:
    """The first results of one cause by focus, path and value, and how many there were in all.

    However many come, it holds at most twice as many as it keeps.
    """

    most: int
    count: int = 0
    _found: list[tuple[_Place, Found]] = field(default_factory=list)
    _last: _Place | None = None
    """Where the results that are kept end, once there are enough; what comes after is only counted."""

    def add(self, found: Found) -> None:
        """Count a result, and keep it if it is among the first so far."""
        self.count += 1
        place = _place(found)
        if self._last is not None and place >= self._last:
            return
        self._found.append((place, found))
        if len(self._found) >= 2 * self.most:
            self._cut()

    def first(self) -> list[Found]:
        """The results that are kept, in order."""
        self._cut()
        return [found for _, found in self._found]

    def _cut(self) -> None:
        self._found = sorted(self._found, key=lambda pair: pair[0])[: self.most]
        if len(self._found) == self.most:
            self._last = self._found[-1][0]


def _place(found: Found) -> _Place:
    row = [(name, str(value)) for name, value in found.row.items()]
    return str(found.focus), found.path, str(found.value), row


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a task."""

    kept: dict[tuple[Term, Term | None], Kept]
    """Its results by shape and constraint."""
    stopped: str = ""
    """Why it did not end, as in "was stopped after 30 seconds"; empty if it did."""

    @property
    def count(self) -> int:
        """How many results there are in all."""
        return sum(kept.count for kept in self.kept.values())


def in_child(tasks: Sequence[Task], seconds: float | None, most: int) -> Iterator[Done]:
    """Do tasks one after another in another process.

    Args:
        tasks: each gives results.
        seconds: how long each may take; None without limit.
        most: how many results of each shape to keep.

    Yields:
        For each task what came of it, in order.

    Raises:
        PeelgraphError: what a task raised.
    """
    fork = multiprocessing.get_context("fork")
    done = 0
    while done < len(tasks):
        receiver, sender = fork.Pipe(duplex=False)
        process = fork.Process(target=_work, args=(tasks[done:], seconds, most, sender))
        process.start()
        sender.close()
        try:
            while done < len(tasks):
                outcome = _outcome(receiver, seconds)
                done += 1
                yield outcome
                if outcome.stopped:
                    break
        finally:
            process.kill()
            process.join()
            receiver.close()


def _outcome(receiver: Connection, seconds: float | None) -> Done:
    try:
        if not receiver.poll(None if seconds is None else seconds + _GRACE):
            return Done({}, _stopped(seconds))
        outcome: Done | PeelgraphError = receiver.recv()
    except EOFError:
        return Done({}, "broke down, perhaps for want of memory")
    if isinstance(outcome, PeelgraphError):
        raise outcome
    return outcome


def _stopped(seconds: float | None) -> str:
    return f"was stopped after {seconds or 0:g} seconds"


def _time_up(*_: object) -> None:
    raise _TimeUpError


def _work(tasks: Sequence[Task], seconds: float | None, most: int, sender: Connection) -> None:
    logging.disable()  # what pySHACL logs comes back as errors and results
    signal.signal(signal.SIGALRM, _time_up)
    for task in tasks:
        kept: dict[tuple[Term, Term | None], Kept] = {}
        stopped = ""
        try:
            signal.setitimer(signal.ITIMER_REAL, seconds or 0)
            for found in task():
                kept.setdefault((found.shape, found.constraint), Kept(most)).add(found)
            signal.setitimer(signal.ITIMER_REAL, 0)
        except _TimeUpError:
            stopped = _stopped(seconds)
        except PeelgraphError as error:
            sender.send(error)
            return
        sender.send(Done(kept, stopped))
        if stopped:
            return
