# ruff: noqa: PLC0415  commands import what they need when they run
"""`peelgraph export`: the graph as a file of RDF."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .shared import OutputOption, StoreOption, format_named

if TYPE_CHECKING:
    from ..formats import Format


def export(
    *,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            show_default=False,
            help="trig, nquads, turtle or jsonld; without it, as the file's name says, else trig.",
        ),
    ] = None,
    output: OutputOption = None,
    report: Annotated[
        str | None,
        typer.Option(
            "--report", metavar="NAME", show_default=False, help="Only this report, as in hampshire-effectiveness-2016."
        ),
    ] = None,
    graph: Annotated[
        str | None,
        typer.Option(
            "--graph", metavar="NAME", show_default=False, help="Only this graph: ontology, similar, or its IRI."
        ),
    ] = None,
    store: StoreOption = None,
) -> None:
    """Write the graph, or a part of it, for other programs.

    The same store gives the same file to the byte. TriG, N-Quads and JSON-LD keep apart what each report
    says; Turtle puts all together.

    Examples:
      peelgraph export --output graph.trig
      peelgraph export --report hampshire-effectiveness-2016 --format turtle
      peelgraph export --graph ontology -o ontology.ttl
    """
    from ..export import export as export_graphs
    from ..export import graph_named, graphs_of_report, whole_file
    from ..store import default_location, open_store

    wanted = _format(form, output)
    with open_store(store or default_location()) as opened:
        if report or graph:
            names = graphs_of_report(opened, report) if report else []
            names += [graph_named(opened, graph)] if graph else []
        else:
            names = opened.graphs()
        if output is None:
            sys.stdout.flush()
            export_graphs(opened, wanted, sys.stdout.buffer, names)
        else:
            with whole_file(output) as file:
                export_graphs(opened, wanted, file, names)


def _format(form: str | None, output: Path | None) -> Format:
    """The format asked for, or the one that the file's name asks for.

    Raises:
        UsageError: it is not one for whole graphs.
    """
    from ..errors import UsageError
    from ..export import FORMATS, SUFFIXES

    wanted = format_named(form)
    if wanted is None:
        suffix = output.suffix.lower() if output else ""
        return SUFFIXES.get(suffix, FORMATS[0])
    if wanted not in FORMATS:
        raise UsageError(f"A graph is not written as {wanted}: take {', '.join(FORMATS[:-1])} or {FORMATS[-1]}.")
    return wanted
