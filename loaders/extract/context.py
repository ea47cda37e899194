"""What the extraction of prose needs to know besides the sentences."""

from __future__ import annotations

from dataclasses import dataclass

from ..outline import Outline
from ..prose import Sentence
from ..register import Force, Register


@dataclass(frozen=True, slots=True)
class Context:
    """A report, read as far as its outline, and what is known before."""

    outline: Outline
    sentences: tuple[Sentence, ...]
    """All sentences in order."""
    force: Force
    """The force that the report is about."""
    cycle: str
    previous_cycle: str | None
    register: Register
