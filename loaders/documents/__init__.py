"""First stage: a path becomes a `Document`, its text and nothing of policing.

All offsets that leave the loaders refer to `Document.text`. Of a text file that is what the file
says, decoded and otherwise untouched; of a PDF or a page of HTML its words in reading order, laid out
as in a text file. The format is told by the content of a file, never by its name.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from .document import Document, LoadError
from .text import decode, pages_of

__all__ = ["MAX_BYTES", "Document", "LoadError", "read"]

MAX_BYTES = 32_000_000
"""Larger than any report of the series by far (they are some 150 kB of text)."""

_PDF = re.compile(rb"%PDF-\d")
_PDF_HEADER_WITHIN = 1_024
"""Bytes within which the header of a PDF must stand (ISO 32000-1, annex H, note 13)."""


def read(path: Path) -> Document:
    """Read a text file, a PDF or a page of HTML.

    Raises:
        LoadError: no such file, not readable, empty, too large, or not text; a PDF that is encrypted,
            broken or without text; a page without words.
    """
    name = path.name
    data = _bytes(path)
    sha256 = hashlib.sha256(data).hexdigest()
    if _is_pdf(data):
        from .pdf import pdf_text  # noqa: PLC0415  takes long to import and is seldom needed

        pdf = pdf_text(data, name)
        return Document(name, sha256, "application/pdf", "binary", pdf.text, pdf.warnings, pdf.pages)
    text, encoding, warnings = decode(data, name)
    if text.lstrip("\ufeff \t\r\n").startswith("<"):
        from .html import declared, html_text, is_html  # noqa: PLC0415  as above

        if is_html(text):
            text, encoding, warnings = declared(data) or (text, encoding, warnings)
            return Document(name, sha256, "text/html", encoding, html_text(text, name), warnings)
    return Document(name, sha256, "text/plain", encoding, text, warnings, pages_of(text))


def _bytes(path: Path) -> bytes:
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
    return data


def _is_pdf(data: bytes) -> bool:
    """Whether a file begins as a PDF does, or says so a little further on and ends as one."""
    match = _PDF.search(data[:_PDF_HEADER_WITHIN])
    return match is not None and (not data[: match.start()].strip() or b"%%EOF" in data[-_PDF_HEADER_WITHIN:])
