"""What the sentences of a report state."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .common import Period, Printed, Reviewed, Span


class Polarity(StrEnum):
    """Whether a sentence speaks well or ill of the force."""

    STRENGTH = "strength"
    WEAKNESS = "weakness"
    MIXED = "mixed"
    NEUTRAL = "neutral"


class AgencyRole(StrEnum):
    """Whether the text says that the force works or shares with an agency, or only names it."""

    PARTNER = "partner"
    MENTIONED = "mentioned"


class InitiativeType(StrEnum):
    """What an initiative is."""

    OPERATION = "operation"
    PROJECT = "project"
    PROGRAMME = "programme"
    SCHEME = "scheme"
    CAMPAIGN = "campaign"
    PILOT = "pilot"
    TEAM = "team"
    SYSTEM = "system"
    MODEL = "model"
    ENGAGEMENT = "engagement"


class Effect(StrEnum):
    """What a caveat does to a figure."""

    EXCLUDED = "excluded"
    ESTIMATED = "estimated"
    PARTIAL = "partial"
    RESUBMITTED = "resubmitted"
    COMBINED = "combined"
    UNDERSTATED = "understated"
    NOT_COMPARABLE = "not-comparable"
    CAUTION = "caution"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure that a sentence states about the force, or compares with England and Wales."""

    label: str
    """What is measured, in few words taken from the sentence."""
    value: Printed | None
    benchmark: Printed | None
    """The England and Wales value; a decrease is negative in both."""
    unit: str
    period: Period
    qualifier: str | None
    """``over``, ``around``, ``almost`` … where the figure is not meant exactly."""
    metric: str | None
    """Notation of the metric of the ontology, None where it is not a known one."""
    question: str | None
    stated_by: Span
    also_stated_by: tuple[Span, ...]
    rule: str
    reviewed: Reviewed | None = None


@dataclass(frozen=True, slots=True)
class RankClaim:
    """A statement of where the force stands among all forces, without a figure of its own."""

    subject: str
    """What is compared, in the words of the sentence."""
    metric: str | None
    standing: str
    """``highest``, ``lowest``, ``among-highest``, ``among-lowest``, ``above``, ``below`` or ``in-line``."""
    rank: int | None
    """3 for 'the third lowest'."""
    question: str | None
    stated_by: Span
    rule: str
    reviewed: Reviewed | None = None


@dataclass(frozen=True, slots=True)
class AgencyMention:
    """An organisation, partnership, unit, force or kind of partner named by one sentence."""

    name: str
    """The name as printed; of a known agency its preferred name in the register."""
    agency: str | None
    """Notation in the register (``agency/…``, ``force/…`` or ``collaboration/…``), None for one that is new."""
    labels: tuple[str, ...]
    """Other spellings and abbreviations that this report gives it."""
    type: str
    role: AgencyRole
    question: str | None
    themes: tuple[str, ...]
    stated_by: Span
    rule: str
    reviewed: Reviewed | None = None


@dataclass(frozen=True, slots=True)
class Initiative:
    """An operation, project, scheme, team, system, model or way of engaging the public."""

    name: str
    type: InitiativeType
    named: bool
    """Whether it has a name of its own ('Operation Plover') or is described ('a joint burglary team')."""
    questions: tuple[str, ...]
    themes: tuple[str, ...]
    partners: tuple[str, ...]
    """Names of the agencies that the same sentences name as taking part."""
    lead_force: str | None
    """Notation of the force that leads it, where it is another one."""
    stated_by: Span
    also_stated_by: tuple[Span, ...]
    rule: str
    reviewed: Reviewed | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that says something of this force."""

    text: str
    question: str
    polarity: Polarity
    themes: tuple[str, ...]
    looks_back: str | None
    """The cycle whose findings it reports, where it reports earlier ones."""
    stated_by: Span
    also_stated_by: tuple[Span, ...]
    rule: str
    reviewed: Reviewed | None = None


@dataclass(frozen=True, slots=True)
class Caveat:
    """A reservation about the data of a force in a figure."""

    figure: str
    """As the report names it: ``figure 5``, ``crime outcomes``."""
    affected_force: str
    """The force as printed, ``all forces`` where it is about all."""
    effect: Effect
    reason: str
    stated_by: Span
    rule: str
    reviewed: Reviewed | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """An abbreviation or a word that the report explains."""

    term: str
    expansion: str | None
    definition: str | None
    stated_by: Span
    rule: str
    reviewed: Reviewed | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """An act, code, guidance, standard or earlier report that the text refers to."""

    instrument: str
    kind: str
    """``act``, ``code``, ``guidance``, ``standard``, ``definition``, ``report``, ``statistics`` or ``agreement``."""
    year: str | None
    provision: str | None
    """The section or paragraph cited."""
    stated_by: Span
    rule: str
    reviewed: Reviewed | None = None


@dataclass(frozen=True, slots=True)
class LookBack:
    """What this report says of an earlier inspection of the force."""

    cycle: str
    subject: str | None
    """The inspection as named, such as ``effectiveness (vulnerability)``."""
    question: str | None
    stated_by: Span
    rule: str
    reviewed: Reviewed | None = None


@dataclass(frozen=True, slots=True)
class Prose:
    """Everything that the sentences of a report state."""

    quantities: tuple[Quantity, ...] = ()
    rank_claims: tuple[RankClaim, ...] = ()
    mentions: tuple[AgencyMention, ...] = ()
    initiatives: tuple[Initiative, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    terms: tuple[Term, ...] = ()
    citations: tuple[Citation, ...] = ()
    look_backs: tuple[LookBack, ...] = ()
