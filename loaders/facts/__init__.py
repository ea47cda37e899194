"""The facts that reports state, as plain frozen values.

Every fact keeps the `Span` of the words that state it. Closed sets are enums whose values are the
notations of the ontology. Dates are ISO strings as precise as the report prints them: a year
(``2016``), a month (``2017-03``) or a day (``2016-06-30``); nothing is made more precise than that.
"""

from __future__ import annotations

from .common import UNSTATED, FindingKind, Grade, Period, Printed, Reviewed, Span, Trend
from .prose import (
    AgencyMention,
    AgencyRole,
    Caveat,
    Citation,
    Effect,
    Evidence,
    Initiative,
    InitiativeType,
    LookBack,
    Polarity,
    Prose,
    Quantity,
    RankClaim,
    Term,
)
from .structured import Figure, Finding, Judgment, Missing, PublishedGrade, Report
from .whole import Certainty, Contradiction, ContradictionKind, Rejected, ReportFacts

__all__ = [
    "UNSTATED",
    "AgencyMention",
    "AgencyRole",
    "Caveat",
    "Certainty",
    "Citation",
    "Contradiction",
    "ContradictionKind",
    "Effect",
    "Evidence",
    "Figure",
    "Finding",
    "FindingKind",
    "Grade",
    "Initiative",
    "InitiativeType",
    "Judgment",
    "LookBack",
    "Missing",
    "Period",
    "Polarity",
    "Printed",
    "Prose",
    "PublishedGrade",
    "Quantity",
    "RankClaim",
    "Rejected",
    "Report",
    "ReportFacts",
    "Reviewed",
    "Span",
    "Term",
    "Trend",
]
