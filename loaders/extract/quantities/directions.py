"""Whether a figure is a change, and which way it went."""

from __future__ import annotations

import re
from dataclasses import replace

from ...rules import rule
from .mentions import Mention

_DOWN = (
    r"decreas(?:e[ds]?|ing)|reduc(?:e[ds]?|ing|tions?)|fall(?:s|en|ing)?|fell|drop(?:s|ped|ping)?|declin(?:e[ds]?"
    r"|ing)|cut(?:s|ting)?"
    r"|lower(?:ed|ing)|shr(?:ank|unk|inking)|went down"
)
_UP = (
    r"increas(?:e[ds]?|ing)|ris(?:e[sn]?|ing)|rose|gr(?:ew|own|owing|owth)|rais(?:e[ds]?|ing)"
    r"|improv(?:e[ds]?|ing|ements?)|went up"
)
_NEAR = r"(?:(?! to | from )[^.;:%]){0,90}?"
_GAP = r"(?: by| of)? *$"

BEFORE = rule(
    "change by so much",
    rf"^(?:.*\W)?(?:(?P<down>{_DOWN})|(?P<up>{_UP}))\b(?:{_NEAR} (?:by|of)| further|) (?:a further |an additional "
    rf"|another )?$",
    ("fell by ", "has reduced this backlog by ", "increase in capability of ", "has increased ", "a decrease of "),
    ("a proportion of ", "fallen slightly, to ", "increased from ", "up to "),
)
AFTER = rule(
    "so much more or less",
    r"^ (?:of )?(?:an? )?(?:(?:\w+ ){0,2}?(?P<down>fewer|less|lower|smaller|decrease|reduction|fall|drop|decline)"
    r"|(?:\w+ ){0,2}?(?P<up>more|higher|greater|larger|increase|rise|growth|improvement))\b(?! (?:serious|complex"
    r"|than one|effective|vulnerable|detailed))",
    (" fewer incidents", " decrease on 2015", " more than in 2015", " increase in the uptake"),
    (" of crimes", " serious cases"),
)
_LEVEL = re.compile(
    r"\b(?:to|at|from|was|is|were|are|and)\s+(?:an?\s+\w+\s+of\s+)?(?:just\s+|only\s+)?$", re.IGNORECASE
)
_COMPARED_THAN = re.compile(r"\s*(?:\w+\s+){0,6}?than\b|\s*$|\s*[.,;)]|\s+(?:in|on|since|over|of)\b", re.IGNORECASE)


def with_direction(text: str, mention: Mention, floor: int) -> Mention:
    """The mention, known as a change and with its sign where the words beside it say so.

    Args:
        text: the sentence.
        mention: a number in it.
        floor: where the number before it ends; words before that speak of another figure.
    """
    if mention.change or mention.earlier or mention.rate:
        return mention
    if mention.unit not in {"percent", "percentage-points", "count", "gbp"}:
        return mention
    after = AFTER.search(text[mention.end : mention.end + 60])
    if after and mention.unit == "count" and not _COMPARED_THAN.match(text, mention.end + after.end()):
        after = None
    if after and not re.search(r"\b(?:is|was)\s+$", text[: mention.start]) and after["up"] == "higher":
        after = after if re.match(r"\s+higher\b", text[mention.end :]) else None
    before = None
    if not _LEVEL.search(text, floor, mention.start):
        before = BEFORE.search(text[max(floor, mention.start - 120) : mention.start])
    if before and mention.unit == "count" and not re.search(r"\bby\s+(?:a\s+further\s+)?$", text[: mention.start]):
        before = None
    way = after or before
    if way is None:
        return mention
    if mention.unit == "count" and way is after and way["up"]:
        return replace(mention, change=True, stated_sign=True)
    number = -abs(mention.number) if way["down"] else mention.number
    return replace(mention, number=number, change=True, stated_sign=True)
