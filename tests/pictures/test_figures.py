from __future__ import annotations

import pytest

from peelgraph import Graph, pictures
from peelgraph.errors import UsageError
from peelgraph.pictures.figures import Figure, once
from peelgraph.pictures.names import rows

from .looking import faults, words


def figure(**told: str) -> Figure:
    row = {
        "force": "loamshire", "cycle": "2016", "metric": "charged-summonsed", "source": "figure-4", "unit": "percent",
        "value": "9.1", "benchmark": "12.1", "printed": "9.1", "benchmark_printed": "12.1",
        "direction": "higher-is-better", "status": "", "fact": "f",
    }  # fmt: skip
    return Figure.of({**row, **told})


def test_against_england_and_wales(kg: Graph) -> None:
    picture = pictures.against_england_and_wales(kg, force="Loamshire", source="figure-8")
    assert picture.alt == (
        "Dot plot: Loamshire Constabulary against England and Wales, PEEL 2016. 6 figures, of which 2 have a better "
        "direction: 2 better."
    )
    columns = ["measure", "force", "england_and_wales", "relative_difference", "verdict"]
    victim = "Domestic abuse: evidential difficulties, victim does not support police action"
    assert picture.table[columns].values.tolist() == [
        ["Domestic abuse: charged or summonsed", "24.6%", "22.9%", 0.074, "better"],
        [victim, "33.8%", "35.9%", -0.058, "better"],
        ["Domestic abuse: cautions of youths", "0.4%", "0.3%", 0.333, "neither"],
        ["Domestic abuse: cautions of adults", "5.9%", "5.4%", 0.093, "neither"],
        ["Domestic abuse: evidential difficulties, victim supports police action", "22.7%", "23.8%", -0.046, "neither"],
        ["Domestic abuse: community resolution", "1.1%", "1.3%", -0.154, "neither"],
    ]  # fmt: skip
    assert {"24.6%", "22.9%", "A higher figure is better", "A lower figure is better"} <= set(words(picture))
    assert faults(picture) == []


@pytest.mark.parametrize("force", ["loamshire", "mummerset"])
def test_all_figures_are_those_of_the_query(kg: Graph, force: str) -> None:
    picture = pictures.against_england_and_wales(kg, force=force)
    known = {row["fact"]: row for row in rows(kg.ask("metrics", force=force))}
    assert len(picture.table) > 25
    for drawn in picture.table.to_dict("records"):
        row = known[drawn["fact"]]
        assert (drawn["unit"], drawn["source"]) == (row["unit"], row["source"])
        assert float(drawn["force"].strip("%+").replace(",", "")) == float(row["value"])
        assert float(drawn["england_and_wales"].strip("%+").replace(",", "")) == float(row["benchmark"])
    worse = {row["fact"] for row in rows(kg.ask("worse-than-england-and-wales", force=force))}
    told = set(picture.table[picture.table["verdict"] == "worse"]["fact"])
    assert told <= worse
    assert bool(told) == bool(worse)
    assert faults(picture) == []


def test_better_depends_on_the_direction() -> None:
    assert figure().verdict == "worse"
    assert figure(direction="lower-is-better").verdict == "better"
    assert figure(direction="neither").verdict == "neither"
    assert figure(direction="").verdict == "neither"
    assert figure(value="12.1").verdict == "same"


def test_there_is_no_share_of_a_change_or_of_nought() -> None:
    assert figure().ratio == pytest.approx(-0.248, abs=0.001)
    assert figure(value="-3.4", printed="3.4").ratio is None
    assert figure(printed="+9.1%").ratio is None
    assert figure(unit="percentage-points").ratio is None
    assert figure(metric="change-in-workforce").ratio is None
    assert figure(benchmark="0").ratio is None
    assert figure(value="").ratio is None


def test_what_rounding_leaves_possible() -> None:
    low, high = figure(value="0.1", printed="0.1", benchmark="0.2", benchmark_printed="0.2").rounding or (9, 9)
    assert (low, high) == pytest.approx((0.05 / 0.25 - 1, 0.15 / 0.15 - 1))
    assert figure(benchmark="0").rounding is None


def test_a_figure_printed_twice_is_drawn_once_and_a_contradiction_twice() -> None:
    exact, rounded = figure(), figure(source="prose", value="9", printed="9", benchmark="12", benchmark_printed="12")
    other = figure(source="prose", value="11.7", printed="11.7")
    assert once([rounded, exact]) == [exact]
    assert once([other, exact]) == [exact, other]
    assert once([exact, figure(fact="g", metric="cautions-adults")]) != [exact]


def test_outcomes_compared(kg: Graph) -> None:
    picture = pictures.outcomes_compared(kg, source="figure-8")
    assert picture.title == (
        "Rate of outcomes recorded for domestic-related offences (figure 8): Loamshire Constabulary and Mummerset "
        "Police, beside England and Wales, PEEL 2016"
    )
    difficult = "Domestic abuse: evidential difficulties, victim"
    assert picture.table.astype(object).where(picture.table.notna(), None).values.tolist() == [
        [f"{difficult} does not support police action", "percent", 33.8, 46.5, 35.9, ""],
        [f"{difficult} supports police action", "percent", 22.7, None, 23.8, "Mummerset: not found"],
        ["Domestic abuse: charged or summonsed", "percent", 24.6, 17.2, 22.9, ""],
        ["Domestic abuse: cautions of adults", "percent", 5.9, 4.1, 5.4, ""],
        ["Domestic abuse: community resolution", "percent", 1.1, None, 1.3, "Mummerset: not found"],
        ["Domestic abuse: cautions of youths", "percent", 0.4, 0.2, 0.3, ""],
    ]  # fmt: skip
    assert picture.alt.endswith("46.5 against 35.9 percent. 2 figures missing.")
    assert picture.notes == ("? the figure was expected in the report and not found in its text.",)
    assert words(picture).count("?") == 2
    assert faults(picture) == []


def test_totals_are_printed_and_not_drawn(kg: Graph) -> None:
    picture = pictures.outcomes_compared(kg)
    assert list(picture.table["measure"])[-2:] == [
        "Total of all outcomes and offences not yet assigned one",
        "Total offences assigned an outcome",
    ]
    assert "Totals are printed and not drawn, so that the rest can be told apart." in picture.notes
    assert {"100.00%", "50%"} <= set(words(picture))
    assert "75%" not in words(picture)
    assert faults(picture) == []


def test_evidence_balance(kg: Graph) -> None:
    picture = pictures.evidence_balance(kg, force="Loamshire")
    assert picture.alt == (
        "Bars to two sides: Strengths and weaknesses of Loamshire Constabulary, PEEL 2016. In all 25 strengths and 45 "
        "weaknesses. More weaknesses than strengths: 1 Preventing crime (6 against 5); 2 Investigating crime (16 "
        "against 6); 3 Protecting vulnerable people (12 against 3); 5 Specialist capabilities (5 against 2)."
    )
    columns = ["strengths", "weaknesses", "mixed", "neutral"]
    answer = kg.ask("evidence-balance", force="Loamshire")
    assert picture.table[columns].values.tolist() == answer[columns].values.tolist()
    assert list(picture.table["question"])[:2] == ["Overall", "1 Preventing crime"]
    assert faults(picture) == []
    assert faults(pictures.evidence_balance(kg)) == []


def test_nothing_to_draw(kg: Graph) -> None:
    with pytest.raises(UsageError, match="no such figures beside one of England and Wales to draw"):
        pictures.against_england_and_wales(kg, force="kent")
    with pytest.raises(UsageError, match="no such figures to draw"):
        pictures.outcomes_compared(kg, force="kent")
    with pytest.raises(UsageError, match="no such evidence to draw"):
        pictures.evidence_balance(kg, force="kent")
