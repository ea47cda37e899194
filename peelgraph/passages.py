"""Where the words of an answer stand: the document and page of every quote in a table, asked for all rows at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from .loaders.iris import ID, OA, PEEL
from .store import Store, select, text

MOST = 5_000
"""Facts that one query names, so that it stays below what servers take."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands."""

    document: str
    """Name of the file."""
    page: int | None
    """From 1; None where the document has none."""


Places = Mapping[str, Mapping[str, Place]]
"""Fact -> the words of each of its passages, in their order -> where they stand."""


def with_places(answer: pd.DataFrame, store: Store) -> pd.DataFrame:
    """An answer with the document and the page of every quote, and with a quote where it has none but has facts.

    Beside ``quote`` these are ``document`` and ``page``, beside ``other_quote`` ``other_document`` and ``other_page``,
    beside ``quote_a`` ``document_a`` and ``page_a``. Documents that the answer has already are left as they are. Words
    that state a fact in several places have the first.

    Raises:
        StoreError: the store cannot be asked.
    """
    if "fact" not in answer:
        return answer
    columns = [name for name in answer.columns if "quote" in name.split("_")]
    names = {
        fact for column in {"fact", *map(fact_of, columns)} & {*answer.columns} for fact in answer[column].dropna()
    }
    places = places_of(store, sorted(names))
    if not columns:
        columns = ["quote"]
        said = [next(iter(places.get(fact, {})), None) for fact in answer["fact"]]
        answer = answer.assign(quote=pd.array(said, dtype="string"))
    for column in columns:
        facts = answer[fact_of(column) if fact_of(column) in answer else "fact"]
        found = [
            places.get(fact, {}).get(quote) for fact, quote in zip(facts.tolist(), answer[column].tolist(), strict=True)
        ]
        documents = pd.array([place.document if place else None for place in found], dtype="string")
        answer = answer.assign(
            **({} if beside(column, "document") in answer else {beside(column, "document"): documents}),
            **{beside(column, "page"): pd.array([place.page if place else None for place in found], dtype="Int64")},
        )
    return answer


def beside(quote: str, what: str) -> str:
    """The name of a column that tells more of a quote.

    >>> beside("quote", "page"), beside("other_quote", "page"), beside("quote_a", "document")
    ('page', 'other_page', 'document_a')
    """
    return "_".join(what if word == "quote" else word for word in quote.split("_"))


def fact_of(quote: str) -> str:
    """The column with the fact that a quote states, if it has one of its own.

    >>> fact_of("other_quote")
    'other_fact'
    """
    return beside(quote, "fact")


def places_of(store: Store, facts: Iterable[str]) -> Places:
    """Where the passages of facts stand.

    Args:
        store: to ask.
        facts: what stands after ``/id/`` in their IRIs.

    Raises:
        StoreError: the store cannot be asked.
    """
    names = list(facts)
    places: dict[str, dict[str, Place]] = {}
    for start in range(0, len(names), MOST):
        values = " ".join(f"<{ID}{name}>" for name in names[start : start + MOST])
        rows = select(
            store,
            f"""PREFIX peel: <{PEEL}> PREFIX oa: <{OA}>
            SELECT ?fact ?quote ?document ?page WHERE {{
              VALUES ?fact {{ {values} }}
              {{ ?fact peel:statedBy ?passage BIND (1 AS ?rank) }}
              UNION {{ ?fact peel:alsoStatedBy ?passage BIND (2 AS ?rank) }}
              UNION {{ ?fact peel:contradictedBy ?passage BIND (3 AS ?rank) }}
              ?passage oa:exact ?quote ; oa:start ?start ; peel:inDocument/peel:fileName ?document .
              OPTIONAL {{ ?passage peel:page ?page }}
            }} ORDER BY ?fact ?rank ?document ?start""",
        )
        for fact, quote, document, page in rows:
            passages = places.setdefault(text(fact).removeprefix(ID), {})
            passages.setdefault(text(quote), Place(text(document), int(text(page)) if page is not None else None))
    return places
