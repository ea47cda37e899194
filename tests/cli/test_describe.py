"""`peelgraph describe`: the graph in the terms of data catalogues, counted from the store."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from peelgraph import __version__
from peelgraph.build import build
from peelgraph.description import DATASET, version
from peelgraph.loaders import Register
from peelgraph.store import open_for_writing, open_store, select, text

from .conftest import LOAMSHIRE, Run

DCAT = "http://www.w3.org/ns/dcat#"
DCTERMS = "http://purl.org/dc/terms/"
DQV = "http://www.w3.org/ns/dqv#"
VOID = "http://rdfs.org/ns/void#"
PEEL = "https://w3id.org/peelgraph/ontology#"


def described(run: Run, store: Path, *more: object) -> ox.Store:
    ran = run("describe", "--store", store, *more)
    assert ran.code == 0, ran.err
    graph = ox.Store()
    graph.load(ran.out.encode(), format=ox.RdfFormat.TURTLE)
    return graph


def values(graph: ox.Store, subject: str, predicate: str) -> set[str]:
    found = graph.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None, None)
    return {text(quad.object) for quad in found}


def test_counts_are_those_of_the_store(run: Run, built: Path) -> None:
    graph = described(run, built)
    with open_store(str(built)) as store:
        ((statements,),) = select(store, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")
        ((judgments,),) = select(store, f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a <{PEEL}Judgment> }}")
        graphs = store.graphs()
        release = version(store)
    assert values(graph, DATASET, f"{VOID}triples") == {text(statements)}
    assert len(values(graph, DATASET, f"{VOID}subset")) == len(graphs)
    answer = graph.query(
        f"SELECT ?n {{ <{DATASET}> <{VOID}classPartition> ?p ."
        f" ?p <{VOID}class> <{PEEL}Judgment> ; <{VOID}entities> ?n }}"
    )
    assert isinstance(answer, ox.QuerySolutions)
    assert [text(row["n"]) for row in answer] == [text(judgments)] == ["11"]
    assert values(graph, DATASET, f"{DCAT}version") == {release}
    assert re.fullmatch(re.escape(__version__) + r"\+[0-9a-f]{12}", release)


def test_coverage_and_period(run: Run, built: Path) -> None:
    graph = described(run, built)
    assert values(graph, DATASET, f"{DCTERMS}subject") == {"https://w3id.org/peelgraph/id/cycle/2016"}
    measured = {
        name: values(graph, f"{DATASET}/measurement/{name}", f"{DQV}value")
        for name in ("forces", "graded-questions", "grades-found")
    }
    # Two forces, four questions and the overall one each; the damaged sample has lost one grade.
    assert measured == {"forces": {"2"}, "graded-questions": {"10"}, "grades-found": {"9"}}
    assert values(graph, f"{DATASET}/period", f"{DCAT}startDate") == {"2017-03"}


def test_licence_and_sources(run: Run, built: Path) -> None:
    graph = described(run, built)
    (licence,) = values(graph, DATASET, f"{DCTERMS}license")
    assert licence == "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
    assert len(values(graph, DATASET, "http://www.w3.org/ns/prov#wasDerivedFrom")) == 2


def test_the_same_store_gives_the_same_bytes(run: Run, built: Path) -> None:
    first = run("describe", "--store", built)
    assert first == run("describe", "--store", built)
    assert first.out.index(f"<{DATASET}> ") < first.out.index(f"<{DATASET}/class/")


def test_version_follows_the_documents(built: Path, tmp_path: Path) -> None:
    smaller = tmp_path / "smaller"
    with open_for_writing(str(smaller)) as store:
        build([str(LOAMSHIRE)], store, Register.packaged())
        with open_store(str(built)) as other:
            assert version(store) != version(other)


@pytest.mark.parametrize(
    ("address", "media_type"),
    [
        ("https://example.org/graph.trig", "application/trig"),
        ("https://example.org/a%20b/graph.nq.gz?x=1", "application/n-quads"),
        ("http://example.org/graph.ttl", "text/turtle"),
        ("https://example.org/graph.jsonld", "application/ld+json"),
    ],
)
def test_downloads_have_their_media_type(run: Run, built: Path, address: str, media_type: str) -> None:
    graph = described(run, built, "--download", address)
    (distribution,) = values(graph, DATASET, f"{DCAT}distribution")
    assert values(graph, distribution, f"{DCAT}downloadURL") == {address}
    assert values(graph, distribution, f"{DCAT}mediaType") == {
        f"https://www.iana.org/assignments/media-types/{media_type}"
    }
    assert bool(values(graph, distribution, f"{DCAT}compressFormat")) == (".gz" in address)


def test_json_ld_says_the_same(run: Run, built: Path, tmp_path: Path) -> None:
    target = tmp_path / "dataset.jsonld"
    assert run("describe", "--store", built, "--format", "jsonld", "--output", target) == (0, "", "")
    json_ld = {quad.triple for quad in ox.parse(path=str(target), format=ox.RdfFormat.JSON_LD)}
    assert json_ld == {quad.triple for quad in described(run, built)}


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        (("--download", "graph.trig"), "peelgraph: graph.trig is not a web address"),
        (("--download", "https://example.org/gr aph.trig"), "is not a web address"),
        (("--download", "https://example.org/graph.zip"), "does not tell its format"),
        (("--format", "csv"), "A description is not written as csv: take turtle or jsonld."),
        (("--format", "xml"), "There is no format xml: the formats are turtle, jsonld."),
    ],
)
def test_what_cannot_be_described(run: Run, built: Path, more: tuple[str, ...], complaint: str) -> None:
    ran = run("describe", "--store", built, *more)
    assert ran.code == 2
    assert complaint in ran.err
    assert ran.out == ""


def test_citation_file_names_this_version() -> None:
    citation = (Path(__file__).parents[2] / "CITATION.cff").read_text(encoding="utf-8")
    assert re.findall(r"^version: (.*)$", citation, re.MULTILINE) == [__version__]
