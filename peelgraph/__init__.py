"""A knowledge graph of police forces and what inspectors found in them, read from published reports."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .graph import Graph as Graph
    from .notebook import load_ipython_extension as load_ipython_extension

__version__ = "0.1.0"
__all__ = ["Graph", "__version__"]

_HOMES = {"Graph": "graph", "load_ipython_extension": "notebook"}


def __getattr__(name: str) -> object:
    """A name of the package, imported when it is first asked for, so that commands and libraries start without it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    """What completion shows."""
    return sorted({*globals(), *__all__})
