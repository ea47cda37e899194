"""The page on which people write queries: a form that works without scripts, and answers that lead to pages."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from serving import RUNAWAY, Served

from peelgraph.catalogue import get, queries
from peelgraph.loaders.iris import PEEL
from peelgraph.server import query_page

HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
GRADES = f"SELECT ?judgment ?grade {{ ?judgment <{PEEL}grade> ?grade }} ORDER BY ?judgment LIMIT 3"


def page(served: Served, query: str | None, status: int = 200, **parameters: str) -> str:
    given = parameters if query is None else {"query": query, **parameters}
    answer = served.http.get("/query", params=given, headers={"Accept": HTML})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return answer.text


def form_text(text: str) -> str:
    """What stands in the form's field, as a browser reads it."""
    found = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", text, re.DOTALL)
    assert found
    return html.unescape(found[1])


def test_without_a_query_there_is_a_form_that_can_be_sent_as_it_is(sample: Served) -> None:
    text = page(sample, None)
    assert '<form class="question" action="/query" method="get" id="query-form">' in text
    assert form_text(text) == query_page.EXAMPLE
    assert '<label for="query">' in text
    answer = page(sample, form_text(text), format="html")
    assert "<td>Loamshire Constabulary <" in answer
    assert '<th scope="col">force</th><th scope="col">question</th><th scope="col">grade</th>' in answer


def test_programs_get_what_they_got_before(sample: Served) -> None:
    assert sample.http.get("/query").headers["content-type"].startswith("text/turtle")
    assert sample.http.get("/query", params={"query": GRADES}).headers["content-type"].startswith("application/sparql")
    csv = sample.http.get("/query", params={"query": GRADES, "format": "csv"}, headers={"Accept": HTML})
    assert csv.headers["content-type"].startswith("text/csv")


def test_every_canned_query_is_an_example(sample: Served) -> None:
    text = page(sample, None)
    names = re.findall(r'href="/query\?example=([^"]+)"', text)
    assert sorted(names) == sorted(queries())
    assert html.escape(get("coverage").question, quote=False) in text
    assert form_text(page(sample, None, example="coverage")) == get("coverage").text.strip() + "\n"
    assert "There is no query &#34;covrage&#34;; did you mean" in page(sample, None, 400, example="covrage")


def test_things_in_an_answer_lead_to_their_pages(sample: Served) -> None:
    text = page(sample, GRADES)
    found = re.search(r'<td><a href="(/id/judgment/[^"]+)">(judgment/[^<]+)</a></td>', text)
    assert found
    assert sample.http.get(found[1], headers={"Accept": HTML}).status_code == 200
    assert "<p>3 rows.</p>" in text
    assert form_text(text) == GRADES


def test_an_answer_can_be_downloaded_in_every_format(sample: Served) -> None:
    links = {
        parse_qs(urlsplit(html.unescape(each)).query)["format"][0]: html.unescape(each)
        for each in re.findall(r'href="(/query\?query=[^"]+)"', page(sample, GRADES))
    }
    assert list(links) == ["json", "xml", "csv", "tsv"]
    assert sample.http.get(links["csv"]).text.count("\r\n") == 4
    graph = page(sample, f"CONSTRUCT WHERE {{ ?j <{PEEL}grade> ?g }}")
    assert re.findall(r"format=(\w+)", graph) == ["turtle", "ntriples", "rdfxml", "jsonld", "trig", "nquads"]


def test_graphs_and_truths_are_shown(sample: Served) -> None:
    text = page(sample, f"CONSTRUCT {{ ?j <{PEEL}grade> ?g }} WHERE {{ ?j <{PEEL}grade> ?g }} LIMIT 2")
    assert '<th scope="col">subject</th><th scope="col">property</th><th scope="col">value</th>' in text
    assert "<p>2 rows.</p>" in text
    assert "<p>Yes.</p>" in page(sample, "ASK { ?s ?p ?o }")
    assert "<p>No.</p>" in page(sample, "ASK { ?s <urn:no> ?o }")
    assert "Nothing in the graph fits the query." in page(sample, "SELECT * { ?s <urn:no> ?o }")


def test_an_answer_that_is_cut_says_so(sample: Served) -> None:
    answer = sample.http.get("/query", params={"query": "SELECT * { ?s ?p ?o }"}, headers={"Accept": HTML})
    assert answer.headers["peelgraph-truncated"]
    assert "This answer is cut: there are more than the 500 rows that are shown." in answer.text
    assert answer.text.count("<tr>") == 501
    whole = sample.http.get("/query", params={"query": GRADES}, headers={"Accept": HTML})
    assert "peelgraph-truncated" not in whole.headers
    assert "is cut" not in whole.text


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("SELECT", 400, ""),
        ("hello", 400, ""),
        ("", 400, ""),
        ("DELETE WHERE { ?s ?p ?o }", 400, "This is an update: this page only asks."),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403, ""),
        ("SELECT * { ?s ?p 'a" + "a" * 70_000 + "' }", 413, "characters"),
    ],
)
def test_a_query_that_fails_stays_in_the_form_with_the_reason(
    sample: Served, query: str, status: int, words: str
) -> None:
    answer = sample.http.post("/query", data={"query": query}, headers={"Accept": HTML})
    assert answer.status_code == status
    found = re.search(r'<div class="fault" role="alert"><p>(.+?)</p></div>', answer.text, re.DOTALL)
    assert found
    assert words in found[1]
    assert form_text(answer.text) == query
    assert "etag" not in answer.headers


def test_a_query_that_takes_too_long_is_stopped(served: Served) -> None:
    assert "The query was stopped after 1.5 seconds" in page(served, RUNAWAY, 504)


def test_the_page_can_be_sent_by_post_too(sample: Served) -> None:
    answer = sample.http.post("/query", data={"query": GRADES}, headers={"Accept": HTML})
    assert "<p>3 rows.</p>" in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "</textarea><script>alert(1)</script>",
        "SELECT ('</td><script>alert(1)</script>' AS ?x) {}",
        'SELECT (<javascript:alert(1)> AS ?x) (IRI("data:text/html,<script>alert(1)</script>") AS ?y) {}',
        "SELECT ('\"><img src=x onerror=alert(1)>'@en AS ?x) {}",
        "SELECT (1 AS ?x) { } # \u202e <svg onload=alert(1)>",
    ],
)
def test_an_attack_stays_text(sample: Served, query: str) -> None:
    answer = sample.http.get("/query", params={"query": query}, headers={"Accept": HTML})
    inside = re.sub(r'<script src="/static/[\w./]+" defer></script>', "", answer.text)
    assert not re.search(r"<script|<img|<svg|href=\"(javascript|data):|\u202e", inside)
    assert answer.headers["content-security-policy"] == (
        "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    )


def test_a_page_is_kept_as_long_as_the_data_are_the_same(sample: Served) -> None:
    address = "/query?" + urlencode({"query": GRADES})
    tag = sample.http.get(address, headers={"Accept": HTML}).headers["etag"]
    kept = {"Accept": HTML, "If-None-Match": tag}
    assert sample.http.get(address, headers=kept).status_code == 304
    changing = sample.http.get("/query", params={"query": "SELECT (NOW() AS ?n) {}"}, headers={"Accept": HTML})
    assert "etag" not in changing.headers


def test_scripts_are_those_of_the_editor_if_it_was_built(sample: Served) -> None:
    found = re.findall(r'<script src="([^"]+)" defer></script>', page(sample, None))
    assert found == (["/static/vendor/yasqe.min.js", "/static/query.js"] if query_page.has_editor() else [])
    for address in found:
        assert sample.http.get(address).status_code == 200
