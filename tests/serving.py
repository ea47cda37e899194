"""A server of our own for the tests: a process on loopback, with a small made-up store."""

from __future__ import annotations

import contextlib
import json
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox

from peelgraph.loaders.iris import ID, OA, PEEL, RDF, SKOS
from peelgraph.store.embedded import EmbeddedWriter

EX = "https://example.org/"
G1, G2 = f"{EX}graph/loamshire", f"{EX}graph/mummerset"
PEOPLE = 400
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
"""A Cartesian product that would take for ever."""


def quads() -> Iterator[ox.Quad]:
    """Forces and officers of two graphs; one label has what pages must escape."""
    label, member = ox.NamedNode(f"{EX}label"), ox.NamedNode(f"{EX}member")
    for graph, name in ((G1, "Loamshire"), (G2, "Mummerset <script>alert(1)</script>")):
        force = ox.NamedNode(graph.replace("graph", "force"))
        yield ox.Quad(force, label, ox.Literal(name, language="en"), ox.NamedNode(graph))
        for number in range(PEOPLE):
            officer = ox.NamedNode(f"{force.value}/{number}")
            yield ox.Quad(force, member, officer, ox.NamedNode(graph))


def make_store(folder: Path) -> Path:
    """A published store."""
    writer = EmbeddedWriter(folder)
    writer.change(lambda store: store.bulk_extend(quads()))
    writer.close()
    return folder


SAMPLE = Path(__file__).parent.parent / "data" / "sample"
ATTACK = "</td><script>alert(1)</script><img src=x onerror='alert(2)'>\u202egp.exe"
"""A name, and the words of a report, by somebody who means harm."""


def hostile() -> Iterator[ox.Quad]:
    """A force and a judgment of it, with an attack wherever words can stand."""
    force, judgment, passage = (ox.NamedNode(f"{ID}{name}") for name in ("force/hostile", "judgment/hostile", "p/1"))
    statements: list[tuple[ox.NamedNode, str, str | ox.Literal]] = [
        (force, f"{RDF}type", f"{PEEL}FictionalForce"),
        (force, f"{SKOS}notation", ox.Literal("hostile")),
        (force, f"{SKOS}prefLabel", ox.Literal(ATTACK)),
        (judgment, f"{RDF}type", f"{PEEL}Judgment"),
        (judgment, f"{PEEL}force", force.value),
        (judgment, f"{PEEL}cycle", f"{ID}cycle/2016"),
        (judgment, f"{PEEL}question", f"{ID}question/effectiveness/2016/1"),
        (judgment, f"{PEEL}grade", f"{ID}grade/good"),
        (judgment, f"{PEEL}statedBy", passage.value),
        (passage, f"{OA}exact", ox.Literal(ATTACK)),
    ]
    for subject, name, value in statements:
        target = ox.NamedNode(value) if isinstance(value, str) else value
        yield ox.Quad(subject, ox.NamedNode(name), target, ox.NamedNode(f"{ID}graph/hostile"))


def make_sample(folder: Path) -> Path:
    """A published store of the sample reports, with `hostile`."""
    code = "from peelgraph.cli import main; raise SystemExit(main())"
    command = [sys.executable, "-c", code, "build", str(SAMPLE), "--published-grades", "--store", str(folder)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    writer = EmbeddedWriter(folder)
    writer.change(lambda store: store.bulk_extend(hostile()))
    writer.close()
    return folder


class Served:
    """A running server."""

    def __init__(self, store: Path | str, *options: str, before: str = "") -> None:
        """Start it; `before` is Python that its process runs first, such as to make a constant small."""
        code = f"{before}\nfrom peelgraph.cli import main; raise SystemExit(main())"
        command = [sys.executable, "-c", code, "serve", "--store", str(store), "--port", "0", *options]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        first = self.process.stderr.readline()
        found = re.search(r"at http://127\.0\.0\.1:(\d+)/", first)
        if not found:
            self.process.kill()
            raise RuntimeError(first + self.process.communicate()[1])
        self.port = int(found[1])
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=30, trust_env=False)

    def _read(self) -> None:
        assert self.process.stderr is not None
        self.lines.extend(self.process.stderr)

    def ask(self, query: str, accept: str = "text/csv", **headers: str) -> httpx.Response:
        """Send a query by POST."""
        return self.http.post(
            "/query", content=query, headers={"Content-Type": "application/sparql-query", "Accept": accept, **headers}
        )

    def count(self) -> str:
        """How many statements queries see."""
        return self.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").text.split()[1]

    def metric(self, name: str) -> float:
        """A number of /metrics."""
        found = re.search(rf"^peelgraph_{name} (\S+)$", self.http.get("/metrics").text, re.MULTILINE)
        assert found, name
        return float(found[1])

    def processes(self) -> list[int]:
        """Every process behind the front, of whatever generation."""
        found: list[int] = []
        table: dict[int, int] = {}
        parents = {self.process.pid}
        for path in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                fields = path.read_text().rpartition(")")[2].split()
                table[int(path.parent.name)] = int(fields[1])
        while parents:
            parents = {pid for pid, parent in table.items() if parent in parents}
            found += parents
        return found

    def socket(self) -> socket.socket:
        """A bare connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """End it and give its exit code."""
        self.http.close()
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(30)
        self._reader.join()
        assert self.process.stderr is not None
        self.process.stderr.close()
        return code

    def log(self) -> list[dict[str, object]]:
        """The access log so far."""
        return [json.loads(line) for line in self.lines if line.startswith("{")]


@contextlib.contextmanager
def serving(store: Path | str, *options: str, before: str = "") -> Iterator[Served]:
    """A server, ended afterwards."""
    served = Served(store, *options, before=before)
    try:
        yield served
    finally:
        served.stop()
