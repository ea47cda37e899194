"""The headings that all reports of the series share, and how a damaged one is still known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz import fuzz

from ..text import fold


class Role(StrEnum):
    """What a section is for."""

    TITLE_PAGE = "title-page"
    CONTENTS = "contents"
    INTRODUCTION = "introduction"
    FORCE_IN_NUMBERS = "force-in-numbers"
    OVERVIEW = "overview"
    OVERALL_JUDGMENT = "overall-judgment"
    OVERALL_SUMMARY = "overall-summary"
    QUESTION = "question"
    SUB_QUESTION = "sub-question"
    IMPROVED_SINCE = "improved-since"
    SUMMARY = "summary"
    AREAS_FOR_IMPROVEMENT = "areas-for-improvement"
    CAUSE_OF_CONCERN = "cause-of-concern"
    RECOMMENDATIONS = "recommendations"
    NEXT_STEPS = "next-steps"
    ANNEX = "annex"
    OTHER = "other"


LEVELS = {
    Role.TITLE_PAGE: 1,
    Role.CONTENTS: 1,
    Role.INTRODUCTION: 1,
    Role.FORCE_IN_NUMBERS: 1,
    Role.OVERVIEW: 1,
    Role.QUESTION: 1,
    Role.NEXT_STEPS: 1,
    Role.ANNEX: 1,
    Role.OVERALL_JUDGMENT: 2,
    Role.OVERALL_SUMMARY: 2,
    Role.SUB_QUESTION: 2,
    Role.IMPROVED_SINCE: 2,
    Role.SUMMARY: 2,
    Role.AREAS_FOR_IMPROVEMENT: 3,
    Role.CAUSE_OF_CONCERN: 3,
    Role.RECOMMENDATIONS: 3,
    Role.OTHER: 3,
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading by its wording; ``[…]`` in it stands for words that differ from report to report."""

    wording: str
    role: Role
    question: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A standing heading of the series as a pattern over folded text, with what it must and must not match."""

    role: Role
    pattern: str
    matches: tuple[str, ...]
    not_matches: tuple[str, ...] = ()


STANDING = (
    Standing(Role.CONTENTS, r"(?:table of )?contents(?: page)?", ("Contents",), ("Contents of the report are",)),
    Standing(Role.INTRODUCTION, r"introduction", ("Introduction",), ("Introduction\t4",)),
    Standing(Role.FORCE_IN_NUMBERS, r"force in numbers", ("Force in numbers",), ("Force in numbers\t5",)),
    Standing(
        Role.OVERVIEW,
        r"overview(?: ?- ?.+)?",
        ("Overview – How effective is the force at keeping people safe and reducing crime?", "Overview"),
        ("An overview is given",),
    ),
    Standing(
        Role.OVERALL_JUDGMENT, r"overall judge?ment", ("Overall judgment²", "Overall judgement"), ("Overall judgments",)
    ),
    Standing(Role.OVERALL_SUMMARY, r"overall summary", ("Overall summary",)),
    Standing(
        Role.IMPROVED_SINCE,
        r"has the force improved since .+\?",
        ("Has the force improved since HMIC's 2015 vulnerability inspection?",),
        ("The force has improved since 2015",),
    ),
    Standing(Role.SUMMARY, r"summary of (?:our )?findings", ("Summary of findings",), ("Summary of findings\t18",)),
    Standing(
        Role.AREAS_FOR_IMPROVEMENT,
        r"areas? for improvement",
        ("Areas for improvement", "Area for improvement"),
        ("addressing this area for improvement",),
    ),
    Standing(
        Role.CAUSE_OF_CONCERN,
        r"causes? (?:of|for) concern",
        ("Cause of concern", "Causes of concern"),
        ("is a cause of concern",),
    ),
    Standing(Role.RECOMMENDATIONS, r"recommendations?", ("Recommendations", "Recommendation"), ("HMIC recommends",)),
    Standing(Role.NEXT_STEPS, r"next steps", ("Next steps",)),
    Standing(Role.ANNEX, r"annex a\b.*", ("Annex A – About the data", "Annex A - About the data"), ("see annex A",)),
)

_FUZZY_LEAST = 92.0
"""Least likeness, in percent, at which a damaged heading is taken for a question's wording."""

_LONGEST_HEADING = 200
_ALIKE = str.maketrans({"l": "i", "1": "i", "|": "i", "0": "o", "5": "s"})
_LOST_MARK = re.compile(r"(?<=[a-z])\d{1,2}$")
"""A footnote mark that conversion has made a plain number."""
_WILDCARD = re.compile(r"\[[^\]]*\]")


def role_of(title: str) -> Role | None:
    """The role of a standing heading, None where it is none of them."""
    if len(title) > _LONGEST_HEADING:
        return None
    folded = _LOST_MARK.sub("", fold(title))
    for standing in STANDING:
        if re.fullmatch(standing.pattern, folded):
            return standing.role
    return _BY_GLYPHS.get(_glyphs(title))


def _glyphs(title: str) -> str:
    """A title with glyphs made equal that conversion takes for each other: rn and m, l and 1, O and 0."""
    return fold(title).translate(_ALIKE).replace("rn", "m").replace("vv", "w")


def question_of(title: str, headings: Sequence[Heading]) -> Heading | None:
    """The question that a title words, None where there is none like it.

    Words that differ between reports (``[force area]``) match anything; otherwise one or two wrong
    glyphs are forgiven.
    """
    if len(title) > _LONGEST_HEADING:
        return None
    folded = fold(title)
    best: tuple[float, Heading | None] = (0.0, None)
    for heading in headings:
        wording = _wording(heading.wording)
        if isinstance(wording, str):
            likeness = fuzz.ratio(folded, wording)
        else:
            likeness = 100.0 if wording.fullmatch(folded) else 0.0
        if likeness > best[0]:
            best = (likeness, heading)
    return best[1] if best[0] >= _FUZZY_LEAST else None


@lru_cache
def _wording(text: str) -> str | re.Pattern[str]:
    """The wording of a question, folded; as a pattern if words in it differ between reports."""
    parts = [fold(part) for part in _WILDCARD.split(text)]
    if len(parts) == 1:
        return parts[0]
    return re.compile(r"\s?.{1,60}?\s?".join(map(re.escape, parts)) + r"\W*")


_BY_GLYPHS = {_glyphs(example): standing.role for standing in STANDING for example in standing.matches}
"""Roles by the glyphs of their headings, for those that a wrong glyph or two has damaged."""
