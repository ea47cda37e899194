"""Figures as observations of a data cube (RDF Data Cube Vocabulary)."""

from __future__ import annotations

import pyoxigraph as ox

from ..facts import Figure, Printed
from ..iris import PEEL, QB, RDF, SKOS, XSD, thing
from ..resolve import value_of
from .graph import Emitter, ReportKeys, Titles, common, date

ENGLAND_AND_WALES = thing("area", "england-and-wales")


def figure_quads(emitter: Emitter, keys: ReportKeys, figure: Figure, report: str, titles: Titles) -> None:
    """One figure: an observation of the force, and one of England and Wales that it is measured against."""
    iri = thing("observation", *keys.keys, figure.source, figure.metric, figure.period.key)
    if not figure.known_metric:
        metric = thing("metric", figure.metric)
        emitter.facts.add(metric, RDF + "type", PEEL + "Metric")
        emitter.facts.add(metric, SKOS + "notation", ox.Literal(figure.metric))
        emitter.facts.add(metric, SKOS + "prefLabel", ox.Literal(figure.label, language="en"))
        emitter.facts.add(metric, PEEL + "unit", thing("unit", figure.unit))
        emitter.facts.add(metric, PEEL + "direction", thing("direction", "neither"))
        emitter.facts.add(metric, PEEL + "curated", ox.Literal("false", datatype=ox.NamedNode(XSD + "boolean")))
    benchmark = f"{iri}/england-and-wales"
    if figure.value is not None or figure.benchmark is not None:
        _observation(emitter, keys, figure, iri, thing("force", keys.force.notation), figure.value, report, titles)
    if figure.benchmark is not None:
        emitter.facts.add(iri, PEEL + "benchmark", benchmark)
        _observation(emitter, keys, figure, benchmark, ENGLAND_AND_WALES, figure.benchmark, report, titles)


def _observation(
    emitter: Emitter, keys: ReportKeys, figure: Figure, iri: str, area: str, cell: Printed | None, report: str,
    titles: Titles,
) -> None:  # fmt: skip
    facts = emitter.facts
    facts.add(iri, RDF + "type", PEEL + "Observation")
    facts.add(iri, QB + "dataSet", thing("dataset", "figures"))
    common(emitter, keys, iri, report)
    facts.add(iri, PEEL + "area", area)
    facts.add(iri, PEEL + "metric", thing("metric", figure.metric))
    facts.add(iri, PEEL + "source", thing("source", figure.source))
    facts.add(iri, PEEL + "unit", thing("unit", figure.unit))
    facts.add(iri, PEEL + "label", ox.Literal(figure.label))
    facts.add(iri, PEEL + "period", ox.Literal(figure.period.interval))
    if cell is not None:
        facts.add(iri, PEEL + "printed", ox.Literal(cell.text))
        if (value := value_of(cell)) is not None:
            facts.add(iri, PEEL + "value", ox.Literal(value, datatype=ox.NamedNode(XSD + "decimal")))
        else:
            facts.add(iri, PEEL + "status", ox.Literal("not-supplied"))
    period = figure.period
    for name, day in (("periodStart", period.start), ("periodEnd", period.end), ("asAt", period.as_at)):
        if day:
            facts.add(iri, PEEL + name, date(day))
    emitter.stated(iri, figure.stated_by, figure.also_stated_by, figure.rule, titles.at(figure.stated_by))
