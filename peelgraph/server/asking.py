"""Asks canned queries over the web: what a request's parameters mean, and the query and the addresses that follow."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import pyoxigraph as ox
from starlette.requests import Request

from ..asking import in_full_order, is_evidence
from ..catalogue import CatalogueError, Query, bind, check, get
from ..catalogue_header import LIMIT, SLOT
from ..store import Solutions, Term
from .interface import Answer, AnswerAbortedError, BadRequestError, EngineFailedError, NotFoundError, Question
from .known import Known
from .protocol import form_fields
from .respond import engines_of, while_connected

MOST_COMBINATIONS = 1000
"""Of values in one slot: each is a line of the query."""
LARGEST_PAGE = 10_000
"""Rows of an answer that is made in one piece."""
LARGEST_SHOWN = 1000
"""Rows of an answer as a page for people."""
SHARED = ("limit", "offset", "columns", "evidence")
"""Parameters that queries with rows have in common; one that has its own ``limit`` keeps it."""

_YES, _NO = frozenset({"yes", "true", "1", "on"}), frozenset({"no", "false", "0", ""})
_RESULTS = "text/tab-separated-values"
"""Keeps the types of terms, and has no room for a remark at its end."""

Parameters = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A canned query as it is asked."""

    query: Query
    values: Mapping[str, tuple[object, ...]]
    """As they were given and understood, by parameter; defaults are not among them."""
    columns: tuple[str, ...]
    chosen: bool
    """Whether the columns were chosen by name."""
    evidence: bool
    limit: int | None
    """Rows of a page; None for as many as there may be."""
    offset: int

    def sparql(self, most: int | None = None) -> str:
        """The query, its rows in an order that is the same each time, from `offset` on.

        Args:
            most: rows; None for all.

        Raises:
            BadRequestError: there are too many combinations of values.
        """
        for slot in SLOT.finditer(self.query.text):
            names = [variable[1:] for variable in slot["names"].split()]
            count = math.prod(len(self.values.get(name, ("",))) for name in names)
            if count > MOST_COMBINATIONS:
                raise BadRequestError(
                    f"The values of {', '.join(names)} make {count:,} combinations, and {MOST_COMBINATIONS:,} is the "
                    "most: choose fewer."
                )
        text = bind(self.query, self.values)  # type: ignore[arg-type]
        if self.query.returns == "graph":
            return text
        own = LIMIT.search(text)
        lines = [in_full_order(self.query, text), f"OFFSET {self.offset}"]
        limits = [max(0, int(own["rows"]) - self.offset)] if own else []
        limits += [] if most is None else [most]
        if limits:
            lines.append(f"LIMIT {min(limits)}")
        return "\n".join(lines)

    def parameters(self, **more: str) -> str:
        """The parameters of an address at which the same can be asked, as they stand in it."""
        pairs = [(name, str(value)) for name, values in self.values.items() for value in values]
        if self.chosen:
            pairs.append(("columns", ",".join(self.columns)))
        if self.evidence:
            pairs.append(("evidence", "yes"))
        if self.limit is not None and self.query.param("limit") is None:
            pairs.append(("limit", str(self.limit)))
        if self.offset:
            pairs.append(("offset", str(self.offset)))
        return urlencode([*pairs, *more.items()])

    def at(self, offset: int) -> Wanted:
        """Another page."""
        return replace(self, offset=offset)


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of an answer."""

    answer: Solutions
    more: bool
    """Whether there are more behind them."""
    state: str
    """Of the data, see `interface.Engines`."""
    version: str


def query_named(name: str) -> Query:
    """The canned query of a name.

    Raises:
        NotFoundError: there is none.
    """
    try:
        return get(name)
    except CatalogueError as error:
        raise NotFoundError(str(error)) from error


def given_in(request: Request) -> dict[str, list[str]]:
    """The parameters of a request, each with its values.

    Raises:
        BadRequestError: they cannot be read.
    """
    return form_fields(request.scope["query_string"])


def one(parameters: Parameters, name: str) -> str | None:
    """The value of a parameter that has one.

    Raises:
        BadRequestError: it has several.
    """
    values = parameters.get(name, ())
    if len(values) > 1:
        raise BadRequestError(f"The parameter {name} is given {len(values)} times, and once is right.")
    return values[0] if values else None


def wanted(query: Query, parameters: Parameters, known: Known, largest: int) -> Wanted:
    """What a request asks for.

    Args:
        query: that is asked.
        parameters: of the request, but for ``format``.
        known: names and values of the data.
        largest: rows that a page may have.

    Raises:
        CatalogueError: a parameter is unknown or missing, or a value is not legal.
        BadRequestError: a parameter that queries share has no meaning.
    """
    shared = {name for name in SHARED if query.returns != "graph" and query.param(name) is None}
    own = {name: values for name, values in parameters.items() if name not in shared}
    checked = check(query, own, known.vocabulary)
    values = {name: found for name, found in checked.items() if own.get(name)}
    if query.returns == "graph":
        return Wanted(query, values, (), chosen=False, evidence=False, limit=None, offset=0)
    evidence = (one(parameters, "evidence") or "").lower()
    if evidence not in _YES | _NO:
        raise BadRequestError("evidence is yes, for the words of the reports as well, or no.")
    names = [name.strip() for each in parameters.get("columns", ()) for name in each.split(",") if name.strip()]
    for name in names:
        if name not in query.returns:
            raise BadRequestError(f"Query {query.name} has no column {name}; it has {', '.join(query.returns)}.")
    columns = names or [name for name in query.returns if evidence in _YES or not is_evidence(name)]
    return Wanted(
        query,
        values,
        tuple(dict.fromkeys(columns or query.returns)),
        chosen=bool(names),
        evidence=evidence in _YES,
        limit=_whole(parameters, "limit", 1, largest) if "limit" in shared else None,
        offset=_whole(parameters, "offset", 0, 10**9) or 0,
    )


def _whole(parameters: Parameters, name: str, least: int, most: int) -> int | None:
    value = one(parameters, name)
    if value is None or value == "":
        return None
    number = int(value) if value.isascii() and value.isdecimal() and len(value) <= len(str(most)) else -1
    if not least <= number <= most:
        raise BadRequestError(f"{name} must be a whole number from {least} to {most:,}.")
    return number


async def page_of(request: Request, asked: Wanted, rows: int) -> Page:
    """The rows of one page.

    Raises:
        ServerError: no answer is to be had.
    """
    size = asked.limit or rows
    # One row more than is shown tells whether there are more, without asking twice.
    question = Question(asked.sparql(size + 1), _RESULTS, rows=size + 1)
    answer = await while_connected(request, engines_of(request).ask(question))
    variables, found = await asyncio.to_thread(_rows_of, await whole(answer))
    more = answer.truncated or len(found) > size
    return Page(Solutions(variables, found[:size]), more, answer.state, answer.version)


def _rows_of(content: bytes) -> tuple[tuple[str, ...], list[tuple[Term | None, ...]]]:
    found = ox.parse_query_results(content, format=ox.QueryResultsFormat.TSV)
    if not isinstance(found, ox.QuerySolutions):
        raise TypeError(found)
    return tuple(each.value for each in found.variables), [tuple(row) for row in found]


async def whole(answer: Answer) -> bytes:
    """All of an answer.

    Raises:
        EngineFailedError: it broke off.
    """
    try:
        return b"".join([piece async for piece in answer.body])
    except AnswerAbortedError as error:
        raise EngineFailedError(
            "The query was stopped before its answer was complete: narrow it, or try again."
        ) from error
