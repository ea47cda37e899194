# ruff: noqa: PLC0415  commands import what they need when they run
"""`peelgraph graph`: who works with whom, on what, as a file, a picture or a table."""

from __future__ import annotations

import inspect
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .shared import (
    ColumnsOption,
    CycleOption,
    ForceOption,
    OutputOption,
    StoreOption,
    format_named,
    remark,
    say,
    split_columns,
    table_width,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from types import ModuleType

    import networkx as nx

    from ..formats import Format
    from ..graph import Graph
    from ..networks import Measured

NETWORKS = {
    "forces-agencies": "who works with whom",
    "alliances": "forces tied to forces",
    "initiatives": "agencies, initiatives and themes",
    "similar-findings": "findings in nearly the same words",
    "citations": "reports and what they cite",
}
MEASURES = {
    "bridges": ("forces-agencies", "alliances"),
    "good-grades": ("forces-agencies",),
    "resemblance": ("similar-findings",),
}
"""The networks that each measure is of."""
PICTURES = (".svg", ".png", ".html")
_FIRST = {"force": 0, "report": 0, "initiative": 1}
"""Kinds of thing that ties are told from."""


def graph(
    network: Annotated[
        str,
        typer.Argument(
            metavar="NETWORK",
            show_default=False,
            help="; ".join(f"{name}: {what}" for name, what in NETWORKS.items()) + ".",
        ),
    ],
    *,
    force: ForceOption = None,
    cycle: CycleOption = None,
    theme: Annotated[
        list[str] | None,
        typer.Option(
            "--theme", metavar="THEME", show_default=False, help="Only what is said on this theme (domestic-abuse)."
        ),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--type",
            metavar="TYPE",
            show_default=False,
            help="Only agencies of this type (health), or initiatives of this type (operation).",
        ),
    ] = None,
    role: Annotated[
        str | None,
        typer.Option(
            "--role",
            metavar="ROLE",
            show_default=False,
            help="partner (the text says that the force works with it), mentioned, or any; partner if not given.",
        ),
    ] = None,
    tie: Annotated[
        list[str] | None,
        typer.Option(
            "--tie",
            metavar="TIE",
            show_default=False,
            help="Only these ties of forces: alliance, regional-unit, joint-initiative, partner, shared-initiative; "
            "all but the last if not given.",
        ),
    ] = None,
    generic: Annotated[
        bool | None,
        typer.Option("--generic", help="With partners that have no name, such as local authorities."),
    ] = None,
    known: Annotated[bool | None, typer.Option("--known", help="Without agencies that are in no register.")] = None,
    project: Annotated[
        str | None,
        typer.Option(
            "--project",
            metavar="KIND",
            show_default=False,
            help="One kind of thing alone, tied by what it shares: forces, agencies, reports or instruments.",
        ),
    ] = None,
    measure: Annotated[
        str | None,
        typer.Option(
            "--measure",
            metavar="MEASURE",
            show_default=False,
            help="bridges: who bridges the regions; good-grades: which partners come with good grades on a question; "
            "resemblance: which forces were told the same and have the same figures.",
        ),
    ] = None,
    question: Annotated[
        str | None,
        typer.Option(
            "--question",
            metavar="QUESTION",
            show_default=False,
            help="For good-grades: the question that is graded, such as overall; 4 (organised crime) if not given.",
        ),
    ] = None,
    no_quotes: Annotated[
        bool, typer.Option("--no-quotes", help="Without the words of the reports; the names of the facts stay.")
    ] = False,
    output: OutputOption = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format", metavar="FORMAT", show_default=False, help="On the screen: table, csv, tsv, json or jsonl."
        ),
    ] = None,
    columns: ColumnsOption = None,
    store: StoreOption = None,
) -> None:
    """Show who works with whom, on what, as a network: a table, a file or a picture.

    Without --output the ties are listed, the strongest first. Files end in .graphml or .gexf (for Gephi, Cytoscape
    and others), .csv (two lists: nodes and edges), .svg or .png (pictures), or .html (a page to explore, with the
    words behind each tie). Each tie names the facts that it rests on: peelgraph explain FACT shows the words. What a
    network cannot show is said beside it.

    Examples:
      peelgraph graph forces-agencies --force hampshire --type voluntary-sector
      peelgraph graph forces-agencies --theme domestic-abuse -o domestic-abuse.html
      peelgraph graph forces-agencies --project forces --format csv > shared.csv
      peelgraph graph forces-agencies --measure good-grades --question 4 --cycle 2016
      peelgraph graph alliances --force kent --tie alliance --tie regional-unit
      peelgraph graph initiatives --cycle 2016 -o initiatives.gexf
    """
    networks = _networks()
    builder = _named(networks, network)
    work = _work(networks, network, measure, project) or builder
    chosen = {
        "force": force, "cycle": cycle, "theme": theme, "type": kind, "role": role, "ties": tie, "generic": generic,
        "curated_only": known, "question": question,
    }  # fmt: skip
    given = _given(work, chosen, measure or network)
    wanted = _screen(form, output, (".csv",) if measure else (*networks.SUFFIXES, *PICTURES))
    from ..graph import Graph

    with Graph.open(store) as kg:
        if measure is None or work is builder:
            made = builder(kg, quotes=not no_quotes, **given)
            if measure:
                measured = networks.bridges(made, of="force" if network == "alliances" else "agency")
        else:
            measured = work(kg, **given)
        if measure:
            _table(measured.table.columns, _cells(measured), wanted, output, columns)
            say(measured.shows)
            return
        if project:
            made = networks.projected(made, project)
        if output is None:
            _table(*_edges(networks, made), wanted, None, columns)
            say(f"{made.graph['title']}.")
        elif output.suffix.lower() in PICTURES:
            _picture(kg, made, output)
        else:
            say(f"Written: {', '.join(map(str, networks.write(made, output)))}.")
        say(made.graph["shows"])


def _networks() -> ModuleType:
    """The package; imported late, as what it needs is large and need not be installed.

    Raises:
        UsageError: it is not.
    """
    from ..errors import UsageError

    try:
        from .. import networks
    except ModuleNotFoundError as error:
        raise UsageError(
            f"Networks need {error.name}, which is not installed: pip install 'peelgraph[explore]'."
        ) from error
    return networks


def _named(networks: ModuleType, network: str) -> Callable[..., Any]:
    """What builds the network of that name."""
    from ..errors import UsageError

    if network not in NETWORKS:
        raise UsageError(f"There is no network {network}: the networks are {', '.join(NETWORKS)}.")
    builder: Callable[..., Any] = getattr(networks, network.replace("-", "_"))
    return builder


def _work(
    networks: ModuleType, network: str, measure: str | None, project: str | None
) -> Callable[..., Measured] | None:
    """What measures, where that is not done on the network itself.

    Raises:
        UsageError: there is no such measure, or it is not of this network.
    """
    from ..errors import UsageError

    if measure is None:
        return None
    if measure not in MEASURES:
        raise UsageError(f"There is no measure {measure}: the measures are {', '.join(MEASURES)}.")
    if network not in MEASURES[measure]:
        raise UsageError(f"The measure {measure} is of {' and '.join(MEASURES[measure])}, not of {network}.")
    if project:
        raise UsageError("Measures are of whole networks: leave out --project, or --measure.")
    works = {"good-grades": networks.agencies_with_good_grades, "resemblance": networks.resembling_forces}
    return works.get(measure)


def _given(work: Callable[..., Any], chosen: dict[str, Any], name: str) -> dict[str, Any]:
    """The options that were given, as the function takes them.

    Raises:
        UsageError: it does not take one of them.
    """
    from ..errors import UsageError

    given = {parameter: value for parameter, value in chosen.items() if value}
    takes = inspect.signature(work).parameters
    for parameter in given:
        if parameter not in takes:
            option = {"ties": "tie", "curated_only": "known"}.get(parameter, parameter)
            raise UsageError(f"--{option} does not belong to {name}: leave it out.")
    if name == "resemblance" and "cycle" in given:
        if len(given["cycle"]) > 1:
            raise UsageError("Forces resemble each other within one cycle: give --cycle once.")
        (given["cycle"],) = given["cycle"]
    if given.get("role") == "any":
        given["role"] = None
    return given


def _screen(form: str | None, output: Path | None, suffixes: Sequence[str]) -> Format | None:
    """The format for the screen.

    Raises:
        UsageError: the answer goes to a file, whose name says how it is written; or it does not.
    """
    from ..errors import UsageError
    from ..formats import Format

    if output is not None and output.suffix.lower() not in suffixes:
        raise UsageError(f"The name {output.name} does not say how to write it: end it with {', '.join(suffixes)}.")
    if output is not None and form is not None:
        raise UsageError("--format is for the screen, and the ending of a file's name says how it is written.")
    return Format.CSV if output is not None else format_named(form)


def _edges(networks: ModuleType, made: nx.Graph[str]) -> tuple[list[str], list[tuple[object, ...]]]:
    """Columns and rows of the ties, the strongest first."""
    ends = (sorted(edge[:2], key=lambda end: (_FIRST.get(made.nodes[end]["kind"], 2), end)) for edge in made.edges)
    told = [(one, other, made.edges[one, other]) for one, other in ends]
    rows = sorted(told, key=lambda edge: (-edge[2]["weight"], edge[0], edge[1]))
    found = {name for _, _, attributes in rows for name in attributes} - {"weight"}
    last = [name for name in ("facts", "quotes", "reports") if name in found]
    more = [*sorted(found.difference(last)), *last]
    labels = {node: attributes["label"] for node, attributes in made.nodes(data=True)}
    return (
        ["one", "other", "weight", *more, "one_id", "other_id"],
        [
            (
                labels[one], labels[other], its["weight"],
                *(networks.flat(its[name]) if name in its else None for name in more), one, other,
            )
            for one, other, its in rows
        ],
    )  # fmt: skip


def _cells(measured: Measured) -> list[tuple[object, ...]]:
    frame = measured.table.astype(object)
    return list(frame.where(frame.notna(), None).itertuples(index=False, name=None))


def _table(
    names: Iterable[str],
    rows: Sequence[tuple[object, ...]],
    form: Format | None,
    output: Path | None,
    columns: str | None,
) -> None:
    import io

    import pyoxigraph as ox

    from ..export import whole_file
    from ..formats import write
    from ..store import Solutions

    def cell(value: object) -> ox.Literal | None:
        return None if value is None or value == "" else ox.Literal(value)  # type: ignore[arg-type]

    answer = Solutions(tuple(names), [tuple(map(cell, row)) for row in rows])
    if output is None:
        remark(write(answer, form, sys.stdout, width=table_width(), columns=split_columns(columns)))
        return
    with io.StringIO(newline="") as text:
        write(answer, form, text, width=table_width(), columns=split_columns(columns))
        with whole_file(output) as file:
            file.write(text.getvalue().encode())


def _picture(kg: Graph, made: nx.Graph[str], output: Path) -> None:
    from ..errors import UsageError

    try:
        from .. import pictures
    except ModuleNotFoundError as error:
        raise UsageError(
            f"Pictures need {error.name}, which is not installed: pip install 'peelgraph[explore]'."
        ) from error
    drawn = pictures.interactive(made, kg=kg) if output.suffix.lower() == ".html" else pictures.network(made)
    drawn.save(output)
    say(f"Written: {output}.")
