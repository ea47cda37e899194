"""Claims of where the force stands among all forces."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...rules import rule
from .labels import without_end
from .mentions import rank_of
from .numbers import ORDINALS
from .words import words_of

_AMONG = (
    r"(?:England and Wales|nationally|the country|the region|all (?:other )?forces|other forces|all police forces"
    r"|forces in)"
)
_ALL = (
    r"(?:England and Wales|the national (?:average|rate|figure|level)|national averages?"
    r"|(?:most |many |all |the majority of )?(?:other |similar )?(?:police )?forces|other (?:areas|parts))"
)

HIGHEST = rule(
    "highest or lowest of all forces",
    rf"\b(?P<among>among (?:the )?|amongst (?:the )?|one of (?:the )?)?(?:the "
    rf"|its )?(?:(?P<ordinal>{'|'.join(list(ORDINALS)[1:])}|\d+(?:st|nd|rd|th))[-\s])?"
    r"(?P<end>highest|lowest|largest|smallest)\b(?=(?P<subject>[^.;]*))",
    (
        "the lowest arrest rate in England and Wales",
        "among the highest",
        "the fourth highest total",
        "one of the lowest levels",
    ),
    ("a high rate", "higher than last year"),
)
RELATION = rule(
    "above, below or in line with England and Wales",
    r"\b(?:(?P<above>(?:above|higher than|greater than|larger than|exceeds|more than|worse than|(?:higher|greater"
    r"|larger|more)\b[^.;,]{1,80}?\bthan))"
    r"|(?P<below>(?:below|lower than|less than|fewer than|smaller than|(?:lower|smaller|fewer"
    r"|less)\b[^.;,]{1,80}?\b(?:than|compared (?:with|to))))"
    r"|(?P<line>(?:broadly |generally |largely )?(?:in line with|similar to|comparable (?:with|to)|consistent with"
    r"|the same as|close to)))"
    rf" (?P<object>(?:in |for |that of |those in |those of |that for |for all |across )?(?:the )?(?:(?:rates?"
    rf"|figures?|averages?|proportions?|levels?|equivalent) (?:of [\d.]+(?: percent)? )?(?:for|in|of"
    rf"|across) )?(?:most |many |the majority of )?{_ALL})\b",
    (
        "below the England and Wales rate", "in line with the rate for England and Wales",
        "higher than the national average",
        "a smaller proportion of offenders to justice than most other forces",
    ),
    ("above the shop", "in line with its plan"),
)  # fmt: skip
_BARE = re.compile(
    r"\b(?:is|was|are|were|remains?)\s+(?:also\s+|now\s+|still\s+)?(?:among|amongst|one\s+of)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_SCOPE = re.compile(rf"\b{_AMONG}\b", re.IGNORECASE)
_SUBJECT_END = re.compile(
    r"\s+(?:in|across|of|amongst?|for)\s+(?:all\s+|the\s+)?(?:forces|England|country)|,|\bnationally\b|\bwho\b"
    r"|\bwhich\b|\bthat\b|[.;]|\s+in\s+the\s+country",
    re.IGNORECASE,
)
_MARK = re.compile(
    r"[,;:(]\s+(?:and\s+|but\s+|although\s+)?|\b(?:that|which\s+means|because|although|and)\s+(?=the\b|its\b"
    r"|referrals\b)",
    re.IGNORECASE,
)
_IDLE = words_of(
    "which and it this that these they is are was were has have had be",
    "been being also now well far slightly broadly just a the",
    "little remains makes much",
    "significantly considerably markedly all at still",
)
"""Words between a subject and its standing."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim of rank at ``[start:end]`` of a sentence."""

    subject: str
    standing: str
    rank: int | None
    rule: str


def claims(text: str) -> list[Claim]:
    """The claims of rank that a sentence makes, in order."""
    found: list[tuple[int, Claim]] = []
    for match in HIGHEST.finditer(text):
        if not _SCOPE.search(text) and not _BARE.search(text[: match.end("among")] if match["among"] else ""):
            continue
        if re.match(
            r"[-\s]+(?:risk|priority|priorities|harm|standards?|quality|demand|threats?|levels? of (?:risk|harm"
            r"|demand))\b",
            text[match.end("end") :],
        ):
            continue
        end = "highest" if match["end"].casefold() in {"highest", "largest"} else "lowest"
        ordinal = rank_of(match["ordinal"]) if match["ordinal"] else None
        standing = f"among-{end}" if match["among"] else end
        found.append(
            (match.start(), Claim(_named(text, match), standing, int(ordinal) if ordinal else None, HIGHEST.name))
        )
    for match in RELATION.finditer(text):
        standing = "above" if match["above"] else "below" if match["below"] else "in-line"
        found.append((match.start(), Claim(_related(text, match), standing, None, RELATION.name)))
    return [claim for _, claim in sorted(found, key=lambda f: f[0])]


def _named(text: str, match: re.Match[str]) -> str:
    """What is highest: the words after it, or those before where it stands alone ('… is the lowest in …')."""
    rest = text[match.end("end") :]
    stop = _SUBJECT_END.search(rest)
    subject = rest[: stop.start()] if stop else rest
    subject = re.sub(r"^\s*(?:levels?|rates?|totals?|proportions?|use|figures?)\s*$", "", subject).strip(" .")
    if len(subject.split()) >= 1 and not subject.startswith(("in ", "of ", "among", "across")):
        return _short(subject)
    return _subject_before(text[: match.start()])


def _related(text: str, match: re.Match[str]) -> str:
    words = match[0].split()
    inner = " ".join(words[1:]) if words[0].casefold() in _INNER else ""
    inner = re.split(r"\s+(?:than|compared)\b", inner)[0]
    before = _subject_before(text[: match.start()])
    if not before and (named := _RATE.match(text, match.end())):
        before = "" if named[1].split()[0] in _RATES else named[1]
    return _short(inner) if inner and not inner.startswith(("than", "the ", "England", "in ")) else before


_RATE = re.compile(r"\s+((?:[\w-]+\s+){1,5}?(?:rates?|figures?|averages?|proportions?))\b", re.IGNORECASE)
_RATES = words_of("rate rates figure figures average averages proportion proportions")
_INNER = frozenset({"higher", "greater", "larger", "more", "lower", "smaller", "fewer", "less"})


def _subject_before(before: str) -> str:
    """The subject of a clause, from the text that stands before its verb."""
    before = without_end(before, _IDLE)
    for mark in reversed(list(_MARK.finditer(before))):
        if len(before) - mark.end() > _SHORTEST:
            before = before[mark.end() :]
            break
    return _short(without_end(before, _IDLE), last=True)


_SHORTEST = 12
_LONGEST = 14


def _short(words: str, *, last: bool = False) -> str:
    parts = words.strip(" ,.;:").split()
    return " ".join(parts[-_LONGEST:] if last else parts[:_LONGEST])
