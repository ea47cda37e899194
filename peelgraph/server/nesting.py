"""Bounds how deep documents are nested: time that Oxigraph takes for RDF/XML and JSON-LD goes with the square of it."""

from __future__ import annotations

import re
from xml.parsers import expat

from .interface import BadRequestError

DEEPEST = 200
"""Elements, or objects and lists, within each other. What people and programs write has some twenty."""

_STRING = re.compile(rb'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_NO_BRACKET = bytes({*range(256)} - {*b"[]{}"})


def check_nesting(text: bytes, media_type: str) -> None:
    """Refuse a document that is nested too deeply; whether it is otherwise right is for its reader to say.

    Raises:
        BadRequestError: it is.
    """
    if media_type.endswith("ld+json"):
        _check_json(text)
    elif media_type.endswith("xml"):
        _check_xml(text)


def _check_json(text: bytes) -> None:
    depth = 0
    for bracket in _STRING.sub(b"", text).translate(None, _NO_BRACKET):
        depth += 1 if bracket in b"[{" else -1
        if depth > DEEPEST:
            raise _too_deep()


def _check_xml(text: bytes) -> None:
    depth = 0

    def start(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise _too_deep()

    def end(_: object) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(text, True)
    except expat.ExpatError:
        return  # which the reader will find too, and tell in its words


def _too_deep() -> BadRequestError:
    return BadRequestError(
        f"The document is nested more than {DEEPEST} levels deep, and nothing was changed: write it flatter, as "
        "N-Triples."
    )
