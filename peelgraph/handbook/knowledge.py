"""What is known of each term besides its definition: its use in the graph, what asks for it, how reports word it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources

import pyoxigraph as ox

from ..catalogue import queries
from ..competency import questions
from ..loaders.iris import DCTERMS, OA, ONTOLOGY_GRAPH, PEEL, RDF, RDFS
from ..reasoning.axioms import Axioms
from ..reasoning.sources import of_turtle
from ..reasoning.words import Words
from ..store import Store, select, text

EXAMPLES = 3
"""Quotations that are shown of a class."""

_SHORTEST, _LONGEST = 20, 160
_FOLLOWS = "What follows from other statements"
"""How the source of a property begins that only a reasoner finds."""
_TERM = re.compile(r"\bpeel:([A-Za-z]\w*)")
_COMMENT = re.compile(r"^\s*#.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Use:
    """What is known of one term."""

    instances: int = 0
    """Things of a class, those of the classes below it too; statements of a property; facts that point to a concept."""
    questions: tuple[tuple[str, str], ...] = ()
    """Competency questions that need it: name and wording."""
    queries: tuple[str, ...] = ()
    """Names of canned queries that use it."""
    shapes: tuple[str, ...] = ()
    """Files of shapes that mention it."""
    wording: tuple[str, ...] = ()
    """Quotations that state things of a class."""
    rules: tuple[str, ...] = ()
    """Axioms in words, where they say more than which class or property is above it."""
    drawn: bool = False
    """Whether it is for a reasoner to find what it holds of."""

    @property
    def counted(self) -> str:
        """How often the graph has it, in words where a reasoner has not been at work."""
        if self.drawn and not self.instances:
            return "none asserted: a reasoner fills it (peelgraph reason --keep)"
        return f"{self.instances:,}"


def uses(store: Store) -> Mapping[str, Use]:
    """What is known of the ontology's own terms and concepts, by IRI.

    Costs a few passes over the whole store.

    Raises:
        StoreError: the store cannot be read.
    """
    counts = {**_classes(store), **_properties(store), **_concepts(store)}
    asked: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for question in questions():
        for term in question.terms:
            asked[PEEL + term].append((question.name, question.question))
    canned = _mentions((query.name, query.text) for query in queries().values())
    folder = resources.files("peelgraph") / "shapes"
    shapes = _mentions((file.name, file.read_text("utf-8")) for file in folder.iterdir() if file.name.endswith(".ttl"))
    axioms = _axioms()
    wording, rules, drawn = _wording(store), _rules(axioms), _drawn(axioms)
    return {
        iri: Use(
            counts.get(iri, 0),
            tuple(asked.get(iri, ())),
            canned.get(iri, ()),
            shapes.get(iri, ()),
            wording.get(iri, ()),
            rules.get(iri, ()),
            iri in drawn,
        )
        for iri in {*counts, *asked, *canned, *shapes, *rules, *drawn, *wording}
    }


def _axioms() -> Axioms:
    folder = resources.files("peelgraph") / "ontology"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".ttl")), key=lambda file: file.name)
    return Axioms(of_turtle(*(file.read_bytes() for file in files)))


def _drawn(axioms: Axioms) -> set[str]:
    """Classes that are defined, and properties of which the ontology says that no report states them."""
    said = {
        triple.subject.value
        for triple in axioms.facts
        if isinstance(triple.subject, ox.NamedNode)
        and triple.predicate.value == f"{DCTERMS}source"
        and text(triple.object).startswith(_FOLLOWS)
    }
    return {*axioms.definitions, *said}


def _rules(axioms: Axioms) -> dict[str, tuple[str, ...]]:
    words = Words(axioms)
    found: dict[str, list[str]] = defaultdict(list)
    for axiom in axioms.axioms:
        root = axiom.root
        if isinstance(root.subject, ox.NamedNode) and isinstance(root.object, ox.BlankNode):
            sentence = words.axiom(axiom)
            found[root.subject.value].append(f"{sentence[:1].upper()}{sentence[1:]}.")
    return {term: tuple(sentences) for term, sentences in found.items()}


def _mentions(texts: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Names of the texts that use each term."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, content in texts:
        for term in _TERM.findall(_COMMENT.sub("", content)):
            found[PEEL + term].add(name)
    return {term: tuple(sorted(names)) for term, names in found.items()}


def _counted(store: Store, query: str) -> dict[str, int]:
    return {text(thing): int(text(count)) for thing, count in select(store, query)}


def _classes(store: Store) -> dict[str, int]:
    return _counted(
        store,
        f"""SELECT ?class (COUNT(DISTINCT ?thing) AS ?n) WHERE {{
          ?kind <{RDFS}subClassOf>* ?class . ?thing a ?kind .
          FILTER STRSTARTS(STR(?class), "{PEEL}")
        }} GROUP BY ?class""",
    )


def _properties(store: Store) -> dict[str, int]:
    return _counted(
        store,
        f"""SELECT ?property (COUNT(*) AS ?n) WHERE {{
          GRAPH ?g {{ ?s ?property ?o }} FILTER STRSTARTS(STR(?property), "{PEEL}")
        }} GROUP BY ?property""",
    )


def _concepts(store: Store) -> dict[str, int]:
    """How many facts point to each concept; the ontology's own statements do not count."""
    return _counted(
        store,
        f"""SELECT ?concept (COUNT(DISTINCT ?fact) AS ?n) WHERE {{
          GRAPH <{ONTOLOGY_GRAPH}> {{ ?concept <http://www.w3.org/2004/02/skos/core#inScheme> ?scheme }}
          GRAPH ?g {{ ?fact ?property ?concept }}
          FILTER (?g != <{ONTOLOGY_GRAPH}> && ?property != <{RDF}type>)
        }} GROUP BY ?concept""",
    )


def _wording(store: Store) -> dict[str, tuple[str, ...]]:
    """The shortest quotations that say something and state things of a class, cut where they are too long to show."""
    rows = select(
        store,
        f"""SELECT DISTINCT ?class ?quote WHERE {{
          ?thing <{PEEL}statedBy> ?passage ; a ?class . ?passage <{OA}exact> ?quote .
          FILTER (STRSTARTS(STR(?class), "{PEEL}") && STRLEN(?quote) >= {_SHORTEST})
        }}""",
    )
    found: dict[str, list[str]] = defaultdict(list)
    for kind, quote in rows:
        found[text(kind)].append(" ".join(text(quote).split()))
    return {
        kind: tuple(_cut(quote) for quote in sorted(quotes, key=lambda quote: (len(quote), quote))[:EXAMPLES])
        for kind, quotes in found.items()
    }


def _cut(quote: str) -> str:
    """A quotation, without its end where it is too long, and so marked.

    >>> _cut("word " * 40)[-11:]
    'word word …'
    """
    if len(quote) <= _LONGEST:
        return quote
    return f"{quote[: _LONGEST + 1].rpartition(' ')[0] or quote[:_LONGEST]} …"
