"""`peelgraph build --validate`."""

from __future__ import annotations

from pathlib import Path

import pytest

from peelgraph.cli import main
from peelgraph.loaders.iris import GRAPH
from peelgraph.store import open_store

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample" / "loamshire-effectiveness-2016.txt"


def test_quarantine_needs_validation(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(SAMPLE), "--quarantine", str(tmp_path), "--store", str(tmp_path / "store")]) == 2
    said = capsys.readouterr().err
    assert said.strip() == "peelgraph: Nothing is refused without --validate: give --quarantine together with it."


def test_document_that_passes_is_loaded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(SAMPLE), "--validate", "--store", str(tmp_path / "store")]) == 0
    assert capsys.readouterr().err == f"1 loaded. The store is at {tmp_path / 'store'}.\n"


FAULTY = """force,cycle,aspect,grade
Loamshire Constabulary,2016,effectiveness,good
Loamshire Constabulary,2016,efficiency,brilliant
Loamshire Constabulary,2099,legitimacy,good
"""
ROWS = """\
Fault: grades.csv line 3: 'brilliant' is no grade; \
grades are outstanding, good, requires-improvement, inadequate, ungraded.
Fault: grades.csv line 4: '2099' is no known cycle; known are 2014, 2015, 2016, 2017, 2018-19.
"""


def test_grades_with_faulty_rows_are_refused_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    grades, store, aside = (tmp_path / name for name in ("grades.csv", "store", "refused"))
    grades.write_text(FAULTY, encoding="utf-8")
    assert main(["build", str(grades), "--validate", "--quarantine", str(aside), "--store", str(store)]) == 1
    why = f"Fault: {grades} was refused for 2 faults: see all with `peelgraph validate {grades}`.\n"
    assert capsys.readouterr().err == f"{ROWS}{why}1 refused. The store is at {store}.\n"
    assert (aside / "grades.csv").read_text(encoding="utf-8") == FAULTY
    with open_store(str(store)) as opened:
        assert [name for name in opened.graphs() if name.startswith(f"{GRAPH}grades/")] == []


def test_without_validation_the_rows_that_can_be_used_are_loaded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    grades, store = tmp_path / "grades.csv", tmp_path / "store"
    grades.write_text(FAULTY, encoding="utf-8")
    assert main(["build", str(grades), "--store", str(store)]) == 1
    assert capsys.readouterr().err == f"{ROWS}1 loaded. The store is at {store}.\n"
    with open_store(str(store)) as opened:
        assert [name for name in opened.graphs() if name.startswith(f"{GRAPH}grades/")] == [f"{GRAPH}grades/grades"]


def test_columns_that_are_not_there_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    grades, store = tmp_path / "grades.csv", tmp_path / "store"
    grades.write_text(FAULTY.replace("cycle,", "year,").replace(",grade", ",graed"), encoding="utf-8")
    assert main(["build", str(grades), "--validate", "--store", str(store)]) == 2
    fault = "Fault: grades.csv is no list of grades: its first line does not name the columns cycle, grade.\n"
    assert capsys.readouterr().err == f"{fault}1 left out. The store is at {store}.\n"
