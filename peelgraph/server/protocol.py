"""SPARQL 1.1 Protocol (W3C 2013): queries and updates over HTTP, and what a client can know of the service."""

from __future__ import annotations

import asyncio
import hmac
import re
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from . import query_text
from .interface import (
    BadRequestError,
    ClientTimeoutError,
    ForbiddenError,
    NotAllowedError,
    Question,
    TooLargeError,
    UnauthorisedError,
    UnsupportedTypeError,
)
from .middleware import LOGGED
from .negotiation import GRAPHS, RESULTS, choose, negotiated
from .respond import (
    accepts_gzip,
    address,
    engines_of,
    etag,
    not_modified,
    public_base,
    response,
    settings_of,
    while_connected,
)
from .service_description import description
from .settings import LOOPBACK, Settings

Parameters = dict[str, list[str]]
Page = Callable[[Request, str | None, Parameters], Awaitable[Response]]

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
BODY_SECONDS = 60.0
"""That a client may take to send its request."""

_ENCODED, _FIELDS = 12, 2**16
"""Bytes of a character in a form, at most; bytes of what a form has besides the query."""

_CHANGING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\s*\(", re.IGNORECASE)
_ELSEWHERE = re.compile(r"\bSERVICE\b", re.IGNORECASE)


def is_changing(text: str, settings: Settings) -> bool:
    """Whether a query may have another answer though the data are the same: by its functions, or by other servers."""
    return bool(_CHANGING.search(text) or (settings.allow_hosts and _ELSEWHERE.search(text)))


def routes(page: Page | None = None) -> list[BaseRoute]:
    """Where queries and updates are sent.

    Args:
        page: what answers those who ask for HTML, with a query or without.
    """

    async def query(request: Request) -> Response:
        return await _query(request, page)

    async def both(request: Request) -> Response:
        if request.method == "POST" and _content_type(request) == UPDATE:
            return await _update(request)
        return await _query(request, page, updates=True)

    # The methods are checked where the answer can say what is wrong.
    every = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
    return [
        Route("/query", query, methods=every),
        Route("/sparql", both, methods=every),
        Route("/update", _update, methods=every),
    ]


async def _query(request: Request, page: Page | None, *, updates: bool = False) -> Response:
    if request.method not in {"GET", "HEAD", "POST"}:
        raise NotAllowedError("Queries are sent by GET or POST.", ("GET", "HEAD", "POST"))
    # Whoever may write may send an update of any length.
    settings = settings_of(request)
    most = None if updates and _may_write(request) else _ENCODED * settings.query_length + _FIELDS
    try:
        text, parameters = await _operation(request, "query", QUERY, most)
    except TooLargeError as error:
        raise TooLargeError(f"The query has more than {settings.query_length} characters: shorten it.") from error
    if text is not None:
        request.scope[LOGGED] = text
    if "update" in parameters:
        if updates and request.method == "POST" and text is None:
            return await _run_update(request, _one(parameters, "update") or "", parameters)
        raise BadRequestError("Updates are sent to /update by POST.")
    wanted = _one(parameters, "format")
    for_people = page is not None and _html(request, wanted)
    if text is None:
        if request.method == "POST":
            raise BadRequestError("The request has no query.")
        if page and for_people:
            return await page(request, text, parameters)
        return description(request, wanted)
    if page and for_people:
        return await page(request, text, parameters)
    return await answered(request, text, parameters, wanted)


def _html(request: Request, wanted: str | None) -> bool:
    """Whether somebody wants to see a page, rather than data."""
    if wanted:
        return wanted.lower() in {"html", "text/html"}
    accept = request.headers.get("accept")
    return accept is not None and choose(accept, (*RESULTS, *GRAPHS, "text/html")) == "text/html"


async def answered(request: Request, text: str, parameters: Parameters, wanted: str | None) -> Response:
    """The answer to a query, in the form that the client accepts.

    Raises:
        ServerError: there is none.
    """
    form = query_text.form(text)
    if form in query_text.UPDATE_FORMS:
        raise BadRequestError("This is an update: send it to /update.")
    offered = GRAPHS if form in {"CONSTRUCT", "DESCRIBE"} else RESULTS
    media_type = negotiated(request.headers.get("accept"), wanted, offered)
    engines = engines_of(request)
    question = Question(
        text,
        media_type,
        tuple(parameters.get("default-graph-uri", ())),
        tuple(parameters.get("named-graph-uri", ())),
        base=address(request),
        gzip=accepts_gzip(request),
    )
    headers = {}
    if not is_changing(text, settings_of(request)):
        parts = (text, media_type, question.base, question.default_graphs, question.named_graphs)
        state = engines.state
        headers["ETag"] = etag(state, *parts)
        if request.method != "POST" and (same := not_modified(request, headers["ETag"])):
            return same
    answer = await while_connected(request, engines.ask(question))
    if "ETag" in headers and answer.state != state:
        headers["ETag"] = etag(answer.state, *parts)
    return await response(request, answer, headers)


async def _update(request: Request) -> Response:
    if request.method != "POST":
        raise NotAllowedError("Updates are sent by POST.", ("POST",))
    authorise(request)
    text, parameters = await _operation(request, "update", UPDATE)
    if text is None:
        raise BadRequestError("The request has no update.")
    return await _run_update(request, text, parameters)


async def _run_update(request: Request, text: str, parameters: Parameters) -> Response:
    authorise(request)
    using = tuple(parameters.get("using-graph-uri", ()))
    using_named = tuple(parameters.get("using-named-graph-uri", ()))
    await engines_of(request).update(text, using, using_named, address(request))
    return Response(status_code=204)


def authorise(request: Request) -> None:
    """Let only those write who may.

    Raises:
        ForbiddenError: nobody may.
        UnauthorisedError: the token is missing or wrong.
    """
    settings = settings_of(request)
    if settings.is_gateway:
        raise ForbiddenError("Nothing is written here: what is shown is kept by another server, which takes changes.")
    if not settings.writable:
        raise ForbiddenError("Nothing can be written here: writing is off unless the operator configures a token.")
    if settings.write_without_token:
        # Pages of other sites must not write through the browser of somebody who tests on this computer.
        origin = request.headers.get("origin")
        if urlsplit(f"//{request.headers.get('host', '')}").hostname not in LOOPBACK or origin not in {
            None,
            public_base(request).removesuffix(settings.base_path),
        }:
            raise ForbiddenError("Writing without a token is for tests on this computer only.")
        return
    sent = request.headers.getlist("authorization")  # of several, a proxy may have looked at another than we
    scheme, _, token = sent[0].partition(" ") if len(sent) == 1 else ("", "", "")
    if scheme.lower() != "bearer" or not hmac.compare_digest(token.strip().encode(), settings.token.encode()):
        raise UnauthorisedError("Writing needs the token of this server, in the header Authorization: Bearer …")


def _may_write(request: Request) -> bool:
    try:
        authorise(request)
    except (ForbiddenError, UnauthorisedError):
        return False
    return True


async def _operation(
    request: Request, name: str, direct: str, most: int | None = None
) -> tuple[str | None, Parameters]:
    """The query or update of a request, and its parameters (sections 2.1 and 2.2 of the protocol).

    Raises:
        BadRequestError: there are two, or it is not UTF-8.
        TooLargeError: the body has more than so many bytes, or than the operator allows.
        UnsupportedTypeError: the body is neither a form nor a query.
    """
    parameters = form_fields(request.scope["query_string"])
    if request.method != "POST":
        return _one(parameters, name), parameters
    content_type = _content_type(request)
    if content_type == direct:
        if name in parameters:
            raise BadRequestError(f"The request has two texts: one as {name}, one as its body.")
        return _decoded(await body(request, most)), parameters
    if content_type == FORM:
        for key, values in form_fields(await body(request, most)).items():
            parameters.setdefault(key, []).extend(values)
        return _one(parameters, name), parameters
    raise UnsupportedTypeError(f"POST takes {direct} or {FORM}, and not {content_type or 'a body of no type'}.")


def _content_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def form_fields(encoded: bytes) -> Parameters:
    """Values by name, as a form or an address has them.

    Raises:
        BadRequestError: they are not encoded, or not UTF-8, or too many.
    """
    try:
        pairs = parse_qsl(encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:  # also UnicodeDecodeError
        raise BadRequestError("The parameters are not encoded as HTML forms are, in UTF-8.") from error
    parameters: Parameters = {}
    for key, value in pairs:
        parameters.setdefault(key, []).append(value)
    return parameters


def _one(parameters: Parameters, name: str) -> str | None:
    values = parameters.get(name, [])
    if len(values) > 1:
        raise BadRequestError(f"The parameter {name} is given {len(values)} times, and once is right.")
    return values[0] if values else None


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequestError("The text is not UTF-8.") from error


async def body(request: Request, most: int | None = None) -> bytes:
    """What a client sends.

    Args:
        request: with a body.
        most: bytes that it may have; None for what the operator allows of a document.

    Raises:
        TooLargeError: it is more than the operator allows.
        UnsupportedTypeError: it is compressed; a little could then stand for very much.
        ClientTimeoutError: it took too long.
    """
    size = settings_of(request).body_size
    most = int(size * 2**20) if most is None else most
    refusal = TooLargeError(f"The request is larger than {size:g} MiB: send it in parts.")
    content = bytearray()
    if int(request.headers.get("content-length", 0)) > most:
        raise refusal
    coding = request.headers.get("content-encoding", "identity").strip().lower()
    if coding != "identity":
        raise UnsupportedTypeError(f"A body that is encoded as {coding} is not read here: send it as it is.")
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for piece in request.stream():
                content += piece
                if len(content) > most:
                    raise refusal
    except TimeoutError as error:
        raise ClientTimeoutError(f"The request did not arrive within {BODY_SECONDS:g} seconds.") from error
    return bytes(content)
