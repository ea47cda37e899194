from __future__ import annotations

import re
import signal
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from serving import EX, Served, make_store, serving

from peelgraph.cli import main
from peelgraph.store.embedded import EmbeddedWriter


def test_a_new_build_is_served_without_a_lost_request(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    with serving(store) as running:
        assert running.count() == "802"
        before = running.http.get("/query?query=ASK%7B%7D").headers["etag"]
        seen: list[tuple[int, str]] = []
        stop = threading.Event()

        def asking() -> None:
            while not stop.is_set():
                answer = running.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
                seen.append((answer.status_code, answer.text.split()[-1]))

        with ThreadPoolExecutor(3) as pool:
            workers = [pool.submit(asking) for _ in range(3)]
            writer = EmbeddedWriter(store)
            writer.change(lambda opened: opened.update(f"DROP GRAPH <{EX}graph/mummerset>"))
            writer.close()
            for _ in range(100):
                threading.Event().wait(0.05)
                if seen[-1][1] == "401" and running.metric("data_in_memory"):
                    break
            stop.set()
            for worker in workers:
                worker.result()
        assert {status for status, _ in seen} == {200}
        counts = [count for _, count in seen]
        assert set(counts) == {"802", "401"}
        assert counts == sorted(counts, reverse=True) or counts[-1] == "401"
        assert running.http.get("/query?query=ASK%7B%7D", headers={"If-None-Match": before}).status_code == 200
        assert sorted(path.name for path in store.glob("v*")) == ["v1", "v2"]
        assert running.metric("data_in_memory") == 1


def test_it_ends_when_its_answers_are_given(store: Path) -> None:
    running = Served(store)
    children = running.processes()
    assert children
    slow = (
        f"SELECT (COUNT(*) AS ?n) {{ ?a <{EX}member> ?b . ?c <{EX}member> ?d . ?e <{EX}label> ?f . ?g <{EX}label> ?h }}"
    )
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(running.ask, slow)
        while not (running.metric("queries_running") or asked.done()):
            pass
        assert not asked.done()
        running.process.send_signal(signal.SIGTERM)
        answer = asked.result()
    assert answer.text.split() == ["n", "2560000"]
    assert running.stop() == 0
    _gone(children)


def test_its_processes_end_with_it_however_it_ends(store: Path) -> None:
    running = Served(store)
    children = running.processes()
    running.stop(signal.SIGKILL)
    _gone(children)


def _gone(processes: list[int]) -> None:
    """Wait until they have ended, for a quarter of a minute at most."""
    for _ in range(300):
        if not any(Path(f"/proc/{pid}").exists() for pid in processes):
            return
        threading.Event().wait(0.05)
    raise AssertionError(processes)


def test_the_access_log_has_no_queries_unless_asked(store: Path) -> None:
    hidden = "/query?query=ASK%20%7B%20%3Curn:secret%3E%20a%20%3Fx%20%7D"
    with serving(store) as running:
        for _ in range(2):
            running.http.get(hidden)
    lines = running.log()
    assert [(line["method"], line["path"], line["status"], line["client"]) for line in lines] == [
        ("GET", "/query", 200, "127.0.0.1")
    ] * 2
    assert "secret" not in "".join(running.lines)
    with serving(store, "--log-queries") as running:
        running.http.get(hidden)
    assert running.log()[0]["query"] == "ASK { <urn:secret> a ?x }"


def test_behind_a_proxy(store: Path) -> None:
    with serving(store, "--base-path", "/peel", "--trust-proxy") as running:
        headers = {"X-Forwarded-Host": "data.example.org", "X-Forwarded-Proto": "https", "Accept": "text/turtle"}
        for path in ("/peel/query", "/query"):
            text = running.http.get(path, headers=headers).text
            assert "<https://data.example.org/peel/query#service>" in text
        evil = running.http.get("/query", headers={**headers, "X-Forwarded-Host": 'x"><script>'}).text
        assert "<script" not in evil


def test_data_too_large_for_memory_are_asked_on_disk(store: Path) -> None:
    with serving(store, "--store-memory", "0") as running:
        assert running.count() == "802"
        assert running.metric("data_in_memory") == 0


def test_health_and_measures(served: Served) -> None:
    health = served.http.get("/health")
    assert (health.status_code, health.json()["status"]) == (200, "ok")
    served.ask("ASK {}")
    text = served.http.get("/metrics").text
    assert 'peelgraph_requests_total{path="/query",status="200"}' in text
    assert f'peelgraph_dataset_info{{version="{health.json()["version"]}"}} 1' in text


SAMPLE = re.compile(r'(peelgraph_\w+)(\{\w+="[^"\\\n]*"(?:,\w+="[^"\\\n]*")*\})? (\d+(?:\.\d+)?)')


def test_measures_are_in_the_text_format_of_prometheus(served: Served) -> None:
    before = served.metric("cut_total")
    cut = served.ask("SELECT * { ?s ?p ?o }")
    assert "peelgraph-truncated" in cut.headers
    assert served.metric("cut_total") == before + 1
    answer = served.http.get("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    kinds, seen, buckets = {}, set(), []
    assert answer.text.endswith("\n")
    for line in answer.text.splitlines():
        if head := re.fullmatch(r"# (HELP|TYPE) (peelgraph_\w+) (.+)", line):
            if head[1] == "TYPE":
                kinds[head[2]] = head[3]
            continue
        sample = SAMPLE.fullmatch(line)
        assert sample, line
        name = re.sub("_(bucket|sum|count)$", "", sample[1])
        assert (sample[1].endswith("_total")) == (kinds[name] == "counter")
        assert (sample[1], sample[2]) not in seen
        seen.add((sample[1], sample[2]))
        if sample[1].endswith("_bucket"):
            buckets.append(float(sample[3]))
    assert buckets == sorted(buckets)
    assert buckets[-1] == served.metric("request_seconds_count") - 1
    assert set(kinds.values()) == {"counter", "gauge", "histogram"}
    assert {name for name, _ in seen} >= set(kinds) - {"peelgraph_request_seconds"}


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--host", "192.0.2.1", "--write-without-token"], "Writing without a token is for tests on this computer"),
        (["--seconds", "0"], "seconds must be more than 0."),
        (["--default-graph", "none"], "default-graph is 'none', and must be union or own."),
        (["--base-path", "peel"], "The base path peel must begin with a slash and not end with one."),
        (["--token-file", "{}/absent"], "The token file {}/absent cannot be read: No such file or directory."),
        (["--token-file", "{}/short"], "The token is too easy to guess: take one of 16 characters or more."),
        (["--config", "{}/bad.toml"], "The configuration {}/bad.toml is not valid TOML: "),
        (["--config", "{}/unknown.toml"], "speed is no setting: the settings are store, host, port"),
        (["--config", "{}/token.toml"], "A token does not belong into a configuration file"),
        (["--config", "{}/type.toml"], "port is '80', and must be int."),
        (["--store", "{}/nothing"], "There is no store at {}/nothing: make one with `peelgraph build`."),
        (["--port", "{port}"], "127.0.0.1:{port} cannot be listened on (Address already in use): choose another"),
    ],
)
def test_what_cannot_be_served_is_said_in_one_sentence(
    tmp_path: Path, store: Path, capsys: pytest.CaptureFixture[str], options: list[str], sentence: str
) -> None:
    for name, content in {
        "short": "abc", "bad.toml": "a = = 1", "unknown.toml": "speed = 9", "token.toml": 'token = "x"',
        "type.toml": '[a]\nport = "80"',
    }.items():  # fmt: skip
        (tmp_path / name).write_text(content)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])

        def filled(text: str) -> str:
            return text.replace("{port}", port).replace("{}", str(tmp_path))

        chosen = [filled(option) for option in options]
        given = [] if "--store" in chosen else ["--store", str(store)]
        assert main(["serve", *given, *chosen]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"peelgraph: {filled(sentence)}")
    assert said.count("\n") == 1
