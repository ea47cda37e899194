"""What the server counts about itself, and how it tells: /health, and /metrics in the text format of Prometheus."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from .pool import Pool
from .respond import VERSION, engines_of

_BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
"""Seconds; upper bounds of the classes of the histogram."""


class Metrics:
    """Counts of one server process."""

    def __init__(self) -> None:
        self.requests: Counter[tuple[str, int]] = Counter()
        """By kind of address and status."""
        self.seconds = [0] * (len(_BOUNDS) + 1)
        self.sum = 0.0
        self.active = 0
        self.remembered = 0
        """Answers that were given again."""
        self.cut = 0
        """Answers that had more rows than were sent."""
        self.aborted = 0
        """Answers that broke off."""

    def count(self, path: str, status: int, seconds: float) -> None:
        """A request has ended."""
        self.requests[path, status] += 1
        self.seconds[bisect_left(_BOUNDS, seconds)] += 1
        self.sum += seconds


@lru_cache
def kind_of(path: str) -> str:
    """The first part of a path, if it is one of ours: addresses that anybody can make up are not counted apart."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    known = {"", "query", "sparql", "update", "store", "api", "id", "ontology", "static", "docs", "health", "metrics"}
    return f"/{first}" if first in known else "other"


def routes() -> list[BaseRoute]:
    """Where the state of the server is told."""
    return [Route("/health", _health), Route("/metrics", _metrics)]


async def _health(request: Request) -> Response:
    engines = engines_of(request)
    healthy = not isinstance(engines, Pool) or engines.is_alive
    content = {
        "status": "ok" if healthy else "failing",
        "version": engines.version,
        "published": engines.published.isoformat() if engines.published else None,
    }
    return JSONResponse(content, 200 if healthy else 503, {VERSION: engines.version, "Cache-Control": "no-store"})


async def _metrics(request: Request) -> Response:
    measures: Metrics = request.app.state.measures
    engines = engines_of(request)
    lines = _head("requests_total", "counter", "Requests, by the first part of their path and their status.")
    for (path, status), number in sorted(measures.requests.items()):
        lines.append(f'peelgraph_requests_total{{path="{path}",status="{status}"}} {number}')
    lines += _head("request_seconds", "histogram", "Seconds until the last byte of an answer was sent.")
    total = 0
    for bound, number in zip((*_BOUNDS, "+Inf"), measures.seconds, strict=True):
        total += number
        lines.append(f'peelgraph_request_seconds_bucket{{le="{bound}"}} {total}')
    lines += [f"peelgraph_request_seconds_sum {measures.sum:.6f}", f"peelgraph_request_seconds_count {total}"]
    told: list[tuple[str, str, int]] = [
        ("remembered_total", "Answers that were given again.", measures.remembered),
        ("cut_total", "Answers that had more rows than were sent.", measures.cut),
        ("aborted_total", "Answers that broke off.", measures.aborted),
        ("requests_active", "Requests that are being answered.", measures.active),
    ]
    if isinstance(engines, Pool):
        told += [
            ("queries_stopped_total", "Queries that were stopped at a limit.", engines.stopped),
            ("queries_running", "Queries that run.", engines.running),
            ("queries_waiting", "Queries that wait for others.", engines.waiting),
            ("data_in_memory", "Whether the data are in memory.", int(engines.in_memory)),
        ]
    for name, meaning, number in told:
        lines += [
            *_head(name, "counter" if name.endswith("_total") else "gauge", meaning),
            f"peelgraph_{name} {number}",
        ]
    lines += _head("dataset_info", "gauge", "The version of the data, as a label.")
    lines.append(f'peelgraph_dataset_info{{version="{engines.version}"}} 1')
    return Response("\n".join(lines) + "\n", media_type="text/plain; version=0.0.4")


def _head(name: str, kind: str, meaning: str) -> list[str]:
    return [f"# HELP peelgraph_{name} {meaning}", f"# TYPE peelgraph_{name} {kind}"]
