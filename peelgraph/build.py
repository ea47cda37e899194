"""Documents into the store: which files, which of them changed, and what came of each.

Each document replaces its own graphs in one step, together with the pairs of similar findings and the
contradictions with other documents that it takes part in. A document that cannot be used is reported and changes
nothing; the others are loaded all the same.
"""

from __future__ import annotations

import glob
import hashlib
import shutil
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pyoxigraph as ox

from .contradictions import Between
from .loaders import Corrections, Loaded, LoadError, Register, load, rule_set
from .loaders.iris import (
    DCTERMS,
    GRAPH,
    INFERRED_GRAPH,
    INFERRED_RECORD,
    ONTOLOGY_GRAPH,
    PEEL,
    PROV,
    PROVENANCE_GRAPH,
    RDF,
    SKOS,
)
from .similar import SimilarFindings
from .store import Store, WritableStore, select, text
from .validation.results import Result, Severity

SUFFIXES = (".txt", ".pdf", ".html", ".htm", ".csv")
"""What is looked for in a folder; a file that is named outright may have any suffix."""

PUBLISH_EVERY = 50
"""Documents after which a long build shows what it has so far, so that a killed one has not all to redo."""

_ONTOLOGY_RECORD = f"{PROVENANCE_GRAPH}ontology"
_NO_LONGER_INFERRED = {INFERRED_GRAPH: None, INFERRED_RECORD: None}
"""What goes with any change of that from which it was inferred."""


@dataclass(frozen=True, slots=True)
class Built:
    """What came of one file."""

    file: str
    state: Literal["loaded", "unchanged", "refused", "left out"]
    """Refused is a document that could be read, if only in part, and did not pass validation."""
    force: str = ""
    """Notation; empty for published grades and for files that could not be used."""
    cycle: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    """Facts by kind, of files that were loaded."""
    missing: int | None = None
    """How many facts were expected and not found."""
    seconds: float = 0.0
    warnings: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    """Each one sentence that names the file."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What came of a build."""

    documents: tuple[Built, ...]
    misnamed: tuple[str, ...]
    """Paths that lead to no document, a sentence each."""
    notes: tuple[str, ...] = ()
    """What else the user should know, a sentence each."""

    @property
    def faults(self) -> tuple[str, ...]:
        """Everything that is wrong with what was given, a sentence each."""
        return (*self.misnamed, *(fault for document in self.documents for fault in document.faults))

    @property
    def exit_code(self) -> int:
        """0 all is in the store; 1 something has a fault; 2 a path is wrong, or nothing could be used."""
        if self.misnamed or all(document.state == "left out" for document in self.documents):
            return 2
        return 1 if self.faults else 0


Check = Callable[[Mapping[str, Sequence[ox.Quad]]], Sequence[Result]]
"""What is wrong with a document, given as its named graphs; `Validator.check` is one."""

Progress = Callable[[int, int, str], None]
"""Called before each document with how many are done, how many there are, and its file."""


def build(
    paths: Sequence[str],
    store: WritableStore,
    register: Register,
    *,
    corrections: Corrections | None = None,
    check: Check | None = None,
    quarantine: Path | None = None,
    progress: Progress | None = None,
) -> BuildResult:
    """Bring the store up to date with documents.

    Args:
        paths: files, glob patterns, and folders (the files of `SUFFIXES` in them, not those of folders inside).
        store: open for writing; others see the changes when it is published or closed.
        register: what the ontology knows; its graph is renewed when it has changed.
        corrections: what reviewers decided about facts; a document whose corrections changed is read again.
        check: finds what is wrong with a document; one with anything that blocks publication, or with rows that
            cannot be used, is refused whole, and what the store has of it stays. Documents that have not changed are
            not checked.
        quarantine: folder into which refused files are copied.
        progress: told before each document.

    Raises:
        StoreError: the store cannot be written.
    """
    files, misnamed = expand(paths)
    inferred = INFERRED_RECORD in store.graphs()
    _renew_ontology(store, register)
    corrections = corrections or Corrections()
    run = _Run(store, register, corrections, check, quarantine)
    documents = []
    for done, file in enumerate(files):
        if progress:
            progress(done, len(files), file)
        documents.append(run.document(file))
    notes = _without_report(store, corrections)
    if inferred and INFERRED_RECORD not in store.graphs():
        gone = "What had been inferred was dropped, because its sources changed: renew it by peelgraph reason --keep."
        notes = (*notes, gone)
    return BuildResult(tuple(documents), tuple(misnamed), notes)


def expand(paths: Iterable[str], suffixes: Sequence[str] = SUFFIXES) -> tuple[list[str], list[str]]:
    """Files that the paths lead to, sorted and each once, and a sentence for each path that leads to none.

    Args:
        paths: files, patterns, and folders.
        suffixes: what is looked for in a folder.
    """
    files: dict[Path, str] = {}
    misnamed = []
    for given in paths:
        path = Path(given)
        if path.is_dir():
            found = [str(entry) for entry in path.iterdir() if entry.is_file() and entry.suffix.lower() in suffixes]
            if not found:
                misnamed.append(
                    f"The folder {given} has no reports (.txt, .pdf, .html) and no grades (.csv): name another."
                )
        elif path.exists():
            found = [given]
        elif glob.has_magic(given):
            matches = glob.glob(given, recursive=True)  # noqa: PTH207  Path.glob takes no absolute pattern
            found = [match for match in matches if Path(match).is_file()]
            if not found:
                misnamed.append(f"No file is called {given}: check the pattern.")
        else:
            found = []
            misnamed.append(f"There is no file or folder {given}: check the name.")
        for file in found:
            files.setdefault(Path(file).resolve(), file)
    return sorted(files.values()), misnamed


@dataclass(frozen=True, slots=True)
class _Stored:
    """A document as the store has it."""

    graph: str
    """Its graph of facts."""
    force: str
    cycle: str
    report: str = ""
    """Name of the report; empty for published grades."""


class _Run:
    """One build: what the store had, and which file each graph was taken from."""

    def __init__(
        self,
        store: WritableStore,
        register: Register,
        corrections: Corrections,
        check: Check | None,
        quarantine: Path | None,
    ) -> None:
        self._check = check
        self._quarantine = quarantine
        self._store = store
        self._register = register
        self._corrections = corrections
        self._corrected = _corrected(store)
        self._known = {
            sha256: stored
            for sha256, stored in _known(store).items()
            if self._corrected.get(stored.graph, "") == corrections.digest(stored.report)
        }
        self._similar = SimilarFindings(store, register)
        self._between = Between(store)
        self._taken: dict[str, str] = {}
        self._changed = 0

    def document(self, file: str) -> Built:
        """Bring the store up to date with one file."""
        started = time.perf_counter()
        sha256 = _sha256(file)
        if stored := self._known.get(sha256):
            return self._rival(file, sha256, stored) or Built(file, "unchanged", stored.force, stored.cycle)
        try:
            loaded = load(Path(file), self._register, self._corrections)
        except LoadError as error:
            return Built(file, "left out", faults=(str(error),))
        graph = next(name for name in loaded.graphs if not name.startswith(PROVENANCE_GRAPH))
        if rival := self._rival(file, sha256, _Stored(graph, loaded.force, loaded.cycle)):
            return rival
        if refused := self._refused(file, loaded):
            return refused
        warnings = loaded.warnings
        if graph in self._corrected and not self._corrections.digest(loaded.key):
            lost = f"{loaded.key} had corrections in the store and has none now: give them with --corrections."
            warnings = (*warnings, lost)
        remove, add = self._similar.change(loaded)
        gone, found = self._between.change(loaded.graphs)
        self._store.replace({**loaded.graphs, **_NO_LONGER_INFERRED}, remove=[*remove, *gone], add=[*add, *found])
        self._changed += 1
        if self._changed % PUBLISH_EVERY == 0:
            self._store.publish()
        return Built(
            file,
            "loaded",
            loaded.force,
            loaded.cycle,
            loaded.counts,
            len(loaded.missing),
            time.perf_counter() - started,
            warnings,
            loaded.faults,
        )

    def _refused(self, file: str, loaded: Loaded) -> Built | None:
        """What is to be said of a file that does not pass validation, or that could be read in part only."""
        if not self._check:
            return None
        blocking = [result for result in self._check(loaded.graphs) if result.severity == Severity.BLOCKS]
        count = len(loaded.faults) + len(blocking)
        if not count:
            return None
        faults = "one fault" if count == 1 else f"{count:,} faults"
        first = f", first “{blocking[0].message.rstrip('.')}”" if not loaded.faults else ""
        fault = f"{file} was refused for {faults}{first}: see all with `peelgraph validate {file}`."
        warnings = []
        if self._quarantine:
            try:
                self._quarantine.mkdir(parents=True, exist_ok=True)
                shutil.copy2(file, self._quarantine)
            except OSError as error:
                warnings.append(f"{file} could not be copied to {self._quarantine} ({error.strerror}).")
        said = (*loaded.faults, fault)
        return Built(file, "refused", loaded.force, loaded.cycle, warnings=tuple(warnings), faults=said)

    def _rival(self, file: str, sha256: str | None, stored: _Stored) -> Built | None:
        """What is to be said of a file when another of this build has filled its graph already."""
        first = self._taken.setdefault(stored.graph, file)
        if first == file:
            return None
        if _sha256(first) == sha256:
            same = f"{file} is the same as {first}."
            return Built(file, "unchanged", stored.force, stored.cycle, warnings=(same,))
        kind, _, name = stored.graph.removeprefix(GRAPH).partition("/")
        fault = f"{file} was left out, because {first} holds the {kind} {name} as well: keep the right one."
        return Built(file, "left out", stored.force, stored.cycle, faults=(fault,))


def _sha256(file: str) -> str | None:
    try:
        return hashlib.sha256(Path(file).read_bytes()).hexdigest()
    except OSError:
        return None  # the loader says what is wrong with it


def _known(store: Store) -> dict[str | None, _Stored]:
    """Documents that the store has, read with the present rules, by the checksum of their bytes."""
    rows = select(
        store,
        f"""PREFIX peel: <{PEEL}> PREFIX prov: <{PROV}> PREFIX skos: <{SKOS}>
        SELECT ?sha256 ?graph ?force ?cycle ?name WHERE {{
          ?graph a peel:FactGraph ; prov:wasGeneratedBy ?activity ; prov:wasDerivedFrom ?document .
          ?activity peel:ruleSet {ox.Literal(rule_set())} .
          ?document peel:sha256 ?sha256 .
          OPTIONAL {{
            ?graph peel:about ?report .
            ?report peel:force/skos:notation ?force ; peel:cycle/skos:notation ?cycle ; skos:notation ?name
          }}
        }} ORDER BY ?graph""",
    )
    return {text(sha256): _Stored(text(graph), text(f), text(c), text(name)) for sha256, graph, f, c, name in rows}


def _corrected(store: Store) -> dict[str, str]:
    """Digest of the corrections that graphs of the store have been through, by graph."""
    rows = select(
        store,
        f"""PREFIX peel: <{PEEL}> PREFIX prov: <{PROV}>
        SELECT ?graph ?digest WHERE {{ ?graph prov:wasGeneratedBy ?activity . ?activity peel:corrections ?digest }}""",
    )
    return {text(graph): text(digest) for graph, digest in rows}


def _without_report(store: Store, corrections: Corrections) -> tuple[str, ...]:
    """A sentence for each report that has corrections and is not in the store."""
    if not corrections.reports:
        return ()
    known = {text(n) for (n,) in select(store, f"SELECT ?n {{ ?r a <{PEEL}Report> ; <{SKOS}notation> ?n }}")}
    return tuple(
        f"There are corrections of {report}, which is not in the store: build it, or check its name."
        for report in corrections.reports
        if report not in known
    )


def _renew_ontology(store: WritableStore, register: Register) -> None:
    """Load the ontology if the store has another version of it, or none."""
    graph, identifier = ox.NamedNode(ONTOLOGY_GRAPH), ox.NamedNode(f"{DCTERMS}identifier")
    digest = ox.Literal(f"sha256:{register.digest}")
    if select(store, f"SELECT * {{ GRAPH <{_ONTOLOGY_RECORD}> {{ {graph} {identifier} {digest} }} }}"):
        return
    quads = [
        ox.Quad(quad.subject, quad.predicate, quad.object, graph)
        for name in sorted(register.turtle)
        for quad in ox.parse(register.turtle[name], format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
    ]
    record = ox.NamedNode(_ONTOLOGY_RECORD)
    store.replace(
        {
            **_NO_LONGER_INFERRED,
            ONTOLOGY_GRAPH: quads,
            _ONTOLOGY_RECORD: [
                ox.Quad(graph, ox.NamedNode(f"{RDF}type"), ox.NamedNode(f"{PROV}Entity"), record),
                ox.Quad(graph, identifier, digest, record),
            ],
        }
    )
