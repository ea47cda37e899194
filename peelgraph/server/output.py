"""Where an engine writes an answer: held back at first, then sent on piece by piece; marked where it is cut."""

from __future__ import annotations

import io
import socket
import time
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from . import frames
from .interface import NotAcceptableError
from .negotiation import GRAPHS

if TYPE_CHECKING:
    from typing_extensions import Buffer

HELD = 4 * 2**20
"""Bytes of an answer that are made before the first goes out, so that most cut answers are known as such first."""
PIECE = 2**18
"""Bytes of a frame."""
WORTH_PACKING = 1024
"""Bytes below which an answer is sent as it is."""
_LEVEL, _GZIP = 2, 31
"""Of zlib: quick compression, and the format of gzip (RFC 1952)."""
_TAIL = 64
"""Bytes that are kept to the end, where a remark may have to stand before them."""

_ROW_MARKS = {
    "application/sparql-results+json": b"},{",
    "application/json": b"},{",
    "application/sparql-results+xml": b"<result>",
    "application/xml": b"<result>",
    "text/csv": b"\n",
    "text/tab-separated-values": b"\n",
}
"""What an answer has at least once a row, but for the first row."""
_XML = frozenset({"application/sparql-results+xml", "application/xml", "application/rdf+xml"})
_FINE = bytes({*range(256)} - {*range(32)} | {*b"\t\n\r"})
_NONE = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
"""Bytes that XML can have, and in UTF-8 the other characters that it cannot (XML 1.0, section 2.2)."""


class Output(io.RawIOBase):
    """Takes an answer as Oxigraph serialises it, and sends it in frames."""

    def __init__(self, link: socket.socket, media_type: str, rows: int, *, gzip: bool) -> None:
        """Begin an answer.

        Args:
            link: to the front.
            media_type: of the answer.
            rows: that it may have at most.
            gzip: whether it may be compressed.
        """
        self._link, self._media_type, self._rows, self._gzip = link, media_type, rows, gzip
        self._remark = f"cut after {rows} rows or statements: there are more"
        self._kept = bytearray()
        self._packer: zlib._Compress | None = None
        self._sent = False
        self._count = 1
        self.truncated: bool | None = None
        """Whether there is more than is written, as far as it is known."""
        self.probe: Callable[[], bool] | None = None
        """Finds out."""

    def was_cut(self) -> None:
        """Say that what is written was cut before it came here, after who knows how many rows."""
        self.truncated, self._remark = True, "cut: there are more rows or statements"

    def writable(self) -> bool:
        """See `io.RawIOBase`."""
        return True

    def write(self, data: Buffer, /) -> int:
        """Take bytes.

        Raises:
            NotAcceptableError: they make XML that nobody can read.
        """
        data = taken = bytes(data)
        if self._media_type in _XML:
            _check_characters(self._kept[-2:] + data)
            data = data.replace(b"\r", b"&#13;")  # which readers would take for the end of a line
        if mark := _ROW_MARKS.get(self._media_type):
            # A mark across the border of two pieces must be counted, and one counted twice does no harm.
            self._count += (self._kept[-len(mark) + 1 :] + data).count(mark)
        self._kept += data
        if len(self._kept) > (PIECE if self._sent else HELD):
            if not self._sent:
                if self.truncated is None:
                    self.truncated = self.probe is not None and self.probe()
                self._lead()
                self._begin_packing()
                self._link.sendall(self._header(None))
                self._sent = True
            body, self._kept = bytes(self._kept[:-_TAIL]), self._kept[-_TAIL:]
            self._link.sendall(_frames(self._packed(body)))
        return len(taken)

    def finish(self) -> None:
        """Send what is left."""
        if self.truncated is None:
            few = self._media_type in _ROW_MARKS and self._count < self._rows
            self.truncated = not few and self.probe is not None and self.probe()
        if not self._sent:
            self._lead()
        rest = bytes(self._kept)
        if self.truncated:
            rest = _marked(rest, self._media_type, self._remark)
        if not self._sent and len(rest) >= WORTH_PACKING:
            self._begin_packing()
        rest = self._packed(rest) + (self._packer.flush() if self._packer else b"")
        head = b"" if self._sent else self._header(len(rest))
        self._link.sendall(head + _frames(rest) + frames.message(frames.END, {"cpu": time.process_time()}))

    def _lead(self) -> None:
        """Say in JSON that the answer is cut: at its beginning, since some readers take nothing after the rows."""
        if self.truncated and self._media_type.endswith("json") and self._media_type != "application/ld+json":
            self._kept[:1] = b'{"truncated":"' + self._remark.encode() + b'",'

    def _begin_packing(self) -> None:
        if self._gzip:
            self._packer = zlib.compressobj(_LEVEL, wbits=_GZIP)

    def _packed(self, data: bytes) -> bytes:
        return self._packer.compress(data) if self._packer else data

    def _header(self, size: int | None) -> bytes:
        said = {"truncated": self.truncated, "size": size, "gzip": self._packer is not None}
        return frames.message(frames.HEADER, said)


def _check_characters(xml: bytes | bytearray) -> None:
    """Refuse what cannot stand in XML, not even escaped.

    Raises:
        NotAcceptableError: it is there.
    """
    if xml.translate(None, _FINE) or any(each in xml for each in _NONE):
        raise NotAcceptableError(
            "The answer has a character that XML cannot have, such as U+0001: take another format, as JSON or Turtle."
        )


def _frames(data: bytes) -> bytes:
    return b"".join(frames.frame(frames.DATA, data[start : start + PIECE]) for start in range(0, len(data), PIECE))


def _marked(rest: bytes, media_type: str, remark: str) -> bytes:
    """The end of an answer that is cut, with a remark where the format has room for one there."""
    if media_type in {"application/sparql-results+xml", "application/xml"}:
        return rest.replace(b"</sparql>", b"<!-- " + remark.encode() + b" --></sparql>")
    if media_type == "application/rdf+xml":
        return rest + b"<!-- " + remark.encode() + b" -->"
    if media_type in GRAPHS and media_type != "application/ld+json":
        return rest + b"# " + remark.encode() + b"\n"
    return rest
