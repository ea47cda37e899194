"""Numbers in a sentence that measure something, with their units."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from .masks import DENOMINATOR, UNITS_PER, masked
from .numbers import NUMBER, ORDINALS, PARTS, WORDS, number_of, percent, share_of
from .patterns import (
    COUNT,
    DURATION,
    EVERY,
    FRACTION,
    HALVED,
    IN_EVERY,
    MONEY,
    OUT_OF,
    PER_DAY,
    PERCENT,
    RANGE,
    RANK,
    TIMES_RATE,
)
from .words import words_of

NUMERIC = re.compile(
    rf"\d|\b(?:{WORDS}|once|twice|half|doubl\w+|halv\w+|trebl\w+|tripl\w+|quadrupl\w+|{PARTS}s?)\b|\ban? (?:hour"
    rf"|day|week|fortnight|month|year)\b"
)
"""What a sentence without any number does not match in lower case."""
_AFTER = words_of(
    "a an the this that these those and or but nor of in on at by to for from with without within as is are was",
    "were be been being",
    "has have had do does did will would can could may might must should not no than then so if while when where"
    " which who whom ",
    "whose it its he she they we there their his her our also however although because since until after before"
    " during between ",
    "across about into onto over under per each every any some all other such very too more less up down out off ’s 's",
)
"""Words that follow a number that counts nothing named: 'between the two and …'."""
_BEFORE_WORD = re.compile(
    r"(?:\b(?:the|its|their|his|her|our|your|all|each|or|as|any|another|no)|-)\s*$", re.IGNORECASE
)
_BEFORE_ONE = re.compile(
    r"(?:\b(?:has|have|had|is|was|are|were|only|just|from|to|employs?|appointed|includ(?:es|ing|ed)|compris(?:es"
    r"|ing)|and|least|under|over"
    r"|with|by|of)|,)\s+$",
    re.IGNORECASE,
)
_ONE_OF_WHAT = re.compile(
    r"\s+(?:\w+[-\s]){0,3}?(?:officers?|sergeants?|inspectors?|superintendents?|constables?|detectives?|staff"
    r"|manager|analysts?|PCSOs?"
    r"|co-?ordinators?|workers?|nurse|investigators?|advis[eo]rs?|champions?|specialists?|teams?|units?|offenders?"
    r"|victims?"
    r"|orders?|hubs?|centres?|stations?|conviction|prosecution|person|individual|member|supervisor|incident)\b",
    re.IGNORECASE,
)
_ONE_TO = re.compile(rf"\s+to\s+{NUMBER}", re.IGNORECASE)
_SPAN = re.compile(
    r"[\s-]+(?:minutes?|hours?|days?|weeks?|months?|years?|times\s+(?:a|each|every|per)\s+day)\b", re.IGNORECASE
)
_STAFF = re.compile(
    r"\b(?:staff|officers?|team|sergeants?|constables?|inspectors?|comprises?|consists?)\b", re.IGNORECASE
)
_PERIODIC = re.compile(r"\s*(?:period|to\s+(?:the\s+)?\d|ending|plan|strategy|pilot|trial|project)\b", re.IGNORECASE)
_DURATION_BEFORE = re.compile(r"\b(?:over|during|for|the|of|last|past|next|previous)\s+$", re.IGNORECASE)
_OLD = re.compile(r"\s+(?:old|ago|late|earlier|on average)\b", re.IGNORECASE)
_NONE_OLD = re.compile(r"\bno\s+(?:\w+\s+){1,4}?(?:(?:that|which)\s+(?:was|were)\s+)?$", re.IGNORECASE)
_FACTORS = {"halv": -50, "doub": 100, "treb": 200, "trip": 200, "quad": 300}


@dataclass(frozen=True, slots=True)
class Mention:
    """A number at ``[start:end]`` of a sentence, its qualifier and unit words included."""

    start: int
    end: int
    text: str
    """The number as printed."""
    number: Decimal
    unit: str
    qualifier: str | None
    rule: str
    at: int
    """Where the number itself begins."""
    rate: bool = False
    """Whether its unit is that of a rate, from the words under the line elsewhere in the sentence."""
    earlier: bool = False
    """Whether it is the value from which another one has changed ('from 60 to 80')."""
    change: bool = False
    """Whether it is a change and not a level; a decrease is negative."""
    stated_sign: bool = False
    """Whether the words beside it say which way the change went."""


def mentions(text: str) -> list[Mention]:
    """The numbers of a sentence that measure something, in order."""
    blocked = [*masked(text)]
    denominators = list(DENOMINATOR.finditer(text))
    blocked += [(m.start(), m.end()) for m in denominators]
    found: list[Mention] = []
    for finder in _FINDERS:
        for mention in finder(text):
            last = max(mention.end, mention.at + 1)
            if not any(start < last and mention.at < end for start, end in blocked):
                found.append(mention)
                blocked.append((mention.at, last))
    found.sort(key=lambda m: m.at)
    return _with_rates(text, _linked(text, found), denominators)


def _mention(
    match: re.Match[str], number: Decimal | None, unit: str, name: str, group: str = "number"
) -> Iterator[Mention]:
    if number is not None:
        qualifier = match.groupdict().get("qualifier")
        words = " ".join(qualifier.casefold().split()) if qualifier else None
        yield Mention(match.start(), match.end(), match[group], number, unit, words, name, match.start(group))


def _percentages(text: str) -> Iterator[Mention]:
    for match in PERCENT.finditer(text):
        unit = "percentage-points" if "point" in match["unit"] else "percent"
        yield from _mention(match, number_of(match["number"]), unit, PERCENT.name)


def _ranges(text: str) -> Iterator[Mention]:
    for match in RANGE.finditer(text):
        unit = "percent" if match["unit"] else "count"
        yield from (
            replace(m, end=match.end("number")) for m in _mention(match, number_of(match["number"]), unit, RANGE.name)
        )
        yield from (
            replace(m, start=m.at) for m in _mention(match, number_of(match["last"]), unit, RANGE.name, group="last")
        )


def _money(text: str) -> Iterator[Mention]:
    for match in MONEY.finditer(text):
        yield from _mention(match, number_of(match["number"].rstrip(",")), "gbp", MONEY.name)


def _multiples(text: str) -> Iterator[Mention]:
    for match in TIMES_RATE.finditer(text):
        group = "half" if match["half"] else "twice" if match["twice"] else "number"
        number = {"half": Decimal("0.5"), "twice": Decimal(2)}.get(group) or number_of(match["number"])
        beside = match["rate"] or re.search(r"\bEngland and Wales\b|\bnational average\b", text[match.end() :])
        unit = "ratio-to-england-and-wales" if beside else "ratio"
        yield from _mention(match, number, unit, TIMES_RATE.name, group=group)


def _ranks(text: str) -> Iterator[Mention]:
    for match in RANK.finditer(text):
        yield from _mention(match, rank_of(match["ordinal"]), "rank", RANK.name, group="ordinal")


def rank_of(ordinal: str) -> Decimal | None:
    """The number of an ordinal in words or figures: 4 for 'fourth' and for '4th'."""
    word = re.sub(r"^joint[-\s]", "", ordinal.casefold())
    digits = re.match(r"\d+", word)
    return Decimal(digits[0]) if digits else Decimal(ORDINALS[word]) if word in ORDINALS else None


def _shares(text: str) -> Iterator[Mention]:
    for match in IN_EVERY.finditer(text):
        count, of = number_of(match["count"]), number_of(match["of"])
        if count is not None and of is not None and count < of:
            yield from _mention(match, percent(count, of), "percent", IN_EVERY.name)
    for match in OUT_OF.finditer(text):
        if not re.search(rf"(?:out )?of (?:{WORDS})\s+(?:the|a)\b", match[0], re.IGNORECASE):
            yield from _mention(match, number_of(match["number"]), "count", OUT_OF.name)
    for match in FRACTION.finditer(text):
        group = "half" if match["half"] else "number"
        number = share_of("", "half") if match["half"] else share_of(match["count"], match["part"])
        yield from _mention(match, number, "percent", FRACTION.name, group=group)


def _multiplying(text: str) -> Iterator[Mention]:
    for match in HALVED.finditer(text):
        for mention in _mention(match, Decimal(_FACTORS[match["number"].casefold()[:4]]), "percent", HALVED.name):
            yield replace(mention, change=True, stated_sign=True)


def _intervals(text: str) -> Iterator[Mention]:
    for match in EVERY.finditer(text):
        group = "number" if match["number"] else "each"
        unit = match["span"] or match["spans"]
        unit = {"daily": "days"}.get(unit.casefold(), unit.casefold().removesuffix("ly").removesuffix("s") + "s")
        yield from _mention(match, number_of(match[group]), unit, EVERY.name, group=group)
    for match in PER_DAY.finditer(text):
        group = "number" if match["number"] else "times"
        number = {"once": Decimal(1), "twice": Decimal(2)}.get(match[group].casefold()) or number_of(match[group])
        yield from _mention(match, number, "per-day", PER_DAY.name, group=group)


def _durations(text: str) -> Iterator[Mention]:
    for match in DURATION.finditer(text):
        word = match["number"].casefold()
        before, after = text[: match.start()], text[match.end() :]
        limited = match["qualifier"] is not None and match["qualifier"].casefold() not in {"some", "only", "just"}
        if word in {"a", "an"} and not limited:
            continue
        bare = not limited and not _OLD.match(after)
        if _PERIODIC.match(after) or (bare and _DURATION_BEFORE.search(before)):
            continue
        if bare and match["span"].casefold().startswith(("month", "year")) and re.search(r"\bin\s+$", before):
            continue
        number = Decimal(1) if word in {"a", "an"} else number_of(match["number"])
        span = match["span"].casefold().removeprefix("working ").strip()
        unit = span if span.endswith("s") else span + "s"
        if unit == "fortnights" and number is not None:
            number, unit = number * 2, "weeks"
        if re.match(r"\s+old\b", after) and (none := _NONE_OLD.search(before)):
            for mention in _mention(match, Decimal(0), "count", DURATION.name):
                yield replace(mention, start=none.start(), text="no", at=none.start(), qualifier=None)
            continue
        yield from _mention(match, number, unit, DURATION.name)


def _counts(text: str) -> Iterator[Mention]:
    for match in COUNT.finditer(text):
        after, before = text[match.end() :], text[: match.start()]
        number = match["number"]
        if _SPAN.match(after):
            continue
        if re.fullmatch(r"one", number, re.IGNORECASE):
            if not (_BEFORE_ONE.search(before) or match["qualifier"]) or not (
                _ONE_OF_WHAT.match(after) or _ONE_TO.match(after)
            ):
                continue
            if re.search(r"\b(?:with|by|of|and)\s+$|,\s+$", before) and not _STAFF.search(after[:40]):
                continue
        elif not number[0].isdigit() and not _counts_something(before, after, match["qualifier"]):
            continue
        if number[0].isdigit() and re.match(r"(?:st|nd|rd|th)\b|[-/:]", after):
            continue
        yield from _mention(match, number_of(number), "count", COUNT.name)


_FOLLOWED = re.compile(r"[\s-]*([A-Za-z][\w'’-]*)")


def _counts_something(before: str, after: str, qualifier: str | None) -> bool:
    """Whether a number in words counts what follows it, and does not merely point back ('the two forces')."""
    follower = _FOLLOWED.match(after)
    if re.match(r"\s+of\s+(?:the|these|those|its|our|their|whom|which|them)\b", after):
        return True
    if not follower or after.startswith("-"):
        return bool(re.match(r"[.;,)]|$", after) and re.search(r"\b(?:to|from|in|than|was|were|of|by)\s+$", before))
    if follower[1].casefold() in _AFTER:
        return bool(re.match(r"\s+(?:were|was|are|is|have|has|had)\b", after) and (qualifier or not before.strip()))
    if re.search(r"\ball\s+$", before, re.IGNORECASE):
        return True
    if re.search(r"\bthe\s+$", before, re.IGNORECASE):
        return (
            re.match(r"(?:\s+[\w'’()-]+){1,5}?\s+(?:in|across)\s+(?:(?-i:[A-Z])|the\s+(?:force|county))", after)
            is not None
        )
    return _BEFORE_WORD.search(before) is None


_FINDERS: tuple[Callable[[str], Iterator[Mention]], ...] = (
    _multiples, _percentages, _money, _ranks, _shares, _multiplying, _intervals, _durations, _ranges, _counts,
)  # fmt: skip
_FROM = re.compile(r"\bfrom\s+(?:an?\s+\w+\s+of\s+)?$", re.IGNORECASE)
_TO = re.compile(r"[^.;]*?\bto\s+(?:an?\s+\w+\s+of\s+)?$", re.IGNORECASE)


def _linked(text: str, found: list[Mention]) -> list[Mention]:
    """The mentions with pairs 'from … to …' known as such, and the first of a pair in the unit of the second."""
    linked = list(found)
    for n, (first, second) in enumerate(pairwise(found)):
        if _FROM.search(text, 0, first.start) and _TO.fullmatch(text, first.end, second.start):
            unit = second.unit if first.unit == "count" else first.unit
            linked[n] = replace(first, earlier=True, unit=unit)
    return linked


def unit_of_rate(match: re.Match[str]) -> str | None:
    """The unit of a rate by its denominator, None where the ontology has none."""
    size = number_of(match["of"]) or {
        "million": Decimal(1_000_000),
        "thousand": Decimal(1_000),
        "hundred": Decimal(100),
    }.get(match["of"].casefold())
    what = match["what"].casefold().split()
    return next((unit for n, words, unit in UNITS_PER if size == n and set(what) & set(words.split())), None)


def _with_rates(text: str, found: list[Mention], denominators: list[re.Match[str]]) -> list[Mention]:
    """The mentions with the unit of the rate whose denominator stands in their clause.

    That is the last number before the denominator, or, of a denominator that begins the clause, the
    first one after it.
    """
    rated = list(found)
    for under in denominators:
        unit = unit_of_rate(under)
        places = [n for n, m in enumerate(rated) if m.unit == "count" and not m.rate]
        before = [n for n in places if rated[n].end <= under.start()]
        after = [n for n in places if rated[n].start >= under.end()]
        chosen = None
        if before and not re.search(r"[;:]|\.\s", text[rated[before[-1]].end : under.start()]):
            chosen = before[-1]
            between = any(rated[chosen].end <= m.start < under.start() for m in rated)
            chosen = None if between else chosen
        elif (
            after and re.match(r"(?:per|for)\b", under[0], re.IGNORECASE) and text[under.end() : under.end() + 1] != ")"
        ):
            chosen = after[0]
        if chosen is not None:
            if unit is None:
                del rated[chosen]
                continue
            rated[chosen] = replace(rated[chosen], unit=unit, rate=True)
    return [_ratio(text, m) for m in rated]


_RATIO = re.compile(r"\bratio\s+(?:of|is|was)\s+(?:[\w]+\s+)?$", re.IGNORECASE)


def _ratio(text: str, mention: Mention) -> Mention:
    if mention.unit == "count" and (_RATIO.search(text, 0, mention.start) or _RATIO.search(text, 0, mention.at)):
        return replace(mention, unit="ratio")
    return mention
