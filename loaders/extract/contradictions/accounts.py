"""What became of data told two ways, figures called a graph and a table, and things told to be there and not."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ...facts import Caveat, Certainty, Contradiction, ContradictionKind, Span
from ...outline import BlockKind
from ...prose import Place, Sentence
from ...rules import rule
from ...text import fold
from ..caveats import forces_named
from ..context import Context
from ..periods import MONTH, iso_date
from .names import BODIES

_COULD_NOT = rule(
    "could not give its data",
    r"\b(?:(?:unable|not able) to|could not|did not) (?:submit|provide|supply) "
    r"(?P<what>(?!the (?:last|first|final|full)\b)(?:[\w'’-]+ ){0,8}?(?:data|figures|returns?))\b",
    (
        "Mummerset Police was unable to submit burglary outcomes data.",
        "Loamshire Constabulary did not provide its arrest figures.",
    ),
    ("Mummerset Police was unable to provide the last quarter of data.", "It was able to submit its data."),
)
_HAS = rule(
    "gave its data, or they are not used",
    r"\b(?:decided|chosen|agreed) not to use (?P<unused>[^.;]{0,80}?(?:data|figures))\b"
    r"|\b(?:provided|submitted|supplied|resubmitted) (?!to\b)(?P<given>[^.;]{0,60}?(?:data|figures))\b",
    (
        "HMIC has decided not to use Mummerset Police's burglary outcome data.",
        "The force then provided updated burglary figures.",
    ),
    ("Mummerset Police was unable to provide burglary data.", "data provided by all other forces"),
)
_SUBJECT = re.compile(r"(?<![A-Za-z])[a-z]{5,}")
_NO_SUBJECT = frozenset(
    {"police", "constabulary", "force", "forces", "figure", "figures", "returns", "updated", "corrected", "recent"}
)
_STEM = 6


@dataclass(frozen=True, slots=True)
class _Told:
    """What a sentence says of the data of some forces."""

    forces: frozenset[str]
    subject: frozenset[str]
    sentence: Sentence


def accounts(context: Context) -> Iterator[Contradiction]:
    """A force that 'was unable to submit' data of a kind in one place, and whose data were 'not used' in another."""
    could_not: list[_Told] = []
    has: list[_Told] = []
    last: tuple[int, frozenset[str]] = (-1, frozenset())
    for sentence in context.sentences:
        lost, given = _COULD_NOT.search(sentence.text), _HAS.search(sentence.text)
        named = frozenset(forces_named(sentence, context.register)) if lost or given or _can_open(sentence) else None
        if named:
            last = (sentence.paragraph, named)
        forces = last[1] if last[0] == sentence.paragraph else frozenset()
        if lost and named:
            could_not.append(_Told(named, _subject(lost["what"]), sentence))
        elif given and forces:
            has.append(_Told(forces, _subject(given["unused"] or given["given"]), sentence))
    told: set[tuple[str, int]] = set()
    for lack in could_not:
        # What is said not to be used is quoted before what is said to have been provided.
        for other in sorted(has, key=lambda h: "not to use" not in h.sentence.text):
            for force in sorted(lack.forces & other.forces):
                key = (force, lack.sentence.quote.start)
                if key in told or not lack.subject & other.subject:
                    continue
                told.add(key)
                name = context.register.forces[force].name
                yield Contradiction(
                    ContradictionKind.ACCOUNT,
                    f"{name} is said to have been unable to give its data in one place; "
                    "in another they exist, and it was decided not to use them.",
                    Certainty.SURE if lack.subject <= other.subject else Certainty.LIKELY,
                    lack.sentence.quote,
                    other.sentence.quote,
                    "data-two-accounts",
                )


def _can_open(sentence: Sentence) -> bool:
    """Whether a sentence can open a case about a force's data."""
    return sentence.place in {Place.FOOTNOTE, Place.ANNEX} and ("Police" in sentence.text or "Constab" in sentence.text)


def _subject(words: str) -> frozenset[str]:
    """What the data are about, by the beginnings of its words; names of forces begin with capitals."""
    return frozenset(w[:_STEM] for w in _SUBJECT.findall(words) if w not in _NO_SUBJECT)


_CALLED = rule(
    "called a graph or a table",
    r"\bthe (?:(?:two|three|above|two other) )?(?P<form>tables?|graphs?|charts?)\b",
    ("not included in the graph", "between the two tables"),
    ("a table of offenders", "the tabletop exercise"),
)
_FIGURE = rule("figure by number", r"\bfigures? (?P<number>\d{1,2})\b", ("with figure 8",), ("the figure of 8",))


def forms(context: Context, caveats: Iterable[Caveat]) -> Iterator[Contradiction]:
    """A figure that one note calls a graph and another sentence a table; a chart is a graph."""
    called: dict[str, list[tuple[str, Span]]] = defaultdict(list)
    by_start = {sentence.quote.start: sentence for sentence in context.sentences}
    for caveat in caveats:
        match = _CALLED.search(caveat.stated_by.quote)
        if match and _FIGURE.fullmatch(caveat.figure):
            called[caveat.figure].append((_form(match["form"]), _whole(by_start, caveat.stated_by)))
    for sentence in context.sentences:
        match = _CALLED.search(sentence.text)
        named = {f"figure {int(m['number'])}" for m in _FIGURE.finditer(sentence.text)} if match else set()
        if match and len(named) == 1:
            called[named.pop()].append((_form(match["form"]), sentence.quote))
    tables = _tables(context)
    for name, found in called.items():
        first = found[0]
        other = next((f for f in found if f[0] != first[0]), None)
        certainty = Certainty.SURE
        if other is None and first[0] == "graph" and name in tables:
            other, certainty = ("table", tables[name]), Certainty.LIKELY
        if other:
            yield Contradiction(
                ContradictionKind.FORM,
                f"{name.capitalize()} is called a {first[0]} in one place and is a {other[0]} in another.",
                certainty,
                first[1],
                other[1],
                "figure-two-forms",
            )


def _form(word: str) -> str:
    return "table" if word.casefold().startswith("table") else "graph"


def _whole(by_start: dict[int, Sentence], span: Span) -> Span:
    """The span, or the sentence that begins with it where that is longer."""
    sentence = by_start.get(span.start)
    return sentence.quote if sentence and sentence.quote.end > span.end else span


def _tables(context: Context) -> dict[str, Span]:
    """Captions of figures that have rows under them, by the figure's name."""
    found: dict[str, Span] = {}
    for section in context.outline.sections:
        for caption, below in zip(section.blocks, section.blocks[1:], strict=False):
            match = _FIGURE.search(caption.text.text)
            if match and caption.kind is BlockKind.CAPTION and below.kind is BlockKind.ROW:
                spans = caption.text.spans(context.outline.document)
                found[f"figure {int(match['number'])}"] = max(spans, key=lambda s: s.end - s.start)
    return found


_NOUN = r"[a-z][\w'’-]*"
_DONE = r"(?:created|set up|established|introduced|put in place|formed|implemented)"
_THING = rf"(?:{_NOUN} ){{0,4}}?{_NOUN}"
_MADE = rule(
    "has been made",
    rf"\b(?:the|this|its|a|an|new) (?P<what>{_THING}) (?:has|have) (?:now |already |recently |since )?been {_DONE}\b"
    rf"|\b(?:force|constabulary|it) (?:has|have) (?:now |already |recently |since )?{_DONE} (?:a|an|its|the) (?:new )?"
    rf"(?P<made>{_THING})(?= (?:to|which|that|for|with|in|and|where|but)\b|[.,;:])",
    (
        "A rural crime board was planned; this board has been created but has not met.",
        "The force has set up a stalking clinic to help victims.",
    ),
    ("The force has set up a meeting", "A plan is to be made."),
)
_NOT_THERE = rule(
    "is not there yet",
    rf"\b(?:do|does) not (?:yet |currently )?have (?:a|an|any) (?P<what>{_THING})(?: yet)?"
    r"(?=(?: in place| at present| yet)? ?[.,;]|(?: in place)? (?:although|but|and|in place)\b)"
    rf"|\bno (?P<none>{_THING}) (?:has|have) (?:yet )?been {_DONE}\b"
    rf"|\b(?P<unmade>{_THING}) (?:has|have) not (?:yet )?been {_DONE}\b",
    (
        "The force does not yet have a rural crime board in place, although it plans one.",
        "No stalking clinic has been set up.",
        "The stalking clinic has not yet been set up.",
    ),
    ("The force does not have to report.", "The force has a board."),
)
_POINTS_BACK = re.compile(r"this\s+[\w'’-]+\s+ha", re.IGNORECASE)
_EARLIER = rule(
    "tells of another time or place",
    r"\b(?:last year|previously|in 20\d\d|20\d\d (?:report|inspection|effectiveness)|at the time of our|had"
    r"|many forces|other forces)\b",
    ("Last year we found that the force does not have a plan.", "In 2015 the force had none."),
    ("The force does not have a plan.",),
)
_LEAST_SHARED = 2
_NAME = r"(?P<name>(?-i:[A-Z][\w-]{2,}(?: [A-Z][\w-]+)?))"
_DATE = rf"(?P<date>(?:\d{{1,2}} )?{MONTH} 20\d\d)"
_IN_USE = rule(
    "in use since",
    rf"\b{_NAME},?(?: [\w'’,-]+){{0,8}}? (?:in use|in place|live|operating|used|running) since {_DATE}"
    rf"|\bsince {_DATE.replace('date', 'from')},? (?:the )?(?:force|constabulary|it) has (?:been using|used|had)"
    rf" (?:the |its )?{_NAME.replace('name', 'used')}\b",
    (
        "A system for keys, Jackdaw, has been in use since May 2015.",
        "Since March 2016, the force has used Jackdaw in its stores.",
    ),
    ("Jackdaw is to be used from May 2015.", "a system in use since May 2015"),
)
_COMING = rule(
    "still to come",
    rf"\b{_NAME},?(?: [\w'’,-]+){{0,8}}? (?:arrives?|(?:will|is to|is due to|is expected to|is planned to) (?:be )?"
    r"(?:arrive|introduced|installed|implemented|launched|rolled out|go live|come into use|available|in place|in use)"
    rf"|is due)(?: [\w'’-]+){{0,4}}? (?:in|by|on|for) {_DATE}",
    ("when Jackdaw, the system for keys, arrives in April 2017", "Jackdaw is due to be introduced in April 2017"),
    ("Jackdaw was due to be introduced in April 2016.", "It arrives in April 2017."),
)


def statuses(context: Context) -> Iterator[Contradiction]:
    """A thing that 'has been created' in one sentence and that the force 'does not yet have' in another.

    It must be a body, as plans and policies are many, the last two words of its name must be the same, and both
    sentences be of one question; sentences about an earlier inspection or about other forces are left out.
    """
    made: dict[tuple[str | None, ...], Sentence] = {}
    absent: dict[tuple[str | None, ...], Sentence] = {}
    for sentence in context.sentences:
        if sentence.place is not Place.BODY or _EARLIER.search(sentence.text):
            continue
        for stated, found in ((_MADE, made), (_NOT_THERE, absent)):
            for match in stated.finditer(sentence.text):
                name = next(group for group in match.groups() if group)
                if _POINTS_BACK.match(match[0]):
                    name = _antecedent(sentence.text[: match.start()], name.split()[-1]) or name
                words = tuple(fold(name).split())[-_LEAST_SHARED:]
                if len(words) == _LEAST_SHARED and words[-1] in BODIES:
                    found.setdefault((*words, sentence.section.main_question), sentence)
    for key, sentence in absent.items():
        if key in made:
            first, second = sorted((made[key], sentence), key=lambda s: s.quote.start)
            yield Contradiction(
                ContradictionKind.STATUS,
                f"The {key[0]} {key[1]} is said to have been created in one place and not to be there in another.",
                Certainty.LIKELY,
                first.quote,
                second.quote,
                "created-and-not-there",
            )


def beginnings(context: Context) -> Iterator[Contradiction]:
    """A named thing that is 'in use since' a month in one place, and still to come at a later one in another."""
    used: dict[str, tuple[str, Sentence]] = {}
    coming: list[tuple[str, str, Sentence]] = []
    for sentence in context.sentences:
        if sentence.place is Place.FRONT or not _YEAR.search(sentence.text):
            continue
        for match in _IN_USE.finditer(sentence.text):
            date = iso_date(match["date"] or match["from"])
            if date:
                used.setdefault(match["name"] or match["used"], (date, sentence))
        for match in _COMING.finditer(sentence.text):
            if date := iso_date(match["date"]):
                coming.append((match["name"], date, sentence))
    for name, date, sentence in coming:
        if name in used and used[name][0] < date:
            first, second = sorted((used[name][1], sentence), key=lambda s: s.quote.start)
            yield Contradiction(
                ContradictionKind.STATUS,
                f"{name} is said to be in use since {used[name][0]} in one place and to come in {date} in another.",
                Certainty.LIKELY,
                first.quote,
                second.quote,
                "in-use-and-still-to-come",
            )


_YEAR = re.compile(r"[a-z]\s+20\d\d")


def _antecedent(text: str, noun: str) -> str | None:
    """What 'this board' means: the words that end with 'board' before it in the sentence."""
    before = re.findall(rf"((?:[\w'’-]+\s+){{1,4}}{re.escape(noun)})\b", text)
    return before[-1] if before else None
