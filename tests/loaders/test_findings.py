"""Findings, their lists, notes and deadlines, on made-up sections."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from peelgraph.loaders.documents import Document
from peelgraph.loaders.extract.findings import findings
from peelgraph.loaders.facts import Finding
from peelgraph.loaders.outline import Heading, outline_of

Find = Callable[[str], list[Finding]]


@pytest.fixture
def find(document: Callable[[str], Document], headings: list[Heading]) -> Find:
    """The findings of a report whose section on question 2 ends as given."""
    text = """Title

Introduction

Words.

How effective is the force at investigating crime and reducing re-offending?

Words.

Summary of findings

Good

"""
    return lambda end: findings(outline_of(document(f"{text}{end}\n"), headings))


def _short(found: list[Finding]) -> list[tuple[str, str, str | None]]:
    return [(f.notation, f.text, f.part_of) for f in found]


def test_bullets(find: Find) -> None:
    found = find("Areas for improvement\n\n- The force should act.\n- The force should *think*\n  first.")
    assert _short(found) == [
        ("2-afi-1", "The force should act.", None),
        ("2-afi-2", "The force should think first.", None),
    ]
    assert found[1].stated_by.quote == "The force should *think*\n  first."
    assert {f.rule for f in found} == {"finding-bullet"}


@pytest.mark.parametrize("mark", ["- ", "• ", "1. ", "- 1. ", "– ", "▪ "])
def test_marks_of_bullets(find: Find, mark: str) -> None:
    assert _short(find(f"Areas for improvement\n\n{mark}The force should act.")) == [
        ("2-afi-1", "The force should act.", None)
    ]


def test_paragraphs_that_lost_their_bullets(find: Find) -> None:
    found = find("Areas for improvement\n\nThe force should act.\n\nThe force needs to think.")
    assert _short(found) == [("2-afi-1", "The force should act.", None), ("2-afi-2", "The force needs to think.", None)]


def test_a_list_under_a_bullet(find: Find) -> None:
    found = find(
        "Areas for improvement\n\n- The force should:\n  - act; and\n  - think.\n- The force should rest.\n\n"
        "We will come back to see."
    )
    assert _short(found) == [
        ("2-afi-1", "The force should:", None),
        ("2-afi-1.1", "act; and", "2-afi-1"),
        ("2-afi-1.2", "think.", "2-afi-1"),
        ("2-afi-2", "The force should rest.", None),
    ]  # fmt: skip
    assert [f.note for f in found] == [None, None, None, "We will come back to see."]
    assert [s.quote for s in found[3].also_stated_by] == ["We will come back to see."]
    assert [f.rule for f in found[:2]] == ["finding-bullet-lead-in", "finding-list-item"]


def test_a_list_under_a_paragraph_with_a_lost_bullet(find: Find) -> None:
    found = find("Areas for improvement\n\nThe force should ensure that:\n\nstaff know it; and\n\n- they use it.")
    assert _short(found) == [
        ("2-afi-1", "The force should ensure that:", None),
        ("2-afi-1.1", "staff know it; and", "2-afi-1"),
        ("2-afi-1.2", "they use it.", "2-afi-1"),
    ]


def test_a_cause_of_concern_is_one_finding(find: Find) -> None:
    found = find(
        "Cause of concern\n\nThe force is slow. It should not be.\n\nChildren must be safe.\n\n"
        "Recommendations\n\n- The force should act.\n\nAreas for improvement\n\n- The force should think."
    )
    assert _short(found) == [
        ("2-coc-1", "The force is slow. It should not be. Children must be safe.", None),
        ("2-rec-1", "The force should act.", None),
        ("2-afi-1", "The force should think.", None),
    ]
    assert [s.quote for s in (found[0].stated_by, *found[0].also_stated_by)] == [
        "The force is slow. It should not be.", "Children must be safe.",
    ]  # fmt: skip


def test_numbers_go_on_in_a_second_box(find: Find) -> None:
    box = "Areas for improvement\n\n- The force should act."
    assert [f.notation for f in find(f"{box}\n\n{box}")] == ["2-afi-1", "2-afi-2"]


def test_a_footnote_is_no_finding(find: Find) -> None:
    found = find("Areas for improvement\n\n- The force should act.\n\n¹ This should be read with care.\n\n2\n\n_")
    assert _short(found) == [("2-afi-1", "The force should act.", None)]
    assert found[0].note is None


def test_lists_elsewhere_are_no_findings(find: Find) -> None:
    assert find("The force should act on this:\n\n- it should think; and\n- it must rest.") == []


@pytest.mark.parametrize(
    ("words", "deadline", "timescale"),
    [
        ("The force should act by 1 May 2017.", "2017-05-01", None),
        ("By the end of September 2017 the force should act.", "2017-09", None),
        ("The force should act no later than 30 June 2017.", "2017-06-30", None),
        ("The force should act immediately.", None, "immediately"),
        ("The force should take immediate steps.", None, "immediately"),
        ("The force should act with immediate effect.", None, "immediately"),
        ("Within three months the force should act.", None, "within three months"),
        ("The force should act within 6  weeks of this report.", None, "within 6 weeks of this report"),
        ("The force should act urgently and by June 2017.", "2017-06", "urgently"),
        ("The force should act by 31 June 2017.", None, None),
        ("The force should read the report of May 2017.", None, None),
        ("The force should act within its means.", None, None),
    ],
)
def test_deadlines(find: Find, words: str, deadline: str | None, timescale: str | None) -> None:
    (found,) = find(f"Recommendations\n\n- {words}")
    assert (found.deadline, found.timescale) == (deadline, timescale)


def test_a_deadline_of_an_item_is_not_its_lead_in_s(find: Find) -> None:
    found = find("Recommendations\n\n- By May 2017 the force should:\n  - act; and\n  - write by 1 June 2017.")
    assert [f.deadline for f in found] == ["2017-05", None, "2017-06-01"]


def test_a_finding_that_a_page_break_cuts(find: Find) -> None:
    found = find(
        "Areas for improvement\n\n- The force should ask others for data on crime, and\n\n¹ A note.\n\n\f\n"
        "should act on them within two weeks."
    )
    text = "The force should ask others for data on crime, and should act on them within two weeks."
    assert _short(found) == [("2-afi-1", text, None)]
    assert found[0].timescale == "within two weeks"
    assert len(found[0].also_stated_by) == 1
