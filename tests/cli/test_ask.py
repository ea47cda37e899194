"""`peelgraph ask` and `coverage`: the canned queries as commands."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from peelgraph.catalogue import queries

from .conftest import Run


def test_without_a_name_the_questions_are_listed_by_area(run: Run) -> None:
    done = run("ask")
    assert done.code == 0
    assert done.err == "peelgraph ask NAME --help tells what each can be asked.\n"
    listed = " ".join(done.out.split())
    for query in queries().values():
        assert f"{query.name} {query.question}" in listed
    assert [line for line in done.out.splitlines() if not line.startswith(" ")] == sorted(
        {q.area for q in queries().values()}
    )


@pytest.mark.parametrize("name", sorted(queries()))
def test_each_query_shows_its_parameters(run: Run, name: str) -> None:
    done = run("ask", name, "--help")
    assert done.code == 0
    words = " ".join(done.out.replace("│", " ").split())
    query = queries()[name]
    assert query.question in words
    assert f"Example: peelgraph ask {name}" in words
    for param in query.params:
        assert f"--{param.name.replace('_', '-')} " in words


@pytest.mark.parametrize("name", sorted(queries()))
def test_each_query_answers_with_the_columns_that_it_promises(run: Run, built: Path, name: str) -> None:
    query = queries()[name]
    needed = [word for p in query.params if p.required for word in (f"--{p.name.replace('_', '-')}", str(p.example))]
    if query.returns == "graph":
        done = run("ask", name, *needed, "--store", built)
        assert done.code == 0
        assert "@prefix peel:" in done.out
    else:
        done = run("ask", name, *needed, "--store", built, "--format", "csv")
        assert done.code == 0
        assert done.out.splitlines()[0] == ",".join(query.returns)
    assert done.err == ""


def test_names_of_any_sort_are_understood_and_options_may_be_repeated(run: Run, built: Path) -> None:
    chosen = ["--question", "4", "--store", built, "--format", "csv", "--columns", "force,cycle,grade"]
    assert run("ask", "judgments", "--force", "Loamshire Constabulary", *chosen) == (
        0, "force,cycle,grade\nloamshire,2016,outstanding\n", ""
    )  # fmt: skip
    both = run("ask", "judgments", "--force", "loamshire", "--force", "Mummerset", "--question", "2", *chosen[2:])
    assert both.out == "force,cycle,grade\nloamshire,2016,requires-improvement\nmummerset,2016,good\n"


def test_the_contract_of_judgments(run: Run, built: Path) -> None:
    done = run("ask", "judgments", "--force", "loamshire", "--cycle", "2016", "--format", "json", "--store", built)
    first = json.loads(done.out)[0]
    assert list(first)[:8] == [
        "force", "cycle", "question", "grade", "previous_grade", "previous_cycle", "trend", "quote"
    ]  # fmt: skip
    assert [first[name] for name in list(first)[:7]] == [
        "loamshire", "2016", "overall", "requires-improvement", "good", "2015", "deteriorated"
    ]  # fmt: skip


def test_a_table_tells_what_it_leaves_out(run: Run, built: Path) -> None:
    done = run("ask", "judgments", "--force", "loamshire", "--store", built)
    assert done.out.splitlines()[1].split() == [
        "loamshire", "2016", "overall", "requires-improvement", "good", "2015", "deteriorated"
    ]  # fmt: skip
    assert done.err.startswith("6 rows. Empty: url. No room for: quote, force_name,")
    assert done.err.endswith(" (choose with --columns, or --format csv).\n")


WRONG = {
    ("judgements",): 'There is no query "judgements"; did you mean judgments',
    ("judgments", "--forse", "kent"): "No such option: --forse (Possible options: --force",
    (
        "judgments",
        "--force",
        "hamshire",
    ): "Parameter force of query judgments must be a police force, by notation or by any of "
    'its names, and "hamshire" is none; did you mean hampshire',
    ("judgments", "--cycle", "2013"): "Parameter cycle of query judgments must be an inspection cycle",
    ("judgments", "kent"): "Got unexpected extra argument(s) (kent)",
    ("metric-ranking",): "Query metric-ranking needs metric, a measure",
    ("judgments", "--columns", "fource"): "There is no column fource: this answer has the columns force, cycle,",
    ("judgments", "--format", "turtle"): "The answer is rows: write it as table, csv,",
}


@pytest.mark.parametrize("arguments", WRONG)
def test_mistakes_are_told_in_one_sentence(run: Run, built: Path, arguments: tuple[str, ...]) -> None:
    done = run("ask", *arguments, *(["--store", built] if len(arguments) != 1 or arguments[0] != "judgements" else []))
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"peelgraph: {WRONG[arguments]}")
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("width", "columns"),
    [
        (120, ["force", "kind", "certainty", "message", "quote_a", "quote_b"]),
        (80, ["force", "kind", "certainty", "message"]),
    ],
)
def test_a_table_of_contradictions_begins_with_what_matters(
    run: Run, built: Path, monkeypatch: pytest.MonkeyPatch, width: int, columns: list[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    done = run("ask", "contradictions", "--store", built)
    assert done.out.splitlines()[0].split() == columns
    assert "cycle, document_a, document_b, force_name, fact (choose with --columns" in done.err
    assert run("ask", "contradictions", "--store", built, "--columns", "cycle,kind").out.startswith("cycle  kind\n")
    whole = run("ask", "contradictions", "--store", built, "--format", "csv").out.splitlines()[0]
    assert whole == "force,cycle,kind,message,quote_a,quote_b,certainty,document_a,document_b,force_name,fact"


def test_words_of_a_user_stay_words(run: Run, built: Path) -> None:
    attack = '") } } DROP ALL #'
    done = run("ask", "findings", "--contains", attack, "--store", built, "--format", "json")
    assert (done.code, done.out) == (0, "[]\n")


def test_coverage_tells_found_from_not_found_and_not_graded(run: Run, built: Path) -> None:
    done = run("coverage", "--store", built)
    assert done.code == 0
    assert done.out == (
        "force      cycle  pillar         overall      1            2            3            4            5\n"
        "loamshire  2016   effectiveness  requires     good         requires     requires     outstanding  not graded\n"
        "                                 improvement               improvement  improvement\n"
        "mummerset  2016   effectiveness  requires     requires     good         inadequate   not found    not graded\n"
        "                                 improvement  improvement\n"
    )
    assert done.err == "2 rows. Empty: published.\n"


def test_coverage_for_other_programs_has_a_row_a_question(run: Run, built: Path) -> None:
    done = run("coverage", "--store", built, "--force", "Mummerset Police", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert {(row["question"], row["status"], row["grade"]) for row in rows} == {
        ("overall", "found", "requires-improvement"),
        ("1", "found", "requires-improvement"),
        ("2", "found", "good"),
        ("3", "found", "inadequate"),
        ("4", "not-found", ""),
        ("5", "not-graded", "ungraded"),
    }


def test_coverage_of_published_grades(run: Run, store: Path, tmp_path: Path) -> None:
    grades = tmp_path / "grades.csv"
    grades.write_text(
        "force,cycle,aspect,grade\n"
        "Kent Police,2016,efficiency,outstanding\n"
        "Kent Police,2016,legitimacy,ungraded\n"
        "Essex Police,2016,legitimacy,good\n"
    )
    run("build", grades, "--store", store)
    assert run("coverage", "--store", store).out == (
        "force  cycle  pillar      published\n"
        "essex  2016   efficiency  not found\n"
        "essex  2016   legitimacy  good\n"
        "kent   2016   efficiency  outstanding\n"
        "kent   2016   legitimacy  not graded\n"
    )
