"""Contradictions inside short made-up texts in the manner of the reports, and those put into the samples on purpose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peelgraph.loaders import Loaded
from peelgraph.loaders.documents import Document, read
from peelgraph.loaders.extract import Context, contradictions, read_prose
from peelgraph.loaders.extract.contradictions.comparisons import comparisons, units
from peelgraph.loaders.extract.contradictions.grades import changes, grades
from peelgraph.loaders.extract.contradictions.numbers import agree, changes_and_ends, numbers, parts
from peelgraph.loaders.facts import (
    Contradiction,
    Figure,
    Period,
    Printed,
    Prose,
    Quantity,
    RankClaim,
    Span,
)
from peelgraph.loaders.iris import ID, PEEL
from peelgraph.loaders.outline import Heading, outline_of
from peelgraph.loaders.prose import prose
from peelgraph.loaders.register import Register
from peelgraph.loaders.reports import read_report

Read = Callable[[str], Context]
SAMPLES = Path(__file__).resolve().parents[2] / "data" / "sample"
HEAD = "Introduction\n\nThe inspectorate looked at the force.\n\nOverview\n\n"
ANNEX = "\n\nAnnex A – About the data\n\n"
YEAR = Period("2015-07-01", "2016-06-30")


@pytest.fixture(scope="session")
def read_text(register: Register) -> Read:
    """Reads a text as a report on Loamshire of 2016."""
    force = register.forces["loamshire"]

    def of(text: str) -> Context:
        outline = outline_of(Document("made-up.txt", "0" * 64, "text/plain", "utf-8", HEAD + text))
        return Context(outline, prose(outline), force, "2016", "2015", register)

    return of


def found(context: Context) -> list[tuple[str, str, str, str]]:
    """Rule, certainty and the two quotes, white space made even, of the contradictions in a text without tables."""
    return [
        (c.rule, c.certainty.value, " ".join(c.stated_by.quote.split()), " ".join(c.contradicted_by.quote.split()))
        for c in contradictions(context, (), read_prose(context))
    ]


def printed(text: str) -> Printed:
    return Printed(text, Decimal(text.strip("%+")))


def figure(
    value: str | None, benchmark: str | None = None, label: str = "Fined/warned", metric: str = "fined",
    source: str = "figure-4", unit: str = "percent", period: Period = YEAR, start: int = 1000,
) -> Figure:  # fmt: skip
    own, whole = (printed(cell) if cell else None for cell in (value, benchmark))
    quote = f"{label}\t{value}\t{benchmark}"
    span = Span(start, start + len(quote), quote)
    return Figure(source, label, None, None, own, whole, unit, period, metric, True, span, (), "row")


def quantity(
    quote: str, value: str, benchmark: str | None = None, metric: str | None = "fined", unit: str = "percent",
    period: Period = YEAR, qualifier: str | None = None, start: int = 100, label: str = "offenders fined",
) -> Quantity:  # fmt: skip
    span = Span(start, start + len(quote), quote)
    cell = printed(benchmark) if benchmark else None
    return Quantity(label, printed(value), cell, unit, period, qualifier, metric, "2", span, (), "q")


def pairs(items: Sequence[Contradiction]) -> list[tuple[str, str, int, int]]:
    return [(c.kind.value, c.certainty.value, c.stated_by.start, c.contradicted_by.start) for c in items]


class TestNumbers:
    @pytest.mark.parametrize(
        ("one", "other", "same"),
        [
            ("62.3", "62", True), ("62.5", "62", True), ("62.5", "63", True), ("62.6", "62", False),
            ("35.4", "35.8", False), ("23.2", "23.3", False), ("100.00", "100", True), ("-3.4", "3.4", True),
            ("0.04", "0", True), ("68.3", "69", False),
        ],
    )  # fmt: skip
    def test_rounding_is_no_contradiction(self, one: str, other: str, same: bool) -> None:
        assert agree(printed(one), printed(other)) is same
        assert agree(printed(other), printed(one)) is same

    @pytest.mark.parametrize(
        ("value", "benchmark", "qualifier", "expected"),
        [
            ("11.2", "9.0", None, [("number", "sure", 100, 1000)]),
            ("10.2", "9.5", None, [("number", "sure", 100, 1000)]),
            ("10", "9", None, []),
            ("11", "9", "around", []),
            ("14", "9", "around", [("number", "sure", 100, 1000)]),
        ],
        ids=["force", "England and Wales", "rounded", "rough", "too rough"],
    )
    def test_a_sentence_against_a_table(
        self, value: str, benchmark: str, qualifier: str | None, expected: list[tuple[str, str, int, int]]
    ) -> None:
        said = quantity("Some were fined.", value, benchmark, qualifier=qualifier)
        assert pairs(list(numbers([figure("10.2", "9.0")], [said]))) == expected

    def test_message_and_figures(self) -> None:
        row, said = figure("10.2", "9.0"), quantity("Some were fined.", "11.2")
        (one,) = numbers([row], [said])
        assert one.message == "'Fined/warned' of the force is 11.2 percent in the text and 10.2 percent in figure 4."
        assert one.about == (said, row)

    @pytest.mark.parametrize(
        "said",
        [
            quantity("Some were fined.", "11.2", metric="warned"),
            quantity("Some were fined.", "11.2", period=Period("2014-07-01", "2015-06-30")),
            quantity("Some were fined.", "11.2", unit="count"),
            quantity("Some were fined.", "11.2", period=Period()),
        ],
        ids=["another measure", "another period", "another unit", "no period"],
    )
    def test_what_is_not_the_same_figure_is_let_be(self, said: Quantity) -> None:
        assert list(numbers([figure("10.2", "9.0")], [said])) == []

    @pytest.mark.parametrize(("metric", "certainty"), [("fined", "sure"), (None, "likely")])
    def test_a_sentence_without_a_period_that_repeats_one_of_the_two_values(
        self, metric: str | None, certainty: str
    ) -> None:
        said = quantity("In all 10.2 percent were fined.", "10.2", "9.4", metric=metric, period=Period())
        assert pairs(list(numbers([figure("10.2", "9.0")], [said]))) == [("number", certainty, 100, 1000)]

    def test_a_sentence_that_repeats_a_value_of_something_else(self) -> None:
        said = quantity("In all 10.2 percent were outdoors.", "10.2", "9.4", metric=None, period=Period())
        assert list(numbers([figure("10.2", "9.0")], [said])) == []

    def test_two_sentences_but_not_neighbours(self) -> None:
        one, near, far = (quantity("So many.", v, start=s) for v, s in (("10.2", 100), ("11.2", 200), ("12.2", 900)))
        assert pairs(list(numbers([], [one, near]))) == []
        assert pairs(list(numbers([], [one, far]))) == [("number", "sure", 100, 900)]

    @pytest.mark.parametrize(
        ("quote", "message"),
        [
            (
                "Thefts rose by 50 percent, from 200 to 260.",
                "A rise of 50 percent is stated from 200 to 260, which is a rise of 30.0 percent.",
            ),
            (
                "Thefts fell by 30 percent, from 200 to 260.",
                "A fall of 30 percent is stated from 200 to 260, which is a rise of 30.0 percent.",
            ),
            ("Thefts rose by 30 percent, from 200 to 260.", None),
            ("Thefts fell by 30 percent, from 200 to 140.", None),
            ("Thefts rose by 50 percent, from 20 percent to 26 percent.", None),
        ],
    )
    def test_a_change_and_its_two_ends(self, quote: str, message: str | None) -> None:
        result = list(changes_and_ends([quantity(quote, "50", metric=None)]))
        assert pairs(result) == [("number", "likely", 100, 100)] * (message is not None)
        assert [c.message for c in result] == [message] * (message is not None)

    @pytest.mark.parametrize(
        ("quote", "value", "cell", "words"),
        [
            ("Thefts fell by 5.2 percent.", "-5.2", "+5.2%", ("a fall of 5.2 percent", "a rise of 5.2 percent")),
            ("Thefts rose by 5.2 percent.", "5.2", "-5.2%", ("a rise of 5.2 percent", "a fall of 5.2 percent")),
            ("There were 5.2 percent more thefts.", "5.2", "-5.2%", ("a rise of 5.2 percent", "a fall of 5.2 percent")),
            ("Thefts fell by 7.9 percent.", "-7.9", "-5.2%", ("a fall of 7.9 percent", "a fall of 5.2 percent")),
            ("Thefts rose by 5.2 percent.", "5.2", "+5.2%", None),
            ("Thefts fell by 5 percent.", "-5", "-5.2%", None),
            ("The change in thefts was 5.2 percent.", "5.2", "-5.2%", None),
            ("Thefts fell by 5.2 percent.", "-5.2", "5.2%", None),
            ("Arson rose by 9 percent and thefts changed by 5.2 percent.", "5.2", "-5.2%", None),
        ],
        ids=[
            "fell, not rose", "rose, not fell", "more, not fewer", "another fall", "the same rise", "the same fall",
            "no direction in words", "no direction in the table", "direction of another figure",
        ],
    )  # fmt: skip
    def test_the_direction_of_a_change(self, quote: str, value: str, cell: str, words: tuple[str, str] | None) -> None:
        said = quantity(quote, value.strip("-"), metric="change-in-theft")
        said = replace(said, value=Printed(value.strip("-"), Decimal(value)))
        row = figure(None, label="Change in thefts", metric="change-in-theft", source="force-in-numbers")
        row = replace(row, value=Printed(cell, Decimal(cell.strip("%+"))))
        message = (
            f"'Change in thefts' of the force is {words[0]} in the text and {words[1]} in 'Force in numbers'."
            if words
            else None
        )
        assert [c.message for c in numbers([row], [said])] == [message] * (words is not None)

    def test_a_share_has_its_unit_once(self) -> None:
        row, said = figure("113.4%"), quantity("In all 13.4 percent were fined.", "13.4")
        (one,) = numbers([row], [said])
        assert one.message == "'Fined/warned' of the force is 13.4 percent in the text and 113.4% in figure 4."

    @pytest.mark.parametrize(
        ("text", "quoted"),
        [
            ("Courts made 3 closure orders, of which 9 were breached.", "9 are said to be a part of 3"),
            ("It issued 30 notices to landlords, 41 of which were breached.", "41 are said to be a part of 30"),
            ("It revoked four firearms licences, of these nine were of dealers.", "nine are said to be a part of four"),
            (
                "It made 30 stalking protection orders (SPOs), of which 1,000 stand.",
                "1,000 are said to be a part of 30",
            ),
            ("Courts made 46 closure orders, of which 5 were breached.", None),
            ("Courts made 5 closure orders, of which 5 were breached.", None),
            ("Courts made 30 orders, of which 47 percent were breached.", None),
            ("In 2016 courts made orders, of which 4,000 were breached.", None),
            ("In 12 months courts made orders, of which 40 were breached.", None),
            ("Since 1 July courts made orders, of which 40 were breached.", None),
            ("One of the courts made orders, of which 40 were breached.", None),
            ("Courts made 30 orders; 41 notices were breached.", None),
        ],
    )
    def test_a_part_of_more_than_there_are(self, read_text: Read, text: str, quoted: str | None) -> None:
        result = [(c.kind.value, c.certainty.value, c.message.split(":")[0]) for c in parts(read_text(f"{text}\n"))]
        assert result == [("number", "likely", quoted)] * (quoted is not None)


def statement(read_text: Read, text: str, value: str, benchmark: str, metric: str = "fined") -> list[Contradiction]:
    context = read_text(text)
    start = len(HEAD)
    said = quantity(text, value, benchmark, metric=metric, start=start)
    return list(comparisons(context, (), Prose(quantities=(said,))))


class TestComparisons:
    @pytest.mark.parametrize(
        ("text", "value", "benchmark", "certainty"),
        [
            ("8.1 percent were fined, which is above the England and Wales rate of 9.0 percent.", "8.1", "9.0", "sure"),
            ("9.9 percent were fined. This is lower than the England and Wales rate of 9.0.", "9.9", "9.0", "sure"),
            ("9.0 percent were fined, higher than the national figure of 9.0 percent.", "9.0", "9.0", "likely"),
            ("20 percent were fined, in line with the England and Wales rate of 9 percent.", "20", "9", "likely"),
            ("8.1 percent were fined, a little above the 9.0 percent for England and Wales.", "8.1", "9.0", "sure"),
            ("9.9 percent were fined, lower than the 9.0 percent for England and Wales.", "9.9", "9.0", "sure"),
            ("9.9% were fined, below the 9.0% recorded across all forces in England and Wales.", "9.9", "9.0", "sure"),
            ("9.9 percent were fined, lower than in England and Wales, where it is 9.0 percent.", "9.9", "9.0", "sure"),
            (
                "9.9 were fined, higher than last year but lower than the 9.0 for England and Wales.",
                "9.9",
                "9.0",
                "sure",
            ),
        ],
    )
    def test_denied(self, read_text: Read, text: str, value: str, benchmark: str, certainty: str) -> None:
        (one,) = statement(read_text, text, value, benchmark)
        assert (one.kind.value, one.certainty.value) == ("comparison", certainty)

    @pytest.mark.parametrize(
        ("text", "value", "benchmark"),
        [
            ("In all 9.9 percent were fined, which is above the England and Wales rate of 9.0 percent.", "9.9", "9.0"),
            ("In all 9.9 percent were fined, in line with the England and Wales rate of 9.0 percent.", "9.9", "9.0"),
            ("In all 8.1 percent were fined, compared with the England and Wales rate of 9.0 percent.", "8.1", "9.0"),
            ("In all 8.1 percent were fined, above the 9.0 percent of the year before.", "8.1", "9.0"),
            ("In all 9.9 percent were fined, a little above the 9.0 percent for England and Wales.", "9.9", "9.0"),
            ("In all 8.1 percent were fined, lower than the 9.0 percent for England and Wales.", "8.1", "9.0"),
            ("In all 8.1 percent were fined, not below the 9.0 percent for England and Wales.", "8.1", "9.0"),
            ("In all 8.1 percent were fined, above the 9.0 percent of 2015 and 3 in England and Wales.", "8.1", "9.0"),
            (
                "Some 8.1 were fined, lower than last year, and compared with the 9.0 for England and Wales.",
                "8.1",
                "9.0",
            ),
        ],
    )
    def test_not_denied(self, read_text: Read, text: str, value: str, benchmark: str) -> None:
        assert statement(read_text, text, value, benchmark) == []

    def test_of_changes_nothing_is_said(self, read_text: Read) -> None:
        text = "Crime fell by 8.1 percent, more than the England and Wales fall of 9.0 percent."
        assert statement(read_text, text, "8.1", "9.0", metric="change-in-theft") == []

    @pytest.mark.parametrize(("standing", "kinds"), [("above", ["comparison"]), ("below", []), ("highest", [])])
    def test_a_claim_of_rank_against_a_table(self, read_text: Read, standing: str, kinds: list[str]) -> None:
        claim = RankClaim("fines", "fined", standing, None, "2", Span(0, 4, "Fine"), "r")
        one = comparisons(read_text(""), [figure("8.1", "9.0")], Prose(rank_claims=(claim,)))
        assert [c.kind.value for c in one] == kinds


Grade = Callable[..., list[tuple[str, str, str, str]]]
ASKED = {
    "1": "How effective is the force at preventing crime, tackling anti-social behaviour and keeping people safe?",
    "2": "How effective is the force at investigating crime and reducing re-offending?",
    "3": "How effective is the force at protecting those who are vulnerable from harm, and supporting victims?",
    "4": "How effective is the force at tackling serious and organised crime?",
}
BADGE, LINE = "Good", "on the line above the summary"
GOOD = "Loamshire Constabulary is good at tackling serious and organised crime."


@pytest.fixture
def grade(headings: list[Heading], register: Register) -> Grade:
    """Grade contradictions of a report in which a text gives the grade of question 4 here and there."""
    questions = [(q.notation, q.wording) for q in register.questions["effectiveness", "2016"] if "." not in q.notation]

    def of(
        table: str = "Good", badge: str = BADGE, sentence: str = GOOD, overview: str = "It has much to do.",
        overall: str = "Good\n\nLoamshire Constabulary is good at keeping people safe and reducing crime.",
    ) -> list[tuple[str, str, str, str]]:  # fmt: skip
        body = "\n\n".join(f"{wording}\n\nThis part is about the work of its officers." for wording in ASKED.values())
        text = (
            f"Title\n\nIntroduction\n\nWords.\n\nOverview – How effective is the force at keeping people safe and "
            f"reducing crime?\n\nOverall judgment\n\n{overall}\n\nOverall summary\n\n{ASKED['4']}\n\n{table}\n\n"
            f"{overview}\n\n{body}\n\nSummary of findings\n\n{badge}\n\n{sentence}{ANNEX}Words.\n"
        )
        outline = outline_of(Document("made-up.txt", "0" * 64, "text/plain", "utf-8", text), headings)
        context = Context(outline, prose(outline), register.forces["loamshire"], "2016", "2015", register)
        result = [*grades(context, questions), *changes(context, questions)]
        assert {c.kind.value for c in result} <= {"grade"}
        return [
            (c.message, c.certainty.value, " ".join(c.stated_by.quote.split()), c.contradicted_by.quote) for c in result
        ]

    return of


class TestGrades:
    def test_where_all_places_agree_nothing_is_said(self, grade: Grade) -> None:
        assert grade() == []
        assert grade(overview="The force is good at tackling serious and organised crime, with a plan.") == []

    def test_the_table_against_the_line_and_the_sentence(self, grade: Grade) -> None:
        message = f"Question 4 is graded 'inadequate' in the table of judgments and 'good' {LINE}."
        assert grade(table="Inadequate") == [(message, "sure", f"{ASKED['4']} Inadequate", "Good")]

    def test_the_line_against_the_table_and_the_sentence(self, grade: Grade) -> None:
        message = f"Question 4 is graded 'good' in the table of judgments and 'inadequate' {LINE}."
        assert grade(badge="Inadequate") == [(message, "sure", f"{ASKED['4']} Good", "Inadequate")]

    @pytest.mark.parametrize(
        ("sentence", "words"),
        [
            ("Loamshire Constabulary is inadequate at tackling serious and organised crime.", "inadequate"),
            ("Loamshire Constabulary requires improvement in how it tackles such crime.", "requires improvement"),
        ],
    )
    def test_the_sentence_against_the_table_and_the_line(self, grade: Grade, sentence: str, words: str) -> None:
        message = f"Question 4 is graded 'good' in the table of judgments and '{words}' in a sentence of the summary."
        assert grade(sentence=sentence) == [(message, "sure", f"{ASKED['4']} Good", sentence)]

    def test_where_only_the_line_and_the_sentence_give_one(self, grade: Grade) -> None:
        message = f"Question 4 is graded 'inadequate' {LINE} and 'good' in a sentence of the summary."
        assert grade(table="", badge="Inadequate") == [(message, "sure", "Inadequate", GOOD)]

    def test_three_grades_are_two_contradictions(self, grade: Grade) -> None:
        assert [m for m, *_ in grade(table="Inadequate", badge="Outstanding")] == [
            f"Question 4 is graded 'inadequate' in the table of judgments and 'outstanding' {LINE}.",
            "Question 4 is graded 'inadequate' in the table of judgments and 'good' in a sentence of the summary.",
        ]

    def test_the_overall_judgment(self, grade: Grade) -> None:
        sentence = "Loamshire Constabulary is good at keeping people safe and reducing crime."
        message = f"The force overall is graded 'inadequate' {LINE} and 'good' in a sentence of the summary."
        assert grade(overall=f"Inadequate\n\n{sentence}") == [(message, "sure", "Inadequate", sentence)]

    def test_a_sentence_of_the_overview(self, grade: Grade) -> None:
        sentence = "The force is inadequate at tackling serious and organised crime, and knows it."
        message = (
            "Question 4 is graded 'good' in the table of judgments and 'inadequate' in a sentence of the overview."
        )
        assert grade(overview=sentence) == [(message, "sure", f"{ASKED['4']} Good", sentence)]

    @pytest.mark.parametrize(
        "overview",
        [
            "The force is inadequate at tackling organised crime.",
            "The force is inadequate at tackling serious and organised crime groups in ports.",
            "Last year the force was inadequate at tackling serious and organised crime.",
            "The force has an inadequate number of vans.",
        ],
        ids=["less than the question", "something narrower", "an earlier year", "no grade"],
    )
    def test_sentences_of_the_overview_on_something_else(self, grade: Grade, overview: str) -> None:
        assert grade(overview=overview) == []

    def test_a_grade_of_an_earlier_year_is_no_other_grade(self, grade: Grade) -> None:
        assert grade(sentence=f"Last year the force was inadequate at this. {GOOD}") == []

    @pytest.mark.parametrize(
        ("change", "why"),
        [
            (
                "This is an improvement on last year, when we judged the force to be outstanding.",
                "an improvement, but it was graded 'outstanding' before and is graded 'good' now",
            ),
            (
                "This is the same grade as last year, when we judged the force to be inadequate.",
                "the same as before, but it was graded 'inadequate' before and is graded 'good' now",
            ),
            (
                "This is a deterioration on last year, when we judged the force to be good.",
                "a deterioration, but it was graded 'good' before and is graded 'good' now",
            ),
            ("This is an improvement on last year, when we judged that the force required improvement.", None),
            ("This is the same as last year, when we judged the force to be good.", None),
            ("This is a deterioration on last year, when we judged the force to be outstanding.", None),
            ("This is an improvement on last year.", None),
            ("In 2015 we judged the force to be outstanding.", None),
            ("This is an improvement on last year. In 2014 we judged the force to be outstanding.", None),
        ],
    )
    def test_a_change_that_the_grades_deny(self, grade: Grade, change: str, why: str | None) -> None:
        expected = (f"Question 4 is said to be {why}.", "sure", change, GOOD)
        assert grade(sentence=f"{GOOD} {change}") == [expected] * (why is not None)

    def test_nothing_is_worse_than_the_lowest_grade(self, grade: Grade) -> None:
        sentence, change = GOOD.replace("good", "inadequate"), "This is an improvement on last year."
        message = "Question 4 is said to be an improvement, but it is graded 'inadequate', and no grade is worse."
        result = grade(table="Inadequate", badge="Inadequate", sentence=f"{sentence} {change}")
        assert result == [(message, "sure", change, sentence)]

    @pytest.mark.parametrize(("before", "certainty"), [("good", None), ("inadequate", "likely")])
    def test_performance_can_get_worse_within_a_grade(self, grade: Grade, before: str, certainty: str | None) -> None:
        text = f"Its performance has deteriorated since last year. Last year the force was judged to be {before}."
        assert [c for _, c, *_ in grade(sentence=f"{GOOD} {text}")] == [certainty] * (certainty is not None)

    def test_the_overall_change(self, grade: Grade) -> None:
        sentence = "Loamshire Constabulary is good at keeping people safe and reducing crime."
        change = "This is a deterioration on last year, when we judged the force to be good overall."
        message = (
            "The force overall is said to be a deterioration, but it was graded 'good' before and is graded 'good' now."
        )
        assert grade(overall=f"Good\n\n{sentence} {change}") == [(message, "sure", change, sentence)]


class TestUnits:
    def test_one_value_of_two_wholes(self, read_text: Read) -> None:
        rate = quantity("For every 100 offences there were 25 arrests.", "25", unit="per-100-offences", start=10)
        share = quantity("Arrests followed 25 percent of all reported incidents.", "25", start=900)
        other = quantity("Arrests followed 40 percent of all reported incidents.", "40", start=900)
        assert pairs(list(units(read_text(""), [rate, share]))) == [("unit", "likely", 10, 900)]
        assert list(units(read_text(""), [rate, other])) == []
        assert list(units(read_text(""), [rate, rate])) == []

    @pytest.mark.parametrize(("unit", "count"), [("percent", 1), ("for every 100 groups", 0)])
    def test_a_rate_compared_with_a_percentage(self, read_text: Read, unit: str, count: int) -> None:
        text = f"The force made 5.9 referrals for every 100 groups. This is below the rate of 26.4 {unit} elsewhere."
        context = read_text(text)
        said = quantity(text, "5.9", "26.4", unit="per-100-ocg", start=len(HEAD))
        result = list(units(context, [said]))
        assert len(result) == count
        assert [c.contradicted_by.quote[:13] for c in result] == ["This is below"] * count


EVENT = "Following the terrorist attacks in Wenn on 13 May 2014, the force bought new radios."


class TestDates:
    @pytest.mark.parametrize(
        "other",
        [
            "Since the Wenn attacks in April 2014, patrols are armed.",
            "The plan was made after the attacks in Wenn in April 2014.",
            "It was written after the April 2014 attacks in Wenn.",
        ],
    )
    def test_an_event_with_two_dates(self, read_text: Read, other: str) -> None:
        assert found(read_text(f"{EVENT}\n\n{other}\n")) == [("event-two-dates", "sure", EVENT, other)]

    @pytest.mark.parametrize(
        "other",
        [
            "Since the Wenn attacks in May 2014, patrols are armed.",
            "Since the Wold attacks in April 2014, patrols are armed.",
            "The murders in Wenn in April 2014 are unsolved.",
            "The force reviewed the attacks in Wenn by April 2014.",
        ],
        ids=["the month of the day", "another place", "another event", "another date"],
    )
    def test_what_is_no_other_date(self, read_text: Read, other: str) -> None:
        assert found(read_text(f"{EVENT}\n\n{other}\n")) == []

    def test_the_beginning_of_an_operation(self, read_text: Read) -> None:
        one = "Operation Plover, which was launched in March 2015, is about lead."
        other = "The force introduced Operation Plover in May 2015."
        assert found(read_text(f"{one}\n\n{other}\n")) == [("event-two-dates", "likely", one, other)]
        assert found(read_text(f"{one}\n\nThe force extended Operation Plover in May 2015.\n")) == []

    def test_a_code_of_two_years(self, read_text: Read) -> None:
        one, other = (f"*Code of Practice for Keepers of Keys*, Home Office, {year}." for year in ("2013", "2015"))
        text = f"Words are explained below.¹ Again.²\n\n¹ {one}\n\n² {other}\n"
        found_here = [(rule, certainty) for rule, certainty, _, _ in found(read_text(text))]
        assert found_here == [("citation-two-dates", "sure")]
        assert found(read_text(text.replace("2015", "2013"))) == []
        replaced = text.replace("Home Office, 2015.", "Home Office, 2015, which replaced that of 2013.")
        assert "citation-two-dates" not in {rule for rule, *_ in found(read_text(replaced))}

    def test_acts_of_one_name_are_two_acts(self, read_text: Read) -> None:
        assert found(read_text("It follows the Theft Act 1968. It also follows the Theft Act 1978.\n")) == []

    @pytest.mark.parametrize(
        ("day", "expected"),
        [("30 March", ["likely"]), ("31 March", []), ("15 March", []), ("30 June", [])],
    )
    def test_a_period_that_ends_a_day_too_soon(self, read_text: Read, day: str, expected: list[str]) -> None:
        text = (
            f"Thefts fell to 310 in the 12 months to {day} 2015.\n\n"
            "Fires rose in the 12 months to 31 March 2015, when barns burnt.\n"
        )
        assert [certainty for rule, certainty, *_ in found(read_text(text)) if rule == "period-misprinted"] == expected

    def test_a_day_that_the_report_never_prints_otherwise(self, read_text: Read) -> None:
        assert found(read_text("Thefts fell in the 12 months to 30 March 2015.\n")) == []


class TestNames:
    def test_an_abbreviation_with_two_meanings(self, read_text: Read) -> None:
        one = "The force has a stock theft team (STT) of six."
        for other, expected in (
            ("The stock tracing team (STT) is new.", ["sure"]),
            ("The Sheep Tagging Tribunal (STT) is new.", ["likely"]),
            ("Its Stock-Theft Teams (STTs) are new.", []),
        ):
            result = found(read_text(f"{one}\n\n{other}\n"))
            assert [c for rule, c, *_ in result if rule == "abbreviation-two-meanings"] == expected, other

    def test_an_abbreviation_spelt_two_ways_and_the_adjective_of_its_words(self, read_text: Read) -> None:
        one = "Cases go to the North East Regional Rural Crime Unit (NERRCU)."
        other = "The NERRUC (North Eastern Regional Rural Crime Unit) has a plan."
        assert found(read_text(f"{one}\n\n{other}\n")) == [
            ("abbreviation-two-spellings", "sure", one, other),
            ("name-two-adjectives", "sure", one, other),
        ]
        assert found(read_text(f"{one}\n\nThe North West Regional Rural Crime Unit (NWRRCU) has one too.\n")) == []

    def test_a_hyphen(self, read_text: Read) -> None:
        one = "Groups are chosen by the planning and co-ordination group."
        other = "The planning and coordination group meets weekly."
        assert found(read_text(f"{one}\n\n{other}\n")) == [("name-two-hyphenations", "sure", one, other)]

    @pytest.mark.parametrize(
        "other",
        [
            "The planning and co-\nordination group meets weekly.",
            "A coordination group meets weekly.",
            "The spending and coordination group meets weekly.",
            "The planning and coordination of work is good.",
        ],
        ids=["cut by the line", "no name", "another name", "no body"],
    )
    def test_no_other_hyphen(self, read_text: Read, other: str) -> None:
        text = f"Groups are chosen by the planning and co-ordination group.\n\n{other}\n"
        assert found(read_text(text)) == []

    @pytest.mark.parametrize(
        ("quoted", "expected"),
        [
            ("charged/summonsed", [("label", "sure")]),
            ("charged / summoned", []),
            ("Charged/Summoneds", []),
            ("chorged/summoned", [("label", "likely")]),
            ("charged or summonsed", []),
        ],
        ids=["another spelling", "other spaces", "plural", "unknown", "other words"],
    )
    def test_a_label_in_the_text_and_in_a_table(
        self, read_text: Read, quoted: str, expected: list[tuple[str, str]]
    ) -> None:
        context = read_text(f"The force's use of '{quoted}' was low.\n")
        row = figure("9.0", "12.1", "Charged/Summoned", "charged-summonsed")
        result = contradictions(context, [row], Prose())
        assert [(c.kind.value, c.certainty.value) for c in result] == expected


NOTES = (
    "Figure 8: Outcomes by force, for the 12 months to 30 June 2016²⁴\n\n"
    "²⁴ Loamshire Constabulary and Mummerset Police were unable to submit burglary outcomes data. "
    "Therefore, these forces' data are not included in the graph.\n"
)


class TestAccounts:
    def test_data_that_could_not_be_given_and_were_not_used(self, read_text: Read) -> None:
        used = "It was decided not to use Mummerset Police's burglary outcome data."
        context = read_text(f"{NOTES}{ANNEX}{used}\n")
        assert found(context) == [
            (
                "data-two-accounts", "sure",
                "Loamshire Constabulary and Mummerset Police were unable to submit burglary outcomes data.", used,
            )
        ]  # fmt: skip

    @pytest.mark.parametrize(
        "other",
        [
            "It was decided not to use Mummerset Police's arrest data.",
            "It was decided not to use Kent Police's burglary outcome data.",
            "Mummerset Police was unable to submit burglary outcomes data.",
        ],
        ids=["other data", "another force", "the same account"],
    )
    def test_other_accounts(self, read_text: Read, other: str) -> None:
        assert found(read_text(f"{NOTES}{ANNEX}{other}\n")) == []

    def test_part_of_the_data(self, read_text: Read) -> None:
        part = NOTES.replace("burglary outcomes data", "the last quarter of burglary outcomes data")
        used = "It was decided not to use Mummerset Police's burglary outcome data."
        assert found(read_text(f"{part}{ANNEX}{used}\n")) == []

    @pytest.mark.parametrize(("word", "count"), [("tables", 1), ("graphs", 0)])
    def test_a_figure_that_is_a_graph_and_a_table(self, read_text: Read, word: str, count: int) -> None:
        other = f"This is not comparable with figure 8, so nothing should be read across the two {word}."
        rules = [rule for rule, *_ in found(read_text(f"{NOTES}{ANNEX}{other}\n"))]
        assert rules == ["figure-two-forms"] * count


class TestStatuses:
    def test_created_and_not_there(self, read_text: Read) -> None:
        one = "Members of the rural crime board were named; this board has been created but has not met."
        other = "It is a pity that the force does not yet have a crime board in place."
        assert found(read_text(f"{one}\n\n{other}\n")) == [("created-and-not-there", "likely", one, other)]

    @pytest.mark.parametrize(
        "other",
        [
            "The force does not yet have a flood board in place.",
            "Last year the force did not have a crime board, and it does not have a crime board in place.",
            "The force does not have a crime board for children.",
            "The force does not have to report.",
        ],
        ids=["another board", "an earlier inspection", "a board for something", "no thing"],
    )
    def test_other_things(self, read_text: Read, other: str) -> None:
        text = f"Members of the rural crime board were named; this board has been created.\n\n{other}\n"
        assert found(read_text(text)) == []

    @pytest.mark.parametrize(
        ("other", "count"),
        [
            ("The force will know more when Jackdaw, the new system, arrives in April 2017.", 1),
            ("The force knows more since Jackdaw, the new system, was due to arrive in April 2015.", 0),
            ("The force will know more when Magpie, the new system, arrives in April 2017.", 0),
            ("Jackdaw will be introduced in every station by May 2015.", 0),
        ],
        ids=["later", "past", "another system", "earlier"],
    )
    def test_in_use_and_still_to_come(self, read_text: Read, other: str, count: int) -> None:
        one = "A system for keys, Jackdaw, has been in use since May 2016."
        assert [rule for rule, *_ in found(read_text(f"{one}\n\n{other}\n"))] == ["in-use-and-still-to-come"] * count


PUT_IN = {
    "loamshire": [
        ("label", "sure", "Charged/Summoned", "Charged/summonsed"),
        ("status", "likely", "Ploughshare, has been in use", "arrives in April 2017"),
        ("number", "sure", "managing 41 organised crime groups", "38"),
    ],
    "mummerset": [("number", "likely", "11.7 percent", "10.7%")],
}


@pytest.mark.parametrize("force", PUT_IN)
def test_the_samples_contradict_themselves_where_they_were_made_to(force: str, register: Register) -> None:
    reading = read_report(read(SAMPLES / f"{force}-effectiveness-2016.txt"), register)
    seen = []
    for one in reading.facts.contradictions:
        expected = next(e for e in PUT_IN[force] if e[0] == one.kind and e not in seen)
        quotes = {one.stated_by.quote, one.contradicted_by.quote}
        assert one.certainty == expected[1]
        assert all(any(words in " ".join(quote.split()) for quote in quotes) for words in expected[2:])
        seen.append(expected)
    assert sorted(seen) == sorted(PUT_IN[force])


def test_both_passages_and_the_figures_are_in_the_graph(samples: dict[str, Loaded]) -> None:
    loaded = samples["loamshire"]
    facts = next(quads for name, quads in loaded.graphs.items() if "/provenance/" not in name)
    about: dict[str, dict[str, set[str]]] = {}
    for quad in facts:
        values = about.setdefault(quad.subject.value, {})  # type: ignore[union-attr]
        values.setdefault(quad.predicate.value, set()).add(quad.object.value)  # type: ignore[union-attr]
    here = {iri: said for iri, said in about.items() if iri.startswith(f"{ID}contradiction/")}
    assert len(here) == loaded.counts["contradictions"] == 3
    for iri, said in here.items():
        assert iri.startswith(f"{ID}contradiction/loamshire/2016/effectiveness/")
        assert said[f"{PEEL}certainty"] <= {"sure", "likely"}
        for name in ("statedBy", "contradictedBy"):
            (passage,) = said[f"{PEEL}{name}"]
            assert passage in about
    (number,) = (said for iri, said in here.items() if "/number/" in iri)
    assert number[f"{PEEL}concerns"] <= about.keys()
    assert len(number[f"{PEEL}concerns"]) == 2


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            [
                EVENT, NOTES, "The Wenn attacks in May 2013", "(STT)", "stock theft team", "'", "\n\n", "²", "\x0c",
                "12 months to 30 March 2015", "co-", "ordination group", "figure 8", "the table",
                "by 5 percent from 3 to 4", "£", "1.",
            ]
        ),
        max_size=20,
    )
)  # fmt: skip
def test_no_text_is_too_odd(read_text: Read, pieces: list[str]) -> None:
    context = read_text(" ".join(pieces))
    text = context.outline.document.text
    for one in contradictions(context, (), read_prose(context)):
        for span in (one.stated_by, one.contradicted_by):
            assert text[span.start : span.end] == span.quote
