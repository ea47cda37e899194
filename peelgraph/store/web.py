"""Requests to a server that keeps a store: sent within a time, never led elsewhere, and failures told in a sentence.

The standard library sends them, because SPARQLWrapper's own sending follows redirects to any host, has no limit on
the time that an answer may take in all, and puts digest authentication into effect for the whole process.
"""

from __future__ import annotations

import base64
import html
import http.client
import json
import math
import os
import re
import ssl
import threading
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Self
from urllib.parse import urlsplit

from .. import __version__
from ..errors import PeelgraphError, QueryError, QueryTimeoutError, StoreError
from ..printable import in_one_line
from .connections import Basic, Deadline, Digest, Plain, Secure, Stay

CONNECT = 10.0
"""Seconds within which a server must take a connection."""

SECONDS = 300.0
"""Within which an answer must be there to its end, and a change be made, unless the user says otherwise."""

TRIES = 3
"""How often a query is sent to a server that says that it is busy."""

_WORDS = 300
"""Characters of a server's complaint that are passed on."""

_HEAD = 65_536
"""Bytes of a server's complaint that are read."""


@dataclass(frozen=True, slots=True)
class Access:
    """How to get into a server, and how long to wait for it."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    seconds: float = SECONDS
    """For an answer to its end; infinite where something else ends a wait."""

    @classmethod
    def of_environment(cls) -> Self:
        """What ``PEELGRAPH_STORE_USER``, ``_PASSWORD``, ``_TOKEN`` and ``_TIMEOUT`` say.

        Raises:
            StoreError: the time is no number of seconds.
        """
        given = os.environ.get("PEELGRAPH_STORE_TIMEOUT") or str(SECONDS)
        try:
            seconds = float(given)
        except ValueError:
            seconds = math.nan
        if not 0 < seconds <= threading.TIMEOUT_MAX:
            raise StoreError(f"PEELGRAPH_STORE_TIMEOUT is {in_one_line(given)}: give a number of seconds.")
        user, password, token = (
            os.environ.get(f"PEELGRAPH_STORE_{name}", "") for name in ("USER", "PASSWORD", "TOKEN")
        )
        return cls(user, password, token, seconds)


class WebError(StoreError):
    """A server gave no answer.

    Attributes:
        status: of HTTP, that one who asks the server for others tells them (RFC 9110, section 15.6).
        said: the server's own status and words, if it answered at all.
    """

    def __init__(self, sentence: str, status: int = HTTPStatus.BAD_GATEWAY, said: str = "") -> None:
        super().__init__(sentence)
        self.status, self.said = status, said


class Web:
    """Sends requests to the addresses of one store."""

    def __init__(self, access: Access, addresses: tuple[str, ...]) -> None:
        self._access = access
        self._tls = ssl.create_default_context()
        self._passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        if access.user:
            for address in addresses:
                self._passwords.add_password(None, address, access.user, access.password)

    def send(self, request: urllib.request.Request, *, asks: bool) -> Reply:
        """Send a request, a question again if the server is busy and says so.

        Args:
            request: its body is bytes.
            asks: whether it changes nothing, so that it can be sent again.

        Raises:
            StoreError: the server cannot be reached, refuses, or takes too long.
            QueryError: the server does not take the query.
            QueryTimeoutError: the server says that the query takes too long.
        """
        request.add_header("User-Agent", f"peelgraph/{__version__}")
        if self._access.token:
            request.add_unredirected_header("Authorization", f"Bearer {self._access.token}")
        deadline = Deadline(self._access.seconds)
        with ExitStack() as held:
            held.callback(deadline.over)
            for left in reversed(range(TRIES)):
                try:
                    if self._access.user and not asks:
                        self._introduce(request, deadline)
                    response = self._open(request, deadline)
                except urllib.error.HTTPError as error:
                    with error:
                        pause = _pause(error) if asks and left else None
                        if pause is None or time.monotonic() + pause >= deadline.until:
                            known = bool(self._access.user or self._access.token)
                            raise _refusal(error, request.full_url, asks=asks, known=known) from error
                except (OSError, http.client.HTTPException, ValueError) as error:
                    raise _unreached(error, request.full_url, deadline, self._access.seconds) from error
                else:
                    held.pop_all()
                    return Reply(response, request.full_url, deadline, self._access.seconds)
                deadline.wait(pause)
        raise AssertionError  # the last try returns or raises

    def _open(self, request: urllib.request.Request, deadline: Deadline) -> http.client.HTTPResponse:
        handlers: list[urllib.request.BaseHandler] = [Stay(), Plain(deadline), Secure(deadline, self._tls)]
        if request.data is not None:
            handlers += [Basic(self._passwords), Digest(self._passwords)]
        opener = urllib.request.build_opener(*handlers)
        response: http.client.HTTPResponse = opener.open(request, timeout=min(CONNECT, self._access.seconds))
        return response

    def _introduce(self, request: urllib.request.Request, deadline: Deadline) -> None:
        """Ask a server what it wants to know before a change is sent; Virtuoso hangs up on a large one otherwise."""
        head = urllib.request.Request(request.full_url, method="HEAD")  # noqa: S310  as that of the request
        try:
            self._open(head, deadline).close()
        except urllib.error.HTTPError as error:
            with error:
                scheme, _, words = error.headers.get("WWW-Authenticate", "").partition(" ")
            if scheme.lower() == "digest":
                asked = urllib.request.parse_keqv_list(urllib.request.parse_http_list(words))
                proof = Digest(self._passwords).get_authorization(request, asked)
                request.add_unredirected_header("Authorization", f"Digest {proof}")
            elif scheme.lower() == "basic":
                secret = base64.b64encode(f"{self._access.user}:{self._access.password}".encode()).decode()
                request.add_unredirected_header("Authorization", f"Basic {secret}")


class Reply:
    """An answer as it comes in; a file to read from, to be closed."""

    def __init__(self, response: http.client.HTTPResponse, url: str, deadline: Deadline, seconds: float) -> None:
        self._response = response
        self._deadline = deadline
        self._seconds = seconds
        self.url = url
        self.headers = response.headers
        self.media_type = response.headers.get_content_type() if "Content-Type" in response.headers else ""

    def read(self, size: int = -1) -> bytes:
        """Bytes of the answer; none at its end.

        Raises:
            StoreError: it broke off, or takes too long.
        """
        try:
            data = self._response.read(None if size < 0 else size)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise self._broken() from error
        # A body that ends before the length that was announced is no error to http.client.
        if self._deadline.passed or (not data and self._response.length):
            raise self._broken()
        return data

    def close(self) -> None:
        """Let go of the connection."""
        self._deadline.over()
        self._response.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _broken(self) -> WebError:
        if self._deadline.passed:
            return _too_slow(self.url, self._seconds)
        return WebError(f"The answer of the server at {self.url} broke off before its end: ask again.")


def _pause(error: urllib.error.HTTPError) -> float | None:
    """Seconds to wait before asking a busy server again; None if it is not just busy."""
    if error.code != HTTPStatus.SERVICE_UNAVAILABLE:
        return None
    said = (error.headers.get("Retry-After") or "").strip()
    if said.isdecimal():
        return float(said)
    try:
        return max(parsedate_to_datetime(said).timestamp() - time.time(), 0)
    except (TypeError, ValueError):
        return None


_ADVICE = {
    HTTPStatus.NOT_FOUND: "check the address",
    HTTPStatus.METHOD_NOT_ALLOWED: "check the address",
    HTTPStatus.NOT_ACCEPTABLE: "check the address",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "ask its operator to allow larger requests",
    HTTPStatus.SERVICE_UNAVAILABLE: "it is busy, so try again later",
}


def _refusal(error: urllib.error.HTTPError, url: str, *, asks: bool, known: bool) -> PeelgraphError:
    """A sentence for a status that is no success."""
    code, said = error.code, _complaint(error)
    if HTTPStatus.MULTIPLE_CHOICES <= code < HTTPStatus.BAD_REQUEST:
        to = in_one_line(error.headers.get("Location") or "nowhere")[:_WORDS]
        return WebError(
            f"The server at {url} sends requests on to {to}, which are not followed: give that address if you trust it."
        )
    if code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.PROXY_AUTHENTICATION_REQUIRED}:
        if known:
            return WebError(f"The server at {url} does not let this user in: check the password or token.")
        return WebError(
            f"The server at {url} asks who you are: set PEELGRAPH_STORE_USER and PEELGRAPH_STORE_PASSWORD, or "
            "PEELGRAPH_STORE_TOKEN."
        )
    if asks and code == HTTPStatus.BAD_REQUEST:
        return QueryError(f"The server at {url} does not take the query: {said}.")
    if asks and code in {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.GATEWAY_TIMEOUT}:
        return QueryTimeoutError(f"The server at {url} stopped the query ({code}, {said}): narrow it.")
    advice = _ADVICE.get(HTTPStatus(code) if code in set(HTTPStatus) else HTTPStatus.OK, "see the server's log")
    busy = code in {HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS}
    return WebError(
        f"The server at {url} answered with an error ({code}, {said}): {advice}.",
        HTTPStatus.SERVICE_UNAVAILABLE if busy else HTTPStatus.BAD_GATEWAY,
        f"{code}, {said}",
    )


def _complaint(error: urllib.error.HTTPError) -> str:
    """What the server says, as text in one line without its full stop; the name of the status if it says nothing."""
    try:
        body = error.read(_HEAD).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException, ValueError):
        body = ""
    media_type = error.headers.get_content_type()
    if media_type.endswith("json"):
        with suppress(ValueError):
            told = json.loads(body)
            if isinstance(told, dict):
                body = str(told.get("detail") or told.get("title") or told.get("message") or body)
    elif "html" in media_type or body.lstrip()[:1] == "<":
        bare = re.sub(r"(?is)<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", " ", body)
        body = html.unescape(bare)
    else:
        # Virtuoso repeats the whole query after an empty line.
        body = re.split(r"\r?\n\s*\r?\n", body.strip(), maxsplit=1)[0]
    words = in_one_line(body).rstrip(".") or in_one_line(error.reason or "no words")
    return words if len(words) <= _WORDS else f"{words[:_WORDS]}…"


def _too_slow(url: str, seconds: float) -> WebError:
    return WebError(
        f"The server at {url} took longer than {seconds:g} seconds: ask for less, or allow more by "
        "PEELGRAPH_STORE_TIMEOUT.",
        HTTPStatus.GATEWAY_TIMEOUT,
    )


def _unreached(error: Exception, url: str, deadline: Deadline, seconds: float) -> WebError:
    """A sentence for a request to which there was no answer."""
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    host = urlsplit(url).netloc
    if deadline.passed:
        return _too_slow(url, seconds)
    if isinstance(reason, ssl.SSLCertVerificationError):
        return WebError(
            f"The certificate of {host} cannot be trusted ({reason.verify_message}): check the address, or name your "
            "organisation's certificates by SSL_CERT_FILE."
        )
    if isinstance(reason, TimeoutError):
        return WebError(f"The server at {host} takes no connection: check the address.")
    words = reason.strerror if isinstance(reason, OSError) else None
    said = in_one_line(words or str(reason) or type(reason).__name__).rstrip(".")
    return WebError(f"The server at {url} cannot be reached ({said}): check the address, and that it runs.")
