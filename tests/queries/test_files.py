"""Every query file, whatever it answers: SPARQL that two parsers accept, and a header that agrees with it."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib.plugins.sparql.parser import parseQuery

from peelgraph.catalogue import Query, queries
from peelgraph.catalogue_page import render

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "queries").glob("*/*.rq"))


def test_all_files_are_in_the_catalogue() -> None:
    assert [f"{query.area}/{query.name}" for query in queries().values()] == [
        f"{path.parent.name}/{path.stem}" for path in FILES
    ]
    assert len(FILES) >= 35


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_file_as_it_is_can_be_run(path: Path) -> None:
    """Its slots are legal SPARQL, so a file works in any tool, for all values."""
    text = path.read_text(encoding="utf-8")
    parseQuery(text)
    assert not isinstance(ox.Store().query(text), ox.QueryBoolean)


@pytest.mark.parametrize("query", queries().values(), ids=queries())
def test_columns_are_those_of_the_header(query: Query) -> None:
    answer = ox.Store().query(query.text)
    if query.returns == "graph":
        assert isinstance(answer, ox.QueryTriples)
    else:
        assert isinstance(answer, ox.QuerySolutions)
        assert tuple(variable.value for variable in answer.variables) == query.returns


@pytest.mark.parametrize("query", queries().values(), ids=queries())
def test_rows_come_in_a_fixed_order(query: Query) -> None:
    assert query.form == "construct" or re.search(r"^ORDER BY ", query.text, re.MULTILINE)


def test_the_page_is_up_to_date() -> None:
    page = (ROOT / "docs" / "queries.md").read_text(encoding="utf-8")
    assert page == render(queries().values()), "run: python -m peelgraph.catalogue_page > docs/queries.md"
    for query in queries().values():
        assert f"\n### {query.name}\n" in page
