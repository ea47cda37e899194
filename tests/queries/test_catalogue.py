"""The catalogue: what it makes of a query file, and which values it takes."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from peelgraph.catalogue import CatalogueError, Param, Query, Vocabulary, bind, check, get, load
from peelgraph.catalogue_header import parse
from peelgraph.errors import UsageError

GOOD = """\
#+ summary: Grades
#+ question: Which grades are there?
#+ description: |-
#+   All of them,
#+   in two lines.
#+ tags: [grades, across forces]
#+ params:
#+   force: {type: force, example: hampshire, description: Only this force}
#+   grade: {type: grade, required: true, example: good, choices: [good, inadequate], description: The grade}
#+   least: {type: number, default: 0.5, example: 1, description: At least this}
#+   limit: {type: limit, default: 10, example: 5, description: At most so many}
#+ returns: [force, grade]
PREFIX peel: <https://w3id.org/peelgraph/ontology#>

SELECT ?force ?grade WHERE {
  VALUES (?force ?grade) { (UNDEF UNDEF) }
  {
    VALUES (?least ?force) { (UNDEF UNDEF) }
    ?j peel:force ?force ; peel:grade ?grade ; peel:rank ?rank . # UNDEF in a comment, and "UNDEF" in a string
    FILTER (?rank >= ?least && ?grade != "UNDEF")
  }
}
ORDER BY ?force
LIMIT 10
"""

# One variable, so that what is bound can be read back.
ECHO = """\
#+ summary: Echo
#+ question: What was given?
#+ description: What was given comes back.
#+ tags: [test]
#+ params: {word: {type: text, example: a, description: Any words}, n: {type: number, example: 1, description: Any}}
#+ returns: [word, n]
SELECT ?word ?n WHERE {
  VALUES (?word ?n) { (UNDEF UNDEF) }
}
"""

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


def good(text: str = GOOD) -> Query:
    return parse(text, name="grades", area="judgments")


def echo() -> Query:
    return parse(ECHO, name="echo", area="judgments")


def solutions(text: str) -> list[tuple[str | None, ...]]:
    answer = ox.Store().query(text)
    assert isinstance(answer, ox.QuerySolutions)
    return [tuple(getattr(term, "value", None) for term in row) for row in answer]


def test_a_good_file() -> None:
    query = good()
    assert (query.name, query.area, query.form) == ("grades", "judgments", "select")
    assert query.description == "All of them, in two lines."
    assert query.tags == ("grades", "across forces")
    assert query.returns == ("force", "grade")
    assert query.params == (
        Param("force", "force", False, None, "hampshire", (), "Only this force"),
        Param("grade", "grade", True, None, "good", ("good", "inadequate"), "The grade"),
        Param("least", "number", False, 0.5, 1, (), "At least this"),
        Param("limit", "limit", False, 10, 5, (), "At most so many"),
    )
    assert query.text.startswith("PREFIX peel:")
    assert query.param("least") is query.params[2]
    assert query.param("most") is None


def test_a_graph_comes_from_a_construct() -> None:
    text = (
        "#+ summary: A\n#+ question: B?\n#+ description: C\n#+ tags: [d]\n#+ returns: graph\n"
        "# SELECT in a comment\nPREFIX select: <http://select/>\nCONSTRUCT WHERE { ?s ?p ?o }\n"
    )
    query = good(text)
    assert (query.form, query.returns, query.params) == ("construct", "graph", ())


FORCE = "#+   force: {type: force, example: hampshire, description: Only this force}"
SLOT = "  VALUES (?force ?grade) { (UNDEF UNDEF) }"
BAD = {
    "no header": (GOOD, "SELECT * WHERE { ?s ?p ?o }", "line 1: the file must begin with its header"),
    "header after a line": ("#+ summary: Grades\n", "# a comment\n#+ summary: Grades\n", "line 1: the file must begin"),
    "header in two parts": ("PREFIX peel:", "\n#+ more: 1\nPREFIX peel:", "line 14: a header line stands apart"),
    "not YAML": ("#+ tags: [grades, across forces]", "#+ tags: [grades", "line 7: the header is not YAML"),
    "a tab": (FORCE, FORCE.replace("#+   ", "#+ \t"), "line 8: the header is not YAML"),
    "no mapping": ("".join(GOOD.partition("PREFIX")[:1]), "#+ - a\n", "line 1: the header must have the keys summary"),
    "empty": ("".join(GOOD.partition("PREFIX")[:1]), "#+\n", "line 1: the header must have the keys summary"),
    "unknown key": ("#+ tags", "#+ tag: a\n#+ tags", "line 6: the header has no key 'tag'; did you mean tags"),
    "far key": ("#+ tags", "#+ zzz: a\n#+ tags", "line 6: the header has no key 'zzz'; it may have summary, question"),
    "key twice": ("#+ tags", "#+ summary: Other\n#+ tags", "line 6: 'summary' is given twice"),
    "key missing": ("#+ question: Which grades are there?\n", "", "line 1: the header lacks 'question'"),
    "no words": ("#+ summary: Grades", "#+ summary: 2016", "line 1: 'summary' must be words"),
    "empty words": ("#+ summary: Grades", "#+ summary: ''", "line 1: 'summary' must be words"),
    "tags no list": ("[grades, across forces]", "grades", "line 6: 'tags' must be a list"),
    "tags empty": ("[grades, across forces]", "[]", "line 6: 'tags' must be a list with at least one entry"),
    "bad tag": ("[grades, across forces]", "[Grades]", "line 6: 'Grades' in 'tags' must be lower-case words"),
    "tag twice": ("[grades, across forces]", "[grades, grades]", "line 6: 'tags' names something twice"),
    "returns words": ("#+ returns: [force, grade]", "#+ returns: rows", "line 12: 'returns' must be a list of columns"),
    "bad column": (
        "[force, grade]",
        "[force, ?grade]",
        "line 12: '\\?grade' in 'returns' must be the name of a variable",
    ),
    "column twice": ("[force, grade]", "[force, force]", "line 12: 'returns' names something twice"),
    "graph of a select": (
        "[force, grade]",
        "graph",
        "line 12: 'returns' speaks of a CONSTRUCT query, but the file has SELECT",
    ),
    "select of an ask": (
        "SELECT ?force ?grade",
        "ASK",
        "line 12: 'returns' speaks of a SELECT query, but the file has ASK",
    ),
    "no query": (GOOD[GOOD.index("PREFIX") :], "\n", "line 12: .* but the file has NOTHING"),
    "params a list": (
        GOOD[GOOD.index("#+   force") : GOOD.index("#+ returns")],
        "#+ - force\n",
        "line 7: 'params' must give",
    ),
    "bad name": ("#+   force:", "#+   Force:", "line 8: parameter 'Force' must be named as a variable"),
    "param no mapping": (FORCE, "#+   force: a force", "line 8: parameter 'force' must have type, required"),
    "param key": (
        FORCE,
        FORCE.replace("example", "exmple"),
        "line 8: parameter 'force' has no key 'exmple'; did you mean example",
    ),
    "param lacks": (
        FORCE,
        FORCE.replace(", description: Only this force", ""),
        "line 8: parameter 'force' lacks 'description'",
    ),
    "param type": (
        FORCE,
        FORCE.replace("type: force", "type: forces"),
        "line 8: .* no known type but 'forces'; did you mean force",
    ),
    "far type": (
        FORCE,
        FORCE.replace("type: force", "type: 7"),
        "line 8: .* no known type but 7; did you mean force, cycle",
    ),
    "required not bool": (
        "required: true",
        'required: "yes"',
        "line 9: 'required' of parameter 'grade' must be true or false",
    ),
    "required with default": (
        "required: true",
        "required: true, default: good",
        "line 9: .* is required and has a default",
    ),
    "example a number": (
        FORCE,
        FORCE.replace("hampshire", "2016"),
        "line 8: 'example' of parameter 'force' must be words, in quotes",
    ),
    "example a date": (
        FORCE,
        FORCE.replace("hampshire", "2016-06-30"),
        "line 8: 'example' of parameter 'force' must be words",
    ),
    "example no choice": (
        "example: good",
        "example: poor",
        "line 9: 'example' of parameter 'grade' must be one of its choices, good or inad",
    ),
    "default no number": ("default: 0.5", "default: half", "line 10: 'default' of parameter 'least' must be a number"),
    "default true": ("default: 0.5", "default: true", "line 10: 'default' of parameter 'least' must be a number"),
    "choices no list": ("choices: [good, inadequate]", "choices: good", "line 9: 'choices' must be a list"),
    "choices numbers": ("[good, inadequate]", "[good, 1]", "line 9: 1 in 'choices' must be words, in quotes"),
    "limit not whole": ("example: 5", "example: 0", "line 11: 'example' of parameter 'limit' must be 1 or more"),
    "limit other": ("LIMIT 10", "LIMIT 20", "line 11: the default of 'limit' must be the LIMIT of the query, 20"),
    "limit no line": ("LIMIT 10", "", "line 11: a line LIMIT n needs one parameter of type limit"),
    "limit no param": (
        GOOD[GOOD.index("#+   limit") : GOOD.index("#+ returns")],
        "",
        "line 7: a line LIMIT n needs one parameter",
    ),
    "unknown slot": (SLOT, SLOT.replace("?grade", "?grad"), "line 16: the slot has \\?grad, which is no parameter"),
    "short slot": (SLOT, SLOT.replace("UNDEF UNDEF", "UNDEF"), "line 16: a slot must have one UNDEF for each variable"),
    "slot twice": (SLOT, SLOT.replace("?grade", "?force"), "line 16: a slot must have one UNDEF for each variable"),
    "slot otherwise": (SLOT, "  VALUES ?force { UNDEF }", "line 16: a slot must be a line like VALUES"),
    "slot and more": (SLOT, f"{SLOT} ?s ?p ?o .", "line 16: a slot must be a line like VALUES"),
    "no slot": (SLOT, "", "line 9: parameter 'grade' stands in no slot"),
}


@pytest.mark.parametrize(("old", "new", "message"), BAD.values(), ids=BAD)
def test_a_faulty_file_is_refused_with_its_line(old: str, new: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(CatalogueError, match=f"^queries/judgments/grades.rq, {message}"):
        good(GOOD.replace(old, new))


def test_names_of_files_and_folders() -> None:
    with pytest.raises(CatalogueError, match="the name of the file must be lower-case words joined by hyphens"):
        parse(GOOD, name="Grades_of", area="judgments")
    with pytest.raises(CatalogueError, match="the name of the folder must be lower-case words joined by hyphens"):
        parse(GOOD, name="grades", area="judg ments")


def test_folders(tmp_path: Path) -> None:
    for area, name in (("b", "two"), ("a", "three"), ("a", "one")):
        (tmp_path / area).mkdir(exist_ok=True)
        (tmp_path / area / f"{name}.rq").write_text(GOOD, encoding="utf-8")
    (tmp_path / "a" / "README.md").write_text("not a query", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not a query", encoding="utf-8")
    assert [(q.area, q.name) for q in load(tmp_path).values()] == [("a", "one"), ("a", "three"), ("b", "two")]

    (tmp_path / "b" / "one.rq").write_text(GOOD, encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"^queries/a and queries/b both have a one.rq\.$"):
        load(tmp_path)
    (tmp_path / "b" / "one.rq").write_bytes(b"#+ summary: a\n#+ question: caf\xe9\n")
    with pytest.raises(CatalogueError, match=r"^queries/b/one.rq, line 2: not UTF-8 text\.$"):
        load(tmp_path)
    (tmp_path / "loose.rq").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b" / "one.rq").unlink()
    with pytest.raises(CatalogueError, match=r"^queries/loose.rq must stand in a folder, its area\.$"):
        load(tmp_path)


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
    assert '\n  VALUES (?force ?grade) { (UNDEF "inadequate") }\n' in bind(good(), {"grade": "inadequate"})
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


@settings(deadline=None, max_examples=200)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip))
def test_any_words_come_back_as_they_are(word: str) -> None:
    assert solutions(bind(echo(), {"word": word})) == [(word, None)]


@settings(deadline=None, max_examples=200)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_value_of_the_register_can_be_made_up(word: str) -> None:
    known = {name for names in VOCABULARY.values["force"].values() for name in names} | set(VOCABULARY.values["force"])
    try:
        found = check(good(), {"grade": "good", "force": word}, VOCABULARY)["force"]
    except CatalogueError as error:
        assert "\n" not in str(error)
        assert len(str(error)) < 400
    else:
        assert word.casefold() in {name.casefold() for name in known} | {""}
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
    "far parameter": ({"zzzzz": "a"}, r'^Query grades has no parameter "zzzzz"; did you mean force, grade, least or limit\?$'),
    "missing": ({"grade": None}, r"^Query grades needs grade, a grade, such as requires-improvement: for example good\.$"),
    "misspelt value": ({"force": "hampshite"}, r'"hampshite" is none; did you mean hampshire'),
    "misspelt alias": ({"force": "North Yorksire Polise"}, r"did you mean north-yorkshire"),
    "far value": ({"force": "qqqqqqqq"}, r'none of the 18 is like "qqqqqqqq"\.$'),
    "two meanings": ({"force": "twin"}, r'^Parameter force of query grades: "twin" may mean the-city or the-met; give one'),
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
    "a number and more": ({"least": '1 } SERVICE <http://localhost/> {'}, r"must be a number"),
    "limit words": ({"limit": "10; DROP ALL"}, PLACE.format("limit") + r' must be a whole number from 1, not "10; DROP ALL"\.$'),
    "limit zero": ({"limit": 0}, r"must be a whole number from 1"),
    "limit part": ({"limit": 1.5}, r"must be a whole number from 1"),
    "limit true": ({"limit": True}, r"must be a whole number from 1"),
    "limit digits": ({"limit": "١٠"}, r"must be a whole number from 1"),
    "limits": ({"limit": [1, 2]}, PLACE.format("limit") + r" takes one value only\.$"),
}  # fmt: skip


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
