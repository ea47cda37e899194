"""Fills the slots of a query with values that were checked.

Values are terms, never text that is pasted: a plain string becomes a literal with everything escaped
that SPARQL gives a meaning to (pyoxigraph writes it), a number a typed literal, a limit an integer. So
no value can change what a query does.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property
from types import MappingProxyType

import pyoxigraph as ox

from .catalogue_header import LIMIT, SLOT, TYPES, CatalogueError, Param, Query, either, nearest

Value = str | int | float | Decimal
Given = Mapping[str, Value | Sequence[Value] | None]
"""Values by the name of the parameter: one, several (any of them may match), or None for not given."""
Checked = Mapping[str, tuple[str | int | Decimal, ...]]
"""Values as the query takes them, by parameter; parameters without a value are left out."""

_SLOT_LINE = re.compile(rf"{SLOT.pattern}\n", re.MULTILINE)
_ESCAPE = re.compile(r"\\(?:\\(?P<letter>[uU])?|u(?P<code>[0-9A-F]{4})|.)")
_DECIMAL = ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
_MOST_DIGITS = 18
"""Of a number before or after the point: XSD asks processors for 18 digits of a decimal and no more."""
_FEW = 12
"""So many legal values an error lists in full."""
_LONGEST_SHOWN = 60
"""Characters of a refused value that an error repeats."""


def _fold(name: str) -> str:
    """A name as it is compared: without case, punctuation and the difference between & and and.

    >>> _fold("Devon & Cornwall  Police")
    'devon and cornwall police'
    """
    plain = unicodedata.normalize("NFKC", name).casefold().replace("&", " and ")
    return " ".join(re.split(r"[\W_]+", plain)).strip()


@dataclass(frozen=True)
class Vocabulary:
    """The values that the graph knows, for checking parameters against.

    Types that are not in it are not checked: without a graph, any force is taken as it is written.
    """

    values: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=lambda: MappingProxyType({}))
    """Type of parameter -> notation -> other names."""

    @classmethod
    def from_rows(cls, rows: Iterable[Sequence[str | None]]) -> Vocabulary:
        """The vocabulary from the answer of the query ``vocabulary``.

        Args:
            rows: (type, notation, label, name), one a name; more columns are ignored.
        """
        values: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for kind, notation, label, name, *_ in rows:
            if kind and notation:
                values[kind][notation].update(word for word in (label, name) if word)
        return cls({kind: {n: frozenset(names) for n, names in known.items()} for kind, known in values.items()})

    @cached_property
    def _by_name(self) -> dict[str, dict[str, set[str]]]:
        """Type -> folded name -> notations; a notation comes before all other names."""
        index: dict[str, dict[str, set[str]]] = {}
        for kind, known in self.values.items():
            names = index[kind] = defaultdict(set)
            for notation, aliases in known.items():
                for alias in aliases:
                    names[_fold(alias)].add(notation)
            for notation in known:
                names[_fold(notation)] = {notation}
        return index

    def find(self, kind: str, name: str) -> list[str]:
        """Notations that a name of this type may stand for: one, none, or several."""
        known = self.values[kind]
        return [name] if name in known else sorted(self._by_name[kind].get(_fold(name), ()))

    def near(self, kind: str, name: str) -> list[str]:
        """Notations whose names are most like a misspelt one."""
        names = self._by_name[kind]
        found = (notation for near in nearest(_fold(name), names, 5) for notation in sorted(names[near]))
        return list(dict.fromkeys(found))[:3]


EMPTY = Vocabulary()
"""Knows no values, so that those of the graph are not checked."""


def check(query: Query, given: Given, vocabulary: Vocabulary = EMPTY) -> dict[str, tuple[str | int | Decimal, ...]]:
    """Check values, and put them into the form that the query takes.

    Names become notations ("Hampshire Police" becomes ``hampshire``); defaults are filled in; a value
    given twice counts once.

    Args:
        query: the query.
        given: values by the name of the parameter.
        vocabulary: the values that the graph knows.

    Raises:
        CatalogueError: if a parameter is unknown or missing, or a value is not legal; it says which are near.
    """
    for name in given:
        if query.param(name) is None:
            raise CatalogueError(_unknown_parameter(query, name))
    checked = {}
    for param in query.params:
        values = _as_list(given.get(param.name))
        if not values and param.required:
            raise CatalogueError(
                f"Query {query.name} needs {param.name}, {TYPES[param.type]}: for example {param.example}."
            )
        if not values and param.default is not None:
            values = [param.default]
        if param.type == "limit" and len(values) > 1:
            raise CatalogueError(f"{_place(query, param)} takes one value only.")
        if values:
            checked[param.name] = tuple(dict.fromkeys(_checked(query, param, v, vocabulary) for v in values))
    return checked


def bind(query: Query, given: Given, vocabulary: Vocabulary = EMPTY) -> str:
    """The SPARQL of a query with values in its slots.

    Raises:
        CatalogueError: as `check` does.
    """
    checked = check(query, given, vocabulary)
    terms = {name: [_term(value) for value in values] for name, values in checked.items()}

    def fill(slot: re.Match[str]) -> str:
        # A variable that may have any value is left out: UNDEF says the same, but Virtuoso finds nothing with it.
        names = [name for variable in slot["names"].split() if (name := variable[1:]) in terms]
        if not names:
            return ""
        rows = " ".join(f"({' '.join(row)})" for row in itertools.product(*(terms[name] for name in names)))
        return f"{slot['indent']}VALUES ({' '.join(f'?{name}' for name in names)}) {{ {rows} }}\n"

    text = _SLOT_LINE.sub(fill, query.text)
    for param in query.params:
        if param.type == "limit":
            text = LIMIT.sub(f"LIMIT {int(checked[param.name][0])}", text)
    return text


def _term(value: str | int | Decimal) -> str:
    if isinstance(value, str):
        return _ESCAPE.sub(_long_code, str(ox.Literal(value)))
    return str(ox.Literal(f"{value:f}", datatype=_DECIMAL))


def _long_code(escape: re.Match[str]) -> str:
    r"""An escape in a string, in a form that all parsers read alike.

    rdflib replaces codes before it looks at strings. It takes ``\\u0022``, a backslash and five more characters, for
    half a backslash and a code, and ``\u0007`` before ``0000`` for a code of eight digits. So a u after a backslash
    is written as a code, and every code with eight digits.
    """
    letter, code = escape["letter"], escape["code"]
    if letter:
        return rf"\\\U{ord(letter):08X}"
    return rf"\U{code:0>8}" if code else escape[0]


def _as_list(value: Value | Sequence[Value] | None) -> list[Value]:
    if value is None:
        return []
    return [value] if isinstance(value, str | int | float | Decimal) else list(value)


def _place(query: Query, param: Param) -> str:
    return f"Parameter {param.name} of query {query.name}"


def _shown(value: object) -> str:
    """A value inside a message: printable, and not too long."""
    text = str(value)
    short = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."
    return f'"{short}"' if short.isprintable() and '"' not in short else ascii(short)


def _unknown_parameter(query: Query, name: str) -> str:
    names = [param.name for param in query.params]
    if not names:
        return f"Query {query.name} has no parameter {_shown(name)}: it takes none."
    return f"Query {query.name} has no parameter {_shown(name)}; did you mean {either(nearest(name, names) or names)}?"


def _checked(query: Query, param: Param, value: object, vocabulary: Vocabulary) -> str | int | Decimal:
    place = _place(query, param)
    if param.type == "limit":
        return _limit(place, value)
    if param.type == "number":
        return _number(place, value)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)  # cycle=2016 is what people write
    if not isinstance(value, str):
        raise CatalogueError(f"{place} must be {TYPES[param.type]}, not {_shown(value)}.")
    if not value.strip():
        raise CatalogueError(f"{place} is empty; leave it out, or give {TYPES[param.type]}.")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise CatalogueError(f"{place} is not text: {_shown(value)} has half a character in it.") from None
    if param.choices:
        known = Vocabulary({param.type: dict.fromkeys(param.choices, frozenset[str]())})
        return _known(place, param.type, value, known)
    return _known(place, param.type, value, vocabulary) if param.type in vocabulary.values else value


def _known(place: str, kind: str, value: str, vocabulary: Vocabulary) -> str:
    found = vocabulary.find(kind, value)
    if len(found) == 1:
        return found[0]
    if found:
        raise CatalogueError(f"{place}: {_shown(value)} may mean {either(found)}; give one of these.")
    known = sorted(vocabulary.values[kind])
    near = known if len(known) <= _FEW else vocabulary.near(kind, value)
    if not near:
        raise CatalogueError(f"{place} must be {TYPES[kind]}; none of the {len(known)} is like {_shown(value)}.")
    hint = f"it may be {either(near)}." if near is known else f"did you mean {either(near)}?"
    raise CatalogueError(f"{place} must be {TYPES[kind]}, and {_shown(value)} is none; {hint}")


def _number(place: str, value: object) -> Decimal:
    try:
        number = Decimal(value if isinstance(value, int | Decimal) else str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    # Both ways from 1, or else 1e999999999 would be written out in full.
    if isinstance(value, bool) or not number.is_finite() or not -_MOST_DIGITS <= number.adjusted() < _MOST_DIGITS:
        raise CatalogueError(f"{place} must be a number such as 0.5, not {_shown(value)}.")
    return number


def _limit(place: str, value: object) -> int:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 10**9:
        raise CatalogueError(f"{place} must be a whole number from 1, not {_shown(value)}.")
    return value
