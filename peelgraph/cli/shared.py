# ruff: noqa: PLC0415  commands import what they need when they run
"""What the commands have in common: their options, and how they speak to the user."""

from __future__ import annotations

import contextlib
import inspect
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ..build import Progress
    from ..formats import Format, Written

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="PATH",
        envvar="PEELGRAPH_STORE",
        show_envvar=True,
        show_default=False,
        help="Folder of the store, or address of a SPARQL endpoint; without it, peelgraph/store in ~/.local/share "
        "(or XDG_DATA_HOME).",
    ),
]
ColumnsOption = Annotated[
    str | None,
    typer.Option(
        "--columns", metavar="NAMES", show_default=False, help="Only these columns, parted by commas, in this order."
    ),
]
FormatOption = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        show_default=False,
        help="table, csv, tsv, json, jsonl or markdown; a graph as turtle, trig, ntriples, nquads or jsonld.",
    ),
]

OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", show_default=False, help="Write here, not to the screen."),
]
ForceOption = Annotated[
    list[str] | None,
    typer.Option(
        "--force", metavar="FORCE", show_default=False, help="Only this force, by any of its names (again for more)."
    ),
]
CycleOption = Annotated[
    list[str] | None,
    typer.Option(
        "--cycle", metavar="CYCLE", show_default=False, help="Only this cycle, such as 2016 (again for more)."
    ),
]


def reflowed(doc: str | None) -> str:
    r"""A docstring as help: each paragraph on one line, for the terminal to break; indented lines as they are.

    >>> reflowed("Do it.\n\nSo that it\nis done.\n\nExample:\n  do it")
    'Do it.\n\nSo that it is done.\n\nExample:\n  do it'
    """
    return re.sub(r"(?<=\S)\n(?=\S)", " ", inspect.cleandoc(doc or ""))


def say(sentence: str) -> None:
    """Tell the user something that is not the result."""
    sys.stderr.write(f"{sentence}\n")


@contextlib.contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """A bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total, file: bar.update(task, completed=done, total=total, description=file)


def table_width() -> int:
    """Characters that a table may be wide: the terminal's width, or COLUMNS, or 120 in a pipe."""
    return shutil.get_terminal_size((120, 24)).columns


def format_named(name: str | None, among: Iterable[Format] = ()) -> Format | None:
    """The format of that name.

    Args:
        name: as it was given; None gives None.
        among: the formats to name in advice; all of them if empty.

    Raises:
        UsageError: there is no format of that name.
    """
    from ..errors import UsageError
    from ..formats import Format

    if name is None:
        return None
    try:
        return Format(name.lower())
    except ValueError:
        raise UsageError(f"There is no format {name}: the formats are {', '.join(among or Format)}.") from None


def split_columns(names: str | None) -> list[str]:
    """Names of columns as given on the command line."""
    return [name.strip() for name in names.split(",") if name.strip()] if names else []


def remark(written: Written) -> None:
    """Say beside a table what it leaves out, so that nothing goes missing unseen."""
    if written.form != "table":
        return
    said = [f"{written.rows} row{'' if written.rows == 1 else 's'}."]
    if written.empty:
        said.append(f"Empty: {', '.join(written.empty)}.")
    if written.too_wide:
        said.append(f"No room for: {', '.join(written.too_wide)} (choose with --columns, or --format csv).")
    say(" ".join(said))
