"""A report, its judgments, its findings and what is missing from it, as quads."""

from __future__ import annotations

import pyoxigraph as ox

from ..facts import Finding, FindingKind, Judgment, Missing, Rejected, Report, ReportFacts, Reviewed
from ..iris import DCTERMS, OA, PEEL, RDF, SCHEMA, SKOS, slug, thing
from ..outline import Outline
from ..register import Register
from .contradictions import contradiction_quads
from .figures import figure_quads
from .graph import Emitter, ReportKeys, Titles, common, date, integer
from .prose import prose_quads

CLASSES = {
    FindingKind.AREA_FOR_IMPROVEMENT: "AreaForImprovement",
    FindingKind.CAUSE_OF_CONCERN: "CauseOfConcern",
    FindingKind.RECOMMENDATION: "Recommendation",
}


def report_quads(
    outline: Outline,
    keys: ReportKeys,
    register: Register,
    facts: ReportFacts,
    code_version: str,
    rule_set: str,
    corrections: str = "",
) -> dict[str, tuple[ox.Quad, ...]]:
    """The two graphs of a report, by IRI.

    `corrections` is the digest of the corrections that the facts have been through, empty where there are none.
    """
    emitter = Emitter(outline.document, "report", keys.keys, code_version, rule_set, corrections)
    iri = thing("report", *keys.keys)
    emitter.provenance.add(emitter.facts.name, PEEL + "about", iri)
    emitter.provenance.add(emitter.document_iri, PEEL + "unrecognisedBlocks", integer(len(outline.unrecognised)))
    titles = Titles(outline)
    _report(emitter, keys, register, facts.report, iri)
    for judgment in facts.judgments:
        _judgment(emitter, keys, judgment, iri, titles)
    for finding in facts.findings:
        _finding(emitter, keys, finding, iri, titles)
    for figure in facts.figures:
        figure_quads(emitter, keys, figure, iri, titles)
    prose_quads(emitter, keys, register, iri, titles, facts)
    contradiction_quads(emitter, keys, iri, titles, facts)
    for number, absent in enumerate(facts.missing, 1):
        _missing(emitter, keys, absent, number, iri)
    for number, rejected in enumerate(facts.rejected, 1):
        _rejected(emitter, keys, rejected, number, iri)
    return emitter.graphs


def _report(emitter: Emitter, keys: ReportKeys, register: Register, report: Report, iri: str) -> None:
    facts = emitter.facts
    inspection = thing("inspection", *keys.keys)
    for subject, kind in ((iri, "Report"), (inspection, "Inspection")):
        facts.add(subject, RDF + "type", PEEL + kind)
        facts.add(subject, PEEL + "force", thing("force", keys.force.notation))
        facts.add(subject, PEEL + "cycle", thing("cycle", keys.cycle))
        facts.add(subject, PEEL + "pillar", thing("pillar", keys.pillar))
    facts.add(iri, PEEL + "inspection", inspection)
    facts.add(iri, SKOS + "notation", ox.Literal(keys.notation))
    facts.add(iri, DCTERMS + "title", ox.Literal(report.title))
    if report.isbn:
        facts.add(iri, SCHEMA + "isbn", ox.Literal(report.isbn))
    if report.published:
        facts.add(iri, DCTERMS + "issued", date(report.published))
    if report.publisher and (agency := register.agencies.get(report.publisher.casefold())):
        facts.add(iri, DCTERMS + "publisher", thing("agency", agency))
    if report.fieldwork_start and report.fieldwork_end:
        facts.add(inspection, PEEL + "fieldworkStart", date(report.fieldwork_start))
        facts.add(inspection, PEEL + "fieldworkEnd", date(report.fieldwork_end))
    spans = dict(report.passages)
    also = [span for name, span in report.passages if name not in {"title", "fieldwork"}]
    emitter.stated(iri, spans["title"], also, "title-page")
    if "fieldwork" in spans:
        emitter.stated(inspection, spans["fieldwork"], (), "fieldwork")


def _judgment(emitter: Emitter, keys: ReportKeys, judgment: Judgment, report: str, titles: Titles) -> None:
    iri = thing("judgment", *keys.keys, judgment.question)
    facts = emitter.facts
    facts.add(iri, RDF + "type", PEEL + "Judgment")
    common(emitter, keys, iri, report)
    facts.add(iri, PEEL + "question", keys.question(judgment.question))
    facts.add(iri, PEEL + "grade", thing("grade", judgment.grade))
    if judgment.previous_grade:
        facts.add(iri, PEEL + "previousGrade", thing("grade", judgment.previous_grade))
    if judgment.previous_cycle:
        facts.add(iri, PEEL + "previousCycle", thing("cycle", judgment.previous_cycle))
    if judgment.trend and judgment.trend_basis:
        facts.add(iri, PEEL + "trend", thing("trend", judgment.trend))
        facts.add(iri, PEEL + "trendBasis", ox.Literal(judgment.trend_basis))
    emitter.stated(
        iri,
        judgment.stated_by,
        judgment.also_stated_by,
        judgment.rule,
        titles.at(judgment.stated_by),
        judgment.reviewed,
    )


def _finding(emitter: Emitter, keys: ReportKeys, finding: Finding, report: str, titles: Titles) -> None:
    iri = thing("finding", *keys.keys, finding.notation)
    facts = emitter.facts
    facts.add(iri, RDF + "type", PEEL + CLASSES[finding.kind])
    common(emitter, keys, iri, report)
    facts.add(iri, SKOS + "notation", ox.Literal(finding.notation))
    facts.add(iri, PEEL + "question", keys.question(finding.question))
    facts.add(iri, PEEL + "text", ox.Literal(finding.text))
    if finding.part_of:
        facts.add(iri, PEEL + "partOf", thing("finding", *keys.keys, finding.part_of))
    if finding.deadline:
        facts.add(iri, PEEL + "deadline", date(finding.deadline))
    if finding.timescale:
        facts.add(iri, PEEL + "timescale", ox.Literal(finding.timescale))
    if finding.note:
        facts.add(iri, PEEL + "note", ox.Literal(finding.note))
    emitter.stated(
        iri, finding.stated_by, finding.also_stated_by, finding.rule, titles.at(finding.stated_by), finding.reviewed
    )


def _missing(emitter: Emitter, keys: ReportKeys, missing: Missing, number: int, report: str) -> None:
    graph = emitter.provenance
    iri = thing("missing", *keys.keys, f"{number:03}-{slug(missing.expected)[:60]}")
    graph.add(iri, RDF + "type", PEEL + "MissingFact")
    graph.add(iri, PEEL + "report", report)
    graph.add(iri, PEEL + "force", thing("force", keys.force.notation))
    graph.add(iri, PEEL + "cycle", thing("cycle", keys.cycle))
    graph.add(iri, PEEL + "expectedFact", ox.Literal(f"{missing.part}: {missing.expected}"))
    graph.add(iri, PEEL + "reason", ox.Literal(missing.reason))
    if missing.question:
        graph.add(iri, PEEL + "question", keys.question(missing.question))
    if missing.source:
        graph.add(iri, PEEL + "source", thing("source", missing.source))
    if missing.metric:
        graph.add(iri, PEEL + "expected", thing("metric", missing.metric))
    elif missing.question:
        graph.add(iri, PEEL + "expected", keys.question(missing.question))


def _rejected(emitter: Emitter, keys: ReportKeys, rejected: Rejected, number: int, report: str) -> None:
    """What a reviewer threw out; it is told in the provenance alone, so that no query takes it for a fact."""
    graph = emitter.provenance
    iri = thing("rejected", *keys.keys, f"{number:03}")
    graph.add(iri, RDF + "type", PEEL + "RejectedFact")
    graph.add(iri, PEEL + "report", report)
    graph.add(iri, PEEL + "force", thing("force", keys.force.notation))
    graph.add(iri, PEEL + "cycle", thing("cycle", keys.cycle))
    graph.add(iri, PEEL + "reviewed", ox.Literal(Reviewed.REJECTED))
    graph.add(iri, PEEL + "foundBy", ox.Literal(rejected.rule))
    graph.add(iri, PEEL + "rejectedFact", ox.Literal(": ".join(filter(None, (rejected.kind, rejected.name)))))
    graph.add(iri, OA + "exact", ox.Literal(rejected.stated_by.quote))
    if rejected.note:
        graph.add(iri, SKOS + "note", ox.Literal(rejected.note))
