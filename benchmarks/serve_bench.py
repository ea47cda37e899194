"""Measures `peelgraph serve` beside Oxigraph's server: `python benchmarks/serve_bench.py [REPORT…]`.

All servers serve one store, optimised, of 43 comparable reports: the given ones over and over, each time as of another
force (see `validate_bench`). They are asked for a small, a middling and a large answer in JSON over 8 and over 32
connections, turn by turn, so that what else the machine does meets all of them; each row of the table is the best of
its turns. peelgraph is measured as it comes, with `remembered = 0`, where no answer is given again, and with queries of
which each is another (a number in a comment), which Oxigraph is asked too. On a busy machine look at the seconds of the
processor that a request takes (CPU): they depend least on what else it does.

The load is made by wrk if there is one, else by a client of our own in one process, which is slower than the servers
are with small answers. Everything is on loopback, and bounded in count and in time. Memory is the proportional set size
(`/proc/PID/smaps_rollup`) of all processes of a server under load: pages that several share are counted once.

    --store FOLDER            measure with this store; it is not changed
    --rdflib-endpoint PYTHON  a Python that has rdflib-endpoint and oxrdflib, to be measured too
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, product
from pathlib import Path

import pyoxigraph as ox
from http_load import ACCEPT, WRK, Run, turn
from validate_bench import FORCES, corpus

from peelgraph.build import build
from peelgraph.loaders import Register, load
from peelgraph.loaders.iris import OA, PEEL, SKOS
from peelgraph.store import open_for_writing

ROOT = Path(__file__).resolve().parents[1]
CONNECTIONS = (8, 32)
SLOWER = 1.5
"""Times as long as Oxigraph's that the 99th percentile may be."""
FASTER = 20
"""Times as many requests as rdflib-endpoint's that there must be."""
LONGER = 4
"""Times as long as others that turns with large answers take."""
VARIED = ", no query twice"
SLOW = "rdflib-endpoint"
_RDFLIB = """
import sys, uvicorn
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint
graph = Dataset(store="Oxigraph", default_union=True)
graph.open(sys.argv[1])
uvicorn.run(SparqlEndpoint(graph=graph), port=int(sys.argv[2]), log_level="error")
"""


@dataclass
class Server:
    """A server that runs."""

    name: str
    process: subprocess.Popen[bytes]
    url: str
    varied: bool = False
    """Whether each query that it is asked is another."""
    memory: float = 0
    """MiB of all its processes, the most that was seen."""
    runs: dict[tuple[str, int], list[Run]] = field(default_factory=dict)

    def best(self, key: tuple[str, int]) -> Run:
        """The most and the quickest of all turns."""
        runs = self.runs[key]
        quickest = [min(values) for values in zip(*((r.p50, r.p99, r.cpu) for r in runs), strict=True)]
        return Run(max(r.rate for r in runs), *quickest)

    def processes(self) -> list[int]:
        """It and its children, and theirs."""
        parents: dict[int, int] = {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        found = new = {self.process.pid}
        while new:
            new = {pid for pid, parent in parents.items() if parent in new}
            found = found | new
        return sorted(found)

    def measure_memory(self) -> None:
        """See how much it has now."""
        total = 0
        for pid in self.processes():
            with contextlib.suppress(OSError, TypeError):
                said = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
                total += int(said[1]) if said else 0
        self.memory = max(self.memory, total / 1024)

    def cpu(self) -> int:
        """Clock ticks of computing so far."""
        total = 0
        for pid in self.processes():
            with contextlib.suppress(OSError):
                total += sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]))
        return total

    def cpu_since(self, before: int, requests: float) -> float:
        """Milliseconds of computing for each of some requests."""
        return (self.cpu() - before) * 1000 / os.sysconf("SC_CLK_TCK") / requests if requests else math.inf

    def settle(self) -> None:
        """Wait until it has ended what nobody waits for any more, half a minute at most."""
        until = time.monotonic() + 30
        while time.monotonic() < until:
            before = self.cpu()
            time.sleep(0.3)
            if self.cpu() - before <= 3:  # noqa: PLR2004  a tenth of a core
                return


def make_store(folder: Path, reports: Sequence[Path]) -> None:
    """A published store of comparable reports, optimised."""
    register = Register.packaged()
    with open_for_writing(str(folder)) as writer:
        build([], writer, register)
    # The published version is filled from outside: through the store's own updates it would take long.
    filled = ox.Store(str(next(folder.glob("v*"))))
    for number, report in enumerate(reports):
        for copy in islice(corpus(load(report, register), FORCES), number, None, len(reports)):
            filled.bulk_load(copy, format=ox.RdfFormat.N_QUADS)
    filled.optimize()


def found_reports() -> list[Path]:
    """The real reports where they are beside the project, else the sample."""
    return sorted((ROOT.parent / "shared" / "reports").glob("*.txt")) or sorted(
        (ROOT / "data" / "sample").glob("*.txt")
    )


def queries(version: Path) -> dict[str, str]:
    """What is asked, by the size of the answer."""
    store = ox.Store.read_only(str(version))
    found = store.query(
        f"SELECT ?judgment ?force {{ ?judgment a <{PEEL}Judgment> ; <{PEEL}force> ?force }} ORDER BY ?judgment LIMIT 1",
        use_default_graph_as_union=True,
    )
    judgment, force = next(iter(found))  # type: ignore[arg-type]
    print(f"{len(store):,} statements; 5 statements on {judgment}, the evidence on {force}, and 10,000 passages")
    passage = f"<{PEEL}statedBy> ?passage . ?passage <{OA}exact> ?quote"
    return {
        "small": f"SELECT ?property ?value {{ {judgment} ?property ?value }} LIMIT 5",
        "middling": f"SELECT ?polarity ?quote {{ ?fact <{PEEL}force> {force} ; <{PEEL}polarity> ?p ; {passage} . "
        f"?p <{SKOS}notation> ?polarity }}",
        "large": f"SELECT ?force ?quote {{ ?fact <{PEEL}force> ?force ; {passage} }} LIMIT 10000",
    }


def address(url: str, query: str) -> str:
    """Where a query is asked by GET."""
    return f"{url}?query={urllib.parse.quote(query, safe='')}"


def fetched(url: str) -> bytes:
    """An answer in JSON."""
    request = urllib.request.Request(url, headers={"Accept": ACCEPT})  # noqa: S310  loopback
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=120) as answer:
        content: bytes = answer.read()
    return content


@contextlib.contextmanager
def started(name: str, command: Sequence[str], log: Path, url: str = "", *, varied: bool = False) -> Iterator[Server]:
    """A server that answers, ended afterwards; if it chooses its address, it says so in its log."""
    with log.open("w") as out, subprocess.Popen(command, stdout=out, stderr=out) as process:
        try:
            until = time.monotonic() + 120
            while time.monotonic() < until and process.poll() is None:
                said = re.search(r"at (http://\S+)/ ", log.read_text())
                at = url or (f"{said[1]}/query" if said else "")
                with contextlib.suppress(OSError):
                    if at:
                        fetched(address(at, "ASK {}"))
                        yield Server(name, process, at, varied)
                        return
                time.sleep(0.1)
            raise SystemExit(f"{name} did not start: {log.read_text()[-2000:]}")
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()


def peelgraph(store: Path, config: Path, settings: str = "") -> list[str]:
    """The command of our own server, with its access log."""
    config.write_text(settings)
    code = "from peelgraph.cli import main; raise SystemExit(main())"
    return [sys.executable, "-c", code, "serve", "--store", str(store), "--port", "0", "--config", str(config)]


def free_port() -> int:
    """A port on loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


Asked = Mapping[str, str]
"""Queries, by the size of their answers."""


def lasts(size: str, seconds: int) -> int:
    """Seconds of a turn: 32 large answers at once take some by themselves."""
    return seconds * LONGER if size == "large" else seconds


def take_turns(servers: Sequence[Server], asked: Asked, seconds: int, rounds: int, folder: Path) -> None:
    """Load all servers with everything, one after the other, and that several times."""
    for size, query in asked.items():
        for connections, _, server in product(CONNECTIONS, range(rounds), servers):
            server.settle()
            seen = threading.Timer(seconds / 2, server.measure_memory)
            seen.start()
            before = server.cpu()
            run = turn(address(server.url, query), connections, lasts(size, seconds), folder, varied=server.varied)
            run = replace(run, cpu=server.cpu_since(before, run.rate * lasts(size, seconds)))
            seen.join()
            print(f"{size} {connections} {server.name}: {run}", file=sys.stderr)
            server.runs.setdefault((size, connections), []).append(run)


def faults(ours: Run, oxigraph: Run, slow: Run | None) -> str:
    """What does not hold."""
    if not oxigraph.rate:
        return "not measured: Oxigraph's server answered nothing within a turn"
    wrong = []
    if ours.rate < oxigraph.rate:
        wrong.append("fewer requests than Oxigraph")
    if ours.p99 > SLOWER * oxigraph.p99:
        wrong.append(f"p99 over {SLOWER}x Oxigraph's")
    if slow and ours.rate < FASTER * slow.rate:
        wrong.append(f"under {FASTER}x rdflib-endpoint")
    return ", ".join(wrong)


def show(servers: Sequence[Server], asked: Asked) -> bool:
    """Print the table; gives whether what must hold does: the rows of the first server, which is ours as it comes."""
    ours = servers[0]
    others = {server.name: server for server in servers}
    heads = f"{'requests/s':>11}{'p50 ms':>9}{'p99 ms':>9}{'CPU ms':>11}{'of Oxigraph':>12}  verdict"
    print(f"{'answer':9}{'conn.':>6}  {'server':34}{heads}")
    good = True
    for size, connections in product(asked, CONNECTIONS):
        key = (size, connections)
        for server in servers:
            run, other = server.best(key), others["oxigraph" + (VARIED if server.varied else "")].best(key)
            said = ""
            if server is ours:
                slow = others.get(SLOW)
                wrong = faults(run, other, slow.best(key) if slow else None)
                said, good = wrong or "holds", good and not wrong
            print(
                f"{size:9}{connections:6}  {server.name:34}{run.rate:11,.1f}{run.p50:9,.1f}{run.p99:9,.1f}"
                f"{run.cpu:11,.3f}{run.rate / other.rate if other.rate else math.inf:12.2f}  {said}"
            )
    print("Memory of all processes: " + ", ".join(f"{each.name} {each.memory:,.0f} MiB" for each in servers))
    return good


def check(servers: Sequence[Server], asked: Asked) -> None:
    """Make sure that all servers answer the same number of rows, and ours from where it answers best."""
    for server in servers:
        metrics = server.url.removesuffix("query") + "metrics"
        while server.name.startswith("peelgraph") and b"data_in_memory 1" not in fetched(metrics):
            time.sleep(0.2)
    for size, query in asked.items():
        rows = {s.name: len(json.loads(fetched(address(s.url, query)))["results"]["bindings"]) for s in servers}
        if len(set(rows.values())) != 1:
            raise SystemExit(f"The servers disagree about the {size} answer: {rows}")
        print(
            f"{size}: {next(iter(rows.values())):,} rows, {len(fetched(address(servers[0].url, query))):,} bytes",
            flush=True,
        )


def main() -> int:
    """Measure and print; gives 1 if what must hold does not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", nargs="*", type=Path)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--rdflib-endpoint", metavar="PYTHON")
    parser.add_argument(
        "--seconds", type=int, default=3, help="of a turn, with large answers four times as long (%(default)s)"
    )
    parser.add_argument("--rounds", type=int, default=3, help="turns of each server (%(default)s)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as running:
        folder = Path(name)
        store = given.store or folder / "store"
        if not given.store:
            make_store(store, given.reports or found_reports())
        version = next(store.glob("v*"))
        asked = queries(version)

        def start(name: str, command: Sequence[str], url: str = "", *, varied: bool = False) -> Server:
            return running.enter_context(started(name, command, folder / f"{name}.log", url, varied=varied))

        own = start("peelgraph", peelgraph(store, folder / "usual.toml"))
        anew = start("peelgraph, nothing remembered", peelgraph(store, folder / "anew.toml", "remembered = 0\n"))
        port = free_port()
        options = ["--location", str(version), "--bind", f"127.0.0.1:{port}", "--union-default-graph"]
        command = [str(Path(sys.executable).with_name("oxigraph")), "serve-read-only", *options]
        other = start("oxigraph", command, f"http://127.0.0.1:{port}/query")
        servers = [own, anew, other]
        check(servers, asked)
        servers += [replace(each, name=each.name + VARIED, varied=True, runs={}) for each in (own, other)]
        take_turns(servers, asked, given.seconds, given.rounds, folder)
        running.close()
        if given.rdflib_endpoint:
            servers.append(measure_slow(given.rdflib_endpoint, version, asked, given.seconds, folder))
        else:
            print("rdflib-endpoint is left out: --rdflib-endpoint names a Python that has it.")
        client = "wrk" if WRK else "our own client"
        print(f"Best of {given.rounds} turns of {given.seconds} s, {LONGER}x so long with large answers, by {client}")
        return 0 if show(servers, asked) else 1


def measure_slow(python: str, version: Path, asked: Asked, seconds: int, folder: Path) -> Server:
    """rdflib-endpoint over a copy of the store: one turn each, with a fresh server, since it ends what it began."""
    total: Server | None = None
    for size, query in asked.items():
        for connections in CONNECTIONS:
            copy = folder / "copy"
            shutil.copytree(version, copy)
            port = free_port()
            command = [python, "-c", _RDFLIB, str(copy), str(port)]
            with started(SLOW, command, folder / "slow.log", f"http://127.0.0.1:{port}/") as server:
                total = total or server
                total.runs[size, connections] = [
                    turn(address(server.url, query), connections, lasts(size, seconds), folder)
                ]
                server.measure_memory()
                total.memory = max(total.memory, server.memory)
            shutil.rmtree(copy)
    assert total is not None  # noqa: S101  there are queries
    return total


if __name__ == "__main__":
    raise SystemExit(main())
