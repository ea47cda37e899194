"""Validation of one document at a time, in the context of what is there already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Literal

import pyoxigraph as ox

from ..contradictions import Between
from ..loaders import Register
from ..loaders.iris import GRAPH, PEEL, PROVENANCE_GRAPH, SHAPES, SKOS
from ..store import Store, Term, text
from . import scratch
from .child import Task, in_child
from .context import context
from .core import Core, Found, supported
from .data import TYPE, Data, Triple
from .findings import Findings
from .referee import Referee, well_formed
from .results import Result
from .shape_checks import user_shapes
from .shapes import Shape, ShapeSet, packaged_shapes
from .unknown import granted_questions, unknown

Engine = Literal["fast", "pyshacl"]
MOST = 1000
"""Results of one cause that are kept."""
SECONDS = 30.0
"""How long one SPARQL constraint, or one of the user's own shapes, may take over one document."""
UNFINISHED = ox.NamedNode(f"{SHAPES}unfinished-check")
_NOTATION, _IS_REPORT = ox.NamedNode(f"{SKOS}notation"), ox.NamedNode(f"{PEEL}Report")


@dataclass(frozen=True, slots=True)
class Checking:
    """What came of one document."""

    results: tuple[Result, ...] = ()
    """Worst first; at most so many of one cause as were asked for."""
    counts: Counter[str] = field(default_factory=Counter)
    """How many results each shape gave in all, by its IRI."""


@dataclass(frozen=True, slots=True)
class _Check:
    """Something that may take long."""

    shapes: ShapeSet
    shape: Term
    constraint: Term | None
    """None where the whole shape is checked."""
    task: Task


class Validator:
    """Holds documents against shapes; what all documents need is read once."""

    def __init__(
        self,
        register: Register,
        store: Store | None = None,
        shapes: Sequence[Path] = (),
        *,
        engine: Engine = "fast",
        most: int = MOST,
        seconds: float | None = SECONDS,
        ours: ShapeSet | None = None,
    ) -> None:
        """Read ontology and shapes.

        Args:
            register: the ontology.
            store: what is there already; it is only read.
            shapes: Turtle files of the user's own shapes, run beside ours.
            engine: who checks our shapes: peelgraph itself, or pySHACL, which finds the same and takes longer.
            most: how many results of one cause to keep of one document.
            seconds: how long one SPARQL constraint, or one of the user's shapes, may take over one document;
                None: without limit.
            ours: shapes in place of those that come with peelgraph.

        Raises:
            ShapesError: the shapes cannot be used.
        """
        self._store, self._engine, self._most, self._seconds = store, engine, most, seconds
        self._ontology = Data(
            (quad.subject, quad.predicate, quad.object)
            for file in sorted(register.turtle)
            for quad in ox.parse(register.turtle[file], format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
        )
        self._packaged = packaged_shapes()
        self._ours = ours or self._packaged
        self._own = user_shapes(shapes, self._ontology) if shapes else None
        self._notes: dict[str, None] = {}
        self._runaway: dict[tuple[Term, Term | None], str] = {}
        self._silent: dict[Term, str] = {}
        self._told: set[Term] = set()
        if self._own:
            self._silent = {root.node: root.saying.cause for root in self._own.roots}
            for outcome in in_child([partial(well_formed, self._own)], seconds, most):
                if outcome.stopped:
                    self._notes[f"The check whether the shapes given are well formed {outcome.stopped}."] = None

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user should know of the run so far, a sentence each."""
        silent = (f"The shape “{cause}” found nothing to look at in this data." for cause in self._silent.values())
        return (*self._notes, *silent)

    def check(self, graphs: Mapping[str, Sequence[ox.Quad]]) -> tuple[Result, ...]:
        """What is wrong with one document, given as its named graphs.

        Raises:
            ShapesError: the shapes cannot be used.
            StoreError: the store cannot be read.
        """
        return self.checked(graphs).results

    def checked(self, graphs: Mapping[str, Sequence[ox.Quad]], beside: Store | None = None, key: str = "") -> Checking:
        """What is wrong with one document, with counts.

        Args:
            graphs: its content by the names of its graphs, in place of what the stores have in these.
            beside: other documents that count as if they were in the store.
            key: what the document is called where it is no report.

        Raises:
            ShapesError: the shapes cannot be used.
            StoreError: a store cannot be read.
        """
        new: list[Triple] = [(quad.subject, quad.predicate, quad.object) for quads in graphs.values() for quad in quads]
        stores = [store for store in (self._store, beside) if store is not None]
        new += self._contradictions(stores, graphs)
        data = Data(new, self._ontology)
        around = [triple for store in stores for triple in context(store, data, list(graphs), self._ontology)]
        around += granted_questions(data, self._ontology)
        data.surround(around)
        found = Findings(self._most)
        for one in unknown(data, self._ontology):
            found.add(self._packaged, one)
        quick, left = self._divided
        aims = targets(data, self._ours.roots)
        core = Core(data, self._ours)
        for root in quick:
            for one in core.violations(root, aims[root.node]):
                found.add(self._ours, one)
        long = [*self._sparql(quick, aims, new, around), *self._refereed(self._ours, left, aims, data)]
        if self._own:
            own_aims = targets(data, self._own.roots)
            self._silent = {node: cause for node, cause in self._silent.items() if not own_aims[node]}
            long += self._refereed(self._own, self._own.roots, own_aims, data)
        self._run(long, found)
        return Checking(tuple(found.told(data, key or _key(data, graphs))), found.counts)

    def _contradictions(self, stores: Iterable[Store], graphs: Mapping[str, Sequence[ox.Quad]]) -> Iterator[Triple]:
        """Contradictions of a document with others, each told once, however many documents it is found with."""
        quads = [quad for store in stores for quad in Between(store).found(graphs)]
        fresh = [quad for quad in quads if quad.subject not in self._told]
        self._told.update(quad.subject for quad in fresh)
        return ((quad.subject, quad.predicate, quad.object) for quad in fresh)

    @cached_property
    def _divided(self) -> tuple[list[Shape], list[Shape]]:
        """Our shapes that are checked here, and those that are left to pySHACL."""
        fast = [shape for shape in self._ours.roots if self._engine == "fast" and supported(self._ours, shape)]
        known = {shape.node for shape in fast}
        return fast, [shape for shape in self._ours.roots if shape.node not in known]

    def _sparql(
        self, roots: Iterable[Shape], aims: Mapping[Term, Sequence[Term]], *parts: Iterable[Triple]
    ) -> Iterator[_Check]:
        """SPARQL constraints of shapes, each as one query."""
        shapes, store = self._ours, scratch.merged(self._ontology.triples(), *parts)
        for root in roots:
            inner = (shapes.shapes[node] for node in root.parameters.get("property", ()) if node in shapes.shapes)
            for shape in (root, *inner) if aims[root.node] else ():
                path = str(shape.path) if shape.path else ""
                for query in shape.queries:
                    task = partial(scratch.violations, store, query, path, aims[root.node])
                    yield _Check(shapes, query.shape, query.constraint, task)

    def _refereed(
        self, shapes: ShapeSet, roots: Sequence[Shape], aims: Mapping[Term, Sequence[Term]], data: Data
    ) -> Iterator[_Check]:
        """Whole shapes for pySHACL, one at a time, so that one that runs away can be named."""
        judge = Referee(data, shapes)
        for root in roots:
            if aims[root.node]:
                yield _Check(shapes, root.node, None, partial(judge.violations, root.node, aims[root.node]))

    def _run(self, checks: Sequence[_Check], findings: Findings) -> None:
        """Do what may take long, in a process that can be killed.

        A check that ran away over one document is not tried on the others; of these too it is said that they were not
        checked.
        """
        waiting = [check for check in checks if (check.shape, check.constraint) not in self._runaway]
        done = in_child([check.task for check in waiting], self._seconds, self._most)
        for check, outcome in zip(waiting, done, strict=True):
            findings.add_done(check.shapes, outcome)
            if outcome.stopped:
                self._runaway[check.shape, check.constraint] = outcome.stopped
                found = outcome.count
                so_far = f"it found {found:,} until then" if found else "what it may have found until then is lost"
                cause = check.shapes.saying(check.shape, check.constraint).cause
                said = f"The check “{cause}” {outcome.stopped}, so its results are not whole: {so_far}."
                self._notes[said] = None
        for check in checks:
            if reason := self._runaway.get((check.shape, check.constraint)):
                cause = check.shapes.saying(check.shape, check.constraint).cause
                row = {"check": ox.Literal(f"“{cause}”"), "reason": ox.Literal(reason)}
                unfinished = check.constraint or check.shape
                about = unfinished if isinstance(unfinished, ox.NamedNode) else UNFINISHED
                findings.add(
                    self._packaged, Found(UNFINISHED, None, "NodeConstraintComponent", about, "", unfinished, row)
                )


def targets(data: Data, roots: Iterable[Shape]) -> dict[Term, list[Term]]:
    """Focus nodes of shapes (SHACL, section 2.1.3) among the things that the upper layer of the data describes."""
    wanted: dict[tuple[str, Term], list[Term]] = {}
    found: dict[Term, dict[Term, None]] = {}
    for root in roots:
        found[root.node] = {}
        for target in root.targets:
            wanted.setdefault(target, []).append(root.node)
    own = set(data.subjects())
    of_kind: dict[Term, list[Term]] = {}
    for node in data.subjects():
        for kind in data.objects(node, TYPE):
            if kind not in of_kind:
                of_kind[kind] = [s for c in data.superclasses(kind) for s in wanted.get(("targetClass", c), ())]
            for shape in of_kind[kind]:
                found[shape][node] = None
        for shape in wanted.get(("targetNode", node), ()):
            found[shape][node] = None
        for predicate, values in data.layer(node):
            for shape in wanted.get(("targetSubjectsOf", predicate), ()):
                found[shape][node] = None
            for shape in wanted.get(("targetObjectsOf", predicate), ()):
                found[shape].update((value, None) for value in values if value in own)
    return {shape: list(nodes) for shape, nodes in found.items()}


def _key(data: Data, graphs: Iterable[str]) -> str:
    """What a document is called: the name of its report, else what its graph is called after."""
    for node in data.subjects():
        if _IS_REPORT in data.objects(node, TYPE):
            return text(data.one(node, _NOTATION))
    names = sorted(name for name in graphs if not name.startswith(PROVENANCE_GRAPH))
    return names[0].removeprefix(GRAPH).rpartition("/")[2] if names else ""
