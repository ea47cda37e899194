# ruff: noqa: PLC0415  commands import what they need when they run
"""`peelgraph describe`: what the graph holds, for catalogues of data."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from .shared import OutputOption, StoreOption, format_named


def describe(
    *,
    download: Annotated[
        list[str] | None,
        typer.Option(
            "--download",
            metavar="URL",
            show_default=False,
            help="Where a file of the graph is published; repeat for more. Nothing is fetched from there.",
        ),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option("--format", metavar="FORMAT", show_default=False, help="turtle (without it) or jsonld."),
    ] = None,
    output: OutputOption = None,
    store: StoreOption = None,
) -> None:
    """Describe the graph for catalogues of data, in DCAT and VoID.

    Counts what is in it, and says which cycles and reports it covers, under which licence it stands and
    which documents it was read from. The same store gives the same description to the byte.

    Examples:
      peelgraph describe
      peelgraph describe --download https://example.org/graph.trig --output dataset.ttl
    """
    from ..description import FORMATS
    from ..description import describe as write
    from ..export import whole_file
    from ..formats import Format
    from ..store import default_location, open_store

    wanted = format_named(form, FORMATS) or Format.TURTLE
    with open_store(store or default_location()) as opened:
        if output is None:
            sys.stdout.flush()
            write(opened, sys.stdout.buffer, wanted, download or ())
        else:
            with whole_file(output) as file:
                write(opened, file, wanted, download or ())
