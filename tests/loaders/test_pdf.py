"""PDF: the same report gives the same facts as its text; layout, pages, limits, and files that are broken."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdf_maker import FOOT, LEFT, Look, make_pdf
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from peelgraph.loaders import Loaded, Register, load
from peelgraph.loaders.documents import Document, LoadError, read
from peelgraph.loaders.documents.pdf import glyphs, pdf_text
from peelgraph.loaders.iris import OA, PEEL

Rows = dict[str, list[dict[str, str]]]
Lines = Sequence[tuple[float, float, str, str, float]]

LOOKS = {
    "ruled": Look(),
    "unruled, contents in two columns, labels beside": Look(ruled=False, contents_columns=2, label_beside=True),
    "no hyphens, no numbers, small": Look(hyphens=False, dots=False, size=10, numbers=False),
}


@pytest.fixture(scope="module", params=LOOKS)
def pdf(request: pytest.FixtureRequest, sample_texts: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample of Loamshire as a PDF, named as if it were text."""
    path = tmp_path_factory.mktemp("pdf") / "loamshire.txt"
    path.write_bytes(make_pdf(sample_texts["loamshire"], LOOKS[request.param]))
    return path


@pytest.fixture(scope="module")
def loaded(pdf: Path, register: Register) -> Loaded:
    return load(pdf, register)


def _facts(rows: Rows, kind: str) -> list[dict[str, str]]:
    return [{name: value for name, value in row.items() if name not in {"quote", "also"}} for row in rows[kind]]


@pytest.mark.parametrize("kind", ["report", "inspection", "judgment", "finding", "figure"])
def test_a_pdf_gives_the_facts_of_its_text(
    kind: str, loaded: Loaded, samples: dict[str, Loaded], rows_of: Callable[[Loaded], Rows]
) -> None:
    wanted = _facts(rows_of(samples["loamshire"]), kind)
    assert len(wanted) == {"report": 1, "inspection": 1, "judgment": 6, "finding": 18, "figure": 45}[kind]
    assert _facts(rows_of(loaded), kind) == wanted


def test_a_pdf_gives_the_facts_in_prose(loaded: Loaded, samples: dict[str, Loaded]) -> None:
    text = samples["loamshire"]
    assert {k: n for k, n in loaded.counts.items() if k != "evidence"} == {
        k: n for k, n in text.counts.items() if k != "evidence"
    }
    # A sentence that a footnote with a list cuts in two in the text is whole in the PDF.
    assert _evidence(text) <= _evidence(loaded)
    assert len(_evidence(loaded) - _evidence(text)) == 1


def _evidence(loaded: Loaded) -> set[str]:
    quads = (quad for quads in loaded.graphs.values() for quad in quads if quad.predicate.value == PEEL + "text")
    return {q.object.value for q in quads if "/evidence/" in str(q.subject)}  # type: ignore[union-attr]


def test_nothing_is_missing_and_nothing_to_warn_of(loaded: Loaded) -> None:
    assert (loaded.missing, loaded.warnings, loaded.faults) == ((), (), ())


def test_passages_have_their_page(loaded: Loaded, pdf: Path) -> None:
    document = read(pdf)
    (facts, *_) = loaded.graphs.values()
    numbers = {q.subject.value: q.object.value for q in facts if q.predicate.value == PEEL + "page"}  # type: ignore[union-attr]
    starts = {q.subject.value: q.object.value for q in facts if q.predicate.value == OA + "start"}  # type: ignore[union-attr]
    assert set(numbers) == set(starts)
    assert all(int(numbers[p]) == document.page_at(int(starts[p])) for p in starts)
    assert len(set(numbers.values())) > 10


def test_text_has_no_pages(samples: dict[str, Loaded]) -> None:
    (facts, *_) = samples["loamshire"].graphs.values()
    assert not any(q.predicate.value == PEEL + "page" for q in facts)


def test_form_feeds_give_pages(document: Callable[[str], Document]) -> None:
    pages = document("one\n\ftwo\n\fthree\n\f")
    assert pages.pages == (0, 5, 10)
    assert [pages.page_at(n) for n in (0, 4, 5, 9, 10, 14)] == [1, 1, 2, 2, 3, 3]
    assert document("one").page_at(0) is None


def test_what_is_not_text_of_the_report_is_left_out(pdf: Path) -> None:
    document = read(pdf)
    assert document.media_type == "application/pdf"
    assert len(document.pages) == 20
    assert list(document.pages) == sorted(document.pages)
    assert Look().head not in document.text
    assert "\n\n13\n\n" not in document.text
    assert document.page_at(0) == 1
    assert document.page_at(document.text.index("\nIntroduction\n\n") + 1) == 3
    assert document.page_at(document.text.index("\nForce in numbers\n\n") + 1) == 4


def test_layout_is_that_of_a_text_report(pdf: Path) -> None:
    text = read(pdf).text
    assert "\n\nWe divide it into five 'core' questions, one for each field of police work that the public has" in text
    assert "\n\n- The force should make sure that each investigation has regular and recorded supervision.\n- " in text
    assert (
        "how it will:\n - bring the number of cases that each detective holds below the limit it has set;\n - " in text
    )
    assert "\n\n⁴ Strategic Policing Requirement, Home Office, March 2015. It names the threats" in text
    assert "vulnerable people³ safe" in text
    assert "by outcome type⁹,¹⁰" in text
    assert "\n\nLoamshire Constabulary\n\n228\n\nEngland and Wales\n\n235\n\n" in text
    assert "\n1\tCharged/Summoned\t13.4\t12.6\n4\tTaken into consideration\t0.3\t0.2\n\tOut-of-court (formal)\t" in text
    assert "keeping people safe?\tGood\nHow effective is the force at investigating crime" in text
    assert "\n\nSummary of findings\n\nGood\n\nLoamshire Constabulary is good at" in text
    assert "Older people from the Polish and Traveller communities told us" in text
    assert "multi-agency safeguarding hub (MASH),¹⁷ which" in text


# ── small pages ──────────────────────────────────────────────────────────────────────────────────


def _pdf(*pages: Lines, draw: Callable[[Canvas], None] | None = None) -> bytes:
    """Pages of (x, y, text, font, size)."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    for page in pages:
        for x, y, text, font, size in page:
            canvas.setFont(font, size)
            canvas.drawString(x, y, text)
        if draw:
            draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _column(lines: list[str], x: float = LEFT, y: float = 700, leading: float = 13) -> Lines:
    return [(x, y - leading * n, line, "Helvetica", 10) for n, line in enumerate(lines)]


WORDS = re.findall(r"\w+", "the force knows its villages and listens to people who live in them every day of a year")


def _filled(start: int, count: int, width: int) -> list[str]:
    return [" ".join(WORDS[(start + n * 3 + k) % len(WORDS)] for k in range(width)) for n in range(count)]


def test_columns_are_read_one_after_the_other() -> None:
    left, right = ["Left " + ln for ln in _filled(0, 9, 7)], ["right " + ln for ln in _filled(5, 9, 7)]
    page = [*_column(left, LEFT), *_column(right, 330, 696)]
    text = pdf_text(_pdf(page), "x.pdf").text
    assert [text.index(f) for f in (left[0], left[-1], right[0], right[-1])] == sorted(
        text.index(f) for f in (left[0], left[-1], right[0], right[-1])
    )


def test_bullets_that_are_drawn() -> None:
    lines = ["The force should:", "answer calls", "visit victims"]
    page = [(LEFT + (20 if n else 0), 700 - 16 * n, t, "Helvetica", 10.0) for n, t in enumerate(lines)]

    def dots(canvas: Canvas) -> None:
        for n in (1, 2):
            canvas.circle(LEFT + 10, 700 - 16 * n + 3, 1.6, fill=1)

    assert pdf_text(_pdf(page, draw=dots), "x.pdf").text == "The force should:\n\n- answer calls\n- visit victims\n"


def test_a_table_over_two_pages_is_one() -> None:
    def row(y: float, *cells: str) -> Lines:
        return [(LEFT + 150 * n, y, cell, "Helvetica", 10.0) for n, cell in enumerate(cells) if cell]

    head = ("Crime", "Loamshire", "England")
    first: Lines = [*row(200, *head), *row(180, "Theft", "1.0", "2.0"), *row(160, "Arson", "3.0", "4.0")]
    second = [*row(760, *head), *row(740, "Fraud", "5.0", "6.0"), *row(720, "Total", "9.0", "12.0")]
    found = pdf_text(_pdf(first, second), "x.pdf")
    assert found.text == (
        "Crime\tLoamshire\tEngland\nTheft\t1.0\t2.0\nArson\t3.0\t4.0\nFraud\t5.0\t6.0\nTotal\t9.0\t12.0\n"
    )
    assert found.pages == (0, found.text.index("Fraud"))


def test_a_hyphen_of_the_word_stays_where_words_are_not_parted() -> None:
    lines = ["officers of the force were asked about its plans for all and any re-", "directed work in the year"]
    assert "re-directed work" in pdf_text(_pdf(_column(lines)), "x.pdf").text


def test_a_page_that_is_turned_and_letters_that_stand_sideways() -> None:
    def sideways(canvas: Canvas) -> None:
        canvas.setPageRotation(0)
        canvas.rotate(90)
        canvas.drawString(300, -500, "Mummerset")

    found = pdf_text(_pdf(_column(["Figure 3 has the names of forces on its side."]), draw=sideways), "x.pdf")
    assert found.text == "Figure 3 has the names of forces on its side.\n"
    assert found.warnings == ("x.pdf: 9 letters that do not stand upright, as in charts, are left out.",)

    def turned(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.rotate(90)
        canvas.drawString(300, -500, "A wide table stands here.")

    assert pdf_text(_pdf([], draw=turned), "x.pdf").text == "A wide table stands here.\n"


def test_a_footnote_goes_before_the_paragraph_that_runs_over_the_page() -> None:
    first = _column(["A first paragraph that ends.", *_filled(0, 1, 14)], y=130, leading=26)
    notes = [
        (LEFT, FOOT, "7", "Helvetica", 5.0),
        (LEFT + 5, FOOT - 3, "Said in the annex of that report.", "Helvetica", 8.0),
    ]
    second = _column(["and so it went on to the end of the sentence.", "", "The next one."], leading=26)
    body = _column(_filled(0, 30, 14), y=700)
    text = pdf_text(_pdf([*body, *first, *notes], second), "x.pdf").text
    note, cut, end = (text.index(w) for w in ("⁷ Said in the annex", "A first paragraph", "The next one."))
    assert cut < note < end
    assert "every and so it went on" in text or "\nand so it went on" not in text


# ── files that cannot be read ────────────────────────────────────────────────────────────────────


def _message(tmp_path: Path, data: bytes) -> str:
    path = tmp_path / "report.pdf"
    path.write_bytes(data)
    with pytest.raises(LoadError) as caught:
        read(path)
    return str(caught.value)


def test_a_scan_says_so(tmp_path: Path) -> None:
    def picture(canvas: Canvas) -> None:
        canvas.rect(100, 100, 300, 300, fill=1)

    message = _message(tmp_path, _pdf([], [], draw=picture))
    assert message == "report.pdf is a PDF without text, such as a scan; have its text recognised (OCR) first."


def test_an_encrypted_file_says_so(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption("secret", canPrint=0))
    canvas.drawString(100, 100, "Loamshire")
    canvas.save()
    assert "encrypted PDF that asks for a password" in _message(tmp_path, buffer.getvalue())


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"%PDF-1.7\n%%EOF", b"%PDF-1.4\n" + bytes(range(256)) * 9])
def test_a_broken_file_says_so(tmp_path: Path, data: bytes) -> None:
    assert _message(tmp_path, data) == "report.pdf is a PDF that is broken or cut short; get it again from its source."


def test_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = _pdf(_column(["one"]), _column(["two"]), _column(["three"]))
    with pytest.raises(LoadError, match="takes longer than 0 seconds"):
        pdf_text(data, "x.pdf", seconds=0)
    monkeypatch.setattr(glyphs, "MAX_PAGES", 2)
    assert _message(tmp_path, data) == "report.pdf has 3 pages, more than the 2 that a report may have."


def test_a_pdf_is_known_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(b"\n\n" + _pdf(_column(["Loamshire Constabulary is good."])))
    assert read(path).text == "Loamshire Constabulary is good.\n"
    path.write_text("A file that begins with %PDF-1.4 is a PDF.\n")
    assert read(path).media_type == "text/plain"


def test_damaged_files_never_crash(sample_texts: dict[str, str]) -> None:
    whole = make_pdf(sample_texts["loamshire"][:6000])
    chance = random.Random(7)  # noqa: S311  no secret
    read_all = 0
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 20, 400))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if chance.random() < 0.4:
            del data[chance.randrange(len(data)) :]
        try:
            found = pdf_text(bytes(data), "x.pdf")
        except LoadError:
            continue
        read_all += 1
        assert list(found.pages) == sorted(found.pages)
        assert found.pages[-1] <= len(found.text)
    assert read_all > 5


_LINES = st.lists(
    st.tuples(
        st.floats(0, 590), st.floats(0, 840),
        st.text(st.characters(codec="cp1252", categories=("L", "N", "P", "Zs")), max_size=40),
        st.sampled_from(["Helvetica", "Helvetica-Bold", "Courier"]), st.sampled_from([6.0, 8.5, 10.0, 18.0]),
    ),
    max_size=25,
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_LINES, _LINES)
def test_words_anywhere_on_a_page_never_crash(first: Lines, second: Lines) -> None:
    try:
        found = pdf_text(_pdf(first, second), "x.pdf")
    except LoadError:
        return
    document = Document("x.pdf", "0" * 64, "application/pdf", "binary", found.text, (), found.pages)
    assert len(found.pages) == 2
    assert all(document.page_at(n) in {1, 2} for n in range(len(found.text)))
