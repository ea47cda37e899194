"""What a report says of the force: every sentence about it, and whether it speaks well or ill of it."""

from __future__ import annotations

import re

from ...facts import Evidence, Polarity
from ...prose import Place, Sentence
from ...rules import rule
from ..context import Context
from ..template import templates
from ..themes import themes_of
from .phrases import NORMATIVE
from .weighing import polarity_of

__all__ = ["evidence", "polarity_of"]

REPORTS_EARLIER = rule(
    "reports an earlier inspection",
    r"\b(?:in|during|at|from) (?:HMIC's|our|the|its) (?:(?P<year>20\d\d)|(?P<last>last|"
    r"previous))(?: [\w()]+){0,6}? (?:report|inspection|assessment),? (?:of [^,]{3,40},? )?(?:we|HMIC(?:FRS)?|"
    r"inspectors|it was)\b"
    r"|\b(?:in|during) (?P<bare>20\d\d),? (?:we|HMIC(?:FRS)?|inspectors) (?:found|said|reported|identified|"
    r"judged|expressed|recommended|were|was|had|examined|assessed)"
    r"|\b(?P<lastyear>last year),? (?:we|HMIC(?:FRS)?|inspectors|the force was|it was)\b|"
    r"\b(?P<lastwhen>last year,? when)\b"
    r"|\b(?:we|HMIC(?:FRS)?|inspectors) (?:\w+ )?(?:found|said|reported|identified|judged|expressed|recommended|"
    r"examined)(?: [\w,']+){0,12}? in (?:(?:our|HMIC's|the) )?(?P<after>20\d\d)\b"
    r"|\b(?P<our>our|HMIC's) last inspection,? (?:we|HMIC)\b|\bpreviously (?:found|identified|reported|"
    r"recommended)\b",
    (
        "In HMIC's 2015 effectiveness report we said that calls were lost.",
        "Last year we found delays.",
        "This is a deterioration on last year, when we judged the force to be good.",
        "The cases we examined in 2015 were poor.",
    ),
    ("Since our 2015 inspection the force has improved.", "We found delays.", "In 2015 the force moved house."),
)
EARLIER_STILL = rule(
    "goes on about the earlier inspection",
    r"^(?:we (?:also |therefore |then )?(?:recommended|found|said|were)|at that time|that inspection|"
    r"circumstances were)\b(?!.*\b(?:this year|now|since)\b)",
    ("We recommended that the force review this.",),
    ("We found that this year calls are answered.",),
)
_MAY_LOOK_BACK = re.compile(r"20\d\d|last|previous", re.IGNORECASE)
CONTRAST = re.compile(r"(?:However|But|Nevertheless|Nonetheless|Conversely|On the other hand)\b", re.IGNORECASE)


def evidence(context: Context) -> list[Evidence]:
    """Every sentence of a report that says something of its force, in order.

    Left out are the text that all reports share, remarks on method, definitions and annexes. A sentence
    that asks for improvement among the findings is a weakness. 'However' after praise
    turns to a weakness; with praise of its own it is mixed. After blame it may only add to it.
    """
    left_out = templates(context)
    found: list[Evidence] = []
    before: tuple[int, Polarity, str | None] | None = None
    for index, sentence in enumerate(context.sentences):
        if index in left_out or sentence.question is None:
            continue
        beside = before is not None and before[0] == sentence.paragraph
        polarity, rule_name = _polarity(sentence, before[1] if beside and before else None)
        looks_back = _looks_back(sentence.text, context, before[2] if beside and before else None)
        spans = sentence.spans
        quote = sentence.quote
        found.append(
            Evidence(
                sentence.text, sentence.question, polarity, themes_of(sentence.text, context.register),
                looks_back, quote, tuple(s for s in spans if s != quote), rule_name,
            )
        )  # fmt: skip
        before = (sentence.paragraph, polarity, looks_back)
    return found


def _polarity(sentence: Sentence, before: Polarity | None) -> tuple[Polarity, str]:
    """The polarity of a sentence and the rule that gave it."""
    if sentence.place is Place.FINDING and (sentence.is_bullet or NORMATIVE.search(sentence.text)):
        return Polarity.WEAKNESS, "finding"
    polarity = polarity_of(sentence.text)
    if polarity is Polarity.NEUTRAL and before is Polarity.STRENGTH and CONTRAST.match(sentence.text):
        return Polarity.WEAKNESS, "contrast"
    if polarity is before is Polarity.STRENGTH and CONTRAST.match(sentence.text):
        return Polarity.MIXED, "contrast"
    return polarity, "weighed" if polarity is not Polarity.NEUTRAL else "description"


def _looks_back(text: str, context: Context, before: str | None) -> str | None:
    """The cycle whose findings a sentence reports, None where it reports those of this inspection."""
    if _MAY_LOOK_BACK.search(text) and (match := REPORTS_EARLIER.search(text)):
        year = match["year"] or match["bare"] or match["after"]
        if year is None:
            return context.previous_cycle
        known = next((c for c in context.register.cycles if c == year), None)
        return known if known != context.cycle else None
    return before if before and EARLIER_STILL.search(text) else None
