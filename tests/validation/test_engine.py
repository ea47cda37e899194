"""What a validation finds, whatever is thrown at it."""

from __future__ import annotations

import hashlib
import socket
import time
from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest

from peelgraph.build import build
from peelgraph.loaders import Register
from peelgraph.loaders.iris import GRAPH, ID, PEEL, SHAPES
from peelgraph.store import open_for_writing, open_store
from peelgraph.validation import Severity, Validator, validate
from peelgraph.validation.data import Data
from peelgraph.validation.engine import Engine
from peelgraph.validation.shapes import ShapeSet, parsed

REGISTER = Register.packaged()
SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample" / "loamshire-effectiveness-2016.txt"
REPORT = f"{GRAPH}report/loamshire/2016/effectiveness"
PREFIXES = f"""@base <{ID}> . @prefix peel: <{PEEL}> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix oa: <http://www.w3.org/ns/oa#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix psh: <{SHAPES}> . @prefix ex: <http://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
JUDGMENT = """<judgment/loamshire/2016/effectiveness/2> a peel:Judgment ;
  peel:force <force/loamshire> ; peel:cycle <cycle/2016> ; peel:question <question/effectiveness/2016/2> ;
  peel:report <report/loamshire/2016/effectiveness> ; peel:statedBy <passage/0123456789abcdef/10-20> .
<passage/0123456789abcdef/10-20> a peel:Passage ; oa:exact "Good words" ; oa:start 10 ; oa:end 20 ;
  peel:section "Summary" ; peel:page 3 ; peel:inDocument <document/0123456789abcdef> .
<document/0123456789abcdef> a peel:Document ; peel:fileName "loamshire.txt" .
<report/loamshire/2016/effectiveness> a peel:Report ; skos:notation "loamshire-effectiveness-2016" .
"""
GRADED = """ex:graded a sh:NodeShape ; sh:targetClass peel:Judgment ; sh:property ex:grade .
ex:grade a sh:PropertyShape ; sh:path peel:grade ; sh:minCount 1 ; sh:severity sh:Warning ;
  rdfs:label "No grade" ; sh:message "{$this} of {?path} has no grade." ; peel:remedy "Read it again." .
"""
# The names of two variables that have nothing to do with each other make a product of all statements.
ENDLESS = """ex:endless a sh:NodeShape ; sh:targetClass peel:Judgment ; rdfs:label "Endless" ; sh:sparql ex:query .
ex:query sh:message "never" ; sh:select \"\"\"SELECT $this WHERE {
  $this ?p ?o . ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . FILTER(STRLEN(STR(?l)) + STRLEN(STR(?i)) < 0) }\"\"\" .
"""


def graphs(turtle: str, name: str = REPORT) -> Mapping[str, list[ox.Quad]]:
    triples = ox.parse(PREFIXES + turtle, format=ox.RdfFormat.TURTLE)
    return {name: [ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(name)) for t in triples]}


def shapes(turtle: str) -> ShapeSet:
    return ShapeSet(Data(parsed((PREFIXES + turtle).encode(), "test")), ("test",))


def file(folder: Path, name: str, turtle: str) -> Path:
    path = folder / name
    path.write_text(PREFIXES + turtle, encoding="utf-8")
    return path


@pytest.mark.parametrize("engine", ["fast", "pyshacl"])
def test_result_has_everything_an_analyst_needs(engine: Engine) -> None:
    validator = Validator(REGISTER, ours=shapes(GRADED), engine=engine)
    (result,) = validator.check(graphs(JUDGMENT))
    assert (result.cause, result.severity, result.remedy) == ("No grade", Severity.CAVEAT, "Read it again.")
    assert (result.shape, result.path) == ("http://example.org/grade", f"{PEEL}grade")
    assert result.report == "loamshire-effectiveness-2016"
    assert result.message == "judgment/loamshire/2016/effectiveness/2 of grade has no grade."
    (place,) = result.places
    assert (place.document, place.quote, place.start, place.end) == ("loamshire.txt", "Good words", 10, 20)
    assert (place.page, place.section) == (3, "Summary")


def test_misspelt_term_blocks_and_the_nearest_is_offered() -> None:
    misspelt = JUDGMENT + "<judgment/loamshire/2016/effectiveness/2> peel:grde <grade/good> . <a> a peel:Judgement ."
    results = Validator(REGISTER, ours=shapes(GRADED)).check(graphs(misspelt))
    assert [(r.severity, r.message) for r in results if r.shape == f"{SHAPES}unknown-term"] == [
        (
            Severity.BLOCKS,
            "peel:Judgement is used once, and the ontology does not declare it; the nearest name is peel:Judgment.",
        ),
        (
            Severity.BLOCKS,
            "peel:grde is used once, and the ontology does not declare it; the nearest name is peel:grade.",
        ),
    ]


def test_unknown_datatype_and_thing() -> None:
    wrong = JUDGMENT + '<x> peel:force <force/lomshire>, <force/foobar> ; peel:value "1"^^peel:number .'
    results = Validator(REGISTER, ours=shapes(GRADED)).check(graphs(wrong))
    assert [r.message for r in results if r.shape.startswith(SHAPES)] == [
        "peel:number is used once, and the ontology does not declare it; the nearest name is peel:outcomeNumber.",
        "force/foobar is used once, and nothing describes it.",
        "force/lomshire is used once, and nothing describes it; the nearest name is force/loamshire.",
    ]


@pytest.mark.parametrize("engine", ["fast", "pyshacl"])
def test_constraint_that_runs_away_is_stopped_and_told(engine: Engine) -> None:
    many = JUDGMENT + "".join(f"<judgment/{n}> a peel:Judgment ." for n in range(300))
    started = time.monotonic()
    validator = Validator(REGISTER, ours=shapes(GRADED + ENDLESS), engine=engine, seconds=3)
    results = validator.check(graphs(many))
    assert time.monotonic() - started < 60
    (stopped,) = [r for r in results if r.shape == f"{SHAPES}unfinished-check"]
    assert stopped.severity is Severity.BLOCKS
    assert stopped.message == (
        "The check “Endless” was stopped after 3 seconds, so there may be more of what it looks for than is told."
    )
    assert (stopped.report, stopped.focus, stopped.places) == (
        "loamshire-effectiveness-2016",
        "http://example.org/query" if engine == "fast" else "http://example.org/endless",
        (),
    )
    (note,) = validator.notes
    assert note == (
        "The check “Endless” was stopped after 3 seconds, so its results are not whole: "
        "what it may have found until then is lost."
    )
    # The others were made all the same, and the runaway is not tried again.
    assert sum(r.cause == "No grade" for r in results) == 301
    assert "Endless" in {r.message.split("“")[-1].split("”")[0] for r in validator.check(graphs(JUDGMENT))}


def test_what_was_found_before_the_time_was_up_is_told(tmp_path: Path) -> None:
    own = (
        ENDLESS.replace("$this ?p ?o", f"$this <{PEEL}cycle> ?o")
        + """ex:endless sh:property [
    sh:path peel:grade ; sh:minCount 1 ; sh:name "Graded" ] ."""
    )
    data = file(tmp_path, "data.ttl", "<judgment/without-cycle> a peel:Judgment ." + JUDGMENT)
    outcome = validate([str(data)], register=REGISTER, shapes=[file(tmp_path, "own.ttl", own)], seconds=2)
    assert [r.focus for r in outcome.results if r.cause == "Graded"] == [f"{ID}judgment/without-cycle"]
    assert outcome.notes == (
        "The check “Endless” was stopped after 2 seconds, so its results are not whole: it found 1 until then.",
    )


def test_results_by_the_hundred_thousand_are_counted_and_few_are_kept() -> None:
    product = """ex:product a sh:NodeShape ; sh:targetClass peel:Judgment ; rdfs:label "Product" ; sh:sparql ex:query .
    ex:query sh:message "{?value}" ; sh:select \"\"\"SELECT $this ?value WHERE { $this a ?c . ?value a ?c }\"\"\" ."""
    many = "".join(f"<judgment/{n:03}> a peel:Judgment ." for n in range(400))
    checking = Validator(REGISTER, ours=shapes(GRADED + product), most=5).checked(graphs(many))
    assert checking.counts == {"http://example.org/product": 160_000, "http://example.org/grade": 400}
    assert len(checking.results) == 10
    assert [r.value for r in checking.results if r.cause == "Product"] == [f"<{ID}judgment/00{n}>" for n in range(5)]


def test_severities_are_worst_first() -> None:
    worse = """ex:b a sh:NodeShape ; sh:targetClass peel:Judgment ; sh:property ex:c .
    ex:c sh:path peel:trend ; sh:minCount 1 ; rdfs:label "Z" ."""
    results = Validator(REGISTER, ours=shapes(GRADED + worse)).check(graphs(JUDGMENT))
    assert [(r.severity, r.cause) for r in results] == [(Severity.BLOCKS, "Z"), (Severity.CAVEAT, "No grade")]


def test_forms_of_numbers_are_kept_and_ill_typed_ones_are_found() -> None:
    typed = """ex:typed a sh:NodeShape ; sh:targetClass peel:Observation ; sh:property ex:value .
    ex:value sh:path peel:value ; sh:datatype xsd:decimal ; sh:message "{?value}" ."""
    data = '<a> a peel:Observation ; peel:value "1.50"^^xsd:decimal, "many"^^xsd:decimal, 2 .'
    found = Validator(REGISTER, ours=shapes(typed)).check(graphs(data))
    assert [result.message for result in found] == ["2", "many"]


def test_earlier_report_of_the_store_is_compared_with(tmp_path: Path) -> None:
    earlier = """<judgment/loamshire/2015/effectiveness/overall> a peel:Judgment ; peel:force <force/loamshire> ;
      peel:cycle <cycle/2015> ; peel:grade <grade/inadequate> ; peel:statedBy <passage/1/0-4> .
    <passage/1/0-4> a peel:Passage ; oa:exact "2015" ; oa:start 0 ; oa:end 4 ; peel:inDocument <document/1> .
    <document/1> peel:fileName "loamshire-2015.txt" ; peel:text "2015" ."""
    elsewhere = "<judgment/mummerset/2015/effectiveness/overall> a peel:Judgment ; peel:force <force/mummerset> ."
    with open_for_writing(str(tmp_path / "store")) as store:
        store.replace(
            {
                **graphs(earlier, f"{GRAPH}report/loamshire/2015/effectiveness"),
                **graphs(elsewhere, f"{GRAPH}report/mummerset/2015/effectiveness"),
            }
        )
    sees = '''ex:sees a sh:NodeShape ; sh:targetClass peel:Judgment ; sh:sparql ex:query .
    ex:query sh:message "{?value}" ; sh:select """SELECT $this ?value WHERE { $this a ?c . ?value a ?c
      FILTER($this != ?value) }""" .'''
    before = digest(tmp_path / "store")
    with open_store(str(tmp_path / "store")) as store:
        (result,) = Validator(REGISTER, store, ours=shapes(sees)).check(graphs(JUDGMENT))
    assert result.message == "judgment/loamshire/2015/effectiveness/overall"
    assert [place.document for place in result.places] == ["loamshire.txt", "loamshire-2015.txt"]
    assert digest(tmp_path / "store") == before


def digest(folder: Path) -> dict[str, str]:
    return {str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_documents_of_one_call_see_one_another_and_bad_ones_are_told(tmp_path: Path) -> None:
    file(tmp_path, "a.ttl", JUDGMENT + "<judgment/loamshire/2016/effectiveness/2> peel:grade <grade/good> .")
    file(tmp_path, "b.ttl", "<judgment/x> peel:report <report/loamshire/2016/effectiveness> ; peel:frce <force/x> .")
    file(tmp_path, "c.ttl", "this is no Turtle")
    outcome = validate([str(tmp_path), str(tmp_path / "gone.txt")], register=REGISTER)
    read = {Path(d.file).name: d.faults for d in outcome.documents}
    assert read["a.ttl"] == read["b.ttl"] == ()
    assert read["c.ttl"][0].startswith(f"{tmp_path / 'c.ttl'} is not valid Turtle (")
    assert read[""] == (f"There is no file or folder {tmp_path / 'gone.txt'}: check the name.",)
    misspelt = [r for r in outcome.results if r.shape == f"{SHAPES}unknown-term"]
    assert [(r.report, r.value) for r in misspelt] == [("loamshire-effectiveness-2016", f"<{PEEL}frce>")]
    assert dict(outcome.counts)[f"{SHAPES}unknown-term"] == 1


def test_two_files_of_one_report(tmp_path: Path) -> None:
    first, second = file(tmp_path, "a.ttl", JUDGMENT), file(tmp_path, "b.ttl", JUDGMENT)
    outcome = validate([str(first), str(second)], register=REGISTER)
    assert [d.faults for d in outcome.documents] == [
        (),
        (f"{second} was left out, because {first} holds the same: keep the right one.",),
    ]


def test_own_shapes_are_run_and_silent_ones_told(tmp_path: Path) -> None:
    own = file(
        tmp_path,
        "own.ttl",
        """ex:own a sh:NodeShape ; sh:targetClass peel:Judgment ; rdfs:label "Mine" ;
        sh:property [ sh:path peel:grade ; sh:minCount 1 ; sh:name "Graded" ] .
        ex:idle a sh:NodeShape ; sh:targetClass peel:DataCaveat ; rdfs:label "Idle" ; sh:nodeKind sh:IRI .""",
    )
    data = file(tmp_path, "data.ttl", JUDGMENT)
    outcome = validate([str(data)], register=REGISTER, shapes=[own])
    (mine,) = [r for r in outcome.results if r.shape == "http://example.org/own"]
    assert (mine.cause, mine.path) == ("Graded", f"{PEEL}grade")
    assert outcome.notes == ("The shape “Idle” found nothing to look at in this data.",)


def test_nothing_is_asked_of_the_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    data = file(
        tmp_path,
        "data.ttl",
        JUDGMENT + "<https://example.org/o> <http://www.w3.org/2002/07/owl#imports> <https://example.org/i> .",
    )
    own = file(tmp_path, "own.ttl", GRADED)
    outcome = validate([str(data)], register=REGISTER, shapes=[own], engine="pyshacl")
    assert "No grade" in {result.cause for result in outcome.results}


def test_build_refuses_what_does_not_pass_and_keeps_what_was_there(tmp_path: Path) -> None:
    report, location = tmp_path / SAMPLE.name, str(tmp_path / "store")
    report.write_bytes(SAMPLE.read_bytes())
    with open_for_writing(location) as store:
        assert build([str(report)], store, REGISTER).exit_code == 0
        held = store.graphs()
    report.write_bytes(SAMPLE.read_bytes() + b"\n")
    everything = """ex:a a sh:NodeShape ; sh:targetClass peel:Report ; sh:message "No report passes" ;
    sh:not ex:b . ex:b a sh:NodeShape ."""
    with open_for_writing(location) as store:
        check = Validator(REGISTER, store, ours=shapes(everything)).check
        result = build([str(report)], store, REGISTER, check=check, quarantine=tmp_path / "refused")
        assert store.graphs() == held
    assert result.exit_code == 1
    assert result.documents[0].state == "refused"
    assert result.faults == (
        f"{report} was refused for one fault, first “No report passes”: see all with `peelgraph validate {report}`.",
    )
    assert (tmp_path / "refused" / report.name).read_bytes() == report.read_bytes()
    with open_for_writing(location) as store:
        passes = Validator(REGISTER, store, ours=shapes(GRADED)).check
        assert [d.state for d in build([str(report)], store, REGISTER, check=passes).documents] == ["loaded"]


def test_documents_that_differ_are_told_of_by_their_shape_alone_with_both_passages(tmp_path: Path) -> None:
    other = SAMPLE.with_name("mummerset-effectiveness-2016.txt")
    first, second = tmp_path / SAMPLE.name, tmp_path / other.name
    first.write_bytes(SAMPLE.read_bytes())
    second.write_bytes(other.read_bytes().replace(b"67.3", b"71.2"))
    outcome = validate([str(first), str(second)], register=REGISTER)
    assert not [r for r in outcome.results if "/contradiction/between/" in r.focus]
    differing = [r for r in outcome.results if r.shape.endswith("#england-and-wales-differs")]
    assert sorted(r.message.partition(": ")[2] for r in differing) == [
        "67 in loamshire-effectiveness-2016, 71.2 in mummerset-effectiveness-2016.",
        "67.3 in loamshire-effectiveness-2016, 71.2 in mummerset-effectiveness-2016.",
        "71.2 in mummerset-effectiveness-2016, 67.3 in loamshire-effectiveness-2016.",
    ]
    assert {tuple(place.document for place in r.places) for r in differing} == {
        (first.name, second.name),
        (second.name, first.name),
    }


def test_samples_do_not_contradict_each_other(tmp_path: Path) -> None:
    with open_for_writing(str(tmp_path / "store")) as store:
        build([str(SAMPLE)], store, REGISTER)
    other = SAMPLE.with_name("mummerset-effectiveness-2016.txt")
    with open_store(str(tmp_path / "store")) as store:
        outcome = validate([str(other)], register=REGISTER, store=store)
    assert [r.message for r in outcome.results if r.shape.endswith("-differs")] == []


def changed(folder: Path, *changes: tuple[str, str]) -> Path:
    text = SAMPLE.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "report.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_whole_figure_that_is_missing_blocks_and_its_rows_are_not_told(tmp_path: Path) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    begin = text.index("\nFigure 8:")
    table = text[begin : text.index("\n\n\n", begin)]
    outcome = validate([str(changed(tmp_path, (table, "")))], register=REGISTER)
    assert [r.message for r in outcome.results if r.severity is Severity.BLOCKS] == [
        "loamshire-effectiveness-2016: Figure 8 is missing; none of its 6 measures has a figure."
    ]
    assert [r for r in outcome.results if r.shape == f"{SHAPES}figure-not-found"] == []


def test_an_isbn_that_is_printed_wrong_is_told_with_its_words(tmp_path: Path) -> None:
    outcome = validate([str(changed(tmp_path, ("978-0-00000-001-9", "978-0-00000-001-8")))], register=REGISTER)
    (isbn,) = [r for r in outcome.results if r.shape == f"{SHAPES}isbn-misprinted"]
    assert isbn.severity is Severity.CAVEAT
    assert isbn.message == (
        "loamshire-effectiveness-2016: the ISBN printed, 978-0-00000-001-8, has a wrong check digit."
    )
    assert [place.quote for place in isbn.places] == ["978-0-00000-001-8"]
    assert [r for r in outcome.results if r.shape == f"{SHAPES}title-page-not-found"] == []


def test_questions_that_the_ontology_lacks_are_told_once(tmp_path: Path) -> None:
    path = changed(tmp_path, ("PEEL: Police effectiveness 2016", "PEEL: Police effectiveness 2015"))
    outcome = validate([str(path)], register=REGISTER)
    (blocks,) = [r for r in outcome.results if r.severity is Severity.BLOCKS]
    assert blocks.message == (
        "The ontology has no questions of effectiveness 2015, so loamshire-effectiveness-2015 cannot be checked by "
        "question."
    )
