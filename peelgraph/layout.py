"""One layout for Turtle files: the same statements always look the same, so that a change shows as what it is.

One subject a block, in order; ``a`` first, then its properties in order; one value a line. Blank nodes, which the
axioms of OWL are made of, stand inside what they belong to. The comment at the head of a file is kept, other
comments are not: what there is to say of a term belongs in its notes.

    python -m peelgraph.layout ontology/core.ttl
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pyoxigraph as ox

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_TYPE, _FIRST, _REST, _NIL = (ox.NamedNode(_RDF + name) for name in ("type", "first", "rest", "nil"))
_LOCAL_NAME = re.compile(r"[A-Za-z_][\w-]*")
# Literals that Turtle lets stand without quotation marks.
_BARE = {f"{_XSD}integer": re.compile(r"[+-]?\d+"), f"{_XSD}boolean": re.compile("true|false")}
_STEP = "  "


def laid_out(turtle: str) -> str:
    """The same statements and the same comment at the head, in the one layout.

    Args:
        turtle: a Turtle document; its prefixes and base are those that the layout uses, less the unused ones.

    Raises:
        SyntaxError: it is not Turtle.
        ValueError: a blank node is used more than once, or in a circle, which the layout cannot show.
    """
    parser = ox.parse(turtle, format=ox.RdfFormat.TURTLE)
    triples = list(dict.fromkeys(quad.triple for quad in parser))
    return _Page(triples, parser.prefixes, parser.base_iri or "").text(_comment(turtle))


def _unmarked(text: str) -> str:
    return text.replace("\0", "")


def _comment(turtle: str) -> str:
    """The comment lines between the prefixes and the first subject."""
    head = re.split(r"^(?![@#\s])", turtle, maxsplit=1, flags=re.MULTILINE)[0]
    return "\n".join(line for line in head.split("\n") if line.startswith("#"))


class _Page:
    """The statements of one file, as they are to be printed."""

    def __init__(self, triples: list[ox.Triple], prefixes: dict[str, str], base: str) -> None:
        self._base = base
        # The longest namespace first, so that the closest prefix is taken.
        self._prefixes = sorted(prefixes.items(), key=lambda item: -len(item[1]))
        self._used: set[str] = set()
        self._values: dict[object, dict[ox.NamedNode, list[object]]] = defaultdict(lambda: defaultdict(list))
        for triple in triples:
            self._values[triple.subject][triple.predicate].append(triple.object)
        self._uses = Counter(t.object for t in triples if isinstance(t.object, ox.BlankNode))
        if shared := [node for node, count in self._uses.items() if count > 1]:
            raise ValueError(f"{len(shared)} blank nodes are used more than once")

    def text(self, comment: str) -> str:
        """The whole file."""
        tops = [subject for subject in self._values if not self._uses.get(subject)]  # type: ignore[call-overload]
        blocks = sorted((self._block(subject) for subject in tops), key=_unmarked)
        printed = sum(block.count("\0") for block in blocks)
        if printed != len(self._values):
            raise ValueError("blank nodes stand in a circle")
        head = [f"@base <{self._base}> ."] if "@base" in self._used else []
        head += sorted(f"@prefix {name}: <{iri}> ." for name, iri in self._prefixes if name in self._used)
        parts = ["\n".join(head), comment, *map(_unmarked, blocks)]
        return "\n\n".join(part for part in parts if part) + "\n"

    def _block(self, subject: object) -> str:
        """A subject with its properties. A NUL marks each subject printed, to see that none is left out."""
        name = "[]" if isinstance(subject, ox.BlankNode) else self._term(subject)
        return f"\0{name}\n{self._properties(subject, _STEP)} ."

    def _properties(self, subject: object, indent: str) -> str:
        rows = []
        for predicate, values in self._values[subject].items():
            name = "a" if predicate == _TYPE else self._term(predicate)
            if len(values) == 1:
                rows.append((name, f"{indent}{name} {self._value(values[0], indent)}"))
            else:
                inner = indent + _STEP
                words = sorted((self._value(value, inner) for value in values), key=_unmarked)
                rows.append((name, f"{indent}{name}\n" + ",\n".join(inner + word for word in words)))
        return " ;\n".join(row for _, row in sorted(rows, key=lambda row: (row[0] != "a", row[0])))

    def _value(self, value: object, indent: str) -> str:
        inner = indent + _STEP
        if not isinstance(value, ox.BlankNode):
            return self._term(value)
        if value not in self._values:
            return "[]"
        if _REST in self._values[value]:
            members = self._members(value)
            lines = "\n".join(inner + self._value(member, inner) for member in members)
            return "\0" * len(members) + f"(\n{lines}\n{indent})"
        return f"\0[\n{self._properties(value, inner)}\n{indent}]"

    def _members(self, cell: object) -> list[object]:
        """The members of a list that starts at a cell."""
        members = []
        while cell != _NIL:
            values = self._values[cell]
            if set(values) != {_FIRST, _REST} or len(values[_FIRST]) != 1 or len(values[_REST]) != 1:
                raise ValueError("a list is not well formed")
            members.append(values[_FIRST][0])
            cell = values[_REST][0]
        return members

    def _term(self, term: object) -> str:
        if isinstance(term, ox.NamedNode):
            return self._iri(term.value)
        if isinstance(term, ox.Literal):
            kind = term.datatype.value
            if (bare := _BARE.get(kind)) and bare.fullmatch(term.value):
                return term.value
            quoted = str(ox.Literal(term.value))
            if term.language:
                return f"{quoted}@{term.language}"
            return quoted if kind == f"{_XSD}string" else f"{quoted}^^{self._iri(kind)}"
        raise ValueError(f"{term} has no place in the layout")

    def _iri(self, iri: str) -> str:
        for name, namespace in self._prefixes:
            if iri.startswith(namespace) and _LOCAL_NAME.fullmatch(iri, len(namespace)):
                self._used.add(name)
                return f"{name}:{iri[len(namespace) :]}"
        if self._base and iri.startswith(self._base) and ":" not in iri[len(self._base) :]:
            self._used.add("@base")
            return f"<{iri[len(self._base) :]}>"
        return f"<{iri}>"


def main(files: list[str]) -> None:
    """Lay out files in place, naming those that change."""
    for name in files:
        path = Path(name)
        before = path.read_text(encoding="utf-8")
        after = laid_out(before)
        if after != before:
            path.write_text(after, encoding="utf-8")
            sys.stdout.write(f"{name}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
