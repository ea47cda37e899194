"""The whole program against a hand-made annotation of one real report, which is not part of the project."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SHARED = Path(__file__).parent.parent.parent / "shared"
REPORT = SHARED / "reports" / "hampshire-effectiveness-2016.txt"

STRUCTURE = (
    *("judgments.grade", "judgments.precision", "judgments.trend", "judgments.previous_grade"),
    *("findings.recall", "findings.precision", "findings.deadline", "findings.part_of"),
    *("metrics.tables.recall", "metrics.tables.precision", "metrics.unit", "quotes.verbatim"),
)
"""What is printed in a fixed form has to be read without a fault."""

PROSE = {
    "metrics.prose.recall": 0.9,
    "metrics.prose.precision": 0.9,
    "metrics.period": 0.98,
    "partners.named.recall": 0.95,
    "partners.generic.recall": 0.85,
    "partners.precision": 0.9,
    "partners.type": 0.92,
    "partners.role": 0.85,
    "initiatives.named.recall": 0.8,
    "initiatives.described.recall": 0.6,
    "initiatives.precision": 0.85,
    "initiatives.type": 0.85,
    "initiatives.question": 0.95,
    "evidence.recall": 0.95,
    "evidence.question": 0.98,
    "evidence.polarity": 0.8,
    "evidence.not_reversed": 0.97,
    "evidence.boilerplate_left_out": 0.96,
    "caveats.recall": 0.95,
    "caveats.precision": 0.9,
    "terms.recall": 0.95,
    "citations.recall": 0.9,
    "citations.precision": 0.9,
    "contradictions.recall": 0.9,
    "contradictions.numbers_and_dates": 0.85,
    "contradictions.precision": 0.9,
}


@pytest.mark.reports
def test_the_annotated_report_is_read_as_a_person_read_it() -> None:
    if not (SHARED / "score").is_dir() or not REPORT.is_file():
        pytest.skip("needs the annotated report and its scorer, which are not part of the project")
    least = [*(f"{name}=1" for name in STRUCTURE), *(f"{name}={value}" for name, value in PROSE.items())]
    paths = (SHARED / "score" / "run", SHARED / "gold" / "hampshire-2016", REPORT, SHARED / "reports")
    command = ["bash", *map(str, paths)]
    peelgraph = Path(sys.executable).with_name("peelgraph")
    done = subprocess.run(
        [*command, "--min", *least],
        capture_output=True, text=True, env=os.environ | {"PEELGRAPH": str(peelgraph)}, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:]
