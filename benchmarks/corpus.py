"""Makes a store of many reports out of a few, for the benchmarks that need one of the size of the whole series.

The reports are taken in turn, each time as of another of the 43 territorial forces and, when these are used up, of the
next year, with that year's cycle and questions: in 1,000 reports a force has 23 or 24. As in life,

- passages, their words and the facts are each report's own, and so is the wording that tells facts of several reports
  alike, but for what the reports given share;
- of the measures and agencies that are in no register a third are named by all reports, a third by all reports on one
  force, and a third by one report alone.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from peelgraph.build import build
from peelgraph.loaders import Loaded, Register, load
from peelgraph.loaders.iris import ID, OA, ONTOLOGY_GRAPH
from peelgraph.store import open_for_writing

GRADES = Path(__file__).parent.parent / "data" / "peel-grades.csv"
NOT_TERRITORIAL = {"btp", "loamshire", "mummerset"}
AT_ONCE = 50
"""Reports that are loaded in one step."""

# What stands in a template where a copy has its own.
_FORCE, _YEAR, _SHA, _SHORT = b"@FORCE@", b"@YEAR@", b"@SHA256@", b"@SHA@"
_FINGERPRINT = re.compile(rb'fingerprint> "([^"]*)"')
_FOUND = re.compile(rb"<[^>]*/found/([^>]*)>")


def fill(folder: str, reports: Iterable[Path], copies: int) -> None:
    """Build a store of the published grades and so many reports.

    Args:
        folder: of the store, in which there is none yet.
        reports: what copies are made of.
        copies: how many reports there shall be.
    """
    register = Register.packaged()
    with open_for_writing(folder) as writer:
        build([str(GRADES)], writer, register)
    loaded = [load(report, register) for report in reports]
    # The published version is filled from outside: through the store's own updates it would take an hour.
    filled = ox.Store(str(next(Path(folder).glob("v*"))))
    forces = _forces(loaded, register)
    lines = _corpus(loaded, forces, copies)
    while some := b"".join(islice(lines, AT_ONCE)):
        filled.bulk_load(some, format=ox.RdfFormat.N_QUADS, lenient=True)
    filled.bulk_extend(list(_years(filled, {year for *_, year in _keys(loaded, forces, copies)})))
    filled.optimize()  # as a build does when it first publishes a store


def _forces(loaded: Sequence[Loaded], register: Register) -> list[str]:
    """Notations of the forces, those of the reports given first."""
    own = list(dict.fromkeys(report.force for report in loaded))
    return [*own, *(force for force in register.forces if force not in {*own, *NOT_TERRITORIAL})]


def _keys(loaded: Sequence[Loaded], forces: Sequence[str], copies: int) -> Iterator[tuple[int, str, str]]:
    """Of each copy: which report it is made of, its force and its year."""
    for number in range(copies):
        cycle, force = divmod(number, len(forces))
        yield number % len(loaded), forces[force], str(int(loaded[0].cycle) + cycle)


def _corpus(loaded: Sequence[Loaded], forces: Sequence[str], copies: int) -> Iterator[bytes]:
    """N-Quads of each copy."""
    lines = [
        ox.serialize((quad for some in report.graphs.values() for quad in some), format=ox.RdfFormat.N_QUADS) or b""
        for report in loaded
    ]
    wordings = Counter(code for text in lines for code in {*_FINGERPRINT.findall(text)})
    shared = {code for code, reports in wordings.items() if reports > 1}
    templates = [_template(report, text, shared) for report, text in zip(loaded, lines, strict=True)]
    for source, force, year in _keys(loaded, forces, copies):
        sha256 = hashlib.sha256(f"{force} {year}".encode()).hexdigest().encode()
        copy = templates[source].replace(_FORCE, force.encode()).replace(_YEAR, year.encode())
        yield copy.replace(_SHA, sha256).replace(_SHORT, sha256[:16])


def _template(report: Loaded, lines: bytes, shared: set[bytes]) -> bytes:
    """The N-Quads of a report with marks where copies differ."""
    force, cycle, sha256 = report.force.encode(), report.cycle.encode(), report.sha256.encode()
    for old, new in (
        (b"/%b/" % cycle, b"/%b/" % _YEAR),
        (b"cycle/%b>" % cycle, b"cycle/%b>" % _YEAR),
        (b"-%b" % cycle, b"-%b" % _YEAR),
        (b"/%b/" % force, b"/%b/" % _FORCE),
        (b"/%b>" % force, b"/%b>" % _FORCE),
        (b'"%b-' % force, b'"%b-' % _FORCE),
        (sha256, _SHA),
        (sha256[:16], _SHORT),
        # The words of a passage, which start with whose they are.
        (b'<%bexact> "' % OA.encode(), b'<%bexact> "%b %b: ' % (OA.encode(), _FORCE, _YEAR)),
    ):
        lines = lines.replace(old, new)
    lines = _FINGERPRINT.sub(
        lambda found: found[0] if found[1] in shared else b'fingerprint> "%b-%b-%b"' % (found[1], _FORCE, _YEAR), lines
    )
    owners = (b"", _FORCE + b"-", _FORCE + b"-" + _YEAR + b"-")  # all reports, those on a force, one
    names = sorted({*_FOUND.findall(lines)})
    owner = {name: owners[place % len(owners)] for place, name in enumerate(names)}
    return b"\n".join(_owned(line, owner) for line in lines.splitlines()) + b"\n"


def _owned(line: bytes, owner: dict[bytes, bytes]) -> bytes:
    """A line in which measures and agencies that are in no register are those of their owner, by name as well."""
    of = _FOUND.match(line)
    if of:
        line = re.sub(rb'(notation|prefLabel)> "', rb"\g<0>" + owner[of[1]], line)
    return _FOUND.sub(lambda found: found[0].replace(b"/found/", b"/found/" + owner[found[1]]), line)


def _years(filled: ox.Store, years: set[str]) -> Iterator[ox.Quad]:
    """The cycles and questions of years, as those of 2016, which the vocabulary has."""
    for quad in filled.quads_for_pattern(None, None, None, ox.NamedNode(ONTOLOGY_GRAPH)):
        line = f"{quad} ."
        if line.startswith((f"<{ID}question/effectiveness/2016/", f"<{ID}cycle/2016>")):
            for year in sorted(years - {"2016"}):
                copy = line
                for name in ("/2016/", "cycle/2016", '"2016"'):
                    copy = copy.replace(name, name.replace("2016", year))
                yield from ox.parse(copy, format=ox.RdfFormat.N_QUADS)
