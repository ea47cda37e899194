"""Prints what the project promises about speed and memory: `make bench`, or `python benchmarks/bench.py REPORTS…`.

Every figure is of this machine at this moment; compare ratios, not machines.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_BUILD = """
import json, resource, sys, time
from peelgraph.build import build
from peelgraph.loaders import Register
from peelgraph.store import open_for_writing
imported = time.process_time()
with open_for_writing(sys.argv[1]) as store:
    result = build(sys.argv[2:], store, Register.packaged())
print(json.dumps({
    "documents": sum(d.state == "loaded" for d in result.documents),
    "cpu": time.process_time() - imported,
    "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
}))
"""

_ASK = """
import json, sys, time
from peelgraph.catalogue import bind, queries
from peelgraph.store import open_store
times = {}
with open_store(sys.argv[1]) as store:
    for query in queries().values():
        if not any(param.name == "force" for param in query.params):
            continue
        values = {param.name: param.example for param in query.params if param.required or param.name == "force"}
        text = bind(query, values)
        runs = []
        for _ in range(5):
            started = time.perf_counter()
            answer = store.query(text)
            list(answer.rows if hasattr(answer, "rows") else answer.triples)
            runs.append(time.perf_counter() - started)
        times[query.name] = sorted(runs)[2]
print(json.dumps(times))
"""


def _python(code: str, *arguments: str) -> dict[str, float]:
    run = subprocess.run([sys.executable, "-c", code, *arguments], check=True, capture_output=True, text=True)
    answer: dict[str, float] = json.loads(run.stdout)
    return answer


def _seconds(*command: str, runs: int = 7) -> float:
    """Median wall time of a command."""
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", nargs="+")
    reports = parser.parse_args().reports
    peelgraph = str(Path(sys.executable).with_name("peelgraph"))
    with tempfile.TemporaryDirectory() as folder:
        store = str(Path(folder, "bench.store"))
        built = _python(_BUILD, store, *reports)
        print(f"build from nothing, after imports  {built['cpu']:.2f} s CPU for {built['documents']:.0f} documents")
        print(f"peak memory of that build          {built['peak']:.0f} MB")
        again = _seconds(peelgraph, "build", *reports, "--store", store, runs=3)
        print(f"build with nothing changed         {again:.2f} s, start-up included")
        print(f"peelgraph --help                   {_seconds(peelgraph, '--help'):.2f} s")
        ask = _seconds(peelgraph, "ask", "judgments", "--store", store)
        print(f"peelgraph ask judgments            {ask:.2f} s, start-up included")
        times = _python(_ASK, store)
        median = statistics.median(times.values()) * 1000
        print(f"canned queries on one force        {len(times)} asked after start-up, median {median:.1f} ms")
        for name in sorted(times, key=lambda name: -times[name])[:5]:
            print(f"    {name:30s} {times[name] * 1000:.1f} ms")


if __name__ == "__main__":
    main()
