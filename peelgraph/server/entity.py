"""What a page tells of a thing: what is said of it, what refers to it, the passages, and its grades over time.

Every query here is bounded: it looks from the thing outwards, and takes so many rows and no more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox
from rapidfuzz import fuzz, process

from ..catalogue import bind, get
from ..explain import (
    CONTEXT,
    LICENCE,
    MADE_UP,
    SHOWN_ELSEWHERE,
    Context,
    Said,
    around,
    spans,
)
from ..loaders.iris import ID, OWL, PEEL, RDF, SKOS
from ..store import text
from .interface import Engines
from .naming import PLAIN, Name, all_rows, named, names, statements

COUNTED = 20_000
"""Things that refer to a thing, of one kind of reference, are counted up to this number."""
SHOWN = 8
"""Values of a property on the page of a thing."""
FIRST = 5
"""Members of a group of things that refer to it."""
PAGE = 50
"""Members on one page of a group's own list."""
LAST_PAGE = 10_000
VALUES = 2_000
"""Statements about a thing that are read for its page."""
PASSAGES = 20
LONG = 4_000
"""Characters of a literal that are shown."""

PUBLISHED = "as published"
"""Stands in the place of a question for the grade that the inspectorate's website lists for a pillar."""

_FINDABLE = (
    *(f"{PEEL}{name}" for name in (
        "Report", "TerritorialForce", "SpecialForce", "FictionalForce", "Metric", "Question", "Theme", "Cycle",
        "Pillar", "Grade",
    )),
    f"{OWL}Class", f"{OWL}ObjectProperty", f"{OWL}DatatypeProperty",
)  # fmt: skip
"""Kinds of things among which a near name is looked for: each is few, or has one for each report."""


@dataclass(frozen=True, slots=True)
class Group:
    """Things that stand in one relation to a thing, or values of one of its properties."""

    property: str
    name: str
    kind: str
    """IRI of their class; empty for values."""
    title: str
    """Label of their class."""
    count: int
    members: tuple[Name, ...]
    exact: bool = True
    """Whether there are just so many, or only at least."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Grade of a question in one cycle."""

    words: str
    iri: str = ""
    """Of the judgment, if there is one."""


@dataclass(frozen=True, slots=True)
class History:
    """Grades of a force: what was asked, and what each cycle gave."""

    cycles: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[Cell | None, ...]], ...]
    """Pillar, question, and one cell a cycle; None where nothing was loaded from which it could be known."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing of the graph."""

    iri: str
    name: Name
    kinds: tuple[Name, ...]
    words: str
    """Its own text, such as that of a recommendation."""
    facts: tuple[Group, ...]
    """What is said of it, by property; a member without an IRI is a value in words."""
    incoming: tuple[Group, ...]
    passages: tuple[Context, ...]
    licence: str
    history: History | None


async def read(engines: Engines, iri: str) -> Entity | None:
    """Everything for a thing's page; None if the graph does not speak of it.

    Args:
        engines: to ask.
        iri: valid as an IRI.

    Raises:
        ServerError: a query was not answered.
    """
    pattern = f"""{{ SELECT DISTINCT ?p ?o WHERE {{
        <{iri}> ?p ?v FILTER (!isBlank(?v))
        BIND (IF(isLiteral(?v) && STRLEN(STR(?v)) > {LONG}, SUBSTR(STR(?v), 1, {LONG}), ?v) AS ?o)
      }} ORDER BY ?p ?o LIMIT {VALUES} }} BIND (<{iri}> AS ?s)"""
    told = (await statements(engines, pattern))[iri]
    incoming = await _incoming(engines, iri)
    if not told and not incoming:
        return None
    passages = await _passages(engines, iri)
    made_up = any(f"{PEEL}FictionalForce" in item.classes for item in told)
    kinds = tuple(Name(each.target, each.value, "") for each in told if each.predicate == f"{RDF}type")
    is_force = any(f"{PEEL}agencyType" == each.predicate and each.target.endswith("/police-force") for each in told)
    notation = next((each.value for each in told if each.predicate == f"{SKOS}notation"), "")
    return Entity(
        iri,
        named(iri, told),
        kinds,
        next((each.value for each in told if each.predicate == f"{PEEL}text"), ""),
        await _facts(engines, told),
        incoming,
        passages,
        "" if not passages else MADE_UP if made_up else LICENCE,
        await _history(engines, iri, notation) if is_force and notation else None,
    )


async def _facts(engines: Engines, told: Iterable[Said]) -> tuple[Group, ...]:
    by: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for item in told:
        if item.predicate not in SHOWN_ELSEWHERE:
            by[item.name, item.predicate].append(item)
    shown = {key: items[:SHOWN] for key, items in by.items()}
    # What has no label of its own, as judgments have none, is named by what is said of it.
    unnamed = [i.target for items in shown.values() for i in items if i.target and i.value == i.target.removeprefix(ID)]
    called = await names(engines, unnamed)
    return tuple(
        Group(
            predicate,
            name,
            "",
            "",
            len(by[name, predicate]),
            tuple(called.get(item.target, Name(item.target, item.shown, "")) for item in items),
        )
        for (name, predicate), items in sorted(shown.items())
    )


async def _incoming(engines: Engines, iri: str) -> tuple[Group, ...]:
    """What refers to a thing, by kind and by how."""
    counts = await all_rows(
        engines,
        f"""SELECT ?p ?class (COUNT(?s) AS ?n) WHERE {{
          {{ SELECT DISTINCT ?s ?p WHERE {{
            ?s ?p <{iri}> FILTER (isIRI(?s) && ?p != <{RDF}type>)
          }} LIMIT {COUNTED} }}
          OPTIONAL {{ ?s a ?class FILTER STRSTARTS(STR(?class), "{PEEL}") }}
        }} GROUP BY ?p ?class ORDER BY ?p ?class""",
    )
    instances = await engines.select(
        f"""SELECT (COUNT(?s) AS ?n) WHERE {{
          {{ SELECT DISTINCT ?s WHERE {{ ?s a <{iri}> FILTER isIRI(?s) }} LIMIT {COUNTED} }}
        }}"""
    )
    groups = {(text(of), text(of_class)): int(text(n)) for of, of_class, n in counts}
    (number,) = (int(text(n)) for (n,) in instances.rows)
    if number:
        groups[f"{RDF}type", ""] = number
    total: dict[bool, int] = defaultdict(int)
    for (of, _), count in groups.items():
        total[of == f"{RDF}type"] += count
    members = await _first_members(engines, iri, groups)
    relations = [each for key in groups for each in key if each]
    called = await names(engines, [*relations, *(each for several in members.values() for each in several)])

    def group(of: str, of_class: str, count: int) -> Group:
        is_type = of == f"{RDF}type"
        label = called[of_class].title if of_class else "things of this kind" if is_type else "terms and other things"
        few = tuple(called[each] for each in members[of, of_class])
        how = "" if is_type else PLAIN.get(of) or called[of].title
        return Group(of, how, of_class, label[:1].upper() + label[1:], count, few, exact=total[is_type] < COUNTED)

    found = [group(*key, count) for key, count in groups.items()]
    return tuple(sorted(found, key=lambda each: (each.title, each.name, each.property)))


async def _first_members(
    engines: Engines, iri: str, groups: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {key: [] for key in groups}
    if not found:
        return found
    parts = [
        f"{{ {{ SELECT DISTINCT ?s {{ {referring(iri, of, of_class)} }} LIMIT {FIRST} }} BIND ({n} AS ?n) }}"
        for n, (of, of_class) in enumerate(found)
    ]
    keys = list(found)
    for number, subject in await all_rows(engines, f"SELECT ?n ?s {{ {' UNION '.join(parts)} }} ORDER BY ?n ?s"):
        found[keys[int(text(number))]].append(text(subject))
    return found


def referring(iri: str, of: str, of_class: str) -> str:
    """A pattern for ?s, the things that refer to a thing by a property and, if it is not empty, have a class."""
    typed = f"?s a <{of_class}> ." if of_class else ""
    return f"?s <{of}> <{iri}> . {typed} FILTER isIRI(?s)"


async def listed(engines: Engines, pattern: str, variable: str, page: int) -> tuple[list[Name], bool]:
    """One page of a long list, and whether there are more.

    Args:
        engines: to ask.
        pattern: binds the variable to IRIs or words.
        variable: its name.
        page: from 1.

    Raises:
        ServerError: the query was not answered.
    """
    answer = await engines.select(
        f"SELECT DISTINCT ?{variable} WHERE {{ {pattern} }} ORDER BY ?{variable} "
        f"LIMIT {PAGE + 1} OFFSET {(page - 1) * PAGE}"
    )
    terms = [row[0] for row in answer.rows]
    called = await names(engines, [each.value for each in terms[:PAGE] if isinstance(each, ox.NamedNode)])
    return (
        [called[each.value] if isinstance(each, ox.NamedNode) else Name("", text(each), "") for each in terms[:PAGE]],
        len(terms) > PAGE,
    )


async def _passages(engines: Engines, iri: str) -> tuple[Context, ...]:
    rows = (await engines.select(f"{spans(iri)} LIMIT {PASSAGES}")).rows
    wanted = []
    for role, first, last, section, document, file, sha256 in ([text(each) for each in row] for row in rows):
        start, end = int(first), int(last)
        # As much as `around` can want, so that it cuts as it would cut the whole document.
        window = max(0, start - 2 * CONTEXT - 1)
        size = end + 2 * CONTEXT + 1 - window
        wanted.append((role, start, end, section, document, file, sha256, window, size))
    if not wanted:
        return ()
    values = " ".join(f"({n} <{each[4]}> {each[7] + 1} {each[8]})" for n, each in enumerate(wanted))
    answer = await engines.select(
        f"""SELECT ?n (SUBSTR(?t, ?from, ?size) AS ?words) WHERE {{
          VALUES (?n ?document ?from ?size) {{ {values} }} ?document <{PEEL}text> ?t
        }}"""
    )
    windows = {int(text(number)): text(words) for number, words in answer.rows}
    found = []
    for number, (role, start, end, section, _, file, sha256, window, _) in enumerate(wanted):
        words = windows.get(number, "")
        before, after = around(words, start - window, end - window)
        quote = words[start - window : end - window]
        found.append(Context(role, file, sha256, start, end, section, before, quote, after))
    return tuple(found)


async def _history(engines: Engines, iri: str, force: str) -> History | None:
    """Grades of a force, from the canned query ``coverage``, which tells not found from not graded.

    Args:
        engines: to ask.
        iri: of the force.
        force: its notation.
    """
    rows = [list(map(text, row)) for row in await all_rows(engines, bind(get("coverage"), {"force": force}))]
    if not rows:
        return None
    facts = await _grade_facts(engines, iri)
    cycles = tuple(sorted({row[1] for row in rows}))
    table: dict[tuple[str, str], dict[str, Cell]] = defaultdict(dict)
    for _, cycle, question, status, grade, _, pillar, origin, _ in rows:
        key = pillar, question if origin == "report" else PUBLISHED
        words = (grade if status == "found" else status).replace("-", " ")
        table[key][cycle] = Cell(words[:1].upper() + words[1:], facts.get((*key, cycle), ""))
    ordered = sorted(table, key=_place)
    return History(cycles, tuple((*key, tuple(table[key].get(cycle) for cycle in cycles)) for key in ordered))


async def _grade_facts(engines: Engines, iri: str) -> dict[tuple[str, str, str], str]:
    """IRIs of a force's judgments and published grades, by pillar, question and cycle."""
    rows = await all_rows(
        engines,
        f"""PREFIX peel: <{PEEL}> PREFIX skos: <{SKOS}>
        SELECT DISTINCT ?pillar ?notation ?cycle ?fact WHERE {{
          VALUES ?class {{ peel:Judgment peel:PublishedGrade }}
          ?fact peel:force <{iri}> ; a ?class ; peel:cycle ?c ; peel:question ?question .
          ?c skos:notation ?cycle . ?question skos:notation ?notation
          OPTIONAL {{ ?question peel:pillar ?p . ?p skos:notation ?pillar }}
        }} ORDER BY ?fact""",
    )
    found = {}
    for pillar, notation, cycle, fact in rows:
        # A published grade is of a pillar as a whole, which has no pillar of its own.
        key = (text(pillar), text(notation)) if pillar else (text(notation), PUBLISHED)
        found[*key, text(cycle)] = text(fact)
    return found


def _place(key: tuple[str, str]) -> tuple[str, int, list[int]]:
    """Sorts the published grade of a pillar first, then that of the whole report, then questions by number."""
    pillar, question = key
    first = (PUBLISHED, "overall")
    rank = first.index(question) if question in first else len(first)
    return pillar, rank, [int(part) if part.isdigit() else 0 for part in question.split(".")]


async def nearest(engines: Engines, iri: str) -> list[str]:
    """Names of things that look like one that is not there, best first.

    Looked for are the facts of the report that the name seems to be of, and things of few kinds.
    """
    parts = iri.removeprefix(ID).split("/")
    report = f"{ID}report/{'/'.join(parts[1:4])}"
    classes = " ".join(f"<{each}>" for each in _FINDABLE)
    patterns = [f"{{ VALUES ?c {{ {classes} }} ?s a ?c }}"]
    if len(parts) > 4 and iri.startswith(ID):  # noqa: PLR2004  kind, force, cycle, pillar and more
        patterns.append(f"{{ ?s <{PEEL}report> <{report}> }}")
    answer = await engines.select(f"SELECT DISTINCT ?s {{ {' UNION '.join(patterns)} FILTER isIRI(?s) }} LIMIT 5000")
    known = [text(thing) for (thing,) in answer.rows]
    return [each for each, _, _ in process.extract(iri, known, scorer=fuzz.ratio, limit=3, score_cutoff=80)]
