"""Runs plain pySHACL, the referee, over the fixtures of the shapes.

Each file of shapes has a folder of fixtures here, named like it. ``pass*.trig`` give no result; ``fail-*.trig`` give
exactly the results in the CSV beside them. Only the shapes of that one file are run, over the fixture and the ontology
together, and only what the fixture describes is looked at: its subjects, whichever of its graphs they stand in.

Names in the CSV are short: ``judgment/loamshire/2016/effectiveness/1`` for a thing, else with a prefix of
`NAMESPACES`. ``shape`` is the SPARQL constraint where that has a label, else the shape. A path that is no
single property is written as SPARQL writes it.

``python tests/shapes/harness.py FILE…`` prints what the given fixtures give, to be read and then kept as the CSV.
"""

from __future__ import annotations

import csv
import sys
import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pyshacl
import rdflib
from pyshacl.constraints import ALL_CONSTRAINT_PARAMETERS
from rdflib import RDFS, SH, Graph, URIRef
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result
from rdflib.term import Node

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SHAPES = ROOT / "shapes"
PREFIXES = SHAPES / "prefixes.ttl"
THINGS = "https://w3id.org/peelgraph/id/"
PEEL = "https://w3id.org/peelgraph/ontology#"
NAMESPACES = {
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "peel": PEEL,
    "prov": "http://www.w3.org/ns/prov#",
    "psh": "https://w3id.org/peelgraph/shapes#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}
"""Prefixes of the short names."""


TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode)
CONSTRAINTS = set(ALL_CONSTRAINT_PARAMETERS) - {SH.property, SH.sparql}


class Row(NamedTuple):
    """One expected or found result, in short names."""

    focus: str
    path: str
    component: str
    severity: str
    shape: str


@dataclass(frozen=True, slots=True)
class Fixture:
    """Data, and what the shapes of one file must say of it."""

    shapes: Path
    data: Path

    @property
    def name(self) -> str:
        """As in ``structure/fail-judgment``."""
        return f"{self.shapes.stem}/{self.data.stem}"

    @property
    def passing(self) -> bool:
        """Whether nothing may be found."""
        return self.data.stem.startswith("pass")

    def expected(self) -> list[Row]:
        """The results in the CSV beside the data, none where the data passes."""
        if self.passing:
            return []
        with self.data.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        if tuple(header) != Row._fields:
            raise ValueError(f"columns of {self.name}.csv are not {','.join(Row._fields)}")
        return sorted(Row(*row) for row in rows)

    def found(self) -> list[Row]:
        """What plain pySHACL finds."""
        return rows(report_of(self.shapes, self.data), shapes_of(self.shapes))


def shape_files() -> list[Path]:
    """The files of shapes that SHACL runs: without that of the prefixes, and that of the checks made besides."""
    return sorted(path for path in SHAPES.glob("*.ttl") if path not in {PREFIXES, SHAPES / "checks.ttl"})


def fixtures() -> list[Fixture]:
    """Every fixture of every file of shapes."""
    return [
        Fixture(shapes, data)
        for shapes in shape_files()
        for kind in ("pass*.trig", "fail-*.trig")
        for data in sorted((HERE / shapes.stem).glob(kind))
    ]


@cache
def ontology() -> Graph:
    """All files of the ontology."""
    graph = Graph()
    for path in sorted((ROOT / "ontology").glob("*.ttl")):
        graph.parse(path, format="turtle")
    return graph


@cache
def shapes_of(path: Path) -> Graph:
    """One file of shapes, with the prefixes."""
    graph = Graph().parse(PREFIXES, format="turtle")
    return graph.parse(path, format="turtle")


@cache
def all_shapes() -> Graph:
    """Every file of shapes."""
    graph = Graph()
    for path in sorted(SHAPES.glob("*.ttl")):
        graph.parse(path, format="turtle")
    return graph


def reporting(shapes: Graph) -> set[URIRef]:
    """What results can name as their source: the shapes and SPARQL constraints that are reached from a target.

    The branches of sh:or, sh:not and their like are left out: the shape that has the choice reports for them.
    """
    waiting = {shape for target in TARGETS for shape in shapes.subjects(target)}
    found: set[Node] = set()
    while waiting:
        shape = waiting.pop()
        if CONSTRAINTS & set(shapes.predicates(shape)):
            found.add(shape)
        for constraint in shapes.objects(shape, SH.sparql):
            found.add(constraint if (constraint, RDFS.label, None) in shapes else shape)
        waiting |= set(shapes.objects(shape, SH.property)) - found
    return {shape for shape in found if isinstance(shape, URIRef)}


def read(path: Path) -> Graph:
    """The triples of a TriG file, of all its graphs."""
    with warnings.catch_warnings():
        # Reading TriG uses what rdflib 7 deprecates; callers can do nothing about it.
        warnings.simplefilter("ignore", DeprecationWarning)
        dataset = rdflib.Dataset(default_union=True)
        dataset.parse(path, format="trig")
        graph = Graph()
        for s, p, o, _ in dataset.quads((None, None, None, None)):
            graph.add((s, p, o))
    return graph


class _Prepared(Graph):
    """A graph that parses a query once: pySHACL asks the query of a constraint anew for every node."""

    def query(self, query_object: str | Query, *args: Any, **named: Any) -> Result:  # noqa: ANN401
        """As of any graph."""
        return super().query(_prepared(query_object) if isinstance(query_object, str) else query_object, *args, **named)


_prepared = cache(prepareQuery)


def run(shapes: Graph, data: Graph, focus: set[URIRef]) -> list[Row]:
    """What pySHACL finds about some nodes of a graph, in order."""
    return rows(report_on(shapes, data, focus), shapes)


def report_on(shapes: Graph, data: Graph, focus: set[URIRef]) -> Graph:
    """The report of pySHACL on some nodes of a graph."""
    data = _Prepared(data.store, data.identifier)
    _, report, _ = pyshacl.validate(data, shacl_graph=aimed(shapes, data, focus), inplace=True)
    assert isinstance(report, Graph)
    return report


@cache
def report_of(shapes: Path, path: Path) -> Graph:
    """The report of pySHACL on what a fixture describes."""
    data = read(path)
    return report_on(shapes_of(shapes), data + ontology(), {s for s in data.subjects() if isinstance(s, URIRef)})


def rows(report: Graph, shapes: Graph) -> list[Row]:
    """The results of a report, in order."""
    return sorted(_row(report, result, shapes) for result in report.objects(None, SH.result))


def aimed(shapes: Graph, data: Graph, focus: set[URIRef]) -> Graph:
    """Shapes whose targets are those of some nodes that they have in the data.

    pySHACL's own focus_nodes would drop these nodes' values too, so that sh:or, sh:not and sh:node always hold.
    """
    aimed = Graph()
    for triple in shapes:
        shape, target, value = triple
        found: set[Node] = set()
        if target == SH.targetClass:
            kinds = data.transitive_subjects(RDFS.subClassOf, value)
            found = {node for kind in kinds for node in data.subjects(rdflib.RDF.type, kind)}
        elif target == SH.targetSubjectsOf:
            found = set(data.subjects(URIRef(str(value))))
        elif target == SH.targetObjectsOf:
            found = set(data.objects(None, URIRef(str(value))))
        elif target == SH.targetNode:
            found = {value}
        else:
            aimed.add(triple)
        for node in focus & found:
            aimed.add((shape, SH.targetNode, node))
    return aimed


def _row(report: Graph, result: Node, shapes: Graph) -> Row:
    constraint = report.value(result, SH.sourceConstraint)
    labelled = constraint is not None and (constraint, RDFS.label, None) in shapes
    path = report.value(result, SH.resultPath)
    return Row(
        short(report.value(result, SH.focusNode)),
        "" if path is None else property_path(report, path),
        short(report.value(result, SH.sourceConstraintComponent)),
        short(report.value(result, SH.resultSeverity)),
        short(constraint if labelled else report.value(result, SH.sourceShape)),
    )


def property_path(graph: Graph, path: Node) -> str:
    """A property path as SPARQL writes it, in short names."""
    if isinstance(path, URIRef):
        return short(path)
    for parameter, before, after in (
        (SH.inversePath, "^", ""),
        (SH.zeroOrMorePath, "", "*"),
        (SH.oneOrMorePath, "", "+"),
        (SH.zeroOrOnePath, "", "?"),
    ):
        if (inner := graph.value(path, parameter)) is not None:
            return before + property_path(graph, inner) + after
    if (choices := graph.value(path, SH.alternativePath)) is not None:
        return "(" + "|".join(property_path(graph, part) for part in graph.items(choices)) + ")"
    return "/".join(property_path(graph, part) for part in graph.items(path))


def short(iri: Node | None) -> str:
    """An IRI without the base of things, or with a prefix; whole if neither fits."""
    text = str(iri)
    if text.startswith(THINGS):
        return text.removeprefix(THINGS)
    for prefix, namespace in NAMESPACES.items():
        if text.startswith(namespace):
            return f"{prefix}:{text.removeprefix(namespace)}"
    return text


if __name__ == "__main__":
    for name in sys.argv[1:]:
        data = Path(name).resolve()
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(Row._fields)
        writer.writerows(Fixture(SHAPES / f"{data.parent.name}.ttl", data).found())
