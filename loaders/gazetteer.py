"""Many names looked for at once, word by word, in time linear in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

Value = TypeVar("Value")

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*['’]?|&|[,;:.()!?]")
_APOSTROPHES = re.compile(r"['’]")


class Token(NamedTuple):
    """A word or a mark of punctuation, with its place."""

    text: str
    key: str
    """The form in which spellings that differ by case and apostrophes are equal."""
    possessor: str | None
    """The key of the word to which a possessive belongs: ``force`` of ``Force's``."""
    start: int
    end: int


class _Word(NamedTuple):
    """A word of a name that is looked for."""

    text: str
    key: str
    capital: bool
    """Whether it begins with a capital."""
    abbreviation: bool
    """Whether it has a capital further on."""


@dataclass(frozen=True, slots=True)
class Hit(Generic[Value]):
    """A name that was found from `start` to `end`."""

    start: int
    end: int
    value: Value


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[Token, ...]:
    """The words and marks of `text`; hyphens, slashes and quote marks only part words.

    >>> [t.key for t in tokens("Anti-social, at Kent's")]
    ['anti', 'social', ',', 'at', 'kents']
    """
    return tuple(Token(m[0], _key(m[0]), _possessor(m[0]), m.start(), m.end()) for m in _TOKEN.finditer(text))


def _key(word: str) -> str:
    return "and" if word == "&" else _APOSTROPHES.sub("", word.casefold())


def _possessor(word: str) -> str | None:
    return _key(word[:-2]) if word[-2:] in {"'s", "’s"} else None


class Gazetteer(Generic[Value]):
    """Names and what they stand for.

    Case matters as far as a name shows it: a word of the name with two capitals or more (an abbreviation)
    stands only for itself, and in proper names a word with a capital only for one with a capital.
    """

    def __init__(self, names: Iterable[tuple[str, Value]], proper: bool = False) -> None:
        """Take in names.

        Args:
            names: (name, what it stands for); of two equal names the first counts.
            proper: whether capitals at the beginning of words matter.
        """
        self._proper = proper
        self._by_first: dict[str, list[tuple[tuple[_Word, ...], Value]]] = {}
        for name, value in names:
            words = tuple(
                _Word(t.text, t.key, t.text[0].isupper(), any(char.isupper() for char in t.text[1:]))
                for t in tokens(name)
            )
            if words:
                self._by_first.setdefault(words[0].key, []).append((words, value))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def find(self, text: str) -> Iterator[Hit[Value]]:
        """Names in `text`, the longest at each place, none within another."""
        words = tokens(text)
        at = 0
        while at < len(words):
            length = 1
            word = words[at]
            if word.key not in self._by_first and word.possessor is None:
                at += 1  # so it is with most words
                continue
            for name, value in self._candidates(word):
                end = self._end(name, words, at)
                if end is not None:
                    length = len(name)
                    yield Hit(words[at].start, end, value)
                    break
            at += length

    def _candidates(self, word: Token) -> Iterable[tuple[tuple[_Word, ...], Value]]:
        found = self._by_first.get(word.key, ())
        if word.possessor is None:
            return found
        return [*found, *(entry for entry in self._by_first.get(word.possessor, ()) if len(entry[0]) == 1)]

    def _end(self, name: tuple[_Word, ...], words: tuple[Token, ...], at: int) -> int | None:
        """Where `name` ends in the text if it stands at `at`."""
        if at + len(name) > len(words):
            return None
        last = len(name) - 1
        for place in range(last):
            if name[place].key != words[at + place].key or not self._case(name[place], words[at + place]):
                return None
        n, w = name[last], words[at + last]
        if not self._case(n, w):
            return None
        if n.key == w.key:
            # 'schools' of "the schools' plans" ends before the apostrophe, "victims'" as a name with it
            return w.end - 1 if w.text[-1] in "'’" and n.text[-1] not in "'’" else w.end
        return w.end - 2 if n.key == w.possessor else None

    def _case(self, name: _Word, word: Token) -> bool:
        if self._proper and name.capital and not word.text[0].isupper():
            return False
        return not name.abbreviation or word.text.startswith(name.text)
