"""A page on which people check what was read of a report, fact by fact, against its words."""

from __future__ import annotations

from .items import Item, Piece, items_of, pieces_of
from .page import page

__all__ = ["Item", "Piece", "items_of", "page", "pieces_of"]
