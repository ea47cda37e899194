"""Conclusions in the store: what is written, that it is dropped on request and by a build, and that queries hold."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from peelgraph.build import build
from peelgraph.catalogue import bind, get
from peelgraph.export import export
from peelgraph.formats import Format
from peelgraph.loaders import Register
from peelgraph.loaders.iris import INFERRED_GRAPH, INFERRED_RECORD, ONTOLOGY_GRAPH
from peelgraph.reasoning import Choice, Conclusion, Engine, Reasoned, drop_kept, keep_in, kept, of_store
from peelgraph.store import Store, open_for_writing, open_store, select, text

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
LOAMSHIRE = SAMPLE / "loamshire-effectiveness-2016.txt"
PEEL = "https://w3id.org/peelgraph/ontology#"
ID = "https://w3id.org/peelgraph/id/"
JUDGMENT = f"{ID}judgment/loamshire/2016/effectiveness/2"
FORCE = f"{ID}force/loamshire"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kept") / "store"
    with open_for_writing(str(folder)) as store:
        build([str(LOAMSHIRE)], store, Register.packaged())
    return folder


@pytest.fixture
def location(built: Path, tmp_path: Path) -> str:
    return str(shutil.copytree(built, tmp_path / "store"))


def made(store: Store) -> Reasoned:
    """What a reasoner could have said of the sample."""
    conclusions = (
        Conclusion(f"{PEEL}DeterioratedJudgment", "deteriorated judgment", JUDGMENT, "", "it got worse"),
        Conclusion(f"{PEEL}DeterioratingForce", "deteriorating force", FORCE, "", "a judgment of it got worse"),
        Conclusion(f"{PEEL}worksWith", "works with", FORCE, f"{ID}agency/nca", "it says so"),
    )
    return Reasoned(Engine.HERMIT, "HermiT of tests", conclusions, sources=of_store(store, Choice()))


def answer(store: Store, query: str, **given: str) -> list[tuple[str, ...]]:
    return [tuple(text(term) for term in row) for row in select(store, bind(get(query), given))]


def test_what_is_kept_is_seen_by_queries_with_its_reasons(location: str) -> None:
    with open_for_writing(location) as store:
        assert answer(store, "inferred") == []
        keep_in(store, made(store))
        judgment = (
            "DeterioratedJudgment",
            "deteriorated judgment",
            "judgment/loamshire/2016/effectiveness/2",
            "",
            "loamshire",
            "2016",
            "it got worse",
        )
        force = "force/loamshire"
        assert answer(store, "inferred") == [
            judgment,
            ("DeterioratingForce", "deteriorating force", force, "", "loamshire", "", "a judgment of it got worse"),
            ("worksWith", "works with", force, "agency/nca", "loamshire", "", "it says so"),
        ]
        assert answer(store, "inferred", cycle="2016") == [judgment]
        assert len(answer(store, "inferred", force="loamshire")) == 3
        assert answer(store, "inferred", force="mummerset") == []
        assert select(store, f"SELECT * {{ <{JUDGMENT}> a <{PEEL}DeterioratedJudgment> }}") != []


def test_the_record_says_what_it_was_inferred_from_and_by_what(location: str) -> None:
    with open_for_writing(location) as store:
        reasoned = made(store)
        keep_in(store, reasoned)
        rows = select(
            store,
            f"""PREFIX prov: <http://www.w3.org/ns/prov#>
            SELECT ?source {{ <{INFERRED_GRAPH}> a <{PEEL}InferredGraph> ; prov:wasDerivedFrom ?source }}
            ORDER BY ?source""",
        )
        sources = [text(source) for (source,) in rows]
        assert sources[1:] == list(reasoned.sources.graphs)
        assert {ONTOLOGY_GRAPH, f"{ID}graph/report/loamshire/2016/effectiveness"} <= set(sources)
        (document,) = select(store, f"SELECT ?hash {{ <{sources[0]}> <{PEEL}sha256> ?hash }}")
        assert sources[0].endswith(text(document[0]))
        (digest,) = select(store, f"SELECT ?d {{ <{INFERRED_GRAPH}> <http://purl.org/dc/terms/identifier> ?d }}")
        assert text(digest[0]) == f"sha256:{reasoned.sources.digest}"
        (software,) = select(
            store, 'SELECT ?s { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> "HermiT of tests"@en }'
        )
        assert text(software[0]) == f"{ID}software/hermit-of-tests"


def test_keeping_twice_changes_nothing_to_the_byte(location: str, tmp_path: Path) -> None:
    files = []
    for run in ("one", "two"):
        with open_for_writing(location) as store:
            keep_in(store, made(store))
        files.append(tmp_path / run)
        with open_store(location) as opened, files[-1].open("wb") as out:
            export(opened, Format.NQUADS, out, [INFERRED_GRAPH, INFERRED_RECORD])
    assert files[0].read_bytes() == files[1].read_bytes()


def test_it_is_dropped_on_request(location: str) -> None:
    with open_for_writing(location) as store:
        keep_in(store, made(store))
        assert kept(store)
        assert drop_kept(store)
        assert not drop_kept(store)
        assert not {INFERRED_GRAPH, INFERRED_RECORD} & set(store.graphs())


def test_a_build_that_changes_nothing_leaves_it(location: str) -> None:
    with open_for_writing(location) as store:
        keep_in(store, made(store))
        assert build([str(LOAMSHIRE)], store, Register.packaged()).notes == ()
        assert kept(store)


def test_a_build_that_changes_a_source_drops_it_and_says_so(location: str) -> None:
    with open_for_writing(location) as store:
        keep_in(store, made(store))
        result = build([str(SAMPLE)], store, Register.packaged())
        assert result.notes == (
            "What had been inferred was dropped, because its sources changed: renew it by peelgraph reason --keep.",
        )
        assert not {INFERRED_GRAPH, INFERRED_RECORD} & set(store.graphs())


def test_a_new_ontology_drops_it(location: str) -> None:
    with open_for_writing(location) as store:
        keep_in(store, made(store))
        register = Register({**Register.packaged().turtle, "more.ttl": b"<urn:a> <urn:b> <urn:c> ."})
        assert len(build([], store, register).notes) == 1
        assert not kept(store)


def test_other_queries_answer_as_before(location: str) -> None:
    """Further classes of a thing must not double its rows."""
    with open_for_writing(location) as store:
        names = (
            "forces",
            "judgments",
            "findings",
            "initiatives",
            "partners",
            "grade-matrix",
            "evidence-balance",
            "vocabulary",
        )
        before = {name: answer(store, name) for name in names}
        keep_in(store, made(store))
        assert {name: answer(store, name) for name in names} == before
