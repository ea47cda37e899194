"""One police force, with what can be asked about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from .accessors import Accessors, Cycles, Names


@dataclass(frozen=True, slots=True)
class Force:
    """A police force of the register; its methods are those of `Accessors`, asked about this force alone."""

    notation: str
    """As tables and parameters have it, such as "loamshire"."""
    name: str
    short_name: str
    kind: str
    """Kind of force, in words."""
    region: str | None
    """None for one that belongs to no region."""
    area_code: str | None
    """Code of the area that it polices, of the Office for National Statistics."""
    _graph: Accessors = field(repr=False, compare=False)

    def judgments(
        self,
        *,
        cycle: Cycles | None = None,
        pillar: Names | None = None,
        question: Names | None = None,
        grade: Names | None = None,
        evidence: bool = False,
    ) -> pd.DataFrame:
        """Grades, with the grade before and the trend where the report states them."""
        return self._graph.judgments(
            force=self.notation, cycle=cycle, pillar=pillar, question=question, grade=grade, evidence=evidence
        )

    def findings(
        self,
        *,
        cycle: Cycles | None = None,
        pillar: Names | None = None,
        question: Names | None = None,
        kind: Names | None = None,
        contains: Names | None = None,
        evidence: bool = False,
    ) -> pd.DataFrame:
        """Areas for improvement, causes of concern and recommendations."""
        return self._graph.findings(
            force=self.notation,
            cycle=cycle,
            pillar=pillar,
            question=question,
            kind=kind,
            contains=contains,
            evidence=evidence,
        )

    def metrics(
        self,
        *,
        cycle: Cycles | None = None,
        source: Names | None = None,
        metric: Names | None = None,
        evidence: bool = False,
    ) -> pd.DataFrame:
        """Figures of the reports beside England and Wales (``benchmark``), each in its ``unit``."""
        return self._graph.metrics(force=self.notation, cycle=cycle, source=source, metric=metric, evidence=evidence)

    def partners(
        self,
        *,
        cycle: Cycles | None = None,
        type: Names | None = None,  # noqa: A002  the name of the parameter and of the column
        role: Names | None = None,
        evidence: bool = False,
    ) -> pd.DataFrame:
        """Agencies that a report names, and whether the force works with them."""
        return self._graph.partners(force=self.notation, cycle=cycle, type=type, role=role, evidence=evidence)

    def initiatives(
        self,
        *,
        cycle: Cycles | None = None,
        type: Names | None = None,  # noqa: A002  the name of the parameter and of the column
        question: Names | None = None,
        contains: Names | None = None,
        evidence: bool = False,
    ) -> pd.DataFrame:
        """Operations, projects, schemes, teams, systems and models that a report describes."""
        return self._graph.initiatives(
            force=self.notation, cycle=cycle, type=type, question=question, contains=contains, evidence=evidence
        )

    def evidence(
        self,
        *,
        cycle: Cycles | None = None,
        question: Names | None = None,
        polarity: Names | None = None,
        contains: Names | None = None,
        evidence: bool = False,
    ) -> pd.DataFrame:
        """What inspectors saw, sentence by sentence, and whether it speaks well or ill of the force."""
        return self._graph.evidence(
            force=self.notation, cycle=cycle, question=question, polarity=polarity, contains=contains, evidence=evidence
        )

    def caveats(
        self,
        *,
        cycle: Cycles | None = None,
        affected: Names | None = None,
        effect: Names | None = None,
        evidence: bool = False,
    ) -> pd.DataFrame:
        """The small print of figures: whose data are left out, estimated or not comparable, and why."""
        return self._graph.caveats(
            force=self.notation, cycle=cycle, affected=affected, effect=effect, evidence=evidence
        )

    def citations(
        self, *, cycle: Cycles | None = None, contains: Names | None = None, evidence: bool = False
    ) -> pd.DataFrame:
        """Acts, standards and publications that a report cites."""
        return self._graph.citations(force=self.notation, cycle=cycle, contains=contains, evidence=evidence)

    def terms(
        self, *, cycle: Cycles | None = None, contains: Names | None = None, evidence: bool = False
    ) -> pd.DataFrame:
        """Abbreviations and terms that a report explains."""
        return self._graph.terms(force=self.notation, cycle=cycle, contains=contains, evidence=evidence)

    def contradictions(
        self,
        *,
        cycle: Cycles | None = None,
        kind: Names | None = None,
        certainty: Names | None = None,
        evidence: bool = False,
    ) -> pd.DataFrame:
        """Where a report contradicts itself, another report or the published grades."""
        return self._graph.contradictions(
            force=self.notation, cycle=cycle, kind=kind, certainty=certainty, evidence=evidence
        )

    def reports(
        self, *, cycle: Cycles | None = None, pillar: Names | None = None, evidence: bool = False
    ) -> pd.DataFrame:
        """The reports in the graph."""
        return self._graph.reports(force=self.notation, cycle=cycle, pillar=pillar, evidence=evidence)

    def not_found(self, *, cycle: Cycles | None = None, evidence: bool = False) -> pd.DataFrame:
        """What a report was searched for in vain, and why."""
        return self._graph.not_found(force=self.notation, cycle=cycle, evidence=evidence)

    def coverage(
        self, *, cycle: Cycles | None = None, pillar: Names | None = None, evidence: bool = False
    ) -> pd.DataFrame:
        """For which forces, cycles and questions a grade is known (``found``), not given, or ``not-found``."""
        return self._graph.coverage(force=self.notation, cycle=cycle, pillar=pillar, evidence=evidence)
