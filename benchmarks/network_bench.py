"""Measures the networks and their measures: `python benchmarks/network_bench.py REPORT [COPIES…]`.

The corpus is the report over and over, each time as of another of the 43 territorial forces and, when these are used
up, of the next cycle; agencies and measures that are in no register are each force's own. So 1,000 copies leave the
forces and the regions of England and Wales, and about as many agencies as that many reports would name. All reports
name much the same agencies, so the projections are as dense as can be: real ones are sparser.

Seconds are of the processor and, in brackets, of the clock, each the best of some runs; memory is what Python
allocates at the peak, by tracemalloc, in a run of its own.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox

from peelgraph import Graph, networks
from peelgraph.build import build
from peelgraph.loaders import Loaded, Register, load
from peelgraph.loaders.iris import ID, PEEL, RDF, SKOS
from peelgraph.store import open_for_writing

RUNS = 3
NOT_TERRITORIAL = {"btp", "loamshire", "mummerset"}


def corpus(loaded: Loaded, forces: list[str], copies: int) -> Iterator[bytes]:
    """N-Quads of each copy; the first is of the report's own force and cycle."""
    quads = [quad for some in loaded.graphs.values() for quad in some]
    lines = (ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"").decode()
    for quad in quads:
        if quad.predicate.value == f"{RDF}type" and quad.object == ox.NamedNode(f"{PEEL}Metric"):
            lines = lines.replace(str(quad.subject), str(quad.subject).replace("/metric/", "/metric/found/"))
    others = [loaded.force, *(force for force in forces if force != loaded.force)]
    for number in range(copies):
        cycle, place = divmod(number, len(others))
        force, year = others[place], str(int(loaded.cycle) + cycle)
        copy = lines.replace(f"/{loaded.cycle}/", f"/{year}/").replace(f"cycle/{loaded.cycle}>", f"cycle/{year}>")
        copy = copy.replace(f"effectiveness-{loaded.cycle}", f"effectiveness-{year}")
        copy = copy.replace(f"/{loaded.force}/", f"/{force}/").replace(f"/{loaded.force}>", f"/{force}>")
        copy = copy.replace(f'"{loaded.force}', f'"{force}')
        copy = copy.replace("/found/", f"/found/{force}-")
        sha256 = hashlib.sha256(str(number).encode()).hexdigest()
        copy = copy.replace(loaded.sha256, sha256).replace(loaded.sha256[:16], sha256[:16])
        yield copy.encode()
        # The vocabulary knows the first cycles only.
        yield f'<{ID}cycle/{year}> <{SKOS}notation> "{year}" <{ID}graph/made-up-cycles> .'.encode()


def fill(folder: str, report: Path, copies: int) -> None:
    """A store with so many copies of a report."""
    register = Register.packaged()
    with open_for_writing(folder) as writer:
        build([], writer, register)
    # The published version is filled from outside: through the store's own updates it would take an hour.
    filled = ox.Store(str(next(Path(folder).glob("v*"))))
    territorial = [notation for notation in register.forces if notation not in NOT_TERRITORIAL]
    for copy in corpus(load(report, register), territorial, copies):
        filled.bulk_load(copy, format=ox.RdfFormat.N_QUADS)
    filled.optimize()  # as a build does when it first publishes a store


def measured(work: Callable[[], object]) -> str:
    """Seconds and memory that work takes."""
    runs = []
    for _ in range(RUNS):
        processor, clock = time.process_time(), time.perf_counter()
        work()
        runs.append((time.process_time() - processor, time.perf_counter() - clock))
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    return f"{min(run[0] for run in runs):6.2f} ({min(run[1] for run in runs):6.2f}) s, {peak:6.0f} MiB"


def works(kg: Graph) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is measured, by name."""
    cycle = str(kg.ask("reports")["cycle"].min())
    both, tied = networks.forces_agencies(kg), networks.alliances(kg)
    every = networks.initiatives(kg)
    yield "forces-agencies", lambda: networks.forces_agencies(kg)
    yield "forces-agencies, without quotes", lambda: networks.forces_agencies(kg, quotes=False)
    yield "forces-agencies, one cycle", lambda: networks.forces_agencies(kg, cycle=cycle)
    yield "forces-agencies, one theme", lambda: networks.forces_agencies(kg, theme="organised-crime")
    yield "alliances", lambda: networks.alliances(kg)
    yield "alliances, with shared initiatives", lambda: networks.alliances(kg, ties=networks.TIES)
    yield "initiatives", lambda: networks.initiatives(kg)
    yield "similar-findings", lambda: networks.similar_findings(kg)
    yield "citations", lambda: networks.citations(kg)
    yield "projected onto forces", lambda: networks.projected(both, "forces")
    yield "projected onto agencies", lambda: networks.projected(both, "agencies")
    yield "bridges: agencies", lambda: networks.bridges(both)
    yield "bridges: forces", lambda: networks.bridges(tied, of="force")
    yield "agencies with good grades", lambda: networks.agencies_with_good_grades(kg)
    yield "resembling forces", lambda: networks.resembling_forces(kg, cycle=cycle)
    yield "initiatives as GraphML", lambda: networks.write(every, Path(tempfile.gettempdir(), "network.graphml"))
    yield "initiatives as GEXF", lambda: networks.write(every, Path(tempfile.gettempdir(), "network.gexf"))


def main() -> None:
    """Measure and print."""
    report, sizes = Path(sys.argv[1]), [int(size) for size in sys.argv[2:]] or [2, 1000]
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            fill(folder, report, size)
            print(f"{size} reports")
            with Graph.open(folder) as kg:
                for name, work in works(kg):
                    print(f"  {name:<42} {measured(work)}", flush=True)


if __name__ == "__main__":
    main()
