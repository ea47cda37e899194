"""Messages are sentences for an analyst, with the names and numbers of the case in them."""

from __future__ import annotations

import csv

import pytest
from rdflib import RDF, SH

from .harness import HERE, SHAPES, all_shapes, report_of, short

with (HERE / "messages.csv").open(encoding="utf-8", newline="") as file:
    EXPECTED = [(row["fixture"], row["shape"], row["focus"], row["message"]) for row in csv.DictReader(file)]


def messages(fixture: str) -> set[tuple[str, str, str]]:
    """Shape, focus and message of each result of a fixture."""
    report = report_of(SHAPES / f"{fixture.split('/', maxsplit=1)[0]}.ttl", HERE / f"{fixture}.trig")
    return {
        (short(report.value(result, SH.sourceShape)), short(report.value(result, SH.focusNode)), str(message))
        for result in report.subjects(RDF.type, SH.ValidationResult)
        for message in report.objects(result, SH.resultMessage)
    }


@pytest.mark.parametrize(("fixture", "shape", "focus", "message"), EXPECTED, ids=[row[1] for row in EXPECTED])
def test_message_names_what_is_wrong(fixture: str, shape: str, focus: str, message: str) -> None:
    assert [m for s, f, m in messages(fixture) if (s, f) == (shape, focus)] == [message]


@pytest.mark.parametrize("fixture", sorted({row[0] for row in EXPECTED}))
def test_every_blank_of_a_message_is_filled(fixture: str) -> None:
    assert messages(fixture)
    assert not [message for _, _, message in messages(fixture) if "{" in message]


def test_what_a_message_shows_is_selected() -> None:
    """A name in braces that the query does not select would stay as it is."""
    blanks = 0
    for constraint, message in all_shapes().subject_objects(SH.message):
        if (select := all_shapes().value(constraint, SH.select)) is None:
            continue
        selected = str(select).split("WHERE", maxsplit=1)[0].replace(")", " ").split()
        for part in str(message).split("{?")[1:]:
            blanks += 1
            assert f"?{part.split('}', maxsplit=1)[0]}" in selected, short(constraint)
    assert blanks > 0
