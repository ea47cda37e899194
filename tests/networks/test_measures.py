"""Measures, on networks and graphs where the answer is known by hand."""

from __future__ import annotations

import networkx as nx
import pandas as pd
import pytest

from peelgraph import Graph, networks
from peelgraph.errors import UsageError
from peelgraph.networks import grades, measures, resemblance


def two_regions() -> nx.Graph[str]:
    """Two forces of the north and one of the south; one agency of all, one of the north, one of one force."""
    graph: nx.Graph[str] = nx.Graph(name="forces-agencies", reports=12)
    for force, region in (("a", "north"), ("b", "north"), ("c", "south")):
        graph.add_node(f"force/{force}", kind="force", label=force, region=region)
    for agency, forces in (("everywhere", "abc"), ("northern", "ab"), ("local", "c")):
        graph.add_node(f"agency/{agency}", kind="agency", label=agency, type="health")
        graph.add_edges_from((f"agency/{agency}", f"force/{force}", {"weight": 1}) for force in forces)
    return graph


def test_who_bridges_the_regions() -> None:
    measured = networks.bridges(two_regions())
    assert measured.table.to_dict("records") == [
        {
            "label": "everywhere", "type": "health", "forces": 3, "regions": 2,
            "participation": round(1 - (2 / 3) ** 2 - (1 / 3) ** 2, 6),
            # All 6 paths between {a, b, northern} and {c, local}, and half of the one from a to b: 6.5 of 10.
            "betweenness": 0.65, "region_names": "north; south", "id": "agency/everywhere",
        },
        {
            "label": "northern", "type": "health", "forces": 2, "regions": 1, "participation": 0.0,
            "betweenness": 0.05, "region_names": "north", "id": "agency/northern",
        },
    ]  # fmt: skip
    assert measured.shows.endswith("It rests on 12 reports.")
    assert measured.reports == 12
    assert "estimated" not in measured.shows
    assert "<table" in measured._repr_html_()


def test_few_forces_can_be_asked_for() -> None:
    assert list(networks.bridges(two_regions(), min_forces=1).table["label"]) == ["everywhere", "northern", "local"]
    assert list(networks.bridges(two_regions(), min_forces=3).table["label"]) == ["everywhere"]


def test_betweenness_of_large_networks_is_estimated_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measures, "EXACT", 5)
    monkeypatch.setattr(measures, "SAMPLE", 3)
    first, again = networks.bridges(two_regions()), networks.bridges(two_regions())
    assert "Betweenness is estimated from 3 of 6 nodes." in first.shows
    pd.testing.assert_frame_equal(first.table, again.table)


def test_forces_bridge_regions_too(kg: Graph) -> None:
    measured = networks.bridges(networks.alliances(kg, ties=["alliance"]), of="force")
    assert measured.table["regions"].is_monotonic_decreasing
    kent = measured.table.set_index("id").loc["force/kent"]
    assert (kent["forces"], kent["regions"], kent["region_names"]) == (6, 1, "east-of-england")
    with pytest.raises(UsageError, match="alliances, as it is here, has no agency that is tied to forces"):
        networks.bridges(networks.alliances(kg))
    with pytest.raises(UsageError, match="citations, as it is here"):
        networks.bridges(networks.citations(kg))


def test_forces_without_a_region_do_not_count(kg: Graph) -> None:
    measured = networks.bridges(networks.forces_agencies(kg))
    assert measured.table.empty
    assert list(measured.table.dtypes.astype(str)) == ["string", "string", *["Int64"] * 2, *["Float64"] * 2,
                                                       "string", "string"]  # fmt: skip
    assert networks.bridges(networks.forces_agencies(kg, cycle=2014)).table.empty


def test_which_agencies_come_with_good_grades(kg: Graph) -> None:
    """Of three reports two are graded good on question 1; both of them name the Blue Lantern Trust."""
    measured = networks.agencies_with_good_grades(kg, question="1")
    plain = measured.table.astype(object)
    assert plain.where(plain.notna(), None).to_dict("records") == [
        {
            "agency": "Blue Lantern Trust", "type": "partnership-body", "reports": 2, "good": 2, "other_reports": 1,
            "other_good": 0, "lift": 1.5, "p": 0.333333, "p_adjusted": 0.666667, "share": 1.0, "other_share": 0.0,
            "id": "agency/found/blue-lantern-trust",
        },
        {
            "agency": "Barnardo's", "type": "voluntary-sector", "reports": 3, "good": 2, "other_reports": 0,
            "other_good": 0, "lift": 1.0, "p": 1.0, "p_adjusted": 1.0, "share": 0.666667, "other_share": None,
            "id": "agency/barnardos",
        },
    ]  # fmt: skip
    assert measured.shows == (
        "Of 3 reports that grade question 1, 2 say good or outstanding. It shows which names and grades stand in the "
        "same reports, never that a partner made a grade: large forces, some cycles and some inspectors name more "
        "partners. It rests on 3 reports: too few to show a pattern; read it as a list of what they say."
    )


@pytest.mark.parametrize(
    ("given", "agencies"),
    [
        ({"generic": True}, ["Blue Lantern Trust", "Barnardo's", "local authorities"]),
        ({"type": "voluntary-sector"}, ["Barnardo's"]),
        ({"theme": "vulnerability", "min_reports": 1}, ["Barnardo's", "Blue Lantern Trust"]),
        ({"min_reports": 3}, ["Barnardo's"]),
        ({"cycle": 2015}, []),
    ],
)
def test_choices_of_agencies(kg: Graph, given: dict[str, object], agencies: list[str]) -> None:
    measured = networks.agencies_with_good_grades(kg, question="1", **given)  # type: ignore[arg-type]
    assert list(measured.table["agency"]) == agencies


def test_ungraded_questions_do_not_count(kg: Graph) -> None:
    measured = networks.agencies_with_good_grades(kg, question="5")
    assert measured.table.empty
    assert measured.shows.startswith("Of 0 reports that grade question 5, 0 say good")


def test_where_no_grade_is_good_there_is_no_lift(kg: Graph) -> None:
    measured = networks.agencies_with_good_grades(kg, question="3")
    assert len(measured.table) == 2
    assert measured.table["lift"].isna().all()


@pytest.mark.parametrize(
    ("table", "p"),
    [((3, 4, 4, 8), 0.485714), ((8, 10, 9, 20), 0.005477), ((0, 5, 0, 9), 1.0), ((0, 3, 3, 6), 0.1)],
)
def test_fishers_exact_test(table: tuple[int, int, int, int], p: float) -> None:
    """As R's fisher.test has it, two-sided."""
    assert round(grades.fisher(*table), 6) == p


def test_which_forces_resemble_each_other(kg: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    measured = networks.resembling_forces(kg, min_findings=2)
    (row,) = measured.table.to_dict("records")
    assert (row["force"], row["other"], row["cycle"]) == ("loamshire", "mummerset", "2016")
    assert (row["findings"], row["other_findings"], row["figures"], row["figures_compared"]) == (9, 2, 2, 0)
    assert pd.isna(row["figures_distance"])
    assert "Pairs have 2 figures in common. No figure is known for 5 forces or more" in measured.shows
    assert measured.shows.endswith(
        "It rests on 2 reports: too few to show a pattern; read it as a list of what they say."
    )
    # With two forces each figure is one standard deviation above or below the mean: two apart, and it says nothing.
    monkeypatch.setattr(resemblance, "FEWEST_TO_STANDARDISE", 2)
    (row,) = networks.resembling_forces(kg, cycle="2016").table.to_dict("records")
    assert (row["figures_compared"], row["figures_distance"]) == (2, 2.0)
    assert pd.isna(row["findings_similarity"]), "Mummerset has two findings, and three are needed"
    assert networks.resembling_forces(kg, force="kent").table.empty
    assert networks.resembling_forces(kg, cycle=2014).table.empty


def test_likeness_of_findings_by_hand() -> None:
    one = [frozenset("abcd"), frozenset("xy")]
    other = [frozenset("abc")]
    # Of the first force's findings one is 3/4 and one is not alike; of the other's the only one is 3/4.
    assert resemblance._alike({"b": other, "a": one}) == {("a", "b"): 0.5}
    assert resemblance._alike({}) == {}


def test_figures_on_a_common_scale() -> None:
    figures = {str(value): {("metric",): float(value), ("same",): 1.0} for value in range(5)}
    scaled = resemblance._standardised(figures)
    assert {force: round(its["metric",], 6) for force, its in scaled.items()} == {
        "0": -1.414214, "1": -0.707107, "2": 0.0, "3": 0.707107, "4": 1.414214,
    }  # fmt: skip
    assert all(("same",) not in its for its in scaled.values()), "what all have alike has no scale"
    assert resemblance._standardised({"0": {("metric",): 1.0}, "1": {("metric",): 2.0}}) == {}
