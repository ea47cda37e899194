"""What things are called on pages, and at which addresses of this server they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote as encoded

import pyoxigraph as ox

from ..explain import Said, kind, tail, title
from ..loaders.iris import BASE, DCTERMS, ID, OA, ORG, OWL, PEEL, PROV, QB, RDF, RDFS, SCHEMA, SKOS, XSD
from ..store import Term, text
from .interface import Engines, Question

ONTOLOGY = f"{BASE}ontology"
WORDS = 240
"""Characters of a thing's own words that stand for it in a list."""
STEP = 10_000
"""Rows that are read at once."""
AT_ONCE = 200
"""Things whose labels are asked for in one query, so that it is not too long."""

_TELLING = (
    f"{RDF}type", f"{SKOS}prefLabel", f"{RDFS}label", f"{DCTERMS}title", f"{PEEL}question", f"{PEEL}area",
    f"{PEEL}force", f"{PEEL}cycle", f"{PEEL}grade", f"{PEEL}reason", f"{PEEL}message", f"{PEEL}metric",
    f"{PEEL}printed", f"{PEEL}unit", f"{PEEL}text", f"{PEEL}fileName", f"{OA}exact",
)  # fmt: skip
_LABELS = (f"{SKOS}prefLabel", f"{RDFS}label", f"{DCTERMS}title", f"{SKOS}notation", f"{RDF}type")
"""Properties that name a thing, the first three best first."""

PLAIN = {
    f"{SKOS}prefLabel": "name", f"{SKOS}altLabel": "also called", f"{SKOS}notation": "short name in queries",
    f"{SKOS}scopeNote": "note", f"{SKOS}definition": "definition", f"{SKOS}inScheme": "in the list",
    f"{SKOS}topConceptOf": "first in the list", f"{SKOS}broader": "part of", f"{SKOS}narrower": "has as part",
    f"{RDFS}label": "name", f"{RDFS}subClassOf": "is a kind of", f"{RDFS}subPropertyOf": "is a way of",
    f"{RDFS}domain": "said of", f"{RDFS}range": "has as value", f"{RDFS}isDefinedBy": "defined in",
    f"{RDFS}seeAlso": "see also", f"{OWL}differentFrom": "not the same as", f"{OWL}sameAs": "the same as",
    f"{DCTERMS}title": "title", f"{DCTERMS}issued": "published", f"{DCTERMS}modified": "last changed",
    f"{DCTERMS}publisher": "publisher", f"{DCTERMS}source": "source", f"{DCTERMS}format": "format",
    f"{OA}exact": "words", f"{OA}start": "first character", f"{OA}end": "character after the last",
    f"{PROV}wasGeneratedBy": "made by", f"{PROV}wasDerivedFrom": "made from", f"{PROV}used": "used",
    f"{PROV}wasAssociatedWith": "done by",
}  # fmt: skip
"""What terms of other vocabularies, which have no label in the graph, are called on pages."""

_PREFIXES = {
    "peel:": PEEL, "rdf:": RDF, "rdfs:": RDFS, "owl:": OWL, "xsd:": XSD, "skos:": SKOS, "dcterms:": DCTERMS,
    "prov:": PROV, "org:": ORG, "qb:": QB, "oa:": OA, "schema:": SCHEMA,
}  # fmt: skip
_SAFE = "/:@!$&'()*+,;=~-._"
ENDINGS = (".ttl", ".jsonld", ".html")


@dataclass(frozen=True, slots=True)
class Name:
    """A thing in a list."""

    iri: str
    title: str
    kind: str


async def names(engines: Engines, iris: Iterable[str]) -> dict[str, Name]:
    """What things are called, in few queries for all of them.

    Raises:
        ServerError: a query was not answered.
    """
    wanted = list(dict.fromkeys(iris))
    if not wanted:
        return {}
    subjects, telling = " ".join(f"<{each}>" for each in wanted), ", ".join(f"<{each}>" for each in _TELLING)
    told = await statements(
        engines,
        f"""VALUES ?s {{ {subjects} }} ?s ?p ?v FILTER (?p IN ({telling}))
        BIND (IF(isLiteral(?v), SUBSTR(STR(?v), 1, {WORDS + 1}), ?v) AS ?o)""",
    )
    nameless = [iri for iri in wanted if title(iri, told[iri]).endswith(iri.removeprefix(ID))]
    quotes = await _quotes(engines, nameless)
    return {iri: named(iri, told[iri], quotes.get(iri, "")) for iri in wanted}


async def all_rows(engines: Engines, query: str) -> list[tuple[Term | None, ...]]:
    """All rows of a SELECT that has an order and no limit at its end, however few the operator allows at once.

    Raises:
        ServerError: the query was not answered.
    """
    found: list[tuple[Term | None, ...]] = []
    while True:
        answer = await engines.ask(Question(f"{query}\nOFFSET {len(found)}", "text/tab-separated-values", rows=STEP))
        content = b"".join([piece async for piece in answer.body])
        part = ox.parse_query_results(content, format=ox.QueryResultsFormat.TSV)
        before = len(found)
        found += [tuple(row) for row in part] if isinstance(part, ox.QuerySolutions) else []
        if not answer.truncated or len(found) == before:
            return found


async def statements(engines: Engines, pattern: str) -> defaultdict[str, list[Said]]:
    """What is said of things, by their IRIs, in words.

    Two queries, of which the second asks for the labels of what the first found, each once: with labels as optional
    parts of one query, Oxigraph takes thirty times as long.

    Args:
        engines: to ask.
        pattern: binds ?s, ?p and ?o.

    Raises:
        ServerError: a query was not answered.
    """
    rows = await all_rows(engines, f"SELECT DISTINCT ?s ?p ?o WHERE {{ {pattern} }} ORDER BY ?s ?p ?o")
    things = {each.value for _, *pair in rows for each in pair if isinstance(each, ox.NamedNode)}
    labels = await _labels(engines, things)
    found: defaultdict[str, list[Said]] = defaultdict(list)
    for subject, predicate, value in rows:
        own = labels[text(value)] if isinstance(value, ox.NamedNode) else {}
        found[text(subject)].append(
            Said(
                text(predicate),
                PLAIN.get(text(predicate)) or _label(labels[text(predicate)]) or tail(text(predicate)),
                _label(own) or text(value).removeprefix(ID),
                min(own.get(f"{SKOS}notation", [""])),
                tuple(own.get(f"{RDF}type", ())),
                text(value) if isinstance(value, ox.NamedNode) else "",
            )
        )
    return found


Labels = dict[str, dict[str, list[str]]]


async def _labels(engines: Engines, things: Iterable[str]) -> Labels:
    found: Labels = defaultdict(lambda: defaultdict(list))
    properties, ordered = " ".join(f"<{each}>" for each in _LABELS), sorted(things)
    for start in range(0, len(ordered), AT_ONCE):
        iris = " ".join(f"<{each}>" for each in ordered[start : start + AT_ONCE])
        query = f"""SELECT DISTINCT ?o ?p ?l WHERE {{
          VALUES ?o {{ {iris} }} VALUES ?p {{ {properties} }} ?o ?p ?l
        }} ORDER BY ?o ?p ?l"""
        for thing, of, label in await all_rows(engines, query):
            found[text(thing)][text(of)].append(text(label))
    return found


def _label(own: Mapping[str, list[str]]) -> str:
    """The best of a thing's labels."""
    return next((min(own[each]) for each in _LABELS[:3] if each in own), "")


async def _quotes(engines: Engines, iris: Iterable[str]) -> dict[str, str]:
    """The words that state facts."""
    facts = " ".join(f"<{each}>" for each in iris)
    if not facts:
        return {}
    query = f"""SELECT ?s (MIN(?q) AS ?quote) WHERE {{
      VALUES ?s {{ {facts} }} ?s <{PEEL}statedBy> ?passage . ?passage <{OA}exact> ?exact
      BIND (SUBSTR(?exact, 1, {WORDS + 1}) AS ?q)
    }} GROUP BY ?s ORDER BY ?s"""
    return {text(fact): " ".join(text(quote).split()) for fact, quote in await all_rows(engines, query)}


def named(iri: str, told: Iterable[Said], quote: str = "") -> Name:
    """What a thing is called of which this is said: by its own words or a quotation, if it has no other name."""
    told = list(told)
    called, bare = title(iri, told), iri.removeprefix(ID)
    if called.endswith(bare):
        own = {item.predicate: item.value for item in told}
        words = quote or own.get(f"{OA}exact") or own.get(f"{PEEL}text") or own.get(f"{PEEL}fileName")
        called = called.removesuffix(bare) + (f"“{cut(words)}”" if words else compact(iri))
    return Name(iri, cut(called), kind(told))


def cut(words: str) -> str:
    """Words that fit into a list, and a sign where there were more."""
    return words if len(words) <= WORDS else f"{words[:WORDS].rpartition(' ')[0] or words[:WORDS]} …"


def compact(iri: str) -> str:
    """An IRI with a prefix for what its beginning says.

    >>> compact("https://w3id.org/peelgraph/ontology#Judgment")
    'peel:Judgment'
    >>> compact("https://w3id.org/peelgraph/id/force/loamshire")
    'force/loamshire'
    """
    for prefix, start in _PREFIXES.items():
        if iri.startswith(start):
            return prefix + iri.removeprefix(start)
    return iri.removeprefix(ID)


def path(iri: str) -> str:
    """Path of a thing's page on this server.

    >>> path("https://w3id.org/peelgraph/id/force/loamshire")
    '/id/force/loamshire'
    >>> path("https://example.org/a?b#c")
    '/describe?iri=https%3A%2F%2Fexample.org%2Fa%3Fb%23c'
    """
    rest = iri.removeprefix(ID)
    if iri.startswith(ID) and not set(rest) & set("%?#") and not rest.endswith(ENDINGS) and ".." not in rest:
        return f"/id/{encoded(rest, _SAFE)}"
    if iri == ONTOLOGY:
        return "/ontology"
    return f"/describe?iri={encoded(iri, '')}"
