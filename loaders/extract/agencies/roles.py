"""Whether a sentence says that the force works with an agency, or only names it."""

from __future__ import annotations

from ...facts import AgencyRole
from ...prose import Place, Sentence
from ...rules import rule
from ..context import Context

OF_FORCES = rule(
    "speaks of what forces do",
    r"^(?:police )?forces\b|\b(?:an?|every|each|many|some|all|other|effective"
    r"|most) (?:police )?forces? (?:should|must|need|that|who|which|is|are|have|there|work|use|will|can)\b"
    r"|\b(?:in|across) (?:many|some|most|all) forces\b|\bthe police cannot\b|^(?:effective|police) forces?\b"
    r"|\bforces (?:should|must|need to)\b",
    ("Police forces have a vital role", "In many forces there is a scheme", "Effective forces work with councils"),
    ("The force works with councils",),
)
OF_THIS_FORCE = rule(
    "speaks of what this force does",
    r"\bthe (?:force|constabulary)\b|\bwe (?:found|saw|observed|heard|were)\b|\binspectors found\b",
    ("The force works well", "We found that"),
    ("Forces work well",),
)
PLAINLY_WITH = rule(
    "works with those named next",
    r"\b(?:work(?:s|ed|ing)?|liais\w+|partner(?:s|ed|ing)?|partnership|collaborat\w+|joint(?:ly)?|shar(?:es|ed"
    r"|ing)|together|conjunction"
    r"|alliance|links?|agreement|contract|exchang\w+|co-?ordinat\w+|co-located|attended|alongside)\b"
    r"[^.;]{0,80}?(?:\b(?:with|alongside|between|by|involving|and)\b|:)[^.;]{0,120}$"
    r"|\b(?:partner|other) (?:organisations|agencies|bodies|forces)\b[^.;]{0,80}\b(?:such as|including"
    r"|for example|like)\b[^.;]{0,120}$"
    r"|\brefers?(?:red)?\b[^.;]{0,60} to [^.;]{0,60}$|\b(?:supported|funded|run|provided) by [^.;]{0,60}$",
    ("The force works closely with ", "partner organisations such as ", "Together with ", "refers cases to "),
    ("The force follows guidance of ", "a survey by "),
)  # fmt: skip
ITS_OWN_WORK = rule(
    "joint work of those named before",
    r"^[^.;]{0,60}\b(?:joint(?:ly)?|together|co-located|attended with)\b",
    (" reviewed their joint assessment",),
    (" published its guidance",),
)

_ONLY_NAMED = frozenset({
    "government-department", "inspectorate", "professional-body", "private-company",
    "education-or-academic", "police-force",
})  # fmt: skip
"""Types of agency that reports mostly name as sources, authors and comparisons."""
_NEVER = frozenset({"inspectorate"})
_OFTEN_PLACES = frozenset(
    f"agency/{name}"
    for name in ("crown-court", "magistrates-courts", "courts", "childrens-homes", "hospitals", "banks", "retailers")
)


def about_this_force(context: Context, sentence: Sentence, started: bool) -> bool:
    """Whether a sentence speaks of what this force does, not of forces in general or of how data were made.

    Args:
        context: the report.
        sentence: the sentence.
        started: whether an earlier sentence of its section speaks of this force; sections begin with
            what is asked of all forces.
    """
    if sentence.place in {Place.ANNEX, Place.FRONT} or OF_FORCES.search(sentence.text):
        return False
    so_far = sentence.block.text.text[: sentence.end]
    if OF_THIS_FORCE.search(so_far) or any(name in so_far for name in context.force.names[:2]):
        return True
    return sentence.place is not Place.FOOTNOTE and (started or sentence.is_bullet)


def role_of(sentence: Sentence, start: int, end: int, kind: str, agency: str | None, about: bool) -> AgencyRole:
    """The role of the agency named from `start` to `end` of a sentence.

    Args:
        sentence: the sentence.
        start: where the name begins.
        end: where it ends.
        kind: type of agency.
        agency: its notation in the register.
        about: what `about_this_force` says of the sentence.
    """
    if not about or kind in _NEVER:
        return AgencyRole.MENTIONED
    if kind in _ONLY_NAMED or agency in _OFTEN_PLACES:
        plainly = PLAINLY_WITH.search(sentence.text[:start]) or ITS_OWN_WORK.search(sentence.text[end:])
        return AgencyRole.PARTNER if plainly else AgencyRole.MENTIONED
    return AgencyRole.PARTNER
