"""The tables of figures in which a force stands beside England and Wales."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..facts import Period, Printed, Span
from ..outline import Block, BlockKind, Outline, Role
from ..rules import rule
from ..text import fold
from .cells import NUMBER, printed
from .periods import period_of

ENGLAND_AND_WALES = "England and Wales"

CAPTION = rule(
    "figure-caption",
    r"(?:Figure|Table) (?P<number>\d{1,2}) ?[:.–-] ?\S.*",
    ("Figure 2: Police-recorded crime rates (per 1,000 population) in Loamshire, for the 12 months to 30 June 2016",),
    ("Figure 1 shows how crime has changed.",),
)
FLAT_ROW = rule(
    "row without tabs",
    r"(?:(?P<number>\d{1,2}|\*) (?=[A-Z]))?(?P<label>\D.*?[^\d\s.,])"
    rf" (?P<first>{NUMBER.pattern.pattern}) (?P<second>{NUMBER.pattern.pattern})",
    ("Victim-based crime 58.8 60.4", "16 Suspect identified 22.5 10.6"),
    ("In the 12 months to 30 June", "58.8 60.4", "Victim-based crime 5 8.8 60.4"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table or graphic as printed, not yet tied to a known metric."""

    source: str
    label: str
    group: str | None
    outcome_number: str | None
    value: Printed | None
    benchmark: Printed | None
    period: Period
    stated_by: Span
    also_stated_by: tuple[Span, ...]
    rule: str


def tables(outline: Outline, force_names: tuple[str, ...]) -> list[Row]:
    """The rows of every table whose heading row names the force and England and Wales.

    Args:
        outline: the outline of the report.
        force_names: names of the force that may stand at the head of its column.
    """
    rows: list[Row] = []
    for section in outline.sections:
        if section.role is Role.ANNEX:
            break
        for at, block in enumerate(section.blocks):
            match = CAPTION.fullmatch(block.text.text) if block.kind is BlockKind.CAPTION else None
            if match:
                rows += _rows(
                    outline, section.blocks[at], section.blocks[at + 1 :], f"figure-{match['number']}", force_names
                )
    return rows


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a table: its cells as printed, and where it stands."""

    cells: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which cell of a row holds what."""

    number: int | None
    label: int
    value: int
    benchmark: int


def _rows(
    outline: Outline, caption: Block, following: tuple[Block, ...], source: str, force_names: tuple[str, ...]
) -> Iterator[Row]:
    period = period_of(caption.text.text) or Period()
    columns: _Columns | None = None
    group: str | None = None
    for line in _lines(outline, following):
        if columns is None:
            columns = _columns(line, force_names)
            continue
        cells = _fitted(line, columns)
        if cells is None:
            continue
        number, label, value, benchmark = cells
        if columns.number is not None and not number:
            group = label
        if value is None and benchmark is None:
            continue
        span = outline.document.span(line.start, line.end)
        also = caption.text.spans(outline.document)
        under = group if number else None
        yield Row(source, label, under, number or None, value, benchmark, period, span, also, f"{source}-row")


def _lines(outline: Outline, following: tuple[Block, ...]) -> Iterator[_Line]:
    """The lines under a caption, down to the next caption or to running text."""
    for block in following:
        if block.kind is BlockKind.CAPTION:
            return
        if block.kind in {BlockKind.NOTE, BlockKind.FOOTNOTE, BlockKind.NOISE, BlockKind.NUMBER}:
            continue
        for line in block.lines:
            raw = outline.document.text[line.start : line.end]
            whole = _whole_line(outline.document.text, line.start)
            if "\t" in whole:
                yield _Line(tuple(cell.strip() for cell in whole.split("\t")), line.start, line.end)
            elif match := FLAT_ROW.fullmatch(raw):
                cells = (match["number"] or "", match["label"], match["first"], match["second"])
                yield _Line(cells, line.start, line.end)
            elif raw.rstrip().endswith(".") or len(raw) > _LONGEST_CELL:
                return


_LONGEST_CELL = 120
_WORD = re.compile(r"[A-Za-z]{3}")


def _whole_line(text: str, at: int) -> str:
    """The line that an offset stands on, with the empty cells at either end."""
    return text[text.rfind("\n", 0, at) + 1 :].split("\n", 1)[0].strip("\r\f ")


def _columns(line: _Line, force_names: tuple[str, ...]) -> _Columns | None:
    """The columns by the heading row; None where it does not name both the force and England and Wales."""
    folded = [fold(cell) for cell in line.cells]
    names = {fold(name) for name in force_names}
    value = next((n for n, cell in enumerate(folded) if cell in names), None)
    benchmark = next((n for n, cell in enumerate(folded) if cell == fold(ENGLAND_AND_WALES)), None)
    if value is None or benchmark is None:
        return None
    before = min(value, benchmark)
    number = next((n for n, cell in enumerate(folded[:before]) if re.search(r"\bnumber\b", cell)), None)
    if number == before - 1:
        return None
    return _Columns(number, before - 1, value, benchmark)


def _fitted(line: _Line, columns: _Columns) -> tuple[str, str, Printed | None, Printed | None] | None:
    """(outcome number, label, value, benchmark) of a row; None where the cells do not fit the columns.

    A row of fewer cells than columns may have lost any of them, so that its values may be anyone's; the
    title of a group has no values to lose.
    """
    width = max(columns.value, columns.benchmark) + 1
    cells = list(line.cells)
    if len(cells) == width + 1 and not cells[0] and columns.number is None:
        cells = cells[1:]
    if len(cells) == columns.label + 1:
        cells += [""] * (width - len(cells))
    if len(cells) != width:
        return None
    number = cells[columns.number] if columns.number is not None else ""
    label = re.sub(r"\*+$|\^\{[^}]*\}$", "", cells[columns.label]).strip()
    if not label:
        return None
    if any(_WORD.search(cells[n]) for n in (columns.value, columns.benchmark)):
        return None
    value, benchmark = printed(cells[columns.value]), printed(cells[columns.benchmark])
    return number, label, value, benchmark
