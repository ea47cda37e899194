"""The canned queries on Virtuoso 7: which have the answers that they have everywhere, and which do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import sparql_servers
from serving import serving

from peelgraph.catalogue import Query, Value, bind, queries
from peelgraph.cli import main
from peelgraph.store import Solutions, Store, open_store, text

pytestmark = pytest.mark.skipif(
    not sparql_servers.VIRTUOSO.exists(),
    reason=f"There is no {sparql_servers.VIRTUOSO}, of Debian's package virtuoso-opensource-7-bin.",
)
SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"

FORCES = ("loamshire", "mummerset", "hampshire")

IN_ANOTHER_ORDER = {"compare-forces", "not-found", "vocabulary"}
"""Virtuoso does not sort long words to their end, and by rules of its own."""
OTHERWISE = {
    "force-facts": "a path that may have no step (peel:statedBy?) leads nowhere in it",
    "shared-initiatives": "GROUP_CONCAT pays no heed to the order within",
}
"""Queries with another answer on Virtuoso, and why."""

EMPTY = {"inferred", "shared-findings"}
"""Queries that find nothing in the sample."""


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    """The sample in a folder, and in Virtuoso."""
    folder = tmp_path_factory.mktemp("virtuoso")
    with pytest.MonkeyPatch.context() as patch, sparql_servers.virtuoso(folder) as address:
        for name, value in {"USER": "dba", "PASSWORD": "dba"}.items():
            patch.setenv(f"PEELGRAPH_STORE_{name}", value)
        patch.setenv("no_proxy", "*")
        for location in (str(folder / "store"), address):
            assert main(["build", str(SAMPLE), "--published-grades", "--store", location]) == 0
        with open_store(str(folder / "store")) as here, open_store(address) as there:
            yield here, there


def rows(store: Store, query: Query) -> list[tuple[str, ...]]:
    """What a query answers about a few forces, or about all where it takes none."""
    forces = iter(FORCES)
    given: dict[str, Value | Sequence[Value] | None] = {
        param.name: next(forces) if param.type == "force" else param.example for param in query.params if param.required
    }
    if query.param("force"):
        given.setdefault("force", FORCES)
    answer = store.query(bind(query, given))
    if isinstance(answer, Solutions):
        return [tuple(text(term) for term in row) for row in answer.rows]
    assert not isinstance(answer, bool)
    return sorted((str(triple),) for triple in answer.triples)


@pytest.mark.parametrize("query", queries().values(), ids=lambda query: query.name)
def test_answers(stores: tuple[Store, Store], query: Query) -> None:
    here, there = (rows(store, query) for store in stores)
    assert here or query.name in EMPTY
    assert (there == here) is (query.name not in IN_ANOTHER_ORDER | OTHERWISE.keys())
    assert (Counter(there) == Counter(here)) is (query.name not in OTHERWISE)


def test_exceptions_are_queries() -> None:
    assert queries().keys() >= IN_ANOTHER_ORDER | OTHERWISE.keys() | EMPTY


def test_what_it_does_not_sort_is_cut_by_a_gateway_and_told(stores: tuple[Store, Store]) -> None:
    with serving(stores[1].location) as gateway:
        everything = "SELECT ?s ?p ?o { ?s ?p ?o }"
        answer = gateway.ask(f"{everything} ORDER BY ?s", "application/json")
        assert answer.status_code == 200
        assert len(answer.json()["results"]["bindings"]) == 9999
        assert "peelgraph-truncated" in answer.headers
        assert len(gateway.ask(f"{everything} LIMIT 10001", "application/json").json()["results"]["bindings"]) == 10001
        assert gateway.http.get("/.well-known/void").status_code == 200
        assert gateway.http.get("/api/queries/coverage?format=csv").status_code == 200
