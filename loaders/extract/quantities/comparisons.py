"""Which figures are those of England and Wales, and of which figure of the force they are the benchmark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ...rules import rule
from .mentions import Mention

ENGLAND_AND_WALES = rule(
    "England and Wales",
    r"\bEngland and Wales\b|\bthe national (?:average|rate|figure|level)\b|\bnationally\b"
    r"|\ball (?:other )?(?:police )?forces\b"
    r"|\bthe average (?:for|of|across) (?:all )?forces\b",
    ("across England and Wales", "the national average"),
    ("the national probation service",),
)
COMPARED = rule(
    "leads to the figure compared with",
    r"(?:\b(?:compar(?:ed|es|able) (?:with|to)|against|while|whereas|than|versus|similar to|above|below|over|under"
    r"|exceeds|to|in line with)\b"
    r"|[;]|\bbut)(?: (?!the force)[\w'’-]+,?){0,7}? *$",
    ("compared with a decrease of ", "above the ", "This compares to ", "; while the rise was "),
    ("recorded ", "increased by "),
)
OWNED_AFTER = rule(
    "England and Wales before its figure",
    r"^(?:'s|’s)?(?: as a whole)?,?(?: (?!the force|force's|compared|against|above|below|than|with|and"
    r"|which)[\w'’()/-]+){0,9}? *(?:of|was|were|is|are|at|by|to|:|had|recorded|saw|there were|\() *$",
    (" rate of ", " as a whole, there were ", " victim satisfaction rate of ", " the number fell by "),
    (" and the force had ", ", with a proportion of "),
)
_OPENS = re.compile(
    r"(?:^|[.;,:(]\s*|\bwhile\s+|\bwhereas\s+|\bbut\s+)(?:in|across|for|over|throughout)?\s*(?:all\s+forces\s+in\s+)?$",
    re.IGNORECASE,
)
_OWNED_BEFORE = re.compile(
    r"[^.;]{0,80}?\b(?:for|in|across|of|throughout|by)\s+(?:the\s+)?(?:rest\s+of\s+)?(?:all\s+forces\s+in\s+)?$"
    r"|\s*(?:for|in|across)?\s*$",
    re.IGNORECASE,
)
_NOT_BEFORE = re.compile(
    r"\b(?:above|below|higher|lower|similar|in\s+line|than|compared|against|highest|lowest|largest|most|same|which"
    r"|average|among)\b",
    re.IGNORECASE,
)
OPENING = rule(
    "goes on with the benchmark",
    r"^(?:however, |but |again, )?(?:this (?:is )?(?:compare[sd]|(?:slightly |broadly |well |much |far "
    r"|considerably |significantly |just )*(?:similar|higher|lower|above|below|in line|greater|less|more|fewer))"
    r"|(?:in|across|for) England and Wales|the (?:[\w-]+ ){0,6}?(?:in|for|across) England and Wales"
    r"|(?:the )?England and Wales|nationally|the national)\b",
    (
        "This compares with 3.8 percent",
        "This is lower than the England and Wales rate",
        "In England and Wales as a whole, there were",
    ),
    ("This is 3 percent fewer than", "The force compares well"),
)
_ALIKE = {
    frozenset({"percent", "per-100-offences"}),
    frozenset({"percent", "per-100-ocg"}),
    frozenset({"percent", "percentage-points"}),
}


def benchmarks(text: str, found: Sequence[Mention]) -> frozenset[int]:
    """Indexes of the mentions that are figures of England and Wales."""
    owned: set[int] = set()
    for place in ENGLAND_AND_WALES.finditer(text):
        if any(m.start <= place.start() < m.end for m in found):
            continue
        before = next((n for n in reversed(range(len(found))) if found[n].end <= place.start()), None)
        after = next((n for n, m in enumerate(found) if m.start >= place.end()), None)
        if before is not None and _owns_before(text, found, before, place.start()):
            owned.add(before)
        elif after is not None and _owns_after(text, found[after], place.start(), place.end()):
            owned.add(after)
    return frozenset(owned)


def _owns_before(text: str, found: Sequence[Mention], n: int, place: int) -> bool:
    """Whether England and Wales at `place` is said of the figure before it: 'with 13.8 percent for …'."""
    mention = found[n]
    if mention.unit == "rank" or mention.unit.startswith("ratio-to"):
        return False
    between = text[mention.end : place]
    if _NOT_BEFORE.search(between) or not _OWNED_BEFORE.fullmatch(between):
        return False
    floor = found[n - 1].end if n else 0
    return COMPARED.search(text[max(floor, mention.start - 90) : mention.start]) is not None


def _owns_after(text: str, mention: Mention, start: int, end: int) -> bool:
    """Whether England and Wales is said of the figure after it: 'England and Wales rate of 83.3'."""
    between = text[end : mention.start]
    if mention.unit == "rank" or len(between) > _FARTHEST or not OWNED_AFTER.search(between):
        return False
    return "," not in between or _OPENS.search(text[:start]) is not None


_FARTHEST = 90


def compatible(value: Mention, benchmark: Mention) -> bool:
    """Whether two figures can be of one measure; a benchmark without a unit of its own takes the other's."""
    units = frozenset({value.unit, benchmark.unit})
    if value.earlier or value.unit in {"rank", "ratio-to-england-and-wales"}:
        return False
    return (
        len(units) == 1
        or units in _ALIKE
        or (benchmark.unit == "count" and "." in benchmark.text)
        or (benchmark.unit == "count" and value.rate)
    )


def signed(value: Mention, benchmark: Mention) -> Mention:
    """The benchmark with the sign of the figure it is compared with, where its own words give none."""
    if value.change and not benchmark.stated_sign:
        number = -abs(benchmark.number) if value.number < 0 else benchmark.number
        return replace(benchmark, number=number, change=True)
    return benchmark
