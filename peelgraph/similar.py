"""Findings that forces share: pairs of different forces' findings in nearly the same words.

Two findings are alike when their sets of words are: the share of all their words that both use (the
Jaccard index) is at least `THRESHOLD`. Names of forces are folded first, so that "Loamshire
Constabulary should" and "The force should" are the same words.

All pairs at or above the threshold are found, and only words that can matter are looked at (prefix
filtering: Bayardo, Ma and Srikant, "Scaling up all pairs similarity search", WWW 2007).
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain

import pyoxigraph as ox

from .loaders import Loaded, Register
from .loaders.iris import ID, PEEL, RDF, SIMILAR_GRAPH, XSD
from .store import Store, construct, select, text

THRESHOLD = Fraction(4, 5)

FEWEST_WORDS = 4
"""Shorter findings are alike by chance."""

_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['’]s?\b")
_FINDINGS = tuple(f"{PEEL}{name}" for name in ("AreaForImprovement", "CauseOfConcern", "Recommendation"))


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding as far as likeness is concerned."""

    iri: str
    force: str
    """IRI of the force."""
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two findings that are alike; `first` sorts before `second`."""

    first: str
    second: str
    score: Fraction

    def quads(self) -> Iterator[ox.Quad]:
        """The pair as `peel:SimilarFindings`, its score to four decimal places."""
        digest = hashlib.sha256(f"{self.first} {self.second}".encode()).hexdigest()[:16]
        pair, graph = ox.NamedNode(f"{ID}similar/{digest}"), ox.NamedNode(SIMILAR_GRAPH)
        score = ox.Literal(f"{float(self.score):.4f}", datatype=ox.NamedNode(f"{XSD}decimal"))
        yield ox.Quad(pair, ox.NamedNode(f"{RDF}type"), ox.NamedNode(f"{PEEL}SimilarFindings"), graph)
        yield ox.Quad(pair, ox.NamedNode(f"{PEEL}finding"), ox.NamedNode(self.first), graph)
        yield ox.Quad(pair, ox.NamedNode(f"{PEEL}finding"), ox.NamedNode(self.second), graph)
        yield ox.Quad(pair, ox.NamedNode(f"{PEEL}score"), score, graph)


class Folding:
    """Turns a text into its set of words, with the names of forces folded.

    >>> fold = Folding(["Loamshire Constabulary", "Loamshire"])
    >>> sorted(fold("Loamshire Constabulary’s officers should write."))
    ['force', 'officers', 'should', 'the', 'write']
    """

    def __init__(self, names: Iterable[str]) -> None:
        spelt = sorted({name.casefold() for name in names if name}, key=lambda name: (-len(name), name))
        either = "|".join(re.escape(name) for name in [*spelt, "constabulary"])
        self._names = re.compile(rf"\b(?:the )?(?:{either})\b")

    def __call__(self, text: str) -> frozenset[str]:
        """Words of a text, in lower case and without possessive endings."""
        folded = self._names.sub("the force", " ".join(text.casefold().split()))
        return frozenset(_WORD.findall(_POSSESSIVE.sub("", folded)))


class Likeness:
    """Findings that can be put in and taken out, and tell which they are like.

    Words are looked at in one fixed order, rarest first, and each finding is filed under the first few
    of its words only. Two findings that are alike share at least ceil(threshold * size) of either's
    words, so the first size - ceil(threshold * size) + 1 words of both have one in common.
    """

    def __init__(self, fold: Folding, findings: Iterable[Finding] = ()) -> None:
        self._fold = fold
        self._findings = {f.iri: (f.force, words) for f in findings if len(words := fold(f.text)) >= FEWEST_WORDS}
        self._holders: defaultdict[str, set[str]] = defaultdict(set)
        self._reorder()

    def add(self, finding: Finding) -> list[Pair]:
        """Put a finding in.

        Returns:
            Its pairs with the findings of other forces that are in already, best first.
        """
        words = self._fold(finding.text)
        if len(words) < FEWEST_WORDS:
            return []
        if len(self._findings) >= self._order_until:
            self._reorder()
        first_words = self._first(words)
        pairs = []
        for other in set[str]().union(*(self._holders.get(word, ()) for word in first_words)):
            force, theirs = self._findings[other]
            common = len(words & theirs)
            either = len(words) + len(theirs) - common
            if common * THRESHOLD.denominator >= either * THRESHOLD.numerator and force != finding.force:
                first, second = sorted((finding.iri, other))
                pairs.append(Pair(first, second, Fraction(common, either)))
        self._findings[finding.iri] = (finding.force, words)
        for word in first_words:
            self._holders[word].add(finding.iri)
        return sorted(pairs, key=lambda pair: (-pair.score, pair.first, pair.second))

    def remove(self, iri: str) -> None:
        """Take a finding out, if it is in."""
        _, words = self._findings.pop(iri, ("", frozenset[str]()))
        for word in self._first(words):
            self._holders[word].discard(iri)

    def _first(self, words: frozenset[str]) -> list[str]:
        common = math.ceil(THRESHOLD * len(words))
        ordered = sorted(words, key=lambda word: (self._uses[word], word))
        return ordered[: len(words) - common + 1]

    def _reorder(self) -> None:
        """Count the words anew; as it is done whenever the findings have doubled, it costs little."""
        self._order_until = max(100, 2 * len(self._findings))
        self._uses = Counter(word for _, words in self._findings.values() for word in words)
        self._holders.clear()
        for iri, (_, words) in self._findings.items():
            for word in self._first(words):
                self._holders[word].add(iri)


class SimilarFindings:
    """Keeps the pairs of similar findings in step with the reports."""

    def __init__(self, store: Store, register: Register) -> None:
        """Look at a store; its findings are read when they are first needed."""
        self._store = store
        self._fold = Folding(name for force in register.forces.values() for name in force.names)
        self._likeness: Likeness | None = None

    def change(self, loaded: Loaded) -> tuple[list[ox.Quad], list[ox.Quad]]:
        """Quads of pairs to take out and to put in when a document is replaced."""
        if loaded.kind != "report":
            return [], []
        if self._likeness is None:
            self._likeness = Likeness(self._fold, self._stored())
        pairs = ox.NamedNode(SIMILAR_GRAPH)
        remove = []
        for name in loaded.graphs:
            for (finding,) in select(self._store, f"SELECT ?f {{ GRAPH <{name}> {{ ?f <{PEEL}text> ?text }} }}"):
                self._likeness.remove(text(finding))
            old = construct(
                self._store,
                f"""CONSTRUCT {{ ?pair ?p ?o }} WHERE {{
                  GRAPH <{name}> {{ ?f <{PEEL}text> ?text }}
                  GRAPH {pairs} {{ ?pair <{PEEL}finding> ?f ; ?p ?o }}
                }}""",
            )
            remove += [ox.Quad(t.subject, t.predicate, t.object, pairs) for t in old]
        add = [quad for finding in _findings(loaded) for pair in self._likeness.add(finding) for quad in pair.quads()]
        return remove, add

    def _stored(self) -> Iterator[Finding]:
        kinds = " ".join(f"<{kind}>" for kind in _FINDINGS)
        rows = select(
            self._store,
            f"""SELECT ?finding ?force ?text WHERE {{
              VALUES ?kind {{ {kinds} }}
              ?finding a ?kind ; <{PEEL}force> ?force ; <{PEEL}text> ?text
            }}""",
        )
        return (Finding(text(finding), text(force), text(words)) for finding, force, words in rows)


def _findings(loaded: Loaded) -> Iterator[Finding]:
    """The findings among a document's quads."""
    kinds = {ox.NamedNode(kind) for kind in _FINDINGS}
    quads = list(chain.from_iterable(loaded.graphs.values()))
    about: dict[ox.NamedNode | ox.BlankNode | ox.Triple, dict[str, str]]
    about = {quad.subject: {} for quad in quads if quad.object in kinds}
    for quad in quads:
        if quad.subject in about:
            about[quad.subject][quad.predicate.value] = text(quad.object)
    for iri, said in about.items():
        yield Finding(text(iri), said[f"{PEEL}force"], said[f"{PEEL}text"])
