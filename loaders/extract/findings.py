"""Areas for improvement, causes of concern and recommendations, with their lists and deadlines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..documents import Document
from ..facts import Finding, FindingKind, Span
from ..outline import Block, BlockKind, Outline, Role, Section
from ..rules import rule
from .periods import DAY, MONTH, iso_date

KINDS = {
    Role.AREAS_FOR_IMPROVEMENT: FindingKind.AREA_FOR_IMPROVEMENT,
    Role.CAUSE_OF_CONCERN: FindingKind.CAUSE_OF_CONCERN,
    Role.RECOMMENDATIONS: FindingKind.RECOMMENDATION,
}

DEADLINE = rule(
    "deadline",
    rf"\b(?:by|no later than|before) (?:the end of )?(?P<date>{DAY}|{MONTH} 20\d\d)",
    ("by 1 May 2017 the force should", "no later than September 2017"),
    ("published by HMIC in May 2017", "by the force"),
)
TIMESCALE = rule(
    "timescale",
    r"\b(?:(?:with )?immediate(?:ly)?(?: effect)?|urgently|within (?:the next )?(?:\w+) (?:days?|weeks?|months?|years?)"
    r"(?: of [^,.;:]+)?)",
    ("should immediately consider", "within three months", "take immediate steps"),
    ("within the force",),
)
NORMATIVE = rule(
    "asks for something",
    r"\b(?:should|must|needs? to|recommends?|recommended|requires? the force)\b",
    ("The force should improve its records.", "It is recommended that the force reviews its plans."),
    ("This plan will be reviewed next year.",),
)


@dataclass(slots=True)
class _Draft:
    """A finding being read: its block, and its list below it."""

    blocks: list[Block]
    items: list[Block] = field(default_factory=list)
    notes: list[Block] = field(default_factory=list)

    @property
    def is_lead_in(self) -> bool:
        return self.blocks[-1].text.text.endswith(":")


def findings(outline: Outline) -> list[Finding]:
    """The findings of a report, in order, each list item after its lead-in."""
    found: list[Finding] = []
    numbers: Counter[tuple[str, FindingKind]] = Counter()
    for section in outline.sections:
        kind = KINDS.get(section.role)
        question = section.main_question
        if kind is None or question is None:
            continue
        for draft in _drafts(section, kind):
            numbers[question, kind] += 1
            notation = f"{question}-{kind.abbreviation}-{numbers[question, kind]}"
            found += _findings(outline.document, draft, notation, question, kind)
    return found


def _drafts(section: Section, kind: FindingKind) -> Iterator[_Draft]:
    """The findings of one section with the blocks that make them up.

    A bullet is a finding, unless it stands in the list of the lead-in before it: indented more than
    the lead-in, or beginning in lower case. A paragraph is a finding where it asks for something; the
    paragraphs of a cause of concern are one finding; any other paragraph is a note on the one before.
    """
    draft: _Draft | None = None
    for block in section.blocks:
        if draft is not None and _is_item(block, draft):
            draft.items.append(block)
            continue
        if block.kind not in {BlockKind.BULLET, BlockKind.PARAGRAPH}:
            continue
        if block.kind is BlockKind.PARAGRAPH and draft is not None:
            asks = NORMATIVE.search(block.text.text) is not None
            if kind is FindingKind.CAUSE_OF_CONCERN and not draft.items and not draft.is_lead_in:
                draft.blocks.append(block)
                continue
            if not asks and not block.text.text.endswith(":"):
                draft.notes.append(block)
                continue
        if draft is not None:
            yield draft
        draft = _Draft([block])
    if draft is not None:
        yield draft


def _is_item(block: Block, draft: _Draft) -> bool:
    """Whether a block stands in the list of the lead-in before it (its bullet may have been lost)."""
    if not draft.is_lead_in or block.kind not in {BlockKind.BULLET, BlockKind.PARAGRAPH}:
        return False
    lead_in = draft.blocks[0]
    below = block.kind is BlockKind.BULLET and (lead_in.kind is not BlockKind.BULLET or block.indent > lead_in.indent)
    return below or block.text.text[:1].islower()


def _findings(document: Document, draft: _Draft, notation: str, question: str, kind: FindingKind) -> Iterator[Finding]:
    """The finding itself, then the items of its list."""
    form = draft.blocks[0].kind.value
    spans = [span for block in draft.blocks for span in block.text.spans(document)]
    notes = [block.text.text for block in draft.notes]
    text = " ".join(block.text.text for block in draft.blocks)
    also = [*spans[1:], *(span for block in draft.notes for span in block.text.spans(document))]
    note = " ".join(notes) or None
    rule_name = f"finding-{form}-lead-in" if draft.items else f"finding-{form}"
    yield _finding(notation, question, kind, text, None, note, [spans[0], *also], rule_name)
    for number, item in enumerate(draft.items, 1):
        yield _finding(
            f"{notation}.{number}", question, kind, item.text.text, notation, None,
            list(item.text.spans(document)), "finding-list-item",
        )  # fmt: skip


def _finding(
    notation: str,
    question: str,
    kind: FindingKind,
    text: str,
    part_of: str | None,
    note: str | None,
    spans: list[Span],
    rule_name: str,
) -> Finding:
    deadline = DEADLINE.search(text)
    timescale = TIMESCALE.search(text)
    return Finding(
        notation, question, kind, text, part_of,
        iso_date(deadline["date"]) if deadline else None,
        _timescale(timescale[0]) if timescale else None,
        note, spans[0], tuple(spans[1:]), rule_name,
    )  # fmt: skip


def _timescale(words: str) -> str:
    """The words of a timescale in lower case, 'immediately' for all that means it."""
    words = " ".join(words.casefold().split())
    return "immediately" if words.startswith(("immediate", "with immediate")) else words
