"""Shapes as plain values, read from Turtle files without any help from the network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from pathlib import Path as FilePath

import pyoxigraph as ox

from ..errors import ShapesError
from ..loaders.iris import OWL, PEEL, RDF, RDFS, SH
from ..store import Term, text
from .data import TYPE, Data, Triple
from .paths import Path, items, read_path
from .results import Severity
from .sparql_text import prefixed

_LABEL = ox.NamedNode(f"{RDFS}label")
_REMEDY, _IMPORTS = ox.NamedNode(f"{PEEL}remedy"), ox.NamedNode(f"{OWL}imports")
_SHAPE_CLASSES = {ox.NamedNode(f"{SH}{name}") for name in ("Shape", "NodeShape", "PropertyShape")}
_CLASS_CLASSES = {ox.NamedNode(f"{RDFS}Class"), ox.NamedNode(f"{OWL}Class")}
_SEVERITIES = {
    f"{SH}Violation": Severity.BLOCKS,
    f"{SH}Warning": Severity.CAVEAT,
    f"{SH}Info": Severity.NOTE,
}
TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
SHAPE_LISTS = ("and", "or", "xone")
SHAPE_REFERENCES = ("property", "node", "not", "qualifiedValueShape")
_ABOUT_SHAPES = frozenset(
    ("path", "severity", "message", "name", "description", "order", "group", "defaultValue", "deactivated", "sparql")
) | {"declare", "prefixes", *TARGETS}
"""Properties of shapes that say nothing of the data by themselves."""


def sh(name: str) -> ox.NamedNode:
    """A term of SHACL."""
    return ox.NamedNode(f"{SH}{name}")


@dataclass(frozen=True, slots=True)
class Saying:
    """What is told of a result, whichever shape or constraint gave it."""

    iri: str
    """Of the shape, or of the nearest shape around it that has a name."""
    cause: str
    message: str
    """In it ``{?name}`` and ``{$name}`` stand for values; empty where the shape has none."""
    remedy: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Query:
    """A SPARQL constraint (SHACL, section 5)."""

    shape: Term
    constraint: Term
    text: str
    """The SELECT with its prefixes."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A node shape or a property shape."""

    node: Term
    saying: Saying
    path: Path | None
    """None of a node shape."""
    targets: tuple[tuple[str, Term], ...]
    """Kind of target, one of `TARGETS`, and what it names."""
    parameters: Mapping[str, tuple[Term, ...]]
    """Parameters of the constraints by their local names, such as ``minCount``; those of `SHAPE_LISTS` are lists."""
    queries: tuple[Query, ...]

    def parameter(self, name: str) -> Term | None:
        """The value of a parameter, None where it has none."""
        return next(iter(self.parameters.get(name, ())), None)


@dataclass(frozen=True)
class ShapeSet:
    """All shapes of some files."""

    data: Data = field(repr=False)
    """The files' statements."""
    names: tuple[str, ...]
    """Of the files."""

    @cached_property
    def shapes(self) -> Mapping[Term, Shape]:
        """Shapes that are not deactivated, by their nodes.

        Raises:
            ShapesError: a path or a list in them is broken.
        """
        return {node: self._shape(node) for node in self._nodes() if not self._deactivated(node)}

    @cached_property
    def roots(self) -> tuple[Shape, ...]:
        """Shapes that have targets, in the order of their IRIs."""
        return tuple(sorted((s for s in self.shapes.values() if s.targets), key=lambda s: str(s.node)))

    def saying(self, shape: Term, constraint: Term | None = None) -> Saying:
        """What is told of the results of a shape, or of a SPARQL constraint of it.

        A constraint that has a label stands for itself; one that has none is counted as its shape.
        """
        own = constraint if constraint and self.data.one(constraint, _LABEL) else shape
        message = next(filter(None, (self._words(node, sh("message")) for node in (constraint, shape))), "")
        remedy = next(filter(None, (self._words(node, _REMEDY) for node in (own, shape))), "")
        cause = next(filter(None, (self._words(own, name) for name in (_LABEL, sh("name")))), "")
        iri = text(self._named(own))
        severity = _SEVERITIES.get(text(self.data.one(shape, sh("severity"))), Severity.BLOCKS)
        return Saying(iri, cause or message or iri.rpartition("#")[2], message, remedy, severity)

    def _words(self, node: Term | None, predicate: ox.NamedNode) -> str:
        """A text in English, else the first by its letters; empty where there is none."""
        texts = [v for v in (self.data.objects(node, predicate) if node else ()) if isinstance(v, ox.Literal)]
        texts.sort(key=lambda v: ((v.language or "") not in {"en", ""}, v.value))
        return texts[0].value if texts else ""

    def references(self, node: Term) -> Iterator[Term]:
        """Shapes that a shape refers to."""
        for name in SHAPE_REFERENCES:
            yield from self.data.objects(node, sh(name))
        for name in SHAPE_LISTS:
            for value in self.data.objects(node, sh(name)):
                yield from items(self.data, value)

    def _nodes(self) -> Iterator[Term]:
        """Nodes that are shapes (SHACL, section 2.1): by class, by target, or referred to by a shape."""
        known = [
            subject
            for subject in self.data.subjects()
            if any(kind in _SHAPE_CLASSES for kind in self.data.objects(subject, TYPE))
            or any(self.data.objects(subject, sh(name)) for name in TARGETS)
        ]
        waiting, seen = known, set(known)
        while waiting:
            node = waiting.pop()
            yield node
            found = [other for other in self.references(node) if other not in seen]
            seen.update(found)
            waiting += found

    def _shape(self, node: Term) -> Shape:
        path = self.data.one(node, sh("path"))
        targets = [(name, value) for name in TARGETS for value in self.data.objects(node, sh(name))]
        kinds = self.data.objects(node, TYPE)
        if any(kind in _CLASS_CLASSES for kind in kinds):
            targets.append(("targetClass", node))  # implicit class target, section 2.1.3.3
        parameters = {}
        for predicate in self.data.predicates(node):
            name = predicate.value.removeprefix(SH)
            if name != predicate.value and name not in _ABOUT_SHAPES:
                parameters[name] = tuple(self.data.objects(node, predicate))
        queries = []
        for constraint in self.data.objects(node, sh("sparql")):
            if not self._deactivated(constraint):
                queries.append(Query(node, constraint, self.query_text(constraint)))
        return Shape(
            node,
            self.saying(node, node),
            read_path(self.data, path) if path else None,
            tuple(targets),
            parameters,
            tuple(sorted(queries, key=lambda query: query.text)),
        )

    def query_text(self, constraint: Term, form: str = "select") -> str:
        """The query of a constraint, with the prefixes that it asks for (SHACL, section 5.2.1)."""
        prefixes = {}
        waiting, seen = list(self.data.objects(constraint, sh("prefixes"))), set()
        while waiting:
            ontology = waiting.pop()
            if ontology in seen:
                continue
            seen.add(ontology)
            waiting += self.data.objects(ontology, _IMPORTS)
            for declared in self.data.objects(ontology, sh("declare")):
                prefix, namespace = self.data.one(declared, sh("prefix")), self.data.one(declared, sh("namespace"))
                prefixes[text(prefix)] = text(namespace)
        return prefixed(text(self.data.one(constraint, sh(form))), prefixes)

    def _deactivated(self, node: Term) -> bool:
        return text(self.data.one(node, sh("deactivated"))) in {"true", "1"}

    def _named(self, node: Term) -> Term:
        """The nearest shape around a node that has an IRI, else the node."""
        waiting, seen = [node], {node}
        while waiting:
            inner = waiting.pop(0)
            if isinstance(inner, ox.NamedNode):
                return inner
            for predicate in self._structure:
                outer = [found for found in self.data.subjects_of(predicate, inner) if found not in seen]
                seen.update(outer)
                waiting += outer
        return node

    @cached_property
    def _structure(self) -> tuple[ox.NamedNode, ...]:
        lists = [ox.NamedNode(f"{RDF}{name}") for name in ("first", "rest")]
        return (*map(sh, (*SHAPE_REFERENCES, *SHAPE_LISTS, "sparql")), *lists)


def packaged_triples() -> Iterator[Triple]:
    """Statements of the shapes that come with peelgraph."""
    folder = files("peelgraph") / "shapes"
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".ttl"):
            yield from parsed(file.read_bytes(), file.name)


def packaged_shapes() -> ShapeSet:
    """The shapes that come with peelgraph."""
    return ShapeSet(Data(packaged_triples()), ("shapes of peelgraph",))


def read_triples(path: FilePath) -> Iterator[Triple]:
    """Statements of a file of shapes.

    Raises:
        ShapesError: it cannot be read or is not Turtle.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ShapesError(f"The shapes in {path} cannot be read ({error.strerror}): name a Turtle file.") from error
    return parsed(content, str(path))


def parsed(content: bytes, name: str) -> Iterator[Triple]:
    """Statements of Turtle.

    Raises:
        ShapesError: it is not Turtle.
    """
    try:
        for quad in ox.parse(content, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True):
            if not isinstance(quad.subject, ox.Triple):
                yield quad.subject, quad.predicate, quad.object
    except (SyntaxError, ValueError) as error:
        words = " ".join(str(error).split()).rstrip(".")
        raise ShapesError(f"The shapes in {name} are not Turtle ({words}): put that line right.") from error
