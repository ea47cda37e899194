"""Documents held against shapes, and what they contradict; the store is never touched.

What is named here is imported when it is first used: results and their writers need no engine.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .engine import Checking, Validator
    from .results import Checked, Outcome, Place, Result, Severity
    from .run import validate

__all__ = ["Checked", "Checking", "Outcome", "Place", "Result", "Severity", "Validator", "validate"]

_HOMES = {
    "Checked": "results",
    "Checking": "engine",
    "Outcome": "results",
    "Place": "results",
    "Result": "results",
    "Severity": "results",
    "Validator": "engine",
    "validate": "run",
}


def __getattr__(name: str) -> object:
    """A name of the package, imported now."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
