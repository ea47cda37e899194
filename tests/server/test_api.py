from __future__ import annotations

import asyncio
import csv
import io
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from serving import ATTACK, Served, serving

from peelgraph.catalogue import Query, Vocabulary, queries
from peelgraph.description import LICENCE, RIGHTS
from peelgraph.loaders.iris import ID, OA
from peelgraph.server.api import ROWS, _Separated
from peelgraph.server.asking import SHARED, Wanted, wanted
from peelgraph.server.interface import BadRequestError
from peelgraph.server.known import Coverage, Known

NOTHING = Known("", "", Vocabulary(), {}, Coverage(0, (), ()), {}, frozenset())
SELECTS = [query for query in queries().values() if query.returns != "graph"]
COVERAGE = 'forces=45, cycles=("2014" "2015" "2016" "2017" "2018-19"), reports=2, grades-expected=10, grades-found=9'


def rows(text: str, separator: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text), delimiter=separator))


def test_the_list_has_every_question_with_its_parameters(sample: Served) -> None:
    answer = sample.http.get("/api/queries").json()
    assert [query["name"] for query in answer["queries"]] == list(queries())
    assert answer["dataset"]["licence"] == LICENCE
    (listed,) = [query for query in answer["queries"] if query["name"] == "force-facts"]
    assert listed["returns"] == "graph"
    assert listed["parameters"][0] == {
        "name": "force", "type": "force", "required": True, "default": None, "example": "hampshire", "choices": [],
        "description": "The police force",
    }  # fmt: skip
    assert listed["parameters"][2]["choices"] == ["record", "everything"]
    assert listed["address"] == f"http://127.0.0.1:{sample.port}/api/queries/force-facts"
    assert sample.http.get("/api").json() == answer


def test_an_answer_in_json_says_what_it_is_an_answer_to_and_of_which_data(sample: Served) -> None:
    answer = sample.http.get(
        "/api/queries/judgments",
        params={"force": "Loamshire Constabulary", "question": ["1", "2"], "columns": "question,grade"},
    )
    assert answer.headers["content-type"] == "application/json"
    body = answer.json()
    dataset = body.pop("dataset")
    assert body == {
        "query": "judgments",
        "question": "How was each force graded on each question, and in which words?",
        "parameters": {"force": ["loamshire"], "question": ["1", "2"]},
        "columns": ["question", "grade"],
        "offset": 0,
        "count": 2,
        "truncated": False,
        "next": None,
        "rows": [{"question": "1", "grade": "good"}, {"question": "2", "grade": "requires-improvement"}],
    }
    assert dataset["version"] == answer.headers["Peelgraph-Dataset-Version"]
    assert dataset["built"][:10] == sample.http.get("/health").json()["published"][:10]
    assert (dataset["licence"], dataset["rights"]) == (LICENCE, RIGHTS)
    assert dataset["coverage"] == {
        "forces": 45,
        "cycles": ["2014", "2015", "2016", "2017", "2018-19"],
        "reports": 2,
        "grades": {"expected": 10, "found": 9},
    }


EACH_GRAPH_FORM = pytest.mark.parametrize(
    ("form", "accept", "parsed"),
    [
        ("turtle", "text/turtle", ox.RdfFormat.TURTLE),
        ("jsonld", "application/ld+json", ox.RdfFormat.JSON_LD),
        ("ntriples", "application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("rdfxml", "application/rdf+xml", ox.RdfFormat.RDF_XML),
    ],
)


@pytest.mark.parametrize(
    ("form", "media_type"),
    [("json", "application/json"), ("csv", "text/csv"), ("tsv", "text/tab-separated-values")],
)
def test_each_form_by_name_and_by_header_with_what_is_known_of_the_data(
    sample: Served, form: str, media_type: str
) -> None:
    address = "/api/queries/judgments?force=loamshire&columns=question,grade"
    by_name = sample.http.get(f"{address}&format={form}", headers={"Accept": "image/png"})
    by_header = sample.http.get(address, headers={"Accept": media_type})
    assert by_name.content == by_header.content
    assert by_name.headers["content-type"].partition(";")[0] == media_type
    assert by_name.headers["Peelgraph-Coverage"] == COVERAGE
    assert by_name.headers["Peelgraph-Dataset-Version"]
    assert by_name.headers["Last-Modified"]
    assert f'<{LICENCE}>; rel="license"' in by_name.headers["Link"]
    assert "Peelgraph-Truncated" not in by_name.headers
    again = sample.http.get(f"{address}&format={form}", headers={"If-None-Match": by_name.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = sample.http.head(f"{address}&format={form}")
    assert (head.status_code, head.content) == (200, b"")
    if form != "json":
        table = rows(by_name.text, "," if form == "csv" else "\t")
        assert table[:3] == [["question", "grade"], ["overall", "requires-improvement"], ["1", "good"]]


@EACH_GRAPH_FORM
def test_rows_as_the_facts_that_they_are_about(sample: Served, form: str, accept: str, parsed: ox.RdfFormat) -> None:
    address = "/api/queries/judgments?force=loamshire&question=2&question=4&columns=grade"
    by_name = sample.http.get(f"{address}&format={form}")
    by_header = sample.http.get(address, headers={"Accept": accept})
    assert by_header.headers["content-type"] == by_name.headers["content-type"]
    said: dict[str, set[str]] = {}
    for quad in ox.parse(by_name.content, format=parsed):
        said.setdefault(quad.subject.value, set()).add(quad.predicate.value)
    facts = {name.removeprefix(ID) for name in said if "/judgment/" in name}
    assert facts == {f"judgment/loamshire/2016/effectiveness/{number}" for number in (2, 4)}
    passages = [predicates for name, predicates in said.items() if "/judgment/" not in name]
    assert passages
    assert all(f"{OA}exact" in predicates for predicates in passages)
    again = sample.http.get(f"{address}&format={form}", headers={"If-None-Match": by_name.headers["ETag"]})
    assert again.status_code == 304


def test_facts_come_by_the_page(sample: Served) -> None:
    first = sample.http.get("/api/queries/judgments?force=loamshire&limit=2&format=ntriples")
    assert first.headers["Peelgraph-Truncated"] == "there are more facts: see the link next"
    found = re.search(r'<([^>]+)>; rel="next"', first.headers["Link"])
    assert found
    assert "offset=2" in found[1]
    assert "format=ntriples" in found[1]
    rest = sample.http.get(found[1])
    judgments = [set(re.findall(r"<[^>]+/judgment/[^>]+>(?= <[^>]+type> )", each.text)) for each in (first, rest)]
    assert len(judgments[0]) == 2
    assert judgments[0].isdisjoint(judgments[1])
    assert sample.http.get("/api/queries/judgments?force=kent&question=1&format=ntriples").text == ""


def test_a_browser_is_sent_to_the_page(sample: Served) -> None:
    accept = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    answer = sample.http.get("/api/queries/judgments?force=loamshire&evidence=yes", headers=accept)
    assert (answer.status_code, answer.headers["location"]) == (303, "/ask/judgments?force=loamshire&evidence=yes")
    assert sample.http.get("/api/queries", headers=accept).headers["location"] == "/ask"
    assert sample.http.get("/api/queries?format=html").status_code == 303


@EACH_GRAPH_FORM
def test_a_graph_in_each_form(sample: Served, form: str, accept: str, parsed: ox.RdfFormat) -> None:
    by_name = sample.http.get(f"/api/queries/force-facts?force=loamshire&format={form}")
    by_header = sample.http.get("/api/queries/force-facts?force=loamshire", headers={"Accept": accept})
    things = {quad.subject.value for quad in ox.parse(by_name.content, format=parsed)}
    assert f"{ID}force/loamshire" in things
    assert by_header.headers["content-type"] == by_name.headers["content-type"]
    assert by_name.headers["Peelgraph-Coverage"] == COVERAGE


def test_pages_follow_one_another_without_gap_or_repetition(sample: Served) -> None:
    whole = sample.http.get("/api/queries/metrics?columns=force,source,metric,value,fact").json()["rows"]
    assert len(whole) > 100
    found: list[dict[str, Any]] = []
    address = "/api/queries/metrics?columns=force,source,metric,value,fact&limit=70"
    while address:
        answer = sample.http.get(address)
        page = answer.json()
        assert page["truncated"] == bool(page["next"]) == ("Peelgraph-Truncated" in answer.headers)
        assert ('rel="next"' in answer.headers["Link"]) == page["truncated"]
        found += page["rows"]
        address = page["next"]
    assert found == whole


def test_csv_has_all_rows_up_to_the_operators_limit_and_says_when_it_is_cut(sample: Served) -> None:
    first = sample.http.get("/api/queries/coverage?format=csv")
    assert len(rows(first.text)) == 501
    assert first.headers["Peelgraph-Truncated"]
    address = first.headers["Link"].rpartition("<")[2].partition(">")[0]
    rest = sample.http.get(address)
    assert "Peelgraph-Truncated" not in rest.headers
    both = rows(first.text)[1:] + rows(rest.text)[1:]
    assert len({tuple(row) for row in both}) == len(both) > 700


def test_a_query_with_a_limit_of_its_own_keeps_it(sample: Served) -> None:
    (query,) = [query for query in SELECTS if query.param("limit")]
    asked = wanted(query, {"limit": ["20"], "offset": ["15"]}, NOTHING, 100)
    assert asked.sparql().splitlines()[-2:] == ["OFFSET 15", "LIMIT 5"]
    assert asked.sparql(3).splitlines()[-2:] == ["OFFSET 15", "LIMIT 3"]
    assert asked.at(25).sparql(3).splitlines()[-2:] == ["OFFSET 25", "LIMIT 0"]
    assert asked.parameters() == "limit=20&offset=15"
    assert sample.http.get(f"/api/queries/{query.name}?limit=20").json()["parameters"] == {"limit": ["20"]}


@pytest.mark.parametrize("query", SELECTS, ids=lambda query: query.name)
def test_every_query_can_be_paged(query: Query) -> None:
    given = {param.name: [str(param.example)] for param in query.params}
    text = wanted(query, {**given, "offset": ["2"]}, NOTHING, 100).sparql()
    found = ox.Store().query(text)
    assert isinstance(found, ox.QuerySolutions)
    assert [variable.value for variable in found.variables] == list(query.returns)
    assert "ORDER BY" in text.rpartition("}")[2]
    assert not {"offset", "columns", "evidence", "format"} & {param.name for param in query.params}
    assert SHARED == ("limit", "offset", "columns", "evidence")


def test_evidence_comes_on_demand(sample: Served) -> None:
    address = "/api/queries/judgments?force=loamshire&question=1"
    assert not {"quote", "fact", "url"} & sample.http.get(address).json()["rows"][0].keys()
    row = sample.http.get(f"{address}&evidence=yes").json()["rows"][0]
    assert row["quote"].startswith("Loamshire Constabulary is good at preventing crime")
    assert row["fact"] == "judgment/loamshire/2016/effectiveness/1"
    assert sample.http.get(f"{address}&columns=fact&evidence=no").json()["rows"] == [{"fact": row["fact"]}]


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("judgment", 404, 'There is no query "judgment"; did you mean'),
        ("judgments?force=loamshir", 400, 'a police force, by notation or by any of its names, and "loamshir" is none'),
        ("judgments?place=here", 400, 'Query judgments has no parameter "place"; did you mean'),
        ("force-facts", 400, "Query force-facts needs force, a police force"),
        ("force-facts?force=loamshire&limit=3", 400, 'Query force-facts has no parameter "limit"'),
        ("force-facts?force=loamshire&detail=all", 400, "it may be everything or record."),
        ("shared-initiatives?min_forces=many", 400, 'must be a number such as 0.5, not "many".'),
        ("judgments?limit=0", 400, "limit must be a whole number from 1 to 500."),
        ("judgments?limit=501", 400, "limit must be a whole number from 1 to 500."),
        ("judgments?limit=٣", 400, "limit must be a whole number from 1 to 500."),
        ("judgments?offset=-1", 400, "offset must be a whole number from 0 to 1,000,000,000."),
        ("judgments?limit=1&limit=2", 400, "The parameter limit is given 2 times, and once is right."),
        ("judgments?columns=grade,size", 400, "Query judgments has no column size; it has force, cycle,"),
        ("judgments?evidence=maybe", 400, "evidence is yes, for the words of the reports as well, or no."),
        (
            "grade-counts?format=turtle",
            400,
            "This answer cannot be had as turtle: its formats are json, csv, tsv, html.",
        ),
        ("findings?contains=%FF", 400, "The parameters are not encoded as HTML forms are, in UTF-8."),
        ("judgments?force=", 400, "Parameter force of query judgments is empty"),
    ],
)
def test_what_cannot_be_answered_is_told_in_a_sentence(
    sample: Served, address: str, status: int, sentence: str
) -> None:
    answer = sample.http.get(f"/api/queries/{address}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert sentence in answer.json()["detail"]


def test_a_form_that_nobody_accepts(sample: Served) -> None:
    answer = sample.http.get("/api/queries/judgments", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert "text/csv" in answer.json()["detail"]


@pytest.mark.parametrize(
    "value",
    [
        'x") } ; DROP ALL #',
        '"^^<urn:x> UNDEF) } SERVICE <http://127.0.0.1:1/> { ?a ?b ?c } #',
        "\\u0022) } #",
        "'''\"\"\"\n\r\t\0}",
        "<script>alert(1)</script>",
        "{{ 7 * 7 }}{% raw %}",
        "../../etc/passwd",
        "x" * 5000,
    ],
)
def test_a_value_is_a_value_whatever_is_in_it(sample: Served, value: str) -> None:
    # This parameter takes any words, so that they reach the query.
    answer = sample.http.get("/api/queries/findings", params={"contains": value})
    assert (answer.status_code, answer.json()["rows"]) == (200, [])
    for name in ("force", "cycle", "limit", "offset", "columns", "evidence", "format", value[:100]):
        refused = sample.http.get("/api/queries/findings", params={name: value})
        assert refused.status_code == 400
        assert refused.headers["content-type"] == "application/problem+json"
    assert sample.http.get(f"/api/queries/{quote(value[:100])}").status_code == 404
    assert sample.http.get("/health").json()["status"] == "ok"


def test_combinations_of_values_are_bounded(sample: Served) -> None:
    forces = [row[0] for row in rows(sample.http.get("/api/queries/forces?format=csv&columns=force").text)[1:]]
    grades = ["good", "inadequate", "outstanding", "requires-improvement"]
    given = {"force": forces, "grade": grades, "question": ["overall", "1", "2", "3", "4", "5"]}
    answer = sample.http.get("/api/queries/judgments", params=given)
    assert answer.status_code == 400
    assert "combinations, and 1,000 is the most: choose fewer." in answer.json()["detail"]
    assert sample.http.get("/api/queries/judgments", params={"force": forces, "grade": grades}).status_code == 200


def test_words_of_an_attacker_stay_words(sample: Served) -> None:
    address = "/api/queries/judgments?force=hostile&columns=quote,force_name"
    assert sample.http.get(address).json()["rows"] == [{"quote": ATTACK, "force_name": ATTACK}]
    assert rows(sample.http.get(f"{address}&format=csv").text)[1:] == [[ATTACK, ATTACK]]
    assert rows(sample.http.get(f"{address}&format=tsv").text, "\t")[1:] == [[ATTACK, ATTACK]]


def test_the_openapi_document_is_valid_and_complete(sample: Served) -> None:
    document = sample.http.get("/api/openapi.json").json()
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []
    assert document["servers"] == [{"url": f"http://127.0.0.1:{sample.port}"}]
    assert set(document["paths"]) == {"/api/queries", *(f"/api/queries/{name}" for name in queries())}
    forces = document["paths"]["/api/queries/judgments"]["get"]["parameters"][0]
    assert "loamshire" in forces["schema"]["items"]["examples"]
    assert "://" not in json.dumps(document).replace(f"http://127.0.0.1:{sample.port}", "").replace(LICENCE, "")


def test_every_example_of_the_openapi_document_is_answered(sample: Served) -> None:
    document = sample.http.get("/api/openapi.json").json()
    for path, item in document["paths"].items():
        given = {p["name"]: p["example"] for p in item["get"].get("parameters", ()) if p.get("required")}
        if path == "/api/queries/metric-ranking":
            given = {"metric": sample.http.get("/api/queries/metrics?limit=1").json()["rows"][0]["metric"]}
        answer = sample.http.get(path, params=given)
        assert answer.status_code == 200, (path, answer.text)


def test_without_an_inspection_the_api_still_answers(served: Served) -> None:
    assert served.http.get("/api/queries/judgments").json()["rows"] == []
    assert served.http.get("/api/queries").json()["dataset"]["coverage"]["reports"] == 0


def test_addresses_behind_a_proxy(store: Path) -> None:
    with serving(store, "--base-path", "/peel") as behind:
        for prefix in ("", "/peel"):
            listed = behind.http.get(f"{prefix}/api/queries").json()["queries"][0]["address"]
            assert listed.startswith(f"http://127.0.0.1:{behind.port}/peel/api/queries/")
            page = behind.http.get(f"{prefix}/api/queries?format=html").headers["location"]
            assert page == "/peel/ask"
            assert 'href="/peel/static/site.css"' in behind.http.get(f"{prefix}/ask").text
            assert 'action="/peel/ask/judgments#answer"' in behind.http.get(f"{prefix}/ask/judgments").text
            assert behind.http.get(f"{prefix}/static/site.css").status_code == 200


class Pieces:
    """Bytes that come in pieces of some length."""

    def __init__(self, content: bytes, length: int) -> None:
        self._left = [content[start : start + length] for start in range(0, len(content), length)]

    def __aiter__(self) -> Pieces:
        return self

    async def __anext__(self) -> bytes:
        if not self._left:
            raise StopAsyncIteration
        return self._left.pop(0)


@pytest.mark.parametrize("length", [1, 2, 3, 7, 100])
def test_rows_are_found_however_the_bytes_are_cut(length: int) -> None:
    async def whole(places: Sequence[int]) -> str:
        content = 'a,b,c\r\n1,"x\r\ny ""z"", é",3\r\n,"",6\r\n'.encode()
        return b"".join([piece async for piece in _Separated(Pieces(content, length), places, "\t")]).decode()

    assert asyncio.run(whole([2, 1])) == 'c\tb\r\n3\t"x\r\ny ""z"", é"\r\n6\t\r\n'


def test_too_many_values_are_refused_before_a_query_is_made_of_them() -> None:
    query = queries()["judgments"]
    values = {"force": tuple(map(str, range(101))), "grade": tuple(map(str, range(10)))}
    asked = Wanted(query, values, ("force",), chosen=False, evidence=False, limit=None, offset=0)
    with pytest.raises(BadRequestError, match="make 1,010 combinations"):
        asked.sparql()
    assert list(ROWS) == ["json", "csv", "tsv", "html"]
