"""The graph, or a part of it, as RDF for other programs: always in the same order, to the byte."""

from __future__ import annotations

import contextlib
import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from .errors import PeelgraphError, UnknownThingError
from .formats import PREFIXES, RDF_FORMATS, Format
from .loaders.iris import GRAPH, ID, PEEL, SKOS
from .store import Store, construct, select, text

FORMATS = (Format.TRIG, Format.NQUADS, Format.TURTLE, Format.JSONLD)
SUFFIXES = {".trig": Format.TRIG, ".nq": Format.NQUADS, ".ttl": Format.TURTLE, ".jsonld": Format.JSONLD}


def export(store: Store, form: Format, out: IO[bytes], graphs: Iterable[str]) -> None:
    """Write graphs of a store.

    Turtle has no graph names: it gets each statement once, whatever graphs it is in.

    Args:
        store: to read from.
        form: one of `FORMATS`.
        out: where to.
        graphs: IRIs of the graphs.

    Raises:
        StoreError: the store cannot be read.
    """
    quads = _in_order(store, sorted(graphs))
    statements: Iterator[ox.Quad] | list[ox.Triple] = quads
    if form is Format.TURTLE:
        statements = sorted({quad.triple for quad in quads}, key=str)
    ox.serialize(statements, out, RDF_FORMATS[form], prefixes=PREFIXES)
    out.write(b"\n")


def graph_named(store: Store, name: str) -> str:
    """IRI of a graph that is in the store, from its IRI or what stands after ``graph/`` in it.

    Raises:
        UnknownThingError: there is none of that name.
    """
    graphs = store.graphs()
    for iri in (name, ID + name, GRAPH + name):
        if iri in graphs:
            return iri
    short = [graph.removeprefix(GRAPH) for graph in graphs]
    raise UnknownThingError(f"There is no graph {name} in the store{_nearest(name, short)}.")


def graphs_of_report(store: Store, key: str) -> list[str]:
    """The graphs of one report: its facts, and how they came about.

    Args:
        store: to look in.
        key: name of the report, as in ``hampshire-effectiveness-2016``.

    Raises:
        UnknownThingError: there is no such report.
    """
    reports = {
        text(name): [text(facts), text(provenance)]
        for name, facts, provenance in select(
            store,
            f"""SELECT ?name ?facts ?provenance WHERE {{
              GRAPH ?provenance {{ ?facts <{PEEL}about> ?report }}
              ?report <{SKOS}notation> ?name
            }}""",
        )
    }
    if key not in reports:
        raise UnknownThingError(f"There is no report {key} in the store{_nearest(key, reports)}.")
    return reports[key]


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that appears when it is complete, and not at all if writing fails.

    Raises:
        PeelgraphError: it cannot be written; a file of that name is as it was.
    """
    fresh = path.with_name(f".{path.name}.part")
    try:
        with fresh.open("wb") as file:
            yield file
        fresh.replace(path)
    except OSError as error:
        raise PeelgraphError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)


def _in_order(store: Store, graphs: list[str]) -> Iterator[ox.Quad]:
    """Quads graph by graph, sorted, with blank nodes named by what is said of them (RDFC-1.0)."""
    named: defaultdict[str, list[ox.Quad]] = defaultdict(list)
    with_blanks = ox.Dataset(quad for graph in graphs for quad in _quads(store, graph, "isBlank(?s) || isBlank(?o)"))
    with_blanks.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    for quad in with_blanks:
        named[text(quad.graph_name)].append(quad)
    for graph in graphs:
        plain = _quads(store, graph, "!isBlank(?s) && !isBlank(?o)")
        yield from sorted([*plain, *named[graph]], key=str)


def _quads(store: Store, graph: str, condition: str) -> Iterator[ox.Quad]:
    node = ox.NamedNode(graph)
    for triple in construct(
        store, f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {node} {{ ?s ?p ?o FILTER ({condition}) }} }}"
    ):
        yield ox.Quad(triple.subject, triple.predicate, triple.object, node)


def _nearest(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), n=3, cutoff=0.6)
    return f"; the nearest are {', '.join(close)}" if close else ""
