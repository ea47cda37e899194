"""What facts of every kind are made of: words, periods, printed numbers, grades."""

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
class Printed:
    """A number as printed and as a number; a dash (not supplied by the force) has no number."""

    text: str
    number: Decimal | None
