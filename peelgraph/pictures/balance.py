"""Strengths and weaknesses that inspectors name, question by question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from . import names
from .canvas import MARGIN, SMALL, WIDTH, Canvas
from .matrix import place
from .names import Row, Values, given, listed, rows, whose
from .palette import BETTER, QUIET, RULE, WORSE
from .picture import Picture

if TYPE_CHECKING:
    from ..graph import Graph

ROW, HEADING = 13.5, 16.0
LABEL = 138.0
COUNTS = 40.0
TOP = 18.0
COLUMNS = ("strengths", "weaknesses", "mixed", "neutral")

COUNTED = (
    "Counts of sentences, not of facts or of their weight: a long section has more of both. Sentences about earlier "
    "inspections, and wording that reports share, are not counted."
)
NOTES = (COUNTED, "Which sentences praise and which criticise is read by rules, and rules err.")


def evidence_balance(kg: Graph, *, force: Values = None, cycle: Values = None) -> Picture:
    """Sentences that name strengths, to the right, and weaknesses, to the left, by question and force.

    Args:
        kg: the graph.
        force: only these police forces.
        cycle: only these inspection cycles.

    Returns:
        The picture. Its table has ``force``, ``cycle``, ``question`` and the counts ``strengths``, ``weaknesses``,
        ``mixed`` and ``neutral``.

    Raises:
        UsageError: there is no such evidence.
    """
    frame = kg.ask("evidence-balance", **given(force=force, cycle=cycle))
    facts = names.some(rows(frame), "evidence")
    known, words = names.forces(kg), names.questions(kg)
    facts = sorted(facts, key=lambda row: (known[row["force"]].short, row["cycle"], place(row["question"])))
    labels = [_label(row, words) for row in facts]
    whole = sorted({(known[row["force"]].name, row["cycle"]) for row in facts})
    forces, cycles = sorted({name for name, _ in whole}), sorted({cycle for _, cycle in whole})
    title = f"Strengths and weaknesses of {whose(forces)}"
    title += f", PEEL {listed(cycles)}"
    came_from = names.sources(kg, frame, known, cycle=cycle)
    headings = [f"{known[row['force']].name}, {row['cycle']}" for row in facts] if len(whole) > 1 else []
    canvas = Canvas(title, TOP + len(facts) * ROW + len(set(headings)) * HEADING + 2, (*NOTES, came_from.foot))
    _draw(canvas, facts, labels, headings)
    table = pd.DataFrame(
        {
            "force": pd.array([known[row["force"]].name for row in facts], dtype="string"),
            "cycle": pd.array([row["cycle"] for row in facts], dtype="string"),
            "question": pd.array(labels, dtype="string"),
            **{name: pd.array([int(row[name]) for row in facts], dtype="Int64") for name in COLUMNS},
        }
    )
    return Picture(title, _alt(title, table), table, came_from.lines, NOTES, canvas.figure)


def _label(row: Row, words: Mapping[tuple[str, str, str], str]) -> str:
    """The answer does not tell the pillar; the number and cycle do, as long as one pillar has reports."""
    question = row["question"]
    if not question:
        return "Under no question"
    short = next((word for (_, cycle, which), word in words.items() if (cycle, which) == (row["cycle"], question)), "")
    return f"{question} {short}".rstrip() if question[:1].isdigit() else short or question.capitalize()


def _draw(canvas: Canvas, facts: Sequence[Row], labels: Sequence[str], headings: Sequence[str]) -> None:
    most = max(int(row[name]) for row in facts for name in ("strengths", "weaknesses")) or 1
    left, right = MARGIN + LABEL + 24, WIDTH - MARGIN - 2 * COUNTS - 24
    weak = max(int(row["weaknesses"]) for row in facts)
    strong = max(int(row["strengths"]) for row in facts)
    unit = (right - left) / max(weak + strong, most)
    middle = left + weak * unit
    canvas.text(middle - 5, TOP - 9, "◀ weaknesses", bold=True, colour=WORSE, align="right")
    canvas.text(middle + 5, TOP - 9, "strengths ▶", bold=True, colour=BETTER)
    for number, name in enumerate(("mixed", "neutral")):
        canvas.text(WIDTH - MARGIN - (1 - number) * COUNTS, TOP - 9, name, size=SMALL, colour=QUIET, align="right")
    y, before = TOP, ""
    for number, (row, label) in enumerate(zip(facts, labels, strict=True)):
        if headings and headings[number] != before:
            before = headings[number]
            canvas.text(MARGIN, y + HEADING / 2 + 1, before, bold=True)
            y += HEADING
        strengths, weaknesses = int(row["strengths"]), int(row["weaknesses"])
        canvas.text(MARGIN, y + ROW / 2, label)
        canvas.bar(middle, y + 2, strengths * unit, ROW - 4, BETTER)
        canvas.bar(middle, y + 2, -weaknesses * unit, ROW - 4, WORSE)
        canvas.text(middle + strengths * unit + 3, y + ROW / 2, f"{strengths}")
        canvas.text(middle - weaknesses * unit - 3, y + ROW / 2, f"{weaknesses}", align="right")
        for at, name in enumerate(("mixed", "neutral")):
            x = WIDTH - MARGIN - (1 - at) * COUNTS
            canvas.text(x, y + ROW / 2, row[name], colour=QUIET, align="right")
        y += ROW
    canvas.line((middle, middle), (TOP, y), colour=RULE, width=0.8)


def _alt(title: str, table: pd.DataFrame) -> str:
    totals = {name: int(table[name].sum()) for name in COLUMNS}
    parts = [
        f"Bars to two sides: {title}. In all {totals['strengths']} strengths and {totals['weaknesses']} weaknesses."
    ]
    worst = table[table["weaknesses"] > table["strengths"]]
    several = table["force"].nunique() > 1
    if len(worst):
        told = [
            f"{f'{row.force}, ' if several else ''}{row.question} ({row.weaknesses} against {row.strengths})"
            for row in worst.itertuples()
        ]
        parts.append(f"More weaknesses than strengths: {'; '.join(told)}.")
    else:
        parts.append("No question has more weaknesses than strengths.")
    return " ".join(parts)
