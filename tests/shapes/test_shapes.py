"""The shapes themselves: each can be understood, none is dead, and they are SHACL."""

from __future__ import annotations

import re

import pyshacl
import pytest
from pyshacl.errors import ReportableRuntimeError
from rdflib import DCTERMS, OWL, RDF, RDFS, SH, Graph, Literal, Namespace, URIRef
from rdflib.plugins.sparql import prepareQuery

from .harness import NAMESPACES, PEEL, ROOT, all_shapes, ontology, reporting, short

OWN = Namespace(PEEL)
SHAPES = NAMESPACES["psh"]
SEVERITIES = {SH.Violation, SH.Warning, SH.Info}
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


def unexplained(shapes: Graph) -> list[str]:
    """What is wanting in what shapes say of themselves, a sentence each."""
    faults = []
    for shape in sorted(reporting(shapes)):
        for prop in (RDFS.label, DCTERMS.description, OWN.remedy):
            words = list(shapes.objects(shape, prop))
            if [isinstance(w, Literal) and w.language for w in words] != ["en"]:
                faults.append(f"{short(shape)} has not one {short(prop)} in English")
        if [s in SEVERITIES for s in shapes.objects(shape, SH.severity)] != [True]:
            faults.append(f"{short(shape)} has not one severity")
        speakers = [shape, *shapes.objects(shape, SH.sparql)]
        if len([m for s in speakers for m in shapes.objects(s, SH.message)]) < len(speakers[1:] or [shape]):
            faults.append(f"{short(shape)} has no message")
    return faults


def undeclared(shapes: Graph, vocabulary: Graph) -> set[str]:
    """Own terms that are used and not declared, whether in triples or in queries; and shapes that are not there."""
    declared = {str(term) for kind in KINDS for term in vocabulary.subjects(RDF.type, kind)}
    used = {str(term) for triple in shapes for term in triple if isinstance(term, URIRef)}
    for query in shapes.objects(None, SH.select):
        used |= {PEEL + name for name in re.findall(r"\bpeel:(\w+)", str(query))}
    described = {str(subject) for subject in shapes.subjects()}
    terms = {term for term in used if term.startswith(PEEL)} - declared
    return {short(URIRef(term)) for term in terms | ({t for t in used if t.startswith(SHAPES)} - described)}


def unused(shapes: Graph, vocabulary: Graph, queries: str) -> set[str]:
    """Own terms that are declared and that nothing reads: no shape, no query, no other term.

    What is defined by other terms (OWL) is for the reasoner, and a kind is named by its notation.
    """
    named = {
        str(term)
        for graph in (shapes, vocabulary)
        for _, predicate, value in graph
        for term in (predicate, value)
        if isinstance(term, URIRef)
    }
    text = "\n".join((queries, *map(str, shapes.objects(None, SH.select))))
    named |= {PEEL + name for name in re.findall(r"\bpeel:(\w+)", text)}
    defined = (OWL.equivalentClass, OWL.inverseOf, OWL.propertyChainAxiom, OWN.kindNotation)
    return {
        short(term)
        for kind in KINDS
        for term in vocabulary.subjects(RDF.type, kind)
        if str(term).startswith(PEEL) and str(term) not in named
        if not any((term, how, None) in vocabulary for how in defined)
    }


def prefixes(shapes: Graph) -> dict[str, str]:
    return {
        str(shapes.value(p, SH.prefix)): str(shapes.value(p, SH.namespace)) for p in shapes.objects(None, SH.declare)
    }


def unused_prefixes(shapes: Graph) -> set[str]:
    """Prefixes that are declared and that no query uses."""
    queries = "\n".join(map(str, shapes.objects(None, SH.select)))
    return {prefix for prefix in prefixes(shapes) if not re.search(rf"\b{prefix}:", queries)}


FAULTY = f"""
@prefix peel: <{PEEL}> .
@prefix psh: <{SHAPES}> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
psh:A a sh:NodeShape ; sh:targetClass peel:Judgement ; sh:property psh:b, psh:gone .
psh:b a sh:PropertyShape ; sh:path peel:grade ; sh:minCount 1 ;
  rdfs:label "grade", "no grade"@en ; sh:severity sh:Fatal .
<https://w3id.org/peelgraph/shapes> sh:declare psh:prefix-x .
psh:prefix-x sh:prefix "x" ; sh:namespace "https://example.org/" .
"""


@pytest.fixture(scope="module")
def faulty() -> Graph:
    return Graph().parse(data=FAULTY, format="turtle")


def test_every_shape_is_explained(faulty: Graph) -> None:
    assert unexplained(all_shapes()) == []
    assert unexplained(faulty) == [
        "psh:b has not one rdfs:label in English",
        "psh:b has not one dcterms:description in English",
        "psh:b has not one peel:remedy in English",
        "psh:b has not one severity",
        "psh:b has no message",
    ]


def test_terms_and_shapes_are_declared(faulty: Graph) -> None:
    assert undeclared(all_shapes(), ontology()) == set()
    assert undeclared(faulty, ontology()) == {"peel:Judgement", "psh:gone"}


def test_declared_terms_are_used(faulty: Graph) -> None:
    queries = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "queries").rglob("*.rq")))
    assert unused(all_shapes(), ontology(), queries) == set()
    vocabulary = Graph()
    for name in ("grade", "asked", "Judgement", "forgotten"):
        vocabulary.add((OWN[name], RDF.type, OWL.DatatypeProperty))
    assert unused(faulty, vocabulary, "SELECT * { ?s peel:asked ?o }") == {"peel:forgotten"}


def test_every_prefix_is_used(faulty: Graph) -> None:
    assert unused_prefixes(all_shapes()) == set()
    assert unused_prefixes(faulty) == {"x"}


def test_a_cause_has_one_name() -> None:
    """Results are grouped by label, so two shapes with one label would be taken for one."""
    shapes = all_shapes()
    labels = [str(shapes.value(shape, RDFS.label)) for shape in reporting(shapes)]
    assert sorted(label for label in labels if labels.count(label) > 1) == []


def test_queries_give_the_focus() -> None:
    """A query without $this in its answer would give every row to no thing at all."""
    shapes = all_shapes()
    queries = list(shapes.subject_objects(SH.select))
    assert len(queries) >= 2
    for constraint, query in queries:
        assert list(shapes.objects(constraint, SH.prefixes)) == [URIRef("https://w3id.org/peelgraph/shapes")]
        names = {str(v) for v in prepareQuery(str(query), initNs=prefixes(shapes)).algebra["PV"]}
        assert "this" in names, short(constraint)
        messages = [
            m for s in (constraint, *shapes.subjects(SH.sparql, constraint)) for m in shapes.objects(s, SH.message)
        ]
        for message in messages:
            assert set(re.findall(r"\{[?$](\w+)\}", str(message))) <= names, short(constraint)


def test_shapes_are_shacl() -> None:
    """The shapes of SHACL about shapes (SHACL, appendix C), over all of ours at once."""
    pyshacl.validate(Graph(), shacl_graph=all_shapes(), meta_shacl=True)
    broken = Graph().parse(data=FAULTY.replace("sh:minCount 1", 'sh:minCount "one"'), format="turtle")
    with pytest.raises(ReportableRuntimeError):
        pyshacl.validate(Graph(), shacl_graph=broken, meta_shacl=True)
