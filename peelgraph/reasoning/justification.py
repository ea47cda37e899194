"""Which few facts and axioms a contradiction rests on.

HermiT says that there is one and not where. It is found from outside: the smallest beginning of a list that
is still contradictory ends with a statement that is needed; that one is kept, and the search begins again
with what stands before it (a variant of QuickXplain: Junker, AAAI 2004). Each round asks HermiT about a few
beginnings at once, because starting Java takes longer than most answers.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from .axioms import TYPE, Axiom, Axioms
from .hermit import Hermit, ReasonerTimeoutError

_AT_ONCE = 4
"""Beginnings that are asked about in one run of Java."""
_PROBE = ox.NamedNode("urn:peelgraph:something")


@dataclass(frozen=True, slots=True)
class Clash:
    """Statements that cannot hold together."""

    axioms: tuple[Axiom, ...]
    facts: tuple[ox.Triple, ...]
    minimal: bool
    """Whether each of them is needed; if not, the time was up before that was known."""


class _OutOfTimeError(Exception):
    """The search has to end with what it has."""


def find_clash(hermit: Hermit, axioms: Axioms, facts: Sequence[ox.Triple], seconds: float) -> Clash:
    """A smallest set of statements that contradict each other, or a small one if time is short.

    Args:
        hermit: to ask.
        axioms: the ontology.
        facts: that contradict it or one another.
        seconds: for the search.

    Raises:
        ReasonerError: the reasoner failed.
    """
    search = _Search(hermit, time.monotonic() + seconds, list(axioms.declarations))
    single, sure_facts = search.least([Axiom((fact,)) for fact in facts], [], _of(axioms.axioms))
    kept, sure_axioms = search.least(list(axioms.axioms), [], _of(single))
    return Clash(tuple(kept), tuple(fact.root for fact in single), sure_facts and sure_axioms)


def why_empty(hermit: Hermit, axioms: Axioms, kind: str, seconds: float) -> Clash:
    """A smallest set of axioms for which nothing can be in a class.

    Raises:
        ReasonerError: the reasoner failed.
    """
    search = _Search(hermit, time.monotonic() + seconds, list(axioms.declarations))
    member = ox.Triple(_PROBE, TYPE, ox.NamedNode(kind))
    kept, sure = search.least(list(axioms.axioms), [], [member])
    return Clash(tuple(kept), (), sure)


class _Search:
    def __init__(self, hermit: Hermit, deadline: float, always: list[ox.Triple]) -> None:
        self._hermit = hermit
        self._deadline = deadline
        self._always = always

    def least(self, items: list[Axiom], kept: list[Axiom], beside: list[ox.Triple]) -> tuple[list[Axiom], bool]:
        """Items that, beside other triples, are contradictory; and whether all of them are needed."""
        try:
            while True:
                end = self._beginning(items, kept, beside)
                if end == 0:
                    return kept, True
                kept = [items[end - 1], *kept]
                items = items[: end - 1]
        except _OutOfTimeError:
            return [*items, *kept], False

    def _beginning(self, items: Sequence[Axiom], kept: Sequence[Axiom], beside: list[ox.Triple]) -> int:
        """Length of the shortest beginning of the items that is contradictory with what is kept."""
        low, high = -1, len(items)
        cuts: list[int]
        while high - low > 1:
            span = high - low
            cuts = sorted({low + max(1, span * step // (_AT_ONCE + 1)) for step in range(1, _AT_ONCE + 1)} - {high})
            if low == -1:
                cuts = sorted({0, *cuts})  # often nothing more is needed
            first = self._ask([[*self._always, *beside, *_of([*items[:cut], *kept])] for cut in cuts])
            if first is None:
                low = cuts[-1]
            else:
                low, high = (cuts[first - 1] if first else low), cuts[first]
        return high

    def _ask(self, candidates: list[list[ox.Triple]]) -> int | None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise _OutOfTimeError
        try:
            return self._hermit.first_inconsistent(candidates, left)
        except ReasonerTimeoutError:
            raise _OutOfTimeError from None


def _of(axioms: Sequence[Axiom]) -> list[ox.Triple]:
    return [triple for axiom in axioms for triple in axiom.triples]
