"""The kinds of fact that reviewers correct: where they are kept, what they are called, what can be retyped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from ..facts import (
    AgencyMention,
    AgencyRole,
    Caveat,
    Citation,
    Contradiction,
    Effect,
    Evidence,
    Figure,
    Finding,
    FindingKind,
    Grade,
    Initiative,
    InitiativeType,
    Judgment,
    LookBack,
    Polarity,
    Quantity,
    RankClaim,
    ReportFacts,
    Term,
)

Kind: TypeAlias = Literal[
    "judgment", "finding", "figure", "prose-figure", "rank-claim", "agency", "initiative", "evidence", "caveat", "term",
    "citation", "look-back", "contradiction",
]  # fmt: skip

Fact: TypeAlias = (
    Judgment
    | Finding
    | Figure
    | Quantity
    | RankClaim
    | AgencyMention
    | Initiative
    | Evidence
    | Caveat
    | Term
    | Citation
    | LookBack
    | Contradiction
)

STANDINGS = ("highest", "lowest", "among-highest", "among-lowest", "above", "below", "in-line")
INSTRUMENTS = ("act", "code", "guidance", "standard", "definition", "report", "statistics", "agreement")


@dataclass(frozen=True, slots=True)
class KindOfFact:
    """One kind of fact."""

    label: str
    """For people, in the plural."""
    where: str
    """Its field in `ReportFacts` or `Prose`."""
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What can be retyped, with the values it can have; none where the register knows them."""
    has_names: bool = False
    """Whether it is about a thing with a name that the report may use again elsewhere."""


KINDS: Mapping[str, KindOfFact] = {
    "judgment": KindOfFact("Judgments", "judgments", {"grade": tuple(Grade)}),
    "finding": KindOfFact("Findings", "findings", {"kind": tuple(FindingKind)}),
    "figure": KindOfFact("Figures in tables", "figures"),
    "prose-figure": KindOfFact("Figures in sentences", "quantities"),
    "rank-claim": KindOfFact("Claims of rank", "rank_claims", {"standing": STANDINGS}),
    "agency": KindOfFact("Agencies", "mentions", {"type": (), "role": tuple(AgencyRole)}, has_names=True),
    "initiative": KindOfFact(
        "Initiatives", "initiatives", {"type": tuple(InitiativeType), "question": ()}, has_names=True
    ),
    "evidence": KindOfFact("Evidence", "evidence", {"polarity": tuple(Polarity), "question": ()}),
    "caveat": KindOfFact("Caveats", "caveats", {"effect": tuple(Effect)}),
    "term": KindOfFact("Terms", "terms"),
    "citation": KindOfFact("Citations", "citations", {"kind": INSTRUMENTS}),
    "look-back": KindOfFact("References to earlier inspections", "look_backs"),
    "contradiction": KindOfFact("Contradictions", "contradictions"),
}
"""Every `Kind`, in the order in which people are shown them."""


def of_kind(facts: ReportFacts, kind: str) -> tuple[Fact, ...]:
    """The facts of a kind, in the order of the report."""
    where = KINDS[kind].where
    found: tuple[Fact, ...] = getattr(facts if hasattr(facts, where) else facts.prose, where)
    return found


_NAMED_BY: Mapping[type[Fact], str] = {
    AgencyMention: "name",
    Initiative: "name",
    Judgment: "question",
    Figure: "label",
    RankClaim: "standing",
    Caveat: "affected_force",
    Term: "term",
    Citation: "instrument",
    Contradiction: "kind",
}


def name_of(fact: Fact) -> str:
    """What tells a fact from others of its kind that rest on the same words; empty where the words suffice."""
    if isinstance(fact, Quantity):
        return f"{fact.value.text if fact.value else 'none'} {fact.unit}"
    return str(getattr(fact, _NAMED_BY[type(fact)])) if type(fact) in _NAMED_BY else ""
