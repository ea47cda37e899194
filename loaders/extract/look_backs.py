"""What a report says of earlier inspections of its force."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..facts import LookBack
from ..prose import Place, Sentence
from ..rules import rule
from .context import Context

_INSPECTORS = r"(?:HMIC(?:FRS)?|we|our inspectors|inspectors|the inspectorate)"
_SAID = (
    r"(?:said|found|judged|identified|noted|recommended|reported|raised|concluded|asked|stated|assessed|saw"
    r"|graded|expressed|highlighted"
    r"|criticised|pointed out|observed|examined|inspected|considered|drew|advised|called|were concerned"
    r"|was concerned|had (?:\w+ )?concerns?)"
)

EARLIER = rule(
    "named-earlier-inspection",
    r"\b(?:(?:HMIC(?:FRS)?['’]s|our|the) |(?=last year['’]s\b))(?P<when>20\d\d|last|previous|earlier|most recent)"
    r"(?: year['’]s)?(?: PEEL)?"
    r"(?: (?P<subject>[a-z][\w-]*(?: (?:and )?[\w-]+){0,2}(?: ?\([\w\s]+\))?|\([\w\s]+\)))??"
    r" (?P<what>inspections?|reports?|assessments?)\b(?! (?:of|on|into) (?!the force|(?-i:[A-Z])))",
    (
        "In HMIC's 2013 custody (women) report we wrote",
        "since our last inspection",
        "Last year's report was grim.",
        "HMIC's 2013 custody inspection",
        "In our 2015 report we said",
    ),
    ("HMIC's 2013 inspection of custody", "this report", "reports on the force's efficiency"),
)
INSPECTION_IN = rule(
    "inspection-of-a-year",
    r"\b(?:HMIC(?:FRS)?['’]s|our|the) (?:PEEL )?(?:(?P<subject>[a-z][\w-]*(?: ?\([\w\s]+\))?) )?"
    r"(?P<what>inspection|report|assessment)"
    r" (?:in|of|from|for) (?P<when>20\d\d|last year)\b",
    ("since our inspection in 2015", "our effectiveness inspection of 2015"),
    ("our inspection of crime data in 2015",),
)
_IN_YEAR = rule(
    "year-then-inspectors",
    rf"\b(?:in |during |since )?(?P<when>20\d\d|last year),? (?:when )?{_INSPECTORS} (?:\w+ly )?{_SAID}\b",
    ("In 2015, HMIC identified that", "Last year we said that", "on last year, when we judged the force to be good"),
    ("In 2015 the force said", "Last year the number of crimes rose."),
)
_THEN_YEAR = rule(
    "inspectors-then-year",
    rf"\b{_INSPECTORS} (?:\w+ly )?{_SAID}\b[^.,;:]{{0,60}}? (?:in|during) (?P<when>20\d\d|last year)\b",
    ("the delay which we pointed out in 2015", "The plans we examined in 2013 showed"),
    ("We found that the force opened it, and crime fell in 2015.",),
)
_WHEN = rule(
    "year-when-judged",
    r"\b(?P<when>20\d\d|last year),? when (?:it|the force) was (?:judged|graded|assessed|found)\b",
    ("an improvement on last year, when it was judged to require improvement",),
    ("in 2015, when it was short of staff",),
)
_RULES = (EARLIER, INSPECTION_IN, _IN_YEAR, _THEN_YEAR, _WHEN)
_OF_ALL = rule(
    "about all forces",
    r"\b(?:many|most|all|some|several) (?:\w+ )?forces\b|\bforces across\b|\bnational report\b",
    ("Last year HMIC saw that many forces did this badly.",),
    ("Last year we said that the force should train its staff.",),
)
_PLACES = frozenset({Place.BODY, Place.FINDING, Place.FOOTNOTE})


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier inspection that a sentence speaks of."""

    cycle: str
    subject: str | None
    named: bool
    """Whether it speaks of the inspection or its report, not only of the year in which inspectors said something."""
    rule: str


def look_backs(context: Context) -> list[LookBack]:
    """Each sentence that says something of an earlier inspection of the force, in order.

    What inspectors found in all forces is left out, as are inspections of no known cycle.
    """
    found = []
    for sentence in context.sentences:
        if sentence.place not in _PLACES or _OF_ALL.search(sentence.text):
            continue
        for cycle, mention in {e.cycle: e for e in reversed(list(earlier(context, sentence)))}.items():
            found.append(
                LookBack(cycle, mention.subject, sentence.question, sentence.quote, f"look-back-{mention.rule}")
            )
    return sorted(found, key=lambda f: f.stated_by.start)


def earlier(context: Context, sentence: Sentence) -> Iterator[Earlier]:
    """The earlier inspections that a sentence speaks of, those that it names first."""
    for stated in _RULES:
        for match in stated.finditer(sentence.text):
            cycle = _cycle(context, match["when"])
            if cycle is None:
                continue
            named = stated in (EARLIER, INSPECTION_IN)
            subject = match["subject"] if named else None
            yield Earlier(cycle, " ".join(subject.split()) if subject else None, named, stated.name)


def _cycle(context: Context, when: str) -> str | None:
    """The cycle that a year means; that before the report's for 'last year'."""
    if not re.fullmatch(r"\d{4}", when):
        return context.previous_cycle
    earlier_cycles = [c for c in context.register.cycles if c < context.cycle]
    return next((c for c in earlier_cycles if c.startswith(when)), None)
