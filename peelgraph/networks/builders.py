"""Networks of forces and agencies, of initiatives, of findings and of what reports cite."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import UsageError
from ..loaders.iris import slug
from .building import FOUND, Choice, Network, forces_of, report_of, rows, settled, titled

if TYPE_CHECKING:
    import networkx as nx

    from ..graph import Graph

PARTNER, MENTIONED = "partner", "mentioned"


def forces_agencies(
    kg: Graph,
    *,
    role: str | None = PARTNER,
    force: Choice = None,
    cycle: Choice = None,
    type: Choice = None,  # noqa: A002  as the query calls it
    theme: Choice = None,
    generic: bool = False,
    curated_only: bool = False,
    quotes: bool = True,
) -> nx.Graph[str]:
    """Which force works with which agency: a network of two kinds of node.

    Police forces are left out as agencies, so that the two kinds stay apart: `alliances` has them. So are kinds of
    partner that have no name ("local authorities", "community safety partnerships"): two forces that both work with
    local authorities do not work with the same ones. Names that were found in a report and are in no register are kept:
    many are the local partners that the network is for. They are told apart by ``curated``, and two spellings of one
    name are two nodes.

    Args:
        kg: the graph.
        role: "partner" (some sentence says that the force works or shares with the agency), "mentioned" (none does),
            or None for both.
        force: only these forces.
        cycle: only these inspection cycles.
        type: only agencies of these types.
        theme: only sentences on these themes of policing; these are known of partners only.
        generic: with kinds of partner as well.
        curated_only: without names that are in no register.
        quotes: with the words of the reports.

    Returns:
        Nodes of kind force (``region``) and agency (``type``, ``curated``, ``generic``). The weight of an edge is the
        number of sentences that name the agency, whatever role each gives it; with a theme, of those that name it as a
        partner and speak of the theme. ``roles``, ``cycles``, ``reports`` and, with a theme, ``themes`` are lists.

    Raises:
        CatalogueError: a value is unknown; it says which are near.
        UsageError: a theme is given, and a role other than partner.
    """
    force, cycle, type, theme = settled(force, cycle, type, theme)  # noqa: A001  as above
    if theme is not None and role != PARTNER:
        raise UsageError("Themes are known of sentences on partners only: leave out the theme, or ask for partners.")
    network = Network(
        "forces-agencies",
        titled(
            f"Forces and the agencies that their reports name{' as partners' if role == PARTNER else ''}",
            force=force,
            cycle=cycle,
            theme=theme,
            type=type,
        ),
        "It shows whom inspectors wrote about, which is not all whom a force works with, nor how well they work.",
    )
    forces = forces_of(kg)
    given: dict[str, Choice] = {"force": force, "cycle": cycle, "type": type}
    columns = ("force", "cycle", "agency_id", "agency", "type", "generic", "fact", "quote" if quotes else "force")
    if theme is None:
        answer = kg.ask("partners", role=role, evidence=quotes, **given)
        found = network.read(answer, *columns, "role", "mentions")
    else:
        answer = kg.ask("partners-by-theme", theme=theme, evidence=quotes, **given).assign(mentions=1)
        found = network.read(answer, *columns, "theme", "mentions")
    for notation, year, agency, label, kind, unnamed, fact, quote, more, mentions in found:
        if kind == "police-force" or (unnamed and not generic) or (curated_only and agency.startswith(FOUND)):
            continue
        network.tie(
            network.node(f"force/{notation}", "force", **forces[notation]),
            network.node(agency, "agency", label, type=kind, generic=unnamed, curated=not agency.startswith(FOUND)),
            weight=mentions,
            fact=fact,
            quote=quote if quotes else None,
            cycle=year,
            **{"theme": more, "role": PARTNER} if theme is not None else {"role": more},
        )
    return network.graph()


def initiatives(
    kg: Graph,
    *,
    force: Choice = None,
    cycle: Choice = None,
    theme: Choice = None,
    type: Choice = None,  # noqa: A002  as the query calls it
    generic: bool = False,
    quotes: bool = True,
) -> nx.Graph[str]:
    """Who takes part in which initiative, and what it is about: agencies, initiatives and themes.

    A named initiative is one node wherever it is described, as in the query shared-initiatives: the same type and the
    same name in upper or lower case. Two forces can give one name to two things; the quotes tell. One without a name of
    its own ("joint burglary team") is a node of its force alone.

    Args:
        kg: the graph.
        force: only initiatives of these forces.
        cycle: only these inspection cycles.
        theme: only initiatives on these themes of policing.
        type: only initiatives of these types, such as "operation".
        generic: with kinds of partner that have no name, such as local authorities.
        quotes: with the words of the reports.

    Returns:
        Nodes of kind agency or force (who takes part), initiative (``type``, ``named``) and theme. The weight of an
        edge is the number of reports' initiatives; ``relations`` says takes-part or about, ``forces`` whose initiative.

    Raises:
        CatalogueError: a value is unknown; it says which are near.
    """
    force, cycle, type, theme = settled(force, cycle, type, theme)  # noqa: A001  as above
    network = Network(
        "initiatives",
        titled("Agencies, initiatives and their themes", force=force, cycle=cycle, theme=theme, type=type),
        "It shows what inspectors described; an initiative that they did not write about, or under no name, is not in "
        "it.",
    )
    forces = forces_of(kg)
    about = kg.ask("initiatives-by-theme", theme=theme, force=force, cycle=cycle, type=type, evidence=quotes)
    listed = kg.ask("initiatives", force=force, cycle=cycle, type=type)
    named = dict(rows(listed, "fact", "named"))
    words = "quote" if quotes else "force"
    wanted = set()
    for notation, year, name, kind, subject, fact, quote in network.read(
        about, "force", "cycle", "initiative", "type", "theme", "fact", words
    ):
        wanted.add(fact)
        network.tie(
            _initiative(network, notation, name, kind, named=bool(named[fact])),
            network.node(f"theme/{subject}", "theme", subject.replace("-", " ")),
            fact=fact, quote=quote if quotes else None, cycle=year, force=notation, relation="about",
        )  # fmt: skip
    partners = kg.ask("initiative-partners", force=force, cycle=cycle, type=type, evidence=quotes)
    for notation, year, name, kind, agency, label, sort, unnamed, fact, quote in network.read(
        partners, "force", "cycle", "initiative", "type", "agency_id", "agency", "agency_type", "generic", "fact", words
    ):
        if (unnamed and not generic) or (theme is not None and fact not in wanted):
            continue
        if sort == "police-force":
            who = network.node(agency, "force", **forces[agency.removeprefix("force/")])
        else:
            who = network.node(
                agency, "agency", label, type=sort, generic=unnamed, curated=not agency.startswith(FOUND)
            )
        network.tie(
            _initiative(network, notation, name, kind, named=bool(named[fact])), who,
            fact=fact, quote=quote if quotes else None, cycle=year, force=notation, relation="takes-part",
        )  # fmt: skip
    return network.graph()


def _initiative(network: Network, force: str, name: str, kind: str, *, named: bool) -> str:
    place = kind if named else f"{kind}/{force}"
    return network.node(f"initiative/{place}/{slug(name)}", "initiative", name, type=kind, named=named)


def similar_findings(
    kg: Graph,
    *,
    force: Choice = None,
    cycle: Choice = None,
    min_score: float | None = None,
    limit: int = 10_000,
    quotes: bool = True,
) -> nx.Graph[str]:
    """Findings of different forces in nearly the same words.

    Args:
        kg: the graph.
        force: only pairs with a finding of these forces.
        cycle: only pairs with a finding of these inspection cycles.
        min_score: only pairs that are at least this much alike, from 0.8 (below which no pair is kept) to 1.
        limit: so many pairs, the most alike first.
        quotes: with the words of the reports.

    Returns:
        Nodes of kind finding (``type`` says which kind, ``force``, ``cycle``, ``question``, ``text``). The weight of an
        edge is the share of all their words that both use, from 0 to 1.

    Raises:
        CatalogueError: a value is unknown; it says which are near.
    """
    force, cycle = settled(force, cycle)
    network = Network(
        "similar-findings",
        titled("Findings in nearly the same words", force=force, cycle=cycle),
        "It shows wording that inspectors used again: the same fault told in other words is not in it, and the same "
        "words can stand for faults of unlike weight.",
    )
    answer = kg.ask("shared-findings", force=force, cycle=cycle, min_score=min_score, limit=limit, evidence=True)
    sides = [
        [f"{side}{name}" for name in ("fact", "force", "force_name", "cycle", "question", "kind", "text", "quote")]
        for side in ("", "other_")
    ]
    for score, *both in network.read(answer, "score", *sides[0], *sides[1]):
        ends = []
        for fact, notation, name, year, question, kind, text, quote in (both[:8], both[8:]):
            label = f"{name or notation} {year}: {_short(text or quote or fact)}"
            ends.append(
                network.node(
                    fact, "finding", label, type=kind, force=notation, cycle=year, question=question, text=text
                )
            )
        # Told from both sides it is the same pair: the weight is the score, however often.
        for weight, fact, quote in ((score, both[0], both[7]), (0, both[8], both[15])):
            network.tie(*ends, weight=weight, fact=fact, quote=quote if quotes else None)
    graph = network.graph()
    if len(answer) == limit:
        graph.graph["shows"] += f" Only the {limit:,} pairs that are most alike are in it."
    return graph


def _short(text: str, longest: int = 60) -> str:
    """The beginning of a text.

    >>> _short("The force should improve its supervision of investigations", 20)
    'The force should …'
    """
    return text if len(text) <= longest else f"{text[: longest - 1].rpartition(' ')[0] or text[: longest - 2]} …"


def citations(
    kg: Graph, *, force: Choice = None, cycle: Choice = None, contains: str | None = None, quotes: bool = True
) -> nx.Graph[str]:
    """Which report cites which act, code, guidance or publication.

    Args:
        kg: the graph.
        force: only reports on these forces.
        cycle: only these inspection cycles.
        contains: only instruments with these words in their name.
        quotes: with the words of the reports.

    Returns:
        Nodes of kind report (``force``, ``cycle``) and instrument (``type``, ``year``). The weight of an edge is the
        number of citations; ``provisions`` lists the sections that are cited.

    Raises:
        CatalogueError: a value is unknown; it says which are near.
    """
    force, cycle = settled(force, cycle)
    network = Network(
        "citations",
        titled("Reports and what they cite", force=force, cycle=cycle),
        "It shows what a report names; one instrument under two names is two nodes.",
    )
    answer = kg.ask("citations", force=force, cycle=cycle, contains=contains, evidence=quotes)
    words = "quote" if quotes else "force"
    for notation, name, year, instrument, kind, dated, provision, fact, quote in network.read(
        answer, "force", "force_name", "cycle", "instrument", "kind", "year", "provision", "fact", words
    ):
        report = report_of(fact)
        network.tie(
            network.node(report, "report", f"{name}, {report.split('/')[-1]} {year}", force=notation, cycle=year),
            network.node(f"instrument/{slug(instrument)}", "instrument", instrument, type=kind, year=dated),
            fact=fact, quote=quote if quotes else None, provision=provision,
        )  # fmt: skip
    return network.graph()
