"""What is known before any report is read."""

from __future__ import annotations

import pytest

from peelgraph.loaders import Register

PREFIXES = """
@prefix peel: <https://w3id.org/peelgraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix force: <https://w3id.org/peelgraph/id/force/> .
"""


def test_forces(register: Register) -> None:
    assert len(register.forces) == 46, "43 territorial forces, British Transport Police and two made-up ones"
    assert {"hampshire", "hertfordshire", "loamshire", "mummerset"} <= set(register.forces)


@pytest.mark.parametrize(
    "name",
    ["Loamshire Constabulary", "loamshire constabulary", "the Loamshire Constabulary", "Loamshire", "LOAMSHIRE "],
)
def test_a_force_by_any_of_its_names(register: Register, name: str) -> None:
    force = register.force(name)
    assert force is not None
    assert (force.notation, force.name) == ("loamshire", "Loamshire Constabulary")


@pytest.mark.parametrize("name", ["Loamshire Constabulry", "Loam", "", "Police", "Loamshire County Council"])
def test_a_name_that_is_only_like_one_is_no_force(register: Register, name: str) -> None:
    assert register.force(name) is None


def test_nearest_forces_are_proposed(register: Register) -> None:
    assert register.nearest_forces("Loamshire Constabulry")[0] == "Loamshire Constabulary"
    assert register.nearest_forces("Qwxz Zzyx") == []
    assert register.nearest_forces("Avon") == ["Avon and Somerset Constabulary"]


def test_what_all_forces_are_called_makes_none_of_them_likely(register: Register) -> None:
    assert [register.nearest_forces(name) for name in ("Foobarshire Police", "Constabulary")] == [[], []]


def test_questions_in_order(register: Register) -> None:
    questions = register.questions["effectiveness", "2016"]
    assert [q.notation for q in questions if q.notation.count(".") < 2] == [
        "overall", "1", "1.1", "1.2", "1.3", "2", "2.1", "2.2", "2.3", "2.4", "3", "3.0", "3.1", "3.2", "3.3",
        "4", "4.1", "4.2", "4.3", "5", "5.1", "5.2",
    ]  # fmt: skip
    assert [q.notation for q in questions if "." not in q.notation and not q.graded] == ["5"]


def test_cycles(register: Register) -> None:
    assert register.cycles == ("2014", "2015", "2016", "2017", "2018-19")
    assert register.previous_cycles["2016"] == "2015"
    assert "2014" not in register.previous_cycles


def test_metrics_by_source(register: Register) -> None:
    assert {s: len(register.metrics_of(s)) for s in register.sources if s != "prose"} == {
        "figure-2": 5, "figure-4": 20, "figure-8": 6, "force-in-numbers": 12,
    }  # fmt: skip
    assert register.metrics_of("figure-2")[0].notation == "recorded-crime"
    numbers = [m.outcome_number for m in register.metrics_of("figure-4") if m.outcome_number]
    assert len(numbers) == len(set(numbers)) == 14


def test_a_label_names_one_metric_of_its_source_or_is_told_apart_by_its_group(register: Register) -> None:
    for source in register.sources:
        names = [(name.casefold(), m.broader) for m in register.metrics_of(source) for name in set(m.names)]
        twice = {name for name in names if names.count(name) > 1}
        assert twice == set(), source


def test_digest_changes_with_the_content() -> None:
    one = Register({"a.ttl": PREFIXES.encode()})
    assert one.digest == Register({"a.ttl": PREFIXES.encode()}).digest
    assert one.digest != Register({"a.ttl": PREFIXES.encode() + b"\n"}).digest
    assert one.digest != Register({"b.ttl": PREFIXES.encode()}).digest


def test_a_register_of_one_force() -> None:
    register = Register(
        {
            "forces.ttl": f"""{PREFIXES}
force:barset a peel:TerritorialForce ; skos:notation "barset" ; skos:prefLabel "Barset Police"@en ;
  peel:shortName "Barset"@en ; skos:altLabel "Barsetshire Constabulary"@en ; peel:formerName "Old Barset Watch"@en ;
  peel:abbreviation "BP" .""".encode()
        }
    )
    force = register.forces["barset"]
    assert force.names == ("Barset Police", "Barset", "barset", "Barsetshire Constabulary", "BP", "Old Barset Watch")
    assert register.force("old barset watch") == force
    assert (len(register.metrics), len(register.questions)) == (0, 0)


def test_a_file_that_is_not_turtle_is_refused() -> None:
    with pytest.raises(SyntaxError):
        Register({"bad.ttl": b"this is not turtle"})
