"""What pages and the API know of the data beforehand: names of values, what is covered. Learnt anew with new data."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from typing import Any

from starlette.requests import Request

from ..catalogue import Vocabulary, bind, get
from ..loaders.iris import ID, SKOS
from ..store import text
from .interface import Engines
from .respond import engines_of, settings_of

_STEP = 10_000
"""Rows that are asked for at once."""
_NOTATIONS = f"""SELECT DISTINCT ?thing ?notation WHERE {{
  ?thing <{SKOS}notation> ?notation FILTER STRSTARTS(STR(?thing), "{ID}")
}} ORDER BY ?thing ?notation"""


@dataclass(frozen=True, slots=True)
class Covered:
    """What is known of one cycle and pillar."""

    cycle: str
    pillar: str
    reports: int
    expected: int
    """Graded questions of these reports."""
    found: int
    """Those of them whose grade was found."""
    published: int
    """Forces whose grade the inspectorate's pages publish."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the inspections the data hold."""

    forces: int
    cycles: tuple[str, ...]
    parts: tuple[Covered, ...]
    """The latest cycle first."""

    @property
    def reports(self) -> int:
        """How many were read."""
        return sum(part.reports for part in self.parts)

    @property
    def expected(self) -> int:
        """Graded questions of the reports."""
        return sum(part.expected for part in self.parts)

    @property
    def found(self) -> int:
        """Those of them whose grade was found."""
        return sum(part.found for part in self.parts)

    def as_json(self) -> dict[str, Any]:
        """For the body of an answer."""
        return {
            "forces": self.forces,
            "cycles": list(self.cycles),
            "reports": self.reports,
            "grades": {"expected": self.expected, "found": self.found},
        }

    def __str__(self) -> str:
        """For a header of an answer: a dictionary of RFC 9651."""
        cycles = " ".join(f'"{cycle}"' for cycle in self.cycles)
        numbers = f"grades-expected={self.expected}, grades-found={self.found}"
        return f"forces={self.forces}, cycles=({cycles}), reports={self.reports}, {numbers}"


@dataclass(frozen=True, slots=True)
class Known:
    """What one state of the data holds."""

    state: str
    version: str
    vocabulary: Vocabulary
    labels: Mapping[str, Mapping[str, str]]
    """Type of parameter -> notation -> name for people."""
    coverage: Coverage
    paths: Mapping[tuple[str, str], str]
    """Kind of thing and notation -> what follows ``/id/`` in its address; only where there is one of that name."""
    things: frozenset[str]
    """What follows ``/id/`` in the addresses of all things with a notation."""


class Knowledge:
    """Keeps what is known until the data change."""

    def __init__(self) -> None:
        self._now: Known | None = None
        self._lock = asyncio.Lock()

    async def get(self, engines: Engines, most: int) -> Known:
        """What is known of the data that are asked now.

        Args:
            engines: who answers.
            most: rows that an answer may have.

        Raises:
            ServerError: no answer is to be had.
        """
        async with self._lock:
            if self._now is None or self._now.state != engines.state:
                self._now = await _learnt(engines, most)
            return self._now


async def known_of(request: Request) -> Known:
    """What is known of the data of the server that was asked.

    Raises:
        ServerError: no answer is to be had.
    """
    knowledge: Knowledge = request.app.state.knowledge
    return await knowledge.get(engines_of(request), settings_of(request).rows)


async def _learnt(engines: Engines, most: int) -> Known:
    state, version = engines.state, engines.version
    words = await _rows(engines, bind(get("vocabulary"), {}), most)
    labels: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for kind, notation, label, _ in words:
        labels[kind].setdefault(notation, label)
    counted: Counter[tuple[str, str]] = Counter()
    paths: dict[tuple[str, str], str] = {}
    things: set[str] = set()
    for thing, notation in await _rows(engines, _NOTATIONS, most):
        path = thing.removeprefix(ID)
        key = path.partition("/")[0], notation
        counted[key] += 1
        paths[key] = path
        things.add(path)
    return Known(
        state,
        version,
        Vocabulary.from_rows(words),
        labels,
        _coverage(await _rows(engines, bind(get("coverage"), {}), most)),
        {key: path for key, path in paths.items() if counted[key] == 1},
        frozenset(things),
    )


async def _rows(engines: Engines, query: str, most: int) -> list[list[str]]:
    """All rows of a sorted query, however few the operator allows at once."""
    step = min(_STEP, most)
    found: list[list[str]] = []
    while True:
        part = await engines.select(f"{query}\nOFFSET {len(found)} LIMIT {step}", step)
        rows = [[text(term) for term in row] for row in part.rows]
        found += rows
        if len(rows) < step:
            return found


def _coverage(rows: list[list[str]]) -> Coverage:
    """Of the answer of the canned query ``coverage``."""
    reports: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    published: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    expected, found = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for force, cycle, _, status, _, _, pillar, origin, *_ in rows:
        key = cycle, pillar
        if origin == "report":
            reports[key].add(force)
            expected[key] += status != "not-graded"
            found[key] += status == "found"
        elif status == "found":
            published[key].add(force)
    keys = sorted(sorted(reports.keys() | published.keys(), key=itemgetter(1)), key=itemgetter(0), reverse=True)
    return Coverage(
        len(set(chain.from_iterable((*reports.values(), *published.values())))),
        tuple(sorted({cycle for cycle, _ in keys})),
        tuple(Covered(*key, len(reports[key]), expected[key], found[key], len(published[key])) for key in keys),
    )
