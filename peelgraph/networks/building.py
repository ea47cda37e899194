"""How networks are put together: things once each, and between two of them one edge with all its evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypedDict

import networkx as nx

if TYPE_CHECKING:
    import pandas as pd

    from ..graph import Graph

Choice = str | int | Iterable[str | int] | None
"""One value of a parameter, or several of which any may match; None for all."""

FEW = 10
"""Reports below which nothing is called a pattern."""

FOUND = "agency/found/"
"""What the names of agencies begin with that were found in a text and are in no register."""


class Force(TypedDict):
    """Attributes of a force as a node."""

    label: str
    type: str
    region: str | None
    """None where the register has none."""


@dataclass(slots=True)
class _Edge:
    """What is known of a pair."""

    weight: float = 0
    evidence: dict[str, str | None] = field(default_factory=dict)
    """Fact -> the words that state it."""
    lists: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


class Network:
    """A network in the making.

    Nodes and edges come out sorted and lists within them too, so that the same answers make the same network.
    """

    def __init__(self, name: str, title: str, shows: str) -> None:
        """Begin.

        Args:
            name: of the kind of network, such as "forces-agencies".
            title: for people.
            shows: one sentence or two on what it can and cannot show.
        """
        self._about = {"name": name, "title": title}
        self._shows = shows
        self._nodes: dict[str, dict[str, Any]] = {}
        self._edges: defaultdict[tuple[str, str], _Edge] = defaultdict(_Edge)
        self._answers: list[pd.DataFrame] = []

    def read(self, answer: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
        """Rows of an answer that the network stands on; None for what is missing."""
        self._answers.append(answer)
        return rows(answer, *columns)

    def node(self, key: str, kind: str, label: str, **attributes: str | bool | None) -> str:
        """A thing; the first that is said of it holds.

        Args:
            key: its name in the graph, such as ``agency/nca``.
            kind: force, agency, initiative, theme, finding, report or instrument.
            label: for people.
            attributes: more; those that are None are left out.

        Returns:
            The key.
        """
        if key not in self._nodes:
            more = {name: value for name, value in attributes.items() if value is not None}
            self._nodes[key] = {"kind": kind, "label": label, **more}
        return key

    def tie(
        self,
        one: str,
        other: str,
        *,
        weight: float = 1,
        fact: str | None = None,
        quote: str | None = None,
        **listed: str | None,
    ) -> None:
        """Evidence that two things have to do with each other; a thing has nothing to do with itself.

        Args:
            one: key of a node.
            other: key of another.
            weight: how much more evidence this is; a fact that is told twice counts once.
            fact: that states it.
            quote: its words.
            listed: what the edge lists under the name, in the plural, as ``role="partner"`` under ``roles``.
        """
        if one == other:
            return
        edge = self._edges[min(one, other), max(one, other)]
        if fact is None or fact not in edge.evidence:
            edge.weight += weight
        if fact is not None:
            edge.evidence[fact] = edge.evidence.get(fact) or quote
            edge.lists["reports"].add(report_of(fact))
        for name, value in listed.items():
            if value is not None:
                edge.lists[plural(name)].add(value)

    def graph(self) -> nx.Graph[str]:
        """The network, with ``title``, ``reports`` (how many it rests on), ``shows`` and ``licence`` of its own."""
        graph: nx.Graph[str] = nx.Graph()
        tied = {key for pair in self._edges for key in pair}
        for key in sorted(tied):
            graph.add_node(key, **self._nodes[key])
        reports: set[str] = set()
        for (one, other), edge in sorted(self._edges.items()):
            facts = sorted(edge.evidence)
            quotes = dict.fromkeys(quote for fact in facts if (quote := edge.evidence[fact]))
            lists = {name: tuple(sorted(values)) for name, values in sorted(edge.lists.items())}
            reports |= edge.lists.get("reports", set())
            graph.add_edge(one, other, weight=edge.weight, **lists, facts=tuple(facts), quotes=tuple(quotes))
        said = {frame.attrs["licence"]: None for frame in self._answers if "fact" in frame and len(frame)}
        graph.graph |= {
            **self._about,
            "reports": len(reports),
            "shows": f"{self._shows} {caution(len(reports))}",
            "dataset_version": next((frame.attrs["dataset_version"] for frame in self._answers), ""),
            "licence": " ".join(said),
        }
        return graph


def settled(*choices: Choice) -> tuple[Choice, ...]:
    """Choices that can be read more than once."""
    return tuple(choice if choice is None or isinstance(choice, str | int) else list(choice) for choice in choices)


def titled(title: str, **chosen: Choice) -> str:
    """A title with what was chosen.

    >>> titled("Forces and agencies", cycle=2016, theme=["drugs", "fraud"], force=None)
    'Forces and agencies (cycle 2016; theme drugs, fraud)'
    """
    said = [
        f"{name} {values if isinstance(values, str | int) else ', '.join(map(str, values))}"
        for name, values in chosen.items()
        if values is not None
    ]
    return f"{title} ({'; '.join(said)})" if said else title


def rows(answer: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Some columns of a table, row by row, as plain values; None for what is missing."""
    lists = []
    for name in columns:
        column = answer[name]
        lists.append([None if gone else value for value, gone in zip(column.tolist(), column.isna(), strict=True)])
    return zip(*lists, strict=True)


def kinds_of(graph: nx.Graph[str]) -> dict[str, str]:
    """The kind of each node."""
    return {node: str(attributes["kind"]) for node, attributes in graph.nodes(data=True)}


def caution(reports: int) -> str:
    """What a number of reports allows to be said.

    >>> caution(2)
    'It rests on 2 reports: too few to show a pattern; read it as a list of what they say.'
    >>> caution(600)
    'It rests on 600 reports.'
    """
    if not reports:
        return "It rests on no report."
    rests = f"It rests on {reports} report{'' if reports == 1 else 's'}"
    return f"{rests}." if reports >= FEW else f"{rests}: too few to show a pattern; read it as a list of what they say."


def report_of(fact: str) -> str:
    """The name of the report that a fact is from.

    >>> report_of("involvement/loamshire/2016/effectiveness/agency/barnardos")
    'report/loamshire/2016/effectiveness'
    """
    return "/".join(["report", *fact.split("/")[1:4]])


def plural(name: str) -> str:
    """Name of a list.

    >>> plural("role"), plural("agency")
    ('roles', 'agencies')
    """
    return f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"


def forces_of(kg: Graph) -> dict[str, Force]:
    """Attributes of each force in the register by its notation: label, type and region.

    Raises:
        StoreError: the graph cannot be asked.
    """
    return {
        notation: {"label": name, "type": "police-force", "region": region}
        for notation, name, region in rows(kg.ask("forces"), "force", "name", "region")
    }
