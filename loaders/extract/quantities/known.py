"""Which measure of the ontology a figure in prose is one of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from ...register import Metric, Register
from .words import words_of

_SOURCE = "prose"
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*|\d[\d,]*")
_IDLE = words_of(
    "the a an of in on at by to for with and or per as is was were are be been that this these which all it its",
    "their our from police",
    "percentage proportion rate share number total over same before change changes force constabulary has have"
    " increased decreased reduced risen fallen",
)
_ALIKE_UNITS = {"percent": {"percent", "per-100-offences"}, "per-100-offences": {"percent", "per-100-offences"}}
_SAME_WORDS = (
    (re.compile(r"\bpolice[-\s]recorded\b"), "recorded"),
    (re.compile(r"\b(?:organised crime groups?|ocgs?)\b(?: \(ocgs?\))?"), "ocg"),
    (re.compile(r"\b(?:serious crime prevention orders?|scpos?)\b(?: \(scpos?\))?"), "scpo"),
    (re.compile(r"\b(?:government agency intelligence network|gain)\b(?: \(gain\))?"), "gain"),
    (re.compile(r"\b(?:integrated offender management|iom)\b(?: \(iom\))?"), "iom"),
    (re.compile(r"\banti-? ?social behaviour\b"), "asb"),
    (re.compile(r"\bcharged ?/ ?summon(?:s|n)?s?ed\b|\bcharge(?:d|s)? (?:or|and) summon\w+"), "charged-summonsed"),
    (re.compile(r"\b(\w+)-(?=related\b)"), r"\1 "),
    (re.compile(r"\bre-?offend"), "reoffend"),
)


def _fold(text: str) -> str:
    text = text.casefold().replace("’", "'").replace("‑", "-")
    for pattern, word in _SAME_WORDS:
        text = pattern.sub(word, text)
    return text


def _stem(word: str) -> str:
    for ending in ("ations", "ation", "ied", "ies", "ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word.removesuffix(ending)
    return word


_SHORTEST = 4
_TELLING = 3


@lru_cache(maxsize=4096)
def stems(text: str) -> frozenset[str]:
    """The words of a text that tell measures apart, without their endings."""
    return frozenset(_stem(word) for word in _WORD.findall(_fold(text)) if word not in _IDLE)


@lru_cache(maxsize=8)
def _names(register: Register) -> tuple[tuple[Metric, frozenset[str]], ...]:
    """The names, each as a set of stems, of the metrics that prose states."""
    return tuple((metric, stems(name)) for metric in register.metrics.values() for name in _prose_names(metric))


def _prose_names(metric: Metric) -> Iterator[str]:
    if _SOURCE in metric.sources:
        yield from metric.names


def metric_of(register: Register, said: Sequence[str], unit: str, *, change: bool) -> Metric | None:
    """The metric one of whose names has all its words in what is said of a figure.

    Args:
        register: the register.
        said: the label of the figure, its clause and what that refers to, and its span of years. A name of one
            or two words must be all of the label.
        unit: unit of the figure; empty where any will do.
        change: whether the figure is a change; a change is never the level itself.

    Returns:
        The metric with the most words; None where none or two fit equally well.
    """
    words = frozenset(stem for text in said for stem in stems(text))
    units = _ALIKE_UNITS.get(unit, {unit})
    whole = stems(next(iter(said), ""))
    best: dict[str, int] = {}
    for metric, name in _names(register):
        fits = name and (not unit or metric.unit in units) and change == metric.notation.startswith("change-in")
        if fits and name <= words and (len(name) >= _TELLING or name == whole):
            best[metric.notation] = max(best.get(metric.notation, 0), len(name))
    if not best:
        return None
    most = max(best.values())
    winners = [notation for notation, size in best.items() if size == most]
    return register.metrics[winners[0]] if len(winners) == 1 else None
