"""Where pictures get their words: names for notations, and the sources of what is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import UsageError
from ..explain import LICENCE, MADE_UP

if TYPE_CHECKING:
    import pandas as pd

    from ..graph import Graph

Values = str | int | Iterable[str | int] | None
"""One value of a parameter, several, or none for all; forces by any name they go by."""

Row = Mapping[str, str]

MADE_UP_FORCE = "made-up police force"
"""What the register calls the forces of the samples."""


def rows(frame: pd.DataFrame) -> list[Row]:
    """A table as rows of text, whatever the types of its columns; a missing value is empty."""
    filled = frame.astype(object).where(frame.notna(), "")
    return [dict(zip(map(str, filled.columns), map(str, row), strict=True)) for row in filled.itertuples(False, None)]


def given(**values: Values) -> dict[str, Any]:
    """Parameters for a query, without those that are not given."""
    return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Force:
    """A force as pictures name it."""

    name: str
    short: str
    region: str
    """Its region in words; empty where it has none."""
    made_up: bool


def forces(kg: Graph) -> dict[str, Force]:
    """The register of forces by notation."""
    return {
        row["force"]: Force(
            row["name"], row["short_name"] or row["name"], in_words(row["region"]), row["kind"] == MADE_UP_FORCE
        )
        for row in rows(kg.ask("forces"))
    }


def questions(kg: Graph) -> dict[tuple[str, str, str], str]:
    """Short names of questions by pillar, cycle and question; of a pillar as a whole, the cycle is empty."""
    return {
        (row["pillar"], "" if row["question"] == row["pillar"] else row["cycle"], row["question"]): row["short_name"]
        for row in rows(kg.ask("questions"))
    }


def labels(kg: Graph, kind: str) -> dict[str, str]:
    """Labels by notation of everything of a kind, such as "metric"; see the query vocabulary."""
    return {row["notation"]: row["label"] for row in rows(kg.ask("vocabulary")) if row["type"] == kind}


def caption(kg: Graph, source: str) -> str:
    """What a figure of the reports shows, with its number: the longest name it goes by."""
    found = [row for row in rows(kg.ask("vocabulary")) if row["type"] == "source" and row["notation"] == source]
    longest = max((row["name"] for row in found), key=len, default=source)
    label = found[0]["label"] if found else source
    return longest if longest == label else f"{longest} ({label.lower()})"


def in_words(notation: str) -> str:
    """A notation as words.

    >>> in_words("yorkshire-and-the-humber")
    'Yorkshire and the Humber'
    """
    small = {"and", "the", "of"}
    return " ".join(word if word in small else word.capitalize() for word in notation.split("-"))


BRIEF = {LICENCE: "Crown copyright, Open Government Licence v3.0", MADE_UP: "made up: no such force, no such report"}
"""Licences in few words, for the foot of a picture."""

MOST_NAMED = 3
"""Forces named in a title; more are counted."""

MOST_AT_FOOT = 3
"""Reports named one by one at the foot of a picture; more are counted there, and named in full beside it."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the data of a picture come from."""

    lines: tuple[str, ...]
    """In full."""
    foot: str
    """In brief, for the foot of the picture itself."""


def sources(kg: Graph, drawn: pd.DataFrame, known: Mapping[str, Force], *, cycle: Values = None) -> Sources:
    """The sources of what is drawn.

    Args:
        kg: the graph.
        drawn: an answer with a column ``force`` and, if published grades are among it, ``origin``.
        known: forces by notation.
        cycle: only reports of these cycles.
    """
    facts = rows(drawn)
    of_force = {row["force"] for row in facts if row.get("origin") != "published"}
    reports = [
        f"{row['title']}, {row['force_name']}"
        + (f" (published {row['published'][:7]}, ISBN {row['isbn']})" if row["isbn"] else "")
        for row in rows(kg.ask("reports", **given(cycle=cycle)))
        if row["force"] in of_force
    ]
    published = ["Grades published on the inspectorate's web pages"] if _published(facts) else []
    made_up = {known[row["force"]].made_up for row in facts if row["force"] in known}
    licence = [words for of, words in ((False, LICENCE), (True, MADE_UP)) if of in made_up]
    version = str(drawn.attrs.get("dataset_version") or "")
    dataset = f"peelgraph, data set {version}" if version else "peelgraph"
    lines = (*reports, *published, dataset, *licence)
    named = reports if len(reports) <= MOST_AT_FOOT else [f"{len(reports)} reports"]
    return Sources(lines, foot((*named, *published, dataset, *licence)))


def foot(lines: Sequence[str]) -> str:
    """Sources in one sentence, licences in few words."""
    return f"Sources: {'; '.join(BRIEF.get(line, line.rstrip('.')) for line in lines)}." if lines else ""


def _published(facts: Iterable[Row]) -> bool:
    return any(row.get("origin") == "published" for row in facts)


def some(facts: list[Row], what: str) -> list[Row]:
    """What there is to draw.

    Raises:
        UsageError: nothing.
    """
    if not facts:
        raise UsageError(f"The graph has no such {what} to draw: leave out a filter, or load the reports concerned.")
    return facts


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "force"), counted(0, "force"), counted(2, "agency", "agencies")
    ('1 force', '0 forces', '2 agencies')
    """
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def listed(parts: Sequence[str]) -> str:
    """Parts of a sentence with commas, and an "and" before the last.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def whose(forces: Sequence[str]) -> str:
    """Forces for a title: by name if they are few.

    >>> whose(["Loamshire Constabulary", "Mummerset Police"]), whose(["a", "b", "c", "d"])
    ('Loamshire Constabulary and Mummerset Police', '4 forces')
    """
    return listed(forces) if len(forces) <= MOST_NAMED else counted(len(forces), "force")
