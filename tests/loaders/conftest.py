"""What the tests of the loaders share: the register, the two made-up reports, and facts read back from quads."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from peelgraph.loaders import Loaded, Register, load
from peelgraph.loaders.documents import Document, read
from peelgraph.loaders.iris import DCTERMS, OA, PEEL, RDF, SCHEMA, SKOS
from peelgraph.loaders.outline import Heading, Role

ROOT = Path(__file__).resolve().parents[2]

FINDINGS = {
    "AreaForImprovement": "area-for-improvement",
    "CauseOfConcern": "cause-of-concern",
    "Recommendation": "recommendation",
}
FIELDS = {
    "report": {
        "notation": SKOS + "notation", "title": DCTERMS + "title", "force": PEEL + "force", "cycle": PEEL + "cycle",
        "pillar": PEEL + "pillar", "isbn": SCHEMA + "isbn", "published": DCTERMS + "issued",
        "publisher": DCTERMS + "publisher",
    },
    "inspection": {"fieldwork_start": PEEL + "fieldworkStart", "fieldwork_end": PEEL + "fieldworkEnd"},
    "judgment": {
        "question": PEEL + "question", "grade": PEEL + "grade", "previous_grade": PEEL + "previousGrade",
        "previous_cycle": PEEL + "previousCycle", "trend": PEEL + "trend", "trend_basis": PEEL + "trendBasis",
    },
    "finding": {
        "id": SKOS + "notation", "question": PEEL + "question", "text": PEEL + "text", "part_of": PEEL + "partOf",
        "deadline": PEEL + "deadline", "timescale": PEEL + "timescale", "note": PEEL + "note",
    },
    "figure": {
        "source": PEEL + "source", "metric": PEEL + "metric", "label": PEEL + "label", "unit": PEEL + "unit",
        "value": PEEL + "value", "printed": PEEL + "printed", "status": PEEL + "status",
        "period_start": PEEL + "periodStart", "period_end": PEEL + "periodEnd", "as_at": PEEL + "asAt",
    },
}  # fmt: skip
LINKS = {"force", "cycle", "pillar", "publisher", "question", "grade", "previous_grade", "previous_cycle", "trend",
         "part_of", "source", "metric", "unit"}  # fmt: skip


@pytest.fixture(scope="session")
def register() -> Register:
    """The register that comes with the project."""
    return Register.packaged()


@pytest.fixture(scope="session")
def samples(register: Register) -> dict[str, Loaded]:
    """The two made-up reports by the name of their force."""
    return {
        force: load(ROOT / "data" / "sample" / f"{force}-effectiveness-2016.txt", register)
        for force in ("loamshire", "mummerset")
    }


@pytest.fixture(scope="session")
def sample_texts() -> dict[str, str]:
    """The text of the two made-up reports."""
    return {
        force: (ROOT / "data" / "sample" / f"{force}-effectiveness-2016.txt").read_bytes().decode()
        for force in ("loamshire", "mummerset")
    }


@pytest.fixture(scope="session")
def document(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Document]:
    """Reads a text as a document."""
    path = tmp_path_factory.mktemp("document") / "made-up.txt"

    def of(text: str) -> Document:
        path.write_bytes(text.encode())
        return read(path)

    return of


@pytest.fixture(scope="session")
def load_text(tmp_path_factory: pytest.TempPathFactory, register: Register) -> Callable[[str], Loaded]:
    """Loads a text as a file of its own."""
    folder = tmp_path_factory.mktemp("load")
    numbers = itertools.count()

    def of(text: str) -> Loaded:
        path = folder / f"made-up-{next(numbers)}.txt"
        path.write_bytes(text.encode())
        try:
            return load(path, register)
        finally:
            path.unlink()

    return of


@pytest.fixture(scope="session")
def headings(register: Register) -> list[Heading]:
    """The questions of the effectiveness reports of 2016, as the outline wants them."""
    return [
        Heading(q.wording, Role.SUB_QUESTION if "." in q.notation else Role.QUESTION, q.notation)
        for q in register.questions["effectiveness", "2016"]
        if q.notation != "overall"
    ]


@pytest.fixture(scope="session")
def rows_of() -> Callable[[Loaded], dict[str, list[dict[str, str]]]]:
    """Reads the facts of a report back from its quads, as rows of strings by kind of fact; figures of tables only.

    A cell that the graph says nothing of is empty. `quote` is the passage that states the fact, `also`
    the passages that state it too, one after another between lines of three dashes. The England and
    Wales values of a figure stand in the row of the force as `benchmark` and `benchmark_printed`.
    """
    return _rows_of


def _rows_of(loaded: Loaded) -> dict[str, list[dict[str, str]]]:
    facts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for graph, quads in loaded.graphs.items():
        if "/graph/provenance/" not in graph:
            for quad in quads:
                facts[quad.subject.value][quad.predicate.value].append(quad.object.value)  # type: ignore[union-attr]
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    benchmarks = {b for thing in facts.values() for b in thing.get(PEEL + "benchmark", ())}
    for iri, thing in list(facts.items()):
        name = thing[RDF + "type"][0].removeprefix(PEEL) if thing.get(RDF + "type") else ""
        kind = {"Observation": "figure"}.get(name, "finding" if name in FINDINGS else name.casefold())
        if kind not in FIELDS or iri in benchmarks:
            continue
        row = {"iri": iri, "kind": FINDINGS.get(name, kind)} | {
            field: _only(thing, predicate, link=field in LINKS) for field, predicate in FIELDS[kind].items()
        }
        row["quote"] = "".join(_only(facts[p], OA + "exact") for p in thing.get(PEEL + "statedBy", ()))
        row["also"] = "\n---\n".join(_only(facts[p], OA + "exact") for p in thing.get(PEEL + "alsoStatedBy", ()))
        if kind == "figure":
            benchmark = facts.get(_only(thing, PEEL + "benchmark"), {})
            row["benchmark"] = _only(benchmark, PEEL + "value")
            row["benchmark_printed"] = _only(benchmark, PEEL + "printed")
        if row.get("source") != "prose":
            rows[kind].append(row)
    return rows


def _only(thing: dict[str, list[str]], predicate: str, *, link: bool = False) -> str:
    """The one value of a predicate, empty where there is none; of a link the last part."""
    values = thing.get(predicate, [])
    assert len(values) <= 1, f"{predicate} has the values {values}"
    value = values[0] if values else ""
    return value.rsplit("/", 1)[-1] if link else value
