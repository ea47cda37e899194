"""Work with a time limit that holds.

A running query cannot be cancelled from Python, so it runs in a process of its own that is killed when
its time is up. What it writes is kept back until it has ended: an answer is whole or there is none.
"""

from __future__ import annotations

import multiprocessing
import shutil
import tempfile
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import IO, TypeVar

from ..errors import PeelgraphError, QueryError, QueryTimeoutError

Result = TypeVar("Result")


def within(seconds: float, work: Callable[[IO[str]], Result], out: IO[str]) -> Result:
    """Do work that writes text, and copy the text out when it is complete.

    Args:
        seconds: how long it may take; 0 is as long as it likes.
        work: writes to the file it is given; its result must be picklable.
        out: where the text goes in the end.

    Raises:
        QueryTimeoutError: the time was up.
        PeelgraphError: what the work raised.
    """
    fork = multiprocessing.get_context("fork")
    receiver, sender = fork.Pipe(duplex=False)
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as kept:
        process = fork.Process(target=_send, args=(work, kept, sender))
        process.start()
        sender.close()
        try:
            if not receiver.poll(seconds or None):
                raise QueryTimeoutError(
                    f"The query was stopped after {seconds:g} seconds: narrow it, or allow more with --timeout."
                )
            outcome: Result | PeelgraphError = receiver.recv()
        except EOFError:
            raise QueryError("The query ended without an answer, perhaps for want of memory: narrow it.") from None
        finally:
            process.kill()
            process.join()
        if isinstance(outcome, PeelgraphError):
            raise outcome
        kept.seek(0)
        shutil.copyfileobj(kept, out)
        return outcome


def _send(work: Callable[[IO[str]], Result], kept: IO[str], sender: Connection) -> None:
    outcome: Result | PeelgraphError
    try:
        outcome = work(kept)
        kept.flush()
    except PeelgraphError as error:
        outcome = error
    sender.send(outcome)
