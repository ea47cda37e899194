"""What every face does to ask a canned query: the command line, the server and Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from .catalogue import EMPTY, Vocabulary, bind, get
from .catalogue_header import LIMIT
from .loaders.iris import PEEL
from .store import select, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .catalogue import Given, Query
    from .store import Store


def known(store: Store) -> Vocabulary:
    """The values that a store knows, and their names.

    Raises:
        StoreError: the store cannot be read.
    """
    return Vocabulary.from_rows([text(term) for term in row] for row in select(store, get("vocabulary").text))


def bound(query: Query, given: Given, store: Store) -> str:
    """The SPARQL of a query, its values checked against what the store knows.

    Raises:
        CatalogueError: a value is missing, or is none.
    """
    # Where there is nothing to check, there is no need to ask for what is known.
    return bind(query, given, known(store) if any(given.values()) else EMPTY)


def in_full_order(query: Query, sparql: str) -> str:
    """A query whose rows come in the same order each time, without its LIMIT, so that OFFSET and LIMIT can follow.

    The query's own order may leave rows level; with every column as a further key it leaves none.

    Args:
        query: one with columns.
        sparql: of the query, with its slots filled.
    """
    sparql = LIMIT.sub("", sparql).rstrip()
    by = "" if "ORDER BY" in sparql.rpartition("}")[2] else "ORDER BY "
    return f"{sparql}\n{by}{' '.join(f'?{column}' for column in query.returns)}"


def facts_in_words(facts: Iterable[str]) -> str:
    """A query for all that is said of some facts, and of the passages that state, repeat or contradict them.

    Args:
        facts: IRIs.

    Returns:
        a CONSTRUCT.
    """
    named = " ".join(str(ox.NamedNode(fact)) for fact in facts)
    stated = f"<{PEEL}statedBy>|<{PEEL}alsoStatedBy>|<{PEEL}contradictedBy>"
    return f"""CONSTRUCT {{ ?thing ?property ?value }} WHERE {{
      {{ VALUES ?thing {{ {named} }} }} UNION {{ VALUES ?fact {{ {named} }} ?fact {stated} ?thing }}
      ?thing ?property ?value }}"""


def is_evidence(column: str) -> bool:
    """Whether a column holds the words of a report, or leads to them.

    >>> [name for name in ("force", "quote", "other_fact", "quoted") if is_evidence(name)]
    ['quote', 'other_fact']
    """
    words = column.split("_")
    return not {"quote", "document", "page"}.isdisjoint(words) or words[-1] in {"fact", "url"}
