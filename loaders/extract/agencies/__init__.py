"""The agencies that a report names: organisations, partnerships, units, other forces and kinds of partner.

Known ones are found by the names of the register, new ones by the language that introduces them. An agency
goes by one name, whichever of its names and abbreviations the sentence uses.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from ...facts import AgencyMention, AgencyRole, Span
from ...gazetteer import Gazetteer
from ...prose import Place, Sentence
from ...register import Agency, Force, Register
from ...rules import rule
from ...text import fold
from ..context import Context
from ..themes import themes_of
from .names import bare_kinds, new_names
from .roles import about_this_force, role_of

ABBREVIATED = rule(
    "abbreviation after a name",
    r"^ ?\((?:known as |the )?['‘\"]?(?P<abbreviation>(?-i:[A-Z][A-Za-z&]{1,9}?))(?-i:s)?['’\"]?\)",
    (" (LRU)", " (the LRU)", "(CSPs)"),
    (" (see annex)", " (for example, LRU)"),
)
EXPLAINED = rule(
    "name after its abbreviation",
    r"\b(?P<abbreviation>(?-i:[A-Z]{2}[A-Za-z&]{0,8}))(?: \(|, |: )(?:the )?$",
    ("in the LRU (", "refers it to LRU, the "),
    ("in London, the ",),
)
FORCES_LISTED = rule(
    "forces listed by their short names",
    r"(?P<names>(?-i:[A-Z][\w&-]+)(?:(?:,| and|, and| &)? (?-i:[A-Z][\w&-]+))*?) (?:police )?(?:forces"
    r"|constabularies)\b"
    r"|\bforces: (?P<after>(?-i:[A-Z][\w&-]+)(?:(?:,| and|, and| &)? (?-i:[A-Z][\w&-]+))*)",
    ("Together with Loamshire and Mummerset police forces", "the alliance forces: Loamshire, Mummerset"),
    ("Loamshire is a county", "other forces"),
)
PLACED = rule(
    "police of a place",
    r"(?P<names>(?-i:[A-Z][\w&-]+)(?:(?:,| and|, and| &) (?-i:[A-Z][\w&-]+))* and (?-i:[A-Z][\w&-]+)) (?-i:Police)\b",
    ("Loamshire and Mummerset Police",),
    ("Loamshire Police",),
)
NOT_THERE = rule(
    "says that there is none",
    r"\b(?:(?:does|do) not (?:yet )?have|did not \w+|no|lack of|without|not yet set up)(?: an?"
    r"| any)?(?: [\w-]+){0,2} $",
    ("The force does not have a ",),
    ("The force has a ",),
)

_FORCE_TYPE = "police-force"
_WEAK = frozenset(f"agency/{name}" for name in (
    "businesses", "schools", "colleges", "universities", "courts", "hospitals", "banks", "retailers",
    "charities", "prisons", "community-groups", "faith-groups", "residents-groups", "places-open-to-the-public",
    "childrens-homes", "service-providers",
))  # fmt: skip
"""Kinds whose names are also common words: they count where the text says that the force works with them."""


@dataclass(frozen=True, slots=True)
class Partner:
    """An agency with all that the mentions of it say."""

    name: str
    agency: str | None
    labels: tuple[str, ...]
    type: str
    role: AgencyRole
    questions: tuple[str, ...]
    themes: tuple[str, ...]
    stated_by: Span
    also_stated_by: tuple[Span, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class _Found:
    """A name in a sentence and the agency it stands for."""

    start: int
    end: int
    agency: str | None
    name: str
    type: str
    rule: str
    generic: bool = False
    rank: int = 0
    """Of two that overlap, the higher one counts; of equals, the longer one."""


@dataclass(slots=True)
class _Names:
    """What this report calls its agencies: new ones by their folded name, and abbreviations it defines."""

    new: dict[str, _Found] = field(default_factory=dict)
    abbreviations: dict[str, _Found] = field(default_factory=dict)
    labels: dict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))


def agency_mentions(context: Context) -> list[AgencyMention]:
    """Every mention of an agency in order, one a sentence, but for those of the force that the report is about."""
    found = [(sentence, _found(context, sentence)) for sentence in context.sentences]
    names = _names(found)
    ordered = []
    for sentence, hits in found:
        seen = dict.fromkeys([*hits, *_abbreviated(sentence.text, hits, names)])
        ordered.append((sentence, sorted(_apart(seen), key=lambda hit: hit.start)))
    mentions: list[AgencyMention] = []
    started: set[int] = set()
    for sentence, hits in ordered:
        about = about_this_force(context, sentence, id(sentence.section) in started)
        if about and sentence.place is Place.BODY:
            started.add(id(sentence.section))
        themes = themes_of(sentence.text, context.register)
        of_sentence: dict[str, AgencyMention] = {}
        for hit in hits:
            role = role_of(sentence, hit.start, hit.end, hit.type, hit.agency, about)
            if hit.agency in _WEAK and role is not AgencyRole.PARTNER:
                continue
            labels = tuple(label for label in names.labels[_key(hit)] if label != hit.name)
            mention = AgencyMention(
                hit.name, hit.agency, labels, hit.type, role, sentence.question, themes, sentence.quote, hit.rule
            )
            earlier = of_sentence.setdefault(_key(hit), mention)
            if role is AgencyRole.PARTNER is not earlier.role:
                of_sentence[_key(hit)] = mention
        mentions += of_sentence.values()
    return mentions


def partners(mentions: Iterable[AgencyMention]) -> list[Partner]:
    """The agencies of a report, in the order in which it first names them.

    An agency is a partner if any mention says so; the best mention, whose words are quoted, is the
    first that does, preferably in a section on a question.
    """
    by_name: dict[str, list[AgencyMention]] = defaultdict(list)
    for mention in mentions:
        by_name[mention.agency or fold(mention.name)].append(mention)
    found = []
    for of_one in by_name.values():
        best = min(of_one, key=lambda m: (m.role is not AgencyRole.PARTNER, m.question in {None, "overall"}))
        spans = dict.fromkeys(m.stated_by for m in of_one)
        found.append(Partner(
            best.name, best.agency, tuple(dict.fromkeys(label for m in of_one for label in m.labels)),
            best.type, best.role,
            tuple(dict.fromkeys(m.question for m in of_one if m.question)),
            tuple(dict.fromkeys(theme for m in of_one for theme in m.themes)),
            best.stated_by, tuple(span for span in spans if span != best.stated_by), best.rule,
        ))  # fmt: skip
    return found


_KNOWN: WeakKeyDictionary[Register, Gazetteer[_Found]] = WeakKeyDictionary()


def _known(register: Register) -> Gazetteer[_Found]:
    """Names of the register; a force's short name, which is also a county's, is not among them."""
    gazetteer = _KNOWN.get(register)
    if gazetteer is None:
        names = [(name, _force(force)) for force in register.forces.values() for name in _full_names(force)]
        for agency in register.organisations.values():
            names += [(name, _agency(agency)) for name in agency.names]
        gazetteer = _KNOWN[register] = Gazetteer(names, proper=True)
    return gazetteer


def _force(force: Force) -> _Found:
    return _Found(0, 0, f"force/{force.notation}", force.name, _FORCE_TYPE, "known force", rank=3)


def _agency(agency: Agency) -> _Found:
    name, rank = ("known kind of partner", 1) if agency.generic else ("known agency", 3)
    return _Found(0, 0, agency.notation, agency.name, agency.type, name, agency.generic, rank)


def _full_names(force: Force) -> Iterator[str]:
    for name in force.names:
        is_short = name in {force.short_name, force.notation} and "Police" not in name
        words = ("Police", "Constabulary", "Service", "Force")
        if not is_short and (name.isupper() or name.endswith(words)):
            yield name


def _found(context: Context, sentence: Sentence) -> list[_Found]:
    """Names in one sentence, before abbreviations of this report are known; those of this force included."""
    text = sentence.text
    hits = [
        _at(hit.value, hit.start, hit.end)
        for hit in _known(context.register).find(text)
        if not (hit.value.generic and text.startswith(" organisation", hit.end) and text[hit.end + 13 :][:1] != "s")
    ]
    hits += _of_forces(context.register, text)
    hits += _alliance(context, text)
    if sentence.place is not Place.ANNEX or "(" in text:
        for name in new_names(text):
            if not NOT_THERE.search(text[: name.start]) and not _is_own(context.force, name.name):
                hits.append(_Found(name.start, name.end, None, name.name, name.type, name.rule, rank=2))
    kinds = context.register.organisations
    for start, end, notation in bare_kinds(text):
        if notation in kinds:
            hits.append(_at(_agency(kinds[notation]), start, end))
    own = f"force/{context.force.notation}"
    return [hit for hit in _apart(hits) if hit.agency != own and not _is_common_word(text, hit)]


def _is_own(force: Force, name: str) -> bool:
    return name.startswith(force.name)


def _is_common_word(text: str, hit: _Found) -> bool:
    """Whether a name of one word begins a sentence, where any word has a capital."""
    word = text[hit.start : hit.end]
    is_first = hit.start == 0 and " " not in word and not hit.generic
    return (
        is_first and word[1:].islower() and hit.rule == "known agency" and text[hit.end : hit.end + 1] not in {",", "'"}
    )


def _at(found: _Found, start: int, end: int, rule_name: str | None = None) -> _Found:
    return _Found(start, end, found.agency, found.name, found.type, rule_name or found.rule, found.generic, found.rank)


def _of_forces(register: Register, text: str) -> Iterator[_Found]:
    """Forces that a list calls by their short names."""
    for pattern in (FORCES_LISTED, PLACED):
        for match in pattern.finditer(text):
            group = "after" if "after" in match.re.groupindex and match["after"] else "names"
            listed, offset = match[group], match.start(group)
            for hit in _short_names(register).find(listed):
                yield _at(hit.value, offset + hit.start, offset + hit.end, pattern.name)


_SHORT: WeakKeyDictionary[Register, Gazetteer[_Found]] = WeakKeyDictionary()


def _short_names(register: Register) -> Gazetteer[_Found]:
    gazetteer = _SHORT.get(register)
    if gazetteer is None:
        names = ((force.short_name, _force(force)) for force in register.forces.values())
        gazetteer = _SHORT[register] = Gazetteer(names, proper=True)
    return gazetteer


def _alliance(context: Context, text: str) -> Iterator[_Found]:
    """'The strategic alliance' of a report on one of its members."""
    if "strategic alliance" not in text:
        return
    for agency in context.register.organisations.values():
        if context.force.notation in agency.members and "strategic alliance" in agency.name:
            for match in re.finditer(r"\bstrategic alliance\b", text):
                yield _at(_agency(agency), match.start(), match.end(), "alliance of the force")


def _apart(hits: Iterable[_Found]) -> list[_Found]:
    """Those that don't overlap: a known name before a new one before a kind; of the same sort the longest.

    A new name that holds the name of a kind ('Loamshire Safeguarding Children Board') counts before it.
    """
    kept: list[_Found] = []
    for hit in sorted(hits, key=lambda h: (-h.rank, h.start - h.end, h.start)):
        if all(hit.end <= other.start or hit.start >= other.end for other in kept):
            kept.append(hit)
    return kept


def _key(hit: _Found) -> str:
    return hit.agency or fold(hit.name).removeprefix("the ")


def _names(found: Iterable[tuple[Sentence, list[_Found]]]) -> _Names:
    """Abbreviations and spellings that the report gives its agencies."""
    names = _Names()
    for sentence, hits in found:
        for hit in hits:
            printed = sentence.text[hit.start : hit.end]
            names.labels[_key(hit)][printed] = None
            after = ABBREVIATED.search(sentence.text[hit.end :])
            before = EXPLAINED.search(sentence.text[: hit.start])
            for match in (after, before):
                if match and match["abbreviation"][0].casefold() == printed[0].casefold():
                    names.abbreviations.setdefault(match["abbreviation"], hit)
                    names.labels[_key(hit)][match["abbreviation"]] = None
    return names


def _abbreviated(text: str, hits: list[_Found], names: _Names) -> Iterator[_Found]:
    """Mentions by an abbreviation that the report defines."""
    for match in re.finditer(r"\b[A-Z][A-Za-z&]{1,9}\b", text):
        found = names.abbreviations.get(match[0]) or names.abbreviations.get(match[0].removesuffix("s"))
        if found and not any(hit.start <= match.start() < hit.end for hit in hits):
            yield _at(found, match.start(), match.end(), "abbreviation defined in the report")
