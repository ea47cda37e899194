"""One event or document given two dates, and periods that end on a day that is not their last."""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ...facts import Certainty, Citation, Contradiction, ContradictionKind, Figure, Span
from ...prose import Place
from ...rules import rule
from ...text import fold
from ..context import Context
from ..periods import MONTH, MONTHS, iso_date

_DATE = rf"(?P<date>(?:\d{{1,2}} )?{MONTH} (?:19|20)\d\d)"
_WHEN = rf"(?:on |in |of |during )?{_DATE}"
_EVENT = (
    r"(?:attacks?|bombings?|shootings?|stabbings?|riots?|disorders?|murders?|killings?|explosions?|floods?|flooding"
    r"|fires?|disasters?|crash|elections?|referendum)"
)
_PLACE = r"(?-i:[A-Z][a-z]+(?:[- ][A-Z][a-z]+){0,2})"

_IN_PLACE = rule(
    "event in a place",
    rf"\b(?P<event>{_EVENT}) (?:which took place |that took place |carried out |committed )?(?:in|at|on) (?:the )?"
    rf"(?P<place>{_PLACE}),? {_WHEN}",
    ("after the terrorist attacks in Wenn on 3 May 2014", "the riots in Market Wold in August 2011"),
    ("attacks in the city in May 2014", "attacks in Wenn"),
)
_OF_PLACE = rule(
    "event named after a place",
    rf"(?:\b(?:the|these|following|after|since) )(?P<place>{_PLACE}) (?:terror(?:ist)? )?(?P<event>{_EVENT}),? {_WHEN}",
    ("Following the Wenn attacks in April 2014", "since the Market Wold riots of August 2011"),
    ("the Wenn attacks led to", "the firearms attacks in April 2014"),
)
_WHEN_AND_WHERE = rule(
    "date before its event",
    rf"\bthe {_DATE} (?:terror(?:ist)? )?(?P<event>{_EVENT}) (?:in|at) (?P<place>{_PLACE})",
    ("the August 2011 riots in Wenn",),
    ("the riots in Wenn",),
)
_BEGUN = rule(
    "when something began",
    r"\b(?P<name>(?-i:(?:Operation|Project|Programme) [A-Z][\w-]+(?: [A-Z][\w-]+)?|[A-Z]{4,9}))"
    r"(?: \([^()]{1,140}\))?,? (?:(?:which|that|and|was|is|has|had|been|it) ){0,3}(?:first )?"
    r"(?P<how>introduced|launched|established|set up|created|implemented|begun|began|started)"
    rf" (?:\w+ ){{0,3}}?(?:on |in ){_DATE}",
    (
        "Operation Plover, which was launched in March 2015",
        "a process known as HERON (hear, record, note), introduced in March 2016",
    ),
    ("Operation Plover was extended in March 2015", "the force introduced a policy in March 2016"),
)
_INTRODUCED = rule(
    "who began it when",
    r"\b(?:introduced|launched|established|set up|created|implemented|began|started) (?:the |its |an? )?"
    r"(?P<name>(?-i:(?:Operation|Project|Programme) [A-Z][\w-]+(?: [A-Z][\w-]+)?|[A-Z]{4,9}))"
    rf" (?:[\w-]+ ){{0,4}}?(?:on |in ){_DATE}",
    ("the force introduced Operation Plover in May 2015", "It implemented the HERON risk process in March 2016"),
    ("the force introduced a team in May 2015",),
)
_EVENTS = (_IN_PLACE, _OF_PLACE, _WHEN_AND_WHERE)
_BEGINNINGS = (_BEGUN, _INTRODUCED)
_MONTH_AND_YEAR = re.compile(r"[a-z]\s+(?:19|20)\d\d\b")
_HAPPENED = re.compile(rf"\b{_EVENT}\b")
_BEGAN = re.compile(r"\b(?:introduced|launched|established|set\s+up|created|implemented|beg[au]n|started)\b")


@dataclass(frozen=True, slots=True)
class _Dated:
    """Something with a date, where it is stated."""

    printed: str
    iso: str
    span: Span


def event_dates(context: Context) -> Iterator[Contradiction]:
    """Events, and beginnings of named things, that two sentences date differently; a month and a day in it agree."""
    happened: dict[tuple[str, str], list[_Dated]] = defaultdict(list)
    for sentence in context.sentences:
        if not _MONTH_AND_YEAR.search(sentence.text):
            continue
        for rules, hint, begins in ((_EVENTS, _HAPPENED, False), (_BEGINNINGS, _BEGAN, True)):
            for stated in rules if hint.search(sentence.text) else ():
                for match in stated.finditer(sentence.text):
                    iso = iso_date(match["date"])
                    if iso:
                        what = "beginning" if begins else fold(match["event"]).rstrip("s")
                        name = match["name"] if begins else match["place"]
                        happened[name, what].append(_Dated(match["date"], iso, sentence.quote))
    for (name, what), dated in happened.items():
        told: set[str] = set()
        for other in dated[1:]:
            first = dated[0]
            if _compatible(first.iso, other.iso) or other.iso in told:
                continue
            told.add(other.iso)
            subject = f"The beginning of {name}" if what == "beginning" else f"The {what} in {name}"
            yield Contradiction(
                ContradictionKind.DATE,
                f"{subject} is dated {first.printed} in one place and {other.printed} in another.",
                Certainty.SURE if what != "beginning" else Certainty.LIKELY,
                first.span,
                other.span,
                "event-two-dates",
            )


def _compatible(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


_EDITIONS = frozenset({"code", "guidance", "definition", "agreement", "standard"})
"""Instruments of which one edition is in force at a time; Acts of one name and reports come out again and again."""
_REPLACED = rule(
    "one edition after another",
    r"\b(?:replac\w+|supersed\w+|revis\w+|updat\w+|previous(?:ly)?|earlier|former(?:ly)?|new edition|amended)\b",
    ("the code of 2010, since replaced", "the revised code"),
    ("the code, Home Office, 2010",),
)
_WITHOUT_DATE = re.compile(rf",?\s*(?:{MONTH}\s+)?(?:19|20)\d\d\b\.?", re.IGNORECASE)


def citation_dates(citations: Iterable[Citation]) -> Iterator[Contradiction]:
    """Documents, of which one edition is in force at a time, that are cited with two years."""
    cited: dict[str, list[Citation]] = defaultdict(list)
    for citation in citations:
        if citation.year and citation.kind in _EDITIONS and not _REPLACED.search(citation.stated_by.quote):
            cited[fold(_WITHOUT_DATE.sub("", citation.instrument))].append(citation)
    for same in cited.values():
        told: set[str | None] = {same[0].year}
        for other in same[1:]:
            if other.year in told:
                continue
            told.add(other.year)
            title = _WITHOUT_DATE.sub("", same[0].instrument).strip(" ,")
            yield Contradiction(
                ContradictionKind.DATE,
                f"{title} is cited with the year {same[0].year} in one place and {other.year} in another.",
                Certainty.SURE,
                same[0].stated_by,
                other.stated_by,
                "citation-two-dates",
            )


_PERIOD_END = rule(
    "last day of a period",
    r"\b(?:(?:months?|years?|quarter)(?: period)? (?:to|ending|ended)|(?:year|period|quarter) (?:to|ending|ended))"
    rf" (?:the )?(?P<day>\d{{1,2}}) (?P<month>{MONTH}) (?P<year>20\d\d)",
    ("in the 12 months to 30 March 2015", "the year ending 31 March 2015"),
    ("between 1 March 2015 and 30 March 2015", "12 months to March 2015"),
)
_MOST_OFF = 2
"""Days by which a misprinted last day is off; periods that end earlier in a month are meant so."""


def faulty_periods(context: Context, figures: Sequence[Figure]) -> Iterator[Contradiction]:
    """Periods that end a day or two before the end of a month, where the report ends the same period with the month."""
    ends: dict[tuple[str, str], dict[int, Span]] = defaultdict(dict)
    for text, span in _printed(context, figures):
        for match in _PERIOD_END.finditer(text):
            ends[match["year"], match["month"].capitalize()].setdefault(int(match["day"]), span)
    for (year, month), days in ends.items():
        last = calendar.monthrange(int(year), MONTHS.index(month) + 1)[1]
        for day, span in days.items():
            if day != last and (day > last or last - day <= _MOST_OFF) and last in days:
                yield Contradiction(
                    ContradictionKind.PERIOD,
                    f"A period is printed as ending on {day} {month} {year}, "
                    f"which ends on {last} {month} {year} elsewhere in the report.",
                    Certainty.SURE if day > last else Certainty.LIKELY,
                    span,
                    days[last],
                    "period-misprinted",
                )


def _printed(context: Context, figures: Sequence[Figure]) -> Iterator[tuple[str, Span]]:
    """Sentences in which a period can stand, those of the body first, and the labels of figures."""
    for wanted in (True, False):
        for sentence in context.sentences:
            if (sentence.place is Place.BODY) is wanted and _PERIOD_HINT.search(sentence.text):
                yield sentence.text, sentence.quote
    for figure in figures:
        if _PERIOD_HINT.search(figure.label):
            yield figure.label, figure.stated_by


_PERIOD_HINT = re.compile(r"(?:to|ending|ended)\s+(?:the\s+)?\d{1,2}\s+[A-Z]")
