"""`peelgraph validate`: what it writes, how it ends, and that it leaves the store alone."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from rdflib import RDF, Graph
from rdflib.namespace import SH

from peelgraph.loaders import Register
from peelgraph.validation import validate
from peelgraph.validation.results import Checked, Outcome, Result, Severity
from peelgraph.validation.writers import Report, as_json

from .conftest import LOAMSHIRE, SAMPLE, Run, report

DOCS = Path(__file__).resolve().parents[2] / "docs" / "validation.md"
NAME = "loamshire-effectiveness-2016"
FORMATS = ("text", "json", "html", "sarif", "junit", "ttl")


def found(severity: Severity) -> Result:
    return Result(
        f"https://w3id.org/peelgraph/shapes#{severity}", f"Cause that is {severity}", severity,
        "http://www.w3.org/ns/shacl#SPARQLConstraintComponent", "https://w3id.org/peelgraph/id/x", "", "",
        f"It is {severity}.", "Put it right.", NAME,
    )  # fmt: skip


BLOCKS, CAVEAT, NOTE = map(found, Severity)
Finds = Callable[..., None]


@pytest.fixture
def finds(monkeypatch: pytest.MonkeyPatch) -> Finds:
    """Let the engine find what a test says, so that the command is tested and not the shapes."""

    def of(*results: Result, unread: bool = False) -> None:
        broken = (Checked("broken.ttl", faults=("broken.ttl is not valid Turtle.",)),) if unread else ()
        outcome = Outcome((Checked("a.txt", NAME), *broken), results, ())
        monkeypatch.setattr("peelgraph.validation.validate", lambda *_, **__: outcome)

    return of


@pytest.mark.parametrize(
    ("fail_on", "codes"),
    [("blocks", (1, 0, 0)), ("caveat", (1, 1, 0)), ("note", (1, 1, 1)), ("never", (0, 0, 0)), ("Caveat", (1, 1, 0))],
)
def test_it_ends_by_the_severity_asked_for(run: Run, finds: Finds, fail_on: str, codes: tuple[int, ...]) -> None:
    ended = []
    for result in (BLOCKS, CAVEAT, NOTE):
        finds(result)
        ended.append(run("validate", "a.txt", "--fail-on", fail_on).code)
    assert tuple(ended) == codes


def test_an_unreadable_document_is_never_passed_over(run: Run, finds: Finds) -> None:
    finds(unread=True)
    done = run("validate", "a.txt", "broken.ttl", "--fail-on", "never")
    assert (done.code, done.err) == (1, "")
    assert "  broken.ttl: not read\n    broken.ttl is not valid Turtle.\n" in done.out


def test_without_a_store_it_says_that_nothing_was_compared(run: Run, finds: Finds, built: Path, tmp_path: Path) -> None:
    finds()
    alone = "Note: There is no store, so nothing was compared with other reports or with published grades.\n"
    assert alone in run("validate", "a.txt").out
    assert alone not in run("validate", "a.txt", "--store", built).out
    done = run("validate", "a.txt", "--store", tmp_path / "none")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("peelgraph: There is no store at")


def test_two_documents_without_a_store_were_compared_with_each_other(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = Outcome((Checked("a.txt", "a"), Checked("b.txt", "b")), (), ())
    monkeypatch.setattr("peelgraph.validation.validate", lambda *_, **__: outcome)
    notes = [line for line in run("validate", "a.txt", "b.txt").out.splitlines() if line.startswith("Note: ")]
    assert notes == ["Note: There is no store, so these documents were compared with one another only."]


@pytest.mark.parametrize(("given", "seconds"), [([], 30), (["--timeout", "2.5"], 2.5), (["--timeout", "0"], None)])
def test_how_long_a_check_may_take(
    run: Run, monkeypatch: pytest.MonkeyPatch, given: list[str], seconds: float | None
) -> None:
    asked: dict[str, object] = {}

    def engine(_: list[str], **more: object) -> Outcome:
        asked.update(more)
        return Outcome((Checked("a.txt", NAME),), (), ())

    monkeypatch.setattr("peelgraph.validation.validate", engine)
    assert run("validate", "a.txt", *given).code == 0
    assert asked["seconds"] == seconds


def test_the_engine_gets_what_was_asked_for(run: Run, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, object] = {}

    def engine(paths: list[str], **more: object) -> Outcome:
        asked.update(more, paths=paths, location=getattr(more["store"], "location", None))
        return Outcome((Checked("a.txt", NAME),), (), ())

    monkeypatch.setattr("peelgraph.validation.validate", engine)
    assert run("validate", "a.txt", "b", "--shapes", "one.ttl", "--shapes", "two.ttl", "--store", built).code == 0
    assert asked["paths"] == ["a.txt", "b"]
    assert asked["shapes"] == [Path("one.ttl"), Path("two.ttl")]
    assert asked["location"] == str(built)


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("r.json", '{\n  "format": "peelgraph-validation",'),
        ("r.HTML", "<!DOCTYPE html>"),
        ("r.sarif", '{\n  "version": "2.1.0",'),
        ("r.xml", "<?xml"),
        ("r.ttl", "@prefix"),
        ("r.txt", "Read: 1 document"),
        ("r", "Read: 1 document"),
    ],
)
def test_the_name_of_the_output_says_the_format(run: Run, finds: Finds, tmp_path: Path, name: str, begins: str) -> None:
    finds(CAVEAT)
    path = tmp_path / name
    done = run("validate", "a.txt", "--output", path)
    assert (done.code, done.out) == (0, "")
    assert done.err == f"Nothing blocks publication, 1 calls for a caveat. The report is {path}.\n"
    assert path.read_text("utf-8").startswith(begins)
    assert [each.name for each in tmp_path.iterdir()] == [name], "no half-written file is left"


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_goes_to_the_screen_and_nothing_beside_it(run: Run, finds: Finds, form: str) -> None:
    finds(BLOCKS, CAVEAT)
    done = run("validate", "a.txt", "--format", form.upper())
    assert (done.code, done.err) == (1, "")
    assert "It is blocks." in done.out


def test_all_results_are_shown_on_demand(run: Run, finds: Finds) -> None:
    finds(*(replace(NOTE, message=f"Note {number}.") for number in range(1, 6)))
    assert "  … and 2 more (--all)\n" in run("validate", "a.txt").out
    done = run("validate", "a.txt", "--all")
    assert "- Note 5.\n" in done.out
    assert "(--all)" not in done.out


def test_against_an_earlier_validation_only_new_results_fail(run: Run, finds: Finds, tmp_path: Path) -> None:
    last = tmp_path / "last.json"
    finds(BLOCKS)
    assert run("validate", "a.txt", "--output", last).code == 1
    done = run("validate", "a.txt", "--baseline", last)
    assert done.code == 0
    assert "Since the earlier validation: 0 new, 0 gone, 1 unchanged." in done.out
    finds(replace(BLOCKS, focus="https://w3id.org/peelgraph/id/y", message="It is new."))
    done = run("validate", "a.txt", "--baseline", last)
    assert done.code == 1
    assert "- NEW  It is new.\n" in done.out
    assert "Gone since the earlier validation: 1 result\n" in done.out
    states = {"new": "new", "gone": "absent"}
    sarif = json.loads(run("validate", "a.txt", "--baseline", last, "--format", "sarif").out)
    assert [each["baselineState"] for each in sarif["runs"][0]["results"]] == list(states.values())
    content = json.loads(run("validate", "a.txt", "--baseline", last, "--format", "json").out)
    assert [content["results"][0]["state"], content["gone"][0]["state"]] == list(states)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--format", "yaml"), "There is no format yaml: the formats are text, json, html, sarif, junit, ttl."),
        (("--fail-on", "all"), "There is no severity all: take blocks, caveat, note or never."),
        (("--baseline", "no.json"), "The earlier validation no.json cannot be read: No such file or directory."),
        (("--output", "no/r.json"), "no/r.json cannot be written: No such file or directory."),
    ],
)
def test_wrong_usage_is_told(run: Run, finds: Finds, arguments: tuple[str, str], said: str) -> None:
    finds()
    done = run("validate", "a.txt", *arguments)
    assert (done.code, done.out, done.err) == (2, "", f"peelgraph: {said}\n")


def test_something_must_be_named(run: Run) -> None:
    assert run("validate") == (2, "", "peelgraph: Missing argument 'PATH'.\n")


@pytest.mark.parametrize(("force", "licence"), [("loamshire", "Made up"), ("kent", "Open Government Licence v3.0")])
def test_the_licence_of_the_words_is_told(run: Run, monkeypatch: pytest.MonkeyPatch, force: str, licence: str) -> None:
    outcome = Outcome((Checked("a.txt", f"{force}-effectiveness-2016"),), (), ())
    monkeypatch.setattr("peelgraph.validation.validate", lambda *_, **__: outcome)
    assert licence in json.loads(run("validate", "a.txt", "--format", "json").out)["licence"]


# ── With the engine and the shapes ───────────────────────────────────────────────────────────────────────────────


def contents(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_samples_can_be_published(run: Run, built: Path) -> None:
    before = contents(built)
    done = run("validate", SAMPLE, "--store", built)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Read: 2 documents\n")
    assert "\nNothing blocks publication" in done.out
    assert contents(built) == before, "the store is only read"


def test_broken_inputs_are_told_and_the_others_are_checked(run: Run, tmp_path: Path) -> None:
    turtle, empty = tmp_path / "broken.ttl", tmp_path / "empty.txt"
    turtle.write_text("<urn:a> <urn:b> .", "utf-8")
    empty.write_text("", "utf-8")
    whole = tmp_path / LOAMSHIRE.name
    whole.write_text(report("Loamshire Constabulary", "The force should improve."), "utf-8")
    done = run("validate", turtle, empty, whole, "--format", "json", "--fail-on", "never")
    content = json.loads(done.out)
    by_file = {Path(each["file"]).name: each for each in content["documents"]}
    assert done.code == 1
    assert {name: each["name"] for name, each in by_file.items()} == {
        "broken.ttl": "", "empty.txt": "", LOAMSHIRE.name: NAME,
    }  # fmt: skip
    assert all(name in by_file[name]["faults"][0] for name in ("broken.ttl", "empty.txt"))
    assert run("validate", turtle, empty).code == 2


@pytest.fixture(scope="module")
def samples() -> Outcome:
    """What is found in the samples."""
    return validate([str(SAMPLE)], register=Register.packaged())


def test_the_words_of_each_result_stand_where_it_says(samples: Outcome) -> None:
    places = [place for result in samples.results for place in result.places]
    assert places
    for place in places:
        assert (SAMPLE / place.document).read_bytes().decode()[place.start : place.end] == place.quote


def test_a_sentence_added_to_a_report_makes_nothing_new(run: Run, samples: Outcome, tmp_path: Path) -> None:
    last, longer = tmp_path / "last.json", tmp_path / LOAMSHIRE.name
    last.write_text(as_json(Report(samples)), "utf-8")
    text = LOAMSHIRE.read_bytes().decode()
    longer.write_bytes(text.replace("Calls are answered", "We visited three stations. Calls are answered", 1).encode())
    done = run("validate", longer, "--baseline", last, "--format", "json")
    content = json.loads(done.out)
    of_report = sum(result.report == NAME for result in samples.results)
    assert content["summary"]["baseline"] == {"new": 0, "unchanged": of_report, "gone": 0}
    starts = [[place.start for place in result.places] for result in samples.results if result.report == NAME]
    assert [[place["start"] for place in each["places"]] for each in content["results"]] != starts
    assert any("not compared (" in note and "mummerset-effectiveness-2016" in note for note in content["notes"])


@pytest.mark.parametrize("form", ["sarif", "junit", "ttl", "html"])
def test_formats_of_the_samples_can_be_read(
    run: Run, monkeypatch: pytest.MonkeyPatch, samples: Outcome, form: str
) -> None:
    monkeypatch.setattr("peelgraph.validation.validate", lambda *_, **__: samples)
    out = run("validate", SAMPLE, "--format", form).out
    if form == "sarif":
        results = json.loads(out)["runs"][0]["results"]
        assert len(results) == len(samples.results)
        physical = [location["physicalLocation"] for each in results for location in each["locations"]]
        regions = [each["region"] for each in physical if "region" in each]
        assert len(regions) == sum(bool(result.places) for result in samples.results)
    elif form == "junit":
        assert len(etree.fromstring(out.encode())) == 2
    elif form == "ttl":
        found_in = Graph().parse(data=out, format="turtle")
        assert len(list(found_in.subjects(RDF.type, SH.ValidationResult))) == len(samples.results)
    else:
        assert "Made up for peelgraph&#x27;s samples" in out


def test_the_example_of_a_shape_in_the_documentation_works(run: Run, tmp_path: Path) -> None:
    """docs/validation.md shows a shape and what it finds in a sample."""
    page = DOCS.read_text("utf-8")
    [shape] = re.findall(r"```turtle\n(.*?)```", page, re.DOTALL)
    [shown] = re.findall(r"```\n(  Grade that got worse: .*?)```", page, re.DOTALL)
    path = tmp_path / "our-shapes.ttl"
    path.write_text(shape, "utf-8")
    done = run("validate", LOAMSHIRE, "--shapes", path)
    assert done.code == 0
    assert shown in done.out
