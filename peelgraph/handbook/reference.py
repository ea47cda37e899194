"""Reference pages by pyLODE, of the ontology and of each scheme, with what is known of the use of each term added."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Mapping
from importlib import resources

import rdflib
from lxml import html
from lxml.html import builder as make
from pylode.profiles.ontpub import OntPub
from pylode.profiles.vocpub import VocPub
from rdflib import OWL, RDF, RDFS, SKOS, URIRef

from ..loaders.iris import BASE, ID, PEEL
from .knowledge import Use

VOCABULARY = URIRef(f"{BASE}ontology")
NOTHING = Use()

_PEEL = rdflib.Namespace(PEEL)

_DECLARED = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


def ontology() -> rdflib.Graph:
    """All of the ontology, its modules and registers together."""
    graph = rdflib.Graph()
    for file in sorted((resources.files("peelgraph") / "ontology").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".ttl"):
            graph.parse(data=file.read_text("utf-8"), format="turtle")
    return graph


def schemes(graph: rdflib.Graph) -> list[URIRef]:
    """The concept schemes, in order."""
    return sorted(s for s in graph.subjects(RDF.type, SKOS.ConceptScheme) if isinstance(s, URIRef))


def own_terms(graph: rdflib.Graph) -> list[URIRef]:
    """The ontology's own classes and properties, in order."""
    found = {s for kind in _DECLARED for s in graph.subjects(RDF.type, kind) if str(s).startswith(PEEL)}
    return sorted(URIRef(str(s)) for s in found)


def ontology_page(graph: rdflib.Graph, known: Mapping[str, Use]) -> html.HtmlElement:
    """The page of the ontology's own terms."""
    told = rdflib.Graph()
    for prefix, namespace in graph.namespaces():
        told.bind(prefix, namespace)
    for term in (VOCABULARY, *own_terms(graph)):
        # pyLODE fails on nested class expressions; they are told in words with the use of the term.
        told += (triple for triple in graph.triples((term, None, None)) if not isinstance(triple[2], rdflib.BNode))
    told.remove((None, OWL.imports, None))
    with _Hushed():
        page = html.document_fromstring(OntPub(told).make_html())
    for link in page.xpath(f'//dd/a[@href="{PEEL}"]'):  # pyLODE shortens the namespace to its own prefix
        link.getparent().replace(link, make.CODE(PEEL))
    _fit(page)
    _say_use(page, known)
    return page


def scheme_page(graph: rdflib.Graph, scheme: URIRef, known: Mapping[str, Use]) -> html.HtmlElement:
    """The page of a scheme: pyLODE tells of the scheme itself, and of its concepts nothing, so these are added."""
    told = rdflib.Graph()
    told += graph.triples((scheme, None, None))
    with _Hushed():
        page = html.document_fromstring(VocPub(told).make_html())
    section = make.DIV(make.H2("Concepts"), {"class": "section", "id": "concepts"})
    for concept in sorted(graph.subjects(SKOS.inScheme, scheme), key=lambda c: (_rank(graph, c), str(c))):
        notation = str(graph.value(concept, SKOS.notation) or str(concept).rpartition("/")[2])
        rows = [make.TR(make.TH("IRI"), make.TD(make.CODE(str(concept)))), *_said(graph, concept)]
        heading = make.H3(str(graph.value(concept, SKOS.prefLabel) or notation))
        section.append(make.DIV(heading, make.TABLE(*rows), {"class": "property entity", "id": notation}))
    page.get_element_by_id("metadata").addnext(section)
    contents = page.xpath('//div[@id="toc"]/ul/li')[0]
    contents.addnext(make.LI(make.H4(make.A("Concepts", href="#concepts"))))
    _fit(page)
    _say_use(page, known)
    return page


def _fit(page: html.HtmlElement) -> None:
    """Let a page be read without scrolling sideways: pyLODE leaves long words and examples as wide as they are."""
    for head in page.xpath("//head"):
        head.append(make.STYLE(_NARROW))


_NARROW = """
#content { box-sizing: border-box; max-width: calc(100% - 180px); }
dd, li, p, h3, th, td, a, code { overflow-wrap: anywhere; }
pre { max-width: 100%; overflow-x: auto; }
pre code { overflow-wrap: normal; }
.figure, figure { overflow-x: auto; }
img, svg { max-width: 100%; }
"""


_SHOWN = (SKOS.notation, SKOS.definition, SKOS.altLabel, SKOS.scopeNote, SKOS.broader)
"""What is told of a concept, first these in this order and then the ontology's own properties."""


def _said(graph: rdflib.Graph, concept: rdflib.term.Node) -> Iterator[html.HtmlElement]:
    own = sorted({URIRef(str(p)) for p in graph.predicates(concept) if str(p).startswith(PEEL)})
    for prop in (*_SHOWN, *own):
        values = sorted(_shown(graph, value) for value in graph.objects(concept, prop))
        if values:
            heading = _HEADINGS.get(prop) or str(graph.value(prop, RDFS.label)).capitalize()
            yield make.TR(make.TH(heading), make.TD("; ".join(values)))


_HEADINGS: dict[rdflib.term.Node, str] = {
    SKOS.notation: "In answers",
    SKOS.definition: "What it means",
    SKOS.altLabel: "In reports also",
    SKOS.scopeNote: "Note",
    SKOS.broader: "Part of",
}


def _shown(graph: rdflib.Graph, value: rdflib.term.Node) -> str:
    return str(value if isinstance(value, rdflib.Literal) else graph.value(value, SKOS.prefLabel) or value)


def _rank(graph: rdflib.Graph, concept: rdflib.term.Node) -> tuple[int, int]:
    """Grades and measures have an order of their own."""
    rank, position = graph.value(concept, _PEEL.rank), graph.value(concept, _PEEL.position)
    return int(str(rank or 99)), int(str(position or 0))


def places(page: html.HtmlElement) -> dict[str, str]:
    """Where on a page each term stands: its anchor by IRI."""
    found: dict[str, str] = {}
    for entity, iri in _entities(page):
        found.setdefault(iri, entity.get("id", ""))
    return found


def _entities(page: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, str]]:
    for entity in page.xpath('//div[contains(concat(" ", @class, " "), " entity ")]'):
        for iri in entity.xpath(".//table//tr[1]/td/code/text()"):
            yield entity, str(iri)


def _say_use(page: html.HtmlElement, known: Mapping[str, Use]) -> None:
    for entity, iri in _entities(page):
        if not iri.startswith((PEEL, ID)):
            continue
        use = known.get(iri, NOTHING)
        for table in entity.xpath(".//table")[:1]:
            for row in _rows(use):
                table.append(row)


def _rows(use: Use) -> Iterator[html.HtmlElement]:
    if use.rules:
        yield make.TR(make.TH("A reasoner knows"), make.TD(make.UL(*map(make.LI, use.rules))))
    yield make.TR(make.TH("In this graph"), make.TD(use.counted))
    if use.questions:
        asked = (make.LI(make.A(wording, href=f"questions.html#{name}")) for name, wording in use.questions)
        yield make.TR(make.TH("Questions it serves"), make.TD(make.UL(*asked)))
    if use.queries:
        yield make.TR(make.TH("Canned queries"), make.TD(", ".join(use.queries)))
    if use.shapes:
        yield make.TR(make.TH("Checked by"), make.TD(", ".join(use.shapes)))
    if use.wording:
        quotes = (make.LI(make.Q(quote)) for quote in use.wording)
        yield make.TR(make.TH("In reports"), make.TD(make.UL(*quotes)))


class _Hushed:
    """Keeps what pyLODE leaves behind from the reader.

    It logs its progress at the root logger, and dominate, which writes its HTML, asks for an event loop
    and does not close it: it is given one that is closed here.
    """

    def __enter__(self) -> None:
        self._level = logging.root.level
        logging.root.setLevel(logging.WARNING)
        self._loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self._loop)

    def __exit__(self, *exception: object) -> None:
        asyncio.set_event_loop(None)
        self._loop.close()
        logging.root.setLevel(self._level)
