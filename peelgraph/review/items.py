"""Facts as a reviewer sees them, and the text of a report cut into pieces at their edges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise

from ..loaders.corrections import KINDS, Correction, Fact, Index, name_of
from ..loaders.facts import (
    AgencyMention,
    Caveat,
    Citation,
    Contradiction,
    Evidence,
    Figure,
    Finding,
    Initiative,
    Judgment,
    LookBack,
    Period,
    Printed,
    Quantity,
    RankClaim,
    ReportFacts,
    Span,
    Term,
)

_NOT_SAID = frozenset({"stated_by", "also_stated_by", "contradicted_by", "about", "rule", "reviewed"})


@dataclass(frozen=True, slots=True)
class Item:
    """A fact as a reviewer sees it."""

    number: int
    """From 1, in the order of the report."""
    kind: str
    name: str
    """As corrections have it; empty where the words suffice."""
    headline: str
    details: tuple[tuple[str, str], ...]
    rule: str
    spans: tuple[Span, ...]
    """The words that state it first, then those that state it too."""
    corrections: tuple[Correction, ...] = ()
    """What was decided about it so far."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that the same facts rest on."""

    text: str
    items: tuple[int, ...]
    """Numbers of the facts, the one with the fewest words first; empty where there are none."""


def items_of(facts: ReportFacts, corrections: Iterable[Correction] = ()) -> tuple[list[Item], list[Correction]]:
    """The facts of a report in its order, and the corrections that fit none of them."""
    index = Index(facts)
    decided: dict[tuple[str, int], list[Correction]] = defaultdict(list)
    unfit: list[Correction] = []
    for correction in corrections:
        numbers = index.chosen(correction)
        if numbers:
            decided[correction.kind, numbers[0]].append(correction)
        else:
            unfit.append(correction)
    order = list(KINDS)
    found = [(kind, place, fact) for kind in order for place, fact in enumerate(index.facts[kind])]
    found.sort(key=lambda each: (each[2].stated_by.start, order.index(each[0]), each[1]))
    return [
        Item(
            number, kind, name_of(fact), _headline(fact), tuple(_details(fact)), fact.rule,
            (fact.stated_by, *(s for s in _also(fact) if s != fact.stated_by)),
            tuple(decided[kind, place]),
        )
        for number, (kind, place, fact) in enumerate(found, 1)
    ], unfit  # fmt: skip


def _also(fact: Fact) -> tuple[Span, ...]:
    """The words that state a fact too, or that contradict those that state it."""
    if isinstance(fact, Contradiction):
        return (fact.contradicted_by,)
    spans: tuple[Span, ...] = getattr(fact, "also_stated_by", ())
    return spans


def pieces_of(text: str, items: Sequence[Item]) -> list[Piece]:
    """The whole text in pieces, cut wherever a fact begins or ends."""
    edges: dict[int, tuple[list[int], list[int]]] = {0: ([], []), len(text): ([], [])}
    length = {item.number: item.spans[0].end - item.spans[0].start for item in items}
    for item in items:
        for span in item.spans:
            edges.setdefault(span.start, ([], []))[0].append(item.number)
            edges.setdefault(span.end, ([], []))[1].append(item.number)
    pieces: list[Piece] = []
    # A fact can have two spans that overlap, so that each is counted.
    covering: dict[int, int] = {}
    cuts = sorted(edges)
    for start, end in pairwise(cuts):
        for number in edges[start][1]:
            covering[number] -= 1
            if not covering[number]:
                del covering[number]
        for number in edges[start][0]:
            covering[number] = covering.get(number, 0) + 1
        pieces.append(Piece(text[start:end], tuple(sorted(covering, key=lambda n: (length[n], n)))))
    return pieces


def _headline(fact: Fact) -> str:
    """What a fact says, in few words."""
    match fact:
        case Judgment():
            said = f"question {fact.question}: {fact.grade}"
        case Finding():
            said = f"{fact.notation}: {fact.text}"
        case Figure() | Quantity():
            value = fact.value.text if fact.value else "no value"
            said = f"{fact.label}: {value} ({fact.unit})"
        case RankClaim():
            said = f"{fact.subject}: {fact.standing}"
        case AgencyMention() | Initiative():
            said = f"{fact.name} ({fact.type})"
        case Evidence():
            said = f"{fact.polarity}, question {fact.question}"
        case Caveat():
            said = f"{fact.figure}: {fact.affected_force} {fact.effect}"
        case Term():
            said = f"{fact.term}: {fact.expansion or fact.definition or 'not explained'}"
        case Citation():
            said = f"{fact.instrument} ({fact.kind})"
        case LookBack():
            said = " ".join(filter(None, ("inspection of", fact.cycle, fact.subject)))
        case Contradiction():
            said = f"{fact.message} ({fact.certainty})"
    return said


def _details(fact: Fact) -> Iterable[tuple[str, str]]:
    """Everything that a fact says, name and value."""
    for field in fields(fact):
        value = getattr(fact, field.name)
        if field.name not in _NOT_SAID and value not in (None, "", ()):
            yield field.name.replace("_", " "), _words(value)


def _words(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case tuple():
            return ", ".join(map(str, value))
        case Printed():
            return value.text
        case Period():
            return value.interval
        case _:
            return str(value)
