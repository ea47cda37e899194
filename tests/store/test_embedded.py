"""The store in a folder: what readers see, what survives, and what is refused."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from peelgraph.errors import (
    NoStoreError,
    NotAStoreError,
    QueryError,
    StoreError,
    StoreFormatError,
    StoreFullError,
    StoreInUseError,
    StoreReadOnlyError,
)
from peelgraph.store import Solutions, Triples, construct, open_for_writing, open_store, select, text
from peelgraph.store.embedded import MARKER

G, H = "http://example.org/g", "http://example.org/h"
COUNT = "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?o) AS ?values) { GRAPH <http://example.org/g> { ?s ?p ?o } }"


def version(value: int, size: int = 40, graph: str = G) -> list[ox.Quad]:
    """A graph of `size` statements that all say the same number."""
    return [
        ox.Quad(
            ox.NamedNode(f"http://example.org/{n}"),
            ox.NamedNode("http://example.org/says"),
            ox.Literal(value),
            ox.NamedNode(graph),
        )
        for n in range(size)
    ]


def said(location: Path) -> set[str]:
    with open_store(str(location)) as store:
        return {text(o) for (o,) in select(store, "SELECT DISTINCT ?o { ?s ?p ?o }")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store whose graph says 1."""
    with open_for_writing(str(tmp_path / "store")) as store:
        store.replace({G: version(1)})
    return tmp_path / "store"


def test_answers_are_of_the_three_kinds(folder: Path) -> None:
    with open_store(str(folder)) as store:
        answer = store.query("SELECT ?s ?nothing { ?s ?p 1 } ORDER BY ?s LIMIT 1")
        assert isinstance(answer, Solutions)
        assert answer.variables == ("s", "nothing")
        assert list(answer.rows) == [(ox.NamedNode("http://example.org/0"), None)]
        assert store.query("ASK { ?s ?p 1 }") is True
        assert store.query("ASK { ?s ?p 2 }") is False
        graph = store.query("CONSTRUCT WHERE { <http://example.org/0> ?p ?o }")
        assert isinstance(graph, Triples)
        assert [str(triple) for triple in graph.triples] == [
            '<http://example.org/0> <http://example.org/says> "1"^^<http://www.w3.org/2001/XMLSchema#integer>'
        ]
        with pytest.raises(QueryError, match=r"^This query is not a SELECT\.$"):
            select(store, "ASK {}")
        with pytest.raises(QueryError, match=r"^This query is not a CONSTRUCT or DESCRIBE\.$"):
            construct(store, "ASK {}")


def test_a_query_sees_the_union_of_graphs(folder: Path) -> None:
    with open_for_writing(str(folder)) as store:
        store.replace({H: version(2, 3, H)})
    with open_store(str(folder)) as store:
        assert store.graphs() == [G, H]
        assert select(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == [(ox.Literal(43),)]


def test_replacing_drops_what_was_there_and_none_drops_the_graph(folder: Path) -> None:
    with open_for_writing(str(folder)) as store:
        store.replace({G: version(2, 5), H: version(3, 1, H)})
        assert select(store, COUNT) == [(ox.Literal(5), ox.Literal(1))]
        store.replace({G: None})
        assert store.graphs() == [H]
    assert said(folder) == {"3"}


def test_single_quads_go_out_and_in_beside_a_replacement(folder: Path) -> None:
    old, new = version(1, 1)[0], version(7, 1)[0]
    with open_for_writing(str(folder)) as store:
        store.replace({H: []}, remove=[old], add=[new])
    assert said(folder) == {"1", "7"}


def test_a_graph_whose_name_is_no_iri_is_refused_and_changes_nothing(folder: Path) -> None:
    with open_for_writing(str(folder)) as store, pytest.raises(ValueError, match="IRI"):
        store.replace({G: [], "not an IRI> } DROP ALL": None})
    assert said(folder) == {"1"}


class _Broken:
    """A database whose method of one name does its work and then raises an error, once."""

    def __init__(self, store: ox.Store, name: str, error: BaseException) -> None:
        self._store, self._name, self._error = store, name, error

    def __getattr__(self, name: str) -> object:
        method = getattr(self._store, name)
        if name != self._name:
            return method

        def work(*arguments: object) -> None:
            method(*arguments)
            self._name = ""
            raise self._error

        return work


STEPS = ["remove_graph", "remove", "extend"]


def half_replaced(folder: Path, step: str, error: BaseException) -> set[str]:
    """What a store of 1 says after a replacement by 2, and 9 beside it, that an error broke off at a step."""
    with contextlib.suppress(type(error)), open_for_writing(str(folder)) as store:
        store.replace({H: version(5, 3, H)})
        store._store = _Broken(store._store, step, error)  # type: ignore[attr-defined]
        store.replace({G: version(2)}, remove=version(5, 1, H), add=version(9, 1, H))
        pytest.fail("nothing was raised")
    return said(folder)


@pytest.mark.parametrize("step", STEPS)
def test_a_failure_within_a_replacement_publishes_nothing(folder: Path, step: str) -> None:
    assert half_replaced(folder, step, MemoryError()) == {"1"}


@pytest.mark.parametrize("step", STEPS)
def test_an_interrupt_within_a_replacement_waits_for_its_end(folder: Path, step: str) -> None:
    assert half_replaced(folder, step, KeyboardInterrupt()) == {"2", "5", "9"}


@pytest.mark.parametrize(("error", "exists"), [(MemoryError(), False), (KeyboardInterrupt(), True)])
def test_the_first_filling_is_whole_or_not_at_all(tmp_path: Path, error: BaseException, exists: bool) -> None:
    folder = tmp_path / "store"
    with contextlib.suppress(type(error)), open_for_writing(str(folder)) as store:
        store._store = _Broken(store._store, "bulk_extend", error)  # type: ignore[attr-defined]
        store.replace({G: version(1)})
        pytest.fail("nothing was raised")
    assert (folder / MARKER).exists() == exists
    assert not exists or said(folder) == {"1"}


@pytest.mark.parametrize(
    "value",
    ['"', "\\", "\\u0041", "\n\r\t", "\x00\x1f\x7f", "'''", '"""', "{ } # <x> ;", "\u2028\x85\ufffd\U0010ffff", ""],
)
def test_any_text_comes_back_as_it_went_in(tmp_path: Path, value: str) -> None:
    literals = [ox.Literal(value), ox.Literal(value, language="en")]
    quads = [ox.Quad(ox.NamedNode("http://a"), ox.NamedNode("http://b"), o, ox.NamedNode(G)) for o in literals]
    with open_for_writing(str(tmp_path / "s")) as store:
        store.replace({G: quads})
    with open_store(str(tmp_path / "s")) as store:
        assert {o for (o,) in select(store, "SELECT ?o { ?s ?p ?o }")} == set(literals)


def test_readers_keep_the_version_they_opened(folder: Path) -> None:
    with open_store(str(folder)) as early:
        with open_for_writing(str(folder)) as writer:
            writer.replace({G: version(2)})
            assert said(folder) == {"1"}, "not published yet"
            writer.publish()
            assert said(folder) == {"2"}
            writer.replace({G: version(3)})
        assert said(folder) == {"3"}
        assert select(early, COUNT) == [(ox.Literal(40), ox.Literal(1))]
        assert select(early, "SELECT DISTINCT ?o { ?s ?p ?o }") == [(ox.Literal(1),)]
        assert (folder / "v1").is_dir(), "kept, for it is being read"
    with open_for_writing(str(folder)) as writer:
        writer.replace({G: version(4)})
    assert sorted(path.name for path in folder.iterdir()) == ["lock", MARKER, "v4"]


def test_what_a_killed_writer_left_is_swept_away_even_if_nothing_is_written(folder: Path) -> None:
    for name in ("work", "work.tmp", "v9", "v9.tmp"):
        (folder / name).mkdir()
        (folder / name / "MANIFEST").touch()
    (folder / "peelgraph-store.new").write_text("{")
    with open_for_writing(str(folder)):
        pass
    assert sorted(path.name for path in folder.iterdir()) == ["lock", MARKER, "v1"]


def test_nothing_replaced_publishes_nothing(folder: Path) -> None:
    before = (folder / MARKER).read_bytes()
    with open_for_writing(str(folder)):
        pass
    assert (folder / MARKER).read_bytes() == before


def test_threads_beside_a_replacement_see_whole_versions_only(folder: Path) -> None:
    """Within the writing process, readers wait for the end of a replacement."""
    seen: set[tuple[str, ...]] = set()
    with open_for_writing(str(folder)) as store:
        done = threading.Event()

        def read() -> None:
            while not done.is_set():
                seen.update(tuple(map(text, row)) for row in select(store, COUNT))

        reader = threading.Thread(target=read)
        reader.start()
        for value in range(2, 40):
            store.replace({G: version(value, 200)})
        done.set()
        reader.join()
    assert seen <= {("40", "1"), ("200", "1")}
    assert ("200", "1") in seen


def test_other_processes_see_whole_versions_only(folder: Path) -> None:
    """A reader process opens the store again and again while versions of two graphs are replaced together."""
    reader = subprocess.Popen(
        [sys.executable, "-c", _READER, str(folder)], stdout=subprocess.PIPE, text=True, stdin=subprocess.PIPE
    )
    assert reader.stdout is not None
    assert reader.stdout.readline() == "ready\n"
    with open_for_writing(str(folder)) as store:
        for value in range(2, 16):
            store.replace({G: version(value, 200), H: version(value, 100, H)})
            store.publish()
    out, _ = reader.communicate("stop\n", timeout=20)
    seen = json.loads(out)
    assert {(total, values) for total, values, _ in seen} <= {(40, 1), (300, 1)}
    assert len({value for *_, value in seen}) > 2


_READER = """
import json, sys, threading
from peelgraph.store import open_store, select, text
stop = threading.Event()
threading.Thread(target=lambda: (sys.stdin.readline(), stop.set()), daemon=True).start()
seen = []
print("ready", flush=True)
while not stop.is_set():
    with open_store(sys.argv[1]) as store:
        (row,) = select(
            store, "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?o) AS ?v) (MAX(?o) AS ?m) { GRAPH ?g { ?s ?p ?o } }"
        )
        seen.append([int(text(term)) for term in row])
print(json.dumps(seen))
"""


@pytest.mark.parametrize("delay", [0.0, 0.02, 0.05, 0.1, 0.2, 0.4])
def test_a_killed_writer_leaves_a_whole_version(folder: Path, delay: float) -> None:
    """Whenever it is killed, the store holds one version whole, and the next writer finds nothing in its way."""
    child = subprocess.Popen([sys.executable, "-c", _WRITER, str(folder)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    time.sleep(delay)
    child.send_signal(signal.SIGKILL)
    child.communicate()
    with open_store(str(folder)) as store:
        ((size, values),) = select(store, COUNT)
    assert (text(values), text(size)) in {("1", "40"), ("1", "3000")}
    with open_for_writing(str(folder)) as writer:
        writer.replace({G: version(0)})
    assert said(folder) == {"0"}
    assert len(list(folder.iterdir())) == 3


_WRITER = """
import sys
sys.path.insert(0, "tests/store")
import pyoxigraph as ox
from peelgraph.store import open_for_writing
G = ox.NamedNode("http://example.org/g")
def version(value):
    return [ox.Quad(ox.NamedNode(f"http://example.org/{n}"), ox.NamedNode("http://example.org/says"),
                    ox.Literal(value), G) for n in range(3000)]
print("ready", flush=True)
while True:
    with open_for_writing(sys.argv[1]) as store:
        for value in range(2, 5):
            store.replace({G.value: version(value)})
            store.publish()
"""


def test_a_second_writer_is_refused_while_readers_are_not(folder: Path) -> None:
    with open_for_writing(str(folder)) as writer:
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                "import sys; from peelgraph.store import open_for_writing as o; o(sys.argv[1])",
                folder,
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        assert f"StoreInUseError: Another process is writing to the store at {folder}" in done.stderr
        with pytest.raises(StoreInUseError):
            open_for_writing(str(folder))
        assert said(folder) == {"1"}
        writer.replace({G: version(2)})
    assert said(folder) == {"2"}


def test_a_closed_store_says_so(folder: Path) -> None:
    store = open_store(str(folder))
    store.close()
    store.close()
    with pytest.raises(StoreError, match="is closed: open it again"):
        store.query("ASK {}")


def test_places_that_are_no_stores_are_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "thesis.doc").write_text("x")
    (tmp_path / "empty").mkdir()
    with pytest.raises(NoStoreError, match=r"There is no store at .*/nowhere: make one with `peelgraph build`"):
        open_store(str(tmp_path / "nowhere"))
    with pytest.raises(NoStoreError):
        open_store(str(tmp_path / "empty"))
    with pytest.raises(NotAStoreError, match=r"/other is not a store: name the folder that was built\.$"):
        open_store(str(tmp_path / "other"))
    with pytest.raises(NotAStoreError, match=r"/other has other things in it and is not a store"):
        open_for_writing(str(tmp_path / "other"))
    for path in (tmp_path / "file", tmp_path / "file" / "deeper"):
        with pytest.raises(NotAStoreError, match="a file is in the way: give a folder"):
            open_for_writing(str(path))
        with pytest.raises((NotAStoreError, NoStoreError)):
            open_store(str(path))
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["empty", "file", "other", "thesis.doc"]


def test_an_empty_folder_becomes_a_store(tmp_path: Path) -> None:
    with open_for_writing(str(tmp_path)) as store:
        store.replace({G: version(1)})
    assert said(tmp_path) == {"1"}


def test_another_format_or_a_damaged_marker_is_told(folder: Path) -> None:
    marker = folder / MARKER
    note = json.loads(marker.read_text())
    marker.write_text(json.dumps(note | {"format": 9, "made by": "peelgraph 9.0"}))
    for opening in (open_store, open_for_writing):
        with pytest.raises(StoreFormatError, match=r"is of format 9 \(made by peelgraph 9\.0\) and peelgraph .* uses"):
            opening(str(folder))
    for damage in ("{", "[]", "{}", '{"format": 1}'):
        marker.write_text(damage)
        with pytest.raises(StoreFormatError, match="is damaged, so the store cannot be read"):
            open_store(str(folder))
    marker.write_text(json.dumps(note))
    shutil.rmtree(folder / "v1")
    with pytest.raises(StoreFormatError, match="has lost its version 1"):
        open_store(str(folder))


@pytest.fixture
def small_files() -> Iterator[None]:
    """No file may grow beyond 300 kB, which fails like a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.usefixtures("small_files")
def test_no_room_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with open_for_writing(str(folder)) as store:
        store.replace({G: version(1)})
    with (
        pytest.raises(StoreFullError, match=r"There is no room to write to .*: free some space and build again"),
        open_for_writing(str(folder)) as store,
    ):
        store.replace({G: version(2, 20_000)})
    assert said(folder) == {"1"}
    assert sorted(path.name for path in folder.iterdir()) == ["lock", MARKER, "v1"]
    with open_for_writing(str(folder)) as store:
        store.replace({G: version(3)})
    assert said(folder) == {"3"}


def in_a_mount(script: str, tmp_path: Path, size: str) -> subprocess.CompletedProcess[str]:
    """Run Python with a small file system of its own mounted at tmp_path/mount."""
    (tmp_path / "mount").mkdir()
    done = subprocess.run(
        ["unshare", "--map-root-user", "--mount", "sh", "-c",
         f'mount -t tmpfs -o size={size} none "$0/mount" && exec "$1" -c "$2" "$0/mount"',
         tmp_path, sys.executable, script],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode == 32 or "unshare" in done.stderr:
        pytest.skip("mounting a file system in a namespace of one's own is not allowed here")
    return done


_FILL = """
import sys
import pyoxigraph as ox
from peelgraph.errors import StoreFullError
from peelgraph.store import open_for_writing, open_store, select
G = "http://example.org/g"
def version(value, size):
    return [ox.Quad(ox.NamedNode(f"http://example.org/{n}"), ox.NamedNode("http://example.org/says"),
                    ox.Literal(value), ox.NamedNode(G)) for n in range(size)]
with open_for_writing(sys.argv[1] + "/store") as store:
    store.replace({G: version(1, 40)})
try:
    with open_for_writing(sys.argv[1] + "/store") as store:
        store.replace({G: version(2, 60000)})
except StoreFullError as error:
    print(error)
with open_store(sys.argv[1] + "/store") as store:
    print(select(store, "SELECT DISTINCT ?o { ?s ?p ?o }"))
with open_for_writing(sys.argv[1] + "/store") as store:
    store.replace({G: version(3, 40)})
with open_store(sys.argv[1] + "/store") as store:
    print(select(store, "SELECT DISTINCT ?o { ?s ?p ?o }"))
"""


def test_a_full_disk_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    done = in_a_mount(_FILL, tmp_path, "6m")
    one, three = ox.Literal(1), ox.Literal(3)
    assert done.stderr == ""
    assert done.stdout == (
        f"There is no room to write to {tmp_path}/mount/store: free some space and build again; what was in the "
        f"store is kept.\n[({one!r},)]\n[({three!r},)]\n"
    )


_READ_ONLY = """
import subprocess, sys
import pyoxigraph as ox
from peelgraph.errors import StoreReadOnlyError
from peelgraph.store import open_for_writing, open_store, select
place = sys.argv[1] + "/store"
quad = ox.Quad(ox.NamedNode("http://a"), ox.NamedNode("http://b"), ox.Literal(1), ox.NamedNode("http://g"))
with open_for_writing(place) as store:
    store.replace({"http://g": [quad]})
subprocess.run(["mount", "-o", "remount,ro", sys.argv[1]], check=True)
for path in (place, sys.argv[1] + "/new"):
    try:
        open_for_writing(path)
    except StoreReadOnlyError as error:
        print(error)
with open_store(place) as store:
    print(len(select(store, "SELECT * { ?s ?p ?o }")))
"""


def test_a_read_only_disk_can_be_read_and_not_written(tmp_path: Path) -> None:
    done = in_a_mount(_READ_ONLY, tmp_path, "20m")
    assert done.stderr == ""
    sentence = "is read-only or not yours to use: give another folder with --store or PEELGRAPH_STORE."
    assert done.stdout == f"{tmp_path}/mount/store {sentence}\n{tmp_path}/mount/new {sentence}\n1\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere: needs an ordinary user")
def test_a_folder_of_somebody_else_is_refused(folder: Path) -> None:
    folder.chmod(0o500)
    try:
        with pytest.raises(StoreReadOnlyError):
            open_for_writing(str(folder))
    finally:
        folder.chmod(0o700)
