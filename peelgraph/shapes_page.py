"""Writes docs/shapes.md from the shapes: ``python -m peelgraph.shapes_page > docs/shapes.md``."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

import pyoxigraph as ox

from .loaders.iris import DCTERMS, PEEL, RDFS, SH
from .store import text
from .validation.data import Data
from .validation.paths import read_path
from .validation.shapes import parsed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

    from .store import Term

_TOP = """\
# Shapes

<!-- Do not edit: written from shapes/*.ttl by `python -m peelgraph.shapes_page > docs/shapes.md` -->

`peelgraph validate` holds a report, a list of grades or RDF against these shapes before it is published. Each result
names one of them, by its cause. What a result means for the use of the data:

| severity | in SHACL | means |
|---|---|---|
| blocks publication | `sh:Violation` | the data is wrong or cannot be checked |
| shown with a caveat | `sh:Warning` | the data can be published when this is shown with it |
| note | `sh:Info` | worth knowing |

Braces in a message stand for values.
"""

_SEVERITIES = {
    f"{SH}Violation": "blocks publication",
    f"{SH}Warning": "shown with a caveat",
    f"{SH}Info": "note",
}
_CLASS, _SUBJECTS = (ox.NamedNode(f"{SH}{name}") for name in ("targetClass", "targetSubjectsOf"))
_LABEL = ox.NamedNode(f"{RDFS}label")
_SEVERITY, _MESSAGE, _PATH = (ox.NamedNode(f"{SH}{name}") for name in ("severity", "message", "path"))
_PROPERTY, _SPARQL = ox.NamedNode(f"{SH}property"), ox.NamedNode(f"{SH}sparql")
_WHY, _REMEDY = ox.NamedNode(f"{DCTERMS}description"), ox.NamedNode(f"{PEEL}remedy")


@dataclass(frozen=True, slots=True)
class Explained:
    """One shape, as people read of it."""

    name: str
    """Local name of the shape's IRI."""
    cause: str
    severity: str
    message: str
    why: str
    remedy: str
    looked_at: tuple[str, ...]
    """Names of classes, or ``things with`` a property; empty if `peelgraph validate` looks by itself."""
    path: str
    """Name of the property, or a path as SPARQL writes it; empty if the shape is about the thing as a whole."""


def explained(data: Data) -> list[Explained]:
    """The shapes of one file that can give a result, by name: those that have a severity."""
    shapes = [subject for subject in data.subjects() if data.one(subject, _SEVERITY) and data.one(subject, _LABEL)]
    return sorted((_explained(data, shape) for shape in shapes), key=lambda shape: shape.name.casefold())


def _explained(data: Data, shape: Term) -> Explained:
    speakers = (shape, *data.objects(shape, _SPARQL))
    message = next((text(found) for node in speakers if (found := data.one(node, _MESSAGE))), "")
    path = data.one(shape, _PATH)
    return Explained(
        _local(text(shape)),
        text(data.one(shape, _LABEL)),
        _SEVERITIES[text(data.one(shape, _SEVERITY))],
        message,
        text(data.one(shape, _WHY)),
        text(data.one(shape, _REMEDY)),
        tuple(sorted(set(_looked_at(data, shape)))),
        re.sub(r"<?(https?:[^>]+)>?", lambda found: _local(found[1]), str(read_path(data, path))) if path else "",
    )


def _looked_at(data: Data, shape: Term) -> Iterator[str]:
    """What a shape looks at, or the shapes that it is part of."""
    for target in data.objects(shape, _CLASS):
        yield f"`{_local(text(target))}`"
    for target in data.objects(shape, _SUBJECTS):
        yield f"things with `{_local(text(target))}`"
    for whole in data.subjects_of(_PROPERTY, shape):
        yield from _looked_at(data, whole)


def _local(iri: str) -> str:
    return re.split("[#/]", iri)[-1]


def sections() -> dict[str, tuple[str, list[Explained]]]:
    """By the name of each file that has shapes: what its comment says of it, and its shapes."""
    found = {}
    for file in sorted((files("peelgraph") / "shapes").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".ttl") and (shapes := explained(Data(parsed(file.read_bytes(), file.name)))):
            found[file.name] = (_introduction(file), shapes)
    return found


def _introduction(file: Traversable) -> str:
    """The comment at the top of a file, beneath its prefixes."""
    block = next(part for part in file.read_text(encoding="utf-8").split("\n\n") if part.startswith("#"))
    return "\n".join(line.removeprefix("#").strip() for line in block.splitlines())


def render(found: dict[str, tuple[str, list[Explained]]]) -> str:
    """The page, in Markdown."""
    parts = [_TOP]
    for file, (introduction, shapes) in found.items():
        title = file.removesuffix(".ttl").capitalize()
        rows = "".join(
            f"| [{shape.name}](#{shape.name.lower()}) | {shape.cause} | {shape.severity} |\n" for shape in shapes
        )
        parts.append(f"## {title}\n\n{introduction} [Turtle](../shapes/{file})\n")
        parts.append(f"| shape | cause | severity |\n|---|---|---|\n{rows}")
        parts += map(_section, shapes)
    return "\n".join(parts)


def _section(shape: Explained) -> str:
    """One shape: its cause, what it says, why, and what would put it right."""
    about = ", ".join(shape.looked_at)
    if shape.path:
        about += f"; of these `{shape.path}`"
    lines = [f"### {shape.name}", "", f"**{shape.cause}** ({shape.severity})", ""]
    lines += [f"> {shape.message}", ""] if shape.message else []
    lines += [shape.why, "", f"To put it right: {shape.remedy}", ""]
    lines += [f"Looked at: {about}", ""] if about else []
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(render(sections()))
