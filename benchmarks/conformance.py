"""The W3C's tests of SPARQL, run over HTTP against `peelgraph serve`.

The suite is not part of the project; it is looked for beside it, or where the first argument says. It empties the
store that it is given again and again, so it gets one of its own, and a server that lets anyone write.

    python benchmarks/conformance.py [../shared/conformance] [options of sparql_suite.py]
"""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from peelgraph.store import open_for_writing

ROOT = Path(__file__).resolve().parents[1]
REQUIRED = 1021
WHOLE = ("protocol", "gsp-indirect", "service-description", "conneg", "gsp-extra")
"""Sections in which nothing may fail."""


def main(arguments: list[str]) -> int:
    """Run the suite; gives 0 if it goes well enough, 1 if not, 2 if there is no suite."""
    given = [each for each in arguments[:1] if not each.startswith("-")]
    suite = Path(given[0] if given else ROOT.parent / "shared" / "conformance") / "sparql_suite.py"
    if not suite.exists():
        print(f"The W3C's tests are not part of the project, and not at {suite}.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        with open_for_writing(str(store)) as empty:
            empty.publish()
        code = "from peelgraph.cli import main; raise SystemExit(main())"
        port = _free_port()  # where the suite plays the rest of the web
        options = [
            "--port",
            "0",
            "--write-without-token",
            "--default-graph",
            "own",
            "--allow-host",
            f"127.0.0.1:{port}",
        ]
        command = [sys.executable, "-c", code, "serve", "--store", str(store), *options]
        log = Path(folder) / "log"
        with log.open("w") as out, subprocess.Popen(command, stderr=out) as server:
            try:
                url = _address(log, server)
                web = ["--web-port", str(port)]
                return _run(suite, url, Path(folder) / "outcome.json", [*web, *arguments[len(given) :]])
            finally:
                server.terminate()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def _address(log: Path, server: subprocess.Popen[bytes]) -> str:
    while server.poll() is None:
        if found := re.search(r"at (http://\S+)/ ", log.read_text()):
            return found[1]
    raise SystemExit(log.read_text())


def _run(suite: Path, url: str, outcome: Path, options: list[str]) -> int:
    places = ["--query", f"{url}/query", "--update", f"{url}/update", "--gsp", f"{url}/store"]
    command = [sys.executable, str(suite), *places, "--label", "peelgraph", "--out", str(outcome), *options]
    ended = subprocess.run(command, check=False)
    if ended.returncode:
        return 1
    told = json.loads(outcome.read_text())
    sections = told["sections"]
    short = [name for name in WHOLE if name in sections and sections[name]["passed"] < sections[name]["total"]]
    for name in short:
        print(f"{name}: something fails, and nothing may", file=sys.stderr)
    partial = any(each in options for each in ("--sections", "--match"))
    if not partial and told["required"]["passed"] < REQUIRED:
        print(f"{told['required']['passed']} pass, and {REQUIRED} must", file=sys.stderr)
        return 1
    return 1 if short else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
