"""Figures that reports print: what is read from a row of the query metrics, for the pictures of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from .names import Row

Verdict = Literal["better", "worse", "same", "neither"]

PLACES = ("figure", "force-in-numbers", "prose")
"""Where a figure is printed, most exact first: tables, the figures at the front, sentences."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a force, and the one of England and Wales beside it."""

    force: str
    cycle: str
    metric: str
    source: str
    unit: str
    value: float | None
    benchmark: float | None
    printed: str
    benchmark_printed: str
    direction: str
    status: str
    period: str
    fact: str

    @classmethod
    def of(cls, row: Row) -> Figure:
        """Read from a row of the query metrics."""
        value, benchmark, unit = number(row["value"]), number(row["benchmark"]), row["unit"]
        return cls(
            row["force"], row["cycle"], row["metric"], row["source"], unit, value, benchmark,
            as_printed(value, row["printed"], unit), as_printed(benchmark, row["benchmark_printed"], unit),
            row["direction"], row["status"], period(row), row["fact"],
        )  # fmt: skip

    @property
    def ratio(self) -> float | None:
        """The relative difference: 0.5 is half as much again as England and Wales.

        None where a share of the England and Wales figure means nothing: of a change, which may be about nought, and
        of nought itself.
        """
        if self.value is None or self.benchmark is None or self.is_change or self.benchmark == 0:
            return None
        return self.value / self.benchmark - 1

    @property
    def is_change(self) -> bool:
        """Whether it tells by how much something has risen or fallen."""
        known = [each for each in (self.value, self.benchmark) if each is not None]
        signed = any(each < 0 for each in known) or self.printed.startswith("+")
        return signed or self.unit == "percentage-points" or self.metric.startswith("change-in-")

    @property
    def rounding(self) -> tuple[float, float] | None:
        """The relative differences that the rounding of the two printed figures leaves possible, least and greatest."""
        if self.ratio is None or self.value is None or self.benchmark is None:
            return None
        own, other = half_step(self.printed), half_step(self.benchmark_printed)
        return (self.value - own) / (self.benchmark + other) - 1, (self.value + own) / (self.benchmark - other) - 1

    @property
    def verdict(self) -> Verdict:
        """Whether the force's figure is better for the public, where the ontology knows which way is better."""
        if self.direction not in {"higher-is-better", "lower-is-better"} or None in (self.value, self.benchmark):
            return "neither"
        if self.value == self.benchmark:
            return "same"
        higher = (self.value or 0) > (self.benchmark or 0)
        return "better" if higher == (self.direction == "higher-is-better") else "worse"


def number(text: str) -> float | None:
    """A number, or none for an empty cell."""
    return float(text) if text else None


def half_step(printed: str) -> float:
    """Half of the last digit that is printed: a figure printed 9.1 lies within 0.05 of it.

    >>> half_step("9.1%"), half_step("1,318")
    (0.05, 0.5)
    """
    digits = printed.strip("+-−% ").partition(".")[2]
    return float(f"0.5e-{len(digits)}")


def as_printed(value: float | None, printed: str, unit: str) -> str:
    """The figure as printed, or its number where the words about it give it a sign or it is spelled out.

    >>> as_printed(9.0, "9.0", "percent"), as_printed(-3.4, "3.4", "percent"), as_printed(None, "–", "percent")
    ('9.0%', '-3.4%', '–')
    """
    if value is None:
        return printed
    plain = printed.replace(",", "").replace("−", "-").strip("+% ")
    same = plain.replace(".", "", 1).lstrip("-").isdigit() and float(plain) == value
    shown = printed if same else f"{value:,g}"
    return shown if unit != "percent" or shown.endswith("%") else f"{shown}%"


def in_units(unit: str) -> str:
    """A unit in words.

    >>> in_units("per-1000-population"), in_units("percent")
    ('per 1,000 population', 'percent')
    """
    return unit.replace("-", " ").replace("1000", "1,000").replace("ocg", "OCGs")


def period(row: Row) -> str:
    """The period or day that a figure is of."""
    start, end, day = (row.get(name, "")[:10] for name in ("period_start", "period_end", "as_at"))
    return f"{start} to {end}" if start and end else f"as at {day}" if day else start or end


def once(figures: Iterable[Figure]) -> list[Figure]:
    """Each figure once, from the place where it is most exact; others stay if they differ by more than rounding."""
    kept: list[Figure] = []
    for figure in sorted(figures, key=_place):
        if not any(_same(figure, other) for other in kept):
            kept.append(figure)
    return kept


def _place(figure: Figure) -> int:
    return next((n for n, place in enumerate(PLACES) if figure.source.startswith(place)), len(PLACES))


def _same(one: Figure, other: Figure) -> bool:
    def near(a: float | None, b: float | None, printed: Sequence[str]) -> bool:
        if a is None or b is None:
            return a is b
        return abs(a - b) <= max(map(half_step, printed)) * 1.0001

    return (
        (one.force, one.cycle, one.metric, one.unit, one.period)
        == (other.force, other.cycle, other.metric, other.unit, other.period)
        and near(one.value, other.value, (one.printed, other.printed))
        and near(one.benchmark, other.benchmark, (one.benchmark_printed, other.benchmark_printed))
    )
