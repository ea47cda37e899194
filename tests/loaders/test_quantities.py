"""Figures in prose and claims of rank: what is read from short made-up reports, and from any text at all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peelgraph.loaders.documents import Document
from peelgraph.loaders.extract.context import Context
from peelgraph.loaders.extract.quantities import quantities, rank_claims
from peelgraph.loaders.extract.quantities.mentions import mentions
from peelgraph.loaders.extract.quantities.numbers import number_of, percent, share_of
from peelgraph.loaders.extract.quantities.times import times_in
from peelgraph.loaders.facts import Period, Quantity, RankClaim
from peelgraph.loaders.outline import Heading, Role, outline_of
from peelgraph.loaders.prose import prose
from peelgraph.loaders.register import Register

REGISTER = Register.packaged()
QUESTION = "How effective is the force at investigating crime and reducing re-offending?"


def context_of(text: str) -> Context:
    """The context of a made-up report of Loamshire with one section."""
    document = Document("made-up.txt", "0" * 64, "text/plain", "utf-8", f"Loamshire\n\n{QUESTION}\n\n{text}\n")
    outline = outline_of(document, [Heading(QUESTION, Role.QUESTION, "2")])
    force = REGISTER.force("Loamshire Constabulary")
    assert force is not None
    return Context(outline, prose(outline), force, "2016", "2015", REGISTER)


Row = tuple[str, str | None, str]


def rows(text: str) -> list[Row]:
    """(value, benchmark, unit) of each figure of a made-up text."""
    return [_row(q) for q in quantities(context_of(text))]


def _row(quantity: Quantity) -> Row:
    assert quantity.value is not None
    benchmark = quantity.benchmark
    return (f"{quantity.value.number:f}", f"{benchmark.number:f}" if benchmark else None, quantity.unit)


def claims(text: str) -> list[tuple[str, int | None, str]]:
    return [_claim(c) for c in rank_claims(context_of(text))]


def _claim(claim: RankClaim) -> tuple[str, int | None, str]:
    return claim.standing, claim.rank, claim.subject


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The force has 14 local areas.", [("14", None, "count")]),
        ("The force has four safeguarding hubs and 32 advisers.", [("4", None, "count"), ("32", None, "count")]),
        ("Over 5,000 people have joined the force's alert scheme.", [("5000", None, "count")]),
        ("The team consists of two sergeants, nine officers and three probation staff.",
         [("2", None, "count"), ("9", None, "count"), ("3", None, "count")]),
        ("The force has one officer who supports victims in court.", [("1", None, "count")]),
        ("The force read 11 of the 40 plans.", [("11", None, "count")]),
        ("The force seized £1.2 million in cash.", [("1200000", None, "gbp")]),
        ("Victims should be contacted within 36 hours.", [("36", None, "hours")]),
        ("The force holds five-weekly meetings with its teams.", [("5", None, "weeks")]),
        ("The force reviews the list twice a day.", [("2", None, "per-day")]),
        ("The waiting time in the force is no longer than four months.", [("4", None, "months")]),
        ("There were no incidents over three hours old in the force's queue.", [("0", None, "count")]),
        ("One in four homes is in the force's scheme.", [("25", None, "percent")]),
        ("Almost a third of the force's files were late.", [("33.3", None, "percent")]),
        ("The force has the third highest rate in England and Wales.", [("3", None, "rank")]),
        (("The force used powers 120 times per one million population, which is"
         " below the England and Wales rate of 300."),
         [("120", "300", "per-million-population")]),
        ("For every 100 domestic abuse related offences in Loamshire there were 41 arrests.",
         [("41", None, "per-100-offences")]),
        ("The force made 7.5 referrals per 100 OCGs, compared with 21.4 in England and Wales.",
         [("7.5", "21.4", "per-100-ocg")]),
        ("The force uses twice as many orders as in England and Wales.", [("2", None, "ratio-to-england-and-wales")]),
        ("The ratio of 31.5 offenders to each manager in the force is too high.", [("31.5", None, "ratio")]),
    ],
)  # fmt: skip
def test_value_and_unit(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Crime in Loamshire fell by 2.5 percent, compared with a rise of 1.5 percent in England and Wales.",
         [("-2.5", "1.5", "percent")]),
        ("The force has reduced its workforce by 12 percent compared with the England and Wales average of 9 percent.",
         [("-12", "-9", "percent")]),
        ("By improving its plans, the force has reduced the backlog by about 30 percent.", [("-30", None, "percent")]),
        ("The number of charges by the force has reduced by half.", [("-50", None, "percent")]),
        ("The force has doubled the number of advisers.", [("100", None, "percent")]),
        ("This is 4 percent fewer incidents than the force recorded before.", [("-4", None, "percent")]),
        ("The force's rate has fallen, to 57 percent.", [("57", None, "percent")]),
        ("The rate in the force rose from 60 to 80 percent.", [("60", None, "percent"), ("80", None, "percent")]),
        ("Domestic abuse made up 11 percent of crime in Loamshire.", [("11", None, "percent")]),
        ("The force has 20 fewer than in the same period last year.", [("-20", None, "count")]),
    ],
)  # fmt: skip
def test_direction_of_change(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "In the 12 months to 30 June 2016, the majority of forces (39 out of 43 forces) showed a rise.",
        "After the attacks, the government allocated £12 million to the 43 forces.",
        "The Strategic Policing Requirement (SPR) specifies six national threats.",
        "Officers of the force use section 136 of the Mental Health Act 1983.",
        "The force answers 999 and 101 calls.",
        "The force helped a girl of 13 and a 14-year-old boy.",
        "The force works on these three themes with the two councils.",
        "The force trained two or more people over the past three years.",
        "Proportions vary considerably between forces, from 3 percent to 44 percent.",
        "A notice may be issued to a person and lasts up to 28 days.",
        "Figures 2 and 3 show rates (per 1,000 population) in Loamshire.",
        "6 Throughout the year the force listened.",
        "The force has trained its staff since March 2016.",
    ],
)
def test_numbers_that_measure_nothing_of_the_force(text: str) -> None:
    assert rows(text) == []


def test_benchmark_in_the_next_sentence_is_quoted_with_it() -> None:
    text = (
        "In the 12 months to 30 June 2016, the force charged 9 percent. This compares"
        " with 12.5 percent for England and Wales."
    )
    (found,) = quantities(context_of(text))
    assert _row(found) == ("9", "12.5", "percent")
    assert found.stated_by.quote == text
    assert found.period == Period("2015-07-01", "2016-06-30")


def test_the_last_of_two_levels_takes_the_benchmark() -> None:
    text = (
        "In the force the charge rate fell from 26 percent in 2014 to 18 percent in 2015. This is"
        " lower than the England and Wales rate of 23 percent."
    )
    first, last = quantities(context_of(text))
    assert (_row(first), first.period) == (("26", None, "percent"), Period(as_at="2014"))
    assert (_row(last), last.period) == (("18", "23", "percent"), Period(as_at="2015"))
    assert first.label == last.label


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("On 1 July 2016 the force had a backlog of 12 files.", [Period(as_at="2016-07-01")]),
        (("The force's list fell from 60 in May 2015 to 40"
         " in June 2016."), [Period(as_at="2015-05"), Period(as_at="2016-06")]),
        (("The force surveyed people between July and August 2016. Some"
         " 90 people were asked."), [Period("2016-07", "2016-08")]),
        ("In the six months to 30 June 2016 the force made 5 arrests. In the same period it made 6 searches.",
         [Period("2016-01-01", "2016-06-30"), Period("2016-01-01", "2016-06-30")]),
        ("In the 12 months to 30 June 2016 the force made 5 arrests. It has 6 dogs.",
         [Period("2015-07-01", "2016-06-30"), Period()]),
        (("Compared with the 12 months to 30 June 2011, crime in Loamshire rose by 4"
         " percent in the 12 months to 30 June 2016."),
         [Period("2011-07-01", "2016-06-30")]),
    ],
)  # fmt: skip
def test_period(text: str, periods: list[Period]) -> None:
    assert [q.period for q in quantities(context_of(text))] == periods


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        (("In the 12 months to 31 March 2016, the force recorded 18 incidents of"
         " anti-social behaviour per 1,000 population."),
         "anti-social-behaviour-incidents"),
        (("At 1 July 2016 the force had 31 organised crime groups (OCGs) per"
         " one million of the population."), "organised-crime-groups"),
        ("The force has 14 local areas.", None),
        ("Around 40 percent of the force's cases end with a charge or summons.", None),
    ],
)  # fmt: skip
def test_metric(text: str, metric: str | None) -> None:
    assert [q.metric for q in quantities(context_of(text))] == [metric]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The force has the lowest arrest rate in England and Wales.", [("lowest", None, "arrest rate")]),
        (("Its use of cautions was among the highest in"
         " England and Wales."), [("among-highest", None, "Its use of cautions")]),
        ("The force has the second highest detection rate nationally.", [("highest", 2, "detection rate")]),
        (("The arrest rate in Loamshire is below the England"
         " and Wales rate."), [("below", None, "The arrest rate in Loamshire")]),
        (("The caseload of the force is in line with the rate for"
         " England and Wales."), [("in-line", None, "The caseload of the force")]),
        ("The force deals with those at the highest risk.", []),
        ("The plan of the force is in line with its budget.", []),
        ("The force's costs are higher than last year.", []),
    ],
)  # fmt: skip
def test_claims_of_rank(text: str, expected: list[tuple[str, int | None, str]]) -> None:
    assert claims(text) == expected


def test_a_claim_without_a_subject_is_of_the_figure_before() -> None:
    text = "The force's re-offending rate is 40 percent. This is lower than the England and Wales rate of 45 percent."
    (claim,) = rank_claims(context_of(text))
    assert (claim.standing, claim.subject) == ("below", "The force's re-offending rate")
    assert claim.stated_by.quote == "This is lower than the England and Wales rate of 45 percent."


def test_shares() -> None:
    assert (share_of("two", "thirds"), share_of("three", "quarters")) == (Decimal("66.7"), Decimal(75))
    assert percent(Decimal(1), Decimal(0)) is None


_WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def in_words(n: int, joint: str = "-") -> str:
    """A number below a million in words."""
    if n >= 1000:
        rest = n % 1000
        return f"{in_words(n // 1000, joint)} thousand" + (
            f" {'and ' if rest < 100 else ''}{in_words(rest, joint)}" if rest else ""
        )
    if n >= 100:
        return f"{_WORDS[n // 100]} hundred" + (f" and {in_words(n % 100, joint)}" if n % 100 else "")
    if n >= 20:
        return _TENS[n // 10] + (joint + _WORDS[n % 10] if n % 10 else "")
    return _WORDS[n]


@given(st.integers(1, 999_999), st.sampled_from(["-", " "]))
def test_numbers_in_words(n: int, joint: str) -> None:
    assert number_of(in_words(n, joint)) == n
    assert number_of(in_words(n, joint).upper()) == n


@given(st.integers(0, 10**9), st.integers(0, 99))
def test_numbers_in_figures(n: int, hundredths: int) -> None:
    assert number_of(f"{n:,}") == n
    assert number_of(f"{n:,}.{hundredths:02}") == Decimal(f"{n}.{hundredths:02}")


@given(st.text(max_size=30))
def test_what_is_no_number_is_none(text: str) -> None:
    number = number_of(text)
    assert number is None or number >= 0


_PIECES = st.sampled_from(
    [
        "the force",
        "has",
        "12",
        "percent",
        "one in",
        "three",
        "per 1,000 population",
        "England and Wales",
        "compared with",
        "fell by",
        "from",
        "to",
        "in 2016",
        "(",
        ")",
        ".",
        ",",
        ";",
        "£",
        "half",
        "over",
        "12 months to 30 June 2016",
        "the lowest",
        "This is",
        "as many as",
        "times",
        "-",
        "–",
        "9.",
        "days",
        "old",
        "a quarter",
        "of",
        "the same period",
        "\n\n",
        "¹²",
        "1,2,3",
        "0",
        "2015-16",
    ]
)


@settings(max_examples=120, deadline=None)
@given(st.lists(_PIECES, max_size=40).map(" ".join) | st.text(max_size=80))
def test_any_text_is_read_and_quoted_verbatim(text: str) -> None:
    context = context_of(text)
    spans = [span for q in quantities(context) for span in (q.stated_by, *q.also_stated_by)]
    spans += [claim.stated_by for claim in rank_claims(context)]
    for span in spans:
        assert context.outline.document.text[span.start : span.end] == span.quote


@given(st.lists(_PIECES, max_size=30).map(" ".join))
def test_mentions_do_not_overlap_and_stand_in_the_text(text: str) -> None:
    found = mentions(text)
    assert all(0 <= m.start <= m.at < m.end <= len(text) for m in found)
    assert [m.at for m in found] == sorted({m.at for m in found})
    assert all(0 <= t.start < t.end <= len(text) for t in times_in(text))
