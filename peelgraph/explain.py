# ruff: noqa: PLC0415  the way to show an explanation is imported when one is shown
"""What a fact says in words, and the passage that states it, in its context."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from .errors import UnknownThingError, UsageError
from .loaders.iris import DCTERMS, ID, OA, PEEL, RDF, RDFS, SKOS
from .store import Store, select, text

CONTEXT = 240
"""Characters of the document shown before and after a passage, at least as far as they go."""

WIDTH = 100
"""Characters of a line where an explanation is shown as text and nothing else is known."""

LICENCE = (
    "Crown copyright. Contains public sector information licensed under the Open Government Licence v3.0: "
    "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
)
MADE_UP = "Made up for peelgraph's samples: there is no such force and no such report."

SHOWN_ELSEWHERE = {f"{PEEL}statedBy", f"{PEEL}alsoStatedBy", f"{PEEL}contradictedBy", f"{PEEL}text", f"{RDF}type"}
"""Properties that are not among the details, because the headline or the passages tell what they say."""


@dataclass(frozen=True, slots=True)
class Context:
    """A passage with the words around it, as they stand in the document."""

    role: str
    """How it bears on the fact: "stated by", "also stated by" or "contradicted by"."""
    file: str
    sha256: str
    start: int
    end: int
    section: str
    before: str
    quote: str
    after: str


@dataclass(frozen=True, slots=True, repr=False)
class Explanation:
    """A thing of the graph, told for people; as text and in a notebook it shows the passages in their context."""

    iri: str
    headline: str
    details: tuple[tuple[str, str], ...]
    """What is said of it: names of properties and their values."""
    passages: tuple[Context, ...]
    licence: str
    """Of the document that the passages are from; empty where there are none."""

    def __repr__(self) -> str:
        from .explained import as_text

        return as_text(self, WIDTH).rstrip()

    def _repr_html_(self) -> str:
        from .explained import as_html

        return as_html(self)


def explain(store: Store, name: str) -> Explanation:
    """Explain a fact, or any other thing of the graph.

    Args:
        store: to look in.
        name: its IRI, or what stands after ``/id/`` in it, or ``peel:`` and a term of the vocabulary.

    Raises:
        UsageError: the name cannot be one of a thing.
        UnknownThingError: the store has nothing of that name.
    """
    iri = _iri(name)
    said = _said(store, iri)
    if not said:
        raise UnknownThingError(f"There is nothing called {name} in the store{_nearest(store, iri)}.")
    passages = _passages(store, iri)
    made_up = any(f"{PEEL}FictionalForce" in item.classes for item in said)
    details = sorted({(item.name, item.shown) for item in said if item.predicate not in SHOWN_ELSEWHERE})
    return Explanation(
        iri, _headline(iri, said), tuple(details), passages, "" if not passages else MADE_UP if made_up else LICENCE
    )


@dataclass(frozen=True, slots=True)
class Said:
    """One statement about the thing, in words."""

    predicate: str
    name: str
    """The predicate's label."""
    value: str
    notation: str
    classes: tuple[str, ...]
    """Classes of the value."""
    target: str = ""
    """IRI of the value, if it has one."""

    @property
    def shown(self) -> str:
        """The value, with its number before it if it is a question."""
        return f"{self.notation}: {self.value}" if f"{PEEL}Question" in self.classes else self.value


def _iri(name: str) -> str:
    bare = name.strip().removeprefix("<").removesuffix(">")
    if bare.startswith("peel:"):
        bare = PEEL + bare.removeprefix("peel:")
    elif "://" not in bare:
        bare = ID + bare.removeprefix("id/").lstrip("/")
    try:
        return ox.NamedNode(bare).value
    except ValueError as error:
        raise UsageError(
            f"'{name}' cannot be the name of a fact: give it as in the column fact of an answer, such as "
            "judgment/hampshire/2016/effectiveness/2."
        ) from error


def _said(store: Store, iri: str) -> list[Said]:
    rows = select(
        store,
        f"""PREFIX rdfs: <{RDFS}> PREFIX skos: <{SKOS}> PREFIX dcterms: <{DCTERMS}>
        SELECT ?p ?property ?o ?label ?notation ?class WHERE {{
          <{iri}> ?p ?o
          OPTIONAL {{ ?p rdfs:label ?property }}
          OPTIONAL {{ ?o skos:prefLabel|rdfs:label|dcterms:title ?label }}
          OPTIONAL {{ ?o skos:notation ?notation }}
          OPTIONAL {{ ?o a ?class }}
        }}""",
    )
    found: dict[tuple[str, str], Said] = {}
    for predicate, name, value, label, notation, of_class in rows:
        key = text(predicate), text(value)
        before = found.get(key)
        found[key] = Said(
            text(predicate),
            text(name) or tail(text(predicate)),
            text(label) or text(value).removeprefix(ID),
            text(notation),
            (*(before.classes if before else ()), text(of_class)),
            text(value) if isinstance(value, ox.NamedNode) else "",
        )
    return list(found.values())


def _headline(iri: str, said: list[Said]) -> str:
    """Kind, whose, and what, such as "Judgment: Loamshire Constabulary, 2016, question 2: Good"."""
    return f"{kind(said)}: {title(iri, said)}"


def kind(said: Iterable[Said]) -> str:
    """What kind of thing it is of which this is said, such as "Judgment"."""
    found = [item.value for item in said if item.predicate == f"{RDF}type"]
    if found and all("://" in each for each in found):
        return "Term of the vocabulary"
    named = next((each for each in reversed(found) if "://" not in each), "thing")
    return named[:1].upper() + named[1:]


def title(iri: str, said: Iterable[Said]) -> str:
    """Whose it is and what, such as "Loamshire Constabulary, 2016, question 2: Good"."""
    by = {item.predicate: item for item in said}

    def value(*names: str) -> str:
        return next((by[name].value for name in names if name in by), "")

    question = by.get(f"{PEEL}question")
    whose = [
        value(f"{PEEL}area", f"{PEEL}force"),
        value(f"{PEEL}cycle"),
        f"question {question.notation}" if question else "",
    ]
    what = value(
        f"{PEEL}grade", f"{PEEL}reason", f"{PEEL}message", f"{DCTERMS}title", f"{SKOS}prefLabel", f"{RDFS}label"
    )
    if f"{PEEL}metric" in by:
        what = f"{value(f'{PEEL}metric')}: {value(f'{PEEL}printed')} ({value(f'{PEEL}unit')})"
    elif f"{PEEL}force" in by and f"{PEEL}text" in by:
        what = value(f"{PEEL}text")
    return ": ".join(filter(None, (", ".join(filter(None, whose)), what or iri.removeprefix(ID))))


def _passages(store: Store, iri: str) -> tuple[Context, ...]:
    documents: dict[str, str] = {}
    found = []
    for role, first, last, section, document, file, sha256 in select(store, spans(iri)):
        name, start, end = text(document), int(text(first)), int(text(last))
        if name not in documents:
            documents[name] = text(select(store, f"SELECT ?t {{ <{name}> <{PEEL}text> ?t }}")[0][0])
        before, after = around(documents[name], start, end)
        quote = documents[name][start:end]
        found.append(Context(text(role), text(file), text(sha256), start, end, text(section), before, quote, after))
    return tuple(found)


def spans(iri: str) -> str:
    """A query for the passages that bear on a fact, in their order: role, start, end, section, document, file, sha256.

    Args:
        iri: of the fact, or of a passage.
    """
    return f"""PREFIX peel: <{PEEL}> PREFIX oa: <{OA}>
        SELECT DISTINCT ?role ?start ?end ?section ?document ?file ?sha256 WHERE {{
          {{ <{iri}> peel:statedBy ?passage BIND ("stated by" AS ?role) }}
          UNION {{ <{iri}> peel:alsoStatedBy ?passage BIND ("also stated by" AS ?role) }}
          UNION {{ <{iri}> peel:contradictedBy ?passage BIND ("contradicted by" AS ?role) }}
          UNION {{ BIND (<{iri}> AS ?passage) BIND ("passage" AS ?role) }}
          ?passage oa:start ?start ; oa:end ?end ; peel:inDocument ?document .
          ?document peel:fileName ?file ; peel:sha256 ?sha256 .
          OPTIONAL {{ ?passage peel:section ?section }}
        }} ORDER BY DESC(?role) ?start"""


def around(words: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after, in whole lines where they are not too long, else in whole words."""
    first, last = max(0, start - CONTEXT), min(len(words), end + CONTEXT)
    line_start = words.rfind("\n", 0, first) + 1
    line_end = words.find("\n", last) if "\n" in words[last:] else len(words)
    before = words[line_start:start]
    if first - line_start > CONTEXT:
        before = f"… {words[first:start].partition(' ')[2]}"
    after = words[end:line_end]
    if line_end - last > CONTEXT:
        after = f"{words[end:last].rpartition(' ')[0]} …"
    return before.lstrip("\n\f "), after.rstrip()


def _nearest(store: Store, iri: str) -> str:
    """Names of facts that look like one that is not there."""
    known = [text(fact) for (fact,) in select(store, f"SELECT DISTINCT ?f {{ ?f <{PEEL}statedBy> ?p }}")]
    close = difflib.get_close_matches(iri, known, n=3, cutoff=0.8)
    if close:
        return f"; the nearest are {', '.join(fact.removeprefix(ID) for fact in close)}"
    return "; the column fact of an answer has such names"


def tail(iri: str) -> str:
    """The last part of an IRI, which stands for a property without a label."""
    return iri.rstrip("/#").rpartition("#")[2].rpartition("/")[2]
