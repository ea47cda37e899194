"""The themes of policing that a text speaks of, by the labels of the ontology."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from ..gazetteer import Gazetteer
from ..register import Register

_LABELS: WeakKeyDictionary[Register, Gazetteer[str]] = WeakKeyDictionary()


def themes_of(text: str, register: Register) -> tuple[str, ...]:
    """Notations of the themes whose labels stand in `text`, in the order in which it names them.

    A longer label counts before a shorter one within it: 'child sexual exploitation' is not also
    'sexual exploitation'.
    """
    return tuple(dict.fromkeys(hit.value for hit in _labels(register).find(text)))


def _labels(register: Register) -> Gazetteer[str]:
    found = _LABELS.get(register)
    if found is None:
        themes = register.vocabulary("Theme")
        found = Gazetteer((label, notation) for notation, labels in themes.items() for label in labels)
        _LABELS[register] = found
    return found
