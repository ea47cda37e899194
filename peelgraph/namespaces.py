"""The names of things: where the vocabulary and the graph live, and the vocabularies of others.

Kept apart from the loaders, so that asking a question does not import what reads reports.
"""

from __future__ import annotations

BASE = "https://w3id.org/peelgraph/"
"""The one setting: where the vocabulary and the things live."""

PEEL = f"{BASE}ontology#"
ID = f"{BASE}id/"

DCTERMS = "http://purl.org/dc/terms/"
OA = "http://www.w3.org/ns/oa#"
ORG = "http://www.w3.org/ns/org#"
OWL = "http://www.w3.org/2002/07/owl#"
PROV = "http://www.w3.org/ns/prov#"
QB = "http://purl.org/linked-data/cube#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA = "https://schema.org/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"

GRAPH = f"{ID}graph/"
"""Before the name of every graph."""
ONTOLOGY_GRAPH = f"{GRAPH}ontology"
SIMILAR_GRAPH = f"{GRAPH}similar"
PROVENANCE_GRAPH = f"{GRAPH}provenance/"
"""Before the name of every graph that tells how another came about."""
