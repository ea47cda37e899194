"""SPARQL 1.1 Graph Store HTTP Protocol (W3C 2013): whole graphs, read and written."""

from __future__ import annotations

import asyncio
import uuid
from email.parser import BytesParser
from email.policy import HTTP
from urllib.parse import quote

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from .interface import (
    BadRequestError,
    NoSuchGraphError,
    NotAllowedError,
    NotFoundError,
    Question,
    UnsupportedTypeError,
)
from .negotiation import GRAPHS, INPUTS, negotiated
from .protocol import authorise, body
from .respond import accepts_gzip, engines_of, etag, not_modified, public_base, response, while_connected

_EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_READING = ("GET", "HEAD")
_METHODS = (*_READING, "PUT", "POST", "DELETE")

_IN_A_HEADER = "!#$%&'()*+,/:;=?@[]~"
"""Characters of IRIs that a URI has as they are (RFC 3987, section 3.1), besides letters, digits and ``-._``."""


def routes() -> list[BaseRoute]:
    """Where graphs are: named by ``?graph=`` or ``?default``, or by the address itself."""
    every = [*_METHODS, "PATCH"]
    return [Route("/store", _store, methods=every), Route("/store/{rest:path}", _store, methods=every)]


async def _store(request: Request) -> Response:
    if request.method not in _METHODS:
        raise NotAllowedError("Graphs are read by GET and written by PUT, POST and DELETE.", _METHODS)
    if request.method not in _READING:
        authorise(request)
    graph = _graph(request)
    if request.method in _READING:
        return await _read(request, graph)
    if request.method == "DELETE":
        if not (await engines_of(request).delete(graph)).found:
            raise NotFoundError(f"There is no graph {graph} here.")
        return Response(status_code=204)
    return await _write(request, graph)


def _graph(request: Request) -> str | None:
    """IRI of the graph that a request is about; None for the default graph.

    Raises:
        BadRequestError: it does not say which, or says two.
    """
    named = request.query_params.getlist("graph")
    default = "default" in request.query_params
    address = f"{public_base(request)}/store"
    if request.path_params.get("rest"):
        named.append(f"{address}/{request.path_params['rest']}")
    if len(named) + default == 0 and request.method == "POST":
        return f"{address}/{uuid.uuid4()}"  # section 5.5: a new graph
    if len(named) + default != 1:
        raise BadRequestError("Say which graph is meant, and only one: ?graph=IRI, or ?default.")
    if default:
        return None
    try:
        iri = ox.NamedNode(named[0])
    except ValueError as error:
        raise BadRequestError(f"{named[0]} is no IRI of a graph.") from error
    return iri.value


async def _read(request: Request, graph: str | None) -> Response:
    media_type = negotiated(request.headers.get("accept"), request.query_params.get("format"), GRAPHS)
    engines = engines_of(request)
    question = Question(_EVERYTHING, media_type, () if graph is None else (graph,), gzip=accepts_gzip(request))
    tag = etag(engines.state, "graph", graph, media_type)
    if same := not_modified(request, tag):
        return same
    try:
        answer = await while_connected(request, engines.ask(question))
    except NoSuchGraphError as error:
        raise NotFoundError(f"There is no graph {graph} here.") from error
    return await response(request, answer, {"ETag": etag(answer.state, "graph", graph, media_type)})


async def _write(request: Request, graph: str | None) -> Response:
    content_type = request.headers.get("content-type", "")
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        parts = await asyncio.to_thread(_multipart, content_type, await body(request))
    else:
        parts = [(kind, await body(request))]
    if unread := [each for each, _ in parts if each not in INPUTS]:
        raise UnsupportedTypeError(
            f"Statements are not read from {unread[0] or 'a body of no type'}: send {', '.join(INPUTS)}."
        )
    written = await engines_of(request).put(graph, parts, replace=request.method == "PUT")
    if not written.created:
        return Response(status_code=204)
    return Response(status_code=201, headers={"Location": quote(str(graph), _IN_A_HEADER)})


def _multipart(content_type: str, content: bytes) -> list[tuple[str, bytes]]:
    """Media types and contents of the files of a form (RFC 7578)."""
    message = BytesParser(policy=HTTP).parsebytes(
        b"Content-Type: " + content_type.encode("latin-1", "replace") + b"\r\n\r\n" + content
    )
    if not message.is_multipart():
        raise BadRequestError("The form has no parts.")
    files = []
    for part in message.iter_parts():
        text = part.get_payload(decode=True)
        files.append((part.get_content_type(), text if isinstance(text, bytes) else b""))
    return files
