"""Pages for people: where to start, the questions, a form and an answer for each, and the API explained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from urllib.parse import quote, urlencode

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from .. import __version__
from ..catalogue import CatalogueError, Param, Query, queries
from ..formats import PREFIXES
from ..loaders.iris import ID, XSD
from ..store import Term, text
from . import query_page
from .api import USUAL_PAGE, offered
from .asking import LARGEST_SHOWN, Parameters, Wanted, given_in, page_of, query_named, wanted, whole
from .interface import Question, ServerError
from .known import Known, known_of
from .openapi import SHARED_PARAMETERS
from .rendering import rendered
from .respond import TRUNCATED, engines_of, etag, not_modified, public_base, settings_of, while_connected

SHOWN = 100
"""Rows of a page."""
FEW = 8
"""So many choices are boxes to be ticked; more are a list."""

_GRADES = frozenset({"overall", "published", "q1", "q2", "q3", "q4", "q5"})
_KINDS = {
    "affected": ("force",),
    "effect": ("caveat-effect",),
    "kind": ("contradiction-kind",),
    "type": ("agency-type", "initiative-type"),
}
"""Kinds of things that columns hold whose names do not say it."""
_NUMBERS = frozenset(f"{XSD}{name}" for name in ("integer", "decimal", "double", "float"))
_WORDS = {
    "csv": "CSV", "tsv": "TSV", "json": "JSON", "turtle": "Turtle", "jsonld": "JSON-LD", "ntriples": "N-Triples",
    "rdfxml": "RDF/XML",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be chosen."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A part of a form, for one parameter."""

    name: str
    label: str
    hint: str
    required: bool
    form: str
    """boxes, list, number or text."""
    options: tuple[Option, ...]
    value: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    words: str
    numeric: bool


@dataclass(frozen=True, slots=True)
class Link:
    """An address in words."""

    href: str
    words: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, and the pages about what it names."""

    words: str
    links: tuple[Link, ...]
    """All that it names, in its order; none if there is not a page about each."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row, and the page of the fact that it tells."""

    number: int
    cells: tuple[Cell, ...]
    source: str | None


@dataclass(frozen=True, slots=True)
class Table:
    """An answer, or a part of one."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    sources: bool
    said: str
    more: bool
    previous: str | None
    next: str | None


def routes() -> list[BaseRoute]:
    """Where the pages are."""
    return [
        Route("/", _start),
        Route("/ask", _questions),
        Route("/ask/{name}", _question),
        Route("/docs", _docs),
        Route("/query/words", query_page.words),
        Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
    ]


def _listed() -> list[tuple[str, list[Query]]]:
    ordered = sorted(queries().values(), key=lambda query: (query.area, query.name))
    return [(area, list(members)) for area, members in groupby(ordered, key=lambda query: query.area)]


async def _start(request: Request) -> Response:
    known = await known_of(request)
    return _unchanging(request, known, "start.html", here="/", listed=_listed(), coverage=known.coverage)


async def _questions(request: Request) -> Response:
    return _unchanging(request, await known_of(request), "questions.html", here="/ask", listed=_listed())


async def _docs(request: Request) -> Response:
    return _unchanging(
        request,
        await known_of(request),
        "docs.html",
        here="/docs",
        listed=_listed(),
        shared=SHARED_PARAMETERS,
        usual=min(USUAL_PAGE, settings_of(request).rows),
        most=settings_of(request).rows,
        examples={query.name: urlencode(_example(query)) for query in queries().values()},
    )


def _example(query: Query) -> dict[str, str]:
    given = [param for param in query.params if param.required] or list(query.params[:1])
    form = "turtle" if query.returns == "graph" else "csv"
    return {**{param.name: str(param.example) for param in given}, "format": form}


def _unchanging(request: Request, known: Known, template: str, here: str, **values: object) -> Response:
    """A page that is the same as long as the data are."""
    page = rendered(request, template, 200, None, base=public_base(request), here=here, **values)
    tag = etag(known.state, bytes(page.body).decode())
    page.headers["ETag"] = tag
    return not_modified(request, tag) or page


async def _question(request: Request) -> Response:
    query = query_named(request.path_params["name"])
    # A form sends the fields that were left empty as well.
    given = {name: kept for name, values in given_in(request).items() if (kept := [v for v in values if v.strip()])}
    known = await known_of(request)
    try:
        asked = wanted(query, given, known, min(LARGEST_SHOWN, settings_of(request).rows))
        table, state = await _table(request, asked, known)
    except (CatalogueError, ServerError) as error:
        # Whoever opens the form for the first time has not yet done anything wrong.
        fault = str(error) if given else ""
        status = (error.status if isinstance(error, ServerError) else 400) if given else 200
        headers = (
            {"Retry-After": str(error.retry_after)} if isinstance(error, ServerError) and error.retry_after else {}
        )
        return _form(request, query, given, known, status=status, headers=headers, fault=fault, sparql=query.text)
    headers = {"ETag": etag(state, __version__, "ask", query.name, asked.parameters(), public_base(request))}
    if table.more:
        headers[TRUNCATED] = "there are more rows or statements than are shown"
    base, parameters = settings_of(request).base_path, asked.at(0)
    return _form(
        request,
        query,
        {name: [str(value) for value in values] for name, values in asked.values.items()},
        known,
        headers=headers,
        chosen=asked.columns if asked.chosen else (),
        evidence=asked.evidence,
        table=table,
        sparql=asked.sparql(),
        permalink=_address(f"{public_base(request)}/ask/{query.name}", asked.parameters()),
        downloads=[
            Link(f"{base}/api/queries/{query.name}?{parameters.parameters(format=name)}", _WORDS[name])
            for name in offered(query)
            if name != "html"
        ],
    )


def _form(
    request: Request,
    query: Query,
    given: Parameters,
    known: Known,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
    chosen: Sequence[str] = (),
    evidence: bool = False,
    **values: object,
) -> Response:
    columns = () if query.returns == "graph" else query.returns
    usual: dict[str, object] = {"fault": "", "table": None, "downloads": (), "permalink": ""}
    return rendered(
        request,
        "question.html",
        status,
        headers or {},
        query=query,
        fields=[_field(param, given.get(param.name, ()), known) for param in query.params],
        columns=[Option(name, name.replace("_", " "), name in chosen) for name in columns],
        chosen=chosen,
        evidence=evidence,
        **(usual | values),
    )


def _field(param: Param, values: Sequence[str], known: Known) -> Field:
    label = param.name.replace("_", " ").capitalize()
    if not values and param.default is not None:
        values = [str(param.default)]
    options: list[Option] = []
    if param.choices:
        options = [Option(value, value, value in values) for value in param.choices]
    elif param.type in known.labels:
        labels = known.labels[param.type]
        options = [Option(value, _named(param.type, value, labels[value]), value in values) for value in labels]
        options.sort(key=lambda option: option.words.casefold())
    form = "boxes" if 0 < len(options) <= FEW else "list" if options else "text"
    if param.type in {"number", "limit"}:
        form = "number"
    hint = f"{param.description}."
    if not options:
        hint += f" For example {param.example}."
    return Field(param.name, label, hint, param.required, form, tuple(options), values[0] if values else "")


def _named(kind: str, value: str, label: str) -> str:
    """A question's number means another question in each pillar, so it has no words of its own."""
    return value if kind == "question" else label


def _address(path: str, parameters: str) -> str:
    return f"{path}?{parameters}" if parameters else path


async def _table(request: Request, asked: Wanted, known: Known) -> tuple[Table, str]:
    if asked.query.returns == "graph":
        return await _statements(request, asked)
    size = asked.limit or min(SHOWN, settings_of(request).rows)
    page = await page_of(request, asked, size)
    base = settings_of(request).base_path
    rows = [dict(zip(page.answer.variables, row, strict=True)) for row in page.answer.rows]
    table = Table(
        tuple(Column(name.replace("_", " "), _is_number([row[name] for row in rows])) for name in asked.columns),
        tuple(
            Row(
                asked.offset + number,
                tuple(_cell(name, row, known, base) for name in asked.columns),
                _thing(text(row.get("fact")), base),
            )
            for number, row in enumerate(rows, 1)
        ),
        sources="fact" in asked.query.returns and "fact" not in asked.columns,
        said=_said(asked.offset, len(rows), more=page.more, what="row"),
        more=page.more,
        previous=_step(asked, max(0, asked.offset - size), base) if asked.offset else None,
        next=_step(asked, asked.offset + size, base) if page.more else None,
    )
    return table, page.state


def _step(asked: Wanted, offset: int, base: str) -> str:
    return _address(f"{base}/ask/{asked.query.name}", asked.at(offset).parameters())


def _said(offset: int, count: int, *, more: bool, what: str) -> str:
    if not count:
        return f"no {what}s from here on" if offset else "nothing was found"
    if offset or more:
        return f"{what}s {offset + 1:,} to {offset + count:,}"
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _is_number(terms: Sequence[Term | None]) -> bool:
    given = [term for term in terms if term is not None]
    return bool(given) and all(isinstance(term, ox.Literal) and term.datatype.value in _NUMBERS for term in given)


def _cell(column: str, row: Mapping[str, Term | None], known: Known, base: str) -> Cell:
    words = text(row[column])
    values = words.split("; ")
    hrefs = [href for value in values if value and (href := _page_of(column, value, row, known, base))]
    links = map(Link, hrefs, values) if len(hrefs) == len(values) else ()
    return Cell(words, tuple(links))


def _page_of(column: str, value: str, row: Mapping[str, Term | None], known: Known, base: str) -> str | None:
    """Address of the page about what a value names."""
    words = column.split("_")
    if words[-1] == "fact":
        return _thing(value, base)
    if column == "question":
        path = f"question/{text(row.get('pillar'))}/{text(row.get('cycle'))}/{value}"
        return _thing(path, base) if path in known.things else None
    kinds = [*(words if words[-1] != "name" else ()), *_KINDS.get(words[0], ())]
    if column in _GRADES:
        kinds.append("grade")
    return next((_thing(known.paths[kind, value], base) for kind in kinds if (kind, value) in known.paths), None)


def _thing(path: str, base: str) -> str | None:
    return f"{base}/id/{quote(path)}" if path else None


async def _statements(request: Request, asked: Wanted) -> tuple[Table, str]:
    """The first statements of a graph."""
    base = settings_of(request).base_path
    answer = await while_connected(
        request, engines_of(request).ask(Question(asked.sparql(), "application/n-triples", rows=SHOWN))
    )
    content = await whole(answer)
    rows = [
        Row(number, tuple(_term(term, base) for term in quad.triple), None)
        for number, quad in enumerate(ox.parse(content, format=ox.RdfFormat.N_TRIPLES), 1)
    ]
    return Table(
        tuple(Column(name, numeric=False) for name in ("thing", "property", "value")),
        tuple(rows),
        sources=False,
        said=_said(0, len(rows), more=answer.truncated, what="statement"),
        more=answer.truncated,
        previous=None,
        next=None,
    ), answer.state


def _term(term: Term, base: str) -> Cell:
    words = text(term)
    if not isinstance(term, ox.NamedNode):
        return Cell(words, ())
    if words.startswith(ID):
        path = words.removeprefix(ID)
        return Cell(path, (Link(_thing(path, base) or "", path),))
    prefix, start = next(((name, iri) for name, iri in PREFIXES.items() if words.startswith(iri)), ("", ""))
    return Cell(f"{prefix}:{words.removeprefix(start)}" if prefix else words, ())
