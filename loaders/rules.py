"""A rule is a value: a pattern with a name and examples of what it must and must not match."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .needles import needles


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern of the language of the reports.

    `matches` and `not_matches` are made-up examples; a test holds the pattern to each of them.
    """

    name: str
    pattern: re.Pattern[str]
    matches: tuple[str, ...]
    not_matches: tuple[str, ...] = ()
    needles: tuple[str, ...] = ()
    """Letters of which some are in every text that has a match, in lower case (see `loaders.needles`)."""
    sieve: re.Pattern[str] | None = None
    """The pattern in lower case: where it is not in the text in lower case, the pattern is not in the text.

    Patterns that ignore case take several times as long, and most sentences have no match.
    """

    def search(self, text: str) -> re.Match[str] | None:
        """The first match anywhere in `text`."""
        return self.pattern.search(text) if self._can_be_in(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """The matches in `text`, none within another."""
        return self.pattern.finditer(text) if self._can_be_in(text) else iter(())

    def sub(self, replacement: str | Callable[[re.Match[str]], str], text: str) -> str:
        """`text` with each match replaced."""
        return self.pattern.sub(replacement, text) if self._can_be_in(text) else text

    def _can_be_in(self, text: str) -> bool:
        lowered = text.lower()
        if self.needles:
            for needle in self.needles:
                if needle in lowered:
                    break
            else:
                return False
        return self.sieve is None or self.sieve.search(lowered) is not None

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
    return Rule(name, re.compile(spaced, re.IGNORECASE), matches, not_matches, needles(spaced), _sieve(spaced))


_CAPITAL = re.compile(r"\\.|\(\?P[<=]\w+|[A-Z]")


def _sieve(pattern: str) -> re.Pattern[str] | None:
    """A pattern with its letters in lower case; None where it tells capitals apart.

    Escapes (those of a capital letter mean the opposite) and the names of groups keep their capitals.
    """
    if "(?-i" in pattern:
        return None
    return re.compile(_CAPITAL.sub(lambda m: m[0].lower() if len(m[0]) == 1 else m[0], pattern))
