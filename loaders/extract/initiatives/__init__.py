"""Operations, projects, schemes, campaigns, teams, systems, models and ways of engaging the public.

Those with a name are found in the whole report but its front matter, those only described where the report
speaks of what this force does.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from ...facts import AgencyMention, Initiative, InitiativeType, Span
from ...prose import Place, Sentence
from ..agencies import NOT_THERE
from ..agencies.names import GROUP_WITH_ABBREVIATION
from ..agencies.roles import about_this_force
from ..context import Context
from ..themes import themes_of
from .candidates import Candidate, folded
from .common import common
from .described import described
from .named import named

_LONGEST_ABBREVIATION = 4
_CREDITS = ("inspectorate",)
"""Types of agency that take no part in what a force does."""


def initiatives(context: Context, mentions: Iterable[AgencyMention]) -> list[Initiative]:
    """The initiatives of a report, in the order in which it first speaks of them.

    Args:
        context: the report.
        mentions: its agencies, of which those that the same sentences name are the initiative's partners.
    """
    agencies: dict[Span, list[AgencyMention]] = defaultdict(list)
    for mention in mentions:
        agencies[mention.stated_by].append(mention)
    found: dict[str, list[tuple[Sentence, Candidate]]] = defaultdict(list)
    started: set[int] = set()
    for sentence in context.sentences:
        about = about_this_force(context, sentence, id(sentence.section) in started)
        if about and sentence.place is Place.BODY:
            started.add(id(sentence.section))
        if sentence.place is Place.FRONT:
            continue
        for candidate in _candidates(context, sentence, about, agencies[sentence.quote]):
            found[candidate.key].append((sentence, candidate))
    return [_initiative(context, seen, agencies) for seen in _merged(found) if _is_told(seen)]


_Seen = list[tuple[Sentence, Candidate]]
_BARE = frozenset(
    {
        "action plan",
        "local profile",
        "profile",
        "knowledge bank",
        "steering group",
        "coordination group",
        "management meeting",
    }
)
"""Descriptions that only repeat a longer one."""


def _merged(found: dict[str, _Seen]) -> list[_Seen]:
    """Mentions by initiative: an abbreviation joined to what it stands for, a short description to a longer one.

    A short description belongs to the one name that ends with it ('the profile' to 'the burglary profile').
    """
    joined = dict.fromkeys(found, "")
    for key, seen in found.items():
        for _, candidate in seen:
            short = folded(candidate.abbreviation) if candidate.abbreviation else key
            if short != key and short in found:
                joined[short] = key
        longer = [other for other in found if other.endswith(" " + key)]
        if len(longer) == 1 and not any(candidate.named for _, candidate in seen):
            joined[key] = longer[0]
    merged: dict[str, _Seen] = defaultdict(list)
    for key, seen in found.items():
        target = key
        while joined[target] and joined[target] != key:
            target = joined[target]
        if target not in _BARE:
            merged[target] += seen
    return [sorted(seen, key=lambda item: item[0].quote.start) for seen in merged.values()]


def _candidates(context: Context, sentence: Sentence, about: bool, agencies: list[AgencyMention]) -> list[Candidate]:
    """The initiatives of one sentence, none within another; a name counts before a description."""
    text = sentence.text
    names = {label for agency in agencies for label in (agency.name, *agency.labels)} | set(context.force.names)
    proposed = list(common(text))
    is_annex = sentence.place is Place.ANNEX
    proposed += [
        c
        for c in named(text)
        if (c.name not in names or c.rule == GROUP_WITH_ABBREVIATION.name) and not (is_annex and "quoted" in c.rule)
    ]
    if about and sentence.place is Place.BODY:
        proposed += [
            c
            for c in described(text)
            if not NOT_THERE.search(text[: c.start])
            and not any(name in c.name for name in names if len(name) > _LONGEST_ABBREVIATION)
        ]
    kept: list[Candidate] = []
    for candidate in proposed:
        if all(candidate.end <= other.start or candidate.start >= other.end for other in kept):
            kept.append(candidate)
    return sorted(kept, key=lambda c: c.start)


def _is_told(seen: list[tuple[Sentence, Candidate]]) -> bool:
    """Whether any mention stands where the report speaks of this force; footnotes only explain."""
    return any(s.place is not Place.FOOTNOTE or c.named for s, c in seen)


def _initiative(
    context: Context, seen: list[tuple[Sentence, Candidate]], agencies: dict[Span, list[AgencyMention]]
) -> Initiative:
    sentences = list({sentence.quote: sentence for sentence, _ in seen}.values())
    asked = dict.fromkeys(s.section.main_question for s in sentences if s.section.main_question)
    questions = tuple(q for q in asked if q != "overall") or tuple(asked)
    best = next(
        (s for s in sentences if s.place is Place.BODY and s.section.main_question in questions[:1]), sentences[0]
    )
    candidates = [candidate for _, candidate in seen]
    name = max(
        dict.fromkeys(c.name for c in candidates), key=lambda n: (n.count("("), -candidates[0].name.count(n), len(n))
    )
    taking_part = [
        m
        for s in sentences
        for m in agencies[s.quote]
        if m.type not in _CREDITS and folded(m.name) != candidates[0].key
    ]
    spans = dict.fromkeys(sentence.quote for sentence in sentences)
    return Initiative(
        name, _type(candidates), any(c.named for c in candidates), questions,
        tuple(dict.fromkeys(theme for s in sentences for theme in themes_of(s.text, context.register))),
        tuple(dict.fromkeys(m.name for m in taking_part)),
        _lead(name, sentences, taking_part),
        best.quote, tuple(span for span in spans if span != best.quote), candidates[0].rule,
    )  # fmt: skip


def _type(candidates: list[Candidate]) -> InitiativeType:
    """A team where any mention says so of an operation, else what most mentions say."""
    types = Counter(candidate.type for candidate in candidates)
    if InitiativeType.OPERATION in types and InitiativeType.TEAM in types:
        return InitiativeType.TEAM
    return types.most_common(1)[0][0]


def _lead(name: str, sentences: list[Sentence], agencies: list[AgencyMention]) -> str | None:
    """The other force whose initiative it is: 'Mummerset Police's Operation Plover'."""
    for agency in agencies:
        if agency.agency and agency.agency.startswith("force/"):
            labels = "|".join(re.escape(label) for label in (agency.name, *agency.labels))
            leads = re.compile(rf"(?:{labels})(?:['’]s|['’]| runs| leads| launched)(?: own| the)? {re.escape(name)}")
            if any(leads.search(sentence.text) for sentence in sentences):
                return agency.agency.removeprefix("force/")
    return None
