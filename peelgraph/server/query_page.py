"""The page on which people write queries and read the answers: a form, and an editor over it where scripts run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from urllib.parse import urlencode

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ..catalogue import get, queries
from ..formats import PREFIXES
from ..loaders.iris import ID, OWL, RDFS
from ..store import Term, text
from . import query_text
from .interface import BadRequestError, Question, ServerError
from .naming import ONTOLOGY, PLAIN, all_rows, compact, path
from .negotiation import GRAPHS, NAMES, RESULTS
from .protocol import is_changing
from .rendering import rendered
from .respond import TRUNCATED, engines_of, etag, not_modified, public_base, settings_of, while_connected

ROWS = 500
"""On a page; the other formats have as many as the operator allows."""
CELL = 2_000
"""Characters of a cell that are shown."""

EXAMPLE = """PREFIX peel: <https://w3id.org/peelgraph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?force ?question ?grade
WHERE {
  ?judgment a peel:Judgment ;
            peel:force / skos:prefLabel ?force ;
            peel:question / skos:notation ?question ;
            peel:grade / skos:prefLabel ?grade .
}
ORDER BY ?force ?question
LIMIT 100
"""

_WORDS = f"""SELECT DISTINCT ?kind ?term ?label WHERE {{
  VALUES (?class ?kind) {{
    (<{OWL}Class> "class") (<{OWL}ObjectProperty> "property") (<{OWL}DatatypeProperty> "property")
  }}
  ?term a ?class ; <{RDFS}isDefinedBy> <{ONTOLOGY}> OPTIONAL {{ ?term <{RDFS}label> ?label }}
}} ORDER BY ?term ?kind ?label"""

_CALLED = {
    "turtle": "Turtle", "ntriples": "N-Triples", "rdfxml": "RDF/XML", "jsonld": "JSON-LD", "trig": "TriG",
    "nquads": "N-Quads",
}  # fmt: skip
_EDITOR = ("vendor/yasqe.min.js", "vendor/yasqe.min.css")


@dataclass(frozen=True, slots=True)
class Cell:
    """A term in a table."""

    words: str
    address: str = ""
    """Path of its page, if it has one."""
    note: str = ""
    """Language or kind of a literal."""


@dataclass(frozen=True, slots=True)
class Table:
    """An answer as a page shows it."""

    columns: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    truncated: bool
    truth: bool | None = None
    """The answer to an ASK."""


async def page(request: Request, text: str | None, parameters: Mapping[str, Sequence[str]]) -> Response:
    """The page, with an answer if there is a query.

    A query that is refused or fails is shown on it with the reason, and with the status of the failure.

    Args:
        request: what is answered.
        text: the query.
        parameters: as the protocol reads them.
    """
    tag = etag(engines_of(request).state, "query page", text, sorted(parameters.items()), public_base(request))
    unchanging = text is None or not is_changing(text, settings_of(request))
    if unchanging and request.method != "POST" and (same := not_modified(request, tag)):
        return same
    table, error = None, None
    if text is not None:
        try:
            table = await while_connected(request, _answered(request, text, parameters))
        except ServerError as refused:
            error = refused
    headers = {}
    if unchanging and error is None:
        headers["ETag"] = tag
    if table and table.truncated:
        headers[TRUNCATED] = "there are more rows or statements than are sent"
    if error and error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    return rendered(
        request,
        "query.html",
        status=error.status if error else 200,
        headers=headers,
        here="/query",
        text=_example(request) if text is None else text,
        table=table,
        error=error,
        permalink=public_base(request) + _address(text, parameters) if text is not None else "",
        downloads=_downloads(text, parameters) if text is not None and table else (),
        examples=_examples(),
        editor=has_editor(),
    )


def _example(request: Request) -> str:
    """The query that an empty page shows: a canned one, if one is named.

    Raises:
        CatalogueError: there is none of that name.
    """
    name = request.query_params.get("example")
    return get(name).text.strip() + "\n" if name else EXAMPLE


async def _answered(request: Request, text: str, parameters: Mapping[str, Sequence[str]]) -> Table:
    form = query_text.form(text)
    if form in query_text.UPDATE_FORMS:
        raise BadRequestError("This is an update: this page only asks.")
    makes_graph = form in {"CONSTRUCT", "DESCRIBE"}
    # TSV, as a cut answer in JSON has a remark that Oxigraph does not read.
    results = "application/sparql-results+json" if form == "ASK" else "text/tab-separated-values"
    answer = await engines_of(request).ask(
        Question(
            text,
            "application/n-triples" if makes_graph else results,
            tuple(parameters.get("default-graph-uri", ())),
            tuple(parameters.get("named-graph-uri", ())),
            rows=ROWS,
            base=f"{public_base(request)}/query",
        )
    )
    content = b"".join([piece async for piece in answer.body])
    if makes_graph:
        triples = [quad.triple for quad in ox.parse(content, format=ox.RdfFormat.N_TRIPLES)]
        rows = [[_cell(each.subject), _cell(each.predicate), _cell(each.object)] for each in triples]
        return Table(("subject", "property", "value"), rows, answer.truncated)
    found = ox.parse_query_results(content, format=RESULTS[results])
    if isinstance(found, ox.QueryBoolean):
        return Table((), (), truncated=False, truth=bool(found))
    columns = tuple(each.value for each in found.variables)
    return Table(columns, [[_cell(term) for term in row] for row in found], answer.truncated)


def _cell(term: Term | None) -> Cell:
    if term is None:
        return Cell("")
    if isinstance(term, ox.NamedNode):
        return Cell(compact(term.value), path(term.value))
    if isinstance(term, ox.Literal):
        words = term.value if len(term.value) <= CELL else f"{term.value[:CELL]}…"
        return Cell(words, note=term.language or "")
    return Cell(str(term))


def _downloads(text: str, parameters: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Names and addresses of the other forms of an answer."""
    kinds = GRAPHS if query_text.form(text) in {"CONSTRUCT", "DESCRIBE"} else RESULTS
    return [
        (_CALLED.get(name, name.upper()), f"{_address(text, parameters)}&format={name}")
        for name, media_type in NAMES.items()
        if media_type in kinds
    ]


def _address(text: str, parameters: Mapping[str, Sequence[str]]) -> str:
    """Path of a query and its answer, also if it was asked by POST."""
    graphs = {name: parameters.get(name, ()) for name in ("default-graph-uri", "named-graph-uri")}
    return "/query?" + urlencode({"query": text, **graphs}, doseq=True)


async def words(request: Request) -> Response:
    """Prefixes and terms, for the editor to complete: those of the vocabulary, and what pages name of others.

    Raises:
        ServerError: the vocabulary could not be asked for.
    """
    tag = etag(engines_of(request).state, "words")
    if same := not_modified(request, tag):
        return same
    rows = await while_connected(request, all_rows(engines_of(request), _WORDS))
    terms = [("property", iri, label) for iri, label in PLAIN.items()]
    terms += [(text(kind), text(term), text(label)) for kind, term, label in rows]
    said = [{"kind": kind, "iri": iri, "name": compact(iri), "label": label} for kind, iri, label in terms]
    return JSONResponse({"prefixes": {**PREFIXES, "id": ID}, "terms": said}, headers={"ETag": tag})


@cache
def _examples() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Areas, and the question and address of each of their canned queries."""
    areas: dict[str, list[tuple[str, str]]] = {}
    for query in queries().values():
        area = query.area.replace("-", " ").capitalize()
        areas.setdefault(area, []).append((query.question, f"/query?example={query.name}"))
    return tuple((area, tuple(several)) for area, several in areas.items())


@cache
def has_editor() -> bool:
    """Whether the editor was built (``make web``)."""
    static = resources.files(__package__) / "static"
    return all((static / name).is_file() for name in _EDITOR)
