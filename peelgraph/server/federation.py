"""Queries and updates that would make Oxigraph call another server, for which it has no switch."""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection
from textwrap import shorten
from typing import Literal

import pyoxigraph as ox

from ..store.sparql import syntax_message
from .interface import BadRequestError, ForbiddenError
from .query_text import tokens


def refuse_outside(text: str, kind: Literal["query", "update"], hosts: Collection[str] = ()) -> None:
    """Refuse what has SERVICE or LOAD in it, except with addresses on hosts that the operator allows.

    A text without the words cannot have the keywords. Where a word occurs, in a name, a string or a comment,
    Oxigraph's own parser accepts the text with the word spoilt (asked of an empty store) only if it was no keyword.

    Args:
        text: the query or update.
        kind: which of them it is.
        hosts: ``host`` or ``host:port``, as they stand in addresses.

    Raises:
        ForbiddenError: it would call another server.
        BadRequestError: it is not SPARQL, apart from that.
    """
    left = _allowed(text, hosts)
    spoilt = re.sub("service|load", lambda word: f"{word[0][0]}x{word[0][2:]}", left, flags=re.IGNORECASE)
    if spoilt == left:
        return
    problem = _problem(spoilt, kind)
    if problem is None:
        return
    allowed = f" except {', '.join(sorted(hosts))}" if hosts else ""
    words = {"query": "SERVICE is", "update": "SERVICE and LOAD are"}[kind]
    raise ForbiddenError(
        f"{words} refused, because this server asks no other{allowed}: ask for what is here (if none of these words is "
        f"meant, the {kind} is not valid SPARQL: {syntax_message(problem, left)})."
    ) from problem


def _allowed(text: str, hosts: Collection[str]) -> str:
    """The text with calls of allowed hosts made harmless; only whole addresses without escapes are recognised.

    Nothing but words is exchanged for words: with a quotation mark of an address gone, strings and comments would
    begin and end elsewhere than in the text that is run.
    """
    if not hosts:
        return text
    address = _address(hosts)
    text = re.sub(rf"\bSERVICE(?:\s+SILENT)?(\s*{address})", r"GRAPH\1", text, flags=re.IGNORECASE)
    text = re.sub(rf"\bLOAD((?:\s+SILENT)?\s*{address}\s+)INTO(\s+GRAPH)", r"COPY\1TO\2", text, flags=re.IGNORECASE)
    return re.sub(rf"\bLOAD(\s+SILENT)?(\s*{address})", r"CLEAR\1 GRAPH\2", text, flags=re.IGNORECASE)


def without_silent_loads(text: str, hosts: Collection[str]) -> str:
    """An update in which each LOAD SILENT of a host that is not allowed does nothing (SPARQL 1.1 Update, 3.1.4).

    Where no host is allowed it stays, to be refused: nobody then expects LOAD to work.
    """
    if not hosts:
        return text
    allowed = re.compile(_address(hosts))
    out, done, seen = "", 0, list(tokens(text))
    for first, second, third in zip(seen, seen[1:], seen[2:], strict=False):
        if first.is_word("LOAD") and second.is_word("SILENT") and not allowed.fullmatch(third.text):
            into = seen.index(third) + 1
            end = third.end
            if seen[into : into + 1] and seen[into].is_word("INTO") and len(seen) > into + 2:
                end = seen[into + 2].end
            out += f"{text[done : first.start]}DROP SILENT GRAPH <urn:uuid:{uuid.uuid4()}>"
            done = end
    return out + text[done:]


def _address(hosts: Collection[str]) -> str:
    host = "|".join(map(re.escape, hosts))
    return rf"<https?://(?:{host})(?:[/?#][^<>\"{{}}|^`\\\x00-\x20]*)?>"


def _problem(text: str, kind: Literal["query", "update"]) -> SyntaxError | None:
    """What Oxigraph says of a text; None if it is SPARQL."""
    empty = ox.Store()
    try:
        if kind == "query":
            empty.query(text)
        else:
            empty.update(text)
    except SyntaxError as error:
        return error
    except RuntimeError:
        return None  # SPARQL, though it fails on an empty store
    return None


def not_sparql(error: SyntaxError, kind: str, text: str) -> BadRequestError:
    """A refusal that says what is wrong with a text."""
    return BadRequestError(f"The {kind} is not valid SPARQL: {shortened(syntax_message(error, text))}.")


def shortened(words: object) -> str:
    """What a library says, as part of a sentence."""
    return shorten(str(words), 300, placeholder=" …").rstrip(".")
