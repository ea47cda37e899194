"""Writing the handbook: its own pages, and the reference pages made by pyLODE, in one folder."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import TypeAlias

import rdflib
from lxml import etree, html
from lxml.html import builder as make
from rdflib import DCTERMS, RDF, SKOS, URIRef

from ..competency import CompetencyQuestion, questions, unasked
from ..description import RIGHTS, Contents, contents, version
from ..loaders.iris import ID, PEEL
from ..store import Store
from .diagram import diagram
from .knowledge import Use, uses
from .reference import ontology, ontology_page, own_terms, places, scheme_page, schemes

Cell: TypeAlias = html.HtmlElement | str

_WAYS = (
    ("index.html", "Start"),
    ("ontology.html", "Terms in full"),
    ("terms.html", "Terms at a glance"),
    ("questions.html", "Questions"),
    ("crosswalk.html", "Cycles compared"),
)

_LONGEST_WORD = 24
"""Characters up to which a word of a table is left whole."""

_PEEL = rdflib.Namespace(PEEL)


def write(store: Store, folder: Path) -> list[Path]:
    """Write all pages.

    Args:
        store: from which instances are counted and wording is quoted.
        folder: where to; made if there is none.

    Returns:
        The files.

    Raises:
        StoreError: the store cannot be read.
        OSError: the folder cannot be written.
    """
    graph, known, held = ontology(), uses(store), contents(store)
    terms = ontology_page(graph, known)
    of_schemes = {scheme: _file_of(scheme) for scheme in schemes(graph)}
    pages = {"ontology.html": terms}
    for scheme, name in of_schemes.items():
        pages[name] = scheme_page(graph, scheme, known)
    for page in pages.values():
        page.get_element_by_id("content").insert(0, _ways())
    anchors = {iri: f"ontology.html#{anchor}" for iri, anchor in places(terms).items()}
    pages["index.html"] = _start(graph, held, version(store), anchors, of_schemes)
    pages["questions.html"] = _questions(anchors)
    pages["crosswalk.html"] = _crosswalk(graph)
    pages["terms.html"] = _terms(graph, known, anchors)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, page in pages.items():
        _only_local(page)
        path = folder / name
        path.write_bytes(html.tostring(page, doctype="<!DOCTYPE html>", encoding="utf-8"))
        written.append(path)
    return written


def _file_of(scheme: URIRef) -> str:
    return f"scheme-{scheme.removeprefix(f'{ID}scheme/')}.html"


def _only_local(page: html.HtmlElement) -> None:
    """Let nothing of a page ask any other place, and nothing run: a link to elsewhere is followed only when clicked."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    head = page.find("head")
    if head is None:
        return
    head.insert(0, make.META({"http-equiv": "Content-Security-Policy", "content": policy}))
    head.insert(0, make.META({"charset": "utf-8"}))
    for element in page.xpath("//link | //script[not(@type='application/ld+json')]"):
        element.drop_tree()


def _ways() -> html.HtmlElement:
    links = (make.LI(make.A(name, href=to)) for to, name in _WAYS)
    return make.E.nav({"aria-label": "Pages"}, make.UL(*links))


def _page(title: str, *content: html.HtmlElement | str) -> html.HtmlElement:
    style = (resources.files(__package__) / "page.css").read_text("utf-8")
    return make.HTML(
        make.HEAD(
            make.TITLE(f"{title} – peelgraph"),
            make.META({"name": "viewport", "content": "width=device-width, initial-scale=1"}),
            make.STYLE(style),
        ),
        make.BODY(
            _ways(),
            make.E.main(make.H1(title), *content),
            make.E.footer(make.P(RIGHTS)),
        ),
        lang="en-GB",
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> html.HtmlElement:
    return make.TABLE(
        make.THEAD(make.TR(*(make.TH(name, scope="col") for name in head))),
        make.TBODY(*(make.TR(*map(_cell, row)) for row in rows)),
    )


def _cell(cell: Cell) -> html.HtmlElement:
    """A cell; one with a word too long for a column may be broken anywhere."""
    long = isinstance(cell, str) and max(map(len, cell.split()), default=0) > _LONGEST_WORD
    return make.TD(cell, {"class": "long"} if long else {})


def _start(
    graph: rdflib.Graph, held: Contents, release: str, anchors: dict[str, str], of_schemes: Mapping[URIRef, str]
) -> html.HtmlElement:
    drawing = html.fragment_fromstring("<figure></figure>")
    drawing.append(html.fragment_fromstring(etree.tostring(diagram(anchors), encoding="unicode")))
    drawing.append(
        html.fragment_fromstring("<figcaption>The core of the ontology; each box leads to its class.</figcaption>")
    )
    lists: list[list[Cell]] = [
        [make.A(str(graph.value(scheme, SKOS.prefLabel)), href=name),
         str(len(set(graph.subjects(SKOS.inScheme, scheme)))),
         str(graph.value(scheme, SKOS.definition) or graph.value(scheme, DCTERMS.description) or "")]
        for scheme, name in of_schemes.items()
    ]  # fmt: skip
    return _page(
        "The vocabulary of the graph",
        make.P(
            f"Version {release} of the data: {held.statements:,} statements about {held.subjects:,} things, "
            f"from {len(held.documents)} documents on {held.forces} forces, cycles {', '.join(held.cycles) or 'none'}. "
            f"Of {held.expected} graded questions of its reports, {held.found} have their grade."
        ),
        drawing,
        make.H2("Lists of values"),
        _table(["List", "Values", "What it holds"], lists),
    )


def _questions(anchors: Mapping[str, str]) -> html.HtmlElement:
    by_asker: dict[str, list[CompetencyQuestion]] = defaultdict(list)
    for question in questions():
        by_asker[question.asked_by].append(question)
    content: list[html.HtmlElement] = [
        make.P("What the ontology must let its users ask. Each question has a tested answer on a made-up example.")
    ]
    for asker, asked in by_asker.items():
        content.append(make.H2(f"Asked by the {asker}"))
        for question in asked:
            section = make.E.section(make.H3(question.question), id=question.name)
            command = f"peelgraph ask {question.query}" if question.query else None
            for name, value in question.parameters.items():
                for each in value if isinstance(value, list) else [value]:
                    command = f"{command} --{name.replace('_', '-')} {each}"
            section.append(make.PRE(make.CODE(command or question.sparql or "")))
            section.append(_table(question.columns, question.rows))
            if question.asserted is not None:
                said = "nothing at all" if not question.asserted else f"only {len(question.asserted)} of these rows"
                section.append(
                    make.P(f"Needs the reasoner (peelgraph reason --keep): without it the answer is {said}.")
                )
            used = sorted(PEEL + term for term in question.terms)
            links = [make.LI(make.A(iri.removeprefix(PEEL), href=anchors[iri])) for iri in used if iri in anchors]
            section.append(make.UL({"class": "terms", "aria-label": "Terms used"}, *links))
            content.append(section)
    rest: list[list[Cell]] = [[make.CODE(term), reason] for term, reason in sorted(unasked().items())]
    if rest:
        content += [make.H2("Terms that no question needs, and why"), _table(["Term", "Why"], rest)]
    return _page("Questions the graph must answer", *content)


def _terms(graph: rdflib.Graph, known: Mapping[str, Use], anchors: Mapping[str, str]) -> html.HtmlElement:
    rows = []
    for term in own_terms(graph):
        use = known.get(str(term), Use())
        kinds = {str(kind).rpartition("#")[2] for kind in graph.objects(term, RDF.type)} & {
            "Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty",
        }  # fmt: skip
        name = term.removeprefix(PEEL)
        rows.append(
            [
                make.A(name, href=anchors[str(term)]) if str(term) in anchors else name,
                " ".join(sorted(kinds)).replace("Property", " property").replace("Datatype", "Data"),
                str(graph.value(term, SKOS.definition) or ""),
                use.counted,
                str(len(use.questions)),
                str(len(use.queries)),
            ]
        )
    heading = ["Term", "Kind", "What it means", "In this graph", "Questions", "Canned queries"]
    return _page("Terms at a glance", _table(heading, rows))


def _crosswalk(graph: rdflib.Graph) -> html.HtmlElement:
    """Which questions were asked in which cycle, and on which scale grades were given."""
    cycles = sorted(graph.subjects(RDF.type, _PEEL.Cycle), key=str)
    names = [str(graph.value(cycle, SKOS.notation)) for cycle in cycles]
    asked: dict[str, dict[str, str]] = defaultdict(dict)
    for question in graph.subjects(RDF.type, _PEEL.Question):
        notation = str(graph.value(question, SKOS.notation))
        cycle = str(graph.value(graph.value(question, _PEEL.cycle), SKOS.notation))
        pillar = str(graph.value(graph.value(question, _PEEL.pillar), SKOS.notation))
        graded = bool(graph.value(question, _PEEL.graded))
        wording = str(graph.value(question, SKOS.prefLabel))
        asked[f"{pillar} {notation}"][cycle] = wording + ("" if graded else " (not graded)")
    rows = [
        [place, *(asked[place].get(name, "–") for name in names)]
        for place in sorted(asked, key=lambda place: (place.split()[0], _place(place.split()[1])))
    ]
    scales = []
    for scheme in schemes(graph):
        grades = [g for g in graph.subjects(SKOS.inScheme, scheme) if (g, RDF.type, _PEEL.Grade) in graph]
        if grades:
            grades.sort(key=lambda grade: (int(str(graph.value(grade, _PEEL.rank) or 99)), str(grade)))
            scales.append(
                [
                    str(graph.value(scheme, SKOS.prefLabel)),
                    ", ".join(str(graph.value(g, SKOS.prefLabel)) for g in grades),
                ]
            )
    empty = [name for name in names if not any(name in of_cycles for of_cycles in asked.values())]
    return _page(
        "Cycles compared",
        make.H2("Scales of grades"),
        _table(["Scale", "Grades, best first"], scales),
        make.H2("Questions by cycle"),
        make.P(
            f"The ontology holds no questions of {', '.join(empty)}: of those cycles it has grades by pillar only."
            if empty
            else "The ontology holds the questions of all its cycles."
        ),
        _table(["Question", *names], rows),
    )


def _place(notation: str) -> tuple[bool, list[int]]:
    return (notation != "overall", [int(part) for part in re.findall(r"\d+", notation)])
