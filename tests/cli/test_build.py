"""`peelgraph build`: what is loaded, what is passed over, and what is told of bad input."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from peelgraph.build import expand
from peelgraph.loaders import Register, load
from peelgraph.loaders.iris import PEEL, SIMILAR_GRAPH, thing
from peelgraph.store import Store, open_for_writing, open_store, select, text

from .conftest import LOAMSHIRE, MUMMERSET, SAMPLE, Run, report

SHARED = "The force should make sure that every visit to a victim is planned by a trained supervisor."
OTHERWISE = SHARED.replace("trained", "skilled")


def facts(location: Path) -> dict[str, int]:
    """Number of statements by graph."""
    with open_store(str(location)) as store:
        rows = select(store, "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
        return {text(graph).removeprefix(thing("graph", "")): int(text(count)) for graph, count in rows}


def findings(store: Store, force: str) -> set[str]:
    """Texts of a force's findings."""
    query = f"SELECT ?text {{ ?finding <{PEEL}force> <{thing('force', force)}> ; <{PEEL}text> ?text }}"
    return {text(words) for (words,) in select(store, query)}


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """Two small reports with nothing in common."""
    one, other = tmp_path / "pair" / "one.txt", tmp_path / "pair" / "other.txt"
    one.parent.mkdir()
    one.write_text(report("Loamshire Constabulary", "The force should answer its telephones by night, too."))
    other.write_text(report("Mummerset Police", "The force should count what its stores hold once a year."))
    return one, other


def test_a_build_ends_with_a_table_and_a_second_one_passes_over(
    run: Run, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "250")
    first = run("build", SAMPLE, "--store", store)
    assert first.code == 0
    assert first.out.splitlines()[0].split() == ["file", "force", "cycle", "facts", "not", "found", "seconds"]
    register = Register.packaged()
    for path, force in ((LOAMSHIRE, "loamshire"), (MUMMERSET, "mummerset")):
        expected = load(path, register)
        told = ", ".join(f"{count} {kind}" for kind, count in expected.counts.items())
        assert f"{path.name}  {force}  2016   {told}  " in first.out
        assert re.search(rf"{told} +{len(expected.missing)} +\d+\.\d+\n", first.out)
    assert first.err == f"2 loaded. The store is at {store}.\n"

    marker = (store / "peelgraph-store.json").read_bytes()
    second = run("build", SAMPLE, "--store", store)
    assert second.code == 0
    assert second.out == (
        "file                              force      cycle  facts\n"
        f"{LOAMSHIRE.name}  loamshire  2016   unchanged\n"
        f"{MUMMERSET.name}  mummerset  2016   unchanged\n"
    )
    assert second.err == f"2 unchanged. The store is at {store}.\n"
    assert (store / "peelgraph-store.json").read_bytes() == marker, "nothing was written"


def test_published_grades_come_along(run: Run, store: Path) -> None:
    done = run("build", "--published-grades", "--store", store)
    assert done.code == 0
    assert done.out.splitlines()[0].split() == ["file", "facts", "not", "found", "seconds"]
    assert done.out.splitlines()[1].split()[:4] == ["peel-grades.csv", "662", "grades", "0"]
    assert facts(store)["grades/peel-grades"] > 662


def test_a_changed_report_replaces_its_graphs_and_no_others(run: Run, store: Path, pair: tuple[Path, Path]) -> None:
    before_the_change = pair[0].read_bytes()
    run("build", *pair, "--store", store)
    before = facts(store)
    pair[0].write_text(report("Loamshire Constabulary", SHARED, OTHERWISE))
    done = run("build", *pair, "--store", store)
    assert [line.split()[4:5] == ["judgments,"] for line in done.out.splitlines()[1:] if "2016" in line] == [
        True,
        False,
    ]
    after = facts(store)
    assert after.keys() == before.keys()
    changed = {graph for graph in after if after[graph] != before[graph]}
    assert "report/loamshire/2016/effectiveness" in changed
    assert changed <= {"report/loamshire/2016/effectiveness", "provenance/loamshire/2016/effectiveness"}
    pair[0].write_bytes(before_the_change)
    run("build", *pair, "--store", store)
    assert facts(store) == before


def test_documents_are_read_anew_when_the_rules_have_changed(
    run: Run, store: Path, pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    run("build", pair[0], "--store", store)
    monkeypatch.setattr("peelgraph.build.rule_set", lambda: "other rules")
    assert run("build", pair[0], "--store", store).err.startswith("1 loaded.")


def test_similar_findings_are_paired_at_once_and_let_go_with_their_report(
    run: Run, store: Path, tmp_path: Path
) -> None:
    one, other = tmp_path / "one.txt", tmp_path / "other.txt"
    one.write_text(report("Loamshire Constabulary", SHARED))
    other.write_text(
        report("Mummerset Police", OTHERWISE, SHARED.replace("victim", "witness").replace("trained", "kind"))
    )

    def pairs() -> dict[frozenset[str], str]:
        with open_store(str(store)) as opened:
            rows = select(
                opened,
                f"""SELECT ?pair ?score ?words {{ GRAPH <{SIMILAR_GRAPH}> {{
                    ?pair <{PEEL}score> ?score ; <{PEEL}finding> ?finding }} ?finding <{PEEL}text> ?words }}""",
            )
        found: dict[str, tuple[str, set[str]]] = {}
        for pair, score, words in rows:
            found.setdefault(text(pair), (text(score), set()))[1].add(text(words))
        return {frozenset(words): score for score, words in found.values() if SHARED in words}

    run("build", one, "--store", store)
    assert pairs() == {}
    run("build", other, "--store", store)
    assert pairs() == {frozenset({SHARED, OTHERWISE}): "0.8824"}
    with open_store(str(store)) as opened:
        built_apart = select(opened, f"SELECT * {{ GRAPH <{SIMILAR_GRAPH}> {{ ?s ?p ?o }} }} ORDER BY ?s ?p ?o")
    run("build", one, other, "--store", tmp_path / "together")
    with open_store(str(tmp_path / "together")) as opened:
        built_together = select(opened, f"SELECT * {{ GRAPH <{SIMILAR_GRAPH}> {{ ?s ?p ?o }} }} ORDER BY ?s ?p ?o")
    assert built_apart == built_together
    one.write_text(report("Loamshire Constabulary", "The force should do something else altogether."))
    run("build", one, "--store", store)
    assert pairs() == {}


def test_the_order_of_paths_changes_nothing(run: Run, pair: tuple[Path, Path], tmp_path: Path) -> None:
    run("build", *pair, "--store", tmp_path / "a")
    run("build", *reversed(pair), pair[0].parent, "--store", tmp_path / "b")
    for place in ("a", "b"):
        assert run("export", "--store", tmp_path / place, "-o", tmp_path / f"{place}.nq").code == 0
    assert (tmp_path / "a.nq").read_bytes() == (tmp_path / "b.nq").read_bytes()


def test_paths_are_files_folders_and_patterns(tmp_path: Path) -> None:
    for name in ("b.txt", "a.TXT", "c.csv", "d.pdf", "notes.md", "inner/e.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    here = str(tmp_path)
    assert expand([here]) == ([f"{here}/a.TXT", f"{here}/b.txt", f"{here}/c.csv", f"{here}/d.pdf"], [])
    assert expand([f"{here}/**/*.txt"]) == ([f"{here}/b.txt", f"{here}/inner/e.txt"], [])
    assert expand([f"{here}/b.txt", f"{here}/inner/../b.txt", f"{here}/d.pdf"]) == (
        [f"{here}/b.txt", f"{here}/d.pdf"],
        [],
    )
    (tmp_path / "[odd].txt").touch()
    assert expand([f"{here}/[odd].txt"]) == ([f"{here}/[odd].txt"], [])
    assert expand([f"{here}/*.doc"]) == ([], [f"No file is called {here}/*.doc: check the pattern."])


def test_without_paths_there_is_nothing_to_do(run: Run) -> None:
    assert run("build") == (
        2,
        "",
        "peelgraph: Nothing to build from: name reports or a folder of them, as in peelgraph build reports/\n",
    )


BAD = {
    "empty.txt": (b"", "empty.txt is empty."),
    "junk.txt": (bytes(range(256)) * 40, "junk.txt is "),
    "note.txt": (b"Dear all, the canteen is shut.\n" * 20, "note.txt is not a PEEL report"),
    "unknown.txt": (
        report("Zembla Constabulary").encode(),
        "unknown.txt is about 'Zembla Constabulary', which is no known force",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_alone_is_told_in_one_sentence(run: Run, store: Path, tmp_path: Path, name: str) -> None:
    content, sentence = BAD[name]
    (tmp_path / name).write_bytes(content)
    done = run("build", tmp_path / name, "--store", store)
    assert done.code == 2
    fault, last = done.err.splitlines()
    assert fault.startswith(f"Fault: {sentence}")
    assert last == f"1 left out. The store is at {store}."


def test_bad_files_do_not_keep_good_ones_out(run: Run, store: Path, pair: tuple[Path, Path], tmp_path: Path) -> None:
    for name, (content, _) in BAD.items():
        (tmp_path / name).write_bytes(content)
    done = run("build", tmp_path, *pair, "--store", store)
    assert done.code == 1
    assert done.err.count("Fault: ") == len(BAD)
    assert done.err.endswith(f"2 loaded, 4 left out. The store is at {store}.\n")
    assert facts(store)["report/loamshire/2016/effectiveness"] > 100


def test_a_damaged_version_leaves_the_good_one_in_the_store(run: Run, store: Path, pair: tuple[Path, Path]) -> None:
    run("build", pair[0], "--store", store)
    before = facts(store)
    pair[0].write_bytes(b"")
    assert run("build", pair[0], "--store", store).code == 2
    assert facts(store) == before


def test_another_encoding_is_read_with_a_remark(run: Run, store: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.txt"
    old.write_text(report("Loamshire Constabulary", "Officers’ notes should be kept."), "cp1252")
    done = run("build", old, "--store", store)
    assert done.code == 0
    assert done.err.startswith("Note: old.txt is not UTF-8 and was read as Windows-1252")


def test_a_report_cut_short_is_loaded_and_told(run: Run, store: Path, tmp_path: Path) -> None:
    half = tmp_path / "half.txt"
    half.write_text(report("Loamshire Constabulary").split("How effective is the force at tackling")[0])
    done = run("build", half, "--store", store)
    assert done.code == 1
    assert done.err.startswith("Fault: half.txt seems to be cut short")
    assert facts(store)["report/loamshire/2016/effectiveness"] > 50


def test_of_two_files_for_one_report_the_first_is_kept(run: Run, store: Path, tmp_path: Path) -> None:
    first, second, same = tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "c.txt"
    first.write_text(report("Loamshire Constabulary", SHARED))
    second.write_text(report("Loamshire Constabulary", OTHERWISE))
    same.write_bytes(first.read_bytes())
    done = run("build", second, same, first, "--store", store)
    assert done.code == 1
    assert done.err == (
        f"Note: {same} is the same as {first}.\n"
        f"Fault: {second} was left out, because {first} holds the report loamshire/2016/effectiveness as well: "
        "keep the right one.\n"
        f"1 loaded, 1 unchanged, 1 left out. The store is at {store}.\n"
    )
    assert [line.split()[3] for line in done.out.splitlines()[1:] if "2016" in line] == ["6", "left", "unchanged"]
    with open_store(str(store)) as opened:
        assert findings(opened, "loamshire") == {SHARED}
    again = run("build", second, same, first, "--store", store)
    assert again.code == 1
    assert again.err.endswith(f"2 unchanged, 1 left out. The store is at {store}.\n")


def test_an_older_version_beside_a_newer_one_is_left_out_though_it_was_loaded_before(
    run: Run, store: Path, tmp_path: Path
) -> None:
    newer, older = tmp_path / "a.txt", tmp_path / "b.txt"
    older.write_text(report("Loamshire Constabulary", OTHERWISE))
    run("build", older, "--store", store)
    newer.write_text(report("Loamshire Constabulary", SHARED))
    done = run("build", newer, older, "--store", store)
    assert done.err.endswith(f"1 loaded, 1 left out. The store is at {store}.\n")
    with open_store(str(store)) as opened:
        assert findings(opened, "loamshire") == {SHARED}


def test_an_interrupted_build_keeps_what_was_complete(store: Path, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(report("Loamshire Constabulary", SHARED))
    (tmp_path / "two.txt").write_text(report("Mummerset Police", SHARED))
    done = subprocess.run(
        [sys.executable, "-c", _INTERRUPTED, "build", tmp_path / "one.txt", tmp_path / "two.txt", "--store", store],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr == f"Stopped: the documents that were complete are in the store at {store}.\n"
    with open_store(str(store)) as opened:
        assert findings(opened, "loamshire") == {SHARED}
        assert findings(opened, "mummerset") == set()


_INTERRUPTED = """
import signal, sys
import peelgraph.build
from peelgraph.cli import main
load = peelgraph.build.load
def load_or_be_interrupted(path, *more, **named):
    if path.name == "two.txt":
        signal.raise_signal(signal.SIGINT)
    return load(path, *more, **named)
peelgraph.build.load = load_or_be_interrupted
sys.exit(main())
"""


def test_wrong_paths_are_told_and_the_others_loaded(
    run: Run, store: Path, pair: tuple[Path, Path], tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    wrong = [tmp_path / "missing.txt", tmp_path / "empty", tmp_path / "*.docx"]
    done = run("build", *wrong, *pair, "--store", store)
    assert done.code == 2
    assert done.err == (
        f"Fault: There is no file or folder {wrong[0]}: check the name.\n"
        f"Fault: The folder {wrong[1]} has no reports (.txt, .pdf, .html) and no grades (.csv): name another.\n"
        f"Fault: No file is called {wrong[2]}: check the pattern.\n"
        f"2 loaded. The store is at {store}.\n"
    )
    nothing = run("build", wrong[0], "--store", store)
    assert (nothing.code, nothing.out) == (2, "")
    assert nothing.err.endswith(f"Nothing was read. The store is at {store}.\n")


def test_a_row_of_grades_with_a_fault_is_named_with_its_line(run: Run, store: Path, tmp_path: Path) -> None:
    grades = tmp_path / "grades.csv"
    grades.write_text(
        "force,cycle,aspect,grade\n"
        "Loamshire Constabulary,2016,efficiency,good\n"
        "Loamshire Constabulary,2016,legitimacy,fine\n"
    )
    done = run("build", grades, "--store", store)
    assert done.code == 1
    assert done.out.splitlines()[1].split()[:3] == ["grades.csv", "1", "grades"]
    assert done.err.startswith("Fault: grades.csv line 3: 'fine' is no grade")


def test_a_store_that_is_being_written_is_refused(spawn: Run, tmp_path: Path) -> None:
    location = tmp_path / "store"
    with open_for_writing(str(location)):
        done = spawn("build", LOAMSHIRE, "--store", location)
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        f"peelgraph: Another process is writing to the store at {location}: wait until it has ended, or give another "
        "folder with --store.\n"
    )


def test_a_folder_of_other_things_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.tex").touch()
    assert run("build", LOAMSHIRE, "--store", tmp_path / "thesis") == (
        2,
        "",
        f"peelgraph: {tmp_path / 'thesis'} has other things in it and is not a store: give a new or empty folder.\n",
    )
    assert run("build", LOAMSHIRE, "--store", LOAMSHIRE / "store").err == (
        f"peelgraph: {LOAMSHIRE / 'store'} cannot be a store, because a file is in the way: give a folder.\n"
    )


def test_no_room_is_told_in_one_sentence(tmp_path: Path) -> None:
    """With room for files of 400 kB only, which fails as a full disk does (see tests/store for a real one)."""
    store = tmp_path / "store"
    done = subprocess.run(
        [sys.executable, "-c", _CRAMPED, "build", SAMPLE, "--store", store], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"peelgraph: There is no room to write to {store}: free some space and build again; what was in the store is "
        "kept.\n"
    )


_CRAMPED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, resource.RLIM_INFINITY))
from peelgraph.cli import main
sys.exit(main())
"""


def test_a_killed_build_leaves_each_report_old_or_new(run: Run, store: Path, tmp_path: Path) -> None:
    """Two versions of both reports are built in turn by a process that is killed, at another moment each time."""
    versions: list[Path] = []
    for words in (SHARED, OTHERWISE):
        folder = tmp_path / f"in-{len(versions)}"
        folder.mkdir()
        (folder / "one.txt").write_text(report("Loamshire Constabulary", words))
        (folder / "other.txt").write_text(report("Mummerset Police", words))
        versions.append(folder)
    run("build", versions[0], "--store", store)
    whole = facts(store)
    moment = random.Random(7)  # noqa: S311
    for _ in range(8):
        child = subprocess.Popen(
            [sys.executable, "-c", _BUILD_IN_TURN, store, *versions], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(moment.uniform(0.05, 0.5))
        os.kill(child.pid, signal.SIGKILL)
        child.communicate()
        assert facts(store) == whole
        with open_store(str(store)) as opened:
            for force in ("loamshire", "mummerset"):
                told = findings(opened, force)
                assert len(told & {SHARED, OTHERWISE}) == 1
    assert run("build", versions[0], "--store", store).code == 0
    with open_store(str(store)) as opened:
        assert SHARED in findings(opened, "loamshire") & findings(opened, "mummerset")
    assert len(list(store.iterdir())) == 3, "nothing of the killed builds is left behind"


_BUILD_IN_TURN = """
import itertools, sys
from peelgraph.build import build
from peelgraph.loaders import Register
from peelgraph.store import open_for_writing
register = Register.packaged()
print("ready", flush=True)
for folder in itertools.cycle(sys.argv[:1:-1]):
    with open_for_writing(sys.argv[1]) as store:
        build([folder], store, register)
"""
