"""Measures what others notice of a Cartesian product that is asked over 32 connections at once.

A client asks a middling query again and again, one request after the other and each with another comment, so that no
answer is remembered: first alone, then from the moment at which the products come. They go on until the server stops
them; others should be answered within twice their idle time. `python benchmarks/fairness_bench.py [REPORT…]`.

    --store FOLDER   measure with this store; it is not changed
    --kinds          32 different products, instead of one over and over
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import threading
import time
import urllib.error
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

from serve_bench import Server, address, fetched, found_reports, make_store, peelgraph, queries, started

PRODUCTS = 32
SECONDS = 10
"""After which the server stops a query, and the benchmark ends."""
MOST = 2.0
"""Times its idle time that a request of others may take."""
_numbers = count()


def product(number: int, *, kinds: bool) -> str:
    """A query that would take for ever."""
    name = f"v{chr(97 + number % 26)}{chr(97 + number // 26)}" if kinds else "v"
    body = " . ".join(f"?{name}{letter}s ?{name}{letter}p ?{name}{letter}o" for letter in "abcd")
    return f"SELECT (COUNT(*) AS ?n) {{ {body} }}"


def timed(server: Server, query: str, seconds: float) -> list[tuple[float, float]]:
    """When each of many requests began, in seconds, and how many milliseconds it took."""
    found, begun = [], time.perf_counter()
    while (start := time.perf_counter()) - begun < seconds:
        fetched(address(server.url, f"{query}\n# {next(_numbers)}"))
        found.append((start - begun, (time.perf_counter() - start) * 1000))
    return found


def ended(server: Server, query: str) -> int:
    """The status with which the server ends a query."""
    try:
        fetched(address(server.url, query))
    except urllib.error.HTTPError as error:
        return error.code
    return 200


def shown(name: str, times: list[float], idle: float) -> float:
    """Print a row; gives the median as a multiple of the idle one."""
    ordered = sorted(times)
    p50, p95 = statistics.median(ordered), ordered[int(len(ordered) * 0.95)]
    print(f"{name:24}{len(times):9}{p50:9.1f}{p95:9.1f}{ordered[-1]:9.1f}{p50 / idle:9.2f}")
    return p50 / idle


def main() -> int:
    """Measure and print; gives 1 if others waited longer than they should."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", nargs="*", type=Path)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--kinds", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = given.store or folder / "store"
        if not given.store:
            make_store(store, given.reports or found_reports())
        query = queries(next(store.glob("v*")))["middling"]
        config = f"remembered = 0\nseconds = {SECONDS}\n"
        with started("peelgraph", peelgraph(store, folder / "serve.toml", config), folder / "log") as server:
            while b"data_in_memory 1" not in fetched(server.url.removesuffix("query") + "metrics"):
                time.sleep(0.2)
            timed(server, query, 1)  # to be warm
            alone = [took for _, took in timed(server, query, 5)]
            with ThreadPoolExecutor(PRODUCTS) as pool:
                asked = [pool.submit(ended, server, product(n, kinds=given.kinds)) for n in range(PRODUCTS)]
                memory = threading.Timer(SECONDS / 2, server.measure_memory)
                memory.start()
                beside = timed(server, query, SECONDS - 0.5)
                statuses = Counter(each.result() for each in asked)
                memory.join()
        idle = statistics.median(alone)
        print(f"{'others':24}{'requests':>9}{'p50 ms':>9}{'p95 ms':>9}{'max ms':>9}{'x idle':>9}")
        shown("alone", alone, idle)
        shown("in the first second", [took for start, took in beside if start < 1], idle)
        times = shown("after the first second", [took for start, took in beside if start >= 1], idle)
        print(f"{PRODUCTS} products ended with {dict(statuses)}; memory of all processes {server.memory:,.0f} MiB")
        return 0 if times <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
