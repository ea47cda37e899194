"""A server on loopback that behaves as a test says, well or badly."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

TRUE = b'{"head":{},"boolean":true}'
JSON = "application/sparql-results+json"
ROWS = b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"literal","value":"one"}}]}}'


class Handler(BaseHTTPRequestHandler):
    """Hands each request to the test."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.seen.append((self.command, self.path, body.decode("utf-8"), dict(self.headers)))  # type: ignore[attr-defined]
        # A client that has had enough hangs up.
        with suppress(BrokenPipeError, ConnectionResetError):
            self.server.behave(self, body)  # type: ignore[attr-defined]

    do_GET = do_HEAD = do_PUT = do_POST  # noqa: N815

    def log_message(self, *arguments: object) -> None:
        """Nothing."""

    def answer(self, code: int, kind: str, body: bytes, **headers: str) -> None:
        """Send an answer."""
        self.send_response(code)
        if kind:
            self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


Behaviour = Callable[[Handler, bytes], None]


class Server(ThreadingHTTPServer):
    """A server that behaves as a test says."""

    seen: list[tuple[str, str, str, dict[str, str]]]
    behave: Callable[[Handler, bytes], None]

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_port}/"

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are no error."""


def well(handler: Handler, body: bytes) -> None:
    """Answer every question with yes or one row, and take every change."""
    query = parse_qs(body.decode()).get("query", [""])[0]
    if not query:
        handler.answer(204, "", b"")
    else:
        handler.answer(200, JSON, TRUE if query.startswith("ASK") else ROWS)


def probed(behaviour: Behaviour) -> Behaviour:
    """Answer the first question, which every store is opened with, well, and all others as the test says."""

    def behave(handler: Handler, body: bytes) -> None:
        (well if len(handler.server.seen) == 1 else behaviour)(handler, body)  # type: ignore[attr-defined]

    return behave


@contextmanager
def serving(behaviour: Behaviour) -> Iterator[Server]:
    """The server, ended afterwards."""
    server = Server(("127.0.0.1", 0), Handler)
    server.seen, server.behave = [], behaviour
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
