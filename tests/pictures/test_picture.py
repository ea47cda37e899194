from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest
from lxml import etree, html
from PIL import Image
from serving import ATTACK

from peelgraph import Graph, pictures
from peelgraph.errors import UsageError
from peelgraph.pictures import palette
from peelgraph.pictures.canvas import SMALL, shortened, shown, width_of, wrapped
from peelgraph.pictures.tie_matrix import SHADES

from .looking import SVG, words

DRAWN = "pictures.grade_matrix(kg, cycle=2016), pictures.partner_network(kg)"


@pytest.fixture(scope="module")
def picture(kg: Graph) -> pictures.Picture:
    return pictures.grade_matrix(kg, force=["loamshire", "mummerset"])


def test_svg_names_itself_and_asks_nothing(picture: pictures.Picture) -> None:
    root = etree.fromstring(picture.svg.encode())
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    title, desc = root[0], root[1]
    assert (title.tag, title.text, title.get("id")) == (f"{SVG}title", picture.title, root.get("aria-labelledby"))
    assert (desc.tag, desc.text, desc.get("id")) == (f"{SVG}desc", picture.alt, root.get("aria-describedby"))
    assert not list(root.iter(f"{SVG}script", f"{SVG}style", f"{SVG}image", f"{SVG}metadata"))
    for element in root.iter():
        for name, value in element.attrib.items():
            if name.endswith("href"):
                assert value.startswith("#")
                assert value[1:] in ids
            if "url(" in value:
                assert value[value.index("url(#") + 5 : value.rindex(")")] in ids


def test_two_pictures_can_stand_on_one_page(kg: Graph, picture: pictures.Picture) -> None:
    other = pictures.grade_matrix(kg, force="loamshire")
    one, two = ({e.get("id") for e in etree.fromstring(p.svg.encode()).iter()} - {None} for p in (picture, other))
    assert not one & two


def test_the_same_graph_gives_the_same_bytes(kg: Graph, folder: Path, tmp_path: Path) -> None:
    """In this process and in one with other hashes."""
    names = [tmp_path / "a.png", tmp_path / "b.png"]
    first = [each.svg for each in (pictures.grade_matrix(kg, cycle=2016), pictures.partner_network(kg))]
    pictures.partner_network(kg).save(names[0])
    code = (
        "import sys, hashlib\nfrom peelgraph import Graph, pictures\n"
        f"with Graph.open(sys.argv[1]) as kg:\n    made = {DRAWN}\n"
        "made[1].save(sys.argv[2])\nfor each in made:\n    print(hashlib.sha256(each.svg.encode()).hexdigest())"
    )
    command = [sys.executable, "-c", code, str(folder), str(names[1])]
    done = subprocess.run(command, env={"PYTHONHASHSEED": "7"}, check=True, capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == [hashlib.sha256(svg.encode()).hexdigest() for svg in first]
    assert names[0].read_bytes() == names[1].read_bytes()


def test_save_as_each_format(picture: pictures.Picture, tmp_path: Path) -> None:
    svg, png, page = (picture.save(tmp_path / f"grades.{suffix}") for suffix in ("svg", "PNG", "html"))
    assert svg.read_text("utf-8") == f'<?xml version="1.0" encoding="utf-8"?>\n{picture.svg}\n'
    with Image.open(png) as image:
        assert image.width == pytest.approx(16 / 2.54 * 200, abs=2)
        assert image.info["Title"] == picture.title
        assert image.info["Description"] == picture.alt
        assert "Software" not in image.info
    text = page.read_text("utf-8")
    tree = html.fromstring(text)
    assert tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content") == [
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    ]
    assert not tree.xpath("//script | //link | //@src")
    assert tree.xpath("//table/caption/text()") == [picture.title]
    assert [row.xpath("td/text()") for row in tree.xpath("//tbody/tr")] == [
        [cell for cell in row if cell] for row in picture.table.values.tolist()
    ]
    assert tree.xpath("//figcaption//li/text()") == [*picture.notes, *picture.sources]


def test_another_format_is_refused(picture: pictures.Picture, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"'grades\.pdf': end the name with \.svg, \.png or \.html"):
        picture.save(tmp_path / "grades.pdf")
    with pytest.raises(UsageError, match="cannot be written"):
        picture.save(tmp_path / "no such folder" / "grades.svg")


def test_a_notebook_shows_picture_table_and_sources(picture: pictures.Picture) -> None:
    tree = html.fromstring(picture._repr_html_())
    assert [element.tag for element in tree] == ["svg", "figcaption", "details"]


@pytest.mark.parametrize("label", [ATTACK, "]]> & <b> \"x\" 'y' --", "$x^2$ \\frac{1}{2}", "警察 \x00 \ud800"])
def test_a_hostile_label_is_a_label(label: str) -> None:
    graph: nx.Graph[str] = nx.Graph(title=label, shows=label, licence=label)
    graph.add_node("force/a", kind="force", label=label, region=label)
    graph.add_node("agency/b", kind="agency", label=label, type=label)
    graph.add_edge("force/a", "agency/b", weight=1, facts=(label,), quotes=(label,))
    drawn, explored = pictures.network(graph), pictures.interactive(graph)
    assert etree.fromstring(drawn.svg.encode())[0].text
    for page in (drawn._repr_html_(), explored.html, explored._repr_html_()):
        tree = html.fromstring(page)
        assert not tree.xpath("//img | //b | //*[@onerror]")
        assert len(tree.xpath("//script")) == (2 if page is explored.html else 0)
        assert "\u202e" not in page
    texts = " ".join(words(drawn))
    assert shown(label).split()[0][:8] in texts
    assert "<svg" not in texts


def test_a_hostile_force_is_a_force(kg: Graph) -> None:
    picture = pictures.grade_history(kg, force="hostile")
    tree = html.fromstring(picture._repr_html_())
    assert not tree.xpath("//script | //img")
    assert "<script>alert(1)</script>" in tree.xpath("//td")[0].text_content()


def test_without_the_libraries_it_says_what_to_install() -> None:
    code = "import sys; sys.modules['matplotlib'] = None; import peelgraph.pictures"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "Pictures need matplotlib, which is not installed: pip install 'peelgraph[explore]'." in done.stderr


def test_contrast_of_everything_with_a_meaning() -> None:
    for style in (*palette.GRADES.values(), palette.NOT_GRADED, palette.NOT_FOUND):
        assert palette.contrast(style.fill, style.ink) >= palette.READABLE, style.word
        assert palette.contrast(style.edge, palette.PAPER) >= palette.VISIBLE, style.word
    for colour in (palette.INK, palette.QUIET, palette.BETTER, palette.WORSE, palette.NEITHER, *palette.SERIES):
        assert palette.contrast(colour, palette.PAPER) >= palette.READABLE, colour
    for shade in SHADES[:-1]:
        assert palette.contrast(shade, palette.INK) >= palette.READABLE, shade
    assert palette.contrast(SHADES[-1], palette.PAPER) >= palette.READABLE
    signs = [style.sign for style in (*palette.GRADES.values(), palette.NOT_GRADED, palette.NOT_FOUND)]
    assert len(signs) == len(set(signs))


def test_lines_are_broken_where_they_must_be() -> None:
    assert wrapped("serious and organised crime", 60, SMALL) == ["serious and", "organised crime"]
    assert all(width_of(line) <= 40 for line in wrapped("Llanfairpwllgwyngyllgogerychwyrndrobwll", 40))
    assert shortened("short", 80) == "short"
    assert shortened("tackling serious and organised crime", 60).endswith("…")
    assert width_of(shortened("tackling serious and organised crime", 60)) <= 60
