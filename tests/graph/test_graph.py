"""The graph from Python: the same tables, typed, from a folder and over HTTP."""

from __future__ import annotations

import inspect
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pyoxigraph as ox
import pytest
import rdflib
from pandas.testing import assert_frame_equal
from serving import make_store, serving

import peelgraph
from peelgraph import Graph
from peelgraph.accessors import Accessors
from peelgraph.asking import known
from peelgraph.catalogue import CatalogueError, Query, Value, bind, queries
from peelgraph.errors import NoStoreError, QueryError, StoreError, UnknownThingError, UsageError
from peelgraph.explain import LICENCE, MADE_UP
from peelgraph.force import Force
from peelgraph.loaders.iris import GRAPH, ID, PEEL, RDF, SKOS
from peelgraph.store import Solutions
from peelgraph.store.embedded import EmbeddedWriter

TABLES = [query for query in queries().values() if query.returns != "graph"]
ACCESSORS = [name for name, found in vars(Accessors).items() if inspect.isfunction(found) and name != "ask"]
SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"


def examples(query: Query) -> dict[str, Value]:
    """Values for the parameters that a query needs."""
    values: dict[str, Value] = {param.name: param.example for param in query.params if param.required}
    return values | ({"judged": "2", "force": "loamshire"} if query.name == "evidence-behind-judgment" else {})


@pytest.mark.parametrize("query", TABLES, ids=lambda query: query.name)
@pytest.mark.parametrize("evidence", [False, True])
def test_the_same_table_comes_from_a_folder_and_over_http(
    query: Query, evidence: bool, embedded: Graph, remote: Graph
) -> None:
    ours = embedded.ask(query.name, evidence=evidence, **examples(query))
    theirs = remote.ask(query.name, evidence=evidence, **examples(query))
    assert_frame_equal(ours, theirs)
    assert ours.attrs == theirs.attrs
    assert set(ours.columns) <= {
        *query.returns, "document", "page", "quote", "other_document", "other_page", "page_a", "page_b",
        "recommendation_document", "recommendation_page",
        *(f"{name}_precision" for name in query.returns),
        *(f"{name}d" for name in query.returns), *(f"{name}_graded" for name in query.returns),
    }  # fmt: skip


NOTHING: dict[str, Value] = {"force": "btp", "cycle": "2018-19"}
"""Values that no row of a report or a published grade matches."""


@pytest.mark.parametrize("query", TABLES, ids=lambda query: query.name)
def test_a_table_without_rows_has_the_columns_and_types_of_one_with_rows(query: Query, embedded: Graph) -> None:
    nothing = {name: value for name, value in NOTHING.items() if query.param(name)}
    full = embedded.ask(query.name, evidence=True, **examples(query))
    empty = embedded.ask(query.name, evidence=True, **examples(query) | nothing)
    assert len(empty) == 0 or query.area in {"forces", "small-print"} or not nothing.keys() >= NOTHING.keys()
    assert list(empty.columns) == list(full.columns)
    assert dict(empty.dtypes) == dict(full.dtypes)


@pytest.mark.parametrize("query", TABLES, ids=lambda query: query.name)
def test_columns_have_the_types_of_the_literals_in_them(query: Query, embedded: Graph) -> None:
    """A new column of numbers or dates must not come out as text, nor the other way about."""
    table = embedded.ask(query.name, evidence=True, **examples(query))
    answer = embedded.store.query(bind(query, examples(query), known(embedded.store)))
    assert isinstance(answer, Solutions)
    wanted = {
        "integer": ("Int64",), "decimal": ("Float64",), "boolean": ("boolean",), "date": ("datetime64[s]",),
        "gYearMonth": ("datetime64[s]",), "gYear": ("datetime64[s]",), "langString": ("string",),
        # A year of an Act is written without its type.
        "string": ("string", "category", "Int64"),
    }  # fmt: skip
    for name, cells in zip(answer.variables, zip(*answer.rows, strict=True), strict=False):
        for cell in filter(None, cells):
            assert isinstance(cell, ox.Literal)
            assert str(table[name].dtype) in wanted[cell.datatype.value.rpartition("#")[2]], (name, cell)


def test_accessors_take_the_parameters_of_their_queries() -> None:
    assert len(ACCESSORS) == 14
    for name in ACCESSORS:
        query = queries()[name.replace("_", "-")]
        for face, bound_to in ((Graph, set[str]()), (Force, {"force"})):
            if (face, name) == (Force, "forces"):
                continue
            method = getattr(face, name)
            _, *parameters = inspect.signature(method).parameters.values()
            expected = [param.name for param in query.params if param.name not in bound_to]
            assert [parameter.name for parameter in parameters] == [*expected, "evidence"], (face, name)
            assert {parameter.kind for parameter in parameters} == {inspect.Parameter.KEYWORD_ONLY}
            assert inspect.getdoc(method)
        assert all(f"{param.name}: only" in (inspect.getdoc(getattr(Graph, name)) or "") for param in query.params)


@pytest.mark.parametrize("name", [name for name in ACCESSORS if name != "forces"])
def test_accessors_ask_their_query_with_what_they_are_given(name: str, embedded: Graph) -> None:
    query = queries()[name.replace("_", "-")]
    loamshire = embedded.force("Loamshire")
    assert_frame_equal(getattr(loamshire, name)(), embedded.ask(query.name, force="loamshire"))
    everything = getattr(embedded, name)()
    assert_frame_equal(everything, embedded.ask(query.name))
    fewer = 0
    for param in query.params:
        value = param.example if param.name not in {"force", "affected"} else "loamshire"
        asked = embedded.ask(query.name, evidence=True, **{param.name: value})
        assert_frame_equal(getattr(embedded, name)(evidence=True, **{param.name: value}), asked)
        fewer += len(asked) < len(everything)
        if param.name != "force":
            asked = embedded.ask(query.name, force="loamshire", evidence=True, **{param.name: value})
            assert_frame_equal(getattr(loamshire, name)(evidence=True, **{param.name: value}), asked)
    assert fewer


def test_judgments_of_a_force(kg: Graph) -> None:
    loamshire = kg.force("LOAMSHIRE constabulary")
    assert repr(loamshire) == (
        "Force(notation='loamshire', name='Loamshire Constabulary', short_name='Loamshire', "
        "kind='made-up police force', region=None, area_code=None)"
    )
    table = loamshire.judgments(cycle=2016)
    assert [str(cell) for cell in table["question"]] == ["overall", "1", "2", "3", "4", "5"]
    grades = ["requires-improvement", "good", "requires-improvement", "requires-improvement", "outstanding"]
    assert list(table["grade"].dropna()) == grades
    # That inspectors gave no grade is neither a low grade nor nothing known.
    assert list(table["graded"]) == [True, True, True, True, True, False]
    assert list(table.loc[table["grade"] < "good", "question"]) == ["overall", "2", "3"]
    assert table["grade"].max() == "outstanding"
    assert list(table["grade"].cat.categories) == ["inadequate", "requires-improvement", "good", "outstanding"]
    assert list(table["previous_graded"].isna()) == [False, False, False, False, True, True]
    assert list(table["trend"].dropna()) == ["deteriorated", "improved", "deteriorated", "same"]
    assert table.columns[-1] == "fact"
    assert not {"quote", "document", "page", "url"} & set(table.columns)
    assert table.attrs["query"] == "judgments"
    assert table.attrs["parameters"] == {"force": "loamshire", "cycle": 2016}
    assert table.attrs["dataset_version"].startswith(f"{peelgraph.__version__}+")
    assert table.attrs["licence"] == MADE_UP
    assert kg.judgments(force="kent").attrs["licence"] == LICENCE
    both = kg.judgments(force=["kent", "loamshire"])
    assert both.attrs["licence"] == f"{LICENCE} But for loamshire: {MADE_UP}"
    assert kg.force("Kent Police").region == "south-east"


def test_questions_stand_in_the_order_of_a_report(kg: Graph) -> None:
    questions = list(kg.judgments()["question"].cat.categories)
    assert questions[:5] == ["overall", "1", "1.1", "1.2", "1.2.1"]
    assert questions[-1] == "tackling-anti-social-behaviour"
    assert questions.index("5.2") < questions.index("effectiveness")


def test_a_date_known_to_the_month_says_so(kg: Graph) -> None:
    table = kg.findings(question=["1", "2"]).dropna(subset="deadline")
    told = [
        (str(day.date()), precision)
        for day, precision in zip(table["deadline"], table["deadline_precision"], strict=True)
    ]
    # The last day of the month, for what is to be done by then.
    assert told == [("2017-09-30", "month"), ("2017-05-01", "day"), ("2017-07-01", "day"), ("2017-10-31", "day")]
    report = kg.reports(force="mummerset").iloc[0]
    assert (str(report["published"]), report["published_precision"]) == ("2017-03-01 00:00:00", "month")
    assert str(report["fieldwork_start"] + pd.Timedelta(29, "D")) == str(report["fieldwork_end"])
    years = kg.metrics().query("as_at_precision == 'year'")
    assert set(years["as_at"].dt.strftime("%m-%d")) == {"01-01"}
    assert kg.metrics().query("period_end_precision == 'month'")["period_end"].dt.is_month_end.all()


def test_figures_are_numbers_with_their_unit(kg: Graph) -> None:
    table = kg.metrics(force="loamshire", metric="calls-for-assistance", source="force-in-numbers")
    assert table[["value", "benchmark", "unit"]].values.tolist() == [[228.0, 235.0, "per-1000-population"]]
    assert [str(kind) for kind in table[["value", "benchmark", "unit"]].dtypes] == ["Float64", "Float64", "string"]


def test_evidence_says_in_which_document_and_on_which_page(kg: Graph) -> None:
    pages = (SAMPLE / "mummerset-effectiveness-2016.txt").read_text("utf-8").split("\f")
    assert len(pages) > 2
    for table in (kg.findings(force="mummerset", evidence=True), kg.evidence(force="mummerset", evidence=True)):
        assert list(table.columns[-4:]) == ["quote", "document", "page", "fact"]
        assert set(table["document"]) == {"mummerset-effectiveness-2016.txt"}
        assert table["page"].nunique() > 1
        # A quote may run over a page's end.
        assert all(
            quote.split("\n")[0][:20] in pages[page - 1]
            for quote, page in zip(table["quote"], table["page"], strict=True)
        )
    sentences = kg.evidence(force="mummerset", evidence=True)
    assert (sentences["quote"] == sentences["text"]).all()
    grades = kg.judgments(force="kent", evidence=True)
    assert set(grades["document"]) == {"peel-grades.csv"}
    assert grades["page"].isna().all()
    assert grades["url"].str.startswith("http").all()
    assert kg.judgments(force="hostile", evidence=True)["document"].isna().all()  # its passage is in no document


def test_every_quote_of_a_row_has_its_place(kg: Graph) -> None:
    two = kg.contradictions(evidence=True)
    assert list(two.columns[-7:]) == ["quote_a", "quote_b", "document_a", "document_b", "page_a", "page_b", "fact"]
    assert two.loc[two["force"] == "mummerset", ["page_a", "page_b"]].notna().all().all()
    steps = kg.ask("causes-of-concern", force="mummerset", evidence=True)
    assert steps[["page", "recommendation_page"]].notna().all().all()


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda kg: kg.ask("judgements"), 'There is no query "judgements"; did you mean judgments'),
        (lambda kg: kg.ask("judgments", polarity="good"), 'has no parameter "polarity"; did you mean'),
        (lambda kg: kg.judgments(force="Lomshire"), '"Lomshire" is none; did you mean loamshire'),
        (lambda kg: kg.force("Hertfordshir"), "did you mean hertfordshire"),
        (lambda kg: kg.judgments(force=[]), "force of query judgments is an empty list"),
        (lambda kg: kg.judgments(force=["kent", "nowhere"]), '"nowhere"'),
        (lambda kg: kg.ask("metric-ranking"), "needs metric"),
    ],
)
def test_what_is_unknown_is_refused_with_the_nearest(kg: Graph, ask: Callable[[Graph], object], said: str) -> None:
    with pytest.raises(CatalogueError, match=re.escape(said)):
        ask(kg)


def test_values_may_be_lists_columns_and_numbers_of_numpy(kg: Graph) -> None:
    expected = kg.judgments(force=["kent", "surrey"], cycle=["2015", "2016"])
    forces = pd.Series(["Kent Police", "Surrey Police"], dtype="string")
    assert_frame_equal(kg.judgments(force=forces, cycle=np.array([2015, 2016])), expected)
    assert_frame_equal(kg.judgments(force=(name for name in ("kent", "surrey")), cycle=[2015, 2016]), expected)
    assert set(expected["force"]) == {"kent", "surrey"}


def test_a_row_is_explained_by_its_passage(kg: Graph) -> None:
    table = kg.judgments(force="loamshire", question="2")
    explained = kg.explain(table.iloc[0])
    assert repr(explained).startswith("Judgment: Loamshire Constabulary, PEEL 2016, question 2: Requires improvement\n")
    assert "Stated by loamshire-effectiveness-2016.txt, characters" in repr(explained)
    assert repr(explained).endswith(MADE_UP)
    assert kg.explain(next(table.itertuples())) == explained
    assert kg.explain(table["fact"][0]) == explained
    assert kg.explain(f"{ID}{table['fact'][0]}") == explained
    disputed = kg.explain(kg.contradictions(force="mummerset").iloc[0])
    assert {passage.role for passage in disputed.passages} == {"stated by", "contradicted by"}
    for row in (kg.coverage().iloc[0], table, 7):
        with pytest.raises(UsageError, match="no row of one fact"):
            kg.explain(row)
    with pytest.raises(UnknownThingError):
        kg.explain("judgment/nowhere")


def test_an_explanation_in_a_notebook_is_escaped(kg: Graph) -> None:
    html = kg.explain(kg.judgments(force="loamshire", question="2").iloc[0])._repr_html_()
    assert html.count("<mark>") == 4
    assert "<mark>Requires improvement</mark>" in html
    assert html.endswith(f"<p><small>{MADE_UP.replace(chr(39), '&#x27;')}</small></p></article>")
    attacked = kg.explain("force/hostile")._repr_html_()
    assert "&lt;script&gt;" in attacked
    assert "<script" not in attacked
    assert "<img" not in attacked
    assert "\u202e" not in attacked


def test_sparql_gives_tables_truths_and_graphs(kg: Graph) -> None:
    table = kg.sparql(
        """PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
        SELECT ?whole ?real ?truth ?day ?moment ?month ?mixed ?iri ?none ?wrong ?large {
          VALUES (?whole ?real ?truth ?day ?moment ?month ?mixed ?iri ?wrong ?large) {
            (1 1.5 true "2016-06-30"^^xsd:date "2016-06-30T12:00:00+01:00"^^xsd:dateTime "2016-06"^^xsd:gYearMonth
             1 <urn:a> "2016-02-30"^^xsd:date 9223372036854775808.0)
            (UNDEF 2 false UNDEF UNDEF UNDEF "one" UNDEF UNDEF UNDEF)
          } } ORDER BY ?real"""
    )
    assert isinstance(table, pd.DataFrame)
    assert {name: str(kind) for name, kind in table.dtypes.items()} == {
        "whole": "Int64", "real": "Float64", "truth": "boolean", "day": "datetime64[s]",
        "moment": "datetime64[us, UTC]", "month": "string", "mixed": "string", "iri": "string", "none": "string",
        "wrong": "string", "large": "Float64",
    }  # fmt: skip
    assert table["moment"][0] == pd.Timestamp("2016-06-30T11:00:00Z")
    assert list(table["real"]) == [1.5, 2.0]
    assert list(table["truth"]) == [True, False]
    assert table["none"].isna().all()
    assert kg.sparql("ASK { ?s ?p ?o }") is True
    graph = kg.sparql(f"CONSTRUCT WHERE {{ <{ID}grade/good> ?p ?o }}")
    assert isinstance(graph, rdflib.Graph)
    assert (rdflib.URIRef(f"{ID}grade/good"), rdflib.URIRef(f"{SKOS}notation"), rdflib.Literal("good")) in graph
    with pytest.raises(QueryError, match="not valid SPARQL"):
        kg.sparql("SELECT everything")


def test_a_part_of_the_graph_is_handed_to_rdflib(kg: Graph) -> None:
    fact = "judgment/loamshire/2016/effectiveness/2"
    alone = kg.to_rdflib(kg.judgments(force="loamshire", question="2").iloc[0])
    assert rdflib.URIRef(f"{ID}{fact}") in set(alone.subjects())
    assert alone.value(rdflib.URIRef(f"{ID}{fact}"), rdflib.URIRef(f"{PEEL}statedBy")) in set(alone.subjects())
    assert "peel:statedBy" in alone.serialize(format="turtle")
    report = kg.to_rdflib(force="Loamshire", cycle=2016)
    # How a fact was found stands in a graph of its own.
    assert {predicate for _, predicate, _ in set(alone) - set(report)} == {rdflib.URIRef(f"{PEEL}foundBy")}
    assert f"{ID}judgment/mummerset/2016/effectiveness/2" not in {str(subject) for subject in report.subjects()}
    count = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{GRAPH}report/loamshire/2016/effectiveness> {{ ?s ?p ?o }} }}"
    assert len(report) == kg.sparql(count)["n"][0]  # type: ignore[index]
    assert len(kg.to_rdflib(force="kent")) == 0
    whole = kg.to_rdflib()
    assert set(report) <= set(whole)
    assert len(whole) == kg.sparql("SELECT (COUNT(*) AS ?n) { SELECT DISTINCT * { ?s ?p ?o } }")["n"][0]  # type: ignore[index]
    with pytest.raises(UsageError, match="not for both"):
        kg.to_rdflib(fact, force="loamshire")


def test_an_answer_that_a_server_cuts_is_none(folder: Path) -> None:
    with serving(folder, "--rows", "1500") as running, Graph.open(f"http://127.0.0.1:{running.port}/") as kg:
        assert len(kg.findings()) == 35
        with pytest.raises(StoreError, match="cut its answer short"):
            kg.sparql("SELECT * { ?s ?p ?o }")
        with pytest.raises(StoreError, match="cut its answer short"):
            kg.to_rdflib()


def test_a_list_that_stops_at_its_limit_says_so(tmp_path: Path) -> None:
    """46 findings that are all alike make 1,035 pairs."""
    finding, score = ox.NamedNode(f"{PEEL}finding"), ox.NamedNode(f"{PEEL}score")
    items = [ox.NamedNode(f"{ID}finding/{number}") for number in range(46)]
    force, cycle, name = (ox.NamedNode(f"{ID}{kind}") for kind in ("force/a", "cycle/b", "graph/c"))
    statements: list[tuple[ox.NamedNode, str, ox.NamedNode | ox.Literal]] = [
        *((item, f"{PEEL}force", force) for item in items), *((item, f"{PEEL}cycle", cycle) for item in items),
        (force, f"{SKOS}notation", ox.Literal("a")), (cycle, f"{SKOS}notation", ox.Literal("b")),
    ]  # fmt: skip
    quads = [ox.Quad(subject, ox.NamedNode(predicate), value, name) for subject, predicate, value in statements]
    for number, (one, other) in enumerate(combinations(items, 2)):
        pair = ox.NamedNode(f"{ID}similar/{number}")
        quads += [ox.Quad(pair, ox.NamedNode(f"{RDF}type"), ox.NamedNode(f"{PEEL}SimilarFindings"), name)]
        quads += [ox.Quad(pair, finding, item, name) for item in (one, other)] + [
            ox.Quad(pair, score, ox.Literal(1), name)
        ]
    writer = EmbeddedWriter(tmp_path / "store")
    writer.change(lambda store: store.bulk_extend(quads))
    writer.close()
    with Graph.open(tmp_path / "store") as kg:
        with pytest.warns(
            UserWarning, match=r"shared-findings stopped at 1,000 rows, and there may be more: give limit"
        ):
            assert len(kg.ask("shared-findings")) == 1000
        assert len(kg.ask("shared-findings", limit=1000)) == 1000
        assert len(kg.ask("shared-findings", limit=2000)) == 1035


def test_a_server_s_new_names_are_learnt(folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / "store")
    with serving(copy) as running, Graph.open(f"http://127.0.0.1:{running.port}/") as kg:
        with pytest.raises(CatalogueError, match='"Borsetshire" is none'):
            kg.force("Borsetshire")
        force, graph = ox.NamedNode(f"{ID}force/borsetshire"), ox.NamedNode(f"{GRAPH}made-up")
        said = {
            f"{SKOS}notation": "borsetshire",
            f"{SKOS}prefLabel": "Borsetshire Police",
            f"{PEEL}shortName": "Borset",
        }
        quads = [ox.Quad(force, ox.NamedNode(name), ox.Literal(value), graph) for name, value in said.items()]
        quads.append(ox.Quad(force, ox.NamedNode(f"{RDF}type"), ox.NamedNode(f"{PEEL}FictionalForce"), graph))
        writer = EmbeddedWriter(copy)
        writer.change(lambda store: store.bulk_extend(quads))
        writer.close()
        until = time.monotonic() + 20
        while kg.sparql(f"ASK {{ <{force.value}> ?p ?o }}") is False and time.monotonic() < until:
            time.sleep(0.05)
        assert kg.force("BORSETSHIRE police").notation == "borsetshire"


def test_a_graph_without_registers_has_no_forces(tmp_path: Path) -> None:
    with Graph.open(make_store(tmp_path / "store")) as kg:
        assert len(kg.judgments(force="loamshire")) == 0
        with pytest.raises(UnknownThingError, match="no police force called Loamshire"):
            kg.force("Loamshire")


def test_where_there_is_no_graph_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    with pytest.raises(NoStoreError, match="There is no store at"):
        Graph.open(tmp_path / "none")
    with pytest.raises(StoreError):
        Graph.open("http://127.0.0.1:9/")
    monkeypatch.setenv("PEELGRAPH_STORE", str(folder))
    with Graph.open() as kg:
        assert repr(kg) == f"Graph.open({str(folder)!r})"
        assert len(kg.reports()) == 2
    with pytest.raises(StoreError, match="closed"):
        kg.reports()
    with Graph.open(folder) as kg, pytest.raises(UsageError, match="answers with a graph and no table: to_rdflib"):
        kg.ask("force-facts", force="loamshire")


def python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    return done.stdout


def test_importing_peelgraph_imports_nothing_that_takes_long() -> None:
    heavy = "sorted({'pandas', 'rdflib', 'numpy', 'SPARQLWrapper'} & set(sys.modules))"
    assert python(f"import sys, peelgraph; print({heavy}, 'peelgraph.graph' in sys.modules)") == "[] False\n"
    assert python(f"import sys; from peelgraph import Graph; print({heavy})") == "[]\n"
    assert python("import peelgraph; print('Graph' in dir(peelgraph), peelgraph.Graph.__name__)") == "True Graph\n"
    with pytest.raises(AttributeError, match="no attribute 'Grpah'"):
        _ = peelgraph.Grpah


def test_without_pandas_it_says_what_to_install(folder: Path) -> None:
    code = (
        "import sys; sys.modules['pandas'] = None\nfrom peelgraph import Graph\n"
        f"try: Graph.open({str(folder)!r})\nexcept Exception as error: print(type(error).__name__, error)"
    )
    told = "UsageError Tables need pandas, which is not installed: pip install 'peelgraph[explore]'.\n"
    assert python(code) == told
