"""Answers that are given again, over connections that stay open."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from serving import EX, G1, Served, serving

COUNT = f"SELECT%20(COUNT(*)%20AS%20%3Fn)%20%7B%20%3Fs%20%3C{EX}again%3E%20%3Fo%20%7D"
TELL = f"INSERT DATA {{ GRAPH <{G1}> {{ <{EX}a> <{EX}again> 1 }} }}"


def asked(query: str, *headers: str) -> bytes:
    lines = [f"GET /query?query={query} HTTP/1.1", "Host: x", "Accept: text/csv", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def answer(connection: socket.socket) -> tuple[bytes, bytes]:
    """Status line and body of the next answer."""
    got = b""
    while b"\r\n\r\n" not in got:
        got += connection.recv(1)
    head, _, _ = got.partition(b"\r\n\r\n")
    lines = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
    body = b""
    for _ in range(int(lines.get(b"content-length", 0))):
        body += connection.recv(1)
    return head.partition(b"\r\n")[0], body


OK = b"HTTP/1.1 200 OK"


def test_the_same_bytes_get_the_same_answer(served: Served) -> None:
    before = served.metric("remembered_total")
    with served.socket() as connection:
        for _ in range(5):
            connection.sendall(asked("ASK%20%7B%7D%23once"))
            assert answer(connection) == (OK, b"true")
    assert served.metric("remembered_total") == before + 4


@pytest.mark.parametrize("cut", [1, 30, -1, -3])
def test_a_known_request_that_comes_in_pieces(served: Served, cut: int) -> None:
    request = asked("ASK%20%7B%7D", "X-Pieces: yes")
    with served.socket() as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _ in range(3):
            connection.sendall(request)
            assert answer(connection) == (OK, b"true")
        connection.sendall(request[:cut])
        connection.settimeout(0.3)
        with pytest.raises(TimeoutError):
            connection.recv(1)
        connection.settimeout(30)
        connection.sendall(request[cut:])
        assert answer(connection) == (OK, b"true")


def test_known_requests_one_behind_the_other(served: Served) -> None:
    known, other = asked("ASK%20%7B%7D"), asked("ASK%20%7B%20%3Curn:x%3E%20%3Curn:y%3E%201%20%7D")
    with served.socket() as connection:
        for request in (known, known, known, known + other + known, other, known):
            connection.sendall(request)
        bodies = [answer(connection)[1] for _ in range(8)]
    assert bodies == [b"true", b"true", b"true", b"true", b"false", b"true", b"false", b"true"]


def test_a_known_request_in_the_body_of_another_is_not_answered(served: Served) -> None:
    known = asked("ASK%20%7B%7D")
    head = f"POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: {len(known)}\r\n\r\n".encode()
    with served.socket() as connection:
        for _ in range(3):
            connection.sendall(known)
            assert answer(connection) == (OK, b"true")
        connection.sendall(head)
        assert answer(connection)[0] == b"HTTP/1.1 404 Not Found"
        connection.sendall(known)  # which is what the length above is of
        connection.sendall(known)
        assert answer(connection) == (OK, b"true")
        connection.settimeout(0.3)
        with pytest.raises(TimeoutError):
            connection.recv(1)


def test_nothing_is_given_again_of_data_that_have_changed(writable: Served) -> None:
    with writable.socket() as connection:
        for _ in range(3):
            connection.sendall(asked(COUNT))
            assert answer(connection) == (OK, b"n\r\n0\r\n")
        told = writable.http.post("/update", content=TELL, headers={"Content-Type": "application/sparql-update"})
        assert told.status_code == 204
        for _ in range(3):
            connection.sendall(asked(COUNT))
            assert answer(connection) == (OK, b"n\r\n1\r\n")


def test_a_client_of_http_1_0_is_told_where_its_answer_ends(served: Served) -> None:
    known = asked("ASK%20%7B%7D", "X-Old: yes", "Connection: keep-alive")
    with served.socket() as connection:
        for _ in range(2):
            connection.sendall(known)
            assert answer(connection) == (OK, b"true")
    for _ in range(2):
        with served.socket() as connection:
            connection.settimeout(3)
            connection.sendall(known.replace(b"HTTP/1.1", b"HTTP/1.0"))
            received = b"".join(iter(lambda: connection.recv(4096), b""))
        assert b"connection: close" in received.lower()
        assert received.endswith(b"\r\n\r\ntrue")


def test_empty_lines_keep_no_connection_open(served: Served) -> None:
    with served.socket() as connection:
        connection.sendall(asked("ASK%20%7B%7D%23lines"))
        assert answer(connection) == (OK, b"true")
        connection.sendall(b"\r\n")
        connection.sendall(b"\r\n" + asked("ASK%20%7B%7D%23lines"))
        assert answer(connection) == (OK, b"true")
        connection.settimeout(20)
        connection.sendall(b"\r\n")
        assert connection.recv(1) == b""


def test_the_log_has_who_asked_by_a_proxy(store: Path) -> None:
    with serving(store, "--trust-proxy") as running, running.socket() as connection:
        for client in ("192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.2"):
            connection.sendall(asked("ASK%20%7B%7D", f"X-Forwarded-For: {client}"))
            assert answer(connection) == (OK, b"true")
    assert [line["client"] for line in running.log()] == ["192.0.2.1"] * 3 + ["192.0.2.2"]
