"""What the tests of reviewing, comparing and searching share: a way to run a command in this process."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from peelgraph.cli import main

Run = Callable[..., tuple[int, str, str]]
"""Gives the exit code, what was written to standard output, and what to standard error."""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("COLUMNS", "120")

    def command(*arguments: object) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        return code, *capsys.readouterr()

    return command
