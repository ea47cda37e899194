"""SPARQL servers for tests: started on a free port of this machine, and always stopped."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

VIRTUOSO = Path("/usr/bin/virtuoso-t")
"""Of Debian's package virtuoso-opensource-7-bin."""

_VIRTUOSO_INI = """[Database]
DatabaseFile = {folder}/v.db
ErrorLogFile = {folder}/v.log
LockFile = {folder}/v.lck
TransactionFile = {folder}/v.trx
xa_persistent_file = {folder}/v.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/t.db
TransactionFile = {folder}/t.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 10
NumberOfBuffers = 10000
CaseMode = 2
DirsAllowed = {folder}
SchedulerInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = {folder}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 25000
MaxQueryExecutionTime = 20
"""


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def oxigraph(*options: str) -> Iterator[str]:
    """The base address of an Oxigraph server that keeps its data in memory."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or "oxigraph"
    base = f"http://127.0.0.1:{free_port()}"
    with _running([program, "serve", "--bind", base.removeprefix("http://"), *options], f"{base}/query"):
        yield f"{base}/"


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """The query address of a Virtuoso in an empty folder, to which everybody may write."""
    sql, port = free_port(), free_port()
    settings = folder / "virtuoso.ini"
    settings.write_text(_VIRTUOSO_INI.format(folder=folder, sql=sql, port=port), "utf-8")
    address = f"http://127.0.0.1:{port}/sparql"
    with _running([str(VIRTUOSO), "+configfile", str(settings), "+foreground"], address):
        for right in (
            'GRANT SPARQL_UPDATE TO "SPARQL"',
            "DB.DBA.RDF_DEFAULT_USER_PERMS_SET ('nobody', 7)",
            'GRANT EXECUTE ON DB.DBA.SPARQL_INSERT_DICT_CONTENT TO "SPARQL"',
        ):
            program = ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", "VERBOSE=OFF", f"EXEC={right};"]
            subprocess.run(program, stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=60)
        yield address


@contextmanager
def _running(command: Sequence[str], address: str) -> Iterator[None]:
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=Path.home()
    )
    try:
        _wait(address, process)
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    """Until the server answers.

    Raises:
        RuntimeError: it ended, or does not answer within a minute.
    """
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        try:
            opener.open(address, timeout=2).close()
        except urllib.error.HTTPError as error:
            error.close()
        except OSError:
            time.sleep(0.05)
            continue
        return
    raise RuntimeError(f"no server answers at {address}")
