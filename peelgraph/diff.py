"""What one build has that another has not: facts gained and lost, document by document.

Facts are compared by what they say and by the words that state them. Their names (IRIs) do not count,
because many have offsets or running numbers in them, which shift when a line is added above.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .loaders.iris import ID, OA, PEEL, PROV, RDF, SKOS
from .store import Store, select, text

_KINDS = {
    "observation": "figure",
    "mention": "agency",
    "published-grade": "published grade",
    "rank-claim": "claim of rank",
    "look-back": "look back",
}
"""What the first part of a fact's name is called, where that is another word."""

_NAMELESS = re.compile(
    rf"{re.escape(ID)}(?:passage|document|report|evidence|observation|mention|involvement|rank-claim|term|citation|caveat"
    r"|look-back|contradiction|initiative|finding|judgment|inspection|activity)/"
)
"""Things whose names say where they stand and not what they are; what they are is compared in its own place."""

_NOT_SAID = frozenset(f"{PEEL}{name}" for name in ("report", "force", "cycle", "fingerprint", "mention"))


@dataclass(frozen=True, slots=True, order=True)
class Statement:
    """A fact by its content."""

    kind: str
    quote: str
    """The words that state it, white space made even."""
    says: tuple[tuple[str, str], ...]
    """Names and values of its properties, sorted."""

    @property
    def saying(self) -> str:
        """What it says, in one line."""
        return "; ".join(f"{name} {value}" for name, value in self.says)


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that only one of two builds has."""

    document: str
    """Name of the report or of the file of grades."""
    change: Literal["gained", "lost"]
    statement: Statement


def diff(old: Store, new: Store) -> Iterator[Change]:
    """Facts that the new store has and the old has not, and the other way round, by document.

    A fact that several sentences state in the same words counts as often as it stands there. Documents
    that both stores read from the same bytes by the same rules and corrections are the same without being compared.
    """
    before, after = _documents(old), _documents(new)
    for graph in sorted(before.keys() | after.keys()):
        if before.get(graph) == after.get(graph):
            continue
        had = _statements(old, graph) if graph in before else Counter[Statement]()
        has = _statements(new, graph) if graph in after else Counter[Statement]()
        document = (after.get(graph) or before[graph])[0]
        for change, facts in (("lost", had - has), ("gained", has - had)):
            for statement in sorted(facts.elements()):
                yield Change(document, "lost" if change == "lost" else "gained", statement)


def _documents(store: Store) -> dict[str, tuple[str, str]]:
    """Name of each document, and what its facts follow from, by the graph of its facts."""
    rows = select(
        store,
        f"""PREFIX peel: <{PEEL}> PREFIX prov: <{PROV}> PREFIX skos: <{SKOS}>
        SELECT ?graph ?name ?sha256 ?version ?rules ?corrections WHERE {{
          ?graph a peel:FactGraph ; prov:wasGeneratedBy ?activity ; prov:wasDerivedFrom/peel:sha256 ?sha256 .
          ?activity peel:codeVersion ?version ; peel:ruleSet ?rules .
          OPTIONAL {{ ?activity peel:corrections ?corrections }}
          OPTIONAL {{ ?graph peel:about/skos:notation ?name }}
        }}""",
    )
    return {
        text(graph): (text(name) or text(graph).rpartition("/")[2], " ".join(map(text, state)))
        for graph, name, *state in rows
    }


def _statements(store: Store, graph: str) -> Counter[Statement]:
    """The facts of a document by content, with how often each is there."""
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in select(store, f"SELECT ?s ?p ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"):
        said[text(subject)][text(predicate)].append(text(value))
    return Counter(
        Statement(_kind(fact, about), _quote(said, about), tuple(sorted([*_says(about), *_of_agency(said, about)])))
        for fact, about in said.items()
        if f"{PEEL}statedBy" in about and "/involvement/" not in fact
    )


def _kind(fact: str, about: dict[str, list[str]]) -> str:
    first = fact.removeprefix(ID).partition("/")[0]
    if first in {"finding", "initiative"}:
        of = next((kind.removeprefix(PEEL) for kind in about.get(f"{RDF}type", ()) if kind.startswith(PEEL)), first)
        return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", of).lower()
    return _KINDS.get(first, first)


def _quote(said: dict[str, dict[str, list[str]]], about: dict[str, list[str]]) -> str:
    passages = [said[passage] for passage in about[f"{PEEL}statedBy"] if passage in said]
    return " ".join(" ".join(quote for p in passages for quote in p.get(f"{OA}exact", ())).split())


def _of_agency(said: dict[str, dict[str, list[str]]], about: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """What the document itself says of the agency that a fact mentions."""
    for agency in about.get(f"{PEEL}agency", ()):
        described = said.get(agency, {})
        for name, predicate in (("type", f"{PEEL}agencyType"), ("also", f"{SKOS}altLabel")):
            yield from ((name, value.removeprefix(ID)) for value in described.get(predicate, ()))


def _says(about: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """What is said of a fact, without its place and without the things that are compared by themselves."""
    for predicate, values in about.items():
        if predicate in _NOT_SAID or predicate == f"{RDF}type":
            continue
        name = re.split(r"[/#]", predicate)[-1]
        for value in values:
            if not _NAMELESS.match(value):
                yield name, " ".join(value.removeprefix(ID).split())
