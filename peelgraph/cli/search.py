# ruff: noqa: PLC0415  commands import what they need when they run
"""`peelgraph search`: words in the reports, and the facts that stand on them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from .shared import (
    ColumnsOption,
    CycleOption,
    ForceOption,
    FormatOption,
    StoreOption,
    format_named,
    say,
    split_columns,
    table_width,
)

if TYPE_CHECKING:
    from rich.text import Text

    from ..loaders import Register
    from ..search import Found, Hit
    from ..store import Solutions


def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help="Words and phrases; all of them must be there.")],
    *,
    force: ForceOption = None,
    cycle: CycleOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="NUMBER", help="How many hits to show.")] = 10,
    form: FormatOption = None,
    columns: ColumnsOption = None,
    store: StoreOption = None,
) -> None:
    """Search the words of all reports, best hits first, each with the facts that it states.

    Words are found in all their forms (patrol finds patrols and patrolled); a phrase in quotation marks is
    found as it stands, and burgl* finds every word that begins so. Without --format hits are shown one
    below the other.

    Examples:
      peelgraph search mental health triage
      peelgraph search "domestic abuse" risk --force hampshire --cycle 2016
      peelgraph search burgl* --limit 100 --format csv > burglary.csv
    """
    from ..formats import write
    from ..loaders import Register
    from ..search import search as find
    from ..store import default_location, open_store

    wanted = format_named(form)
    register = Register.packaged()
    forces = [_force(register, name) for name in force or ()]
    cycles = [_cycle(register, name) for name in cycle or ()]
    with open_store(store or default_location()) as opened:
        found = find(opened, words, forces=forces, cycles=cycles, limit=limit, preparing=_preparing)
    if wanted is None and not columns:
        _print(found)
    else:
        write(_solutions(found), wanted, sys.stdout, width=table_width(), columns=split_columns(columns))
    say(_remark(found, words))


def _preparing(reports: int) -> None:
    if sys.stderr.isatty():
        say(f"Preparing {reports} report{'' if reports == 1 else 's'} for the search; this is done once.")


def _force(register: Register, name: str) -> str:
    from ..errors import UsageError

    if known := register.force(name):
        return known.notation
    nearest = ", ".join(register.nearest_forces(name))
    raise UsageError(f"There is no force called {name}" + (f"; the nearest are {nearest}." if nearest else "."))


def _cycle(register: Register, name: str) -> str:
    from ..errors import UsageError

    if name in register.cycles:
        return name
    raise UsageError(f"There is no cycle {name}: the cycles are {', '.join(register.cycles)}.")


def _remark(found: Found, words: list[str]) -> str:
    if not found.total:
        phrases = any('"' in word or " " in word for word in words)
        advice = "try them without quotation marks" if phrases else "try fewer or other words"
        return f"No sentence has these words: {advice}."
    every = len(found.hits) == found.total
    return (
        f"{found.total} hit{'' if found.total == 1 else 's'}{'' if every else f', the best {len(found.hits)} shown'}."
    )


def _solutions(found: Found) -> Solutions:
    """Hits as rows, the words as they stand in the report."""
    import pyoxigraph as ox

    from ..store import Solutions

    def cell(value: str | float | None) -> ox.Literal | None:
        return None if value in (None, "") else ox.Literal(value)

    rows = [
        (
            cell(hit.force), cell(hit.cycle), cell(hit.report), cell(hit.section), cell(hit.page), cell(hit.words),
            cell(" ".join(fact.name for fact in hit.facts)), cell(round(hit.score, 3)),
        )
        for hit in found.hits
    ]  # fmt: skip
    return Solutions(("force", "cycle", "report", "section", "page", "quote", "facts", "score"), rows)


def _print(found: Found) -> None:
    """Hits one below the other; found words are in reverse on a terminal, and between » and « elsewhere."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    from ..formats import trimmed

    console = Console(file=sys.stdout, width=table_width(), highlight=False)
    with console.capture() as captured:
        for number, hit in enumerate(found.hits, 1):
            console.print(Text(f"{number}. {_where(hit)}", style="bold"))
            console.print(Padding(_marked(hit, plain=not console.is_terminal), (0, 0, 0, 3)))
            for fact in hit.facts:
                said = f"{fact.kind}: {fact.says}" if fact.says else fact.kind
                # Names of facts are not broken, so that they can be copied.
                console.print(Text.assemble(f"     {said}  ", (fact.name, "dim")), soft_wrap=True)
            console.print()
    sys.stdout.write(trimmed(captured.get()))


def _where(hit: Hit) -> str:
    section = f', under "{hit.section}"' if hit.section else ""
    page = f", page {hit.page}" if hit.page else ""
    return f"{hit.force} {hit.cycle}{section}{page}"


def _marked(hit: Hit, *, plain: bool) -> Text:
    from rich.text import Text

    line = Text()
    for piece, found in hit.pieces:
        words = " ".join(f"x{piece}x".split())[1:-1]
        if found:
            line.append(f"»{words}«" if plain else words, style="" if plain else "reverse")
        else:
            line.append(words)
    return line
