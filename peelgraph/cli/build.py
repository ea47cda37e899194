# ruff: noqa: PLC0415  commands import what they need when they run
"""`peelgraph build`: documents into the store."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .review import CorrectionsOption, corrections_of
from .shared import StoreOption, progress_bar, say, table_width

WIDTH = 124
"""Characters in which the table of documents fits, so that none of its columns is ever left out."""

if TYPE_CHECKING:
    from ..build import BuildResult


def build(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH",
            help="Reports (text), CSV files of grades, folders of them, or patterns.",
            show_default=False,
        ),
    ] = None,
    *,
    published_grades: Annotated[
        bool,
        typer.Option("--published-grades", help="Also load the published grades of all forces that come along."),
    ] = False,
    corrections: CorrectionsOption = None,
    validate: Annotated[
        bool,
        typer.Option("--validate", help="Refuse new and changed documents whole that have faults."),
    ] = False,
    quarantine: Annotated[
        Path | None,
        typer.Option("--quarantine", metavar="FOLDER", show_default=False, help="Copy refused files there."),
    ] = None,
    store: StoreOption = None,
) -> None:
    """Read inspection reports and published grades into the store.

    Of a folder, its .txt, .pdf, .html and .csv files are read, not those of folders inside it. A document that has not
    changed is passed over; one that has replaces what was read of it before. A document that cannot be used
    is reported, and the others are loaded all the same. With --validate, so is one that has faults which block its
    publication, or grades of which a row cannot be used; what the store has of it stays.

    Examples:
      peelgraph build reports/
      peelgraph build 'reports/*-2016.txt' grades.csv --store ~/peel
      peelgraph build --published-grades
      peelgraph build reports/ --corrections corrections/
      peelgraph build reports/ --validate --quarantine refused/
    """
    from importlib.resources import as_file, files

    from ..build import build as build_store
    from ..errors import UsageError
    from ..loaders import Register
    from ..store import default_location, open_for_writing
    from ..validation import Validator

    if not paths and not published_grades:
        raise UsageError("Nothing to build from: name reports or a folder of them, as in peelgraph build reports/")
    if quarantine and not validate:
        raise UsageError("Nothing is refused without --validate: give --quarantine together with it.")
    location = store or default_location()
    decided = corrections_of(corrections)
    with as_file(files("peelgraph") / "data" / "peel-grades.csv") as bundled:
        given = [*(paths or []), *([str(bundled)] if published_grades else [])]
        try:
            with open_for_writing(location) as opened, progress_bar() as progress:
                register = Register.packaged()
                check = Validator(register, opened).check if validate else None
                result = build_store(
                    given, opened, register, corrections=decided, check=check, quarantine=quarantine, progress=progress
                )
        except KeyboardInterrupt:
            say(f"Stopped: the documents that were complete are in the store at {location}.")
            raise
    _report(result, location)
    raise typer.Exit(result.exit_code)


def _report(result: BuildResult, location: str) -> None:
    """The table of documents on standard output; what is worth knowing and what is wrong beside it."""
    import pyoxigraph as ox

    from ..formats import Format, write
    from ..store import Solutions

    def cell(value: str | float | None) -> ox.Literal | None:
        return None if value is None or value == "" else ox.Literal(value)

    folder = os.path.commonpath([Path(document.file).absolute().parent for document in result.documents] or [Path()])
    rows = [
        (
            cell(os.path.relpath(document.file, folder)),
            cell(document.force),
            cell(document.cycle),
            cell(", ".join(f"{n} {kind}" for kind, n in document.counts.items()) or document.state),
            cell(document.missing),
            cell(round(document.seconds, 2) if document.state == "loaded" else None),
        )
        for document in result.documents
    ]
    if rows:
        heading = ("file", "force", "cycle", "facts", "not found", "seconds")
        write(Solutions(heading, rows), Format.TABLE, sys.stdout, width=max(table_width(), WIDTH))
    for document in result.documents:
        for warning in document.warnings:
            say(f"Note: {warning}")
    for note in result.notes:
        say(f"Note: {note}")
    for fault in result.faults:
        say(f"Fault: {fault}")
    states = [document.state for document in result.documents]
    counts = [
        f"{states.count(state)} {state}" for state in ("loaded", "unchanged", "refused", "left out") if state in states
    ]
    say(f"{', '.join(counts) or 'Nothing was read'}. The store is at {location}.")
