"""Texts of SPARQL constraints, and what is done to them before they run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_TOKEN = re.compile(
    r"""(?P<iri><[^<>"{}|^`\\\s]*>)
    |(?P<string>\"{3}(?:\"{0,2}(?:[^\"\\]|\\.))*\"{3}|'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
    |\"(?:[^\"\\\n\r]|\\.)*\"|'(?:[^'\\\n\r]|\\.)*')
    |(?P<comment>\#[^\n\r]*)""",
    re.VERBOSE | re.DOTALL,
)


def prefixed(query: str, prefixes: Mapping[str, str]) -> str:
    r"""A query with PREFIX lines before it.

    >>> prefixed("SELECT $this WHERE { $this a ex:C }", {"ex": "http://example.org/"})
    'PREFIX ex: <http://example.org/>\nSELECT $this WHERE { $this a ex:C }'
    """
    return "\n".join([*(f"PREFIX {name}: <{iri}>" for name, iri in sorted(prefixes.items())), query])


def bare(query: str) -> str:
    """A query with its strings and comments blanked out, each place as it was.

    >>> bare("SELECT * { ?s ?p '{' } # so")
    'SELECT * { ?s ?p     }     '
    """
    return _TOKEN.sub(lambda m: m[0] if m["iri"] else " " * len(m[0]), query)


def with_values(query: str, nodes: Iterable[str]) -> str:
    """A query that selects ``$this``, asked once for many nodes instead of once for each.

    Args:
        query: a SELECT.
        nodes: IRIs, in angle brackets.

    >>> with_values("SELECT $this WHERE { $this ?p 1 }", ["<http://example.org/a>"])
    'SELECT $this WHERE { VALUES $this { <http://example.org/a> } $this ?p 1 }'
    >>> with_values("SELECT $this { SELECT $this { $this ?p 1 } }", ["<http://example.org/a>"])
    'SELECT $this { VALUES $this { <http://example.org/a> } { SELECT $this { $this ?p 1 } } }'
    """
    plain = bare(query)
    begin = plain.index("{") + 1
    end = _closing(plain, begin)
    values = f" VALUES $this {{ {' '.join(nodes)} }} "
    inside = query[begin:end].strip()
    if re.match(r"\s*SELECT\b", plain[begin:], re.IGNORECASE):
        inside = f"{{ {inside} }}"
    return f"{query[:begin]}{values}{inside} {query[end:]}"


def _closing(plain: str, begin: int) -> int:
    depth = 1
    for brace in re.finditer(r"[{}]", plain[begin:]):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return begin + brace.start()
    raise ValueError("a brace is not closed")


def terms(query: str, namespace: str) -> set[str]:
    """Local names of the terms of a namespace that a query uses.

    >>> sorted(terms("PREFIX ex: <http://example.org/#> ASK { ?s ex:p <http://example.org/#q> }", "http://example.org/#"))
    ['p', 'q']
    """
    plain = bare(query)
    found = set(re.findall(rf"<{re.escape(namespace)}([^>]+)>", plain))
    for prefix in re.findall(rf"PREFIX\s+([\w.-]*):\s*<{re.escape(namespace)}>", plain, re.IGNORECASE):
        found |= set(re.findall(rf"(?<![\w:<./#-]){re.escape(prefix)}:([\w-]+(?:\.[\w-]+)*)", plain))
    return found
