"""docs/python.md shows what the graph really answers."""

from __future__ import annotations

import doctest
from pathlib import Path

import pandas as pd
import pytest

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "python.md"


def test_the_guide_tells_the_truth(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEELGRAPH_STORE", str(folder))
    text = GUIDE.read_text("utf-8")
    examples = doctest.DocTestParser().get_doctest(text, {}, GUIDE.name, str(GUIDE), 0)
    assert len(examples.examples) >= 15
    wrong: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    with pd.option_context("display.width", 120, "display.max_columns", 12, "display.max_colwidth", 44):
        runner.run(examples, out=wrong.append)
    assert not wrong, "".join(wrong)


def test_a_guide_that_does_not_is_found_out() -> None:
    examples = doctest.DocTestParser().get_doctest("```pycon\n>>> 1 + 1\n3\n\n```", {}, "wrong", "wrong", 0)
    wrong: list[str] = []
    assert doctest.DocTestRunner().run(examples, out=wrong.append).failed == 1
