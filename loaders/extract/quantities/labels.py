"""What a figure measures, in few words of its sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .mentions import Mention
from .times import Time
from .words import words_of

_LONGEST = 12
_CLAUSE_END = re.compile(
    r"[,;:.]\s|[,;:.]$|\s[–—]\s|\s\(|\)|\s(?:which|who|compared\s+(?:with|to)|against|because|so\s+that|while"
    r"|whereas)\b",
    re.IGNORECASE,
)
_CLAUSE_START = re.compile(
    r"[,;:]\s+|(?<=\()(?=the\b)|\s[–—]\s|\b(?:that|which|who|because|while|whereas|and(?=\s+(?:the|a|its)\b))\s+",
    re.IGNORECASE,
)
_VERBAL = words_of(
    "has have had was were is are been be being also now just only by to",
    "of from at for further slightly steadily approximately",
    "about around over under",
    "accounted made up increased decreased reduced risen rose fallen fell dropped grown grew declined with as in"
    " a an and more less than compared the",
)
"""Words at the end of what stands before a number that are not part of what it measures."""
_START = re.compile(
    r"[,;:]\s+|(?<=\()(?=the\b)|\s[–—]\s|\b(?:that|which|who|because|while|whereas|and(?=\s+(?:the|a|its)\b))\s+",
    re.IGNORECASE,
)
_VERB_END = re.compile(
    r"(?:(?:^|\s+)(?:has|have|had|was|were|is|are|been|be|being|also|now|just|only|by|to|of|from|at|for|further"
    r"|slightly|steadily|approximately|about|around"
    r"|over|under|accounted\s+for|made\s+up|increased|decreased|reduced|risen|rose|fallen|fell|dropped|grown|grew"
    r"|declined|with|as|in|a|an|and|more|less|than"
    r"|compared)|[\s(]+)+$",
    re.IGNORECASE,
)
_START = re.compile(
    r"^(?:however|also|in\s+addition|additionally|currently|furthermore|overall|this\s+is|this\s+has"
    r"|there\s+(?:are|were|is|was)|for|in|and)\b[,\s]*",
    re.IGNORECASE,
)
_WITHOUT_OBJECT = re.compile(
    r"\s*(?:[,.;:()]|$|in\s+(?:20\d\d|January|February|March|April|May|June|July|August|September|October|November"
    r"|December|(?-i:[A-Z])\w+(?:\s+(?-i:[A-Z])\w+){0,2}"
    r"\s*(?:compared|[.,]))|compared|(?:for|across)\s+(?:England|all)|over\s+the|during\s+the|in\s+the\s+(?:\d+"
    r"|same|past|last)|(?:and|to|between)\b|on\s+(?:20|the)|per\s+day)",
    re.IGNORECASE,
)
_DIRECTION = re.compile(
    r"\s+(?:\w+\s+)?(?:fewer|more|less|increase|rise|reduction|decrease|fall|drop)\b", re.IGNORECASE
)
_EMPTY = words_of(
    "with a an the of in on at by to for from this it these those that they and is are was were has have had",
    "proportion rate total figure average number",
    "just only around about there which who been being its their times decrease increase reduction rise ",
    "fall drop fewer more less than ago old earlier day each every over during",
)
_LEVELS = words_of("percent percentage-points days hours minutes weeks months years rank ratio gbp count per-day")


def label_of(text: str, mention: Mention, times: Sequence[Time], floor: int, until: int) -> str | None:
    """A few words that say what the number counts or is a share of; None where only a sentence before tells.

    Args:
        text: the sentence.
        mention: the number.
        times: the times named in the sentence; they are left out.
        floor: where the figure before it ends.
        until: where the next figure begins.
    """
    after = _after(text, mention, times, until)
    before = _before(text, mention, times, floor)
    if mention.change and not _DIRECTION.match(text, mention.end):
        return before or after
    if mention.unit == "rank":
        return after or before
    if after and after.casefold().startswith("times"):
        return before or after
    if mention.unit in _LEVELS and (_WITHOUT_OBJECT.match(text, mention.end) or not after):
        return before or after
    return after or before


def without_end(text: str, idle: frozenset[str]) -> str:
    """A text without the idle words at its end, and with single spaces."""
    words = text.split()
    while words and (words[-1].strip(" ,(").casefold() in idle or not words[-1].strip(" ,(")):
        words.pop()
    return " ".join(words).strip(" ,(")


def _telling(words: str) -> bool:
    """Whether words name anything."""
    return any(word.casefold() not in _EMPTY and not word[0].isdigit() for word in re.findall(r"[\w'’-]+", words))


def _after(text: str, mention: Mention, times: Sequence[Time], until: int) -> str | None:
    end = min([until, *(t.start for t in times if t.start >= mention.end)])
    if (stop := _CLAUSE_END.search(text, mention.end + 2)) and stop.start() < end:
        end = stop.start()
    words = re.sub(r"^\s*-?(?:of\s+)?(?:the\s+|all\s+)*", "", text[mention.end : end])
    words = re.sub(r"\s+(?:and|to|of|with|in|from|or|over|during|for)\s*$", "", words)
    return _few(words.split()[:_LONGEST])


def _before(text: str, mention: Mention, times: Sequence[Time], floor: int) -> str | None:
    opening = text[floor : mention.start]
    for time in reversed(times):
        if floor <= time.start and time.end <= mention.start:
            opening = opening[: time.start - floor] + " " * (time.end - time.start) + opening[time.end - floor :]
    # What stands after the last clause mark, or the one before where that names nothing ('with a proportion of').
    for start in [*(mark.end() for mark in reversed([*_CLAUSE_START.finditer(opening)])), 0]:
        words = _START.sub("", without_end(opening[start:], _VERBAL))
        if _telling(words) and len(words) > _SHORT:
            return _few(words.split()[-_LONGEST:])
    return None


_SHORT = 7


def _few(words: list[str]) -> str | None:
    label = " ".join(words).strip(" ,;:.()–'\"")
    return label if _telling(label) else None
