"""What measures answer with, and who bridges the regions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx
import pandas as pd

from ..errors import UsageError
from .building import caution, kinds_of

if TYPE_CHECKING:
    from collections.abc import Iterable

EXACT = 300
"""Nodes up to which betweenness is computed from all of them."""
SAMPLE = 100
"""Nodes that it is estimated from beyond that."""

_DIGITS = 6
_SHOWS = {
    "agency": "It shows whose name stands in reports of many regions, not who brings them together; national bodies "
    "come out on top because every report names them.",
    "force": "It shows whose ties cross the borders of regions, not what comes of them; a force whose reports are not "
    "in the graph has ties of the register only.",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """The answer of a measure."""

    table: pd.DataFrame
    shows: str
    """What it can and cannot show, with the number of reports that it rests on."""
    reports: int

    def _repr_html_(self) -> str:
        import html  # noqa: PLC0415  for notebooks alone

        return f"{self.table.to_html()}<p>{html.escape(self.shows)}</p>"


def bridges(graph: nx.Graph[str], *, of: str = "agency", min_forces: int = 2) -> Measured:
    """Who bridges the regions of England and Wales.

    A node is described by the forces that it is tied to. ``participation`` is 1 minus the sum over the regions of the
    squared share of these forces that are in each: 0 if all are in one region, near 1 if they are spread over many
    (Guimerà and Amaral, "Functional cartography of complex metabolic networks", Nature 433, 2005). ``betweenness`` is
    the share of all shortest paths between other nodes that go through it (Freeman, Sociometry 40, 1977; weights do not
    count). In networks of more than `EXACT` nodes it is estimated from paths that begin at `SAMPLE` of them, the same
    ones each time (Brandes and Pich, "Centrality estimation in large networks", 2007), and the sentence says so.

    Args:
        graph: from `forces_agencies` or, with ``of="force"``, from `alliances`.
        of: kind of node, "agency" or "force".
        min_forces: only nodes that are tied to so many forces whose region is known.

    Returns:
        Columns ``label``, ``type``, ``forces``, ``regions``, ``participation``, ``betweenness``, ``region_names`` and
        ``id``; most regions first, then the most evenly spread, then by betweenness and name.

    Raises:
        UsageError: the network has no such nodes, or they are not tied to forces.
    """
    kinds = {*kinds_of(graph).values()}
    if graph.number_of_nodes() and not (of in kinds & _SHOWS.keys() and "force" in kinds):
        raise UsageError(
            f"Bridges are agencies of the network forces-agencies or forces of alliances: {graph.graph['name']}, "
            f"as it is here, has no {of} that is tied to forces."
        )
    sampled = graph.number_of_nodes() > EXACT
    between = nx.betweenness_centrality(graph, k=SAMPLE if sampled else None, seed=0)
    found = []
    for node, attributes in graph.nodes(data=True):
        regions = Counter(region for other in graph[node] if (region := graph.nodes[other].get("region")) is not None)
        forces = sum(regions.values())
        if attributes["kind"] == of and forces >= min_forces:
            spread = 1 - sum((count / forces) ** 2 for count in regions.values())
            found.append(
                (
                    attributes["label"], attributes.get("type"), forces, len(regions),
                    round(spread, _DIGITS), round(between[node], _DIGITS), "; ".join(sorted(regions)), node,
                )
            )  # fmt: skip
    found.sort(key=lambda row: (-row[3], -row[4], -row[5], row[0].casefold(), row[7]))
    reports = int(graph.graph["reports"])
    shows = _SHOWS[of]
    if sampled:
        shows += f" Betweenness is estimated from {SAMPLE} of {graph.number_of_nodes():,} nodes."
    columns = {
        "label": "string", "type": "string", "forces": "Int64", "regions": "Int64", "participation": "Float64",
        "betweenness": "Float64", "region_names": "string", "id": "string",
    }  # fmt: skip
    return Measured(table(columns, found), f"{shows} {caution(reports)}", reports)


def table(columns: dict[str, str], found: Iterable[tuple[object, ...]]) -> pd.DataFrame:
    """Rows as a table whose columns have the same types whatever is in them."""
    cells = list(zip(*found, strict=True)) or [()] * len(columns)
    return pd.DataFrame(
        {
            name: pd.array(list(values), dtype=kind)  # type: ignore[call-overload]
            for (name, kind), values in zip(columns.items(), cells, strict=True)
        }
    )
