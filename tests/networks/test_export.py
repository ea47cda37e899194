"""Networks as files, read back by networkx, and the same to the byte each time."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest

from peelgraph import Graph, networks
from peelgraph.errors import PeelgraphError, UsageError


def hostile() -> nx.Graph[str]:
    """All that an attribute can hold, and what XML cannot."""
    graph: nx.Graph[str] = nx.Graph(name="made-up", title="<a> & b", shows="Nothing.", reports=1, licence="Open.")
    graph.add_node("force/a", kind="force", label='A "quoted" & <b>\x0b\ud800', curated=True, year=1998)
    graph.add_node("agency/b", kind="agency", label="β, γ\nδ", region="")
    graph.add_edge(
        "force/a", "agency/b", weight=2.5, quotes=("one | two", "three"), facts=("f/1",), empty=(), licence_free=False
    )
    return graph


READERS: dict[str, Callable[[Path], nx.Graph[str]]] = {".graphml": nx.read_graphml, ".gexf": nx.read_gexf}


@pytest.mark.parametrize("suffix", READERS)
def test_round_trip(suffix: str, tmp_path: Path, kg: Graph) -> None:
    for number, graph in enumerate((networks.forces_agencies(kg), networks.initiatives(kg), networks.citations(kg))):
        path = tmp_path / f"{number}{suffix}"
        assert networks.write(graph, path) == [path]
        again = READERS[suffix](path)
        assert set(again) == set(graph)
        assert again.number_of_edges() == graph.number_of_edges() > 0
        for one, other, its in graph.edges(data=True):
            edge = again.edges[one, other]
            assert edge["weight"] == its["weight"]
            assert edge["facts"].split(" | ") == list(its["facts"])
        for node, its in graph.nodes(data=True):
            assert {name: again.nodes[node][name] for name in its} == its
        assert graph.graph["licence"]
        assert graph.graph["licence"] in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("suffix", READERS)
def test_what_xml_cannot_hold_is_escaped(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    networks.write(hostile(), path)
    again = READERS[suffix](path)
    assert again.nodes["force/a"]["label"] == 'A "quoted" & <b>\\u000b\\ud800'
    assert again.nodes["agency/b"]["label"] == "β, γ\nδ"
    assert again.nodes["force/a"]["curated"] is True
    edge = again.edges["force/a", "agency/b"]
    assert (edge["weight"], edge["quotes"], edge["licence_free"]) == (2.5, "one || two | three", False)
    assert "empty" not in edge
    assert "region" not in again.nodes["agency/b"]


@pytest.mark.parametrize("suffix", networks.SUFFIXES)
def test_the_same_network_gives_the_same_bytes(suffix: str, tmp_path: Path, kg: Graph) -> None:
    first = networks.write(networks.forces_agencies(kg), tmp_path / f"a{suffix}")
    second = networks.write(networks.forces_agencies(kg), tmp_path / f"b{suffix}")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert len(first) == (2 if suffix == ".csv" else 1)


def test_graphml_has_its_title_and_what_it_shows(tmp_path: Path, kg: Graph) -> None:
    graph = networks.forces_agencies(kg)
    networks.write(graph, tmp_path / "a.graphml")
    again = nx.read_graphml(tmp_path / "a.graphml").graph
    for name in ("title", "shows", "reports", "licence", "dataset_version"):
        assert again[name] == graph.graph[name]


def test_two_lists_in_csv(tmp_path: Path) -> None:
    nodes, edges = networks.write(hostile(), tmp_path / "small.csv")
    assert (nodes.name, edges.name) == ("small-nodes.csv", "small-edges.csv")
    with nodes.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [
            ["id", "label", "kind", "curated", "year"],
            ["force/a", 'A "quoted" & <b>\\u000b\\ud800', "force", "True", "1998"],
            ["agency/b", "β, γ\nδ", "agency", "", ""],
        ]
    with edges.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [
            ["source", "target", "weight", "facts", "licence_free", "quotes", "licence"],
            ["force/a", "agency/b", "2.5", "f/1", "False", "one || two | three", "Open."],
        ]


def test_a_file_without_words_of_reports_needs_no_licence(tmp_path: Path, kg: Graph) -> None:
    _, edges = networks.write(networks.forces_agencies(kg, quotes=False), tmp_path / "a.csv")
    assert edges.read_text(encoding="utf-8").splitlines()[0] == "source,target,weight,cycles,facts,reports,roles"


def test_a_network_without_nodes_can_be_written(tmp_path: Path, kg: Graph) -> None:
    empty = networks.forces_agencies(kg, cycle=2014)
    for suffix in networks.SUFFIXES:
        for path in networks.write(empty, tmp_path / f"a{suffix}"):
            assert path.stat().st_size
    assert len(nx.read_graphml(tmp_path / "a.graphml")) == 0


def test_where_and_how_it_can_be_written(tmp_path: Path, kg: Graph) -> None:
    graph = networks.citations(kg)
    with pytest.raises(UsageError, match=r"A network is not written as \.xlsx: take \.graphml, \.gexf, \.csv\."):
        networks.write(graph, tmp_path / "a.xlsx")
    with pytest.raises(PeelgraphError, match="cannot be written"):
        networks.write(graph, tmp_path / "nowhere" / "a.gexf")
