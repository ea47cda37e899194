"""Answers as text, to the letter."""

from __future__ import annotations

import csv
import io
import json

import pyoxigraph as ox
import pytest

from peelgraph.errors import UsageError
from peelgraph.formats import RDF_FORMATS, Format, Written, write
from peelgraph.store import Answer, Solutions, Triples

XSD = "http://www.w3.org/2001/XMLSchema#"
WORDS = 'He said: "a, b" | <c>\nand\\or\tleft; [force area]'


def decimal(value: str) -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode(f"{XSD}decimal"))


@pytest.fixture
def rows() -> Solutions:
    return Solutions(
        ("force", "value", "n", "graded", "note"),
        [
            (ox.Literal("loamshire"), decimal("61.4"), ox.Literal(7), ox.Literal(value=True), ox.Literal(WORDS)),
            (ox.NamedNode("http://example.org/x"), decimal("-4"), None, None, None),
        ],
    )


def written(answer: Answer, form: Format | None, *, width: int = 120, columns: tuple[str, ...] = ()) -> str:
    out = io.StringIO()
    write(answer, form, out, width=width, columns=columns)
    return out.getvalue()


def test_csv_and_tsv_come_back_as_they_went_out(rows: Solutions) -> None:
    expected = [
        ["force", "value", "n", "graded", "note"],
        ["loamshire", "61.4", "7", "true", WORDS],
        ["http://example.org/x", "-4", "", "", ""],
    ]
    assert list(csv.reader(io.StringIO(written(rows, Format.CSV)))) == expected
    assert list(csv.reader(io.StringIO(written(rows, Format.TSV)), delimiter="\t")) == expected
    assert written(rows, Format.CSV).splitlines()[0] == "force,value,n,graded,note"


def test_json_has_numbers_booleans_and_nulls(rows: Solutions) -> None:
    expected = [
        {"force": "loamshire", "value": 61.4, "n": 7, "graded": True, "note": WORDS},
        {"force": "http://example.org/x", "value": -4, "n": None, "graded": None, "note": None},
    ]
    assert json.loads(written(rows, Format.JSON)) == expected
    assert [json.loads(line) for line in written(rows, Format.JSONL).splitlines()] == expected
    nothing = Solutions(("force",), [])
    assert (written(nothing, Format.JSON), written(nothing, Format.JSONL)) == ("[]\n", "")
    assert '"4"' in written(Solutions(("cycle",), [(ox.Literal("4"),)]), Format.JSON), "a string stays one"
    odd = Solutions(("x",), [(ox.Literal("NaN", datatype=ox.NamedNode(f"{XSD}double")),)])
    assert json.loads(written(odd, Format.JSON)) == [{"x": "NaN"}]


def test_markdown_is_one_line_a_row(rows: Solutions) -> None:
    assert written(rows, Format.MARKDOWN) == (
        "| force | value | n | graded | note |\n"
        "| --- | --- | --- | --- | --- |\n"
        '| loamshire | 61.4 | 7 | true | He said: "a, b" \\| \\<c> and\\\\or\tleft; [force area] |\n'
        "| http://example.org/x | -4 |  |  |  |\n"
    )


def test_a_table_lines_up_numbers_and_breaks_no_cell_off() -> None:
    rows = Solutions(
        ("metric", "value", "text"),
        [
            (ox.Literal("a"), decimal("100"), ox.Literal("[force] " + "word " * 20)),
            (ox.Literal("bb"), decimal("5.5"), None),
        ],
    )
    assert written(rows, Format.TABLE, width=60) == (
        "metric  value  text\n"
        "a         100  [force] word word word word word word word\n"
        "               word word word word word word word word word\n"
        "               word word word word\n"
        "bb        5.5\n"
    )


def test_a_table_says_which_columns_it_leaves_out() -> None:
    rows = Solutions(
        ("a", "nothing", "b", "c"),
        [(ox.Literal("x" * 30), None, ox.Literal("many words " * 9), ox.Literal("z"))],
    )
    out = io.StringIO()
    assert write(rows, None, out, width=60) == Written(Format.TABLE, 1, ("nothing",), ("c",))
    assert out.getvalue().splitlines()[0] == "a                               b"
    out = io.StringIO()
    assert write(rows, None, out, width=10).too_wide == ("b", "c"), "one column is always shown"
    assert written(Solutions(("a", "b"), []), None) == "a  b\n"


def test_columns_are_chosen_by_name(rows: Solutions) -> None:
    assert written(rows, Format.CSV, columns=("n", "force")) == "n,force\n7,loamshire\n,http://example.org/x\n"
    with pytest.raises(
        UsageError, match=r"^There is no column x: this answer has the columns force, value, n, graded, note\.$"
    ):
        written(rows, Format.CSV, columns=("x",))


def test_a_yes_or_no_is_true_or_false() -> None:
    assert written(True, None) == "true\n"
    assert written(False, Format.CSV) == "false\n"


@pytest.mark.parametrize("form", [*RDF_FORMATS, None])
def test_a_graph_comes_back_from_every_format_and_always_in_the_same_order(form: Format | None) -> None:
    triples = [
        ox.Triple(ox.NamedNode(f"http://example.org/{n}"), ox.NamedNode("http://example.org/p"), o)
        for n in (2, 1)
        for o in (ox.Literal("é\n"), ox.Literal("x", language="en"), decimal("1.5"))
    ]
    text = written(Triples(triples), form)
    assert text == written(Triples([*reversed(triples), triples[0]]), form)
    back = {quad.triple for quad in ox.parse(text, format=RDF_FORMATS[form or Format.TURTLE])}
    assert back == set(triples)


def test_a_format_that_does_not_suit_the_answer_is_refused(rows: Solutions) -> None:
    with pytest.raises(
        UsageError, match=r"^The answer is rows: write it as table, csv, tsv, json, jsonl or markdown, not"
    ):
        written(rows, Format.TURTLE)
    with pytest.raises(
        UsageError, match=r"^The answer is a graph: write it as turtle, trig, ntriples, nquads or jsonld, not"
    ):
        written(Triples([]), Format.CSV)
    with pytest.raises(UsageError, match="has no columns"):
        written(Triples([]), None, columns=("s",))
