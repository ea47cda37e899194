"""What follows from the ontology and the facts, though no report says it.

`reason` draws conclusions from a store, `check` looks at an ontology alone; `keep` puts conclusions into the
store, in a graph of their own; `open_world` gives facts as Python objects.
"""

from __future__ import annotations

from .hermit import JavaMissingError, ReasonerError, ReasonerTimeoutError, find_java
from .kept import drop as drop_kept
from .kept import keep as keep_in
from .kept import kept
from .objects import open_world, vocabulary
from .reason import Conclusion, Engine, Fault, Limits, Reasoned, check, reason
from .sources import Choice, Sources, of_store, of_turtle

__all__ = [
    "Choice",
    "Conclusion",
    "Engine",
    "Fault",
    "JavaMissingError",
    "Limits",
    "Reasoned",
    "ReasonerError",
    "ReasonerTimeoutError",
    "Sources",
    "check",
    "drop_kept",
    "find_java",
    "keep_in",
    "kept",
    "of_store",
    "of_turtle",
    "open_world",
    "reason",
    "vocabulary",
]
