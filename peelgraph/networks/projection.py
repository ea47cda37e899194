"""One kind of node alone: tied to each other by what they share."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import Any

import networkx as nx

from ..errors import UsageError
from .building import caution, kinds_of

PROJECTIONS = {"forces": "force", "agencies": "agency", "reports": "report", "instruments": "instrument"}
"""What a network can be projected onto, and the kind of node that it is."""

_TWO_KINDS = ({"force", "agency"}, {"report", "instrument"})


def projected(graph: nx.Graph[str], onto: str) -> nx.Graph[str]:
    """A network of two kinds of node as one of a single kind.

    The edge between two nodes has

    - ``weight``: how many nodes of the other kind they share, however strong the ties;
    - ``jaccard``: that number as a share of all that either has, from 0 to 1 (Jaccard, "The distribution of the flora
      in the alpine zone", New Phytologist 11, 1912);
    - ``newman``: the sum over the shared nodes of 1 / (n - 1), where n is how many nodes have it, so that what
      everybody has ties little (Newman, "Scientific collaboration networks. II", Physical Review E 64, 016132, 2001,
      equation 2);
    - ``shared``: their names. The evidence stays on the edges of the network of two kinds.

    Args:
        graph: from `forces_agencies` or `citations`.
        onto: of `PROJECTIONS`.

    Raises:
        UsageError: the network is of other kinds of node.
    """
    kinds = kinds_of(graph)
    kind = PROJECTIONS.get(onto)
    if kind is None or not any({*kinds.values()} <= pair and kind in pair for pair in _TWO_KINDS):
        raise UsageError(
            f"The network {graph.graph['name']} has no projection onto {onto}: forces-agencies is projected onto "
            "forces or agencies, citations onto reports or instruments."
        )
    kept = [node for node, its in kinds.items() if its == kind]
    shared: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for node, its in kinds.items():
        if its != kind:
            for pair in combinations(sorted(graph[node]), 2):
                shared[pair].append(node)
    one: nx.Graph[str] = nx.Graph()
    one.add_nodes_from((node, dict(graph.nodes[node])) for node in kept)
    for (first, second), common in sorted(shared.items()):
        either = len(graph[first]) + len(graph[second]) - len(common)
        attributes: dict[str, Any] = {
            "weight": len(common),
            "jaccard": round(len(common) / either, 6),
            "newman": round(sum(1 / (len(graph[node]) - 1) for node in common), 6),
            "shared": tuple(sorted(graph.nodes[node]["label"] for node in common)),
        }
        one.add_edge(first, second, **attributes)
    reports = int(graph.graph["reports"])
    one.graph |= graph.graph | {
        "title": f"{graph.graph['title']}: {onto} by what they share",
        "shows": "To share a partner or a source is not to work together: two forces that both work with the National "
        f"Crime Agency may never have met. {caution(reports)}",
    }
    return one
