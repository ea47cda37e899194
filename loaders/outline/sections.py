"""Blocks become a tree of sections, and sentences that a page break has cut are made whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..documents import Document
from .blocks import Block, BlockKind, Line, blocks_of, continues, is_cut, joined, paragraph
from .headings import LEVELS, Heading, Role, question_of, role_of


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, down to the next heading."""

    title: str
    role: Role
    level: int
    question: str | None
    """Notation of the question it belongs to: ``overall``, ``2`` or ``2.1``."""
    parent: int | None
    """Index of the section it is part of."""
    heading: Block | None
    blocks: tuple[Block, ...]

    @property
    def main_question(self) -> str | None:
        """The numbered question that it belongs to, without the sub-question."""
        return self.question.split(".")[0] if self.question else None


@dataclass(frozen=True, slots=True)
class Outline:
    """A report as a tree of sections, in the order of the document."""

    document: Document
    sections: tuple[Section, ...]

    def having(self, *roles: Role, question: str | None = None) -> list[Section]:
        """Sections of these roles, of one question (with its sub-questions) where it is given."""
        return [s for s in self.sections if s.role in roles and question in (None, s.main_question)]

    def under(self, section: Section) -> list[Section]:
        """The section and all that are part of it."""
        at = self.sections.index(section)
        found = [section]
        inside = {at}
        for number in range(at + 1, len(self.sections)):
            if self.sections[number].parent in inside:
                inside.add(number)
                found.append(self.sections[number])
        return found

    @property
    def unrecognised(self) -> tuple[Block, ...]:
        """Stray glyphs and numbers, of which nothing can be made; kept here so that they can be counted."""
        stray = {BlockKind.NOISE}, {BlockKind.NOISE, BlockKind.NUMBER}
        return tuple(b for s in self.sections for b in s.blocks if b.kind in stray[s.role is not Role.FORCE_IN_NUMBERS])


_WITHOUT_HEADINGS = frozenset({Role.TITLE_PAGE, Role.CONTENTS, Role.FORCE_IN_NUMBERS, Role.OVERVIEW})
"""Where short lines are labels and grades and only standing headings are headings."""

_PROSE_LENGTH = 100
_HEADING_LENGTH = 110
_HEADING_WORDS = 16
_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.BULLET})
_BETWEEN = frozenset({BlockKind.FOOTNOTE, BlockKind.NOISE, BlockKind.NUMBER, BlockKind.NOTE, BlockKind.CAPTION})
_PAGE_NUMBER = re.compile(r"[\t .]\s*\d{1,3}$")


@dataclass(frozen=True, slots=True)
class _Mark:
    """A heading found among the blocks."""

    at: int
    role: Role
    question: str | None


def outline_of(document: Document, headings: Sequence[Heading] = ()) -> Outline:
    """The outline of a document.

    Args:
        document: the document.
        headings: wording of the questions of its programme and cycle, with their notations.
    """
    blocks = _without_cuts(document, _apart(document, blocks_of(document), headings), headings)
    marks = _marks(blocks, headings)
    sections: list[Section] = []
    open_at: list[int] = []
    questions = _Questions()
    bounds = [m.at for m in marks]
    for mark, following in zip(marks, [*bounds[1:], len(blocks)], strict=True):
        level = LEVELS[mark.role] + max(0, (mark.question or "").count(".") - 1)
        while open_at and sections[open_at[-1]].level >= level:
            open_at.pop()
        parent = open_at[-1] if open_at else None
        question = questions.of(mark, sections[parent].question if parent is not None else None)
        heading = None if mark.role is Role.TITLE_PAGE else blocks[mark.at]
        body = blocks[mark.at + (heading is not None) : following]
        title = heading.text.text if heading else ""
        if heading:
            heading = replace(heading, kind=BlockKind.HEADING)
        sections.append(Section(title, mark.role, level, question, parent, heading, tuple(body)))
        open_at.append(len(sections) - 1)
    return Outline(document, tuple(sections))


class _Questions:
    """Which question a section belongs to, also where the heading of a question is lost.

    A sub-question tells its question. A question has one summary of findings: a second one belongs to a
    question whose heading is lost, and so does what follows it; which question that is, is not guessed.
    """

    def __init__(self) -> None:
        self._main: str | None = None
        self._summed_up = False

    def of(self, mark: _Mark, inherited: str | None) -> str | None:
        """Notation of the question of the next section in order, None where it has none."""
        if mark.role in {Role.QUESTION, Role.SUB_QUESTION} and mark.question:
            main = mark.question.split(".")[0]
            self._summed_up = self._summed_up and main == self._main
            self._main = main
        elif LEVELS[mark.role] == 1:
            self._main, self._summed_up = None, False
        if mark.role is Role.SUMMARY and self._main:
            self._main = None if self._summed_up else self._main
            self._summed_up = True
        if mark.question or inherited in (None, "overall"):
            return mark.question or inherited
        return inherited if self._main == inherited.split(".")[0] else self._main


def _marks(blocks: list[Block], headings: Sequence[Heading]) -> list[_Mark]:
    """The headings in order, the first being the title page."""
    marks = [_Mark(0, Role.TITLE_PAGE, None)]
    main = _question_starts(blocks, headings)
    current = Role.TITLE_PAGE
    contents_end = -1
    for at, block in enumerate(blocks):
        if block.kind is not BlockKind.PARAGRAPH or at == 0 or at < contents_end:
            continue
        title = block.text.text
        role = role_of(title)
        question: str | None = None
        if role is Role.CONTENTS and current is Role.TITLE_PAGE:
            contents_end = _end_of_contents(blocks, at)
        elif current is Role.ANNEX:
            role = Role.OTHER if _looks_like_heading(blocks, at) else None
        elif at in main:
            role, question = Role.QUESTION, main[at]
        elif role is None and current not in _WITHOUT_HEADINGS:
            known = question_of(title, headings)
            if known and known.role is Role.SUB_QUESTION and current is Role.QUESTION:
                role, question = Role.SUB_QUESTION, known.question
            elif known is None and _looks_like_heading(blocks, at):
                role = Role.OTHER
        elif current is Role.FORCE_IN_NUMBERS and role and LEVELS[role] > 1 and role is not Role.OVERALL_JUDGMENT:
            role = None
        if role is None:
            continue
        if role in {Role.OVERVIEW, Role.OVERALL_JUDGMENT, Role.OVERALL_SUMMARY}:
            question = "overall"
        marks.append(_Mark(at, role, question))
        if LEVELS[role] == 1 or role is Role.OVERALL_JUDGMENT:
            current = Role.OVERVIEW if role is Role.OVERALL_JUDGMENT else role
    return marks


def _end_of_contents(blocks: list[Block], at: int) -> int:
    """Index of the first block after the contents list that begins at `at`.

    The list ends where its first entry stands again, alone and without a page number; where that is
    lost, before the heading of the first long paragraph.
    """
    for number in range(at + 1, len(blocks)):
        block = blocks[number]
        if block.kind is BlockKind.PARAGRAPH and role_of(block.text.text) is Role.INTRODUCTION:
            return number
        if len(block.text.text) > 2 * _PROSE_LENGTH and not _PAGE_NUMBER.search(block.text.text):
            return number - 1 if number - 1 > at else number
    return len(blocks)


def _question_starts(blocks: list[Block], headings: Sequence[Heading]) -> dict[int, str]:
    """Index of the block with which the section of each main question begins.

    A question is worded in the introduction, in the contents list, in the table of judgments and at
    the head of its own section: the last place counts, if it is not followed by a grade or by
    another question, as it is in the table.
    """
    wordings = [h for h in headings if h.role is Role.QUESTION]
    candidates: dict[str, int] = {}
    found = {
        at: heading.question
        for at, block in enumerate(blocks)
        if block.kind is BlockKind.PARAGRAPH
        and (heading := question_of(block.text.text, wordings))
        and heading.question
    }
    for at, question in found.items():
        following = next((b for b in range(at + 1, len(blocks)) if blocks[b].kind is not BlockKind.NOISE), None)
        if following is None or following in found or blocks[following].kind in {BlockKind.GRADE, BlockKind.FOOTNOTE}:
            continue
        candidates[question] = at
    starts: dict[int, str] = {}
    for question in sorted(candidates):
        if not starts or candidates[question] > max(starts):
            starts[candidates[question]] = question
    return starts


def _looks_like_heading(blocks: list[Block], at: int) -> bool:
    """Whether a short line stands above longer text as a heading does."""
    block = blocks[at]
    title = block.text.text
    if block.kind is BlockKind.CAPTION:
        return True
    if len(block.lines) > 1 or len(title) > _HEADING_LENGTH + 50 or not title[:1].isupper():
        return False
    if at + 1 >= len(blocks) or not re.search(r"[A-Za-z]{3}", title) or title.startswith("www."):
        return False
    follower = blocks[at + 1]
    if follower.kind not in {BlockKind.PARAGRAPH, BlockKind.BULLET, BlockKind.GRADE, BlockKind.CAPTION}:
        return False
    if title.endswith("?"):
        return True
    short = len(title) <= _HEADING_LENGTH and len(title.split()) <= _HEADING_WORDS
    return short and title[-1] not in ".,;:-" and not follower.text.text[:1].islower()


def _apart(document: Document, blocks: list[Block], headings: Sequence[Heading]) -> list[Block]:
    """Blocks in which each heading stands alone, also where no empty line parts it from its text.

    The contents list, whose lines are headings as well, is left as it is.
    """
    contents = next((at for at, b in enumerate(blocks) if role_of(b.text.text) is Role.CONTENTS), None)
    start = 0 if contents is None else _end_of_contents(blocks, contents)
    parted = blocks[:start]
    for block in blocks[start:]:
        if block.kind is not BlockKind.PARAGRAPH or len(block.lines) == 1:
            parted.append(block)
            continue
        lines: list[Line] = []
        for line in block.lines:
            alone = paragraph(document, [line])
            finished = not lines or not is_cut(paragraph(document, lines))
            if finished and alone.text.text[:1].isupper() and _is_heading(alone, headings):
                parted += [paragraph(document, lines), alone] if lines else [alone]
                lines = []
            else:
                lines.append(line)
        if lines:
            parted.append(block if len(lines) == len(block.lines) else paragraph(document, lines))
    return parted


def _without_cuts(document: Document, blocks: list[Block], headings: Sequence[Heading]) -> list[Block]:
    """Blocks with the sentences made whole that a page break, a footnote or a picture has cut."""
    whole: list[Block] = []
    waiting: int | None = None
    for block in blocks:
        if block.kind in _BETWEEN:
            whole.append(block)
            continue
        if block.kind is BlockKind.PARAGRAPH and waiting is not None:
            first = whole[waiting]
            if is_cut(first) and continues(block, first) and not _is_heading(block, headings):
                whole[waiting] = joined(document, first, block)
                continue
        waiting = None
        if block.kind in _PROSE and (len(block.text.text) >= _PROSE_LENGTH or block.kind is BlockKind.BULLET):
            waiting = len(whole)
        whole.append(block)
    return whole


def _is_heading(block: Block, headings: Sequence[Heading]) -> bool:
    return role_of(block.text.text) is not None or question_of(block.text.text, headings) is not None
