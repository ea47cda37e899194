# ruff: noqa: PLC0415  what only stores on servers need takes long to import
"""Where the graph is kept.

`open_store` and `open_for_writing` give a `Store` and a `WritableStore`; which kind it is, the rest of
peelgraph does not see: one embedded in this process, in a folder, or one that a server keeps, at an address.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from ..errors import QueryError
from .addresses import is_web_address
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
        location: folder of an embedded store, or address of a SPARQL endpoint.

    Raises:
        StoreError: there is none, or it cannot be read.
    """
    if is_web_address(location):
        from .remote import RemoteStore

        return RemoteStore(location)
    return EmbeddedStore(_folder(location))


def open_for_writing(location: str) -> WritableStore:
    """Open a store for writing, and make it if there is none.

    Args:
        location: folder of an embedded store, new or empty, or made by an earlier build; or address of a SPARQL
            endpoint, which several can write to at once.

    Raises:
        StoreError: it is in use by another writer, is something else than a store, or cannot be written.
    """
    if is_web_address(location):
        from .remote import RemoteWriter

        return RemoteWriter(location)
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
    return Path(location).expanduser().absolute()
