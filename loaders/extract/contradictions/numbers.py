"""One figure given two values: in prose and in a table, or in two sentences."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ...facts import UNSTATED, Certainty, Contradiction, ContradictionKind, Figure, Printed, Quantity, Span
from ...rules import rule
from ..context import Context
from ..periods import MONTH
from ..quantities.directions import AFTER, BEFORE
from ..quantities.numbers import NUMBER, number_of

_ALIKE = (
    frozenset({"percent", "per-100-offences"}),
    frozenset({"percent", "per-100-ocg"}),
    frozenset({"percent", "percentage-points"}),
)
"""Units in which one figure has the same number."""

_ROUGH = rule(
    "figure that is not meant exactly",
    r"\b(?:around|about|approximately|roughly|nearly|almost|some|just|circa|close|well|only|at|more|less|fewer|over"
    r"|under|up|above|below|than|least|most)\b",
    ("around", "just over", "more than"),
    ("exactly",),
)
_NUMBER = r"\d[\d,]*(?:\.\d+)?(?![\d.,]*\d)(?! ?(?:percent|per cent|%))"
_FROM_TO = rule(
    "change and its two ends",
    r"\b(?P<way>increas\w+|ris\w+|rose|gr[eo]w\w*|reduc\w+|decreas\w+|f[ae]ll\w*|dropp?\w*|declin\w+)"
    r" (?:[\w'’-]+ ){0,6}?by (?P<change>\d+(?:\.\d+)?) ?(?:percent|per cent|%),? (?:\w+ ){0,3}?"
    rf"from (?P<first>{_NUMBER})(?: (?!to\b)[\w'’-]+){{0,5}} to (?P<last>{_NUMBER})",
    ("thefts rose by 50 percent, from 200 to 260", "the number fell by 20 percent from 1,000 offences in 2014 to 800"),
    ("thefts rose from 200 to 260", "it rose by 20 percent, from 10 percent to 12 percent"),
)
_NOUN = (
    r"(?!(?:the|its|their|our|a|an|this|that|there|is|are|was|were|has|have|had|of|who|which|percent)\b)"
    r"(?!\w+ed\b(?!,| (?:by|in|to|on|for|at|under|since)\b))[A-Za-z][\w'’/-]*"
)
_OF_THEM = r"(?:which|whom|these|those|them)\b"
_OF_WHICH = rule(
    "part of so many",
    rf"(?P<whole>{NUMBER})(?!(?:,? |-)(?:{MONTH}|months?|years?|weeks?|days?|hours?|minutes?|per|times)\b)"
    rf"(?: {_NOUN}| \([A-Za-z]+\)){{1,7}}?, (?:and |but )?"
    rf"(?:(?:of|among) {_OF_THEM},? (?:\w+ly )?(?P<part>{NUMBER})|(?P<first>{NUMBER}) of {_OF_THEM})"
    r"(?! ?(?:percent|per cent|%)|[.,]?\d)",
    (
        "Courts made 46 closure orders, of which 5 were breached.",
        "It revoked twelve firearms licences (FLs), of these nine were of dealers.",
        "It issued 30 notices to landlords, 4 of which were breached.",
    ),
    (
        "Of 46 orders made, most were kept.",
        "371 people, of whom 47 percent felt safe",
        "46 orders; 5 were breached",
        "In 12 months courts made orders, of which 40 were breached.",
        "In 2016 the force made many orders, of which 4,000 were breached.",
    ),
)
_WORDS = re.compile(r"[a-z]{5,}")
_STEM = 5
_TELL_NOTHING = frozenset(
    {
        "polic",
        "force",
        "crime",
        "offen",
        "incid",
        "recor",
        "outco",
        "perce",
        "propo",
        "rates",
        "total",
        "month",
        "engla",
    }
    | {"wales", "numbe", "assig"}
)
"""Beginnings of words that stand in sentences on most measures."""


@dataclass(frozen=True, slots=True)
class _Value:
    """A value of a measure of one area in one period, where it is printed."""

    metric: str
    area: str
    period: str
    unit: str
    printed: Printed
    source: str
    stated_by: Span
    fact: Figure | Quantity
    rough: bool = False
    way: int = 0
    """Of a change that is known to be a rise 1, of a fall -1."""

    @property
    def in_words(self) -> str:
        """The value as a sentence says it."""
        number = self.printed.text.strip()
        if self.way:
            change = "a rise of" if self.way > 0 else "a fall of"
            number = number.lstrip("+-−–").removesuffix("%").strip()
            return f"{change} {number} percent" if self.unit == "percent" else f"{change} {number}"
        if self.unit in {"percent", "per-100-offences", "per-100-ocg"} and "%" not in number:
            return f"{number} percent" if self.unit == "percent" else f"{number} per 100"
        return number

    @property
    def place(self) -> str:
        """Where it is printed, for a message."""
        return {"prose": "the text", "force-in-numbers": "'Force in numbers'"}.get(
            self.source, self.source.replace("-", " ")
        )


def numbers(figures: Sequence[Figure], quantities: Sequence[Quantity]) -> Iterator[Contradiction]:
    """Values of one measure, area and period that differ by more than rounding.

    A sentence that gives no period means the period of the table, where one of the two values is the same in both.
    """
    values = [*_of_figures(figures), *_of_quantities(figures, quantities)]
    groups: dict[tuple[str, str, str], list[_Value]] = defaultdict(list)
    for value in values:
        groups[value.metric, value.area, value.period].append(value)
    for group in groups.values():
        yield from _differing(group)


def _of_figures(figures: Iterable[Figure]) -> Iterator[_Value]:
    for f in figures:
        for area, cell in (("force", f.value), ("England and Wales", f.benchmark)):
            if f.known_metric and cell is not None and cell.number is not None and f.period.interval != UNSTATED:
                way = _way(f.metric, cell, "")
                yield _Value(f.metric, area, f.period.interval, f.unit, cell, f.source, f.stated_by, f, way=way)


def _of_quantities(figures: Sequence[Figure], quantities: Iterable[Quantity]) -> Iterator[_Value]:
    for q in quantities:
        metric, period = q.metric, q.period.interval
        own: Figure | None = None
        if metric is None or period == UNSTATED:
            own = _same_row(figures, q)
            if own is None:
                continue
            metric, period = own.metric, own.period.interval
        rough = q.qualifier is not None and _ROUGH.search(q.qualifier) is not None
        for area, cell in (("force", q.value), ("England and Wales", q.benchmark)):
            if cell is not None and cell.number is not None and any(char.isdigit() for char in cell.text):
                way = _way(metric, cell, q.stated_by.quote)
                yield _Value(metric, area, period, q.unit, cell, "prose", q.stated_by, q, rough, way)


def _way(metric: str, cell: Printed, sentence: str) -> int:
    """Which way a change goes: a decrease is negative, an increase has a plus or words that say so; 0 if not known."""
    if not metric.startswith("change-") or not cell.number:
        return 0
    if cell.number < 0:
        return -1
    if cell.text.strip().startswith("+"):
        return 1
    text = " ".join(sentence.split())
    number = re.search(rf"(?<![\d.,]){re.escape(cell.text.strip())}", text)
    if number is None:
        return 0
    before = _SINCE_NUMBER.search(text[: number.start()])
    after = AFTER.search(_UNIT.sub("", text[number.end() :]))
    said = after or (BEFORE.search(before[0]) if before else None)
    return 1 if said and said["up"] else 0


_SINCE_NUMBER = re.compile(r"(?:^|(?<=\d))\D*$")
_UNIT = re.compile(r"^ ?(?:percent|per cent|%)")


def _same_row(figures: Sequence[Figure], quantity: Quantity) -> Figure | None:
    """The one row of a table that a sentence repeats: one of its two values to a decimal place, a word of its label."""
    if quantity.value is None or quantity.benchmark is None:
        return None
    said = _stems(quantity.stated_by.quote)
    rows = [
        f for f in figures
        if f.known_metric and f.unit == quantity.unit
        and (_repeats(f.value, quantity.value) or _repeats(f.benchmark, quantity.benchmark))
        and (f.metric == quantity.metric or (quantity.metric is None and said & _stems(f.label)))
    ]  # fmt: skip
    return rows[0] if len({row.metric for row in rows}) == 1 else None


def _repeats(printed: Printed | None, said: Printed) -> bool:
    if printed is None or printed.number is None or said.number is None:
        return False
    return decimals(said) > 0 and abs(printed.number) == abs(said.number)


def _stems(label: str) -> set[str]:
    return {word[:_STEM] for word in _WORDS.findall(label.casefold())} - _TELL_NOTHING


def _differing(group: list[_Value]) -> Iterator[Contradiction]:
    """Each value that differs from the one printed most precisely, in a table if there is one; each value once."""
    if len(group) == 1:
        return
    group = sorted(group, key=lambda v: (v.rough, v.source == "prose", -decimals(v.printed)))
    first = group[0]
    told: set[Decimal] = set()
    for other in group[1:]:
        number = other.printed.number
        if number is None or number in told or first.rough or not _same_unit(first.unit, other.unit):
            continue
        opposed = first.way * other.way < 0
        if (agree(first.printed, other.printed, rough=other.rough) and not opposed) or _neighbours(first, other):
            continue
        told.add(number)
        whose = "England and Wales" if first.area == "England and Wales" else "the force"
        a, b = sorted((first, other), key=lambda v: (v.source != "prose", v.stated_by.start))
        label = _label(first)
        yield Contradiction(
            ContradictionKind.NUMBER,
            f"'{label}' of {whose} is {a.in_words} in {a.place} and {b.in_words} in {b.place}.",
            Certainty.LIKELY if isinstance(other.fact, Quantity) and other.fact.metric is None else Certainty.SURE,
            a.stated_by,
            b.stated_by,
            "one-figure-two-values",
            (a.fact, b.fact),
        )


_NEAR = 400


def _neighbours(one: _Value, other: _Value) -> bool:
    """Whether two values of sentences stand so near each other that they can hardly be meant to be the same."""
    apart = abs(one.stated_by.start - other.stated_by.start)
    return one.source == other.source == "prose" and apart < _NEAR


def _label(value: _Value) -> str:
    fact = value.fact
    if isinstance(fact, Figure) and fact.group:
        return f"{fact.group}: {fact.label}"
    return fact.label


def _same_unit(one: str, other: str) -> bool:
    return one == other or frozenset({one, other}) in _ALIKE


def decimals(cell: Printed) -> int:
    """How many decimal places a number is printed with.

    >>> decimals(Printed("62.3%", Decimal("62.3"))), decimals(Printed("62", Decimal("62")))
    (1, 0)
    """
    number = re.search(r"\.(\d+)", cell.text)
    return len(number[1]) if number else 0


_ROUGHLY = Decimal("0.15")


def agree(one: Printed, other: Printed, *, rough: bool = False) -> bool:
    """Whether two printed numbers can be the same number, the more precise of them rounded to the other's places.

    >>> agree(Printed("62", Decimal("62")), Printed("62.3", Decimal("62.3")))
    True
    >>> agree(Printed("35.4", Decimal("35.4")), Printed("35.8", Decimal("35.8")))
    False

    Args:
        one: a number as printed.
        other: the same number elsewhere.
        rough: whether one of them is not meant exactly ('around 60').
    """
    if one.number is None or other.number is None:
        return True
    a, b = abs(one.number), abs(other.number)
    if rough:
        return abs(a - b) <= _ROUGHLY * max(a, b)
    places = Decimal(1).scaleb(-min(decimals(one), decimals(other)))
    rounded = a.quantize(places, ROUND_HALF_UP) == b.quantize(places, ROUND_HALF_UP)
    return rounded or abs(a - b) == places / 2


_ROUNDING = Decimal("1.5")
"""Percentage points by which a change may differ from that of the rounded numbers it is of."""


_FALLS = re.compile(r"reduc|decreas|f[ae]ll|drop|declin", re.IGNORECASE)


def changes_and_ends(quantities: Iterable[Quantity]) -> Iterator[Contradiction]:
    """'Rose by 50 percent, from 200 to 260': a change that its two ends deny."""
    seen: set[int] = set()
    for q in quantities:
        if q.stated_by.start in seen:
            continue
        seen.add(q.stated_by.start)
        for match in _FROM_TO.finditer(q.stated_by.quote):
            first, last, change = (Decimal(match[name].replace(",", "")) for name in ("first", "last", "change"))
            if not first:
                continue
            said = -change if _FALLS.match(match["way"]) else change
            real = (last - first) / first * 100
            if abs(real - said) > _ROUNDING:
                yield Contradiction(
                    ContradictionKind.NUMBER,
                    f"{_change(said, match['change'])} is stated from {match['first']} to {match['last']}, "
                    f"which is {_change(real, str(abs(real).quantize(Decimal('0.1')))).lower()}.",
                    Certainty.LIKELY,
                    q.stated_by,
                    q.stated_by,
                    "change-and-its-ends",
                    (q,),
                )


def _change(number: Decimal, printed: str) -> str:
    return f"A {'fall' if number < 0 else 'rise'} of {printed} percent"


_YEAR_OR_ONE = re.compile(r"(?:19|20)\d\d|one", re.IGNORECASE)


def parts(context: Context) -> Iterator[Contradiction]:
    """'3 closure orders, of which 9 were breached': a part of more than there are."""
    for sentence in context.sentences:
        for match in _OF_WHICH.finditer(sentence.text):
            printed = match["part"] or match["first"]
            whole, part = number_of(match["whole"]), number_of(printed)
            if whole and part and part > whole and not _YEAR_OR_ONE.fullmatch(match["whole"]):
                yield Contradiction(
                    ContradictionKind.NUMBER,
                    f"{printed} are said to be a part of {match['whole']}: '{' '.join(match[0].split())}'.",
                    Certainty.LIKELY,
                    sentence.quote,
                    sentence.quote,
                    "part-larger-than-whole",
                )
