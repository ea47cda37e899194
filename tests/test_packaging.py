"""The wheel, installed in an empty environment away from the checkout, is the whole program."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(list(map(str, command)), cwd=cwd, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("peelgraph-*.whl")
    return built


def test_the_wheel_holds_the_data_and_nothing_beside_the_package(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    top = {name.split("/")[0] for name in names}
    assert {name for name in top if not name.endswith(".dist-info")} == {"peelgraph"}
    for file in (
        "ontology/peelgraph.ttl",
        "ontology/catalog-v001.xml",
        "ontology/forces.ttl",
        "queries/judgments/judgments.rq",
        "data/peel-grades.csv",
        "data/sample/loamshire-effectiveness-2016.txt",
        "loaders/outline/blocks.py",
        "server/templates/base.html",
        "server/static/site.css",
        "pictures/interactive.js",
    ):
        assert f"peelgraph/{file}" in names


def test_installed_away_from_the_checkout_it_answers(wheel: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "venv", tmp_path / "env", cwd=tmp_path)
    binaries = tmp_path / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    run(binaries / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel, cwd=tmp_path)
    sample = ROOT / "data" / "sample"
    peelgraph = binaries / "peelgraph"
    run(peelgraph, "build", sample, "--published-grades", "--store", "graph", cwd=tmp_path)
    answer = run(
        peelgraph, "ask", "judgments", "--force", "loamshire", "--question", "4", "--store", "graph",
        "--format", "csv", "--columns", "force,cycle,question,grade", cwd=tmp_path,
    )  # fmt: skip
    assert answer.split() == ["force,cycle,question,grade", "loamshire,2016,4,outstanding"]
    assert "outstanding" in run(
        peelgraph, "explain", "judgment/loamshire/2016/effectiveness/4", "--store", "graph", cwd=tmp_path
    )
    run(peelgraph, "coverage", "--store", "graph", cwd=tmp_path)
    run(peelgraph, "export", "--format", "trig", "--store", "graph", cwd=tmp_path)
    run(peelgraph, "query", "ASK { ?s ?p ?o }", "--store", "graph", cwd=tmp_path)
    assert "Nothing blocks publication" in run(
        peelgraph, "validate", sample / "loamshire-effectiveness-2016.txt", "--store", "graph", cwd=tmp_path
    )
    run(peelgraph, "reason", "--ontology", "--engine", "owlrl", cwd=tmp_path)
    assert "void:triples" in run(peelgraph, "describe", "--store", "graph", cwd=tmp_path)
    run(peelgraph, "search", "supervision", "--store", "graph", cwd=tmp_path)
    asked = "from peelgraph.competency import questions; assert len(questions()) >= 40"
    run(binaries / "python", "-c", asked, cwd=tmp_path)
    # What an extra brings is not in this environment: the command says what to install.
    refused = subprocess.run([peelgraph, "serve", "--store", "graph"], cwd=tmp_path, capture_output=True, check=False)
    assert (refused.returncode, b"peelgraph[serve]" in refused.stderr) == (2, True), refused.stderr
    refused = subprocess.run(
        [peelgraph, "graph", "alliances", "--store", "graph"], cwd=tmp_path, capture_output=True, check=False
    )
    assert (refused.returncode, b"peelgraph[explore]" in refused.stderr) == (2, True), refused.stderr
    asked = "from peelgraph import Graph; Graph.open('graph')"
    refused = subprocess.run([binaries / "python", "-c", asked], cwd=tmp_path, capture_output=True, check=False)
    assert (refused.returncode, b"peelgraph[explore]" in refused.stderr) == (1, True), refused.stderr
    missing = subprocess.run(
        [binaries / "python", "-c", "import loaders"], cwd=tmp_path, capture_output=True, check=False
    )
    assert b"ModuleNotFoundError" in missing.stderr
