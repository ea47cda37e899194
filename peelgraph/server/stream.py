"""The answer of an engine on its way to a client: in memory while the client keeps up, in a file where it does not.

So a slow client holds no engine, and costs no more memory than a quick one.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections import deque
from typing import IO, Self

KEPT = 2**20
"""Bytes of an answer that are kept in memory."""
PIECE = 2**18


class Stream:
    """Bytes that come in at one end and are read at the other, by an iteration of one task."""

    def __init__(self) -> None:
        self._pieces: deque[bytes] = deque()
        self._held = 0
        self._file: IO[bytes] | None = None
        self._read = self._written = 0
        self._ended = False
        self._error: Exception | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._closed = False

    @property
    def is_ended(self) -> bool:
        """Whether nothing more will come in."""
        return self._ended

    def feed(self, data: bytes) -> None:
        """Take in bytes."""
        if self._closed:
            return
        if self._file is None and self._held + len(data) > KEPT and self._held:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115  closed with the stream
        if self._file is None:
            self._pieces.append(data)
            self._held += len(data)
        else:
            self._file.seek(self._written)
            self._written += self._file.write(data)
        self._wake()

    def end(self, error: Exception | None = None) -> None:
        """Nothing more comes in, all being well or not."""
        self._ended = True
        self._error = error
        self._wake()

    def whole(self) -> bytes | None:
        """The whole answer, if it is there and in memory; it is then not given again."""
        if not self._ended or self._error or self._file is not None:
            return None
        data = b"".join(self._pieces)
        self._pieces.clear()
        return data

    def _wake(self) -> None:
        if self._waiter and not self._waiter.done():
            self._waiter.set_result(None)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        while True:
            if self._pieces:
                data = self._pieces.popleft()
                self._held -= len(data)
                return data
            if self._file is not None and self._read < self._written:
                self._file.seek(self._read)
                data = self._file.read(PIECE)
                self._read += len(data)
                if self._read == self._written and not self._ended:
                    self._file.close()  # the client has caught up
                    self._file, self._read, self._written = None, 0, 0
                return data
            if self._error:
                raise self._error
            if self._ended or self._closed:
                raise StopAsyncIteration
            self._waiter = asyncio.get_running_loop().create_future()
            await self._waiter

    async def aclose(self) -> None:
        """Forget what is left."""
        self._closed = True
        self._pieces.clear()
        if self._file is not None:
            self._file.close()
            self._file = None
            self._read = self._written = 0
