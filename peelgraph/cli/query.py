# ruff: noqa: PLC0415  commands import what they need when they run
"""`peelgraph query`: any SPARQL query over the store."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from .shared import ColumnsOption, FormatOption, StoreOption, format_named, remark, split_columns, table_width

if TYPE_CHECKING:
    from ..formats import Written
    from ..store import Store

_UPDATE = re.compile(
    r"(?:\s|#[^\n]*\n|BASE\s*<[^>]*>|PREFIX\s+\S*\s*<[^>]*>)*"
    r"(?:INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|COPY|MOVE|ADD|WITH)\b",
    re.IGNORECASE,
)


def query(
    asked: Annotated[
        str,
        typer.Argument(metavar="FILE|-|TEXT", help="A file with the query, - for standard input, or the query itself."),
    ],
    *,
    form: FormatOption = None,
    columns: ColumnsOption = None,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="SECONDS", min=0, help="Stop the query after this long; 0: never.")
    ] = 60,
    store: StoreOption = None,
) -> None:
    """Ask the store anything, in SPARQL.

    The query sees all reports, grades and the vocabulary as one graph. It can change nothing and asks no
    other server.

    Examples:
      peelgraph query my-question.rq --format csv > answer.csv
      peelgraph query 'SELECT * { ?force a <https://w3id.org/peelgraph/ontology#TerritorialForce> }'
      peelgraph query - --timeout 300 < slow.rq
    """
    from ..formats import write
    from ..store import default_location, open_store
    from .limited import within

    text = _text(asked)
    wanted, width = format_named(form), table_width()
    location = store or default_location()

    def answer(out: IO[str]) -> Written:
        with open_store(location) as opened:
            _check(text, opened)
            return write(opened.query(text), wanted, out, width=width, columns=split_columns(columns))

    remark(within(timeout, answer, sys.stdout))


def _text(asked: str) -> str:
    """The query: of standard input, of a file, or as given.

    Raises:
        UsageError: there is no such file, or it is not text.
    """
    from ..errors import UsageError

    if asked == "-":
        return sys.stdin.read()
    if any(mark in asked for mark in "{ \n"):
        return asked
    try:
        return Path(asked).read_text("utf-8")
    except OSError as error:
        raise UsageError(f"The query file {asked} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"The query file {asked} is not text in UTF-8.") from error


def _check(text: str, store: Store) -> None:
    """Refuse what would be answered with nothing, or with words that only programmers know.

    Raises:
        QueryError: the text is an update, or names a graph that the store does not have.
    """
    from ..errors import QueryError

    if _UPDATE.match(text):
        raise QueryError("This is an update, and queries change nothing: documents come in with peelgraph build.")
    if not re.search(r"\bFROM\b", text, re.IGNORECASE):
        return
    from pyparsing import ParseException
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        clauses = translateQuery(parseQuery(text)).algebra.datasetClause or []
    except ParseException:
        return  # the store says what is wrong with it
    named = {str(clause.default or clause.named) for clause in clauses}
    if absent := sorted(named - set(store.graphs())):
        raise QueryError(
            f"FROM {absent[0]} is refused, because the store has no such graph and nothing is fetched from elsewhere."
        )
