# ruff: noqa: PLC0415  commands import what they need when they run
"""`peelgraph validate`: what is wrong with a report, before it is published or loaded."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .review import CorrectionsOption, corrections_of
from .shared import OutputOption, StoreOption, progress_bar, say, table_width

if TYPE_CHECKING:
    from ..loaders import Register
    from ..store import Store
    from ..validation.results import Checked, Severity
    from ..validation.writers import Form, Report

NEVER = "never"
ALONE = "There is no store, so nothing was compared with other reports or with published grades."
TOGETHER = "There is no store, so these documents were compared with one another only."


def validate(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help="Reports (text, PDF, HTML), CSV files of grades, RDF, folders of them, or patterns.",
            show_default=False,
        ),
    ],
    *,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            show_default=False,
            help="text, json, html, sarif, junit or ttl; without it, as the name of the output says, else text.",
        ),
    ] = None,
    output: OutputOption = None,
    everything: Annotated[
        bool, typer.Option("--all", help="In text, show all results and not only the first of each cause.")
    ] = False,
    baseline: Annotated[
        Path | None,
        typer.Option(
            "--baseline",
            metavar="FILE",
            show_default=False,
            help="An earlier validation (--format json): tell what is new, gone and unchanged; only new results fail.",
        ),
    ] = None,
    fail_on: Annotated[
        str,
        typer.Option(
            "--fail-on", metavar="SEVERITY", help="End with 1 if there are such results: blocks, caveat, note or never."
        ),
    ] = "blocks",
    shapes: Annotated[
        list[Path] | None,
        typer.Option(
            "--shapes",
            metavar="FILE",
            show_default=False,
            help="Shapes of your own (SHACL in Turtle), beside those that come along. Can be given several times.",
        ),
    ] = None,
    timeout: Annotated[
        float,
        typer.Option(
            "--timeout", metavar="SECONDS", min=0, help="Stop each check of a document after this long; 0: never."
        ),
    ] = 30,
    corrections: CorrectionsOption = None,
    store: StoreOption = None,
) -> None:
    """Check reports, grades or RDF: what is wrong, what contradicts itself or other reports, what is missing.

    Nothing is changed, in the files or in the store; the store is only compared with. Each result says where it
    stands in the document and what would put it right. Ends with 0 if nothing blocks publication, 1 if something
    does or a document cannot be read, 2 if none can.

    Examples:
      peelgraph validate reports/loamshire-effectiveness-2016.txt
      peelgraph validate reports/ --output results.html
      peelgraph validate reports/ --format json > last.json
      peelgraph validate reports/ --baseline last.json --fail-on caveat
    """
    from ..loaders import Register
    from ..validation import validate as check
    from ..validation.baseline import compare, read_baseline
    from ..validation.writers import Report

    wanted = _form(form, output)
    severity = _severity(fail_on)
    earlier = read_baseline(baseline) if baseline else None
    decided = corrections_of(corrections)
    register = Register.packaged()
    with _store(store) as opened, progress_bar() as progress:
        outcome = check(
            paths,
            store=opened,
            register=register,
            shapes=shapes or [],
            seconds=timeout or None,
            corrections=decided,
            progress=progress,
        )
    if opened is None:
        together = sum(bool(document.key) for document in outcome.documents) > 1
        outcome = replace(outcome, notes=(*outcome.notes, TOGETHER if together else ALONE))
    comparison = compare(outcome, earlier) if earlier else None
    report = Report(outcome, severity, comparison, _licence(outcome.documents, register))
    _write(report, wanted, output, everything=everything)
    raise typer.Exit(report.exit_code)


def _write(report: Report, form: Form, output: Path | None, *, everything: bool) -> None:
    import io

    from ..export import whole_file
    from ..validation.writers import write

    if output is None:
        write(report, form, sys.stdout, width=table_width(), everything=everything)
        return
    text = io.StringIO()
    write(report, form, text, width=table_width(), everything=everything)
    with whole_file(output) as file:
        file.write(text.getvalue().encode())
    say(f"{report.summary()} The report is {output}.")


def _form(name: str | None, output: Path | None) -> Form:
    """The format asked for, or the one that the file's name asks for.

    Raises:
        UsageError: there is no such format.
    """
    from ..errors import UsageError
    from ..validation.writers import SUFFIXES, Form

    if name is None:
        return SUFFIXES.get(output.suffix.lower() if output else "", Form.TEXT)
    try:
        return Form(name.lower())
    except ValueError:
        raise UsageError(f"There is no format {name}: the formats are {', '.join(Form)}.") from None


def _severity(name: str) -> Severity | None:
    """The severity named, or None for never.

    Raises:
        UsageError: there is none of that name.
    """
    from ..errors import UsageError
    from ..validation.results import Severity

    if name.lower() == NEVER:
        return None
    try:
        return Severity(name.lower())
    except ValueError:
        raise UsageError(f"There is no severity {name}: take {', '.join(Severity)} or {NEVER}.") from None


@contextlib.contextmanager
def _store(location: str | None) -> Iterator[Store | None]:
    """The store to compare with; None if none was named and there is none at the default place.

    Raises:
        NoStoreError: there is none where one was named.
    """
    from ..errors import NoStoreError
    from ..store import default_location, open_store

    try:
        opened = open_store(location or default_location())
    except NoStoreError:
        if location:
            raise
        yield None
        return
    with opened:
        yield opened


def _licence(documents: Iterable[Checked], register: Register) -> str:
    """Of the words quoted: reports are Crown copyright, unless all are of forces that were made up."""
    from ..explain import LICENCE, MADE_UP

    fictional = tuple(f"{force}-" for force in register.vocabulary("FictionalForce"))
    keys = [document.key for document in documents if document.key]
    return MADE_UP if keys and all(key.startswith(fictional) for key in keys) else LICENCE
