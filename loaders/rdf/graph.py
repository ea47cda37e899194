"""The two named graphs of one document, and how a fact in them is tied to its words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

import pyoxigraph as ox

from ..documents import Document
from ..facts import Reviewed, Span
from ..iris import DCTERMS, OA, PEEL, PROV, RDF, SKOS, XSD, thing
from ..outline import Outline
from ..register import Force

_DATE_TYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}


def date(text: str) -> ox.Literal:
    """An ISO date as the literal of its precision (year, month or day)."""
    return ox.Literal(text, datatype=ox.NamedNode(XSD + _DATE_TYPES[len(text)]))


def integer(number: int) -> ox.Literal:
    """A whole number as a literal."""
    return ox.Literal(str(number), datatype=ox.NamedNode(XSD + "integer"))


@lru_cache(maxsize=65_536)
def _node(iri: str) -> ox.NamedNode:
    """An IRI as a term; most are used many times."""
    return ox.NamedNode(iri)


@dataclass(slots=True)
class Graph:
    """Quads of one named graph, each once, in the order they were added."""

    name: str
    quads: dict[ox.Quad, None] = field(default_factory=dict)

    def add(self, subject: str, predicate: str, value: str | ox.Literal | None) -> None:
        """One statement; a string is an IRI, None says nothing."""
        if value is None:
            return
        term = value if isinstance(value, ox.Literal) else _node(value)
        self.quads[ox.Quad(_node(subject), _node(predicate), term, _node(self.name))] = None


class Emitter:
    """Collects the two graphs of one document: its facts, and how they came about."""

    def __init__(
        self,
        document: Document,
        kind: str,
        keys: tuple[str, ...],
        code_version: str,
        rule_set: str,
        corrections: str = "",
    ) -> None:
        self.document = document
        self.facts = Graph(thing("graph", kind, *keys))
        self.provenance = Graph(
            thing("graph", "provenance", *keys) if kind == "report" else thing("graph", "provenance", kind, *keys)
        )
        self.document_iri = thing("document", document.sha256)
        activity = thing("activity", kind, *keys)
        self._activity(activity, code_version, rule_set)
        if corrections:
            self.provenance.add(activity, PEEL + "corrections", ox.Literal(corrections))

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
        self.facts.add(iri, OA + "start", integer(span.start))
        self.facts.add(iri, OA + "end", integer(span.end))
        self.facts.add(iri, PEEL + "inDocument", self.document_iri)
        if section:
            self.facts.add(iri, PEEL + "section", ox.Literal(section))
        if page := self.document.page_at(span.start):
            self.facts.add(iri, PEEL + "page", integer(page))
        return iri

    def stated(
        self,
        fact: str,
        stated_by: Span,
        also: Iterable[Span] = (),
        rule: str | None = None,
        section: str | None = None,
        reviewed: Reviewed | None = None,
    ) -> None:
        """Tie a fact to the words that state it, and in the provenance to the rule that found it and to its review."""
        primary = self.passage(stated_by, section)
        self.facts.add(fact, PEEL + "statedBy", primary)
        for span in also:
            if (other := self.passage(span)) != primary:
                self.facts.add(fact, PEEL + "alsoStatedBy", other)
        if rule:
            self.provenance.add(fact, PEEL + "foundBy", ox.Literal(rule))
        if reviewed:
            self.provenance.add(fact, PEEL + "reviewed", ox.Literal(reviewed))


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


class Titles:
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


def common(emitter: Emitter, keys: ReportKeys, fact: str, report: str) -> None:
    """What every fact of a report has: the report, its force and its cycle."""
    emitter.facts.add(fact, PEEL + "report", report)
    emitter.facts.add(fact, PEEL + "force", thing("force", keys.force.notation))
    emitter.facts.add(fact, PEEL + "cycle", thing("cycle", keys.cycle))
