"""How a sentence is weighed: clause by clause, with negation, concession and wishes taken into account."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...facts import Polarity
from .blame import WEAKNESSES
from .clauses import clauses, is_turned, plain_words
from .comparisons import FIGURES
from .cue import Cue
from .phrases import MIXED_PICTURE, NEGATION, NORMATIVE, PURPOSE, REMEDY
from .praise import STRENGTHS

CUES: tuple[Cue, ...] = (*STRENGTHS, *WEAKNESSES, *FIGURES)

LEAST = 1.0
"""Least weight, to either side, at which a clause is more than a description."""
LEAST_IN_FIGURES = 2.0
"""The same in a sentence that begins with a date and states a figure."""
HOPED_FOR = 0.4
"""What is left of the weight of words that say what something is for, or that a verb before them denies."""
ASKS = 2.0
REMEDIES = 1.2
MIXED = 1.5
NOT_GOOD = 1.2
NOT_BAD = 1.0
DOMINANT = 2.5
"""How many times heavier one side of a clause must be for the other not to count."""
REACH = 4
"""Words between a negation and what it negates."""
_REACH_IN_CHARACTERS = 60
_SLIGHT = 1.5
"""Greatest weight of words that a negation may have used up."""

_FIGURE = re.compile(
    r"(?:More\s+recently,\s+)?(?:In|For|Over|During|At|Of|When)\b[^,]{0,60}\b(?:months?|years?|period)\b|As\s+at\b|On\s+\d"
    r"|.{0,80}\bcompared\s+with\b|This\s+(?:compares|is\s+compared|is\s+\d)"
)
_LEADING_CONDITION = re.compile(r"^(?:When|If|Where|Once|Whenever|Before|After|Until)\b[^,]+,")
_DENIED = re.compile(
    r"\b(?:did|does|do|was|were|is|are|has|have|had|could|can)\s+(?:\w+\s+)?not\b|\bcannot\b|\bno\s+(?=evidence)"
    r"|\b(?:fail(?:s|ed|ing|ure)?|unable|struggl\w+)\s+to\b"
    r"|\b(?:lack(?:s|ed|ing)?|hardly\s+any|nobody|no\s+one|none\s+of|few\s+of|seldom|only\s+(?:\w+\s+)?of)\b",
    re.IGNORECASE,
)
_NEW_CLAUSE = re.compile(
    r"\band\s+(?:was|were|found|is|are|has|have)\b"
    r"|,\s+(?:and\s+)?(?:we|it|they|there|the\s+force|this|which|with|has|have|is|are|its)\b",
    re.IGNORECASE,
)
_PREDICATE = re.compile(
    r"\b(?:is|are|was|were|remains?|been)\s+(?:(?:very|also|particularly|both|generally|now|all|equally|of|a)\s+)*$",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(r"\b(?:that|which|who|whether|if|sure|ensure|ensures|what|how)\b", re.IGNORECASE)
_ACTS = re.compile(
    r"\b(?:address|tackl|reduc|resolv|clear|identif|recogni|deal|manag|mitigat|understand|learn|act|rectif|improv)\w*",
    re.IGNORECASE,
)
"""Verbs that put a fault right or see it: to negate them leaves the fault a fault."""
_SHOULD_HAVE = re.compile(r"should\s+(?:not\s+)?have\b", re.IGNORECASE)
_COMMA = re.compile(r",\s")
_WORD = re.compile(r"[\w'’-]+")
_BARE = re.compile(r"(?:\w+\s+)?(?:\w+\s+)?(?:not|cannot|never|without)(?:\s+\w+)*", re.IGNORECASE)
_NEGATIVE_ITSELF = re.compile(
    r"(?:not|no|did|does|do|was|were|is|are|has|have|had|could|can|cannot|never|without|lack\w*|neither|less|may|might"
    r"|yet|been|being|none|nobody|few)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Weight:
    """What speaks for and against the force in one clause."""

    strength: float = 0.0
    weakness: float = 0.0

    def sign(self, least: float) -> Polarity:
        """The polarity of the clause, neutral where neither side reaches `least`."""
        strong, weak = self.strength >= least, self.weakness >= least
        if strong and weak:
            if self.strength >= DOMINANT * self.weakness:
                return Polarity.STRENGTH
            if self.weakness >= DOMINANT * self.strength:
                return Polarity.WEAKNESS
            return Polarity.MIXED
        if strong:
            return Polarity.STRENGTH
        return Polarity.WEAKNESS if weak else Polarity.NEUTRAL


@dataclass(frozen=True, slots=True)
class _Hit:
    """Words of a clause with the weight that they have there."""

    start: int
    end: int
    weight: float


def weigh(clause: str) -> Weight:
    """The weight of one clause from which asides and words without polarity have been taken out.

    What asks for more is a weakness, and praise after it a wish. What acts on a fault is a strength, and
    the fault named after it, up to a comma, does not count.
    """
    plain = _LEADING_CONDITION.sub(lambda m: " " * len(m[0]), clause)
    asks = NORMATIVE.search(plain)
    # What should have been done was not done, whatever is said of it before or after.
    wished_from = len(plain) if not asks else 0 if _SHOULD_HAVE.match(asks[0]) else asks.start()
    remedy = None if asks else REMEDY.search(plain)
    remedied = range(remedy.start() + 1, _end_of_phrase(plain, remedy.end())) if remedy else range(0)
    denied = _DENIED.search(plain)
    both = MIXED if MIXED_PICTURE.search(plain) else 0.0
    strength = both + (REMEDIES if remedy else 0.0)
    weakness = both + (ASKS if asks else 0.0)
    hits, negations = _hits(plain)
    purposes = [m.start() for m in PURPOSE.finditer(plain)] if hits else []
    for hit in hits:
        hoped_for = not (asks and hit.weight < 0) and _is_hoped_for(plain, hit.start, purposes)
        weight = hit.weight * HOPED_FOR if hoped_for else hit.weight
        if weight > 0 and hit.start < wished_from:
            unreached = denied is not None and denied.end() <= hit.start and denied.span() not in negations
            strength += weight * HOPED_FOR if unreached else weight
        elif weight < 0 and hit.start not in remedied:
            weakness -= weight
    return Weight(strength, weakness)


def _hits(plain: str) -> tuple[list[_Hit], set[tuple[int, int]]]:
    """The words that count, none within another, and the negations that have turned some of them round."""
    negations = [m.span() for m in NEGATION.finditer(plain)]
    used: set[tuple[int, int]] = set()
    found: list[_Hit] = []
    for cue in CUES:
        for match in cue.rule.finditer(plain):
            negation = _negation(plain, match.start(), negations)
            weight = cue.weight
            if negation and cue in STRENGTHS:
                used.add(negation)
                weight = -max(weight, NOT_GOOD)
            elif negation and weight < 0 and not _stays_a_fault(plain, negation[1], match):
                used.add(negation)
                weight = NOT_BAD
            found.append(_Hit(match.start(), match.end(), weight))
    found.sort(key=lambda hit: (-abs(hit.weight), hit.start, -hit.end))
    return list(_apart(plain, found, used)), used


def _stays_a_fault(plain: str, negated: int, match: re.Match[str]) -> bool:
    """Whether words of blame stay so after a negation that ends at `negated`."""
    return bool(_NEGATIVE_ITSELF.match(match[0]) or _ACTS.search(plain, negated, match.start()))


def _apart(plain: str, found: list[_Hit], used: set[tuple[int, int]]) -> Iterator[_Hit]:
    """The heaviest words first, without those that overlap them or that are a negation already used."""
    taken: list[_Hit] = []
    for hit in found:
        if any(hit.start < other.end and other.start < hit.end for other in taken):
            continue
        spent = any(hit.start < end and begin < hit.end for begin, end in used)
        if -_SLIGHT <= hit.weight < 0 and spent and _BARE.fullmatch(plain[hit.start : hit.end]):
            continue
        taken.append(hit)
        yield hit


def _end_of_phrase(text: str, start: int) -> int:
    comma = _COMMA.search(text, start)
    return comma.start() if comma else len(text)


def _is_hoped_for(text: str, start: int, purposes: list[int]) -> bool:
    """Whether what begins at `start` is said of a purpose, and not as the predicate of the sentence."""
    before = max((p for p in purposes if p < start), default=None)
    if before is None or _NEW_CLAUSE.search(text, before, start):
        return False
    predicate = _PREDICATE.search(text, before, start)
    return not predicate or _SUBORDINATE.search(text, before, predicate.start()) is not None


def _negation(text: str, start: int, negations: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The negation that reaches a word at `start`, None where there is none."""
    before = next(((begin, end) for begin, end in reversed(negations) if end <= start), None)
    if before is None:
        return None
    between = text[before[1] : start]
    if len(between) > _REACH_IN_CHARACTERS or "," in between or ";" in between:
        return None
    return before if len(_WORD.findall(between)) < REACH else None


def polarity_of(text: str) -> Polarity:
    """Whether a sentence speaks well or ill of the force, both, or neither.

    What is conceded with 'despite' does not count. 'But' and 'although' set two sides against each
    other: where only one of them judges, the other is taken to say the contrary, and both together are
    mixed, unless the side that judges is praise that a description came before.

    >>> polarity_of("Call takers are well trained, but their records are incomplete.").value
    'mixed'
    """
    least = LEAST_IN_FIGURES if _FIGURE.match(text) and re.search(r"\d", text) else LEAST
    parts = [(kind, weigh(words).sign(least)) for kind, words in clauses(plain_words(text))]
    signs = [sign for kind, sign in parts if kind != "despite"]
    said = set(signs) - {Polarity.NEUTRAL}
    if len(said) > 1:
        return Polarity.MIXED
    if not said:
        return Polarity.NEUTRAL
    sign = said.pop()
    one_sided = Polarity.NEUTRAL in signs and is_turned([kind for kind, _ in parts])
    if one_sided and (sign is Polarity.WEAKNESS or signs[0] is sign):
        return Polarity.MIXED
    return sign
