"""Reading files: every kind of bad file has its sentence, every known encoding its text."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peelgraph.loaders.documents import MAX_BYTES, Document, LoadError, read

TEXT = "Loamshire’s force – “good” at £5 a café\nSecond line\n"
LONG = "Loamshire Constabulary’s officers – as we said – are “good”.\n" * 20


@pytest.fixture
def file(tmp_path: Path) -> Callable[[bytes], Path]:
    def of(data: bytes) -> Path:
        path = tmp_path / "report.txt"
        path.write_bytes(data)
        return path

    return of


def _message(path: Path) -> str:
    with pytest.raises(LoadError) as caught:
        read(path)
    return str(caught.value)


def test_missing(tmp_path: Path) -> None:
    path = tmp_path / "nowhere.txt"
    assert _message(path) == f"There is no file {path}; check the name."


def test_folder(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    assert _message(tmp_path / "reports") == "reports is a folder, not a file."


@pytest.mark.parametrize("data", [b"", b"  \r\n\t\n"])
def test_empty(file: Callable[[bytes], Path], data: bytes) -> None:
    assert _message(file(data)) == "report.txt is empty."


@pytest.mark.parametrize("bom", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE])
def test_nothing_but_a_byte_order_mark(file: Callable[[bytes], Path], bom: bytes) -> None:
    assert _message(file(bom)) == "report.txt is empty."


def test_too_large(file: Callable[[bytes], Path]) -> None:
    path = file(b"")
    with path.open("r+b") as handle:
        handle.truncate(MAX_BYTES + 1)
    assert _message(path).startswith("report.txt is larger than 32 MB")


@pytest.mark.parametrize(
    "data",
    [bytes(range(1, 256)) * 8, b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 9, b"good text " * 9 + b"\x01\x02\x03\x00"],
    ids=["all bytes", "picture", "text with control characters"],
)
def test_binary(file: Callable[[bytes], Path], data: bytes) -> None:
    message = _message(file(data))
    assert message.startswith("report.txt is ")
    assert "text" in message or "encoding" in message
    assert message.endswith(" Give a report as text (best in UTF-8), PDF or HTML, or grades as CSV.")


def test_a_pdf_that_is_none_is_no_crash(file: Callable[[bytes], Path]) -> None:
    assert _message(file(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n")).startswith("report.txt ")


def test_a_file_that_may_not_be_read(file: Callable[[bytes], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    path = file(b"text")

    def refused(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refused)
    assert _message(path) == "report.txt cannot be read: Permission denied."


@pytest.mark.parametrize(
    ("data", "encoding", "warning"),
    [
        (TEXT.encode(), "utf-8", None),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8-sig", None),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16", None),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16", None),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), "utf-32", None),
        (TEXT.encode("utf-16-le"), "utf-16-le", "report.txt was read as utf-16-le; save it as UTF-8 to be sure."),
        (TEXT.encode("utf-16-be"), "utf-16-be", "report.txt was read as utf-16-be; save it as UTF-8 to be sure."),
        (
            TEXT.encode("cp1252"), "cp1252",
            "report.txt is not UTF-8 and was read as Windows-1252; save it as UTF-8 to be sure.",
        ),
    ],
    ids=["utf-8", "utf-8-bom", "utf-16-le-bom", "utf-16-be-bom", "utf-32-bom", "utf-16-le", "utf-16-be", "cp1252"],
)  # fmt: skip
def test_encodings(file: Callable[[bytes], Path], data: bytes, encoding: str, warning: str | None) -> None:
    document = read(file(data))
    assert document.text == TEXT
    assert document.encoding == encoding
    assert document.warnings == ((warning,) if warning else ())
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert document.name == "report.txt"
    assert document.media_type == "text/plain"


@pytest.mark.parametrize(
    "data",
    [
        LONG.encode("utf-16-le"),
        LONG.replace("’", "").replace("–", "").replace("“", "").replace("”", "").encode("utf-16-be"),
    ],
)
def test_utf16_without_a_mark_is_not_taken_for_binary(file: Callable[[bytes], Path], data: bytes) -> None:
    assert read(file(data)).text.startswith("Loamshire Constabulary")


@pytest.mark.parametrize(
    ("bad", "count", "words"), [(b"\xff", 1, "byte that is"), (b"\xff and \xfe", 2, "bytes that are")]
)
def test_some_bytes_that_are_not_utf8(file: Callable[[bytes], Path], bad: bytes, count: int, words: str) -> None:
    document = read(file(LONG.encode() + bad + LONG.encode()))
    assert document.encoding == "utf-8"
    assert document.text.count("\ufffd") == count
    assert document.text.replace("\ufffd and \ufffd", "\ufffd").replace("\ufffd", "") == LONG + LONG
    assert document.warnings == (f"report.txt has {count} {words} not UTF-8, shown as \ufffd.",)


def test_a_byte_order_mark_that_lies(file: Callable[[bytes], Path]) -> None:
    data = codecs.BOM_UTF8 + TEXT.encode("cp1252")
    assert _message(file(data)) == "report.txt says it is utf-8-sig but is not; save it as UTF-8."


def test_line_ends_are_left_as_they_are(file: Callable[[bytes], Path]) -> None:
    assert read(file(b"one\r\ntwo\rthree\n")).text == "one\r\ntwo\rthree\n"


def test_span_leaves_white_space_out(document: Callable[[str], Document]) -> None:
    read_text = document("  one two\n")
    span = read_text.span(0, 10)
    assert (span.start, span.end, span.quote) == (2, 9, "one two")


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (4, 2), (0, 99), (3, 4)])
def test_span_of_nothing_is_refused(document: Callable[[str], Document], start: int, end: int) -> None:
    with pytest.raises(ValueError, match=r"no text from|only white space"):
        document("one two").span(start, end)


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=60), st.data())
def test_a_span_is_what_stands_at_its_offsets(
    document: Callable[[str], Document], text: str, data: st.DataObject
) -> None:
    read_text = document(f"x{text}")
    start = data.draw(st.integers(0, len(read_text.text) - 1))
    end = data.draw(st.integers(start + 1, len(read_text.text)))
    if read_text.text[start:end].strip():
        span = read_text.span(start, end)
        assert read_text.text[span.start : span.end] == span.quote == read_text.text[start:end].strip()
    else:
        with pytest.raises(ValueError, match="only white space"):
            read_text.span(start, end)
