"""An explanation as people read it: in lines of text, and as HTML for a notebook."""

from __future__ import annotations

import re
from html import escape
from io import StringIO
from typing import IO, TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from .formats import trimmed
from .printable import printable

if TYPE_CHECKING:
    from .explain import Context, Explanation


def as_text(explanation: Explanation, width: int, out: IO[str] | None = None) -> str:
    """An explanation in lines; the passage is in reverse on a terminal, and between » and « elsewhere.

    Args:
        explanation: to show.
        width: characters that a line may have.
        out: where it will be written, if that may be a terminal.
    """
    console = Console(file=out or StringIO(), width=width, highlight=False, force_terminal=None if out else False)
    with console.capture() as captured:
        console.print(Text(explanation.headline, style="bold"))
        console.print(Text(explanation.iri, style="dim"))
        console.print()
        details = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        for name, value in explanation.details:
            details.add_row(Text(name), Text(value))
        console.print(Padding(details, (0, 0, 0, 2)))
        for passage in explanation.passages:
            console.print()
            console.print(Text(f"{_where(passage)} (SHA-256 {passage.sha256[:16]}…):"))
            console.print()
            console.print(Padding(_marked(passage, plain=not console.is_terminal), (0, 0, 0, 4)))
        if explanation.licence:
            console.print()
            console.print(Text(explanation.licence, style="dim"))
    return trimmed(captured.get())


def as_html(explanation: Explanation) -> str:
    """An explanation as a piece of HTML, all words of the graph escaped; it has no script and asks for nothing."""
    rows = "".join(
        f'<tr><th style="text-align: left">{_html(name)}</th><td style="text-align: left">{_html(value)}</td></tr>'
        for name, value in explanation.details
    )
    parts = [f"<p><strong>{_html(explanation.headline)}</strong><br><code>{_html(explanation.iri)}</code></p>"]
    parts += [f"<table>{rows}</table>"] if rows else []
    for passage in explanation.passages:
        before, quote, after = (_html(part) for part in _parts(passage))
        parts.append(
            f"<figure><figcaption>{_html(_where(passage))}</figcaption>"
            f'<blockquote style="white-space: pre-wrap">{before}<mark>{quote}</mark>{after}</blockquote></figure>'
        )
    parts += [f"<p><small>{_html(explanation.licence)}</small></p>"] if explanation.licence else []
    return f"<article>{''.join(parts)}</article>"


def _html(text: str) -> str:
    return escape(printable(text))


def _where(passage: Context) -> str:
    section = f', under "{passage.section}"' if passage.section else ""
    return f"{passage.role.capitalize()} {passage.file}, characters {passage.start} to {passage.end}{section}"


def _parts(passage: Context) -> tuple[str, str, str]:
    """What stands before, the passage, and what stands after; runs of empty lines are drawn together."""
    before, quote, after = (re.sub(r"\n\s*\n", "\n\n", part) for part in (passage.before, passage.quote, passage.after))
    return before, quote, after


def _marked(passage: Context, *, plain: bool) -> Text:
    before, quote, after = _parts(passage)
    opening, closing = ("»", "«") if plain else ("", "")
    return Text.assemble(before, opening, (quote, "reverse"), closing, after)
