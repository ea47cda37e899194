"""What the tests of the command line share: a way to run it, and a store of the two made-up reports."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from peelgraph.build import build
from peelgraph.cli import main
from peelgraph.loaders import Register
from peelgraph.store import open_for_writing

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
LOAMSHIRE = SAMPLE / "loamshire-effectiveness-2016.txt"
MUMMERSET = SAMPLE / "mummerset-effectiveness-2016.txt"


QUESTIONS = {
    "How effective is the force at preventing crime, tackling anti-social behaviour and keeping people safe?": "Good",
    "How effective is the force at investigating crime and reducing re-offending?": "Good",
    "How effective is the force at protecting those who are vulnerable from harm, and supporting victims?": "Inadequate",  # noqa: E501
    "How effective is the force at tackling serious and organised crime?": "Good",
    "How effective are the force's specialist capabilities?": "Ungraded",
}


def report(force: str, *findings: str) -> str:
    """A made-up report, whole but with next to nothing in it, which loads in a moment."""
    parts = [
        "MADE UP for a test: no real force, no real report",
        "PEEL: Police effectiveness 2016",
        f"An inspection of {force}",
        "March 2017",
        "ISBN: 978-0-00000-001-9",
        "Overview – How effective is the force at keeping people safe and reducing crime?",
        "Overall judgment",
        "Good",
    ]
    for question, grade in QUESTIONS.items():
        parts += [question, "Summary of findings", grade]
        if grade == "Inadequate":
            parts += ["Areas for improvement", *(f"- {finding}" for finding in findings)]
    return "\n\n".join([*parts, "Next steps", "None.", "Annex A – About the data", "None.", ""])


class Ran(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A terminal 120 wide, and no store but those of the test."""
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("PEELGRAPH_STORE", raising=False)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process."""

    def command(*arguments: object) -> Ran:
        code = main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return command


@pytest.fixture(scope="session")
def spawn() -> Run:
    """Run a command in a process of its own, as users do."""

    def command(*arguments: object, **more: object) -> Ran:
        program = [sys.executable, "-c", "import sys; from peelgraph.cli import main; sys.exit(main())"]
        environment = {name: value for name, value in os.environ.items() if name != "PEELGRAPH_STORE"}
        done = subprocess.run(
            [*program, *map(str, arguments)],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            env=environment | {"COLUMNS": "120"},
            input=str(more.get("given", "")),
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return command


@pytest.fixture(scope="session")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the vocabulary and no document."""
    location = tmp_path_factory.mktemp("vocabulary") / "store"
    with open_for_writing(str(location)) as store:
        build([], store, Register.packaged())
    return location


@pytest.fixture
def store(vocabulary: Path, tmp_path: Path) -> Path:
    """A store of the test's own, with the vocabulary and no document."""
    return shutil.copytree(vocabulary, tmp_path / "store")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the two made-up reports."""
    location = tmp_path_factory.mktemp("built") / "store"
    with open_for_writing(str(location)) as store:
        result = build([str(SAMPLE)], store, Register.packaged())
    assert result.faults == ()
    return location
