"""A cue: words with a weight."""

from __future__ import annotations

from dataclasses import dataclass

from ...rules import Rule


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that speak well (weight above 0) or ill (below 0) of the force.

    2 stands for a plain judgment, 1 for a word that leans to one side; a sentence needs 1 in all to be
    more than a description. The words are those of inspection prose in general.
    """

    rule: Rule
    weight: float
