from __future__ import annotations

import asyncio
import itertools
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

import httpx
import pytest
from html_page import VOID, Page, contrast
from serving import ATTACK, Served, serving

import peelgraph.server
from peelgraph.catalogue import queries
from peelgraph.description import LICENCE
from peelgraph.printable import printable
from peelgraph.server.app import create_app
from peelgraph.server.asking import whole
from peelgraph.server.interface import (
    Answer,
    AnswerAbortedError,
    BusyError,
    EngineFailedError,
    Engines,
    QueryStoppedError,
    Question,
    ServerError,
)
from peelgraph.server.settings import Settings
from peelgraph.store import Solutions

VOID |= {"link", "img"}
STYLE = (Path(peelgraph.server.__file__).parent / "static" / "site.css").read_text()
PAGES = (
    "/",
    "/ask",
    "/docs",
    "/ask/judgments?force=loamshire&evidence=yes",
    "/ask/coverage",
    "/ask/force-facts?force=loamshire",
    "/ask/force-facts",
    "/ask/judgments?force=nowhere",
    "/ask/shared-findings",
    "/nowhere",
)
HTML = {"Accept": "text/html"}


def page(served: Served, address: str, status: int = 200) -> Page:
    answer = served.http.get(address, headers=HTML)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    return Page(answer.text)


def table(shown: Page) -> list[str]:
    return [text for _, text in shown.all("td")]


@pytest.mark.parametrize("address", PAGES)
def test_pages_are_in_good_order_for_everybody(sample: Served, address: str) -> None:
    answer = sample.http.get(address, headers=HTML)
    shown = Page(answer.text)
    assert shown.all("html", lang="en-GB")
    assert len(shown.all("h1")) == len(shown.all("main", id="main")) == 1
    assert shown.all("title")[0][1].endswith(" – peelgraph")
    links = shown.all("a")
    assert links[0] == ({"class": "skip", "href": "#main"}, "Skip to the content")
    assert all(text.strip() or "aria-label" in had for had, text in links)
    ids = [had["id"] for _, had, _ in shown.elements if "id" in had]
    assert len(set(ids)) == len(ids)
    labels = {had["for"] for had, _ in shown.all("label") if "for" in had}
    for tag in ("input", "select"):
        assert {had["id"] for had, _ in shown.all(tag) if had.get("type") != "checkbox"} <= labels
    described = {had["aria-describedby"] for _, had, _ in shown.elements if "aria-describedby" in had}
    assert described <= set(ids)
    for name in ("aria-labelledby",):
        assert {had[name] for _, had, _ in shown.elements if name in had} <= set(ids)
    assert len(shown.all("table")) == len(shown.all("caption"))
    assert all("scope" in had for had, _ in shown.all("th"))
    levels = [int(tag[1]) for tag, _, _ in shown.elements if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("address", PAGES)
def test_pages_ask_nothing_of_other_places_and_run_nothing(sample: Served, address: str) -> None:
    answer = sample.http.get(address, headers=HTML)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'self';")
    assert "unsafe" not in policy
    shown = Page(answer.text)
    for tag, had, _ in shown.elements:
        assert tag not in {"script", "style", "iframe", "object", "img", "base"}
        assert not [name for name in had if name.startswith("on") or name == "style"]
        for name in ("src", "action"):
            assert not urlsplit(had.get(name, "")).netloc
        if tag == "link" and had["rel"] != "license":
            assert not urlsplit(had["href"]).netloc
    assert (answer.headers["x-content-type-options"], answer.headers["x-frame-options"]) == ("nosniff", "DENY")
    assert shown.all("a", href=LICENCE)[-1][1] == "Open Government Licence v3.0"


def test_the_colours_can_be_told_apart() -> None:
    by_day, found, by_night = STYLE.partition("@media (prefers-color-scheme: dark)")
    assert found
    for palette in (by_day, by_night):
        colours = dict(re.findall(r"--(\w+): (#\w{6});", palette))
        for text in ("ink", "quiet", "link", "warn"):
            assert contrast(colours[text], colours["paper"]) >= 4.5
            assert contrast(colours[text], colours["soft"]) >= 4.5
        for edge in ("line", "focus"):
            assert contrast(colours[edge], colours["paper"]) >= 3
            assert contrast(colours[edge], colours["soft"]) >= 3
    assert contrast("#ffffff", "#1d3f72") >= 4.5
    assert ":focus-visible { outline: 3px solid var(--focus)" in STYLE
    assert "url(" not in STYLE
    assert "@import" not in STYLE


def test_the_start_page_tells_what_is_here_and_what_can_be_asked(sample: Served) -> None:
    shown = page(sample, "/")
    hrefs = [had["href"] for had, _ in shown.all("a")]
    assert {f"/ask/{name}" for name in queries()} <= set(hrefs)
    assert "2 reports and the published grades,\nabout 45 forces." in "".join(text for _, text in shown.all("main"))
    cells = table(shown)
    latest, start = shown.all("th", scope="row")[0][1], next(n for n in range(len(cells)) if cells[n + 1] == "2")
    assert latest == "2018-19"
    assert cells[start : start + 4] == ["effectiveness", "2", "10", "9"]
    assert "/ask/coverage?cycle=2016&pillar=effectiveness" in hrefs
    assert "No reports and no published grades are loaded." not in shown.all("main")[0][1]


def test_the_start_page_of_an_empty_store(served: Served) -> None:
    assert "No reports and no published grades are loaded." in page(served, "/").all("main")[0][1]


def test_every_question_has_a_form_with_a_field_for_each_parameter(sample: Served) -> None:
    for query in queries().values():
        shown = page(sample, f"/ask/{query.name}")
        assert shown.all("h1")[0][1] == query.question
        names = {had["name"] for tag in ("input", "select") for had, _ in shown.all(tag)}
        shared = set() if query.returns == "graph" else {"columns", "evidence"}
        assert names == {param.name for param in query.params} | shared
        assert not shown.all("div", role="alert")


def test_choices_are_those_of_the_data_and_several_can_be_made(sample: Served) -> None:
    shown = page(sample, "/ask/judgments?force=loamshire&force=Mummerset+Police&grade=good")
    forces = {had["value"]: text for had, text in shown.all("option")}
    assert forces["loamshire"] == "Loamshire Constabulary"
    chosen = [had["value"] for had, _ in shown.all("option") if "selected" in had]
    assert chosen == ["loamshire", "mummerset"]
    assert [had["value"] for had, _ in shown.all("input", name="grade") if "checked" in had] == ["good"]
    assert shown.all("select", name="force")[0][0].keys() >= {"multiple", "aria-describedby"}
    preset = page(sample, "/ask/force-facts").all("input", name="detail")
    assert [had["value"] for had, _ in preset if "checked" in had] == ["record"]
    assert page(sample, "/ask/shared-findings").all("input", name="limit")[0][0]["value"] == "1000"


def test_an_answer_links_things_to_their_pages_and_can_be_taken_along(sample: Served) -> None:
    shown = page(sample, "/ask/judgments?force=loamshire&question=1&cycle=2016&pillar=&columns=question&columns=grade")
    assert table(shown) == ["1", "good", "passage"]
    links = {had["href"]: text for had, text in shown.all("a")}
    assert links["/id/grade/good"] == "good"
    assert links["/id/judgment/loamshire/2016/effectiveness/1"] == "passage"
    parameters = "force=loamshire&cycle=2016&question=1&columns=question%2Cgrade"
    for form, words in (("csv", "CSV"), ("tsv", "TSV"), ("json", "JSON")):
        assert links[f"/api/queries/judgments?{parameters}&format={form}"] == words
    permalink = f"http://127.0.0.1:{sample.port}/ask/judgments?{parameters}"
    assert links[permalink] == permalink
    assert table(page(sample, permalink)) == table(shown)
    whole = page(sample, "/ask/judgments?force=loamshire&question=1")
    found = {had["href"] for had, _ in whole.all("a")}
    assert {"/id/force/loamshire", "/id/cycle/2016", "/id/question/effectiveness/2016/1"} <= found
    for form in ("csv", "tsv", "json"):
        assert sample.http.get(f"/api/queries/judgments?{parameters}&format={form}").status_code == 200


def test_each_of_several_things_in_one_cell_is_linked(sample: Served) -> None:
    links = {text: had["href"] for had, text in page(sample, "/ask/evidence?force=loamshire").all("a")}
    cells = table(page(sample, "/ask/evidence?force=loamshire&columns=theme"))
    (cell,) = {text for text in cells if text == "neighbourhood-policing; problem-solving"}
    for name in cell.split("; "):
        assert links[name] == f"/id/theme/{name}"


def test_a_cut_answer_says_so_and_leads_on(sample: Served) -> None:
    answer = sample.http.get("/ask/coverage", headers=HTML)
    assert answer.headers["Peelgraph-Truncated"]
    first = Page(answer.text)
    assert first.all("p", **{"class": "notice"})[0][1].startswith("This is not all: rows 1 to 100, and there are more.")
    following = first.all("a", rel="next")[0][0]["href"]
    assert following == "/ask/coverage?offset=100"
    second = page(sample, following)
    assert "rows 101 to 200" in second.all("p", **{"class": "notice"})[0][1]
    assert second.all("a", rel="prev")[0][0]["href"] == "/ask/coverage"
    last = page(sample, "/ask/coverage?offset=700")
    assert not last.all("p", **{"class": "notice"})
    assert not last.all("a", rel="next")
    few = page(sample, "/ask/coverage?force=loamshire&limit=2")
    assert few.all("a", rel="next")[0][0]["href"] == "/ask/coverage?force=loamshire&limit=2&offset=2"
    assert "offset" not in few.all("a", rel="next")[0][0]["href"].replace("offset=2", "")


def test_an_answer_without_rows(sample: Served) -> None:
    shown = page(sample, "/ask/findings?contains=nothing+like+this")
    assert "Nothing was found." in shown.all("main")[0][1]
    assert not shown.all("table")
    assert "No rows from here on." in page(sample, "/ask/findings?offset=999999").all("main")[0][1]


def test_a_graph_is_shown_as_statements(sample: Served) -> None:
    shown = page(sample, "/ask/force-facts?force=loamshire")
    assert "This is not all: statements 1 to 100" in shown.all("p", **{"class": "notice"})[0][1]
    assert "/id/force/loamshire" in {had["href"] for had, _ in shown.all("a")}
    assert "skos:prefLabel" in table(shown)
    texts = {text: had["href"] for had, text in shown.all("a")}
    assert sample.http.get(texts["Turtle"]).headers["content-type"] == "text/turtle; charset=utf-8"


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("judgments?force=loamshir", 'and "loamshir" is none; did you mean loamshire,'),
        ("judgments?place=here", 'has no parameter "place"'),
        ("judgments?limit=5000", "limit must be a whole number from 1 to 500."),
        ("force-facts?cycle=2016", "Query force-facts needs force"),
        (
            "judgments?force=%3Cscript%3Ealert(1)%3C/script%3E",
            'and "<script>alert(1)</script>" is none; did you mean hostile?',
        ),
    ],
)
def test_a_fault_is_told_above_the_form(sample: Served, address: str, sentence: str) -> None:
    shown = page(sample, f"/ask/{address}", 400)
    assert sentence in shown.all("div", role="alert")[0][1]
    assert shown.all("title")[0][1].startswith("Error: ")
    assert shown.all("form")


def test_pages_that_do_not_exist(sample: Served) -> None:
    assert "There is no query" in page(sample, "/ask/judgment", 404).all("main")[0][1]
    assert page(sample, "/nowhere", 404).all("h1")[0][1] == "Not found"
    for path in ("/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/"):
        assert sample.http.get(path).status_code == 404


def test_words_of_an_attacker_are_shown_as_words(sample: Served) -> None:
    for address in ("/ask/judgments?force=hostile&evidence=yes", "/ask/force-facts?force=hostile", "/ask/judgments"):
        shown = page(sample, address)
        assert not shown.all("script")
        assert not shown.all("img")
        assert "\u202e" not in shown.all("html")[0][1]
    cells = table(page(sample, "/ask/judgments?force=hostile&columns=quote&columns=force_name"))
    assert cells[:2] == [printable(ATTACK)] * 2


def test_pages_can_be_turned_off(store: Path, tmp_path: Path) -> None:
    config = tmp_path / "serve.toml"
    config.write_text("query-page = false\n")
    with serving(store, "--config", str(config)) as bare:
        assert bare.http.get("/ask", headers=HTML).status_code == 404
        assert bare.http.get("/api/queries", headers=HTML).status_code == 406
        assert bare.http.get("/api/queries").status_code == 200


def test_an_answer_that_breaks_off_is_no_short_answer() -> None:
    async def dying() -> AsyncIterator[bytes]:
        yield b"?force\n"
        raise AnswerAbortedError

    answer = Answer("text/tab-separated-values", truncated=False, version="", state="", body=dying())
    with pytest.raises(EngineFailedError, match="stopped before its answer was complete"):
        asyncio.run(whole(answer))


@pytest.mark.parametrize("address", ["/", "/ask", "/ask/judgments", "/docs", "/static/site.css", "/static/icon.svg"])
def test_pages_without_their_content(sample: Served, address: str) -> None:
    answer = sample.http.head(address, headers=HTML)
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize("address", ["/", "/ask", "/docs"])
def test_pages_that_are_known_already_are_not_sent_again(sample: Served, address: str) -> None:
    tag = sample.http.get(address, headers=HTML).headers["ETag"]
    assert sample.http.get(address, headers={**HTML, "If-None-Match": tag}).status_code == 304


class Refusing:
    """Engines that know nothing and answer nothing."""

    version, state, published = "1", "1", None

    def __init__(self, error: ServerError) -> None:
        self._error = error

    async def select(self, text: str, rows: int = 0) -> Solutions:  # noqa: ARG002  as the interface has it
        return Solutions((), [])

    async def ask(self, question: Question) -> Answer:  # noqa: ARG002  as the interface has it
        raise self._error


@pytest.mark.parametrize(
    "error", [BusyError("Too many queries are waiting.", retry_after=7), QueryStoppedError("It took too long.")]
)
def test_a_query_that_is_refused_leaves_the_form_in_place(error: ServerError) -> None:
    app = create_app(Settings(), cast(Engines, Refusing(error)))

    async def got(address: str, accept: str) -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:7878") as client:
            return await client.get(address, headers={"Accept": accept})

    answer = asyncio.run(got("/ask/findings?contains=triage", "text/html"))
    shown = Page(answer.text)
    assert answer.status_code == error.status
    assert str(error) in shown.all("div", role="alert")[0][1]
    assert shown.all("input", name="contains")[0][0]["value"] == "triage"
    assert answer.headers.get("Retry-After") == (str(error.retry_after) if error.retry_after else None)
    program = asyncio.run(got("/api/queries/findings", "application/json"))
    assert (program.status_code, program.json()["detail"]) == (error.status, str(error))
