"""Graphics that are made of words and numbers: each number under a name of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .shapes import Line

NUMBER = re.compile(r"[+\-−–]?\s?£?\d[\d,]*(?:\.\d+)?\s?%?|[-–—−]")
_LARGER = 1.15


@dataclass(frozen=True, slots=True)
class Graphic:
    """Words set in stacks, each a label, or a name with its number below; in reading order."""

    stacks: tuple[tuple[Line, ...], ...]
    y: float


def is_graphic(pieces: Sequence[Line]) -> bool:
    """Whether numbers stand each under a name of its own, as in a graphic, and not in rows as in a table."""
    numbers = [p for p in pieces if NUMBER.fullmatch(p.text)]
    if len(numbers) < 2:  # noqa: PLR2004
        return False
    named = larger = beside = 0
    for number in numbers:
        above = [p for p in pieces if p.y > number.y + 0.2 * number.size and p.x0 < number.x1 and number.x0 < p.x1]
        nearest = min(above, key=lambda p: p.y, default=None)
        if nearest is None or NUMBER.fullmatch(nearest.text):
            return False
        named += 1
        larger += number.size >= _LARGER * nearest.size
        beside += any(p not in numbers and abs(p.y - number.y) < 0.2 * p.size for p in pieces)
    heights = {round(n.y) for n in numbers}
    return larger == named or len(heights) > 1 or not beside


def graphic_of(pieces: Sequence[Line]) -> Graphic:
    """Pieces in stacks, the stacks in bands from top to bottom, in each band from left to right."""
    stacks: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda p: (-p.y, p.x0)):
        for stack in stacks:
            last = stack[-1]
            gap = last.y - (piece.y + 0.75 * piece.size)
            over = piece.x0 < last.x1 and last.x0 < piece.x1
            if over and -0.3 * piece.size < gap <= max(last.size, piece.size) and not NUMBER.fullmatch(last.text):
                stack.append(piece)
                break
        else:
            stacks.append([piece])
    bands: list[tuple[float, list[list[Line]]]] = []
    for stack in sorted(stacks, key=lambda s: -(s[0].y + s[0].size)):
        top, foot = stack[0].y + 0.7 * stack[0].size, stack[-1].y
        if bands and top > bands[-1][0]:
            bands[-1] = (min(bands[-1][0], foot), [*bands[-1][1], stack])
        else:
            bands.append((foot, [stack]))
    ordered = [
        part for _, band in bands for stack in sorted(band, key=lambda s: s[0].x0) for part in _parted(stack, band)
    ]
    return Graphic(tuple(ordered), max(p.y for p in pieces))


def _parted(stack: list[Line], band: list[list[Line]]) -> list[tuple[Line, ...]]:
    """A stack that ends with a number in its label, its name and its number."""
    if len(stack) == 1 or not NUMBER.fullmatch(stack[-1].text):
        return [tuple(stack)]
    others = [other[0].y for other in band if other is not stack and NUMBER.fullmatch(other[-1].text)]
    cut = min(others, default=stack[-2].y) + 1
    label = tuple(piece for piece in stack[:-1] if piece.y > cut)
    name = tuple(piece for piece in stack[:-1] if piece.y <= cut)
    return [part for part in (label, name, (stack[-1],)) if part]
