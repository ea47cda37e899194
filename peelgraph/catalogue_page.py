"""Writes docs/queries.md from the headers of the queries: ``python -m peelgraph.catalogue_page > docs/queries.md``."""

from __future__ import annotations

import sys
from itertools import groupby
from typing import TYPE_CHECKING

from .catalogue import TYPES, Param, Query, queries

if TYPE_CHECKING:
    from collections.abc import Iterable

_TOP = """\
# Canned queries

<!-- Do not edit: written from the headers of queries/ by `python -m peelgraph.catalogue_page > docs/queries.md` -->

Each query answers one question. On the command line its parameters are options; several values of one are given by
repeating it:

```
peelgraph ask judgments --force hampshire --force hertfordshire --cycle 2016
```

A force, a measure and the like may be given by any name that the registers know ("Hampshire Police"). Answers hold
notations and not IRIs, ISO dates and plain numbers; a cell is empty where nothing is known. `quote` is verbatim.
`fact` is the name of the fact in the graph without its base: `peelgraph explain` shows the passage that states it.
"""

_BOTTOM = """\
## Adding a query

1. Write `queries/AREA/NAME.rq`: the header in `#+` lines as in any other file, then SPARQL. `returns` lists the
   columns in their order, or is `graph` for a CONSTRUCT. `first`, where it is given, lists the columns that a table for
   reading begins with, because it may have no room for all.
2. A parameter stands in a slot, a line such as `VALUES (?force ?cycle) { (UNDEF UNDEF) }` at the top of the group
   that uses it. Repeat the slot in a sub-select or a branch that needs it too: SPARQL works from the inside out.
3. Put the expected answer on the made-up graph `tests/queries/fixture*.trig` into `tests/queries/expected/NAME.csv`.
4. Write this page again (see the comment at its top), and run `pytest tests/queries`. It checks the header, the
   columns, every parameter, and that Oxigraph and rdflib give the same rows.

Traps, each met while these queries were written:

- A parameter's variable must be bound by a required pattern. If only an OPTIONAL binds it, a row that has another
  value, or none, is kept and shows the value that was asked for. Where the property may be missing, do as
  `look-backs` does: take the value out of its slot under another name, and filter.
- The union of all graphs is no set in Oxigraph: a statement that stands in two graphs matches twice. So it is SELECT
  DISTINCT and COUNT(DISTINCT …).
- OPTIONAL with one pattern, and further OPTIONALs nested in it, is looked up row by row. With two patterns side by
  side, the whole of it is worked out first, for all reports: 0.3 s instead of 0.01 s for the quotes of 344 reports.
- The same happens after a dozen required patterns, as Oxigraph's estimate of the rows overflows. Names and labels can
  be optional.
- Patterns that share no variable, in a group of their own or after an OPTIONAL, are multiplied with each other before
  anything else.
- Write the rarest property of a thing first: every fact has a force, and few have a deadline.
- Sort by something that every row has: rdflib cannot compare what is not bound.
"""


def render(catalogue: Iterable[Query]) -> str:
    """The page, in Markdown."""
    ordered = sorted(catalogue, key=lambda query: (query.area, query.name))
    contents = "".join(f"| [{query.name}](#{query.name}) | {query.question} |\n" for query in ordered)
    types = "".join(f"| {name} | {meaning} |\n" for name, meaning in TYPES.items())
    parts = [_TOP, f"| query | question |\n|---|---|\n{contents}"]
    for area, members in groupby(ordered, key=lambda query: query.area):
        parts.append(f"## {area.replace('-', ' ').capitalize()}\n")
        parts += [_section(query) for query in members]
    parts += [f"## Types of parameters\n\n| type | takes |\n|---|---|\n{types}", _BOTTOM]
    return "\n".join(parts)


def _section(query: Query) -> str:
    """One query: what it answers, how it is asked, what comes back."""
    lines = [f"### {query.name}", "", f"**{query.question}** {query.description}", ""]
    if query.params:
        lines += ["| parameter | type | | example |", "|---|---|---|---|"]
        lines += [f"| {p.name} | {p.type} | {_meaning(p)} | `{p.example}` |" for p in query.params]
        lines.append("")
    columns = "a graph" if query.returns == "graph" else ", ".join(query.returns)
    lines += [
        f"Returns: {columns}. [SPARQL](../queries/{query.area}/{query.name}.rq)",
        "",
        "```",
        _command(query),
        "```",
        "",
    ]
    return "\n".join(lines)


def _meaning(param: Param) -> str:
    notes = ["required"] if param.required else []
    notes += [f"one of {', '.join(param.choices)}"] if param.choices else []
    notes += [f"{param.default} if not given"] if param.default is not None else []
    return param.description + (f" ({'; '.join(notes)})" if notes else "")


def _command(query: Query) -> str:
    """How the query is asked on the command line: with what it requires, or else with its first parameter."""
    given = [param for param in query.params if param.required] or list(query.params[:1])
    words = ["peelgraph", "ask", query.name]
    for param in given:
        example = f'"{param.example}"' if " " in str(param.example) else str(param.example)
        words += [f"--{param.name.replace('_', '-')}", example]
    return " ".join(words)


if __name__ == "__main__":
    sys.stdout.write(render(queries().values()))
