"""Boxes and tables with drawn lines: where their rows and columns are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .shapes import Rule

_NEAR = 3.0
"""Points by which lines that meet may miss each other."""
_MOST_RULES = 600
"""Of one page and direction; more are a chart."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A box that drawn lines divide: the edges of its rows from top to bottom, of its columns from left to right."""

    ys: tuple[float, ...]
    xs: tuple[float, ...]

    @property
    def cells(self) -> tuple[int, int]:
        """Number of rows and of columns."""
        return len(self.ys) - 1, len(self.xs) - 1

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is inside."""
        return self.xs[0] - 1 <= x <= self.xs[-1] + 1 and self.ys[-1] - 1 <= y <= self.ys[0] + 1


def grids(rules: Sequence[Rule]) -> list[Grid]:
    """The boxes that lines meeting each other draw on a page, the highest first."""
    across = _merged(r for r in rules if r.across)
    down = _merged(r for r in rules if not r.across)
    if not across or not down or len(across) > _MOST_RULES or len(down) > _MOST_RULES:
        return []
    group = list(range(len(across) + len(down)))

    def root(number: int) -> int:
        while group[number] != number:
            group[number] = group[group[number]]
            number = group[number]
        return number

    for i, a in enumerate(across):
        for j, d in enumerate(down, len(across)):
            meets = a.start - _NEAR <= d.at <= a.end + _NEAR and d.start - _NEAR <= a.at <= d.end + _NEAR
            if meets:
                group[root(i)] = root(j)
    members: dict[int, list[Rule]] = defaultdict(list)
    for number, rule in enumerate([*across, *down]):
        members[root(number)].append(rule)
    found = []
    for lines in members.values():
        ys = _distinct(r.at for r in lines if r.across)
        xs = _distinct(r.at for r in lines if not r.across)
        if len(ys) > 1 and len(xs) > 1:
            found.append(Grid(tuple(reversed(ys)), tuple(xs)))
    return sorted(found, key=lambda g: -g.ys[0])


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Lines with the pieces put together that continue each other."""
    found: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (round(r.at / _NEAR), r.start)):
        last = found[-1] if found else None
        if last and abs(last.at - rule.at) <= _NEAR and rule.start <= last.end + _NEAR:
            found[-1] = Rule(rule.across, last.at, min(last.start, rule.start), max(last.end, rule.end))
        else:
            found.append(rule)
    return found


def _distinct(values: Iterable[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found
