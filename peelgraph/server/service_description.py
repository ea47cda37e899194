"""What this service is and can do, in the terms of SPARQL 1.1 Service Description (W3C 2013)."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from ..description import DATASET, VOID
from ..loaders.iris import DCTERMS, RDF
from .negotiation import GRAPHS, negotiated
from .respond import about_data, address, engines_of, etag, not_modified, settings_of

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"

_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_GRAPHS = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads")


def description(request: Request, wanted: str | None) -> Response:
    """The description of the service, as RDF.

    Raises:
        ServerError: the client accepts none of its forms.
    """
    media_type = negotiated(request.headers.get("accept"), wanted, GRAPHS)
    endpoint = address(request)
    tag = etag(engines_of(request).state, "service", endpoint, media_type)
    if same := not_modified(request, tag):
        return same
    settings = settings_of(request)
    triples = _triples(endpoint, writable=settings.writable, union=settings.default_graph == "union")
    prefixes = {"sd": SD, "void": VOID, "dcterms": DCTERMS}
    content = ox.serialize(triples, format=GRAPHS[media_type], prefixes=prefixes)
    return Response(content, headers={**about_data(request), "ETag": tag}, media_type=media_type)


def _triples(endpoint: str, *, writable: bool, union: bool) -> Iterator[ox.Triple]:
    service, dataset, graph = (ox.NamedNode(f"{endpoint}#{name}") for name in ("service", "dataset", "default-graph"))

    def link(subject: ox.NamedNode, name: str, value: ox.NamedNode | str) -> ox.Triple:
        target = value if isinstance(value, ox.NamedNode) else ox.NamedNode(value)
        return ox.Triple(subject, ox.NamedNode(name), target)

    yield link(service, f"{RDF}type", f"{SD}Service")
    yield link(service, f"{SD}endpoint", endpoint)
    yield link(service, f"{SD}supportedLanguage", f"{SD}SPARQL11Query")
    if writable:
        yield link(service, f"{SD}supportedLanguage", f"{SD}SPARQL11Update")
    if union:
        yield link(service, f"{SD}feature", f"{SD}UnionDefaultGraph")
    for name in (*_RESULTS, *_GRAPHS):
        yield link(service, f"{SD}resultFormat", FORMATS + name)
    for name in _GRAPHS:
        yield link(service, f"{SD}inputFormat", FORMATS + name)
    yield link(service, f"{SD}defaultDataset", dataset)
    yield link(dataset, f"{RDF}type", f"{SD}Dataset")
    yield link(dataset, f"{SD}defaultGraph", graph)
    yield link(graph, f"{RDF}type", f"{SD}Graph")
    yield link(dataset, f"{DCTERMS}source", DATASET)
