"""The networks: their nodes, edges and weights, and what is left out of them."""

from __future__ import annotations

from collections.abc import Mapping

import networkx as nx
import pytest
from serving import serving

from peelgraph import Graph, networks
from peelgraph.catalogue import CatalogueError
from peelgraph.errors import UsageError

BARNARDOS, LANTERN, HOME_OFFICE = "agency/barnardos", "agency/found/blue-lantern-trust", "agency/home-office"
LOCAL = "agency/local-authorities"
LOAMSHIRE, MUMMERSET = "force/loamshire", "force/mummerset"


def weights(graph: nx.Graph[str]) -> Mapping[tuple[str, str], float]:
    """Weight of each pair, named in the order of the alphabet."""
    return {(min(pair), max(pair)): its["weight"] for *pair, its in graph.edges(data=True)}


def test_forces_and_agencies(kg: Graph) -> None:
    graph = networks.forces_agencies(kg)
    assert weights(graph) == {
        (BARNARDOS, LOAMSHIRE): 4,
        (BARNARDOS, MUMMERSET): 1,
        (LANTERN, LOAMSHIRE): 2,
        (LANTERN, MUMMERSET): 1,
        (HOME_OFFICE, MUMMERSET): 1,
    }
    assert nx.is_bipartite(graph)
    assert list(graph) == sorted(graph)
    assert graph.nodes[BARNARDOS] == {
        "kind": "agency", "label": "Barnardo's", "type": "voluntary-sector", "generic": False, "curated": True,
    }  # fmt: skip
    assert graph.nodes[LANTERN]["curated"] is False
    assert graph.nodes[LOAMSHIRE] == {"kind": "force", "label": "Loamshire Constabulary", "type": "police-force"}


def test_an_edge_carries_its_evidence(kg: Graph) -> None:
    edge = networks.forces_agencies(kg).edges[BARNARDOS, LOAMSHIRE]
    assert edge == {
        "weight": 4,
        "cycles": ("2015", "2016"),
        "reports": ("report/loamshire/2015/effectiveness", "report/loamshire/2016/effectiveness"),
        "roles": ("partner",),
        "facts": (
            "involvement/loamshire/2015/effectiveness/agency/barnardos",
            "involvement/loamshire/2016/effectiveness/agency/barnardos",
        ),
        "quotes": (
            "The force works with local authorities and with Barnardo's.",
            "The force and Barnardo's visit children who go missing.",
        ),
    }
    assert kg.explain(edge["facts"][0]).iri.endswith(edge["facts"][0])


def test_words_can_be_left_out(kg: Graph) -> None:
    graph = networks.forces_agencies(kg, quotes=False)
    assert weights(graph) == weights(networks.forces_agencies(kg))
    assert {its["quotes"] for _, _, its in graph.edges(data=True)} == {()}
    assert all(its["facts"] for _, _, its in graph.edges(data=True))


@pytest.mark.parametrize(
    ("given", "agencies"),
    [
        ({"generic": True}, {BARNARDOS, LANTERN, HOME_OFFICE, LOCAL}),
        ({"curated_only": True}, {BARNARDOS, HOME_OFFICE}),
        ({"cycle": 2015}, {BARNARDOS}),
        ({"cycle": 2015, "generic": True}, {BARNARDOS, LOCAL}),
        ({"force": "Loamshire Constabulary"}, {BARNARDOS, LANTERN}),
        ({"type": ["partnership-body", "government-department"]}, {LANTERN, HOME_OFFICE}),
        ({"role": "mentioned"}, {HOME_OFFICE}),
        ({"role": None, "force": "loamshire"}, {BARNARDOS, LANTERN, HOME_OFFICE}),
        ({"theme": "technology"}, {HOME_OFFICE}),
        ({"theme": "vulnerability", "generic": True}, {BARNARDOS, LANTERN, LOCAL}),
        ({"theme": "vulnerability", "type": "voluntary-sector"}, {BARNARDOS}),
        ({"cycle": 2014}, set()),
    ],
)
def test_choices(kg: Graph, given: dict[str, object], agencies: set[str]) -> None:
    graph = networks.forces_agencies(kg, **given)  # type: ignore[arg-type]
    assert {node for node, its in graph.nodes(data=True) if its["kind"] == "agency"} == agencies


def test_with_a_theme_sentences_count_once_however_many_themes_they_have(kg: Graph) -> None:
    one = networks.forces_agencies(kg, theme="children-and-young-people")
    assert weights(one) == {(BARNARDOS, LOAMSHIRE): 2, (LANTERN, LOAMSHIRE): 1}
    two = networks.forces_agencies(kg, theme=["children-and-young-people", "vulnerability"])
    assert weights(two) == {(BARNARDOS, LOAMSHIRE): 2, (LANTERN, LOAMSHIRE): 2}
    assert two.edges[BARNARDOS, LOAMSHIRE]["themes"] == ("children-and-young-people", "vulnerability")


def test_values_are_checked(kg: Graph) -> None:
    with pytest.raises(CatalogueError, match="did you mean loamshire"):
        networks.forces_agencies(kg, force="loamshyre")
    with pytest.raises(UsageError, match="Themes are known of sentences on partners only"):
        networks.forces_agencies(kg, theme="technology", role=None)


def test_the_network_says_what_it_rests_on(kg: Graph) -> None:
    about = networks.forces_agencies(kg).graph
    assert about["name"] == "forces-agencies"
    assert about["reports"] == 3
    assert about["shows"].endswith(
        "It rests on 3 reports: too few to show a pattern; read it as a list of what they say."
    )
    assert about["dataset_version"] == kg.ask("partners").attrs["dataset_version"]
    assert about["licence"] == kg.ask("partners").attrs["licence"]
    assert networks.forces_agencies(kg, cycle=2014).graph["shows"].endswith("It rests on no report.")


def test_ties_that_reports_state(kg: Graph) -> None:
    graph = networks.alliances(kg, force="loamshire")
    assert weights(graph) == {(LOAMSHIRE, MUMMERSET): 2}
    edge = graph.edges[LOAMSHIRE, MUMMERSET]
    assert edge["ties"] == ("joint-initiative", "partner")
    assert edge["initiatives"] == ("joint burglary team",)
    assert edge["facts"] == (
        "initiative/loamshire/2016/effectiveness/joint-burglary-team",
        "involvement/loamshire/2016/effectiveness/force/mummerset",
    )


@pytest.mark.parametrize(
    ("ties", "weight"),
    [(["partner"], 1), (["joint-initiative"], 1), (["shared-initiative"], 1), (networks.TIES, 3), (["alliance"], None)],
)
def test_each_tie_alone(kg: Graph, ties: list[str], weight: int | None) -> None:
    graph = networks.alliances(kg, ties=ties, force="mummerset")
    both = {(LOAMSHIRE, MUMMERSET): weight}
    # From the side of Mummerset nothing is stated but what both reports describe.
    stated = weights(networks.alliances(kg, ties=ties, force="loamshire"))
    assert stated == (both if weight else {})
    assert weights(graph) == ({(LOAMSHIRE, MUMMERSET): 1} if "shared-initiative" in ties else {})


def test_a_shared_initiative_lists_its_facts_and_weighs_one(kg: Graph) -> None:
    edge = networks.alliances(kg, ties=["shared-initiative"]).edges[LOAMSHIRE, MUMMERSET]
    assert (edge["weight"], edge["initiatives"]) == (1, ("MARIGOLD",))
    assert edge["facts"] == (
        "initiative/loamshire/2016/effectiveness/marigold",
        "initiative/mummerset/2016/effectiveness/marigold",
    )


def test_ties_of_the_register(kg: Graph) -> None:
    graph = networks.alliances(kg, force="Hampshire Constabulary")
    around = {f"force/{name}" for name in ("kent", "surrey", "sussex", "thames-valley")}
    assert weights(graph) == {
        ("force/hampshire", other): {"force/kent": 1, "force/thames-valley": 3}.get(other, 2) for other in around
    }
    edge = graph.edges["force/hampshire", "force/thames-valley"]
    assert edge["ties"] == ("alliance", "regional-unit")
    assert edge["collaborations"] == (
        "Hampshire and Thames Valley joint operations unit",
        "South East Counter Terrorism Unit",
        "South East Regional Organised Crime Unit",
    )
    assert graph.nodes["force/kent"]["region"] == "south-east"
    alone = networks.alliances(kg, ties=["alliance"], force="hampshire")
    assert weights(alone) == {("force/hampshire", "force/thames-valley"): 1}
    with pytest.raises(UsageError, match="There is no tie marriage: the ties are alliance, "):
        networks.alliances(kg, ties=["marriage"])


def test_initiatives(kg: Graph) -> None:
    graph = networks.initiatives(kg)
    teasel = "initiative/operation/operation-teasel"
    assert weights(graph) == {
        (BARNARDOS, teasel): 1,
        (LANTERN, teasel): 1,
        (teasel, "theme/children-and-young-people"): 1,
        (teasel, "theme/vulnerability"): 1,
        ("initiative/team/loamshire/joint-burglary-team", "theme/theft-and-burglary"): 1,
        ("initiative/team/mummerset/joint-burglary-team", "theme/theft-and-burglary"): 1,
        ("initiative/system/marigold", "theme/offender-management"): 1,
    }
    assert graph.nodes[teasel] == {
        "kind": "initiative", "label": "Operation Teasel", "type": "operation", "named": True,
    }  # fmt: skip
    assert graph.edges[BARNARDOS, teasel]["relations"] == ("takes-part",)
    assert graph.edges[teasel, "theme/vulnerability"]["relations"] == ("about",)
    one = networks.initiatives(kg, theme="vulnerability")
    assert set(one) == {BARNARDOS, LANTERN, teasel, "theme/vulnerability"}
    assert set(networks.initiatives(kg, type="system")) == {"initiative/system/marigold", "theme/offender-management"}


def test_similar_findings(kg: Graph) -> None:
    graph = networks.similar_findings(kg)
    first, second = (f"finding/{name}/effectiveness/3-afi-1" for name in ("loamshire/2015", "mummerset/2016"))
    assert sorted(weights(graph).values()) == [0.8235, 0.8667]
    assert graph.edges[first, second]["weight"] == 0.8667
    assert graph.edges[first, second]["facts"] == (first, second)
    assert len(graph.edges[first, second]["quotes"]) == 2
    assert graph.nodes[first] == {
        "kind": "finding",
        "label": "Loamshire Constabulary 2015: The force should read every referral about a child on the …",
        "type": "area-for-improvement",
        "force": "loamshire",
        "cycle": "2015",
        "question": "3",
        "text": "The force should read every referral about a child on the day it arrives.",
    }
    # Asked for both forces each pair is told from both sides.
    assert weights(networks.similar_findings(kg, force=["loamshire", "mummerset"])) == weights(graph)
    assert len(weights(networks.similar_findings(kg, min_score=0.85))) == 1
    assert (
        networks.similar_findings(kg, limit=1)
        .graph["shows"]
        .endswith("Only the 1 pairs that are most alike are in it.")
    )


def test_citations(kg: Graph) -> None:
    graph = networks.citations(kg)
    act, code = "instrument/crime-and-disorder-act-1998", "instrument/code-of-practice-for-victims-of-crime"
    loamshire, mummerset = (f"report/{name}/2016/effectiveness" for name in ("loamshire", "mummerset"))
    assert weights(graph) == {(act, loamshire): 1, (act, mummerset): 1, (code, loamshire): 1}
    assert graph.nodes[act] == {
        "kind": "instrument", "label": "Crime and Disorder Act 1998", "type": "act", "year": 1998,
    }  # fmt: skip
    assert graph.nodes[loamshire]["label"] == "Loamshire Constabulary, effectiveness 2016"
    assert graph.edges[act, loamshire]["provisions"] == ("section 17",)
    assert set(networks.citations(kg, contains="victims")) == {code, loamshire}


def test_projection_onto_forces_and_agencies(kg: Graph) -> None:
    both = networks.forces_agencies(kg)
    forces = networks.projected(both, "forces")
    assert dict(forces.edges[LOAMSHIRE, MUMMERSET]) == {
        "weight": 2, "jaccard": round(2 / 3, 6), "newman": 2.0, "shared": ("Barnardo's", "Blue Lantern Trust"),
    }  # fmt: skip
    agencies = networks.projected(both, "agencies")
    assert weights(agencies) == {(BARNARDOS, LANTERN): 2, (BARNARDOS, HOME_OFFICE): 1, (LANTERN, HOME_OFFICE): 1}
    # Loamshire has two agencies and Mummerset three: 1 / (2 - 1) + 1 / (3 - 1).
    assert agencies.edges[BARNARDOS, LANTERN]["newman"] == 1.5
    assert agencies.edges[BARNARDOS, HOME_OFFICE]["jaccard"] == 0.5
    assert agencies.edges[BARNARDOS, HOME_OFFICE]["shared"] == ("Mummerset Police",)
    assert "never have met" in forces.graph["shows"]
    reports = networks.projected(networks.citations(kg), "reports")
    assert [its["shared"] for *_, its in reports.edges(data=True)] == [("Crime and Disorder Act 1998",)]
    for graph, onto in ((both, "reports"), (networks.initiatives(kg), "agencies"), (both, "cats")):
        with pytest.raises(UsageError, match=f"has no projection onto {onto}"):
            networks.projected(graph, onto)


def test_a_thing_that_shares_nothing_stays_in_the_projection(kg: Graph) -> None:
    alone = networks.projected(networks.forces_agencies(kg, force="loamshire"), "forces")
    assert (list(alone), alone.number_of_edges()) == ([LOAMSHIRE], 0)


def test_the_same_over_http(folder: object, kg: Graph) -> None:
    with serving(folder) as served, Graph.open(f"http://127.0.0.1:{served.port}/") as remote:  # type: ignore[arg-type]
        for build in (networks.forces_agencies, networks.initiatives, networks.similar_findings):
            ours, theirs = build(kg), build(remote)
            assert nx.utils.graphs_equal(ours, theirs)
            assert ours.graph == theirs.graph
