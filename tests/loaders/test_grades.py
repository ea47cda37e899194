"""Published grades: good rows load, each bad row has its sentence and line number."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from peelgraph.loaders import LoadError, Register, load
from peelgraph.loaders.documents import read
from peelgraph.loaders.facts import PublishedGrade
from peelgraph.loaders.grades import grades, is_grades

HEAD = "force,cycle,aspect,grade,last_updated,source_url"
GOOD = "Loamshire Constabulary,2016,effectiveness,requires improvement,2017-03-02,https://example.org/loamshire/"
REAL = Path(__file__).resolve().parents[2] / "data" / "peel-grades.csv"
Read = Callable[[str], tuple[list[PublishedGrade], list[str]]]


@pytest.fixture
def rows(tmp_path: Path, register: Register) -> Read:
    def of(text: str) -> tuple[list[PublishedGrade], list[str]]:
        path = tmp_path / "grades.csv"
        path.write_bytes(text.encode())
        return grades(read(path), register)

    return of


def test_a_good_row(rows: Read) -> None:
    (found,), faults = rows(f"{HEAD}\n{GOOD}\n")
    assert faults == []
    assert (found.force, found.cycle, found.pillar, found.grade.value) == (
        "loamshire", "2016", "effectiveness", "requires-improvement",
    )  # fmt: skip
    assert (found.last_updated, found.source_url) == ("2017-03-02", "https://example.org/loamshire/")
    assert (found.stated_by.start, found.stated_by.quote) == (len(HEAD) + 1, GOOD)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("Loamshyre Constabulary,2016,effectiveness,good,,",
         "'Loamshyre Constabulary' is no known force; is it Loamshire Constabulary?"),
        ("Qwxz,2016,effectiveness,good,,", "'Qwxz' is no known force."),
        (",2016,effectiveness,good,,", "'' is no known force."),
        ("Mummerset Police,1916,effectiveness,good,,",
         "'1916' is no known cycle; known are 2014, 2015, 2016, 2017, 2018-19."),
        ("Mummerset Police,2016,efectiveness,good,,", "'efectiveness' is no known aspect; is it 'effectiveness'?"),
        ("Mummerset Police,2016,xyz,good,,", "'xyz' is no known aspect."),
        ("Mummerset Police,2016,efficiency,splendid,,",
         "'splendid' is no grade; grades are outstanding, good, requires-improvement, inadequate, ungraded."),
        ("Mummerset Police,2016,efficiency,good,2 March 2017,", "'2 March 2017' is no date; write it as 2017-03-02."),
        ("Mummerset Police,2016,efficiency,good,2017-02-30,", "'2017-02-30' is no date; write it as 2017-03-02."),
        ("Mummerset Police,2016,efficiency,good,,example.org", "'example.org' is no web address."),
        ("Mummerset Police,2016,efficiency,good,,https://example.org/a b",
         "'https://example.org/a b' is no web address."),
        ("Mummerset Police,2016,efficiency", "3 cells where the heading has 6."),
        ("Mummerset Police,2016,efficiency,good,,,", "7 cells where the heading has 6."),
        ("Loamshire Constabulary,2016,effectiveness,good,,",
         "Loamshire Constabulary 2016 effectiveness stands on line 2 already."),
        ("Loamshire,2016,Effectiveness,good,,", "Loamshire 2016 Effectiveness stands on line 2 already."),
    ],
)  # fmt: skip
def test_a_bad_row_has_its_sentence_and_the_good_ones_load(rows: Read, row: str, fault: str) -> None:
    found, faults = rows(f"{HEAD}\n{GOOD}\n\n{row}\nMummerset Police,2016,legitimacy,Good,,\n")
    assert faults == [f"grades.csv line 4: {fault}"]
    assert [(g.force, g.pillar, g.grade.value) for g in found] == [
        ("loamshire", "effectiveness", "requires-improvement"), ("mummerset", "legitimacy", "good"),
    ]  # fmt: skip


@pytest.mark.parametrize("grade", ["Requires improvement", "requires-improvement", "REQUIRES IMPROVEMENT"])
def test_spellings_of_a_grade(rows: Read, grade: str) -> None:
    (found,), faults = rows(f"{HEAD}\nMummerset Police,2016,efficiency,{grade},,\n")
    assert (found.grade.value, faults) == ("requires-improvement", [])


def test_byte_order_mark_line_ends_and_quoted_cells(rows: Read) -> None:
    text = f'\ufeff{HEAD}\r\n"Loamshire Constabulary","2016","effectiveness","good","2017-03-02",""\r\n\r\n,,,,,\r\n'
    (found,), faults = rows(text)
    assert (found.force, found.last_updated, found.source_url, faults) == ("loamshire", "2017-03-02", None, [])
    assert found.stated_by.quote.startswith('"Loamshire')
    assert found.stated_by.quote.endswith('""')


def test_columns_may_stand_in_any_order_and_some_be_absent(rows: Read) -> None:
    (found,), faults = rows("Grade, Aspect ,cycle,note,FORCE\ngood,efficiency,2016,seen,Mummerset\n")
    assert (found.force, found.pillar, found.grade.value, found.source_url, faults) == (
        "mummerset", "efficiency", "good", None, [],
    )  # fmt: skip


def test_last_line_without_an_end(rows: Read) -> None:
    assert len(rows(f"{HEAD}\n{GOOD}")[0]) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"{HEAD}\n", "grades.csv has no row of grades that can be used."),
        (f"{HEAD},force\n{GOOD},x\n", "grades.csv has a column twice in its heading."),
        (
            f"{HEAD}\nQwxz,2016,effectiveness,good,,\n",
            "grades.csv has no row of grades that can be used: grades.csv line 2: 'Qwxz' is no known force.",
        ),
    ],
)
def test_a_file_without_a_row_that_can_be_used(rows: Read, text: str, message: str) -> None:
    with pytest.raises(LoadError) as caught:
        rows(text)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{HEAD}\n", True),
        ("\ufeffGrade,force, cycle,ASPECT\n", True),
        ("force,cycle,grade\n", False),
        ("A report\n", False),
    ],
)
def test_grades_are_told_by_their_heading(tmp_path: Path, text: str, expected: bool) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(text.encode())
    assert is_grades(read(path)) is expected


def test_the_published_grades(register: Register) -> None:
    document = read(REAL)
    found, faults = grades(document, register)
    assert (len(found), faults) == (662, [])
    with REAL.open(newline="", encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == 662
    assert Counter(g.cycle for g in found) == Counter(row["cycle"] for row in rows)
    assert Counter(g.grade.value for g in found) == Counter(row["grade"].lower().replace(" ", "-") for row in rows)
    for grade, row in zip(found, rows, strict=True):
        assert register.forces[grade.force].name.casefold() == row["force"].casefold() or row["force"] in (
            register.forces[grade.force].names
        )
        assert document.text[grade.stated_by.start : grade.stated_by.end] == grade.stated_by.quote
        assert grade.stated_by.quote.startswith(row["force"])


def test_loading_a_csv(tmp_path: Path, register: Register) -> None:
    path = tmp_path / "My Grades 2016.csv"
    path.write_text(f"{HEAD}\n{GOOD}\nx,2016,effectiveness,good,,\n", encoding="utf-8")
    loaded = load(path, register)
    assert (loaded.kind, loaded.key, loaded.counts, len(loaded.faults)) == (
        "grades",
        "my-grades-2016",
        {"grades": 1},
        1,
    )
    assert sorted(loaded.graphs) == [
        "https://w3id.org/peelgraph/id/graph/grades/my-grades-2016",
        "https://w3id.org/peelgraph/id/graph/provenance/grades/my-grades-2016",
    ]
