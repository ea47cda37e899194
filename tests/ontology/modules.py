"""The ontology as it is read through its imports, found by the catalogue."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology"
CATALOGUE = ONTOLOGY / "catalog-v001.xml"
ROOT = "https://w3id.org/peelgraph/ontology"
PEEL = f"{ROOT}#"
OWL = "http://www.w3.org/2002/07/owl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
IMPORTS, TYPE = ox.NamedNode(f"{OWL}imports"), ox.NamedNode(f"{RDF}type")
OUTSIDE_OWL = {f"{ROOT}/scales"}
"""What nothing imports because OWL 2 DL cannot say it."""


def catalogue(path: Path = CATALOGUE) -> dict[str, str]:
    """The file of each IRI of a catalogue of OASIS."""
    name = "{urn:oasis:names:tc:entity:xmlns:xml:catalog}uri"
    return {entry.attrib["name"]: entry.attrib["uri"] for entry in ET.parse(path).getroot().iter(name)}  # noqa: S314


def read(path: Path) -> list[ox.Triple]:
    """The statements of one file."""
    return [quad.triple for quad in ox.parse(path=str(path), rename_blank_nodes=True)]


def imported(*iris: str) -> Iterator[ox.Triple]:
    """The statements of ontologies and of all that they import, each file once.

    Raises:
        KeyError: an import is not in the catalogue.
    """
    files = catalogue()
    ahead, seen = list(iris), set()
    while ahead:
        file = files[ahead.pop()]
        if file not in seen:
            seen.add(file)
            for triple in read(ONTOLOGY / file):
                if triple.predicate == IMPORTS and isinstance(triple.object, ox.NamedNode):
                    ahead.append(triple.object.value)
                yield triple
