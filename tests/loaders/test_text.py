"""Cleaned words and their way back to the document."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peelgraph.loaders.documents import Document
from peelgraph.loaders.text import clean, fold, sentences

ALPHABET = "ab Z-\n\t.’–¹*^{}12,\u00ad"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Charged / Summonsed*", "charged/summonsed"),
        ("Overall judgment²", "overall judgment"),
        ("by outcome type^{10,11}", "by outcome type"),
        ("The force’s – ‘own’ “words”.", "the force's - 'own' \"words\""),
        ("  two\n words : ", "two words"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("one  two\n\tthree ", "one two three"),
        ("the *Code of Practice*¹³ says", "the Code of Practice says"),
        ("in **bold**^{10} type", "in bold type"),
        ("soft\u00adhyphen", "softhyphen"),
        ("an inspec-\n tor called", "an inspector called"),
        ("the anti-\nsocial behaviour", "the anti-social behaviour"),
        ("super-\nvision and supervision", "supervision and supervision"),
        ("a well-\nknown man, well known", "a well-known man, well known"),
        ("from 2015-\n16 on", "from 2015- 16 on"),
        ("mid-\nMarch", "mid- March"),
    ],
)
def test_clean(document: Callable[[str], Document], text: str, cleaned: str) -> None:
    whole = document(text + ("\n\nanti-social" if "anti" in text else ""))
    found = clean(whole, [(0, len(text))])
    assert found.text == cleaned


def test_offsets_lead_back(document: Callable[[str], Document]) -> None:
    whole = document("The *force* has an inspec-\n tor¹ now.")
    found = clean(whole, [(0, len(whole.text))])
    assert found.text == "The force has an inspector now."
    assert [whole.text[at] for at in found.offsets if not whole.text[at].isspace()] == list(found.text.replace(" ", ""))
    start = found.text.index("inspector")
    (span,) = found.spans(whole, start, start + len("inspector"))
    assert span.quote == "inspec-\n tor"


def test_pieces_are_joined_and_quoted_apart(document: Callable[[str], Document]) -> None:
    whole = document("It shares\n\n¹ A note.\n\nits teams. Next.")
    found = clean(whole, [(0, 9), (22, len(whole.text))])
    assert found.text == "It shares its teams. Next."
    assert [s.quote for s in found.spans(whole)] == ["It shares", "its teams. Next."]
    assert [s.quote for s in found.spans(whole, 10, 20)] == ["its teams."]


def test_no_words_is_refused(document: Callable[[str], Document]) -> None:
    found = clean(document("a b"), [(0, 3)])
    with pytest.raises(ValueError, match="no words from 1 to 2"):
        found.spans(document("a b"), 1, 2)


@given(st.text(ALPHABET, min_size=1, max_size=80), st.data())
def test_every_span_of_cleaned_words_stands_in_the_document(
    document: Callable[[str], Document], text: str, data: st.DataObject
) -> None:
    whole = document(f"x{text}x")
    cut = data.draw(st.integers(1, len(whole.text) - 1))
    found = clean(whole, [(0, cut), (cut, len(whole.text))])
    assert len(found.offsets) == len(found.text)
    assert list(found.offsets) == sorted(found.offsets)
    assert "  " not in found.text
    assert found.text == found.text.strip()
    for at, char in zip(found.offsets, found.text, strict=True):
        assert char in (whole.text[at], " ")
    start = data.draw(st.integers(0, len(found.text) - 1))
    end = data.draw(st.integers(start + 1, len(found.text)))
    if found.text[start:end].strip():
        for span in found.spans(whole, start, end):
            assert whole.text[span.start : span.end] == span.quote


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It is good. It works.", ["It is good.", "It works."]),
        ("Det. Supt. A. Smith saw it. Good.", ["Det. Supt. A. Smith saw it.", "Good."]),
        ("Others, e.g. Kent, agree. No. 4 is last.", ["Others, e.g. Kent, agree.", "No. 4 is last."]),
        ("It rose by 3.5 percent. it said", ["It rose by 3.5 percent. it said"]),
        ("‘Is it?’ she asked. Yes!", ["‘Is it?’ she asked.", "Yes!"]),
        ("No end", ["No end"]),
        ("", []),
        ("   ", []),
    ],
)
def test_sentences(text: str, found: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text)] == found


@given(st.text("ab. !?A'\n", max_size=60))
def test_sentences_hold_every_word_once(text: str) -> None:
    ranges = sentences(text)
    assert "".join(text[a:b] for a, b in ranges).replace(" ", "").replace("\n", "") == "".join(text.split())
    assert all(a < b for a, b in ranges)
    assert all(b <= c for (_, b), (c, _) in pairwise(ranges))
