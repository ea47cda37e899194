"""A network as a drawing that holds still; a large one as a matrix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from .. import networks
from . import names
from .canvas import Canvas
from .columns import Columns
from .layout import Layout, lay_out, plain
from .names import Values, counted, listed, whose
from .picture import Picture
from .tie_matrix import Matrix, matrix

if TYPE_CHECKING:
    import networkx as nx

    from ..graph import Graph

FEW = 3
"""Things with the most ties that are named."""
HIGHEST = 640.0
"""Points of height that leave room for title and notes on a page of A4: 54 labels in type of 7 points."""
MOST_TIES = 80
"""Ties that can be followed by eye: of drawings of 39, 48, 80 and 109 tried, all but the last could be read."""


def network(
    graph: nx.Graph[str], *, title: str = "", sources: Sequence[str] = (), notes: Sequence[str] = ()
) -> Picture:
    """A network, its things in sorted columns by kind; if it is large, a matrix.

    Args:
        graph: as `peelgraph.networks` makes them: nodes with ``kind``, ``label`` and ``region`` or ``type``, edges with
            ``weight``.
        title: of the picture; without it, the network's own.
        sources: where the data come from; without them, what the network says of itself.
        notes: what else has to be said; what the network can and cannot show is said anyway.

    Returns:
        The picture. Its table has one row a tie: ``one``, ``one_kind``, ``other``, ``other_kind``, ``weight`` and
        ``facts``.

    Raises:
        UsageError: there are no ties in the network.
    """
    names.some([{}] * graph.number_of_edges(), "network")
    layout = lay_out(graph)
    title = title or str(graph.graph.get("title") or "Network")
    lines = tuple(sources) or tuple(str(graph.graph[name]) for name in ("licence",) if graph.graph.get(name))
    shows = str(graph.graph.get("shows") or "")
    said = (*notes, shows) if shows else tuple(notes)
    columns = Columns(layout)
    if columns.height > HIGHEST or len(layout.ties) > MOST_TIES:
        drawn: Columns | Matrix = matrix(layout)
        why = f"With {layout.size()} and {counted(len(layout.ties), 'tie')} lines could not be followed: so a matrix."
        said = (why, *matrix(layout).notes, *said)
    else:
        drawn = columns
    canvas = Canvas(title, drawn.height, (*said, names.foot(lines)))
    drawn.draw(canvas)
    return Picture(title, alt(title, layout), table(layout), lines, said, canvas.figure)


def partner_network(
    kg: Graph,
    *,
    force: Values = None,
    cycle: Values = None,
    type: Values = None,  # noqa: A002  as the query calls it
    theme: Values = None,
    generic: bool = False,
) -> Picture:
    """Who works with whom: forces and the agencies that their reports name as partners.

    Args:
        kg: the graph.
        force: only these police forces.
        cycle: only these inspection cycles.
        type: only agencies of these types.
        theme: only sentences on these themes of policing, such as "domestic-abuse".
        generic: with kinds of partners, such as housing associations in general.

    Raises:
        UsageError: no partner is named.
    """
    graph = networks.forces_agencies(kg, force=force, cycle=cycle, type=type, theme=theme, generic=generic)
    drawn = pd.DataFrame({"force": [key.removeprefix("force/") for key in graph if key.startswith("force/")]})
    drawn.attrs = {"dataset_version": graph.graph.get("dataset_version", "")}
    known = names.forces(kg)
    title = f"Partners of {whose([known[each].name for each in drawn['force']])}"
    if theme is not None:
        words = names.labels(kg, "theme")
        themes = [theme] if isinstance(theme, str | int) else list(theme)
        title += f": {listed([words.get(str(each), str(each)) for each in themes])}"
    return network(graph, title=title, sources=names.sources(kg, drawn, known, cycle=cycle).lines)


def table(layout: Layout) -> pd.DataFrame:
    """One row a tie."""
    things = layout.things
    return pd.DataFrame(
        {
            "one": pd.array([things[tie.one].label for tie in layout.ties], dtype="string"),
            "one_kind": pd.array([things[tie.one].kind for tie in layout.ties], dtype="string"),
            "other": pd.array([things[tie.other].label for tie in layout.ties], dtype="string"),
            "other_kind": pd.array([things[tie.other].kind for tie in layout.ties], dtype="string"),
            "weight": pd.array([tie.weight for tie in layout.ties], dtype="Float64"),
            "facts": pd.array([" ".join(tie.facts) for tie in layout.ties], dtype="string"),
        }
    )


def alt(title: str, layout: Layout) -> str:
    """How many things and ties, which thing has most ties, and which ties weigh most."""
    things = layout.things
    parts = [f"Network: {title}. {layout.size()}, {counted(len(layout.ties), 'tie')}."]
    degrees = Counter(key for tie in layout.ties for key in (tie.one, tie.other))
    if degrees:
        most = max(degrees.values())
        leaders = [things[key].label for key in sorted(degrees) if degrees[key] == most]
        several = (
            f"{counted(len(leaders), 'thing')} with {most} each"
            if len(leaders) > FEW
            else f"{listed(leaders)} ({most})"
        )
        parts.append(f"Most ties: {several}.")
    heaviest = sorted(layout.ties, key=lambda tie: -tie.weight)[:3]
    if heaviest and heaviest[0].weight > 1:
        told = [
            f"{things[tie.one].label} and {things[tie.other].label} ({plain(tie.weight)})"
            for tie in heaviest
            if tie.weight > 1
        ]
        parts.append(f"Heaviest: {'; '.join(told)}.")
    return " ".join(parts)
