# ruff: noqa: PLC0415  commands import what they need when they run
"""`peelgraph explain`: a fact in words, and the passage that states it."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from .shared import StoreOption, table_width

if TYPE_CHECKING:
    from rich.text import Text

    from ..explain import Context, Explanation


def explain(
    fact: Annotated[
        str, typer.Argument(metavar="FACT", help="Name of a fact, as in the column fact of an answer, or its IRI.")
    ],
    *,
    store: StoreOption = None,
) -> None:
    """Show what a fact says and the words of the report that state it, where they stand.

    Any other thing of the graph can be named, too: a report, a force, a measure, a term of the vocabulary.

    Examples:
      peelgraph explain judgment/hampshire/2016/effectiveness/2
      peelgraph explain https://w3id.org/peelgraph/id/report/hampshire/2016/effectiveness
      peelgraph explain peel:Judgment
    """
    from ..explain import explain as explain_fact
    from ..store import default_location, open_store

    with open_store(store or default_location()) as opened:
        _print(explain_fact(opened, fact))


def _print(explanation: Explanation) -> None:
    """Write an explanation; the passage is in reverse on a terminal, and between » and « elsewhere."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    from ..formats import trimmed

    console = Console(file=sys.stdout, width=table_width(), highlight=False)
    with console.capture() as captured:
        console.print(Text(explanation.headline, style="bold"))
        console.print(Text(explanation.iri, style="dim"))
        console.print()
        details = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        for name, value in explanation.details:
            details.add_row(Text(name), Text(value))
        console.print(Padding(details, (0, 0, 0, 2)))
        for passage in explanation.passages:
            console.print()
            console.print(Text(_where(passage)))
            console.print()
            console.print(Padding(_marked(passage, plain=not console.is_terminal), (0, 0, 0, 4)))
        if explanation.licence:
            console.print()
            console.print(Text(explanation.licence, style="dim"))
    sys.stdout.write(trimmed(captured.get()))


def _where(passage: Context) -> str:
    section = f', under "{passage.section}"' if passage.section else ""
    return (
        f"{passage.role.capitalize()} {passage.file}, characters {passage.start} to {passage.end}{section} "
        f"(SHA-256 {passage.sha256[:16]}…):"
    )


def _marked(passage: Context, *, plain: bool) -> Text:
    """The passage in its context; runs of empty lines are drawn together, nothing else is changed."""
    from rich.text import Text

    before, quote, after = (re.sub(r"\n\s*\n", "\n\n", part) for part in (passage.before, passage.quote, passage.after))
    opening, closing = ("»", "«") if plain else ("", "")
    return Text.assemble(before, opening, (quote, "reverse"), closing, after)
