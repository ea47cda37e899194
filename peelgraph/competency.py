"""Competency questions: what the ontology must let its users ask, and what the answers must be.

One file a question, ``ontology/competency/NNN-words.yaml``, with the keys

- ``question`` in plain English, and ``asked_by``, one of `ASKERS`;
- ``query``, the name of a canned query, and its ``parameters`` if any, or ``sparql``, a query of its own;
- ``columns`` of the answer that matter, and the expected ``rows`` on the made-up fixture of the tests;
- ``asserted``, where a reasoner is needed: the rows without what it draws.

The method is Grüninger and Fox, "Methodology for the Design and Evaluation of Ontologies" (1995).
``ontology/competency/unasked.yaml`` says of each own term that no question touches why that is so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

import yaml

from .catalogue import Vocabulary, bind, get

ASKERS = ("inspectorate's analyst", "commissioner's office", "researcher", "journalist", "data engineer")
"""Who the users are."""

Row = tuple[str, ...]

_NAME = re.compile(r"(\d{3})-[a-z0-9-]+\.yaml")
_COMMENT = re.compile(r"^\s*#.*$", re.MULTILINE)
_TERM = re.compile(r"\bpeel:([A-Za-z]\w*)")


@dataclass(frozen=True, slots=True)
class CompetencyQuestion:
    """A question and the answer that the ontology must give."""

    name: str
    """Name of its file without the ending, such as ``001-inadequate-forces``."""
    question: str
    asked_by: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    """Expected on the fixture; values as answers give them, empty for unbound."""
    query: str | None = None
    """Name of the canned query that answers it."""
    parameters: Mapping[str, str | list[str]] = field(default_factory=dict)
    sparql: str | None = None
    """The query that answers it where no canned one does."""
    asserted: tuple[Row, ...] | None = None
    """Rows without the reasoner; None where it is not needed."""

    def text(self, vocabulary: Vocabulary) -> str:
        """The SPARQL to run.

        Raises:
            CatalogueError: the canned query does not exist or does not take these parameters.
        """
        if self.query is None:
            return self.sparql or ""
        return bind(get(self.query), self.parameters, vocabulary)

    @property
    def terms(self) -> frozenset[str]:
        """Names of the ontology's own terms that the query uses."""
        text = get(self.query).text if self.query else self.sparql or ""
        return frozenset(_TERM.findall(_COMMENT.sub("", text)))


@cache
def questions() -> tuple[CompetencyQuestion, ...]:
    """All competency questions, in order.

    Raises:
        ValueError: a file is faulty; the message names it.
    """
    folder = resources.files("peelgraph") / "ontology" / "competency"
    found = []
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if _NAME.fullmatch(file.name):
            found.append(read(file.name.removesuffix(".yaml"), file.read_text(encoding="utf-8")))
    return tuple(found)


def unasked() -> dict[str, str]:
    """Own terms that no question touches, by name, and why."""
    file = resources.files("peelgraph") / "ontology" / "competency" / "unasked.yaml"
    return {str(term): str(reason) for term, reason in yaml.safe_load(file.read_text(encoding="utf-8")).items()}


def read(name: str, text: str) -> CompetencyQuestion:
    """One question from the text of its file.

    Raises:
        ValueError: the text is not such a question.
    """
    given = yaml.safe_load(text)
    allowed = {"question", "asked_by", "query", "parameters", "sparql", "columns", "rows", "asserted"}
    if not isinstance(given, dict) or set(given) - allowed:
        raise ValueError(f"{name}: only {', '.join(sorted(allowed))} can stand in a competency question.")
    missing = {"question", "asked_by", "columns", "rows"} - set(given)
    if missing or ("query" in given) == ("sparql" in given):
        raise ValueError(f"{name}: it needs question, asked_by, columns, rows, and either query or sparql.")
    if given["asked_by"] not in ASKERS:
        raise ValueError(f"{name}: asked_by is one of {', '.join(ASKERS)}.")
    if "parameters" in given and "query" not in given:
        raise ValueError(f"{name}: parameters need a canned query.")
    columns = tuple(str(column) for column in given["columns"])
    asserted = None if "asserted" not in given else _rows(name, given["asserted"], len(columns))
    return CompetencyQuestion(
        name,
        given["question"],
        given["asked_by"],
        columns,
        _rows(name, given["rows"], len(columns)),
        given.get("query"),
        given.get("parameters", {}),
        given.get("sparql"),
        asserted,
    )


def _rows(name: str, given: list[list[object]], width: int) -> tuple[Row, ...]:
    rows = tuple(tuple("" if cell is None else str(cell) for cell in row) for row in given)
    if any(len(row) != width for row in rows):
        raise ValueError(f"{name}: each row has {width} values, as many as there are columns.")
    return rows
