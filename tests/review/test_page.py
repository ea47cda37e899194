"""The page on which facts are reviewed: it shows all facts, takes nothing for markup, and asks nothing of others."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from html_page import Page, contrast
from hypothesis import given
from hypothesis import strategies as st

from peelgraph.cli import main
from peelgraph.loaders import Register
from peelgraph.loaders.corrections import KINDS, Action, Correction, Corrections, parse
from peelgraph.loaders.documents import read
from peelgraph.loaders.facts import Span
from peelgraph.loaders.reports import Reading, read_report
from peelgraph.review import Item, items_of, page, pieces_of

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
LOAMSHIRE = SAMPLE / "loamshire-effectiveness-2016.txt"
REPORT = "loamshire-effectiveness-2016"
HOSTILE = '</main><script>alert(1)</script><img src=x onerror="alert(2)">\' &lt; \u202e'


@pytest.fixture(scope="module")
def register() -> Register:
    return Register.packaged()


@pytest.fixture(scope="module")
def reading(register: Register) -> Reading:
    return read_report(read(LOAMSHIRE), register)


@pytest.fixture(scope="module")
def content(reading: Reading, register: Register) -> str:
    return page(reading, register)


@pytest.fixture(scope="module")
def shown(content: str) -> Page:
    return Page(content)


def test_the_whole_text_is_there_and_every_fact_is_marked_in_it(shown: Page, reading: Reading) -> None:
    [(_, text)] = shown.all("main")
    assert text.rstrip() == reading.outline.document.text.replace("\f", "\n").rstrip()
    items, _ = items_of(reading.facts)
    marks: dict[str, list[str]] = {str(item.number): [] for item in items}
    for attributes, words in shown.all("a"):
        for number in attributes.get("data-f", "").split():
            marks[number].append(words)
    assert len(items) > 400
    for item in items:
        marked = "".join(marks[str(item.number)])
        assert len(marked) >= len(item.spans[0].quote)
        assert item.spans[0].quote.replace("\f", "\n") in marked or len(item.spans) > 1


def test_without_a_script_the_facts_are_a_list_to_read(shown: Page, reading: Reading) -> None:
    items, _ = items_of(reading.facts)
    entries = [(had, text) for had, text in shown.all("li") if had.get("data-kind")]
    assert [had["id"] for had, _ in entries] == [f"f{item.number}" for item in items]
    for item, (had, text) in zip(items, entries, strict=True):
        assert (had["data-kind"], had["data-name"]) == (item.kind, item.name)
        assert item.headline in text
        assert item.rule in text
        assert " ".join(item.spans[0].quote.split()) in text
    ids = {had["id"] for _, had, _ in shown.elements if "id" in had}
    assert {had["href"].removeprefix("#") for had, _ in shown.all("a")} <= ids
    assert not shown.all("button", **{"data-verdict": "accept"}), "buttons that need the script are made by it"


def test_kinds_can_be_chosen(shown: Page, reading: Reading) -> None:
    items, _ = items_of(reading.facts)
    counts = Counter(item.kind for item in items)
    boxes = [had["name"] for had, _ in shown.all("input", type="checkbox")]
    assert boxes == [kind for kind in KINDS if counts[kind]]
    assert all("checked" in had for had, _ in shown.all("input"))


def test_nothing_is_asked_of_another_place(content: str, shown: Page) -> None:
    for tag, had, _ in shown.elements:
        assert not {"src", "srcset", "action", "style", "ping", "data"} & had.keys()
        assert not [name for name in had if name.startswith("on")]
        assert tag not in {"link", "img", "iframe", "object", "embed", "base", "form"}
        assert had.get("href", "#").startswith("#")
    [(had, _)] = shown.all("meta", **{"http-equiv": "Content-Security-Policy"})
    scripts = [text for had, text in shown.all("script") if had.get("type") != "application/json"]
    [(_, style)] = shown.all("style")
    assert len(scripts) == 1

    def checksum(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    assert had["content"] == (
        f"default-src 'none'; script-src {checksum(scripts[0])}; style-src {checksum(style)}; "
        "base-uri 'none'; form-action 'none'"
    )
    assert content.index("Content-Security-Policy") < content.index("<style>") < content.index("<script")
    assert "url(" not in style
    assert "@import" not in style


@pytest.mark.parametrize(
    ("force", "licence"), [("Loamshire Constabulary", "Made up"), ("Kent Police", "Crown copyright")]
)
def test_the_licence_of_the_words_is_told(register: Register, tmp_path: Path, force: str, licence: str) -> None:
    path = tmp_path / "report.txt"
    path.write_text(LOAMSHIRE.read_text("utf-8").replace("Loamshire Constabulary", force), encoding="utf-8")
    [(_, words)] = Page(page(read_report(read(path), register), register)).all("footer")
    assert licence in words
    assert ("Open Government Licence v3.0" in words) == (licence == "Crown copyright")


def test_hostile_words_stay_words(register: Register, tmp_path: Path) -> None:
    text = LOAMSHIRE.read_text("utf-8")
    path = tmp_path / "x'><script>alert(0)</script>.txt".replace("/", "∕")
    path.write_text(
        text.replace("Loam Valley Health Trust", f"Loam Valley Health Trust {HOSTILE}") + HOSTILE, encoding="utf-8"
    )
    reading = read_report(read(path), register)
    decided = Corrections(
        (
            Correction(REPORT, "agency", "", f"No {HOSTILE}", Action.MERGE, to=HOSTILE, note=HOSTILE),
            Correction(REPORT, "evidence", f"No such words {HOSTILE}", "", Action.REJECT, note=HOSTILE),
        )
    )
    content = page(reading, register, decided)
    shown = Page(content)
    assert len(shown.all("script")) == 2
    assert not shown.all("img")
    assert "\u202e" not in content
    [(_, words)] = shown.all("main")
    assert words.count("<script>alert(1)</script>") == text.count("Loam Valley Health Trust") + 1
    choices = json.loads(shown.all("script", id="choices")[0][1])
    assert [kept["note"] for kept in choices["kept"]] == [HOSTILE, HOSTILE]
    assert "<" not in content[content.index('id="choices"') :].partition(">")[2].partition("</script>")[0]


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=12))
def test_pieces_are_the_text_and_each_has_the_facts_that_cover_it(text: str, ranges: list[tuple[int, int]]) -> None:
    spans = [(a, b) for a, b in ((min(r), max(r)) for r in ranges) if a < b <= len(text)]
    items = [
        Item(n, "evidence", "", "", (), "", (Span(a, b, text[a:b]), Span(0, b, text[:b])))
        for n, (a, b) in enumerate(spans, 1)
    ]
    pieces = pieces_of(text, items)
    assert "".join(piece.text for piece in pieces) == text
    at = 0
    for piece in pieces:
        for offset in range(at, at + len(piece.text)):
            assert set(piece.items) == {item.number for item in items if offset < item.spans[0].end}
        lengths = [items[n - 1].spans[0].end - items[n - 1].spans[0].start for n in piece.items]
        assert all(a <= b for a, b in pairwise(lengths))
        at += len(piece.text)


def test_contrasts_are_those_of_wcag_aa(shown: Page) -> None:
    [(_, style)] = shown.all("style")
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", style))
    kinds = dict(re.findall(r"\.k-([\w-]+) \{ background: (#[0-9a-f]{6});", style))
    edges = dict(re.findall(r"\.k-([\w-]+) \{ background: #[0-9a-f]{6}; border-color: (#[0-9a-f]{6});", style))
    assert kinds.keys() == edges.keys() == KINDS.keys()
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    for text, ground in [(colours["ink"], c) for c in [colours["paper"], *kinds.values()]] + [
        (colours["quiet"], colours["paper"])
    ]:
        assert contrast(text, ground) >= 4.5
    for edge in (colours["line"], colours["focus"], *edges.values()):
        assert contrast(edge, colours["paper"]) >= 3


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def command(*arguments: object) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        return code, *capsys.readouterr()

    return command


def test_the_command_writes_the_page(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("review", LOAMSHIRE) == (0, "", f"The page is review-{REPORT}.html: open it in a browser.\n")
    assert Path(f"review-{REPORT}.html").read_text("utf-8") == content
    assert run("review", "nowhere.txt") == (2, "", "peelgraph: There is no file nowhere.txt; check the name.\n")
    code, _, err = run("review", LOAMSHIRE, "--corrections", "c.yaml")
    assert (code, err) == (2, "peelgraph: There is no file of corrections c.yaml: check the name.\n")
    code, _, err = run("review", LOAMSHIRE, "--out", tmp_path / "no" / "page.html")
    assert (code, err.startswith("peelgraph: The page cannot be written to")) == (2, True)


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium, to run the page's script")
def test_what_the_page_writes_is_what_builds_read(reading: Reading, register: Register, tmp_path: Path) -> None:
    """Decisions made before come out of the page's script as they went in, whatever is in them."""
    items, _ = items_of(reading.facts)
    agency = next(item for item in items if item.kind == "agency")
    quote = " ".join(agency.spans[0].quote.split())
    hostile = "x \" ' \\ : # - [a] {b} \u2028 \x85 \U0001f600 <b>&amp;</b> %"
    before = (
        Correction(REPORT, "evidence", f"It says nowhere {hostile}", "", Action.REJECT, note=hostile),
        Correction(REPORT, "agency", "", agency.name, Action.REJECT, note=hostile),
        Correction(REPORT, "agency", quote, agency.name, Action.RETYPE, "role", "partner", hostile),
        Correction(REPORT, "agency", quote, agency.name, Action.MERGE, to=hostile, note=hostile),
        Correction(REPORT, "agency", quote, agency.name, Action.ALIAS, to=hostile, note=hostile),
    )
    path = tmp_path / "page.html"
    path.write_text(page(reading, register, Corrections(before)), encoding="utf-8")
    assert CHROMIUM is not None
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/profile"]
    done = subprocess.run([*command, "--dump-dom", path.as_uri()], capture_output=True, check=True, timeout=60)
    dom = done.stdout.decode()
    [written] = re.findall(r'<textarea id="yaml"[^>]*>(.*?)</textarea>', dom, re.DOTALL)
    read_back = parse(html.unescape(written), "page")

    def plain(correction: Correction) -> tuple[str, ...]:
        return tuple(" ".join(value.split()) for value in (*map(str, vars_of(correction)),))

    assert [plain(c) for c in read_back] == [plain(c) for c in before]


def vars_of(correction: Correction) -> list[str]:
    """The values of a correction in order."""
    return [getattr(correction, name) for name in Correction.__slots__]
