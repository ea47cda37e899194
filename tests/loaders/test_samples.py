"""The two made-up reports against what a careful reader took from them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from peelgraph.loaders import Loaded, Missing, Register
from peelgraph.loaders.extract.periods import without_period
from peelgraph.loaders.text import fold

EXPECTED = Path(__file__).parent / "expected"
COUNTS = {
    "loamshire": {"judgments": 6, "findings": 18, "figures": 45},
    "mummerset": {"judgments": 5, "findings": 17, "figures": 39},
}
Rows = dict[str, list[dict[str, str]]]

pytestmark = pytest.mark.parametrize("force", ["loamshire", "mummerset"])


@pytest.fixture
def expected(force: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((EXPECTED / f"{force}.json").read_text(encoding="utf-8"))
    return content


@pytest.fixture
def rows(force: str, samples: dict[str, Loaded], rows_of: Callable[[Loaded], Rows]) -> Rows:
    return rows_of(samples[force])


def test_as_many_facts_as_a_reader_counts(force: str, samples: dict[str, Loaded], rows: Rows) -> None:
    counts = samples[force].counts
    assert {kind: counts[kind] for kind in ("judgments", "findings")} == {
        kind: COUNTS[force][kind] for kind in ("judgments", "findings")
    }
    assert counts["figures"] >= COUNTS[force]["figures"], "those of tables, and those of prose"
    assert {f"{kind}s": len(rows[kind]) for kind in ("judgment", "finding", "figure")} == COUNTS[force]


def test_nothing_to_warn_of(force: str, samples: dict[str, Loaded]) -> None:
    assert samples[force].warnings == ()
    assert samples[force].faults == ()
    assert samples[force].key == f"{force}-effectiveness-2016"


def test_report(force: str, rows: Rows, expected: dict[str, Any]) -> None:
    (report,) = rows["report"]
    (inspection,) = rows["inspection"]
    wanted = expected["report"]
    for name in ("title", "force", "isbn", "published", "pillar", "cycle"):
        assert report[name] == wanted[name], name
    assert report["notation"] == f"{force}-effectiveness-2016"
    assert inspection["fieldwork_start"] == wanted["fieldwork_start"]
    assert inspection["fieldwork_end"] == wanted["fieldwork_end"]
    assert wanted["force_name"] in report["also"]


def test_judgments(rows: Rows, expected: dict[str, Any]) -> None:
    names = ("question", "grade", "previous_grade", "previous_cycle", "trend")
    found = [{name: row[name] for name in names} for row in rows["judgment"]]
    assert found == [{name: judgment[name] or "" for name in names} for judgment in expected["judgments"]]


def test_judgments_are_stated_by_the_words_a_reader_would_quote(rows: Rows, expected: dict[str, Any]) -> None:
    quotes = {judgment["question"]: judgment["quote"] for judgment in expected["judgments"]}
    for row in rows["judgment"]:
        stating = [_bare(quote) for quote in (row["quote"], *row["also"].split("\n---\n")) if quote]
        wanted = _bare(quotes[row["question"]])
        assert any(wanted in quote or quote in wanted for quote in stating), row["question"]
        assert _bare(row["quote"]) in wanted or wanted in _bare(row["quote"]), row["question"]


def test_findings(rows: Rows, expected: dict[str, Any]) -> None:
    names = ("id", "question", "kind", "text", "part_of", "deadline", "timescale", "note")
    found = [{name: row[name] for name in names} for row in rows["finding"]]
    assert found == [{name: finding.get(name) or "" for name in names} for finding in expected["findings"]]


def test_figures(rows: Rows, expected: dict[str, Any]) -> None:
    wanted = expected["figures"]
    found = rows["figure"]
    assert len(found) == len(wanted)
    for row, figure in zip(found, wanted, strict=True):
        label = figure["label"]
        assert row["source"] == figure["source"], label
        assert row["label"] == re.sub(r"^(?:\d+|\*) ", "", label)
        for name in ("unit", "period_start", "period_end", "as_at", "printed", "benchmark_printed"):
            assert row[name] == (figure[name] or ""), (label, name)
        for name in ("value", "benchmark"):
            assert (Decimal(row[name]) if row[name] else None) == _number(figure[name]), (label, name)
        assert row["status"] == figure.get("status", ""), label


def test_outcome_numbers_stand_in_the_quoted_row(rows: Rows, expected: dict[str, Any], register: Register) -> None:
    numbered = 0
    for row, figure in zip(rows["figure"], expected["figures"], strict=True):
        if row["source"] == "figure-4" and (match := re.match(r"(\d+|\*) ", figure["label"])):
            numbered += 1
            assert row["quote"].startswith(f"{match[1]}\t")
            assert register.metrics[row["metric"]].outcome_number == match[1]
    assert numbered == 14


def test_every_figure_is_of_a_known_metric(rows: Rows, register: Register) -> None:
    assert [row["label"] for row in rows["figure"] if row["metric"] not in register.metrics] == []


def test_what_is_not_found(force: str, samples: dict[str, Loaded], expected: dict[str, Any]) -> None:
    register = Register.packaged()
    found = {lost for missing in samples[force].missing for lost in _lost(missing)}
    wanted = {
        (item["what"], item.get("question"), item.get("source"), _metric(register, item))
        for item in expected["not_found"]
    }
    assert found == wanted


def _lost(missing: Missing) -> list[tuple[str, str | None, str | None, str | None]]:
    """What one missing fact stands for in the words of the expected facts."""
    if missing.part == "judgment":
        return [("judgment grade", missing.question, None, None)]
    assert missing.part == "figure"
    key = (None, missing.source, _period_and(missing.metric, missing.expected))
    if missing.reason.startswith("the force's value"):
        return [("force value", *key)]
    if missing.reason.startswith("the England and Wales value"):
        return [("England and Wales value", *key)]
    return [("force value", *key), ("England and Wales value", *key)]


def _metric(register: Register, item: dict[str, str]) -> str | None:
    """The metric that an expected label names, with what its period tells apart."""
    if "label" not in item:
        return None
    label = fold(without_period(re.sub(r"^(?:\d+|\*) ", "", item["label"])))
    named = [m for m in register.metrics_of(item["source"]) if label in {fold(without_period(n)) for n in m.names}]
    assert len(named) == 1, item["label"]
    return _period_and(named[0].notation, item["label"])


def _period_and(metric: str | None, label: str) -> str:
    years = re.findall(r"20\d\d", label)
    return f"{metric} {max(years, default='')}"


def _bare(quote: str) -> str:
    """Words without line ends and emphasis, which a reader leaves out at the edges of a quotation."""
    return re.sub(r"[\s*]+", " ", quote).strip()


def _number(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
