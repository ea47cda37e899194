"""A graph in memory, asked like a store."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Self

import pyoxigraph as ox

from ..errors import QueryError
from ..store import Answer, Solutions, Term, Triples
from .core import Found
from .data import Triple
from .shapes import Query
from .sparql_text import with_values


class Scratch:
    """Documents that are validated together, as a `Store` that nobody else sees."""

    location = "memory"

    def __init__(self) -> None:
        self._store = ox.Store()

    def change(self, quads: Iterable[ox.Quad], remove: Iterable[ox.Quad], add: Iterable[ox.Quad]) -> None:
        """Put in the quads of a document, and take out and put in single ones of other graphs."""
        self._store.extend(quads)
        for quad in remove:
            self._store.remove(quad)
        self._store.extend(add)

    def query(self, text: str) -> Answer:
        """See `peelgraph.store.Store.query`; only this package asks it, so that no SERVICE is looked for."""
        answer = self._store.query(text, use_default_graph_as_union=True)
        if isinstance(answer, ox.QuerySolutions):
            return Solutions(tuple(v.value for v in answer.variables), (tuple(row) for row in answer))
        if isinstance(answer, ox.QueryTriples):
            return Triples(answer)
        return bool(answer)

    def graphs(self) -> list[str]:
        """See `peelgraph.store.Store.graphs`."""
        return sorted(graph.value for graph in self._store.named_graphs())

    def close(self) -> None:
        """Nothing is to be let go of."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None: ...


def merged(*parts: Iterable[Triple]) -> ox.Store:
    """All statements in one graph, as shapes see them."""
    store = ox.Store()
    for part in parts:
        store.extend(ox.Quad(s, p, o) for s, p, o in part if not isinstance(s, ox.Literal))
    return store


def violations(store: ox.Store, query: Query, path: str, focus: Iterable[Term]) -> Iterator[Found]:
    """Results of a SPARQL constraint (SHACL, section 5.3.1), asked once for all focus nodes.

    Raises:
        QueryError: it is not valid SPARQL.
    """
    wanted = dict.fromkeys(focus)
    named = [str(node) for node in wanted if isinstance(node, ox.NamedNode)]
    # Blank nodes cannot be listed in a query; their rows are picked out of those of all things.
    texts = [with_values(query.text, named)] if named else []
    if len(named) < len(wanted):
        texts.append(query.text)
    seen: set[bytes] = set()  # digests, since there may be results by the hundred thousand
    for text in texts:
        try:
            answer = store.query(text)
        except SyntaxError as error:
            raise QueryError(f"A SPARQL constraint is not valid: {error}.") from error
        if not isinstance(answer, ox.QuerySolutions):
            raise QueryError("A SPARQL constraint is not a SELECT: see section 5.3 of SHACL.")
        names = [variable.value for variable in answer.variables]
        for solution in answer:
            row = {name: value for name, value in zip(names, solution, strict=True) if value is not None}
            this = row.pop("this", None)
            words = [str(this), *(f"{name} {value}" for name, value in row.items())]
            key = hashlib.blake2b("\n".join(words).encode(), digest_size=16).digest()
            if this is None or this not in wanted or key in seen:
                continue
            seen.add(key)
            found_path = row.get("path")
            value = row.get("value") or (None if path else this)
            where = path or (found_path.value if isinstance(found_path, ox.NamedNode) else "")
            yield Found(query.shape, query.constraint, "SPARQLConstraintComponent", this, where, value, row)
