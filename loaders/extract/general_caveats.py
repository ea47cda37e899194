"""Reservations about the data of all forces: samples, methods and changes that bear on every force's figure.

They are kept apart from `caveats`, which answers whose data a figure leaves out.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..facts import Caveat, Effect
from ..prose import Place, Sentence
from ..rules import Rule, rule
from .caveats import forces_named
from .context import Context
from .small_print import labels

ALL_FORCES = "all forces"

_NOT_COMPARABLE = rule(
    "all forces' data not comparable",
    r"\b(?:direct )?comparisons?\b[^.;]{0,80}\b(?:not|avoided)\b|\bnot (?:directly )?comparable\b"
    r"|\bcannot be (?:directly )?compared\b"
    r"|\bshould not be compared\b|\bdepend(?:s|ent) on (?:the|each) force['’]s\b",
    ("The two tables should not be compared.", "The number depends on each force's own rules."),
    ("The force compares well with its neighbours.",),
)
_UNDERSTATED = rule(
    "all forces' data too low",
    r"\bnot (?:generally )?be included in police\b|\bactually (?:be(?:ing)? )?(?:higher|greater) than\b"
    r"|\b(?:is|are) likely to be (?:an under|under-?)\w*",
    ("Such calls will not be included in police counts.", "The true rate may actually be higher than the table says."),
    ("The rate is higher than last year.",),
)
_CAUTION = rule(
    "all forces' data to be read with care",
    r"\bsubject to change\b|\b(?:treated|viewed|read|used|results) with (?:care|caution)\b|\bnot be representative\b"
    r"|\bonly an indication\b|\bsmall sample size\b|\b(?:should take|take) into account that\b"
    r"|\bnot subject to the same\b"
    r"|\bcan be affected by\b|\bnot necessarily\b|\bnot sum to (?:100|the total)\b"
    r"|\brather than reflecting the true\b",
    ("These counts are subject to change.", "Columns may not sum to 100 percent.", "They should be read with caution."),
    ("Staff treat victims with courtesy.",),
)
_EFFECTS: tuple[tuple[Rule, Effect], ...] = (
    (_NOT_COMPARABLE, Effect.NOT_COMPARABLE),
    (_UNDERSTATED, Effect.UNDERSTATED),
    (_CAUTION, Effect.CAUTION),
)


def general_caveats(context: Context) -> list[Caveat]:
    """What footnotes and the annex say against taking the data of all forces as they stand, in order.

    One fact a figure and reason; `affected_force` is ``all forces``. Sentences that name a force are
    left to `caveats`.
    """
    places = labels(context.outline)
    found: dict[tuple[str, str], Caveat] = {}
    for sentence in context.sentences:
        label = places.get(id(sentence.block))
        if label is None or sentence.place not in {Place.FOOTNOTE, Place.ANNEX}:
            continue
        for caveat in _caveats(context, sentence, label.name):
            found.setdefault((caveat.figure, caveat.reason), caveat)
    return list(found.values())


def _caveats(context: Context, sentence: Sentence, figure: str) -> Iterator[Caveat]:
    if forces_named(sentence, context.register):
        return
    for stated, effect in _EFFECTS:
        if stated.search(sentence.text):
            reason = sentence.text.rstrip(".")
            name = f"caveat-{effect.value}-of-all"
            yield Caveat(figure, ALL_FORCES, effect, reason, sentence.quote, name)
            return
