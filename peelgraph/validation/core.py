"""The core constraints of SHACL (section 4), walked over data in memory.

pySHACL is the referee: on every fixture of the shapes both give the same results. It takes several
seconds for a report, because it makes every constraint and every literal an object anew for every
shape; this takes some tenths of a second. Shapes that use what is not among `SUPPORTED` go to pySHACL.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import pyoxigraph as ox
import rdflib
from pyshacl.rdfutil.compare import compare_literal

from ..loaders.iris import RDF, RDFS, SH, XSD
from ..store import Term
from .data import TYPE, Data
from .paths import items
from .shapes import SHAPE_LISTS, Shape, ShapeSet

_STRING, _LANG_STRING = ox.NamedNode(f"{XSD}string"), ox.NamedNode(f"{RDF}langString")
_RDFLIB = logging.getLogger("rdflib.term")
_RESOURCE = ox.NamedNode(f"{RDFS}Resource")
_KINDS: Mapping[type, frozenset[str]] = {
    ox.NamedNode: frozenset(f"{SH}{name}" for name in ("IRI", "BlankNodeOrIRI", "IRIOrLiteral")),
    ox.BlankNode: frozenset(f"{SH}{name}" for name in ("BlankNode", "BlankNodeOrIRI", "BlankNodeOrLiteral")),
    ox.Literal: frozenset(f"{SH}{name}" for name in ("Literal", "BlankNodeOrLiteral", "IRIOrLiteral")),
    ox.Triple: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A result as an engine gives it: terms, not yet words."""

    shape: Term
    constraint: Term | None
    """The SPARQL constraint, None where it is another."""
    component: str
    """Local name of the constraint component, such as ``MinCountConstraintComponent``."""
    focus: Term
    path: str = ""
    value: Term | None = None
    row: Mapping[str, Term] = field(default_factory=dict)
    """What the variables of a SPARQL constraint stand for."""
    message: str = ""
    """What the engine says where the shape has no message."""


@dataclass(frozen=True, slots=True)
class _At:
    """A shape met at one focus node."""

    core: Core
    shape: Shape
    focus: Term
    values: Collection[Term]


Check = Callable[[_At, tuple[Term, ...]], Iterable[tuple[Term | None, str]]]
"""Gives the offending values, each with a path if it is another than the shape's."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be done for a shape, looked up once for all of its focus nodes."""

    path: str
    predicate: ox.NamedNode | None
    """The path, where it is one property."""
    checks: tuple[tuple[str, Check, tuple[Term, ...]], ...]
    properties: tuple[Shape, ...]


class Core:
    """Core constraints of some shapes over some data."""

    def __init__(self, data: Data, shapes: ShapeSet) -> None:
        self.data, self._shapes = data, shapes
        self._plans: dict[Term, _Plan] = {}
        self._lists: dict[Term, tuple[Term, ...]] = {}

    def violations(self, shape: Shape, focus: Iterable[Term]) -> Iterator[Found]:
        """Results of a supported shape, and of the property shapes in it, at some nodes; without SPARQL constraints."""
        plan = self._plans.get(shape.node) or self._planned(shape)
        for node in focus:
            values = self._values(shape, plan, node)
            at = _At(self, shape, node, values)
            for component, check, parameters in plan.checks:
                for value, path in check(at, parameters):
                    yield Found(shape.node, None, component, node, path or plan.path, value)
            for inner in plan.properties:
                yield from self.violations(inner, values)

    def conforms(self, node: Term, focus: Term) -> bool:
        """Whether a node meets a shape; a deactivated shape is always met."""
        shape = self._shapes.shapes.get(node)
        return shape is None or next(self.violations(shape, (focus,)), None) is None

    def listed(self, node: Term) -> tuple[Term, ...]:
        """Members of a list in the shapes."""
        if node not in self._lists:
            self._lists[node] = tuple(items(self._shapes.data, node))
        return self._lists[node]

    def shape(self, node: Term) -> Shape | None:
        """The shape of a node, None where it is deactivated."""
        return self._shapes.shapes.get(node)

    def _planned(self, shape: Shape) -> _Plan:
        known = self._shapes.shapes
        plan = self._plans[shape.node] = _Plan(
            str(shape.path) if shape.path else "",
            shape.path.predicate if shape.path else None,
            tuple((component, _CHECKS[name], shape.parameters[name]) for name, component in _order(shape)),
            tuple(known[node] for node in shape.parameters.get("property", ()) if node in known),
        )
        return plan

    def _values(self, shape: Shape, plan: _Plan, node: Term) -> Collection[Term]:
        if plan.predicate:
            return self.data.objects(node, plan.predicate)
        return tuple(shape.path.values(self.data, node)) if shape.path else (node,)


def supported(shapes: ShapeSet, shape: Shape, *, root: bool = True, within: frozenset[Term] = frozenset()) -> bool:
    """Whether a shape, and all those it refers to, use only what is checked here.

    SPARQL constraints are allowed where their focus nodes are the targets: at the shape that has these, and at its
    property shapes.
    """
    if shape.node in within or not all(name in _KNOWN for name in shape.parameters):
        return False  # one that refers to itself is left to the referee as well: SHACL does not say what it means
    inside = within | {shape.node}
    nested = [shapes.shapes[node] for node in shapes.references(shape.node) if node in shapes.shapes]
    own = shape.parameters.get("property", ())
    return all(
        supported(shapes, inner, root=False, within=inside)
        and (not inner.queries or (root and inner.node in own and shape.path is None))
        for inner in nested
    )


def _order(shape: Shape) -> Iterator[tuple[str, str]]:
    for name in sorted(shape.parameters):
        if name in _CHECKS:
            yield name, f"{name[0].upper()}{name[1:]}ConstraintComponent"


def _each(fails: Callable[[_At, Term, Term], bool]) -> Check:
    """A check of each value against each value of its parameter."""

    def check(at: _At, parameters: tuple[Term, ...]) -> Iterator[tuple[Term, str]]:
        for parameter in parameters:
            for value in at.values:
                if fails(at, value, parameter):
                    yield value, ""

    return check


def _count(fails: Callable[[int, int], bool]) -> Check:
    def check(at: _At, parameters: tuple[Term, ...]) -> Iterator[tuple[None, str]]:
        if any(fails(len(at.values), int(_text(parameter))) for parameter in parameters):
            yield None, ""

    return check


def _text(term: Term) -> str:
    return "" if isinstance(term, ox.Triple) else term.value


@lru_cache(maxsize=4096)
def literal(term: ox.Literal) -> rdflib.Literal:
    """A literal as rdflib has it, in the form in which it was written."""
    datatype = None if term.language or term.datatype == _STRING else rdflib.URIRef(term.datatype.value)
    before, _RDFLIB.disabled = _RDFLIB.disabled, True  # of an ill-typed literal it logs a traceback
    try:
        return rdflib.Literal(term.value, lang=term.language, datatype=datatype, normalize=False)
    finally:
        _RDFLIB.disabled = before


def _wrong_datatype(_: _At, value: Term, datatype: Term) -> bool:
    if not isinstance(value, ox.Literal) or value.datatype != datatype:
        return True
    return datatype not in (_STRING, _LANG_STRING) and bool(literal(value).ill_typed)


def _not_in(at: _At, parameters: tuple[Term, ...]) -> Iterator[tuple[Term, str]]:
    for parameter in parameters:
        allowed = at.core.listed(parameter)
        for value in at.values:
            if value not in allowed:
                yield value, ""


def _without_value(at: _At, parameters: tuple[Term, ...]) -> Iterator[tuple[None, str]]:
    for parameter in parameters:
        if parameter not in at.values:
            yield None, ""


@lru_cache(maxsize=256)
def _pattern(pattern: str, flags: str) -> re.Pattern[str]:
    return re.compile(pattern, sum({"i": re.IGNORECASE, "m": re.MULTILINE}.get(flag, 0) for flag in flags))


def _unlike(at: _At, value: Term, pattern: Term) -> bool:
    if isinstance(value, ox.BlankNode):
        return True
    flags = _text(flag) if (flag := at.shape.parameter("flags")) else ""
    return _pattern(_text(pattern), flags).search(_text(value)) is None


def _compared(value: Term, other: Term) -> int | None:
    """Order of two literals as pySHACL has it, None where they have none."""
    if not isinstance(value, ox.Literal) or not isinstance(other, ox.Literal):
        return None
    one, two = literal(value), literal(other)
    if isinstance(one.value, str) != isinstance(two.value, str):
        return None
    try:
        return int(compare_literal(one, two))  # type: ignore[no-untyped-call]
    except (TypeError, NotImplementedError):
        return None


def _bound(*fits: int) -> Check:
    return _each(lambda _, value, bound: _compared(value, bound) not in fits)


def _objects(at: _At, predicate: Term) -> Collection[Term]:
    return at.core.data.objects(at.focus, predicate) if isinstance(predicate, ox.NamedNode) else ()


def _pair(*fits: int) -> Check:
    def check(at: _At, parameters: tuple[Term, ...]) -> Iterator[tuple[Term, str]]:
        for predicate in parameters:
            others = _objects(at, predicate)
            for value in at.values:
                for other in others:
                    if _compared(value, other) not in fits:
                        yield value, ""

    return check


def _unequal(at: _At, parameters: tuple[Term, ...]) -> Iterator[tuple[Term, str]]:
    for predicate in parameters:
        others = _objects(at, predicate)
        yield from ((value, "") for value in at.values if value not in others)
        yield from ((other, "") for other in others if other not in at.values)


def _shared(at: _At, parameters: tuple[Term, ...]) -> Iterator[tuple[Term, str]]:
    for predicate in parameters:
        others = _objects(at, predicate)
        yield from ((value, "") for value in at.values if value in others)


def _same_language(at: _At, parameters: tuple[Term, ...]) -> Iterator[tuple[None, str]]:
    if not any(_text(parameter) in {"true", "1"} for parameter in parameters):
        return
    languages = [value.language.lower() for value in at.values if isinstance(value, ox.Literal) and value.language]
    yield from ((None, "") for language in set(languages) if languages.count(language) > 1)


def _foreign_language(at: _At, parameters: tuple[Term, ...]) -> Iterator[tuple[Term, str]]:
    ranges = [_text(item).lower() for parameter in parameters for item in at.core.listed(parameter)]
    for value in at.values:
        language = (value.language or "").lower() if isinstance(value, ox.Literal) else ""
        if not any(language == one or language.startswith(f"{one}-") for one in ranges):
            yield value, ""


def _alternatives(fails: Callable[[int, int], bool]) -> Check:
    """A check of how many shapes of a list each value meets, given that number and the length of the list."""

    def check(at: _At, parameters: tuple[Term, ...]) -> Iterator[tuple[Term, str]]:
        for parameter in parameters:
            choices = at.core.listed(parameter)
            for value in at.values:
                met = sum(at.core.conforms(choice, value) for choice in choices)
                if fails(met, len(choices)):
                    yield value, ""

    return check


def _open(at: _At, parameters: tuple[Term, ...]) -> Iterator[tuple[Term, str]]:
    if not any(_text(parameter) in {"true", "1"} for parameter in parameters):
        return
    ignored = (node for lst in at.shape.parameters.get("ignoredProperties", ()) for node in at.core.listed(lst))
    inner = (at.core.shape(node) for node in at.shape.parameters.get("property", ()))
    allowed = {*ignored, *(shape.path.predicate for shape in inner if shape and shape.path)}
    for node in at.values:
        for predicate in at.core.data.predicates(node):
            for value in at.core.data.objects(node, predicate) if predicate not in allowed else ():
                if (predicate, value) != (TYPE, _RESOURCE):
                    yield value, predicate.value


_CHECKS: Mapping[str, Check] = {
    "minCount": _count(lambda found, least: found < least),
    "maxCount": _count(lambda found, most: found > most),
    "datatype": _each(_wrong_datatype),
    "class": _each(lambda at, value, kind: not at.core.data.is_a(value, kind)),
    "nodeKind": _each(lambda _, value, kind: _text(kind) not in _KINDS[type(value)]),
    "in": _not_in,
    "hasValue": _without_value,
    "pattern": _each(_unlike),
    "minLength": _each(
        lambda _, value, least: (
            len(_text(value)) < int(_text(least)) or (isinstance(value, ox.BlankNode) and _text(least) != "0")
        )
    ),
    "maxLength": _each(lambda _, value, most: isinstance(value, ox.BlankNode) or len(_text(value)) > int(_text(most))),
    "minInclusive": _bound(0, 1),
    "minExclusive": _bound(1),
    "maxInclusive": _bound(0, -1),
    "maxExclusive": _bound(-1),
    "lessThan": _pair(-1),
    "lessThanOrEquals": _pair(-1, 0),
    "equals": _unequal,
    "disjoint": _shared,
    "uniqueLang": _same_language,
    "languageIn": _foreign_language,
    "node": _each(lambda at, value, shape: not at.core.conforms(shape, value)),
    "not": _each(lambda at, value, shape: at.core.conforms(shape, value)),
    "and": _alternatives(lambda met, all_: met < all_),
    "or": _alternatives(lambda met, _: met == 0),
    "xone": _alternatives(lambda met, _: met != 1),
    "closed": _open,
}
SUPPORTED = frozenset(_CHECKS)
"""Parameters of the constraints that are checked here."""
_KNOWN = SUPPORTED | {"property", "flags", "ignoredProperties"}
assert set(SHAPE_LISTS) <= SUPPORTED  # noqa: S101  a list that is not walked would be passed over
