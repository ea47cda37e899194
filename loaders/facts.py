"""The facts that reports state, as plain frozen values.

Every fact keeps the `Span` of the words that state it. Closed sets are enums whose values are the
notations of the ontology. Dates are ISO strings as precise as the report prints them: a year
(``2016``), a month (``2017-03``) or a day (``2016-06-30``); nothing is made more precise than that.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a document: ``document.text[start:end] == quote``.

    Offsets count Unicode code points from 0, `end` is exclusive (Web Annotation Data Model, 4.2.5).
    Spans are made by `loaders.documents.Document.span` alone, which upholds the equality.
    """

    start: int
    end: int
    quote: str


class Grade(StrEnum):
    """Grades of the four-point scale, and the question that is answered without a grade."""

    OUTSTANDING = "outstanding"
    GOOD = "good"
    REQUIRES_IMPROVEMENT = "requires-improvement"
    INADEQUATE = "inadequate"
    UNGRADED = "ungraded"

    @property
    def rank(self) -> int | None:
        """Place on the scale, 1 the best and 4 the worst; None for ungraded."""
        return None if self is Grade.UNGRADED else list(Grade).index(self) + 1


class Trend(StrEnum):
    """How a judgment compares with the one before it."""

    IMPROVED = "improved"
    DETERIORATED = "deteriorated"
    SAME = "same"

    @staticmethod
    def between(previous: Grade, present: Grade) -> Trend | None:
        """The change from one grade to the next, None where either is ungraded.

        >>> Trend.between(Grade.GOOD, Grade.REQUIRES_IMPROVEMENT)
        <Trend.DETERIORATED: 'deteriorated'>
        """
        if previous.rank is None or present.rank is None:
            return None
        if previous.rank == present.rank:
            return Trend.SAME
        return Trend.IMPROVED if present.rank < previous.rank else Trend.DETERIORATED


class FindingKind(StrEnum):
    """What the inspectorate calls a finding, from the mildest to the gravest, and what it asks for."""

    AREA_FOR_IMPROVEMENT = "area-for-improvement"
    CAUSE_OF_CONCERN = "cause-of-concern"
    RECOMMENDATION = "recommendation"

    @property
    def abbreviation(self) -> str:
        """The three letters used in the notation of a finding, as in ``2-afi-1``."""
        return {"area-for-improvement": "afi", "cause-of-concern": "coc", "recommendation": "rec"}[self.value]


UNSTATED = "unstated"
"""What stands for the period of a figure that has none."""


@dataclass(frozen=True, slots=True)
class Period:
    """The time that a figure speaks of: a period from `start` to `end`, or a day `as_at`."""

    start: str | None = None
    end: str | None = None
    as_at: str | None = None

    @property
    def key(self) -> str:
        """What tells two periods of one figure apart in an IRI."""
        return self.as_at or self.end or "undated"

    @property
    def interval(self) -> str:
        """The whole period in one string (ISO 8601): ``2015-07-01/2016-06-30``, a day, or ``unstated``."""
        return self.as_at or (f"{self.start}/{self.end}" if self.end else UNSTATED)


class Reviewed(StrEnum):
    """What a reviewer made of a fact; facts that nobody reviewed have none of these."""

    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Report:
    """What the title page and the introduction say of a report."""

    title: str
    pillar: str
    cycle: str
    force_name: str
    isbn: str | None
    published: str | None
    publisher: str | None
    fieldwork_start: str | None
    fieldwork_end: str | None
    passages: tuple[tuple[str, Span], ...]
    """(name of the field, the words that state it), one for each field that was found."""


@dataclass(frozen=True, slots=True)
class Judgment:
    """A grade given to the force for one question, and how it compares with the one before."""

    question: str
    grade: Grade
    previous_grade: Grade | None
    previous_cycle: str | None
    trend: Trend | None
    trend_basis: str | None
    """``stated`` in words, or ``computed`` from the two grades."""
    stated_by: Span
    also_stated_by: tuple[Span, ...]
    rule: str
    reviewed: Reviewed | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """An area for improvement, a cause of concern or a recommendation, or one item of a list below it."""

    notation: str
    """Question, kind and number, as in ``2-afi-6``; an item of its list ``2-afi-6.1``."""
    question: str
    kind: FindingKind
    text: str
    part_of: str | None
    deadline: str | None
    timescale: str | None
    note: str | None
    stated_by: Span
    also_stated_by: tuple[Span, ...]
    rule: str
    reviewed: Reviewed | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as printed and as a number; a dash (not supplied by the force) has no number."""

    text: str
    number: Decimal | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of 'Force in numbers' or of a table: what the force and England and Wales scored."""

    source: str
    """``force-in-numbers`` or ``figure-N``."""
    label: str
    group: str | None
    """The label of the group of rows that it stands under."""
    outcome_number: str | None
    """What stands in a first column of outcome numbers."""
    value: Printed | None
    benchmark: Printed | None
    unit: str
    period: Period
    metric: str
    """Notation of the metric in the ontology, or one made of the label where the metric is not known."""
    known_metric: bool
    stated_by: Span
    also_stated_by: tuple[Span, ...]
    rule: str
    reviewed: Reviewed | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that reports of this kind state and that was not found in this one."""

    expected: str
    """What was looked for, in words, such as ``Calls for assistance per 1,000 population``."""
    part: str
    """``report``, ``judgment``, ``findings`` or ``figure``: the kind of fact."""
    reason: str
    question: str | None = None
    source: str | None = None
    metric: str | None = None


@dataclass(frozen=True, slots=True)
class PublishedGrade:
    """A grade as published on the inspectorate's pages, one row of a CSV file."""

    force: str
    cycle: str
    pillar: str
    grade: Grade
    last_updated: str | None
    source_url: str | None
    stated_by: Span


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


class ContradictionKind(StrEnum):
    """What two passages disagree about."""

    NUMBER = "number"
    """One figure is given two values."""
    DATE = "date"
    """One event or document is given two dates."""
    PERIOD = "period"
    """A period is printed with a last day that is not its last."""
    UNIT = "unit"
    """One figure is given two units or two denominators."""
    COMPARISON = "comparison"
    """Two figures deny what is said of them: 'in line with', 'higher than', 'below'."""
    GRADE = "grade"
    """One judgment is given two grades, or a change that its grades deny."""
    ABBREVIATION = "abbreviation"
    """An abbreviation is spelt two ways, or is given two meanings."""
    NAME = "name"
    """One name is spelt two ways."""
    LABEL = "label"
    """One row of the tables is spelt two ways."""
    FORM = "form"
    """One figure is called a graph and a table."""
    ACCOUNT = "account"
    """What became of one force's data is told two ways."""
    STATUS = "status"
    """One thing is told to be there and not to be there."""


class Certainty(StrEnum):
    """How sure it is that two passages contradict each other."""

    SURE = "sure"
    LIKELY = "likely"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two passages of a report that cannot both be right."""

    kind: ContradictionKind
    message: str
    """One sentence for an analyst, with both values."""
    certainty: Certainty
    stated_by: Span
    contradicted_by: Span
    rule: str
    about: tuple[Figure | Quantity, ...] = ()
    """The figures that it concerns."""
    reviewed: Reviewed | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A fact that rules found and a reviewer threw out."""

    kind: str
    """As corrections name it: ``evidence``, ``agency`` …"""
    name: str
    """What tells it from others of its kind in the same words; empty where the words suffice."""
    stated_by: Span
    rule: str
    note: str | None
    """Why, in the reviewer's words."""


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """Everything that was read from one report, and what was not found."""

    report: Report
    judgments: tuple[Judgment, ...]
    findings: tuple[Finding, ...]
    figures: tuple[Figure, ...]
    prose: Prose
    missing: tuple[Missing, ...]
    contradictions: tuple[Contradiction, ...] = ()
    rejected: tuple[Rejected, ...] = ()
