"""What the structured parts of a report state: title page, judgments, findings, tables; and published grades."""

from __future__ import annotations

from dataclasses import dataclass

from .common import FindingKind, Grade, Period, Printed, Reviewed, Span, Trend


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
