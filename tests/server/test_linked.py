"""Every IRI of the graph answers: with a page for people, or with RDF."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from serving import ATTACK, Served, serving

from peelgraph.loaders.iris import ID, PEEL, RDF, SKOS
from peelgraph.server.naming import path
from peelgraph.store import text
from peelgraph.store.embedded import EmbeddedWriter

EX = "https://example.org/"
HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
JUDGMENT = "judgment/loamshire/2016/effectiveness/2"
MEMBERS = 120


def page(served: Served, address: str, status: int = 200) -> str:
    answer = served.http.get(address, headers={"Accept": HTML})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "<script" not in answer.text
    return answer.text


def words(text: str) -> str:
    """What a reader sees of a page."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


def triples(content: bytes, media_type: str) -> set[ox.Triple]:
    form = ox.RdfFormat.from_media_type(media_type)
    assert form
    return {quad.triple for quad in ox.parse(content, form)}


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A graph with a long list, and names that are hard to put into addresses."""
    folder = tmp_path_factory.mktemp("odd") / "store"
    hub, member, label, graph = (
        ox.NamedNode(each) for each in (f"{ID}hub", f"{EX}member", f"{SKOS}prefLabel", f"{EX}g")
    )
    quads = [ox.Quad(ox.NamedNode(f"{EX}m/{n:03}"), member, hub, graph) for n in range(MEMBERS)]
    quads += [ox.Quad(hub, ox.NamedNode(f"{EX}says"), ox.Literal(f"word {n:03}"), graph) for n in range(MEMBERS)]
    for iri in (f"{EX}a?b=c&d#e'f", f"{ID}x.ttl", f"{ID}50%25", f"{ID}café", "urn:isbn:978", f"{EX}../up"):
        quads.append(ox.Quad(ox.NamedNode(iri), label, ox.Literal(f"named {iri}"), graph))
    writer = EmbeddedWriter(folder)
    writer.change(lambda store: store.bulk_extend(quads))
    writer.close()
    with serving(folder, "--rows", "100") as running:
        yield running


def test_a_judgment_is_told_in_words_with_its_passages_in_their_context(sample: Served) -> None:
    text = page(sample, f"/id/{JUDGMENT}")
    assert "<h1>Loamshire Constabulary, PEEL 2016, question 2: Requires improvement</h1>" in text
    assert "<mark>Loamshire Constabulary requires improvement in the way it investigates crime and " in text
    seen = words(text)
    assert "Judgment ( peel:Judgment )" in seen
    assert "This is a deterioration on last year, when we judged the force to be good. Calls are answered" in seen
    assert "previous grade Good" in seen
    assert "trend Deteriorated" in seen
    assert "Made up for peelgraph's samples: there is no such force and no such report." in seen
    assert f"{ID}{JUDGMENT}" in seen
    shown = re.sub(r"<code>.*?</code>", "", text)
    assert "w3id.org" not in re.sub(r'="[^"]*"', "", shown)


def test_a_force_has_its_grades_over_time_with_not_found_and_not_graded_told_apart(sample: Served) -> None:
    text = page(sample, "/id/force/mummerset")
    rows = [words(row).split() for row in re.findall(r"<tr>.*?</tr>", text, re.DOTALL)]
    by_question = {row[1]: " ".join(row[2:]) for row in rows[1:]}
    assert set(by_question) == {"overall", "1", "2", "3", "4", "5"}
    assert by_question["5"] == "Not graded"
    assert list(by_question.values()).count("Not found") == 1
    assert 'href="/id/judgment/mummerset/2016/effectiveness/5">Not graded</a>' in text


def test_published_grades_stand_beside_those_of_reports(sample: Served) -> None:
    text = page(sample, "/id/force/kent")
    found = re.search(r'href="(/id/published-grade/[^"]+/kent/2016/effectiveness)">(\w+)</a>', text)
    assert found
    assert "Published grade" in page(sample, found[1])
    (row,) = (each for each in re.findall(r"<tr>.*?</tr>", text, re.DOTALL) if "<td>Effectiveness</td>" in each)
    assert words(row).split()[:3] == ["Effectiveness", "as", "published"]


def test_what_refers_to_a_thing_is_grouped_counted_and_listed(sample: Served) -> None:
    text = page(sample, "/id/force/loamshire")
    assert "<h3>Area for improvement: 12</h3>" in text
    assert "<h3>Judgment: 6</h3>" in text
    found = re.search(r'href="([^"]*incoming[^"]*AreaForImprovement)">All 12 ', text)
    assert found
    listed = page(sample, html.unescape(found[1]))
    assert len(re.findall('<li><a href="/id/finding/loamshire/', listed)) == 12


def test_long_lists_are_paged(odd: Served) -> None:
    text = page(odd, "/id/hub")
    assert f">all {MEMBERS} of “says”<" in text
    assert f"<h3>Terms and other things: {MEMBERS}</h3>" in text
    seen: list[str] = []
    address = f"/id/hub?incoming={quote(f'{EX}member', '')}"
    while address:
        text = page(odd, address)
        seen += re.findall(r">(https://example\.org/m/\d+)<", text)
        following = re.search(r'rel="next" href="([^"]+)"', text)
        address = html.unescape(following[1]) if following else ""
    assert seen == [f"{EX}m/{n:03}" for n in range(MEMBERS)]
    third = words(page(odd, f"/id/hub?outgoing={quote(f'{EX}says', '')}&page=3"))
    assert "word 100 word 101" in third
    assert "word 099" not in third
    page(odd, f"/id/hub?outgoing={quote(f'{EX}says', '')}&page=4", 404)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "text/turtle"),
        ("text/turtle", "text/turtle"),
        ("application/ld+json", "application/ld+json"),
        ("text/html;q=0.3, application/ld+json;q=0.8", "application/ld+json"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/n-triples, text/html;q=0.9", "application/n-triples"),
    ],
)
def test_the_same_address_has_rdf_by_accept(sample: Served, accept: str, media_type: str) -> None:
    answer = sample.http.get(f"/id/{JUDGMENT}", headers={"Accept": accept})
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert "Accept" in answer.headers["vary"]
    said = triples(answer.content, media_type)
    judgment = ox.NamedNode(f"{ID}{JUDGMENT}")
    assert ox.Triple(judgment, ox.NamedNode(f"{PEEL}grade"), ox.NamedNode(f"{ID}grade/requires-improvement")) in said
    assert any(each.predicate.value == f"{PEEL}supports" and each.object == judgment for each in said)


@pytest.mark.parametrize(
    ("address", "media_type"),
    [
        (f"/id/{JUDGMENT}.ttl", "text/turtle"),
        (f"/id/{JUDGMENT}.jsonld", "application/ld+json"),
        (f"/id/{JUDGMENT}.html", "text/html"),
        (f"/id/{JUDGMENT}?format=ntriples", "application/n-triples"),
        (f"/describe.ttl?iri={quote(f'{ID}{JUDGMENT}', '')}", "text/turtle"),
        ("/ontology.ttl", "text/turtle"),
        ("/ontology.jsonld", "application/ld+json"),
        ("/ontology/0.1.0", "text/turtle"),
        (f"/describe?iri={quote(f'{PEEL}Judgment', '')}", "text/turtle"),
    ],
)
def test_and_by_address(sample: Served, address: str, media_type: str) -> None:
    answer = sample.http.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type


def test_what_cannot_be_had_is_refused(sample: Served) -> None:
    assert sample.http.get(f"/id/{JUDGMENT}", headers={"Accept": "image/png"}).status_code == 406
    refused = sample.http.get(f"/id/{JUDGMENT}?format=csv")
    assert refused.status_code == 400
    assert refused.json()["detail"].endswith("its formats are turtle, ntriples, rdfxml, jsonld, html.")


def test_answers_are_kept_by_their_etag_and_heads_have_no_body(sample: Served) -> None:
    for accept in ("text/turtle", HTML):
        answer = sample.http.get(f"/id/{JUDGMENT}", headers={"Accept": accept})
        tag = answer.headers["etag"]
        again = sample.http.get(f"/id/{JUDGMENT}", headers={"Accept": accept, "If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        head = sample.http.head(f"/id/{JUDGMENT}", headers={"Accept": accept})
        assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)
        assert head.headers["peelgraph-dataset-version"]
        assert 'rel="license"' in head.headers["link"]
    assert sample.http.get("/id/grade/good", headers={"If-None-Match": tag}).status_code == 200


def test_rdf_that_is_cut_says_so_and_where_it_goes_on(odd: Served, sample: Served) -> None:
    address, found = "/id/hub?format=ntriples", set[str]()
    for _ in range(2):
        answer = odd.http.get(address)
        assert answer.headers["peelgraph-truncated"] == "there are more statements than are sent"
        found |= {text(each.subject) for each in triples(answer.content, "application/n-triples")}
        following = re.search(r'<([^>]+)>; rel="next"', answer.headers["link"])
        address = following[1] if following else ""
    assert found == {f"{ID}hub", *(f"{EX}m/{n:03}" for n in range(MEMBERS))}
    assert address == ""
    whole = sample.http.get(f"/id/{JUDGMENT}")
    assert "peelgraph-truncated" not in whole.headers
    assert 'rel="next"' not in whole.headers["link"]


def test_the_vocabulary_is_a_page_with_an_anchor_for_each_term(sample: Served) -> None:
    text = page(sample, "/ontology")
    assert '<dt id="Judgment"><a href="/describe?iri=' in text
    assert "The grade given to one force in one cycle for one question, or overall." in text
    term = page(sample, f"/describe?iri={quote(f'{PEEL}Judgment', '')}")
    assert "<h1>judgment</h1>" in term
    assert "<h3>Things of this kind: " in term


def test_unknown_names_are_told_with_the_nearest(sample: Served) -> None:
    answer = sample.http.get("/id/force/lomshire")
    assert answer.status_code == 404
    assert answer.json()["detail"].startswith("There is nothing called force/lomshire in the graph; the nearest are ")
    assert "force/loamshire" in answer.json()["detail"]
    near = sample.http.get("/id/judgment/loamshire/2016/effectiveness/9").json()["detail"]
    assert "judgment/loamshire/2016/effectiveness/" in near.partition("the nearest are")[2]
    assert "nearest" not in sample.http.get("/describe?iri=urn:nothing").json()["detail"]
    assert "There is nothing called" in page(sample, "/id/force/lomshire", 404)


@pytest.mark.parametrize(
    "address",
    [
        "/id/%3Cscript%3Ealert(1)%3C/script%3E",
        "/id/..%2F..%2Fetc%2Fpasswd",
        "/id/force/%00",
        "/id/%FF",
        "/id/a%0Ab",
        "/id/a%20b",
        "/id/%7D%20UNION%20%7B%20?s%20?p%20?o",
        f"/id/{'a' * 9000}",
        "/id/",
        "/describe?iri=javascript:alert(1)",
        "/describe?iri=%3E%20%3Fp%20%3Fo%20%7D%20%23",
        "/describe?iri=relative",
        "/describe?iri=http%3A%2F%2F%5B",
    ],
)
def test_names_that_mean_harm_are_just_not_there(sample: Served, address: str) -> None:
    assert "alert(1)</script>" not in page(sample, address, 404)
    assert sample.http.get(address, headers={"Accept": "text/turtle"}).status_code == 404
    assert sample.http.get("/id/grade/good").status_code == 200


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=-1", "page=x", f"page={'9' * 30}", "page=٣", "incoming=%3E%20%7B", "outgoing=x%20y", "kind=%00"],
)
def test_parameters_are_checked(sample: Served, query: str) -> None:
    assert sample.http.get(f"/id/grade/good?{query}").status_code == 400


def test_nothing_to_describe_is_a_bad_request(sample: Served) -> None:
    assert sample.http.get("/describe").json()["detail"].startswith("Say which thing is to be described")


def test_an_attack_in_labels_and_quotations_stays_text(sample: Served) -> None:
    escaped = html.escape(ATTACK[:30], quote=False)
    for address in ("/id/force/hostile", "/id/judgment/hostile", "/id/p/1"):
        text = page(sample, address)
        assert "<img" not in text
        assert escaped in text
        assert "\u202e" not in text
    policy = sample.http.get("/id/force/hostile", headers={"Accept": HTML}).headers["content-security-policy"]
    assert policy.startswith("default-src 'self'")
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "iri", [f"{EX}a?b=c&d#e'f", f"{ID}x.ttl", f"{ID}50%25", f"{ID}café", "urn:isbn:978", f"{EX}../up", f"{ID}hub"]
)
def test_the_address_of_a_page_leads_to_what_it_is_of(odd: Served, iri: str) -> None:
    assert f"<code>{html.escape(iri)}</code>" in page(odd, path(iri)).replace("&#39;", "&#x27;")


def test_other_sites_can_read_and_nobody_can_write(sample: Served) -> None:
    assert sample.http.get("/id/grade/good").headers["access-control-allow-origin"] == "*"
    assert sample.http.post("/id/grade/good").status_code == 405
    assert sample.http.delete("/id/grade/good").status_code == 405


def test_the_data_set_is_described_with_where_it_is_served(sample: Served) -> None:
    answer = sample.http.get("/.well-known/void")
    said = triples(answer.content, "text/turtle")
    values = {each.predicate.value: each.object for each in said if text(each.subject) == f"{ID}dataset/peelgraph"}
    base = f"http://127.0.0.1:{sample.port}"
    assert values["http://rdfs.org/ns/void#sparqlEndpoint"] == ox.NamedNode(f"{base}/sparql")
    assert values["http://rdfs.org/ns/void#uriLookupEndpoint"] == ox.NamedNode(f"{base}/describe?iri=")
    assert values["http://www.w3.org/ns/dcat#version"] == ox.Literal(answer.headers["peelgraph-dataset-version"])
    count = sample.ask("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").text.split()[1]
    total = values["http://rdfs.org/ns/void#triples"]
    assert isinstance(total, ox.Literal)
    assert total.value == count
    again = sample.http.get("/.well-known/void", headers={"Accept": "application/ld+json"})
    assert triples(again.content, "application/ld+json") == said
    tag = {"If-None-Match": answer.headers["etag"]}
    assert sample.http.get("/.well-known/void", headers=tag).status_code == 304


def test_behind_a_proxy_the_links_have_its_path(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    force = ox.NamedNode(f"{ID}force/loamshire")
    quad = ox.Quad(force, ox.NamedNode(f"{RDF}type"), ox.NamedNode(f"{PEEL}FictionalForce"), ox.NamedNode(f"{EX}g"))
    writer = EmbeddedWriter(folder)
    writer.change(lambda store: store.bulk_extend([quad]))
    writer.close()
    with serving(folder, "--base-path", "/graph") as served:
        for address in ("/graph/id/force/loamshire", "/id/force/loamshire"):
            assert 'href="/graph/id/force/loamshire?format=turtle"' in page(served, address)


def test_a_server_without_pages_has_the_rdf_all_the_same(tmp_path: Path, odd: Served) -> None:
    (tmp_path / "serve.toml").write_text("query-page = false\n")
    folder = tmp_path / "store"
    writer = EmbeddedWriter(folder)
    subject, name = ox.NamedNode(f"{ID}thing"), ox.NamedNode(f"{SKOS}prefLabel")
    quads = [ox.Quad(subject, name, ox.Literal("a name"), ox.NamedNode(f"{EX}g"))]
    writer.change(lambda store: store.bulk_extend(quads))
    writer.close()
    with serving(folder, "--config", str(tmp_path / "serve.toml")) as served:
        answer = served.http.get("/id/thing", headers={"Accept": HTML})
        assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
        assert triples(answer.content, "text/turtle") == {ox.Triple(subject, name, ox.Literal("a name"))}
        assert served.http.get("/id/thing.html").status_code == 400
        assert served.http.get("/query", headers={"Accept": HTML}).headers["content-type"].startswith("text/turtle")
    assert "<h1>" in page(odd, "/id/hub")
