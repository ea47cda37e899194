"""Where the graph is kept.

`open_store` and `open_for_writing` give a `Store` and a `WritableStore`; which kind it is, the rest of
peelgraph does not see. For now it is always one embedded in this process, in a folder.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from ..errors import QueryError, StoreError
from .embedded import EmbeddedStore, EmbeddedWriter
from .interface import Answer, Solutions, Store, Term, Triples, WritableStore

__all__ = [
    "Answer",
    "Solutions",
    "Store",
    "Term",
    "Triples",
    "WritableStore",
    "construct",
    "default_location",
    "open_for_writing",
    "open_store",
    "select",
    "text",
]


def open_store(location: str) -> Store:
    """Open a store for reading.

    Args:
        location: folder of an embedded store.

    Raises:
        StoreError: there is none, or it cannot be read.
    """
    return EmbeddedStore(_folder(location))


def open_for_writing(location: str) -> WritableStore:
    """Open a store for writing, and make it if there is none.

    Args:
        location: folder of an embedded store; new or empty, or made by an earlier build.

    Raises:
        StoreError: it is in use by another writer, is something else than a store, or cannot be written.
    """
    return EmbeddedWriter(_folder(location))


def default_location() -> str:
    """Where the store is when nobody says: ``PEELGRAPH_STORE``, else a folder of the user's data.

    See the XDG Base Directory Specification for ``XDG_DATA_HOME``.
    """
    if given := os.environ.get("PEELGRAPH_STORE"):
        return given
    data = Path(os.environ.get("XDG_DATA_HOME", ""))
    base = data if data.is_absolute() else Path.home() / ".local" / "share"
    return str(base / "peelgraph" / "store")


def select(store: Store, query: str) -> list[tuple[Term | None, ...]]:
    """Rows of a SELECT.

    Raises:
        QueryError: the query is of another kind.
    """
    answer = store.query(query)
    if not isinstance(answer, Solutions):
        raise QueryError("This query is not a SELECT.")
    return list(answer.rows)


def construct(store: Store, query: str) -> Iterable[ox.Triple]:
    """Triples of a CONSTRUCT or DESCRIBE.

    Raises:
        QueryError: the query is of another kind.
    """
    answer = store.query(query)
    if not isinstance(answer, Triples):
        raise QueryError("This query is not a CONSTRUCT or DESCRIBE.")
    return answer.triples


def text(term: Term | None) -> str:
    """A term as plain text: an IRI, or a literal's characters; empty for what is unbound."""
    return "" if term is None else str(term) if isinstance(term, ox.Triple) else term.value


def _folder(location: str) -> Path:
    if re.match(r"[a-z][a-z0-9+.-]*://", location, re.IGNORECASE):
        raise StoreError(f"{location} is a web address, and stores on a server cannot be used yet: give a folder.")
    return Path(location).expanduser().absolute()
