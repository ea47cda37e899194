"""Every rule of the loaders does what its examples say."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

import pytest

import peelgraph.loaders
from peelgraph.loaders.outline.headings import STANDING, Standing, role_of
from peelgraph.loaders.rules import Rule, rule
from peelgraph.loaders.text import fold
from peelgraph.loaders.text import sentences as sentences_of

LEAST = 25
"""Rules that are known to exist; the collection has failed if it finds fewer."""


@dataclass
class Found:
    """A rule, the module and value that hold it, and the code of all modules that have that value."""

    module: str
    name: str
    rule: Rule
    source: str


def _rules() -> list[Found]:
    """Every rule that stands in a module of the loaders."""
    found: dict[int, Found] = {}
    for info in sorted(pkgutil.walk_packages(peelgraph.loaders.__path__, "peelgraph.loaders."), key=lambda i: i.name):
        module = importlib.import_module(info.name)
        source = inspect.getsource(module)
        for name, value in vars(module).items():
            for held in _inside(value):
                first = found.setdefault(id(held), Found(info.name.removeprefix("peelgraph.loaders."), name, held, ""))
                first.source += source
    return list(found.values())


def _inside(value: object) -> Iterator[Rule]:
    """The rules that a value is or holds."""
    if isinstance(value, Rule):
        yield value
    elif isinstance(value, dict):
        for item in (*value, *value.values()):
            yield from _inside(item)
    elif isinstance(value, tuple | list | frozenset):
        for item in value:
            yield from _inside(item)


RULES = _rules()


def faults(tested: Rule, *, whole: bool = False) -> list[str]:
    """The examples that a rule gets wrong.

    Args:
        tested: the rule.
        whole: whether it is used for nothing but to match the whole of a text.
    """
    match = tested.fullmatch if whole else tested.search
    wrong = [f"does not match: {text}" for text in tested.matches if not match(text)]
    return wrong + [f"matches: {text}" for text in tested.not_matches if match(text)]


def matches_whole(name: str, source: str) -> bool:
    """Whether the code uses the rule of that name with `fullmatch` and in no other way."""
    uses = set(re.findall(rf"\b{name}(?:\.pattern)?\.(fullmatch|search|match|finditer|findall|sub)\(", source))
    return uses == {"fullmatch"}


@pytest.mark.parametrize("found", RULES, ids=[f"{found.module}:{found.rule.name}" for found in RULES])
def test_examples(found: Found) -> None:
    assert found.rule.matches, "a rule without an example"
    assert faults(found.rule, whole=matches_whole(found.name, found.source)) == []


def test_how_a_rule_is_used_is_seen() -> None:
    source = "A.fullmatch(x)\nB.search(y)\nB.fullmatch(z)\nC.pattern.finditer(x)\n"
    assert [matches_whole(name, source) for name in "ABCD"] == [True, False, False, False]
    used = {(f.module, f.name): matches_whole(f.name, f.source) for f in RULES}
    assert used["extract.force_in_numbers", "PANEL"]
    assert not used["extract.findings", "DEADLINE"]


@pytest.fixture(scope="module")
def sentences() -> list[str]:
    """Sentences of the made-up reports, and the examples of all rules."""
    samples = files("peelgraph") / "data" / "sample"
    texts = [" ".join(f.read_text("utf-8").split()) for f in samples.iterdir() if f.name.endswith("2016.txt")]
    found = [text[start:end] for text in texts for start, end in sentences_of(text)]
    return found[::3] + [example for f in RULES for example in (*f.rule.matches, *f.rule.not_matches)]


@pytest.mark.parametrize("found", RULES, ids=[f"{found.module}:{found.rule.name}" for found in RULES])
def test_what_is_looked_for_first_loses_no_match(found: Found, sentences: list[str]) -> None:
    """Needles and sieve only spare the pattern where it has no match; they find one wherever it has one."""
    tested = found.rule
    lost = [text for text in sentences if tested.pattern.search(text) and not tested.search(text)]
    assert lost == []


def test_most_rules_have_needles() -> None:
    assert sum(bool(found.rule.needles) for found in RULES) > 0.8 * len(RULES)


def test_rules_are_collected() -> None:
    assert len(RULES) >= LEAST
    assert {"extract.cells", "extract.changes", "extract.findings", "extract.force_in_numbers", "extract.judgments",
            "extract.periods", "extract.report", "extract.tables"} <= {found.module for found in RULES}  # fmt: skip


def test_names_of_rules_differ() -> None:
    names = [found.rule.name for found in RULES]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_every_rule_has_a_counter_example() -> None:
    assert [found.rule.name for found in RULES if not found.rule.not_matches] == []


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        (rule("too narrow", r"burglary", ("theft",)), "does not match: theft"),
        (rule("too wide", r"\w+ by \d+", ("fell by 3",), ("room by 2 and more",)), "matches: room by 2 and more"),
        (rule("finds too much", r"\bby \d+", ("fell by 3",), ("come by 2",)), "matches: come by 2"),
    ],
)
def test_a_broken_rule_is_caught(broken: Rule, fault: str) -> None:
    assert faults(broken) == [fault]


def test_a_space_stands_for_any_white_space() -> None:
    spaced = rule("spaced", r"12 months ?to *(?P<day>\d)", ("12 months to 3",))
    assert spaced.fullmatch("12\n months\tto3")
    assert spaced.fullmatch("12MONTHSTO3") is None
    assert spaced.pattern.flags & re.IGNORECASE


@pytest.mark.parametrize("standing", STANDING, ids=[s.role.value for s in STANDING])
def test_standing_headings(standing: Standing) -> None:
    assert standing.matches
    for title in standing.matches:
        assert re.fullmatch(standing.pattern, fold(title)), title
        assert role_of(title) is standing.role, title
    for title in standing.not_matches:
        assert re.fullmatch(standing.pattern, fold(title)) is None, title


def test_there_are_as_many_standing_headings_as_the_series_has() -> None:
    assert len(STANDING) == 13
    assert len({s.role for s in STANDING}) == 13


@pytest.mark.parametrize("title", ["Overall judgment2", "AREAS FOR IMPROVEMENT", "Summary of  findings", "Next steps."])
def test_damaged_standing_headings_are_known(title: str) -> None:
    assert role_of(title) is not None
