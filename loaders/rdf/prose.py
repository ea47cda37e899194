"""Facts read from prose as quads: figures, claims of rank, agencies, initiatives, evidence and small print."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from ..extract.template import fingerprint
from ..facts import (
    AgencyMention,
    AgencyRole,
    Caveat,
    Citation,
    Evidence,
    Finding,
    Initiative,
    Judgment,
    LookBack,
    Polarity,
    Quantity,
    RankClaim,
    ReportFacts,
    Reviewed,
    Term,
)
from ..iris import PEEL, RDF, SKOS, XSD, slug, thing
from ..register import Register
from .figures import ENGLAND_AND_WALES, metric_quads, observation_quads, slice_quads
from .graph import Emitter, ReportKeys, Titles, common, integer

_LONGEST_SLUG = 60
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class _Writer:
    """What every kind of fact needs to be written."""

    emitter: Emitter
    keys: ReportKeys
    register: Register
    report: str
    titles: Titles

    def fact(self, iri: str, kind: str) -> None:
        """A fact of a class, with its report, force and cycle."""
        self.emitter.facts.add(iri, RDF + "type", PEEL + kind)
        common(self.emitter, self.keys, iri, self.report)

    def words(self, iri: str, predicate: str, text: str | None) -> None:
        """A plain string, nothing where there is none."""
        if text:
            self.emitter.facts.add(iri, PEEL + predicate, ox.Literal(text))

    def question(self, iri: str, notation: str | None) -> None:
        """The question that a fact belongs to."""
        if notation:
            self.emitter.facts.add(iri, PEEL + "question", self.keys.question(notation))

    def themes(self, iri: str, themes: Iterable[str]) -> None:
        """The themes of a fact."""
        for theme in themes:
            self.emitter.facts.add(iri, PEEL + "theme", thing("theme", theme))

    def flag(self, iri: str, predicate: str, *, value: bool) -> None:
        """A yes or no."""
        literal = ox.Literal("true" if value else "false", datatype=ox.NamedNode(XSD + "boolean"))
        self.emitter.facts.add(iri, PEEL + predicate, literal)


def prose_quads(
    emitter: Emitter, keys: ReportKeys, register: Register, report: str, titles: Titles, facts: ReportFacts
) -> None:
    """Add what the sentences state to the graph of a report's facts."""
    writer = _Writer(emitter, keys, register, report, titles)
    prose = facts.prose
    for quantity in prose.quantities:
        _quantity(writer, quantity)
    for claim in prose.rank_claims:
        _rank_claim(writer, claim)
    agencies = _agencies(writer, prose.mentions)
    named_at: dict[int, dict[str, None]] = {}
    for mention in prose.mentions:
        named_at.setdefault(mention.stated_by.start, {})[_agency_iri(mention)] = None
    for initiative in prose.initiatives:
        iri = _initiative(writer, initiative, agencies)
        for span in (initiative.stated_by, *initiative.also_stated_by):
            named_at.setdefault(span.start, {})[iri] = None
    asked = [(finding, _words(finding.text)) for finding in facts.findings]
    for evidence in prose.evidence:
        _evidence(writer, evidence, facts.judgments, asked, named_at)
    for number, caveat in enumerate(prose.caveats, 1):
        _caveat(writer, caveat, number)
    for term in prose.terms:
        _term(writer, term)
    for number, citation in enumerate(prose.citations, 1):
        _citation(writer, citation, number)
    for look_back in prose.look_backs:
        _look_back(writer, look_back)


def _metric_of(quantity: Quantity) -> str:
    """Notation of the measure of a figure, made of its label where the measure is not known."""
    return quantity.metric or slug(quantity.label)[:_LONGEST_SLUG].strip("-") or "unnamed"


def quantity_iri(keys: ReportKeys, quantity: Quantity) -> str:
    """The IRI of the observation that a sentence states about the force."""
    value = slug(quantity.value.text if quantity.value else "none")
    key = f"{quantity.stated_by.start}-{value}"
    return thing("observation", *keys.keys, "prose", _metric_of(quantity), key)


def _quantity(writer: _Writer, quantity: Quantity) -> None:
    keys, facts = writer.keys, writer.emitter.facts
    metric = _metric_of(quantity)
    metric_iri = thing("metric", metric)
    if not quantity.metric:
        metric_iri = metric_quads(writer.emitter, metric, quantity.label, quantity.unit)
    iri = quantity_iri(keys, quantity)
    benchmark = f"{iri}/england-and-wales"
    cells = [(iri, thing("force", keys.force.notation), quantity.value)]
    if quantity.benchmark is not None:
        facts.add(iri, PEEL + "benchmark", benchmark)
        cells.append((benchmark, ENGLAND_AND_WALES, quantity.benchmark))
    for subject, area, cell in cells:
        observation_quads(
            writer.emitter, keys, subject, area, cell, writer.report,
            source="prose", metric=metric_iri, unit=quantity.unit, label=quantity.label, period=quantity.period,
        )  # fmt: skip
        writer.words(subject, "qualifier", quantity.qualifier)
        writer.question(subject, quantity.question)
        writer.emitter.stated(
            subject,
            quantity.stated_by,
            quantity.also_stated_by,
            quantity.rule,
            writer.titles.at(quantity.stated_by),
            quantity.reviewed,
        )
    if quantity.metric:
        slice_quads(writer.emitter, quantity.metric, quantity.period, quantity.benchmark, benchmark)


def _rank_claim(writer: _Writer, claim: RankClaim) -> None:
    key = f"{claim.stated_by.start}-{slug(claim.standing + ' ' + claim.subject)[:_LONGEST_SLUG].strip('-')}"
    iri = thing("rank-claim", *writer.keys.keys, key)
    writer.fact(iri, "RankClaim")
    writer.words(iri, "subject", claim.subject)
    writer.words(iri, "standing", claim.standing)
    if claim.rank is not None:
        writer.emitter.facts.add(iri, PEEL + "rankNumber", integer(claim.rank))
    if claim.metric:
        writer.emitter.facts.add(iri, PEEL + "metric", thing("metric", claim.metric))
    writer.question(iri, claim.question)
    writer.emitter.stated(iri, claim.stated_by, (), claim.rule, writer.titles.at(claim.stated_by), claim.reviewed)


def _agency_iri(mention: AgencyMention) -> str:
    return thing(*mention.agency.split("/", 1)) if mention.agency else thing("agency", "found", slug(mention.name))


def _agencies(writer: _Writer, mentions: Iterable[AgencyMention]) -> dict[str, str]:
    """Write each mention and, once an agency, its involvement; returns the agencies' IRIs by folded name."""
    facts = writer.emitter.facts
    by_agency: dict[str, list[AgencyMention]] = {}
    for mention in mentions:
        by_agency.setdefault(_agency_iri(mention), []).append(mention)
    names: dict[str, str] = {}
    for agency, here in by_agency.items():
        if here[0].agency is None:
            # Without any capital letter it names a kind, "the county council", and not one organisation.
            facts.add(agency, RDF + "type", PEEL + ("GenericPartner" if here[0].name.islower() else "PartnerAgency"))
            facts.add(agency, SKOS + "notation", ox.Literal(slug(here[0].name)))
            facts.add(agency, SKOS + "prefLabel", ox.Literal(here[0].name, language="en"))
            facts.add(agency, PEEL + "agencyType", thing("agency-type", here[0].type))
            writer.flag(agency, "curated", value=False)
        # The register has the names of the agencies that it knows, but for those that a reviewer gives them.
        naming = [m for m in here if m.agency is None or m.reviewed is Reviewed.CORRECTED]
        for label in dict.fromkeys(label for m in naming for label in m.labels if label != here[0].name):
            facts.add(agency, SKOS + "altLabel", ox.Literal(label, language="en"))
        local = agency.removeprefix(thing("")).strip("/")
        involvement = thing("involvement", *writer.keys.keys, local)
        writer.fact(involvement, "Involvement")
        facts.add(involvement, PEEL + "agency", agency)
        best = next((m for m in here if m.role is AgencyRole.PARTNER), here[0])
        facts.add(involvement, PEEL + "role", thing("role", best.role))
        writer.emitter.stated(
            involvement, best.stated_by, (), best.rule, writer.titles.at(best.stated_by), best.reviewed
        )
        for mention in here:
            names |= {name.casefold(): agency for name in (mention.name, *mention.labels)}
            iri = thing("mention", *writer.keys.keys, local, str(mention.stated_by.start))
            writer.fact(iri, "AgencyMention")
            facts.add(involvement, PEEL + "mention", iri)
            facts.add(iri, PEEL + "agency", agency)
            facts.add(iri, PEEL + "role", thing("role", mention.role))
            writer.question(iri, mention.question)
            writer.themes(iri, mention.themes)
            writer.emitter.stated(
                iri, mention.stated_by, (), mention.rule, writer.titles.at(mention.stated_by), mention.reviewed
            )
    return names


def _initiative(writer: _Writer, initiative: Initiative, agencies: dict[str, str]) -> str:
    facts, keys = writer.emitter.facts, writer.keys
    iri = thing("initiative", *keys.keys, slug(initiative.name))
    writer.fact(iri, initiative.type.value.capitalize())
    facts.add(iri, SKOS + "prefLabel", ox.Literal(initiative.name, language="en"))
    writer.flag(iri, "named", value=initiative.named)
    for number, question in enumerate(initiative.questions):
        predicate = "alsoUnder" if number else "question"
        facts.add(iri, PEEL + predicate, keys.question(question))
    writer.themes(iri, initiative.themes)
    for partner in initiative.partners:
        if agency := agencies.get(partner.casefold()):
            facts.add(iri, PEEL + "partner", agency)
    if initiative.lead_force:
        facts.add(iri, PEEL + "leadForce", thing("force", initiative.lead_force))
    writer.emitter.stated(
        iri,
        initiative.stated_by,
        initiative.also_stated_by,
        initiative.rule,
        writer.titles.at(initiative.stated_by),
        initiative.reviewed,
    )
    return iri


def _evidence(
    writer: _Writer,
    evidence: Evidence,
    judgments: Iterable[Judgment],
    findings: list[tuple[Finding, frozenset[str]]],
    named_at: dict[int, dict[str, None]],
) -> None:
    """One sentence of evidence, with the judgment, findings, initiatives and agencies that it speaks of.

    Agencies and initiatives are those that rest on the same words: `named_at` has them by where the words begin.
    """
    facts, keys = writer.emitter.facts, writer.keys
    iri = thing("evidence", *keys.keys, str(evidence.stated_by.start))
    writer.fact(iri, "Evidence")
    writer.words(iri, "text", evidence.text)
    writer.question(iri, evidence.question)
    facts.add(iri, PEEL + "polarity", thing("polarity", evidence.polarity))
    writer.themes(iri, evidence.themes)
    if evidence.polarity is Polarity.NEUTRAL and not _DIGIT.search(evidence.text):
        # A judgment or a figure is about this force, however many reports word it alike.
        writer.words(iri, "fingerprint", fingerprint(evidence.text, keys.force.names))
    if evidence.looks_back:
        facts.add(iri, PEEL + "looksBackTo", thing("cycle", evidence.looks_back))
    main = evidence.question.split(".")[0]
    if any(judgment.question == main for judgment in judgments):
        facts.add(iri, PEEL + "supports", thing("judgment", *keys.keys, main))
    for span in (evidence.stated_by, *evidence.also_stated_by):
        for named in named_at.get(span.start, ()):
            facts.add(iri, PEEL + "concerns", named)
    said = _words(evidence.text)
    for finding, asked in findings:
        if finding.question == main and _speaks_of(said, asked):
            facts.add(iri, PEEL + "concerns", thing("finding", *keys.keys, finding.notation))
    writer.emitter.stated(
        iri,
        evidence.stated_by,
        evidence.also_stated_by,
        evidence.rule,
        writer.titles.at(evidence.stated_by),
        evidence.reviewed,
    )


_COMMON_WORD = re.compile(
    r"the|an?|of|to|in|on|at|by|for|from|with|and|or|but|as|than|that|which|its?|their|is|are|was|were|has|have|had|be"
    r"|been|not|this|these|force|should|ensure|more|how|all|so|they|them|who|police"
)
_LEAST_SHARED_WORDS = 4
_LEAST_SHARE = 0.5


def _speaks_of(said: frozenset[str], asked: frozenset[str]) -> bool:
    """Whether a sentence has at least half of a finding's words that mean something, and at least four."""
    shared = len(asked & said)
    return shared >= _LEAST_SHARED_WORDS and shared >= _LEAST_SHARE * len(asked)


def _words(text: str) -> frozenset[str]:
    """The words of a text that mean something."""
    words = (raw.strip(".,;:'()").casefold() for raw in text.split())
    return frozenset(word for word in words if not _COMMON_WORD.fullmatch(word))


def _caveat(writer: _Writer, caveat: Caveat, number: int) -> None:
    facts = writer.emitter.facts
    iri = thing("caveat", *writer.keys.keys, f"{number:03}")
    writer.fact(iri, "DataCaveat")
    writer.words(iri, "figureName", caveat.figure)
    if force := writer.register.force(caveat.affected_force):
        facts.add(iri, PEEL + "affectedForce", thing("force", force.notation))
    facts.add(iri, PEEL + "caveatEffect", thing("caveat-effect", caveat.effect))
    writer.words(iri, "reason", caveat.reason)
    writer.emitter.stated(iri, caveat.stated_by, (), caveat.rule, writer.titles.at(caveat.stated_by), caveat.reviewed)


def _term(writer: _Writer, term: Term) -> None:
    facts = writer.emitter.facts
    iri = thing("term", *writer.keys.keys, f"{slug(term.term)[:_LONGEST_SLUG]}-{term.stated_by.start}")
    writer.fact(iri, "Term")
    facts.add(iri, SKOS + "prefLabel", ox.Literal(term.term, language="en"))
    writer.words(iri, "expansion", term.expansion)
    if term.definition:
        facts.add(iri, SKOS + "definition", ox.Literal(term.definition, language="en"))
    writer.emitter.stated(iri, term.stated_by, (), term.rule, writer.titles.at(term.stated_by), term.reviewed)


def _citation(writer: _Writer, citation: Citation, number: int) -> None:
    iri = thing("citation", *writer.keys.keys, f"{number:03}")
    writer.fact(iri, "Citation")
    writer.words(iri, "instrument", citation.instrument)
    writer.words(iri, "instrumentKind", citation.kind)
    writer.words(iri, "year", citation.year)
    writer.words(iri, "provision", citation.provision)
    writer.emitter.stated(
        iri, citation.stated_by, (), citation.rule, writer.titles.at(citation.stated_by), citation.reviewed
    )


def _look_back(writer: _Writer, look_back: LookBack) -> None:
    facts, keys = writer.emitter.facts, writer.keys
    iri = thing("look-back", *keys.keys, str(look_back.stated_by.start))
    writer.fact(iri, "LookBack")
    earlier = thing("inspection", keys.force.notation, look_back.cycle, keys.pillar)
    facts.add(iri, PEEL + "earlierInspection", earlier)
    facts.add(iri, PEEL + "looksBackTo", thing("cycle", look_back.cycle))
    writer.words(iri, "subject", look_back.subject)
    writer.question(iri, look_back.question)
    writer.emitter.stated(
        iri, look_back.stated_by, (), look_back.rule, writer.titles.at(look_back.stated_by), look_back.reviewed
    )
