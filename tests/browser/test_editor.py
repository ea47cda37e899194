"""The query page's editor: what those who know YASGUI expect of it, from this server alone."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from browser.browsing import AXE_MISSING, EDITOR_MISSING, Opener, Window
from playwright.sync_api import Page, expect
from serving import Served

from peelgraph.catalogue import get

needs_editor = pytest.mark.skipif(bool(EDITOR_MISSING), reason=EDITOR_MISSING)
needs_axe = pytest.mark.skipif(bool(AXE_MISSING), reason=AXE_MISSING)
START = "PREFIX peel: <https://w3id.org/peelgraph/ontology#>\n"


def written(page: Page) -> str:
    """What stands in the editor."""
    return str(page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()"))


def write(opened: Window, words: str) -> Page:
    """Open the page, put words into the editor in the place of all that is there, and stay at their end."""
    with opened.page.expect_response("**/query/words"):
        page = opened.open("/query")
    page.get_by_role("textbox", name="Query").focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(words)
    return page


def completed(page: Page) -> list[str]:
    """What is offered for the word before the cursor."""
    page.keyboard.press("Control+ ")
    hints = page.locator(".CodeMirror-hint")
    hints.first.wait_for()
    return hints.all_inner_texts()


@needs_editor
def test_a_query_is_written_and_run_by_keyboard(window: Opener) -> None:
    with window() as opened:
        page = write(opened, f"{START}SELECT ?g {{ <https://w3id.org/peelgraph/id/judgment/hostile> peel:grade ?g }}")
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**query=**")
        assert opened.table() == ["grade/good"]
        assert written(page).startswith(START)
        page.get_by_role("textbox", name="Query").focus()
        page.keyboard.press("Tab")
        assert opened.focused() == "Run the query"
        page.keyboard.press("Shift+Tab")
        assert page.evaluate("document.activeElement.ariaLabel") == "Query"


@needs_editor
@pytest.mark.parametrize(
    ("before", "offered", "after"),
    [
        ("PREFIX dct", ["dcterms: <http://purl.org/dc/terms/>"], "PREFIX dcterms: <http://purl.org/dc/terms/>"),
        (f"{START}SELECT * {{ ?x a peel:Judg", ["peel:Judgment  judgment"], "?x a peel:Judgment"),
        (f"{START}SELECT * {{ ?x peel:statedB", ["peel:statedBy  stated by"], "?x peel:statedBy"),
        (
            "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\nSELECT * { ?x skos:pr",
            ["skos:prefLabel  name"],
            "prefLabel",
        ),
    ],
)
def test_words_are_completed_from_the_vocabulary(window: Opener, before: str, offered: list[str], after: str) -> None:
    with window() as opened:
        page = write(opened, before)
        assert completed(page) == offered
        page.keyboard.press("Enter")
        assert written(page).endswith(after)


@needs_editor
def test_faults_are_marked_while_one_writes(window: Opener) -> None:
    with window() as opened:
        page = write(opened, "SELECT * WERE { ?s ?p ?o }")
        expect(page.get_by_role("status")).to_have_text("This is not yet valid SPARQL.")
        assert page.locator(".parseErrorIcon").count() == 1
        page.keyboard.press("Control+a")
        page.keyboard.insert_text("SELECT * WHERE { ?s ?p ?o }")
        expect(page.get_by_role("status")).to_have_text("")
        assert page.locator(".parseErrorIcon").count() == 0


@needs_editor
@needs_axe
def test_everybody_can_use_the_editor(window: Opener) -> None:
    with window() as opened:
        page = write(opened, f'{START}# remark\nSELECT * {{ ?x <urn:y> "z"@en ; 5 WERE ;\n  ?y peel:pre')
        assert completed(page) == ["peel:previousCycle  previous cycle", "peel:previousGrade  previous grade"]
        assert opened.faults() == []
        page.emulate_media(color_scheme="dark")
        assert opened.faults("color-contrast") == []


@needs_editor
def test_what_was_written_outlives_a_reload_but_not_the_window(window: Opener) -> None:
    with window() as opened:
        page = write(opened, "ASK { ?draft ?p ?o }")
        page.reload()
        assert written(page) == "ASK { ?draft ?p ?o }"
        page.goto(f"/query?query={quote('ASK {}')}")
        assert written(page) == "ASK {}"
        page.get_by_role("link", name="Which forces got which grade on this question?").click()
        assert written(page).strip() == get("forces-by-grade").text.strip()
        page.get_by_role("link", name="Begin anew").click()
        assert written(page).startswith("PREFIX peel:")
        page.goto("/query")
        assert written(page) == "ASK { ?draft ?p ?o }"
        assert page.evaluate("localStorage.length") == 0
    with window() as opened:
        assert written(opened.open("/query")).startswith("PREFIX peel:")


def test_the_words_are_those_of_the_vocabulary(sample: Served) -> None:
    answer = sample.http.get("/query/words")
    said = answer.json()
    assert said["prefixes"]["peel"] == "https://w3id.org/peelgraph/ontology#"
    terms = {each["name"]: (each["kind"], each["label"]) for each in said["terms"]}
    assert terms["peel:AreaForImprovement"] == ("class", "area for improvement")
    assert terms["peel:statedBy"] == ("property", "stated by")
    assert terms["skos:prefLabel"] == ("property", "name")
    assert sample.http.get("/query/words", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
