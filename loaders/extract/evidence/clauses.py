"""A sentence in its clauses: where it turns with 'but', 'although' or 'despite'."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .phrases import WITHOUT_POLARITY

_TURN = re.compile(
    r"(?:[,;–-]\s*)?(?:\b(?P<despite>despite|in\s+spite\s+of|notwithstanding)\b"
    r"|\b(?P<although>although|(?<!as\s)though|(?:^|(?<=[,;]\s)|(?<=that\s))(?:while|whilst))\b"
    r"|(?P<while>,\s+(?:while|whilst)|whereas)\b"
    r"|\b(?P<but>but(?!\s+also)|however|nevertheless|nonetheless|yet(?=\s+(?:the|it|they|there)))\b)|;",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|,\s*(?:but|although|though|while|albeit)\s+(?!not\b)\w+(?:\s+\w+){0,2},")
_COMMA = re.compile(r",\s")
_SHORTEST = {"despite": 2, "although": 4}
"""Words after which a comma ends the clause that begins with 'despite' or 'although'."""


def plain_words(text: str) -> str:
    """A sentence with blanks for its asides and for the phrases that say nothing either way."""
    without = WITHOUT_POLARITY.sub(_blank, text)
    return _ASIDE.sub(_blank, without)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def clauses(text: str) -> list[tuple[str, str]]:
    """The clauses between which a sentence turns, each with what turns to it.

    That is ``despite``, ``although`` (also 'while' at the beginning), ``while``, ``but``, ``next`` after a
    semicolon, and an empty string for the main clause.

    >>> clauses("Although calls are answered promptly, many are lost.")
    [('although', 'calls are answered promptly'), ('', 'many are lost.')]
    """
    found: list[tuple[str, str]] = []
    kind, start = "", 0
    for turn in [*_TURN.finditer(text), None]:
        piece = text[start : turn.start() if turn else len(text)]
        if kind in _SHORTEST and not found:
            commas = _COMMA.finditer(piece)
            end = next((c for c in commas if len(piece[: c.start()].split()) >= _SHORTEST[kind]), None)
            if end:
                # The clause that concedes ends where the main clause is still to come.
                found.append((kind, piece[: end.start()].strip()))
                kind, piece = "", piece[end.end() :]
        if piece.strip(" ,;–-"):
            found.append((kind, piece.strip(" ,;–")))
        if turn:
            start = turn.end()
            kind = next((name for name, words in turn.groupdict().items() if words), "next")
    return found


def is_turned(kinds: Sequence[str]) -> bool:
    """Whether clauses of these kinds set one side against another."""
    return any(kind in {"but", "although"} for kind in kinds[1:]) or "although" in kinds[:1]
