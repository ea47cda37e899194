"""First stage: a path becomes a `Document`, its text and nothing of policing.

All offsets that leave the loaders refer to `Document.text`, which is what the file says, decoded and
otherwise untouched.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from .facts import Span

MAX_BYTES = 32_000_000
"""Larger than any report of the series by far (they are some 150 kB of text)."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_MAX_CONTROL_SHARE = 0.001
_UTF16_NUL_SHARE = 0.3


class LoadError(Exception):
    """A document that cannot be used; the message is one sentence for the person who gave it."""


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a file with what is needed to find it again."""

    name: str
    """File name without its folder."""
    sha256: str
    """Of the file's bytes."""
    media_type: str
    encoding: str
    text: str
    warnings: tuple[str, ...] = ()

    def span(self, start: int, end: int) -> Span:
        """The words from `start` to `end`, without white space at either end.

        Raises:
            ValueError: the offsets lie outside the text or hold no words.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no text from {start} to {end} in {self.name}")
        quote = self.text[start:end]
        start += len(quote) - len(quote.lstrip())
        quote = quote.strip()
        if not quote:
            raise ValueError(f"only white space from {start} to {end} in {self.name}")
        return Span(start, start + len(quote), quote)


def read(path: Path) -> Document:
    """Read a text file.

    UTF-8 is expected. UTF-16 and Windows-1252 are recognised, and single bytes that are not UTF-8
    become U+FFFD; each with a warning in the document.

    Raises:
        LoadError: no such file, not readable, empty, too large, or not text.
    """
    name = path.name
    try:
        if path.is_dir():
            raise LoadError(f"{name} is a folder, not a file.")
        if path.stat().st_size > MAX_BYTES:
            raise LoadError(f"{name} is larger than {MAX_BYTES // 1_000_000} MB, too large for a report.")
        data = path.read_bytes()
    except FileNotFoundError:
        raise LoadError(f"There is no file {path}; check the name.") from None
    except OSError as error:
        raise LoadError(f"{name} cannot be read: {error.strerror or error}.") from error
    if not data.strip():
        raise LoadError(f"{name} is empty.")
    if data.startswith(b"%PDF"):
        raise LoadError(f"{name} is a PDF; only text is read so far: save it as text first.")
    text, encoding, warnings = _decode(data, name)
    if len(_CONTROL.findall(text)) > _MAX_CONTROL_SHARE * len(text):
        raise LoadError(f"{name} is not text (it holds binary data).")
    return Document(name, hashlib.sha256(data).hexdigest(), "text/plain", encoding, text, warnings)


def _decode(data: bytes, name: str) -> tuple[str, str, tuple[str, ...]]:
    """Text, the encoding it was in and what to tell the user about it."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding), encoding, ()
            except UnicodeDecodeError:
                raise LoadError(f"{name} says it is {encoding} but is not; save it as UTF-8.") from None
    try:
        return data.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError:
        pass
    for parity, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = data[parity::2]
        if half and half.count(0) > _UTF16_NUL_SHARE * len(half):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            return text, encoding, (f"{name} was read as {encoding}; save it as UTF-8 to be sure.",)
    # Valid multi-byte sequences are unlikely by chance: where they outnumber the bad bytes, it is
    # UTF-8 with damage; otherwise an eight-bit code, which for British documents is Windows-1252.
    lossy = data.decode("utf-8", errors="replace")
    bad = lossy.count("\ufffd")
    good = sum(1 for char in lossy if char > "\x7f") - bad
    if good > bad:
        plural = "byte that is" if bad == 1 else "bytes that are"
        return lossy, "utf-8", (f"{name} has {bad} {plural} not UTF-8, shown as \ufffd.",)
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise LoadError(f"{name} is in no encoding that is known here; save it as UTF-8.") from None
    return text, "cp1252", (f"{name} is not UTF-8 and was read as Windows-1252; save it as UTF-8 to be sure.",)
