"""Documents to facts to RDF: one stage a module, each a function over plain values.

`load` runs them all: documents -> outline -> extract -> resolve -> rdf. What is named here is imported
when it is first used, so that asking a question, which needs only the names of things, starts quickly.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .corrections import Corrections, read_corrections
    from .documents import LoadError
    from .facts import Missing
    from .loading import Loaded, load, rule_set
    from .register import Register

__all__ = ["Corrections", "LoadError", "Loaded", "Missing", "Register", "load", "read_corrections", "rule_set"]

_HOMES = {
    "Corrections": "corrections",
    "LoadError": "documents",
    "Loaded": "loading",
    "Missing": "facts",
    "Register": "register",
    "load": "loading",
    "read_corrections": "corrections",
    "rule_set": "loading",
}


def __getattr__(name: str) -> object:
    """A name of the package, imported now."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
