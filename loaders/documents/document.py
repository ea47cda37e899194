"""What a file becomes: its text, and nothing of policing."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from ..facts import Span


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
    pages: tuple[int, ...] = ()
    """Where each page begins in `text`; empty where the source has no pages."""

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

    def page_at(self, offset: int) -> int | None:
        """Number of the page that `offset` stands on, the first being 1; None where there are no pages."""
        return max(bisect_right(self.pages, offset), 1) if self.pages else None
