"""Whether a sentence speaks of this force, or of all forces, of law and of method."""

from __future__ import annotations

import re

from ...outline import Role
from ...prose import Place, Sentence
from ...rules import rule
from ..context import Context

ALL_FORCES = rule(
    "figures of forces in general",
    r"\b(?:majority of|all|most|some|many|several|across|between|\d+|each of the"
    r"|these) (?:the )?(?:\d+ )?(?:other |geographic |police |territorial )?forces\b"
    r"|\bforces (?:to HMIC|across England|in England|are|were|have|must|should)\b|^(?:police )?forces\b"
    r"|\bpolice forces\b"
    r"|\bvar(?:y|ies|ied|ying) (?:\w+ )?(?:between|across|from|by)\b|\bEngland and Wales police forces\b",
    (
        "the majority of forces (39 out of 43 forces) showed",
        "varies considerably between forces",
        "police forces across England",
    ),
    ("the force has 11 areas", "the three forces had submitted", "shared with two other forces"),
)
NATIONAL = rule(
    "figures of national bodies and frameworks",
    r"^(?:[^,]{0,80}, )?(?:the )?(?:\w+ ){0,2}?(?:government|Home (?:Office|Secretary)"
    r"|Strategic Policing Requirement(?: \(SPR\))?|SPR|College of Policing"
    r"|Parliament|Act|code|framework|guidance|legislation|national (?:\w+ )?(?:model|framework|threats?|standard"
    r"|strategy))"
    r"(?: \(.{0,80}?\))? (?:\w+ )?(?:has|have|is|are|was|were|sets?|specif(?:y|ies)|contain(?:s|ing)?|provides?"
    r"|requires?|allocated?|defines?|lists?|began|designed)\b",
    (
        "The Strategic Policing Requirement (SPR) specifies six threats.",
        "After the attacks, the government allocated £3 million.",
    ),
    ("The force has allocated £3 million.", "It works with the Home Office in two projects."),
)
INSPECTION_QUESTIONS = rule(
    "figures of the inspection itself",
    r"\b(?:HMIC(?:FRS)?|we|inspection|question|report|inspectors?)(?:'s)? (?:\w+ )?(?:explores?|assess(?:es"
    r"|ed)? forces|answers?|divides?|covers?|asks?|is divided|has (?:\w+ )?(?:core )?questions)\b"
    r"|\bfigures? may not (?:sum|add)\b|\bnumbers may not\b",
    ("HMIC explores five core questions.", "Figures may not sum to 100 percent."),
    ("HMIC reviewed 60 case files.", "We found 12 cases."),
)
LAW = rule(
    "figures of an order or duty in law",
    r"\b(?:an?|the|such an?|these|any) (?:[\w-]+ ){0,4}?(?:(?-i:[A-Z]{3,}s?)|orders?|notices?|victims?|persons?"
    r"|courts?|officers?|suspects?|offenders?) (?:can|may|must|will only)\b"
    r"|\bmay be (?:issued|granted|imposed|given|made)\b",
    ("a DVPO can prevent a return for up to 28 days", "A notice may be issued to a person."),
    ("The force can reach 40 people.", "an order was granted in 12 cases"),
)
ASKS = rule(
    "asks the force for something",
    r"\b(?:should|must|needs? to|recommend(?:s|ed)?|is required to)\b|^(?:within|by|no later than)\b|\bso that\b",
    ("Within six months the force should review", "It is recommended that"),
    ("There were 279 unresolved incidents.",),
)
REVIEWED = rule(
    "what inspectors counted themselves",
    r"\b(?:our (?:\w+ )?(?:review|examination|sample|reality testing)|(?:we|HMIC|inspectors) (?:also )?(?:found"
    r"|saw|read|reviewed|examined|looked|checked|heard))\b",
    ("Our review of 60 files found", "We examined 60 case files"),
    ("we commissioned a survey",),
)


def in_scope(sentence: Sentence, context: Context) -> bool:
    """Whether the figures in a sentence can be figures of the force.

    Footnotes are definitions and remarks on data: only what names the force is taken from them. What a
    finding asks for is no figure; what a cause of concern tells is one.
    """
    text = sentence.text
    if sentence.place in {Place.FRONT, Place.ANNEX} or INSPECTION_QUESTIONS.search(text):
        return False
    own = names(text, context)
    if sentence.place is Place.FOOTNOTE and not own and not text[:1].islower():
        return False
    if sentence.place is Place.FINDING and (sentence.section.role is not Role.CAUSE_OF_CONCERN or ASKS.search(text)):
        return False
    if own or REVIEWED.search(text):
        return True
    return not any(r.search(text) for r in (ALL_FORCES, NATIONAL, LAW))


def names(text: str, context: Context) -> bool:
    """Whether a sentence names the force or its area, or says 'the force'."""
    if re.search(r"\b(?:the|this) (?:force|constabulary)(?:'s|’s)?\b", text, re.IGNORECASE):
        return True
    return any(re.search(rf"\b{re.escape(name)}\b", text) for name in (context.force.name, context.force.short_name))
