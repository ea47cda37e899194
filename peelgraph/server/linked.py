"""Linked data: each IRI of the graph answers, with a page for people or with RDF for programs.

The graph's own IRIs begin with https://w3id.org/peelgraph/; what stands there after ``/id/`` and ``/ontology`` is
served at the same path here, and any other IRI at ``/describe?iri=``. See Cool URIs for the Semantic Web, W3C 2008;
one address for all forms, told apart by Accept, with addresses of their own that end in .ttl, .jsonld and .html.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from ..loaders.iris import DCTERMS, ID, OA, ONTOLOGY_GRAPH, OWL, PEEL, PROV, QB, RDF, RDFS, SCHEMA, SKOS, XSD
from ..store import text
from . import entity
from .interface import Answer, BadRequestError, NotFoundError, Question
from .naming import ENDINGS, ONTOLOGY, PLAIN, all_rows, compact, names, path
from .negotiation import GRAPHS, NAMES, negotiated
from .rendering import HTML, rendered
from .respond import (
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

LONGEST = 2_048
"""Characters of an IRI that is looked up; none of the graph's is near it."""
STATEMENTS = 5_000
"""About a thing, in its RDF."""
REFERENCES = 1_000
"""To a thing, on one page of its RDF."""

FORMS = (*(each for each in GRAPHS if each not in {"application/trig", "application/n-quads"}), HTML)
"""Media types of a description, best first: a program that takes anything gets Turtle."""

PREFIXES = {
    "peel": PEEL, "rdf": RDF, "rdfs": RDFS, "owl": OWL, "xsd": XSD, "skos": SKOS, "dcterms": DCTERMS, "prov": PROV,
    "qb": QB, "oa": OA, "schema": SCHEMA,
}  # fmt: skip

_FORMATS = {".ttl": "turtle", ".jsonld": "jsonld", ".html": "html"}
_TERMS = (
    ("Classes: kinds of things", "Class"),
    ("Properties that link things", "ObjectProperty"),
    ("Properties that give values", "DatatypeProperty"),
    ("Properties that note something", "AnnotationProperty"),
)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is asked for."""

    iri: str
    media_type: str
    page: int
    incoming: str = ""
    kind: str = ""
    outgoing: str = ""


def routes() -> list[BaseRoute]:
    """Where things are described."""
    return [
        Route("/id/{rest:path}", _thing),
        Route("/ontology", _ontology),
        *(Route(f"/ontology{ending}", _ontology) for ending in ENDINGS),
        Route("/ontology/{rest:path}", _thing),
        Route("/describe", _any),
        *(Route(f"/describe{ending}", _any) for ending in ENDINGS),
    ]


async def _thing(request: Request) -> Response:
    rest, start = request.path_params["rest"], ID
    if request.url.path.removeprefix(settings_of(request).base_path).startswith("/ontology/"):
        start = f"{ONTOLOGY}/"
    wanted = request.query_params.get("format")
    for ending in ENDINGS:
        if rest.endswith(ending):
            rest, wanted = rest.removesuffix(ending), wanted or _FORMATS[ending]
    return await _described(request, start + rest, wanted)


async def _any(request: Request) -> Response:
    iri = request.query_params.get("iri")
    if not iri:
        raise BadRequestError("Say which thing is to be described, such as /describe?iri=https%3A%2F%2F…")
    return await _described(request, iri, _wanted_format(request))


def _wanted_format(request: Request) -> str | None:
    """The format by parameter, or by the ending of the path."""
    ending = next((each for each in ENDINGS if request.url.path.endswith(each)), None)
    return request.query_params.get("format") or (_FORMATS[ending] if ending else None)


def _read(request: Request, iri: str, wanted: str | None) -> _Wanted:
    """What is asked for, checked.

    Raises:
        NotFoundError: nothing can have this name.
        BadRequestError: a parameter is not what it must be.
        NotAcceptableError: the client accepts no form of it.
    """
    offered = FORMS if settings_of(request).query_page else [each for each in FORMS if each != HTML]
    media_type = negotiated(request.headers.get("accept"), wanted, offered)
    if len(iri) > LONGEST:
        raise NotFoundError(f"There is nothing of so long a name: it has {len(iri)} characters.")
    if not _is_iri(iri):
        raise NotFoundError(f"'{iri}' cannot be the name of a thing: it has characters that no IRI has.")
    number = request.query_params.get("page", "1")
    if not (number.isascii() and number.isdigit() and 1 <= int(number[:9]) <= entity.LAST_PAGE):
        raise BadRequestError(f"page is a number from 1 to {entity.LAST_PAGE}.")
    relations = {name: request.query_params.get(name, "") for name in ("incoming", "kind", "outgoing")}
    for name, value in relations.items():
        if value and not _is_iri(value):
            raise BadRequestError(f"{name} must be an IRI.")
    return _Wanted(iri, media_type, int(number), **relations)


def _is_iri(words: str) -> bool:
    try:
        ox.NamedNode(words)
    except ValueError:
        return False
    return True


async def _described(request: Request, iri: str, wanted: str | None) -> Response:
    asked = _read(request, iri, wanted)
    tag = etag(engines_of(request).state, "linked", str(asked), public_base(request))
    if same := not_modified(request, tag):
        return same
    work = _page(request, asked) if asked.media_type == HTML else _data(request, asked)
    found = await while_connected(request, work)
    found.headers["ETag"] = tag
    return found


async def _data(request: Request, asked: _Wanted) -> Response:
    """What is said of a thing, and a page of what refers to it, as RDF."""
    engines, iri = engines_of(request), asked.iri
    answer = await engines.ask(Question(f"DESCRIBE <{iri}>", "application/n-triples", rows=STATEMENTS))
    triples = set(await _triples(answer))
    # One more than a page is asked for, to know whether there are more.
    size = max(1, min(REFERENCES, settings_of(request).rows - 1))
    offset = (asked.page - 1) * size
    # ORDER BY, so that pages neither repeat nor leave out anything.
    references = await engines.construct(
        f"""CONSTRUCT {{ ?s ?p <{iri}> }} WHERE {{ SELECT DISTINCT ?s ?p WHERE {{ ?s ?p <{iri}> FILTER isIRI(?s) }}
        ORDER BY ?p ?s LIMIT {size + 1} OFFSET {offset} }}"""
    )
    if not triples and not references:
        raise await _not_found(request, asked)
    more = len(references) > size
    triples.update(references[:size])
    headers = about_data(request)
    if more:
        query = urlencode({**dict(request.query_params), "page": asked.page + 1})
        headers["Link"] += f', <{_here(request)}?{query}>; rel="next"'
    if more or answer.truncated:
        headers[TRUNCATED] = "there are more statements than are sent"
    content = ox.serialize(sorted(triples, key=str), format=GRAPHS[asked.media_type], prefixes=PREFIXES)
    return Response(content, headers=headers, media_type=asked.media_type)


async def _triples(answer: Answer) -> list[ox.Triple]:
    content = b"".join([piece async for piece in answer.body])
    return [quad.triple for quad in ox.parse(content, format=ox.RdfFormat.N_TRIPLES)]


def _here(request: Request) -> str:
    """Address of a request, encoded as a header can have it."""
    return public_base(request) + quote(
        request.url.path.removeprefix(settings_of(request).base_path), "/:@!$&'()*+,;=~-._%"
    )


async def _not_found(request: Request, asked: _Wanted) -> NotFoundError:
    near = await entity.nearest(engines_of(request), asked.iri)
    hint = f"; the nearest are {', '.join(map(compact, near))}" if near else ""
    return NotFoundError(f"There is nothing called {compact(asked.iri) or asked.iri} in the graph{hint}.")


async def _page(request: Request, asked: _Wanted) -> Response:
    if asked.incoming or asked.outgoing:
        return await _list(request, asked)
    found = await entity.read(engines_of(request), asked.iri)
    if found is None:
        raise await _not_found(request, asked)
    return rendered(
        request,
        "entity.html",
        thing=found,
        path=path,
        compact=compact,
        downloads=_downloads(asked.iri),
        counted=entity.COUNTED,
        listing=lambda **parameters: _with(path(asked.iri), parameters),
    )


async def _list(request: Request, asked: _Wanted) -> Response:
    """All that stand in one relation to a thing."""
    engines = engines_of(request)
    if asked.incoming:
        variable, pattern = "s", entity.referring(asked.iri, asked.incoming, asked.kind)
    else:
        variable, pattern = "o", f"<{asked.iri}> <{asked.outgoing}> ?o FILTER (!isBlank(?o))"
    members, more = await entity.listed(engines, pattern, variable, asked.page)
    if not members:
        raise await _not_found(request, asked) if asked.page == 1 else NotFoundError("The list has no such page.")
    relation = asked.incoming or asked.outgoing
    called = await names(engines, filter(None, (asked.iri, relation, asked.kind)))
    return rendered(
        request,
        "list.html",
        thing=called[asked.iri],
        relation=PLAIN.get(relation) or called[relation].title,
        kind=called[asked.kind].title if asked.kind else "",
        incoming=bool(asked.incoming),
        members=members,
        page=asked.page,
        more=more,
        first=(asked.page - 1) * entity.PAGE + 1,
        path=path,
        listing=lambda page: _with(path(asked.iri), {**_relations(asked), "page": str(page)}),
    )


def _relations(asked: _Wanted) -> dict[str, str]:
    given = {"incoming": asked.incoming, "kind": asked.kind, "outgoing": asked.outgoing}
    return {name: value for name, value in given.items() if value}


def _with(address: str, parameters: dict[str, str]) -> str:
    """An address with further parameters."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode(parameters)}"


def _downloads(iri: str) -> tuple[tuple[str, str, str], ...]:
    """Names, media types and addresses of a description's other forms."""
    return tuple(
        (words, NAMES[name], _with(path(iri), {"format": name}))
        for words, name in (
            ("Turtle", "turtle"),
            ("JSON-LD", "jsonld"),
            ("N-Triples", "ntriples"),
            ("RDF/XML", "rdfxml"),
        )
    )


async def _ontology(request: Request) -> Response:
    """The vocabulary: a page with every term, or the graph that defines them, with the registers."""
    asked = _read(request, ONTOLOGY, _wanted_format(request))
    engines = engines_of(request)
    tag = etag(engines.state, "ontology", asked.media_type, public_base(request))
    if same := not_modified(request, tag):
        return same
    if asked.media_type != HTML:
        query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{ONTOLOGY_GRAPH}> {{ ?s ?p ?o }} }}"
        question = Question(query, asked.media_type, gzip=accepts_gzip(request))
        return await response(request, await while_connected(request, engines.ask(question)), {"ETag": tag})
    page = await while_connected(request, _vocabulary(request))
    page.headers["ETag"] = tag
    return page


async def _vocabulary(request: Request) -> Response:
    rows = await all_rows(
        engines_of(request),
        f"""PREFIX owl: <{OWL}> PREFIX rdfs: <{RDFS}> PREFIX skos: <{SKOS}>
        SELECT DISTINCT ?kind ?term ?label ?definition WHERE {{
          VALUES ?kind {{ {" ".join(f"owl:{kind}" for _, kind in _TERMS)} }}
          ?term a ?kind ; rdfs:isDefinedBy <{ONTOLOGY}>
          OPTIONAL {{ ?term rdfs:label ?label }}
          OPTIONAL {{ ?term skos:definition ?definition }}
        }} ORDER BY ?label ?term""",
    )
    groups: dict[str, list[tuple[str, str, str]]] = {f"{OWL}{kind}": [] for _, kind in _TERMS}
    for kind, term, label, definition in rows:
        groups[text(kind)].append((text(term), text(label) or compact(text(term)), text(definition)))
    if not any(groups.values()):
        raise NotFoundError("The graph has no vocabulary of its own.")
    return rendered(
        request,
        "ontology.html",
        groups=[(words, groups[f"{OWL}{kind}"]) for words, kind in _TERMS],
        namespace=PEEL,
        path=path,
        compact=compact,
        downloads=_downloads(ONTOLOGY),
    )
