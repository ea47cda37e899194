"""Where the things of a network stand: in columns by kind and sorted, so that no tie moves them.

A layout by springs moves everything when one tie is added. Here the same network gives the same picture, and a new
force, agency or theme moves only what is sorted after it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .names import in_words, listed

if TYPE_CHECKING:
    import networkx as nx

KINDS = {
    "report": ("report", "reports"),
    "force": ("force", "forces"),
    "agency": ("agency", "agencies"),
    "initiative": ("initiative", "initiatives"),
    "theme": ("theme", "themes"),
    "finding": ("finding", "findings"),
    "instrument": ("instrument", "instruments"),
}
"""Kinds of things in the order of their columns, one and many."""


PAIR = 2


@dataclass(frozen=True, slots=True)
class Thing:
    """A node as it is drawn."""

    key: str
    kind: str
    label: str
    group: str
    """Region of a force, or type of anything else, in words."""
    weight: float
    """Sum of the weights of its ties."""


@dataclass(frozen=True, slots=True)
class Tie:
    """An edge as it is drawn, from the earlier column to the later."""

    one: str
    other: str
    weight: float
    facts: tuple[str, ...]
    quotes: tuple[str, ...]
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Columns of things, each sorted by group and label, and the ties between them."""

    columns: tuple[tuple[Thing, ...], ...]
    ties: tuple[Tie, ...]

    def size(self) -> str:
        """How many things of each kind."""
        counts = Counter(thing.kind for column in self.columns for thing in column)
        return listed([many(number, kind) for kind, number in counts.items()])

    @property
    def things(self) -> dict[str, Thing]:
        """All things by key."""
        return {thing.key: thing for column in self.columns for thing in column}


def grouped(column: tuple[Thing, ...]) -> bool:
    """Whether there are groups in a column to be told apart."""
    return len({thing.group for thing in column}) > 1


def lay_out(graph: nx.Graph[str]) -> Layout:
    """Put the things of a network into columns.

    Args:
        graph: nodes have ``kind`` and ``label``, and ``region`` or ``type``; edges have ``weight``, and may have
            ``facts``, ``quotes`` and ``reports``. What they lack is left empty; an edge without a weight counts once.
    """
    weights: Mapping[str, float] = dict(graph.degree(weight="weight"))
    whose = _together(graph)
    things = [
        Thing(
            key,
            str(said.get("kind") or "thing"),
            str(said.get("label") or key),
            _group(said, whose),
            float(weights[key]),
        )
        for key, said in graph.nodes(data=True)
    ]
    order = [*KINDS, *sorted({thing.kind for thing in things} - {*KINDS})]
    columns = []
    for kind in order:
        column = [thing for thing in things if whose.get(thing.kind, thing.kind) == kind]
        if column:
            columns.append(tuple(sorted(column, key=_place)))
    place = {thing.key: (at, row) for at, column in enumerate(columns) for row, thing in enumerate(column)}
    ties = []
    for pair in graph.edges(data=True):
        one, other = sorted(pair[:2], key=lambda key: place[key])
        said = pair[2]
        facts, quotes, reports = (tuple(map(str, said.get(name) or ())) for name in ("facts", "quotes", "reports"))
        ties.append(Tie(one, other, float(said.get("weight", 1)), facts, quotes, reports))
    return Layout(tuple(columns), tuple(sorted(ties, key=lambda tie: (place[tie.one], place[tie.other]))))


def _together(graph: nx.Graph[str]) -> dict[str, str]:
    """Kinds that share the column of another: forces stand among agencies where both take part in a third thing."""
    kinds = {key: str(said.get("kind")) for key, said in graph.nodes(data=True)}
    between = {frozenset((kinds[one], kinds[other])) for one, other in graph.edges}
    apart = (
        len(set(kinds.values())) > PAIR and frozenset(("force", "agency")) not in between and {"force"} not in between
    )
    return {"force": "agency"} if apart and "agency" in kinds.values() else {}


def _group(said: Mapping[str, object], whose: Mapping[str, str]) -> str:
    region, kind = said.get("region"), said.get("type")
    if said.get("kind") == "force" and "force" not in whose:
        return in_words(str(region)) if region else ""
    return str(kind).replace("-", " ").capitalize() if kind else ""


def _place(thing: Thing) -> tuple[bool, str, str, str]:
    return not thing.group, thing.group, thing.label.casefold(), thing.key


def heading(column: tuple[Thing, ...]) -> str:
    """What a column holds, such as "Agencies"."""
    kinds = sorted({thing.kind for thing in column}, key=lambda kind: kind != "force")
    words = " and ".join(many(2, kind).removeprefix("2 ") for kind in kinds)
    return f"{words[:1].upper()}{words[1:]}"


def many(number: int, kind: str) -> str:
    """So many things of a kind.

    >>> many(1, "agency"), many(2, "agency"), many(2, "thing")
    ('1 agency', '2 agencies', '2 things')
    """
    one, more = KINDS.get(kind, (kind, f"{kind}s"))
    return f"{number:,} {one if number == 1 else more}"


def plain(weight: float) -> str:
    """A weight as short as it can be said.

    >>> plain(3.0), plain(0.8667)
    ('3', '0.87')
    """
    return f"{round(weight, 2):g}"
