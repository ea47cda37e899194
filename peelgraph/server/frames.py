"""How the server's processes talk to one another: frames of a letter, a length and so many bytes, over a socket."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from typing import Any, BinaryIO

_HEAD = struct.Struct(">cI")

ASK = b"Q"
"""Front to engine: a question, as JSON."""
ABOUT = b"A"
"""Front to engine: of which version are the data?"""
WRITE = b"W"
"""Front to writer: a change, as JSON; its documents follow as DATA, one frame each."""
HEADER = b"H"
"""Back: the answer begins; JSON with ``truncated`` and, where it is known, ``size``."""
DATA = b"D"
"""Bytes of an answer or of a document."""
END = b"E"
"""Back: the answer is complete; JSON with ``cpu``, seconds that the process has used since it began."""
REFUSAL = b"X"
"""Back: there is no answer; JSON with ``error``, the name of a class of `interface`, and ``sentence``."""


def frame(kind: bytes, content: bytes = b"") -> bytes:
    """One frame."""
    return _HEAD.pack(kind, len(content)) + content


def message(kind: bytes, content: object) -> bytes:
    """One frame of JSON."""
    return frame(kind, json.dumps(content, separators=(",", ":")).encode())


def read(file: BinaryIO) -> tuple[bytes, bytes] | None:
    """The next frame of a blocking stream; None at its end."""
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    kind, size = _HEAD.unpack(head)
    content = file.read(size)
    return (kind, content) if len(content) == size else None


def parsed(content: bytes) -> dict[str, Any]:
    """What a frame of JSON says."""
    said: dict[str, Any] = json.loads(content)
    return said


class Decoder:
    """Takes bytes as they come and gives frames as they are complete."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Frames that are complete with this."""
        self._buffer += data
        start, size = 0, len(self._buffer)
        while size - start >= _HEAD.size:
            kind, length = _HEAD.unpack_from(self._buffer, start)
            end = start + _HEAD.size + length
            if end > size:
                break
            yield kind, bytes(self._buffer[start + _HEAD.size : end])
            start = end
        del self._buffer[:start]
