"""First stage: a path becomes a `Document`, its text and nothing of policing.

All offsets that leave the loaders refer to `Document.text`. Of a text file that is what the file
says, decoded and otherwise untouched. The format is told by the content of a file, never by its name.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from .document import Document, LoadError
from .text import decode, pages_of

__all__ = ["MAX_BYTES", "Document", "LoadError", "read"]

MAX_BYTES = 32_000_000
"""Larger than any report of the series by far (they are some 150 kB of text)."""


def read(path: Path) -> Document:
    """Read a text file.

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
    text, encoding, warnings = decode(data, name)
    return Document(name, hashlib.sha256(data).hexdigest(), "text/plain", encoding, text, warnings, pages_of(text))
