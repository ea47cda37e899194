"""Start, help and the way the command line speaks."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from peelgraph import __version__

from .conftest import Run

COMMANDS = ["build", "ask", "query", "explain", "coverage", "validate", "export"]


def test_help_names_every_command(run: Run) -> None:
    done = run("--help")
    assert (done.code, done.err) == (0, "")
    listed = [
        line.split()[1]
        for line in done.out.split("Commands")[1].splitlines()
        if line.startswith("│ ") and line[2] != " "
    ]
    assert listed[: len(COMMANDS)] == COMMANDS
    assert run().out.split() == done.out.split()


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help_with_an_example(run: Run, command: str) -> None:
    done = run(command, "--help")
    assert (done.code, done.err) == (0, "")
    assert "Examples:" in done.out
    assert f"peelgraph {command}" in done.out.split("Examples:")[1]


def test_the_version_is_told(run: Run) -> None:
    assert run("--version") == (0, f"peelgraph {__version__}\n", "")


def test_an_unknown_command_gets_the_nearest(run: Run) -> None:
    assert run("bild") == (2, "", "peelgraph: No such command 'bild'. Did you mean 'build'?\n")


def test_help_is_quick_because_little_is_imported() -> None:
    code = "import sys; from peelgraph.cli import main; main(['--help']); print(*sys.modules, file=sys.stderr)"
    runs = []
    for _ in range(3):
        started = time.perf_counter()
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        runs.append(time.perf_counter() - started)
    heavy = {"pyoxigraph", "rdflib", "yaml", "rapidfuzz", "peelgraph.loaders", "peelgraph.formats", "peelgraph.build"}
    assert heavy & set(done.stderr.split()) == set()
    assert statistics.median(runs) < 2, "0.2 s on an idle machine; generous, for tests run on busy ones"


def test_a_reader_that_goes_away_is_no_fault(built: Path) -> None:
    """`peelgraph query … | head -n 1` ends quietly."""
    code = "import sys; from peelgraph.cli import main; sys.exit(main())"
    query = "SELECT * { GRAPH ?g { ?s ?p ?o } }"
    command = [sys.executable, "-c", code, "query", query, "--format", "csv", "--store", str(built)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        assert child.stdout.readline() == "g,o,p,s\n"
        child.stdout.close()
        assert child.stderr.read() == ""
