"""Running the server: its socket, its log, and its end."""

from __future__ import annotations

import dataclasses
import logging
import os
import signal
import socket
import sys
from pathlib import Path

import uvicorn

from ..description import version
from ..errors import StoreError, UsageError
from ..store import open_store
from .app import create_app
from .connection import Connection
from .generation import published_number
from .settings import Settings


def run(settings: Settings) -> None:
    """Serve until told to stop.

    Raises:
        StoreError: there is no store, or it is damaged, or the server that keeps it does not answer.
        UsageError: the address cannot be listened on.
    """
    if settings.is_gateway:
        with open_store(settings.store) as store:
            version(store)  # says at once if there is no answer
    elif published_number(Path(settings.store).expanduser()) is None:
        raise StoreError(f"There is no store at {settings.store}: make one with `peelgraph build`.")
    logging.basicConfig(stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s", level=logging.WARNING)
    listening = _listen(settings)
    settings = dataclasses.replace(settings, port=listening.getsockname()[1])
    for number in (signal.SIGINT, signal.SIGTERM):
        # uvicorn sends itself the signal again when it has ended, which would look like a failure.
        signal.signal(number, lambda *_: None)
    config = uvicorn.Config(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        http=Connection,
        loop="uvloop",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=int(settings.grace),
    )
    shown = f"[{settings.host}]" if ":" in settings.host else settings.host
    sys.stderr.write(
        f"Serving {settings.store} at http://{shown}:{settings.port}{settings.base_path}/ (Ctrl+C ends it)\n"
    )
    uvicorn.Server(config).run(sockets=[listening])


def _listen(settings: Settings) -> socket.socket:
    try:
        family = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((settings.host, settings.port), family=family, backlog=1024, reuse_port=False)
    except OSError as error:
        raise UsageError(
            f"{settings.host}:{settings.port} cannot be listened on ({os.strerror(error.errno or 0)}): "
            "choose another with --port."
        ) from error
