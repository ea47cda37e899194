from __future__ import annotations

import networkx as nx
import pytest

from peelgraph import Graph, networks, pictures
from peelgraph.errors import UsageError
from peelgraph.pictures.layout import lay_out
from peelgraph.pictures.tie_matrix import matrix

from .looking import faults, words

FORCES = ("Loamshire Constabulary", "Mummerset Police")


def made_up(agencies: int, *, forces: tuple[str, ...] = FORCES) -> nx.Graph[str]:
    """Each force works with every agency, the first force twice as much."""
    graph: nx.Graph[str] = nx.Graph(title="Partners", shows="What reports say.", licence="Made up.")
    for force in forces:
        graph.add_node(f"force/{force}", kind="force", label=force, region="south-west")
    for number in range(agencies):
        graph.add_node(f"agency/{number}", kind="agency", label=f"Agency {number:03}", type=f"type-{number % 3}")
        for at, force in enumerate(forces):
            graph.add_edge(f"force/{force}", f"agency/{number}", weight=2 - min(at, 1), facts=(f"f/{at}/{number}",))
    return graph


def test_partner_network_of_the_samples(kg: Graph) -> None:
    picture = pictures.partner_network(kg, cycle=2016)
    assert picture.title == "Partners of Loamshire Constabulary and Mummerset Police"
    assert picture.alt == (
        "Network: Partners of Loamshire Constabulary and Mummerset Police. 2 forces and 16 agencies, 18 ties. Most "
        "ties: Loamshire Constabulary (11). Heaviest: Loamshire Constabulary and Loamshire County Council (5); "
        "Mummerset Police and Mummerset County Council (3); Loamshire Constabulary and National Probation Service (2)."
    )
    graph = networks.forces_agencies(kg, cycle=2016)
    labels = nx.get_node_attributes(graph, "label")
    drawn = {
        (frozenset((row["one"], row["other"])), row["weight"], row["facts"]) for row in picture.table.to_dict("records")
    }
    assert drawn == {
        (frozenset((labels[one], labels[other])), float(edge["weight"]), " ".join(edge["facts"]))
        for one, other, edge in graph.edges(data=True)
    }
    assert {"Forces", "Agencies", "Local authority", "Weight"} <= set(words(picture))
    assert any("too few to show a pattern" in note for note in picture.notes)
    assert picture.sources[0].startswith("PEEL: Police effectiveness 2016, Loamshire Constabulary")
    assert faults(picture) == []


def test_partners_on_a_theme(kg: Graph) -> None:
    picture = pictures.partner_network(kg, force="mummerset", theme="organised-crime")
    assert picture.title == "Partners of Mummerset Police: Serious and organised crime"
    assert set(picture.table["one"]) == {"Mummerset Police"}
    with pytest.raises(UsageError, match="no such network to draw"):
        pictures.partner_network(kg, force="kent")


@pytest.mark.parametrize("name", ["forces_agencies", "initiatives", "alliances", "citations"])
def test_every_kind_of_network_can_be_read(kg: Graph, name: str) -> None:
    graph = getattr(networks, name)(kg)
    picture = pictures.network(graph)
    assert len(picture.table) == graph.number_of_edges()
    assert faults(picture) == []


def test_a_small_network_is_drawn_with_lines_and_a_large_one_is_a_matrix() -> None:
    small, large = pictures.network(made_up(40)), pictures.network(made_up(41))
    assert not any("so a matrix" in note for note in small.notes)
    assert large.notes[0] == "With 2 forces and 41 agencies and 82 ties lines could not be followed: so a matrix."
    assert len(large.table) == 82
    high = pictures.network(made_up(60, forces=FORCES[:1]))
    assert high.notes[0].startswith("With 1 force and 60 agencies and 60 ties")
    assert faults(small) == faults(large) == faults(high) == []


def test_a_matrix_leaves_out_the_lightest_and_says_so() -> None:
    graph = made_up(200)
    graph.add_edge("agency/7", "agency/8", weight=99)
    graph.add_edge("force/Loamshire Constabulary", "agency/150", weight=50)
    cells = matrix(lay_out(graph))
    assert len(cells.rows) == 54
    assert "Agency 150" in {thing.label for thing in cells.rows}
    assert cells.weights["agency/150", "force/Loamshire Constabulary"] == 50
    assert cells.notes == (
        "Drawn are agencies and forces; 1 other tie in the table only.",
        "Drawn are the 54 agencies of 200 with the heaviest ties; the table has all.",
    )
    assert len(pictures.network(graph).table) == 401


def test_the_layout_holds_still() -> None:
    """Ties move nothing, and a new thing moves only what is sorted after it."""
    graph = made_up(9)
    before = [[thing.label for thing in column] for column in lay_out(graph).columns]
    graph.remove_edge("force/Mummerset Police", "agency/4")
    assert [[thing.label for thing in column] for column in lay_out(graph).columns] == before
    graph.add_node("force/a", kind="force", label="Avonmere Police", region="south-west")
    graph.add_edge("force/a", "agency/1", weight=1)
    after = [[thing.label for thing in column] for column in lay_out(graph).columns]
    assert after == [["Avonmere Police", *before[0]], before[1]]
    shuffled: nx.Graph[str] = nx.Graph(**graph.graph)
    shuffled.add_nodes_from(reversed(list(graph.nodes(data=True))))
    shuffled.add_edges_from(reversed(list(graph.edges(data=True))))
    assert pictures.network(shuffled).svg == pictures.network(graph).svg


def test_forces_stand_among_agencies_where_both_take_part_in_a_third(kg: Graph) -> None:
    columns = lay_out(networks.initiatives(kg)).columns
    assert [{thing.kind for thing in column} for column in columns] == [{"force", "agency"}, {"initiative"}, {"theme"}]
    assert [{thing.kind for thing in column} for column in lay_out(made_up(2)).columns] == [{"force"}, {"agency"}]


def test_there_must_be_something_to_draw() -> None:
    alone: nx.Graph[str] = nx.Graph()
    alone.add_node("force/a", kind="force", label="Loamshire Constabulary")
    for graph in (nx.Graph(), alone):
        with pytest.raises(UsageError, match="no such network to draw"):
            pictures.network(graph)
        with pytest.raises(UsageError, match="no such network to draw"):
            pictures.interactive(graph)
