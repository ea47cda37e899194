"""What is new, gone and unchanged is told by what results are about, not by where words stand."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from peelgraph.errors import UsageError
from peelgraph.loaders.iris import ID, SHAPES
from peelgraph.validation.baseline import Baseline, Comparison, State, compare, fingerprint, read_baseline
from peelgraph.validation.results import Checked, Outcome, Result
from peelgraph.validation.writers import Report, as_json

from .outcomes import CAVEAT, FILE, GRADES, NOTES, OUTCOME, REPORT, outcomes, place, result


def outcome(*results: Result, documents: tuple[Checked, ...] = (Checked(FILE, REPORT),)) -> Outcome:
    return Outcome(documents, results, ())


def baseline(*results: Result, checked: frozenset[str] = frozenset({REPORT}), cut: str = "") -> Baseline:
    return Baseline(results, checked, frozenset({cut} - {""}))


def test_new_gone_and_unchanged() -> None:
    compared = compare(outcome(GRADES, CAVEAT), baseline(CAVEAT, NOTES[0]))
    assert compared == Comparison((State.NEW, State.UNCHANGED), (NOTES[0],))


def test_a_document_that_has_moved_its_words_changes_nothing() -> None:
    moved = replace(GRADES, message="Worded anew.", remedy="Otherwise.", places=(place("Next line."),))
    assert compare(outcome(moved), baseline(GRADES)) == Comparison((State.UNCHANGED,), ())


@pytest.mark.parametrize(
    "change",
    [
        {"shape": f"{SHAPES}Other"},
        {"report": "mummerset-effectiveness-2016"},
        {"focus": "https://w3id.org/peelgraph/id/judgment/loamshire/2016/effectiveness/3"},
        {"path": "https://w3id.org/peelgraph/ontology#trend"},
        {"value": '"good"'},
    ],
)
def test_what_a_result_is_about_makes_it_another(change: dict[str, Any]) -> None:
    other = replace(GRADES, **change)
    compared = compare(outcome(other), baseline(GRADES))
    assert compared == Comparison((State.NEW,), (GRADES,))


def test_of_several_alike_as_many_are_new_or_gone_as_there_are_more_or_fewer() -> None:
    first, second = replace(GRADES, message="first"), replace(GRADES, message="second")
    assert compare(outcome(first, second), baseline(GRADES)).states == (State.UNCHANGED, State.NEW)
    assert compare(outcome(GRADES), baseline(first, second)).gone == (second,)


def test_blank_nodes_are_the_same_whatever_they_are_called() -> None:
    one = replace(GRADES, shape="_:n1", focus="_:b0", value="_:b1")
    assert fingerprint(one) == fingerprint(replace(GRADES, shape="_:x", focus="_:y", value="_:z"))
    assert fingerprint(one) != fingerprint(replace(one, cause="Another shape without a name"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("evidence/loamshire/2016/effectiveness/34882", "evidence/loamshire/2016/effectiveness/35001"),
        (
            "contradiction/loamshire/2016/effectiveness/date/1281-12945",
            "contradiction/loamshire/2016/effectiveness/date/1381-13045",
        ),
        (
            "observation/loamshire/2016/effectiveness/prose/x/11524-two",
            "observation/loamshire/2016/effectiveness/prose/x/12001-two",
        ),
        ("missing/loamshire/2016/effectiveness/004-x", "missing/loamshire/2016/effectiveness/005-x"),
        ("passage/fa4b74746e7db3db/13516-13577", "passage/1111111111111111/16-77"),
    ],
)
def test_names_with_places_in_them_are_told_by_their_words(before: str, after: str) -> None:
    """As happens to all facts after a sentence that is added to a report."""
    was, now = (replace(GRADES, focus=f"{ID}{name}", value=f"<{ID}{name}>") for name in (before, after))
    assert fingerprint(was) == fingerprint(now)
    assert fingerprint(was) != fingerprint(replace(now, places=(place("Next line."),)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "observation/loamshire/2016/effectiveness/figure-4/x/2016-06-30",
            "observation/loamshire/2016/effectiveness/figure-4/x/2015-06-30",
        ),
        ("judgment/loamshire/2016/effectiveness/1.1", "judgment/loamshire/2016/effectiveness/1.2"),
        ("finding/loamshire/2016/effectiveness/3-rec-1", "finding/loamshire/2016/effectiveness/3-rec-2"),
        ("missing/loamshire/2016/effectiveness/004-x", "missing/loamshire/2016/effectiveness/004-y"),
    ],
)
def test_names_that_are_keys_are_told_apart(one: str, other: str) -> None:
    assert fingerprint(replace(GRADES, focus=ID + one)) != fingerprint(replace(GRADES, focus=ID + other))


def test_a_fingerprint_is_for_ever() -> None:
    """Whoever changes it makes all results new: raise the versions of the JSON and of the SARIF fingerprint then."""
    assert fingerprint(GRADES) == "4b9d6dbe6f6254c76f1b9dddf359b191"


def test_documents_not_read_this_time_are_left_out_and_named() -> None:
    elsewhere = result(report="mummerset-effectiveness-2016")
    earlier = baseline(GRADES, elsewhere, checked=frozenset({REPORT, "mummerset-effectiveness-2016"}))
    assert compare(outcome(GRADES), earlier) == Comparison(
        (State.UNCHANGED,),
        (),
        ("Earlier results of what was not read this time are not compared (1, of mummerset-effectiveness-2016).",),
    )


def test_results_of_no_single_document_are_compared() -> None:
    between = result(report="")
    assert compare(outcome(), baseline(between)).gone == (between,)


@pytest.mark.parametrize("cut_now", [True, False])
def test_results_that_were_not_kept_are_a_doubt(cut_now: bool) -> None:
    now = replace(outcome(GRADES), counts=((GRADES.shape, 9 if cut_now else 1),))
    compared = compare(now, baseline(GRADES, cut="" if cut_now else GRADES.shape))
    assert compared.notes == (
        "Not all results were kept of these, so some may be called new or gone that are not: Question graded twice.",
    )


@settings(deadline=None)
@given(outcomes())
def test_what_was_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, found: Outcome) -> None:
    path = tmp_path_factory.mktemp("json") / "last.json"
    path.write_text(as_json(Report(found)), "utf-8")
    earlier = read_baseline(path)
    assert earlier.results == found.results
    same = compare(found, earlier)
    assert set(same.states) <= {State.UNCHANGED}
    assert same.gone == ()


def test_the_shapes_that_were_cut_and_the_documents_read_are_known_again(tmp_path: Path) -> None:
    path = tmp_path / "last.json"
    path.write_text(as_json(Report(OUTCOME)), "utf-8")
    assert read_baseline(path) == Baseline(
        OUTCOME.results, frozenset({REPORT, "grades"}), frozenset({f"{SHAPES}Missing"})
    )


Spoil = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content.pop("results"),
        lambda content: content.update(results={}),
        lambda content: content.update(results=["no"]),
        lambda content: content["results"][0].pop("focus"),
        lambda content: content["results"][0].update(message=1),
        lambda content: content["results"][0].update(severity="awful"),
        lambda content: content["results"][0]["places"][0].update(page="one"),
        lambda content: content["documents"][0].pop("name"),
        lambda content: content["shapes"][0].update(count="many"),
        lambda content: content.update(format="other"),
    ],
)
def test_what_is_no_earlier_validation_is_refused(tmp_path: Path, spoil: Spoil) -> None:
    content = json.loads(as_json(Report(OUTCOME)))
    spoil(content)
    path = tmp_path / "last.json"
    path.write_text(json.dumps(content), "utf-8")
    with pytest.raises(UsageError, match=r"last\.json is no earlier validation: give what peelgraph validate --format"):
        read_baseline(path)


@pytest.mark.parametrize("content", [b"", b"no", b"[]", b"\xff\xfe{", b"[" * 100_000, b"1", b'{"format": []}'])
def test_any_other_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "last.json"
    path.write_bytes(content)
    with pytest.raises(UsageError, match="no earlier validation"):
        read_baseline(path)


def test_other_versions_and_missing_files_are_told(tmp_path: Path) -> None:
    path = tmp_path / "last.json"
    with pytest.raises(UsageError, match=r"last\.json cannot be read: No such file"):
        read_baseline(path)
    path.write_text('{"format": "peelgraph-validation", "version": 99}', "utf-8")
    with pytest.raises(UsageError, match="written by another version of peelgraph: validate again"):
        read_baseline(path)
