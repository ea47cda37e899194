"""Many names looked for at once, word by word, in time linear in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*['’]?|&|[,;:.()!?]")
_APOSTROPHES = re.compile(r"['’]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark of punctuation, with its place."""

    text: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """The form in which spellings that differ by case and apostrophes are equal."""
        return "and" if self.text == "&" else _APOSTROPHES.sub("", self.text.casefold())


@dataclass(frozen=True, slots=True)
class Hit(Generic[Value]):
    """A name that was found from `start` to `end`."""

    start: int
    end: int
    name: str
    value: Value


def tokens(text: str) -> list[Token]:
    """The words and marks of `text`; hyphens, slashes and quote marks only part words.

    >>> [t.text for t in tokens("Anti-social, at Kent's")]
    ['Anti', 'social', ',', 'at', "Kent's"]
    """
    return [Token(m[0], m.start(), m.end()) for m in _TOKEN.finditer(text)]


class Gazetteer(Generic[Value]):
    """Names and what they stand for.

    Case matters as far as a name shows it: a word of the name with two capitals or more (an abbreviation)
    stands only for itself, and in a proper name a word with a capital only for one with a capital.
    """

    def __init__(self, names: Iterable[tuple[str, Value]], proper: bool = False) -> None:
        """Take in names.

        Args:
            names: (name, what it stands for); of two equal names the first counts.
            proper: whether capitals at the beginning of words matter.
        """
        self._proper = proper
        self._by_first: dict[str, list[tuple[tuple[Token, ...], str, Value]]] = {}
        for name, value in names:
            words = tuple(tokens(name))
            if words:
                self._by_first.setdefault(words[0].key, []).append((words, name, value))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def find(self, text: str) -> Iterator[Hit[Value]]:
        """Names in `text`, the longest at each place, none within another."""
        words = tokens(text)
        at = 0
        while at < len(words):
            hit = self._at(words, at)
            if hit is None:
                at += 1
                continue
            length, found = hit
            yield found
            at += length

    def _at(self, words: list[Token], at: int) -> tuple[int, Hit[Value]] | None:
        first = words[at].key
        for key in (first, _without_possessive(words[at])):
            for name_words, name, value in self._by_first.get(key, ()):
                stop = at + len(name_words)
                if stop > len(words):
                    continue
                last = len(name_words) - 1
                if all(self._same(n, words[at + i], i == last) for i, n in enumerate(name_words)):
                    end = words[stop - 1]
                    whole = name_words[last].key == end.key
                    ends = end.end if whole else end.start + len(_possessed(end.text))
                    if whole and end.text[-1] in "'’" and name_words[last].text[-1] not in "'’":
                        ends -= 1
                    return len(name_words), Hit(words[at].start, ends, name, value)
            if key == _without_possessive(words[at]):
                break
        return None

    def _same(self, name: Token, word: Token, last: bool) -> bool:
        if name.key != word.key and not (last and name.key == _without_possessive(word)):
            return False
        capitals = sum(char.isupper() for char in name.text)
        if capitals >= 2:
            return word.text.startswith(name.text)
        return not (self._proper and capitals and name.text[0].isupper()) or word.text[:1].isupper()


def _possessed(word: str) -> str:
    """A word without the 's that makes it a possessive."""
    return word[:-2] if word[-2:] in {"'s", "’s"} else word


def _without_possessive(word: Token) -> str:
    return Token(_possessed(word.text), word.start, word.end).key
