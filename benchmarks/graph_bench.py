"""Measures the Python face: `python benchmarks/graph_bench.py REPORT… [--copies 1000] [--store FOLDER]`.

Every accessor is asked of the reports given and the published grades: about all forces and about one, each without and
with the words of the reports. Then the same of a made corpus of so many reports (see `corpus`), but for all forces only
if that is asked for with `--all`: some answers are then as large as the corpus.

Milliseconds are of the processor and, in brackets, of the clock, each the least of some runs, then the rows; the graph
is open, and has been asked before.
"""

from __future__ import annotations

import argparse
import inspect
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from corpus import GRADES, fill

from peelgraph import Graph
from peelgraph.accessors import Accessors
from peelgraph.build import build
from peelgraph.loaders import Register, load
from peelgraph.store import open_for_writing

RUNS = 5
ENOUGH = 2.0
"""Seconds after which a call is not repeated."""
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


def measure(folder: str, force: str, *, every: bool) -> None:
    """Ask everything of a store about a force, and about all, and print how long it takes."""
    with Graph.open(folder) as kg:
        kg.reports(force=force)  # learns the names
        about = [None, force] if every else [force]
        heads = [head for one in about for head in ("one force" if one else "all forces", "with evidence")]
        print(f"{'':15}" + "".join(f"{head:>24}" for head in heads))
        for name in NAMES:
            cells = []
            for one in about:
                for evidence in (False, True):
                    # A force's accessor asks this.
                    ask: Callable[[], object] = lambda f=one, e=evidence: getattr(kg, name)(force=f, evidence=e)  # type: ignore[misc]  # noqa: B023, E731
                    processor, clock, answer = best(ask)
                    cells.append(f"{processor:7.0f} ({clock:5.0f}) {len(answer):7}")  # type: ignore[arg-type]
            print(f"{name:15}" + "".join(f"{cell:>24}" for cell in cells), flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", nargs="+", type=Path)
    parser.add_argument("--copies", type=int, default=1000)
    parser.add_argument("--store", help="a folder for the made corpus, used again if there is one in it")
    parser.add_argument("--all", action="store_true", help="ask the made corpus about all forces too")
    given = parser.parse_args()
    force = load(given.reports[0], Register.packaged()).force
    with tempfile.TemporaryDirectory() as folder:
        with open_for_writing(folder) as writer:
            build([*map(str, given.reports), str(GRADES)], writer, Register.packaged())
        print(f"{len(given.reports)} reports and the published grades")
        measure(folder, force, every=True)
    with tempfile.TemporaryDirectory() as folder:
        made = given.store or folder
        if not list(Path(made).glob("v*")):
            before, started = time.process_time(), time.perf_counter()
            fill(made, given.reports, given.copies)
            seconds = time.process_time() - before, time.perf_counter() - started
            print(f"made a store in {seconds[0]:.0f} ({seconds[1]:.0f}) s")
        print(f"{given.copies:,} reports and the published grades")
        measure(made, force, every=given.all)


if __name__ == "__main__":
    main()
