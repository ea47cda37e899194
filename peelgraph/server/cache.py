"""Small answers that were given before, each good as long as the data are in the same state.

What may be remembered says so by an ETag: its maker vouches that the same request gets the same answer.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

LARGEST = 2**18 + 2**13
"""Bytes of an answer that is remembered, with its headers and those of its request."""
_OVERHEAD = 1024
_LONGEST_SEEN, _MOST_SEEN = 4096, 1024
"""Bytes of a request that is known again, and how many are."""

_KEYS = frozenset(
    {b"accept", b"accept-encoding", b"accept-language", b"host", b"x-forwarded-proto", b"x-forwarded-host"}
)
"""Headers that an answer to GET may depend on."""
_REFUSED = frozenset({b"authorization", b"cookie", b"content-length", b"transfer-encoding", b"range", b"expect"})
"""Headers of requests that are answered anew."""

Headers = Iterable[tuple[bytes, bytes]]
Key = tuple[bytes, ...]


def key_of(url: bytes, headers: Headers) -> Key | None:
    """What tells one GET request from another; None for one that is to be answered anew."""
    parts = [url]
    for name, value in headers:
        if name in _KEYS:
            parts += (name, value)
        elif name in _REFUSED:
            return None
    return tuple(parts)


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer with status 200."""

    state: str
    """Of the data, see `interface.Engines`."""
    tag: bytes
    """Its ETag."""
    headers: bytes
    """As they are sent, without the status line and the empty line."""
    content: bytes


@dataclass(frozen=True, slots=True)
class Seen:
    """A whole request that was given a remembered answer, as it was understood."""

    url: bytes
    key: Key
    client: str
    """Whom a trusted proxy names as asking; empty if that is whoever is connected."""


class AnswerCache:
    """The answers that were last used."""

    def __init__(self, most: float) -> None:
        """Begin with none.

        Args:
            most: MiB that they may take together; 0 to remember none.
        """
        self._most, self._size = int(most * 2**20), 0
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self.seen: dict[bytes, Seen] = {}
        """Requests, as the bytes that they came in: what comes again need not be taken apart again."""

    def get(self, key: Key, state: str) -> Kept | None:
        """An answer, if there is one that was made of data in this state."""
        kept = self._kept.get(key)
        if kept is None:
            return None
        if kept.state != state:
            self._drop(key)
            return None
        self._kept.move_to_end(key)
        return kept

    def put(self, key: Key, kept: Kept) -> None:
        """Remember an answer, and forget as many as need be."""
        size = _size(key, kept)
        if size > min(LARGEST, self._most):
            return
        if key in self._kept:
            self._drop(key)
        self._kept[key] = kept
        self._size += size
        while self._size > self._most:
            self._drop(next(iter(self._kept)))

    def see(self, request: bytes, understood: Seen) -> None:
        """Know a request when it comes again."""
        if len(request) <= _LONGEST_SEEN:
            if len(self.seen) >= _MOST_SEEN:
                self.seen.clear()
            self.seen[request] = understood

    def _drop(self, key: Key) -> None:
        self._size -= _size(key, self._kept.pop(key))


def _size(key: Key, kept: Kept) -> int:
    return len(kept.content) + len(kept.headers) + sum(map(len, key)) + _OVERHEAD
