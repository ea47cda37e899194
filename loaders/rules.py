"""A rule is a value: a pattern with a name and examples of what it must and must not match."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
    sieve: re.Pattern[str] | None = None
    """The pattern in lower case: where it is not in the text in lower case, the pattern is not in the text.

    Patterns that ignore case take several times as long, and most sentences have no match.
    """

    def search(self, text: str) -> re.Match[str] | None:
        """The first match anywhere in `text`."""
        if self.sieve and not self.sieve.search(text.lower()):
            return None
        return self.pattern.search(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """The matches in `text`, none within another."""
        if self.sieve and not self.sieve.search(text.lower()):
            return iter(())
        return self.pattern.finditer(text)

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
    return Rule(name, re.compile(spaced, re.IGNORECASE), matches, not_matches, _sieve(spaced))


_CAPITAL = re.compile(r"\\.|\(\?P[<=]\w+|[A-Z]")


def _sieve(pattern: str) -> re.Pattern[str] | None:
    """A pattern with its letters in lower case; None where it tells capitals apart.

    Escapes (those of a capital letter mean the opposite) and the names of groups keep their capitals.
    """
    if "(?-i" in pattern:
        return None
    return re.compile(_CAPITAL.sub(lambda m: m[0].lower() if len(m[0]) == 1 else m[0], pattern))
