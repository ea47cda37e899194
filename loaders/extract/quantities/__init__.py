"""Figures in prose, and claims of where the force stands among all forces.

A number with its unit is a candidate (`mentions`); the sentence it stands in speaks of the force or not
(`scope`); its sign (`directions`), time (`times`), benchmark (`comparisons`), label (`labels`) and
metric (`known`) are read from the words around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ...facts import Period, Printed, Quantity, RankClaim, Span
from ...prose import Place, Sentence
from ..context import Context
from .comparisons import OPENING, benchmarks, compatible, signed
from .directions import with_direction
from .known import metric_of
from .labels import label_of
from .mentions import NUMERIC, Mention, mentions
from .ranks import claims
from .scope import in_scope
from .times import Time, carries_on, comparison_start, refers_back, sampled, time_of, times_in

__all__ = ["quantities", "rank_claims"]


@dataclass(slots=True)
class _Draft:
    """A figure of the force being read."""

    sentence: Sentence
    mention: Mention
    label: str
    period: Period
    said: tuple[str, ...]
    benchmark: Mention | None = None
    benchmark_sentence: Sentence | None = None


@dataclass(slots=True)
class _Before:
    """What the sentences read so far leave for the next one."""

    sentence: Sentence | None = None
    drafts: tuple[_Draft, ...] = ()
    period: Period | None = None
    """The last period named."""
    paragraph: int = -1
    """The paragraph in which it was named."""


def quantities(context: Context) -> list[Quantity]:
    """The figures that the prose states about the force, in order, each with its benchmark where one is given."""
    drafts: list[_Draft] = []
    before = _Before()
    for sentence in context.sentences:
        if sentence.place in {Place.FRONT, Place.ANNEX}:
            continue
        aside = sentence.place is Place.FOOTNOTE
        own = _Before() if aside else before
        read = _read(sentence, context, own)
        drafts += read
        if not aside:
            own.sentence, own.drafts = sentence, tuple(read) or (own.drafts if OPENING.search(sentence.text) else ())
    return [_quantity(draft, context) for draft in drafts]


def rank_claims(context: Context) -> list[RankClaim]:
    """What the prose says of where the force stands among all forces, in order."""
    found: list[RankClaim] = []
    before: Sentence | None = None
    for sentence in context.sentences:
        goes_on = sentence.place is Place.BODY and OPENING.search(sentence.text) is not None
        if in_scope(sentence, context) or goes_on:
            found += _claims(sentence, before, context)
        before = before if sentence.place is Place.FOOTNOTE else sentence
    return found


def _claims(sentence: Sentence, before: Sentence | None, context: Context) -> Iterator[RankClaim]:
    """The claims of one sentence; 'This is lower than …' is said of the last figure of the sentence before."""
    for claim in claims(sentence.text):
        subject = claim.subject
        metric = _metric(context, (subject, _theme(sentence.text)), "", change=False)
        if not subject and before is not None:
            meant = [q for q in quantities(replace(context, sentences=(before, sentence))) if q.label]
            subject, metric = (meant[-1].label, meant[-1].metric) if meant else (before.text, None)
        yield RankClaim(
            subject or sentence.text, metric, claim.standing, claim.rank, sentence.question, sentence.quote, claim.rule
        )


def _theme(text: str) -> str:
    """What a claim is about besides its subject, where measures of the same name differ in it."""
    return "domestic abuse" if "domestic abuse" in text.casefold() else ""


def _read(sentence: Sentence, context: Context, before: _Before) -> list[_Draft]:
    """The figures of one sentence; its benchmarks are given to them or to those of the sentence before."""
    text = sentence.text
    if not NUMERIC.search(text.lower()):
        return []
    times = times_in(text)
    found = mentions(text)
    found = [with_direction(text, m, found[n - 1].end if n else 0) for n, m in enumerate(found)]
    owned = benchmarks(text, found)
    goes_on = before.sentence is not None and OPENING.search(text) is not None
    drafts: list[_Draft] = []
    if in_scope(sentence, context) or (goes_on and before.drafts):
        for n, mention in enumerate(found):
            if n not in owned:
                drafts.append(_draft(sentence, mention, n, found, times, before, drafts))
    _sample(sentence, drafts, times, before)
    for n in sorted(owned):
        _pair(sentence, found[n], drafts, before.drafts if goes_on else ())
    _remember(sentence, times, drafts, before)
    return drafts


def _draft(
    sentence: Sentence,
    mention: Mention,
    n: int,
    found: Sequence[Mention],
    times: list[Time],
    before: _Before,
    drafts: Sequence[_Draft],
) -> _Draft:
    text = sentence.text
    until = found[n + 1].start if n + 1 < len(found) else len(text)
    period = _period(sentence, mention, times, until, before)
    floor = found[n - 1].end if n else 0
    label = label_of(text, mention, times, floor, until) if not (n and found[n - 1].earlier) else None
    if label is None:
        label = drafts[-1].label if drafts else before.drafts[-1].label if before.drafts else _opening(text)
    said = [_clause(text, mention, floor, until), _span_of(period)]
    if before.sentence is not None and before.sentence.paragraph == sentence.paragraph and refers_back(text):
        said.append(before.sentence.text)
    return _Draft(sentence, mention, label, period, (label, *said))


def _period(sentence: Sentence, mention: Mention, times: list[Time], until: int, before: _Before) -> Period:
    """The time that a figure speaks of: named in its sentence, or carried on from a sentence before."""
    time = time_of(times, mention.start, mention.end, until, local_only=mention.earlier)
    if time is not None and time.period is not None:
        return comparison_start(times, time.period) if mention.change else time.period
    if time is not None and not time.same:
        return Period()
    if before.period is None or mention.earlier:
        return Period()
    near = before.paragraph == sentence.paragraph
    if (time is not None and time.same) or (near and carries_on(sentence.text)):
        return before.period
    return Period()


def _sample(sentence: Sentence, drafts: list[_Draft], times: list[Time], before: _Before) -> None:
    """Give the figures of the sentence before the time of this one, where it says when those were taken."""
    if drafts or not before.drafts or before.sentence is None or before.sentence.block is not sentence.block:
        return
    period = next((t.period for t in times if t.period and t.period.end), None)
    subject = sampled(sentence.text)
    for draft in before.drafts:
        if period and subject and subject in draft.sentence.text.casefold() and draft.period == Period():
            draft.period = period


def _pair(sentence: Sentence, benchmark: Mention, drafts: list[_Draft], earlier: Sequence[_Draft]) -> None:
    """Give a figure of England and Wales to the nearest figure of the force that it can be compared with."""
    here = [d for d in drafts if d.benchmark is None and compatible(d.mention, benchmark)]
    ahead = [d for d in here if d.mention.end <= benchmark.start]
    back = [d for d in earlier if d.benchmark is None and compatible(d.mention, benchmark)]
    chosen = ahead[-1] if ahead else here[0] if here else back[-1] if back else None
    if chosen is not None:
        chosen.benchmark = signed(chosen.mention, benchmark)
        chosen.benchmark_sentence = sentence


def _remember(sentence: Sentence, times: list[Time], drafts: Sequence[_Draft], before: _Before) -> None:
    named = [t.period for t in times if t.period is not None and t.period.end and not t.base and not t.bracket]
    named.sort(key=lambda p: p.end or "")
    if named:
        whole = next((d.period for d in reversed(drafts) if d.period.end == named[-1].end), named[-1])
        before.period, before.paragraph = whole, sentence.paragraph
    elif any(t.same for t in times) or (before.paragraph == sentence.paragraph - 1 and OPENING.search(sentence.text)):
        before.paragraph = sentence.paragraph


def _opening(text: str) -> str:
    return " ".join(text.split()[:_LONGEST_LABEL])


_LONGEST_LABEL = 12


def _clause(text: str, mention: Mention, floor: int, until: int) -> str:
    """The part of a sentence that can name what a figure measures: to the next one, from where another clause ends."""
    marks = [m.end() for m in _JOINT.finditer(text, floor, mention.start)]
    return text[marks[-1] if marks else 0 : until]


_JOINT = re.compile(r"\band\s+(?=(?:an?|the|its)\s)|;|,\s+(?:but|and|while)\s", re.IGNORECASE)


def _span_of(period: Period) -> str:
    """Words for the years over which a change is measured, as names of metrics have them."""
    if not (period.start and period.end):
        return ""
    years = int(period.end[:4]) - int(period.start[:4])
    return "over five years 5 years" if years == _FIVE else "on the year before" if years == 1 else ""


_FIVE = 5


def _metric(context: Context, said: Sequence[str], unit: str, *, change: bool) -> str | None:
    metric = metric_of(context.register, said, unit, change=change)
    return metric.notation if metric else None


def _quantity(draft: _Draft, context: Context) -> Quantity:
    mention, sentence = draft.mention, draft.sentence
    spans = list(_spans(draft, context))
    metric = None if mention.earlier and not draft.period.key else _metric(
        context, draft.said, mention.unit, change=mention.change
    )  # fmt: skip
    return Quantity(
        draft.label, Printed(mention.text, mention.number), _printed(draft.benchmark), mention.unit, draft.period,
        mention.qualifier, metric, sentence.question, spans[0], tuple(spans[1:]), mention.rule,
    )  # fmt: skip


def _printed(mention: Mention | None) -> Printed | None:
    return Printed(mention.text, mention.number) if mention else None


def _spans(draft: _Draft, context: Context) -> Iterator[Span]:
    """The sentence, together with the next one where the benchmark stands there, the longest piece first."""
    first, last = draft.sentence, draft.benchmark_sentence
    if last is None or last is first:
        pieces: tuple[Span, ...] = first.spans
    elif last.block is first.block:
        pieces = first.block.text.spans(context.outline.document, first.start, last.end)
    else:
        pieces = (*first.spans, *last.spans)
    longest = max(pieces, key=lambda span: span.end - span.start)
    yield longest
    yield from (span for span in pieces if span is not longest)
