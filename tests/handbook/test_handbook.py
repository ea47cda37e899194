"""The handbook: every term and concept is told of, with right counts, and no page needs any other place."""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import html
from rdflib import SKOS

from peelgraph.build import build
from peelgraph.competency import questions
from peelgraph.handbook import write
from peelgraph.handbook.__main__ import main
from peelgraph.handbook.diagram import ARROWS, BOXES
from peelgraph.handbook.reference import ontology, own_terms, schemes
from peelgraph.loaders import Register
from peelgraph.loaders.iris import PEEL
from peelgraph.store import open_for_writing, open_store, select, text

SAMPLE = Path(__file__).parents[2] / "data" / "sample"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    location = str(tmp_path_factory.mktemp("handbook") / "store")
    with open_for_writing(location) as opened:
        build([str(SAMPLE)], opened, Register.packaged())
    return location


@pytest.fixture(scope="module")
def folder(store: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("pages") / "new"
    with open_store(store) as opened, warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # pyLODE leaves its style sheet open
        assert sorted(write(opened, target)) == sorted(target.iterdir())
    return target


@pytest.fixture(scope="module")
def pages(folder: Path) -> dict[str, html.HtmlElement]:
    return {path.name: html.document_fromstring(path.read_bytes()) for path in folder.iterdir()}


def row_of(page: html.HtmlElement, iri: str, heading: str) -> list[str]:
    """Cells beside a heading in what a page tells of a term."""
    rows = page.xpath(
        f'//div[contains(@class, "entity")][.//code[text()="{iri}"]]//tr[th[normalize-space()="{heading}"]]'
    )
    return [" ".join(row.find("td").text_content().split()) for row in rows]


def test_no_page_asks_any_other_place(pages: dict[str, html.HtmlElement]) -> None:
    assert len(pages) >= 20
    for page in pages.values():
        policy = page.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')
        assert len(policy) == 1
        assert policy[0].startswith("default-src 'none'")
        assert not page.xpath("//link | //img | //iframe | //object | //script[not(@type='application/ld+json')]")
        assert not any("url(" in style or "@import" in style for style in page.xpath("//style/text()"))


def test_every_link_within_the_handbook_leads_somewhere(pages: dict[str, html.HtmlElement]) -> None:
    anchors = {name: set(page.xpath("//@id")) for name, page in pages.items()}
    followed = 0
    for name, page in pages.items():
        for link in page.xpath("//a/@href | //*[local-name()='svg']//*[local-name()='a']/@href"):
            file, _, anchor = unquote(link).partition("#")
            if ":" in file or (not file and name == "ontology.html"):
                continue  # to the web, or one that pyLODE made
            followed += 1
            assert (file or name) in pages, link
            assert not anchor or anchor in anchors[file or name], (name, link)
    assert followed > 500


def test_every_own_term_is_told_of(pages: dict[str, html.HtmlElement]) -> None:
    told = set(pages["ontology.html"].xpath('//div[contains(@class, "entity")]//code/text()'))
    terms = {str(term) for term in own_terms(ontology())}
    assert len(terms) > 150
    assert terms <= told
    glance = [" ".join(cell.text_content().split()) for cell in pages["terms.html"].xpath("//tbody/tr/td[1]")]
    assert sorted(PEEL + name for name in glance) == sorted(terms)


def test_counts_are_those_of_the_store(pages: dict[str, html.HtmlElement], store: str) -> None:
    with open_store(store) as opened:
        ((judgments,),) = select(opened, f"SELECT (COUNT(DISTINCT ?j) AS ?n) {{ ?j a <{PEEL}Judgment> }}")
        ((agencies,),) = select(
            opened,
            f"""SELECT (COUNT(DISTINCT ?a) AS ?n) {{
              ?c <http://www.w3.org/2000/01/rdf-schema#subClassOf>* <{PEEL}Agency> . ?a a ?c }}""",
        )
    page = pages["ontology.html"]
    assert row_of(page, f"{PEEL}Judgment", "In this graph") == [text(judgments)]
    assert row_of(page, f"{PEEL}Agency", "In this graph") == [text(agencies)]
    good = "https://w3id.org/peelgraph/id/grade/good"
    (count,) = row_of(pages["scheme-grades-four-point.html"], good, "In this graph")
    assert int(count) >= 5


def test_terms_lead_to_questions_queries_and_wording(pages: dict[str, html.HtmlElement]) -> None:
    page = pages["ontology.html"]
    (asked,) = row_of(page, f"{PEEL}Judgment", "Questions it serves")
    assert "In which document, on which page and under which heading does a grade stand?" in asked
    (canned,) = row_of(page, f"{PEEL}Judgment", "Canned queries")
    assert canned.split(", ") == ["coverage", "evidence-behind-judgment", "force-facts"]
    (wording,) = row_of(page, f"{PEEL}Judgment", "In reports")
    assert re.search("Loamshire|Mummerset|The force", wording)


def test_a_quotation_that_is_too_long_is_cut_at_a_word_and_marked(pages: dict[str, html.HtmlElement]) -> None:
    (entity,) = pages["ontology.html"].xpath(
        f'//div[contains(@class, "entity")][.//code[text()="{PEEL}CauseOfConcern"]]'
    )
    quotes = [quote.text_content() for quote in entity.xpath(".//q")]
    assert len(quotes) == 2
    assert all(quote.endswith(" …") and 100 < len(quote) <= 162 for quote in quotes)
    (entity,) = pages["ontology.html"].xpath(f'//div[contains(@class, "entity")][.//code[text()="{PEEL}Judgment"]]')
    assert not [quote for quote in entity.xpath(".//q") if "…" in quote.text_content()]


def test_what_a_reasoner_fills_is_not_told_as_absent(pages: dict[str, html.HtmlElement]) -> None:
    page, hint = pages["ontology.html"], ["none asserted: a reasoner fills it (peelgraph reason --keep)"]
    for term in ("ForceOfConcern", "SharedAgency", "worksWith", "memberOf"):
        assert row_of(page, f"{PEEL}{term}", "In this graph") == hint
    assert row_of(page, f"{PEEL}Inference", "In this graph") == ["0"]


def test_the_namespace_is_told_and_is_no_link(pages: dict[str, html.HtmlElement]) -> None:
    page = pages["ontology.html"]
    assert not page.xpath(f'//a[@href="{PEEL}"]')
    assert page.xpath('//dt[contains(., "Preferred Namespace Uri")]/following-sibling::dd[1]/code/text()') == [PEEL]


def test_wrong_usage_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    usage = "Usage: python -m peelgraph.handbook STORE FOLDER, the store to read and where to write.\n"
    assert (main([]), capsys.readouterr()) == (2, ("", usage))
    assert main([str(tmp_path / "none"), str(tmp_path / "pages")]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith("peelgraph: There is no store at ")


def test_definitions_are_told_in_words(pages: dict[str, html.HtmlElement]) -> None:
    (rules,) = row_of(pages["ontology.html"], f"{PEEL}InadequateJudgment", "A reasoner knows")
    assert rules.startswith("An inadequate judgment is the same as ")


def test_every_scheme_and_concept_has_its_place(pages: dict[str, html.HtmlElement]) -> None:
    graph = ontology()
    for scheme in schemes(graph):
        page = pages[f"scheme-{scheme.rpartition('/')[2]}.html"]
        told = set(page.xpath('//div[@id="concepts"]//code/text()'))
        assert told == {str(c) for c in graph.subjects(predicate=SKOS.inScheme, object=scheme)}
        assert told


def test_questions_stand_with_their_answers(pages: dict[str, html.HtmlElement]) -> None:
    page = pages["questions.html"]
    for question in questions():
        section = page.get_element_by_id(question.name)
        assert section.findtext("h3") == question.question
        assert len(section.xpath(".//tbody/tr")) == len(question.rows)


def test_crosswalk_says_which_cycles_have_no_questions(pages: dict[str, html.HtmlElement]) -> None:
    page = pages["crosswalk.html"]
    rows = {
        row[0].text_content(): [cell.text_content() for cell in row[1:]] for row in page.xpath("//table[2]/tbody/tr")
    }
    assert [header.text_content() for header in page.xpath("//table[2]/thead/tr/th")] == [
        "Question", "2014", "2015", "2016", "2017", "2018-19",
    ]  # fmt: skip
    assert rows["effectiveness 5"][2].endswith("(not graded)")
    assert rows["effectiveness 5"][1] == "–"
    assert "no questions of 2014, 2015, 2017, 2018-19" in page.text_content()


def test_drawing_is_of_the_ontology() -> None:
    names = {str(term).removeprefix(PEEL) for term in own_terms(ontology())}
    assert {box.term for box in BOXES} | {arrow.term for arrow in ARROWS} <= names
    drawn = {box.term: (box.column, box.row) for box in BOXES}
    for arrow in ARROWS:
        (x1, y1), (x2, y2) = drawn[arrow.source], drawn[arrow.target]
        assert max(abs(x1 - x2), abs(y1 - y2)) == 1, arrow
