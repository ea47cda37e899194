"""The two real reports, where they are at hand: grades, findings and figures as numbers, none of their sentences."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from peelgraph.loaders import Loaded, Register, load

SHARED = Path(__file__).resolve().parents[3] / "shared"
REPORTS = SHARED / "reports"
Rows = dict[str, list[dict[str, str]]]

pytestmark = [
    pytest.mark.reports,
    pytest.mark.skipif(
        not REPORTS.is_dir(), reason="the real reports are not part of the project: no ../shared/reports"
    ),
]

ISBN = {"hampshire": "978-1-78655-353-9", "hertfordshire": "978-1-78655-354-6"}
JUDGMENTS = {
    "hampshire": [
        ("overall", "requires-improvement", "good", "2015", "deteriorated"), ("1", "good", "", "", ""),
        ("2", "requires-improvement", "", "2015", "deteriorated"),
        ("3", "requires-improvement", "", "2015", "deteriorated"), ("4", "good", "", "", "improved"),
        ("5", "ungraded", "", "", ""),
    ],
    "hertfordshire": [
        ("overall", "requires-improvement", "good", "2015", "deteriorated"), ("1", "good", "", "", ""),
        ("2", "requires-improvement", "good", "2015", "deteriorated"),
        ("3", "inadequate", "requires-improvement", "2015", "deteriorated"), ("4", "good", "", "", ""),
        ("5", "ungraded", "", "", ""),
    ],
}  # fmt: skip
FINDINGS = {
    "hampshire": "1-afi-1 2-afi-1 2-afi-2 2-afi-3 2-afi-4 2-afi-5 2-afi-6 2-afi-6.1 2-afi-6.2 2-afi-6.3 "
    "3-coc-1 3-rec-1 3-rec-2 3-rec-3 4-afi-1 4-afi-2",
    "hertfordshire": "1-afi-1 1-afi-2 2-afi-1 2-afi-2 2-afi-3 2-afi-4 2-afi-5 3-coc-1 3-rec-1 3-rec-1.1 3-rec-1.2 "
    "3-rec-1.3 3-afi-1 3-afi-2 3-afi-3 4-afi-1 4-afi-2 4-afi-3 4-afi-4 5-afi-1 5-afi-1.1 5-afi-1.2 5-afi-1.3",
}
DATED = {
    "hampshire": [
        ("2-afi-6", "2017-05-01", "immediately"), ("2-afi-6.1", "2017-06-01", ""), ("3-rec-1", "", "immediately"),
        ("3-rec-2", "", "immediately"),
    ],
    "hertfordshire": [("3-rec-1", "", "immediately")],
}  # fmt: skip
FIGURES = {
    "hampshire": {
        "force-in-numbers": "202/240 68/68 +10.9%/+7.8% +0.4%/-3.4% 9.1%/12.1% 22.5%/10.6% 40.2%/47.4% 23/31 "
        "27/34 11/16 12.9%/11.1% 10.0%/10.0% 19/46 79.5%/83.3%",
        "figure-2": "68.3/68.2 58.8/60.4 2.1/1.9 9.0/7.0 4.3/8.1",
        "figure-4": "9.1/12.1 0.1/0.2 2.7/3.2 0.5/0.4 1.8/2.3 0.4/0.6 2.5/3.6 0.9/0.9 1.6/2.8 2.6/1.8 8.8/8.3 "
        "24.6/13.8 22.5/10.6 2.0/3.2 40.2/47.4 1.8/0.6 0.0/0.1 92.4/91.3 7.6/8.7 100.00/100.00",
        "figure-8": "11.5/23.2 2.2/5.6 0.3/0.3 0.4/1.4 15.4/24.1 62.3/35.4",
    },
    "hertfordshire": {
        "force-in-numbers": "12.8%/12.1% 11.3%/10.6% 41.9%/47.4% 10.3%/10.0% 55/46 89.5%/",
        "figure-2": "55.8/68.2 48.2/60.4 1.3/1.9 5.7/7.0 6.0/8.1",
        "figure-4": "12.8/12.1 0.3/0.2 5.7/3.2 0.3/0.4 3.9/2.3 1.5/0.6 2.9/3.6 1.8/0.9 1.1/2.8 0.4/1.8 6.5/8.3 "
        "14.6/13.8 11.3/10.6 3.3/3.2 41.9/47.4 0.4/0.6 0.0/0.1 85.5/91.3 14.5/8.7 100.00/100.00",
        "figure-8": "18.3/23.2 7.9/5.6 0.3/0.3 0.4/1.4 17.1/24.1 41.0/35.4",
    },
}
NOT_FOUND = {
    "hampshire": [],
    "hertfordshire": [
        "anti-social-behaviour-incidents", "anti-social-behaviour-incidents", "calls-for-assistance",
        "change-in-recorded-crime-1-year", "change-in-recorded-crime-5-years", "domestic-abuse-calls",
        "domestic-abuse-share-of-crime", "recorded-crime", "victim-satisfaction",
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def reports(register: Register) -> dict[str, Loaded]:
    return {force: load(REPORTS / f"{force}-effectiveness-2016.txt", register) for force in ISBN}


@pytest.fixture
def rows(force: str, reports: dict[str, Loaded], rows_of: Callable[[Loaded], Rows]) -> Rows:
    return rows_of(reports[force])


each = pytest.mark.parametrize("force", sorted(ISBN))


@each
def test_report(force: str, reports: dict[str, Loaded], rows: Rows) -> None:
    (report,), (inspection,) = rows["report"], rows["inspection"]
    assert (report["force"], report["cycle"], report["pillar"]) == (force, "2016", "effectiveness")
    assert (report["isbn"], report["published"]) == (ISBN[force], "2017-03")
    assert (inspection["fieldwork_start"], inspection["fieldwork_end"]) == ("2016-09", "2016-12")
    assert (reports[force].warnings, reports[force].faults) == ((), ())


@each
def test_judgments(force: str, rows: Rows) -> None:
    names = ("question", "grade", "previous_grade", "previous_cycle", "trend")
    assert [tuple(row[name] for name in names) for row in rows["judgment"]] == JUDGMENTS[force]


@each
def test_findings(force: str, rows: Rows) -> None:
    assert [row["id"] for row in rows["finding"]] == FINDINGS[force].split()
    for row in rows["finding"]:
        assert row["question"] == row["id"][0]
        assert row["part_of"] == (row["id"].rsplit(".", 1)[0] if "." in row["id"] else "")
        assert row["text"][0].isupper() == ("." not in row["id"])
        assert row["text"].endswith((":", ".", ";", "; and"))
    assert [(r["id"], r["deadline"], r["timescale"]) for r in rows["finding"] if r["deadline"] or r["timescale"]] == (
        DATED[force]
    )
    assert [row["id"] for row in rows["finding"] if row["note"]] == (["2-afi-6"] if force == "hampshire" else [])


@each
def test_kinds_of_findings(force: str, rows: Rows) -> None:
    kinds = Counter(row["kind"] for row in rows["finding"])
    assert kinds == {
        "hampshire": {"area-for-improvement": 12, "cause-of-concern": 1, "recommendation": 3},
        "hertfordshire": {"area-for-improvement": 18, "cause-of-concern": 1, "recommendation": 4},
    }[force]  # fmt: skip


@each
def test_figures(force: str, rows: Rows, register: Register) -> None:
    for source, printed in FIGURES[force].items():
        found = [f"{r['printed']}/{r['benchmark_printed']}" for r in rows["figure"] if r["source"] == source]
        assert found == printed.split(), source
    tables = [row for row in rows["figure"] if row["source"] in FIGURES[force]]
    assert [row["label"] for row in tables if row["metric"] not in register.metrics] == []
    assert all(row["period_end"] or row["as_at"] for row in tables)


@each
def test_what_is_not_found(force: str, reports: dict[str, Loaded]) -> None:
    missing = reports[force].missing
    assert sorted(str(m.metric) for m in missing if m.part == "figure") == NOT_FOUND[force]
    assert [m.expected for m in missing if m.part != "figure"] == []


GOLD = SHARED / "gold" / "hampshire-2016"
SCORE = SHARED / "score" / "score.py"
WANTED = (
    "judgments.grade", "judgments.precision", "judgments.trend", "judgments.previous_grade", "findings.recall",
    "findings.precision", "findings.deadline", "findings.part_of", "metrics.tables.recall", "metrics.tables.precision",
    "metrics.unit", "metrics.period", "quotes.verbatim",
)  # fmt: skip


@pytest.mark.skipif(not (GOLD.is_dir() and SCORE.is_file()), reason="no hand-made annotation in ../shared/gold")
def test_score_of_the_annotated_report(
    reports: dict[str, Loaded], rows_of: Callable[[Loaded], Rows], tmp_path: Path
) -> None:
    rows = rows_of(reports["hampshire"])
    columns = {"judgment": ("judgments", {}), "finding": ("findings", {}), "figure": ("metrics", {"label": "metric"})}
    for kind, (name, renamed) in columns.items():
        table = [{renamed.get(key, key): value for key, value in row.items() if key != "metric"} for row in rows[kind]]
        with (tmp_path / f"{name}.csv").open("w", newline="", encoding="utf-8") as handle:
            writer = csv.DictWriter(handle, list(table[0]))
            writer.writeheader()
            writer.writerows([row for row in table if row.get("source") != "prose"])
    source = REPORTS / "hampshire-effectiveness-2016.txt"
    run = subprocess.run(
        [sys.executable, SCORE, "--gold", GOLD, "--source", source, "--results", tmp_path,
         "--min", *(f"{name}=1" for name in WANTED)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout[-200:]
    for name in WANTED:
        assert f"{name} " in run.stdout
