"""Contradictions inside a report as quads: what they are about, and both passages."""

from __future__ import annotations

import pyoxigraph as ox

from ..facts import Contradiction, Figure, Quantity, ReportFacts
from ..iris import PEEL, RDF, thing
from .figures import figure_iri
from .graph import Emitter, ReportKeys, Titles, common
from .prose import quantity_iri


def contradiction_quads(emitter: Emitter, keys: ReportKeys, report: str, titles: Titles, facts: ReportFacts) -> None:
    """Add the contradictions of a report to the graph of its facts, each with the figures that it concerns.

    One about a figure that a reviewer has thrown out is gone with it.
    """
    figures = {figure_iri(keys, figure) for figure in facts.figures}
    figures |= {quantity_iri(keys, quantity) for quantity in facts.prose.quantities}
    for contradiction in facts.contradictions:
        concerned = [_figure(keys, fact) for fact in contradiction.about]
        if figures.issuperset(concerned):
            _contradiction(emitter, keys, contradiction, concerned, report, titles)


def _figure(keys: ReportKeys, fact: Figure | Quantity) -> str:
    return figure_iri(keys, fact) if isinstance(fact, Figure) else quantity_iri(keys, fact)


def _contradiction(
    emitter: Emitter,
    keys: ReportKeys,
    contradiction: Contradiction,
    concerned: list[str],
    report: str,
    titles: Titles,
) -> None:
    first, second, facts = contradiction.stated_by, contradiction.contradicted_by, emitter.facts
    iri = thing("contradiction", *keys.keys, contradiction.kind, f"{first.start}-{second.start}")
    facts.add(iri, RDF + "type", PEEL + "Contradiction")
    common(emitter, keys, iri, report)
    facts.add(iri, PEEL + "contradictionKind", thing("contradiction-kind", contradiction.kind))
    facts.add(iri, PEEL + "message", ox.Literal(contradiction.message))
    facts.add(iri, PEEL + "certainty", ox.Literal(contradiction.certainty))
    for figure in concerned:
        facts.add(iri, PEEL + "concerns", figure)
    emitter.stated(iri, first, (), contradiction.rule, titles.at(first), contradiction.reviewed)
    facts.add(iri, PEEL + "contradictedBy", emitter.passage(second, titles.at(second)))
