"""What is given to be validated: RDF of every format, and files that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from peelgraph.loaders import LoadError, Register
from peelgraph.loaders.iris import GRAPH, ID, PEEL
from peelgraph.validation import inputs
from peelgraph.validation.inputs import read_input

REGISTER = Register.packaged()
BOMB = """<?xml version="1.0"?><!DOCTYPE rdf:RDF [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://example.org/">
<rdf:Description rdf:about="http://example.org/a"><e:p>&b;</e:p></rdf:Description></rdf:RDF>"""


def read(folder: Path, name: str, content: str) -> inputs.Input:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return read_input(str(path), REGISTER)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("data.ttl", "<http://example.org/a> <http://example.org/p> 1 ."),
        ("data.trig", "<http://example.org/a> <http://example.org/p> 1 ."),
        ("data.nt", '<http://example.org/a> <http://example.org/p> "1" .'),
        ("data.nq", '<http://example.org/a> <http://example.org/p> "1" .'),
        ("data.jsonld", '{"@id": "http://example.org/a", "http://example.org/p": 1}'),
        ("data.rdf", BOMB.replace("&a;", "x")),
    ],
)
def test_every_format_is_read(tmp_path: Path, name: str, content: str) -> None:
    found = read(tmp_path, name, content)
    assert found.key == "data"
    assert {graph: len(quads) for graph, quads in found.graphs.items()} == {f"{GRAPH}file/data": 1}


def test_graphs_keep_their_names(tmp_path: Path) -> None:
    content = "<http://example.org/g> { <http://example.org/a> <http://example.org/p> 1 }"
    assert list(read(tmp_path, "data.trig", content).graphs) == ["http://example.org/g"]


def test_statements_of_one_report_stand_in_its_graph(tmp_path: Path) -> None:
    content = f"<{ID}report/loamshire/2016/effectiveness> a <{PEEL}Report> ."
    assert list(read(tmp_path, "data.ttl", content).graphs) == [f"{GRAPH}report/loamshire/2016/effectiveness"]


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("data.ttl", "<http://example.org/a> <http", "is not valid Turtle ("),
        ("data.ttl", "<a> <b> <c> .", "is not valid Turtle ("),
        ("data.ttl", "# nothing", "says nothing: give a file with data."),
        ("data.jsonld", '{"@context": "https://example.org/c", "a": 1}', "is not valid JSON-LD (No LoadDocument"),
        ("data.rdf", BOMB, "has XML entities that would fill the memory: write them out."),
    ],
)
def test_what_cannot_be_used_is_told(tmp_path: Path, name: str, content: str, fault: str) -> None:
    with pytest.raises(LoadError) as error:
        read(tmp_path, name, content)
    assert str(error.value).startswith(f"{tmp_path / name} {fault}")


def test_entities_that_are_often_used_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "LARGEST", 1_000)
    with pytest.raises(LoadError, match="fill the memory"):
        read(tmp_path, "data.rdf", f'<!DOCTYPE r [<!ENTITY a "{"a" * 100}">]><r>{"&a;" * 11}</r>')
    with pytest.raises(LoadError, match=r"has 0 MB, and 0 is the most"):
        read(tmp_path, "data.ttl", "#" * 1_001)
