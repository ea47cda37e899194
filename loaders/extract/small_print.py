"""Which figure a footnote or a paragraph of the annex is about."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..outline import Block, BlockKind, Outline, Role, Section
from ..rules import rule
from ..text import FOOTNOTE_MARK
from .tables import CAPTION


@dataclass(frozen=True, slots=True)
class Label:
    """What a note is about: a figure, or a subject of the annex on the data."""

    name: str
    """``figure 5`` or the subject in lower case, such as ``anti-social behaviour``."""
    is_figure: bool


_ALSO_APPLIES = rule(
    "points that apply to a figure",
    r"\b(?:also )?appl(?:y|ies) to (?P<figure>figure \d{1,2})\b",
    ("The points below also apply to figure 4.",),
    ("Figure 4 shows the outcomes.",),
)
_MENTION = rule("figure mentioned", r"\bfigure (?P<number>\d{1,2})\b", ("as Figure 7 shows",), ("the figure of 7",))
_SHOWN = rule(
    "refers to what it hangs from",
    r"\b(?:the|this) (?:table|graph|chart|figure|graphic)\b",
    ("Mummerset Police is excluded from the table.",),
    ("Mummerset Police has a table of offenders.",),
)
_MARKS_AT_END = re.compile(
    rf"(?P<raised>{FOOTNOTE_MARK})\s*$"
    r"|(?:(?<=\d{4})|(?<=[a-z)])|(?<=\s))(?P<plain>\d{1,2}(?:\s?,\s?\d{1,2})*)\s*$"
)
"""Marks at the end of a caption: raised, ``^{10,11}``, or digits that have lost their place."""
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁾", "0123456789,")
_SENTENCE_CASE = re.compile(r"[A-Z][a-z-]+(?: [^A-Z]|$)")
"""How a subject begins whose first word is no name."""
_IN_BRACKETS = re.compile(r"\s*\([^)]*\)")
_NOTES = frozenset({BlockKind.FOOTNOTE, BlockKind.NOTE})


def labels(outline: Outline) -> dict[int, Label]:
    """What each note of a report is about, by the `id` of its block.

    A footnote is about the figure whose caption has its number, or, where that is lost and it speaks of
    'the table', about the figure before it. A paragraph of the annex is about the figure under whose
    caption it stands, else about the subject of its heading. Other paragraphs are about the figure that
    they mention, else about the one below them in their section.
    """
    found: dict[int, Label] = {}
    marked = _marked(outline)
    in_annex = False
    caption: Label | None = None
    for section in outline.sections:
        in_annex = in_annex or section.role is Role.ANNEX
        if in_annex:
            found |= _in_annex(section)
            continue
        for at, block in enumerate(section.blocks):
            match = CAPTION.fullmatch(block.text.text) if block.kind is BlockKind.CAPTION else None
            if match:
                caption = Label(f"figure {int(match['number'])}", True)
            label = _label(outline, block, marked, caption) or _next_figure(section, at)
            if label:
                found[id(block)] = label
    return found


def _label(outline: Outline, block: Block, marked: dict[int, Label], caption: Label | None) -> Label | None:
    if block.kind is BlockKind.FOOTNOTE:
        number = _number(outline.document.text[block.start : block.pieces[0][0]])
        if number in marked:
            return marked[number]
    mention = _MENTION.search(block.text.text)
    if mention:
        return Label(f"figure {int(mention['number'])}", True)
    return caption if block.kind in _NOTES and caption and _SHOWN.search(block.text.text) else None


def _next_figure(section: Section, at: int) -> Label | None:
    """The figure below a paragraph in its section."""
    if section.blocks[at].kind in {BlockKind.PARAGRAPH, BlockKind.BULLET}:
        for block in section.blocks[at + 1 :]:
            match = CAPTION.fullmatch(block.text.text) if block.kind is BlockKind.CAPTION else None
            if match:
                return Label(f"figure {int(match['number'])}", True)
    return None


def _in_annex(section: Section) -> dict[int, Label]:
    """The labels of the blocks of one part of the annex."""
    found: dict[int, Label] = {}
    subject = _IN_BRACKETS.sub("", section.title)
    if _SENTENCE_CASE.match(subject):
        subject = subject[0].lower() + subject[1:]
    heading = Label(subject, False)
    current = heading
    listed: Label | None = None
    for block in section.blocks:
        match = CAPTION.fullmatch(block.text.text) if block.kind is BlockKind.CAPTION else None
        if match:
            current, listed = Label(f"figure {int(match['number'])}", True), None
            continue
        if block.kind is not BlockKind.BULLET:
            applies = _ALSO_APPLIES.search(block.text.text)
            listed = Label(applies["figure"].lower(), True) if applies else None
        found[id(block)] = listed or current
    return found


def _marked(outline: Outline) -> dict[int, Label]:
    """Figures by the footnote numbers that their captions bear."""
    found: dict[int, Label] = {}
    for section in outline.sections:
        for block in section.blocks:
            match = CAPTION.fullmatch(block.text.text) if block.kind is BlockKind.CAPTION else None
            if section.role is Role.ANNEX or not match:
                continue
            marks = _MARKS_AT_END.search(outline.document.text, block.start, block.end)
            if marks:
                label = Label(f"figure {int(match['number'])}", True)
                for number in _numbers(marks[0]):
                    found.setdefault(number, label)
    return found


def _numbers(mark: str) -> list[int]:
    return [int(digits) for digits in re.findall(r"\d+", mark.translate(_SUPERSCRIPTS))]


def _number(mark: str) -> int | None:
    numbers = _numbers(mark)
    return numbers[-1] if numbers else None
