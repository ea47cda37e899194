"""What is to change in a store on a server, as texts that can be sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import pyoxigraph as ox

MOST = 100 << 20
"""Characters of an update that goes out in one piece; Oxigraph takes no more than 128 MiB."""

PIECE = 8 << 20
"""Bytes that go to a graph store at once."""

REMOVED_AT_ONCE = 1000
"""Statements that one update takes out of a server that is changed step by step; Virtuoso's compiler has no memory for
5,000."""

Named = dict[str, list[ox.Triple]]


@dataclass(frozen=True, slots=True)
class Changes:
    """Graphs that are replaced, and statements that go out of others and into them, by the graphs' IRIs."""

    gone: tuple[str, ...]
    """Graphs that are replaced or dropped."""
    removed: Named
    content: Named
    """All that graphs are to hold; the last is taken out first and put in last where there are steps."""
    added: Named

    @classmethod
    def of(
        cls, graphs: Mapping[str, Iterable[ox.Quad] | None], remove: Iterable[ox.Quad], add: Iterable[ox.Quad]
    ) -> Self:
        """Changes as `WritableStore.replace` takes them.

        Raises:
            ValueError: a graph's name is no IRI, or a statement with a blank node is to be taken out.
        """
        gone = tuple(ox.NamedNode(name).value for name in graphs)
        removed = _by_graph(remove)
        for triple in (triple for triples in removed.values() for triple in triples):
            if _nameless(triple):
                raise ValueError(f"a blank node cannot be named to a server: {triple}")
        content = _by_graph(quad for quads in graphs.values() for quad in quads or ())
        return cls(gone, removed, content, _by_graph(add))

    def as_update(self) -> str:
        """All changes as one SPARQL Update; empty if there are none."""
        steps = [f"DROP SILENT GRAPH <{name}>" for name in self.gone]
        if self.removed:
            steps.append(_data("DELETE", self.removed))
        if self.content or self.added:
            # In one operation, because a blank node is the same only within one.
            both = {name: [*self.content.get(name, ()), *self.added.get(name, ())] for name in self._filled()}
            steps.append(_data("INSERT", both))
        return " ;\n".join(steps)

    def drops(self) -> str:
        """An update that takes out what is not put in again, and the last graph; empty if there is nothing."""
        names = [name for name in self.gone if name not in self.content or name == self._last]
        return " ;\n".join(f"DROP SILENT GRAPH <{name}>" for name in names)

    def removals(self) -> Iterator[str]:
        """Updates that take out the single statements."""
        for name, triples in self.removed.items():
            for start in range(0, len(triples), REMOVED_AT_ONCE):
                yield _data("DELETE", {name: triples[start : start + REMOVED_AT_ONCE]})

    def others(self) -> Iterator[tuple[str, list[ox.Triple]]]:
        """The graphs that are put in before the last."""
        return ((name, triples) for name, triples in self.content.items() if name != self._last)

    def additions(self) -> Iterator[tuple[str, list[ox.Triple]]]:
        """Statements that go into graphs beside what is there."""
        yield from self.added.items()

    def last(self) -> Iterator[tuple[str, list[ox.Triple]]]:
        """The graph that is put in last, if any."""
        return ((name, triples) for name, triples in self.content.items() if name == self._last)

    @property
    def _last(self) -> str | None:
        return next(reversed(self.content), None)

    def _filled(self) -> dict[str, None]:
        return dict.fromkeys([*self.content, *self.added])


def pieces(triples: Sequence[ox.Triple], size: int = PIECE) -> Iterator[bytes]:
    """Statements as N-Triples, in pieces of about so many bytes.

    All that have blank nodes are in the first, however large, because a blank node is the same only within one.
    """
    first = _lines(triple for triple in triples if _nameless(triple))
    piece, length = first, sum(map(len, first))
    for line in _lines(triple for triple in triples if not _nameless(triple)):
        if piece and length + len(line) > size:
            yield b"".join(piece)
            piece, length = [], 0
        piece.append(line)
        length += len(line)
    yield b"".join(piece)


def _by_graph(quads: Iterable[ox.Quad]) -> Named:
    found: defaultdict[str, list[ox.Triple]] = defaultdict(list)
    for quad in quads:
        if not isinstance(quad.graph_name, ox.NamedNode):
            raise ValueError(f"a statement is in no named graph: {quad}")  # noqa: TRY004  as interface has it
        found[quad.graph_name.value].append(quad.triple)
    return dict(found)


def _nameless(triple: ox.Triple) -> bool:
    return isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)


def _lines(triples: Iterable[ox.Triple]) -> list[bytes]:
    return _ntriples(triples).splitlines(keepends=True)


def _ntriples(triples: Iterable[ox.Triple]) -> bytes:
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


def _data(verb: str, named: Named) -> str:
    """``INSERT DATA`` or ``DELETE DATA``; N-Triples can stand in it as it is."""
    blocks = (f"GRAPH <{name}> {{\n{_ntriples(triples).decode()}}}" for name, triples in named.items())
    return f"{verb} DATA {{\n{' '.join(blocks)}}}"
