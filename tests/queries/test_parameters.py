"""Parameters of every query, on what the loaders read from the sample reports: they leave rows out and change none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from peelgraph.catalogue import Given, Param, Query, bind, queries

from .engines import Oxigraph

SELECTS = {name: query for name, query in queries().items() if query.form == "select"}

REQUIRED: Mapping[str, str] = {
    "force": "loamshire",
    "force_a": "loamshire",
    "force_b": "mummerset",
    "judged": "3",
    "metric": "charged-summonsed",
    "question": "overall",
}
"""Values for the parameters that some queries require."""

# Answers about the sample reports in which nothing is to be found: the samples have no such facts.
WITHOUT_ROWS = {"shared-findings", "inferred"}
# With a force or a cycle, these start from its side of a pair, or count fewer forces.
NOT_JUST_FEWER_ROWS = {("shared-findings", "force"), ("shared-findings", "cycle")}


def required(query: Query) -> dict[str, str]:
    return {param.name: REQUIRED[param.name] for param in query.params if param.required}


def named(query: Query) -> list[Param]:
    """Parameters that name a thing: their values are compared, not reckoned with or searched for."""
    return [param for param in query.params if param.type not in {"text", "number", "limit"}]


@pytest.mark.parametrize("query", SELECTS.values(), ids=SELECTS)
def test_a_value_that_nothing_has_gives_no_rows(query: Query, samples: Oxigraph) -> None:
    """It would, if only an OPTIONAL bound the parameter's variable: rows would stay and show the value asked for."""
    assert samples.rows(bind(query, required(query))) or query.name in WITHOUT_ROWS
    for param in query.params:
        if param.type not in {"number", "limit"} and not param.choices:  # other values are refused
            given: Given = {**required(query), param.name: "no-such-thing"}
            assert samples.rows(bind(query, given)) == [], param.name


def test_such_a_query_would_be_found(samples: Oxigraph) -> None:
    query = SELECTS["reports"]
    pattern = "  ?p skos:notation ?pillar .\n"
    assert pattern in query.text
    faulty = replace(query, text=query.text.replace(pattern, "  OPTIONAL { ?p skos:notation ?pillar }\n"))
    assert samples.rows(bind(faulty, {"pillar": "no-such-thing"}))


@pytest.mark.parametrize("query", SELECTS.values(), ids=SELECTS)
def test_a_value_leaves_its_rows_as_they_were(query: Query, samples: Oxigraph) -> None:
    rows = samples.rows(bind(query, required(query)))
    for param in named(query):
        if param.name not in query.returns or (query.name, param.name) in NOT_JUST_FEWER_ROWS:
            continue
        place = query.returns.index(param.name)
        for value in sorted({row[place] for row in rows if row[place]})[:4]:
            given: Given = {**required(query), param.name: value}
            assert samples.rows(bind(query, given)) == [row for row in rows if row[place] == value], (param.name, value)


@pytest.mark.parametrize("query", SELECTS.values(), ids=SELECTS)
def test_no_row_is_given_twice(query: Query, samples: Oxigraph) -> None:
    rows = samples.rows(bind(query, required(query)))
    assert len(rows) == len(set(rows))


def test_rows_would_be_given_twice_without_distinct(oxigraph: Oxigraph) -> None:
    """The fixture has a statement in two graphs, which Oxigraph's union of graphs counts twice."""
    text = SELECTS["metrics"].text
    rows = oxigraph.rows(text.replace("SELECT DISTINCT", "SELECT"))
    assert len(rows) > len(set(rows))
    assert len(oxigraph.rows(text)) == len(set(rows))
