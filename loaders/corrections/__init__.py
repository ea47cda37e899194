"""What reviewers decided about facts: the file that keeps it, and how it is applied before facts become RDF."""

from __future__ import annotations

from .apply import Index, apply
from .file import Action, Correction, Corrections, parse, read_corrections
from .kinds import KINDS, Fact, Kind, name_of, of_kind

__all__ = [
    "KINDS",
    "Action",
    "Correction",
    "Corrections",
    "Fact",
    "Index",
    "Kind",
    "apply",
    "name_of",
    "of_kind",
    "parse",
    "read_corrections",
]
