"""The pages as Chromium shows them: to everybody, by keyboard, without scripts, and with an attacker's words."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from browser.browsing import AXE_MISSING, Opener
from serving import ATTACK

from peelgraph.printable import printable

GRADES = """PREFIX peel: <https://w3id.org/peelgraph/ontology#> # grades, printed 1 by 1
SELECT ?judgment ?grade { ?judgment peel:grade ?grade FILTER (?grade != <urn:none> && "a" != 'b') } LIMIT 3"""
EVERYTHING = "SELECT * { ?s ?p ?o } ORDER BY ?s"
PAGES = {
    "start": "/",
    "API": "/docs",
    "form": "/ask/force-facts",
    "answer": "/ask/judgments?force=loamshire&evidence=yes",
    "cut answer": "/ask/coverage",
    "graph": "/ask/force-facts?force=loamshire",
    "fault": "/ask/judgments?force=nowhere",
    "query": "/query",
    "answer to a query": "/query?" + urlencode({"query": GRADES}),
    "cut answer to a query": "/query?" + urlencode({"query": EVERYTHING}),
    "query with a fault": "/query?" + urlencode({"query": "SELECT * {"}),
    "force": "/id/force/loamshire",
    "judgment": "/id/judgment/loamshire/2016/effectiveness/1",
    "list": "/id/grade/good?incoming=https%3A%2F%2Fw3id.org%2Fpeelgraph%2Fontology%23grade",
    "vocabulary": "/ontology",
    "hostile": "/ask/judgments?force=hostile&evidence=yes",
    "nothing there": "/nowhere",
}
needs_axe = pytest.mark.skipif(bool(AXE_MISSING), reason=AXE_MISSING)


@needs_axe
@pytest.mark.parametrize("address", PAGES.values(), ids=list(PAGES))
def test_everybody_can_use_a_page(window: Opener, address: str) -> None:
    with window() as opened:
        opened.open(address)
        assert opened.faults() == []


@needs_axe
def test_dark_colours_can_be_told_apart(window: Opener) -> None:
    with window() as opened:
        opened.page.emulate_media(color_scheme="dark")
        for name in ("start", "answer", "fault", "answer to a query", "judgment"):
            page = opened.open(PAGES[name])
            assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(23, 24, 28)"
            assert opened.faults("color-contrast") == []


def test_pages_fit_a_narrow_screen(window: Opener) -> None:
    # WCAG 2.2, 1.4.10: 320 CSS pixels; tables may be wider, and scroll within their own frame.
    outside = (
        "[...document.querySelectorAll('main *')].filter(e => !e.closest('.scroll, .CodeMirror')"
        " && !e.matches('option') && e.getBoundingClientRect().right > 320).map(e => e.outerHTML.slice(0, 80))"
    )
    with window(width=320) as opened:
        for name, address in PAGES.items():
            page = opened.open(address)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
            assert page.evaluate(outside) == [], name
        page.evaluate("document.querySelector('main').append('W'.repeat(99))")
        page.evaluate("document.querySelector('main').style.overflowWrap = 'normal'")
        assert page.evaluate("document.documentElement.scrollWidth") > 320


@needs_axe
def test_faults_of_a_page_are_found(window: Opener) -> None:
    with window() as opened:
        page = opened.open("/nowhere")
        page.evaluate("document.querySelector('h1').style.color = '#bbbbbb'")
        page.evaluate("document.querySelector('main').append(document.createElement('input'))")
        assert [each.split(": ")[:2] for each in opened.faults()] == [
            ["serious", "color-contrast"],
            ["critical", "label"],
        ]


def test_what_leaves_the_host_or_breaks_the_policy_is_found(window: Opener) -> None:
    opened = window()
    page = opened.open("/nowhere")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'alert(1)'}))")
    page.evaluate("setTimeout(() => { throw Error('broken') })")
    page.evaluate("alert('hello')")
    page.evaluate("open('http://localhost:9/')")
    page.wait_for_timeout(100)
    with pytest.raises(AssertionError):
        opened.__exit__(None, None, None)
    said = "\n".join(opened.complaints)
    for words in (
        "request to http://localhost:9/",
        "Content Security Policy",
        "script failed: broken",
        "dialog: hello",
    ):
        assert words in said


def test_a_question_is_asked_by_keyboard_alone(window: Opener) -> None:
    with window() as opened:
        page = opened.open("/ask/findings")
        page.keyboard.press("Tab")
        assert opened.focused() == "Skip to the content"
        box = page.locator(".skip").bounding_box()
        assert box
        assert (box["x"], box["y"]) > (0, 0)
        page.keyboard.press("Enter")
        assert opened.focused().startswith("Which areas for improvement")
        seen: list[str] = []
        while "Clear" not in seen and len(seen) < 40:
            page.keyboard.press("Tab")
            seen.append(opened.focused())
            outline = "getComputedStyle(document.activeElement)"
            assert page.evaluate(f"{outline}.outlineStyle + {outline}.outlineWidth") == "solid3px", seen
        assert list(dict.fromkeys(each.partition("=")[0] for each in seen)) == [
            *("force", "cycle", "pillar", "question", "kind", "contains", "Columns", "evidence"),
            *("Show the answer", "Clear"),
        ]
        page.locator("[name=contains]").focus()
        page.keyboard.type("weathervane")
        page.keyboard.press("Enter")
        page.wait_for_url("**contains=weathervane**")
        assert "1-afi-2" in opened.table()
        page.locator(".scroll").focus()
        assert opened.focused().startswith("What forces were told to put right")


def test_all_but_the_editor_works_without_scripts(window: Opener) -> None:
    with window(scripts=False) as opened:
        page = opened.open("/")
        page.get_by_role("link", name="How was each force graded on each question, and in which words?").click()
        page.get_by_label("Force", exact=True).select_option("mummerset")
        page.get_by_role("group", name="Grade").get_by_label("Inadequate").check()
        page.get_by_text("Columns", exact=True).click()
        page.locator("[name=columns][value=question]").check()
        page.locator("[name=columns][value=grade]").check()
        page.get_by_role("button", name="Show the answer").click()
        assert opened.table() == ["3", "inadequate", "passage"]
        page.get_by_role("link", name="passage of row 1").click()
        assert page.locator("mark").first.inner_text().endswith(".")
        page.get_by_role("link", name="SPARQL").click()
        page.get_by_label("Query", exact=True).fill(GRADES)
        page.get_by_role("button", name="Run the query").click()
        assert len(opened.table()) == 6
        page.locator("main td a").first.click()
        assert page.locator("h1").inner_text().startswith("Loamshire Constabulary, PEEL 2016, question")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (PAGES["cut answer"], "This is not all: rows 1 to 60, and there are more."),
        (PAGES["graph"], "This is not all: statements 1 to 60, and there are more."),
        (PAGES["cut answer to a query"], "This answer is cut: there are more than the 60 rows that are shown."),
    ],
)
def test_a_cut_answer_says_so_where_it_is_seen_before_the_rows(window: Opener, address: str, words: str) -> None:
    with window() as opened:
        page = opened.open(address)
        notice, table = page.locator(".notice").bounding_box(), page.locator("main table").bounding_box()
        assert notice
        assert table
        assert 0 < notice["y"] < table["y"]
        assert page.locator(".notice").inner_text().startswith(words)
        page.goto(PAGES["answer"])
        assert page.locator(".notice").count() == 0


@pytest.mark.parametrize("address", [PAGES["answer"], PAGES["graph"], PAGES["answer to a query"]])
def test_an_answer_has_an_address_and_files_of_its_own(window: Opener, address: str) -> None:
    with window() as opened:
        page = opened.open(address)
        before = opened.table()
        files = page.locator("ul.inline a").evaluate_all("all => all.map(e => [e.innerText, e.href])")
        graphs = ["Turtle", "JSON-LD", "N-Triples", "RDF/XML"]
        assert [name for name, _ in files] == (
            graphs
            if address == PAGES["graph"]
            else ["JSON", "XML", "CSV", "TSV"]
            if "query=" in address
            else ["JSON", "CSV", "TSV", *graphs]
        )
        for name, href in files:
            answer = page.request.get(href)
            assert answer.ok
            kind = answer.headers["content-type"].partition(";")[0].lower()
            words = {"TSV": "tab-separated-values", "JSON-LD": "ld+json", "RDF/XML": "rdf+xml"}.get(name, name.lower())
            assert kind.endswith(words)
        page.locator("a", has_text="http://").or_(page.get_by_role("link", name="Link to this query")).click()
        assert opened.table() == before


def test_words_of_an_attacker_stay_words(window: Opener) -> None:
    attack = " ".join(printable(ATTACK).split())
    query = urlencode({"query": f'SELECT ("{ATTACK}" AS ?x) ("</textarea><script>alert(3)</script>" AS ?y) {{}}'})
    with window() as opened:
        for address in (PAGES["hostile"], "/id/judgment/hostile", "/id/force/hostile", f"/query?{query}"):
            page = opened.open(address)
            assert attack in " ".join(page.locator("main").inner_text().split())
            own = page.locator("script").evaluate_all("all => all.map(e => new URL(e.src).pathname)")
            assert [each for each in own if not each.startswith("/static/")] == []
            assert page.locator("img").count() == 0
