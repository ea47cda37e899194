"""The process that changes the store: each change is made on a private copy and published whole, or not at all.

It is killed at its limit like any engine; what it had done by then was never published. The lock of the store is held
only while changes come one after the other, so that builds find their turn.
"""

from __future__ import annotations

import re
import select
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from ..errors import PeelgraphError, StoreInUseError
from ..store.embedded import EmbeddedStore, EmbeddedWriter
from . import engine, frames, query_text
from .federation import not_sparql, refuse_outside, without_silent_loads
from .interface import BadRequestError, BusyError, EngineFailedError, InvalidDataError, ServerError, TooLargeError
from .negotiation import INPUTS
from .nesting import check_nesting
from .settings import Settings

if TYPE_CHECKING:
    from ..validation import Validator

IDLE = 1.0
"""Seconds without a change after which the store's lock is given back."""
_UNKNOWN = re.compile(r"custom function <(.*)> is not supported")
_MOST_REASONS = 5

Change = Callable[[ox.Store], dict[str, Any]]


class Writer:
    """Makes one change after the other."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._folder, self._settings = folder, settings
        self._open: EmbeddedWriter | None = None

    @property
    def is_open(self) -> bool:
        """Whether it holds the lock of the store."""
        return self._open is not None

    def close(self) -> None:
        """Give the lock back."""
        if self._open:
            self._open.close()
            self._open = None

    def do(self, told: dict[str, Any], documents: list[bytes]) -> dict[str, Any]:
        """Make a change and publish it.

        Raises:
            ServerError: it is refused or cannot be made; nothing was changed.
        """
        if told["op"] == "update":
            change: Change = self._update(told)
        elif told["op"] == "delete":
            change = _delete(told["graph"])
        else:
            change = _put(told, documents)
        try:
            if self._open is None:
                self._open = EmbeddedWriter(self._folder)
            came_of_it = self._open.change(self._validated(change) if self._settings.validate_writes else change)
            self._open.publish()
        except StoreInUseError as error:
            raise BusyError(
                "A build is writing to the store just now: try again when it has ended.", retry_after=30
            ) from error
        except BaseException as error:
            self._discard()
            if isinstance(error, PeelgraphError) and not isinstance(error, ServerError):
                raise EngineFailedError(str(error)) from error
            raise
        return came_of_it

    def _discard(self) -> None:
        """Forget a copy with a change in it that is not to be published."""
        if self._open:
            self._open.abandon()
            self._open = None

    def _update(self, told: dict[str, Any]) -> Change:
        text: str = told["text"]
        text = without_silent_loads(text, self._settings.allow_hosts)
        refuse_outside(text, "update", self._settings.allow_hosts)
        if told["using"] or told["named"]:
            try:
                for iri in (*told["using"], *told["named"]):
                    ox.NamedNode(iri)
            except ValueError as error:
                raise BadRequestError(f"{iri} is no IRI of a graph.") from error
            changed = query_text.with_using(text, tuple(told["using"]), tuple(told["named"]))
            if changed is None:
                raise BadRequestError(
                    "The update names its graphs by USING or WITH, and by parameters too: take one way."
                )
            text = changed

        def run(store: ox.Store) -> dict[str, Any]:
            functions: dict[ox.NamedNode, Any] = {}
            while True:
                try:
                    store.update(text, base_iri=told["base"], custom_functions=functions)
                except SyntaxError as error:
                    raise not_sparql(error, "update", text) from error
                except RuntimeError as error:
                    unknown = _UNKNOWN.search(str(error))
                    if not unknown:
                        raise BadRequestError(
                            f"The update cannot be made, and nothing was changed: {error}."
                        ) from error
                    functions[ox.NamedNode(unknown[1])] = engine.no_such_function
                except OSError as error:
                    if not re.search("load", text, re.IGNORECASE):
                        raise
                    raise BadRequestError(f"What was to be loaded could not be had: {error}.") from error
                else:
                    return {}

        return run

    def _validated(self, change: Change) -> Change:
        """A change that is refused if the graphs that it touches have violations of the shapes afterwards."""

        def run(store: ox.Store) -> dict[str, Any]:
            came_of_it = change(store)
            with EmbeddedStore(self._folder) as published:
                changed = _changed(store, published)
                results = self._validator(published).check(changed) if changed else ()
            if faults := [result for result in results if result.severity == "blocks"]:
                reasons = " ".join(dict.fromkeys(result.message for result in faults))
                raise InvalidDataError(
                    f"Nothing was changed, because the new data would break the rules of the shapes: {reasons}"
                )
            return came_of_it

        return run

    def _validator(self, published: EmbeddedStore) -> Validator:
        from ..loaders import Register  # noqa: PLC0415  slow to import, and seldom needed
        from ..validation import Validator  # noqa: PLC0415

        return Validator(Register.packaged(), published, most=_MOST_REASONS)


def _changed(store: ox.Store, published: EmbeddedStore) -> dict[str, tuple[ox.Quad, ...]]:
    """Content of the graphs that are not as they were published."""
    before = published.snapshot
    changed = {}
    for graph in (ox.DefaultGraph(), *store.named_graphs()):
        new = set(store.quads_for_pattern(None, None, None, graph))
        if new != set(before.quads_for_pattern(None, None, None, graph)):
            changed["" if isinstance(graph, ox.DefaultGraph) else graph.value] = tuple(new)
    return changed


def _put(told: dict[str, Any], documents: list[bytes]) -> Change:
    """Put documents into a graph. They are read first: where one is bad, nothing has happened."""
    graph = ox.NamedNode(told["graph"]) if told["graph"] is not None else ox.DefaultGraph()
    quads = [quad for kind, text in zip(told["types"], documents, strict=True) for quad in _read(text, kind, graph)]

    def put(store: ox.Store) -> dict[str, Any]:
        found = _exists(store, graph)
        if told["replace"]:
            store.clear_graph(graph)
        if isinstance(graph, ox.NamedNode):
            store.add_graph(graph)
        store.extend(quads)
        return {"created": not found, "found": found}

    return put


def _delete(name: str | None) -> Change:
    graph = ox.NamedNode(name) if name is not None else ox.DefaultGraph()

    def delete(store: ox.Store) -> dict[str, Any]:
        found = _exists(store, graph)
        store.remove_graph(graph)
        return {"created": False, "found": found}

    return delete


def _exists(store: ox.Store, graph: ox.NamedNode | ox.DefaultGraph) -> bool:
    return isinstance(graph, ox.DefaultGraph) or store.contains_named_graph(graph)


def _read(text: bytes, media_type: str, graph: ox.NamedNode | ox.DefaultGraph) -> Iterator[ox.Quad]:
    """Statements of a document; what it says itself about graphs is refused."""
    base = graph.value if isinstance(graph, ox.NamedNode) else None
    check_nesting(text, media_type)
    try:
        for quad in ox.parse(
            text, INPUTS[media_type], base_iri=base, without_named_graphs=True, rename_blank_nodes=True
        ):
            yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)
    except (SyntaxError, ValueError) as error:
        words = " ".join(str(error).split()).rstrip(".")
        raise BadRequestError(
            f"The document cannot be read as {media_type}, and nothing was changed: {words}."
        ) from error


def serve(link: socket.socket, folder: str, settings: Settings) -> None:
    """Make changes until the front ends the connection."""
    engine.bound_memory(settings.query_memory + 1)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    writer = Writer(Path(folder), settings)
    file = link.makefile("rb")
    while True:
        if writer.is_open and not select.select([link], [], [], IDLE)[0]:
            writer.close()
        got = frames.read(file)
        if got is None:
            break
        told = frames.parsed(got[1])
        documents = [(frames.read(file) or (b"", b""))[1] for _ in told.get("types", ())]
        signal.setitimer(signal.ITIMER_REAL, settings.write_seconds)
        try:
            came_of_it = writer.do(told, documents)
        except ServerError as error:
            engine.refuse(link, error)
        except MemoryError:
            engine.refuse(
                link, TooLargeError("The change needed more memory than it may have, and nothing was changed.")
            )
            break
        else:
            link.sendall(frames.message(frames.HEADER, came_of_it))
            link.sendall(frames.message(frames.END, {"cpu": time.process_time()}))
        signal.setitimer(signal.ITIMER_REAL, 0)
    writer.close()
