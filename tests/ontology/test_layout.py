"""Files of the ontology have the one layout, and the layout says neither more nor less than they do."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from peelgraph.layout import laid_out, main

ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology"
REGISTERS = ("agencies", "examples", "forces")
"""Sorted by section instead, as test_registers.py checks."""
FILES = sorted(path for path in ONTOLOGY.glob("*.ttl") if path.stem not in REGISTERS)

PREFIXES = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix peel: <https://w3id.org/peelgraph/ontology#> .
"""
MESSY = f"""@base <https://w3id.org/peelgraph/id/> .
{PREFIXES}@prefix unused: <http://example.org/> .
# What this is.
peel:b peel:z "it is \\"so\\""@en, 3, true , "2016"^^peel:year ; a owl:Class, peel:Kind, owl:Class; peel:m <a/b>.
# A remark that is lost.
peel:a owl:equivalentClass [ owl:intersectionOf ( peel:b [ owl:onProperty [ owl:inverseOf peel:z ] ] ) ] .
[] a owl:AllDifferent ; owl:distinctMembers () .
"""
NEAT = f"""@base <https://w3id.org/peelgraph/id/> .
{PREFIXES}
# What this is.

[]
  a owl:AllDifferent ;
  owl:distinctMembers <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil> .

peel:a
  owl:equivalentClass [
    owl:intersectionOf (
      peel:b
      [
        owl:onProperty [
          owl:inverseOf peel:z
        ]
      ]
    )
  ] .

peel:b
  a
    owl:Class,
    peel:Kind ;
  peel:m <a/b> ;
  peel:z
    "2016"^^peel:year,
    "it is \\"so\\""@en,
    3,
    true .
"""


def graph(turtle: str) -> ox.Dataset:
    """The statements, with blank nodes named alike if they are alike."""
    found = ox.Dataset(ox.parse(turtle, format=ox.RdfFormat.TURTLE))
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_files_have_the_one_layout(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    advice = f"run: python -m peelgraph.layout ontology/{path.name}"
    assert text == laid_out(text), advice


def test_the_layout() -> None:
    assert laid_out(MESSY) == NEAT
    assert laid_out(NEAT) == NEAT


def test_the_layout_keeps_every_statement_in_whatever_order_they_come() -> None:
    assert graph(laid_out(MESSY)) == graph(MESSY)
    text = (ONTOLOGY / "classes.ttl").read_text(encoding="utf-8")
    head = text[: text.index("<https://w3id.org/peelgraph/ontology/classes>\n")]
    triples = sorted((quad.triple for quad in graph(text)), key=str, reverse=True)
    assert laid_out(head + (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode()) == text


@pytest.mark.parametrize(
    ("turtle", "fault"),
    [
        ("peel:a peel:b _:x . peel:c peel:b _:x .", "1 blank nodes are used more than once"),
        ("_:x peel:b _:y . _:y peel:b _:x .", "blank nodes stand in a circle"),
    ],
)
def test_what_the_layout_cannot_show_is_refused(turtle: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        laid_out(PREFIXES + turtle)


def test_the_command_lays_out_in_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    messy, neat = tmp_path / "messy.ttl", tmp_path / "neat.ttl"
    messy.write_text(MESSY, encoding="utf-8")
    neat.write_text(NEAT, encoding="utf-8")
    main([str(messy), str(neat)])
    assert messy.read_text(encoding="utf-8") == NEAT
    assert capsys.readouterr().out == f"{messy}\n"
