# ruff: noqa: PLC0415  commands import what they need when they run
"""`peelgraph explain`: a fact in words, and the passage that states it."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from .shared import StoreOption, table_width


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
    from ..explained import as_text
    from ..store import default_location, open_store

    with open_store(store or default_location()) as opened:
        sys.stdout.write(as_text(explain_fact(opened, fact), table_width(), sys.stdout))
