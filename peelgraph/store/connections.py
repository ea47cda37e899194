"""Connections to a server: cut when their time is up, led nowhere else, and with the proof of who one is.

The standard library's are without an end to a slow answer, and its handlers of passwords fail at ways to prove who
one is that they do not know.
"""

from __future__ import annotations

import http.client
import math
import socket
import ssl
import threading
import time
import urllib.request
from contextlib import suppress
from typing import IO


class Deadline:
    """Cuts the connection that it watches when the time is up; a limit on each wait would never end a slow drip."""

    def __init__(self, seconds: float) -> None:
        self.until = time.monotonic() + seconds
        self._passed = threading.Event()
        self._socket: socket.socket | None = None
        self._timer: threading.Timer | None = None
        if seconds < math.inf:
            self._timer = threading.Timer(seconds, self._cut)
            self._timer.daemon = True
            self._timer.start()

    @property
    def passed(self) -> bool:
        """Whether the time is up."""
        return self._passed.is_set()

    def watch(self, connected: socket.socket) -> None:
        """Cut this connection, when the time comes, and no other."""
        self._socket = connected
        if self.passed:
            self._cut()

    def wait(self, seconds: float) -> None:
        """Let time pass, but not beyond the end."""
        self._passed.wait(seconds)

    def over(self) -> None:
        """Cut nothing any more."""
        if self._timer:
            self._timer.cancel()

    def _cut(self) -> None:
        self._passed.set()
        if self._socket is not None:
            with suppress(OSError):
                # Of the socket itself, also under TLS, whose own shutdown is not for other threads.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


class _PlainConnection(http.client.HTTPConnection):
    deadline: Deadline

    def connect(self) -> None:
        super().connect()
        self.sock.settimeout(None)
        self.deadline.watch(self.sock)


class _SecureConnection(http.client.HTTPSConnection):
    deadline: Deadline

    def connect(self) -> None:
        super().connect()
        self.sock.settimeout(None)
        self.deadline.watch(self.sock)


class Plain(urllib.request.HTTPHandler):
    """Opens connections that a deadline watches."""

    def __init__(self, deadline: Deadline) -> None:
        super().__init__()
        self._deadline = deadline

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        """See `urllib.request.HTTPHandler`."""

        class Connection(_PlainConnection):
            deadline = self._deadline

        return self.do_open(Connection, req)


class Secure(urllib.request.HTTPSHandler):
    """The same under TLS."""

    def __init__(self, deadline: Deadline, tls: ssl.SSLContext) -> None:
        super().__init__(context=tls)
        self._deadline = deadline
        self._verified = tls

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        """See `urllib.request.HTTPSHandler`."""

        class Connection(_SecureConnection):
            deadline = self._deadline

        return self.do_open(Connection, req, context=self._verified)


class Basic(urllib.request.HTTPBasicAuthHandler):
    """Sends name and password to a server that asks for them in this way; the base class fails at others."""

    def http_error_401(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage
    ) -> http.client.HTTPResponse | None:
        """See the base class."""
        return super().http_error_401(req, fp, code, msg, headers) if _asks_for("basic", headers) else None


class Digest(urllib.request.HTTPDigestAuthHandler):
    """Proves to know the password, likewise."""

    def http_error_401(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage
    ) -> http.client.HTTPResponse | None:
        """See the base class, which tries a wrong password six times."""
        if not _asks_for("digest", headers) or req.has_header(self.auth_header):
            return None
        return super().http_error_401(req, fp, code, msg, headers)


def _asks_for(scheme: str, headers: http.client.HTTPMessage) -> bool:
    return headers.get("WWW-Authenticate", "").lower().startswith(scheme)


class Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect, so that questions, changes and passwords go where the user said and nowhere else."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> None:
        """Nowhere."""
        del req, fp, code, msg, headers, newurl
