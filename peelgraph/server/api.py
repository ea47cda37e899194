"""The catalogue as an API: every canned query at an address of its own, its parameters as they stand in its header."""

from __future__ import annotations

import asyncio
import csv
import dataclasses
import io
import json
from collections.abc import AsyncIterator, Mapping, Sequence

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from .. import __version__, formats
from ..asking import facts_in_words
from ..catalogue import Query, queries
from ..description import LICENCE, RIGHTS
from ..loaders.iris import ID
from ..store import text
from .asking import LARGEST_PAGE, LARGEST_SHOWN, Page, Wanted, given_in, one, page_of, query_named, wanted
from .interface import BadRequestError, Question
from .known import Known, known_of
from .negotiation import negotiated
from .openapi import described, document
from .respond import (
    COVERAGE,
    TRUNCATED,
    about_data,
    accepts_gzip,
    engines_of,
    etag,
    not_modified,
    public_base,
    response,
    settings_of,
    while_connected,
)

USUAL_PAGE = 1000
"""Rows of an answer in JSON, if the request does not say how many."""
JSON, CSV, TSV, HTML = "application/json", "text/csv", "text/tab-separated-values", "text/html"
ROWS: Mapping[str, str] = {"json": JSON, "csv": CSV, "tsv": TSV, "html": HTML}
"""Media types of rows, by their names in addresses; the first is for those who do not say what they accept."""
GRAPHS: Mapping[str, str] = {
    "turtle": "text/turtle",
    "jsonld": "application/ld+json",
    "ntriples": "application/n-triples",
    "rdfxml": "application/rdf+xml",
    "html": HTML,
}
"""Media types of graphs, in the same way."""
FACTS: Mapping[str, str] = {name: each for name, each in GRAPHS.items() if each != HTML}
"""Media types of the facts behind rows."""


def routes() -> list[BaseRoute]:
    """Where the API is."""
    return [
        Route("/api", _list),
        Route("/api/queries", _list),
        Route("/api/queries/{name}", _answer),
        Route("/api/openapi.json", _openapi),
    ]


async def _list(request: Request) -> Response:
    asked = given_in(request)
    media_type = _form(request, asked, {"json": JSON, "html": HTML})
    if media_type == HTML:
        return _page(request, "/ask")
    known = await known_of(request)
    base = f"{public_base(request)}/api/queries"
    listed = [described(query) | {"address": f"{base}/{query.name}"} for query in queries().values()]
    openapi = f"{public_base(request)}/api/openapi.json"
    content = {"queries": listed, "openapi": openapi, "dataset": _dataset(request, known, known.version)}
    return _json(request, known, json.dumps(content, ensure_ascii=False))


async def _openapi(request: Request) -> Response:
    known = await known_of(request)
    return _json(request, known, json.dumps(document(known, public_base(request)), ensure_ascii=False))


def _json(request: Request, known: Known, content: str) -> Response:
    tag = etag(known.state, content)
    if same := not_modified(request, tag):
        return same
    return Response(content, headers={**_headers(request, known), "ETag": tag}, media_type=JSON)


def _dataset(request: Request, known: Known, version: str) -> dict[str, object]:
    """Which data an answer is from, and under which licence."""
    published = engines_of(request).published
    return {
        "version": version,
        "built": published.isoformat() if published else None,
        "licence": LICENCE,
        "rights": RIGHTS,
        "coverage": known.coverage.as_json(),
    }


def _headers(request: Request, known: Known) -> dict[str, str]:
    return {**about_data(request), COVERAGE: str(known.coverage)}


def _form(request: Request, parameters: dict[str, list[str]], offered: Mapping[str, str]) -> str:
    """The media type of the answer; takes ``format`` out of the parameters."""
    if not settings_of(request).query_page:
        offered = {name: each for name, each in offered.items() if each != HTML}
    named = one(parameters, "format")
    parameters.pop("format", None)
    if named:
        if named.lower() not in offered:
            raise BadRequestError(f"This answer cannot be had as {named}: its formats are {', '.join(offered)}.")
        return offered[named.lower()]
    return negotiated(request.headers.get("accept"), None, offered.values())


def _page(request: Request, path: str, parameters: str = "") -> Response:
    """Send a browser to the page for people."""
    address = settings_of(request).base_path + path + (f"?{parameters}" if parameters else "")
    return RedirectResponse(address, 303, {"Vary": "Accept"})


def offered(query: Query) -> Mapping[str, str]:
    """Media types of the answers of a query, by their names in addresses."""
    if query.returns == "graph":
        return GRAPHS
    return {**ROWS, **FACTS} if "fact" in query.returns else ROWS


async def _answer(request: Request) -> Response:
    query = query_named(request.path_params["name"])
    parameters = given_in(request)
    media_type = _form(request, parameters, offered(query))
    known = await known_of(request)
    most = settings_of(request).rows
    largest = {JSON: LARGEST_PAGE, HTML: LARGEST_SHOWN, CSV: most, TSV: most}.get(media_type, USUAL_PAGE)
    asked = wanted(query, parameters, known, min(largest, most))
    if media_type == HTML:
        return _page(request, f"/ask/{query.name}", asked.parameters())
    tag = _tag(request, asked, media_type, engines_of(request).state)
    if same := not_modified(request, tag):
        return same
    headers = _headers(request, known)
    if media_type in {CSV, TSV}:
        return await _separated(request, asked, media_type, headers)
    if media_type == JSON:
        return await _rows(request, asked, known, headers)
    if query.returns != "graph":
        return await _facts(request, asked, media_type, headers)
    answer = await while_connected(
        request, engines_of(request).ask(Question(asked.sparql(), media_type, gzip=accepts_gzip(request)))
    )
    headers["ETag"] = _tag(request, asked, media_type, answer.state)
    return await response(request, answer, headers)


def _tag(request: Request, asked: Wanted, media_type: str, state: str) -> str:
    return etag(
        state, __version__, media_type, asked.query.name, asked.parameters(), asked.columns, public_base(request)
    )


def next_page(request: Request, asked: Wanted, rows: int, **more: str) -> str:
    """Address of the rows that follow."""
    parameters = asked.at(asked.offset + rows).parameters(**more)
    return f"{public_base(request)}/api/queries/{asked.query.name}?{parameters}"


def _next(request: Request, headers: dict[str, str], asked: Wanted, rows: int, form: str) -> None:
    address = next_page(request, asked, rows, format=form)
    headers["Link"] += f', <{address}>; rel="next"'


async def _rows(request: Request, asked: Wanted, known: Known, headers: dict[str, str]) -> Response:
    usual = min(USUAL_PAGE, settings_of(request).rows)
    page = await page_of(request, asked, usual)
    headers["ETag"] = _tag(request, asked, JSON, page.state)
    following = None
    if page.more:
        following = next_page(request, asked, asked.limit or usual)
        headers[TRUNCATED] = "there are more rows: see next"
        _next(request, headers, asked, asked.limit or usual, "json")
    dataset = _dataset(request, known, page.version)
    content = await asyncio.to_thread(_body, asked, page, following, dataset)
    return Response(content, headers=headers, media_type=JSON)


def _body(asked: Wanted, page: Page, following: str | None, dataset: Mapping[str, object]) -> str:
    rows = io.StringIO()
    written = formats.write(page.answer, formats.Format.JSON, rows, width=0, columns=asked.columns)
    told = {
        "query": asked.query.name,
        "question": asked.query.question,
        "parameters": {name: [str(value) for value in values] for name, values in asked.values.items()},
        "columns": asked.columns,
        "offset": asked.offset,
        "count": written.rows,
        "truncated": page.more,
        "next": following,
        "dataset": dataset,
    }
    return f'{json.dumps(told, ensure_ascii=False)[:-1]}, "rows": {rows.getvalue().rstrip()}}}\n'


async def _facts(request: Request, asked: Wanted, media_type: str, headers: dict[str, str]) -> Response:
    """The facts that the rows of a page are about, each whole and with the passages that state it."""
    usual = min(USUAL_PAGE, settings_of(request).rows)
    page = await page_of(request, asked, usual)
    places = [place for place, name in enumerate(page.answer.variables) if name.rpartition("_")[2] == "fact"]
    found = {ID + text(row[place]): None for row in page.answer.rows for place in places if row[place] is not None}
    question = Question(facts_in_words(found), media_type, gzip=accepts_gzip(request))
    answer = await while_connected(request, engines_of(request).ask(question))
    if answer.state == page.state:
        headers["ETag"] = _tag(request, asked, media_type, answer.state)
    if page.more:
        headers[TRUNCATED] = "there are more facts: see the link next"
        form = next(name for name, each in FACTS.items() if each == media_type)
        _next(request, headers, asked, asked.limit or usual, form)
    return await response(request, answer, headers)


async def _separated(request: Request, asked: Wanted, media_type: str, headers: dict[str, str]) -> Response:
    """Rows for a spreadsheet, sent as they come: all of them, unless the request limits them."""
    question = Question(asked.sparql(), CSV, rows=asked.limit)
    answer = await while_connected(request, engines_of(request).ask(question))
    headers["ETag"] = _tag(request, asked, media_type, answer.state)
    if answer.truncated:
        _next(request, headers, asked, asked.limit or settings_of(request).rows, "csv" if media_type == CSV else "tsv")
    places = [asked.query.returns.index(name) for name in asked.columns]
    body = _Separated(answer.body, places, "," if media_type == CSV else "\t")
    return await response(request, dataclasses.replace(answer, media_type=media_type, body=body, size=None), headers)


class _Separated:
    """CSV as it comes from an engine, with some of its columns and another separator."""

    def __init__(self, body: AsyncIterator[bytes], places: Sequence[int], separator: str) -> None:
        self._body, self._places, self._separator = body, places, separator
        self._rest = b""

    def __aiter__(self) -> _Separated:
        return self

    async def __anext__(self) -> bytes:
        while True:
            piece = await anext(self._body, None)
            if piece is None:
                if not self._rest:
                    raise StopAsyncIteration
                whole, self._rest = self._rest, b""
                return self._written(whole)
            self._rest += piece
            end = self._rest.rfind(b"\r\n") + 2
            # A line ends a row only if no quotation is open there.
            while end > 1 and self._rest.count(b'"', 0, end) % 2:
                end = self._rest.rfind(b"\r\n", 0, end - 2) + 2
            if end > 1:
                whole, self._rest = self._rest[:end], self._rest[end:]
                return self._written(whole)

    def _written(self, whole: bytes) -> bytes:
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=self._separator, lineterminator="\r\n")
        for row in csv.reader(io.StringIO(whole.decode(), newline="")):
            writer.writerow([row[place] for place in self._places])
        return out.getvalue().encode()

    async def aclose(self) -> None:
        """Want no more of it."""
        close = getattr(self._body, "aclose", None)
        if close:
            await close()
