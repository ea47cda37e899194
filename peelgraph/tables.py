"""Answers as tables of pandas, every column of the type that its values have.

An answer of a canned query has the same columns of the same types whatever is in it, and if nothing is: the names of
its columns decide. In an answer of any other query the datatypes of the literals do.

A type of pandas cannot always hold what was said; then a column of its own stands beside it:

- A grade is a step of the scale, so that ``<`` and ``max`` mean what they say. "Ungraded" is no step of it: such a
  cell is empty, and the column ``graded`` beside it says False.
- A date is a day, and a report may name the month or the year alone. Then it is the last day of it for an end or a
  deadline, and otherwise the first, and the column ``…_precision`` beside it says month or year.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd
import pyoxigraph as ox

from .loaders.iris import XSD
from .store import Solutions, Term, text

Cells: TypeAlias = Sequence[Term | None]
Column: TypeAlias = pd.api.extensions.ExtensionArray

GRADES = frozenset({"grade", "previous_grade", "published", "overall", "q1", "q2", "q3", "q4", "q5"})
"""Columns of grades, but for the date ``published`` of the query ``reports``."""
QUESTIONS = frozenset({"question", "other_question", "judged"})
TRENDS = frozenset({"trend"})
WHOLE = frozenset(
    {"forces", "rank", "of", "mentions", "reports", "strengths", "weaknesses", "mixed", "neutral", "year", "page"}
)
REAL = frozenset({"value", "benchmark", "gap", "relative_gap", "score"})
TRUTHS = frozenset({"named", "curated", "generic", "graded"})
ENDS = frozenset({"period_end", "fieldwork_end", "deadline"})
DATES = ENDS | {"period_start", "fieldwork_start", "as_at"}

PRECISIONS = ("year", "month", "day")

_INTEGERS = frozenset(
    f"{XSD}{name}"
    for name in (
        "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger",
        "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte",
    )
)  # fmt: skip
_REALS = frozenset(f"{XSD}{name}" for name in ("decimal", "double", "float"))


@dataclass(frozen=True, slots=True)
class Scales:
    """The ordered values of the graph."""

    grades: tuple[str, ...]
    """From the worst to the best; those off the scale are not among them."""
    questions: tuple[str, ...]
    """Overall first, then 1, 1.1 and so on, then the pillars by name."""
    trends: tuple[str, ...]


def in_order(questions: Iterable[str]) -> tuple[str, ...]:
    """Questions as a report has them.

    >>> in_order(["2", "1.10", "effectiveness", "1.2", "1", "overall"])
    ('overall', '1', '1.2', '1.10', '2', 'effectiveness')
    """

    def place(question: str) -> tuple[int, list[int], str]:
        parts = question.split(".")
        if all(part.isdecimal() for part in parts):
            return 1, [int(part) for part in parts], ""
        return (0 if question == "overall" else 2), [], question

    return tuple(sorted(set(questions), key=place))


def canned(name: str, answer: Solutions, scales: Scales) -> pd.DataFrame:
    """The answer of a canned query, its columns in their order, each with its companion beside it.

    Args:
        name: of the query.
        answer: its rows.
        scales: of the graph that answered.
    """
    columns: dict[str, Column] = {}
    for column, cells in _columns(answer):
        if column in DATES or (column, name) == ("published", "reports"):
            columns[column], columns[f"{column}_precision"] = _dates(cells, last=column in ENDS)
        elif column in GRADES:
            columns[column], columns[graded_of(column)] = _grades(cells, scales.grades)
        elif column in QUESTIONS:
            columns[column] = _categories([text(cell) or None for cell in cells], scales.questions)
        elif column in TRENDS:
            columns[column] = _categories([text(cell) or None for cell in cells], scales.trends, ordered=False)
        else:
            columns[column] = _converter(column)(cells)
    return pd.DataFrame(columns)


def graded_of(column: str) -> str:
    """The name of the column that stands beside one of grades.

    >>> graded_of("previous_grade"), graded_of("q1")
    ('previous_graded', 'q1_graded')
    """
    return f"{column}d" if column.endswith("grade") else f"{column}_graded"


def table(answer: Solutions) -> pd.DataFrame:
    """The answer of any query, typed by its literals.

    Whole numbers are ``Int64``, others ``Float64``, truth values ``boolean``, dates ``datetime64``, moments the same in
    universal time; all else, and what is not uniform or not of its datatype, is text.
    """
    return pd.DataFrame({column: _typed(cells) for column, cells in _columns(answer)})


def _columns(answer: Solutions) -> list[tuple[str, Cells]]:
    rows = list(answer.rows)
    columns: Iterable[Cells] = zip(*rows, strict=True) if rows else ((),) * len(answer.variables)
    return list(zip(answer.variables, columns, strict=True))


def _converter(column: str) -> Callable[[Cells], Column]:
    return _whole if column in WHOLE else _real if column in REAL else _truths if column in TRUTHS else _text


def _text(cells: Cells) -> Column:
    return pd.array([None if cell is None else text(cell) for cell in cells], dtype="string")


def _whole(cells: Cells) -> Column:
    return pd.array([None if cell is None else int(text(cell)) for cell in cells], dtype="Int64")


def _real(cells: Cells) -> Column:
    return pd.array([None if cell is None else float(text(cell)) for cell in cells], dtype="Float64")


def _truths(cells: Cells) -> Column:
    return pd.array([None if cell is None else _TRUTHS[text(cell)] for cell in cells], dtype="boolean")


def _days(cells: Cells) -> Column:
    return _as_days([text(cell) or "NaT" for cell in cells])


def _as_days(days: Sequence[str]) -> Column:
    column: Column = pd.array(np.array(days, dtype="datetime64[s]"))
    return column


def _moments(cells: Cells) -> Column:
    moments = pd.array([text(cell) or None for cell in cells], dtype="string")
    return pd.to_datetime(moments, utc=True, format="ISO8601").as_unit("us").array


def _categories(values: Sequence[str | None], known: Sequence[str], *, ordered: bool = True) -> Column:
    return pd.array(values, dtype=pd.CategoricalDtype(list(known), ordered=ordered))


def _grades(cells: Cells, scale: Sequence[str]) -> tuple[Column, Column]:
    """Steps of the scale, and whether a grade was given at all."""
    values = [text(cell) or None for cell in cells]
    steps = [value if value in scale else None for value in values]
    graded = [None if value is None else value in scale for value in values]
    return _categories(steps, scale), pd.array(graded, dtype="boolean")


def _dates(cells: Cells, *, last: bool) -> tuple[Column, Column]:
    """Days, and how precisely each is known."""
    days: list[str] = []
    precisions: list[str | None] = []
    for cell in cells:
        year, *rest = text(cell).split("-")
        precisions.append(PRECISIONS[len(rest)] if year else None)
        if year and len(rest) < PRECISIONS.index("day"):
            month = int(rest[0]) if rest else 12 if last else 1
            day = calendar.monthrange(int(year), month)[1] if last else 1
            days.append(f"{year}-{month:02}-{day:02}")
        else:
            days.append(text(cell) or "NaT")
    return _as_days(days), _categories(precisions, PRECISIONS)


def _typed(cells: Cells) -> Column:
    """A column by the datatypes of its literals."""
    given = [cell for cell in cells if cell is not None]
    kinds = {cell.datatype.value if isinstance(cell, ox.Literal) else "" for cell in given}
    for legal, form, convert in _BY_DATATYPE:
        if kinds and kinds <= legal and all(form.fullmatch(text(cell)) for cell in given):
            try:
                return convert(cells)
            except (ValueError, OverflowError):
                break  # a number that is too large, or a day that is not in the calendar
    return _text(cells)


_TRUTHS = {"true": True, "1": True, "false": False, "0": False}
_BY_DATATYPE: tuple[tuple[frozenset[str], re.Pattern[str], Callable[[Cells], Column]], ...] = (
    (_INTEGERS, re.compile(r"[+-]?\d+"), _whole),
    (_INTEGERS | _REALS, re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|[+-]?INF|NaN"), _real),
    (frozenset({f"{XSD}boolean"}), re.compile("|".join(_TRUTHS)), _truths),
    (frozenset({f"{XSD}date"}), re.compile(r"\d{4}-\d\d-\d\d"), _days),
    (
        frozenset({f"{XSD}dateTime", f"{XSD}dateTimeStamp"}),
        re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?"),
        _moments,
    ),
)
"""Datatypes that go together, what a literal of them looks like, and the column that they make."""
