"""What reviewers decided about facts, from a small file that people keep, edit and compare.

The file is YAML, one block a decision::

    version: 1
    corrections:
    - report: loamshire-effectiveness-2016
      kind: agency
      name: Loamshire Rural Watch
      quote: The force works with Loamshire Rural Watch to deter theft from farms.
      action: retype
      field: type
      to: voluntary-sector
      note: a charity, registered in 2009

A correction names its fact by the report, the kind of fact, the words that it rests on and, where several
facts of a kind rest on the same words, its name; never by its place, so that it outlives small changes of
the rules. ``docs/corrections.md`` tells what each action does.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import cast

import yaml

from ..documents import LoadError
from ..text import fold
from .kinds import KINDS, Kind

VERSION = "1"
"""Version of the file's format; files of another are refused."""

SUFFIXES = (".yaml", ".yml")


class Action(StrEnum):
    """What a reviewer can decide."""

    ACCEPT = "accept"
    REJECT = "reject"
    RETYPE = "retype"
    MERGE = "merge"
    ALIAS = "alias"


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision of a reviewer about one fact, or about every mention of a name."""

    report: str
    """The name of the report, such as ``loamshire-effectiveness-2016``."""
    kind: Kind
    quote: str
    """Words that the fact rests on; empty where it is meant wherever the report has `name`."""
    name: str
    """What the fact is called, empty where the words suffice."""
    action: Action
    field: str = ""
    """Of retype: what is to be another."""
    to: str = ""
    """Of retype the new value, of merge whom the name stands for, of alias the other spelling."""
    note: str = ""
    """Why, for other people."""

    def __str__(self) -> str:
        """In words, for messages: ``reject agency "Loamshire Rural Watch" in "The force works with …"``."""
        parts = [self.action.value, self.kind]
        if self.name:
            parts.append(f'"{self.name}"')
        if self.quote:
            words = " ".join(self.quote.split())
            parts.append(f'in "{words if len(words) <= _SHOWN else words[:_SHOWN].rsplit(" ", 1)[0] + " …"}"')
        return " ".join(parts)


_SHOWN = 60
_KEYS = frozenset(Correction.__slots__)


@dataclass(frozen=True, slots=True)
class Corrections:
    """The corrections of one file or of several, in their order."""

    of: tuple[Correction, ...] = ()

    def for_report(self, report: str) -> tuple[Correction, ...]:
        """Those of one report."""
        return tuple(correction for correction in self.of if correction.report == report)

    def digest(self, report: str) -> str:
        """SHA-256 of those of one report, by which a change in them is noticed; empty where there are none."""
        mine = [asdict(correction) for correction in self.for_report(report)]
        return hashlib.sha256(json.dumps(mine).encode()).hexdigest() if mine else ""

    @property
    def reports(self) -> tuple[str, ...]:
        """Names of the reports that there are corrections of."""
        return tuple(dict.fromkeys(correction.report for correction in self.of))


def read_corrections(paths: Iterable[Path]) -> Corrections:
    """Read files of corrections, and of folders the files that end in ``.yaml`` or ``.yml``.

    Raises:
        LoadError: a file cannot be read or is not one of corrections; the message says where and why.
    """
    found: list[Correction] = []
    for given in paths:
        files = [given]
        try:
            if given.is_dir():
                files = sorted(path for path in given.iterdir() if path.suffix.lower() in SUFFIXES)
            for path in files:
                found += parse(path.read_text("utf-8-sig"), str(path))
        except FileNotFoundError:
            raise LoadError(f"There is no file of corrections {given}: check the name.") from None
        except UnicodeDecodeError:
            raise LoadError(f"The corrections in {path} are not text in UTF-8: save the file as UTF-8.") from None
        except OSError as error:
            raise LoadError(f"The corrections in {given} cannot be read: {error.strerror or error}.") from error
    return Corrections(tuple(found))


def parse(text: str, name: str) -> tuple[Correction, ...]:
    """Corrections of the text of one file.

    Args:
        text: of the file.
        name: of the file, for messages.

    Raises:
        LoadError: it is not a file of corrections.
    """
    try:
        # Every scalar stays the string that people see: 2.10 is a question and no is a word.
        content = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  makes nothing but strings, lists and dicts
    except yaml.MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise LoadError(f"The corrections in {name}{line} are not valid YAML: {error.problem}.") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise LoadError(f"The corrections in {name} are not valid YAML: {' '.join(str(error).split())}.") from error
    if not isinstance(content, dict) or content.get("version") != VERSION:
        raise LoadError(f"{name} is not a file of corrections: it must begin with version: {VERSION}.")
    blocks = content.get("corrections") or []
    if not isinstance(blocks, list):
        raise LoadError(f"The corrections in {name} are not a list: begin each with a hyphen.")
    return tuple(_correction(block, f"Correction {number} in {name}") for number, block in enumerate(blocks, 1))


def _correction(block: object, where: str) -> Correction:
    if not isinstance(block, dict) or not all(isinstance(value, str) for value in block.values()):
        raise LoadError(f"{where} is not a block of names and values.")
    given = {str(key): " ".join(value.split()) for key, value in block.items()}
    if unknown := sorted(given.keys() - _KEYS):
        raise LoadError(f"{where} has '{unknown[0]}', which is unknown: use {', '.join(sorted(_KEYS))}.")
    if absent := [key for key in ("report", "kind", "action") if not given.get(key)]:
        raise LoadError(f"{where} has no {absent[0]}.")
    kind, action = given["kind"], given["action"]
    if kind not in KINDS:
        raise LoadError(f"{where} is of the unknown kind '{kind}': use one of {', '.join(KINDS)}.")
    if action not in set(Action):
        raise LoadError(f"{where} has the unknown action '{action}': use one of {', '.join(Action)}.")
    correction = Correction(
        given["report"], cast("Kind", kind), given.get("quote", ""), given.get("name", ""), Action(action),
        given.get("field", ""), given.get("to", ""), given.get("note", ""),
    )  # fmt: skip
    if fault := _fault(correction):
        raise LoadError(f"{where} {fault}")
    return correction


def _fault(correction: Correction) -> str | None:
    """What is wrong with a correction, whatever report it is of."""
    kind, action, to, field = KINDS[correction.kind], correction.action, correction.to, correction.field
    choices = kind.fields.get(field)
    plain, naming = action in {Action.ACCEPT, Action.REJECT}, action in {Action.MERGE, Action.ALIAS}
    known = ", ".join(kind.fields) or "nothing"
    checks = (
        (
            not fold(correction.quote) and not (kind.has_names and fold(correction.name)),
            "has no quote: give the words that the fact rests on.",
        ),
        (plain and bool(to or field), f"has a '{'to' if to else 'field'}', which {action} does not take."),
        (not plain and not fold(to), f"has no 'to': say what {action} makes of the fact."),
        (
            action is Action.RETYPE and choices is None,
            f"retypes '{field}'; of {correction.kind} one can retype {known}.",
        ),
        (
            action is Action.RETYPE and bool(choices) and to not in (choices or ()),
            f"retypes to '{to}', which is none of {', '.join(choices or ())}.",
        ),
        (naming and bool(field), f"has a 'field', which {action} does not take."),
        (action is Action.MERGE and not kind.has_names, "merges what is neither an agency nor an initiative."),
        (action is Action.ALIAS and correction.kind != "agency", "gives another spelling to what is no agency."),
        (naming and not fold(correction.name), f"has no name, which {action} is about."),
    )
    return next((message for wrong, message in checks if wrong), None)
