"""A store in a folder, run by pyoxigraph inside this process.

::

    peelgraph-store.json   what this is, its format, and which version is current
    lock                   held by the one process that writes
    v7/                    the current version: an Oxigraph database that nothing writes to any more
    work/                  a writer's private copy

Readers open the current version and keep it for as long as they like. A writer works on a copy (hard
links: a few milliseconds), and publishes it by renaming one small file. docs/decisions/0003-store.md
tells why.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import re
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Self, TypeVar

import pyoxigraph as ox

from .. import __version__
from ..errors import (
    NoStoreError,
    NotAStoreError,
    QueryError,
    StoreError,
    StoreFormatError,
    StoreFullError,
    StoreInUseError,
    StoreReadOnlyError,
)
from .interface import Answer, Solutions, Term, Triples, read_at_once
from .sparql import names_its_graphs, refuse_service, syntax_message

FORMAT = 1
"""Layout of the folder; a store of another format is refused."""

MARKER = "peelgraph-store.json"

Result = TypeVar("Result")


class EmbeddedStore:
    """The current version of a store in a folder, open for reading.

    It goes on answering from the version that it opened, whatever is built meanwhile.
    """

    def __init__(self, folder: Path) -> None:
        self.location = str(folder)
        self._folder = folder
        self._store: ox.Store | None = None
        with _told(folder):
            self._held, path = hold_current(folder)
            self._store = ox.Store.read_only(str(path))

    def query(self, text: str) -> Answer:
        """See `Store.query`."""
        refuse_service(text)
        with _told(self._folder):
            try:
                answer = self._open().query(text, use_default_graph_as_union=not names_its_graphs(text))
            except SyntaxError as error:
                raise QueryError(f"The query is not valid SPARQL: {syntax_message(error, text)}.") from error
        if isinstance(answer, ox.QuerySolutions):
            return Solutions(tuple(v.value for v in answer.variables), self._rows(answer))
        if isinstance(answer, ox.QueryTriples):
            return Triples(self._triples(answer))
        return bool(answer)

    def graphs(self) -> list[str]:
        """See `Store.graphs`."""
        with _told(self._folder):
            return sorted(graph.value for graph in self._open().named_graphs())

    @property
    def snapshot(self) -> ox.Store:
        """The database itself.

        Raises:
            StoreError: it is closed.
        """
        return self._open()

    def close(self) -> None:
        """See `Store.close`."""
        self._store = None
        if self._held >= 0:
            os.close(self._held)
            self._held = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _open(self) -> ox.Store:
        if self._store is None:
            raise StoreError(f"The store at {self._folder} is closed: open it again.")
        return self._store

    def _rows(self, answer: ox.QuerySolutions) -> Iterator[tuple[Term | None, ...]]:
        with _told(self._folder):
            for row in answer:
                yield tuple(row)

    def _triples(self, answer: ox.QueryTriples) -> Iterator[ox.Triple]:
        with _told(self._folder):
            yield from answer


class EmbeddedWriter(EmbeddedStore):
    """A store in a folder, open for writing by this process alone."""

    def __init__(self, folder: Path) -> None:
        self.location = str(folder)
        self._folder = folder
        self._store = None
        self._changed = False
        self._broken = False
        self._turn = threading.Lock()
        with _told(folder):
            if _foreign(folder):
                raise NotAStoreError(f"{folder} has other things in it and is not a store: give a new or empty folder.")
            folder.mkdir(parents=True, exist_ok=True)
            self._held = _lock(folder)
            try:
                self._version = current_version(folder) or 0
                self._sweep()
                if self._version:
                    ox.Store.read_only(str(self._current)).backup(str(self._work))
                self._store = ox.Store(str(self._work))
            except BaseException:
                self._broken = True
                self.close()
                raise

    def query(self, text: str) -> Answer:
        """See `Store.query`. The answer is read at once: it is of one state, and nothing keeps the copy open."""
        with self._turn:
            return read_at_once(super().query(text))

    def replace(
        self,
        graphs: Mapping[str, Iterable[ox.Quad] | None],
        *,
        remove: Iterable[ox.Quad] = (),
        add: Iterable[ox.Quad] = (),
    ) -> None:
        """See `WritableStore.replace`."""
        gone = [ox.NamedNode(name) for name in graphs]
        lost = list(remove)
        new = [quad for quads in (*graphs.values(), add) for quad in quads or ()]
        with _told(self._folder), self._turn:
            try:
                self._put(gone, lost, new)
            except KeyboardInterrupt:
                self._put(gone, lost, new)  # from the start, so that what was complete can be published
                raise

    def change(self, work: Callable[[ox.Store], Result]) -> Result:
        """Change the private copy in any way; unless that comes to its end, nothing is published any more.

        Args:
            work: does it; what it raises is raised.
        """
        with _told(self._folder), self._turn:
            store = self._open()
            self._broken = True
            result = work(store)
            self._changed = True
            self._broken = False
            return result

    def _put(self, gone: list[ox.NamedNode], lost: list[ox.Quad], new: list[ox.Quad]) -> None:
        """Take graphs and quads out and put quads in; unless it comes to its end, nothing is published any more.

        After a failed write Oxigraph refuses all others, so that the copy is of no more use anyway.
        """
        store = self._open()
        self._broken = True
        for graph in gone:
            store.remove_graph(graph)
        for quad in lost:
            store.remove(quad)
        if self._version:
            store.extend(new)
        else:
            store.bulk_extend(new)
        self._changed = True
        self._broken = False

    def publish(self) -> None:
        """See `WritableStore.publish`."""
        store = self._open()
        with _told(self._folder):
            version = self._version + 1
            if version == 1:
                store.optimize()  # what was put in in bulk lies in many small files
            store.backup(str(self._folder / f"v{version}"))
            note = {"format": FORMAT, "version": version, "made by": f"peelgraph {__version__}"}
            _write_whole(self._folder / MARKER, json.dumps(note, indent=1) + "\n")
            self._version = version
            self._changed = False
            self._sweep()

    def close(self) -> None:
        """Publish what was replaced, unless writing failed, and let go of the store."""
        if self._held < 0:
            return
        try:
            if self._changed and not self._broken:
                self.publish()
        finally:
            self._store = None
            shutil.rmtree(self._work, ignore_errors=True)
            super().close()

    def abandon(self) -> None:
        """Let go of the store without publishing what was not published yet."""
        self._broken = True
        self.close()

    @property
    def _work(self) -> Path:
        return self._folder / "work"

    @property
    def _current(self) -> Path:
        return self._folder / f"v{self._version}"

    def _sweep(self) -> None:
        """Remove versions that nobody reads any more, and what a killed build left behind."""
        if self._store is None:
            for folder in (self._work, self._folder / "work.tmp"):  # RocksDB makes a copy under a name of its own first
                shutil.rmtree(folder, ignore_errors=True)
            _unfinished(self._folder / MARKER).unlink(missing_ok=True)
        for path in self._folder.glob("v*"):
            if path == self._current:
                continue
            held = os.open(path, os.O_RDONLY)
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(path, ignore_errors=True)
            except BlockingIOError:
                pass  # somebody reads it; a later build will find it free
            finally:
                os.close(held)


_OWN = re.compile(
    rf"{re.escape(MARKER)}|peelgraph-store\.new|lock|work(\.tmp)?|v\d+(\.tmp)?|search\.sqlite3(-journal)?"
)


def _foreign(folder: Path) -> bool:
    """Whether the folder holds anything that is not of a store."""
    return folder.exists() and not all(_OWN.fullmatch(path.name) for path in folder.iterdir())


def current_version(folder: Path) -> int | None:
    """Number of the current version, or None where none was published.

    Raises:
        StoreFormatError: the store is of another format, or damaged.
    """
    try:
        note = json.loads((folder / MARKER).read_text("utf-8"))
        made_by, kind, version = str(note["made by"]), int(note["format"]), int(note["version"])
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise StoreFormatError(
            f"{folder / MARKER} is damaged, so the store cannot be read: build it again into a new folder."
        ) from error
    if kind != FORMAT:
        raise StoreFormatError(
            f"The store at {folder} is of format {kind} (made by {made_by}) and peelgraph {__version__} uses "
            f"format {FORMAT}: build it again into a new folder, or use the version that made it."
        )
    return version


def hold_current(folder: Path) -> tuple[int, Path]:
    """Folder of the current version, and a descriptor that keeps it from being swept away until it is closed.

    Raises:
        StoreError: there is no store, or it is damaged.
    """
    while True:
        version = current_version(folder)
        if version is None:
            if _foreign(folder):
                raise NotAStoreError(f"{folder} is not a store: name the folder that was built.")
            raise NoStoreError(
                f"There is no store at {folder}: make one with `peelgraph build`, or name another with --store."
            )
        path = folder / f"v{version}"
        with contextlib.suppress(FileNotFoundError):
            held = os.open(path, os.O_RDONLY)
            fcntl.flock(held, fcntl.LOCK_SH)
            if (path / "CURRENT").exists():
                return held, path
            os.close(held)
        if current_version(folder) == version:
            raise StoreFormatError(
                f"The store at {folder} has lost its version {version}: build it again into a new folder."
            )
        # Another version was published between reading the marker and holding the folder.


def _lock(folder: Path) -> int:
    held = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(held)
        raise StoreInUseError(
            f"Another process is writing to the store at {folder}: wait until it has ended, or give another "
            "folder with --store."
        ) from error
    return held


def _unfinished(path: Path) -> Path:
    """Where a file is written before it takes its name."""
    return path.with_suffix(".new")


def _write_whole(path: Path, text: str) -> None:
    """Write a file so that it is seen with its old content or its new, never in between."""
    fresh = _unfinished(path)
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


_FULL = tuple(os.strerror(code) for code in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG))
_DENIED = tuple(os.strerror(code) for code in (errno.EROFS, errno.EACCES, errno.EPERM))


@contextlib.contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Say in one sentence what the database or the system complains of.

    RocksDB's complaints come as OSError without a number, so they are told apart by their words.
    """
    try:
        yield
    except (OSError, RuntimeError) as error:
        words = str(error)
        if any(reason in words for reason in _FULL):
            raise StoreFullError(
                f"There is no room to write to {folder}: free some space and build again; what was in the "
                "store is kept."
            ) from error
        if any(reason in words for reason in _DENIED):
            raise StoreReadOnlyError(
                f"{folder} is read-only or not yours to use: give another folder with --store or PEELGRAPH_STORE."
            ) from error
        if isinstance(error, NotADirectoryError | FileExistsError):
            raise NotAStoreError(f"{folder} cannot be a store, because a file is in the way: give a folder.") from error
        raise StoreError(
            f"The store at {folder} cannot be used ({words}): build it again into a new folder."
        ) from error
