"""Abbreviations and words that a report explains."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..facts import Span, Term
from ..prose import Place, Sentence
from ..rules import rule
from ..text import fold
from .abbreviations import ABBREVIATION, COMMON_NOUNS, expansion_after, expansion_before, letters_of, singular
from .context import Context

_SHORT = ABBREVIATION.pattern.pattern
_OPEN, _CLOSE = r"['‘“\"]", r"['’”\"]"

_IN_BRACKETS = rule(
    "abbreviation in brackets",
    rf"\((?P<short>{_SHORT})(?: (?:19|20)\d\d)?\)",
    ("the multi-agency safeguarding hub (MASH) works", "risk (DASH 2009)", "groups (OCGs)"),
    ("(see annex A)", "(per 1,000)", "(Kent)"),
)
_WORDS_IN_BRACKETS = rule(
    "words in brackets",
    rf"\b(?P<short>{_SHORT})(?: (?:model|method|approach|process|form|system"
    rf"|framework))? \((?P<words>[A-Za-z][^()]{{6,140}})\)",
    ("WAVEs (weekly area vehicle examinations) are held", "the FARM model (find, ask, record and mend)"),
    ("the MASH in Wenn (opened in 2016)",),
)
_WORDS_AFTER = rule(
    "words after a comma",
    rf"\b(?P<short>{_SHORT}), (?:or )?the (?P<words>(?-i:[A-Z])[\w\s,'’&-]{{6,120}})(?=[,.;]|$)",
    ("to WAVES, the Wenn Area Vehicle Examination Service",),
    ("to WAVES, which the force uses",),
)
_STANDS_FOR = rule(
    "stands for",
    rf"\b(?P<short>{_SHORT})(?:,| is| are)?(?: an? (?:acronym|abbreviation) (?:for|of)| stands? for|,? short for)"
    r" (?P<words>[^.;:]{6,140})",
    ("FARM is an acronym for find, ask, record and mend.", "VPS stands for victim personal statement"),
    ("FARM is a model.",),
)
_COLON = rule(
    "colon",
    rf"^(?P<short>{_SHORT}) ?[:–-] (?:the |an? )?{_OPEN}?(?P<words>[a-z][^.:'’]{{6,120}})",
    ("WREN: the 'watching rural estates at night' method", "HOTS – Herts offender tracking system"),
    ("WREN is a tool",),
)
_OWN_NAME = rule(
    "abbreviation as part of its own name",
    r"\b(?P<words>(?P<short>(?-i:[A-Z]{3,6})) (?-i:[A-Z][a-z]+(?: [A-Z][a-z]+){1,5}))\b",
    ("WAVE Area Vehicle Examiners keep lists",),
    ("HMIC found that", "NCA officers"),
)
_PS = rule(
    "letters of a list",
    r"\b(?P<short>(?-i:\d[A-Z])s)\b",
    ("often referred to as the 3Cs:",),
    ("the 3 points",),
)
_ALSO_KNOWN = rule(
    "also known as",
    rf"(?P<words>[A-Za-z][\w\s'’-]{{2,80}}?)(?: \([A-Z]{{2,8}}s?\))?,? \(?(?:also |sometimes |often |otherwise "
    rf"|more )?"
    rf"(?:commonly |formally |formerly |informally )?(?:known|referred to)(?: formally| locally)? as (?:the |an? )?"
    rf"(?:{_OPEN}(?P<quoted>[^'’”\"]{{2,60}}(?:['’](?=s\b)[^'’”\"]*)?){_CLOSE}"
    rf"|(?P<plain>(?!the\b)[\w][\w\s'’-]{{2,60}}?))(?=[,.;:)]|$| (?:is|are|and|to|in|which|that|for)\b)",
    (
        "The disclosure scheme, also known as Wenn's Law, helps.",
        "a daily meeting (known as 'prayers') is held",
        "These visits are known as doorstep calls.",
    ),
    ("The risk is known to the force.", "It is known that"),
)
_REPLACED = rule(
    "known before as",
    rf"\b(?:replac\w+|instead of) what (?:was|were) (?:once |formerly )?(?:known as"
    rf"|called) {_OPEN}?(?P<old>[\w\s-]{{3,40}}?){_CLOSE}?,"
    r" (?:the )?(?P<new>[\w\s-]{3,40}?) (?:gives?|is|are|shows?|provides?)\b",
    ("Replacing what was once called 'the tally', the new list gives every name.",),
    ("It replaced the old system.",),
)
_SO_CALLED = rule(
    "so-called",
    rf"\bso-called {_OPEN}?(?P<term>[\w-]+(?: (?!such|as|and|or|in|to|of|for|that|which|is|are"
    rf"|has)[\w-]+){{0,2}}){_CLOSE}?",
    ("so-called 'diary' cars",),
    ("the so called",),
)
_DEFINES = rule(
    "defines the term",
    rf"\b(?:defin(?:es|ed) (?:the term |an? )?{_OPEN}?(?P<term>[\w-]+(?: [\w-]+){{0,4}}?){_CLOSE}? as\b"
    rf"|by (?:the term |an? )?{_OPEN}?(?P<meant>[\w-]+(?: [\w-]+){{0,4}}?){_CLOSE}?,? we mean\b)",
    ("The council defines a rough sleeper as:", "By a regular we mean somebody who calls each week."),
    ("The force defines its priorities each year.", "identified by the police as urgent"),
)
_IS = rule(
    "explains its subject",
    rf"^(?:The term |The |An? )?{_OPEN}?(?P<term>[A-Za-z0-9][\w/’'-]*(?: (?!is\b|are\b|has\b|have\b|was\b|were\b"
    rf"|which\b|that\b|who\b)[\w/’'&-]+){{0,7}}?){_CLOSE}?"
    r"(?: \((?P<aside>[^()]{2,140})\))?(?:,? also known as [^,]+,?)? (?:also )?"
    r"(?:(?:is|are) (?:a|an|the|someone|somebody|something|when|where|defined|made up|specific|designed|in place"
    r"|groups?|regular|local|meetings?|applied|set up"
    r"|co-located|outstanding)\b"
    r"|means?\b|includes?\b|refers? to\b|comprises?\b|consists? of\b|involves?\b|brings?\b|defines?\b|manages?\b"
    r"|provides?\b"
    r"|shows? the (?:percentage|number|proportion|rate)\b|facilitates?\b|allows?\b|focus(?:es)? on\b"
    r"|describes?\b|covers?\b|set up as\b|scores?\b|increases protection\b)",
    (
        "A keyholder is someone who lives near.",
        "Rural crime includes the theft of sheep.",
        "A WXO is an order that a court makes.",
        "WXOs are in place to keep dogs away.",
        "'Time served' is when a prisoner has waited for the court.",
    ),
    ("The force has trained its staff.", "We found that the force is a partner."),
)
_NOT_A_TERM = rule(
    "subject that is no term",
    r"^(?:(?:this|these|those|that|it|its|they|their|there|we|our|some|many|most|all|other|agencies|each|more"
    r"|for|the force|forces|force|police"
    r"|in|as|at|on|by|if|any|to)\b|(?:the )?(?:rate|number|figures?|data|percentages?|information|report"
    r"|inspection|force|aim|process)s?\b)|\bforces?$|\b(?:Police|Constabulary)\b",
    ("This technique", "The force", "Mummerset Police", "figures"),
    ("Modern slavery", "control room"),
)
_DETERMINER = re.compile(r"^(?:the|an?|its|their|our|some|these|those)\s+", re.IGNORECASE)
_LAST_CLAUSE = re.compile(
    r"^.*(?:,|\b(?:of|use|using|in|and|with|is|are|has|have|through|as|to|from|by|under|for|on|at))\s+(?:the|an?)\s+",
    re.DOTALL,
)
_CALLED = re.compile(r"known|referred to|what (?:was|were)|so-called", re.IGNORECASE)
_POINTS_BACK = re.compile(r"(?:This|These|Such)\b")
_DEFINING = re.compile(r"(?:is|are) (?:made up|defined)$|\b(?:shows? the \w+|means?)$|\bcrime includes?$")
"""What makes a definition of a sentence that is in no footnote."""
_BY_COMMA = ", known as"
_LONGEST_NAME = 6
_MOST_DEFINITION = 3
_LIST_ITEM = re.compile(r"\W*([A-Z][a-z]+)\b")


def terms(context: Context) -> list[Term]:
    """The abbreviations that a report spells out and the words that it explains, each once, in its order.

    An abbreviation counts where the words beside it have its initials. Its definition is what a footnote
    or another sentence says that it is.
    """
    found: dict[str, Term] = {}
    for at, sentence in enumerate(context.sentences):
        for term in _found_in(context, at, sentence):
            key = _key(term.term)
            known = found.get(key)
            if known is None:
                found[key] = term
            else:
                found[key] = replace(
                    known, expansion=known.expansion or term.expansion, definition=known.definition or term.definition
                )
    return _with_definitions(found)


def _key(term: str) -> str:
    return fold(singular(term))


def _with_definitions(found: dict[str, Term]) -> list[Term]:
    """The terms, an explanation of an abbreviation's words being also that of the abbreviation."""
    by_words = {fold(t.expansion): key for key, t in found.items() if t.expansion}
    by_words |= {words.removesuffix("s"): key for words, key in by_words.items()}
    merged = dict(found)
    for key, term in found.items():
        abbreviated = by_words.get(key) or by_words.get(key.removesuffix("s"))
        if abbreviated and abbreviated != key and not term.expansion and merged.get(abbreviated):
            known = merged[abbreviated]
            merged[abbreviated] = replace(known, definition=known.definition or term.definition)
            del merged[key]
    return list(merged.values())


@dataclass(frozen=True, slots=True)
class _Neighbours:
    """A sentence and those after it in its paragraph, and in the list below it."""

    context: Context
    at: int

    def definition(self) -> str:
        """The sentence and the one after it, if that goes on about the same."""
        first = self.context.sentences[self.at]
        texts = [first.text]
        for sentence in self.context.sentences[self.at + 1 : self.at + _MOST_DEFINITION]:
            if sentence.paragraph == first.paragraph and re.match(r"(?:It|This|They|These|Their|Its)\b", sentence.text):
                texts.append(sentence.text)
        return " ".join(texts)

    def following(self) -> str:
        """The next sentence of the same kind of text."""
        place = self.context.sentences[self.at].place
        after = self.context.sentences[self.at + 1 : self.at + 8]
        return next((s.text for s in after if s.place is place), "")

    def preceding(self) -> str:
        """The sentence before it in its paragraph."""
        before = self.context.sentences[self.at - 1] if self.at else None
        same = before is not None and before.paragraph == self.context.sentences[self.at].paragraph
        return before.text if before is not None and same else ""

    def items(self, count: int) -> list[str]:
        """First words of the list items that follow."""
        found = []
        for sentence in self.context.sentences[self.at + 1 : self.at + 1 + 3 * count]:
            if sentence.is_bullet and (match := _LIST_ITEM.match(sentence.text)):
                found.append(match[1])
        return found[:count]


def _found_in(context: Context, at: int, sentence: Sentence) -> Iterator[Term]:
    near = _Neighbours(context, at)
    span = sentence.quote
    yield from abbreviations_in(sentence.text, span)
    yield from _lists(near, sentence.text, span)
    yield from _other_names(near, sentence.text, span)
    yield from _explained(near, sentence, span)


def abbreviations_in(text: str, span: Span) -> Iterator[Term]:
    """The abbreviations that a sentence spells out, each time that it does."""
    for match in _IN_BRACKETS.finditer(text):
        place = expansion_before(text, match.start(), match["short"])
        if place:
            yield Term(singular(match["short"]), text[slice(*place)], None, span, "term-in-brackets")
    for stated in (_WORDS_IN_BRACKETS, _WORDS_AFTER, _STANDS_FOR, _COLON):
        for match in stated.finditer(text):
            words = _without_tail(match["words"], match["short"])
            if words:
                rule_name = "term-" + stated.name.replace(" ", "-")
                yield Term(singular(match["short"]), words, None, span, rule_name)
    for match in _OWN_NAME.finditer(text):
        initials = "".join(word[0] for word in match["words"].split())
        if initials == match["short"]:
            yield Term(match["short"], match["words"], None, span, "term-own-name")


def _without_tail(words: str, short: str) -> str | None:
    """The words that an abbreviation stands for at the beginning of `words`."""
    words = re.sub(r"^(?:the|an?)\s+", "", words.strip(), flags=re.IGNORECASE)
    ends = [len(words), *(m.start() for m in re.finditer(r"[,\s]+", words))]
    for end in sorted(set(ends), reverse=True):
        if len(words[:end].split()) >= len(letters_of(short)) - 2 and expansion_after(words[:end], short):
            return words[:end].strip(" ,")
    return None


def _lists(near: _Neighbours, text: str, span: Span) -> Iterator[Term]:
    """'4Ps' with the list of its four words below."""
    for match in _PS.finditer(text):
        items = near.items(int(match["short"][0])) if text.endswith(":") else []
        if len(items) == int(match["short"][0]) and all(item[0] == match["short"][1] for item in items):
            yield Term(match["short"], ", ".join(items), text, span, "term-letters-of-a-list")


def _other_names(near: _Neighbours, text: str, span: Span) -> Iterator[Term]:
    if not _CALLED.search(text):
        return
    for match in _ALSO_KNOWN.finditer(text):
        name = (match["quoted"] or match["plain"]).strip()
        if name.isupper() or ABBREVIATION.fullmatch(name):
            continue
        words = _DETERMINER.sub("", _LAST_CLAUSE.sub("", match["words"]).strip())
        is_name = "also known as" in match[0].casefold() or (name[0].isupper() and _BY_COMMA in match[0])
        expansion = words if is_name and len(words.split()) <= _LONGEST_NAME else None
        definition = f"{near.preceding()} {text}".strip() if _POINTS_BACK.match(text) else text
        yield Term(name, expansion, definition, span, "term-known-as")
    for match in _REPLACED.finditer(text):
        yield Term(match["old"].strip(), f"now {match['new'].strip()}", text, span, "term-known-before-as")
    for match in _SO_CALLED.finditer(text):
        yield Term(match["term"], None, text, span, "term-so-called")


def _explained(near: _Neighbours, sentence: Sentence, span: Span) -> Iterator[Term]:
    """Words that a footnote is about, or that a sentence defines."""
    if match := _DEFINES.search(sentence.text):
        definition = near.definition()
        if sentence.text.endswith(":"):
            definition = f"{sentence.text} {near.following()}".strip()
        yield Term(match["term"] or match["meant"], None, definition, span, "term-defined")
        return
    match = _IS.search(sentence.text)
    if sentence.place is Place.ANNEX and sentence.start:
        return
    if not match or _NOT_A_TERM.search(match["term"]) or near.context.register.force(match["term"]):
        return
    if sentence.place is not Place.FOOTNOTE and not _DEFINING.search(match[0]):
        return
    aside = match["aside"] or ""
    name = aside if ABBREVIATION.fullmatch(aside) else match["term"].strip("'’\"”")
    first, _, rest = name.partition(" ")
    if rest in COMMON_NOUNS and ABBREVIATION.fullmatch(first):
        name = first
    yield Term(singular(name), None, near.definition(), span, "term-explained")
