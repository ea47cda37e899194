"""What the catalogue makes of a query file, and which files it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from peelgraph.catalogue import CatalogueError, Param, load
from peelgraph.catalogue_header import parse

from .made_up import GOOD, good


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
        '[force, "?grade"]',
        "line 12: '\\?grade' in 'returns' must be the name of a variable",
    ),
    "column twice": ("[force, grade]", "[force, force]", "line 12: 'returns' names something twice"),
    "first unknown": (
        "#+ returns: [force, grade]",
        "#+ returns: [force, grade]\n#+ first: [grade, cycle]",
        "line 13: 'first' names 'cycle', which 'returns' has not",
    ),
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


def test_columns_to_begin_a_table_with() -> None:
    assert good().first == ()
    assert good(GOOD.replace("[force, grade]", "[force, grade]\n#+ first: [grade]")).first == ("grade",)


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
