"""The command line: `peelgraph build`, `ask`, `query`, `explain`, `coverage`, `validate`, `export`.

One module a command. Each imports what it needs when it runs, so that `peelgraph --help` is quick.
Results go to standard output, everything else to standard error. Exit codes: 0 done, 1 the data has
faults, 2 wrong usage or unreadable input.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from .. import __version__
from ..errors import PeelgraphError
from . import (
    ask,
    build,
    coverage,
    describe,
    diff,
    explain,
    export,
    graph,
    query,
    reason,
    review,
    search,
    serve,
    validate,
)
from .shared import reflowed, say

FIRST = ["build", "ask", "query", "explain", "coverage", "validate", "export"]
"""The order of the commands in help; others follow as they were added."""


class InOrder(typer.core.TyperGroup):
    """Lists the commands as people come to need them; Typer would put all groups after all commands."""

    def list_commands(self, ctx: object) -> list[str]:  # noqa: ARG002  the base class has it
        """Names of the commands."""
        return sorted(self.commands, key=lambda name: (name not in FIRST, FIRST.index(name) if name in FIRST else 0))


app = typer.Typer(name="peelgraph", cls=InOrder, add_completion=False, rich_markup_mode="rich")


def peelgraph(
    context: typer.Context,
    *,
    version: Annotated[bool, typer.Option("--version", help="Print the version and end.")] = False,
) -> None:
    """What police inspectors found, force by force and year by year, each fact with the words that state it.

    Build a graph from inspection reports, ask it questions, and check every answer against the report:

      peelgraph build reports/
      peelgraph ask
      peelgraph ask judgments --force hampshire
      peelgraph explain judgment/hampshire/2016/effectiveness/2
    """
    if version:
        sys.stdout.write(f"peelgraph {__version__}\n")
    elif context.invoked_subcommand is None:
        sys.stdout.write(f"{context.get_help()}\n")


app.callback(invoke_without_command=True, help=reflowed(peelgraph.__doc__))(peelgraph)
app.command(help=reflowed(build.build.__doc__))(build.build)
app.add_typer(ask.app, name="ask")
for run in (
    query.query, explain.explain, coverage.coverage, validate.validate, reason.reason, export.export, describe.describe,
    search.search, graph.graph, review.review, diff.diff, serve.serve,
):  # fmt: skip
    app.command(help=reflowed(run.__doc__))(run)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: what stands after ``peelgraph``; of this process if None.

    Returns:
        The exit code.
    """
    command = typer.main.get_command(app)
    try:
        code = command.main(args=arguments, prog_name="peelgraph", standalone_mode=False)
    except PeelgraphError as error:
        say(f"peelgraph: {error}")
        return error.exit_code
    except typer.TyperException as error:
        say(f"peelgraph: {error.format_message()}")
        return 2
    except typer.Abort:
        return 130
    return code if isinstance(code, int) else 0
