"""A rule is a value: a pattern with a name and examples of what it must and must not match."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern of the language of the reports.

    `matches` and `not_matches` are made-up examples; a test holds the pattern to each of them.
    """

    name: str
    pattern: re.Pattern[str]
    matches: tuple[str, ...]
    not_matches: tuple[str, ...] = ()

    def search(self, text: str) -> re.Match[str] | None:
        """The first match anywhere in `text`."""
        return self.pattern.search(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The match of the whole of `text`."""
        return self.pattern.fullmatch(text)


def rule(name: str, pattern: str, matches: tuple[str, ...], not_matches: tuple[str, ...] = ()) -> Rule:
    r"""A rule that ignores case and in which a space stands for any white space.

    ``' ?'`` and ``' *'`` stand for white space or none. Inside ``[…]`` write ``\s``.

    >>> bool(rule("example", "two words", ("Two words",)).search("two  words"))
    True
    """
    spaced = re.sub(r" ([?*])?", lambda m: r"\s*" if m[1] else r"\s+", pattern)
    return Rule(name, re.compile(spaced, re.IGNORECASE), matches, not_matches)
