"""What the graph holds of which force: found, not found and not graded, told apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from .store import Solutions, Term, text

PUBLISHED = "published"
"""Heading of the grades that the inspectorate's website lists."""


def matrix(answer: Solutions) -> Solutions:
    """The answer of the canned query ``coverage``, one row a force, cycle and pillar, one column a question.

    Each cell has the grade, or says that it was not found or that none was given; an empty cell means that
    nothing was loaded from which it could be known.
    """
    rows: dict[tuple[str, str, str], dict[str, str]] = {}
    questions: dict[str, None] = {}
    for row in answer.rows:
        value = _named(answer.variables, row)
        of_report = value["origin"] == "report"
        question = value["question"] if of_report else PUBLISHED
        if of_report:
            questions.setdefault(question)
        cell = value["grade"] if value["status"] == "found" else value["status"]
        rows.setdefault((value["force"], value["cycle"], value["pillar"]), {})[question] = cell
    columns = [*sorted(questions, key=_place), PUBLISHED]
    return Solutions(
        ("force", "cycle", "pillar", *columns),
        [
            tuple(_literal(cell) for cell in (*key, *(cells.get(column, "") for column in columns)))
            for key, cells in rows.items()
        ],
    )


def _named(names: Iterable[str], row: Iterable[Term | None]) -> Mapping[str, str]:
    return dict(zip(names, map(text, row), strict=True))


def _literal(cell: str) -> ox.Literal | None:
    """A cell in words, in two lines if it has two, so that the table stays narrow."""
    return ox.Literal(cell.replace("requires-", "requires\n").replace("not-", "not ")) if cell else None


def _place(question: str) -> tuple[bool, list[int]]:
    """Sorts "overall" first, then 1, 1.1, 2, 10."""
    parts = question.split(".")
    return (question != "overall", [int(part) if part.isdigit() else 0 for part in parts])
