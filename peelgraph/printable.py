"""Text from documents as it can be shown: nothing in it steers a terminal, a browser or the reader's eye."""

from __future__ import annotations

import re

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters, half characters and non-characters, which neither HTML nor XML 1.0 allows; line breaks and
tabs stay."""

_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of writing, by which a text can look like another."""


def printable(text: str) -> str:
    r"""A text with a replacement character for each that cannot or should not be shown; page breaks become lines.

    >>> printable("red: \x1b[31m, page one\fpage two")
    'red: �[31m, page one\npage two'
    """
    return _DIRECTIONS.sub("\ufffd", _UNPRINTABLE.sub("\ufffd", text.replace("\f", "\n")))


def in_one_line(text: str) -> str:
    r"""The same with every run of white space as one space.

    >>> in_one_line("  two\n\n lines ")
    'two lines'
    """
    return " ".join(printable(text).split())
