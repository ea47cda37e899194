# ruff: noqa: PLC0415  commands import what they need when they run
"""`peelgraph diff`: what one build has that another has not."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from .shared import ColumnsOption, FormatOption, format_named, say, split_columns, table_width

if TYPE_CHECKING:
    from ..diff import Change
    from ..store import Solutions


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="Folder or address of the earlier store.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Folder or address of the later store.")],
    *,
    form: FormatOption = None,
    columns: ColumnsOption = None,
) -> None:
    """Show the facts that one build has gained and lost against another, report by report.

    Facts are compared by what they say and the words that state them, not by where they stand. A fact that
    says something else than before is shown twice, as it was (lost) and as it is (gained). Ends with 0 if
    the two are the same, and with 1 if they are not.

    Examples:
      peelgraph diff before.store after.store
      peelgraph diff before.store after.store --format csv > changes.csv
    """
    from ..diff import diff as compare
    from ..formats import write
    from ..store import open_store

    wanted = format_named(form)
    with open_store(old) as before, open_store(new) as after:
        changes = list(compare(before, after))
    if changes or wanted is not None:
        write(_solutions(changes), wanted, sys.stdout, width=table_width(), columns=split_columns(columns))
    for line in _summary(changes):
        say(line)
    raise typer.Exit(1 if changes else 0)


def _solutions(changes: list[Change]) -> Solutions:
    import pyoxigraph as ox

    from ..store import Solutions

    rows = [
        tuple(
            ox.Literal(value) if value else None
            for value in (c.document, c.change, c.statement.kind, c.statement.quote, c.statement.saying)
        )
        for c in changes
    ]
    return Solutions(("document", "change", "kind", "quote", "says"), rows)


def _summary(changes: list[Change]) -> list[str]:
    """A line a document: how many facts it gained and lost."""
    if not changes:
        return ["The two have the same facts."]
    documents = dict.fromkeys(change.document for change in changes)
    counted = [(d, [c.change for c in changes if c.document == d]) for d in documents]
    return [f"{d}: {all_.count('gained')} gained, {all_.count('lost')} lost." for d, all_ in counted]
