"""A process that answers questions, one at a time, and is killed where it takes too long.

It is a copy of a process that has the data in memory, or opens a published version on disk. Answers are serialised by
Oxigraph and go out in frames (`frames`) as they are made: what an answer takes of memory does not depend on its size.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import resource
import signal
import socket
import time
from collections import deque
from collections.abc import Iterable
from itertools import islice
from typing import Any, Protocol, Self, cast

import pyoxigraph as ox

from .. import description
from ..formats import PREFIXES
from ..store import Solutions, Store
from ..store.sparql import names_its_graphs
from . import frames, interface, query_text
from .federation import not_sparql, refuse_outside, shortened
from .interface import BadRequestError, NoSuchGraphError, ServerError, TooLargeError, UnreachableError
from .negotiation import GRAPHS, RESULTS
from .output import PIECE, Output
from .settings import Settings

Result = ox.QuerySolutions | ox.QueryBoolean | Iterable[ox.Triple]
"""What a query gives."""
GROWTH = 256 * 2**20
"""Bytes of address space by which an engine may have grown before it makes room for a fresh one."""
_UNKNOWN = re.compile(r"custom function <(.*)> is not supported")


class Asked:
    """A store and how it may be asked."""

    def __init__(self, store: ox.Store, settings: Settings) -> None:
        self.store, self._settings = store, settings

    location = ""
    base: str | None = None
    """IRI against which relative ones are resolved."""
    cut = False
    """Whether the answer that was given last was cut already."""

    def most(self, text: str) -> int:  # noqa: ARG002  it is the same for all
        """Rows or statements that a query may be asked for."""
        return self._settings.rows

    def graphs(self) -> list[str]:
        """See `Store.graphs`."""
        return sorted(graph.value for graph in self.store.named_graphs())

    def close(self) -> None:
        """See `Store.close`: nothing is to be closed."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def query(self, text: str) -> Solutions:
        """Rows of a SELECT of our own; with what stands above it makes this a `Store`."""
        answer = self.store.query(text, use_default_graph_as_union=True)
        if not isinstance(answer, ox.QuerySolutions):
            raise TypeError(text)
        return Solutions(tuple(v.value for v in answer.variables), (tuple(row) for row in answer))

    def check(self, text: str, given: dict[str, Any]) -> dict[str, Any]:
        """Refuse what is not to be run; give the arguments for running it.

        Raises:
            ServerError: the query would call another server, or is about a graph that is not here.
        """
        refuse_outside(text, "query", self._settings.allow_hosts)
        if given["default"] or given["named"]:
            self._must_exist([*given["default"], *given["named"]])
            return {
                "default_graph": [ox.NamedNode(iri) for iri in given["default"]],
                "named_graphs": [ox.NamedNode(iri) for iri in given["named"]],
            }
        if names_its_graphs(text):
            if self._settings.default_graph == "union":
                self._must_exist(
                    query_text.graphs_named(text)
                )  # else the store is used as any other, where such a graph is an empty one
            return {}
        return {"use_default_graph_as_union": self._settings.default_graph == "union"}

    def _must_exist(self, named: list[str]) -> None:
        """Refuse graphs that are not here: an empty answer would look as if there were nothing to be found."""
        for iri in named:
            try:
                here = self.store.contains_named_graph(ox.NamedNode(iri))
            except ValueError as error:
                raise BadRequestError(f"{iri} is no IRI of a graph.") from error
            if not here:
                raise NoSuchGraphError(
                    f"FROM {iri} is refused, because there is no such graph here and nothing is fetched from elsewhere."
                )

    def run(self, text: str, arguments: dict[str, Any]) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Begin a query. Extension functions that are unknown are errors where they are called (SPARQL 1.1, 17.6).

        Raises:
            BadRequestError: it is not SPARQL.
        """
        functions: dict[ox.NamedNode, Any] = {}
        while True:
            try:
                return self.store.query(text, custom_functions=functions, base_iri=self.base, **arguments)
            except SyntaxError as error:
                raise not_sparql(error, "query", text) from error
            except RuntimeError as error:
                unknown = _UNKNOWN.search(str(error))
                if not unknown:
                    raise BadRequestError(f"The query cannot be answered: {error}.") from error
                functions[ox.NamedNode(unknown[1])] = no_such_function


def no_such_function(*_: object) -> None:
    """What an unknown function gives: an error, which leaves a variable unbound and a filter false."""


class Askable(Store, Protocol):
    """What an engine asks: a store of our own, or one on a server."""

    base: str | None
    cut: bool

    def query(self, text: str) -> Solutions:
        """See `Asked.query`."""

    def most(self, text: str) -> int:
        """See `Asked.most`."""

    def check(self, text: str, given: dict[str, Any]) -> dict[str, Any]:
        """See `Asked.check`."""

    def run(self, text: str, arguments: dict[str, Any]) -> Result:
        """See `Asked.run`."""


def answer(asked: Askable, given: dict[str, Any], link: socket.socket) -> None:
    """Answer one question.

    Raises:
        ServerError: it is refused.
    """
    text, media_type = given["text"], given["type"]
    asked.base = given["base"]
    arguments = asked.check(text, given)
    most = asked.most(text)
    rows = min(most, given["rows"] or most)
    output = Output(link, media_type, rows, gzip=given["gzip"])
    limited = query_text.bounded(text, rows) if query_text.form(text) == "SELECT" else None
    try:
        result = asked.run(limited.text if limited else text, arguments)
    except BadRequestError:
        asked.run(text, arguments)  # which says what is wrong in terms of what was asked
        raise BadRequestError("The end of the query is not understood: end it with LIMIT and a number.") from None
    of_rows = isinstance(result, ox.QuerySolutions | ox.QueryBoolean)
    if of_rows == (media_type in GRAPHS):
        raise BadRequestError("It is not clear of which form the query is: begin it with SELECT, ASK, CONSTRUCT …")
    if asked.cut:
        output.was_cut()
    out = io.BufferedWriter(output, PIECE)
    if not isinstance(result, ox.QuerySolutions | ox.QueryBoolean):
        triples = iter(result)

        def more() -> bool:
            again = iter(cast("Iterable[ox.Triple]", asked.run(text, arguments)))
            deque(islice(again, rows), maxlen=0)
            return next(again, None) is not None

        output.probe = more
        ox.serialize(islice(triples, rows), out, GRAPHS[media_type], prefixes=_prefixes(media_type))
        out.flush()
        output.truncated = next(triples, None) is not None if output.truncated is None else output.truncated
    else:
        beyond = limited.beyond if limited else None
        if beyond:
            output.probe = lambda: next(cast(ox.QuerySolutions, asked.run(beyond, arguments)), None) is not None
        result.serialize(out, format=RESULTS[media_type])
        out.flush()
    output.finish()


def _prefixes(media_type: str) -> dict[str, str] | None:
    return PREFIXES if media_type in {"text/turtle", "application/trig", "application/rdf+xml"} else None


def address_space() -> int:
    """Bytes of address space that this process has."""
    with open("/proc/self/statm", "rb") as file:  # noqa: PTH123  quick
        return int(file.read().split()[0]) * resource.getpagesize()


def bound_memory(gib: float) -> int:
    """Let this process have so many GiB more than it has; gives what it has now, in bytes.

    Only Linux tells what a process has; elsewhere nothing is bounded.
    """
    try:
        now = address_space()
    except OSError:
        return 0
    resource.setrlimit(resource.RLIMIT_AS, (now + int(gib * 2**30), resource.RLIM_INFINITY))
    return now


def unbound_memory() -> None:
    """Undo `bound_memory`."""
    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def serve(link: socket.socket, asked: Askable, settings: Settings) -> None:
    """Answer questions until the front ends the connection."""
    begun = bound_memory(settings.query_memory)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # the system ends the process, whatever Oxigraph is doing
    file = link.makefile("rb")
    while (got := frames.read(file)) is not None:
        signal.setitimer(signal.ITIMER_REAL, settings.seconds)
        try:
            if got[0] == frames.ABOUT:
                link.sendall(frames.message(frames.HEADER, {"version": description.version(asked)}))
                link.sendall(frames.message(frames.END, {"cpu": time.process_time()}))
            else:
                answer(asked, frames.parsed(got[1]), link)
        except ServerError as error:
            refuse(link, error)
        except MemoryError:
            refuse(link, TooLargeError(too_much_memory(settings)))
            return
        except OSError as error:  # of a host that SERVICE may call; or the front is gone, and hears nothing of it
            refuse(link, UnreachableError(f"A server that SERVICE calls could not be asked: {shortened(error)}."))
            return
        signal.setitimer(signal.ITIMER_REAL, 0)
        if begun and address_space() > begun + min(GROWTH, settings.query_memory * 2**30 / 2):
            return


def too_much_memory(settings: Settings) -> str:
    """What is said of a query that needs more memory than it may have."""
    return (
        f"The query was stopped because it needed more than {settings.query_memory:g} GiB of memory: narrow it, or "
        "sort and group fewer rows."
    )


def refuse(link: socket.socket, error: ServerError) -> None:
    """Tell the front that there is no answer."""
    said = {"error": type(error).__name__, "sentence": str(error), "cpu": time.process_time()}
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        link.sendall(frames.message(frames.REFUSAL, said))


def refusal(said: dict[str, Any]) -> ServerError:
    """The error that another process told of."""
    kind = getattr(interface, said["error"])
    error = kind(said["sentence"])
    if not isinstance(error, ServerError):
        raise TypeError(said["error"])
    return error


def open_version(path: str) -> ox.Store:
    """A published version on disk.

    Raises:
        OSError: it cannot be read.
    """
    return ox.Store.read_only(os.fspath(path))
