"""The quads of a document: the same each time, closed over the vocabulary, one step from the words."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest

from peelgraph.loaders import Loaded, Register, load
from peelgraph.loaders.iris import BASE, DCTERMS, ID, OA, PEEL, RDF, SKOS, XSD

ROOT = Path(__file__).resolve().parents[2]
FILES = (
    "data/sample/loamshire-effectiveness-2016.txt",
    "data/sample/mummerset-effectiveness-2016.txt",
    "data/peel-grades.csv",
)
STANDARD = ("http://www.w3.org/", "http://purl.org/", "https://schema.org/")
DECLARED_KINDS = (
    "force", "agency", "cycle", "pillar", "question", "grade", "trend", "metric", "unit", "source", "area", "direction",
    "dataset", "theme",
)  # fmt: skip
DIGEST = """
import hashlib, sys
from pathlib import Path
import pyoxigraph as ox
from peelgraph.loaders import Register, load
digest = hashlib.sha256()
for name in sys.argv[1:]:
    for iri, quads in load(Path(name), Register.packaged()).graphs.items():
        digest.update(ox.serialize(quads, format=ox.RdfFormat.N_QUADS))
print(digest.hexdigest())
"""


@pytest.fixture(scope="module")
def loaded(register: Register, samples: dict[str, Loaded]) -> list[Loaded]:
    return [*samples.values(), load(ROOT / FILES[2], register)]


def _quads(loaded: Iterable[Loaded]) -> list[ox.Quad]:
    return [quad for one in loaded for quads in one.graphs.values() for quad in quads]


def _lines(loaded: Loaded) -> list[str]:
    return sorted(str(quad) for quads in loaded.graphs.values() for quad in quads)


def _literals(quads: Iterable[ox.Quad], predicate: str) -> dict[str, str]:
    return {
        q.subject.value: q.object.value
        for q in quads
        if q.predicate.value == predicate and isinstance(q.subject, ox.NamedNode) and isinstance(q.object, ox.Literal)
    }


def test_two_runs_give_the_same_lines(loaded: list[Loaded]) -> None:
    fresh = Register.packaged()
    for name, first in zip(FILES, loaded, strict=True):
        again = load(ROOT / name, fresh)
        assert _lines(again) == _lines(first)
        assert len(_lines(first)) == len(set(_lines(first))) > 1000


def test_two_processes_give_the_same_bytes() -> None:
    digests = set()
    for seed in ("0", "4711"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        run = subprocess.run(
            [sys.executable, "-c", DIGEST, *FILES],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        digests.add(run.stdout)
    assert len(digests) == 1
    assert re.fullmatch(r"[0-9a-f]{64}\n", digests.pop())


def test_quads_stand_in_the_graph_that_names_them(loaded: list[Loaded]) -> None:
    for one in loaded:
        assert len(one.graphs) == 2
        for name, quads in one.graphs.items():
            assert name.startswith(ID + "graph/")
            assert {q.graph_name for q in quads} == {ox.NamedNode(name)}


def test_no_blank_nodes(loaded: list[Loaded]) -> None:
    terms = {t for q in _quads(loaded) for t in (q.subject, q.object)}
    assert not [t for t in terms if not isinstance(t, ox.NamedNode | ox.Literal)]


def test_every_iri_is_ours_or_a_standard_s(loaded: list[Loaded]) -> None:
    for quad in _quads(loaded):
        assert isinstance(quad.subject, ox.NamedNode)
        assert quad.subject.value.startswith(ID)
        assert quad.predicate.value.startswith((PEEL, *STANDARD)), quad.predicate
        if isinstance(quad.object, ox.NamedNode) and quad.predicate.value != DCTERMS + "source":
            standard = quad.predicate.value == RDF + "type" and quad.object.value.startswith(STANDARD)
            assert quad.object.value.startswith(BASE) or standard, quad


def _declared(folder: Path) -> set[str]:
    return {
        quad.subject.value
        for path in sorted(folder.glob("*.ttl"))
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
        if isinstance(quad.subject, ox.NamedNode)
    }


def undeclared(quads: Iterable[ox.Quad], declared: set[str]) -> set[str]:
    """The terms of the vocabulary, and the things of closed kinds, that are used and not declared."""
    kinds = tuple(f"{ID}{kind}/" for kind in DECLARED_KINDS)
    quads = list(quads)
    made_here = {
        q.subject.value for q in quads if q.predicate.value == RDF + "type" and isinstance(q.subject, ox.NamedNode)
    }
    used = {q.predicate.value for q in quads}
    used |= {q.object.value for q in quads if isinstance(q.object, ox.NamedNode)}
    return {iri for iri in used if iri.startswith((PEEL, *kinds)) and iri not in declared and iri not in made_here}


def test_every_term_is_declared(loaded: list[Loaded]) -> None:
    declared = _declared(ROOT / "ontology")
    assert len(declared) > 300
    assert undeclared(_quads(loaded), declared) == set()


def test_a_term_that_is_not_declared_is_seen() -> None:
    a, b = ox.NamedNode(ID + "finding/x"), ox.NamedNode(ID + "grade/splendid")
    quads = [ox.Quad(a, ox.NamedNode(PEEL + "hasGrade"), b)]
    assert undeclared(quads, _declared(ROOT / "ontology")) == {PEEL + "hasGrade", ID + "grade/splendid"}


def test_every_quote_stands_at_its_offsets(loaded: list[Loaded]) -> None:
    total = 0
    for one in loaded:
        quads = _quads([one])
        text = _literals(quads, PEEL + "text")[f"{ID}document/{one.sha256}"]
        exact, start, end = (_literals(quads, OA + name) for name in ("exact", "start", "end"))
        assert set(exact) == set(start) == set(end)
        for passage, quote in exact.items():
            assert text[int(start[passage]) : int(end[passage])] == quote
            assert passage == f"{ID}passage/{one.sha256[:16]}/{start[passage]}-{end[passage]}"
        total += len(exact)
    assert total > 750


def test_the_stored_text_is_the_document_s(loaded: list[Loaded]) -> None:
    for name, one in zip(FILES, loaded, strict=True):
        data = (ROOT / name).read_bytes()
        document = f"{ID}document/{hashlib.sha256(data).hexdigest()}"
        quads = _quads([one])
        assert _literals(quads, PEEL + "text")[document] == data.decode()
        assert _literals(quads, PEEL + "sha256") == {document: one.sha256}
        assert _literals(quads, PEEL + "fileName") == {document: Path(name).name}


def test_every_fact_says_which_words_state_it(loaded: list[Loaded]) -> None:
    classes = {"Judgment", "AreaForImprovement", "CauseOfConcern", "Recommendation", "Observation", "PublishedGrade"}
    quads = _quads(loaded)
    facts = [
        q.subject for q in quads if q.predicate.value == RDF + "type"
        and isinstance(q.object, ox.NamedNode) and q.object.value.removeprefix(PEEL) in classes
    ]  # fmt: skip
    stated = [q.subject for q in quads if q.predicate.value == PEEL + "statedBy"]
    found_by = {q.subject for q in quads if q.predicate.value == PEEL + "foundBy"}
    assert len(facts) >= 11 + 35 + 84 + 662
    assert set(facts) <= found_by
    assert set(Counter(f for f in stated if f in set(facts)).values()) == {1}
    assert set(facts) <= set(stated)


def test_dates_have_the_type_of_their_precision(loaded: list[Loaded]) -> None:
    forms = {"gYear": r"\d{4}", "gYearMonth": r"\d{4}-\d\d", "date": r"\d{4}-\d\d-\d\d"}
    seen: dict[str, set[str]] = {name: set() for name in forms}
    for quad in _quads(loaded):
        if isinstance(quad.object, ox.Literal):
            kind = quad.object.datatype.value.removeprefix(XSD)
            looks = [name for name, form in forms.items() if name != "gYear" and re.fullmatch(form, quad.object.value)]
            if kind in forms:
                assert re.fullmatch(forms[kind], quad.object.value), quad
                seen[kind].add(quad.predicate.value)
            elif looks:
                assert quad.predicate.value not in {PEEL + "deadline", PEEL + "periodEnd", PEEL + "asAt"}, quad
    assert PEEL + "deadline" in seen["date"] & seen["gYearMonth"]
    assert {PEEL + "periodStart", PEEL + "periodEnd", PEEL + "asAt", DCTERMS + "modified"} <= seen["date"]
    assert {PEEL + "fieldworkStart", DCTERMS + "issued"} <= seen["gYearMonth"]


def test_a_figure_keeps_what_is_printed(samples: dict[str, Loaded]) -> None:
    quads = _quads([samples["loamshire"]])
    total = f"{ID}observation/loamshire/2016/effectiveness/figure-4/total-outcomes/2016-06-30"
    values = {q.predicate.value: q.object for q in quads if q.subject == ox.NamedNode(total)}
    assert values[PEEL + "printed"] == ox.Literal("100.00")
    assert values[PEEL + "value"] == ox.Literal("100.00", datatype=ox.NamedNode(XSD + "decimal"))
    assert values[PEEL + "benchmark"] == ox.NamedNode(f"{total}/england-and-wales")
    dash = f"{ID}observation/loamshire/2016/effectiveness/force-in-numbers/domestic-abuse-calls/2016-06-30"
    values = {q.predicate.value: q.object for q in quads if q.subject == ox.NamedNode(dash)}
    assert values[PEEL + "printed"] == ox.Literal("–")
    assert values[PEEL + "status"] == ox.Literal("not-supplied")
    assert PEEL + "value" not in values


def test_an_unknown_metric_is_marked_as_found(load_text: Callable[[str], Loaded], sample_texts: dict[str, str]) -> None:
    text = sample_texts["loamshire"].replace("Sexual offences\t1.6\t1.8", "Goose thefts\t1.6\t1.8")
    loaded = load_text(text)
    metric = ox.NamedNode(ID + "metric/found/goose-thefts")
    about = {q.predicate.value: q.object for q in _quads([loaded]) if q.subject == metric}
    assert about == {
        RDF + "type": ox.NamedNode(PEEL + "Metric"),
        SKOS + "notation": ox.Literal("goose-thefts"),
        SKOS + "prefLabel": ox.Literal("Goose thefts", language="en"),
        PEEL + "unit": ox.NamedNode(ID + "unit/count"),
        PEEL + "direction": ox.NamedNode(ID + "direction/neither"),
        PEEL + "curated": ox.Literal("false", datatype=ox.NamedNode(XSD + "boolean")),
    }
    assert [m.metric for m in loaded.missing] == ["sexual-offences"]


def test_provenance(samples: dict[str, Loaded]) -> None:
    one = samples["mummerset"]
    names = {g.rsplit("/graph/", 1)[1] for g in one.graphs}
    assert names == {"report/mummerset/2016/effectiveness", "provenance/mummerset/2016/effectiveness"}
    missing = [
        q for q in _quads([one])
        if q.predicate.value == RDF + "type" and q.object == ox.NamedNode(PEEL + "MissingFact")
    ]  # fmt: skip
    assert len(missing) == len(one.missing) == 12
    assert {q.graph_name.value for q in missing if isinstance(q.graph_name, ox.NamedNode)} == {
        f"{ID}graph/provenance/mummerset/2016/effectiveness"
    }


def test_a_found_name_without_capitals_is_a_kind_of_partner(
    load_text: Callable[[str], Loaded], sample_texts: dict[str, str]
) -> None:
    told = "share what they learn with Loamshire County Council"
    (words,) = (text for text in sample_texts.values() if told in text)
    loaded = load_text(words.replace(told, "share what they learn with the county council"))
    kinds = {str(quad.subject): str(quad.object) for quad in _quads([loaded]) if quad.predicate.value == f"{RDF}type"}
    found = f"<{ID}agency/found"
    assert kinds[f"{found}/county-council>"] == f"<{PEEL}GenericPartner>"
    assert kinds[f"{found}/loamshire-county-council>"] == f"<{PEEL}PartnerAgency>"
