"""Prints how the cost of reading grows with a report's length: `python benchmarks/length_bench.py REPORT.txt [TIMES]`.

The long report is the given one with the sections on its questions repeated, as one document.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

_READ = """
import json, resource, sys, time
from pathlib import Path
from peelgraph.loaders import Register, load
register = Register.packaged()
started = time.process_time()
loaded = load(Path(sys.argv[1]), register)
print(json.dumps([time.process_time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def main() -> None:
    """Read the report, and one several times as long."""
    report, times = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10  # noqa: PLR2004
    text = report.read_text(encoding="utf-8")
    begin = text.rindex("\nHow effective is the force at preventing crime")
    end = text.rindex("\nAnnex A")
    with tempfile.TemporaryDirectory() as folder:
        for count in (1, times):
            longer = Path(folder, f"{count}.txt")
            longer.write_text(text[:begin] + text[begin:end] * count + text[end:], encoding="utf-8")
            command = [sys.executable, "-c", _READ, str(longer)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            seconds, memory = json.loads(done.stdout)
            characters = len(longer.read_text(encoding="utf-8"))
            rate = 1e5 * seconds / characters
            print(
                f"{characters:9,d} characters  {seconds:6.2f} s CPU  {rate:.2f} s per 100,000  {memory:.0f} MB at most"
            )


if __name__ == "__main__":
    main()
