"""What is given to be validated: reports, grades and RDF files, each as named graphs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from ..loaders import Corrections, LoadError, Register, load
from ..loaders.iris import GRAPH, ID, PEEL, RDF, slug

FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
}
"""RDF by suffix; pyoxigraph reads all of them, and fetches nothing that they name."""
LARGEST = 100_000_000
"""Bytes of an RDF file; some fifty reports."""


@dataclass(frozen=True, slots=True)
class Input:
    """One document, read."""

    file: str
    key: str
    graphs: dict[str, tuple[ox.Quad, ...]]
    faults: tuple[str, ...] = ()
    """What is wrong with it although it could be read, a sentence each."""
    warnings: tuple[str, ...] = ()


def read_input(file: str, register: Register, corrections: Corrections | None = None) -> Input:
    """Read a document of any kind.

    Raises:
        LoadError: it cannot be used; the message says why in one sentence.
    """
    path = Path(file)
    if path.suffix.lower() in FORMATS:
        graphs = _parsed(path, FORMATS[path.suffix.lower()])
        return Input(file, slug(path.stem), graphs)
    loaded = load(path, register, corrections)
    return Input(file, loaded.key, loaded.graphs, loaded.faults, loaded.warnings)


def _parsed(path: Path, format_: ox.RdfFormat) -> dict[str, tuple[ox.Quad, ...]]:
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise LoadError(f"{path} has {size / 1e6:,.0f} MB, and {LARGEST / 1e6:,.0f} is the most: split it.")
        content = path.read_bytes()
        if format_ == ox.RdfFormat.RDF_XML and _explodes(content):
            raise LoadError(f"{path} has XML entities that would fill the memory: write them out.")
        quads = list(ox.parse(content, format=format_, rename_blank_nodes=True))
    except OSError as error:
        raise LoadError(f"{path} cannot be read ({error.strerror}): check its name and rights.") from error
    except (SyntaxError, ValueError) as error:
        words = " ".join(str(error).split()).rstrip(".")
        raise LoadError(f"{path} is not valid {format_.name} ({words}): put that right.") from error
    if not quads:
        raise LoadError(f"{path} says nothing: give a file with data.")
    nameless = _name_of([quad for quad in quads if isinstance(quad.graph_name, ox.DefaultGraph)], path)
    graphs: dict[str, list[ox.Quad]] = {}
    for quad in quads:
        named = isinstance(quad.graph_name, ox.NamedNode)
        graphs.setdefault(quad.graph_name.value if named else nameless, []).append(quad)
    return {
        name: tuple(ox.Quad(q.subject, q.predicate, q.object, ox.NamedNode(name)) for q in some)
        for name, some in graphs.items()
    }


def _explodes(content: bytes) -> bool:
    """Whether the entities of an XML document name one another, or would make it longer than is allowed."""
    entities = re.findall(rb"""<!ENTITY\s+(\S+)\s+(?:"([^"]*)"|'([^']*)')""", content)
    length = sum(content.count(b"&" + name + b";") * len(one or other) for name, one, other in entities)
    return length > LARGEST or any(b"&" in one + other for _, one, other in entities)


def _name_of(quads: Iterable[ox.Quad], path: Path) -> str:
    """The graph in whose place statements without one stand: that of their report if there is just one."""
    report = ox.NamedNode(f"{PEEL}Report")
    found = {
        quad.subject.value
        for quad in quads
        if quad.predicate.value == f"{RDF}type" and quad.object == report and isinstance(quad.subject, ox.NamedNode)
    }
    if len(found) == 1 and (iri := found.pop()).startswith(f"{ID}report/"):
        return f"{GRAPH}{iri.removeprefix(ID)}"
    return f"{GRAPH}file/{slug(path.stem)}"
