"""Pictures in HTML: with their table, notes and sources, and as files that ask nothing of any other place."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from ..printable import printable

if TYPE_CHECKING:
    import pandas as pd

STYLE = """body{font:16px/1.5 sans-serif;color:#1a1a1a;background:#fff;max-width:64rem;margin:1rem auto;padding:0 1rem}
figure{margin:0}svg{width:100%;max-width:58rem;height:auto}table{border-collapse:collapse;font-size:.875rem}
caption{text-align:left;font-weight:bold;padding:.5rem 0}
th,td{border:1px solid #8c8c8c;padding:.2rem .5rem;text-align:left;vertical-align:top}
.scroll{overflow-x:auto}summary{cursor:pointer;padding:.5rem 0}"""


def said(text: str) -> str:
    """A text as it may stand in HTML, whatever it holds."""
    return escape(printable(text))


def table(frame: pd.DataFrame, caption: str) -> str:
    """A table of HTML with a caption and named columns; a value that is missing is an empty cell."""
    head = "".join(f'<th scope="col">{said(str(column))}</th>' for column in frame.columns)
    body = "".join(
        f"<tr>{''.join(f'<td>{said(cell)}</td>' for cell in row)}</tr>\n"
        for row in frame.astype(object).where(frame.notna(), "").astype(str).itertuples(index=False, name=None)
    )
    return f"<table><caption>{said(caption)}</caption><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>"


def fragment(drawing: str, frame: pd.DataFrame, title: str, notes: Sequence[str], sources: Sequence[str]) -> str:
    """A drawing for a page or a notebook, with its table to be opened, its notes and its sources.

    Args:
        drawing: HTML that is safe as it is.
        frame: the data as a table.
        title: caption of the table.
        notes: what the drawing cannot show.
        sources: where the data come from.
    """
    return (
        f'<figure class="peelgraph">{drawing}\n<figcaption>{_list("Notes", notes)}{_list("Sources", sources)}'
        "</figcaption>"
        f'<details><summary>The same as a table</summary><div class="scroll" tabindex="0" role="region" '
        f'aria-label="Table">{table(frame, title)}</div></details></figure>'
    )


def _list(heading: str, lines: Sequence[str]) -> str:
    items = "".join(f"<li>{said(line)}</li>" for line in lines)
    return f"<p><strong>{heading}</strong></p><ul>{items}</ul>" if lines else ""


def page(title: str, body: str, *, style: str = STYLE, policy: str = "style-src 'unsafe-inline'") -> str:
    """A whole page, whose policy (Content Security Policy Level 3) lets it fetch nothing and run nothing else.

    Args:
        title: of the page.
        body: HTML that is safe as it is.
        style: the style sheet.
        policy: what the page may use beyond nothing at all. A picture's lines are styled one by one, in the place.
    """
    return f"""<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; {escape(policy)}; base-uri 'none'; \
form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{said(title)}</title>
<style>{style}</style>
</head>
<body>
<h1>{said(title)}</h1>
<main>{body}</main>
</body>
</html>
"""
