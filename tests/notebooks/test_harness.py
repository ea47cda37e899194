"""A notebook that a reader would stumble over is refused, whatever is wrong with it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbclient.exceptions import CellExecutionError

from .equal import equal
from .harness import NotebookError, faults_of, nbformat, run, seen

FIRST = "# A notebook\n\n**You will learn**\n\n- nothing"
LAST = "## What to try next\n\n[This](1-made-up.ipynb), or [that](https://example.org/)."
CHECKS = """
from notebooks.equal import equal

PICTURES = {pictures}
SHOWN = {shown}


def check(nb):
    equal(nb.forces, 2)
"""


@pytest.fixture
def checks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for modules of checks, in the kernel as here."""
    folder = tmp_path / "modules"
    folder.mkdir()
    monkeypatch.setenv("PYTHONPATH", str(folder))
    monkeypatch.syspath_prepend(folder)
    yield folder
    sys.modules.pop("made_up_checks", None)


def written(folder: Path, *cells: str, **metadata: object) -> Path:
    """A notebook of code cells between a first and a last one of prose."""
    node = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}, **metadata},
        cells=[
            nbformat.v4.new_markdown_cell(FIRST, id="first"),
            *(nbformat.v4.new_code_cell(cell, id=f"cell-{n}") for n, cell in enumerate(cells)),
            nbformat.v4.new_markdown_cell(LAST, id="last"),
        ],
    )
    (folder / "kept").mkdir()
    path = folder / "kept" / "1-made-up.ipynb"
    path.write_text(f"{nbformat.writes(node)}\n", encoding="utf-8")
    return path


def ran(folder: Path, checks: Path, *cells: str, pictures: int = 0, shown: tuple[str, ...] = ()) -> None:
    """Run a notebook of these cells."""
    (checks / "made_up_checks.py").write_text(CHECKS.format(pictures=pictures, shown=shown), encoding="utf-8")
    run(written(folder, *cells), folder / "store", folder, module="made_up_checks")


def test_a_notebook_that_finds_what_it_should_passes(tmp_path: Path, checks: Path) -> None:
    code = "import os\nforces = 2\nprint(os.environ['PEELGRAPH_STORE'])"
    ran(tmp_path, checks, code, shown=(str(tmp_path / "store"),))


def test_a_cell_that_fails_fails_the_notebook(tmp_path: Path, checks: Path) -> None:
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        ran(tmp_path, checks, "forces = 2", "1 / 0")


def test_a_wrong_result_fails_the_notebook_and_both_values_are_told(tmp_path: Path, checks: Path) -> None:
    with pytest.raises(CellExecutionError, match=r"found    3(.|\n)*expected 2"):
        ran(tmp_path, checks, "forces = 3")


def test_a_missing_picture_fails_the_notebook(tmp_path: Path, checks: Path) -> None:
    with pytest.raises(NotebookError, match="shows 0 pictures, and not 1"):
        ran(tmp_path, checks, "forces = 2", pictures=1)


def test_words_that_are_not_shown_fail_the_notebook(tmp_path: Path, checks: Path) -> None:
    with pytest.raises(NotebookError, match="nowhere shows 'Loamshire'"):
        ran(tmp_path, checks, "forces = 2\nforces", shown=("Loamshire",))


def test_a_warning_fails_the_notebook(tmp_path: Path, checks: Path) -> None:
    with pytest.raises(NotebookError, match=r"error stream: (.|\n)*beware"):
        ran(tmp_path, checks, "import warnings\nforces = 2\nwarnings.warn('beware', DeprecationWarning)")


def test_a_drawing_needs_a_title_and_a_description() -> None:
    named = (
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="t" aria-describedby="d">'
        '<title id="t">Grades</title><desc id="d">One is good.</desc></svg>'
    )

    def shown(drawing: str) -> object:
        return nbformat.v4.new_output("display_data", {"text/html": f"<figure>{drawing}</figure>", "text/plain": "."})

    assert seen([shown(named), shown("<p>none</p>")]).pictures == 1
    for broken in (
        named.replace('role="img" ', ""),
        named.replace("One is good.", ""),
        named.replace('<title id="t">Grades</title>', ""),
        named.replace('aria-describedby="d"', 'aria-describedby="other"'),
    ):
        with pytest.raises(NotebookError, match="without a title and a description"):
            seen([shown(broken)])


def test_a_bare_image_is_refused() -> None:
    output = nbformat.v4.new_output("display_data", {"image/png": "AAAA", "text/plain": "<Figure>"})
    with pytest.raises(NotebookError, match="bare image"):
        seen([output])


def test_what_is_kept_has_no_outputs(tmp_path: Path) -> None:
    path = written(tmp_path, "1 + 1")
    assert faults_of(path) == []
    node = nbformat.read(path, as_version=4)
    node.cells[1].outputs = [nbformat.v4.new_output("stream", text="2")]
    node.cells[1].execution_count = 1
    node.cells[1].id = "0f0f0f0f"
    node.cells[0].source = "# A notebook"
    node.cells[2].source = "[The end](2-nowhere.ipynb)."
    node.metadata = {"kernelspec": {"name": "mine", "display_name": "Mine"}, "widgets": {}}
    path.write_text(nbformat.writes(node), encoding="utf-8")
    assert faults_of(path) == [
        "1-made-up.ipynb has outputs: clear them before you keep it.",
        "1-made-up.ipynb has numbers of execution: clear the outputs.",
        "1-made-up.ipynb has the state of widgets.",
        "1-made-up.ipynb is not for the kernel python3.",
        "1-made-up.ipynb has an id that was drawn by lot: name the cell.",
        "1-made-up.ipynb does not begin with its title and what will be learnt.",
        "1-made-up.ipynb does not end with what to try next.",
        "1-made-up.ipynb has a link that leads nowhere.",
        "1-made-up.ipynb is not written as nbformat writes it.",
    ]


def test_equal_tells_both_values() -> None:
    equal([1], [1])
    with pytest.raises(AssertionError, match=r"found    \[1\]\nexpected \[2\]"):
        equal([1], [2])
