"""Where every IRI is minted, from keys and never at random."""

from __future__ import annotations

import re
import unicodedata

BASE = "https://w3id.org/peelgraph/"
"""The one setting: where the vocabulary and the things live."""

PEEL = f"{BASE}ontology#"
ID = f"{BASE}id/"
SHAPES = f"{BASE}shapes#"

DCTERMS = "http://purl.org/dc/terms/"
OA = "http://www.w3.org/ns/oa#"
ORG = "http://www.w3.org/ns/org#"
OWL = "http://www.w3.org/2002/07/owl#"
PROV = "http://www.w3.org/ns/prov#"
QB = "http://purl.org/linked-data/cube#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA = "https://schema.org/"
SH = "http://www.w3.org/ns/shacl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"

GRAPH = f"{ID}graph/"
"""Before the name of every graph."""
ONTOLOGY_GRAPH = f"{GRAPH}ontology"
SIMILAR_GRAPH = f"{GRAPH}similar"
CONTRADICTIONS_GRAPH = f"{GRAPH}contradictions"
"""Contradictions between reports; those within a report stand in its own graph."""
INFERRED_GRAPH = f"{GRAPH}inferred"
"""What a reasoner drew from the ontology and the facts."""
PROVENANCE_GRAPH = f"{GRAPH}provenance/"
"""Before the name of every graph that tells how another came about."""
INFERRED_RECORD = f"{PROVENANCE_GRAPH}inferred"
"""How what was inferred came about, and why each statement of it holds."""


def thing(kind: str, *keys: str) -> str:
    """The IRI of a thing by its kind and the keys that tell it from others of the kind.

    >>> thing("judgment", "loamshire", "2016", "effectiveness", "2")
    'https://w3id.org/peelgraph/id/judgment/loamshire/2016/effectiveness/2'
    """
    return ID + "/".join([kind, *keys])


def slug(text: str) -> str:
    """Words as they stand in an IRI: lower case, parted by hyphens.

    >>> slug("Investigation complete – no suspect identified")
    'investigation-complete-no-suspect-identified'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")
