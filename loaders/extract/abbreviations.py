"""Whether some words are what an abbreviation stands for."""

from __future__ import annotations

import re
from itertools import islice

from ..rules import rule

ABBREVIATION = rule(
    "abbreviation",
    r"(?-i:[A-Z][a-z]{0,4}[A-Z][A-Za-z]{0,8}|\d[A-Z])(?:['’]?s)?",
    ("MASH", "MAPPAs", "MoRiLE", "4Ps", "OCG's"),
    ("Kent", "a", "2016"),
)
"""A word with two capitals or more, or a number and a capital, with the s of its plural."""

_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*|&")
_SMALL = frozenset({"and", "of", "for", "the", "in", "to", "on", "a", "an", "at", "by", "with", "or", "&"})
COMMON_NOUNS = frozenset(
    {
        *("team", "teams", "unit", "units", "group", "groups", "model", "models", "process", "processes", "programme"),
        *("programmes", "scheme", "schemes", "method", "form", "forms", "system", "systems", "officer", "officers"),
        *("meeting", "meetings", "approach", "plan", "plans", "tool"),
    }
)
"""Words that often follow the words that an abbreviation stands for, and belong to it only if it has their letter."""
_MOST_SKIPPED = 2
_LONGEST = 14
_PARTS = re.compile(r"[^\s\w'’&]*[\s\-/–]+[^\s\w'’&]*")
_STOPS = re.compile(r"[.;:!?()\[\]]")


def letters_of(abbreviation: str) -> str:
    """The capitals (and a leading number's letter, repeated) that the words must begin with.

    >>> letters_of("MAPPAs"), letters_of("MoRiLE"), letters_of("4Ps")
    ('MAPPA', 'MRLE', 'PPPP')
    """
    if abbreviation[:1].isdigit():
        return abbreviation[1] * int(abbreviation[0])
    return "".join(char for char in abbreviation if char.isupper())


def singular(abbreviation: str) -> str:
    """An abbreviation without the s of its plural.

    >>> singular("OCGs"), singular("4Ps"), singular("OCG's")
    ('OCG', '4Ps', 'OCG')
    """
    if abbreviation[:1].isdigit():
        return abbreviation
    return re.sub(r"(?<=[A-Z])['’]?s$", "", abbreviation)


def expansion_before(text: str, end: int, abbreviation: str) -> tuple[int, int] | None:
    """Where the words that `abbreviation` stands for are, which end at `end` in `text`; None where they do not.

    Read from the end, each of its letters begins a word; small words and up to two others may stand
    between. A common noun at the end may be left out. Two letters in the wrong order are forgiven where
    the words have the same initials.
    """
    start = max((m.end() for m in _STOPS.finditer(text, max(0, end - 160), end)), default=max(0, end - 160))
    words = [(m.start(), m.end()) for m in islice(reversed(list(_WORD.finditer(text, start, end))), _LONGEST)]
    words.reverse()
    letters = letters_of(abbreviation)
    found = _in_order(text, words, letters, 1) or _out_of_order(text, words, letters)
    return found or _in_order(text, words, letters, 2)


def expansion_after(text: str, abbreviation: str) -> bool:
    """Whether the whole of `text` is what `abbreviation` stands for."""
    found = expansion_before(text, len(text), abbreviation)
    return found is not None and not _WORD.search(
        re.sub(r"\b(?:the|a|an)\b", "", text[: found[0]], flags=re.IGNORECASE)
    )


def _in_order(text: str, words: list[tuple[int, int]], letters: str, most: int) -> tuple[int, int] | None:
    """The last words whose initials are the letters; of one or two words after them a common noun is left out."""
    for trailing in (0, 1, 2):
        stop = len(words) - trailing
        first = _first(text, words[:stop], letters, most)
        if first is not None:
            cut = trailing and text[words[stop][0] : words[stop][1]].casefold() in COMMON_NOUNS
            return words[first][0], words[stop - 1 if cut else -1][1]
    return None


def _first(text: str, words: list[tuple[int, int]], letters: str, most: int) -> int | None:
    """Index of the word with the first of `letters`, the last word having the last of them.

    Args:
        text: the text that the words are in.
        words: where the words are.
        letters: the letters.
        most: how many letters a word may stand for (two, as in 'NaBIS' from 'National Ballistic …').
    """
    skipped = 0
    at = len(words) - 1
    need = len(letters) - 1
    while at >= 0 and need >= 0:
        word = text[words[at][0] : words[at][1]]
        taken = _taken(word, letters[: need + 1], most)
        if taken:
            need -= taken
            if need < 0:
                return at
        elif word.casefold() not in _SMALL:
            skipped += 1
            if skipped > _MOST_SKIPPED or at == len(words) - 1:
                return None
        elif at == len(words) - 1:
            return None
        at -= 1
    return None


def _taken(word: str, letters: str, most: int) -> int:
    """How many of the last of `letters` a word stands for: a word in capitals for all of its own."""
    if most > 1 and len(word) >= most and letters.upper().endswith(word[:most].upper()):
        return most
    if word.isupper() and len(word) > 1 and letters.endswith(word):
        return len(word)
    return int(word[0].casefold() == letters[-1].casefold() or (word == "&" and letters[-1] == "A"))


def _out_of_order(text: str, words: list[tuple[int, int]], letters: str) -> tuple[int, int] | None:
    """The last words whose initials are the same letters in another order; at least four of them."""
    content = [w for w in words if text[w[0] : w[1]].casefold() not in _SMALL]
    last = content[-len(letters) :]
    initials = sorted(text[start].upper() for start, _ in last)
    if len(letters) >= 4 and len(last) == len(letters) and initials == sorted(letters.upper()):  # noqa: PLR2004
        return last[0][0], last[-1][1]
    return None
