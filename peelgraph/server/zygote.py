"""A process that has the data in memory, if they are to be, and makes engines: copies of itself, in milliseconds.

It has no threads when it copies itself: data on disk are read by a child that hands them over as text.
Run as ``python -m peelgraph.server.zygote``, with a socket to the front as standard input.
"""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import socket
import traceback
from typing import Any, NoReturn

import pyoxigraph as ox

from . import engine, writer
from .settings import Settings


class Zygote:
    """Makes engines and says how they ended."""

    def __init__(self, front: socket.socket, settings: Settings) -> None:
        self._front, self._settings = front, settings
        self._children: dict[int, int] = {}
        self._store: ox.Store | None = None

    def load(self, path: str) -> None:
        """Take the data of a published version into memory."""
        reader, sender = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)  # else it would wait for itself when nobody reads any more
            _hand_over(path, sender)
        os.close(sender)
        store = ox.Store()
        with os.fdopen(reader, "rb") as data:
            names = json.loads(data.readline() or b"[]")
            store.bulk_load(data, format=ox.RdfFormat.N_QUADS, lenient=True)
        for name in names:
            store.add_graph(ox.NamedNode(name))
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
            raise OSError(f"{path} cannot be read")
        self._store = store

    def run(self) -> None:
        """Do as the front says until it is gone."""
        woken, wake = os.pipe()
        for end in (woken, wake):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        while True:
            watched: list[Any] = [self._front, woken]
            ready, _, _ = select.select(watched, [], [])
            if woken in ready:
                os.read(woken, 1024)
                self._reap()
            if self._front in ready:
                data, given, _, _ = socket.recv_fds(self._front, 65536, 1)
                if not data:
                    self._end()
                self._do(json.loads(data), given)

    def _do(self, told: dict[str, Any], given: list[int]) -> None:
        if "kill" in told:
            for pid, number in self._children.items():
                if number == told["kill"]:
                    os.kill(pid, signal.SIGKILL)
            return
        pid = os.fork()
        if pid == 0:
            self._become(told, socket.socket(fileno=given[0]))
        os.close(given[0])
        self._children[pid] = told["fork"]
        self.say({"started": told["fork"], "pid": pid})

    def _become(self, told: dict[str, Any], link: socket.socket) -> NoReturn:
        """Be an engine, or the writer."""
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT):
                signal.signal(number, signal.SIG_DFL if number == signal.SIGCHLD else signal.SIG_IGN)
            self._front.close()
            if told["role"] == "writer":
                writer.serve(link, told["path"], self._settings)
            else:
                engine.serve(link, self._asked(told["path"]), self._settings)
            code = 0
        finally:
            if code:
                traceback.print_exc()
            os._exit(code)

    def _asked(self, path: str | None) -> engine.Askable:
        if self._settings.is_gateway:
            from .remote_engine import RemoteAsked  # noqa: PLC0415  what only a gateway needs takes long to import

            return RemoteAsked(self._settings)
        store = engine.open_version(path) if path else self._store
        if store is None:
            raise ValueError("There are no data in memory.")
        return engine.Asked(store, self._settings)

    def _reap(self) -> None:
        while self._children:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            self.say({"ended": self._children.pop(pid), "code": os.waitstatus_to_exitcode(status)})

    def _end(self) -> NoReturn:
        for pid in self._children:
            os.kill(pid, signal.SIGKILL)
        os._exit(0)

    def say(self, what: dict[str, Any]) -> None:
        """Tell the front something."""
        try:
            self._front.send(json.dumps(what).encode())
        except (BrokenPipeError, ConnectionResetError):
            self._end()


def _hand_over(path: str, sender: int) -> NoReturn:
    """Write names of graphs, because a graph can be empty, and all statements into a pipe."""
    code = 1
    try:
        store = engine.open_version(path)
        with os.fdopen(sender, "wb") as out:
            out.write(json.dumps([graph.value for graph in store.named_graphs()]).encode() + b"\n")
            store.dump(out, ox.RdfFormat.N_QUADS)
        code = 0
    finally:
        os._exit(code)


def main() -> None:
    """Begin as the front says in its first message."""
    front = socket.socket(fileno=0)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # engines are ended by the system: it need not keep the data
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the front decides when to end
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    told = json.loads(front.recv(65536))
    told["settings"]["allow_hosts"] = tuple(told["settings"]["allow_hosts"])
    settings = Settings(**told["settings"])
    if settings.is_gateway:
        from . import remote_engine  # noqa: F401, PLC0415  once, for all copies
    zygote = Zygote(front, settings)
    if told["load"]:
        engine.bound_memory(settings.store_memory)
        zygote.load(told["load"])
        engine.unbound_memory()
    zygote.say({"ready": True})
    zygote.run()


if __name__ == "__main__":
    main()
