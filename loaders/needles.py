"""Words without which a pattern is in no text: looking for them is many times faster than for the pattern."""

from __future__ import annotations

import re._constants as op  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterable
from typing import Any


def needles(pattern: str) -> tuple[str, ...]:
    r"""Letters of which some stand, in lower case, in every text that a pattern matches; none if nobody can tell.

    Rules are many and sentences that have a match of one are few. How Python takes a pattern apart is not for the
    public, but has been the same since Python 2; the test of every rule would fail if it changed.

    >>> needles(r"\b(?:Op(?:eration)?|projects?)\s+(?P<name>[A-Z]\w+)")
    ('op', 'project')
    """
    found = _rarest(parser.parse(pattern)) or ()
    return tuple(sorted(needle for needle in found if not any(n != needle and n in needle for n in found)))


def _rarest(steps: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    """Of the sets of needles that a sequence of steps needs, the one that is least often in a text."""
    sets: list[frozenset[str] | None] = []
    letters = ""
    for step, argument in [*steps, (None, None)]:
        if step is op.LITERAL:
            letters += chr(argument).lower()
            continue
        if letters:
            sets.append(frozenset({letters}))
            letters = ""
        if step is op.SUBPATTERN or (step in {op.MAX_REPEAT, op.MIN_REPEAT} and argument[0] > 0):
            sets.append(_rarest(argument[-1]))
        elif step is op.BRANCH:
            branches = [_rarest(branch) for branch in argument[1]]
            sets.append(None if None in branches else frozenset().union(*(branch or () for branch in branches)))
    return max(filter(None, sets), key=_rarity, default=None)


def _rarity(needles: frozenset[str]) -> tuple[int, int]:
    """The longer the shortest the rarer; a mark other than a comma is as rare as a word."""
    return min(len(needle) if needle.isalpha() or needle == "," else len(needle) + 3 for needle in needles), -len(
        needles
    )
