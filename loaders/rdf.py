"""Last stage: facts become quads.

Every IRI comes from `loaders.iris`. Nothing here depends on the clock, on chance or on the order of
sets: the same document gives the same quads.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pyoxigraph as ox

from .documents import Document
from .facts import Figure, Finding, FindingKind, Judgment, Missing, Printed, PublishedGrade, Report, Span
from .iris import DCTERMS, OA, PEEL, PROV, QB, RDF, SCHEMA, SKOS, XSD, slug, thing
from .outline import Outline
from .register import Force, Register
from .resolve import value_of

CLASSES = {
    FindingKind.AREA_FOR_IMPROVEMENT: "AreaForImprovement",
    FindingKind.CAUSE_OF_CONCERN: "CauseOfConcern",
    FindingKind.RECOMMENDATION: "Recommendation",
}
_DATE_TYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}
ENGLAND_AND_WALES = thing("area", "england-and-wales")


def _date(text: str) -> ox.Literal:
    """An ISO date as the literal of its precision (year, month or day)."""
    return ox.Literal(text, datatype=ox.NamedNode(XSD + _DATE_TYPES[len(text)]))


def _integer(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=ox.NamedNode(XSD + "integer"))


@dataclass(slots=True)
class _Graph:
    """Quads of one named graph, each once, in the order they were added."""

    name: str
    quads: dict[ox.Quad, None] = field(default_factory=dict)

    def add(self, subject: str, predicate: str, value: str | ox.Literal | None) -> None:
        """One statement; a string is an IRI, None says nothing."""
        if value is None:
            return
        term = value if isinstance(value, ox.Literal) else ox.NamedNode(value)
        quad = ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), term, ox.NamedNode(self.name))
        self.quads[quad] = None


class Emitter:
    """Collects the two graphs of one document: its facts, and how they came about."""

    def __init__(self, document: Document, kind: str, keys: tuple[str, ...], code_version: str, rule_set: str) -> None:
        self.document = document
        self.facts = _Graph(thing("graph", kind, *keys))
        self.provenance = _Graph(
            thing("graph", "provenance", *keys) if kind == "report" else thing("graph", "provenance", kind, *keys)
        )
        self.document_iri = thing("document", document.sha256)
        self._activity(thing("activity", kind, *keys), code_version, rule_set)

    @property
    def graphs(self) -> dict[str, tuple[ox.Quad, ...]]:
        """Quads by the IRI of their graph."""
        return {graph.name: tuple(graph.quads) for graph in (self.facts, self.provenance)}

    def _activity(self, activity: str, code_version: str, rule_set: str) -> None:
        graph, document = self.provenance, self.document_iri
        software = thing("software", f"peelgraph-{code_version}")
        graph.add(self.facts.name, RDF + "type", PEEL + "FactGraph")
        graph.add(self.facts.name, PROV + "wasGeneratedBy", activity)
        graph.add(self.facts.name, PROV + "wasDerivedFrom", document)
        graph.add(activity, RDF + "type", PEEL + "LoadActivity")
        graph.add(activity, PROV + "used", document)
        graph.add(activity, PROV + "wasAssociatedWith", software)
        graph.add(activity, PEEL + "codeVersion", ox.Literal(code_version))
        graph.add(activity, PEEL + "ruleSet", ox.Literal(rule_set))
        graph.add(software, RDF + "type", PROV + "SoftwareAgent")
        graph.add(software, SKOS + "prefLabel", ox.Literal(f"peelgraph {code_version}", language="en"))
        graph.add(document, RDF + "type", PEEL + "Document")
        graph.add(document, PEEL + "sha256", ox.Literal(self.document.sha256))
        graph.add(document, PEEL + "fileName", ox.Literal(self.document.name))
        graph.add(document, PEEL + "encoding", ox.Literal(self.document.encoding))
        graph.add(document, DCTERMS + "format", ox.Literal(self.document.media_type))
        graph.add(document, PEEL + "text", ox.Literal(self.document.text))

    def passage(self, span: Span, section: str | None = None) -> str:
        """The IRI of a passage, described in the graph of facts."""
        if self.document.text[span.start : span.end] != span.quote:
            raise ValueError(f"a quote does not stand at {span.start} in {self.document.name}")
        iri = thing("passage", self.document.sha256[:16], f"{span.start}-{span.end}")
        self.facts.add(iri, RDF + "type", PEEL + "Passage")
        self.facts.add(iri, OA + "exact", ox.Literal(span.quote))
        self.facts.add(iri, OA + "start", _integer(span.start))
        self.facts.add(iri, OA + "end", _integer(span.end))
        self.facts.add(iri, PEEL + "inDocument", self.document_iri)
        if section:
            self.facts.add(iri, PEEL + "section", ox.Literal(section))
        return iri

    def stated(
        self, fact: str, stated_by: Span, also: Iterable[Span] = (), rule: str | None = None, section: str | None = None
    ) -> None:
        """Tie a fact to the words that state it, and in the provenance to the rule that found it."""
        primary = self.passage(stated_by, section)
        self.facts.add(fact, PEEL + "statedBy", primary)
        for span in also:
            if (other := self.passage(span)) != primary:
                self.facts.add(fact, PEEL + "alsoStatedBy", other)
        if rule:
            self.provenance.add(fact, PEEL + "foundBy", ox.Literal(rule))


@dataclass(frozen=True, slots=True)
class ReportKeys:
    """What tells one report from all others, and the IRIs that follow from it."""

    force: Force
    cycle: str
    pillar: str

    @property
    def keys(self) -> tuple[str, str, str]:
        """In the order in which they stand in IRIs."""
        return self.force.notation, self.cycle, self.pillar

    @property
    def notation(self) -> str:
        """The name of the report, as in ``loamshire-effectiveness-2016``."""
        return f"{self.force.notation}-{self.pillar}-{self.cycle}"

    def question(self, notation: str) -> str:
        """The IRI of a question of this inspection."""
        return thing("question", self.pillar, self.cycle, notation)


def report_quads(
    outline: Outline,
    keys: ReportKeys,
    register: Register,
    report: Report,
    judgments: Iterable[Judgment],
    findings: Iterable[Finding],
    figures: Iterable[Figure],
    missing: Iterable[Missing],
    code_version: str,
    rule_set: str,
) -> dict[str, tuple[ox.Quad, ...]]:
    """The two graphs of a report, by IRI."""
    emitter = Emitter(outline.document, "report", keys.keys, code_version, rule_set)
    iri = thing("report", *keys.keys)
    emitter.provenance.add(emitter.facts.name, PEEL + "about", iri)
    emitter.provenance.add(emitter.document_iri, PEEL + "unrecognisedBlocks", _integer(len(outline.unrecognised)))
    titles = _Titles(outline)
    _report(emitter, keys, register, report, iri)
    for judgment in judgments:
        _judgment(emitter, keys, judgment, iri, titles)
    for finding in findings:
        _finding(emitter, keys, finding, iri, titles)
    for figure in figures:
        _figure(emitter, keys, figure, iri, titles)
    for number, absent in enumerate(missing, 1):
        _missing(emitter, keys, absent, number, iri)
    return emitter.graphs


class _Titles:
    """The heading under which a passage stands."""

    def __init__(self, outline: Outline) -> None:
        self._starts = [(s.heading.start if s.heading else 0, s.title) for s in outline.sections]

    def at(self, span: Span) -> str | None:
        """The title of the section that a span begins in, None on the title page."""
        title = None
        for start, name in self._starts:
            if start > span.start:
                break
            title = name
        return title or None


def _common(emitter: Emitter, keys: ReportKeys, fact: str, report: str) -> None:
    emitter.facts.add(fact, PEEL + "report", report)
    emitter.facts.add(fact, PEEL + "force", thing("force", keys.force.notation))
    emitter.facts.add(fact, PEEL + "cycle", thing("cycle", keys.cycle))


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
        facts.add(iri, DCTERMS + "issued", _date(report.published))
    if report.publisher and (agency := register.agencies.get(report.publisher.casefold())):
        facts.add(iri, DCTERMS + "publisher", thing("agency", agency))
    if report.fieldwork_start and report.fieldwork_end:
        facts.add(inspection, PEEL + "fieldworkStart", _date(report.fieldwork_start))
        facts.add(inspection, PEEL + "fieldworkEnd", _date(report.fieldwork_end))
    spans = dict(report.passages)
    also = [span for name, span in report.passages if name not in {"title", "fieldwork"}]
    emitter.stated(iri, spans["title"], also, "title-page")
    if "fieldwork" in spans:
        emitter.stated(inspection, spans["fieldwork"], (), "fieldwork")


def _judgment(emitter: Emitter, keys: ReportKeys, judgment: Judgment, report: str, titles: _Titles) -> None:
    iri = thing("judgment", *keys.keys, judgment.question)
    facts = emitter.facts
    facts.add(iri, RDF + "type", PEEL + "Judgment")
    _common(emitter, keys, iri, report)
    facts.add(iri, PEEL + "question", keys.question(judgment.question))
    facts.add(iri, PEEL + "grade", thing("grade", judgment.grade))
    if judgment.previous_grade:
        facts.add(iri, PEEL + "previousGrade", thing("grade", judgment.previous_grade))
    if judgment.previous_cycle:
        facts.add(iri, PEEL + "previousCycle", thing("cycle", judgment.previous_cycle))
    if judgment.trend and judgment.trend_basis:
        facts.add(iri, PEEL + "trend", thing("trend", judgment.trend))
        facts.add(iri, PEEL + "trendBasis", ox.Literal(judgment.trend_basis))
    emitter.stated(iri, judgment.stated_by, judgment.also_stated_by, judgment.rule, titles.at(judgment.stated_by))


def _finding(emitter: Emitter, keys: ReportKeys, finding: Finding, report: str, titles: _Titles) -> None:
    iri = thing("finding", *keys.keys, finding.notation)
    facts = emitter.facts
    facts.add(iri, RDF + "type", PEEL + CLASSES[finding.kind])
    _common(emitter, keys, iri, report)
    facts.add(iri, SKOS + "notation", ox.Literal(finding.notation))
    facts.add(iri, PEEL + "question", keys.question(finding.question))
    facts.add(iri, PEEL + "text", ox.Literal(finding.text))
    if finding.part_of:
        facts.add(iri, PEEL + "partOf", thing("finding", *keys.keys, finding.part_of))
    if finding.deadline:
        facts.add(iri, PEEL + "deadline", _date(finding.deadline))
    if finding.timescale:
        facts.add(iri, PEEL + "timescale", ox.Literal(finding.timescale))
    if finding.note:
        facts.add(iri, PEEL + "note", ox.Literal(finding.note))
    emitter.stated(iri, finding.stated_by, finding.also_stated_by, finding.rule, titles.at(finding.stated_by))


def _figure(emitter: Emitter, keys: ReportKeys, figure: Figure, report: str, titles: _Titles) -> None:
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
    titles: _Titles,
) -> None:  # fmt: skip
    facts = emitter.facts
    facts.add(iri, RDF + "type", PEEL + "Observation")
    facts.add(iri, QB + "dataSet", thing("dataset", "figures"))
    _common(emitter, keys, iri, report)
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
    for name, date in (
        ("periodStart", figure.period.start), ("periodEnd", figure.period.end), ("asAt", figure.period.as_at)
    ):  # fmt: skip
        if date:
            facts.add(iri, PEEL + name, _date(date))
    emitter.stated(iri, figure.stated_by, figure.also_stated_by, figure.rule, titles.at(figure.stated_by))


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


def grades_quads(
    document: Document, stem: str, grades: Iterable[PublishedGrade], code_version: str, rule_set: str
) -> dict[str, tuple[ox.Quad, ...]]:
    """The two graphs of a CSV of published grades, by IRI."""
    emitter = Emitter(document, "grades", (stem,), code_version, rule_set)
    facts = emitter.facts
    for grade in grades:
        iri = thing("published-grade", stem, grade.force, grade.cycle, grade.pillar)
        facts.add(iri, RDF + "type", PEEL + "PublishedGrade")
        facts.add(iri, PEEL + "force", thing("force", grade.force))
        facts.add(iri, PEEL + "cycle", thing("cycle", grade.cycle))
        facts.add(iri, PEEL + "question", thing("pillar", grade.pillar))
        facts.add(iri, PEEL + "grade", thing("grade", grade.grade))
        if grade.last_updated:
            facts.add(iri, DCTERMS + "modified", _date(grade.last_updated))
        if grade.source_url:
            facts.add(iri, DCTERMS + "source", grade.source_url)
        emitter.stated(iri, grade.stated_by, (), "grades-csv")
    return emitter.graphs
