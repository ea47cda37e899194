"""Names, abbreviations and labels that a report spells two ways."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from ...facts import Certainty, Contradiction, ContradictionKind, Figure, Span
from ...prose import Place, Sentence
from ...rules import rule
from ...text import fold
from ..abbreviations import COMMON_NOUNS
from ..context import Context
from ..terms import abbreviations_in

_ADJECTIVE = re.compile(r"(?<=[a-z]{4})(?:ern|al|ical|ial)$")
_SMALL = frozenset({"and", "of", "for", "the", "in", "to", "on", "a", "an", "at", "by", "with", "or", "&"})
_MOST_APART = 2
"""Edits between two spellings of one abbreviation."""
_LEAST_LETTERS = 4
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class _Meaning:
    """An abbreviation with the words that a sentence gives it."""

    short: str
    words: str
    span: Span

    @property
    def key(self) -> tuple[str, ...]:
        """The words that matter, without plural, hyphens and capitals."""
        return tuple(
            _singular(word)
            for word in fold(self.words).replace("-", " ").replace("/", " ").replace(",", " ").split()
            if word not in _SMALL
        )

    @property
    def stems(self) -> tuple[str, ...]:
        """The key, with adjectives made nouns: 'south eastern' is 'south east'."""
        return tuple(_ADJECTIVE.sub("", word) for word in self.key)


def _singular(word: str) -> str:
    return re.sub(r"(?<=[a-z]{2})(?:'s|s'|(?<!s)s)$", "", word)


def abbreviations(context: Context) -> Iterator[Contradiction]:
    """Abbreviations with two meanings, and meanings with two abbreviations that look like misspellings."""
    met = [
        _Meaning(term.term, term.expansion, sentence.quote)
        for sentence in context.sentences
        if _SPELLS_OUT.search(sentence.text)
        for term in abbreviations_in(sentence.text, sentence.quote)
        if term.expansion
    ]
    by_short: dict[str, list[_Meaning]] = defaultdict(list)
    by_words: dict[tuple[str, ...], list[_Meaning]] = defaultdict(list)
    for meaning in met:
        by_short[meaning.short].append(meaning)
        by_words[meaning.stems].append(meaning)
    for same in by_short.values():
        yield from _two_meanings(same)
    for same in by_words.values():
        yield from _two_spellings(same)


_SPELLS_OUT = re.compile(r"\([A-Za-z]|[A-Z]{2,}s?\s*(?:\(|,|[:–-]|is\s+an\s+a|stands)|stands? for")


def _two_meanings(same: list[_Meaning]) -> Iterator[Contradiction]:
    first = same[0]
    told = {first.key}
    for other in same[1:]:
        if other.key in told or any(_part_of(key, other.key) for key in told):
            continue
        told.add(other.key)
        shared = len(set(first.key) & set(other.key))
        alike = shared >= _HALF * max(len(first.key), len(other.key))
        yield Contradiction(
            ContradictionKind.ABBREVIATION,
            f"{first.short} is said to mean '{first.words}' in one place and '{other.words}' in another.",
            Certainty.SURE if alike else Certainty.LIKELY,
            first.span,
            other.span,
            "abbreviation-two-meanings",
        )


def _part_of(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one begins or ends with the other: its first or last words were counted in or not."""
    short, long = sorted((one, other), key=len)
    return long[: len(short)] == short or long[-len(short) :] == short


def _two_spellings(same: list[_Meaning]) -> Iterator[Contradiction]:
    first = same[0]
    told = {first.short}
    for other in same[1:]:
        if other.short in told:
            continue
        told.add(other.short)
        apart = OSA.distance(first.short, other.short)
        if min(len(first.short), len(other.short)) < _LEAST_LETTERS or apart > _MOST_APART:
            continue
        yield Contradiction(
            ContradictionKind.ABBREVIATION,
            f"'{first.words}' is abbreviated {first.short} in one place and {other.short} in another.",
            Certainty.SURE,
            first.span,
            other.span,
            "abbreviation-two-spellings",
        )


_WORD = r"[A-Za-z][\w'’-]*"
_PROPER = rule(
    "name in capitals",
    r"(?-i:\b[A-Z][\w'’-]+(?: (?:(?:of|and|for) )?[A-Z][\w'’-]+){2,7})",
    ("the North Eastern Regional Fraud Team", "Wenn and Wold Rescue Service"),
    ("Loamshire Constabulary", "the north eastern team"),
)


def names(context: Context) -> Iterator[Contradiction]:
    """Names of bodies that differ by an adjective's ending, a hyphen or a letter."""
    yield from _proper_names(context)
    yield from _hyphens(context)


def _proper_names(context: Context) -> Iterator[Contradiction]:
    """Names in capitals, the words of which are the same but for the ending of an adjective."""
    spelt: dict[tuple[str, ...], dict[tuple[str, ...], tuple[str, Span]]] = defaultdict(dict)
    for sentence in context.sentences:
        for match in _PROPER.finditer(sentence.text):
            words = tuple(_singular(word) for word in fold(match[0]).replace("-", " ").split())
            if words[-1] in BODIES:
                for start in range(len(words) - 2):
                    key = tuple(_ADJECTIVE.sub("", word) for word in words[start:])
                    printed = " ".join(match[0].split()[start:])
                    spelt[key].setdefault(words[start:], (printed, sentence.quote))
    done: set[tuple[int, int]] = set()
    for spellings in sorted(spelt.values(), key=lambda s: -max(map(len, s))):
        first, *others = spellings.values()
        for other in others:
            pair = (first[1].start, other[1].start)
            if pair not in done:
                done.add(pair)
                yield _two_names(first, other, "name-two-adjectives")


def _two_names(first: tuple[str, Span], other: tuple[str, Span], found_by: str) -> Contradiction:
    return Contradiction(
        ContradictionKind.NAME,
        f"One name is written '{first[0]}' in one place and '{other[0]}' in another.",
        Certainty.SURE,
        first[1],
        other[1],
        found_by,
    )


BODIES = COMMON_NOUNS - {"process", "processes", "form", "forms", "method", "approach", "plan", "plans", "tool"} | {
    *("board", "panel", "committee", "centre", "hub", "service", "partnership", "agency", "bureau", "department"),
    *(
        "desk",
        "network",
        "forum",
        "clinic",
        "conference",
        "command",
        "authority",
        "council",
        "association",
        "force",
        "division",
    ),
}
"""Words at the end of names of bodies, systems and standing meetings."""

_PREFIX = r"(?:co|re|pre|non|anti|multi|inter|sub|cyber|counter)"
_HYPHENATED = rule(
    "word with a hyphen after its prefix",
    rf"\b(?P<before>(?:{_WORD} ){{1,2}})(?P<word>{_PREFIX}-[a-z]{{3,}}) (?P<body>{'|'.join(sorted(BODIES))})s?\b",
    ("the force planning and co-ordination group", "the rural re-offending panel"),
    ("a co-ordinated response", "co-ordination group"),
)
_PLAIN = rule(
    "word without a hyphen after its prefix",
    rf"\b(?P<before>(?:{_WORD} ){{1,2}})(?P<word>{_PREFIX}[a-z]{{3,}}) (?P<body>{'|'.join(sorted(BODIES))})s?\b",
    ("the force planning and coordination group",),
    ("a coordinated response",),
)
_CONTENT = re.compile(r"[A-Za-z]{4,}")


def _hyphens(context: Context) -> Iterator[Contradiction]:
    """Names of bodies with a word that has a hyphen in one place and none in another.

    The word before it must be part of the name: it is not enough that a team 'co-ordinates' something.
    A word that the end of a line parts tells nothing of how it is spelt.
    """
    text = context.outline.document.text
    found: dict[tuple[str, str, str], dict[str, list[tuple[str, Span]]]] = defaultdict(lambda: defaultdict(list))
    plain: re.Pattern[str] | None = None
    for stated in (_HYPHENATED, _PLAIN):
        for sentence in context.sentences:
            if sentence.place is Place.FRONT or (plain and not plain.search(sentence.text)):
                continue
            for match in stated.finditer(sentence.text):
                word, before = match["word"].casefold(), _name_before(match["before"])
                if before and not _parted(text, sentence, match["word"]):
                    key = (before, word.replace("-", ""), match["body"].casefold())
                    found[key][word].append((f"{before} {match['word']} {match['body']}", sentence.quote))
        if not found:
            return  # no name has a hyphen
        plain = re.compile("|".join(sorted({word for _, word, _ in found})), re.IGNORECASE)
    for spellings in found.values():
        if len(spellings) > 1:
            commoner, rarer = sorted(spellings.values(), key=len, reverse=True)[:2]
            # The best known of the two is quoted where the name stands by itself, without what is said before it.
            yield _two_names(commoner[0], rarer[0], "name-two-hyphenations")


def _name_before(words: str) -> str:
    """The word before, with the one before a joining word: what makes a phrase a name."""
    kept = [word.casefold() for word in words.split()]
    while kept and (kept[0] in _SMALL or kept[0] in _DETERMINERS):
        kept.pop(0)
    return " ".join(kept) if any(_CONTENT.fullmatch(word) for word in kept) else ""


_DETERMINERS = frozenset({"its", "their", "this", "that", "these", "those", "each", "every", "any", "some", "our"})


def _parted(text: str, sentence: Sentence, word: str) -> bool:
    """Whether the end of a line stands within the word in the document."""
    before, _, after = word.partition("-")
    spans = "".join(text[span.start : span.end] for span in sentence.spans)
    return re.search(rf"{before}-\s+{after}" if after else r"\w-\s*\n\s*\w", spans) is not None


_QUOTED = rule(
    "words in quotation marks",
    r"(?<![\w'‘])['‘](?P<words>[A-Za-z][^'‘’]{4,120}?)['’](?!\w)",
    ("the use of 'fined/warned' was", "of ‘fined / warned’."),
    ("the force's own officers' views",),
)
_LEAST_WORD = 6


def labels(context: Context, figures: Sequence[Figure]) -> Iterator[Contradiction]:
    """Labels of the rows of tables that are spelt another way in another table, or where the text quotes them.

    They differ by one word, and that by a letter: a plural, a capital or a mark is no other spelling. Where the
    register does not know one of the two, a poor scan may be at fault.
    """
    known = {_label_key(name) for metric in context.register.metrics.values() for name in metric.names}
    printed: dict[str, tuple[str, Span]] = {}
    for figure in figures:
        printed.setdefault(_label_key(figure.label), (figure.label, figure.stated_by))
    quoted: dict[str, tuple[str, Span]] = {}
    for sentence in context.sentences:
        if "'" in sentence.text or "‘" in sentence.text:
            for match in _QUOTED.finditer(sentence.text):
                quoted.setdefault(_label_key(match["words"]), (match["words"], sentence.quote))
    told: set[frozenset[str]] = set()
    for others in (quoted, printed):
        for key, (label, span) in printed.items():
            for other, (words, where) in others.items():
                differing = _one_word(key, other)
                if differing and differing not in told:
                    told.add(differing)
                    yield Contradiction(
                        ContradictionKind.LABEL,
                        f"One outcome is called '{label}' in one place and '{words}' in another.",
                        Certainty.SURE if known.issuperset({key, other}) else Certainty.LIKELY,
                        span,
                        where,
                        "label-two-spellings",
                    )


def _label_key(label: str) -> str:
    return " ".join(_singular(word) for word in re.split(r"[\s/;:,()–-]+", fold(label)) if word)


def _one_word(one: str, other: str) -> frozenset[str] | None:
    """The one word in which two labels differ, in both spellings; None where they differ in more or in less."""
    a, b = one.split(), other.split()
    if len(a) != len(b) or a == b:
        return None
    differing = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    if len(differing) != 1:
        return None
    x, y = differing[0]
    if min(len(x), len(y)) < _LEAST_WORD or x[0] != y[0] or OSA.distance(x, y) > 1:
        return None
    return frozenset({x, y})
