"""Runs a notebook as its reader would, and then looks at what came out.

What a notebook must find is said in ``checks/NAME.py``: ``1-tour.ipynb`` has ``checks/tour.py``. Such a module has

- ``check(nb)``, called in the notebook's own kernel after its last cell; ``nb.NAME`` is the notebook's variable
  NAME. It compares with exact values by `equal`, which tells both sides when they differ.
- ``PICTURES``, how many pictures the notebook shows; each must be an SVG with a title and a description.
- ``SHOWN``, if there are any: texts that a reader must see in what the cells show.

The store is built from the sample reports and the published grades, and PEELGRAPH_STORE names it.
"""

from __future__ import annotations

import importlib
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat as _nbformat
from lxml import html
from nbclient import NotebookClient

nbformat: Any = _nbformat
"""Its functions have no types."""
TESTS = Path(__file__).parents[1]
FOLDER = TESTS.parent / "notebooks"
NOTEBOOKS = tuple(sorted(FOLDER.glob("*.ipynb")))
SECONDS = 180
"""For which a cell may run, at most."""

_CHECK = """import sys, types
sys.path.insert(0, {tests!r})
from {module} import check
check(types.SimpleNamespace(**globals()))"""


class NotebookError(AssertionError):
    """What a reader would stumble over though every cell ran."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a reader of the notebook sees."""

    texts: tuple[str, ...]
    """Of each output, what it says; tables and pictures as HTML."""
    pictures: int


def module_of(notebook: Path) -> str:
    """The module with the checks of a notebook.

    >>> module_of(Path("2-across-forces.ipynb"))
    'notebooks.checks.across_forces'
    """
    return f"notebooks.checks.{notebook.stem.partition('-')[2].replace('-', '_')}"


def run(notebook: Path, store: Path, folder: Path, *, module: str = "") -> Ran:
    """Run a notebook in a folder of its own, and check what came out.

    Args:
        notebook: the file; it is not changed.
        store: what PEELGRAPH_STORE names.
        folder: empty; the notebook runs in it, beside a copy of all that stands in its own folder.
        module: with the checks; without it, that which goes by the notebook's name.

    Raises:
        CellExecutionError: a cell failed, or a check of the notebook's variables did.
        NotebookError: something was shown that should not have been, or is missing.
    """
    name = module or module_of(notebook)
    checks = importlib.import_module(name)
    work = folder / "work"
    shutil.copytree(notebook.parent, work)
    node = nbformat.read(notebook, as_version=4)
    written = len(node.cells)
    node.cells.append(nbformat.v4.new_code_cell(_CHECK.format(tests=str(TESTS), module=name)))
    client = NotebookClient(
        node,
        timeout=SECONDS,
        kernel_name="python3",
        record_timing=False,
        extra_arguments=["--InteractiveShell.colors=nocolor"],
        resources={"metadata": {"path": str(work)}},
    )
    client.execute(env=environment(store, folder))
    outputs = [output for cell in node.cells[:written] if cell.cell_type == "code" for output in cell.outputs]
    ran = seen(outputs)
    if ran.pictures != checks.PICTURES:
        raise NotebookError(f"{notebook.name} shows {ran.pictures} pictures, and not {checks.PICTURES}.")
    for text in getattr(checks, "SHOWN", ()):
        if not any(text in shown for shown in ran.texts):
            raise NotebookError(f"{notebook.name} nowhere shows {text!r}.")
    return ran


def environment(store: Path, folder: Path) -> dict[str, str]:
    """What a kernel is given: the store, and nothing of the settings of whoever runs the tests."""
    own = {name: str(folder / name.lower()) for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR")}
    return {**os.environ, **own, "PEELGRAPH_STORE": str(store), "PYTHONWARNINGS": "default"}


def seen(outputs: list[Any]) -> Ran:
    """What outputs show.

    Raises:
        NotebookError: a warning, or a picture that cannot be read aloud.
    """
    texts: list[str] = []
    pictures, printing = 0, False
    for output in outputs:
        was_printing, printing = printing, output.output_type == "stream"
        if output.output_type == "stream":
            if output.name == "stderr":
                raise NotebookError(f"A cell wrote to the error stream: {output.text}")
            # What is printed comes in pieces, cut where time will have it.
            texts.append(f"{texts.pop()}{output.text}" if was_printing else output.text)
            continue
        if bitmaps := [kind for kind in output.data if kind.startswith("image/")]:
            raise NotebookError(f"A cell shows a bare image ({bitmaps[0]}): show a picture of peelgraph.pictures.")
        shown = output.data.get("text/html") or output.data.get("text/plain", "")
        texts.append(shown)
        pictures += len(_drawings(shown))
    return Ran(tuple(texts), pictures)


def _drawings(shown: str) -> list[Any]:
    """Drawings in HTML, each with a title and a description that name it for screen readers."""
    if "<svg" not in shown:
        return []
    drawings = list(html.fragment_fromstring(shown, create_parent=True).iter("svg"))
    for drawing in drawings:
        words = [drawing.findtext(name) for name in ("title", "desc")]
        named = [drawing.get("aria-labelledby"), drawing.get("aria-describedby")]
        ids = [drawing.xpath(f"string({name}/@id)") for name in ("title", "desc")]
        if drawing.get("role") != "img" or not all(words) or named != ids:
            raise NotebookError("A cell shows a drawing without a title and a description for screen readers.")
    return drawings


def faults_of(notebook: Path) -> list[str]:
    """What is wrong with a notebook as it is kept: a sentence each.

    Outputs are not kept, because they would be those of somebody's data on some day.
    """
    text = notebook.read_text(encoding="utf-8")
    node = nbformat.reads(text, as_version=4)
    nbformat.validate(node)
    cells = node.cells
    first, last = cells[0], cells[-1]
    prose = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    links = re.findall(r"\]\((?!https?:)([^)#]+)", prose)
    wrong = {
        "is not in format 4.5": (node.nbformat, node.nbformat_minor) != (4, 5),
        "has outputs: clear them before you keep it": any(cell.get("outputs") for cell in cells),
        "has numbers of execution: clear the outputs": any(cell.get("execution_count") for cell in cells),
        "has the state of widgets": "widgets" in node.metadata,
        "is not for the kernel python3": node.metadata.get("kernelspec", {}).get("name") != "python3",
        "has two cells of one id": len({cell.id for cell in cells}) < len(cells),
        "has an id that was drawn by lot: name the cell": any(re.fullmatch("[0-9a-f]{8}", c.id) for c in cells),
        "has an empty cell": not all(cell.source.strip() for cell in cells),
        "does not begin with its title and what will be learnt": first.cell_type != "markdown"
        or not re.match(r"# .+\n\n(.|\n)*\*\*You will learn\*\*", first.source),
        "does not end with what to try next": last.cell_type != "markdown"
        or not last.source.startswith("## What to try next"),
        "has a link that leads nowhere": not all((notebook.parent / link).exists() for link in links),
        "is not written as nbformat writes it": text != f"{nbformat.writes(node)}\n",
    }
    return [f"{notebook.name} {what}." for what, is_wrong in wrong.items() if is_wrong]
