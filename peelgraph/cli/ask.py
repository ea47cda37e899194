# ruff: noqa: PLC0415  commands import what they need when they run
"""`peelgraph ask`: the canned queries, each a command with its parameters as options."""

from __future__ import annotations

import inspect
import sys
from typing import TYPE_CHECKING, Annotated, cast

import typer

from .shared import (
    ColumnsOption,
    FormatOption,
    StoreOption,
    format_named,
    remark,
    say,
    split_columns,
    table_width,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..catalogue import Param, Query


class Catalogue(typer.core.TyperGroup):
    """Commands made of the catalogue's queries when they are asked for."""

    def list_commands(self, ctx: object) -> list[str]:  # noqa: ARG002  the base class has it
        """Names of the queries."""
        from ..catalogue import queries

        return list(queries())

    def get_command(self, ctx: object, cmd_name: str) -> typer.core.TyperCommand:  # noqa: ARG002  as above
        """The query of that name as a command.

        Raises:
            UsageError: there is none; the message has the nearest names.
        """
        from ..catalogue import get

        return _command(get(cmd_name))


app = typer.Typer(cls=Catalogue, rich_markup_mode="rich")


@app.callback(invoke_without_command=True)
def ask(context: typer.Context) -> None:
    """Ask one of the prepared questions; without a name, list them.

    Values can be given by any name: --force "Hampshire Constabulary" is --force hampshire. An option that
    is given several times lets any of its values match.

    Examples:
      peelgraph ask
      peelgraph ask judgments --force hampshire --cycle 2016
      peelgraph ask findings --kind cause-of-concern --format csv > causes.csv
      peelgraph ask metric-ranking --help
    """
    if context.invoked_subcommand is None:
        _list()


def _list() -> None:
    """The questions by area, on standard output."""
    import textwrap
    from itertools import groupby

    from ..catalogue import queries

    known = queries().values()
    margin = max(len(query.name) for query in known) + 4
    for area, group in groupby(known, key=lambda query: query.area):
        sys.stdout.write(f"{area}\n")
        for query in group:
            lines = textwrap.wrap(query.question, max(table_width() - margin, 30)) or [""]
            sys.stdout.write(f"  {query.name:<{margin - 2}}{lines[0]}\n")
            sys.stdout.writelines(f"{'':<{margin}}{line}\n" for line in lines[1:])
    say("peelgraph ask NAME --help tells what each can be asked.")


def _command(query: Query) -> typer.core.TyperCommand:
    def run(*, form: str | None, columns: str | None, store: str | None, **given: list[str] | None) -> None:
        _answer(query, given, form, columns, store)

    shared = {"form": FormatOption, "columns": ColumnsOption, "store": StoreOption}
    options = {param.name: _option(param) for param in query.params} | shared
    # Typer reads the signature to learn the options.
    run.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=None)
            for name, annotation in options.items()
        ]
    )
    single = typer.Typer(add_completion=False, rich_markup_mode="rich")
    single.command(query.name, help=_help(query))(run)
    return cast("typer.core.TyperCommand", typer.main.get_command(single))


def _option(param: Param) -> object:
    from rich.markup import escape

    more = [f"one of {', '.join(param.choices)}"] if param.choices else []
    more += ["needed"] if param.required else []
    more += [f"{param.default} if not given"] if param.default is not None else [f"for example {param.example}"]
    return Annotated[
        list[str] | None,
        typer.Option(
            f"--{param.name.replace('_', '-')}",
            metavar=param.type.upper(),
            show_default=False,
            help=escape(f"{param.description} ({'; '.join(more)})."),
        ),
    ]


def _help(query: Query) -> str:
    from rich.markup import escape

    words = [f"--{param.name.replace('_', '-')} {param.example}" for param in query.params if param.required]
    words += [f"--{p.name.replace('_', '-')} {p.example}" for p in query.params if not p.required][: not words]
    returns = "A graph." if query.returns == "graph" else f"Columns: {', '.join(query.returns)}."
    example = " ".join(["Example: peelgraph ask", query.name, *words])
    return escape("\n\n".join([query.question, query.description, returns, example]))


def _answer(
    query: Query, given: Mapping[str, Sequence[str] | None], form: str | None, columns: str | None, store: str | None
) -> None:
    from ..asking import bound
    from ..formats import Format, write
    from ..store import default_location, open_store

    wanted, names = format_named(form), split_columns(columns)
    if query.first and wanted in {None, Format.TABLE} and not names:
        names = list(dict.fromkeys((*query.first, *query.returns)))
    with open_store(store or default_location()) as opened:
        answer = opened.query(bound(query, given, opened))
        written = write(answer, wanted, sys.stdout, width=table_width(), columns=names)
    remark(written)
