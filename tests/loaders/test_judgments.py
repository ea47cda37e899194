"""Grades, the grades before them and how they compare, on made-up summaries."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from peelgraph.loaders import Missing, Register
from peelgraph.loaders.documents import Document
from peelgraph.loaders.extract.judgments import judgments
from peelgraph.loaders.facts import Grade, Judgment, Trend
from peelgraph.loaders.outline import Heading, outline_of

Q1 = "How effective is the force at preventing crime, tackling anti-social behaviour and keeping people safe?"
Q2 = "How effective is the force at investigating crime and reducing re-offending?"
Q3 = "How effective is the force at protecting those who are vulnerable from harm, and supporting victims?"
Q4 = "How effective is the force at tackling serious and organised crime?"
Q5 = "How effective are the force's specialist capabilities?"
Judge = Callable[..., tuple[dict[str, Judgment], dict[str | None, Missing]]]


@pytest.fixture
def judge(document: Callable[[str], Document], headings: list[Heading], register: Register) -> Judge:
    """Judgments and missing ones by question, of a report with a given table and summary of question 2."""
    questions = [(q.notation, q.wording) for q in register.questions["effectiveness", "2016"] if "." not in q.notation]

    def of(
        table: str = "", summary: str = "", overall: str = "", before: str = ""
    ) -> tuple[dict[str, Judgment], dict[str | None, Missing]]:
        text = f"""Title

Introduction

Words.

Overview – How effective is the force at keeping people safe and reducing crime?

Overall judgment

{overall}

Overall summary

{table}

The force has much to do and has begun to do it, as the pages that follow show in many ways.

{Q1}

Words.

{Q2}

Words.

{before}

Summary of findings

{summary}

{Q3}

Words.

Annex A – About the data

Words.
"""
        found, missing = judgments(outline_of(document(text), headings), questions, "2015")
        return {j.question: j for j in found}, {m.question: m for m in missing}

    return of


def test_a_clean_table(judge: Judge) -> None:
    table = (
        f"{Q1}\n\nGood\n\n{Q2}\n\nRequires improvement\n\n{Q3}\n\nInadequate\n\n{Q4}\n\nOutstanding\n\n{Q5}\n\nUngraded"
    )
    found, missing = judge(table)
    assert {question: judgment.grade.value for question, judgment in found.items()} == {
        "1": "good", "2": "requires-improvement", "3": "inadequate", "4": "outstanding", "5": "ungraded",
    }  # fmt: skip
    assert found["2"].stated_by.quote == f"{Q2}\n\nRequires improvement"
    assert found["2"].rule == "grade-table"
    assert list(missing) == ["overall"]


def test_a_table_run_together(judge: Judge) -> None:
    table = (
        "How effective is the force at preventing Requires crime, tackling anti-social behaviour and improvement "
        "keeping people safe? How effective is the force at investigating Good crime and reducing re-offending? "
        "How effective is the force at protecting Inadequate those who are vulnerable from harm, and supporting "
        "victims? How effective is the force at tackling serious and organised crime? "
        "How effective are the force's specialist **Ungraded** capabilities?"
    )
    found, missing = judge(table)
    assert {question: judgment.grade.value for question, judgment in found.items()} == {
        "1": "requires-improvement", "2": "good", "3": "inadequate", "5": "ungraded",
    }  # fmt: skip
    assert set(missing) == {"overall", "4"}


def test_a_table_with_question_and_grade_on_one_line(judge: Judge) -> None:
    found, _ = judge(f"{Q1}\tGood\n{Q2}\tRequires improvement\n{Q3}\tGood\n{Q4}\tGood\n{Q5}\tUngraded")
    assert [found[q].grade.value for q in "12345"] == ["good", "requires-improvement", "good", "good", "ungraded"]


def test_half_a_grade_is_none(judge: Judge) -> None:
    _, missing = judge(f"{Q1}\n\nGood\n\n{Q2}\n\nRequires")
    assert missing["2"].reason.startswith("no grade is stated")


def test_words_of_prose_are_no_table(judge: Judge) -> None:
    found, _ = judge(f"{Q1}\n\nOur work on how effective the force is shows good practice in many places.\n\n{Q2}")
    assert found == {}


@pytest.mark.parametrize(
    ("sentence", "grade"),
    [
        ("Loamshire Constabulary is good at investigating crime.", Grade.GOOD),
        ("The force's approach to investigating crime requires improvement.", Grade.REQUIRES_IMPROVEMENT),
        ("Loamshire Constabulary has been assessed as requires improvement.", Grade.REQUIRES_IMPROVEMENT),
        ("Loamshire Constabulary has been assessed as requiring improvement in this.", Grade.REQUIRES_IMPROVEMENT),
        ("The way in which the force investigates crime is inadequate.", Grade.INADEQUATE),
        ("The force is judged to be outstanding at reducing re-offending.", Grade.OUTSTANDING),
        ("The force has a plan. It is good at reducing re-offending.", Grade.GOOD),
        ("The force has a good plan for its work.", None),
        ("The force is a good employer.", None),
        ("The force makes improvement its aim.", None),
        ("It works. It helps. The force is good at reducing re-offending.", None),
    ],
)
def test_grade_in_words(judge: Judge, sentence: str, grade: Grade | None) -> None:
    found, missing = judge(summary=sentence)
    assert (found["2"].grade if "2" in found else None) is grade
    assert ("2" in missing) is (grade is None)
    if grade:
        assert found["2"].rule == "grade-in-sentence"


@pytest.mark.parametrize(
    ("words", "grade"),
    [
        ("Last year the force was judged to be inadequate. It is now good at investigating crime.", Grade.GOOD),
        ("Last year we judged that it required improvement. The force is good at reducing crime.", Grade.GOOD),
        ("In 2015 it was inadequate at this, and it is now good at it.", Grade.GOOD),
        ("The force was good at this last year. Much has changed.", None),
        ("The force investigates crime. Last year we judged that it required improvement.", None),
    ],
)
def test_the_grade_of_last_year_is_not_this_year_s(judge: Judge, words: str, grade: Grade | None) -> None:
    """Where the sentence that states the grade is lost, the next one often tells the grade before."""
    found, _ = judge(summary=words)
    assert (found["2"].grade if "2" in found else None) is grade


def test_grade_on_a_line_of_its_own(judge: Judge) -> None:
    found, _ = judge(summary="**Requires improvement**\n\nThe force has a plan.")
    assert (found["2"].grade, found["2"].rule) == (Grade.REQUIRES_IMPROVEMENT, "grade-line")
    assert found["2"].stated_by.quote == "Requires improvement"


def test_places_that_agree_are_all_quoted(judge: Judge) -> None:
    found, _ = judge(f"{Q2}\n\nGood", "Good\n\nLoamshire Constabulary is good at investigating crime.")
    assert found["2"].stated_by.quote == "Loamshire Constabulary is good at investigating crime."
    assert [s.quote for s in found["2"].also_stated_by] == [f"{Q2}\n\nGood", "Good"]


def test_two_places_that_disagree_give_no_grade(judge: Judge) -> None:
    _, missing = judge(f"{Q2}\n\nInadequate", "Loamshire Constabulary is good at investigating crime.")
    assert missing["2"].reason == "the report gives it two grades, 'good' and 'inadequate'"


def test_two_places_prevail_over_one(judge: Judge) -> None:
    found, _ = judge(f"{Q2}\n\nInadequate", "Good\n\nLoamshire Constabulary is good at investigating crime.")
    assert found["2"].grade is Grade.GOOD
    assert len(found["2"].also_stated_by) == 1


GOOD = "Loamshire Constabulary is good at investigating crime."


@pytest.mark.parametrize(
    ("words", "previous", "cycle", "trend", "basis"),
    [
        ("", None, None, None, None),
        ("This is an improvement on last year.", None, "2015", Trend.IMPROVED, "stated"),
        ("This is the same as last year.", None, "2015", Trend.SAME, "stated"),
        (
            "This is an improvement on last year, when we judged the force to require improvement.",
            Grade.REQUIRES_IMPROVEMENT, "2015", Trend.IMPROVED, "stated",
        ),
        ("In 2014, we judged the force to be inadequate.", Grade.INADEQUATE, "2014", Trend.IMPROVED, "computed"),
        ("Last year the force was judged to be good.", Grade.GOOD, "2015", Trend.SAME, "computed"),
        ("Last year we judged the force to be outstanding.", Grade.OUTSTANDING, "2015", Trend.DETERIORATED, "computed"),
        ("Its performance has deteriorated since 2015.", None, "2015", Trend.DETERIORATED, "stated"),
        ("Its performance in some areas has improved since last year.", None, "2015", Trend.IMPROVED, "stated"),
        ("It has improved how it investigates crime.", None, None, Trend.IMPROVED, "stated"),
        ("It has improved how it investigates burglary in barns.", None, None, None, None),
        ("Its performance in answering calls has improved since 2015.", None, None, None, None),
        ("There was a deterioration in response times on last year.", None, None, None, None),
        ("The number of arrests is the same as last year.", None, None, None, None),
        ("Words stand between. More words do. This is an improvement on last year.", None, None, None, None),
        ("It judged its plan to be good.", None, None, None, None),
    ],
)  # fmt: skip
def test_what_was_before(
    judge: Judge, words: str, previous: Grade | None, cycle: str | None, trend: Trend | None, basis: str | None
) -> None:
    judgment = judge(summary=f"{GOOD} {words}")[0]["2"]
    assert judgment.grade is Grade.GOOD
    assert (judgment.previous_grade, judgment.previous_cycle, judgment.trend, judgment.trend_basis) == (
        previous, cycle, trend, basis,
    )  # fmt: skip


def test_the_two_grades_decide_where_the_words_disagree_with_them(judge: Judge) -> None:
    """A report that says 'an improvement' from outstanding to good is not believed."""
    words = "This is an improvement on last year, when we judged the force to be outstanding."
    judgment = judge(summary=f"{GOOD} {words}")[0]["2"]
    assert (judgment.trend, judgment.trend_basis) == (Trend.DETERIORATED, "computed")


def test_the_grade_before_may_stand_under_its_own_heading(judge: Judge) -> None:
    before = "Has the force improved since HMIC's 2015 inspection?\n\nIn 2015 we judged the force to be inadequate."
    judgment = judge(summary=GOOD, before=before)[0]["2"]
    assert (judgment.previous_grade, judgment.previous_cycle, judgment.trend) == (
        Grade.INADEQUATE, "2015", Trend.IMPROVED,
    )  # fmt: skip
    assert judgment.also_stated_by[-1].quote == "In 2015 we judged the force to be inadequate."


def test_overall(judge: Judge) -> None:
    words = (
        "Loamshire Constabulary requires improvement in keeping people safe. Crime fell. "
        "Our overall judgement this year is a deterioration on last year, when we judged the force to be good."
    )
    judgment = judge(overall=f"Requires improvement\n\n{words}")[0]["overall"]
    assert (judgment.grade, judgment.previous_grade, judgment.previous_cycle, judgment.trend) == (
        Grade.REQUIRES_IMPROVEMENT, Grade.GOOD, "2015", Trend.DETERIORATED,
    )  # fmt: skip


@pytest.mark.parametrize("grade", list(Grade))
def test_ranks(grade: Grade) -> None:
    assert grade.rank == {"outstanding": 1, "good": 2, "requires-improvement": 3, "inadequate": 4}.get(grade.value)
    assert Trend.between(grade, grade) is (None if grade is Grade.UNGRADED else Trend.SAME)
