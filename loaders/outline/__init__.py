"""Second stage: a document becomes a tree of sections and the blocks in them.

The outline knows how reports of the series are laid out; it takes from them no fact about a force.
"""

from __future__ import annotations

from .blocks import Block, BlockKind, Line, blocks_of
from .headings import Heading, Role
from .sections import Outline, Section, outline_of

__all__ = [
    "Block",
    "BlockKind",
    "Heading",
    "Line",
    "Outline",
    "Role",
    "Section",
    "blocks_of",
    "outline_of",
]
