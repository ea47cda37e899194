"""Measures `peelgraph validate` in stores of many reports: `python benchmarks/validate_bench.py REPORT [COPIES…]`.

The corpus is the report over and over, each time as of another of 43 forces and, when these are used up, of the next
cycle, with all its dates moved along. So the store has what 2, 43 and 1,000 reports would leave in it: the same England
and Wales figures in each report of a cycle, and other reports on the same force in the other cycles. One report of the
corpus is then validated as if it were to replace what the store has of it. The copies have one ISBN, which those of the
same force are told of: the results grow by that.

Seconds are those of the processor, of this process and those that it starts, beside those of the clock: the first do
not depend on what else the machine is doing.
"""

from __future__ import annotations

import hashlib
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox

from peelgraph.build import build
from peelgraph.loaders import Loaded, Register, load
from peelgraph.loaders.iris import CONTRADICTIONS_GRAPH, QB, RDF
from peelgraph.store import Store, open_for_writing, open_store
from peelgraph.validation.engine import Validator

FORCES = 43
RUNS = 7
YEARS = range(2005, 2020)
SPREAD = 20
"""Years between the dates of one cycle and of the next, so that none of their periods is the same."""


def corpus(loaded: Loaded, copies: int) -> Iterator[bytes]:
    """N-Quads of each copy; the first is the report itself."""
    quads = [quad for some in loaded.graphs.values() for quad in some]
    lines = (ox.serialize([*quads, *_listed(quads)], format=ox.RdfFormat.N_QUADS) or b"").decode()
    for number in range(copies):
        cycle, force = divmod(number, FORCES)
        copy = lines
        if cycle:
            copy = copy.replace(f"/{loaded.cycle}/", f"/{2016 + cycle}/").replace(
                f"cycle/{loaded.cycle}>", f"cycle/{2016 + cycle}>"
            )
            copy = copy.replace(f"effectiveness-{loaded.cycle}", f"effectiveness-{2016 + cycle}")
            for year in YEARS:
                copy = copy.replace(f"{year}-", f"{year + SPREAD * cycle}-")
        if force:
            copy = copy.replace(f"/{loaded.force}/", f"/force{force}/").replace(f"/{loaded.force}>", f"/force{force}>")
            copy = copy.replace(f'"{loaded.force}', f'"force{force}')
        sha256 = hashlib.sha256(str(number).encode()).hexdigest()
        yield (
            copy.replace(loaded.sha256, sha256).replace(loaded.sha256[:16], sha256[:16]) if number else copy
        ).encode()


def _listed(quads: list[ox.Quad]) -> Iterator[ox.Quad]:
    """The groups of each slice, as a build lists them."""
    for quad in quads:
        if quad.predicate.value == f"{RDF}type" and quad.object == ox.NamedNode(f"{QB}ObservationGroup"):
            name = str(quad.subject.value) if isinstance(quad.subject, ox.NamedNode) else ""
            node = ox.NamedNode(name.rpartition("/")[0])
            yield ox.Quad(node, ox.NamedNode(f"{QB}observationGroup"), quad.subject, ox.NamedNode(CONTRADICTIONS_GRAPH))


def measured(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of the processor and of the clock that work takes; the median of some runs."""
    runs = []
    for _ in range(RUNS):
        before, started = _processor(), time.perf_counter()
        work()
        runs.append((_processor() - before, time.perf_counter() - started))
    return statistics.median(run[0] for run in runs), statistics.median(run[1] for run in runs)


def _processor() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def main() -> None:
    """Measure and print."""
    report, sizes = Path(sys.argv[1]), [int(size) for size in sys.argv[2:]] or [2, 43, 1000]
    register = Register.packaged()
    loaded = load(report, register)
    reading = measured(lambda: load(report, register))
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            with open_for_writing(folder) as writer:
                build([], writer, register)
            # The published version is filled from outside: through the store's own updates it would take an hour.
            filled = ox.Store(str(next(Path(folder).glob("v*"))))
            for copy in corpus(loaded, size):
                filled.bulk_load(copy, format=ox.RdfFormat.N_QUADS)
            filled.optimize()  # as a build does when it first publishes a store
            statements = len(filled)
            del filled
            with open_store(folder) as store:
                checking = measured(lambda store=store: _check(register, store, loaded))  # type: ignore[misc]
                results = len(_check(register, store, loaded))
            print(
                f"{size:5} reports, {statements:11,} statements: reading {reading[0]:.2f} ({reading[1]:.2f}) s, "
                f"checking {checking[0]:.2f} ({checking[1]:.2f}) s, together {reading[0] + checking[0]:.2f} s, "
                f"{results} results"
            )


def _check(register: Register, store: Store, loaded: Loaded) -> tuple[object, ...]:
    return Validator(register, store).check(loaded.graphs)


if __name__ == "__main__":
    main()
