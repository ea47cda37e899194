"""Terms in an analyst's words: names in place of IRIs, messages with their values, and the passages behind a fact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from ..loaders.iris import BASE, DCTERMS, ID, OA, PEEL, RDFS, SKOS
from ..store import Term, text
from .data import Data
from .results import Place

_NAMES = tuple(
    ox.NamedNode(iri)
    for iri in (f"{SKOS}prefLabel", f"{RDFS}label", f"{DCTERMS}title", f"{PEEL}label", f"{OA}exact", f"{SKOS}notation")
)
_STATED = tuple(ox.NamedNode(f"{PEEL}{name}") for name in ("statedBy", "contradictedBy", "alsoStatedBy"))
_EXACT, _START, _END = (ox.NamedNode(f"{OA}{name}") for name in ("exact", "start", "end"))
_DOCUMENT, _FILE, _PAGE, _SECTION = (
    ox.NamedNode(f"{PEEL}{name}") for name in ("inDocument", "fileName", "page", "section")
)
VARIABLE = re.compile(r"\{[?$](\w+)\}")
_OWN_IRI = re.compile(rf"<?({re.escape(BASE)}[\w/#.-]*[\w/#])>?")
MOST_PLACES = 8
"""Passages that are shown of one result."""


def name(data: Data, term: Term | None) -> str:
    """What a thing is called; of a thing that has no name, its IRI without what all have in common."""
    if isinstance(term, ox.NamedNode):
        for predicate in _NAMES:
            found = sorted(text(value) for value in data.objects(term, predicate))
            if found:
                return found[0]
        return term.value.removeprefix(ID).removeprefix(PEEL)
    return text(term)


def filled(message: str, row: Mapping[str, Term], data: Data) -> str:
    """A message with names in place of its variables; of one that has no value, a dash."""
    return VARIABLE.sub(lambda m: name(data, row.get(m[1])) or "–", message)


def named(message: str, data: Data) -> str:
    """A message of pySHACL's with names in place of the graph's own IRIs."""
    return _OWN_IRI.sub(lambda m: name(data, ox.NamedNode(m[1])), message)


def places(data: Data, terms: Iterable[Term | None]) -> tuple[Place, ...]:
    """Passages that state some things, or are among them; each once."""
    found = dict.fromkeys(
        place for term in terms for passage in _passages(data, term) for place in _place(data, passage)
    )
    return tuple(found)[:MOST_PLACES]


def _passages(data: Data, term: Term | None) -> Iterator[Term]:
    if not isinstance(term, ox.NamedNode | ox.BlankNode):
        return
    if data.one(term, _EXACT):
        yield term
    # The other sentences that say the same are of use only where there is no first one.
    main = [passage for predicate in _STATED[:2] for passage in data.objects(term, predicate)]
    yield from main or sorted(data.objects(term, _STATED[2]), key=str)


def _place(data: Data, passage: Term) -> Iterator[Place]:
    exact, start, end = (data.one(passage, predicate) for predicate in (_EXACT, _START, _END))
    document = data.one(passage, _DOCUMENT)
    if exact is None:
        return
    file = text(data.one(document, _FILE)) if document else ""
    page = data.one(passage, _PAGE)
    yield Place(
        file, text(exact), _number(start) or 0, _number(end) or 0, _number(page), text(data.one(passage, _SECTION))
    )


def _number(term: Term | None) -> int | None:
    """A whole number, None for what is none: data that is validated may hold anything."""
    return int(text(term)) if re.fullmatch(r"[+-]?\d{1,18}", text(term)) else None
