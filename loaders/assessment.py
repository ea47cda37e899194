"""Loader for the inspectorate's assessment pages: the grade of each pillar and the inspector's observations."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from .documents import Document, LoadError
from .extract import report
from .extract.periods import DAY, iso_date
from .facts import Grade, Missing, PublishedGrade, Span
from .register import Force, Register
from .rules import rule
from .text import fold

_GRADES = {
    "outstanding": Grade.OUTSTANDING,
    "good": Grade.GOOD,
    "requires improvement": Grade.REQUIRES_IMPROVEMENT,
    "inadequate": Grade.INADEQUATE,
}

BEGINNING = rule(
    "assessment-begins",
    r"\bthe extent to which\b",
    ("The extent to which the force is effective",),
    ("to some extent",),
)
STATEMENT = rule(
    "assessment-statement",
    r"the extent to which (?P<force>(?:the )?[^.:;\n]{2,60}?)"
    r" (?P<matter>(?:is|are|operates?|treats?|provides?|works?|has|uses?|manages?|reduces?|protects?|tackles?|leads?)\b"
    r"[^.]{3,250}?)"
    r"(?:\s*:\s*|(?: (?:is|was|has|been|be|to|judged|graded|assessed|rated|as|now|currently))+ ?:? ?"
    r"| (?=requires improvement\b))"
    r"(?P<grade>outstanding|good|requires improvement|inadequate|(?:yet to be|not (?:yet )?(?:been )?) ?graded"
    r"|not (?:yet )?(?:been )?(?:assessed|judged|inspected))(?= ?(?:[.;,)]|\Z)| *[\r\n]| overall\b)",
    (
        "The extent to which the force is effective at keeping people safe and reducing crime is good.",
        "The extent to which the force is efficient at keeping people safe and reducing crime is: good",
        "The extent to which Loamshire Constabulary operates efficiently and sustainably requires improvement.",
        "The extent to which the constabulary treats the public legitimately is requires improvement.",
        "The extent to which the force is well led is not yet graded.",
    ),
    (
        "We looked at the extent to which the force understands demand.",
        "The extent to which the force is effective is a good question.",
    ),
)
UPDATED = rule(
    "last-updated",
    r"\blast (?:updated|modified|reviewed)(?: on)? ?:? ?"
    rf"(?:(?P<day>\d{{1,2}})[/.-](?P<month>\d{{1,2}})[/.-](?P<year>20\d\d)|(?P<words>{DAY}))\b",
    ("Last updated 02/03/2017", "Last updated: 8 December 2016"),
    ("Updated often", "last updated in March"),
)
CYCLE = rule(
    "assessment-cycle",
    r"\bPEEL\W{0,3}(?:assessments?\W{0,3})?(?:police (?:effectiveness|efficiency|legitimacy|leadership) )?"
    r"(?P<cycle>20\d\d(?:[/–-]\d\d(?!\d))?)",
    ("PEEL 2016", "PEEL: Police effectiveness 2016", "peel-assessments/peel-2018-19/", "PEEL assessment 2017"),
    ("PEEL assessments of 43 forces",),
)
OBSERVATIONS = rule(
    "observations",
    r"(?:.{0,40}\b(?:inspectors?|HMI)(?:['’]s?)?|my|our) (?:overall )?observations?:?",
    ("HMI's observations", "HM Inspector’s observations", "My observations"),
    ("The inspector made observations about custody and more",),
)
PILLARS = (
    rule("efficiency", r"\befficien(?:t|tly|cy)\b|\bvalue for money\b", ("operates efficiently",), ("is sufficient",)),
    rule("effectiveness", r"\beffective(?:ly|ness)?\b", ("is effective at",), ("is ineffectual",)),
    rule("legitimacy", r"\blegitima(?:te|tely|cy)\b", ("treats the public legitimately",), ("is legal",)),
    rule("leadership", r"\b(?:well|is) led\b|\bleadership\b", ("is well led",), ("led to changes",)),
)
WHOLE = rule(
    "whole pillar",
    r"keeping people safe and reducing crime|efficiently and sustainably|the public and its workforce",
    ("is effective at keeping people safe and reducing crime",),
    ("is effective at investigating crime",),
)

_LONGEST_STATEMENT = 420
_SHORTEST_OBSERVATION = 40
_LONGEST_HEADING = 90
_BLOCK = re.compile(r"\S(?:(?!\n[ \t]*\n).)*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Assessment:
    """What an assessment page says of one force in one cycle."""

    force: Force
    cycle: str
    grades: tuple[PublishedGrade, ...]
    missing: tuple[Missing, ...]
    observations: tuple[Span, ...]
    """The paragraphs of the inspector's observations."""


@dataclass(frozen=True, slots=True)
class _Statement:
    """A sentence that gives the grade of a pillar; `grade` is None where it says that there is none yet."""

    start: int
    end: int
    subject: str
    matter: str
    grade: Grade | None


def is_assessment(document: Document) -> bool:
    """Whether a document is an assessment page: it says to what extent the force does something, and is no report."""
    if report.TITLE.search(document.text[:20_000]) and report.FORCE.search(document.text[:20_000]):
        return False
    return any(_pillar(statement.matter, "", {}) for statement in _statements(document))


def assessment(document: Document, register: Register) -> Assessment:
    """The grades and the observations of an assessment page.

    Raises:
        LoadError: the page names no known force or no known cycle.
    """
    statements = list(_statements(document))
    force = _force(document, register, statements)
    cycle = _cycle(document, register)
    address = _address(document)
    updated = _updated(document, statements)
    by_pillar: dict[str, list[_Statement]] = defaultdict(list)
    for statement in statements:
        if pillar := _pillar(statement.matter, cycle, register.pillars):
            by_pillar[pillar].append(statement)
    grades, missing = [], []
    for pillar, found in by_pillar.items():
        whole = [s for s in found if WHOLE.search(s.matter)] or found
        given = sorted({s.grade for s in whole if s.grade}, key=list(Grade).index)
        if len(given) == 1 and all(s.grade for s in whole):
            stated = whole[0]
            span = document.span(stated.start, stated.end)
            grades.append(PublishedGrade(force.notation, cycle, pillar, given[0], updated[stated.start], address, span))
            continue
        reason = "the page says that it is not yet graded"
        if given:
            reason = "the page gives it more than one grade: " + ", ".join(given)
        missing.append(Missing(f"grade of {pillar}", "published grade", reason))
    return Assessment(force, cycle, tuple(grades), tuple(missing), tuple(_observations(document)))


def _statements(document: Document) -> Iterator[_Statement]:
    starts = [m.start() for m in BEGINNING.finditer(document.text)]
    for start, following in pairwise([*starts, len(document.text)]):
        match = STATEMENT.pattern.match(document.text[start : min(following, start + _LONGEST_STATEMENT)])
        if match:
            words = fold(match["grade"])
            # The full stop, or what else ends the sentence, belongs to the quotation.
            end = start + match.end() + (document.text[start + match.end() :][:1] == ".")
            yield _Statement(start, end, fold(match["force"]), fold(match["matter"]), _GRADES.get(words))


def _pillar(matter: str, cycle: str, narrower: dict[str, str]) -> str | None:
    """The pillar, or the narrower aspect graded in 2014, that a statement is about."""
    if cycle == "2014":
        aspects = [name for name in narrower if " " in name and name in matter]
        if aspects:
            return narrower[max(aspects, key=len)]
    places = {pillar.name: match.start() for pillar in PILLARS if (match := pillar.search(matter))}
    return min(places, key=lambda name: places[name]) if places else None


def _force(document: Document, register: Register, statements: list[_Statement]) -> Force:
    for name in dict.fromkeys(s.subject for s in statements):
        if force := register.force(name):
            return force
    names = {name: force for force in register.forces.values() for name in (force.name, force.short_name)}
    pattern = re.compile(r"\b(?:" + "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True)) + r")\b")
    for address in re.findall(r"https?://\S+", document.text[:2_000]):
        for part in reversed(address.split("/")):
            if part in register.forces:
                return register.forces[part]
    for lines in (_first_lines(document, 2), _first_lines(document, 8), document.text):
        found = Counter(names[m[0]].notation for m in pattern.finditer(lines)).most_common(2)
        if found and (len(found) == 1 or found[0][1] > found[1][1]):
            return register.forces[found[0][0]]
    raise LoadError(f"{document.name} is an assessment page that does not say which force it is about.")


def _cycle(document: Document, register: Register) -> str:
    address = _address(document) or ""
    for words in (address, _first_lines(document, 3), _first_lines(document, 12), document.text):
        if match := CYCLE.search(words):
            cycle = re.sub(r"[/–]", "-", match["cycle"])
            if cycle in register.cycles:
                return cycle
            known = ", ".join(register.cycles)
            raise LoadError(f"{document.name} is an assessment of {cycle}, which is no known cycle; known are {known}.")
    raise LoadError(f"{document.name} is an assessment page that does not say of which cycle, such as 'PEEL 2016'.")


def _first_lines(document: Document, count: int) -> str:
    return "\n".join([line for line in document.text[:4_000].splitlines() if line.strip()][:count])


def _address(document: Document) -> str | None:
    """The address that the page gives itself, on a line of its own at its beginning."""
    match = re.search(r"^https?://[^\s<>\"{}|\\^`]+$", document.text[:2_000], re.MULTILINE)
    return match[0] if match else None


def _updated(document: Document, statements: list[_Statement]) -> dict[int, str | None]:
    """The date of the last change by the start of the statement that it belongs to.

    Each section of a page has its date, either before its statement or after it; a single date is that
    of the whole page.
    """
    dates = [(m.start(), date) for m in UPDATED.finditer(document.text) if (date := _date(m))]
    found: dict[int, str | None] = {}
    before = bool(statements and dates and dates[0][0] < statements[0].start)
    for number, statement in enumerate(statements):
        if len(dates) == 1:
            found[statement.start] = dates[0][1]
            continue
        first = statements[number - 1].start if number else 0
        last = statements[number + 1].start if number + 1 < len(statements) else len(document.text)
        bounds = (first, statement.start) if before else (statement.start, last)
        near = [date for at, date in dates if bounds[0] <= at < bounds[1]]
        found[statement.start] = (near[-1] if before else near[0]) if near else None
    return found


def _date(match: re.Match[str]) -> str | None:
    if match["words"]:
        return iso_date(match["words"])
    try:
        return dt.date(int(match["year"]), int(match["month"]), int(match["day"])).isoformat()
    except ValueError:
        return None


def _observations(document: Document) -> Iterator[Span]:
    inside = False
    for match in _BLOCK.finditer(document.text):
        block = match[0].strip()
        if OBSERVATIONS.fullmatch(block):
            inside = True
        elif inside and (BEGINNING.search(block) or UPDATED.search(block) or _is_pillar_heading(block)):
            inside = False
        elif inside and len(block) >= _SHORTEST_OBSERVATION and block[-1] in ".!?'\"’”)":
            yield document.span(match.start(), match.end())


def _is_pillar_heading(block: str) -> bool:
    short = len(block) <= _LONGEST_HEADING and block[-1] not in ".!"
    return short and any(pillar.search(block) for pillar in PILLARS)
