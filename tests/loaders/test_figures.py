"""Figures: cells, periods, the graphic 'Force in numbers' and the tables, on made-up pages."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peelgraph.loaders import Missing, Register, resolve
from peelgraph.loaders.documents import Document
from peelgraph.loaders.extract.cells import printed
from peelgraph.loaders.extract.force_in_numbers import SOURCE, force_in_numbers
from peelgraph.loaders.extract.periods import MONTHS, iso_date, period_of, without_period
from peelgraph.loaders.extract.tables import Row, tables
from peelgraph.loaders.facts import Figure, Period, Printed
from peelgraph.loaders.outline import outline_of

NAMES = ("Loamshire Constabulary", "Loamshire", "loamshire")
YEAR = Period("2015-07-01", "2016-06-30")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("68.3", "68.3"), ("+10.9%", "10.9"), ("-4.6%", "-4.6"), ("−3.4%", "-3.4"), ("–3.4", "-3.4"), ("1,234", "1234"),
        ("100.00", "100.00"), ("£1,640,000", "1640000"), ("- 5", "-5"), (" 7 ", "7"), ("0", "0"),
    ],
)  # fmt: skip
def test_numbers_as_printed(text: str, number: str) -> None:
    found = printed(text)
    assert found == Printed(text.strip(), Decimal(number))
    assert str(found.number) == number


@pytest.mark.parametrize("text", ["–", "-", "—", "−"])
def test_a_dash_is_a_value_without_a_number(text: str) -> None:
    assert printed(text) == Printed(text, None)


@pytest.mark.parametrize("text", ["", "110 /0", "n/a", "1.2.3", "12.", "1,23", "12%%", "12 13", "ten", "*", "l2"])
def test_what_is_no_number(text: str) -> None:
    assert printed(text) is None


@given(st.decimals(-(10**6), 10**6, places=2), st.sampled_from(["", "%"]))
def test_every_number_is_read_back(number: Decimal, unit: str) -> None:
    found = printed(f"{number:,}{unit}")
    assert found is not None
    assert found.number == number


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("12 months to 30 June 2016", Period("2015-07-01", "2016-06-30")),
        ("in the six months to 30 June 2016", Period("2016-01-01", "2016-06-30")),
        ("in the 3 months ended 29 February 2016", Period("2015-12-01", "2016-02-29")),
        ("12 months to June 2016", Period("2015-07", "2016-06")),
        ("year ending 31 March 2016", Period("2015-04-01", "2016-03-31")),
        ("Change, 12 months to 30 June 2015 against 12 months to 30 June 2016", Period("2015-07-01", "2016-06-30")),
        ("for the 5 years to the 12 months to 30 June 2016", Period("2011-07-01", "2016-06-30")),
        ("for the five year period to 30 June 2016", Period("2011-07-01", "2016-06-30")),
        ("as at 1 July 2016", Period(as_at="2016-07-01")),
        ("at 1 July 2016", Period(as_at="2016-07-01")),
        ("for the 5 years to fhe 12 months to 30 June 2016", None),
        ("12 months to 31 June 2016", None), ("over the last 12 months", None), ("in 2016", None),
        ("as at today", None),
    ],
)  # fmt: skip
def test_periods(text: str, period: Period | None) -> None:
    assert period_of(text) == period


DAYS = st.dates(dt.date(2001, 2, 1), dt.date(2089, 12, 31))


def _back(day: dt.date, months: int) -> dt.date:
    """The first day of so many months that end with `day`, month by month, as one counts on a calendar."""
    first = day + dt.timedelta(days=1)
    wanted = first.day
    for _ in range(months):
        first = first.replace(day=1) - dt.timedelta(days=1)
    return first.replace(day=min(wanted, calendar.monthrange(first.year, first.month)[1]))


@given(DAYS, st.integers(1, 11))
def test_months_to_a_day(day: dt.date, months: int) -> None:
    found = period_of(f"{months} months to {day.day} {MONTHS[day.month - 1]} {day.year}")
    assert found == Period(_back(day, months).isoformat(), day.isoformat())


@given(DAYS, st.integers(1, 60))
def test_years_are_twelve_months(day: dt.date, years: int) -> None:
    if day.year - years > 1:
        found = period_of(f"{years} years to {day.day} {MONTHS[day.month - 1]} {day.year}")
        assert found == Period(_back(day, 12 * years).isoformat(), day.isoformat())


@given(DAYS, st.integers(1, 36))
def test_months_to_a_month(day: dt.date, months: int) -> None:
    found = period_of(f"{months} months to {MONTHS[day.month - 1]} {day.year}")
    year, month = day.year, day.month
    for _ in range(months - 1):
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    assert found == Period(f"{year}-{month:02}", f"{day.year}-{day.month:02}")


@given(DAYS)
def test_dates(day: dt.date) -> None:
    assert iso_date(f"by {day.day} {MONTHS[day.month - 1].upper()} {day.year}") == day.isoformat()
    assert iso_date(f"in {MONTHS[day.month - 1]}\n{day.year}") == day.isoformat()[:7]


def test_a_label_without_its_period() -> None:
    labels = [
        "Victim satisfaction 12 months to 30 June 2016",
        "Victim satisfaction, 12 months to 30 June 2015 against 12 months to 30 June 2016",
        "Victim satisfaction as at 1 July 2016",
        "Victim satisfaction",
    ]
    assert {without_period(label) for label in labels} == {"Victim satisfaction"}


# Force in numbers

Graphic = Callable[[str], tuple[list[Row], list[Missing]]]
CALLS = "Calls for assistance per 1,000 population 12 months to 30 June 2016"
CRIMES = "Crimes recorded per 1,000 population 12 months to 30 June 2016"
GROUPS = "Organised crime groups per million population as at 1 July 2016"


@pytest.fixture
def graphic(document: Callable[[str], Document], register: Register) -> Graphic:
    known = resolve.known_labels(register, SOURCE)

    def of(text: str) -> tuple[list[Row], list[Missing]]:
        outline = outline_of(document(f"Title\n\nForce in numbers\n\n{text}\n\nOverview\n\nWords.\n"))
        return force_in_numbers(outline, NAMES, known)

    return of


def _values(rows: list[Row]) -> list[tuple[str, str | None, str | None]]:
    return [(r.label, r.value.text if r.value else None, r.benchmark.text if r.benchmark else None) for r in rows]


def test_a_clean_graphic(graphic: Graphic) -> None:
    rows, missing = graphic(
        f"Calls for assistance\n\n{CALLS}\n\nLoamshire Constabulary\n\n228\n\nEngland and Wales\n\n235\n\n"
        f"Organised crime groups\n\n{GROUPS}\n\nLoamshire Constabulary\n\n–\n\nEngland and Wales\n\n44"
    )
    assert missing == []
    assert _values(rows) == [(CALLS, "228", "235"), (GROUPS, "–", "44")]
    assert [r.period for r in rows] == [YEAR, Period(as_at="2016-07-01")]
    assert rows[0].stated_by.quote.startswith(CALLS)
    assert rows[0].stated_by.quote.endswith("235")
    assert {r.rule for r in rows} == {"force-in-numbers"}


@pytest.mark.parametrize(
    "values",
    [
        "Loamshire Constabulary\tEngland and Wales\n75\t67",
        "Loamshire Constabulary England and Wales\n\n75\n67",
        "Loamshire Constabulary 75 England and Wales 67",
        "Loamshire Constabulary\n75\nEngland and Wales\n67",
        "_\n\nLoamshire\nConstabulary\n\n75\n\n•\n\nEngland and\nWales\n\n67\n\n_",
    ],
    ids=["rows", "names first", "one line", "one block", "stray glyphs"],
)
def test_layouts_of_one_value(graphic: Graphic, values: str) -> None:
    rows, missing = graphic(f"Crime (excluding fraud)\n\n{CRIMES}\n\n{values}")
    if "Loamshire\n" in values:
        # A name cut in two is not the name: nothing is guessed.
        assert (_values(rows), [m.expected for m in missing]) == ([], [CRIMES])
    else:
        assert (_values(rows), missing) == ([(CRIMES, "75", "67")], [])


def test_labels_first_are_put_together_by_order(graphic: Graphic) -> None:
    pair = "Loamshire Constabulary\tEngland and Wales\n"
    rows, missing = graphic(f"Crime\n\n{CALLS}\n\n{CRIMES}\n\n{pair}\n{pair}75\t67")
    assert _values(rows) == [(CRIMES, "75", "67")]
    assert [m.expected for m in missing] == [CALLS]
    assert missing[0].reason == "its values are not in the text (the graphic did not survive conversion)"
    assert rows[0].stated_by.quote == "Loamshire Constabulary\tEngland and Wales\n75\t67"
    assert [s.quote for s in rows[0].also_stated_by] == [CRIMES]
    assert rows[0].rule == "force-in-numbers-by-order"


def test_counts_that_differ_give_nothing(graphic: Graphic) -> None:
    pair = "Loamshire Constabulary\tEngland and Wales\n75\t67\n\n"
    rows, missing = graphic(f"Crime\n\n{CALLS}\n\n{CRIMES}\n\n{pair}{pair}{pair}")
    assert rows == []
    assert [m.expected for m in missing] == [CALLS, CRIMES]
    assert missing[0].reason == (
        "2 labels stand together with 3 pairs of values, so that it is not certain which belong together"
    )


def test_a_damaged_name_or_label_does_not_move_the_values_up(graphic: Graphic) -> None:
    """One label and one name are damaged: as many labels as names are left, and they do not belong together."""
    pair = "Loamshire Constabulary\tEngland and Wales"
    damaged = CALLS.replace("assistance", "assistonce").replace("30 June", "3O Junc")
    rows, _ = graphic(
        f"Crime\n\n{damaged}\n\n{CRIMES}\n\n{pair}\n75\t67\n\n{pair.replace('Constabulary', 'Constobulary')}\n228\t235"
    )
    assert [(r.label, r.value) for r in rows if r.label == CRIMES] == []


def test_values_of_one_panel_are_not_given_to_another(graphic: Graphic) -> None:
    rows, missing = graphic(
        f"Crime\n\n{CRIMES}\n\nOrganised crime groups\n\n{GROUPS}\n\nLoamshire Constabulary\n\n38\n\n"
        "England and Wales\n\n44"
    )
    assert _values(rows) == [(GROUPS, "38", "44")]
    assert [m.expected for m in missing] == [CRIMES]


def test_a_missing_benchmark(graphic: Graphic) -> None:
    rows, missing = graphic(f"{CRIMES}\n\nLoamshire Constabulary\n\n75\n\nEngland and Wales\n")
    assert (_values(rows), missing) == ([(CRIMES, "75", None)], [])


@pytest.mark.parametrize("value", ["7S", "114 /0", "about 75", ""])
@pytest.mark.parametrize("names_first", [False, True])
def test_the_value_of_one_is_not_given_to_the_other(graphic: Graphic, value: str, *, names_first: bool) -> None:
    """Where one of the two values is lost, nothing tells whose the other is."""
    names = ("Loamshire Constabulary", "England and Wales")
    order = (names[0], names[1], value, "67") if names_first else (names[0], value, names[1], "67")
    rows, missing = graphic(f"{CRIMES}\n\n" + "\n\n".join(order))
    assert (rows, [m.expected for m in missing]) == ([], [CRIMES])


def test_a_page_number_is_no_value(graphic: Graphic) -> None:
    rows, _ = graphic(f"{CRIMES}\n\nLoamshire Constabulary\n\n75\n\nEngland and Wales\n\n67\n\n5\n\n\f\n{CALLS}")
    assert _values(rows) == [(CRIMES, "75", "67")]


def test_the_period_may_stand_in_a_note(graphic: Graphic) -> None:
    rows, _ = graphic(
        "Crime outcomes*\n\nCharged/summonsed\n\nLoamshire Constabulary\n\n13.4%\n\nEngland and Wales\n\n12.6%\n\n"
        "*Proportions of outcomes of crimes in the 12 months to 30 June 2016."
    )
    assert [(r.label, r.period) for r in rows] == [("Charged/summonsed", YEAR)]


# Tables

CAPTION = "Figure 2: Police-recorded crime rates (per 1,000 population) in Loamshire, for the 12 months to 30 June 2016"
HEAD = "Rates per 1,000 population\tLoamshire Constabulary\tEngland and Wales"
Table = Callable[[str], list[Row]]


@pytest.fixture
def table(document: Callable[[str], Document]) -> Table:
    return lambda text: tables(outline_of(document(f"Title\n\n{text}\n")), NAMES)


def test_a_table(table: Table) -> None:
    rows = table(
        f"{CAPTION}\n\n{HEAD}\nSexual offences\t1.6\t1.8\nBurglary in a dwelling*\t7.4\t–\n\nSource: Home Office"
    )
    assert _values(rows) == [("Sexual offences", "1.6", "1.8"), ("Burglary in a dwelling", "7.4", "–")]
    assert {(r.source, r.period, r.rule) for r in rows} == {("figure-2", YEAR, "figure-2-row")}
    assert rows[0].stated_by.quote == "Sexual offences\t1.6\t1.8"
    assert [s.quote for s in rows[0].also_stated_by] == [CAPTION]


def test_columns_are_told_by_their_headings(table: Table) -> None:
    rows = table(f"{CAPTION}\n\nRates\tEngland and Wales\tLoamshire\nSexual offences\t1.8\t1.6")
    assert _values(rows) == [("Sexual offences", "1.6", "1.8")]


@pytest.mark.parametrize(
    ("row", "values"),
    [
        ("Sexual offences\t\t1.8", (None, "1.8")),
        ("Sexual offences\t1.6\t", ("1.6", None)),
        ("Sexual offences\t1.6\tl.8", ("1.6", None)),
        ("\tSexual offences\t1.6\t1.8", ("1.6", "1.8")),
    ],
    ids=["force", "benchmark", "damaged", "empty first cell"],
)
def test_missing_cells(table: Table, row: str, values: tuple[str | None, str | None]) -> None:
    assert _values(table(f"{CAPTION}\n\n{HEAD}\n{row}\nOther\t2\t3"))[0] == ("Sexual offences", *values)


@pytest.mark.parametrize(
    "head",
    [
        "",
        "Rates per 1,000 population\n",
        "Rates\tEngland and Wales\n",
        "Rates\tMummerset Police\tEngland and Wales\n",
        "Rates\tLoamshire Constabulary\tWales\n",
    ],
)
def test_without_its_heading_a_table_says_nothing(table: Table, head: str) -> None:
    assert table(f"{CAPTION}\n\n{head}Sexual offences\t1.6\t1.8") == []


@pytest.mark.parametrize(
    "head", ["Outcome number\tLoamshire\tEngland and Wales", "Outcome type\tLoamshire\tEngland and Wales"]
)
@pytest.mark.parametrize("row", ["7\tCannabis warning\t1.2", "7\tCannabis warning\t1.2\t0.8"])
def test_a_heading_that_lost_a_cell_moves_no_column(table: Table, head: str, row: str) -> None:
    assert table(f"Figure 4: Outcomes in 12 months to 30 June 2016\n\n{head}\n{row}") == []


def test_rows_that_name_the_same_and_differ_contradict_each_other(table: Table, register: Register) -> None:
    rows = table(f"{CAPTION}\n\n{HEAD}\nSexual offences\t1\t2\nSexual offences\t3\t4\nOther\t5\t6\nOther\t5\t6")
    assert [(f.metric, f.value.text) for f in resolve.figures(register, rows) if f.value] == [("other", "5")]


@pytest.mark.parametrize(
    "row",
    [
        "Sexual offences\t1.6",
        "Sexual offences 1.6\t1.8",
        "Sexual offences\t1.6\t1.8\t2.0",
        "Sexual offences\t\t",
        "\t1.6\t1.8",
        "Sexual offences",
    ],
)
def test_rows_that_do_not_fit(table: Table, row: str) -> None:
    assert _values(table(f"{CAPTION}\n\n{HEAD}\n{row}\nOther\t2\t3")) == [("Other", "2", "3")]


def test_rows_that_lost_their_tabs(table: Table) -> None:
    rows = table(f"{CAPTION}\n\n{HEAD}\nVictim-based crime 53.2 59.7\nSexual offences\t1.6\t1.8")
    assert _values(rows) == [("Victim-based crime", "53.2", "59.7"), ("Sexual offences", "1.6", "1.8")]


def test_groups_and_outcome_numbers(table: Table) -> None:
    rows = table(
        "Figure 4: Outcomes in 12 months to 30 June 2016\n\n"
        "Outcome number\tOutcome type\tLoamshire Constabulary\tEngland and Wales\n"
        "1\tCharged\t13.4\t12.6\n\tEvidential difficulties\t\t\n15\tSuspect identified\t7.6\t8.4\n"
        "\tNot supported\t12.7\t13.9\n16\tSuspect identified\t9.5\t10.9\n*\tPrevented\t1.5\t1.7"
    )
    assert [(r.outcome_number, r.group, r.label) for r in rows] == [
        ("1", None, "Charged"), ("15", "Evidential difficulties", "Suspect identified"), (None, None, "Not supported"),
        ("16", "Not supported", "Suspect identified"), ("*", "Not supported", "Prevented"),
    ]  # fmt: skip


def test_a_table_ends_with_running_text_and_with_the_next_caption(table: Table) -> None:
    rows = table(
        f"{CAPTION}\n\n{HEAD}\nOne\t1\t2\n\nThis is running text that ends the table.\n\nTwo\t3\t4\n\n"
        f"Figure 9: Something\n\nThree\t5\t6"
    )
    assert _values(rows) == [("One", "1", "2")]


def test_tables_of_the_annex_are_not_the_report_s(table: Table) -> None:
    assert table(f"Annex A – About the data\n\nWords.\n\n{CAPTION}\n\n{HEAD}\nOne\t1\t2") == []


# Metrics


def _resolved(register: Register, row: Row) -> Figure:
    (figure,) = resolve.figures(register, [row])
    return figure


def test_known_metric(table: Table, register: Register) -> None:
    figure = _resolved(register, table(f"{CAPTION}\n\n{HEAD}\nBurglary in a  dwelling*\t7.4\t7.9")[0])
    assert (figure.metric, figure.known_metric, figure.unit) == ("burglary-in-a-dwelling", True, "per-1000-households")


@pytest.mark.parametrize(
    ("label", "value", "metric", "unit"),
    [
        ("Goose thefts per 1,000 population", "2", "goose-thefts-per-1-000-population", "per-1000-population"),
        ("Goose thefts", "2%", "goose-thefts", "percent"),
        ("Cost of geese", "£2", "cost-of-geese", "gbp"),
        ("Geese", "2", "geese", "count"),
    ],
)
def test_unknown_metric(table: Table, register: Register, label: str, value: str, metric: str, unit: str) -> None:
    figure = _resolved(register, table(f"{CAPTION}\n\n{HEAD}\n{label}\t{value}\t3")[0])
    assert (figure.metric, figure.known_metric, figure.unit) == (metric, False, unit)


def test_the_outcome_number_decides_before_the_label(table: Table, register: Register) -> None:
    rows = table(
        "Figure 4: Outcomes in 12 months to 30 June 2016\n\n"
        "Outcome number\tOutcome type\tLoamshire\tEngland and Wales\n"
        "15\tSuspectidentified\t1\t2\n16\tSuspect identified\t3\t4"
    )
    assert [_resolved(register, row).metric for row in rows] == [
        "evidential-difficulties-victim-supports-suspect-identified",
        "evidential-difficulties-victim-does-not-support-suspect-identified",
    ]


def test_what_a_report_should_print_and_does_not_is_named(table: Table, register: Register) -> None:
    rows = table(
        f"{CAPTION}\n\n{HEAD}\nSexual offences\t\t1.8\nAssault with injury\t1\t2\n"
        "Recorded crime (excluding fraud)\t60.1\t68.2\nRecorded crime (excluding fraud)\t61.1\t68.2"
    )
    missing = resolve.missing_figures(register, resolve.figures(register, rows), [], rows)
    by_metric = {(m.source, m.metric): m.reason for m in missing}
    assert by_metric["figure-2", "sexual-offences"] == "the force's value is not in the text beside its label"
    assert by_metric["figure-2", "victim-based-crime"] == "its row is not in the text"
    assert by_metric["figure-2", "recorded-crime"] == "it is printed more than once, with different values"
    assert by_metric["figure-8", "domestic-abuse-caution-adults"] == "Figure 8 is not in the text"
    assert ("figure-2", "assault-with-injury") not in by_metric
