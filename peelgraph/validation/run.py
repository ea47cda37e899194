"""A validation of several documents, from their files to the outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path

from ..build import SUFFIXES, expand
from ..contradictions import Between
from ..loaders import Corrections, LoadError, Register
from ..loaders.iris import PROVENANCE_GRAPH
from ..store import Store
from .engine import MOST, SECONDS, Engine, Validator
from .findings import first_of_each
from .inputs import FORMATS, Input, read_input
from .results import Checked, Outcome, Result
from .scratch import Scratch

Progress = Callable[[int, int, str], None]
"""Called before each document with how many are done, how many there are, and its file."""


def validate(
    paths: Sequence[str],
    *,
    register: Register,
    store: Store | None = None,
    shapes: Sequence[Path] = (),
    most: int = MOST,
    engine: Engine = "fast",
    seconds: float | None = SECONDS,
    corrections: Corrections | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Hold documents against the shapes, in the context of a store that is only read.

    Args:
        paths: reports, CSV files of grades, RDF files, folders of them, and patterns. They see one another.
        register: the ontology.
        store: what is there already, if there is a store.
        shapes: Turtle files of the user's own shapes.
        most: how many results of one cause to keep; all are counted.
        engine: who checks our shapes, peelgraph itself or pySHACL.
        seconds: how long one SPARQL constraint, or one of the user's shapes, may take over one document;
            None: without limit.
        corrections: what reviewers decided about facts of reports.
        progress: told before each document.

    Raises:
        ShapesError: the shapes cannot be used.
        StoreError: the store cannot be read.
    """
    validator = Validator(register, store, shapes, engine=engine, most=most, seconds=seconds)
    files, misnamed = expand(paths, (*SUFFIXES, *FORMATS))
    checked = [Checked("", faults=(sentence,)) for sentence in misnamed]
    inputs, unread = _read(files, register, corrections)
    beside = _beside(inputs) if len(inputs) > 1 else None
    results: list[Result] = []
    counts: Counter[str] = Counter()
    for done, document in enumerate(inputs):
        if progress:
            progress(done, len(inputs), document.file)
        checking = validator.checked(document.graphs, beside, document.key)
        counts.update(checking.counts)
        results = first_of_each([*results, *checking.results], most)
    checked += [*unread, *(Checked(d.file, d.key, d.faults, d.warnings) for d in inputs)]
    return Outcome(
        tuple(sorted(checked, key=lambda document: document.file)),
        tuple(results),
        tuple(sorted(counts.items())),
        validator.notes,
    )


def _beside(inputs: Sequence[Input]) -> Scratch:
    """Documents that are validated together, as a build would store them."""
    scratch = Scratch()
    between = Between(scratch)
    for document in inputs:
        remove, add = between.change(document.graphs)
        scratch.change(chain.from_iterable(document.graphs.values()), remove, add)
    return scratch


def _read(
    files: Sequence[str], register: Register, corrections: Corrections | None
) -> tuple[list[Input], list[Checked]]:
    """Documents that could be read, no two of the same report, and why the others could not."""
    inputs, unread = [], []
    holders: dict[str, str] = {}
    for file in files:
        try:
            document = read_input(file, register, corrections)
        except LoadError as error:
            unread.append(Checked(file, faults=(str(error),)))
            continue
        graph = next((name for name in document.graphs if not name.startswith(PROVENANCE_GRAPH)), "")
        if graph in holders:
            twice = f"{file} was left out, because {holders[graph]} holds the same: keep the right one."
            unread.append(Checked(file, faults=(twice,)))
            continue
        holders[graph] = file
        inputs.append(document)
    return inputs, unread
