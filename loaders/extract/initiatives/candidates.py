"""A name or description of an initiative as one sentence has it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...facts import InitiativeType

_QUOTES = re.compile(r"['‘’“”\"]")
_UNTOLD = re.compile(
    r"^(?:(?:the|an?|its|new|dedicated|force|local|daily|weekly|monthly|fortnightly|effective|good|pilot|specialist) )+"
)
_PLURAL = re.compile(r"(?<=[a-z]{2})(?:(ie)s|s)\b")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An initiative found from `start` to `end` of a sentence."""

    start: int
    end: int
    name: str
    type: InitiativeType
    named: bool
    rule: str
    abbreviation: str | None = None

    @property
    def key(self) -> str:
        """What mentions of one initiative share: its name without plural, quote marks and idle words."""
        return folded(self.name)


def folded(name: str) -> str:
    """A form in which the ways to write the name of one initiative are equal.

    >>> folded("the force's new high-tech crime units") == folded("high tech crime unit")
    True
    """
    plain = re.sub(r"\([^)]*\)", " ", name).casefold().replace("co-ordination", "coordination").replace("-", " ")
    plain = _QUOTES.sub("", plain.replace("force's", "force").replace("force’s", "force"))
    plain = " ".join(re.sub(r"[^\w&]", " ", plain).split())
    plain = _UNTOLD.sub("", plain)
    return _PLURAL.sub(lambda m: "y" if m[1] else "", plain)


TYPES_OF_HEADS = {
    InitiativeType.PROGRAMME: "programme",
    InitiativeType.SCHEME: "scheme initiative car pack",
    InitiativeType.CAMPAIGN: "campaign",
    InitiativeType.PROJECT: "project clinic",
    InitiativeType.PILOT: "pilot trial",
    InitiativeType.OPERATION: "operation",
    InitiativeType.SYSTEM: "system database app portal software platform library toolkit bank website",
    InitiativeType.MODEL: "model framework approach method process format matrix tool assessment template strategy "
    "profile meeting mechanism",
    InitiativeType.TEAM: "team unit desk hub bureau department centre room board group panel",
    InitiativeType.ENGAGEMENT: "event session day surgery conference check",
}  # fmt: skip
TYPE_OF_HEAD = {word: kind for kind, words in TYPES_OF_HEADS.items() for word in words.split()}


def type_of_head(head: str) -> InitiativeType:
    """The type that the last word of a name shows.

    >>> type_of_head("strategies").value
    'model'
    """
    word = head.casefold().split()[-1]
    for form in (word, word.removesuffix("s"), re.sub("ies$", "y", word), word.removesuffix("es")):
        if form in TYPE_OF_HEAD:
            return TYPE_OF_HEAD[form]
    return InitiativeType.SCHEME
