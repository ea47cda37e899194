"""What all writers write: results in groups, counted, and what follows from them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...loaders.iris import ID
from ..baseline import Comparison, State
from ..results import Checked, Outcome, Place, Result, Severity

ORDER = tuple(Severity)
"""Worst first."""
HEADING = {
    Severity.BLOCKS: "Blocks publication",
    Severity.CAVEAT: "To be shown with a caveat",
    Severity.NOTE: "Worth knowing",
}
MEANING = {
    Severity.BLOCKS: "To be put right before the report is published or its data are used.",
    Severity.CAVEAT: "The data can be published if this is shown with them.",
    Severity.NOTE: "For information: the data can be published as they are.",
}


@dataclass(frozen=True, slots=True)
class Item:
    """A result, and what became of it since the earlier validation if there is one."""

    result: Result
    state: State | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The results of one cause."""

    severity: Severity
    cause: str
    shape: str
    count: int
    """How many there are in all, of which `items` may be the first only."""
    items: tuple[Item, ...]

    @property
    def remedy(self) -> str:
        """What would put them right; empty where it differs from one to the other."""
        remedies = {item.result.remedy for item in self.items}
        return remedies.pop() if len(remedies) == 1 else ""


@dataclass(frozen=True, slots=True)
class Report:
    """A validation, and what it is judged by."""

    outcome: Outcome
    fail_on: Severity | None = Severity.BLOCKS
    """The least severity that fails; None if nothing does."""
    comparison: Comparison | None = None
    """With an earlier validation; then only new results fail."""
    licence: str = ""
    """Of the words quoted."""

    @property
    def items(self) -> tuple[Item, ...]:
        """The results in the order found, with their states."""
        states: Sequence[State | None] = self.comparison.states if self.comparison else ()
        return tuple(map(Item, self.outcome.results, states or [None] * len(self.outcome.results)))

    @property
    def gone(self) -> tuple[Item, ...]:
        """Results of the earlier validation that are no longer there."""
        return tuple(Item(result, State.GONE) for result in self.comparison.gone) if self.comparison else ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What else the user should know, a sentence each."""
        cut = [
            f"Of “{group.cause}”, the first {len(group.items):,} of {group.count:,} results are listed."
            for group in self.groups()
            if group.count > len(group.items)
        ]
        return (*self.outcome.notes, *cut, *(self.comparison.notes if self.comparison else ()))

    @property
    def unread(self) -> tuple[Checked, ...]:
        """Documents that could not be read, or not in whole."""
        return tuple(document for document in self.outcome.documents if document.faults)

    def groups(self) -> list[Group]:
        """Results by cause, worst first; in each the new ones first."""
        return grouped(self.items, dict(self.outcome.counts))

    def counts(self) -> dict[Severity, int]:
        """How many results there are of each severity, those that are not listed included."""
        found = Counter[Severity]()
        for group in self.groups():
            found[group.severity] += group.count
        return {severity: found[severity] for severity in ORDER}

    def fails(self, item: Item) -> bool:
        """Whether a result is one of those that fail."""
        return (
            self.fail_on is not None
            and ORDER.index(item.result.severity) <= ORDER.index(self.fail_on)
            and item.state in {None, State.NEW}
        )

    @property
    def exit_code(self) -> int:
        """0 nothing fails; 1 a result does, or a document has a fault; 2 a path is wrong, or nothing could be read."""
        documents = self.outcome.documents
        if not any(document.key for document in documents) or not all(document.file for document in documents):
            return 2
        return 1 if self.unread or any(map(self.fails, self.items)) else 0

    def summary(self) -> str:
        """The result in a line."""
        counts = self.counts()
        blocks, caveats, notes = (counts[severity] for severity in ORDER)
        results = plural(blocks, "result")
        said = [
            f"{results} {'blocks' if blocks == 1 else 'block'} publication" if blocks else "Nothing blocks publication"
        ]
        said += [f"{caveats:,} {'calls' if caveats == 1 else 'call'} for a caveat"] if caveats else []
        said += [f"{notes:,} {'is' if notes == 1 else 'are'} worth knowing"] if notes else []
        sentences = [", ".join(said)]
        if self.comparison:
            states = Counter(self.comparison.states)
            gone = len(self.comparison.gone)
            sentences.append(
                f"Since the earlier validation: {states[State.NEW]:,} new, {gone:,} gone, "
                f"{states[State.UNCHANGED]:,} unchanged"
            )
        if not any(document.key for document in self.outcome.documents):
            sentences = ["Nothing could be read"]
        elif self.unread:
            unread = plural(len(self.unread), "document")
            sentences.append(f"{unread} could not be read, or not in whole")
        return " ".join(f"{sentence}." for sentence in sentences)


def grouped(items: Iterable[Item], counts: dict[str, int]) -> list[Group]:
    """Results by severity, worst first, and cause, in the order in which causes come up.

    Args:
        items: the results.
        counts: how many each shape gave in all, by its IRI; those not named gave the ones that are there.
    """
    together: defaultdict[tuple[Severity, str, str], list[Item]] = defaultdict(list)
    for item in items:
        together[item.result.severity, item.result.cause, item.result.shape].append(item)
    return [
        Group(severity, cause, shape, max(counts.get(shape, 0), len(alike)),
              tuple(sorted(alike, key=lambda item: item.state is State.UNCHANGED)))
        for (severity, cause, shape), alike in sorted(together.items(), key=lambda entry: ORDER.index(entry[0][0]))
    ]  # fmt: skip


def plural(count: int, noun: str) -> str:
    """A count and its noun.

    >>> plural(1, "result"), plural(1200, "result")
    ('1 result', '1,200 results')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def short(iri: str) -> str:
    """The name of a shape as docs/shapes.md lists it; empty if it has none.

    >>> short("https://w3id.org/peelgraph/shapes#Judgment-grade"), short("_:b0")
    ('Judgment-grade', '')
    """
    return "" if iri.startswith("_:") else iri.rpartition("#")[2].rpartition("/")[2]


def thing(iri: str) -> str:
    """A thing of the graph by the name that ``peelgraph explain`` knows it by.

    >>> thing("https://w3id.org/peelgraph/id/judgment/loamshire/2016/effectiveness/2")
    'judgment/loamshire/2016/effectiveness/2'
    """
    return iri.removeprefix(ID)


def about(result: Result) -> str:
    """What a result is about: its report, the thing and the value of the property that is wrong.

    What was not found has no name but an internal one, so that its message has to do. Messages about a property
    cannot have the value in them (SHACL, section 5.3.2, has that for SPARQL only).

    >>> from ..results import Result, Severity
    >>> about(Result("", "", Severity.NOTE, "", f"{ID}judgment/x", "http://a.example/#grade", '"good"@en', "", ""))
    'judgment/x, grade: good'
    """
    named = thing(result.focus)
    name = ": ".join(filter(None, (result.report, "" if named.startswith("missing/") else named)))
    value = _lexical(result.value)
    if not result.path or not value or value in result.message:
        return name
    attribute = short(result.path) if re.fullmatch(r"[^<>()|^]+", result.path) else ""
    return f"{name}, {attribute or 'value'}: {value}"


def _lexical(value: str) -> str:
    """What an N-Triples term says: the characters of a literal, the name of a thing."""
    match = re.fullmatch(r'"(.*)"(?:@[\w-]+|\^\^<[^>]*>)?', value, re.DOTALL)
    if match:
        return match[1]
    return thing(value[1:-1]) if value.startswith("<") and value.endswith(">") else value


def where(place: Place) -> str:
    """Where words stand.

    >>> where(Place("report.txt", "…", 0, 1, 12, "Summary of findings"))
    'report.txt, page 12, under “Summary of findings”'
    """
    page = f", page {place.page}" if place.page is not None else ""
    return f"{place.document}{page}{f', under “{place.section}”' if place.section else ''}"


def document_of(report: str, name: str, documents: Iterable[Checked]) -> Checked | None:
    """The document that a passage stands in, if it is one of those that were checked.

    Args:
        report: name of the report that the result is about.
        name: of the file, without its folder.
        documents: those that were checked.
    """
    alike = [document for document in documents if Path(document.file).name == name]
    return next((document for document in alike if document.key == report), alike[0] if alike else None)
