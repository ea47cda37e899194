"""What the graph holds, told in the terms of data catalogues: DCAT 3, VoID and the Data Quality Vocabulary.

Everything is computed from the store, and the same store gives the same description to the byte.

Sources: Data Catalog Vocabulary (DCAT) 3, W3C 2024; Describing Linked Datasets with the VoID Vocabulary,
W3C 2011; Data on the Web Best Practices: Data Quality Vocabulary, W3C 2016.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO
from urllib.parse import urlsplit

import pyoxigraph as ox

from . import __version__
from .catalogue import bind, get
from .errors import UsageError
from .formats import RDF_FORMATS, Format
from .loaders.iris import BASE, DCTERMS, GRAPH, ID, OWL, PEEL, PROV, QB, RDF, RDFS, SCHEMA, SKOS, XSD
from .store import Store, select, text

DATASET = f"{BASE}id/dataset/peelgraph"
LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
RIGHTS = "Facts and quotations from reports are Crown copyright, used under the Open Government Licence v3.0."

DCAT = "http://www.w3.org/ns/dcat#"
DQV = "http://www.w3.org/ns/dqv#"
FOAF = "http://xmlns.com/foaf/0.1/"
VOID = "http://rdfs.org/ns/void#"

PREFIXES = {
    "dcat": DCAT, "dcterms": DCTERMS, "dqv": DQV, "foaf": FOAF, "owl": OWL, "peel": PEEL, "prov": PROV,
    "rdf": RDF, "rdfs": RDFS, "skos": SKOS, "void": VOID, "xsd": XSD,
}  # fmt: skip

FORMATS = (Format.TURTLE, Format.JSONLD)

MEDIA_TYPES = {
    ".trig": "application/trig",
    ".nq": "application/n-quads",
    ".nt": "application/n-triples",
    ".ttl": "text/turtle",
    ".jsonld": "application/ld+json",
    ".rdf": "application/rdf+xml",
}
"""Registered with IANA, by the ending of a file's name."""

_IANA = "https://www.iana.org/assignments/media-types/"
_VOCABULARIES = (PEEL, DCTERMS, "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/org#", PROV, QB, SCHEMA, SKOS)


@dataclass(frozen=True, slots=True)
class Contents:
    """What the store holds, counted."""

    statements: int
    subjects: int
    classes: tuple[tuple[str, int], ...]
    """IRI of each class and how many things of it there are."""
    properties: tuple[tuple[str, int], ...]
    """IRI of each property and how many statements use it."""
    graphs: tuple[tuple[str, int], ...]
    """IRI of each named graph and how many statements it has."""
    documents: tuple[tuple[str, str], ...]
    """IRI of each document that facts were taken from, and the name of its file."""
    forces: int
    cycles: tuple[str, ...]
    """Notations, in order."""
    published: tuple[str, ...]
    """Months in which the first and the last of the reports came out, such as ``2017-03``; empty if none is known."""
    expected: int
    """How many graded questions the reports in the store have."""
    found: int
    """How many of those have their grade."""


def contents(store: Store) -> Contents:
    """Count what a store holds.

    Statements that stand in two graphs count twice. Costs a few passes over the whole store.

    Raises:
        StoreError: the store cannot be read.
    """
    graphs = _counts(store, "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    classes = _counts(store, "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?c FILTER isIRI(?c) } GROUP BY ?c")
    properties = _counts(store, "SELECT ?p (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?p")
    ((subjects,),) = select(store, "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }")
    documents = select(
        store,
        f"""SELECT DISTINCT ?document ?name WHERE {{
          ?document a <{PEEL}Document> OPTIONAL {{ ?document <{PEEL}fileName> ?name }}
        }} ORDER BY ?document""",
    )
    issued = sorted(
        text(month) for (month,) in select(store, f"SELECT DISTINCT ?m WHERE {{ ?r <{DCTERMS}issued> ?m }}")
    )
    covered = select(store, bind(get("coverage"), {}))
    of_reports = [row for row in covered if text(row[7]) == "report" and text(row[3]) != "not-graded"]
    return Contents(
        sum(count for _, count in graphs),
        int(text(subjects)),
        classes,
        properties,
        graphs,
        tuple((text(document), text(name)) for document, name in documents),
        len({text(row[0]) for row in covered}),
        tuple(sorted({text(row[1]) for row in covered})),
        (issued[0], issued[-1]) if issued else (),
        len(of_reports),
        sum(text(row[3]) == "found" for row in of_reports),
    )


def _counts(store: Store, query: str) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((text(thing), int(text(count))) for thing, count in select(store, query)))


def version(store: Store) -> str:
    """Version of the data: the version of peelgraph, and a checksum of which documents were read by which rules.

    Two stores with the same documents, rules and corrections have the same version.
    """
    rows = select(
        store,
        f"""SELECT ?graph ?sha256 ?rules ?corrections WHERE {{
          ?graph <{PROV}wasGeneratedBy> ?activity ; <{PROV}wasDerivedFrom> ?document .
          ?document <{PEEL}sha256> ?sha256 .
          ?activity <{PEEL}ruleSet> ?rules .
          OPTIONAL {{ ?activity <{PEEL}corrections> ?corrections }}
        }}""",
    )
    lines = sorted(" ".join(map(text, row)) for row in rows)
    return f"{__version__}+{hashlib.sha256(chr(10).join(lines).encode()).hexdigest()[:12]}"


def describe(store: Store, out: IO[bytes], form: Format = Format.TURTLE, downloads: Sequence[str] = ()) -> None:
    """Describe a store as a data set.

    Args:
        store: to describe.
        out: where to write.
        form: Turtle or JSON-LD.
        downloads: web addresses at which files of it are published; nothing is fetched from them.

    Raises:
        UsageError: an address is none, or its ending does not tell its format; or the description has no such form.
        StoreError: the store cannot be read.
    """
    if form not in FORMATS:
        raise UsageError(f"A description is not written as {form}: take {' or '.join(FORMATS)}.")
    media_types = [_media_type(address) for address in downloads]
    held = contents(store)
    triples = [*_dataset(held, version(store)), *_partitions(held), *_quality(held)]
    for address, media_type in zip(downloads, media_types, strict=True):
        triples += _distribution(address, media_type)
    ox.serialize(sorted(set(triples), key=_place), out, RDF_FORMATS[form], prefixes=PREFIXES)
    out.write(b"\n")


def _place(triple: ox.Triple) -> tuple[str, str, str]:
    """Sorts the data set before its parts."""
    return text(triple.subject), triple.predicate.value, str(triple.object)


def _media_type(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.netloc or any(c in address for c in ' <>"{}|\\^`'):
        raise UsageError(f"{address} is not a web address: give one such as https://example.org/graph.trig.")
    ending = PurePosixPath(parts.path.removesuffix(".gz")).suffix.lower()
    if ending not in MEDIA_TYPES:
        raise UsageError(f"The ending of {address} does not tell its format: it must be {', '.join(MEDIA_TYPES)}.")
    return MEDIA_TYPES[ending]


def _dataset(held: Contents, release: str) -> Iterator[ox.Triple]:
    kinds = (f"{DCAT}Dataset", f"{VOID}Dataset")
    for kind in kinds:
        yield _link(DATASET, f"{RDF}type", kind)
    yield _words(DATASET, f"{DCTERMS}title", "peelgraph: what inspectors of the police found")
    yield _words(
        DATASET,
        f"{DCTERMS}description",
        "Judgments, findings, figures, partner agencies, initiatives and evidence of inspections of police forces in "
        "England and Wales, each fact with the words of the report that states it.",
    )
    yield _plain(DATASET, f"{DCAT}version", release)
    yield _link(DATASET, f"{DCTERMS}license", LICENCE)
    yield _words(DATASET, f"{DCTERMS}rights", RIGHTS)
    yield _link(DATASET, f"{DCTERMS}conformsTo", f"{BASE}ontology")
    yield _words(DATASET, f"{DCTERMS}spatial", "England and Wales")
    yield _plain(DATASET, f"{VOID}uriSpace", ID)
    for word in ("police", "inspection", "PEEL", "grades", "linked data"):
        yield _words(DATASET, f"{DCAT}keyword", word)
    for vocabulary in _VOCABULARIES:
        yield _link(DATASET, f"{VOID}vocabulary", vocabulary)
    for cycle in held.cycles:
        yield _link(DATASET, f"{DCTERMS}subject", f"{ID}cycle/{cycle}")
    if held.published:
        period = f"{DATASET}/period"
        yield _link(DATASET, f"{DCTERMS}temporal", period)
        yield _link(period, f"{RDF}type", f"{DCTERMS}PeriodOfTime")
        for name, month in zip(("startDate", "endDate"), held.published, strict=True):
            yield _triple(period, f"{DCAT}{name}", ox.Literal(month, datatype=ox.NamedNode(f"{XSD}gYearMonth")))
    for document, name in held.documents:
        yield _link(DATASET, f"{PROV}wasDerivedFrom", document)
        if name:
            yield _plain(document, f"{RDFS}label", name)
    counts = {
        "triples": held.statements,
        "entities": held.subjects,
        "distinctSubjects": held.subjects,
        "classes": len(held.classes),
        "properties": len(held.properties),
        "documents": len(held.documents),
    }
    for name, count in counts.items():
        yield _count(DATASET, f"{VOID}{name}", count)


def _partitions(held: Contents) -> Iterator[ox.Triple]:
    for kind, iri, counted, rows in (
        ("class", f"{VOID}class", f"{VOID}entities", held.classes),
        ("property", f"{VOID}property", f"{VOID}triples", held.properties),
    ):
        for thing, count in rows:
            digest = hashlib.sha256(thing.encode()).hexdigest()[:12]
            part = f"{DATASET}/{kind}/{digest}"
            yield _link(DATASET, f"{VOID}{kind}Partition", part)
            yield _link(part, f"{RDF}type", f"{VOID}Dataset")
            yield _link(part, iri, thing)
            yield _count(part, counted, count)
    for graph, count in held.graphs:
        part = f"{DATASET}/graph/{graph.removeprefix(GRAPH)}"
        yield _link(DATASET, f"{VOID}subset", part)
        yield _link(part, f"{RDF}type", f"{VOID}Dataset")
        yield _link(part, f"{FOAF}primaryTopic", graph)
        yield _count(part, f"{VOID}triples", count)


def _quality(held: Contents) -> Iterator[ox.Triple]:
    measures = [
        ("forces", "Police forces of which a grade is known or expected", held.forces),
        ("graded-questions", "Graded questions of the reports in the data set", held.expected),
        ("grades-found", "Graded questions of which the grade was found in the report", held.found),
    ]
    for name, definition, value in measures:
        measurement, metric = f"{DATASET}/measurement/{name}", f"{ID}quality/{name}"
        yield _link(DATASET, f"{DQV}hasQualityMeasurement", measurement)
        yield _link(measurement, f"{RDF}type", f"{DQV}QualityMeasurement")
        yield _link(measurement, f"{DQV}isMeasurementOf", metric)
        yield _triple(measurement, f"{DQV}value", ox.Literal(str(value), datatype=ox.NamedNode(f"{XSD}integer")))
        yield _link(metric, f"{RDF}type", f"{DQV}Metric")
        yield _words(metric, f"{SKOS}definition", definition)
        yield _link(metric, f"{DQV}expectedDataType", f"{XSD}integer")
        yield _link(metric, f"{DQV}inDimension", "http://www.w3.org/2006/03/isoStd25012/completeness")


def _distribution(address: str, media_type: str) -> Iterable[ox.Triple]:
    distribution = f"{DATASET}/distribution/{hashlib.sha256(address.encode()).hexdigest()[:12]}"
    yield _link(DATASET, f"{DCAT}distribution", distribution)
    yield _link(DATASET, f"{VOID}dataDump", address)
    yield _link(distribution, f"{RDF}type", f"{DCAT}Distribution")
    yield _link(distribution, f"{DCAT}accessURL", address)
    yield _link(distribution, f"{DCAT}downloadURL", address)
    yield _link(distribution, f"{DCTERMS}license", LICENCE)
    yield _link(distribution, f"{DCAT}mediaType", _IANA + media_type)
    if urlsplit(address).path.endswith(".gz"):
        yield _link(distribution, f"{DCAT}compressFormat", f"{_IANA}application/gzip")


def _triple(subject: str, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), value)


def _link(subject: str, predicate: str, value: str) -> ox.Triple:
    return _triple(subject, predicate, ox.NamedNode(value))


def _words(subject: str, predicate: str, value: str) -> ox.Triple:
    return _triple(subject, predicate, ox.Literal(value, language="en"))


def _plain(subject: str, predicate: str, value: str) -> ox.Triple:
    return _triple(subject, predicate, ox.Literal(value))


def _count(subject: str, predicate: str, value: int) -> ox.Triple:
    return _triple(subject, predicate, ox.Literal(str(value), datatype=ox.NamedNode(f"{XSD}integer")))
