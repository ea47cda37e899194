"""Measures the networks and their measures: `python benchmarks/network_bench.py REPORT [COPIES…]`.

The corpus is made of the report (see `corpus`). All reports name much the same agencies, so the projections are as
dense as can be: real ones are sparser.

Seconds are of the processor and, in brackets, of the clock, each the best of some runs; memory is what Python
allocates at the peak, by tracemalloc, in a run of its own.
"""

from __future__ import annotations

import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

from corpus import fill

from peelgraph import Graph, networks

RUNS = 3


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
            fill(folder, [report], size)
            print(f"{size} reports")
            with Graph.open(folder) as kg:
                for name, work in works(kg):
                    print(f"  {name:<42} {measured(work)}", flush=True)


if __name__ == "__main__":
    main()
