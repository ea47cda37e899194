"""Full-text search of the reports in a store, ranked, each hit with the facts that its words state.

What is searched are the sentences of the reports' own texts: those that state a fact and those that state
none. The index is one SQLite file (FTS5, Porter's stemmer, BM25) beside the store. It is derived from the
store and can be deleted at any time: each search first brings it up to date with the documents that were
added, replaced or taken out since. docs/decisions/0008-search.md tells why.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import sqlite3
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .errors import PeelgraphError, UsageError
from .loaders.iris import DCTERMS, ID, OA, PEEL, PROV, SKOS
from .loaders.text import sentences
from .store import Store, select, text

FORMAT = 1
"""Layout of the index; one of another format is made anew."""

FILE = "search.sqlite3"

_OPEN, _CLOSE = "\ue000", "\ue001"
"""Characters of Unicode's private use area that stand around found words; a report's own are taken out."""

_WAIT = 120.0
"""Seconds for which a search waits while another process brings the same index up to date."""


class SearchError(PeelgraphError):
    """The index cannot be used."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that the words of a hit state."""

    iri: str
    kind: str
    """Of what class it is, in words."""
    says: str
    """Its name, grade, polarity or value; empty where it has none."""

    @property
    def name(self) -> str:
        """What `peelgraph explain` takes."""
        return self.iri.removeprefix(ID)


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence that has the words."""

    force: str
    cycle: str
    report: str
    section: str
    """The heading it stands under; empty where that is not known."""
    page: int | None
    start: int
    end: int
    pieces: tuple[tuple[str, bool], ...]
    """The sentence in order, each piece with whether it is one of the words that were looked for."""
    score: float
    """BM25: the higher, the better it fits; comparable within one search only."""
    facts: tuple[Fact, ...]

    @property
    def words(self) -> str:
        """The sentence as it stands in the report."""
        return "".join(piece for piece, _ in self.pieces)


@dataclass(frozen=True, slots=True)
class Found:
    """The best hits, and how many there are in all."""

    hits: tuple[Hit, ...]
    total: int


def search(
    store: Store,
    words: Sequence[str],
    *,
    forces: Iterable[str] = (),
    cycles: Iterable[str] = (),
    limit: int = 10,
    preparing: Callable[[int], None] | None = None,
) -> Found:
    """Sentences that have all of the words, the best first.

    Args:
        store: whose reports to search.
        words: what to look for: words, found in all their forms (``patrol`` finds patrolled), phrases
            between quotation marks, beginnings of words as in ``burgl*``. One that has a space is a phrase.
        forces: notations; only reports on these, or on all if there are none.
        cycles: likewise.
        limit: how many hits to give.
        preparing: told how many reports have to be indexed first, if any.

    Raises:
        UsageError: there is nothing to look for.
        SearchError: the index cannot be written.
    """
    wanted = expression(words)
    with _index(store) as index:
        _renew(index, store, preparing)
        rows, total = _rows(index, wanted, tuple(forces), tuple(cycles), limit)
    facts = _facts(store, {name for row in rows for name in str(row["facts"]).split()})
    return Found(tuple(_hit(row, facts) for row in rows), total)


def expression(words: Sequence[str]) -> str:
    """What people type as an expression of FTS5, in which nothing of theirs is an operator.

    >>> expression(["mental health", 'custody "risk assessment" burgl*'])
    '"mental health" AND "custody" AND "risk assessment" AND "burgl"*'

    Raises:
        UsageError: a quotation mark has no partner, or there is no word.
    """
    terms = []
    for given in words:
        plain = re.sub("[“”„«»]", '"', given).replace("\0", " ")
        if plain.count('"') % 2:
            raise UsageError(
                f"{given} has a quotation mark without its partner: put one on either side of a phrase, as in "
                "peelgraph search '\"mental health\" triage'."
            )
        phrase = '"' not in plain and len(plain.split()) > 1
        parts = [f'"{plain}"'] if phrase else re.findall(r'"[^"]*"\*?|[^\s"]+', plain)
        for part in parts:
            bare = " ".join(part.strip('"*').split())
            if re.search(r"[^\W_]", bare):
                terms.append(f'"{bare.replace(chr(34), "")}"{"*" if part.endswith("*") else ""}')
    if not terms:
        raise UsageError("There is no word to look for: give one or more, as in peelgraph search mental health.")
    return " AND ".join(terms)


def _place(store: Store) -> Path:
    """Where the index is: in the store's folder, or among the user's cached files where that cannot be written."""
    folder = Path(store.location)
    if folder.is_dir() and os.access(folder, os.W_OK):
        return folder / FILE
    base = Path(os.environ.get("XDG_CACHE_HOME", ""))
    base = base if base.is_absolute() else Path.home() / ".cache"
    return base / "peelgraph" / f"{hashlib.sha256(store.location.encode()).hexdigest()[:16]}.{FILE}"


@contextlib.contextmanager
def _index(store: Store) -> Iterator[sqlite3.Connection]:
    """The index, made if there is none, and made anew if it is damaged or of another format."""
    path = _place(store)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            connection = _opened(path)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            path.unlink(missing_ok=True)
            connection = _opened(path)
        with contextlib.closing(connection):
            yield connection
    except (sqlite3.Error, OSError) as error:
        raise SearchError(
            f"The search's index {path} cannot be used ({error}): delete it, or make room for it, and search again."
        ) from error


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
    connection.row_factory = sqlite3.Row
    try:
        if connection.execute("PRAGMA user_version").fetchone()[0] != FORMAT:
            connection.executescript(f"""
                BEGIN IMMEDIATE;
                DROP TABLE IF EXISTS document;
                DROP TABLE IF EXISTS sentence;
                CREATE TABLE document (
                  id INTEGER PRIMARY KEY, graph TEXT UNIQUE NOT NULL, state TEXT NOT NULL,
                  force TEXT NOT NULL, cycle TEXT NOT NULL, report TEXT NOT NULL
                );
                CREATE VIRTUAL TABLE sentence USING fts5(
                  words, start UNINDEXED, section UNINDEXED, page UNINDEXED, facts UNINDEXED,
                  tokenize = "porter unicode61 remove_diacritics 2"
                );
                PRAGMA user_version = {FORMAT};
                COMMIT;
            """)
        connection.execute("SELECT count(*) FROM document").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


@dataclass(frozen=True, slots=True)
class _Document:
    """A report as the store has it."""

    graph: str
    state: str
    """What its text and its facts follow from: if it is the same, so are they."""
    iri: str
    force: str
    cycle: str
    report: str


def _documents(store: Store) -> dict[str, _Document]:
    """The reports of a store by their graph; asked before each search, so in queries that take no millisecond."""
    prefixes = f"PREFIX peel: <{PEEL}> PREFIX prov: <{PROV}> PREFIX skos: <{SKOS}>"
    rows = select(
        store,
        f"""{prefixes} SELECT ?activity ?graph ?of ?document ?sha256 ?version ?rules WHERE {{ GRAPH ?provenance {{
          ?graph peel:about ?of ; prov:wasGeneratedBy ?activity ; prov:wasDerivedFrom ?document .
          ?activity peel:codeVersion ?version ; peel:ruleSet ?rules .
          ?document peel:sha256 ?sha256
        }} }}""",
    )
    corrected = select(
        store, f"{prefixes} SELECT ?activity ?digest {{ GRAPH ?provenance {{ ?activity peel:corrections ?digest }} }}"
    )
    corrections = {text(activity): text(digest) for activity, digest in corrected}
    found = {}
    for activity, graph, of, document, *state in rows:
        # The name of a report is made of its force, its cycle and its pillar (`loaders.iris`).
        force, cycle, pillar = text(of).rsplit("/", 3)[1:]
        whole = " ".join([*map(text, state), corrections.get(text(activity), "")])
        name = text(graph)
        found[name] = _Document(name, whole, text(document), force, cycle, f"{force}-{pillar}-{cycle}")
    return found


def _renew(index: sqlite3.Connection, store: Store, preparing: Callable[[int], None] | None) -> None:
    """Bring the index up to date with the store, document by document, in one transaction."""
    stored = _documents(store)
    if _states(index) == {name: document.state for name, document in stored.items()}:
        return
    index.execute("BEGIN IMMEDIATE")
    try:
        # Read again: another process may have done it meanwhile.
        indexed = _states(index)
        changed = [document for name, document in sorted(stored.items()) if indexed.get(name) != document.state]
        if preparing and changed:
            preparing(len(changed))
        gone = [name for name in indexed if name not in stored or indexed[name] != stored[name].state]
        for name in gone:
            (number,) = index.execute("SELECT id FROM document WHERE graph = ?", (name,)).fetchone()
            index.execute("DELETE FROM sentence WHERE rowid >= ? AND rowid < ?", _range(number))
            index.execute("DELETE FROM document WHERE id = ?", (number,))
        for document in changed:
            _add(index, store, document)
        index.execute("COMMIT")
    except BaseException:
        index.execute("ROLLBACK")
        raise


_MOST_SENTENCES = 1 << 20


def _range(document: int) -> tuple[int, int]:
    """The row numbers of a document's sentences, so that they can be found without reading all."""
    return document * _MOST_SENTENCES, (document + 1) * _MOST_SENTENCES


def _states(index: sqlite3.Connection) -> dict[str, str]:
    return {row["graph"]: row["state"] for row in index.execute("SELECT graph, state FROM document")}


def _add(index: sqlite3.Connection, store: Store, document: _Document) -> None:
    [(words,)] = select(store, f"SELECT ?text {{ <{document.iri}> <{PEEL}text> ?text }}")
    cursor = index.execute(
        "INSERT INTO document (graph, state, force, cycle, report) VALUES (?, ?, ?, ?, ?)",
        (document.graph, document.state, document.force, document.cycle, document.report),
    )
    number = cursor.lastrowid or 0
    passages = _Passages(store, document.graph)
    whole = text(words).translate({ord(_OPEN): "\ufffd", ord(_CLOSE): "\ufffd"})
    index.executemany(
        "INSERT INTO sentence (rowid, words, start, section, page, facts) VALUES (?, ?, ?, ?, ?, ?)",
        (
            (_range(number)[0] + place, whole[start:end], start, *passages.at(start, end))
            for place, (start, end) in enumerate(sentences_of(whole))
        ),
    )


_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n|\f|\n(?=\s*[•·▪●*\-–]\s)")
_WORD = re.compile(r"[^\W_]")


def sentences_of(whole: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a text begin and end: each stands in one paragraph or item of a list."""
    begin = 0
    for stop in [*(match.start() for match in _PARAGRAPH_END.finditer(whole)), len(whole)]:
        for start, end in sentences(whole[begin:stop]):
            if _WORD.search(whole, begin + start, begin + end):
                yield begin + start, begin + len(whole[begin : begin + end].rstrip())
        begin = stop


class _Passages:
    """The passages of one report, to be found by their place."""

    def __init__(self, store: Store, graph: str) -> None:
        rows = select(
            store,
            f"""PREFIX peel: <{PEEL}> PREFIX oa: <{OA}>
            SELECT ?start ?end ?section ?page ?fact WHERE {{ GRAPH <{graph}> {{
              ?passage a peel:Passage ; oa:start ?start ; oa:end ?end .
              OPTIONAL {{ ?passage peel:section ?section }}
              OPTIONAL {{ ?passage peel:page ?page }}
              {{ ?fact peel:statedBy ?passage }} UNION {{ ?fact peel:alsoStatedBy ?passage }}
            }} }}""",
        )
        # An involvement has the words of one of its mentions, and figures of England and Wales those of the force's.
        facts: dict[tuple[int, int, str, str], set[str]] = defaultdict(set)
        for start, end, section, page, fact in rows:
            name = text(fact).removeprefix(ID)
            if not name.startswith("involvement/") and not name.endswith("/england-and-wales"):
                facts[int(text(start)), int(text(end)), text(section), text(page)].add(name)
        self._all = sorted((*key, sorted(names)) for key, names in facts.items())
        self._starts = [passage[0] for passage in self._all]
        self._longest = max((end - start for start, end, *_ in self._all), default=0)

    def at(self, start: int, end: int) -> tuple[str, int | None, str]:
        """Section, page and facts of the words from `start` to `end`.

        Words that state no fact are in the section of the passages around them if that is the same one.
        """
        first = bisect_left(self._starts, start - self._longest)
        last = bisect_left(self._starts, end)
        here = [passage for passage in self._all[first:last] if passage[1] > start]
        sections = [section for _, _, section, _, _ in here if section]
        if not sections:
            place = bisect_right(self._starts, start)
            around = {p[2] for p in (*self._all[place - 1 : place], *self._all[place : place + 1])}
            sections = list(around) if len(around) == 1 else []
        pages = [int(page) for _, _, _, page, _ in here if page]
        names = dict.fromkeys(name for *_, facts in here for name in facts)
        return (sections[0] if sections else ""), (pages[0] if pages else None), " ".join(names)


def _rows(
    index: sqlite3.Connection, wanted: str, forces: Sequence[str], cycles: Sequence[str], limit: int
) -> tuple[list[sqlite3.Row], int]:
    where, values = "sentence MATCH ?", [wanted]
    for column, chosen in (("force", forces), ("cycle", cycles)):
        if chosen:
            where += f" AND d.{column} IN ({', '.join('?' * len(chosen))})"
            values += chosen
    source = f"FROM sentence JOIN document AS d ON d.id = sentence.rowid / {_MOST_SENTENCES} WHERE {where}"
    # Nothing but the number of question marks is put into the text of these queries.
    total = index.execute(f"SELECT count(*) {source}", values).fetchone()[0]
    rows = index.execute(
        f"""SELECT d.force, d.cycle, d.report, start, section, page, facts, bm25(sentence) AS score,
        highlight(sentence, 0, '{_OPEN}', '{_CLOSE}') AS marked {source}
        ORDER BY score, d.report, sentence.rowid LIMIT ?""",
        [*values, limit],
    ).fetchall()
    return rows, total


def _hit(row: sqlite3.Row, facts: dict[str, Fact]) -> Hit:
    pieces = []
    for place, part in enumerate(re.split(f"[{_OPEN}{_CLOSE}]", row["marked"])):
        if part:
            pieces.append((part, place % 2 == 1))
    length = sum(len(piece) for piece, _ in pieces)
    return Hit(
        row["force"], row["cycle"], row["report"], row["section"], row["page"], row["start"], row["start"] + length,
        tuple(pieces), -float(row["score"]), tuple(facts[name] for name in row["facts"].split() if name in facts),
    )  # fmt: skip


def _facts(store: Store, names: set[str]) -> dict[str, Fact]:
    """What facts are and say, by name."""
    if not names:
        return {}
    rows = select(
        store,
        f"""PREFIX peel: <{PEEL}> PREFIX skos: <{SKOS}> PREFIX dcterms: <{DCTERMS}>
        SELECT ?fact ?kind ?says WHERE {{
          VALUES ?fact {{ {" ".join(f"<{ID}{name}>" for name in sorted(names))} }}
          ?fact a ?class . ?class <http://www.w3.org/2000/01/rdf-schema#label> ?kind .
          OPTIONAL {{ ?fact skos:prefLabel|dcterms:title|peel:printed|peel:standing|peel:instrument ?own }}
          OPTIONAL {{ ?fact (peel:agency|peel:metric)/skos:prefLabel ?whose }}
          OPTIONAL {{ ?fact (peel:grade|peel:polarity|peel:caveatEffect)/skos:notation ?graded }}
          BIND (CONCAT(COALESCE(?whose, ""), IF(BOUND(?whose) && BOUND(?own), ": ", ""),
            COALESCE(STR(?own), ?graded, "")) AS ?says)
        }} ORDER BY ?fact ?says""",
    )
    return {text(fact).removeprefix(ID): Fact(text(fact), text(kind), text(says)) for fact, kind, says in rows}
