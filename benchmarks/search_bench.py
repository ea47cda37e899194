"""Measures `peelgraph search` on a corpus of many reports: `python benchmarks/search_bench.py REPORT [COPIES]`.

The corpus is the report over and over, each time as of another force, with the words of every tenth
sentence numbered so that not all hits are alike. Only what the search needs is put into the store.
"""

from __future__ import annotations

import hashlib
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from peelgraph.build import build
from peelgraph.loaders import Register, load
from peelgraph.loaders.iris import OA, PEEL, PROV, RDF, SKOS
from peelgraph.search import FILE, search
from peelgraph.store import open_for_writing, open_store

_NEEDED = frozenset(
    [f"{PEEL}{name}" for name in ("statedBy", "alsoStatedBy", "section", "page", "text", "sha256", "about", "force")]
    + [f"{PEEL}{name}" for name in ("cycle", "codeVersion", "ruleSet", "agency", "polarity", "grade", "printed")]
    + [f"{OA}start", f"{OA}end", f"{RDF}type", f"{SKOS}notation", f"{SKOS}prefLabel"]
    + [f"{PROV}wasGeneratedBy", f"{PROV}wasDerivedFrom"]
)
QUESTIONS = (["police"], ["mental health"], ["domestic", "abuse", "risk"], ["burgl*"], ["zeppelin"], ["no0000042"])


def corpus(report: Path, copies: int) -> Iterator[ox.Quad]:
    """The quads of all copies."""
    loaded = load(report, Register.packaged())
    quads = [q for some in loaded.graphs.values() for q in some if q.predicate.value in _NEEDED]
    lines = (ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"").decode()
    for number in range(copies):
        copy = lines.replace(f"/{loaded.force}/{loaded.cycle}/", f"/copy{number}/{loaded.cycle}/")
        copy = copy.replace(f'"{loaded.key}"', f'"copy{number}-effectiveness-2016"')
        sha256 = hashlib.sha256(str(number).encode()).hexdigest()
        copy = copy.replace(loaded.sha256, sha256).replace(loaded.sha256[:16], sha256[:16])
        # As long as what it replaces, so that no offset is wrong.
        copy = re.sub(r"(?<=\. )The force(?= \w+ )", f"no{number:07}", copy, count=20)
        yield from ox.parse(copy.encode(), format=ox.RdfFormat.N_QUADS)


def main() -> None:
    """Measure and print."""
    report, copies = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 100  # noqa: PLR2004
    with tempfile.TemporaryDirectory() as folder:
        with open_for_writing(folder) as writer:
            build([], writer, Register.packaged())
        # The published version is filled from outside: through the store's own updates it would take an hour.
        version = next(Path(folder).glob("v*"))
        store = ox.Store(str(version))
        store.bulk_extend(corpus(report, copies))
        store.flush()
        print(f"{copies} reports, {len(store):,} statements")
        del store
        with open_store(folder) as opened:
            started = time.perf_counter()
            search(opened, ["police"])
            seconds = time.perf_counter() - started
            size = Path(folder, FILE).stat().st_size / 1e6
            print(f"index made in {seconds:.1f} s ({1000 * seconds / copies:.0f} ms a report), {size:.0f} MB")
            for words in QUESTIONS:
                runs = []
                for _ in range(5):
                    started = time.perf_counter()
                    found = search(opened, words)
                    runs.append(time.perf_counter() - started)
                print(f"{' '.join(words):24} {sorted(runs)[2] * 1000:7.1f} ms, {found.total:,} hits")


if __name__ == "__main__":
    main()
