"""What is to be known of a query's text before an engine runs it: its form, where it ends, which graphs it names.

The text is cut into the tokens of SPARQL 1.1 (section 19.8, grammar), as far as is needed to tell keywords from
names, strings, comments and IRIs. Whether a query is valid is for Oxigraph's parser to say, never for this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

QUERY_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
UPDATE_FORMS = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"},
)

_DIGITS = 20
"""Of numbers that Oxigraph takes at most."""
_TOKEN = re.compile(
    r"""
      (?P<space>[\s]++ | \#[^\n\r]*+)
    | (?P<iri><[^<>"{}|^`\x00-\x20]*+>)
    | (?P<string>
          "{3} (?:[^"\\] | \\. | "(?!""))*+ "{3}
        | '{3} (?:[^'\\] | \\. | '(?!''))*+ '{3}
        | " (?:[^"\\\n\r] | \\.)*+ "
        | ' (?:[^'\\\n\r] | \\.)*+ ' )
    | (?P<number>\d++)
    | (?P<name>(?i:LIMIT|OFFSET)(?=\d++(?![\w:])) | [?$@]?+ (?:[\w:%.-] | \\.)++)
    | (?P<open>\{) | (?P<close>\})
    | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query that is neither space nor comment."""

    kind: str
    text: str
    start: int
    end: int
    depth: int
    """Braces that are open around it; a brace counts as outside of its pair."""

    def is_word(self, *words: str) -> bool:
        """Whether it is one of these keywords, outside of all braces."""
        return self.depth == 0 and self.kind == "name" and self.text.upper() in words


def tokens(text: str) -> Iterator[Token]:
    """Tokens of a query or update, in their order."""
    depth = 0
    for found in _TOKEN.finditer(text):
        kind = str(found.lastgroup)
        if kind == "space":
            continue
        if kind == "close":
            depth = max(0, depth - 1)
        yield Token(kind, found.group(), found.start(), found.end(), depth)
        if kind == "open":
            depth += 1


def form(text: str) -> str | None:
    r"""The word that says what kind of query or update a text is.

    >>> form("PREFIX ex: <http://ask.example/> # select\n construct where { ?s ?p ?o }")
    'CONSTRUCT'
    >>> form("hello") is None
    True
    """
    skip = 0
    for token in tokens(text):
        if skip:
            skip -= 1
        elif token.is_word("BASE"):
            skip = 1
        elif token.is_word("PREFIX"):
            skip = 2
        else:
            word = token.text.upper()
            return word if word in QUERY_FORMS | UPDATE_FORMS else None
    return None


@dataclass(frozen=True, slots=True)
class Bounded:
    """A SELECT that gives no more than so many rows."""

    text: str
    beyond: str | None
    """Gives one row if there are more; None if the query says itself that there are no more to be given."""


def bounded(text: str, rows: int) -> Bounded:
    """A SELECT with its own LIMIT, or one that is put where the grammar has it (rule 18, SolutionModifier).

    >>> bounded("SELECT * { ?s ?p ?o } VALUES ?s { 1 }", 10).text
    'SELECT * { ?s ?p ?o } LIMIT 10 VALUES ?s { 1 }'
    >>> bounded("SELECT * { ?s ?p ?o } LIMIT 50 OFFSET 3", 10).beyond
    'SELECT * { ?s ?p ?o } LIMIT 1 OFFSET 13'
    >>> bounded("SELECT * { ?s ?p ?o } LIMIT 5", 10)
    Bounded(text='SELECT * { ?s ?p ?o } LIMIT 5', beyond=None)
    """
    limit = offset = None
    end, before, waiting, seen_group = len(text), "\n", "", False
    for token in tokens(text):
        if waiting and token.text.isdecimal():
            if waiting == "LIMIT":
                limit = token
            else:
                offset = token
        waiting = token.text.upper() if token.is_word("LIMIT", "OFFSET") else ""
        seen_group = seen_group or (token.kind == "close" and token.depth == 0)
        if seen_group and token.is_word("VALUES"):
            end, before = token.start, ""
    if limit and _number(limit) <= rows:
        return Bounded(text, None)
    skipped = (_number(offset) if offset else 0) + rows

    def written(most: int, start: int | None) -> str:
        changes = [(limit.start, limit.end, str(most))] if limit else [(end, end, f"{before}LIMIT {most} ")]
        if start is not None:
            changes.append((offset.start, offset.end, str(start)) if offset else (end, end, f"{before}OFFSET {start} "))
        out = text
        for first, last, new in sorted(changes, reverse=True):
            out = out[:first] + new + out[last:]
        return out

    return Bounded(written(rows, None), written(1, skipped))


def _number(token: Token) -> int:
    """What it says; of a number with more digits than any that is understood, the largest that may be."""
    return int(token.text) if len(token.text) <= _DIGITS else 10**_DIGITS


def graphs_named(text: str, words: tuple[str, ...] = ("FROM",)) -> list[str]:
    """IRIs of the graphs that a query names by FROM and FROM NAMED, as far as its text tells them.

    >>> graphs_named("PREFIX ex: <http://e.example/> SELECT * FROM ex:a FROM NAMED <b> { ?s ?p 'FROM <c>' }")
    ['http://e.example/a', 'b']
    """
    base, prefixes, named = "", {}, []
    before: list[Token] = []
    for token in tokens(text):
        if token.kind == "iri":
            if before and before[-1].is_word("BASE"):
                base = urljoin(base, token.text[1:-1])
            elif len(before) > 1 and before[-2].is_word("PREFIX"):
                prefixes[before[-1].text.rstrip(":")] = urljoin(base, token.text[1:-1])
        follows = before[-2] if before and before[-1].is_word("NAMED") and len(before) > 1 else before[-1:] or None
        previous = follows if isinstance(follows, Token) else follows[0] if follows else None
        if previous and previous.is_word(*words) and not token.is_word("NAMED"):
            if token.kind == "iri":
                named.append(urljoin(base, token.text[1:-1]))
            elif ":" in token.text:
                prefix, _, local = token.text.partition(":")
                if prefix in prefixes:
                    named.append(prefixes[prefix] + re.sub(r"\\(.)", r"\1", local))
        before = [*before[-1:], token]
    return named


def with_using(text: str, using: tuple[str, ...], named: tuple[str, ...]) -> str | None:
    """An update whose WHERE clauses are about these graphs; None if it names graphs for that itself.

    SPARQL 1.1 Protocol, section 2.2.3: the parameters and USING or WITH exclude one another.

    >>> with_using("INSERT { ?s ?p 1 } WHERE { ?s ?p 2 }", ("urn:g",), ())
    'INSERT { ?s ?p 1 } USING <urn:g> WHERE { ?s ?p 2 }'
    >>> with_using("DELETE WHERE { ?s ?p 2 }", ("urn:g",), ())
    'DELETE { ?s ?p 2 } USING <urn:g> WHERE { ?s ?p 2 }'
    """
    clause = " ".join([*(f"USING <{iri}>" for iri in using), *(f"USING NAMED <{iri}>" for iri in named)])
    out, done, group, short = "", 0, 0, -1
    before = ""
    for token in tokens(text):
        if token.is_word("USING", "WITH"):
            return None
        if token.is_word("WHERE"):
            if before == "DELETE":
                short = len(out) + token.start - done
            else:
                out += text[done : token.start] + f"{clause} "
                done = token.start
        if token.kind == "open" and token.depth == 0:
            group = token.start
        if token.kind == "close" and token.depth == 0 and short >= 0:
            pattern = text[group : token.end]
            whole = out + text[done : token.end]
            out, done = f"{whole[:short]}{pattern} {clause} {whole[short:]}", token.end
            short = -1
        before = token.text.upper() if token.depth == 0 else ""
    return out + text[done:]
