"""The times that a sentence names, and which of them a figure in it speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...facts import Period
from ...rules import rule
from ..periods import AS_AT, DAY, MONTH, MONTHS, MONTHS_TO, YEARS_TO, iso_date, period_of
from .numbers import BELOW_100

_SPAN = r"(?:days?|weeks?|months?|years?)"
_N = rf"(?:\d{{1,2}}|{BELOW_100})"

YEAR_TO = rule(
    "year to a day or month",
    rf"\byear (?:to|ending|ended) (?P<date>{DAY}|{MONTH} 20\d\d)",
    ("for the year ending 30 June 2016", "in the year to March 2016"),
    ("in the year 2016",),
)
BETWEEN = rule(
    "between two dates",
    rf"\b(?:between|from) (?P<first>(?:\d{{1,2}} )?{MONTH}(?: 20\d\d)?) (?:and|to|until)"
    rf" (?P<last>(?:\d{{1,2}} )?{MONTH} 20\d\d)",
    ("between July and August 2016", "from 1 January 2016 to 31 March 2016"),
    ("from 702 in January 2016 to 655 in March 2016", "between two forces"),
)
MONTHS_OF = rule(
    "two months of a year",
    rf"\b(?:in|during) (?P<first>{MONTH}) and (?P<last>{MONTH} 20\d\d)",
    ("in July and August 2016",),
    ("in July 2016",),
)
ON_DAY = rule("on a day", rf"\bon (?P<date>{DAY})", ("On 1 July 2016 there were",), ("on 1 July",))
IN_MONTH = rule(
    "in a month",
    rf"\b(?:in|during) (?:early |late |mid-?)?(?P<date>{MONTH} 20\d\d)",
    ("in January 2016", "in early March 2015"),
    ("by January 2016", "since January 2016"),
)
IN_YEAR = rule(
    "in a year",
    r"\b(?:in|during) (?P<year>20\d\d)\b(?![-/–]\d)",
    ("to 26.5 percent in 2015",),
    ("in 2015-16", "since 2015", "in January 2015"),
)
AT_INSPECTION = rule(
    "at an earlier inspection",
    r"\bat the time of (?:our|its|the|HMIC's) (?P<year>20\d\d) (?:\w+ )?(?:\(\w+\) )?inspection",
    ("At the time of our 2015 effectiveness inspection",),
    ("at the time of the inspection", "since our 2015 inspection"),
)
FINANCIAL_YEAR = rule(
    "financial year",
    r"\b(?:in|during|for|of) (?:the )?(?:financial year )?(?P<first>20\d\d)[-/–](?:20)?(?P<last>\d\d)\b(?![-/–]\d)",
    ("in 2015-16", "for the financial year 2015/16"),
    ("in 2015", "in 2016-12-01"),
)
SAME = rule(
    "the period named before",
    r"\b(?:(?:over|in|during|within|for) (?:this|the|that|these) same (?:time )?(?:periods?|12 months|time)"
    r"|(?:in|over|during) that (?:time|period))\b",
    ("Over this same period", "over the same time period", "in that time"),
    ("at the same time",),
)
RELATIVE = rule(
    "a time counted back from the report",
    rf"\b(?:(?:over|in|during|within|for) (?:the )?(?:past|last|next) (?:{_N} |few |couple of )?{_SPAN}"
    r"|currently|now|at present|at the time of (?:our|the) (?:inspection|visit|fieldwork))\b",
    ("over the past two years", "in the last 12 months", "Currently there are 40", "at the time of our inspection"),
    ("in the 12 months to 30 June 2016", "the previous 12 months"),
)
_BASE = re.compile(
    r"(?:compared\s+(?:with|to)|compares?\s+(?:with|to)|against|than(?:\s+(?:were|was)\s+\w+)?|\bon|since"
    r"|relative\s+to)"
    r"\s*(?:those|that|it\s+was)?\s*(?:in|for|at|during|over)?\s*(?:the)?\s*$",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\([^()]*\)")
_PAST = re.compile(r"\b(?:was|were|had|did|said|responded|recorded|made|issued|told)\b", re.IGNORECASE)
_THIS = re.compile(r"(?:However, |Of )?(?:this|these|those)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Time:
    """A time named at ``[start:end]`` of a sentence."""

    start: int
    end: int
    period: Period | None
    """None where it is the period named before, or counted back from the report."""
    base: bool = False
    """Whether a figure is only compared with that time: 'when compared with the 12 months to …'."""
    same: bool = False
    """Whether it is the period named before."""
    bracket: tuple[int, int] | None = None
    """The brackets that it stands in."""


def times_in(text: str) -> list[Time]:
    """The times of a sentence in order, without those inside others."""
    found: list[Time] = []
    brackets = [*_BRACKETS.finditer(text)]

    def put(match: re.Match[str], period: Period | None, same: bool = False) -> None:
        if not any(t.start < match.end() and match.start() < t.end for t in found):
            base = _BASE.search(text, max(0, match.start() - 60), match.start()) is not None
            bracket = next((b.span() for b in brackets if b.start() < match.start() < b.end()), None)
            found.append(Time(match.start(), match.end(), period, base, same, bracket))

    for pattern in (YEARS_TO, MONTHS_TO):
        for match in pattern.finditer(text):
            put(match, period_of(match[0]))
    for match in YEAR_TO.finditer(text):
        put(match, period_of(f"12 months to {match['date']}"))
    for match in (*BETWEEN.finditer(text), *MONTHS_OF.finditer(text)):
        put(match, _between(match["first"], match["last"]))
    for match in FINANCIAL_YEAR.finditer(text):
        if (int(match["first"]) + 1) % 100 == int(match["last"]):
            put(match, Period(f"{match['first']}-04", f"20{match['last']}-03"))
    for pattern in (AS_AT, ON_DAY, IN_MONTH):
        for match in pattern.finditer(text):
            put(match, Period(as_at=iso_date(match["date"])) if iso_date(match["date"]) else None)
    for pattern in (IN_YEAR, AT_INSPECTION):
        for match in pattern.finditer(text):
            put(match, Period(as_at=match["year"]))
    for match in SAME.finditer(text):
        put(match, None, same=True)
    for match in RELATIVE.finditer(text):
        put(match, None)
    return sorted(found, key=lambda t: t.start)


def _between(first: str, last: str) -> Period | None:
    """The period between two dates, of which the first may leave out its year."""
    end = iso_date(last)
    if end is None:
        return None
    if not re.search(r"20\d\d", first):
        names = [m.casefold() for m in MONTHS]
        month = names.index(first.rsplit(maxsplit=1)[-1].casefold()) + 1
        first = f"{first} {int(end[:4]) - (month > int(end[5:7]))}"
    start = iso_date(first)
    return Period(start, end) if start else None


def carries_on(text: str) -> bool:
    """Whether a sentence that names no time still speaks of the period before it: of the past, or 'This …'."""
    return bool(_THIS.match(text) or _PAST.search(text))


def refers_back(text: str) -> bool:
    """Whether a sentence takes up what the one before it measured: 'This is …', 'In the same period …'."""
    return bool(_THIS.match(text) or SAME.search(text))


def sampled(text: str) -> str | None:
    """The first word of a sentence that tells when things of that name were recorded: 'Files were selected …'."""
    match = _SAMPLED.match(text)
    return match[1].casefold() if match else None


_SAMPLED = re.compile(
    r"(?:The |These |All )?(\w+s) were (?:\w+ )?(?:selected|taken|chosen|drawn|recorded)\b", re.IGNORECASE
)


def time_of(times: Sequence[Time], start: int, end: int, until: int, *, local_only: bool = False) -> Time | None:
    """The time that a figure at ``[start:end]`` speaks of.

    That is the next one before the following figure (which begins at `until`); else the nearest before
    it; else the nearest after it. Times that it is only compared with do not count.

    Args:
        times: the times of its sentence.
        start: where the figure begins.
        end: where it ends.
        until: where the next figure begins.
        local_only: whether only a time directly after it will do ('from 60 in May 2015 to …').
    """
    usable = [t for t in times if not t.base and (t.bracket is None or t.bracket[0] < start < t.bracket[1])]
    following = [t for t in usable if t.start >= end]
    for time in following[:1]:
        if time.start < until:
            return time
    if local_only:
        return None
    before = [t for t in usable if t.end <= start]
    return before[-1] if before else (following[0] if following else None)


def comparison_start(times: Sequence[Time], period: Period) -> Period:
    """The whole time of a change over years: from the end of the period compared with to the end of this one."""
    for time in times:
        base = time.period
        if time.base and base and base.end and period.end and len(base.end) == len(period.end) == len("2016-06-30"):
            years = int(period.end[:4]) - int(base.end[:4])
            if years > 1 and base.end[4:] == period.end[4:] and period.start:
                return Period(f"{int(base.end[:4])}{period.start[4:]}", period.end)
    return period
