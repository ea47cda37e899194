from __future__ import annotations

import pandas as pd
import pytest

from peelgraph import Graph, pictures
from peelgraph.errors import UsageError
from peelgraph.pictures.history import change, scale
from peelgraph.pictures.matrix import Column
from peelgraph.pictures.names import rows
from peelgraph.pictures.palette import GRADES

from .looking import faults, words

SAMPLES = ["loamshire", "mummerset"]


def test_matrix_of_the_samples(kg: Graph) -> None:
    picture = pictures.grade_matrix(kg, force=SAMPLES)
    assert picture.title == "Grades of Loamshire Constabulary and Mummerset Police, PEEL 2016"
    assert picture.alt == (
        "Matrix: Grades of Loamshire Constabulary and Mummerset Police, PEEL 2016. One row a force, one column a "
        "question. 2016 effectiveness report, Overall: 2 requires improvement. 2016 effectiveness report, 1 Preventing "
        "crime: 1 good and 1 requires improvement. 2016 effectiveness report, 2 Investigating crime: 1 good and 1 "
        "requires improvement. 2016 effectiveness report, 3 Protecting vulnerable people: 1 requires improvement and 1 "
        "inadequate. 2016 effectiveness report, 4 Serious and organised crime: 1 outstanding and 1 not found. 2016 "
        "effectiveness report, 5 Specialist capabilities: 2 not graded."
    )
    of = "2016 effectiveness report: "
    assert picture.table.to_dict("records") == [
        {
            "region": "", "force": "Loamshire Constabulary", f"{of}Overall": "Requires improvement",
            f"{of}1 Preventing crime": "Good", f"{of}2 Investigating crime": "Requires improvement",
            f"{of}3 Protecting vulnerable people": "Requires improvement",
            f"{of}4 Serious and organised crime": "Outstanding", f"{of}5 Specialist capabilities": "Not graded",
        },
        {
            "region": "", "force": "Mummerset Police", f"{of}Overall": "Requires improvement",
            f"{of}1 Preventing crime": "Requires improvement", f"{of}2 Investigating crime": "Good",
            f"{of}3 Protecting vulnerable people": "Inadequate",
            f"{of}4 Serious and organised crime": "Not found", f"{of}5 Specialist capabilities": "Not graded",
        },
    ]  # fmt: skip
    assert picture.sources[:2] == (
        "PEEL: Police effectiveness 2016, Loamshire Constabulary (published 2017-03, ISBN 978-0-00000-001-9)",
        "PEEL: Police effectiveness 2016, Mummerset Police (published 2017-03, ISBN 978-0-00000-002-6)",
    )
    assert picture.sources[-1] == "Made up for peelgraph's samples: there is no such force and no such report."
    assert faults(picture) == []


def test_the_want_of_a_grade_is_drawn_unlike_a_low_one(kg: Graph) -> None:
    """Not graded, not found and inadequate differ in word and in fill; an empty cell has neither."""
    drawn = words(pictures.grade_matrix(kg, force=SAMPLES))
    assert {"Not graded", "Not found", "Inadequate", "N", "?", "I"} <= set(drawn)
    partly = pictures.grade_matrix(kg, cycle=2016, force=["mummerset", "kent"])
    row = partly.table[partly.table["force"] == "Kent Police"].iloc[0]
    assert row["2016 published: Effectiveness"] == "Good"
    assert row["2016 effectiveness report: Overall"] == ""
    assert partly.notes == (
        "An empty cell: the graph holds no report or list from which the grade could be known.",
        "Under a year alone, or published: the grades on the inspectorate's web pages.",
    )
    assert "Made up for peelgraph's samples: there is no such force and no such report." in partly.sources
    assert any("Open Government Licence" in line for line in partly.sources)


@pytest.mark.parametrize("cycle", [2014, 2016, None])
def test_all_forces_fit_on_a_page(kg: Graph, cycle: int | None) -> None:
    picture = pictures.grade_matrix(kg, cycle=cycle, origin="published")
    assert len(picture.table) == 43
    wide, high = picture.figure.get_size_inches()
    assert wide * 2.54 == pytest.approx(16, abs=0.01)
    assert high * 2.54 < 27.7  # A4 with margins of 1 cm
    assert faults(picture) == []


def test_matrix_has_what_the_query_answers_and_no_more(kg: Graph) -> None:
    picture = pictures.grade_matrix(kg, origin="published")
    facts = [row for row in rows(kg.ask("coverage")) if row["origin"] == "published"]
    table = picture.table.set_index("force")
    told = {"not-found": "Not found", "not-graded": "Not graded"}
    for row in facts:
        word = GRADES[row["grade"]].word if row["status"] == "found" else told[row["status"]]
        name = next(
            c for c in table.columns if c.startswith(f"{row['cycle']} published: ") and _asks(c, row["question"])
        )
        assert table.loc[row["force_name"], name] == word
    assert (table.drop(columns="region") != "").sum().sum() == len(facts) == 43 * 17


def _asks(heading: str, question: str) -> bool:
    return heading.partition(": ")[2].lower().replace(" ", "-") == question


def test_order_by_region_or_by_grade(kg: Graph) -> None:
    by_region = pictures.grade_matrix(kg, cycle=2016, origin="published").table
    assert list(by_region["region"]) == sorted(by_region["region"])
    by_grade = pictures.grade_matrix(kg, cycle=2016, origin="published", order="grade").table
    assert by_grade.iloc[0]["force"] == "Durham Constabulary"
    assert list(by_grade.iloc[-2:]["force"]) == ["Essex Police", "Surrey Police"]  # not found stands last, below low


def test_history_of_a_force(kg: Graph) -> None:
    picture = pictures.grade_history(kg, force="Mummerset")
    assert picture.alt == (
        "Rows of grades: Grades of Mummerset Police, PEEL 2015 to 2016. Overall, effectiveness: inadequate (told by a "
        "later report) in 2015 and requires improvement in 2016. 1 Preventing crime: good (told by a later report) in "
        "2015 and requires improvement in 2016. 2 Investigating crime: requires improvement (told by a later report) "
        "in 2015 and good in 2016. 3 Protecting vulnerable people: requires improvement (told by a later report) in "
        "2015 and inadequate in 2016. 4 Serious and organised crime: not found in 2016. 5 Specialist capabilities: not "
        "graded in 2016."
    )
    pd.testing.assert_frame_equal(
        picture.table[["question", "2015", "2016"]],
        pd.DataFrame(
            [
                ("Overall, effectiveness", "Inadequate (told by a later report)", "Requires improvement"),
                ("1 Preventing crime", "Good (told by a later report)", "Requires improvement"),
                ("2 Investigating crime", "Requires improvement (told by a later report)", "Good"),
                ("3 Protecting vulnerable people", "Requires improvement (told by a later report)", "Inadequate"),
                ("4 Serious and organised crime", "", "Not found"),
                ("5 Specialist capabilities", "", "Not graded"),
            ],
            columns=["question", "2015", "2016"],
            dtype="string",
        ),
    )
    assert faults(picture) == []


def test_no_line_leads_over_a_change_of_questions(kg: Graph) -> None:
    """Efficiency was graded in 2014 and in 2015, when the other pillars were new."""
    picture = pictures.grade_history(kg, force="Cleveland")
    assert "other questions" in words(picture)
    assert "Dashed rule: from here on, other pillars were graded, and no line leads across." in picture.notes
    efficiency = picture.table[picture.table["question"] == "Efficiency (published)"].iloc[0]
    assert list(efficiency[["2014", "2015"]]) == ["Good", "Requires improvement"]
    # Lines and arrows: three pillars over three steps each, and none from 2014.
    lines = [line for line in picture.figure.axes[0].lines if line.get_marker() in {"None", None}]
    assert len(lines) == 3 * 3 + 1  # and the dashed rule
    steady = pictures.grade_history(kg, force="Cleveland", cycle=[2015, 2016])
    assert "other questions" not in words(steady)
    assert faults(picture) == []


def test_one_question_of_all_forces(kg: Graph) -> None:
    picture = pictures.grade_history(kg, question="effectiveness")
    assert picture.title == "Effectiveness (published): grades of 43 forces, PEEL 2015 to 2018-19"
    changes = [row for row in rows(kg.ask("grade-changes", question="effectiveness")) if row["basis"] == "published"]
    counts = [sum(row["trend"] == trend for row in changes) for trend in ("improved", "deteriorated", "same")]
    assert picture.alt.endswith(f"{counts[0]} improved, {counts[1]} deteriorated and {counts[2]} same.")
    assert faults(picture) == []


def test_scales_and_changes() -> None:
    assert scale(["good", "", "ungraded"]) == "four grades"
    assert scale(["good", "adequate"]) == "five grades"
    assert change("requires-improvement", "adequate") == "improved"
    assert change("good", "good") == "same"


def test_columns_sort_as_the_report_has_them() -> None:
    row = {"cycle": "2016", "origin": "report", "pillar": "effectiveness"}
    columns = [Column.of({**row, "question": question}) for question in ("10", "overall", "2", "1.1", "1")]
    assert [column.question for column in sorted(columns)] == ["overall", "1", "1.1", "2", "10"]


def test_nothing_to_draw(kg: Graph) -> None:
    for draw in (pictures.grade_matrix, pictures.grade_history):
        with pytest.raises(UsageError, match="no such grades to draw: leave out a filter"):
            draw(kg, force="loamshire", cycle=2014)
