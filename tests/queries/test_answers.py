"""What the queries answer on the made-up graph, on Oxigraph and on rdflib."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pytest

from peelgraph.catalogue import CatalogueError, Given, Query, Vocabulary, bind, get, queries

from .engines import EXPECTED, Oxigraph, Rdflib, Rows, read_expected

CONTRACT = {
    "reports": "report, force, cycle, title, isbn, published",
    "judgments": "force, cycle, question, grade, previous_grade, previous_cycle, trend, quote",
    "findings": "force, cycle, question, kind, text, part_of, deadline, quote",
    "metrics": "force, cycle, source, metric, value, benchmark, unit, period_start, period_end, as_at, quote",
    "partners": "force, cycle, agency, type, role, quote",
    "initiatives": "force, cycle, initiative, type, question, theme, partners, quote",
    "evidence": "force, cycle, question, polarity, theme, text",
    "caveats": "force, cycle, figure, affected_force, effect, reason, quote",
    "terms": "force, cycle, term, expansion, definition",
    "citations": "force, cycle, instrument, quote",
    "contradictions": "force, cycle, kind, message, quote_a, quote_b",
}
"""Columns that users may rely on: these, in this order, before any others."""

REQUIRED: Mapping[str, Given] = {
    "collaborations": {"force": ["loamshire", "hampshire", "kent"]},  # or else the answer is the register
    "compare-forces": {"force_a": "loamshire", "force_b": "mummerset"},
    "evidence-behind-judgment": {"force": "loamshire", "judged": ["overall", "3", "5"]},
    "forces": {"force": ["loamshire", "mummerset", "metropolitan"]},  # or else the answer is the register
    "forces-by-grade": {"question": "overall"},
    "metric-ranking": {"metric": "charged-summonsed"},
    "questions": {"question": ["overall", "2", "effectiveness", "investigating-offending"]},  # likewise
}
"""Values with which the expected answers were asked for; all others were asked for without any."""

ANSWERED = sorted(path.stem for path in EXPECTED.glob("*.csv"))
GRAPHS_AND_VALUES = {"force-facts", "vocabulary"}
"""Queries whose answers are tested below, and not kept."""


class Case(NamedTuple):
    """An answer told in few words: some columns of it."""

    query: str
    given: Given
    columns: Sequence[str]
    rows: Rows


CASES = [
    Case(
        "findings",
        {"contains": "INVESTIGATION is supervised"},
        ["force", "finding"],
        [("loamshire", "2-afi-1"), ("mummerset", "2-afi-1")],
    ),
    Case(
        "findings",
        {"kind": ["cause-of-concern", "recommendation"], "question": ["4", "1"]},
        ["finding"],
        [("4-coc-1",)],
    ),
    Case("findings", {"contains": '" } SERVICE <http://localhost/> { ?s ?p ?o'}, ["finding"], []),
    Case(
        "shared-findings",
        {"force": "mummerset"},
        ["force", "finding", "other_force", "other_cycle"],
        [("mummerset", "3-afi-1", "loamshire", "2015"), ("mummerset", "2-afi-1", "loamshire", "2016")],
    ),
    Case(
        "shared-findings",
        {"cycle": "2016"},
        ["force", "finding", "other_force", "other_cycle"],
        [
            ("mummerset", "3-afi-1", "loamshire", "2015"),
            ("loamshire", "2-afi-1", "mummerset", "2016"),
            ("mummerset", "2-afi-1", "loamshire", "2016"),
        ],
    ),
    Case("shared-findings", {"min_score": 0.85}, ["score", "finding"], [("0.8667", "3-afi-1")]),
    Case("shared-findings", {"min_score": "0.8667"}, ["score", "finding"], [("0.8667", "3-afi-1")]),
    Case("shared-findings", {"limit": 1}, ["finding"], [("3-afi-1",)]),
    Case(
        "worse-than-england-and-wales",
        {"min_relative_gap": 0.248, "cycle": 2016},
        ["force", "source", "metric", "relative_gap"],
        [
            (
                "loamshire",
                "force-in-numbers",
                "evidential-difficulties-victim-does-not-support-suspect-identified",
                "1.123",
            ),
            ("mummerset", "prose", "change-in-anti-social-behaviour-1-year", "0.75"),
            ("loamshire", "figure-4", "charged-summonsed", "-0.248"),
            ("loamshire", "force-in-numbers", "charged-summonsed", "-0.248"),
        ],
    ),
    Case(
        "metric-ranking",
        {"metric": "charged-summonsed", "force": "loamshire", "source": "force-in-numbers"},
        ["rank", "of", "cycle"],
        [("1", "1", "2015"), ("2", "2", "2016")],
    ),
    Case(
        "metric-ranking",
        {"metric": "anti-social-behaviour-incidents"},
        ["rank", "of", "force", "value", "benchmark", "direction"],
        [
            ("1", "2", "loamshire", "23", "31", "lower-is-better"),
            ("2", "2", "mummerset", "35", "31", "lower-is-better"),
        ],
    ),
    Case(
        "metric-ranking",
        {"metric": "ferrets-recovered"},
        ["rank", "of", "force", "value"],
        [("1", "2", "loamshire", "1234"), ("1", "2", "mummerset", "1234")],
    ),
    Case("metric-ranking", {"metric": "victim-satisfaction"}, ["rank"], []),
    Case(
        "forces-by-grade",
        {"question": "effectiveness", "cycle": "2016"},
        ["force", "grade", "rank"],
        [("mummerset", "outstanding", "1"), ("loamshire", "requires-improvement", "3")],
    ),
    Case(
        "forces-by-grade",
        {"question": "legitimacy", "cycle": "2016"},
        ["force", "grade", "rank"],
        [("mummerset", "good", "2"), ("loamshire", "ungraded", "")],
    ),
    Case(
        "grade-counts",
        {"force": "mummerset", "cycle": "2016", "question": ["1", "effectiveness"]},
        ["question", "grade", "forces"],
        [("1", "good", "1"), ("effectiveness", "outstanding", "1")],
    ),
    Case(
        "grade-changes",
        {"trend": "same"},
        ["force", "question", "basis"],
        [("loamshire", "3", "stated"), ("loamshire", "efficiency", "published")],
    ),
    Case("judgments", {"force": "Loamshire Police", "cycle": 2014}, ["pillar"], [("investigating-offending",)]),
    Case("reports", {"force": "MUMMERSET  police"}, ["report"], [("mummerset-effectiveness-2016",)]),
    Case(
        "partners-by-theme",
        {"theme": ["technology", "vulnerability"], "type": ["voluntary-sector", "government-department"]},
        ["force", "agency"],
        [("mummerset", "Home Office"), ("loamshire", "Barnardo's")],
    ),
    Case("shared-agencies", {"cycle": "2015", "min_forces": 1}, ["agency"], [("local authorities",), ("Barnardo's",)]),
    Case("shared-agencies", {"min_forces": 3}, ["agency"], []),
    Case(
        "shared-agencies",
        {"type": ["police-force", "partnership-body"], "min_forces": 1},
        ["agency", "names"],
        [
            ("Blue Lantern Trust", "Loamshire Constabulary; Mummerset Police"),
            ("Mummerset Police", "Loamshire Constabulary"),
        ],
    ),
    Case("shared-initiatives", {"cycle": "2015"}, ["initiative"], []),
    Case(
        "initiative-partners",
        {"agency_type": "voluntary-sector", "type": ["operation", "team"]},
        ["force", "initiative", "agency_id"],
        [("loamshire", "Operation Teasel", "agency/barnardos")],
    ),
    Case("initiative-partners", {"cycle": "2015"}, ["initiative"], []),
    Case(
        "collaborations",
        {"force": "hampshire", "type": "partnership-body"},
        ["collaboration", "members"],
        [("Hampshire and Thames Valley joint operations unit", "hampshire; thames-valley")],
    ),
    Case("collaborations", {"force": "loamshire"}, ["collaboration"], []),
    Case(
        "shared-initiatives",
        {"min_forces": 1},
        ["initiative", "forces"],
        [("MARIGOLD", "2"), ("Operation Teasel", "1")],
    ),
    Case(
        "initiatives",
        {"contains": "MARIgold", "question": ["4", "1"]},
        ["force", "initiative"],
        [("mummerset", "MARIGOLD")],
    ),
    Case("evidence", {"contains": "SAFE"}, ["text"], []),
    Case("evidence", {"contains": "REFERRALS about"}, ["question", "looks_back"], [("3", "2015")]),
    Case(
        "evidence-behind-judgment",
        {"force": "mummerset", "judged": ["overall", "1", "4"]},
        ["judged", "grade", "polarity", "text"],
        [("1", "good", "strength", "Patrols prevent crime in the villages well.")],
    ),
    Case("rank-claims", {"standing": ["above", "highest"]}, ["force"], [("loamshire",), ("mummerset",)]),
    Case("citations", {"contains": "victims of CRIME"}, ["kind"], [("code",)]),
    Case("terms", {"contains": "mash", "force": "mummerset"}, ["expansion"], [("multi-agency safeguarding hub",)]),
    Case("terms", {"contains": "hub"}, ["term"], []),
    Case(
        "compare-forces",
        {"force_a": "mummerset", "force_b": "loamshire", "cycle": "2015"},
        ["force_a", "what", "item", "a", "b"],
        [("mummerset", "grade", "effectiveness", "good", "good")],
    ),
]


def picked(query: Query, rows: Rows, columns: Sequence[str]) -> Rows:
    """Some columns of an answer."""
    assert query.returns != "graph"
    places = [query.returns.index(column) for column in columns]
    return [tuple(row[place] for place in places) for row in rows]


def test_every_query_is_tested_somewhere() -> None:
    assert queries().keys() - GRAPHS_AND_VALUES == set(ANSWERED)
    assert len(ANSWERED) == 38
    assert {case.query for case in CASES} <= set(ANSWERED)


@pytest.mark.parametrize("name", sorted(CONTRACT))
def test_columns_that_users_rely_on(name: str) -> None:
    columns = tuple(CONTRACT[name].split(", "))
    query = get(name)
    assert query.returns[: len(columns)] == columns
    assert {"force", "cycle"} <= {param.name for param in query.params if not param.required}


@pytest.mark.parametrize("name", ANSWERED)
def test_answer(name: str, oxigraph: Oxigraph, vocabulary: Vocabulary) -> None:
    header, expected = read_expected(name)
    query = get(name)
    assert query.returns == tuple(header)
    assert expected
    assert oxigraph.rows(bind(query, REQUIRED.get(name, {}), vocabulary)) == expected


@pytest.mark.parametrize("name", ANSWERED)
def test_answer_in_rdflib(name: str, in_rdflib: Rdflib, vocabulary: Vocabulary) -> None:
    _, expected = read_expected(name)
    assert in_rdflib.rows(bind(get(name), REQUIRED.get(name, {}), vocabulary)) == expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.query}-{'-'.join(case.given)}")
def test_case(case: Case, oxigraph: Oxigraph, in_rdflib: Rdflib, vocabulary: Vocabulary) -> None:
    query = get(case.query)
    text = bind(query, case.given, vocabulary)
    assert picked(query, oxigraph.rows(text), case.columns) == case.rows
    assert picked(query, in_rdflib.rows(text), case.columns) == case.rows


# These do not just leave rows out when they are asked for less; their parameters are tested one by one above.
COUNTING = {
    ("grade-counts", "force"),
    ("shared-agencies", "cycle"),
    ("shared-findings", "force"),
    ("shared-findings", "cycle"),
    ("shared-initiatives", "cycle"),
}


@pytest.mark.parametrize("name", ANSWERED)
def test_each_parameter_leaves_only_its_rows(name: str, oxigraph: Oxigraph) -> None:
    """With a parameter of a column's name, the answer is the rows that have its value there, and no others."""
    query = get(name)
    header, rows = read_expected(name)
    tested = 0
    for param in query.params:
        if param.name not in header or (name, param.name) in COUNTING:
            assert (name, param.name) in COUNTING or param.type in {"text", "number", "limit"}, param.name
            continue
        place = header.index(param.name)
        for value in sorted({row[place] for row in rows if row[place]}):
            given = {**REQUIRED.get(name, {}), param.name: value}
            assert oxigraph.rows(bind(query, given)) == [row for row in rows if row[place] == value], given
            tested += 1
    assert tested or name == "shared-findings"


@pytest.mark.parametrize("name", ANSWERED)
def test_all_parameters_at_once(name: str, oxigraph: Oxigraph, in_rdflib: Rdflib) -> None:
    """Asked for everything that the first row has, the answer has the first row, on both engines."""
    query = get(name)
    header, rows = read_expected(name)
    by_column = dict(zip(header, rows[0], strict=True))
    given = {p.name: by_column[p.name] for p in query.params if p.type != "limit" and by_column.get(p.name)}
    text = bind(query, given)
    answer = oxigraph.rows(text)
    assert rows[0] in answer
    assert in_rdflib.rows(text) == answer


def test_several_values_let_any_of_them_match(oxigraph: Oxigraph) -> None:
    query = get("judgments")
    rows = oxigraph.rows(bind(query, {"force": ["loamshire", "mummerset"], "question": ["1", "2"], "cycle": "2016"}))
    assert picked(query, rows, ["force", "question"]) == [
        ("loamshire", "1"),
        ("loamshire", "2"),
        ("mummerset", "1"),
        ("mummerset", "2"),
    ]


def test_force_facts(oxigraph: Oxigraph, in_rdflib: Rdflib) -> None:
    """The register's entry, the facts of the chosen detail, and the passages that state them: no more and no less."""
    query = get("force-facts")
    base, peel = "<https://w3id.org/peelgraph/id/", "<https://w3id.org/peelgraph/ontology#"
    whole = oxigraph.graph("CONSTRUCT WHERE { ?s ?p ?o }")
    force = f"{base}force/mummerset>"
    facts = {s for s, p, o in whole if p == f"{peel}force>" and o == force}

    everything = bind(query, {"force": "mummerset", "detail": "everything"})
    passages = {o for s, p, o in whole if s in facts and p == f"{peel}statedBy>"}
    assert len(facts) == 51
    assert oxigraph.graph(everything) == in_rdflib.graph(everything)
    assert oxigraph.graph(everything) == {(s, p, o) for s, p, o in whole if s in {force, *facts, *passages}}

    names = "Report Inspection Judgment PublishedGrade AreaForImprovement CauseOfConcern Recommendation"
    kinds = {f"{peel}{name}>" for name in names.split()}
    main = {s for s, p, o in whole if s in facts and p.endswith("#type>") and o in kinds}
    words = {o for s, p, o in whole if s in main and p == f"{peel}statedBy>"}
    text = bind(query, {"force": "mummerset"})
    assert len(main) == 13
    assert oxigraph.graph(text) == in_rdflib.graph(text)
    assert oxigraph.graph(text) == {(s, p, o) for s, p, o in whole if s in {force, *main, *words}}

    before = oxigraph.graph(bind(query, {"force": "mummerset", "cycle": "2015"}))
    assert {s.removeprefix(base) for s, p, _ in before if p == f"{peel}grade>"} == {
        "published-grade/made-up-grades/mummerset/2015/effectiveness>",
        "published-grade/made-up-grades/mummerset/2015/legitimacy>",
    }
    with pytest.raises(CatalogueError, match="needs force"):
        bind(query, {})


def test_vocabulary_knows_the_values_of_every_type(
    vocabulary: Vocabulary, oxigraph: Oxigraph, in_rdflib: Rdflib
) -> None:
    text = get("vocabulary").text
    assert sorted(in_rdflib.rows(text)) == sorted(oxigraph.rows(text))
    types = {param.type for query in queries().values() for param in query.params}
    assert types - {"text", "number", "limit"} <= set(vocabulary.values)
    assert vocabulary.values["trend"].keys() == {"improved", "deteriorated", "same"}
    assert vocabulary.values["finding-kind"]["cause-of-concern"] == {"cause of concern"}
    assert len(vocabulary.values["force"]) == 46
    assert "MPS" in vocabulary.values["force"]["metropolitan"]
    assert {"overall", "1", "5", "1.1", "effectiveness"} <= vocabulary.values["question"].keys()
    assert "ferrets-recovered" in vocabulary.values["metric"]


@pytest.mark.parametrize("query", queries().values(), ids=queries())
def test_examples_are_legal(query: Query, vocabulary: Vocabulary) -> None:
    bind(query, {param.name: param.example for param in query.params}, vocabulary)
