"""What is told of a report as a whole: contradictions in it, what reviewers threw out, and all its facts together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .common import Reviewed, Span
from .prose import Prose, Quantity
from .structured import Figure, Finding, Judgment, Missing, Report


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
