"""Property paths of shapes (SHACL, section 2.3.1): walked from a thing, and written as SPARQL writes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from ..errors import ShapesError
from ..loaders.iris import RDF, SH
from ..store import Term
from .data import Data

_FIRST, _REST, _NIL = (ox.NamedNode(f"{RDF}{name}") for name in ("first", "rest", "nil"))
_INVERSE, _ALTERNATIVE = ox.NamedNode(f"{SH}inversePath"), ox.NamedNode(f"{SH}alternativePath")
_REPEATED = {
    ox.NamedNode(f"{SH}zeroOrMorePath"): "*",
    ox.NamedNode(f"{SH}oneOrMorePath"): "+",
    ox.NamedNode(f"{SH}zeroOrOnePath"): "?",
}


@dataclass(frozen=True, slots=True)
class Path:
    """A property path."""

    form: str
    """``iri``, or the sign by which SPARQL writes it: ``^``, ``/``, ``|``, ``*``, ``+`` or ``?``."""
    predicate: ox.NamedNode | None = None
    parts: tuple[Path, ...] = ()

    def __str__(self) -> str:
        if self.predicate:
            return self.predicate.value
        inside = [f"<{part}>" if part.predicate else f"({part})" for part in self.parts]
        if self.form in "/|":
            return self.form.join(inside)
        return f"^{inside[0]}" if self.form == "^" else f"{inside[0]}{self.form}"

    def values(self, data: Data, node: Term) -> Iterable[Term]:
        """Where the path leads from a thing, each value once."""
        if self.predicate:
            return data.objects(node, self.predicate)
        first = self.parts[0]
        match self.form:
            case "^":
                return first.sources(data, node)
            case "/":
                reached: Iterable[Term] = [node]
                for part in self.parts:
                    reached = dict.fromkeys(value for start in reached for value in part.values(data, start))
                return reached
            case "|":
                return dict.fromkeys(value for part in self.parts for value in part.values(data, node))
            case "?":
                return dict.fromkeys([node, *first.values(data, node)])
            case _:
                found: dict[Term, None] = {node: None} if self.form == "*" else {}
                waiting = [node]
                while waiting:
                    for value in first.values(data, waiting.pop()):
                        if value not in found:
                            found[value] = None
                            waiting.append(value)
                return found

    def sources(self, data: Data, node: Term) -> Iterable[Term]:
        """From where the path leads to a thing; of a path that is one property."""
        if self.predicate is None:
            return self.inverted().values(data, node)
        return data.subjects_of(self.predicate, node)

    def inverted(self) -> Path:
        """The path walked the other way."""
        if self.predicate:
            return Path("^", parts=(self,))
        if self.form == "^":
            return self.parts[0]
        parts = tuple(part.inverted() for part in self.parts)
        return Path(self.form, parts=parts[::-1] if self.form == "/" else parts)

    def predicates(self) -> Iterable[ox.NamedNode]:
        """The properties of which the path is made."""
        return [self.predicate] if self.predicate else [p for part in self.parts for p in part.predicates()]


def read_path(shapes: Data, node: Term) -> Path:
    """The path that a node of a shapes graph stands for.

    Raises:
        ShapesError: it stands for none.
    """
    if isinstance(node, ox.NamedNode):
        return Path("iri", node)
    if inverse := shapes.one(node, _INVERSE):
        return Path("^", parts=(read_path(shapes, inverse),))
    if choices := shapes.one(node, _ALTERNATIVE):
        return Path("|", parts=tuple(read_path(shapes, part) for part in items(shapes, choices)))
    for predicate, sign in _REPEATED.items():
        if repeated := shapes.one(node, predicate):
            return Path(sign, parts=(read_path(shapes, repeated),))
    if parts := items(shapes, node):
        return Path("/", parts=tuple(read_path(shapes, part) for part in parts))
    raise ShapesError(f"The property path {node} is none that SHACL has: see its section 2.3.1.")


def items(data: Data, node: Term) -> list[Term]:
    """Members of an RDF list.

    Raises:
        ShapesError: the list goes round in a circle.
    """
    found: list[Term] = []
    seen = set()
    rest: Term | None = node
    while rest is not None and rest != _NIL:
        if rest in seen:
            raise ShapesError(f"The list {node} goes round in a circle: end it with rdf:nil.")
        seen.add(rest)
        found += data.objects(rest, _FIRST)
        rest = data.one(rest, _REST)
    return found
