"""What reasoning costs: the ontology alone, with one report, with all; by HermiT and by OWL RL.

Run: python benchmarks/reason_bench.py [REPORTS]   (default: the made-up sample)
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from peelgraph.build import build
from peelgraph.loaders import Register
from peelgraph.reasoning import Choice, Engine, Limits, ReasonerError, check, of_store, of_turtle, reason
from peelgraph.store import open_for_writing, open_store, select, text

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
LIMITS = Limits(seconds=600)


def main(reports: str) -> None:
    """Print a table of seconds and conclusions."""
    register = Register.packaged()
    with tempfile.TemporaryDirectory() as folder:
        with open_for_writing(folder) as writable:
            build([reports], writable, register)
        with open_store(folder) as store:
            names = [
                text(n)
                for (n,) in select(
                    store,
                    "SELECT ?n { ?r a <https://w3id.org/peelgraph/ontology#Report> ; "
                    "<http://www.w3.org/2004/02/skos/core#notation> ?n } ORDER BY ?n",
                )
            ]
            chosen = [*((name, Choice(reports=(name,))) for name in names), ("all of them", Choice())]
            for engine in (Engine.HERMIT, Engine.OWLRL):
                print(f"\n{engine}")
                try:
                    started = time.perf_counter()
                    made = check(of_turtle(*register.turtle.values()), engine, LIMITS)
                    print(f"{'the ontology alone':40}{time.perf_counter() - started:8.1f} s  {len(made.faults)} faults")
                    for name, choice in chosen:
                        started = time.perf_counter()
                        made = reason(of_store(store, choice), engine, LIMITS)
                        seconds = time.perf_counter() - started
                        print(f"{name:40}{seconds:8.1f} s  {made.seen} facts, {len(made.conclusions)} conclusions")
                except ReasonerError as error:
                    print(error)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else str(SAMPLE))
