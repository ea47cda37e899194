"""Dates, months and periods as reports print them."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from ..facts import Period
from ..rules import rule

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
MONTH = "(?:" + "|".join(MONTHS) + ")"
DAY = rf"(?:\d{{1,2}} {MONTH} 20\d\d)"
_NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}
_NUMBERS |= {"eleven": 11, "twelve": 12}
_COUNT = r"(?:\d{1,2}|" + "|".join(_NUMBERS) + ")"

DATE = rule(
    "date",
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? )?(?P<month>{MONTH}) (?P<year>20\d\d)\b",
    ("by 1 May 2017", "in June 2016"),
    ("in May", "on 30 June"),
)
MONTHS_TO = rule(
    "months to a date",
    rf"\b(?P<count>{_COUNT})[- ]months?(?: period)? (?:to|ending|ended) (?:the )?(?P<date>{DAY}|{MONTH} 20\d\d)",
    ("12 months to 30 June 2016", "in the six months to 30 June 2016"),
    ("over the last 12 months",),
)
YEARS_TO = rule(
    "years to a date",
    rf"\b(?P<count>{_COUNT})[- ]years?(?: period)? to (?:the 12 months to )?(?P<date>{DAY})",
    ("for the 5 years to the 12 months to 30 June 2016", "for the five year period to 30 June 2016"),
    ("over the past two years",),
)
YEAR_TO = rule(
    "year to a date",
    rf"\byear (?:to|ending|ended) (?P<date>{DAY})",
    ("for the year ending 30 June 2016",),
    ("in the year 2016",),
)
AS_AT = rule("day", rf"\b(?:as )?at (?P<date>{DAY})", ("as at 1 July 2016", "At 1 July 2016"), ("at home",))


_YEARS = re.compile(r"\byears\s+(?:to|period)\b", re.IGNORECASE)


def iso_date(text: str) -> str | None:
    """The first date in `text` in ISO form, as precise as it is printed; None where there is none.

    >>> iso_date("by 1 May 2017"), iso_date("by June 2016"), iso_date("by 31 June 2016")
    ('2017-05-01', '2016-06', None)
    """
    match = DATE.search(text)
    if not match:
        return None
    month = [m.casefold() for m in MONTHS].index(match["month"].casefold()) + 1
    if not match["day"]:
        return f"{match['year']}-{month:02}"
    try:
        return dt.date(int(match["year"]), month, int(match["day"])).isoformat()
    except ValueError:
        return None


def period_of(text: str) -> Period | None:
    """The period or day that a label or caption names; the later of two that are compared.

    >>> period_of("12 months to 30 June 2016")
    Period(start='2015-07-01', end='2016-06-30', as_at=None)
    """
    if _YEARS.search(text) and not YEARS_TO.search(text):
        return None  # a period of years that cannot be read is not the twelve months named with it
    for pattern, months in ((YEARS_TO, 12), (MONTHS_TO, 1)):
        found = [p for m in pattern.finditer(text) if (p := _ending(m["date"], _count(m["count"]) * months))]
        if found:
            return max(found, key=lambda p: p.end or "")
    if (match := YEAR_TO.search(text)) and (period := _ending(match["date"], 12)):
        return period
    if (match := AS_AT.search(text)) and (date := iso_date(match["date"])):
        return Period(as_at=date)
    return None


def without_period(text: str) -> str:
    """A label without the dates in it, so that labels of different years are equal.

    >>> without_period("Organised crime groups per million population as at 1 July 2016")
    'Organised crime groups per million population'
    >>> without_period("Change in recorded crime for the 5 years to the 12 months to 30 June 2016")
    'Change in recorded crime for the 5 years'
    """
    return " ".join(_PERIOD.sub(" ", text).split()).strip(" ,")


_TWELVE = rf"(?:(?:to |in )?the )?{_COUNT} months to {DAY}"
_PERIOD = rule(
    "period in a label",
    rf",? *\b(?:{_TWELVE}(?:,? *(?:against|compared with) {_TWELVE})?|as at {DAY})",
    (
        "Victim satisfaction 12 months to 30 June 2016",
        "Change, 12 months to 30 June 2015 against 12 months to 30 June 2016",
    ),
    ("Change for the 5 years",),
)


def _count(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word.casefold()]


def _ending(date: str, months: int) -> Period | None:
    """The period of so many months that ends with a day or with a month."""
    end = iso_date(date)
    if end is None:
        return None
    if len(end) == len("2016-06"):
        first = int(end[:4]) * 12 + int(end[5:]) - months
        return Period(f"{first // 12:04}-{first % 12 + 1:02}", end)
    day_after = dt.date.fromisoformat(end) + dt.timedelta(days=1)
    first = day_after.year * 12 + day_after.month - 1 - months
    year, month = first // 12, first % 12 + 1
    day = min(day_after.day, calendar.monthrange(year, month)[1])
    return Period(dt.date(year, month, day).isoformat(), end)
