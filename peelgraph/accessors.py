"""The questions that analysts ask most, each a method whose parameters are those of its canned query.

A test holds every method against the header of its query, so that the two cannot drift apart.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import pandas as pd

    from .catalogue import Value

Names: TypeAlias = str | Iterable[str]
"""One value or several, any of which may match; by notation or by any other name that the registers know."""
Cycles: TypeAlias = str | int | Iterable[str | int]
"""One inspection cycle or several, such as 2016 or "2018-19"."""


class Accessors(ABC):
    """What a graph can be asked, as tables.

    All take ``evidence``: with it, a table has the words of the report as well (``quote``), and the ``document`` and
    ``page`` where they stand. All have ``fact`` as their last column where a row is a fact: give a row to
    `Graph.explain` to read it in its context. All raise `CatalogueError` for a name that the graph does not know (it
    says which are near) and `StoreError` where the graph cannot be asked.
    """

    @abstractmethod
    def ask(self, name: str, /, *, evidence: bool = False, **given: Value | Iterable[Value] | None) -> pd.DataFrame:
        """Ask a canned query."""

    def forces(self, *, force: Names | None = None, evidence: bool = False) -> pd.DataFrame:
        """The register of police forces: names, region, codes.

        Args:
            force: only these.
            evidence: with the words of the reports.
        """
        return self.ask("forces", force=force, evidence=evidence)

    def judgments(
        self,
        *,
        force: Names | None = None,
        cycle: Cycles | None = None,
        pillar: Names | None = None,
        question: Names | None = None,
        grade: Names | None = None,
        evidence: bool = False,
    ) -> pd.DataFrame:
        """Grades, with the grade before and the trend where the report states them.

        Args:
            force: only these police forces.
            cycle: only these inspection cycles.
            pillar: only these pillars, such as "effectiveness".
            question: only these questions: "overall", "1" to "5", "1.1", or a pillar.
            grade: only these grades, such as "requires-improvement".
            evidence: with the words of the reports.
        """
        return self.ask(
            "judgments", force=force, cycle=cycle, pillar=pillar, question=question, grade=grade, evidence=evidence
        )

    def findings(
        self,
        *,
        force: Names | None = None,
        cycle: Cycles | None = None,
        pillar: Names | None = None,
        question: Names | None = None,
        kind: Names | None = None,
        contains: Names | None = None,
        evidence: bool = False,
    ) -> pd.DataFrame:
        """Areas for improvement, causes of concern and recommendations.

        Args:
            force: only these police forces.
            cycle: only these inspection cycles.
            pillar: only these pillars, such as "effectiveness".
            question: only these questions: "overall", "1" to "5", "1.1", or a pillar.
            kind: only "area-for-improvement", "cause-of-concern" or "recommendation".
            contains: only findings that have these words, in upper or lower case.
            evidence: with the words of the reports.
        """
        return self.ask(
            "findings", force=force, cycle=cycle, pillar=pillar, question=question, kind=kind, contains=contains,
            evidence=evidence,
        )  # fmt: skip

    def metrics(
        self,
        *,
        force: Names | None = None,
        cycle: Cycles | None = None,
        source: Names | None = None,
        metric: Names | None = None,
        evidence: bool = False,
    ) -> pd.DataFrame:
        """Figures of the reports beside England and Wales (``benchmark``), each in its ``unit``.

        Args:
            force: only these police forces.
            cycle: only these inspection cycles.
            source: only figures printed there, such as "figure-4", "force-in-numbers" or "prose".
            metric: only these measures, such as "charged-summonsed".
            evidence: with the words of the reports.
        """
        return self.ask("metrics", force=force, cycle=cycle, source=source, metric=metric, evidence=evidence)

    def partners(
        self,
        *,
        force: Names | None = None,
        cycle: Cycles | None = None,
        type: Names | None = None,  # noqa: A002  the name of the parameter and of the column
        role: Names | None = None,
        evidence: bool = False,
    ) -> pd.DataFrame:
        """Agencies that a report names, and whether the force works with them.

        Args:
            force: only these police forces.
            cycle: only these inspection cycles.
            type: only agencies of these types, such as "voluntary-sector".
            role: only "partner" (the text says that the force works or shares with it) or "mentioned".
            evidence: with the words of the reports.
        """
        return self.ask("partners", force=force, cycle=cycle, type=type, role=role, evidence=evidence)

    def initiatives(
        self,
        *,
        force: Names | None = None,
        cycle: Cycles | None = None,
        type: Names | None = None,  # noqa: A002  the name of the parameter and of the column
        question: Names | None = None,
        contains: Names | None = None,
        evidence: bool = False,
    ) -> pd.DataFrame:
        """Operations, projects, schemes, teams, systems and models that a report describes.

        Args:
            force: only these police forces.
            cycle: only these inspection cycles.
            type: only initiatives of these types, such as "operation".
            question: only those described under these questions, such as "4" or "1.1".
            contains: only names that have these words, in upper or lower case.
            evidence: with the words of the reports.
        """
        return self.ask(
            "initiatives", force=force, cycle=cycle, type=type, question=question, contains=contains, evidence=evidence
        )

    def evidence(
        self,
        *,
        force: Names | None = None,
        cycle: Cycles | None = None,
        question: Names | None = None,
        polarity: Names | None = None,
        contains: Names | None = None,
        evidence: bool = False,
    ) -> pd.DataFrame:
        """What inspectors saw, sentence by sentence, and whether it speaks well or ill of the force.

        Args:
            force: only these police forces.
            cycle: only these inspection cycles.
            question: only sentences under these questions, such as "4.1".
            polarity: only "strength", "weakness", "mixed" or "neutral".
            contains: only sentences that have these words, in upper or lower case.
            evidence: with the document and page of each sentence.
        """
        return self.ask(
            "evidence", force=force, cycle=cycle, question=question, polarity=polarity, contains=contains,
            evidence=evidence,
        )  # fmt: skip

    def caveats(
        self,
        *,
        force: Names | None = None,
        cycle: Cycles | None = None,
        affected: Names | None = None,
        effect: Names | None = None,
        evidence: bool = False,
    ) -> pd.DataFrame:
        """The small print of figures: whose data are left out, estimated or not comparable, and why.

        Args:
            force: only the reports of these police forces.
            cycle: only these inspection cycles.
            affected: only caveats about the data of these forces.
            effect: only these effects, such as "excluded".
            evidence: with the words of the reports.
        """
        return self.ask("caveats", force=force, cycle=cycle, affected=affected, effect=effect, evidence=evidence)

    def citations(
        self,
        *,
        force: Names | None = None,
        cycle: Cycles | None = None,
        contains: Names | None = None,
        evidence: bool = False,
    ) -> pd.DataFrame:
        """Acts, standards and publications that a report cites.

        Args:
            force: only these police forces.
            cycle: only these inspection cycles.
            contains: only names that have these words, in upper or lower case.
            evidence: with the words of the reports.
        """
        return self.ask("citations", force=force, cycle=cycle, contains=contains, evidence=evidence)

    def terms(
        self,
        *,
        force: Names | None = None,
        cycle: Cycles | None = None,
        contains: Names | None = None,
        evidence: bool = False,
    ) -> pd.DataFrame:
        """Abbreviations and terms that a report explains.

        Args:
            force: only these police forces.
            cycle: only these inspection cycles.
            contains: only terms that have these words, in upper or lower case.
            evidence: with the words of the reports.
        """
        return self.ask("terms", force=force, cycle=cycle, contains=contains, evidence=evidence)

    def contradictions(
        self,
        *,
        force: Names | None = None,
        cycle: Cycles | None = None,
        kind: Names | None = None,
        certainty: Names | None = None,
        evidence: bool = False,
    ) -> pd.DataFrame:
        """Where a report contradicts itself, another report or the published grades.

        Args:
            force: only these police forces.
            cycle: only these inspection cycles.
            kind: only contradictions of these kinds, such as "number" or "date".
            certainty: only "sure" or "likely" ones.
            evidence: with both passages, ``quote_a`` and ``quote_b``, and where each stands.
        """
        return self.ask("contradictions", force=force, cycle=cycle, kind=kind, certainty=certainty, evidence=evidence)

    def reports(
        self,
        *,
        force: Names | None = None,
        cycle: Cycles | None = None,
        pillar: Names | None = None,
        evidence: bool = False,
    ) -> pd.DataFrame:
        """The reports in the graph.

        Args:
            force: only these police forces.
            cycle: only these inspection cycles.
            pillar: only these pillars, such as "effectiveness".
            evidence: with the words of the reports.
        """
        return self.ask("reports", force=force, cycle=cycle, pillar=pillar, evidence=evidence)

    def not_found(
        self, *, force: Names | None = None, cycle: Cycles | None = None, evidence: bool = False
    ) -> pd.DataFrame:
        """What a report was searched for in vain, and why.

        Args:
            force: only these police forces.
            cycle: only these inspection cycles.
            evidence: with the names that the facts would have.
        """
        return self.ask("not-found", force=force, cycle=cycle, evidence=evidence)

    def coverage(
        self,
        *,
        force: Names | None = None,
        cycle: Cycles | None = None,
        pillar: Names | None = None,
        evidence: bool = False,
    ) -> pd.DataFrame:
        """For which forces, cycles and questions a grade is known (``found``), not given, or ``not-found``.

        Args:
            force: only these police forces.
            cycle: only these inspection cycles.
            pillar: only these pillars, such as "effectiveness".
            evidence: with the words of the reports.
        """
        return self.ask("coverage", force=force, cycle=cycle, pillar=pillar, evidence=evidence)
