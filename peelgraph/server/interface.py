"""What the routes of the server know of the processes behind them: questions, answers and refusals."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import pyoxigraph as ox

from ..errors import PeelgraphError
from ..store import Solutions


@dataclass(frozen=True, slots=True)
class Question:
    """A query, and in which form its answer is wanted."""

    text: str
    """SPARQL."""
    media_type: str
    """Of the answer: one of `negotiation.RESULTS` for SELECT and ASK, of `negotiation.GRAPHS` for the others."""
    default_graphs: tuple[str, ...] = ()
    """IRIs of graphs that together are the default graph; with none here and below, the operator's setting holds."""
    named_graphs: tuple[str, ...] = ()
    """IRIs of the graphs that GRAPH can name."""
    rows: int | None = None
    """Cut the answer after so many rows or statements; None is the operator's limit, which nothing exceeds."""
    base: str | None = None
    """IRI against which relative ones in the query are resolved; None if there are to be none."""
    gzip: bool = False
    """Whether the body may be compressed; the engine does it, so that it costs the front nothing."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question, as it is sent."""

    media_type: str
    truncated: bool
    """Whether there were more rows or statements than were allowed."""
    version: str
    """Version of the data set that was asked, see `peelgraph.description.version`."""
    state: str
    """What was asked, to the last statement: two answers of one state to one question are the same."""
    body: AsyncIterator[bytes]
    """Serialised; raises AnswerAbortedError if the process that makes it dies before the end."""
    size: int | None = None
    """Bytes of the body where they are known beforehand."""
    gzipped: bool = False
    """Whether the body is compressed."""


@dataclass(frozen=True, slots=True)
class Written:
    """What came of an update or of a request to the graph store."""

    created: bool = False
    """Whether there is a graph now that was not there before."""
    found: bool = True
    """Whether there was a graph of that name before."""


class Engines(Protocol):
    """The processes that answer questions."""

    @property
    def version(self) -> str:
        """Version of the data set that is asked now, see `peelgraph.description.version`."""

    @property
    def state(self) -> str:
        """Changes with every change of the data, also with those that leave `version` as it is."""

    @property
    def published(self) -> datetime | None:
        """When the data that are asked now were published, in UTC."""

    async def ask(self, question: Question) -> Answer:
        """Answer a question.

        The body of the answer must be read to its end or closed (``aclose``).

        Raises:
            ServerError: refused, stopped at a limit, or not possible now; the subclass tells which.
        """

    async def select(self, text: str, rows: int = 10_000) -> Solutions:
        """Rows of a SELECT, at most so many, all read.

        Raises:
            ServerError: as `ask`.
        """

    async def construct(self, text: str) -> list[ox.Triple]:
        """Triples of a CONSTRUCT or DESCRIBE, at most as many as the operator allows.

        Raises:
            ServerError: as `ask`.
        """

    async def update(
        self, text: str, using: tuple[str, ...] = (), using_named: tuple[str, ...] = (), base: str | None = None
    ) -> Written:
        """Run a SPARQL Update and publish what it made of the data.

        Args:
            text: the update.
            using: IRIs of graphs that together are the default graph of its WHERE clauses.
            using_named: IRIs of the graphs that its WHERE clauses can name.
            base: IRI against which relative ones are resolved.

        Raises:
            ServerError: refused, invalid, or stopped at a limit; nothing was changed.
        """

    async def put(self, graph: str | None, parts: list[tuple[str, bytes]], *, replace: bool) -> Written:
        """Put statements into a graph.

        Args:
            graph: its IRI; None is the store's own default graph.
            parts: media type and text of each document with statements.
            replace: whether they are to be all that the graph holds.

        Raises:
            ServerError: as `update`.
        """

    async def delete(self, graph: str | None) -> Written:
        """Remove a graph.

        Raises:
            ServerError: as `update`; there being no such graph is no error.
        """


class ServerError(PeelgraphError):
    """A request that is not answered as asked; its text is one sentence for an analyst.

    Attributes:
        status: of HTTP.
        retry_after: seconds after which asking again may help; None if it will not.
    """

    status: int = 500
    retry_after: int | None = None

    def __init__(self, sentence: str, *, retry_after: int | None = None) -> None:
        super().__init__(sentence)
        if retry_after is not None:
            self.retry_after = retry_after


class BadRequestError(ServerError):
    """The request is not what a protocol or the language of queries allows."""

    status = 400


class UnauthorisedError(ServerError):
    """Writing without the right token."""

    status = 401


class ForbiddenError(ServerError):
    """What the operator does not allow."""

    status = 403


class NoSuchGraphError(BadRequestError):
    """A query is about a graph that is not here."""


class NotFoundError(ServerError):
    """There is no such thing or page."""

    status = 404


class NotAllowedError(ServerError):
    """The address does not take requests of this method.

    Attributes:
        allow: the methods that it takes.
    """

    status = 405

    def __init__(self, sentence: str, allow: tuple[str, ...]) -> None:
        super().__init__(sentence)
        self.allow = allow


class NotAcceptableError(ServerError):
    """The answer has none of the forms that the client accepts."""

    status = 406


class ClientTimeoutError(ServerError):
    """The client took too long to send its request."""

    status = 408


class TooLargeError(ServerError):
    """The request or the answer is larger than the operator allows."""

    status = 413


class UnsupportedTypeError(ServerError):
    """The request's body is of a type that is not read here."""

    status = 415


class InvalidDataError(ServerError):
    """New data have faults by the shapes, and the operator wants none."""

    status = 422


class TooManyRequestsError(ServerError):
    """One client asks for more at once than it may."""

    status = 429
    retry_after = 1


class EngineFailedError(ServerError):
    """A process that works on an answer came to a bad end."""

    status = 500


class UnreachableError(ServerError):
    """Another server that an answer needs does not give it."""

    status = 502


class BusyError(ServerError):
    """All who could answer are busy, and the queue is full or slow."""

    status = 503
    retry_after = 2


class QueryStoppedError(ServerError):
    """A query was stopped at the limit of time or memory."""

    status = 504


class AnswerAbortedError(Exception):
    """An answer broke off after its beginning had been sent: the connection is to be cut, not ended."""
