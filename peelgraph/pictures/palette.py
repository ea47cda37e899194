"""Colours that hold for colour-blind readers and on a black-and-white printer, and how contrast is measured."""

from __future__ import annotations

from dataclasses import dataclass

INK = "#1a1a1a"
QUIET = "#595959"
"""For notes and axes: 7 to 1 against white."""
RULE = "#c8c8c8"
PAPER = "#ffffff"

BETTER = "#0b5394"
WORSE = "#b45309"
NEITHER = "#6b6b6b"

SERIES = ("#0b5394", "#b45309", "#4d4d4d", "#7b2d8b", "#00695c", "#a3185a")
"""Each at least 4.5 to 1 against white; what they mark is told by shape too."""

READABLE = 4.5
"""Least contrast of text (WCAG 2.2, criterion 1.4.3, level AA)."""

LINEAR_TO = 0.04045
"""Up to here sRGB is linear (IEC 61966-2-1)."""

VISIBLE = 3.0
"""Least contrast of a shape that means something (criterion 1.4.11)."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a grade, or the want of one, is drawn. The letter or sign tells it without the colour."""

    word: str
    sign: str
    fill: str
    ink: str
    edge: str
    dashed: bool = False


GRADES = {
    "outstanding": Style("Outstanding", "O", "#08457e", PAPER, "#08457e"),
    "good": Style("Good", "G", "#a9d0ee", INK, "#4f86b0"),
    "adequate": Style("Adequate", "A", "#f3eecb", INK, "#8c8550"),
    "requires-improvement": Style("Requires improvement", "RI", "#f9b877", INK, "#b0712f"),
    "inadequate": Style("Inadequate", "I", "#8a2a06", PAPER, "#8a2a06"),
}
"""Best first. Dark at both ends, so that good and bad are told apart without hue, and bad from good by the letter."""

NOT_GRADED = Style("Not graded", "N", "#e4e4e4", INK, "#767676")
NOT_FOUND = Style("Not found", "?", PAPER, INK, "#595959", dashed=True)

SCALES = {
    "four grades": ("outstanding", "good", "requires-improvement", "inadequate"),
    "five grades": ("outstanding", "good", "adequate", "requires-improvement", "inadequate"),
}
"""Scales the inspectorate has graded on: four grades until 2018/19, five with adequate among them since 2021/22."""


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, from 1 (the same) to 21 (black and white), by the formula of WCAG 2.2.

    >>> round(contrast("#ffffff", "#000000"), 1)
    21.0
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= LINEAR_TO else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
