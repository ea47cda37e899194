from __future__ import annotations

import asyncio
import contextlib
import json
import math
import os
import signal
import socket
import threading
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from serving import EX, PEOPLE, RUNAWAY, Served, make_store, serving

from peelgraph.server.admission import HASTE, PATIENCE, Places

MEMBERS = f"SELECT ?f ?m {{ ?f <{EX}member> ?m }}"
REMARK = "cut after 100 rows or statements: there are more"


@pytest.mark.parametrize(
    ("accept", "query", "rows", "remark"),
    [
        ("application/sparql-results+json", MEMBERS, 100, ""),
        ("application/sparql-results+xml", MEMBERS, 100, f"</results><!-- {REMARK} --></sparql>"),
        ("text/csv", MEMBERS, 100, ""),
        ("text/tab-separated-values", f"{MEMBERS} LIMIT 101", 100, ""),
        ("application/n-triples", f"CONSTRUCT WHERE {{ ?f <{EX}member> ?m }}", 100, f"# {REMARK}\n"),
        ("text/turtle", f"CONSTRUCT WHERE {{ ?f <{EX}member> ?m }}", 100, f"# {REMARK}\n"),
    ],
)
def test_a_cut_answer_says_so(served: Served, accept: str, query: str, rows: int, remark: str) -> None:
    answer = served.ask(query, accept)
    assert answer.headers["peelgraph-truncated"] == "there are more rows or statements than are sent"
    assert answer.text.endswith(remark)
    member = "/force/loamshire/|/force/mummerset/"
    assert sum(answer.text.count(each) for each in member.split("|")) == rows
    if accept.endswith("json"):
        told = json.loads(answer.text)
        assert (told["truncated"], len(told["results"]["bindings"])) == (REMARK, rows)
        # Oxigraph's reader, and others, take nothing after the rows.
        parsed = ox.parse_query_results(answer.text, format=ox.QueryResultsFormat.JSON)
        assert isinstance(parsed, ox.QuerySolutions)
        assert len(list(parsed)) == rows


@pytest.mark.parametrize(
    "query",
    [
        f"{MEMBERS} LIMIT 100",
        f"{MEMBERS} OFFSET {2 * PEOPLE - 100}",
        f"{MEMBERS} LIMIT 500 OFFSET {2 * PEOPLE - 100}",
        f"SELECT * {{ {{ {MEMBERS} LIMIT 100 }} }} # LIMIT 5",
        f"{MEMBERS} VALUES ?m {{ <{EX}force/loamshire/1> }}",
        "CONSTRUCT { ?s <urn:x> ?n } WHERE { VALUES ?n { 1 2 3 } VALUES ?s { <urn:a> } }",
    ],
)
def test_a_whole_answer_does_not(served: Served, query: str) -> None:
    answer = served.ask(query, "text/csv" if query.startswith("SELECT") else "application/n-triples")
    assert answer.status_code == 200
    assert "peelgraph-truncated" not in answer.headers


def test_a_query_is_stopped_at_its_time_and_others_go_on(served: Served) -> None:
    with ThreadPoolExecutor(5) as pool:
        runaways = [pool.submit(served.ask, f"{RUNAWAY} # {number}") for number in range(5)]
        time.sleep(0.2)
        answers = [served.ask("ASK {}").status_code for _ in range(20)]
        stopped = [each.result() for each in runaways]
    assert answers == [200] * 20
    assert {each.status_code for each in stopped} == {504}
    assert stopped[0].json()["detail"] == (
        "The query was stopped after 1.5 seconds: narrow it, for instance to one force or one year."
    )
    assert served.metric("queries_running") == 0


def test_a_query_is_stopped_at_its_memory(served: Served) -> None:
    product = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"
    answer = served.ask(product, "application/json")
    assert answer.status_code == 413
    assert answer.json()["detail"] == (
        "The query was stopped because it needed more than 0.25 GiB of memory: narrow it, or sort and group fewer rows."
    )
    assert served.ask("ASK {}").text == "true"


def test_a_query_ends_with_its_client(served: Served) -> None:
    with served.socket() as client:
        body = RUNAWAY.encode()
        client.sendall(
            b"POST /query HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: %d\r\n\r\n%b"
            % (len(body), body)
        )
        _until(lambda: served.metric("queries_running") == 1)
    _until(lambda: served.metric("queries_running") == 0)


def test_requests_that_are_too_long_are_refused(served: Served) -> None:
    long = served.ask(f"ASK {{}} # {'x' * 70_000}", "application/json")
    assert long.status_code == 413
    assert long.json()["detail"] == "The query has 70009 characters, and 65536 is the most: shorten it."
    with served.socket() as client:
        client.sendall(b"GET /query?query=" + b"x" * 300_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n")
        assert client.recv(100).startswith(b"HTTP/1.1 414 ")
    with served.socket() as client:
        client.sendall(b"GET / HTTP/1.1\r\n" + b"X-Y: " + b"z" * 400_000)
        assert client.recv(100).startswith(b"HTTP/1.1 431 ")


@pytest.fixture(scope="module")
def tight(tmp_path_factory: pytest.TempPathFactory) -> object:
    """One engine, nearly no queue, few connections, long answers."""
    folder = tmp_path_factory.mktemp("tight")
    (folder / "serve.toml").write_text(
        "[limits]\nworkers = 1\nqueue = 1\nwait = 0.5\nconnections = 12\nper-client = 2\nseconds = 2\n"
        "rows = 300_000\nlong-queries = 2\n"
    )
    with serving(make_store(folder / "store"), "--config", str(folder / "serve.toml")) as running:
        yield running


def test_too_many_at_once_are_told_to_come_back(tight: Served) -> None:
    elsewhere = httpx.HTTPTransport(local_address="127.0.0.2")
    with ThreadPoolExecutor(2) as pool, httpx.Client(transport=elsewhere, base_url=tight.http.base_url) as other:

        def ask(number: int) -> int:
            return other.get("/query", params={"query": f"{RUNAWAY} # {number}"}, timeout=30).status_code

        asked = [pool.submit(ask, number) for number in range(2)]
        _until(lambda: tight.metric("requests_active") == 3)
        refused = other.get("/health")
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "1")
        assert refused.json()["detail"] == "There are more than 2 requests from your address at once: wait for some."
        busy = [tight.ask("ASK {}", "*/*") for _ in range(2)]
        ended = [each.result() for each in asked]
    assert {each.status_code for each in busy} <= {200, 503}
    assert ended[0] == 504


def test_a_slow_client_holds_no_engine(tight: Served) -> None:
    rows = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 200000"
    with tight.socket() as slow:
        slow.sendall(f"GET /query?query={httpx.QueryParams({'q': rows})['q'].replace(' ', '+')}".encode())
        slow.sendall(b"&format=csv HTTP/1.1\r\nHost: x\r\n\r\n".replace(b"{", b"%7B"))
        assert slow.recv(15) == b"HTTP/1.1 200 OK"
        _until(lambda: tight.metric("queries_running") == 0)
        assert tight.ask("ASK {}").text == "true"
        received = bytearray()
        while not received.endswith(b"0\r\n\r\n"):
            received += slow.recv(2**20)
    assert received.count(b"\r\n") > 200_000


def test_a_killed_engine_is_an_error_for_the_client_and_nobody_else(tight: Served) -> None:
    everything = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    url, parameters = "/query", {"query": everything, "format": "csv"}
    plain = {"Accept-Encoding": "identity"}
    with tight.http.stream("GET", url, params=parameters, headers=plain) as answer:
        assert answer.status_code == 200
        pieces = answer.iter_raw()
        assert next(pieces).startswith(b"a,b,c,")
        os.kill(_busiest(tight), signal.SIGKILL)
        with pytest.raises(httpx.RemoteProtocolError, match="incomplete chunked read"):
            deque(pieces, maxlen=0)
    assert tight.ask("ASK {}").text == "true"
    assert tight.metric("aborted_total") == 1


def _busiest(served: Served) -> int:
    """The engine that has computed most: all others are idle."""
    used = {}
    for pid in served.processes():
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        used[pid] = int(fields[11])
    return max(used, key=used.__getitem__)


def _from(address: str, served: Served) -> socket.socket:
    return socket.create_connection(("127.0.0.1", served.port), timeout=30, source_address=(address, 0))


def test_connections_are_bounded(tight: Served) -> None:
    idle = [_from("127.0.0.2", tight) for _ in range(6)]
    try:
        with _from("127.0.0.2", tight) as late:
            assert late.recv(100).startswith(b"HTTP/1.1 429 Too Many Requests")
        assert tight.ask("ASK {}").text == "true"
        tight.http.close()
        tight.http = httpx.Client(base_url=tight.http.base_url, timeout=30, trust_env=False)
        idle += [_from("127.0.0.3", tight) for _ in range(6)]
        with _from("127.0.0.4", tight) as late:
            assert late.recv(100).startswith(b"HTTP/1.1 503 Service Unavailable")
    finally:
        for each in idle:
            each.close()
    _until(lambda: httpx.get(f"{tight.http.base_url}/health", trust_env=False).status_code == 200)


IMPATIENT = """
import peelgraph.server.connection as connection, peelgraph.server.protocol as protocol
connection.SILENT = connection.STUCK = 0.5
protocol.BODY_SECONDS = 1
"""


@pytest.fixture(scope="module")
def impatient(store: Path) -> Iterator[Served]:
    """Waits for clients for half a second where others wait for a quarter of a minute or a whole one."""
    with serving(store, before=IMPATIENT) as running:
        yield running


HALF = b"Host: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 90000\r\n\r\n"


@pytest.mark.parametrize(
    ("start", "answer"),
    [
        (b"", b""),
        (b"GET /health HTTP/1.1\r\nHost: x\r\nX-A: ", b""),
        (b"GET /health HTTP/1.1\r\n" + HALF, b"HTTP/1.1 200 "),
        (b"POST /nowhere HTTP/1.1\r\n" + HALF, b"HTTP/1.1 404 "),
        (b"POST /query HTTP/1.1\r\n" + HALF, b"HTTP/1.1 408 "),
        (b"POST /query HTTP/1.1\r\n" + HALF.replace(b"90000", b"999999999999"), b"HTTP/1.1 413 "),
    ],
    ids=["nothing", "headers", "unread", "nowhere", "body", "endless"],
)
def test_who_sends_slowly_is_cut_off(impatient: Served, start: bytes, answer: bytes) -> None:
    with impatient.socket() as slow:
        slow.sendall(start)
        slow.settimeout(0.05)
        came = bytearray()
        for _ in range(200):
            try:
                if start:
                    slow.sendall(b"x")
                piece = slow.recv(4096)
                if not piece:
                    break
                came += piece
            except TimeoutError:
                continue
            except (ConnectionResetError, BrokenPipeError):
                break
        else:
            raise AssertionError("it is still connected")
        assert came[: len(answer)] == answer
        assert answer or not came
    assert impatient.ask("ASK {}").text == "true"


def test_who_takes_nothing_is_cut_off(impatient: Served) -> None:
    rows = "SELECT+*+%7B?a+?b+?c.+?d+?e+?f%7D"
    with socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.connect(("127.0.0.1", impatient.port))
        slow.sendall(f"GET /query?format=csv&query={rows} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        _until(lambda: impatient.metric("requests_active") == 2)
        _until(lambda: impatient.metric("requests_active") == 1)
        assert impatient.metric("queries_running") == 0
        received = bytearray()
        with contextlib.suppress(ConnectionResetError):
            while piece := slow.recv(2**16):
                received += piece
    assert not received.endswith(b"0\r\n\r\n")


def test_products_by_many_are_stopped_and_others_are_answered(tmp_path: Path) -> None:
    (tmp_path / "serve.toml").write_text("seconds = 2\nworkers = 2\ntotal-memory = 2\nwait = 20\nremembered = 0\n")
    with serving(make_store(tmp_path / "store"), "--config", str(tmp_path / "serve.toml")) as running:
        count = f"SELECT (COUNT(*) AS ?n) {{ ?f <{EX}member> ?m }}"
        with ThreadPoolExecutor(33) as pool:
            asked = [pool.submit(running.ask, RUNAWAY, "application/json") for _ in range(32)]
            _until(lambda: running.metric("requests_active") > 30 or any(each.done() for each in asked))
            others = [running.ask(count).text for _ in range(20)]
            memory = sum(map(_resident, running.processes()))
            ended = [each.result() for each in asked]
        assert others == [f"n\r\n{2 * PEOPLE}\r\n"] * 20
        assert {each.status_code for each in ended} <= {413, 503, 504}
        assert {each.headers.get("retry-after") for each in ended if each.status_code == 503} <= {"2", "10"}
        assert memory < 2 * 2**30
        _until(lambda: running.metric("queries_running") == 0)


def _resident(pid: int) -> int:
    """Bytes of memory of its own that a process holds."""
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{pid}/statm").read_text().split()
        return (int(fields[1]) - int(fields[2])) * os.sysconf("SC_PAGE_SIZE")
    return 0


def test_all_processes_behind_it_can_end_and_the_next_request_is_answered(store: Path) -> None:
    with serving(store) as running:
        _until(lambda: running.metric("data_in_memory") == 1)
        for _ in range(2):
            for pid in running.processes():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            assert running.ask("SELECT (1 AS ?n) {}", "text/csv").status_code in {200, 500}
            _until(lambda: running.ask("SELECT (2 AS ?n) {}", "text/csv").text == "n\r\n2\r\n")
            assert running.http.get("/health").status_code == 200


def _until(true: object) -> None:
    """Wait for something, for a quarter of a minute at most."""
    assert callable(true)
    for _ in range(300):
        if true():
            return
        threading.Event().wait(0.05)
    raise AssertionError("it did not happen")


def test_a_kind_that_had_to_make_room_leaves_a_place_to_others() -> None:
    async def run() -> None:
        places, order = Places(2, 9, 5), list[int]()

        async def wait(kind: int) -> None:
            await places.take(kind)
            order.append(kind)

        for _ in range(2):
            await places.take(1)
        waiting = [asyncio.create_task(wait(1))]
        await asyncio.sleep(0)
        assert not places.is_hogged(1)
        waiting.append(asyncio.create_task(wait(2)))
        await asyncio.sleep(0)
        assert places.is_hogged(1)
        places.give(1, greedy=True)
        await asyncio.sleep(0)
        assert order == [2]
        places.give(2)
        await asyncio.sleep(0)
        assert order == [2]  # one of the greedy kind still has a place, and the other stays free
        await places.take(3)
        assert not places.is_hogged(1)
        places.give(1)  # by itself
        await asyncio.gather(*waiting)
        assert order == [2, 1]

    asyncio.run(run())


def test_who_is_known_to_be_quick_overtakes_others_but_not_all_the_time() -> None:
    async def run() -> None:
        places, order = Places(1, 9, 5), list[int]()

        async def wait(kind: int, *, quick: bool) -> None:
            await places.take(kind, quick=quick)
            order.append(kind)
            places.give(kind)

        await places.take(1)
        assert places.patience(1, quick=False) == math.inf
        waiting = [asyncio.create_task(wait(kind, quick=kind > 10)) for kind in (2, 3)]
        await asyncio.sleep(0)
        assert places.patience(1, quick=False) == HASTE  # its kind has all places
        places.give(1)
        await asyncio.gather(*waiting)
        await places.take(1)
        waiting = [asyncio.create_task(wait(kind, quick=kind > 10)) for kind in (2, 3, 11, 12)]
        await asyncio.sleep(0)
        order.clear()
        places.give(1)
        await asyncio.gather(*waiting)
        assert order == [11, 2, 12, 3]

    asyncio.run(run())


def test_what_nobody_knows_makes_room_sooner_where_one_waits_that_is_quick() -> None:
    async def run() -> None:
        places = Places(2, 9, 5)
        await places.take(1)
        await places.take(2)
        for quick, patience in ((False, PATIENCE), (True, HASTE)):
            waiting = asyncio.create_task(places.take(3, quick=quick))
            await asyncio.sleep(0)
            assert places.patience(1, quick=False) == patience
            assert places.patience(1, quick=True) == PATIENCE
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)

    asyncio.run(run())


def peak(served: Served) -> int:
    """Bytes that the largest of a server's processes held at most."""
    found = [Path(f"/proc/{pid}/status").read_text() for pid in (served.process.pid, *served.processes())]
    return max(int(line.split()[1]) * 1024 for text in found for line in text.splitlines() if line.startswith("VmHWM"))


def test_a_million_rows_need_no_more_memory_than_ten(store: Path) -> None:
    every = "SELECT ?a ?b ?c { VALUES ?n { 1 2 } ?a ?p ?b . ?c ?q ?d } LIMIT"
    with serving(store, "--rows", "1000000", "--workers", "1") as running:
        assert len(running.ask(f"{every} 10").text.splitlines()) == 11
        before = peak(running)
        rows = size = 0
        asked = {"query": f"{every} 1000000"}
        with running.http.stream("POST", "/query", data=asked, headers={"Accept": "text/csv"}) as answer:
            for piece in answer.iter_bytes():
                rows += piece.count(b"\r\n")
                size += len(piece)
        assert rows == 1_000_001
        assert size > 100_000_000
        assert peak(running) - before < 32_000_000
