"""Last stage: facts become quads.

Every IRI comes from `loaders.iris`. Nothing here depends on the clock, on chance or on the order of
sets: the same document gives the same quads.
"""

from __future__ import annotations

from .assessment import assessment_quads
from .grades import grades_quads
from .graph import ReportKeys
from .report import report_quads

__all__ = ["ReportKeys", "assessment_quads", "grades_quads", "report_quads"]
