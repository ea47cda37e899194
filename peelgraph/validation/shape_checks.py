"""Faults of shapes that would make them pass everything, ask another server, or fail half-way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox

from ..errors import QueryError, ShapesError
from ..loaders.iris import BASE, DCTERMS, ID, OA, ORG, OWL, PEEL, PROV, QB, RDF, RDFS, SCHEMA, SH, SKOS
from ..store import Term, text
from ..store.sparql import names_its_graphs, refuse_service
from .data import Data
from .shapes import Shape, ShapeSet, packaged_triples, read_triples, sh
from .sparql_text import bare, terms
from .unknown import nearest_term

_KNOWN_NAMESPACES = (DCTERMS, OA, ORG, OWL, PROV, QB, RDF, RDFS, SCHEMA, SKOS, SH, "http://xmlns.com/foaf/0.1/")
_QUERIES = ("select", "ask", "construct", "update")
_IMPORTS = ox.NamedNode(f"{OWL}imports")
_FETCHED = (_IMPORTS, sh("shapesGraph"), sh("suggestedShapesGraph"), sh("jsLibraryURL"))
_NOT_RUN = tuple(map(sh, ("js", "rule", "target", "expression", "jsLibrary")))
"""Parts of SHACL beyond its standard of 2017; to pass them over would leave data unchecked."""

_NEAR = 40
"""Characters of a query that are shown of where it cannot be read."""


def user_shapes(paths: Sequence[Path], ontology: Data) -> ShapeSet:
    """A user's own shapes, checked.

    Args:
        paths: Turtle files; together they are one set of shapes.
        ontology: the vocabulary that they may speak of.

    Raises:
        ShapesError: a file cannot be read or is not Turtle, or a shape in it could never find anything.
    """
    names = tuple(str(path) for path in paths)
    own = Data(triple for path in paths for triple in read_triples(path))
    # The prefixes of ours may be used; none of our shapes come along.
    prefixes = (t for t in packaged_triples() if t[1] in {sh("declare"), sh("prefix"), sh("namespace")})
    shapes = ShapeSet(Data([*prefixes, *own.triples()]), names)
    for fault in faults(shapes, ontology):
        raise ShapesError(f"{', '.join(names)}: {fault}")
    return shapes


def faults(shapes: ShapeSet, ontology: Data) -> Iterator[str]:
    """What is wrong with shapes, a sentence each.

    Raises:
        ShapesError: a path or a list in them is broken.
    """
    yield from _fetching(shapes.data)
    yield from _unknown_terms(shapes.data, ontology)
    if not shapes.shapes:
        yield "There are no shapes in it: give a file of SHACL shapes in Turtle."
    referred = {node for shape in shapes.shapes for node in shapes.references(shape)}
    for shape in shapes.shapes.values():
        yield from _targets(shape, ontology)
        if not shape.targets and shape.node not in referred and (shape.parameters or shape.queries):
            yield f"{_shape(shape.node)} has no target, so it would never find anything: give it one."
        if shape.path is None and any(shapes.data.objects(shape.node, sh(name)) for name in ("minCount", "maxCount")):
            yield f"{_shape(shape.node)} counts values and has no sh:path: give it one."
    yield from _broken_queries(shapes)


def _fetching(data: Data) -> Iterator[str]:
    for predicate in (*_FETCHED, *_NOT_RUN):
        for subject in data.subjects():
            for value in data.objects(subject, predicate):
                short = predicate.value.replace(SH, "sh:").replace(OWL, "owl:")
                if predicate in _NOT_RUN:
                    yield f"{short} is not run by peelgraph, so what it says would go unchecked: use sh:sparql."
                elif not text(value).startswith(BASE):
                    yield (
                        f"{short} names {text(value)}, and peelgraph fetches nothing from elsewhere: "
                        "give the file itself with --shapes."
                    )


def _unknown_terms(data: Data, ontology: Data) -> Iterator[str]:
    used: set[str] = set()
    for subject in data.subjects():
        for predicate, values in data.layer(subject):
            terms_used = (term for term in (predicate, *values) if isinstance(term, ox.NamedNode))
            used |= {term.value for term in terms_used if term.value.startswith(PEEL)}
            if predicate.value.removeprefix(SH) in _QUERIES:
                used |= _terms_of_query(data, subject, predicate)
    for term in sorted(used):
        if ox.NamedNode(term) not in ontology:
            nearest = nearest_term(term, ontology)
            did_you_mean = f", as in peel:{nearest}" if nearest else ""
            yield f"The ontology does not declare peel:{term.removeprefix(PEEL)}: check its spelling{did_you_mean}."


def _terms_of_query(data: Data, constraint: Term, predicate: ox.NamedNode) -> set[str]:
    whole = ShapeSet(data, ()).query_text(constraint, predicate.value.removeprefix(SH))
    return {f"{PEEL}{name}" for name in terms(whole, PEEL)}


def _targets(shape: Shape, ontology: Data) -> Iterator[str]:
    for kind, target in shape.targets:
        if kind == "targetNode" or not isinstance(target, ox.NamedNode) or target in ontology:
            continue
        if not target.value.startswith(_KNOWN_NAMESPACES) or target.value.startswith((PEEL, ID)):
            yield (
                f"{_shape(shape.node)} is about {target.value}, which is not in the vocabulary, "
                "so it would never find anything: check the name."
            )


def _broken_queries(shapes: ShapeSet) -> Iterator[str]:
    for subject in shapes.data.subjects():
        for form in _QUERIES:
            for given in shapes.data.objects(subject, sh(form)):
                yield from _broken(shapes.query_text(subject, form), form, text(given), _name(subject))


def _broken(query: str, form: str, given: str, name: str) -> Iterator[str]:
    try:
        refuse_service(query)
        ox.Store().query(query)
    except QueryError as error:
        yield f"The SPARQL of {name} is refused: {error}"
        return
    except SyntaxError as error:
        yield f"The SPARQL of {name} cannot be read{_where(error, query)}: put it right; a prefix needs sh:prefixes."
        return
    if names_its_graphs(query):
        # rdflib, which runs the user's constraints, would fetch what FROM names.
        yield f"The SPARQL of {name} names its data by FROM, and peelgraph fetches nothing: leave it out."
    plain = bare(given)
    if form == "select" and "$this" not in plain.partition("{")[0] and "?this" not in plain.partition("{")[0]:
        yield f"The SPARQL of {name} does not select $this, which is what its results are about: select it."


def _where(error: SyntaxError, query: str) -> str:
    """The words at which a query stops making sense, as far as the parser tells."""
    place = re.search(r"\berror at (\d+):(\d+)", str(error))
    lines = query.split("\n")
    if not place or int(place[1]) > len(lines):
        return ""
    line, column = lines[int(place[1]) - 1], int(place[2]) - 1
    word = max(line.rfind(" ", 0, column), 0)
    near = " ".join(line[word : word + _NEAR].split())
    return f", near “{near}”" if near else ", at its end"


def _shape(node: Term) -> str:
    return f"The shape {text(node)}" if isinstance(node, ox.NamedNode) else "A shape without a name"


def _name(node: Term) -> str:
    return text(node) if isinstance(node, ox.NamedNode) else "a shape without a name"
