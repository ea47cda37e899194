"""The graphic 'Force in numbers': labels, each with a value for the force and one for England and Wales.

In a clean text each label is followed by its values. Conversion of the graphic to text may put all
labels of a panel before all its values; they are then put together again by their order, if there
are as many of the one as of the other, and otherwise not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from enum import Enum, auto

from rapidfuzz import fuzz, process

from ..facts import Missing, Period, Printed, Span
from ..outline import Block, BlockKind, Outline, Role
from ..rules import rule
from ..text import clean, fold
from .cells import printed
from .periods import period_of, without_period
from .tables import ENGLAND_AND_WALES, Row

SOURCE = "force-in-numbers"

PANEL = rule(
    "panel",
    r"calls for assistance|(?:recorded )?crime(?: \(excluding fraud\))?|crime outcomes|anti-social behaviour"
    r"|domestic abuse|organised crime groups|victim satisfaction(?: rate)?|workforce|finances?",
    ("Crime (excluding fraud)", "Anti-social behaviour", "Victim satisfaction rate"),
    ("Anti-social behaviour incidents per 1,000 population",),
)
_LEAST_LIKENESS = 85.0
"""Likeness, in percent, from which words are taken for a damaged label."""
_LOST = "its values are not in the text (the graphic did not survive conversion)"


class _Kind(Enum):
    PANEL = auto()
    LABEL = auto()
    FORCE = auto()
    BENCHMARK = auto()
    VALUE = auto()


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of the graphic."""

    kind: _Kind
    text: str
    start: int
    end: int


@dataclass(slots=True)
class _Slot:
    """Room for the two values of one label, opened by the force's name."""

    start: int
    end: int
    open: list[_Kind] = field(default_factory=list)
    """Names that wait for their values."""
    waiting: list[Printed] = field(default_factory=list)
    """Values that stand after several names; they are given out when there are as many as names."""
    values: dict[_Kind, Printed] = field(default_factory=dict)
    has_benchmark: bool = False


@dataclass(slots=True)
class _Run:
    """Labels, and the slots that follow them before the next label."""

    labels: list[_Token]
    slots: list[_Slot] = field(default_factory=list)


def force_in_numbers(
    outline: Outline, force_names: tuple[str, ...], known_labels: Set[str]
) -> tuple[list[Row], list[Missing]]:
    """The rows of the graphic, and the labels that are left without a value.

    Args:
        outline: the outline of the report.
        force_names: names of the force as they may stand before its values.
        known_labels: folded labels of the figures that the graphic is known to print, without periods.
    """
    rows: list[Row] = []
    missing: list[Missing] = []
    for section in outline.having(Role.FORCE_IN_NUMBERS):
        note_period = next(
            (p for b in section.blocks if b.kind is BlockKind.NOTE and (p := period_of(b.text.text))), Period()
        )
        tokens = [t for b in section.blocks for t in _tokens(outline, b, force_names, known_labels)]
        for run in _runs(tokens):
            paired = _pairs(run)
            for label, slot in paired:
                if slot is None or not slot.values:
                    reason = (
                        _LOST
                        if len(run.slots) in (0, len(run.labels))
                        else (
                            f"{len(run.labels)} labels stand together with {len(run.slots)} pairs of values, "
                            "so that it is not certain which belong together"
                        )
                    )
                    missing.append(Missing(label.text, "figure", reason, source=SOURCE))
                    continue
                rows.append(_row(outline, label, slot, note_period, alone=len(paired) == 1))
    return rows, missing


def _row(outline: Outline, label: _Token, slot: _Slot, note_period: Period, *, alone: bool) -> Row:
    document = outline.document
    also: tuple[Span, ...] = ()
    if alone and label.start < slot.start:
        stated = document.span(label.start, slot.end)
    else:
        stated, also = document.span(slot.start, slot.end), (document.span(label.start, label.end),)
    return Row(
        SOURCE, label.text, None, None, slot.values.get(_Kind.FORCE), slot.values.get(_Kind.BENCHMARK),
        period_of(label.text) or note_period, stated, also,
        "force-in-numbers" if alone else "force-in-numbers-by-order",
    )  # fmt: skip


def _tokens(outline: Outline, block: Block, force_names: tuple[str, ...], known_labels: Set[str]) -> Iterator[_Token]:
    """The pieces of one block: lines are cut at names, and lines of words make up one label."""
    if block.kind in {BlockKind.NOTE, BlockKind.FOOTNOTE, BlockKind.NOISE, BlockKind.CAPTION}:
        return
    names = sorted({re.escape(n) for n in force_names if " " in n}, key=len, reverse=True)
    name = re.compile(
        rf"(?P<force>{'|'.join(names)})|(?P<benchmark>{ENGLAND_AND_WALES})".replace(r"\ ", r"\s+"), re.IGNORECASE
    )
    words: tuple[int, int] | None = None
    for line in block.lines:
        position = line.start
        for match in [*name.finditer(outline.document.text, line.start, line.end), None]:
            stop = match.start() if match else line.end
            piece = outline.document.text[position:stop]
            values = list(_values(piece, position))
            if values:
                if words:
                    yield from _words(outline, words, known_labels)
                    words = None
                yield from values
            elif re.search(r"[A-Za-z]{2}", piece):
                words = (words[0] if words else position, stop)
            if match:
                if words:
                    yield from _words(outline, words, known_labels)
                    words = None
                kind = _Kind.FORCE if match["force"] else _Kind.BENCHMARK
                yield _Token(kind, match[0], match.start(), match.end())
                position = match.end()
    if words:
        yield from _words(outline, words, known_labels)


def _values(piece: str, offset: int) -> Iterator[_Token]:
    """The numbers of a piece that holds nothing but numbers and dashes."""
    parts = list(re.finditer(r"\S+", piece))
    if parts and all(printed(p[0]) for p in parts):
        for part in parts:
            yield _Token(_Kind.VALUE, part[0], offset + part.start(), offset + part.end())


def _words(outline: Outline, span: tuple[int, int], known_labels: Set[str]) -> Iterator[_Token]:
    """A label, the title of a panel, or nothing: words that are neither are no part of the graphic."""
    text = clean(outline.document, [span]).text
    start = (
        span[0] + len(outline.document.text[span[0] : span[1]]) - len(outline.document.text[span[0] : span[1]].lstrip())
    )
    if PANEL.fullmatch(fold(text)):
        yield _Token(_Kind.PANEL, text, start, span[1])
    elif period_of(text) or _is_label(fold(without_period(text)), known_labels):
        yield _Token(_Kind.LABEL, text, start, span[1])


def _is_label(folded: str, known_labels: Set[str]) -> bool:
    """Whether words are a label of the graphic, be it a damaged one.

    A damaged label is no known metric any more, but it must be counted, or the values of the labels
    below it would move up by one.
    """
    return folded in known_labels or bool(
        process.extractOne(folded, known_labels, scorer=fuzz.ratio, score_cutoff=_LEAST_LIKENESS)
    )


def _runs(tokens: list[_Token]) -> Iterator[_Run]:
    """Labels with the slots that follow them; the title of a panel ends a run."""
    run: _Run | None = None
    for token in tokens:
        if token.kind is _Kind.PANEL or (token.kind is _Kind.LABEL and run and run.slots):
            if run:
                yield run
            run = None
        if token.kind is _Kind.LABEL:
            run = run or _Run([])
            run.labels.append(token)
        elif run and token.kind is not _Kind.PANEL:
            _place(run, token)
    if run:
        yield run


def _place(run: _Run, token: _Token) -> None:
    """Put a name or a value into the run's slots."""
    if token.kind is _Kind.FORCE:
        run.slots.append(_Slot(token.start, token.end, [_Kind.FORCE]))
        return
    if token.kind is _Kind.BENCHMARK and (not run.slots or run.slots[-1].has_benchmark):
        # The force's name before it is lost: room that counts, and that takes no value.
        run.slots.append(_Slot(token.start, token.end, has_benchmark=True))
        return
    if not run.slots:
        return
    slot = run.slots[-1]
    if token.kind is _Kind.BENCHMARK:
        slot.open.append(_Kind.BENCHMARK)
        slot.has_benchmark = True
        slot.end = token.end
    elif slot.open and (number := printed(token.text)):
        # One value after two names may be either's: which of them it is would be a guess.
        slot.waiting.append(number)
        if len(slot.waiting) == len(slot.open):
            slot.values |= dict(zip(slot.open, slot.waiting, strict=True))
            slot.open, slot.waiting = [], []
            slot.end = token.end


def _pairs(run: _Run) -> list[tuple[_Token, _Slot | None]]:
    """Each label with its slot where that is certain."""
    if len(run.labels) == len(run.slots):
        return list(zip(run.labels, run.slots, strict=True))
    return [(label, None) for label in run.labels]
