"""Figures as observations of a data cube (RDF Data Cube Vocabulary)."""

from __future__ import annotations

import pyoxigraph as ox

from ..facts import UNSTATED, Figure, Period, Printed
from ..iris import PEEL, QB, RDF, SKOS, XSD, thing
from ..resolve import value_of
from .graph import Emitter, ReportKeys, Titles, common, date

ENGLAND_AND_WALES = thing("area", "england-and-wales")
_SLICE_KEY = thing("dataset", "figures", "slice-key", "england-and-wales")


def figure_iri(keys: ReportKeys, figure: Figure) -> str:
    """The IRI of a printed figure's observation of the force."""
    return thing("observation", *keys.keys, figure.source, figure.metric, figure.period.key)


def figure_quads(emitter: Emitter, keys: ReportKeys, figure: Figure, report: str, titles: Titles) -> None:
    """One printed figure: an observation of the force, and one of England and Wales that it is measured against."""
    iri = figure_iri(keys, figure)
    metric = thing("metric", figure.metric)
    if not figure.known_metric:
        metric = metric_quads(emitter, figure.metric, figure.label, figure.unit)
    cells: list[tuple[str, str, Printed | None]] = [(iri, thing("force", keys.force.notation), figure.value)]
    if figure.benchmark is not None:
        benchmark = f"{iri}/england-and-wales"
        emitter.facts.add(iri, PEEL + "benchmark", benchmark)
        cells.append((benchmark, ENGLAND_AND_WALES, figure.benchmark))
    for subject, area, cell in cells:
        observation_quads(
            emitter, keys, subject, area, cell, report,
            source=figure.source, metric=metric, unit=figure.unit, label=figure.label, period=figure.period,
        )  # fmt: skip
        emitter.stated(
            subject, figure.stated_by, figure.also_stated_by, figure.rule, titles.at(figure.stated_by), figure.reviewed
        )
    if figure.known_metric:
        slice_quads(emitter, figure.metric, figure.period, figure.benchmark, f"{iri}/england-and-wales")


def slice_quads(emitter: Emitter, metric: str, period: Period, cell: Printed | None, observation: str) -> None:
    """Put an England and Wales figure beside those that other reports print for the same measure and period.

    All of them are in one slice of the cube (RDF Data Cube Vocabulary, 7), so that one lookup finds them, and those
    of the same value in one group of observations, named by the slice and the value. A figure without a value or
    without a period is comparable with none.

    Args:
        emitter: of the report.
        metric: notation of a measure that the register knows.
        period: of the figure.
        cell: the figure as printed.
        observation: IRI of the figure.
    """
    value = value_of(cell)
    if value is None or period.interval == UNSTATED:
        return
    facts = emitter.facts
    iri = thing("slice", "england-and-wales", metric, period.interval.replace("/", "_"))
    facts.add(iri, RDF + "type", QB + "Slice")
    facts.add(iri, QB + "sliceStructure", _SLICE_KEY)
    facts.add(iri, PEEL + "area", ENGLAND_AND_WALES)
    facts.add(iri, PEEL + "metric", thing("metric", metric))
    facts.add(iri, PEEL + "period", ox.Literal(period.interval))
    facts.add(iri, QB + "observation", observation)
    facts.add(f"{iri}/{value}", RDF + "type", QB + "ObservationGroup")
    facts.add(f"{iri}/{value}", QB + "observation", observation)


def metric_quads(emitter: Emitter, metric: str, label: str, unit: str) -> str:
    """Describe a measure that the register does not know, marked as found and not curated; its IRI."""
    iri, facts = thing("metric", "found", metric), emitter.facts
    facts.add(iri, RDF + "type", PEEL + "Metric")
    facts.add(iri, SKOS + "notation", ox.Literal(metric))
    facts.add(iri, SKOS + "prefLabel", ox.Literal(label, language="en"))
    facts.add(iri, PEEL + "unit", thing("unit", unit))
    facts.add(iri, PEEL + "direction", thing("direction", "neither"))
    facts.add(iri, PEEL + "curated", ox.Literal("false", datatype=ox.NamedNode(XSD + "boolean")))
    return iri


def observation_quads(
    emitter: Emitter,
    keys: ReportKeys,
    iri: str,
    area: str,
    cell: Printed | None,
    report: str,
    *,
    source: str,
    metric: str,
    unit: str,
    label: str,
    period: Period,
) -> None:
    """One observation: a measure of one area in one period, as printed and as a number."""
    facts = emitter.facts
    facts.add(iri, RDF + "type", PEEL + "Observation")
    facts.add(iri, QB + "dataSet", thing("dataset", "figures"))
    common(emitter, keys, iri, report)
    facts.add(iri, PEEL + "area", area)
    facts.add(iri, PEEL + "metric", metric)
    facts.add(iri, PEEL + "source", thing("source", source))
    facts.add(iri, PEEL + "unit", thing("unit", unit))
    facts.add(iri, PEEL + "label", ox.Literal(label))
    facts.add(iri, PEEL + "period", ox.Literal(period.interval))
    if cell is not None:
        facts.add(iri, PEEL + "printed", ox.Literal(cell.text))
        if (value := value_of(cell)) is not None:
            facts.add(iri, PEEL + "value", ox.Literal(value, datatype=ox.NamedNode(XSD + "decimal")))
        else:
            facts.add(iri, PEEL + "status", ox.Literal("not-supplied"))
    for name, day in (("periodStart", period.start), ("periodEnd", period.end), ("asAt", period.as_at)):
        if day:
            facts.add(iri, PEEL + name, date(day))
