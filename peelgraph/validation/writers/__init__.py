"""What a validation found, written for people and for other programs; one module a format."""

from __future__ import annotations

from enum import StrEnum
from typing import IO

from .as_html import as_html
from .as_json import as_json
from .as_junit import as_junit
from .as_sarif import as_sarif
from .as_text import write_text
from .as_turtle import as_turtle
from .report import Group, Item, Report

__all__ = [
    "SUFFIXES", "Form", "Group", "Item", "Report", "as_html", "as_json", "as_junit", "as_sarif", "as_turtle",
    "write", "write_text",
]  # fmt: skip


class Form(StrEnum):
    """The formats."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    SARIF = "sarif"
    JUNIT = "junit"
    TTL = "ttl"


SUFFIXES = {".json": Form.JSON, ".html": Form.HTML, ".htm": Form.HTML, ".sarif": Form.SARIF, ".xml": Form.JUNIT,
            ".ttl": Form.TTL}  # fmt: skip
"""What the name of a file asks for; any other asks for text."""

_WRITERS = {
    Form.JSON: as_json,
    Form.HTML: as_html,
    Form.SARIF: as_sarif,
    Form.JUNIT: as_junit,
    Form.TTL: as_turtle,
}


def write(report: Report, form: Form, out: IO[str], *, width: int, everything: bool = False) -> None:
    """Write a report.

    Args:
        report: what was found.
        form: how to write it.
        out: where to.
        width: characters that a line of text may have.
        everything: in text, all results and not only the first of each cause; other formats have all anyway.
    """
    if form is Form.TEXT:
        write_text(report, out, width=width, everything=everything)
    else:
        out.write(_WRITERS[form](report))
