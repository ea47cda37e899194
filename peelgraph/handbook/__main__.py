"""``python -m peelgraph.handbook STORE FOLDER`` writes the handbook of a store."""

from __future__ import annotations

import sys
from pathlib import Path

from ..errors import PeelgraphError
from ..store import open_store
from . import write


def main(arguments: list[str]) -> int:
    """Write the pages and say where they are; 2 if that is not possible, with a sentence why."""
    try:
        store, folder = arguments
    except ValueError:
        sys.stderr.write("Usage: python -m peelgraph.handbook STORE FOLDER, the store to read and where to write.\n")
        return 2
    try:
        with open_store(store) as opened:
            written = write(opened, Path(folder))
    except PeelgraphError as error:
        sys.stderr.write(f"peelgraph: {error}\n")
        return 2
    sys.stdout.write(f"{len(written)} pages; start at {Path(folder) / 'index.html'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
