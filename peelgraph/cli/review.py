# ruff: noqa: PLC0415  commands import what they need when they run
"""`peelgraph review`: a page on which people check what was read of a report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .shared import say

if TYPE_CHECKING:
    from ..loaders import Corrections

CorrectionsOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--corrections",
        metavar="PATH",
        show_default=False,
        help="A reviewer's corrections: a file, or a folder of them (.yaml). Can be given several times.",
    ),
]


def corrections_of(paths: list[Path] | None) -> Corrections:
    """The corrections that were named on the command line.

    Raises:
        UsageError: a file is not one of corrections.
    """
    from ..errors import UsageError
    from ..loaders import LoadError, read_corrections

    try:
        return read_corrections(paths or [])
    except LoadError as error:
        raise UsageError(str(error)) from error


def review(
    report: Annotated[Path, typer.Argument(metavar="REPORT", help="The report: text, PDF or HTML.")],
    *,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            show_default=False,
            help="Where the page goes; without it, review-NAME.html in this folder.",
        ),
    ] = None,
    corrections: CorrectionsOption = None,
) -> None:
    """Write a page to check every fact that was read of a report against its words.

    Open the page in a browser; it needs no connection. Accept, reject or change facts there, download the
    corrections and give them to peelgraph build --corrections. To go on another day, give the file to
    peelgraph review as well: the page then has the decisions made before.

    Examples:
      peelgraph review reports/hampshire-effectiveness-2016.txt
      peelgraph review reports/hampshire-effectiveness-2016.txt --corrections corrections/ --out check.html
      peelgraph build reports/ --corrections corrections/
    """
    from ..errors import UsageError
    from ..loaders import LoadError, Register
    from ..loaders.documents import read
    from ..loaders.reports import read_report
    from ..review import page

    decided = corrections_of(corrections)
    register = Register.packaged()
    try:
        reading = read_report(read(report), register)
    except LoadError as error:
        raise UsageError(str(error)) from error
    target = out or Path(f"review-{reading.keys.notation}.html")
    try:
        target.write_text(page(reading, register, decided), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"The page cannot be written to {target}: {error.strerror}.") from error
    for warning in reading.warnings:
        say(f"Note: {warning}")
    say(f"The page is {target}: open it in a browser.")
