"""The drawing to explore: its page, and what it does in a browser."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import html

from peelgraph import Graph, networks, pictures
from peelgraph.errors import UsageError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOCUSED = "[document.activeElement.getAttribute('aria-label'), document.activeElement.getAttribute('aria-pressed')]"


@pytest.fixture(scope="module")
def drawing(kg: Graph) -> pictures.Interactive:
    return pictures.interactive(networks.forces_agencies(kg), kg=kg)


def test_the_page_may_run_its_own_script_and_fetch_nothing(drawing: pictures.Interactive) -> None:
    tree = html.fromstring(drawing.html)
    (policy,) = tree.xpath("//meta[@http-equiv]/@content")
    (script,) = tree.xpath("//script[not(@type)]/text()")
    (style,) = tree.xpath("//style/text()")
    for name, text in (("script", script), ("style", style)):
        checksum = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{checksum}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert not tree.xpath("//@src | //link | //@style")


def test_it_has_all_that_a_picture_has(drawing: pictures.Interactive) -> None:
    tree = html.fromstring(drawing.html)
    assert drawing.alt.startswith("Network: Forces and the agencies that their reports name as partners. 2 forces and")
    assert tree.xpath("//desc/text()") == [drawing.alt]
    assert len(tree.xpath("//tbody/tr")) == len(drawing.table) == 18
    assert len(tree.xpath("//*[@data-node]")) == 18
    assert len(tree.xpath("//*[@data-tie]")) == 18


def test_every_tie_has_its_words_and_where_they_stand(kg: Graph, drawing: pictures.Interactive) -> None:
    data = json.loads(html.fromstring(drawing.html).xpath("//script[@type]/text()")[0])
    graph = networks.forces_agencies(kg)
    told = {(passage["quote"], passage["where"]) for evidence in data["evidence"] for passage in evidence}
    assert {quote for quote, _ in told} == {quote for *_, edge in graph.edges(data=True) for quote in edge["quotes"]}
    assert {where for _, where in told} <= {
        "loamshire-effectiveness-2016.txt",
        *(f"mummerset-effectiveness-2016.txt, page {page}" for page in (1, 2, 3)),
    }
    without = json.loads(html.fromstring(pictures.interactive(graph).html).xpath("//script[@type]/text()")[0])
    assert {passage["where"] for evidence in without["evidence"] for passage in evidence} == {
        "loamshire 2016 effectiveness",
        "mummerset 2016 effectiveness",
    }


def test_in_a_notebook_it_stands_in_a_frame_of_its_own(drawing: pictures.Interactive) -> None:
    frame = html.fragment_fromstring(drawing._repr_html_())
    assert frame.tag == "iframe"
    assert frame.get("sandbox") == "allow-scripts"
    assert frame.get("srcdoc") == drawing.html


def test_it_is_saved_as_html_only(drawing: pictures.Interactive, tmp_path: Path) -> None:
    assert drawing.save(tmp_path / "partners.html").read_text("utf-8") == drawing.html
    with pytest.raises(UsageError, match=r"end the name with \.html"):
        drawing.save(tmp_path / "partners.svg")


def shown(page: Page) -> list[str]:
    """Names of the things that are not filtered out."""
    return page.locator(".node:not(.off) text").all_text_contents()


def test_it_can_be_explored(chromium: Browser, drawing: pictures.Interactive, tmp_path: Path) -> None:
    """By pointer and by keyboard, and nothing goes wrong in the console, or leaves the page."""
    from browser.browsing import AXE_MISSING, Window  # noqa: PLC0415  needs Playwright

    path = drawing.save(tmp_path / "partners.html")
    with Window(chromium, "file://") as window:
        page = window.open(path.as_uri())
        page.get_by_role("button", name="Loamshire County Council").hover()
        assert page.locator("#chosen").inner_text() == "Loamshire County Council: 1 tie"
        assert page.locator(".tie.on").count() == 1
        assert page.locator(".node.on text").all_text_contents() == [
            "Loamshire Constabulary",
            "Loamshire County Council",
        ]
        assert page.locator("#evidence blockquote").count() == 1
        assert "loamshire-effectiveness-2016.txt" in page.locator("#evidence footer").first.inner_text()

        page.locator("#search").fill("mummerset")
        assert page.locator("#found").inner_text() == "2 found"
        page.keyboard.press("Enter")
        assert page.evaluate(FOCUSED) == ["Mummerset Police, force, 7 ties", "false"]
        page.keyboard.press("Enter")
        assert page.evaluate(FOCUSED) == ["Mummerset Police, force, 7 ties", "true"]
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowDown")
        assert "agency" in page.evaluate(FOCUSED)[0]
        assert page.locator("#chosen").inner_text() == "Mummerset Police: 7 ties"  # kept
        page.keyboard.press("Escape")
        assert page.locator(".tie.on").count() == 0

        page.get_by_text("16 agencies", exact=True).click()
        page.get_by_label("Local authority (3)").uncheck()
        assert "Loamshire County Council" not in shown(page)
        assert len(shown(page)) == 15
        wide = page.locator("#drawing").bounding_box()
        page.get_by_role("button", name="Larger").click()
        larger = page.locator("#drawing").bounding_box()
        assert wide is not None
        assert larger is not None
        assert larger["width"] == pytest.approx(wide["width"] * 1.25, rel=0.01)
        if not AXE_MISSING:
            assert window.faults() == []


def test_without_scripts_the_table_is_there(chromium: Browser, drawing: pictures.Interactive, tmp_path: Path) -> None:
    from browser.browsing import Window  # noqa: PLC0415  needs Playwright

    path = drawing.save(tmp_path / "partners.html")
    with Window(chromium, "file://", scripts=False) as window:
        page = window.open(path.as_uri())
        assert page.locator("noscript p").is_visible()
        page.get_by_text("The same as a table").click()
        assert page.locator("td").first.inner_text() == "Loamshire Constabulary"
