"""HTML: a page's words in blocks, and the inspectorate's assessment pages. All pages are made up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peelgraph.loaders import Loaded, Register, load
from peelgraph.loaders.assessment import assessment, is_assessment
from peelgraph.loaders.documents import Document, LoadError, read
from peelgraph.loaders.documents import html as pages
from peelgraph.loaders.iris import DCTERMS, OA, PEEL, RDF, thing

Page = Callable[[str | bytes], Path]

EFFECTIVE = "The extent to which the force is effective at keeping people safe and reducing crime"
EFFICIENT = "The extent to which the force operates efficiently and sustainably"
LEGITIMATE = "The extent to which Loamshire Constabulary treats the public and its workforce legitimately"

WHOLE = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>PEEL 2016 – Loamshire</title>
<link rel="canonical" href="https://www.example.org/peel-assessments/peel-2016/loamshire/">
<style>p {{ color: red }}</style>
<script>var hidden = "{EFFECTIVE} is inadequate.";</script></head>
<body><nav class="menu"><ul><li>Home<li>Mummerset</ul></nav>
<nav aria-label="breadcrumb"><ol><li>PEEL assessments</li><li>PEEL 2016</li></ol></nav>
<main><h1>Loamshire PEEL 2016</h1>
<h2>HMI&rsquo;s observations</h2>
<p>I have read all that my inspectors found in Loamshire Constabulary <em>this year</em>.</p>
<p>The villages are in good hands; I am less sure of the towns, and shall look there again.</p>
<h2>Effectiveness</h2><p>Last updated 02/03/2017</p>
<div><p>{EFFECTIVE} is:&nbsp;<strong>good</strong></p></div>
<h2>Efficiency</h2><p>Last updated 03/11/2016</p><p>{EFFICIENT} is requires improvement.</p>
<h2>Legitimacy</h2><p>Last updated 08/12/2016</p><p>{LEGITIMATE} is not yet graded.</p>
</main><footer><p>{EFFECTIVE} is outstanding.</p></footer></body></html>"""


@pytest.fixture
def page(tmp_path: Path) -> Page:
    def of(source: str | bytes) -> Path:
        path = tmp_path / "page.txt"
        path.write_bytes(source.encode() if isinstance(source, str) else source)
        return path

    return of


def _simple(*sentences: str, title: str = "PEEL 2016: Loamshire") -> str:
    return f"<html><title>{title}</title><body>" + "".join(f"<p>{s}</p>" for s in sentences)


# ── words of a page ──────────────────────────────────────────────────────────────────────────────


def test_blocks(page: Page) -> None:
    body = (
        "<h1>One\n  two</h1><p>A <b>bold</b> word<sup>3</sup>, <a href=x>a link</a>.</p>bare<div>in a div</div>"
        "<ul><li>first</li><li>second<ul><li>below</li></ul></li></ul><p>after<br>the break</p>"
        "<table><tr><th>Crime</th><th>Rate</th></tr><tr><td><p>Theft</p></td><td>1.5</td></tr></table>"
        "<p hidden>no</p><div style='display: none'>no</div><form>no</form><svg><text>no</text></svg>end"
    )
    document = read(page(f"<!-- a remark --><html><body>{body}</body></html>"))
    assert document.media_type == "text/html"
    assert document.pages == ()
    assert document.text.split("\n\n") == [
        "One two", "A bold word³, a link.", "bare", "in a div", "- first\n- second\n - below", "after\nthe break",
        "Crime\tRate\nTheft\t1.5", "end\n",
    ]  # fmt: skip


def test_what_every_page_of_a_site_has_is_left_out(page: Page) -> None:
    text = read(page(WHOLE)).text
    address = "https://www.example.org/peel-assessments/peel-2016/loamshire/"
    assert text.startswith(f"PEEL 2016 – Loamshire\n\n{address}\n\n- PEEL")
    for word in ("inadequate", "outstanding", "Mummerset", "color"):
        assert word not in text


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("<html><p>caf\u00e9 \u2013 \u00a35".encode(), "utf-8"),
        ("<html><meta charset=iso-8859-1><p>caf\u00e9 \u2013 \u00a35".encode("cp1252"), "iso-8859-1"),
        ("<html><meta charset=utf-16><p>caf\u00e9 \u2013 \u00a35".encode(), "utf-8"),
    ],
)
def test_encodings(page: Page, data: bytes, encoding: str) -> None:
    document = read(page(data))
    assert document.text == "caf\u00e9 \u2013 \u00a35\n"
    assert document.encoding == encoding


@pytest.mark.parametrize("text", ["Crime fell by <5 percent.\n", "<see annex A>\n", "< p> not a page\n"])
def test_text_is_not_taken_for_a_page(page: Page, text: str) -> None:
    assert read(page(text)).media_type == "text/plain"


def test_a_page_without_words(page: Page) -> None:
    with pytest.raises(LoadError, match=r"^page\.txt is a page without words"):
        read(page("<html><body><script>go()</script></body></html>"))


def test_limits(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MAX_LETTERS", 100)
    with pytest.raises(LoadError, match="too many for a page"):
        read(page("<html><p>" + "x" * 100))


@pytest.mark.parametrize("piece", ["<div>", "<b>", "<ul><li>", "<table><tr><td>", "</p>", "<", "&", "<svg>", "<p>"])
def test_much_of_anything_is_read_in_time(page: Page, piece: str) -> None:
    assert read(page("<html><p>words " + piece * 20_000 + " end")).text.startswith("words")


_PIECES = (*"<>/&;=\"' \n", *["p", "div", "li>", "<ul", "<td", "<br>", "<sup>1", "é", "word", "]]>", "<!", "<tr>"])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(_PIECES)))
def test_no_page_crashes(pieces: list[str]) -> None:
    try:
        text = pages.html_text("<html>" + "".join(pieces), "x.html")
    except LoadError:
        return
    assert text.strip()
    assert "\n\n\n" not in text


# ── assessment pages ─────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def whole(page: Page, register: Register) -> Loaded:
    return load(page(WHOLE), register)


def test_a_whole_page(whole: Loaded) -> None:
    assert (whole.kind, whole.key, whole.force, whole.cycle) == (
        "assessment", "loamshire-assessment-2016", "loamshire", "2016",
    )  # fmt: skip
    assert whole.counts == {"grades": 2, "observations": 2}
    assert list(whole.graphs) == [
        thing("graph", "assessment", "loamshire", "2016"),
        thing("graph", "provenance", "assessment", "loamshire", "2016"),
    ]
    (missing,) = whole.missing
    assert (missing.expected, missing.reason) == (
        "grade of legitimacy", "the page says that it is not yet graded",
    )  # fmt: skip


def test_quads_of_a_page(whole: Loaded) -> None:
    facts, provenance = whole.graphs.values()
    triples = {(q.subject.value, q.predicate.value, q.object.value) for q in facts}  # type: ignore[union-attr]
    grade = thing("published-grade", "assessment", "loamshire", "2016", "effectiveness")
    assert {(p, o) for s, p, o in triples if s == grade and p != PEEL + "statedBy"} == {
        (RDF + "type", PEEL + "PublishedGrade"),
        (PEEL + "force", thing("force", "loamshire")),
        (PEEL + "cycle", thing("cycle", "2016")),
        (PEEL + "question", thing("pillar", "effectiveness")),
        (PEEL + "grade", thing("grade", "good")),
        (DCTERMS + "modified", "2017-03-02"),
        (DCTERMS + "source", "https://www.example.org/peel-assessments/peel-2016/loamshire/"),
    }
    quotes = {o for _, p, o in triples if p == OA + "exact"}
    assert f"{EFFECTIVE} is: good" in quotes
    assert f"{EFFICIENT} is requires improvement." in quotes
    assert "I have read all that my inspectors found in Loamshire Constabulary this year." in quotes
    reasons = [q.object.value for q in provenance if q.predicate.value == PEEL + "reason"]  # type: ignore[union-attr]
    assert reasons == ["the page says that it is not yet graded"]


def test_the_same_page_gives_the_same_quads(page: Page, register: Register, whole: Loaded) -> None:
    assert load(page(WHOLE), register).graphs == whole.graphs


@pytest.mark.parametrize(
    ("sentence", "pillar", "grade"),
    [
        (f"{EFFECTIVE} is good.", "effectiveness", "good"),
        (f"{EFFECTIVE} is: outstanding", "effectiveness", "outstanding"),
        (f"{EFFECTIVE}: inadequate", "effectiveness", "inadequate"),
        (f"{EFFECTIVE} requires improvement.", "effectiveness", "requires-improvement"),
        (f"{EFFECTIVE} is requires  improvement", "effectiveness", "requires-improvement"),
        (f"{EFFECTIVE} has been judged as good.", "effectiveness", "good"),
        (f"{EFFECTIVE} is</p><p>Good</p><p>", "effectiveness", "good"),
        (f"{EFFICIENT} is good.", "efficiency", "good"),
        (f"{LEGITIMATE} is good.", "legitimacy", "good"),
        ("The extent to which the constabulary is efficient at keeping people safe is good.", "efficiency", "good"),
        ("The extent to which Loamshire is legitimate at keeping people safe is good.", "legitimacy", "good"),
        ("The extent to which the force is well led is good.", "leadership", "good"),
        (f"{EFFECTIVE} is not yet graded.", "effectiveness", None),
        (f"{EFFECTIVE} has not been graded", "effectiveness", None),
        (f"{EFFECTIVE} is yet to be graded.", "effectiveness", None),
    ],
)
def test_wordings(page: Page, register: Register, sentence: str, pillar: str, grade: str | None) -> None:
    found = assessment(read(page(_simple(sentence))), register)
    assert found.force.notation == "loamshire"
    if grade is None:
        assert [m.expected for m in found.missing] == [f"grade of {pillar}"]
        assert found.grades == ()
    else:
        assert [(g.pillar, g.grade) for g in found.grades] == [(pillar, grade)]
        assert found.missing == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "We looked at the extent to which the force is effective.",
        f"{EFFECTIVE} is a good question.",
        f"{EFFECTIVE} has good reasons to be discussed.",
        "The extent to which the force keeps horses is good.",
    ],
)
def test_what_is_no_statement(page: Page, sentence: str) -> None:
    assert not is_assessment(read(page(_simple(sentence))))


def test_two_grades_for_one_pillar_are_no_grade(page: Page, register: Register) -> None:
    found = assessment(read(page(_simple(f"{EFFECTIVE} is good.", f"{EFFECTIVE} is inadequate."))), register)
    assert found.grades == ()
    assert [m.reason for m in found.missing] == ["the page gives it more than one grade: good, inadequate"]


def test_the_grade_of_a_part_does_not_stand_for_the_whole(page: Page, register: Register) -> None:
    part = "The extent to which the force is effective at investigating crime is inadequate."
    found = assessment(read(page(_simple(part, f"{EFFECTIVE} is good."))), register)
    assert [(g.pillar, g.grade) for g in found.grades] == [("effectiveness", "good")]


def test_aspects_of_2014(page: Page, register: Register) -> None:
    sentence = "The extent to which the force is effective at investigating offending is good."
    found = assessment(read(page(_simple(sentence, title="PEEL 2014: Loamshire"))), register)
    assert [g.pillar for g in found.grades] == ["investigating-offending"]


@pytest.mark.parametrize(
    ("parts", "dates"),
    [
        (["Last updated 01/02/2017", f"{EFFECTIVE} is good.", f"{EFFICIENT} is good."], ["2017-02-01", "2017-02-01"]),
        ([f"{EFFECTIVE} is good.", "Last updated: 3 March 2017", f"{EFFICIENT} is good.", "Last updated 04/04/2017"],
         ["2017-03-03", "2017-04-04"]),
        (["Last updated 01/02/2017", f"{EFFECTIVE} is good.", "Last updated 02/02/2017", f"{EFFICIENT} is good."],
         ["2017-02-01", "2017-02-02"]),
        (["Last updated 31/02/2017", f"{EFFECTIVE} is good."], [None]),
        ([f"{EFFECTIVE} is good."], [None]),
    ],
)  # fmt: skip
def test_dates(page: Page, register: Register, parts: list[str], dates: list[str | None]) -> None:
    found = assessment(read(page(_simple(*parts))), register)
    assert [g.last_updated for g in found.grades] == dates


@pytest.mark.parametrize(
    ("title", "cycle"),
    [
        ("PEEL: Police effectiveness 2015 – Loamshire", "2015"),
        ("PEEL 2018/19 Loamshire", "2018-19"),
        ("PEEL Assessment 2017 – Loamshire", "2017"),
    ],
)
def test_cycles(page: Page, register: Register, title: str, cycle: str) -> None:
    assert assessment(read(page(_simple(f"{EFFECTIVE} is good.", title=title))), register).cycle == cycle


def test_the_name_in_the_sentence_comes_before_that_in_the_title(page: Page, register: Register) -> None:
    found = assessment(read(page(_simple(f"{LEGITIMATE} is good.", title="PEEL 2016: Mummerset"))), register)
    assert found.force.notation == "loamshire"


@pytest.mark.parametrize(
    ("title", "message"),
    [
        ("PEEL 2016", "does not say which force"),
        ("Loamshire", "does not say of which cycle"),
        ("PEEL 2031: Loamshire", "is an assessment of 2031, which is no known cycle"),
    ],
)
def test_pages_that_say_too_little(page: Page, register: Register, title: str, message: str) -> None:
    with pytest.raises(LoadError, match=message):
        load(page(_simple(f"{EFFECTIVE} is good.", title=title)), register)


def test_a_page_saved_as_text_and_a_report_as_a_page(
    page: Page, register: Register, samples: dict[str, Loaded], sample_texts: dict[str, str]
) -> None:
    text = f"PEEL 2016\n\nLoamshire\n\n{EFFECTIVE} is good.\n"
    assert load(page(text), register).kind == "assessment"
    report = sample_texts["loamshire"].replace("&", "&amp;").replace("<", "&lt;")
    loaded = load(page("<html><body><p>" + report.replace("\n", "<br>\n").replace("<br>\n<br>", "<p>")), register)
    assert loaded.kind == "report"
    assert loaded.counts["judgments"] == samples["loamshire"].counts["judgments"]
    assert loaded.counts["findings"] == samples["loamshire"].counts["findings"]


_WORDS = (*EFFECTIVE.split(" "), *["is", "good", "not", "graded", ".", ":", "\n", "requires improvement"])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(_WORDS), max_size=40))
def test_no_text_crashes(register: Register, words: list[str]) -> None:
    text = f"PEEL 2016 Loamshire\n\n{EFFECTIVE} {' '.join(words)}"
    document = Document("x.html", "0" * 64, "text/html", "utf-8", text)
    if is_assessment(document):
        for grade in assessment(document, register).grades:
            span = grade.stated_by
            assert document.text[span.start : span.end] == span.quote
