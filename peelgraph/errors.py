"""Failures that are expected: each is one sentence for the person at the keyboard, with advice.

The command line prints the sentence and ends with the class's exit code; no traceback is shown.
"""

from __future__ import annotations

from typing import ClassVar


class PeelgraphError(Exception):
    """An expected failure; its text is one sentence that says what to do."""

    exit_code: ClassVar[int] = 2


class UsageError(PeelgraphError):
    """What was asked for cannot be done as asked."""


class StoreError(PeelgraphError):
    """The store cannot be used."""


class NoStoreError(StoreError):
    """There is no store at the place given."""


class NotAStoreError(StoreError):
    """The place given holds something else than a store."""


class StoreFormatError(StoreError):
    """The store was made by a version of peelgraph that lays it out in another way."""


class StoreInUseError(StoreError):
    """Another process is writing to the store."""


class StoreFullError(StoreError):
    """There is no room left to write."""


class StoreReadOnlyError(StoreError):
    """The store's folder cannot be written."""


class QueryError(PeelgraphError):
    """A query is not valid SPARQL, or asks for what is refused."""


class QueryTimeoutError(QueryError):
    """A query took longer than it was allowed to."""


class UnknownThingError(PeelgraphError):
    """Nothing in the store has the name that was given."""


class ShapesError(PeelgraphError):
    """Shapes cannot be used to validate anything."""
