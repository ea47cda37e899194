"""What is concluded, with reasons, by both engines; and contradictions, with what they rest on."""

from __future__ import annotations

import pytest

from peelgraph.loaders import Register
from peelgraph.reasoning import Engine, Limits, Reasoned, ReasonerError, Sources, check, of_turtle, reason

from .conftest import PEEL, java, mini, said, told, triples

BY_RULES = [
    "Body force/avalon",
    "ListedGrade grade/fine",
    "ListedGrade grade/poor",
    "PoorJudgment judgment/loamshire/1",
    "WorryingForce force/loamshire",
    "before year/1 year/3",
    "judged force/loamshire judgment/loamshire/1",
    "judged force/loamshire judgment/loamshire/2",
    "judged force/mummerset judgment/mummerset/1",
    "judged force/mummerset judgment/mummerset/2",
    "neighbour force/mummerset force/loamshire",
    "receives force/loamshire grade/fine",
    "receives force/loamshire grade/poor",
    "receives force/mummerset grade/fine",
]
BY_COUNTING = "MixedForce force/loamshire"


@java
def test_each_kind_of_conclusion_is_drawn_by_hermit() -> None:
    made = reason(mini(), Engine.HERMIT)
    assert made.faults == ()
    assert told(made.conclusions) == sorted([*BY_RULES, BY_COUNTING], key=lambda line: (line[0].islower(), line))


def test_owl_rl_draws_the_same_but_what_needs_counting() -> None:
    made = reason(mini(), Engine.OWLRL)
    assert made.faults == ()
    assert told(made.conclusions) == BY_RULES
    assert any("counting" in note for note in made.notes)


def test_what_is_stated_or_stands_above_it_is_not_new() -> None:
    lines = told(reason(mini(), Engine.OWLRL).conclusions)
    assert not [line for line in lines if line.startswith(("Force force", "Body force/loam", "partner ", "Judgment "))]


def test_each_conclusion_says_why() -> None:
    reasons = {line: c.because for c in reason(mini(), Engine.OWLRL).conclusions for line in told((c,))}
    assert reasons["PoorJudgment judgment/loamshire/1"] == "it is a judgment; it → grade → Poor"
    assert reasons["WorryingForce force/loamshire"] == (
        "it is a police force; judgment/loamshire/1 (it is a poor judgment (it is a judgment; it → grade → Poor)) → "
        "force → it"
    )
    assert reasons["Body force/avalon"] == "judgment/loamshire/3 → partner → it"
    assert reasons["ListedGrade grade/fine"] == "it is grade/fine"
    assert reasons["before year/1 year/3"] == "year/1 → before → year/2; year/2 → before → year/3"
    assert reasons["judged force/mummerset judgment/mummerset/1"] == "judgment/mummerset/1 → force → force/mummerset"
    assert reasons["neighbour force/mummerset force/loamshire"] == "force/loamshire → neighbour → force/mummerset"
    assert reasons["receives force/loamshire grade/poor"] == (
        "force/loamshire → judged in → judgment/loamshire/1; judgment/loamshire/1 → grade → Poor"
    )


@java
def test_a_conclusion_by_counting_names_what_was_counted() -> None:
    made = reason(mini(), Engine.HERMIT)
    (mixed,) = [c for c in made.conclusions if c.term == f"{PEEL}MixedForce"]
    assert mixed.because == "it → given → Fine, Poor"


@java
def test_a_contradiction_is_found_with_what_it_rests_on() -> None:
    made = reason(mini("inconsistent.ttl"), Engine.HERMIT)
    (fault,) = made.faults
    assert made.conclusions == ()
    assert fault.message == "The facts contradict the ontology: these statements cannot all hold."
    assert sorted(fault.axioms) == [
        "force is always police force",
        "nothing is both a police force and judgment",
    ]
    assert sorted(fault.facts) == [
        "judgment/loamshire/1 is a judgment",
        "judgment/loamshire/9 → force → judgment/loamshire/1",
    ]


def test_a_contradiction_is_found_by_owl_rl() -> None:
    made = reason(mini("inconsistent.ttl"), Engine.OWLRL)
    (fault,) = made.faults
    assert made.conclusions == ()
    assert fault.message == (
        "The facts contradict the ontology: Disjoint classes police force and judgment have a common individual "
        "judgment/loamshire/1."
    )


LISTS = """
[] a owl:AllDisjointClasses ; owl:members ( peel:Force peel:Judgment peel:Grade peel:A peel:B peel:C peel:D ) .
[] a owl:AllDisjointProperties ; owl:members ( peel:ally peel:judged ) .
"""
CLASHES = {
    "classes": (
        "<force/avalon> a peel:Grade, peel:County .",
        ["every county force is police force", "nothing is both a police force and a grade"],
        ["force/avalon is a county force", "force/avalon is a grade"],
    ),
    "properties": (
        "<force/avalon> peel:ally <x> ; peel:judged <x> .",
        ["ally and judged in never hold of the same two things"],
        ["force/avalon → ally → x", "force/avalon → judged in → x"],
    ),
    "different": (
        "<x> peel:force <grade/poor>, <grade/fine> . peel:force rdfs:range peel:Grade .",
        ["Poor and Fine are different things", "a thing has one force at most"],
        ["x → force → grade/fine", "x → force → grade/poor"],
    ),
}


@java
@pytest.mark.parametrize("case", CLASHES)
def test_a_contradiction_with_lists_and_kinds_of_properties_is_told_in_words(case: str) -> None:
    facts, axioms, clashing = CLASHES[case]
    ontology = [t for t in triples("mini.ttl") if not t.predicate.value.endswith(("disjointWith", "range"))]
    made = reason(Sources((*ontology, *said(f"{_classes('ABCD')}{LISTS}{facts}"))), Engine.HERMIT)
    (fault,) = made.faults
    assert (sorted(fault.axioms), sorted(fault.facts)) == (sorted(axioms), clashing)


def _classes(names: str) -> str:
    return "".join(f'peel:{name} a owl:Class ; rdfs:label "{name}"@en . ' for name in names)


def test_a_step_of_a_class_to_itself_is_not_told_and_leads_on() -> None:
    more = said(
        "peel:isPoor a owl:ObjectProperty ; rdfs:domain peel:Judgment . peel:PoorJudgment rdfs:subClassOf "
        "[ a owl:Restriction ; owl:onProperty peel:isPoor ; owl:hasSelf true ] ."
        'peel:feels a owl:ObjectProperty ; rdfs:label "feels"@en ; '
        "owl:propertyChainAxiom ( peel:judged peel:isPoor peel:grade ) ."
        "<judgment/loamshire/1> peel:isPoor <judgment/loamshire/1> ."  # as HermiT finds it and OWL RL does not
    )
    sources = mini()
    *ontology, stated = (*sources.ontology, *more)
    made = reason(Sources(tuple(ontology), (*sources.facts, stated)), Engine.OWLRL)
    (felt,) = [c for c in made.conclusions if c.label == "feels"]
    assert felt.because == ("force/loamshire → judged in → judgment/loamshire/1; judgment/loamshire/1 → grade → Poor")
    assert not [c for c in made.conclusions if c.term == f"{PEEL}isPoor"]


@java
def test_little_time_to_explain_is_said_and_not_guessed_over() -> None:
    made = reason(mini("inconsistent.ttl"), Engine.HERMIT, Limits(seconds_to_explain=0))
    (fault,) = made.faults
    assert fault.message.startswith("The facts contradict the ontology; the time was up when ")
    assert (fault.axioms, fault.facts) == ((), ())


@java
def test_a_class_that_nothing_can_be_in_is_found() -> None:
    made = check((*triples("mini.ttl"), *triples("empty_class.ttl")), Engine.HERMIT)
    (fault,) = made.faults
    assert (
        fault.message
        == "Nothing can be in the class judged force (peel:JudgedForce): these statements cannot all hold."
    )
    assert sorted(fault.axioms) == [
        "every judged force is judgment",
        "every judged force is police force",
        "nothing is both a police force and judgment",
    ]


@java
def test_a_sound_ontology_has_no_fault() -> None:
    assert check(triples("mini.ttl"), Engine.HERMIT).faults == ()


@java
def test_the_ontology_of_peelgraph_is_consistent_and_none_of_its_classes_is_empty() -> None:
    made = check(of_turtle(*Register.packaged().turtle.values()), Engine.HERMIT)
    assert made.faults == ()


ODD = """
<https://example.org/a(b),c)(d'%22é/ü#?x=1> a peel:Judgment ; peel:grade <grade/poor> ; peel:force <urn:x:)( > .
<https://example.org/plain> a peel:Judgment ; peel:grade <grade/poor> ;
  peel:stars 3 ; peel:remark "a\\"b\\\\c\\nd\\te <f> ) { } {0} ☃ \\u0000"@en, "</rdf:RDF> ]]> %s" .
"""


@pytest.mark.parametrize("engine", [pytest.param(Engine.HERMIT, marks=java), Engine.OWLRL])
def test_odd_names_and_words_do_no_harm(engine: Engine) -> None:
    odd = said(ODD.replace("<urn:x:)( >", "<urn:x:)(>"))
    made = reason(Sources(triples("mini.ttl"), odd), engine)
    assert made.faults == ()
    assert "PoorJudgment https://example.org/a(b),c)(d'%22é/ü#?x=1" in told(made.conclusions)
    assert "judged urn:x:)( https://example.org/a(b),c)(d'%22é/ü#?x=1" in told(made.conclusions)


def test_a_label_with_braces_is_told_as_it_is() -> None:
    more = said(
        'peel:odd a owl:ObjectProperty ; rdfs:label "odd {0} {x"@en ; owl:inverseOf peel:even .'
        'peel:even a owl:ObjectProperty ; rdfs:label "even"@en . :a peel:odd :b .'
    )
    made = reason(Sources((*triples("mini.ttl"), *more)), Engine.OWLRL)
    (even,) = [c for c in made.conclusions if c.term == f"{PEEL}even"]
    assert even.because == "a → odd {0} {x → b"


def test_the_same_sources_give_the_same_conclusions_in_the_same_order() -> None:
    def run(sources: Sources) -> Reasoned:
        return reason(sources, Engine.OWLRL)

    sources = mini()
    again = Sources(tuple(reversed(sources.ontology)), tuple(reversed(sources.facts)))
    assert run(sources).conclusions == run(again).conclusions
    assert sources.digest == again.digest


@java
def test_an_ontology_outside_owl_2_dl_is_refused_with_what_is_wrong() -> None:
    more = said(
        "peel:Busy a owl:Class ; rdfs:subClassOf "
        "[ a owl:Restriction ; owl:onProperty peel:receives ; owl:maxCardinality 3 ] ."
    )
    with pytest.raises(ReasonerError, match=r"^The ontology is outside OWL 2 DL, .*: Non-simple property .*receives"):
        check((*triples("mini.ttl"), *more), Engine.HERMIT)
