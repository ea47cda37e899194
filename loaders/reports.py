"""Reading one report: from its document to all its facts."""

from __future__ import annotations

from dataclasses import dataclass

from . import resolve
from .documents import Document, LoadError
from .extract import Context, contradictions, findings, force_in_numbers, judgments, read_prose, report, tables
from .facts import ReportFacts
from .outline import Heading, Outline, Role, outline_of
from .prose import prose
from .rdf import ReportKeys
from .register import Question, Register


@dataclass(frozen=True, slots=True)
class Reading:
    """A report as read: which it is, how it is laid out, and what it states."""

    keys: ReportKeys
    outline: Outline
    facts: ReportFacts
    warnings: tuple[str, ...]
    faults: tuple[str, ...]


def read_report(document: Document, register: Register) -> Reading:
    """Read a report of the series.

    Raises:
        LoadError: the text is no report of the series, or names no known force.
    """
    keys, printed_name = _keys(document, register)
    questions = register.questions.get((keys.pillar, keys.cycle), ())
    warnings = list(document.warnings)
    if not questions:
        unknown = f"the questions of {keys.pillar} {keys.cycle} are not in the ontology"
        warnings.append(f"{document.name}: {unknown}, so that no grades are read.")
    outline = outline_of(document, _headings(questions))
    main = [(q.notation, q.wording) for q in questions if "." not in q.notation]
    names = (printed_name, *keys.force.names)
    previous_cycle = register.previous_cycles.get(keys.cycle)

    about, missing = report.report(outline, names)
    judged, without_grade = judgments.judgments(outline, main, previous_cycle)
    rows, without_value = force_in_numbers.force_in_numbers(
        outline, names, resolve.known_labels(register, force_in_numbers.SOURCE)
    )
    rows += tables.tables(outline, names)
    figures = resolve.figures(register, rows)
    missing += without_grade
    missing += resolve.missing_findings(judged, frozenset(s.main_question for s in outline.having(Role.SUMMARY)))
    if questions:
        missing += resolve.missing_figures(register, figures, without_value, rows)
    context = Context(outline, prose(outline), keys.force, keys.cycle, previous_cycle, register)
    said = read_prose(context)
    facts = ReportFacts(
        about, tuple(judged), tuple(findings.findings(outline)), tuple(figures), said, tuple(missing),
        tuple(contradictions(context, figures, said, main)),
    )  # fmt: skip
    return Reading(keys, outline, facts, tuple(warnings), tuple(_truncated(outline, main)))


def _keys(document: Document, register: Register) -> tuple[ReportKeys, str]:
    """Which report it is, and the force's name as printed.

    Raises:
        LoadError: the title page has no title of the series, no force, or one that is not known.
    """
    _, pillar, cycle, _ = report.identity(document)
    printed_name, _ = report.force_name(document)
    force = register.force(printed_name)
    if force is None:
        nearest = register.nearest_forces(printed_name)
        raise LoadError(
            f"{document.name} is about '{printed_name}', which is no known force"
            + (f"; the nearest is {nearest[0]}." if nearest else "; add it to the register of forces.")
        )
    return ReportKeys(force, cycle, pillar), printed_name


def _headings(questions: tuple[Question, ...]) -> list[Heading]:
    """The wording of the questions as headings to be recognised."""
    return [
        Heading(q.wording, Role.SUB_QUESTION if "." in q.notation else Role.QUESTION, q.notation)
        for q in questions
        if q.notation != "overall"
    ]


def _truncated(outline: Outline, questions: list[tuple[str, str]]) -> list[str]:
    """A sentence where the report breaks off before its end."""
    have = {s.question for s in outline.having(Role.QUESTION)}
    lost = [n for n, _ in questions if n not in {"overall", *have}]
    if lost and not outline.having(Role.ANNEX) and not outline.having(Role.NEXT_STEPS):
        sections = "section" if len(lost) == 1 else "sections"
        cut = (
            f"{outline.document.name} seems to be cut short: the {sections} on question {', '.join(lost)} and its annex"
        )
        return [f"{cut} are not there; what is there was loaded."]
    return []
