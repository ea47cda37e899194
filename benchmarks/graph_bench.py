"""Measures the Python face: `python benchmarks/graph_bench.py REPORT… [--copies 1000] [--store FOLDER]`.

Every accessor is asked of the reports given and the published grades: about all forces and about one, each without and
with the words of the reports. Then the same of a made corpus (see `network_bench`): the first report over and over, as
of another of the 43 territorial forces and, when these are used up, of the next cycle, with that cycle's questions. So
in 1,000 reports a force has 23 or 24, one for each of as many years. Measures and agencies that are in no register, and
the wording, are each force's own.

Milliseconds are of the processor and, in brackets, of the clock, each the least of some runs, then the rows; the graph
is open, and has been asked before.
"""

from __future__ import annotations

import argparse
import inspect
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
from network_bench import NOT_TERRITORIAL, corpus

from peelgraph import Graph
from peelgraph.accessors import Accessors
from peelgraph.build import build
from peelgraph.loaders import Register, load
from peelgraph.loaders.iris import ID, ONTOLOGY_GRAPH
from peelgraph.store import open_for_writing

GRADES = Path(__file__).parent.parent / "data" / "peel-grades.csv"
RUNS = 5
ENOUGH = 2.0
"""Seconds after which a call is not repeated."""
FORCE = "Hampshire Constabulary"
NAMES = [name for name, found in inspect.getmembers(Accessors, inspect.isfunction) if name not in {"ask", "forces"}]


def best(work: Callable[[], object]) -> tuple[float, float, object]:
    """Least milliseconds of the processor and of the clock that a call takes, and its answer."""
    processor, clock = [], []
    for _ in range(RUNS):
        before, started = time.process_time(), time.perf_counter()
        answer = work()
        processor.append(time.process_time() - before)
        clock.append(time.perf_counter() - started)
        if sum(clock) > ENOUGH:
            break
    return min(processor) * 1000, min(clock) * 1000, answer


def measure(folder: str) -> None:
    """Ask everything of a store, and print how long it takes."""
    with Graph.open(folder) as kg:
        kg.reports(force=FORCE)  # learns the names
        print(f"{'':15}{'all forces':>24}{'with evidence':>24}{'one force':>24}{'with evidence':>24}")
        for name in NAMES:
            cells = []
            for force in (None, FORCE):
                for evidence in (False, True):
                    # A force's accessor asks this.
                    ask: Callable[[], object] = lambda f=force, e=evidence: getattr(kg, name)(force=f, evidence=e)  # type: ignore[misc]  # noqa: B023, E731
                    processor, clock, answer = best(ask)
                    cells.append(f"{processor:7.0f} ({clock:5.0f}) {len(answer):7}")  # type: ignore[arg-type]
            print(f"{name:15}" + "".join(f"{cell:>24}" for cell in cells), flush=True)


def fill(folder: str, report: Path, copies: int) -> None:
    """A store with so many copies of a report."""
    register = Register.packaged()
    with open_for_writing(folder) as writer:
        build([], writer, register)
    loaded = load(report, register)
    forces = [notation for notation in register.forces if notation not in NOT_TERRITORIAL]
    # The published version is filled from outside, of one file: through the store's own updates it takes an hour.
    filled = ox.Store(str(next(Path(folder).glob("v*"))))
    with tempfile.NamedTemporaryFile(suffix=".nq", dir=folder) as file:
        for lines in corpus(loaded, forces, copies):
            file.write(_own(lines) + b"\n")
        years = {str(int(loaded.cycle) + number // len(forces)) for number in range(copies)} - {loaded.cycle}
        for year in sorted(years):
            file.write(ox.serialize(_of_year(filled, year), format=ox.RdfFormat.N_QUADS) or b"")
        file.flush()
        filled.bulk_load(path=file.name, format=ox.RdfFormat.N_QUADS)
    filled.optimize()  # as a build does when it first publishes a store


def _own(lines: bytes) -> bytes:
    """A copy whose measures and sentences are its force's own, where they would be the same in all reports."""
    found = re.search(rb"/graph/report/([a-z-]+)/", lines)
    if found is None:
        return lines
    lines = lines.replace(b"metric/found/", b"metric/found/" + found[1] + b"-")
    return re.sub(rb'(fingerprint> "[^"]*)"', rb"\1-" + found[1] + b'"', lines)


def _of_year(filled: ox.Store, year: str) -> Iterator[ox.Quad]:
    """The cycle of a year and its questions, which the vocabulary has not: as those of 2016."""
    for quad in filled.quads_for_pattern(None, None, None, ox.NamedNode(ONTOLOGY_GRAPH)):
        line = f"{quad} ."
        if line.startswith((f"<{ID}question/effectiveness/2016/", f"<{ID}cycle/2016>")):
            for name in ("/2016/", "cycle/2016", '"2016"'):
                line = line.replace(name, name.replace("2016", year))
            yield from ox.parse(line, format=ox.RdfFormat.N_QUADS)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", nargs="+", type=Path)
    parser.add_argument("--copies", type=int, default=1000)
    parser.add_argument("--store", help="a folder for the made corpus, used again if there is one in it")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        with open_for_writing(folder) as writer:
            build([*map(str, given.reports), str(GRADES)], writer, Register.packaged())
        print(f"{len(given.reports)} reports and the published grades")
        measure(folder)
    with tempfile.TemporaryDirectory() as folder:
        made = given.store or folder
        if not list(Path(made).glob("v*")):
            fill(made, given.reports[0], given.copies)
        print(f"{given.copies:,} reports")
        measure(made)


if __name__ == "__main__":
    main()
