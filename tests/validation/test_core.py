"""Every core constraint that is checked in memory is checked as pySHACL does."""

from __future__ import annotations

from collections import Counter

import pyoxigraph as ox

from peelgraph.loaders import Register
from peelgraph.validation import Validator
from peelgraph.validation.core import SUPPORTED, supported
from peelgraph.validation.data import Data
from peelgraph.validation.engine import Engine
from peelgraph.validation.paths import read_path
from peelgraph.validation.shapes import ShapeSet, parsed, sh

PREFIXES = """@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
SHAPES = """
ex:all a sh:NodeShape ; sh:targetClass ex:Thing ; sh:targetSubjectsOf ex:also ; sh:targetObjectsOf ex:towards ;
  sh:targetNode ex:alone ; sh:property ex:min, ex:max, ex:datatype, ex:year, ex:class, ex:kind, ex:in, ex:has,
    ex:pattern, ex:flags, ex:shortest, ex:longest, ex:least, ex:above, ex:most, ex:below, ex:before,
    ex:until, ex:equal, ex:apart,
    ex:unique, ex:languages, ex:of, ex:none, ex:both, ex:either, ex:one, ex:back, ex:way, ex:choice, ex:deep, ex:far,
    ex:perhaps, ex:off ;
  sh:message "everything" .
ex:min sh:path ex:n ; sh:minCount 2 . ex:max sh:path ex:n ; sh:maxCount 1 .
ex:datatype sh:path ex:n ; sh:datatype xsd:integer . ex:year sh:path ex:y ; sh:datatype xsd:gYear .
ex:class sh:path ex:to ; sh:class ex:Thing . ex:kind sh:path ex:n ; sh:nodeKind sh:Literal .
ex:in sh:path ex:n ; sh:in ( 1 "a" ex:x ) . ex:has sh:path ex:n ; sh:hasValue 1 .
ex:pattern sh:path ex:n ; sh:pattern "^[a-z]$" . ex:flags sh:path ex:n ; sh:pattern "^X$" ; sh:flags "i" .
ex:shortest sh:path ex:n ; sh:minLength 2 . ex:longest sh:path ex:n ; sh:maxLength 3 .
ex:least sh:path ex:n ; sh:minInclusive 2 . ex:above sh:path ex:n ; sh:minExclusive 2 .
ex:most sh:path ex:n ; sh:maxInclusive 2 . ex:below sh:path ex:n ; sh:maxExclusive 2 .
ex:before sh:path ex:p ; sh:lessThan ex:q . ex:until sh:path ex:p ; sh:lessThanOrEquals ex:q .
ex:equal sh:path ex:n ; sh:equals ex:m . ex:apart sh:path ex:n ; sh:disjoint ex:m .
ex:unique sh:path ex:l ; sh:uniqueLang true . ex:languages sh:path ex:l ; sh:languageIn ( "en" "cy" ) .
ex:of sh:path ex:to ; sh:node ex:small . ex:none sh:path ex:to ; sh:not ex:small .
ex:both sh:path ex:to ; sh:and ( ex:small ex:thing ) . ex:either sh:path ex:to ; sh:or ( ex:small ex:thing ) .
ex:one sh:path ex:to ; sh:xone ( ex:small ex:thing ) .
ex:back sh:path [ sh:inversePath ex:to ] ; sh:maxCount 0 . ex:way sh:path ( ex:to ex:n ) ; sh:datatype xsd:integer .
ex:choice sh:path [ sh:alternativePath ( ex:n ex:m ) ] ; sh:maxCount 2 .
ex:deep sh:path [ sh:zeroOrMorePath ex:to ] ; sh:property [ sh:path ex:m ; sh:maxCount 0 ] .
ex:far sh:path [ sh:oneOrMorePath ex:to ] ; sh:maxCount 0 .
ex:perhaps sh:path [ sh:zeroOrOnePath ex:to ] ; sh:maxCount 1 .
ex:off sh:path ex:n ; sh:maxCount 0 ; sh:deactivated true .
ex:small a sh:NodeShape ; sh:property [ sh:path ex:n ; sh:maxCount 1 ] . ex:thing a sh:NodeShape ; sh:class ex:Thing .
ex:shut a sh:NodeShape ; sh:targetClass ex:Shut ; sh:closed true ; sh:ignoredProperties ( rdf:type ) ;
  sh:property ex:shut-n .
ex:shut-n sh:path ex:n .
"""
DATA = """
ex:Part rdfs:subClassOf ex:Thing .
ex:a a ex:Thing ; ex:n 1, 2 ; ex:m 3 ; ex:to ex:b ; ex:l "a"@en, "b"@en, "c"@cy ; ex:y "2016"^^xsd:gYear .
ex:b a ex:Part ; ex:n "a", "xyzzy", ex:x, [] ; ex:m "a", 2 ; ex:to ex:a, ex:c, "words", _:b ;
  ex:l "a"@fr, "b", "c"@en-GB .
ex:c a ex:Thing ; ex:n "01"^^xsd:integer, "one"^^xsd:integer, 2.0, "2016-01-01"^^xsd:date ; ex:to ex:c .
ex:d a ex:Thing ; ex:n "2016-02"^^xsd:gYearMonth ; ex:m "2016-01"^^xsd:gYearMonth ;
  ex:p 1, 2.5, 3 ; ex:q 2, 3.0 ;
  ex:y "20166"^^xsd:gYear, "x"^^xsd:gYear .
ex:e ex:p "2016-01-02"^^xsd:date ; ex:q "2016-01-01"^^xsd:date, "2017-01-01"^^xsd:date ; ex:also 1 ; ex:n 1 ; ex:m 1 ;
  ex:towards ex:f . ex:f ex:n true, "X" ; ex:to ex:d .
ex:f ex:to ex:i . ex:i ex:n 1, 2 . ex:alone ex:n 5 . ex:g a ex:Shut ; ex:n 1 ; ex:m 2 .
_:b a ex:Thing ; ex:n 7 ; ex:m 7 .
"""
SHAPE_SET = ShapeSet(Data(parsed((PREFIXES + SHAPES).encode(), "test")), ("test",))


def found(engine: Engine) -> Counter[tuple[str, str, str, str]]:
    graph = ox.NamedNode("http://example.org/graph")
    triples = ox.parse(PREFIXES + DATA, format=ox.RdfFormat.TURTLE)
    quads = [ox.Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples]
    results = Validator(Register.packaged(), ours=SHAPE_SET, engine=engine).check({graph.value: quads})
    return Counter((result.shape, result.component, result.focus, result.path) for result in results)


def test_same_results_as_the_referee() -> None:
    quick, referee = found("fast"), found("pyshacl")
    assert sorted((quick - referee).elements()) == []
    assert sorted((referee - quick).elements()) == []
    fired = {component.rpartition("#")[2].removesuffix("ConstraintComponent") for _, component, _, _ in quick}
    assert {f"{name[0].lower()}{name[1:]}" for name in fired} == SUPPORTED


def test_what_is_not_supported_is_left_to_the_referee() -> None:
    turtle = """ex:a a sh:NodeShape ; sh:targetClass ex:A ; sh:property [ sh:path ex:p ;
      sh:qualifiedValueShape [ sh:class ex:B ] ; sh:qualifiedMinCount 1 ] .
    ex:b a sh:NodeShape ; sh:targetClass ex:A ; sh:node ex:b ."""
    shapes = ShapeSet(Data(parsed((PREFIXES + turtle).encode(), "test")), ("test",))
    assert [supported(shapes, root) for root in shapes.roots] == [False, False]
    graph = ox.NamedNode("http://example.org/graph")
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    quad = ox.Quad(ox.NamedNode("http://example.org/x"), kind, ox.NamedNode("http://example.org/A"), graph)
    only = ShapeSet(Data(t for t in shapes.data.triples() if t[0] != ox.NamedNode("http://example.org/b")), ("test",))
    (result,) = Validator(Register.packaged(), ours=only).check({graph.value: [quad]})
    assert (result.shape, result.component.rpartition("#")[2]) == (
        "http://example.org/a",
        "QualifiedMinCountConstraintComponent",
    )


def test_paths_are_written_as_sparql_writes_them() -> None:
    data = SHAPE_SET.data
    written = {
        name: str(read_path(data, path))
        for name in ("back", "way", "choice", "deep", "far", "perhaps")
        if (path := data.one(ox.NamedNode(f"http://example.org/{name}"), sh("path")))
    }
    to, n, m = (f"<http://example.org/{name}>" for name in ("to", "n", "m"))
    assert written == {
        "back": f"^{to}",
        "way": f"{to}/{n}",
        "choice": f"{n}|{m}",
        "deep": f"{to}*",
        "far": f"{to}+",
        "perhaps": f"{to}?",
    }
