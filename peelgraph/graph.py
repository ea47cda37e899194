# ruff: noqa: PLC0415  what needs pandas or rdflib is imported when it is used
"""The graph from Python: questions answered as tables of pandas, each fact one step from the words that state it.

::

    from peelgraph import Graph

    kg = Graph.open()
    kg.force("Loamshire").judgments(cycle=2016)
    kg.ask("shared-findings", force=["loamshire", "mummerset"], evidence=True)
    kg.sparql("SELECT ?s WHERE { ?s ?p ?o } LIMIT 5")

The same calls give the same answers, value for value, from a store in a folder and from one at an address.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from .accessors import Accessors
from .asking import facts_in_words, in_full_order, is_evidence, known
from .catalogue import CatalogueError, Query, Value, Vocabulary, bind, get
from .catalogue_header import LIMIT
from .description import version
from .errors import UnknownThingError, UsageError
from .explain import LICENCE, MADE_UP, Explanation, explain
from .force import Force
from .loaders.iris import PEEL, SKOS
from .store import Answer, Solutions, Store, Triples, default_location, open_store, select, text
from .store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from os import PathLike

    import pandas as pd
    import rdflib

    from .tables import Scales

__all__ = ["Force", "Graph"]

_RANKS = f"""PREFIX peel: <{PEEL}> PREFIX skos: <{SKOS}>
SELECT ?notation WHERE {{ ?grade a peel:Grade ; skos:notation ?notation ; peel:rank ?rank }} ORDER BY DESC(?rank)"""
_MADE_UP = f"PREFIX skos: <{SKOS}> SELECT ?force WHERE {{ ?f a <{PEEL}FictionalForce> ; skos:notation ?force }}"


@dataclass(frozen=True, slots=True)
class _Known:
    """What is learnt of a graph before it is asked."""

    version: str
    vocabulary: Vocabulary
    scales: Scales
    made_up: frozenset[str]
    """Notations of forces that do not exist."""


class Graph(Accessors):
    """A knowledge graph of police forces and what inspectors found in them, open for reading.

    Tables have ``attrs``: ``query`` and ``parameters`` (what was asked), ``dataset_version`` (of which data) and
    ``licence`` (of the words that are quoted).
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        """Where the graph is kept."""
        self._learnt: _Known | None = None

    @classmethod
    def open(cls, location: str | PathLike[str] | None = None) -> Self:
        """Open a graph.

        Args:
            location: folder of a store, or address of a SPARQL endpoint such as ``http://127.0.0.1:7878/``; without
                it, ``PEELGRAPH_STORE``, or else the folder where ``peelgraph build`` puts its store.

        Raises:
            StoreError: there is no store, or it cannot be read.
            UsageError: pandas is not installed.
        """
        try:
            from . import tables  # noqa: F401
        except ModuleNotFoundError as error:
            raise UsageError(
                f"Tables need {error.name}, which is not installed: pip install 'peelgraph[explore]'."
            ) from error
        return cls(open_store(str(location or default_location())))

    def close(self) -> None:
        """Let go of the graph."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Graph.open({self.store.location!r})"

    def ask(self, name: str, /, *, evidence: bool = False, **given: Value | Iterable[Value] | None) -> pd.DataFrame:
        """Ask one of the canned queries (docs/queries.md, or ``peelgraph ask``).

        Args:
            name: of the query, such as "shared-findings".
            evidence: with the words of the reports (``quote``), and the ``document`` and ``page`` where they stand.
            given: values of its parameters, each one or several of which any may match; by any name.

        Raises:
            CatalogueError: there is no such query, parameter or value; it says which are near.
            StoreError: the graph cannot be asked, or a server has cut its answer short.
        """
        from .tables import canned

        query = get(name)
        if query.returns == "graph":
            raise UsageError(f"{name} answers with a graph and no table: to_rdflib() hands over graphs.")
        values = {parameter: _listed(query, parameter, value) for parameter, value in given.items()}
        sparql, learnt = self._bound(query, values)
        own = LIMIT.search(sparql)
        ordered = in_full_order(query, sparql)
        answer = self._rows(f"{ordered}\n{own[0]}" if own else ordered)
        frame = self._chosen(canned(name, answer, learnt.scales), evidence=evidence)
        if own and values.get("limit") is None and len(frame) == int(own["rows"]):
            warnings.warn(f"{name} stopped at {len(frame):,} rows, and there may be more: give limit=…", stacklevel=2)
        frame.attrs = {
            "query": name,
            "parameters": {parameter: value for parameter, value in values.items() if value is not None},
            "dataset_version": learnt.version,
            "licence": _licence(frame, learnt.made_up),
        }
        return frame

    def sparql(self, query: str) -> pd.DataFrame | bool | rdflib.Graph:
        """Answer any SPARQL query, over all that the graph holds.

        Args:
            query: the text; prefixes have to be declared in it.

        Returns:
            A table for SELECT, typed by the literals' datatypes; a truth value for ASK; an rdflib graph otherwise.

        Raises:
            QueryError: it is no SPARQL query.
            StoreError: the graph cannot be asked, or a server has cut its answer short.
        """
        from .tables import table

        answer = self.store.query(query)
        if isinstance(answer, bool):
            return answer
        if isinstance(answer, Triples):
            return _rdflib(answer)
        frame = table(answer)
        learnt = self._known()
        frame.attrs = {
            "query": query, "parameters": {}, "dataset_version": learnt.version,
            "licence": _licence(frame, learnt.made_up),
        }  # fmt: skip
        return frame

    def force(self, name: str) -> Force:
        """A police force, by any of its names.

        Raises:
            CatalogueError: there is none of that name, or several; it says which are near.
            UnknownThingError: the graph has no register of forces.
        """
        found = self.ask("forces", force=name)
        if found.empty:
            raise UnknownThingError(
                f"The graph has no police force called {name}: build it with peelgraph's registers."
            )
        row = found.iloc[0].dropna()
        return Force(
            row["force"], row["name"], row["short_name"], row["kind"], row.get("region"), row.get("area_code"), self
        )

    def explain(self, row_or_fact: object) -> Explanation:
        """The passage behind a fact, in its context.

        Args:
            row_or_fact: a row of a table, or the name of a fact as in the column ``fact``.

        Raises:
            UsageError: the row is of no single fact.
            UnknownThingError: the graph has nothing of that name.
        """
        return explain(self.store, _fact(row_or_fact))

    def to_rdflib(
        self,
        row_or_fact: object = None,
        *,
        force: str | Iterable[str] | None = None,
        cycle: str | int | Iterable[str | int] | None = None,
    ) -> rdflib.Graph:
        """A part of the graph, for anything that speaks rdflib.

        Args:
            row_or_fact: only this fact and the passages that state it.
            force: only the reports on these police forces, with all facts of theirs.
            cycle: only the reports of these inspection cycles.

        Returns:
            All that is asked for, with prefixes bound; without arguments the whole graph, vocabulary and all.

        Raises:
            CatalogueError: there is no such force or cycle.
            StoreError: the graph cannot be asked, or a server has cut its answer short.
            UsageError: a fact is asked for together with forces or cycles.
        """
        if row_or_fact is not None:
            if force is not None or cycle is not None:
                raise UsageError("Ask for a fact, or for forces and cycles, not for both.")
            fact = self.explain(row_or_fact).iri
            return _rdflib(self.store.query(facts_in_words([fact])))
        if force is None and cycle is None:
            graphs = self.store.graphs()
        else:
            reports = self.reports(force=force, cycle=cycle)["report"]
            names = " ".join(f'"{name}"' for name in reports)
            graphs = [
                text(graph)
                for (graph,) in select(
                    self.store,
                    f"""SELECT DISTINCT ?graph WHERE {{ VALUES ?name {{ {names} }}
                    ?graph <{PEEL}about> ?report . ?report <{SKOS}notation> ?name }} ORDER BY ?graph""",
                )
            ]
        # One graph at a time: servers cut answers that are too long.
        return _rdflib(
            *(
                self.store.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
                for graph in graphs
            )
        )

    def _chosen(self, frame: pd.DataFrame, *, evidence: bool) -> pd.DataFrame:
        """The columns that are asked for: evidence behind all others, and the fact behind that."""
        if evidence:
            from .passages import with_places

            frame = with_places(frame, self.store)
        plain = [name for name in frame.columns if not is_evidence(name)]
        more = [name for name in frame.columns if name not in {*plain, "fact"}] if evidence else []
        return frame[[*plain, *more, *(["fact"] if "fact" in frame else [])]]

    def _bound(self, query: Query, values: Mapping[str, Value | Sequence[Value] | None]) -> tuple[str, _Known]:
        """The SPARQL of a query with values in its slots, and what they were checked against."""
        learnt = self._known()
        try:
            return bind(query, values, learnt.vocabulary), learnt
        except CatalogueError:
            if isinstance(self.store, EmbeddedStore):
                raise
        learnt = self._known(again=True)  # a server may have learnt the name since
        return bind(query, values, learnt.vocabulary), learnt

    def _rows(self, sparql: str) -> Solutions:
        answer = self.store.query(sparql)
        if not isinstance(answer, Solutions):
            raise TypeError(answer)
        return answer

    def _known(self, *, again: bool = False) -> _Known:
        """What is known of the graph; learnt again where a server has other data, or is asked to."""
        from .tables import Scales, in_order

        if self._learnt and isinstance(self.store, EmbeddedStore):
            return self._learnt  # it goes on answering from the version that it opened
        now = version(self.store)
        if again or self._learnt is None or self._learnt.version != now:
            vocabulary = known(self.store)
            values = vocabulary.values
            scales = Scales(
                tuple(text(grade) for (grade,) in select(self.store, _RANKS)),
                in_order(values.get("question", ())),
                tuple(sorted(values.get("trend", ()))),
            )
            made_up = frozenset(text(force) for (force,) in select(self.store, _MADE_UP))
            self._learnt = _Known(now, vocabulary, scales, made_up)
        return self._learnt


def _listed(query: Query, parameter: str, value: Value | Iterable[Value] | None) -> Value | list[Value] | None:
    """Values of a parameter as the catalogue takes them, from a list, an array or a column.

    Raises:
        CatalogueError: there are several values, and none among them.
    """
    if value is None or isinstance(value, str) or not isinstance(value, Iterable):
        return value
    # Numbers of numpy, as columns have them, are none of Python's.
    plain = [each.item() if hasattr(each, "item") else each for each in value]
    if not plain:
        raise CatalogueError(
            f"Parameter {parameter} of query {query.name} is an empty list, of which nothing can match; leave it out "
            "for all."
        )
    return plain


def _fact(row_or_fact: object) -> str:
    """The name of the fact that a row is of.

    Raises:
        UsageError: it has none.
    """
    if isinstance(row_or_fact, str):
        return row_or_fact
    fact = row_or_fact.get("fact") if hasattr(row_or_fact, "get") else getattr(row_or_fact, "fact", None)
    if isinstance(fact, str):
        return fact
    raise UsageError(
        "This is no row of one fact: give a row of a table that has the column fact, such as table.iloc[0], or the "
        "name of a fact."
    )


def _licence(frame: pd.DataFrame, made_up: frozenset[str]) -> str:
    """Of the words and facts in a table."""
    forces = set(frame["force"].dropna()) if "force" in frame else set()
    fictional = forces & made_up
    if not fictional:
        return LICENCE
    return MADE_UP if fictional == forces else f"{LICENCE} But for {', '.join(sorted(fictional))}: {MADE_UP}"


def _rdflib(*answers: Answer) -> rdflib.Graph:
    """Statements as a graph of rdflib, each once, with the prefixes that queries use."""
    import pyoxigraph as ox
    import rdflib

    from .formats import PREFIXES

    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, name in PREFIXES.items():
        graph.bind(prefix, name)
    for answer in answers:
        if not isinstance(answer, Triples):
            raise TypeError(answer)
        graph.parse(data=ox.serialize(answer.triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
    return graph
