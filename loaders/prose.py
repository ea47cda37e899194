"""The sentences of a report in order, each with its place: what the extraction of prose works on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .facts import Span
from .outline import Block, BlockKind, Outline, Role, Section
from .text import sentences


class Place(StrEnum):
    """Where a sentence stands."""

    BODY = "body"
    """Running text of the sections on the questions, of the overview and of summaries."""
    FOOTNOTE = "footnote"
    FINDING = "finding"
    """An area for improvement, a cause of concern or a recommendation."""
    FRONT = "front"
    """Introduction, next steps and title page: the same in all reports of a cycle."""
    ANNEX = "annex"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a paragraph, bullet or footnote."""

    text: str
    """Its cleaned words."""
    spans: tuple[Span, ...]
    """Its words as they stand in the document; more than one where something stands within it."""
    place: Place
    section: Section
    question: str | None
    """Notation of the question or sub-question that its section belongs to."""
    block: Block
    start: int
    """Where it begins in ``block.text.text``."""
    end: int
    paragraph: int
    """Running number of its block, so that neighbours can be told from strangers."""

    @property
    def quote(self) -> Span:
        """The words to quote: the longest piece."""
        return max(self.spans, key=lambda span: span.end - span.start)

    @property
    def is_bullet(self) -> bool:
        """Whether it is an item of a list."""
        return self.block.kind is BlockKind.BULLET


_KINDS = frozenset({BlockKind.PARAGRAPH, BlockKind.BULLET, BlockKind.FOOTNOTE, BlockKind.NOTE})
_FINDINGS = frozenset({Role.AREAS_FOR_IMPROVEMENT, Role.CAUSE_OF_CONCERN, Role.RECOMMENDATIONS})
_FRONT = frozenset({Role.TITLE_PAGE, Role.CONTENTS, Role.INTRODUCTION, Role.NEXT_STEPS})


def prose(outline: Outline) -> tuple[Sentence, ...]:
    """Every sentence of a report in the order of the document."""
    found: list[Sentence] = []
    number = 0
    roots: list[Role] = []
    for section in outline.sections:
        root = section.role if section.parent is None else roots[section.parent]
        roots.append(root)
        if root in {Role.TITLE_PAGE, Role.CONTENTS, Role.FORCE_IN_NUMBERS}:
            continue
        for block in section.blocks:
            if block.kind not in _KINDS:
                continue
            number += 1
            place = _place(section, root, block)
            for start, end in sentences(block.text.text):
                spans = block.text.spans(outline.document, start, end)
                text = block.text.text[start:end]
                found.append(Sentence(text, spans, place, section, section.question, block, start, end, number))
    return tuple(found)


def _place(section: Section, root: Role, block: Block) -> Place:
    if root is Role.ANNEX:
        return Place.ANNEX
    if block.kind in {BlockKind.FOOTNOTE, BlockKind.NOTE}:
        return Place.FOOTNOTE
    if root in _FRONT:
        return Place.FRONT
    return Place.FINDING if section.role in _FINDINGS else Place.BODY
