"""Damage to a report loses facts; it never makes wrong ones, and nothing but LoadError is raised.

The two made-up reports are damaged as conversion to text damages them, by seeded chance. What is read
from the damaged text is held against what the undamaged text says. A wrong grade, figure or deadline is
worse than none. Digits are only ever turned into what is no digit, for no reader can tell a wrong digit.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal

import pytest

from peelgraph.loaders import Loaded, LoadError
from peelgraph.loaders.iris import OA, PEEL

Rows = dict[str, list[dict[str, str]]]
Damage = Callable[[str, random.Random], str]
FORCES = ("loamshire", "mummerset")
JUDGED = ("grade", "previous_grade", "previous_cycle", "trend")

CONFUSED = {
    "a": "o", "b": "h", "c": "e", "e": "c", "f": "t", "h": "b", "i": "l", "l": "1", "m": "rn", "n": "ri", "o": "0",
    "r": "i", "s": "5", "t": "f", "u": "ii", "v": "y", "w": "vv", "y": "v", "A": "4", "B": "8", "E": "F", "G": "C",
    "I": "l", "O": "0", "S": "5", "0": "O", "1": "l", "2": "Z", "3": "B", "4": "A", "5": "S", "6": "b", "7": "T",
    "8": "B", "9": "g", ".": ",", ",": ".", "-": "_", "–": "-", ":": ";", " ": "", "'": "`", "?": "7",
}  # fmt: skip
"""What poor scanning makes of a glyph; a comma may not become the point of a number."""


def _noise(text: str, chance: random.Random, share: float = 0.01) -> str:
    front = text.index("Contents")  # without its title a report is refused, and nothing is tried
    return text[:front] + "".join(
        CONFUSED.get(char, char)
        if chance.random() < share and not (char in ".,?-–" and _beside_digit(text, at))
        else char
        for at, char in enumerate(text[front:], front)
    )


def _beside_digit(text: str, at: int) -> bool:
    return text[at - 1 : at].isdigit() or text[at + 1 : at + 2].isdigit()


def _lost_lines(text: str, chance: random.Random) -> str:
    return "\n".join(line for line in text.split("\n") if chance.random() > 0.02)


def _doubled_lines(text: str, chance: random.Random) -> str:
    return "\n".join(f"{line}\n{line}" if chance.random() < 0.02 else line for line in text.split("\n"))


def _joined_paragraphs(text: str, chance: random.Random) -> str:
    return re.sub(r"\n\n+", lambda gap: "\n" if chance.random() < 0.05 else gap[0], text)


def _torn_tables(text: str, chance: random.Random) -> str:
    text = re.sub(r"\t", lambda tab: " " if chance.random() < 0.05 else tab[0], text)
    text = re.sub(r"\t[^\t\n]*", lambda cell: "" if chance.random() < 0.05 else cell[0], text)
    return re.sub(r"(?m)^[+–-]?[\d.]+%?$", lambda line: "" if chance.random() < 0.15 else line[0], text)


DAMAGES: dict[str, tuple[Damage, int]] = {
    "noise": (_noise, 2),
    "lost lines": (_lost_lines, 2),
    "doubled lines": (_doubled_lines, 1),
    "joined paragraphs": (_joined_paragraphs, 1),
    "torn tables": (_torn_tables, 2),
}
"""Each kind of damage and how many times it is done to each report."""


def wrong(found: Rows, truth: Rows) -> list[str]:
    """What the facts of a damaged report say that the undamaged report does not."""
    faults = []
    kinds: dict[str, tuple[str, ...]] = {
        "report": ("force", "cycle", "pillar", "isbn", "published"),
        "inspection": ("fieldwork_start", "fieldwork_end"),
    }
    for kind, names in kinds.items():
        row, right = found[kind][0], truth[kind][0]
        faults += [f"{name} {row[name]}" for name in names if row[name] not in ("", right[name])]
    judged = {row["question"]: row for row in truth["judgment"]}
    for row in found["judgment"]:
        right = judged.get(row["question"], {})
        faults += [f"question {row['question']}: {n} {row[n]}" for n in JUDGED if row[n] not in ("", right.get(n))]
    deadlines = {row["deadline"] for row in truth["finding"]} | {""}
    faults += [f"{r['id']}: deadline {r['deadline']}" for r in found["finding"] if r["deadline"] not in deadlines]
    return faults + _wrong_figures(found["figure"], truth["figure"])


def _wrong_figures(found: list[dict[str, str]], truth: list[dict[str, str]]) -> list[str]:
    """The figures that no row of the undamaged report prints, of the same metric where that is known."""
    figures: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in truth:
        figures[row["source"], row["metric"]].append(row)
        figures[row["source"], ""].append(row)
    return [
        f"{row['source']} {row['metric']}: {row['printed']} and {row['benchmark_printed']}"
        for row in found
        if not any(
            _agrees(row, right) for right in figures.get((row["source"], row["metric"])) or figures[row["source"], ""]
        )
    ]


def misplaced(found: Rows, truth: Rows) -> list[str]:
    """The findings that stand under another question or as another kind than in the undamaged report."""
    asked = {_key(row["text"]): row for row in truth["finding"]}
    return [
        f"{row['id']} is {same['id']}"
        for row in found["finding"]
        if (same := asked.get(_key(row["text"]))) and (row["question"], row["kind"]) != (same["question"], same["kind"])
    ]


def _agrees(row: dict[str, str], other: dict[str, str]) -> bool:
    """Whether a figure says no more than another: the same values, or none, of the same time, or none."""
    values = all(
        not row[name] or (bool(other[name]) and Decimal(row[name]) == Decimal(other[name]))
        for name in ("value", "benchmark")
    )
    return values and all(row[name] in ("", other[name]) for name in ("period_start", "period_end", "as_at"))


def _key(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip()


def _offsets_are_right(loaded: Loaded) -> bool:
    facts: dict[str, dict[str, str]] = defaultdict(dict)
    text = ""
    for quads in loaded.graphs.values():
        for quad in quads:
            if quad.predicate.value == PEEL + "text" and "/document/" in str(quad.subject):
                text = quad.object.value  # type: ignore[union-attr]
            elif quad.predicate.value.startswith(OA):
                facts[str(quad.subject)][quad.predicate.value[len(OA) :]] = quad.object.value  # type: ignore[union-attr]
    return bool(facts) and all(text[int(p["start"]) : int(p["end"])] == p["exact"] for p in facts.values())


@pytest.fixture(scope="module")
def truth(samples: dict[str, Loaded], rows_of: Callable[[Loaded], Rows]) -> dict[str, Rows]:
    return {force: rows_of(loaded) for force, loaded in samples.items()}


@pytest.mark.parametrize("force", FORCES)
@pytest.mark.parametrize("kind", DAMAGES)
def test_damage_loses_facts_and_makes_none(
    force: str,
    kind: str,
    load_text: Callable[[str], Loaded],
    sample_texts: dict[str, str],
    rows_of: Callable[[Loaded], Rows],
    truth: dict[str, Rows],
) -> None:
    damage, times = DAMAGES[kind]
    faults = []
    read = changed = 0
    for seed in range(times):
        text = damage(sample_texts[force], random.Random(seed))  # noqa: S311
        changed += text != sample_texts[force]
        try:
            loaded = load_text(text)
        except LoadError:
            continue
        assert _offsets_are_right(loaded)
        rows = rows_of(loaded)
        read += len(rows["judgment"]) + len(rows["finding"]) + len(rows["figure"])
        faults += [f"seed {seed}: {fault}" for fault in wrong(rows, truth[force])]
    assert faults == []
    assert read > 0
    assert changed == times


@pytest.mark.parametrize("force", FORCES)
def test_truncation(
    force: str,
    load_text: Callable[[str], Loaded],
    sample_texts: dict[str, str],
    rows_of: Callable[[Loaded], Rows],
    truth: dict[str, Rows],
) -> None:
    text = sample_texts[force]
    faults, read = [], []
    for part in (2, 5, 8, 11):
        end = len(text) * part // 12 + part
        try:
            loaded = load_text(text[:end])
        except LoadError:
            continue
        assert _offsets_are_right(loaded)
        rows = rows_of(loaded)
        read.append(len(rows["judgment"]) + len(rows["finding"]) + len(rows["figure"]))
        faults += [f"{part}/12: {fault}" for fault in wrong(rows, truth[force])]
        if part < 9:
            assert len(loaded.faults) == 1, "a report that breaks off before its last question is said to be cut short"
    assert faults == []
    assert read == sorted(read), "the more of a report there is, the more is read"


@pytest.mark.parametrize("force", FORCES)
@pytest.mark.parametrize(
    "changes", [[("'", "’"), ("–", "—"), ("\u00b2", "2")], [("\n\n", "\n \n\n\n")], [("\n", "\r\n")]]
)
def test_harmless_differences_change_no_fact(
    force: str,
    changes: list[tuple[str, str]],
    load_text: Callable[[str], Loaded],
    sample_texts: dict[str, str],
    rows_of: Callable[[Loaded], Rows],
    truth: dict[str, Rows],
) -> None:
    text = sample_texts[force]
    for old, new in changes:
        text = text.replace(old, new)
    rows = rows_of(load_text(text))
    assert wrong(rows, truth[force]) + misplaced(rows, truth[force]) == []
    for kind, names in (
        ("judgment", ("question", "grade", "previous_grade", "previous_cycle", "trend")),
        ("finding", ("id", "question", "kind", "part_of", "deadline", "timescale")),
        ("figure", ("source", "metric", "value", "benchmark", "unit", "period_start", "period_end", "as_at")),
        ("inspection", ("fieldwork_start", "fieldwork_end")),
    ):
        assert [[row[n] for n in names] for row in rows[kind]] == [
            [row[n] for n in names] for row in truth[force][kind]
        ]


@pytest.mark.parametrize(
    ("kind", "name", "value", "fault"),
    [
        ("report", "isbn", "978-0-306-40615-7", "isbn 978-0-306-40615-7"),
        ("judgment", "grade", "outstanding", "question overall: grade outstanding"),
        ("judgment", "trend", "same", "question overall: trend same"),
        ("figure", "value", "235", "force-in-numbers calls-for-assistance: 228 and 235"),
        ("figure", "period_start", "2015-06-30", "force-in-numbers calls-for-assistance: 228 and 235"),
        ("finding", "deadline", "2017-10", "1-afi-1: deadline 2017-10"),
    ],
)
def test_a_wrong_fact_is_seen(truth: dict[str, Rows], kind: str, name: str, value: str, fault: str) -> None:
    damaged = {k: [dict(row) for row in rows] for k, rows in truth["loamshire"].items()}
    damaged[kind][0][name] = value
    assert wrong(damaged, truth["loamshire"]) == [fault]


def test_a_misplaced_finding_is_seen(truth: dict[str, Rows]) -> None:
    right = truth["loamshire"]
    moved = {**right, "finding": [{**right["finding"][0], "question": "2"}, *right["finding"][1:]]}
    assert misplaced(moved, right) == ["1-afi-1 is 1-afi-1"]
    assert misplaced(right, right) == []


def test_a_lost_fact_is_not_wrong(truth: dict[str, Rows]) -> None:
    for kind in ("judgment", "finding", "figure"):
        assert wrong({**truth["loamshire"], kind: truth["loamshire"][kind][1:]}, truth["loamshire"]) == []
