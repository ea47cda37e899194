"""Why something was concluded, in words.

HermiT gives no reasons. They are found after it, by looking which facts fill the definition of a class or
the axiom of a property; conclusions that rest on others name them in turn. Where no single axiom with its
facts accounts for a conclusion, that is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from ..loaders.iris import OWL, RDFS
from .axioms import THING, TYPE, Axioms, Node
from .words import Words, article, short

TOGETHER = "it follows from several axioms together"
_IT = "it"
_LEAST = tuple(
    f"{OWL}{name}" for name in ("minQualifiedCardinality", "minCardinality", "qualifiedCardinality", "cardinality")
)
_DEPTH = 3
"""Conclusions within conclusions that a reason goes into."""
_SHOWN = 3
"""Things that a reason names where many would do."""
_INVERSES = (f"{OWL}inverseOf",)
_CHARACTERISTIC = {name: f"{OWL}{name}Property" for name in ("Symmetric", "Transitive")}


class Reasons:
    """Facts and conclusions, ready to be asked why."""

    def __init__(
        self,
        axioms: Axioms,
        asserted: Iterable[ox.Triple],
        types: Iterable[tuple[str, str]],
        values: Iterable[tuple[str, str, str]],
        words: Words,
    ) -> None:
        """Take what is known.

        Args:
            axioms: the ontology.
            asserted: facts that were given to the reasoner, and those of the same terms that were not.
            types: concluded, as (thing, class).
            values: concluded, as (thing, property, thing).
            words: for names.
        """
        self._axioms = axioms
        self._words = words
        self._kinds: defaultdict[str, set[str]] = defaultdict(set)
        self._forward: defaultdict[tuple[str, str], list[Node]] = defaultdict(list)
        self._back: defaultdict[tuple[str, str], list[Node]] = defaultdict(list)
        self._by_thing: defaultdict[str, set[str]] = defaultdict(set)
        self._asserted_kinds: defaultdict[str, set[str]] = defaultdict(set)
        for triple in sorted(set(asserted), key=str):
            if not isinstance(triple.subject, ox.NamedNode):
                continue
            if triple.predicate == TYPE and isinstance(triple.object, ox.NamedNode):
                self._kinds[triple.subject.value].add(triple.object.value)
                self._asserted_kinds[triple.subject.value].add(triple.object.value)
            elif triple.predicate != TYPE:
                self._link(triple.subject.value, triple.predicate.value, triple.object)
        for thing, kind in types:
            self._kinds[thing].add(kind)
        for thing, kinds in self._kinds.items():
            kinds |= {above for kind in list(kinds) for above in axioms.superclasses.get(kind, ())}
            self._kinds[thing] = kinds
        for thing, name, value in sorted(values):
            if ox.NamedNode(value) not in self._forward[thing, name]:
                self._link(thing, name, ox.NamedNode(value))
        self._domains, self._ranges = axioms.named(f"{RDFS}domain"), axioms.named(f"{RDFS}range")
        self._below: defaultdict[str, set[str]] = defaultdict(set)
        for lower, above in axioms.superclasses.items():
            for each in above:
                self._below[each].add(lower)
        self._inverse = axioms.named(f"{OWL}inverseOf")
        for one, others in list(self._inverse.items()):
            for other in others:
                self._inverse.setdefault(other, set()).add(one)

    def _link(self, thing: str, name: str, value: Node) -> None:
        self._forward[thing, name].append(value)
        self._by_thing[thing].add(name)
        if isinstance(value, ox.NamedNode):
            self._back[value.value, name].append(ox.NamedNode(thing))

    # Classes

    def kind(self, thing: str, kind: str, depth: int = 0) -> str:
        """Why a thing is in a class."""
        for expression in self._axioms.definitions.get(kind, ()):
            if reason := self._fills(thing, expression, depth):
                return reason
        for lower in sorted(self._below[kind] & self._kinds[thing]):
            return self._is(thing, lower, depth)
        for name in sorted(self._by_thing[thing]):
            if kind in self._domains.get(name, ()) and name not in self._axioms.reflexes:
                value = self._named(self._forward[thing, name][0])
                return f"{_IT} → {self._words.name(ox.NamedNode(name))} → {value}"
        for name, kinds in sorted(self._ranges.items()):
            if kind in kinds and (subjects := self._back.get((thing, name))):
                return f"{self._named(subjects[0])} → {self._words.name(ox.NamedNode(name))} → {_IT}"
        return TOGETHER

    def _fills(self, thing: str, expression: Node, depth: int) -> str:
        """How a thing fills a description; empty if the facts at hand do not show it."""
        axioms = self._axioms
        if isinstance(expression, ox.NamedNode) and expression.value not in axioms.definitions:
            return self._is(thing, expression.value, depth)
        if parts := axioms.one(expression, f"{OWL}intersectionOf"):
            reasons = [self._fills(thing, part, depth) for part in axioms.members(parts)]
            return "; ".join(reasons) if all(reasons) else ""
        if parts := axioms.one(expression, f"{OWL}unionOf"):
            return next((r for part in axioms.members(parts) if (r := self._fills(thing, part, depth))), "")
        if parts := axioms.one(expression, f"{OWL}oneOf"):
            return f"it is {short(thing)}" if ox.NamedNode(thing) in axioms.members(parts) else ""
        if isinstance(expression, ox.NamedNode):
            return self._is(thing, expression.value, depth)
        return self._restricted(thing, expression, depth)

    def _is(self, thing: str, kind: str, depth: int) -> str:
        if kind not in self._kinds[thing] and kind != THING:
            return ""
        said = f"it is {article(self._words.name(ox.NamedNode(kind)))}"
        plain = self._asserted_kinds[thing]
        shown = kind in plain or any(kind in self._axioms.superclasses.get(each, ()) for each in plain)
        if shown or kind == THING or depth >= _DEPTH:
            return said
        return f"{said} ({self.kind(thing, kind, depth + 1)})"

    def _restricted(self, thing: str, restriction: Node, depth: int) -> str:
        axioms = self._axioms
        named = axioms.one(restriction, f"{OWL}onProperty")
        if named is None:
            return ""
        values, told = self._values(thing, named)
        wanted = axioms.one(restriction, f"{OWL}hasValue")
        if wanted is not None:
            return told.replace("{}", self._named(wanted)) if wanted in values else ""
        filler = axioms.one(restriction, f"{OWL}someValuesFrom", f"{OWL}onClass", f"{OWL}onDataRange")
        filler = filler or ox.NamedNode(THING)
        least = axioms.one(
            restriction,
            *_LEAST,
        )
        number = int(least.value) if isinstance(least, ox.Literal) else 1
        if least is None and axioms.one(restriction, f"{OWL}someValuesFrom") is None:
            return ""
        fitting = [(value, reason) for value in values if (reason := self._fitting(value, filler, depth)) is not None]
        if len(fitting) < number:
            return ""
        shown = fitting[: max(number, 1)][:_SHOWN]
        names = [f"{self._named(value)}{f' ({reason})' if reason else ''}" for value, reason in shown]
        more = f" and {len(fitting) - len(shown)} more" if len(fitting) > len(shown) else ""
        return told.replace("{}", f"{', '.join(names)}{more}")

    def _fitting(self, value: Node, filler: Node, depth: int) -> str | None:
        """What is to be said of a value that fits (nothing, where it is plain); None if it does not fit."""
        if isinstance(value, ox.Literal):
            return ""  # the reasoner has found that some value lies in the range; it is shown with it
        if not isinstance(value, ox.NamedNode):
            return None
        if isinstance(filler, ox.NamedNode) and filler.value == THING:
            return ""
        if isinstance(filler, ox.NamedNode) and filler.value in self._asserted_kinds[value.value]:
            return ""
        if listed := self._axioms.one(filler, f"{OWL}oneOf"):
            return "" if value in self._axioms.members(listed) else None
        reason = self._fills(value.value, filler, depth + 1)
        return reason or None

    def _values(self, thing: str, named: Node) -> tuple[Sequence[Node], str]:
        """What a property leads to from a thing, and a pattern for saying so."""
        if isinstance(named, ox.BlankNode):
            inverse = self._axioms.one(named, *_INVERSES)
            if isinstance(inverse, ox.NamedNode):
                name = self._words.name(inverse)
                return self._pairs(inverse.value, thing, self._back), f"{{}} → {name} → {_IT}"
        if isinstance(named, ox.NamedNode):
            values = self._pairs(named.value, thing, self._forward)
            for other in sorted(self._inverse.get(named.value, ())):
                values += [v for v in self._pairs(other, thing, self._back) if v not in values]
            return values, f"{_IT} → {self._words.name(named)} → {{}}"
        return [], ""

    def _pairs(self, name: str, thing: str, index: dict[tuple[str, str], list[Node]]) -> list[Node]:
        below = [lower for lower, above in self._axioms.superproperties.items() if name in above]
        return list(dict.fromkeys(value for each in (name, *sorted(below)) for value in index.get((thing, each), ())))

    # Properties

    def value(self, thing: str, name: str, value: str) -> str:
        """Why a property holds between two things."""
        end = ox.NamedNode(value)
        for other in sorted(self._inverse.get(name, ())):
            if end in self._back.get((thing, other), ()):
                return self._said(value, other, thing)
        for root in self._axioms.roots(f"{OWL}propertyChainAxiom"):
            if root.subject == ox.NamedNode(name):
                path = self._path(thing, self._axioms.members(root.object), end)
                if path:
                    return "; ".join(path)
        for lower, above in sorted(self._axioms.superproperties.items()):
            if name in above and end in self._forward.get((thing, lower), ()):
                return self._said(thing, lower, value)
        if self._has(name, "Symmetric") and end in self._back.get((thing, name), ()):
            return self._said(value, name, thing)
        if self._has(name, "Transitive") and (path := self._route(thing, name, end)):
            return "; ".join(path)
        return TOGETHER

    def _route(self, thing: str, name: str, end: Node) -> list[str]:
        """The shortest way from a thing to another by one property, over a third at least, in words."""
        ways: dict[str, list[str]] = {thing: []}
        for here in (queue := [thing]):
            for value in self._pairs(name, here, self._forward):
                if not isinstance(value, ox.NamedNode):
                    continue
                way = [*ways[here], self._said(here, name, value.value)]
                if value == end and len(way) > 1:
                    return way
                if value != end and value.value not in ways:
                    ways[value.value] = way
                    queue.append(value.value)
        return []

    def _has(self, name: str, characteristic: str) -> bool:
        kind = ox.NamedNode(_CHARACTERISTIC[characteristic])
        roots = self._axioms.roots(TYPE.value)
        return any(root.subject == ox.NamedNode(name) and root.object == kind for root in roots)

    def _path(self, thing: str, links: Sequence[Node], end: Node) -> list[str]:
        """The steps of a chain that lead from a thing to another, in words; empty if there are none."""
        if not links:
            return []
        values, told = self._values(thing, links[0])
        for value in values:
            if len(links) == 1:
                if value != end:
                    continue
                return [self._step(thing, told, value)]
            if isinstance(value, ox.NamedNode) and (rest := self._path(value.value, links[1:], end)):
                # A class can take part in a chain as a property of its members to themselves.
                return [*([] if value.value == thing else [self._step(thing, told, value)]), *rest]
        return []

    def _step(self, thing: str, told: str, value: Node) -> str:
        behind = told.startswith(_IT)
        told = short(thing) + told.removeprefix(_IT) if behind else told.removesuffix(_IT) + short(thing)
        return told.replace("{}", self._named(value))

    def _said(self, thing: str, name: str, value: str) -> str:
        return f"{short(thing)} → {self._words.name(ox.NamedNode(name))} → {short(value)}"

    def _named(self, node: Node) -> str:
        """A thing as it is named in a reason: concepts by their labels, facts so that they can be looked up."""
        if isinstance(node, ox.NamedNode):
            return self._words.name(node)
        return node.value if isinstance(node, ox.Literal) else "something"
