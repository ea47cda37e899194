"""Pairs of similar findings: all of them, and no others."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from peelgraph.similar import FEWEST_WORDS, THRESHOLD, Finding, Folding, Likeness, Pair

FOLD = Folding(["Loamshire Constabulary", "Loamshire", "Mummerset Police", "Mummerset", "MP"])
WORDS = ["supervise", "visits", "victims", "early", "review", "plans", "crime", "officers", "train", "data"]


def all_pairs(findings: list[Finding]) -> set[tuple[str, str, Fraction]]:
    """Every pair compared with every other, the slow way."""
    found = set()
    for one, other in combinations(findings, 2):
        a, b = FOLD(one.text), FOLD(other.text)
        if one.force != other.force and min(len(a), len(b)) >= FEWEST_WORDS:
            score = Fraction(len(a & b), len(a | b))
            if score >= THRESHOLD:
                first, second = sorted((one.iri, other.iri))
                found.add((first, second, score))
    return found


@st.composite
def findings(draw: st.DrawFn) -> list[Finding]:
    texts = draw(st.lists(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), max_size=25))
    return [Finding(f"f{n}", draw(st.sampled_from("abc")), text) for n, text in enumerate(texts)]


@given(findings(), st.integers(0, 25))
@settings(max_examples=150, deadline=None)
def test_all_pairs_are_found_however_they_come(items: list[Finding], start: int) -> None:
    likeness = Likeness(FOLD, items[:start])
    found = {(p.first, p.second, p.score) for item in items[start:] for p in likeness.add(item)}
    already = all_pairs(items[:start])
    assert found == all_pairs(items) - already


@given(findings(), st.data())
@settings(max_examples=50, deadline=None)
def test_what_was_taken_out_is_like_nothing(items: list[Finding], data: st.DataObject) -> None:
    gone = set(data.draw(st.lists(st.sampled_from([item.iri for item in items] or ["none"]))))
    likeness = Likeness(FOLD, items)
    for iri in gone:
        likeness.remove(iri)
    for item in items:
        pairs = likeness.add(Finding("probe", "z", item.text))
        assert not gone & {iri for pair in pairs for iri in (pair.first, pair.second)}
        likeness.remove("probe")


def test_many_findings_are_reordered_without_loss() -> None:
    draw = random.Random(1)  # noqa: S311
    items = [Finding(f"f{n:03}", draw.choice("abc"), " ".join(draw.choices(WORDS, k=9))) for n in range(450)]
    likeness = Likeness(FOLD)
    assert {(p.first, p.second, p.score) for item in items for p in likeness.add(item)} == all_pairs(items)


def test_names_of_forces_are_folded() -> None:
    words = {"the", "force", "should", "supervise", "its", "visits"}
    assert FOLD("Loamshire Constabulary should supervise its visits.") == words
    assert FOLD("The Mummerset Police should supervise its\nvisits;") == words
    assert FOLD("The Constabulary should SUPERVISE its visits’") == words
    assert "mp" not in FOLD("MP's officers")
    assert "compare" in FOLD("compare"), "names are folded as whole words only"


def test_the_same_words_of_one_force_are_no_pair() -> None:
    likeness = Likeness(FOLD, [Finding("x", "loamshire", "The force should supervise visits")])
    assert likeness.add(Finding("y", "loamshire", "The force should supervise visits")) == []
    assert likeness.add(Finding("z", "mummerset", "Mummerset Police should supervise visits")) == [
        Pair("x", "z", Fraction(1)),
        Pair("y", "z", Fraction(1)),
    ]


def test_a_pair_is_named_by_its_findings_and_scored_to_four_places() -> None:
    (kind, first, second, score) = Pair("http://a", "http://b", Fraction(6, 7)).quads()
    assert len({quad.subject for quad in (kind, first, second, score)}) == 1
    assert kind.subject.value == "https://w3id.org/peelgraph/id/similar/4f7398863b23c33d"  # type: ignore[union-attr]
    assert [first.object.value, second.object.value, score.object.value] == ["http://a", "http://b", "0.8571"]  # type: ignore[union-attr]
    assert {str(q.graph_name) for q in (kind, first)} == {"<https://w3id.org/peelgraph/id/graph/similar>"}
