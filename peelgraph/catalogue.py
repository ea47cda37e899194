"""The catalogue of canned queries: one question a file, with checked parameters.

>>> query = get("judgments")
>>> query.returns[:4]
('force', 'cycle', 'question', 'grade')
>>> print(bind(get("not-found"), {"force": "loamshire"}).splitlines()[5])
  VALUES (?force) { ("loamshire") }

A caller that has a graph first asks it the query ``vocabulary`` and makes a `Vocabulary` of the answer;
values are then checked against it, and names become notations.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING

from .catalogue_binding import EMPTY, Checked, Given, Value, Vocabulary, bind, check
from .catalogue_header import TYPES, CatalogueError, Param, Query, either, nearest, parse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

__all__ = [
    "EMPTY",
    "TYPES",
    "CatalogueError",
    "Checked",
    "Given",
    "Param",
    "Query",
    "Value",
    "Vocabulary",
    "bind",
    "check",
    "get",
    "load",
    "queries",
]


def load(folder: Traversable) -> dict[str, Query]:
    """Read all query files of a folder: ``folder/AREA/NAME.rq``.

    Returns:
        Queries by name, in the order of their areas and then of their names.

    Raises:
        CatalogueError: if a file is faulty, two have one name, or one stands outside an area.
    """
    found: dict[str, Query] = {}
    for area in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if area.is_file() and area.name.endswith(".rq"):
            raise CatalogueError(f"queries/{area.name} must stand in a folder, its area.")
        if not area.is_dir():
            continue
        for file in sorted(area.iterdir(), key=lambda entry: entry.name):
            name, dot, ending = file.name.rpartition(".")
            if not dot or ending != "rq":
                continue
            try:
                text = file.read_text(encoding="utf-8")
            except UnicodeDecodeError as error:
                line = error.object[: error.start].count(b"\n") + 1
                raise CatalogueError(f"queries/{area.name}/{file.name}, line {line}: not UTF-8 text.") from error
            query = parse(text, name=name, area=area.name)
            if other := found.get(name):
                raise CatalogueError(f"queries/{other.area} and queries/{area.name} both have a {file.name}.")
            found[name] = query
    return found


@cache
def queries() -> Mapping[str, Query]:
    """The queries that come with peelgraph, by name.

    Raises:
        CatalogueError: if a file is faulty.
    """
    return MappingProxyType(load(resources.files("peelgraph") / "queries"))


def get(name: str) -> Query:
    """The query of a name.

    Raises:
        CatalogueError: if there is none; it says which names are near.
    """
    known = queries()
    if name in known:
        return known[name]
    near = nearest(name, known)
    hint = f"did you mean {either(near)}?" if near else f"there are {', '.join(sorted(known))}."
    raise CatalogueError(f'There is no query "{name}"; {hint}')
