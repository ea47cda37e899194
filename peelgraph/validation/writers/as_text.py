"""A report to read in a terminal or a file."""

from __future__ import annotations

from collections import Counter
from typing import IO

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from ...formats import trimmed
from ...printable import in_one_line
from ..baseline import State
from ..results import Checked, Place, Severity
from .report import HEADING, MEANING, Group, Item, Report, about, grouped, plural, short, where

EXAMPLES = 3
"""Results shown of each cause."""
QUOTED = 600
"""Characters of a quote that are shown: the longest sentences, since what is wrong may stand at their end."""
LONGEST = 600
"""Characters of a message or remedy that are shown; nobody writes so long a one on purpose."""

_COLOUR = {Severity.BLOCKS: "bold red", Severity.CAVEAT: "bold yellow", Severity.NOTE: "bold cyan"}


def write_text(report: Report, out: IO[str], *, width: int, everything: bool = False) -> None:
    """Write the report: in colours on a terminal, plain elsewhere.

    Args:
        report: what was found.
        out: where to.
        width: characters that a line may have.
        everything: all results, not only the first of each cause.
    """
    page = _Page(Console(file=out, width=width, highlight=False), None if everything else EXAMPLES)
    with page.console.capture() as captured:
        _documents(page, report)
        for severity in Severity:
            groups = [group for group in report.groups() if group.severity is severity]
            if groups:
                total = sum(group.count for group in groups)
                page.line(0, (f"{HEADING[severity]}: {plural(total, 'result')}", _COLOUR[severity]), gap=True)
                page.line(0, (MEANING[severity], "dim"))
            for group in groups:
                _group(page, group)
        if report.gone:
            page.line(0, (f"Gone since the earlier validation: {plural(len(report.gone), 'result')}", "bold"), gap=True)
            for group in grouped(report.gone, {}):
                _group(page, group)
        page.console.print()
        for note in report.notes:
            page.line(0, ("Note: ", "bold"), (_cut(note), ""))
        if report.licence and any(result.places for result in report.outcome.results):
            page.line(0, (report.licence, "dim"))
        page.line(0, (report.summary(), "bold"))
    out.write(trimmed(captured.get()))


class _Page:
    """A console, and how many results of a cause it is to show."""

    def __init__(self, console: Console, examples: int | None) -> None:
        self.console = console
        self.examples = examples

    def line(self, indent: int, *parts: tuple[str, str], gap: bool = False) -> None:
        """Write a line of texts with their styles, broken to the width."""
        if gap:
            self.console.print()
        self.console.print(Padding(Text.assemble(*parts), (0, 0, 0, indent)))


def _documents(page: _Page, report: Report) -> None:
    documents = report.outcome.documents
    page.line(0, (f"Read: {plural(sum(bool(d.key) for d in documents), 'document')}", "bold"))
    found = Counter(item.result.report for item in report.items)
    quiet = 0
    for document in documents:
        if not document.file:
            _beside(page, document, 2)
            continue
        count = found[document.key] if document.key else 0
        if len(documents) > 1 and not (count or document.faults or document.warnings):
            quiet += 1
            continue
        said = plural(count, "result") if document.key else "not read"
        page.line(2, (in_one_line(document.file), ""), (f": {said}", ""))
        _beside(page, document, 4)
    if quiet:
        page.line(2, (f"{plural(quiet, 'document')} without a result", ""))


def _beside(page: _Page, document: Checked, indent: int) -> None:
    for fault in document.faults:
        page.line(indent, (_cut(fault), "red"))
    for warning in document.warnings:
        page.line(indent, (_cut(warning), "dim"))


def _group(page: _Page, group: Group) -> None:
    name = short(group.shape)
    page.line(2, (_cut(group.cause), "bold"), (f": {group.count:,}", ""),
              (f"  ({in_one_line(name)})" if name else "", "dim"), gap=True)  # fmt: skip
    if group.remedy:
        page.line(2, ("To put it right: ", "dim"), (_cut(group.remedy), ""))
    shown = group.items[: page.examples]
    for item in shown:
        _item(page, item, "" if group.remedy else item.result.remedy)
    if len(shown) < group.count:
        more = f"{group.count - len(shown):,} more"
        all_listed = page.examples is None
        page.line(2, (f"… and {more}, which are not listed" if all_listed else f"… and {more} (--all)", "dim"))


def _item(page: _Page, item: Item, remedy: str) -> None:
    state = ("NEW  ", "bold") if item.state is State.NEW else ("", "")
    page.line(2, ("- ", ""), state, (_cut(item.result.message), ""))
    for place in item.result.places:
        page.line(4, (_cut(where(place)), "dim"))
        page.line(6, (f"“{quoted(place)}”", "italic"))
    if item.result.path or not item.result.places:
        page.line(4, (_cut(about(item.result)), "dim"))
    if remedy:
        page.line(4, ("To put it right: ", "dim"), (_cut(remedy), ""))


def quoted(place: Place) -> str:
    """The words in one line, cut after a word if they are long."""
    return _cut(place.quote, QUOTED)


def _cut(words: str, most: int = LONGEST) -> str:
    line = in_one_line(words)
    if len(line) <= most:
        return line
    return f"{line[:most].rsplit(' ', 1)[0]} …"
