"""Lists of words, written as text."""

from __future__ import annotations


def words_of(*lines: str) -> frozenset[str]:
    """The words of some lines, parted by white space.

    >>> sorted(words_of("of the", "in"))
    ['in', 'of', 'the']
    """
    return frozenset(word for line in lines for word in line.split())
