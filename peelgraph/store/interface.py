"""What a store is to the rest of peelgraph: it answers queries, and replaces whole graphs in one step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, Self, TypeAlias

import pyoxigraph as ox

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, slots=True)
class Solutions:
    """Answer to a SELECT: the names of its columns and, in their order, the values of each row."""

    variables: tuple[str, ...]
    rows: Iterable[tuple[Term | None, ...]]


@dataclass(frozen=True, slots=True)
class Triples:
    """Answer to a CONSTRUCT or DESCRIBE."""

    triples: Iterable[ox.Triple]


Answer: TypeAlias = Solutions | Triples | bool


def read_at_once(answer: Answer) -> Answer:
    """The same answer with all its rows or triples read, so that no later change shows in it."""
    if isinstance(answer, Solutions):
        return Solutions(answer.variables, list(answer.rows))
    if isinstance(answer, Triples):
        return Triples(list(answer.triples))
    return answer


class Store(Protocol):
    """A graph that can be asked."""

    location: str

    def query(self, text: str) -> Answer:
        """Answer a SPARQL query over the union of all named graphs, or over those that it names by FROM.

        Raises:
            QueryError: the text is not a SPARQL query, or asks another server (SERVICE).
            StoreError: the store cannot be read.
        """

    def graphs(self) -> list[str]:
        """IRIs of the named graphs, sorted."""

    def close(self) -> None:
        """Let go of the store."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *exception: object) -> None: ...


class WritableStore(Store, Protocol):
    """A graph that can be asked and changed."""

    def replace(
        self,
        graphs: Mapping[str, Iterable[ox.Quad] | None],
        *,
        remove: Iterable[ox.Quad] = (),
        add: Iterable[ox.Quad] = (),
    ) -> None:
        """Replace whole graphs, and take out and put in single quads of others, all in one step.

        A server that cannot do it in one step drops the last of the graphs first and gets it back last, so that
        it is there only if all else is (docs/decisions/0015-remote-store.md).

        Args:
            graphs: graph IRI to its complete new content, quads of that graph, or None to drop the graph.
            remove: quads to take out of named graphs.
            add: quads to put into named graphs.

        Raises:
            ValueError: a graph's name is no IRI; nothing was changed.
            StoreError: nothing can be written any more; what was published is kept.
        """

    def publish(self) -> None:
        """Show other processes what was replaced so far; `close` does so too."""
