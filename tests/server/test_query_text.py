from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from peelgraph.server.admission import Places
from peelgraph.server.cache import AnswerCache, Kept, key_of
from peelgraph.server.federation import refuse_outside
from peelgraph.server.interface import ForbiddenError
from peelgraph.server.negotiation import GRAPHS, RESULTS, choose, quality, ranges
from peelgraph.server.query_text import bounded, form, graphs_named, tokens, with_using
from peelgraph.server.stream import KEPT, Stream

STORE = ox.Store()
for number in range(12):
    STORE.add(ox.Quad(ox.NamedNode(f"urn:{number}"), ox.NamedNode("urn:p"), ox.Literal(number)))

PIECES = st.sampled_from(
    [
        '?s <urn:p> "LIMIT 1 } # "', "?s ?p '''it's } LIMIT 2'''", '?s ?p """a"b } " VALUES """', "# } LIMIT 3\n",
        "?limit ?values ?offset .", "OPTIONAL { ?s ?p ?o }", "FILTER(?o < 5 && ?o > -1)", "FILTER(?o<?p||?o>?s)",
        "{ SELECT ?s { ?s ?p ?o } LIMIT 4 OFFSET 2 }", "VALUES ?o { 1 2 }", "?s <urn:p#LIMIT> ?v .",
        "BIND('\\\\'' AS ?q)",
        "?s ex:limit\\\\{ ?w .", "?s a ex:LIMIT .", "GRAPH <urn:g#> { }",
    ]
)  # fmt: skip
ENDS = st.sampled_from(
    ["", "LIMIT 3", "limit 100", "OFFSET 2", "OFFSET 1 LIMIT 8", "LIMIT 8 OFFSET 1", "LIMIT5", "ORDER BY ?s",
     "ORDER BY ?o LIMIT 7", "GROUP BY ?s HAVING(COUNT(?o)>0)LIMIT 6", "VALUES ?s { <urn:1> <urn:2> }",
     "LIMIT 6 VALUES ?s { <urn:1> }", "# LIMIT 2", "#"]
)  # fmt: skip


def rows_of(query: str) -> list[str]:
    answer = STORE.query(query)
    assert isinstance(answer, ox.QuerySolutions)
    return [str(row) for row in answer]


@given(st.lists(PIECES, max_size=4), ENDS, st.integers(1, 15))
def test_a_bounded_query_gives_the_first_rows_and_knows_of_others(body: list[str], end: str, rows: int) -> None:
    what = "?s" if "GROUP" in end else "*"
    text = f"PREFIX ex: <urn:x#> SELECT {what} WHERE {{ ?s ?p ?o {' '.join(f'{each} ' for each in body)} }} {end}"
    try:
        whole = rows_of(text)
    except SyntaxError:
        return
    limited = bounded(text, rows)
    assert rows_of(limited.text) == whole[:rows]
    more = limited.beyond is not None and bool(rows_of(limited.beyond))
    assert more == (len(whole) > rows)


@given(st.text(max_size=200))
def test_tokens_are_pieces_of_any_text(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert token.start >= end
        assert text[token.start : token.end] == token.text != ""
        end = token.end
    form(text)
    bounded(text, 5)
    graphs_named(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT * {}", "SELECT"),
        ("#ASK\nask{}", "ASK"),
        ("BASE <urn:a> PREFIX : <#x> CONSTRUCT {} {}", "CONSTRUCT"),
        ("prefix select: <urn:a> describe select:x", "DESCRIBE"),
        ("WITH <urn:g> DELETE {} WHERE {}", "WITH"),
        ("'ASK'", None),
        ("", None),
    ],
)
def test_forms(text: str, expected: str | None) -> None:
    assert form(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DELETE {?s ?p 1} INSERT {?s ?p 'WHERE'} WHERE {?s ?p 1}",
         "DELETE {?s ?p 1} INSERT {?s ?p 'WHERE'} USING <urn:g> USING NAMED <urn:h> WHERE {?s ?p 1}"),
        ("DELETE WHERE {?s ?p 1} ; CLEAR SILENT GRAPH <urn:x>",
         "DELETE {?s ?p 1} USING <urn:g> USING NAMED <urn:h> WHERE {?s ?p 1} ; CLEAR SILENT GRAPH <urn:x>"),
        ("INSERT DATA { <urn:a> <urn:b> 'USING' }", "INSERT DATA { <urn:a> <urn:b> 'USING' }"),
        ("INSERT {} USING <urn:x> WHERE {}", None),
    ],
)  # fmt: skip
def test_updates_about_given_graphs(text: str, expected: str | None) -> None:
    changed = with_using(text, ("urn:g",), ("urn:h",))
    assert changed == expected
    if changed:
        ox.Store().update(changed)


HOST = "data.example.org:8080"


@pytest.mark.parametrize(
    "iri",
    [
        "http://data.example.org/x", "http://data.example.org:8080@evil.example/", "http://data.example.org:80801/",
        "http://evil.example/?http://data.example.org:8080/", "http://x@data.example.org:8080/",
        "http://data.example.org:8080\\\\u0040evil.example/", "file:///etc/passwd",
    ],
)  # fmt: skip
def test_addresses_that_only_look_allowed_are_refused(iri: str) -> None:
    with pytest.raises(ForbiddenError):
        refuse_outside(f"SELECT * {{ SERVICE <{iri}> {{ }} }}", "query", (HOST,))
    with pytest.raises(ForbiddenError):
        refuse_outside(f"LOAD <{iri}>", "update", (HOST,))


def test_addresses_that_are_allowed_are_let_through() -> None:
    refuse_outside(f"SELECT * {{ SERVICE SILENT <http://{HOST}/sparql?a=b> {{ }} }}", "query", (HOST,))
    refuse_outside(f"LOAD <https://{HOST}> INTO GRAPH <urn:g> ; LOAD SILENT <http://{HOST}/#x>", "update", (HOST,))
    with pytest.raises(ForbiddenError):
        refuse_outside(f"LOAD <https://{HOST}> ; LOAD <http://evil.example/>", "update", (HOST,))


TYPES = st.sampled_from([*RESULTS, *GRAPHS, "text/*", "application/*", "*/*", "image/png"])
QUALITIES = st.sampled_from(["", ";q=0", ";q=0.0", ";q=0.3", "; Q=1.000", ";q=0.999", ";q=2", ";charset=utf-8;q=0.5"])


@given(st.lists(st.tuples(TYPES, QUALITIES).map("".join), max_size=6).map(", ".join))
def test_what_is_chosen_is_welcome_and_nothing_is_more_so(accept: str) -> None:
    chosen = choose(accept, RESULTS)
    if chosen is None:
        assert all(quality(each, accept) == 0 for each in RESULTS)
        assert accept.strip()
    elif accept.strip():
        assert quality(chosen, accept) == max(quality(each, accept) for each in RESULTS) > 0


@given(st.text(max_size=60))
def test_any_header_is_read(accept: str) -> None:
    assert all(0 <= value <= 1 for _, value in ranges(accept))
    choose(accept, GRAPHS)


def test_answers_are_remembered_by_what_they_depend_on() -> None:
    host = (b"host", b"x")
    assert key_of(b"/q", [host, (b"user-agent", b"y")]) == key_of(b"/q", [host])
    assert key_of(b"/q", [host, (b"accept", b"text/csv")]) != key_of(b"/q", [host])
    assert key_of(b"/q", [host, (b"authorization", b"Bearer x")]) is None


def test_no_more_is_remembered_than_there_is_room_for() -> None:
    remembered = AnswerCache(0.1)
    for count in range(10):
        remembered.put((b"%d" % count,), Kept("s1", b"t", b"", b"x" * 20_000))
    assert [remembered.get((b"%d" % count,), "s1") is not None for count in range(10)] == [False] * 6 + [True] * 4
    assert remembered.get((b"9",), "s2") is None
    assert remembered.get((b"9",), "s1") is None
    remembered.put((b"big",), Kept("s1", b"t", b"", b"x" * 200_000))
    assert remembered.get((b"big",), "s1") is None


@given(st.lists(st.integers(0, KEPT // 2), max_size=8), st.integers(0, 8))
def test_a_stream_gives_what_it_took(sizes: list[int], early: int) -> None:
    async def run() -> None:
        stream, got = Stream(), b""
        for place, size in enumerate(sizes):
            stream.feed(bytes([place]) * size)
            if place == early and size:
                got += await anext(stream)
        stream.end()
        got += b"".join([piece async for piece in stream])
        await stream.aclose()
        assert got == b"".join(bytes([place]) * size for place, size in enumerate(sizes))

    import asyncio  # noqa: PLC0415

    asyncio.run(run())


def test_many_of_one_kind_do_not_keep_another_waiting() -> None:
    import asyncio  # noqa: PLC0415

    async def run() -> None:
        places, order = Places(2, 9, 5), list[int]()
        await places.take(1)
        await places.take(1)

        async def wait(kind: int) -> None:
            await places.take(kind)
            order.append(kind)
            await asyncio.sleep(0)
            places.give(kind)

        waiting = [asyncio.create_task(wait(kind)) for kind in (1, 1, 1, 2)]
        await asyncio.sleep(0)
        places.give(1)
        await asyncio.gather(*waiting)
        assert order == [2, 1, 1, 1]

    asyncio.run(run())


def test_places_are_given_in_turn() -> None:
    import asyncio  # noqa: PLC0415

    from peelgraph.server.interface import BusyError  # noqa: PLC0415

    async def run() -> None:
        places, order = Places(1, 2, 0.05), []
        await places.take(1)

        async def wait(name: str) -> None:
            await places.take(1)
            order.append(name)

        first, second = asyncio.create_task(wait("a")), asyncio.create_task(wait("b"))
        await asyncio.sleep(0)
        with pytest.raises(BusyError, match="Too many queries are waiting already"):
            await places.take(1)
        places.give(1)
        await first
        with pytest.raises(BusyError, match=r"did not get its turn within 0\.05 seconds"):
            await second
        places.give(1)
        await places.take(1)
        assert (order, places.waiting) == (["a"], 0)

    asyncio.run(run())
