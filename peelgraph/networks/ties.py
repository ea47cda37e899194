"""Forces and forces: who stands in an alliance with whom, and does things together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from itertools import combinations
from typing import TYPE_CHECKING

from ..errors import UsageError
from .building import Choice, Network, forces_of, rows, settled, titled

if TYPE_CHECKING:
    import networkx as nx

    from ..graph import Graph

TIES = ("alliance", "regional-unit", "joint-initiative", "partner", "shared-initiative")
"""Kinds of tie, the firmest first: two in the register, and three that reports state."""
DEFAULT_TIES = TIES[:-1]


def alliances(
    kg: Graph,
    *,
    ties: Collection[str] = DEFAULT_TIES,
    force: Choice = None,
    cycle: Choice = None,
    quotes: bool = True,
) -> nx.Graph[str]:
    """Which forces are tied to each other, and by what.

    Args:
        kg: the graph.
        ties: of `TIES`. alliance and regional-unit: both are members, in the register, which knows no dates.
            joint-initiative: a report says that the other force takes part in an initiative, and elsewhere or there
            that its force works with it; or that the other leads one. partner: it
            says that its force works with the other. shared-initiative: reports of both describe a named initiative of
            one type and name; off unless asked for, as all forces use the national models, which ties each to all.
        force: only ties of these forces.
        cycle: only what reports of these inspection cycles state; the register is not touched by it.
        quotes: with the words of the reports.

    Returns:
        Nodes of kind force (``region``). The weight of an edge is the number of collaborations, of initiatives in
        reports and of reports that name the other as a partner; ``ties`` lists their kinds, ``collaborations`` and
        ``initiatives`` their names, ``facts`` what reports state.

    Raises:
        CatalogueError: a value is unknown; it says which are near.
        UsageError: there is no such kind of tie.
    """
    force, cycle = settled(force, cycle)
    for tie in ties:
        if tie not in TIES:
            raise UsageError(f"There is no tie {tie}: the ties are {', '.join(TIES)}.")
    network = Network(
        "alliances",
        titled("Forces and the ties between them", force=force, cycle=cycle),
        "It shows standing collaborations of the register, as far as they are certain, and what reports say of joint "
        "work; a force whose reports are not in the graph has ties of the register only.",
    )
    # Which forces are meant is for the register to say; the other side of a tie may be any.
    wanted = None if force is None else {notation for (notation,) in rows(kg.ask("forces", force=force), "force")}
    forces = forces_of(kg)
    for notation, attributes in forces.items():
        network.node(f"force/{notation}", "force", **attributes)
    _register(network, kg, set(ties), wanted)
    if "joint-initiative" in ties:
        _joint(network, kg, force, cycle, quotes=quotes)
    if "partner" in ties:
        answer = kg.ask("partners", role="partner", type="police-force", force=force, cycle=cycle, evidence=quotes)
        for notation, other, year, fact, quote in network.read(
            answer, "force", "agency_id", "cycle", "fact", "quote" if quotes else "force"
        ):
            network.tie(
                f"force/{notation}", other, fact=fact, quote=quote if quotes else None, cycle=year, tie="partner"
            )
    if "shared-initiative" in ties:
        _shared(network, kg, wanted, cycle, quotes=quotes)
    return network.graph()


def _register(network: Network, kg: Graph, ties: set[str], wanted: set[str] | None) -> None:
    members: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for notation, name, kind, key in network.read(
        kg.ask("collaborations"), "force", "collaboration", "type", "collaboration_id"
    ):
        members[key, name, "regional-unit" if kind == "regional-police-unit" else "alliance"].add(notation)
    for (_, name, tie), notations in members.items():
        for one, other in combinations(sorted(notations), 2):
            if tie in ties and (wanted is None or not wanted.isdisjoint((one, other))):
                network.tie(f"force/{one}", f"force/{other}", tie=tie, collaboration=name)


def _joint(network: Network, kg: Graph, force: Choice, cycle: Choice, *, quotes: bool) -> None:
    """Initiatives in which another force takes part with the report's own.

    A report also tells of initiatives of other forces alone, as in the notes on its figures. So the same report must
    name the other force as a partner somewhere, unless it leads the initiative.
    """
    words = "quote" if quotes else "force"
    answer = kg.ask("initiative-partners", agency_type="police-force", force=force, cycle=cycle, evidence=quotes)
    partners = kg.ask("partners", role="partner", type="police-force", force=force, cycle=cycle)
    sure = set(rows(partners, "force", "agency_id", "cycle"))
    named = [
        row
        for row in network.read(answer, "force", "agency_id", "initiative", "cycle", "fact", words)
        if (row[0], row[1], row[3]) in sure
    ]
    answer = kg.ask("initiatives", force=force, cycle=cycle, evidence=quotes).dropna(subset="lead_force")
    led = network.read(answer, "force", "lead_force", "initiative", "cycle", "fact", words)
    for notation, other, name, year, fact, quote in (*named, *((f, f"force/{lead}", *more) for f, lead, *more in led)):
        network.tie(
            f"force/{notation}", other, fact=fact, quote=quote if quotes else None,
            cycle=year, tie="joint-initiative", initiative=name,
        )  # fmt: skip


def _shared(network: Network, kg: Graph, wanted: set[str] | None, cycle: Choice, *, quotes: bool) -> None:
    """Pairs of forces that describe an initiative of one name, as in the query shared-initiatives."""
    described: defaultdict[tuple[str, str], defaultdict[str, list[tuple[str, str, str, str | None]]]]
    described = defaultdict(lambda: defaultdict(list))
    answer = kg.ask("initiatives", cycle=cycle, evidence=quotes)
    for notation, name, kind, named, year, fact, quote in network.read(
        answer, "force", "initiative", "type", "named", "cycle", "fact", "quote" if quotes else "force"
    ):
        if named:
            described[kind, name.lower()][notation].append((name, year, fact, quote if quotes else None))
    for by_force in described.values():
        spelled = min(name for told in by_force.values() for name, *_ in told)
        for one, other in combinations(sorted(by_force), 2):
            if wanted is not None and wanted.isdisjoint((one, other)):
                continue
            # One initiative that both have weighs one, however many reports tell of it.
            for number, (_, year, fact, quote) in enumerate((*by_force[one], *by_force[other])):
                network.tie(
                    f"force/{one}", f"force/{other}", weight=int(not number), fact=fact, quote=quote,
                    cycle=year, tie="shared-initiative", initiative=spelled,
                )  # fmt: skip
