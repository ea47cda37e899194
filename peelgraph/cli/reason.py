# ruff: noqa: PLC0415  commands import what they need when they run
"""`peelgraph reason`: what follows from the ontology and the facts."""

from __future__ import annotations

import io
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .shared import (
    ColumnsOption,
    CycleOption,
    ForceOption,
    FormatOption,
    StoreOption,
    format_named,
    remark,
    say,
    split_columns,
    table_width,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyoxigraph as ox

    from ..formats import Format
    from ..reasoning import Conclusion, Engine, Reasoned
    from ..store import Solutions, Triples


def reason(
    *,
    ontology: Annotated[
        bool, typer.Option("--ontology", help="Only the ontology that comes with peelgraph: no store, no facts.")
    ] = False,
    force: ForceOption = None,
    cycle: CycleOption = None,
    report: Annotated[
        list[str] | None,
        typer.Option(
            "--report", metavar="NAME", show_default=False, help="Only this report, as in hampshire-effectiveness-2016."
        ),
    ] = None,
    more: Annotated[
        list[Path] | None,
        typer.Option(
            "--with", metavar="FILE", show_default=False, help="Further axioms or facts of your own, in Turtle."
        ),
    ] = None,
    engine: Annotated[
        str,
        typer.Option("--engine", metavar="NAME", help="hermit (needs Java), owlrl, or auto: hermit if there is Java."),
    ] = "auto",
    keep: Annotated[
        bool, typer.Option("--keep", help="Put what is concluded into the store, for queries to see.")
    ] = False,
    drop: Annotated[bool, typer.Option("--drop", help="Take what was kept out of the store, and end.")] = False,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="SECONDS", min=0, help="Stop the reasoner after this long; 0: never.")
    ] = 300,
    memory: Annotated[
        int, typer.Option("--memory", metavar="MB", min=64, help="Megabytes that Java may use for the reasoner.")
    ] = 2000,
    form: FormatOption = None,
    columns: ColumnsOption = None,
    store: StoreOption = None,
) -> None:
    """Check that the facts and the ontology fit together, and show what follows from them.

    What follows is shown with the reason: which forces are of concern, which judgments got worse, who works with
    whom. Where facts contradict the ontology, the statements that clash are named. All chosen reports are taken
    together, because some conclusions need several; shown is what follows about them, not about others that they name.

    Examples:
      peelgraph reason --ontology
      peelgraph reason --force hampshire --force hertfordshire
      peelgraph reason --force hampshire --columns thing,value,because
      peelgraph reason --keep
      peelgraph reason --cycle 2016 --format turtle > inferred.ttl
    """
    from ..errors import UsageError
    from ..formats import write
    from ..reasoning import Choice, Limits, check, drop_kept, of_store
    from ..reasoning import reason as reason_about
    from ..store import default_location, open_for_writing, open_store

    wanted, chosen = format_named(form), _engine(engine)
    choice = Choice(force or (), cycle or (), report or ())
    location = store or default_location()
    if ontology and (choice or keep or drop):
        raise UsageError("--ontology takes no facts: leave --force, --cycle, --report, --keep and --drop out.")
    if drop:
        if keep or choice or more:
            raise UsageError("--drop only drops: leave the other options out.")
        with open_store(location):
            pass  # says that there is none, where opening it for writing would make one
        with open_for_writing(location) as opened:
            say("What was inferred is dropped." if drop_kept(opened) else "Nothing inferred was kept.")
        return
    names = split_columns(columns)
    write(_answer((), wanted), wanted, io.StringIO(), width=table_width(), columns=names)  # refused before the wait
    limits = Limits(timeout or None, memory=memory)
    added = _further(more or [])
    if ontology:
        from ..loaders import Register
        from ..reasoning import of_turtle

        made = check((*of_turtle(*Register.packaged().turtle.values()), *added), chosen, limits)
    else:
        with open_store(location) as opened:
            made = reason_about(of_store(opened, choice, added), chosen, limits)
    if not ontology and not made.faults:
        _show(made, wanted, names)
    if keep and not made.faults:
        _keep(made, choice, added, location)
    _tell(made, facts=not ontology)
    raise typer.Exit(1 if made.faults else 0)


def _engine(name: str) -> Engine:
    from ..errors import UsageError
    from ..reasoning import Engine

    try:
        return Engine(name.lower())
    except ValueError:
        raise UsageError(f"There is no engine {name}: the engines are {', '.join(Engine)}.") from None


def _further(files: Sequence[Path]) -> tuple[ox.Triple, ...]:
    from ..errors import UsageError
    from ..reasoning import of_turtle

    found = []
    for file in files:
        try:
            found.append(of_turtle(file.read_bytes()))
        except OSError as error:
            raise UsageError(f"{file} cannot be read: {error.strerror}.") from error
        except SyntaxError as error:
            raise UsageError(f"{file} is not Turtle: {error}.") from error
    return tuple(triple for triples in found for triple in triples)


def _show(made: Reasoned, form: Format | None, columns: Sequence[str]) -> None:
    """The conclusions about what was chosen on standard output; for reading, by their terms."""
    from ..formats import Format, write

    if form in {None, Format.TABLE} and not columns:
        sys.stdout.writelines(f"{line}\n" for line in _grouped(made.chosen, table_width()))
        return
    remark(write(_answer(made.chosen, form), form, sys.stdout, width=table_width(), columns=columns))


def _answer(conclusions: Sequence[Conclusion], form: Format | None) -> Solutions | Triples:
    """Conclusions as statements, or as rows."""
    import pyoxigraph as ox

    from ..formats import RDF_FORMATS
    from ..loaders.iris import PEEL
    from ..reasoning.words import short
    from ..store import Solutions, Triples

    if form in RDF_FORMATS:
        return Triples(conclusion.triple for conclusion in conclusions)
    rows = [
        (
            ox.Literal(c.term.removeprefix(PEEL)),
            ox.Literal(c.label),
            ox.Literal(short(c.thing)),
            ox.Literal(short(c.value)) if c.value else None,
            ox.Literal(c.because),
        )
        for c in conclusions
    ]
    return Solutions(("term", "label", "thing", "value", "because"), rows)


def _grouped(conclusions: Sequence[Conclusion], width: int) -> Iterator[str]:
    """Lines for reading: each term with the number of its conclusions, then each of them and why."""
    import textwrap
    from itertools import groupby

    from ..reasoning.words import short

    for _, group in groupby(conclusions, key=lambda c: c.term):
        same = list(group)
        yield f"{same[0].label} ({len(same)})"
        for c in same:
            yield f"  {short(c.thing)}{f' → {short(c.value)}' if c.value else ''}"
            yield from textwrap.wrap(
                f"because {c.because}",
                max(width, 40),
                initial_indent="    ",
                subsequent_indent="      ",
                break_long_words=False,
                break_on_hyphens=False,
            )


def _keep(made: Reasoned, choice: object, added: Sequence[object], location: str) -> None:
    """Put the conclusions into the store, if it is still as it was.

    Raises:
        UsageError: it was built anew while the reasoner was at work, or the conclusions rest on files that are
            not in it.
    """
    from typing import cast

    from ..errors import UsageError
    from ..reasoning import Choice, keep_in, of_store
    from ..store import open_for_writing

    if added:
        raise UsageError("--keep is refused beside --with, because the store would not have what the rest rests on.")
    with open_for_writing(location) as opened:
        if of_store(opened, cast("Choice", choice)).digest != made.sources.digest:
            raise UsageError("The store was changed while the reasoner was at work: run this again.")
        keep_in(opened, made)


def _tell(made: Reasoned, *, facts: bool) -> None:
    """What was done and what is wrong, beside the result."""
    for fault in made.faults:
        say(f"Fault: {fault.message}")
        for statement in fault.axioms:
            say(f"  ontology: {statement}")
        for statement in fault.facts:
            say(f"  fact: {statement}")
    for note in made.notes:
        say(f"Note: {note}")
    for reason, number in made.left_out.items():
        say(f"Left out: {number} {reason}.")
    chosen = made.chosen if facts else ()
    if chosen:
        counts = Counter(conclusion.label for conclusion in chosen)
        say(f"Concluded: {', '.join(f'{label} {number}' for label, number in counts.items())}.")
    if facts and (others := len(made.conclusions) - len(chosen)):
        say(f"Not shown: {others} more about other forces, agencies and cycles that are named (--keep keeps them too).")
    if not made.faults:
        what = (
            f"The ontology and {made.seen} facts of {len(made.sources.graphs)} graphs are"
            if facts
            else "The ontology is"
        )
        say(f"{what} free of contradictions, says {made.version} in {made.seconds:.1f} seconds.")
