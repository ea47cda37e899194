"""The examples of docs/clients.md, run as they stand there against a server of our own."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import serving

from peelgraph.build import build
from peelgraph.loaders import Register
from peelgraph.store import open_for_writing

ROOT = Path(__file__).resolve().parents[2]
USUAL = "http://127.0.0.1:7878/"
NEEDS_CURL = pytest.mark.skipif(shutil.which("curl") is None, reason="needs the program curl")
QUESTION = "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/peelgraph/ontology#Judgment> }"
GRADES = [
    "question,grade",
    "overall,requires-improvement",
    "1,good",
    "2,requires-improvement",
    "3,requires-improvement",
    "4,outstanding",
    "5,ungraded",
]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a server with one made-up report."""
    folder = tmp_path_factory.mktemp("clients") / "store"
    with open_for_writing(str(folder)) as store:
        build([str(ROOT / "data" / "sample" / "loamshire-effectiveness-2016.txt")], store, Register.packaged())
    with serving(folder) as running:
        yield f"http://127.0.0.1:{running.port}/"


def examples() -> dict[str, list[str]]:
    """Code blocks by the heading that they stand under."""
    text = (ROOT / "docs" / "clients.md").read_text("utf-8")
    _, *parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    block = re.compile(r"^```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    return {heading: block.findall(content) for heading, content in zip(parts[::2], parts[1::2], strict=True)}


def example(heading: str, base: str) -> str:
    """The only example under a heading, with the address of the test's server."""
    (found,) = examples()[heading]
    assert USUAL in found
    return found.replace(USUAL, base)


def ran(command: list[str], folder: Path, code: int = 0) -> list[str]:
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=60, env={"no_proxy": "*"}
    )
    assert done.returncode == code, done.stderr
    return done.stdout.splitlines()


def test_every_example_is_run_here() -> None:
    assert {heading: len(found) for heading, found in examples().items()} == {
        "peelgraph itself": 1, "curl": 1, "pandas": 1, "SPARQLWrapper": 1, "rdflib": 1,
    }  # fmt: skip


def test_sparqlwrapper(base: str, tmp_path: Path) -> None:
    assert ran([sys.executable, "-c", example("SPARQLWrapper", base)], tmp_path) == ["loamshire 6"]


def test_rdflib(base: str, tmp_path: Path) -> None:
    lines = ran([sys.executable, "-c", example("rdflib", base)], tmp_path)
    assert len(lines) == 43
    assert lines[0] == "avon-and-somerset Avon and Somerset Constabulary"


def test_pandas(base: str, tmp_path: Path) -> None:
    lines = ran([sys.executable, "-c", example("pandas", base)], tmp_path)
    assert [line.split() for line in lines] == [
        ["grade"], ["good", "1"], ["outstanding", "1"], ["requires-improvement", "3"], ["ungraded", "1"],
        ["dtype:", "int64"],
    ]  # fmt: skip


@NEEDS_CURL
def test_curl(base: str, tmp_path: Path) -> None:
    (tmp_path / "question.rq").write_text(QUESTION)
    commands = [shlex.split(line) for line in example("curl", base).splitlines()]
    query, api, thing = (ran([command, "-sS", *rest], tmp_path) for command, *rest in commands)
    assert query == ["n", "6"]
    assert api == GRADES
    assert "<https://w3id.org/peelgraph/id/force/loamshire> a peel:FictionalForce ;" in "\n".join(thing)


@NEEDS_CURL
def test_curl_tells_of_what_is_refused(base: str, tmp_path: Path) -> None:
    (tmp_path / "question.rq").write_text("SELECT nonsense")
    first = shlex.split(example("curl", base).splitlines()[0])
    (said,) = ran([first[0], "-sS", *first[1:]], tmp_path, code=22)
    assert "The query is not valid SPARQL" in said


def test_peelgraph_asks_a_server(base: str, tmp_path: Path) -> None:
    first = shlex.split(example("peelgraph itself", base).splitlines()[0])[1:]
    program = "import sys; from peelgraph.cli import main; sys.exit(main())"
    lines = ran(
        [sys.executable, "-c", program, *first, "--format", "csv", "--columns", "force,question,grade"], tmp_path
    )
    assert lines[:2] == ["force,question,grade", "loamshire,overall,requires-improvement"]
    assert len(lines) == 7
