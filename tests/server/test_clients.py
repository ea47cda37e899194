"""The examples of docs/clients.md, run as they stand there against a server of our own."""

from __future__ import annotations

import re
import shlex
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


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a server with one made-up report."""
    folder = tmp_path_factory.mktemp("clients") / "store"
    with open_for_writing(str(folder)) as store:
        build([str(ROOT / "data" / "sample" / "loamshire-effectiveness-2016.txt")], store, Register.packaged())
    with serving(folder) as running:
        yield f"http://127.0.0.1:{running.port}/"


def example(heading: str, base: str) -> str:
    """The first example under a heading, with the address of the test's server."""
    text = (ROOT / "docs" / "clients.md").read_text("utf-8")
    found = re.search(rf"^## {re.escape(heading)}$.*?^```\w*\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert found
    assert USUAL in found[1]
    return found[1].replace(USUAL, base)


def ran(command: list[str], folder: Path) -> list[str]:
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=60, env={"no_proxy": "*"}
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_sparqlwrapper(base: str, tmp_path: Path) -> None:
    assert ran([sys.executable, "-c", example("SPARQLWrapper", base)], tmp_path) == ["loamshire 6"]


def test_rdflib(base: str, tmp_path: Path) -> None:
    lines = ran([sys.executable, "-c", example("rdflib", base)], tmp_path)
    assert len(lines) == 43
    assert lines[0] == "avon-and-somerset Avon and Somerset Constabulary"


def test_curl_sends_a_query(base: str, tmp_path: Path) -> None:
    (tmp_path / "question.rq").write_text(
        "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/peelgraph/ontology#Judgment> }"
    )
    first = example("curl", base).splitlines()[0]
    assert ran(["curl", "-sS", *shlex.split(first)[1:]], tmp_path) == ["n", "6"]


def test_peelgraph_asks_a_server(base: str, tmp_path: Path) -> None:
    first = shlex.split(example("peelgraph itself", base).splitlines()[0])[1:]
    program = "import sys; from peelgraph.cli import main; sys.exit(main())"
    lines = ran(
        [sys.executable, "-c", program, *first, "--format", "csv", "--columns", "force,question,grade"], tmp_path
    )
    assert lines[:2] == ["force,question,grade", "loamshire,overall,requires-improvement"]
    assert len(lines) == 7
