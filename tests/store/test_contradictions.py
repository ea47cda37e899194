"""Contradictions between documents: found whichever comes first, and let go with the documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from peelgraph.build import build
from peelgraph.contradictions import Between
from peelgraph.loaders import Register
from peelgraph.loaders.iris import CONTRADICTIONS_GRAPH, ID, PEEL
from peelgraph.store import WritableStore, open_for_writing, select, text

SAMPLES = Path(__file__).parents[2] / "data" / "sample"
Graphs = dict[str, list[ox.Quad]]
PREFIXES = f"""@base <{ID}> . @prefix peel: <{PEEL}> . @prefix qb: <http://purl.org/linked-data/cube#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> ."""


def report(
    force: str, cycle: str = "2016", judged: str = "", before: str = "", place: str = "table", **values: str
) -> Graphs:
    """A report with England and Wales values by measure, and with a grade overall and the one before."""
    keys = f"{force}/{cycle}/effectiveness"
    about = f"peel:report <report/{keys}> ; peel:force <force/{force}> ; peel:cycle <cycle/{cycle}>"
    turtle = f'<report/{keys}> skos:notation "{force}-effectiveness-{cycle}" .'
    for metric, value in values.items():
        figure, whole = (
            f"observation/{keys}/{place}/{metric}/england-and-wales",
            f"slice/england-and-wales/{metric}/2016-07-01",
        )
        turtle += f"""<{figure}> a peel:Observation ; {about} ; peel:printed "{value}" ;
            peel:statedBy <passage/{force}/{metric}> .
          <{whole}> a qb:Slice ; qb:observation <{figure}> .
          <{whole}/{value}> a qb:ObservationGroup ; qb:observation <{figure}> ."""
    if judged:
        turtle += f"""<judgment/{keys}/overall> a peel:Judgment ; {about} ; peel:grade <grade/{judged}> ;
            peel:statedBy <passage/{force}/{cycle}> ."""
    if before:
        turtle += f"""<judgment/{keys}/overall> peel:previousGrade <grade/{before}> ;
            peel:previousCycle <cycle/{int(cycle) - 1}> ."""
    return graphs(f"report/{keys}", turtle)


def published(force: str, cycle: str, grade: str, stem: str = "made-up") -> Graphs:
    """Published grades, of one force."""
    return graphs(
        f"grades/{stem}",
        f"""<published-grade/{stem}/{force}/{cycle}/effectiveness> a peel:PublishedGrade ; peel:force <force/{force}> ;
          peel:cycle <cycle/{cycle}> ; peel:question <pillar/effectiveness> ; peel:grade <grade/{grade}> ;
          peel:statedBy <passage/{stem}/{force}> .""",
    )


def graphs(name: str, turtle: str) -> Graphs:
    graph = ox.NamedNode(f"{ID}graph/{name}")
    triples = ox.parse(f"{PREFIXES} {turtle}", format=ox.RdfFormat.TURTLE)
    return {graph.value: [ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples]}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[WritableStore]:
    """A store that knows the cycles and no more."""
    with open_for_writing(str(tmp_path / "store")) as opened:
        cycles = " ".join(f"<cycle/{year}> a peel:Cycle ." for year in (2015, 2016))
        opened.replace(graphs("ontology", cycles))
        yield opened


def put(store: WritableStore, *documents: Graphs) -> None:
    for document in documents:
        remove, add = Between(store).change(document)
        store.replace(document, remove=remove, add=add)


def drop(store: WritableStore, document: Graphs) -> None:
    remove, add = Between(store).change({name: [] for name in document})
    store.replace(dict.fromkeys(document), remove=remove, add=add)


def messages(store: WritableStore) -> list[str]:
    rows = select(store, f"SELECT ?m {{ GRAPH <{CONTRADICTIONS_GRAPH}> {{ ?c <{PEEL}message> ?m }} }} ORDER BY ?m")
    return [text(message) for (message,) in rows]


def everything(store: WritableStore) -> list[tuple[str, ...]]:
    """The whole graph of contradictions."""
    rows = select(store, f"SELECT ?s ?p ?o {{ GRAPH <{CONTRADICTIONS_GRAPH}> {{ ?s ?p ?o }} }} ORDER BY ?s ?p ?o")
    return [tuple(map(text, row)) for row in rows]


LOAMSHIRE = report("loamshire", fined="12.1", warned="3")
MUMMERSET = report("mummerset", fined="12.6", warned="3.4")
DIFFERENT = (
    "The England and Wales figure of fined for 2016-07-01 is 12.1 in loamshire-effectiveness-2016 "
    "and 12.6 in mummerset-effectiveness-2016."
)


def test_a_figure_that_two_reports_print_differently_and_one_that_is_rounded(store: WritableStore) -> None:
    put(store, LOAMSHIRE, MUMMERSET)
    assert messages(store) == [DIFFERENT]
    about = {(p.removeprefix(PEEL), o.removeprefix(ID)) for s, p, o in everything(store) if "/contradiction/" in s}
    assert {
        (p, o) for p, o in about if p in {"contradictionKind", "certainty", "report", "statedBy", "contradictedBy"}
    } == {
        ("contradictionKind", "contradiction-kind/number"),
        ("certainty", "sure"),
        ("report", "report/loamshire/2016/effectiveness"),
        ("report", "report/mummerset/2016/effectiveness"),
        ("statedBy", "passage/loamshire/fined"),
        ("contradictedBy", "passage/mummerset/fined"),
    }


def test_the_order_in_which_reports_come_changes_nothing(store: WritableStore) -> None:
    documents = [LOAMSHIRE, MUMMERSET, report("wenn", fined="12.6"), report("wold", fined="13.0")]
    seen = []
    # Each comes once in each place, and once right behind each other.
    for places in ((0, 1, 3, 2), (1, 2, 0, 3), (2, 3, 1, 0), (3, 0, 2, 1)):
        order = [documents[place] for place in places]
        put(store, *order)
        seen.append(everything(store))
        for document in order:
            drop(store, document)
        assert everything(store) == []
    assert all(one == seen[0] for one in seen)
    assert len([s for s, p, _ in seen[0] if p == f"{PEEL}message"]) == 3, "one for each two of three values"


def test_a_report_is_put_right(store: WritableStore) -> None:
    put(store, LOAMSHIRE, MUMMERSET, report("mummerset", fined="12.1", warned="3.4"))
    assert messages(store) == []
    put(store, MUMMERSET)
    assert messages(store) == [DIFFERENT]


def test_loading_again_changes_nothing(store: WritableStore) -> None:
    put(store, LOAMSHIRE, MUMMERSET)
    once = everything(store)
    put(store, LOAMSHIRE, MUMMERSET)
    assert everything(store) == once


def test_another_report_takes_the_place_of_one_that_is_dropped(store: WritableStore) -> None:
    put(store, LOAMSHIRE, MUMMERSET, report("wenn", fined="12.6"))
    drop(store, MUMMERSET)
    assert messages(store) == [DIFFERENT.replace("mummerset", "wenn")]


def test_two_values_of_one_report_are_no_matter_between_reports(store: WritableStore) -> None:
    table, text_ = report("loamshire", fined="12.1"), report("loamshire", place="prose", fined="12.6")
    put(store, {name: [*quads, *text_[name]] for name, quads in table.items()})
    assert messages(store) == []


NOW = report("loamshire", "2016", judged="requires-improvement", before="good")


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (
            published("loamshire", "2015", "outstanding"),
            "in 2015 is good in loamshire-effectiveness-2016 (looking back) and outstanding in the published grades",
        ),
        (
            published("loamshire", "2016", "good"),
            "in 2016 is requires-improvement in loamshire-effectiveness-2016 and good in the published grades",
        ),
        (
            report("loamshire", "2015", judged="poor"),
            "in 2015 is poor in loamshire-effectiveness-2015 and good in loamshire-effectiveness-2016 (looking back)",
        ),
        (published("loamshire", "2015", "good"), ""),
        (published("mummerset", "2015", "outstanding"), ""),
        (report("loamshire", "2015", judged="good"), ""),
    ],
    ids=["published before", "published now", "report before", "same published", "another force", "same report"],
)
@pytest.mark.parametrize("turned", [False, True])
def test_grades(store: WritableStore, other: Graphs, said: str, turned: bool) -> None:
    documents = [other, NOW] if turned else [NOW, other]
    put(store, *documents)
    expected = [f"The grade of loamshire for effectiveness {said}."] if said else []
    assert messages(store) == expected
    drop(store, documents[0])
    assert messages(store) == []


def test_published_grades_are_not_held_against_each_other(store: WritableStore) -> None:
    put(store, published("loamshire", "2015", "good"), published("loamshire", "2015", "inadequate", "others"))
    assert everything(store) == []


def test_what_a_new_document_would_bring_is_told_without_changing_the_store(store: WritableStore) -> None:
    put(store, report("loamshire", judged="good", before="good", fined="12.1", warned="3"))
    before = everything(store)
    for document in (MUMMERSET, published("loamshire", "2015", "outstanding")):
        found = Between(store).found(document)
        (said,) = [quad.object.value for quad in found if quad.predicate.value == f"{PEEL}message"]  # type: ignore[union-attr]
        assert everything(store) == before
        put(store, document)
        assert said in messages(store)
        drop(store, document)
    assert Between(store).found(report("wenn", fined="12.1")) == []


@pytest.fixture
def files(tmp_path: Path) -> Callable[..., list[str]]:
    """Copies of the samples, with words of Mummerset's replaced."""

    def of(*changes: tuple[str, str]) -> list[str]:
        names = []
        for path in sorted(SAMPLES.glob("*.txt")):
            content = path.read_bytes().decode()
            for old, new in changes if path.name.startswith("mummerset") else ():
                assert old in content
                content = content.replace(old, new)
            (tmp_path / path.name).write_bytes(content.encode())
            names.append(str(tmp_path / path.name))
        return names

    return of


def test_a_build_keeps_them_in_step(store: WritableStore, files: Callable[..., list[str]]) -> None:
    register = Register.packaged()
    assert build(files(), store, register).exit_code == 0
    assert messages(store) == []
    build(files(("Sexual offences\t2.3\t1.8", "Sexual offences\t2.3\t1.9")), store, register)
    (message,) = messages(store)
    assert message == (
        "The England and Wales figure of sexual-offences for 2015-07-01 to 2016-06-30 is 1.8 in "
        "loamshire-effectiveness-2016 and 1.9 in mummerset-effectiveness-2016."
    )
    assert _dangling(store) == []
    build(files(), store, register)
    assert messages(store) == []


def _dangling(store: WritableStore) -> Iterable[tuple[str, ...]]:
    """What contradictions point to that nothing is said of."""
    rows = select(
        store,
        f"""SELECT ?p ?o {{ GRAPH <{CONTRADICTIONS_GRAPH}> {{ ?c a <{PEEL}Contradiction> ; ?p ?o }}
          FILTER(ISIRI(?o) && STRSTARTS(STR(?o), "{ID}")) FILTER NOT EXISTS {{ ?o a ?class }} }}""",
    )
    return [tuple(map(text, row)) for row in rows]
