"""A network to explore: in a notebook, and as a file of HTML that asks nothing of any other place."""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import UsageError
from ..printable import printable
from . import names
from .canvas import width_of
from .layout import Layout, Thing, Tie, grouped, heading, lay_out, many, plain
from .names import counted
from .network import alt, table
from .page import page, said
from .page import table as as_html
from .picture import written

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

    from ..graph import Graph
    from ..passages import Places

SIZE, ROW, TOP, GAP, MARGIN = 13.0, 21.0, 34.0, 170.0, 12.0
"""Pixels: type, a row, the head of a column, the room between columns, the edge."""
HIGH = 720
"""Pixels of height in a notebook."""


@dataclass(frozen=True, slots=True, eq=False)
class Interactive:
    """A drawing to be explored by pointer or keyboard; in a notebook it shows itself."""

    title: str
    alt: str
    table: pd.DataFrame
    sources: tuple[str, ...]
    notes: tuple[str, ...]
    html: str
    """The whole page."""

    def save(self, path: str | Path) -> Path:
        """Write the page to a file.

        Returns:
            where it was written.

        Raises:
            UsageError: the name does not end with .html, or the file cannot be written.
        """
        target = Path(path)
        if target.suffix.lower() != ".html":
            raise UsageError(f"A drawing to explore is not written as '{target.name}': end the name with .html.")
        return written(target, self.html.encode())

    def _repr_html_(self) -> str:
        # Of its own origin and without one: the page cannot reach the notebook, whatever is in it.
        return (
            f'<iframe sandbox="allow-scripts" title="{said(self.title)}" width="100%" height="{HIGH}" '
            f'srcdoc="{escape(self.html)}"></iframe>'
        )


def interactive(
    graph: nx.Graph[str],
    *,
    kg: Graph | None = None,
    title: str = "",
    sources: Sequence[str] = (),
    notes: Sequence[str] = (),
) -> Interactive:
    """A network whose things can be searched, filtered and pointed at, with the evidence of each tie.

    Args:
        graph: as `peelgraph.networks` makes them: nodes with ``kind``, ``label`` and ``region`` or ``type``, edges with
            ``weight``, ``facts`` and ``quotes``.
        kg: the graph that the network is of; with it, each quote has its document and page.
        title: of the drawing; without it, the network's own.
        sources: where the data come from; without them, what the network says of itself.
        notes: what else has to be said.

    Raises:
        UsageError: there are no ties in the network.
        StoreError: the graph cannot be asked.
    """
    names.some([{}] * graph.number_of_edges(), "network")
    layout = lay_out(graph)
    title = title or str(graph.graph.get("title") or "Network")
    lines = tuple(sources) or tuple(str(graph.graph[name]) for name in ("licence",) if graph.graph.get(name))
    shows = str(graph.graph.get("shows") or "")
    told = (*notes, shows) if shows else tuple(notes)
    words, frame = alt(title, layout), table(layout)
    body = _body(layout, title, words, _evidence(layout, kg), frame, told, lines)
    return Interactive(title, words, frame, lines, told, body)


def _evidence(layout: Layout, kg: Graph | None) -> list[list[dict[str, str]]]:
    """Of each tie, the words that state it and where they stand."""
    places: Places = {}
    if kg is not None:
        from ..passages import places_of  # noqa: PLC0415  needs the store, which a network alone does without

        places = places_of(kg.store, sorted({fact for tie in layout.ties for fact in tie.facts}))
    return [_passages(tie, places) for tie in layout.ties]


def _passages(tie: Tie, places: Places) -> list[dict[str, str]]:
    found = [
        {"quote": printable(quote), "where": f"{place.document}{f', page {place.page}' if place.page else ''}"}
        for fact in tie.facts
        for quote, place in places.get(fact, {}).items()
    ]
    where = ", ".join(report.removeprefix("report/").replace("/", " ") for report in tie.reports)
    return found or [{"quote": printable(quote), "where": where} for quote in tie.quotes]


def _body(
    layout: Layout,
    title: str,
    words: str,
    evidence: list[list[dict[str, str]]],
    frame: pd.DataFrame,
    notes: Sequence[str],
    sources: Sequence[str],
) -> str:
    style, script = (files(__package__).joinpath(f"interactive.{name}").read_text("utf-8") for name in ("css", "js"))
    number = {key: str(place) for place, key in enumerate(layout.things)}
    ties = [[number[tie.one], number[tie.other], plain(tie.weight)] for tie in layout.ties]
    data = json.dumps({"ties": ties, "evidence": evidence}, ensure_ascii=True, separators=(",", ":"))
    lists = "".join(
        f"<h2>{name}</h2><ul>{''.join(f'<li>{said(line)}</li>' for line in lines)}</ul>"
        for name, lines in (("Notes", notes), ("Sources", sources))
        if lines
    )
    body = f"""<form id="tools" role="search">
<label for="search">Find</label> <input id="search" type="search" autocomplete="off" spellcheck="false">
<span id="found" role="status"></span>
<button type="button" data-zoom="1.25">Larger</button> <button type="button" data-zoom="0.8">Smaller</button>
<button type="button" data-zoom="0">Whole</button>
{_filters(layout)}</form>
<noscript><p>Without JavaScript, the table below has all that is drawn, but the words of the reports.</p></noscript>
<div id="both">
<div id="scroll" tabindex="0" role="region" aria-label="Drawing">{_svg(layout, title, words, number)}</div>
<aside tabindex="0" aria-label="Evidence"><h2 id="chosen" aria-live="polite">Evidence</h2>
<div id="evidence"><p>Point at a name, or move with the arrow keys, to see what it is tied to and the words that say so.
Enter or a click keeps it; Escape lets go.</p></div></aside></div>
{lists}
<details><summary>The same as a table</summary><div class="table" tabindex="0" role="region" aria-label="Table">\
{as_html(frame, title)}</div></details>
<script id="data" type="application/json">{data.replace("<", chr(92) + "u003c")}</script>
<script>{script}</script>"""
    policy = f"script-src '{_checksum(script)}'; style-src '{_checksum(style)}'"
    return page(title, body, style=style, policy=policy)


def _checksum(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _filters(layout: Layout) -> str:
    """A box for each kind and, where a kind has several, for each of its types or regions."""
    things = list(layout.things.values())
    boxes = []
    for kind in dict.fromkeys(thing.kind for thing in things):
        groups = Counter(thing.group for thing in things if thing.kind == kind)
        inside = "".join(
            f'<label><input type="checkbox" checked data-kind="{said(kind)}" data-group="{said(group)}"> '
            f"{said(group or 'Other')} ({count})</label>"
            for group, count in sorted(groups.items())
        )
        legend = many(sum(groups.values()), kind)
        boxes.append(
            f"<details><summary>{said(legend)}</summary><fieldset><legend>Show</legend>{inside}</fieldset></details>"
        )
    return f'<div id="filters">{"".join(boxes)}</div>'


def _svg(layout: Layout, title: str, words: str, number: dict[str, str]) -> str:
    wide = [max(width_of(thing.label, SIZE, bold=True) for thing in column) + 10 for column in layout.columns]
    left = [MARGIN + sum(wide[:at]) + GAP * at for at in range(len(wide))]
    place = _places(layout)
    column_of = {thing.key: at for at, column in enumerate(layout.columns) for thing in column}
    height = max(place.values()) + ROW
    arcs = any(column_of[tie.one] == column_of[tie.other] == len(wide) - 1 for tie in layout.ties)
    width = left[-1] + wide[-1] + MARGIN + (2 * GAP if arcs else 0)
    most = max((tie.weight for tie in layout.ties), default=1.0)
    paths = []
    for at, tie in enumerate(layout.ties):
        one, other = column_of[tie.one], column_of[tie.other]
        x, y, end = left[one] + wide[one], place[tie.one], place[tie.other]
        if one == other:
            out = x + min(20 + abs(y - end) * 0.6, 2 * GAP if one == len(wide) - 1 else GAP * 0.6)
            path = f"M{x:.1f} {y:.1f}C{out:.1f} {y:.1f} {out:.1f} {end:.1f} {x:.1f} {end:.1f}"
        else:
            to = left[other]
            middle = (x + to) / 2
            path = f"M{x:.1f} {y:.1f}C{middle:.1f} {y:.1f} {middle:.1f} {end:.1f} {to:.1f} {end:.1f}"
        stroke = 1 + 5 * tie.weight / max(8.0, most)
        paths.append(f'<path class="tie" data-tie="{at}" d="{path}" stroke-width="{stroke:.2f}"/>')
    degree = Counter(key for tie in layout.ties for key in (tie.one, tie.other))
    texts = []
    for at, column in enumerate(layout.columns):
        texts.append(f'<text class="head" x="{left[at] + 5:.1f}" y="16">{said(heading(column))}</text>')
        before = None
        for row, thing in enumerate(column):
            if grouped(column) and thing.group != before:
                before = thing.group
                y = place[thing.key] - ROW
                texts.append(
                    f'<text class="group" x="{left[at] + 5:.1f}" y="{y + 4:.1f}">{said(before or "Other")}</text>'
                )
            texts.append(
                _node(thing, number[thing.key], at, row, left[at], wide[at], place[thing.key], degree[thing.key])
            )
    return (
        f'<svg id="drawing" role="group" aria-labelledby="t d" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}"><title id="t">{said(title)}</title>'
        f'<desc id="d">{said(words)}</desc>'
        f"<g>{''.join(paths)}</g>{''.join(texts)}</svg>"
    )


def _node(thing: Thing, number: str, at: int, row: int, x: float, wide: float, y: float, ties: int) -> str:
    told = f"{thing.label}, {thing.kind}{f', {thing.group}' if thing.group else ''}, {counted(ties, 'tie')}"
    return (
        f'<g class="node" role="button" tabindex="-1" aria-pressed="false" aria-label="{said(told)}" '
        f'data-node="{number}" data-column="{at}" data-row="{row}" '
        f'data-kind="{said(thing.kind)}" data-group="{said(thing.group)}">'
        f'<rect x="{x:.1f}" y="{y - ROW / 2 + 1:.1f}" width="{wide:.1f}" height="{ROW - 2:.1f}" rx="3"/>'
        f'<text x="{x + 5:.1f}" y="{y + 4.5:.1f}">{said(thing.label)}</text></g>'
    )


def _places(layout: Layout) -> dict[str, float]:
    """Middle of the row of each thing; a short column is spread over the height of the longest."""
    found: dict[str, float] = {}
    counts = [
        len(column) + (len({thing.group for thing in column}) if grouped(column) else 0) for column in layout.columns
    ]
    for column, count in zip(layout.columns, counts, strict=True):
        step, y, before = ROW * max(counts) / count, TOP, None
        for thing in column:
            if grouped(column) and thing.group != before:
                y += ROW
                before = thing.group
            found[thing.key] = y + step / 2
            y += step
        spread = (TOP + ROW * max(counts) - y) / 2
        for thing in column:
            found[thing.key] += max(0.0, spread)
    return found
