"""Names that nothing declares: a misspelt term has no shape, so that data with it would pass.

These checks come before SHACL. Their labels and remedies stand in ``shapes/checks.ttl``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox
from rapidfuzz import process

from ..loaders.iris import ID, PEEL, SHAPES
from ..store import Term, text
from .core import Found
from .data import TYPE, Data, Triple

UNKNOWN_TERM = ox.NamedNode(f"{SHAPES}unknown-term")
UNKNOWN_THING = ox.NamedNode(f"{SHAPES}unknown-thing")
_PILLAR, _CYCLE, _QUESTION = (ox.NamedNode(f"{PEEL}{name}") for name in ("pillar", "cycle", "Question"))
_LIKE_ENOUGH = 70
"""Of 100, as rapidfuzz counts; less than that is no help to anybody."""


@dataclass(frozen=True, slots=True)
class _Use:
    focus: Term
    path: str


def unknown(data: Data, ontology: Data) -> Iterator[Found]:
    """Own terms that the ontology does not declare, and own things that nothing describes, each once.

    Args:
        data: what is validated, laid over what it may refer to.
        ontology: where the terms are declared.
    """
    kinds = {kind for node in _named(ontology) if (kind := _kind(node))}
    used: set[Term] = set()
    for subject in data.subjects():
        for predicate, values in data.layer(subject):
            used.add(predicate)
            used.update(values)
    used |= {value.datatype for value in used if isinstance(value, ox.Literal)}
    terms = {term for term in used if isinstance(term, ox.NamedNode) and _undeclared(term, data, ontology, kinds)}
    uses: dict[ox.NamedNode, list[_Use]] = {term: [] for term in terms}
    for subject in data.subjects() if terms else ():
        for predicate, values in data.layer(subject):
            for term in (predicate, *(value.datatype if isinstance(value, ox.Literal) else value for value in values)):
                if term in terms:
                    uses[term].append(_Use(subject, predicate.value))  # type: ignore[index]
    for term in sorted(uses, key=str):
        first = min(uses[term], key=lambda use: (str(use.focus), use.path))
        own = term.value.startswith(PEEL)
        yield Found(
            UNKNOWN_TERM if own else UNKNOWN_THING,
            None,
            "NodeConstraintComponent",
            first.focus,
            first.path,
            term,
            message=_message(term, len(uses[term]), _nearest(term, data, ontology)),
        )


def granted_questions(data: Data, ontology: Data) -> list[Triple]:
    """Questions of the reports in the data for whose cycle and pillar the ontology has none at all.

    They are taken for questions, since a shape tells of the report that it has none; otherwise each sentence that
    stands under one would be told of.
    """
    asked = {(ontology.one(q, _PILLAR), ontology.one(q, _CYCLE)) for q in ontology.subjects_of(TYPE, _QUESTION)}
    prefixes = {
        "/".join((f"{ID}question", *(text(of).rpartition("/")[2] for of in (pillar, cycle)), ""))
        for report in data.subjects_of(TYPE, ox.NamedNode(f"{PEEL}Report"))
        if (pillar := data.one(report, _PILLAR))
        and (cycle := data.one(report, _CYCLE))
        and (pillar, cycle) not in asked
    }
    used = {value for node in data.subjects() for value in data.objects(node, ox.NamedNode(f"{PEEL}question"))}
    return [(value, TYPE, _QUESTION) for value in used if prefixes and text(value).startswith(tuple(prefixes))]


def nearest_term(term: str, ontology: Data) -> str:
    """The declared term whose name is most like one that is not declared; empty if none is like it."""
    names = sorted(n.value.removeprefix(PEEL) for n in _named(ontology) if n.value.startswith(PEEL))
    return _like(term.removeprefix(PEEL), names)


def _undeclared(term: ox.NamedNode, data: Data, ontology: Data, kinds: set[str]) -> bool:
    """Whether a term is one of ours, or a thing of a kind that the ontology lists, and is nowhere described.

    Things of other kinds, such as the inspection before, may be in reports that are not at hand.
    """
    if term.value.startswith(PEEL):
        return term not in ontology
    return _kind(term) in kinds and term not in data


def _kind(term: ox.NamedNode) -> str:
    """First part of the name of a thing, such as ``force``; empty for what is none."""
    return term.value.removeprefix(ID).partition("/")[0] if term.value.startswith(ID) else ""


def _message(term: ox.NamedNode, count: int, nearest: str) -> str:
    own = term.value.startswith(PEEL)
    short = f"peel:{term.value.removeprefix(PEEL)}" if own else term.value.removeprefix(ID)
    times = "once" if count == 1 else f"{count:,} times"
    nothing = "the ontology does not declare it" if own else "nothing describes it"
    did_you_mean = f"; the nearest name is {'peel:' if own else ''}{nearest}" if nearest else ""
    return f"{short} is used {times}, and {nothing}{did_you_mean}."


def _nearest(term: ox.NamedNode, data: Data, ontology: Data) -> str:
    if term.value.startswith(PEEL):
        return nearest_term(term.value, ontology)
    kind = _kind(term)
    same = {n.value for layer in (ontology, data) for n in _named(layer) if n.value.startswith(f"{ID}{kind}/")}
    # Without the kind, which all of them have in common.
    like = _like(term.value.removeprefix(f"{ID}{kind}/"), sorted(name.removeprefix(f"{ID}{kind}/") for name in same))
    return f"{kind}/{like}" if like else ""


def _like(name: str, names: list[str]) -> str:
    best = process.extractOne(name, names, score_cutoff=_LIKE_ENOUGH)
    return best[0] if best else ""


def _named(layer: Data) -> Iterator[ox.NamedNode]:
    return (node for node in layer.subjects() if isinstance(node, ox.NamedNode))
