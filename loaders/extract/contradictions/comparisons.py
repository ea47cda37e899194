"""Statements of comparison that their figures deny, and figures given two units or two denominators."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from ...facts import Certainty, Contradiction, ContradictionKind, Figure, Printed, Prose, Quantity, RankClaim, Span
from ...rules import rule
from ..context import Context
from .numbers import agree

_COMPARED = rule(
    "statement of comparison before its figure",
    r"\b(?:(?P<above>(?:above|exceed(?:s|ed|ing)?|(?:higher|greater|more|larger) than))"
    r"|(?P<below>below|(?:lower|less|fewer|smaller) than)"
    r"|(?P<same>(?:broadly |generally )?in line with|similar to|the same as|comparable (?:to|with)))"
    r" (?:the |that |those )*(?:(?!(?:above|below|higher|lower|greater|fewer|less|more|smaller|larger|but|against)\b)"
    r"[A-Za-z][\w'’/()-]*,? \(?){0,12}?$",
    (
        "a little above the ",
        "lower than in England and Wales, where it is ",
        "which is above the England and Wales figure of ",
        "This is lower than the England and Wales rate of ",
        "in line with the rate for England and Wales of ",
    ),
    ("compared with the England and Wales figure of ", "above 30 in every month and the rate is "),
)
_ENGLAND_AND_WALES = rule(
    "compared with England and Wales",
    r"\bEngland and Wales\b|\bnational(?:ly)?\b|\ball forces\b",
    ("the England and Wales rate", "the national average"),
    ("the rest of the county",),
)
_OF_ENGLAND_AND_WALES = rule(
    "figure of England and Wales",
    r"^ ?(?:%|(?:percent|per cent)\b)?(?: (?!(?:and|but|while|compared|against)\b)[\w'’-]+){0,8}?"
    r" (?:nationally|all forces|(?:for|in|across|of|over|throughout) (?:the |all |forces |in |rest of |whole of )*"
    r"(?:England and Wales|national))\b",
    (
        " percent for England and Wales",
        "% recorded across all forces in England and Wales",
        " times per one million population in England and Wales",
    ),
    (" percent of the year before. In England and Wales", " in 2015 and 30 in England and Wales"),
)
_DENYING = re.compile(r"\b(?:no|not|never|neither|nor|isn't|rather than)\s+(?:\w+ )?$", re.IGNORECASE)
_AS_MUCH_AGAIN = Decimal("1.5")
"""How many times one figure must be the other for 'in line with' to be denied: the reports call so all that is not
among the highest or the lowest quarter of forces."""


def comparisons(context: Context, figures: Sequence[Figure], prose: Prose) -> Iterator[Contradiction]:
    """'Higher than', 'below', 'in line with' England and Wales, where the two figures are otherwise."""
    for quantity in prose.quantities:
        if quantity.value is not None and quantity.benchmark is not None and not _is_change(quantity):
            said = _said_of(context, quantity)
            if said and (denied := _denied(said, quantity.value, quantity.benchmark)):
                yield _denial(said, denied, quantity.stated_by, quantity.stated_by, quantity)
    by_metric: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        by_metric[figure.metric].append(figure)
    for claim in prose.rank_claims:
        rows = by_metric.get(claim.metric or "", [])
        if len({row.period for row in rows}) != 1 or _STANDINGS.get(claim.standing) is None:
            continue
        for row in rows:
            said = _STANDINGS[claim.standing]
            if row.value and row.benchmark and (denied := _denied(said, row.value, row.benchmark)):
                yield _denial(said, denied, claim.stated_by, row.stated_by, row, claim)
                break


_STANDINGS = {"above": "above", "below": "below", "in-line": "same"}


def _is_change(quantity: Quantity) -> bool:
    """Whether it is a change, of which 'higher' can be said both ways."""
    signs = [cell.number for cell in (quantity.value, quantity.benchmark) if cell and cell.number is not None]
    return any(number < 0 for number in signs) or (quantity.metric or "").startswith("change-")


def _said_of(context: Context, quantity: Quantity) -> str | None:
    """Which way the words before the England and Wales figure of a sentence compare."""
    if quantity.benchmark is None:
        return None
    text = context.outline.document.text[quantity.stated_by.start : quantity.stated_by.end]
    for place in re.finditer(rf"(?<![\d.,]){re.escape(quantity.benchmark.text)}(?![\d.]*\d)", text):
        before = text[max(0, place.start() - _FARTHEST) : place.start()]
        match = _COMPARED.search(before)
        if match is None or _DENYING.search(before[: match.start()]):
            continue
        if _ENGLAND_AND_WALES.search(before[match.start() :]) or _OF_ENGLAND_AND_WALES.search(text[place.end() :]):
            return match.lastgroup
    return None


_FARTHEST = 110


def _denied(said: str, value: Printed, benchmark: Printed) -> str | None:
    """What the figures are to each other, in words, where that is not what is said of them."""
    if value.number is None or benchmark.number is None:
        return None
    force, whole = abs(value.number), abs(benchmark.number)
    if agree(value, benchmark):
        return "the same" if said != "same" else None
    if said == "same":
        least, most = sorted((force, whole))
        if most < _AS_MUCH_AGAIN * least or most - least < 1:
            return None
        return "higher" if force > whole else "lower"
    if (force > whole) == (said == "above"):
        return None
    return "higher" if force > whole else "lower"


def _denial(
    said: str, denied: str, first: Span, second: Span, fact: Quantity | Figure, claim: RankClaim | None = None
) -> Contradiction:
    words = {"above": "higher than", "below": "lower than", "same": "in line with"}[said]
    value, benchmark = (cell.text if cell else "" for cell in (fact.value, fact.benchmark))
    subject = claim.subject if claim else fact.label
    return Contradiction(
        ContradictionKind.COMPARISON,
        f"'{subject}' is said to be {words} England and Wales, but with {value} against {benchmark} it is {denied}.",
        Certainty.LIKELY if claim or said == "same" or denied == "the same" else Certainty.SURE,
        first,
        second,
        "comparison-denied",
        (fact,),
    )


_PERCENT = r"(?: percent| per cent|%)"
_COUNTED = {
    "recorded offences": rule(
        "counts offences", r"\b(?:offences?|crimes?)\b", ("recorded offences", "all crime"), ("incidents",)
    ),
    "reported incidents": rule(
        "counts incidents", r"\b(?:incidents?|calls)\b", ("all reported incidents", "calls"), ("offences",)
    ),
    "people": rule("counts people", r"\b(?:victims|people|population)\b", ("of the population",), ("offences",)),
    "households": rule("counts households", r"\b(?:households?|dwellings)\b", ("of households",), ("offences",)),
}
_OUT_OF = rule(
    "what a share is of",
    rf"{_PERCENT} of (?:all |the |its |their |every )*(?P<whole>[^.,;:]{{3,80}})"
    r"|\brate (?:for|of) (?P<rate>[^.,;:]{3,60})",
    ("40 percent of all reported incidents of theft", "The arrest rate for theft incidents"),
    ("40 percent fewer incidents",),
)
_UNITS = {
    "per-100-offences": "recorded offences",
    "per-1000-population": "people",
    "per-million-population": "people",
    "per-1000-households": "households",
}


def units(context: Context, quantities: Sequence[Quantity]) -> Iterator[Contradiction]:
    """One figure as a rate of one thing and as a share of another, or compared with a figure in another unit."""
    yield from _two_wholes(quantities)
    yield from _two_units(context, quantities)


def _two_wholes(quantities: Iterable[Quantity]) -> Iterator[Contradiction]:
    """The same value of one measure, once as a rate of one thing, once as a share of another."""
    counted: dict[tuple[str, str | None], list[tuple[Quantity, str]]] = defaultdict(list)
    for quantity in quantities:
        whole = _whole(quantity)
        if quantity.metric and quantity.value is not None and whole:
            counted[quantity.metric, quantity.period.end].append((quantity, whole))
    for same in counted.values():
        told: set[str] = set()
        first, of = same[0]
        for other, of_other in same[1:]:
            if of_other == of or of_other in told or not first.value or not other.value:
                continue
            if agree(first.value, other.value):
                told.add(of_other)
                yield Contradiction(
                    ContradictionKind.UNIT,
                    f"The figure of {first.value.text} is one of {of} in one place, "
                    f"and {other.value.text} one of {of_other} in another.",
                    Certainty.LIKELY,
                    first.stated_by,
                    other.stated_by,
                    "two-denominators",
                    (first, other),
                )


def _whole(quantity: Quantity) -> str | None:
    """What a figure counts the share of."""
    if quantity.unit in _UNITS:
        return _UNITS[quantity.unit]
    if quantity.unit != "percent":
        return None
    match = _OUT_OF.search(quantity.stated_by.quote)
    said = (match["whole"] or match["rate"]) if match else quantity.label
    first = [(m.start(), what) for what, counts in _COUNTED.items() if (m := counts.search(said))]
    return min(first)[1] if first else None


def _in_words(unit: str) -> str:
    """A unit as a sentence says it.

    >>> _in_words("per-100-ocg")
    'per 100 organised crime groups'
    """
    return re.sub(r"\bocg$", "organised crime groups", unit.replace("-", " "))


def _two_units(context: Context, quantities: Iterable[Quantity]) -> Iterator[Contradiction]:
    """A rate per so many that is compared with a share in percent."""
    for q in quantities:
        if not q.unit.startswith("per-") or q.value is None or q.benchmark is None:
            continue
        printed = re.compile(rf"(?<![\d.]){re.escape(q.benchmark.text)}{_PERCENT.replace(' ', chr(92) + 's*')}")
        near = [s for s in context.sentences if s.quote.start < q.stated_by.end and q.stated_by.start < s.quote.end]
        spans = [s.quote for s in near if printed.search(s.text)]
        own = next((s.quote for s in near if q.value.text in s.text), q.stated_by)
        if spans:
            yield Contradiction(
                ContradictionKind.UNIT,
                f"{q.value.text} is a rate {_in_words(q.unit)}, but the figure that it is compared with, "
                f"{q.benchmark.text}, is printed as a percentage.",
                Certainty.SURE,
                own,
                spans[0],
                "two-units",
                (q,),
            )
