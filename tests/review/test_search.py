"""`peelgraph search`: words in the reports, ranked, with the facts that stand on them."""

from __future__ import annotations

import csv
import io
import sqlite3
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peelgraph.build import build
from peelgraph.errors import UsageError
from peelgraph.loaders import Register
from peelgraph.search import FILE, expression, search, sentences_of
from peelgraph.store import Store, open_for_writing, open_store

from .conftest import Run

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
NURSE = "A nurse employed by Loam Valley Health Trust sits in the control room"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    location = tmp_path_factory.mktemp("search") / "store"
    with open_for_writing(str(location)) as store:
        build([str(SAMPLE)], store, Register.packaged())
    return location


@pytest.fixture
def store(built: Path) -> Store:
    return open_store(str(built))


def test_a_hit_has_its_place_and_its_facts(store: Store) -> None:
    found = search(store, ["nurse", "control room"])
    assert found.total == 1
    [hit] = found.hits
    assert (hit.force, hit.cycle, hit.report) == ("loamshire", "2016", "loamshire-effectiveness-2016")
    assert hit.section == "Understanding the risk"
    document = (SAMPLE / "loamshire-effectiveness-2016.txt").read_text("utf-8")
    assert hit.words == document[hit.start : hit.end]
    assert hit.words.startswith(NURSE)
    assert [piece for piece, marked in hit.pieces if marked] == ["nurse", "control room"]
    assert {fact.kind: fact.says for fact in hit.facts if fact.kind in {"team", "evidence", "citation"}} == {
        "team": "control room",
        "evidence": "neutral",
        "citation": "Mental Health Act 1983",
    }


def test_words_are_found_in_other_forms_and_phrases_only_as_they_stand(store: Store) -> None:
    assert search(store, ["assessing"]).total == search(store, ["assess"]).total > 1
    assert search(store, ["room", "control"]).total >= search(store, ["control room"]).total > 0
    assert search(store, ["room control"]).total == 0
    assert search(store, ["ploughsh*"]).total > 0
    assert search(store, ["ploughsh"]).total == 0


def test_the_best_hits_come_first_and_only_as_many_as_wanted(store: Store) -> None:
    found = search(store, ["victims"], limit=5)
    assert len(found.hits) == 5 < found.total
    scores = [hit.score for hit in found.hits]
    assert scores == sorted(scores, reverse=True)
    assert search(store, ["victims"], limit=5) == found


def test_only_some_forces_and_cycles_can_be_searched(store: Store) -> None:
    both = search(store, ["police"], limit=1000)
    per_force = {force: search(store, ["police"], forces=[force]).total for force in ("loamshire", "mummerset")}
    assert sum(per_force.values()) == both.total == len(both.hits)
    assert min(per_force.values()) > 0
    assert search(store, ["police"], forces=["kent"]).total == 0
    assert search(store, ["police"], cycles=["2015"]).total == 0


def test_sentences_that_state_no_fact_are_found_too(store: Store) -> None:
    assert any(not hit.facts for hit in search(store, ["police"], limit=1000).hits)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["mental", "health"], '"mental" AND "health"'),
        (["mental health"], '"mental health"'),
        (['"mental health" triage'], '"mental health" AND "triage"'),
        (["“mental health”"], '"mental health"'),
        (["burgl*"], '"burgl"*'),
        (["OR", "NEAR(", "a:b", "-x"], '"OR" AND "NEAR(" AND "a:b" AND "-x"'),
        (["anti-social", "!!"], '"anti-social"'),
    ],
)
def test_what_people_type_is_never_an_operator(words: list[str], wanted: str) -> None:
    assert expression(words) == wanted


@given(st.lists(st.text(max_size=20), max_size=4))
def test_whatever_is_typed_is_searched_or_refused(words: list[str]) -> None:
    try:
        wanted = expression(words)
    except UsageError:
        return
    table = sqlite3.connect(":memory:")
    table.execute("CREATE VIRTUAL TABLE t USING fts5(words, tokenize = 'porter unicode61')")
    table.execute("SELECT * FROM t WHERE t MATCH ?", (wanted,)).fetchall()
    table.close()


@given(st.text(st.sampled_from("ab .\n-•\f1"), max_size=80))
def test_sentences_keep_their_place_and_lose_no_word(whole: str) -> None:
    ranges = list(sentences_of(whole))
    assert all(end <= begin for (_, end), (begin, _) in pairwise(ranges))
    assert all(whole[start:end] == whole[start:end].strip() != "" for start, end in ranges)
    covered = {offset for start, end in ranges for offset in range(start, end)}
    assert all(offset in covered for offset, char in enumerate(whole) if char.isalnum())


def test_hits_are_shown_one_below_the_other(run: Run, built: Path) -> None:
    code, out, err = run("search", "nurse", "control room", "--store", built)
    assert (code, err) == (0, "1 hit.\n")
    lines = out.splitlines()
    assert lines[0] == '1. loamshire 2016, under "Understanding the risk"'
    assert lines[1].startswith(
        "   A »nurse« employed by Loam Valley Health Trust sits in the »control room« six evenings"
    )
    assert "     citation: Mental Health Act 1983  citation/loamshire/2016/effectiveness/006" in lines


def test_hits_are_written_as_rows(run: Run, built: Path) -> None:
    arguments = ("police", "--force", "Loamshire Constabulary", "--cycle", "2016", "--limit", 2, "--format", "csv")
    code, out, err = run("search", *arguments, "--store", built)
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert list(rows[0]) == ["force", "cycle", "report", "section", "page", "quote", "facts", "score"]
    assert [row["force"] for row in rows] == ["loamshire", "loamshire"]
    assert "»" not in out
    assert err.endswith("hits, the best 2 shown.\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["zeppelin"], "No sentence has these words: try fewer or other words.\n"),
        (["zeppelin flight"], "No sentence has these words: try them without quotation marks.\n"),
    ],
)
def test_finding_nothing_is_no_fault(run: Run, built: Path, arguments: list[str], said: str) -> None:
    assert run("search", *arguments, "--store", built) == (0, "", said)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (['"mental health'], '"mental health has a quotation mark without its partner: put one on either side of'),
        (["!!"], "There is no word to look for: give one or more, as in peelgraph search mental health."),
        (["x", "--force", "lomshire"], "There is no force called lomshire; the nearest are Loamshire Constabulary"),
        (["x", "--cycle", "1999"], "There is no cycle 1999: the cycles are 2014, 2015, 2016, 2017, 2018-19."),
    ],
)  # fmt: skip
def test_what_cannot_be_searched_is_told_in_a_sentence(run: Run, built: Path, arguments: list[str], said: str) -> None:
    code, out, err = run("search", *arguments, "--store", built)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"peelgraph: {said}")


def test_the_index_follows_the_store(tmp_path: Path) -> None:
    document, location = tmp_path / "report.txt", str(tmp_path / "store")
    text = (SAMPLE / "loamshire-effectiveness-2016.txt").read_text("utf-8")
    told: list[int] = []

    def count(words: str) -> int:
        with open_store(location) as opened:
            return search(opened, [words], preparing=told.append).total

    def run_build(content: str, *more: Path) -> None:
        document.write_text(content, encoding="utf-8")
        with open_for_writing(location) as writer:
            result = build([str(document), *map(str, more)], writer, Register.packaged())
        assert result.faults == ()

    run_build(text)
    assert (count("nurse"), count("zeppelin"), told) == (2, 0, [1])
    run_build(text.replace("A nurse employed", "A zeppelin employed"), SAMPLE / "mummerset-effectiveness-2016.txt")
    assert (count("zeppelin"), told) == (1, [1, 2])
    with open_store(location) as opened:
        assert search(opened, ["nurse"], forces=["loamshire"]).total == 1
        assert search(opened, ["nurse"], forces=["mummerset"]).total > 0
    assert told == [1, 2]


def test_a_damaged_or_foreign_index_is_made_anew(built: Path) -> None:
    with open_store(str(built)) as opened:
        expected = search(opened, ["nurse"]).total
        (built / FILE).write_bytes(b"this is no database" * 100)
        assert search(opened, ["nurse"]).total == expected
        with sqlite3.connect(built / FILE) as index:
            index.execute("PRAGMA user_version = 999")
        index.close()
        assert search(opened, ["nurse"]).total == expected


def test_a_store_that_cannot_be_written_is_indexed_elsewhere(
    tmp_path: Path, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("peelgraph.search.os.access", lambda *_: False)
    (built / FILE).unlink(missing_ok=True)
    with open_store(str(built)) as opened:
        assert search(opened, ["nurse"]).total > 0
    assert not (built / FILE).exists()
    assert len(list((tmp_path / "peelgraph").glob(f"*.{FILE}"))) == 1


def test_a_store_with_an_index_can_be_built_into(built: Path) -> None:
    with open_store(str(built)) as opened:
        search(opened, ["nurse"])
    assert (built / FILE).exists()
    with open_for_writing(str(built)) as writer:
        assert build([str(SAMPLE)], writer, Register.packaged()).exit_code == 0
