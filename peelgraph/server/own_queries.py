"""The server's own queries: answers as terms, read whole."""

from __future__ import annotations

from abc import ABC, abstractmethod

import pyoxigraph as ox

from ..store import Solutions
from .interface import Answer, BadRequestError, Question


class OwnQueries(ABC):
    """What asks by itself, over what answers others."""

    @abstractmethod
    async def ask(self, question: Question) -> Answer:
        """See `Engines.ask`."""

    async def select(self, text: str, rows: int = 10_000) -> Solutions:
        """See `Engines.select`."""
        # Not JSON: a cut answer has a remark there that Oxigraph does not read.
        answer = await self.ask(Question(text, "text/tab-separated-values", rows=rows))
        found = ox.parse_query_results(await _all(answer), format=ox.QueryResultsFormat.TSV)
        if not isinstance(found, ox.QuerySolutions):
            raise BadRequestError("This query is not a SELECT.")
        return Solutions(tuple(each.value for each in found.variables), [tuple(row) for row in found])

    async def construct(self, text: str) -> list[ox.Triple]:
        """See `Engines.construct`."""
        answer = await self.ask(Question(text, "application/n-triples"))
        return [quad.triple for quad in ox.parse(await _all(answer), format=ox.RdfFormat.N_TRIPLES)]


async def _all(answer: Answer) -> bytes:
    return b"".join([piece async for piece in answer.body])
