"""Plain text: bytes become words, whatever eight-bit or sixteen-bit code they are in."""

from __future__ import annotations

import codecs
import re

from .document import LoadError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
KINDS = "Give a report as text (best in UTF-8), PDF or HTML, or grades as CSV."
"""Advice for whoever gives something else."""
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_MAX_CONTROL_SHARE = 0.001
_UTF16_NUL_SHARE = 0.3


def decode(data: bytes, name: str) -> tuple[str, str, tuple[str, ...]]:
    """Text, the encoding it was in and what to tell the user about it.

    UTF-8 is expected. UTF-16 and Windows-1252 are recognised, and single bytes that are not UTF-8
    become U+FFFD; each with a warning.

    Raises:
        LoadError: it is not text, or in no encoding that is known here.
    """
    text, encoding, warnings = _decode(data, name)
    if not text.strip():
        raise LoadError(f"{name} is empty.")
    if len(_CONTROL.findall(text)) > _MAX_CONTROL_SHARE * len(text):
        raise LoadError(f"{name} is not text (it holds binary data). {KINDS}")
    return text, encoding, warnings


def pages_of(text: str) -> tuple[int, ...]:
    r"""Where each page begins in a text whose pages are parted by form feeds; empty where it has none.

    >>> pages_of("one\ftwo"), pages_of("one")
    ((0, 4), ())
    """
    end = len(text.rstrip())
    breaks = [match.end() for match in re.finditer("\f", text) if match.end() <= end]
    return (0, *breaks) if breaks else ()


def _decode(data: bytes, name: str) -> tuple[str, str, tuple[str, ...]]:
    """Text, the encoding it was in and what to tell the user about it."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding), encoding, ()
            except UnicodeDecodeError:
                raise LoadError(f"{name} says it is {encoding} but is not; save it as UTF-8.") from None
    # Before UTF-8: of plain English text, UTF-16 is also valid UTF-8 with a NUL beside each letter.
    for parity, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = data[parity::2]
        if half and half.count(0) > _UTF16_NUL_SHARE * len(half):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            return text, encoding, (f"{name} was read as {encoding}; save it as UTF-8 to be sure.",)
    try:
        return data.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError:
        pass
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
        raise LoadError(f"{name} is in no encoding that is known here. {KINDS}") from None
    return text, "cp1252", (f"{name} is not UTF-8 and was read as Windows-1252; save it as UTF-8 to be sure.",)
