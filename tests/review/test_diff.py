"""`peelgraph diff`: facts gained and lost between two builds, by what they say."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from peelgraph.build import build
from peelgraph.loaders import Register
from peelgraph.store import open_for_writing

from .conftest import Run

LOAMSHIRE = Path(__file__).resolve().parents[2] / "data" / "sample" / "loamshire-effectiveness-2016.txt"
REPORT = "loamshire-effectiveness-2016"
ASKED = "The force should bring its warning markers up to date without waiting for the new computer system."
NOW = "The force should bring its warning markers up to date before the next inspection."


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Builds of one report: as it is, with a line more on top, with a finding in other words, and of no report."""
    folder = tmp_path_factory.mktemp("diff")
    text = LOAMSHIRE.read_text("utf-8")
    assert ASKED in text
    versions = {"plain": text, "shifted": f"One line more.\n\n{text}", "changed": text.replace(ASKED, NOW), "none": ""}
    for name, content in versions.items():
        documents = []
        if content:
            documents = [str(folder / f"{name}.txt")]
            Path(documents[0]).write_text(content, encoding="utf-8")
        with open_for_writing(str(folder / name)) as store:
            assert build(documents, store, Register.packaged()).faults == ()
    return {name: folder / name for name in versions}


def test_a_store_is_the_same_as_itself(run: Run, stores: dict[str, Path]) -> None:
    assert run("diff", stores["plain"], stores["plain"]) == (0, "", "The two have the same facts.\n")


def test_facts_that_only_moved_are_the_same(run: Run, stores: dict[str, Path]) -> None:
    assert run("diff", stores["plain"], stores["shifted"]) == (0, "", "The two have the same facts.\n")
    assert run("diff", stores["shifted"], stores["plain"], "--format", "json")[:2] == (0, "[]\n")


def test_a_finding_in_other_words_is_lost_and_gained(run: Run, stores: dict[str, Path]) -> None:
    code, out, err = run("diff", stores["plain"], stores["changed"], "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 1
    findings = [row for row in rows if row["kind"] == "area for improvement"]
    assert findings == [
        {
            "document": REPORT, "change": change, "kind": "area for improvement", "quote": words,
            "says": f"notation 3-afi-1; question question/effectiveness/2016/3; text {words}",
        }
        for change, words in (("lost", ASKED), ("gained", NOW))
    ]  # fmt: skip
    gained = sum(row["change"] == "gained" for row in rows)
    assert err == f"{REPORT}: {gained} gained, {len(rows) - gained} lost.\n"


def test_the_other_way_round_what_was_gained_is_lost(run: Run, stores: dict[str, Path]) -> None:
    def changes(old: str, new: str) -> set[tuple[str, ...]]:
        _, out, _ = run("diff", stores[old], stores[new], "--format", "json")
        return {tuple(row.values()) for row in json.loads(out)}

    turned = {"lost": "gained", "gained": "lost"}
    there = changes("plain", "changed")
    assert {(d, turned[c], *rest) for d, c, *rest in there} == changes("changed", "plain")
    assert there


def test_all_facts_of_a_document_that_one_store_lacks_are_told(run: Run, stores: dict[str, Path]) -> None:
    code, out, err = run("diff", stores["plain"], stores["none"], "--format", "csv", "--columns", "change,kind")
    rows = out.splitlines()[1:]
    assert code == 1
    assert {row.partition(",")[0] for row in rows} == {"lost"}
    assert len(rows) > 400
    assert err == f"{REPORT}: 0 gained, {len(rows)} lost.\n"


def test_a_store_that_is_not_there_is_wrong_usage(run: Run, stores: dict[str, Path], tmp_path: Path) -> None:
    code, out, err = run("diff", stores["plain"], tmp_path / "nowhere")
    assert (code, out) == (2, "")
    assert err.startswith("peelgraph: There is no store at ")
