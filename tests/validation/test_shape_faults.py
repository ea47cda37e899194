"""Shapes that cannot be used are refused in one sentence, before anything is checked with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from peelgraph.errors import ShapesError
from peelgraph.loaders import Register
from peelgraph.validation import Validator

REGISTER = Register.packaged()
PREFIXES = """@prefix peel: <https://w3id.org/peelgraph/ontology#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <http://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
"""
GOOD = "ex:s a sh:NodeShape ; sh:targetClass peel:Judgment ; sh:property [ sh:path peel:grade ; sh:minCount 1 ] ."


def query(text: str) -> str:
    return f'ex:s a sh:NodeShape ; sh:targetClass peel:Judgment ; sh:sparql ex:q . ex:q sh:select """{text}""" .'


@pytest.mark.parametrize(
    ("turtle", "fault"),
    [
        ("ex:s a sh:NodeShape ; sh:target", "are not Turtle ("),
        ("ex:a ex:p ex:o .", "There are no shapes in it: give a file of SHACL shapes in Turtle."),
        (
            GOOD.replace("peel:Judgment", "peel:Judgement"),
            "The ontology does not declare peel:Judgement: check its spelling, as in peel:Judgment.",
        ),
        (
            GOOD.replace("peel:grade", "peel:grde"),
            "The ontology does not declare peel:grde: check its spelling, as in peel:grade.",
        ),
        (
            GOOD.replace("peel:Judgment", "ex:Judgment"),
            "The shape http://example.org/s is about http://example.org/Judgment, which is not in the vocabulary",
        ),
        (
            GOOD.replace("sh:targetClass peel:Judgment ;", ""),
            "The shape http://example.org/s has no target, so it would never find anything: give it one.",
        ),
        (
            "ex:s a sh:NodeShape ; sh:targetClass peel:Judgment ; sh:minCount 1 .",
            "The shape http://example.org/s counts values and has no sh:path: give it one.",
        ),
        (
            GOOD + "<http://example.org/> owl:imports <https://example.org/more.ttl> .",
            "owl:imports names https://example.org/more.ttl, and peelgraph fetches nothing from elsewhere: give the",
        ),
        (
            GOOD + "<http://example.org/> sh:shapesGraph <http://example.org/shapes> .",
            "sh:shapesGraph names http://example.org/shapes, and peelgraph fetches nothing from elsewhere: give the",
        ),
        (
            GOOD + "ex:s sh:rule ex:r .",
            "sh:rule is not run by peelgraph, so what it says would go unchecked: use sh:sparql.",
        ),
        (
            query("SELECT $this WHERE { $this a"),
            "own.ttl: The SPARQL of http://example.org/q cannot be read, near “a”: put it right; a prefix needs",
        ),
        (
            query("SELECT $this WHERE { $this a peel:Judgment }"),
            "own.ttl: The SPARQL of http://example.org/q cannot be read, near “peel:Judgment }”: put it",
        ),
        (
            GOOD + "ex:s sh:sparql [ sh:select 'SELECT $this { $this ex:p ?o }' ] .",
            "own.ttl: The SPARQL of a shape without a name cannot be read, near “ex:p ?o }”: put it right; a prefix",
        ),
        (
            query("SELECT $this WHERE { SERVICE <https://example.org/sparql> { $this ?p ?o } }"),
            "The SPARQL of http://example.org/q is refused: SERVICE is refused, because peelgraph asks no other server",
        ),
        (
            query("SELECT $this FROM <http://example.org/data> WHERE { $this ?p ?o }"),
            "The SPARQL of http://example.org/q names its data by FROM, and peelgraph fetches nothing: leave it out.",
        ),
        (
            query("SELECT ?value WHERE { ?value ?p $this }"),
            "The SPARQL of http://example.org/q does not select $this, which is what its results are about: select it.",
        ),
        (
            query("PREFIX peel: <https://w3id.org/peelgraph/ontology#> SELECT $this WHERE { $this peel:grde ?g }"),
            "The ontology does not declare peel:grde: check its spelling, as in peel:grade.",
        ),
        (
            GOOD + "ex:s sh:property [ sh:path ( peel:grade ) ; sh:minCount -1.5 ] .",
            "own.ttl: The shapes cannot be used, says pySHACL (a shape without a name",
        ),
        (
            GOOD + 'ex:s sh:property ex:p . ex:p sh:path peel:grade ; sh:minCount "x" .',
            'says pySHACL (http://example.org/p, sh:minCount "x": Value is not Literal with datatype xsd:integer): put',
        ),
    ],
)
def test_fault_is_told(tmp_path: Path, turtle: str, fault: str) -> None:
    path = tmp_path / "own.ttl"
    path.write_text(PREFIXES + turtle, encoding="utf-8")
    with pytest.raises(ShapesError) as error:
        Validator(REGISTER, shapes=[path])
    assert fault in str(error.value)
    assert "\n" not in str(error.value)
    assert error.value.exit_code == 2


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ShapesError, match="cannot be read"):
        Validator(REGISTER, shapes=[tmp_path / "gone.ttl"])


@pytest.mark.parametrize(
    "turtle",
    [
        GOOD,
        GOOD.replace("peel:Judgment", "prov:Entity"),
        GOOD + "<http://example.org/> owl:imports <https://w3id.org/peelgraph/shapes> .",
        query("SELECT $this WHERE { $this ?p 'SERVICE # {' } # {"),
        query("SELECT $this WHERE { $this a peel:Judgment }").replace(
            "ex:q sh:", "ex:q sh:prefixes <https://w3id.org/peelgraph/shapes> ; sh:"
        ),
    ],
)
def test_good_shapes_are_used(tmp_path: Path, turtle: str) -> None:
    path = tmp_path / "own.ttl"
    path.write_text(PREFIXES + turtle, encoding="utf-8")
    Validator(REGISTER, shapes=[path])
