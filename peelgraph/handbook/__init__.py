"""The handbook of the graph: pages about its vocabulary, made from the ontology and from what a store holds.

Each page is one file that asks nothing of any other place and works from a disk.
"""

from __future__ import annotations

from .writing import write

__all__ = ["write"]
