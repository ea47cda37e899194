# ruff: noqa: PLC0415  yaml and rapidfuzz are imported when they are used: every start imports this module
"""Reads one query file: the YAML of its ``#+`` lines, its slots, and whether the two agree.

The convention is grlc's (https://github.com/CLARIAH/grlc): lines that start with ``#+`` hold YAML and
are comments to SPARQL. Unlike grlc, nothing is guessed from names of variables, a fault is an error
that names file and line, and parameters stand in slots that are legal SPARQL::

    VALUES (?force ?cycle) { (UNDEF UNDEF) }

A parameter of type ``limit`` stands in a line ``LIMIT n``, n being its default.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NoReturn

from .errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import yaml

TYPES: Mapping[str, str] = {
    "force": "a police force, by notation or by any of its names",
    "cycle": "an inspection cycle, such as 2016",
    "pillar": "a pillar of PEEL, such as effectiveness",
    "question": "overall, a core question (1 to 5), a sub-question (1.1) or a pillar",
    "grade": "a grade, such as requires-improvement",
    "trend": "improved, same or deteriorated",
    "finding-kind": "area-for-improvement, cause-of-concern or recommendation",
    "metric": "a measure, by notation or by any of its names",
    "source": "the part of a report where a figure stands, such as figure-4",
    "theme": "a theme of policing, such as domestic-abuse",
    "agency-type": "a type of agency, such as voluntary-sector",
    "initiative-type": "a type of initiative, such as operation",
    "polarity": "strength, weakness, mixed or neutral",
    "role": "partner or mentioned",
    "caveat-effect": "what a caveat does to a figure, such as excluded",
    "contradiction-kind": "what two passages disagree about, such as number or date",
    "text": "any words",
    "number": "a number",
    "limit": "how many rows at most",
}
"""Types of parameters, each with what it takes, for people."""

SLOT = re.compile(
    r"^(?P<indent>[ \t]*)VALUES \((?P<names>\?\w+(?: \?\w+)*)\) \{ \((?P<row>UNDEF(?: UNDEF)*)\) \}[ \t]*$",
    re.MULTILINE,
)
LIMIT = re.compile(r"^LIMIT (?P<rows>\d+)[ \t]*$", re.MULTILINE)

_SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_TAG = re.compile(r"[a-z]+(?:[ -][a-z]+)*")
_VARIABLE = re.compile(r"[a-z][a-z0-9_]*")
# Comments, strings and IRIs: what may hold words that are no SPARQL keywords.
_QUOTED = re.compile(r"<[^<>\s]*>|'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"|#[^\n]*")
_FORM = re.compile(r"\b(SELECT|CONSTRUCT|ASK|DESCRIBE)\b(?!:)", re.IGNORECASE)

_QUERY_KEYS = ("summary", "question", "description", "tags", "params", "returns", "first")
_PARAM_KEYS = ("type", "required", "default", "example", "choices", "description")


class CatalogueError(UsageError):
    """A query that is not in the catalogue, a value that it does not take, or a file that is faulty."""


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a query."""

    name: str
    type: str
    """One of `TYPES`."""
    required: bool
    default: str | int | float | None
    """The value where none is given; None lets the query answer for all values."""
    example: str | int | float
    choices: tuple[str, ...]
    """The only legal values; empty where the type, or the graph, decides."""
    description: str


@dataclass(frozen=True, slots=True)
class Query:
    """One canned query."""

    name: str
    """Its file name without the ending."""
    area: str
    """The folder that it stands in."""
    summary: str
    question: str
    """What it answers, in plain English."""
    description: str
    tags: tuple[str, ...]
    params: tuple[Param, ...]
    returns: tuple[str, ...] | Literal["graph"]
    """Names of the columns in their order, or ``graph``."""
    text: str
    """The SPARQL without its header; its slots are unfilled, so it runs as it is."""
    form: Literal["select", "construct"]
    first: tuple[str, ...] = ()
    """Columns that a table for reading begins with, because it may have no room for all."""

    def param(self, name: str) -> Param | None:
        """The parameter of a name, None where there is none."""
        return next((param for param in self.params if param.name == name), None)


def nearest(word: str, candidates: Iterable[str], limit: int = 3) -> list[str]:
    """The candidates that a misspelt word most resembles, best first; none where none is like it."""
    from rapidfuzz import fuzz, process

    found = process.extract(word, sorted(set(candidates)), scorer=fuzz.WRatio, limit=limit, score_cutoff=65)
    return [candidate for candidate, _, _ in found]


def either(words: Iterable[str]) -> str:
    """Words as a list for people.

    >>> either(["good", "inadequate", "ungraded"])
    'good, inadequate or ungraded'
    """
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last


def parse(text: str, *, name: str, area: str) -> Query:
    """Read one query file.

    Args:
        text: the whole file.
        name: its name without ``.rq``.
        area: the folder that it stands in.

    Raises:
        CatalogueError: if anything is missing, unknown or does not agree; it names file and line.
    """
    return _File(text, f"{area}/{name}.rq").query(name, area)


class _File:
    """A query file while it is read."""

    def __init__(self, text: str, where: str) -> None:
        self._where = where
        lines = text.splitlines(keepends=True)
        length = next((n for n, line in enumerate(lines) if not line.startswith("#+")), len(lines))
        if not length:
            self._refuse(1, "the file must begin with its header, in lines that start with '#+ '")
        self._header_length = length
        self._header = "".join(f"{line[2:].rstrip()}\n" for line in lines[:length])
        self._body = "".join(lines[length:])
        for number, line in enumerate(lines[length:], length + 1):
            if line.lstrip().startswith("#+"):
                self._refuse(number, "a header line stands apart from the header")
        self._lines: dict[tuple[str | int, ...], int] = {}

    def _refuse(self, line: int, message: str) -> NoReturn:
        raise CatalogueError(f"queries/{self._where}, line {line}: {message}.")

    def _line(self, *path: str | int) -> int:
        """The line on which a key of the header stands, or else the key that holds it."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    def query(self, name: str, area: str) -> Query:
        """The file as a query."""
        for word, what in ((name, "file"), (area, "folder")):
            if not _SLUG.fullmatch(word):
                self._refuse(1, f"the name of the {what} must be lower-case words joined by hyphens")
        header = self._yaml()
        self._known_keys(header, _QUERY_KEYS, ("params", "first"))
        params = self._params(header.get("params", {}))
        returns = self._returns(header["returns"])
        form = self._form(returns)
        self._agree(params)
        return Query(
            name=name,
            area=area,
            summary=self._words(header, "summary"),
            question=self._words(header, "question"),
            description=self._words(header, "description"),
            tags=self._list(header["tags"], _TAG, "lower-case words", "tags"),
            params=params,
            returns=returns,
            text=self._body.lstrip("\n"),
            form=form,
            first=self._first(header.get("first", []), returns),
        )

    def _yaml(self) -> dict[str, Any]:
        import yaml

        loader = yaml.SafeLoader(self._header)
        try:
            node = loader.get_single_node()
            header = self._plain(loader, node, ()) if node else None
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            self._refuse(line, f"the header is not YAML ({error.problem})")
        finally:
            loader.dispose()
        if not isinstance(header, dict):
            self._refuse(1, f"the header must have the keys {', '.join(_QUERY_KEYS)}")
        return header

    def _plain(self, loader: yaml.SafeLoader, node: yaml.Node, path: tuple[str | int, ...]) -> Any:  # noqa: ANN401
        """A YAML node as Python values, noting the line of every key and refusing keys given twice."""
        import yaml

        self._lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            mapping = {}
            for key_node, value_node in node.value:
                key = key_node.value
                if key in mapping:
                    self._refuse(key_node.start_mark.line + 1, f"{key!r} is given twice")
                self._lines[*path, key] = key_node.start_mark.line + 1
                mapping[key] = self._plain(loader, value_node, (*path, key))
            return mapping
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(loader, item, (*path, number)) for number, item in enumerate(node.value)]
        return loader.construct_object(node, deep=True)

    def _known_keys(
        self, mapping: Mapping[str, Any], keys: tuple[str, ...], optional: tuple[str, ...], *path: str
    ) -> None:
        within = f"parameter {path[-1]!r}" if path else "the header"
        for key in mapping:
            if key not in keys:
                meant = nearest(key, keys, 1)
                hint = f"did you mean {meant[0]}?" if meant else f"it may have {either(keys)}"
                self._refuse(self._line(*path, key), f"{within} has no key {key!r}; {hint}".rstrip("?"))
        for key in keys:
            if key not in mapping and key not in optional:
                self._refuse(self._line(*path), f"{within} lacks {key!r}")

    def _words(self, mapping: Mapping[str, Any], key: str, *path: str) -> str:
        value = mapping[key]
        if not isinstance(value, str) or not value.strip():
            self._refuse(self._line(*path, key), f"{key!r} must be words")
        return " ".join(value.split())

    def _list(self, value: object, pattern: re.Pattern[str], what: str, *path: str) -> tuple[str, ...]:
        if not isinstance(value, list) or not value:
            self._refuse(self._line(*path), f"{path[-1]!r} must be a list with at least one entry")
        for number, item in enumerate(value):
            if not isinstance(item, str) or not pattern.fullmatch(item):
                self._refuse(self._line(*path, number), f"{item!r} in {path[-1]!r} must be {what}")
        if len(set(value)) < len(value):
            self._refuse(self._line(*path), f"{path[-1]!r} names something twice")
        return tuple(value)

    def _returns(self, value: object) -> tuple[str, ...] | Literal["graph"]:
        if value == "graph":
            return "graph"
        if not isinstance(value, list):
            self._refuse(self._line("returns"), "'returns' must be a list of columns, or graph")
        return self._list(value, _VARIABLE, "the name of a variable", "returns")

    def _first(self, value: object, returns: tuple[str, ...] | Literal["graph"]) -> tuple[str, ...]:
        if not value:
            return ()
        first = self._list(value, _VARIABLE, "the name of a variable", "first")
        for unknown in [name for name in first if returns == "graph" or name not in returns]:
            self._refuse(self._line("first"), f"'first' names {unknown!r}, which 'returns' has not")
        return first

    def _form(self, returns: tuple[str, ...] | Literal["graph"]) -> Literal["select", "construct"]:
        found = _FORM.search(_QUOTED.sub(" ", self._body))
        form = found[1].lower() if found else "nothing"
        expected: Literal["select", "construct"] = "construct" if returns == "graph" else "select"
        if form != expected:
            line = self._line("returns")
            self._refuse(line, f"'returns' speaks of a {expected.upper()} query, but the file has {form.upper()}")
        return expected

    def _params(self, value: object) -> tuple[Param, ...]:
        if not isinstance(value, dict):
            self._refuse(self._line("params"), "'params' must give a type and more for each name")
        return tuple(self._param(name, spec) for name, spec in value.items())

    def _param(self, name: str, spec: object) -> Param:
        path = ("params", name)
        if not _VARIABLE.fullmatch(name):
            self._refuse(self._line(*path), f"parameter {name!r} must be named as a variable can be")
        if not isinstance(spec, dict):
            self._refuse(self._line(*path), f"parameter {name!r} must have {either(_PARAM_KEYS)}")
        self._known_keys(spec, _PARAM_KEYS, ("required", "default", "choices"), *path)
        if spec["type"] not in TYPES:
            meant = nearest(str(spec["type"]), TYPES) or TYPES
            self._refuse(
                self._line(*path, "type"),
                f"parameter {name!r} has no known type but {spec['type']!r}; did you mean {either(meant)}",
            )
        required = spec.get("required", False)
        if not isinstance(required, bool):
            self._refuse(self._line(*path, "required"), f"'required' of parameter {name!r} must be true or false")
        if required and "default" in spec:
            self._refuse(self._line(*path), f"parameter {name!r} is required and has a default")
        choices: tuple[str, ...] = ()
        if "choices" in spec:
            choices = self._list(spec["choices"], re.compile(r".+"), "words, in quotes", *path, "choices")
        param = Param(
            name, spec["type"], required, spec.get("default"), spec["example"], choices,
            self._words(spec, "description", *path),
        )  # fmt: skip
        for key in ("default", "example"):
            if key in spec:
                self._legal(param, spec[key], *path, key)
        return param

    def _legal(self, param: Param, value: object, *path: str) -> None:
        """A default or an example must be of the type, and one of the choices."""
        whole = isinstance(value, int) and not isinstance(value, bool)
        if param.type == "limit":
            if not whole or value < 1:  # type: ignore[operator]
                self._refuse(self._line(*path), f"{path[-1]!r} of parameter {param.name!r} must be 1 or more")
        elif param.type == "number":
            if not (whole or isinstance(value, float)):
                self._refuse(self._line(*path), f"{path[-1]!r} of parameter {param.name!r} must be a number")
        elif not isinstance(value, str) or not value:
            self._refuse(self._line(*path), f"{path[-1]!r} of parameter {param.name!r} must be words, in quotes")
        elif param.choices and value not in param.choices:
            self._refuse(
                self._line(*path),
                f"{path[-1]!r} of parameter {param.name!r} must be one of its choices, {either(param.choices)}",
            )

    def _agree(self, params: tuple[Param, ...]) -> None:
        """Slots and parameters must be the same."""
        names = {param.name for param in params if param.type != "limit"}
        filled: set[str] = set()
        in_slots: set[int] = set()
        for slot in SLOT.finditer(self._body):
            line = self._header_length + self._body.count("\n", 0, slot.start()) + 1
            in_slots.add(line)
            slots = [variable[1:] for variable in slot["names"].split()]
            if len(slots) != len(slot["row"].split()) or len(set(slots)) < len(slots):
                self._refuse(line, "a slot must have one UNDEF for each variable, and each variable once")
            for unknown in sorted(set(slots) - names):
                self._refuse(line, f"the slot has ?{unknown}, which is no parameter of the header")
            filled.update(slots)
        for number, text in enumerate(self._body.splitlines(), self._header_length + 1):
            if number not in in_slots and re.search(r"\bUNDEF\b", _QUOTED.sub(" ", text)):
                self._refuse(number, "a slot must be a line like VALUES (?force ?cycle) { (UNDEF UNDEF) }")
        for name in sorted(names - filled):
            self._refuse(self._line("params", name), f"parameter {name!r} stands in no slot")
        self._limits([param for param in params if param.type == "limit"])

    def _limits(self, params: list[Param]) -> None:
        found = list(LIMIT.finditer(self._body))
        if len(params) != len(found) or len(params) > 1:
            line = self._line("params", params[-1].name) if params else self._line("params")
            self._refuse(line, "a line LIMIT n needs one parameter of type limit, and that type such a line")
        if params and params[0].default != int(found[0]["rows"]):
            self._refuse(
                self._line("params", params[0].name),
                f"the default of {params[0].name!r} must be the LIMIT of the query, {found[0]['rows']}",
            )
