"""Which values the catalogue takes, and what it makes of them."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from decimal import Decimal

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from peelgraph.catalogue import CatalogueError, Vocabulary, bind, check, get
from peelgraph.errors import UsageError

from .made_up import echo, good

HOSTILE = [
    'a "quoted" word',
    "it's",
    "} SERVICE <http://localhost:1/> { ?s ?p ?o",
    '") } ; DROP ALL #',
    "back\\slash\\",
    '\\" . ?s ?p ?o . #',
    "two\nlines\r\nand a tab\t",
    "'''\"\"\"",
    "UNDEF",
    "?force",
    "$force {} () <a> # //",
    "\u0000\u0007\u0085\u2028",
    "\\u0022 } #",
    "\u00070000 is a bell before four digits",
    "\\\\U00000022 } #",
    "\\\u0007\\\\u",
    "Øl, 東京, 🚓",
    "x" * 5000,
]

VOCABULARY = Vocabulary.from_rows(
    [
        ("force", "hampshire", "Hampshire Constabulary", "Hampshire Police", "more columns are ignored"),
        ("force", "hampshire", "Hampshire Constabulary", "Hants & Wight"),
        ("force", "hertfordshire", "Hertfordshire Constabulary", None),
        ("force", "north-yorkshire", "North Yorkshire Police", "NYP"),
        ("force", "north-wales", "North Wales Police", "NWP"),
        ("force", "the-met", "Metropolitan Police", "twin"),
        ("force", "the-city", "City of London Police", "twin"),
        *(("force", f"force-{n:02}", f"Force {n:02}", None) for n in range(12)),
        ("grade", "good", "Good", None),
        ("grade", "requires-improvement", "Requires improvement", "requiring improvement"),
        ("cycle", "2016", "PEEL 2016", None),
    ]
)


def solutions(text: str) -> list[tuple[str | None, ...]]:
    answer = ox.Store().query(text)
    assert isinstance(answer, ox.QuerySolutions)
    return [tuple(getattr(term, "value", None) for term in row) for row in answer]


def test_unknown_query() -> None:
    with pytest.raises(CatalogueError, match=r'^There is no query "judgement"; did you mean judgments') as raised:
        get("judgement")
    assert isinstance(raised.value, UsageError)
    with pytest.raises(CatalogueError, match=r'^There is no query "zzzzzz"; there are caus'):
        get("zzzzzz")


def test_values_stand_in_the_slots() -> None:
    text = bind(good(), {"grade": "good", "force": "hampshire", "limit": 3})
    assert '\n  VALUES (?force ?grade) { ("hampshire" "good") }\n' in text
    assert '\n    VALUES (?least ?force) { ("0.5"^^<http://www.w3.org/2001/XMLSchema#decimal> "hampshire") }\n' in text
    assert text.endswith("\nLIMIT 3\n")


def test_what_may_be_anything_stands_in_no_slot() -> None:
    text = bind(good(), {"grade": "inadequate"})
    assert '\nSELECT ?force ?grade WHERE {\n  VALUES (?grade) { ("inadequate") }\n  {\n    VALUES (?least) { (' in text
    assert bind(echo(), {}) == "SELECT ?word ?n WHERE {\n}\n"


def test_a_limit_is_filled_in() -> None:
    assert bind(good(), {"grade": "good"}).endswith("\nLIMIT 10\n")


def test_several_values_are_all_pairs() -> None:
    text = bind(good(), {"grade": ["good", "inadequate", "good"], "force": ("a", "b")})
    assert '{ ("a" "good") ("a" "inadequate") ("b" "good") ("b" "inadequate") }' in text


def test_none_and_no_values_are_not_given() -> None:
    assert bind(good(), {"grade": "good", "force": None}) == bind(good(), {"grade": "good", "force": []})
    assert check(good(), {"grade": "good"}) == {"grade": ("good",), "least": (Decimal("0.5"),), "limit": (10,)}


@pytest.mark.parametrize("word", HOSTILE, ids=lambda word: ascii(word)[:20])
def test_hostile_words_come_back_as_they_are(word: str) -> None:
    text = bind(echo(), {"word": word, "n": 1})
    assert solutions(text) == [(word, "1")]
    found = [row.word for row in rdflib.Graph().query(text) if isinstance(row, rdflib.query.ResultRow)]
    assert [str(term) for term in found] == [word]
    two = bind(echo(), {"word": [word, "other"], "n": None})
    assert solutions(two) == [(word, None), ("other", None)]


@settings(deadline=None, max_examples=100)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip))
def test_any_words_come_back_as_they_are(word: str) -> None:
    assert solutions(bind(echo(), {"word": word})) == [(word, None)]


@settings(deadline=None, max_examples=50)
@given(st.text("\\uU0022\"'{}#\n\u0007", min_size=1).filter(str.strip))
def test_backslashes_come_back_as_they_are(word: str) -> None:
    text = bind(echo(), {"word": word})
    assert solutions(text) == [(word, None)]
    found = [row.word for row in rdflib.Graph().query(text) if isinstance(row, rdflib.query.ResultRow)]
    assert [str(term) for term in found] == [word]


@settings(deadline=None, max_examples=100)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_value_of_the_register_can_be_made_up(word: str) -> None:
    with contextlib.suppress(CatalogueError):
        found = check(good(), {"grade": "good", "force": word}, VOCABULARY)["force"]
        assert set(found) <= set(VOCABULARY.values["force"])


@pytest.mark.parametrize(
    "name",
    ["hampshire", "Hampshire", "HAMPSHIRE  constabulary", "hampshire-police", "Hampshire Police", "Hants and Wight"],
)
def test_a_force_may_be_given_by_any_name(name: str) -> None:
    assert check(good(), {"grade": "good", "force": name}, VOCABULARY)["force"] == ("hampshire",)


def test_names_of_one_force_count_once() -> None:
    given_ = {"grade": "good", "force": ["NYP", "north-yorkshire", "North Yorkshire Police"]}
    assert check(good(), given_, VOCABULARY)["force"] == ("north-yorkshire",)


def test_what_the_vocabulary_does_not_know_of_is_not_checked() -> None:
    only_cycles = Vocabulary({"cycle": {"2016": frozenset()}})
    assert check(good(), {"grade": "good", "force": "Anyshire"}, only_cycles)["force"] == ("Anyshire",)


def test_a_year_may_be_a_number() -> None:
    query = get("reports")
    assert check(query, {"cycle": 2016}, VOCABULARY) == {"cycle": ("2016",)}


PLACE = "^Parameter {} of query grades"
REFUSED = {
    "misspelt parameter": ({"forse": "a"}, r'^Query grades has no parameter "forse"; did you mean force\?$'),
    "far parameter": ({"zzzzz": "a"}, r'no parameter "zzzzz"; did you mean force, grade, least or limit\?$'),
    "missing": ({"grade": None}, r"^Query grades needs grade, a grade, such as [a-z-]+: for example good\.$"),
    "misspelt value": ({"force": "hampshite"}, r'"hampshite" is none; did you mean hampshire'),
    "misspelt alias": ({"force": "North Yorksire Polise"}, r"did you mean north-yorkshire"),
    "far value": ({"force": "qqqqqqqq"}, r'none of the 18 is like "qqqqqqqq"\.$'),
    "two meanings": ({"force": "twin"}, PLACE.format("force") + r': "twin" may mean the-city or the-met; give one'),
    "no choice": ({"grade": "poor"}, r'and "poor" is none; it may be good or inadequate\.$'),
    "empty": ({"force": " "}, PLACE.format("force") + r" is empty; leave it out, or give a police force"),
    "not words": ({"force": 1.5}, PLACE.format("force") + r' must be a police force, .*, not "1\.5"\.$'),
    "a boolean": ({"force": True}, PLACE.format("force") + r' must be a police force, .*, not "True"\.$'),
    "half a character": ({"force": "a\ud800"}, PLACE.format("force") + r" is not text: 'a\\ud800' has half"),
    "long": ({"force": "x" * 1000}, r'is like "x{60}\.\.\."'),
    "line break": ({"force": 'a"\nb'}, r"""is like 'a"\\nb'"""),
    "no number": ({"least": "many"}, PLACE.format("least") + r' must be a number such as 0\.5, not "many"\.$'),
    "infinite": ({"least": float("inf")}, r"must be a number"),
    "not a number": ({"least": "NaN"}, r"must be a number"),
    "a huge number": ({"least": "1e999999999"}, r"must be a number"),
    "a tiny number": ({"least": "1e-999999999"}, r"must be a number"),
    "a true number": ({"least": True}, r"must be a number"),
    "a number and more": ({"least": "1 } SERVICE <http://localhost/> {"}, r"must be a number"),
    "limit words": ({"limit": "10; DROP ALL"}, PLACE.format("limit") + r" must be a whole number from 1, not .10; D"),
    "limit zero": ({"limit": 0}, r"must be a whole number from 1"),
    "limit part": ({"limit": 1.5}, r"must be a whole number from 1"),
    "limit true": ({"limit": True}, r"must be a whole number from 1"),
    "limit digits": ({"limit": "\u0661\u0660"}, r"must be a whole number from 1"),
    "limits": ({"limit": [1, 2]}, PLACE.format("limit") + r" takes one value only\.$"),
}


@pytest.mark.parametrize(("values", "message"), REFUSED.values(), ids=REFUSED)
def test_refused(values: dict[str, str], message: str) -> None:
    with pytest.raises(CatalogueError, match=message) as raised:
        bind(good(), {"grade": "good", **values}, VOCABULARY)
    assert "\n" not in str(raised.value)


def test_a_query_without_parameters_says_so() -> None:
    with pytest.raises(CatalogueError, match=r'^Query vocabulary has no parameter "force": it takes none\.$'):
        bind(get("vocabulary"), {"force": "hampshire"})


@pytest.mark.parametrize(
    ("value", "written"), [(1, "1"), (0.2, "0.2"), ("1e-3", "0.001"), (Decimal("-2.50"), "-2.50"), (0, "0")]
)
def test_numbers(value: int | float | str | Decimal, written: str) -> None:
    text = bind(echo(), {"n": value})
    assert f'"{written}"^^<http://www.w3.org/2001/XMLSchema#decimal>' in text
    assert solutions(text) == [(None, str(Decimal(written).normalize()))]


def test_limit_as_text() -> None:
    assert bind(good(), {"grade": "good", "limit": "25"}).endswith("\nLIMIT 25\n")


def test_importing_the_catalogue_is_cheap() -> None:
    """The command line imports it on every start: the parsers are imported when they are used."""
    code = "import sys, peelgraph.catalogue; print(sorted({'yaml', 'rapidfuzz', 'rdflib'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
