"""Reservations about the data of named forces, in footnotes and in the annex on the data.

What the notes say of the data of all forces alike (small samples, rounding) is left out: a caveat has one force.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from ..facts import Caveat, Effect, Span
from ..gazetteer import Gazetteer
from ..prose import Place, Sentence
from ..register import Register
from ..rules import Rule, rule
from .context import Context
from .small_print import Label, labels

_LEFT_OUT = rule(
    "left-out",
    r"(?<!not\s)(?<!longer\s)(?:\bexcludes?\b|\bexcluded\b|\bleft out\b|\bomitted\b|\bremoved from the\b"
    r"|\bnot(?: been)? (?:included|shown|used)\b|\bnone is shown\b|\bnot to use\b|\boutside the scope\b)",
    (
        "Mummerset Police is excluded from the table.",
        "These two forces are not included in the graph.",
        "It was decided not to use what Loamshire Constabulary sent.",
    ),
    ("all crime (excluding fraud)", "Loamshire Constabulary is not excluded from the table.", "The rate is included."),
)
_SENT_AGAIN = rule(
    "sent-again",
    r"\bre-?submitted\b|\b(?:corrected|revised|updated) (?:data|figures) (?:are|is|were|has been|have been) used"
    r"|\bused (?:the )?(?:corrected|revised)\b",
    ("Loamshire Constabulary resubmitted its figures.", "The corrected figures are used."),
    ("It submitted its data in June.", "The force provided updated figures."),
)
_ESTIMATED = rule(
    "estimated",
    r"\b(?:is|are|was|were|been|be) (?:partly )?estimated\b|\bpro[- ]rata\b|\ban estimate\b",
    ("About 3 percent of its incidents are estimated.", "They were shared out pro rata."),
    ("mid-2015 population estimates",),
)
_COMBINED = rule(
    "combined",
    r"\bcombined\b|\binclude both\b|\bcounted (?:together )?with\b|\b(?:added|taken) together\b|\bjoint total\b",
    ("The number is a combined total for the two areas.", "The rates include both residents and visitors."),
    ("The force combines its data with that of its partners.",),
)
_PARTIAL = rule(
    "part-of-the-time",
    r"\bfirst (?:\w+) quarters?\b|\b(?:unable|not able) to (?:provide|supply|submit) (?:data for )?the (?:last"
    r"|first|final)"
    r"|\b(?:only|for|on) (?:able to (?:provide|supply|submit) )?(?!12\b|twelve\b)(?:\w+) months(?: of\b| only\b"
    r"|'| for\b|\.| and\b)"
    r"|\baffected (?:\w+) (?:days|weeks|months)\b|\b(?:data|figures|returns?) (?:is|are|was|were) (?:incomplete"
    r"|partial)\b"
    r"|\b(?:incomplete|partial) (?:data|figures|returns?)\b",
    (
        "The rate is worked out on the first two quarters.",
        "Mummerset Police was only able to supply seven months of its returns.",
        "Mummerset Police gave its arrests for nine months only.",
        "The fault affected 40 days of the year.",
    ),
    ("data for the 12 months to 30 June 2016", "The rate is based on twelve months of data."),
)
_UNDERSTATED = rule(
    "understated",
    r"\b(?:may|might|could|will|likely to) (?:indicate|be|suggest|show|reflect|give|have been)"
    r" (?:an? )?(?:artificially )?(?:lower|fewer|smaller|under\b)"
    r"|\bunder-? ?(?:stat(?:ed?|ement)|count(?:ed)?|report(?:ed|ing)|record(?:ed|ing)|estimat(?:ed?|ion))\b"
    r"|\b(?:lower|fewer) than (?:its|the|their) true\b",
    ("The data may indicate a lower rate than the true one.", "The rate may be an under- statement."),
    ("The rate is lower than that of England and Wales.",),
)
_NOT_SUPPLIED = rule(
    "not-supplied",
    r"\b(?:(?:un|not )able to|could not|did not|has not|have not) (?:provided?|supply|supplied|submit(?:ted)?"
    r"|separate|give)\b",
    ("Loamshire Constabulary was not able to provide arrest data.", "Mummerset Police did not supply the figures."),
    ("Loamshire Constabulary was able to provide the data.",),
)
_NOT_COMPARABLE = rule(
    "not-comparable",
    r"\bnot (?:be )?(?:directly )?(?:comparable|compared)\b|\bcannot be (?:directly )?compared\b"
    r"|\binconsistent with\b"
    r"|\bno longer (?:issues?|uses?|records?|counts?)\b|\bcomparisons? (?:should|can|are) ?not\b"
    r"|\bdifferent (?:definition|method|methodology|system|way)\b",
    ("These forces no longer issue warnings of that kind.", "Its data are not comparable with those of other forces."),
    ("The force compared its data with those of others.",),
)
_CARE = rule(
    "care",
    r"\bwith (?:care|caution|this in mind)\b|\bcaution should\b|\bmay be (?:over-?stated|inflated|affected"
    r"|unreliable)\b"
    r"|\b(?:only|no more than) an indication\b|\ba guide and no more\b|\bnot (?:recorded )?reliabl[ey]\b",
    ("Its figures should be treated with caution.", "The table should be read with this in mind."),
    ("The force treats victims with sensitivity.",),
)
_EFFECTS: tuple[tuple[Rule, Effect], ...] = (
    (_LEFT_OUT, Effect.EXCLUDED),
    (_SENT_AGAIN, Effect.RESUBMITTED),
    (_ESTIMATED, Effect.ESTIMATED),
    (_COMBINED, Effect.COMBINED),
    (_PARTIAL, Effect.PARTIAL),
    (_UNDERSTATED, Effect.UNDERSTATED),
    (_NOT_SUPPLIED, Effect.EXCLUDED),
    (_NOT_COMPARABLE, Effect.NOT_COMPARABLE),
    (_CARE, Effect.CAUTION),
)
"""The gravest first: data that are left out for being incomparable are left out."""

_OF_DATA = rule(
    "about data",
    r"\b(?:data|figures?|rates?|outcomes?|numbers?|totals?|graph|table|chart|column|incidents|calculations?"
    r"|percentages?"
    r"|proportions?|population|count|survey|results|arrests?)\b",
    ("Its arrests are given for nine months only.", "excluded from the graph"),
    ("The two forces have a combined dog section.",),
)
_DATA_NOT_GIVEN = rule(
    "data not given",
    r"\b(?:(?:un|not )able to|could not|did not) (?:provide|supply|submit)\b[^.;]{0,60}\b(?:data|figures)\b",
    ("Mummerset Police was unable to provide comparable data.",),
    ("The force was unable to provide a service.", "The force did not submit the form."),
)
_OWN_FORCE = rule(
    "own data not given",
    r"\bthe (?:force|constabulary) (?:was|is|were) (?:unable|not able) to (?:provide|supply"
    r"|submit)\b[^.;]{0,60}\b(?:data|figures)\b",
    ("the force was unable to provide data on arrests",),
    ("The force was able to provide the data.", "HMIC was unable to provide data to the force."),
)
_BECAUSE = rule(
    "reason in the sentence",
    r"\b(?:because(?: of)?|due to|owing to|as (?=it|its|the|they|their)) ?(?P<reason>[^.]+(?:\.\d[^.]*)*)",
    ("is excluded as it does not record vulnerability.", "because a fault in its system lost their categories."),
    ("as a result",),
)
_THIS_WAS_BECAUSE = rule(
    "reason in the next sentence",
    r"^This (?:was|is) (?:because(?: of)?|due to|owing to|(?=to account for)) ?(?P<reason>(?:to )?.+?)\.?$",
    ("This was because data had been counted twice.", "This is to account for its commuters."),
    ("This was the best figure.",),
)
_TROUBLE = rule(
    "what went wrong",
    r"\b(?P<reason>(?:experienced|encountered|identified|had|has had|has) (?:some "
    r"|an? )?(?:\w+ )?(?:difficult\w+|problems?|issues?|faults?)\b.+"
    r"|(?:was|were|is|are) (?:unable|not able|only able|outside|participating|taking part) .+"
    r"|(?:could|did|does|do) not (?:supply|provide|submit|give|record|separate) .+"
    r"|moved (?:its|their) .+|changed (?:its|their) .+)",
    ("Mummerset Police had a problem with its recording of incidents.", "It moved its records to another system."),
    ("Mummerset Police is excluded from the table.",),
)
_TOPIC = rule(
    "topic before the force",
    r"^For (?!the\b|all\b|these\b|this\b|those\b|a\b|an\b|each\b|example\b|instance\b|more\b"
    r"|further\b)(?P<topic>(?-i:[a-z])[\w\s-]{3,40}),",
    ("For stop and search, Mummerset Police has been excluded.",),
    ("For the 12 months to 30 June 2016, Mummerset Police was unable to provide data.", "For example, one force"),
)
_GOES_ON = rule(
    "goes on about the force",
    r"^(?:The force|This|Its|It|These|Therefore|They|Their)\b",
    ("The force solved the problem in June.", "Its own figures are given."),
    ("Mummerset Police is excluded.",),
)

_FORCES: WeakKeyDictionary[Register, Gazetteer[str]] = WeakKeyDictionary()
_ONE_FIGURE = re.compile(r"figure \d")
_FARTHEST = 2
"""How many sentences may lie between the name of a force and what is said of its data, to quote both."""


def caveats(context: Context) -> list[Caveat]:
    """Which force's data a figure leaves out, estimates or shows in part, one fact a force and figure.

    A footnote and the annex that say the same of a figure make one fact. Its figure is the one that the
    note's mark or heading names; notes on no one figure have the subject of their part of the annex.
    """
    found: dict[tuple[str, str, Effect], Caveat] = {}
    places = labels(context.outline)
    for case in _cases(context):
        for caveat in case.caveats(context, places):
            key = (caveat.figure, caveat.affected_force, caveat.effect)
            if key not in found:
                found[key] = caveat
            elif caveat.reason and not found[key].reason:
                found[key] = replace(found[key], reason=caveat.reason)
    general = [c for c in found.values() if c.reason and not _ONE_FIGURE.match(c.figure)]
    return [c if c.reason else replace(c, reason=_reason_elsewhere(c, general)) for c in found.values()]


def _reason_elsewhere(caveat: Caveat, general: Iterable[Caveat]) -> str:
    """The reason that the annex gives, not for one figure, for doing the same to the same force's data."""
    same = (c for c in general if (c.affected_force, c.effect) == (caveat.affected_force, caveat.effect))
    return next((c.reason for c in same), "")


@dataclass(slots=True)
class _Case:
    """Neighbouring sentences about the data of the same forces, the first of which names them."""

    forces: tuple[str, ...]
    sentences: list[Sentence]

    def caveats(self, context: Context, places: dict[int, Label]) -> Iterator[Caveat]:
        """The caveats that it states, one a force."""
        label = places.get(id(self.sentences[0].block))
        text = " ".join(s.text for s in self.sentences)
        in_body = self.sentences[0].place is Place.BODY
        if label is None or (in_body and not _DATA_NOT_GIVEN.search(text)):
            return
        hit = next(((r, effect, at) for r, effect in _EFFECTS if (at := self._where(r)) is not None), None)
        if hit is None:
            return
        stated, effect, at = hit
        if not (label.is_figure or stated is _LEFT_OUT or _OF_DATA.search(text)):
            return
        figure = label.name
        topic = _TOPIC.search(self.sentences[0].text)
        if topic and not label.is_figure:
            figure = topic["topic"]
        for notation in self.forces:
            name = context.register.forces[notation].name
            yield Caveat(figure, name, effect, self._reason(at), self._quote(context, at), f"caveat-{stated.name}")

    def _where(self, stated: Rule) -> int | None:
        return next((at for at, s in enumerate(self.sentences) if stated.search(s.text)), None)

    def _quote(self, context: Context, at: int) -> Span:
        """The sentence that says what was done, with the one that names the force where that is another."""
        first, last = self.sentences[0], self.sentences[at]
        if at and at <= _FARTHEST and first.block is last.block and not forces_named(last, context.register):
            spans = first.block.text.spans(context.outline.document, first.start, last.end)
            return max(spans, key=lambda span: span.end - span.start)
        return last.quote if at <= _FARTHEST or forces_named(last, context.register) else first.quote

    def _reason(self, at: int) -> str:
        """Why, in the words of the case: in the same sentence, or in those around it."""
        texts = [self.sentences[at].text, *(s.text for n, s in enumerate(self.sentences) if n != at)]
        match = _BECAUSE.search(texts[0]) or next(
            (m for r in (_TROUBLE, _THIS_WAS_BECAUSE, _BECAUSE) for t in texts if (m := r.search(t))), None
        )
        return match["reason"].strip(" .,") if match else ""


def _cases(context: Context) -> Iterator[_Case]:
    """Runs of sentences about the same forces in footnotes, in the annex and in running text."""
    case: _Case | None = None
    for sentence in context.sentences:
        if sentence.place not in {Place.FOOTNOTE, Place.ANNEX, Place.BODY}:
            continue
        forces = forces_named(sentence, context.register) or _own(context, sentence)
        last = case.sentences[-1] if case else None
        if case and last and not (set(forces) - set(case.forces)) and _together(last, sentence, bool(forces)):
            case.sentences.append(sentence)
            continue
        if case:
            yield case
        case = _Case(forces, [sentence]) if forces else None
    if case:
        yield case


def _own(context: Context, sentence: Sentence) -> tuple[str, ...]:
    """The force of the report, where running text says that 'the force' could not give data."""
    own = sentence.place is Place.BODY and _OWN_FORCE.search(sentence.text) is not None
    return (context.force.notation,) if own else ()


def _together(last: Sentence, sentence: Sentence, names_force: bool) -> bool:
    """Whether a sentence still belongs to the case of the one before it."""
    if last.paragraph == sentence.paragraph:
        return True
    same_place = last.section is sentence.section and last.place is sentence.place is Place.ANNEX
    follows = sentence.paragraph == last.paragraph + 1 and not sentence.is_bullet
    return same_place and follows and not names_force and _GOES_ON.search(sentence.text) is not None


def forces_named(sentence: Sentence, register: Register) -> tuple[str, ...]:
    """Notations of the forces that a sentence names."""
    found = _FORCES.get(register)
    if found is None:
        names = ((name, f.notation) for f in register.forces.values() for name in f.names if name != f.notation)
        found = Gazetteer(names, proper=True)
        _FORCES[register] = found
    return tuple(dict.fromkeys(hit.value for hit in found.find(sentence.text)))
