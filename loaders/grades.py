"""Loader for published grades: CSV with the columns force, cycle, aspect, grade, last_updated, source_url."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator

from rapidfuzz import process

from .documents import Document, LoadError
from .facts import Grade, PublishedGrade
from .register import Register
from .text import fold

COLUMNS = ("force", "cycle", "aspect", "grade")
OPTIONAL = ("last_updated", "source_url")

_URL = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


def is_grades(document: Document) -> bool:
    """Whether the first line of a document is the heading of a CSV of grades."""
    return not missing_columns(document)


def missing_columns(document: Document) -> list[str]:
    """Columns of a CSV of grades that the first line of a document does not name."""
    first = document.text.lstrip("\ufeff").split("\n", 1)[0]
    named = {name.strip().casefold() for name in first.split(",")}
    return [column for column in COLUMNS if column not in named]


def grades(document: Document, register: Register) -> tuple[list[PublishedGrade], list[str]]:
    """The grades of a CSV file and a sentence for each row that cannot be used.

    Raises:
        LoadError: the heading has a column twice, or no row can be used.
    """
    good: list[PublishedGrade] = []
    faults: list[str] = []
    seen: dict[tuple[str, str, str], int] = {}
    header: list[str] | None = None
    for line, start, end, cells in _records(document):
        if header is None:
            header = [cell.strip().casefold() for cell in cells]
            if len(set(header)) < len(header):
                raise LoadError(f"{document.name} has a column twice in its heading.")
            continue
        where = f"{document.name} line {line}"
        if len(cells) != len(header):
            faults.append(f"{where}: {len(cells)} cells where the heading has {len(header)}.")
            continue
        row = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
        try:
            grade = _grade(row, document, start, end, register)
        except ValueError as error:
            faults.append(f"{where}: {error}")
            continue
        key = (grade.force, grade.cycle, grade.pillar)
        if key in seen:
            faults.append(f"{where}: {row['force']} {grade.cycle} {row['aspect']} stands on line {seen[key]} already.")
            continue
        seen[key] = line
        good.append(grade)
    if not good:
        raise LoadError(
            f"{document.name} has no row of grades that can be used" + (f": {faults[0]}" if faults else ".")
        )
    return good, faults


def _records(document: Document) -> Iterator[tuple[int, int, int, list[str]]]:
    """(line number, start, end, cells) of each record that is not empty.

    Records are read line by line so that each has its place in the text; a quoted cell must not hold
    a line break.
    """
    start = 0
    for number, line in enumerate(document.text.split("\n"), 1):
        text = line.rstrip("\r")
        bare = text.lstrip("\ufeff")
        if bare.strip(" ,\t"):
            yield number, start + len(text) - len(bare), start + len(text), next(csv.reader(io.StringIO(bare)))
        start += len(line) + 1


def _grade(row: dict[str, str], document: Document, start: int, end: int, register: Register) -> PublishedGrade:
    """One row as a grade.

    Raises:
        ValueError: a cell holds what it must not; the message says which and what would be right.
    """
    force = register.force(row["force"])
    if force is None:
        nearest = register.nearest_forces(row["force"])
        raise ValueError(f"'{row['force']}' is no known force" + (f"; is it {nearest[0]}?" if nearest else "."))
    if row["cycle"] not in register.cycles:
        raise ValueError(f"'{row['cycle']}' is no known cycle; known are {', '.join(register.cycles)}.")
    pillar = register.pillars.get(fold(row["aspect"]))
    if pillar is None:
        close = process.extractOne(fold(row["aspect"]), list(register.pillars), score_cutoff=60)
        raise ValueError(f"'{row['aspect']}' is no known aspect" + (f"; is it '{close[0]}'?" if close else "."))
    wanted = row["grade"].casefold().replace(" ", "-")
    if wanted not in set(Grade):
        raise ValueError(f"'{row['grade']}' is no grade; grades are {', '.join(Grade)}.")
    updated = row.get("last_updated") or None
    if updated:
        try:
            updated = dt.date.fromisoformat(updated).isoformat()
        except ValueError:
            raise ValueError(f"'{updated}' is no date; write it as 2017-03-02.") from None
    url = row.get("source_url") or None
    if url and not _URL.fullmatch(url):
        raise ValueError(f"'{url}' is no web address.")
    return PublishedGrade(force.notation, row["cycle"], pillar, Grade(wanted), updated, url, document.span(start, end))
