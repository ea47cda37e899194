"""A knowledge graph of police forces and what inspectors found in them, read from published reports."""

from __future__ import annotations

__version__ = "0.1.0"
