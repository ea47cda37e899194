# ruff: noqa: PLC0415  commands import what they need when they run
"""`peelgraph coverage`: what the graph holds, and what it lacks."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from .shared import CycleOption, ForceOption, FormatOption, StoreOption, format_named, remark, table_width


def coverage(
    *,
    force: ForceOption = None,
    cycle: CycleOption = None,
    pillar: Annotated[
        list[str] | None, typer.Option("--pillar", metavar="PILLAR", show_default=False, help="Only this pillar.")
    ] = None,
    form: FormatOption = None,
    store: StoreOption = None,
) -> None:
    """Show what is known of each force, cycle and question, and what is not.

    A cell has the grade; "not graded" where inspectors gave none; "not found" where one is expected and none
    could be read. An empty cell means that no report was loaded. The column published has the grades of the
    inspectorate's website. Other formats than table give one row a force, cycle and question.

    Examples:
      peelgraph coverage --cycle 2016
      peelgraph coverage --force hampshire --format csv
    """
    from ..asking import bound
    from ..catalogue import get
    from ..coverage import matrix
    from ..formats import Format, write
    from ..store import Solutions, default_location, open_store

    wanted = format_named(form) or Format.TABLE
    only = {"force": force, "cycle": cycle, "pillar": pillar}
    with open_store(store or default_location()) as opened:
        answer = opened.query(bound(get("coverage"), only, opened))
        if wanted is Format.TABLE and isinstance(answer, Solutions):
            answer = matrix(answer)
        remark(write(answer, wanted, sys.stdout, width=table_width()))
