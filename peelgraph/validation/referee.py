"""pySHACL, the referee: it runs the user's own shapes, and those of ours that use what `core` does not know."""

from __future__ import annotations

import re
import time
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import pyoxigraph as ox
import pyshacl
import rdflib
from pyshacl.errors import ReportableRuntimeError
from rdflib import SH

from ..errors import ShapesError
from ..loaders.iris import OWL
from ..loaders.iris import RDFS as RDFS_BASE
from ..loaders.iris import SH as SH_BASE
from ..store import Term
from .core import Found, literal
from .data import TYPE, Data, Triple
from .shapes import TARGETS, ShapeSet, sh

_LONGEST = 300
"""Characters of pySHACL's words that are passed on."""
_QUICK = 0.5
"""Seconds; when some things took less, more are looked at together."""
_SKOLEM = "urn:peelgraph:shape:"
_IMPORTS = ox.NamedNode(f"{OWL}imports")
_CLASSES = {ox.NamedNode(f"{RDFS_BASE}Class"), ox.NamedNode(f"{OWL}Class")}
_AIMS = frozenset(map(sh, TARGETS))
_FAILURES = (ReportableRuntimeError, TypeError, NotImplementedError)
"""What pySHACL raises at ill-formed shapes, and at data that a shape compares and that has no order."""


class Referee:
    """pySHACL over some data."""

    def __init__(self, data: Data, shapes: ShapeSet) -> None:
        self._data, self._shapes = data, shapes

    @cached_property
    def _graph(self) -> rdflib.Graph:
        return _graph(self._data.triples(), None)

    def violations(self, root: Term, focus: Sequence[Term]) -> Iterator[Found]:
        """Results of a whole shape, SPARQL constraints and all.

        It is asked about some things at a time, because pySHACL tells all that it finds at the end.

        pySHACL's own ``focus_nodes`` is of no use here: it drops the values of the focus nodes too, so that ``sh:or``,
        ``sh:not`` and ``sh:node`` always hold.

        Args:
            root: the shape.
            focus: what it is to look at.

        Raises:
            ShapesError: the shape is ill-formed.
        """
        graph, at_once, begin = self._graph, 1, 0
        while begin < len(focus):
            started = time.monotonic()
            yield from self._some(graph, root, focus[begin : begin + at_once])
            begin += at_once
            if time.monotonic() - started < _QUICK:
                at_once *= 4

    def _some(self, graph: rdflib.Graph, root: Term, focus: Iterable[Term]) -> Iterator[Found]:
        shapes = self._shapes
        report = _validated(graph, _graph(_aimed(shapes, {root: focus}), shapes), shapes.names)
        for result in report.objects(None, SH.result):  # not sh:detail, which says why another result came
            shape = _term(report.value(result, SH.sourceShape))
            node, path = _term(report.value(result, SH.focusNode)), report.value(result, SH.resultPath)
            if shape is None or node is None:
                continue
            of = shapes.shapes.get(shape)
            own = str(of.path) if of and of.path else ""
            messages = sorted(str(message) for message in report.objects(result, SH.resultMessage))
            yield Found(
                shape,
                _term(report.value(result, SH.sourceConstraint)),
                str(report.value(result, SH.sourceConstraintComponent)).removeprefix(SH_BASE),
                node,
                str(path) if isinstance(path, rdflib.URIRef) else own,
                _term(report.value(result, SH.value)),
                message=" ".join(messages),
            )


def well_formed(shapes: ShapeSet) -> Iterator[Found]:
    """Hold shapes against the shapes that SHACL has for shapes; there are no results but the failure.

    Raises:
        ShapesError: they are ill-formed.
    """
    _validated(rdflib.Graph(), _graph(_aimed(shapes, {}), shapes), shapes.names, meta=True)
    yield from ()


def _validated(data: rdflib.Graph, shapes: rdflib.Graph, names: Sequence[str], *, meta: bool = False) -> rdflib.Graph:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # pySHACL uses what rdflib is about to drop
        try:
            _, report, _ = pyshacl.validate(
                data,
                shacl_graph=shapes,
                inplace=True,
                do_owl_imports=False,
                advanced=False,
                js=False,
                meta_shacl=meta,
            )
        except _FAILURES as error:
            raise _ill_formed(error, names) from error
    if isinstance(report, rdflib.Graph):
        return report
    raise _ill_formed(report, names)


def _ill_formed(error: object, names: Sequence[str]) -> ShapesError:
    """What pySHACL says of shapes, with the shape and the property where it tells them."""
    told = str(getattr(error, "message", "") or error)
    said = re.findall(r"Message: (.*)", told) or [told]
    words = " ".join(said[0].split()).rstrip(".")[:_LONGEST]
    focus, path, value = (re.search(rf"{label}: (.*)", told) for label in ("Focus Node", "Result Path", "Value Node"))
    of = ""
    if focus:
        named = re.fullmatch(rf"<(?!{_SKOLEM})(.+)>", focus[1].strip())
        literal_ = re.match(r'Literal\((".*?")', value[1]) if value else None
        what = " ".join(filter(None, (path and path[1].strip(), literal_ and literal_[1])))
        of = f"{named[1] if named else 'a shape without a name'}{f', {what}' if what else ''}: "
    return ShapesError(f"{', '.join(names)}: The shapes cannot be used, says pySHACL ({of}{words}): put them right.")


def _aimed(shapes: ShapeSet, aims: Mapping[Term, Iterable[Term]]) -> Iterator[Triple]:
    """The shapes with the focus nodes in place of their targets, and without imports."""
    for subject, predicate, value in shapes.data.triples():
        implicit = predicate == TYPE and value in _CLASSES and subject in shapes.shapes
        if predicate not in _AIMS and predicate != _IMPORTS and not implicit:
            yield subject, predicate, value
    for shape, nodes in aims.items():
        for node in nodes:
            yield shape, sh("targetNode"), node


def _graph(triples: Iterable[Triple], shapes: ShapeSet | None) -> rdflib.Graph:
    """Statements as rdflib has them.

    pySHACL copies blank nodes into its report under new names, so that it could not be told which shape gave a
    result: shapes without a name get one.
    """
    nameless: set[Term] = set()
    if shapes:
        nameless |= {node for node in shapes.shapes if isinstance(node, ox.BlankNode)}
        nameless |= {query.constraint for shape in shapes.shapes.values() for query in shape.queries}
    graph = rdflib.Graph()
    for triple in triples:
        subject, predicate, value = (_node(term, nameless) for term in triple)
        graph.add((subject, predicate, value))
    return graph


def _node(term: Term, nameless: set[Term]) -> rdflib.term.Node:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.Literal):
        return literal(term)
    if isinstance(term, ox.BlankNode):
        return rdflib.URIRef(f"{_SKOLEM}{term.value}") if term in nameless else rdflib.BNode(term.value)
    raise ShapesError(f"{term} is a quoted triple, which SHACL does not have: leave it out.")


def _term(node: rdflib.term.Node | None) -> Term | None:
    if isinstance(node, rdflib.Literal):
        datatype = ox.NamedNode(str(node.datatype)) if node.datatype else None
        return (
            ox.Literal(str(node), language=node.language) if node.language else ox.Literal(str(node), datatype=datatype)
        )
    if isinstance(node, rdflib.BNode):
        return ox.BlankNode(str(node))
    if isinstance(node, rdflib.URIRef):
        name = str(node)
        return ox.BlankNode(name.removeprefix(_SKOLEM)) if name.startswith(_SKOLEM) else ox.NamedNode(name)
    return None
