"""`peelgraph explain`: the words behind a fact."""

from __future__ import annotations

from pathlib import Path

import pytest

from peelgraph.explain import LICENCE, MADE_UP, explain
from peelgraph.loaders.iris import PEEL
from peelgraph.store import open_for_writing, open_store, select, text

from .conftest import LOAMSHIRE, Run


def test_a_finding_is_shown_in_its_place(run: Run, built: Path) -> None:
    done = run("explain", "finding/loamshire/2016/effectiveness/3-afi-1", "--store", built)
    document = LOAMSHIRE.read_text("utf-8")
    quote = "The force should bring its warning markers up to date without waiting for the new computer system."
    start = document.index(quote)
    assert done.code == 0
    assert done.err == ""
    assert done.out.startswith(f"Area for improvement: Loamshire Constabulary, PEEL 2016, question 3: {quote[:40]}")
    assert f"characters {start} to {start + len(quote)}, under" in done.out
    assert f"    - »{quote}«\n" in done.out
    assert "  question  3: How effective is the force at protecting those who are vulnerable from harm" in done.out
    assert done.out.endswith(f"\n{MADE_UP}\n")


@pytest.mark.parametrize(
    "name",
    [
        "judgment/loamshire/2016/effectiveness/2",
        "id/judgment/loamshire/2016/effectiveness/2",
        "https://w3id.org/peelgraph/id/judgment/loamshire/2016/effectiveness/2",
        "<https://w3id.org/peelgraph/id/judgment/loamshire/2016/effectiveness/2>",
    ],
)
def test_a_fact_may_be_named_in_several_ways(run: Run, built: Path, name: str) -> None:
    assert run("explain", name, "--store", built).out.startswith(
        "Judgment: Loamshire Constabulary, PEEL 2016, question 2: Requires improvement\n"
    )


def test_every_fact_can_be_explained_and_its_passage_stands_in_the_document(built: Path) -> None:
    with open_store(str(built)) as store:
        facts = [text(f) for (f,) in select(store, f"SELECT DISTINCT ?f {{ ?f <{PEEL}statedBy> ?p }}")]
        assert len(facts) > 100
        documents = {path.name: path.read_text("utf-8") for path in LOAMSHIRE.parent.glob("*.txt")}
        for fact in facts[::7]:
            explanation = explain(store, fact)
            assert explanation.passages[0].role == "stated by"
            for passage in explanation.passages:
                document = documents[passage.file]
                around = f"{passage.before}{passage.quote}{passage.after}".strip("… ")
                assert passage.quote == document[passage.start : passage.end]
                assert around in document


def test_terms_of_the_vocabulary_forces_and_gaps_are_explained(run: Run, built: Path) -> None:
    assert run("explain", "peel:Judgment", "--store", built).out.startswith("Term of the vocabulary: judgment\n")
    assert "Loamshire Constabulary" in run("explain", "force/loamshire", "--store", built).out
    with open_store(str(built)) as store:
        missing = text(select(store, f"SELECT ?m {{ ?m a <{PEEL}MissingFact> }} ORDER BY ?m LIMIT 1")[0][0])
    done = run("explain", missing, "--store", built)
    assert done.out.startswith("Missing fact: Mummerset Police, PEEL 2016")
    assert "Crown copyright" not in done.out


def test_words_of_real_reports_come_with_their_licence(tmp_path: Path, run: Run) -> None:
    grades = tmp_path / "grades.csv"
    grades.write_text("force,cycle,aspect,grade\nKent Police,2015,efficiency,good\n")
    run("build", grades, "--store", tmp_path / "store")
    done = run("explain", "published-grade/grades/kent/2015/efficiency", "--store", tmp_path / "store")
    assert done.out.startswith("Published grade: Kent Police, PEEL 2015")
    assert "    force,cycle,aspect,grade\n    »Kent Police,2015,efficiency,good«\n" in done.out
    assert " ".join(done.out.split()).endswith(LICENCE)


def test_what_is_not_there_is_told_with_the_nearest(run: Run, built: Path) -> None:
    done = run("explain", "judgment/loamshire/2016/effectiveness/9", "--store", built)
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "peelgraph: There is nothing called judgment/loamshire/2016/effectiveness/9 in the store; the nearest are "
        "judgment/loamshire/2016/effectiveness/5, judgment/loamshire/2016/effectiveness/4, "
        "judgment/loamshire/2016/effectiveness/3.\n"
    )
    assert run("explain", "weather", "--store", built).err == (
        "peelgraph: There is nothing called weather in the store; the column fact of an answer has such names.\n"
    )
    assert run("explain", "two words> ; DROP ALL", "--store", built).err == (
        "peelgraph: 'two words> ; DROP ALL' cannot be the name of a fact: give it as in the column fact of an answer, "
        "such as judgment/hampshire/2016/effectiveness/2.\n"
    )


def test_a_store_with_nothing_in_it_explains_nothing(run: Run, tmp_path: Path) -> None:
    with open_for_writing(str(tmp_path / "s")) as store:
        store.replace({"http://example.org/g": []})
    assert run("explain", "force/loamshire", "--store", tmp_path / "s").code == 2
