"""Answers as text: tables for reading, and CSV, TSV, JSON, Markdown and RDF for other programs."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, Literal

import pyoxigraph as ox
from rich.console import Console
from rich.table import Table
from rich.text import Text

from .errors import UsageError
from .loaders.iris import DCTERMS, OA, ORG, OWL, PEEL, PROV, QB, RDF, RDFS, SCHEMA, SKOS, XSD
from .store import Answer, Solutions, Term, Triples, text

PREFIXES = {
    "dcterms": DCTERMS,
    "oa": OA,
    "org": ORG,
    "owl": OWL,
    "peel": PEEL,
    "prov": PROV,
    "qb": QB,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "skos": SKOS,
    "xsd": XSD,
}


class Format(StrEnum):
    """How an answer is written; rows take the first six, graphs the others."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    JSONL = "jsonl"
    MARKDOWN = "markdown"
    TURTLE = "turtle"
    TRIG = "trig"
    NTRIPLES = "ntriples"
    NQUADS = "nquads"
    JSONLD = "jsonld"


RDF_FORMATS = {
    Format.TURTLE: ox.RdfFormat.TURTLE,
    Format.TRIG: ox.RdfFormat.TRIG,
    Format.NTRIPLES: ox.RdfFormat.N_TRIPLES,
    Format.NQUADS: ox.RdfFormat.N_QUADS,
    Format.JSONLD: ox.RdfFormat.JSON_LD,
}

NARROWEST = 28
"""Characters that a column of sentences needs to be readable in a table."""
GAP = 2
"""Spaces between the columns of a table."""
LONGEST_WORD = 48
"""Characters up to which a column of single words is not broken."""

_NUMBERS = {f"{XSD}{name}" for name in ("integer", "decimal", "double", "float")}
_JSON_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, for a remark beside it."""

    form: Format
    rows: int
    empty: tuple[str, ...] = ()
    """Columns that a table leaves out because they hold nothing."""
    too_wide: tuple[str, ...] = ()
    """Columns that a table leaves out because the terminal is too narrow."""


def write(answer: Answer, form: Format | None, out: IO[str], *, width: int, columns: Sequence[str] = ()) -> Written:
    """Write an answer.

    Args:
        answer: of a query.
        form: None for the usual one: a table for rows, Turtle for graphs.
        out: where to.
        width: characters that a table may be wide.
        columns: only these columns, in this order; all of them if empty.

    Raises:
        UsageError: the format does not suit the answer, or there is no such column.
    """
    if isinstance(answer, bool):
        out.write(f"{json.dumps(answer)}\n")
        return Written(Format.JSON, 1)
    graph = isinstance(answer, Triples)
    form = form or (Format.TURTLE if graph else Format.TABLE)
    if (form in RDF_FORMATS) != graph:
        suitable = _one_of([each for each in Format if (each in RDF_FORMATS) == graph])
        raise UsageError(f"The answer is {'a graph' if graph else 'rows'}: write it as {suitable}, not as {form}.")
    if isinstance(answer, Triples):
        if columns:
            raise UsageError("The answer is a graph and has no columns: leave --columns out.")
        triples = sorted(set(answer.triples), key=str)
        out.write(rdf(triples, form))
        return Written(form, len(triples))
    chosen = _choose(answer, columns)
    if form is Format.TABLE:
        return _table(chosen, out, width)
    if form is Format.MARKDOWN:
        return _markdown(chosen, out)
    if form in {Format.JSON, Format.JSONL}:
        return _json(chosen, out, form)
    return _separated(chosen, out, form)


def rdf(statements: Iterable[ox.Triple] | Iterable[ox.Quad], form: Format) -> str:
    """Triples or quads in one of the `RDF_FORMATS`, in the order given."""
    written = ox.serialize(statements, format=RDF_FORMATS[form], prefixes=PREFIXES) or b""
    return f"{written.decode().rstrip()}\n"


def _one_of(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} or {last}"


def _choose(answer: Solutions, columns: Sequence[str]) -> Solutions:
    if not columns:
        return answer
    if unknown := [name for name in columns if name not in answer.variables]:
        raise UsageError(f"There is no column {unknown[0]}: this answer has the columns {', '.join(answer.variables)}.")
    places = [answer.variables.index(name) for name in columns]
    return Solutions(tuple(columns), (tuple(row[place] for place in places) for row in answer.rows))


def _separated(answer: Solutions, out: IO[str], form: Format) -> Written:
    writer = csv.writer(out, delimiter="," if form is Format.CSV else "\t", lineterminator="\n")
    writer.writerow(answer.variables)
    count = 0
    for count, row in enumerate(answer.rows, 1):  # noqa: B007  counted as it streams
        writer.writerow([text(term) for term in row])
    return Written(form, count)


def _markdown(answer: Solutions, out: IO[str]) -> Written:
    count = 0
    out.write(f"| {' | '.join(answer.variables)} |\n|{' --- |' * len(answer.variables)}\n")
    for count, row in enumerate(answer.rows, 1):  # noqa: B007  counted as it streams
        cells = (re.sub(r"([\\|<])", r"\\\1", text(term)).replace("\n", " ") for term in row)
        out.write(f"| {' | '.join(cells)} |\n")
    return Written(Format.MARKDOWN, count)


def _json(answer: Solutions, out: IO[str], form: Format) -> Written:
    lines, count = form is Format.JSONL, 0
    for count, row in enumerate(answer.rows, 1):
        line = json.dumps(dict(zip(answer.variables, map(_value, row), strict=True)), ensure_ascii=False)
        out.write(f"{line}\n" if lines else f"{'[' if count == 1 else ','}\n{line}")
    if not lines:
        out.write("\n]\n" if count else "[]\n")
    return Written(form, count)


def _value(term: Term | None) -> str | int | float | bool | None:
    """A term as JSON has it: numbers and booleans as such, all else as text, nothing as null."""
    if isinstance(term, ox.Literal):
        if term.datatype.value == f"{XSD}boolean":
            return term.value == "true"
        if term.datatype.value in _NUMBERS and _JSON_NUMBER.fullmatch(term.value):
            number: int | float = json.loads(term.value)
            return number
    return None if term is None else text(term)


def _table(answer: Solutions, out: IO[str], width: int) -> Written:
    """A table for a person: no column squeezed beyond reading, and nothing cut within a cell."""
    rows = list(answer.rows)
    columns = [
        _Column(name, [text(row[place]) for row in rows], _is_number([row[place] for row in rows]))
        for place, name in enumerate(answer.variables)
    ]
    filled = [column for column in columns if any(column.cells) or not rows]
    shown = _fitting(filled, width)
    out.write(_render(shown, len(rows), width))
    return Written(
        Format.TABLE,
        len(rows),
        tuple(column.name for column in columns if column not in filled),
        tuple(column.name for column in filled if column not in shown),
    )


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    cells: list[str]
    numeric: bool

    @property
    def widest(self) -> int:
        """Characters of its longest line."""
        return max(len(line) for cell in [self.name, *self.cells] for line in cell.splitlines() or [""])

    @property
    def needed(self) -> int:
        """Characters below which it cannot be read."""
        return min(self.widest, NARROWEST if any(" " in cell for cell in self.cells) else LONGEST_WORD)


def _is_number(terms: Iterable[Term | None]) -> bool:
    given = [term for term in terms if term is not None]
    return bool(given) and all(isinstance(t, ox.Literal) and t.datatype.value in _NUMBERS for t in given)


def _fitting(columns: Sequence[_Column], width: int) -> list[_Column]:
    """As many columns as can be read side by side, from the left, and always one."""
    shown: list[_Column] = []
    for column in columns:
        if shown and sum(each.needed + GAP for each in [*shown, column]) - GAP > width:
            break
        shown.append(column)
    return shown


def _widths(columns: Sequence[_Column], width: int) -> list[int]:
    """Characters for each column: what it needs, and a fair share of what is left over."""
    widths = [column.needed for column in columns]
    spare = max(0, width - sum(widths) - GAP * (len(columns) - 1))
    by_wish = sorted(range(len(columns)), key=lambda place: columns[place].widest - widths[place])
    for done, place in enumerate(by_wish):
        more = min(columns[place].widest - widths[place], spare // (len(columns) - done))
        widths[place] += more
        spare -= more
    return widths


def _render(columns: Sequence[_Column], count: int, width: int) -> str:
    table = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), show_edge=False)
    widths = _widths(columns, width)
    for column, wide in zip(columns, widths, strict=True):
        justify: Literal["left", "right"] = "right" if column.numeric else "left"
        table.add_column(Text(column.name), justify=justify, width=wide, overflow="fold")
    for place in range(count):
        table.add_row(*(Text(column.cells[place]) for column in columns))
    # Rich cuts off what is wider than its console; nothing is, once every column has its width.
    console = Console(width=sum(widths) + GAP * len(widths), color_system=None, highlight=False)
    with console.capture() as captured:
        console.print(table)
    return trimmed(captured.get())


def trimmed(rendered: str) -> str:
    """What Rich rendered, without the spaces that it puts at the end of lines."""
    return "".join(f"{line.rstrip()}\n" for line in rendered.split("\n")).removesuffix("\n")
