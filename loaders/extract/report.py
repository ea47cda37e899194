"""What the title page and the introduction say of the report itself."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from ..documents import Document, LoadError
from ..facts import Missing, Report, Span
from ..grades import missing_columns
from ..outline import Outline, Role
from ..rules import rule
from ..text import fold, sentences
from .periods import MONTH, iso_date

TITLE = rule(
    "title",
    r"\bPEEL\W{0,3} ?Police (?P<pillar>effectiveness|efficiency|legitimacy|leadership)(?: \((?P<part>\w+)\))? "
    r"(?P<cycle>20\d\d(?:[/–-]\d\d)?)(?: \((?P<part_after>\w+)\))?",
    (
        "PEEL: Police effectiveness 2016",
        "PEEL: Police effectiveness 2015 (vulnerability)",
        "PEEL Police legitimacy 2018/19",
    ),
    ("our annual inspections of police effectiveness, efficiency and legitimacy (PEEL)", "PEEL police survey"),
)
FORCE = rule(
    "force",
    r"\bAn inspection of (?:the )?(?P<force>[A-Z][^\n\t.]{3,60})",
    ("An inspection of Loamshire Constabulary",),
    ("our inspection of domestic abuse",),
)
ISBN = rule(
    "isbn",
    r"\bISBN(?:-13)?\s*:?\s*(?P<isbn>97[89][-–\s]?(?:\d[-–\s]?){9}\d)",
    ("ISBN: 978-0-306-40615-7",),
    ("ISBN to be confirmed",),
)
PUBLISHED = rule("published", rf"^ *(?P<month>{MONTH} 20\d\d) *$", ("March 2017",), ("in March 2017 we",))
COPYRIGHT = rule("copyright", r"© ?(?P<publisher>[A-Z]{3,10}) 20\d\d", ("© HMIC 2017",), ("Crown copyright",))
FIELDWORK = rule(
    "fieldwork",
    r"\b(?:assessed|inspected|inspection|fieldwork)\b.*?"
    rf"\bbetween (?P<first>{MONTH}(?: 20\d\d)?) and (?P<last>{MONTH} 20\d\d)",
    ("We assessed forces against these questions between September and December 2016.",),
    ("a survey between July and August 2016",),
)
PILOT = rule(
    "pilot force",
    rf"\bexcept for (?P<force>[^,]+?) ?[–—,-].*?\bin (?P<month>{MONTH} 20\d\d)",
    ("except for Mummerset Police – our pilot force – which we inspected in June 2016",),
    ("except for one force",),
)


def has_valid_check_digit(isbn: str) -> bool:
    """Whether the last digit of an ISBN-13 is right (ISO 2108, annex C).

    >>> has_valid_check_digit("978-0-306-40615-7"), has_valid_check_digit("978-0-306-40615-6")
    (True, False)
    """
    digits = [int(d) for d in isbn if d.isdigit()]
    return len(digits) == 13 and sum(d * (3 if n % 2 else 1) for n, d in enumerate(digits)) % 10 == 0  # noqa: PLR2004


def identity(document: Document) -> tuple[str, str, str, Span]:
    """Title, pillar and cycle of the report, and the words of the title.

    Raises:
        LoadError: the text has no title of the series near its beginning.
    """
    match = TITLE.search(document.text[:20_000])
    if not match:
        if document.name.lower().endswith(".csv") and (missing := missing_columns(document)):
            columns = f"{'column' if len(missing) == 1 else 'columns'} {', '.join(missing)}"
            raise LoadError(f"{document.name} is no list of grades: its first line does not name the {columns}.")
        raise LoadError(
            f"{document.name} is not a PEEL report: it has no title such as 'PEEL: Police effectiveness 2016' "
            "at its beginning. What is read are reports (text, PDF, HTML) and grades (CSV)."
        )
    part = match["part"] or match["part_after"]
    pillar = match["pillar"].casefold() + (f"-{part.casefold()}" if part else "")
    cycle = re.sub(r"[/–]", "-", match["cycle"])
    return re.sub(r"\s+", " ", match[0]), pillar, cycle, document.span(*match.span())


def force_name(document: Document) -> tuple[str, Span]:
    """The force as the title page names it.

    Raises:
        LoadError: the title page names no force.
    """
    match = FORCE.search(document.text[:20_000])
    if not match:
        raise LoadError(
            f"{document.name} does not say which force it is about: no line 'An inspection of …' is at its beginning."
        )
    return re.sub(r"\s+", " ", match["force"]).strip(), document.span(*match.span("force"))


def report(outline: Outline, force_names: tuple[str, ...]) -> tuple[Report, list[Missing]]:
    """The report's own facts.

    Args:
        outline: the outline of the report.
        force_names: names of the force, to tell whether an exception in the introduction is about it.
    """
    document = outline.document
    title, pillar, cycle, title_span = identity(document)
    name, name_span = force_name(document)
    front = outline.sections[0]
    head = document.text[: max((b.end for b in front.blocks), default=0)]
    passages = {"title": title_span, "force": name_span}
    missing: list[Missing] = []

    isbn = None
    if match := ISBN.search(document.text[: len(head) + 5_000]):
        isbn = match["isbn"].replace("–", "-")
        passages["isbn"] = document.span(*match.span("isbn"))
        if not has_valid_check_digit(isbn):
            missing.append(Missing("ISBN", "report", f"the ISBN printed, {match['isbn']}, has a wrong check digit"))
            isbn = None
    else:
        missing.append(Missing("ISBN", "report", "no ISBN is printed on the title page"))

    published = None
    for line in re.finditer(r"[^\n]+", head):
        if match := PUBLISHED.fullmatch(line[0].strip()):
            published = iso_date(match["month"])
            passages["published"] = document.span(*line.span())
            break
    if not published:
        missing.append(Missing("month of publication", "report", "no month stands on the title page"))

    publisher = None
    if match := COPYRIGHT.search(head):
        publisher = match["publisher"]
        passages["publisher"] = document.span(*match.span())
    else:
        missing.append(Missing("publisher", "report", "no copyright line stands on the title page"))

    start = end = None
    if fieldwork := _fieldwork(outline, force_names):
        start, end, passages["fieldwork"] = fieldwork
    else:
        missing.append(Missing("fieldwork period", "report", "the introduction names no months of inspection"))
    found = Report(title, pillar, cycle, name, isbn, published, publisher, start, end, tuple(passages.items()))
    return found, missing


_LEAST_LIKENESS = 75.0
"""Likeness, in percent, from which the name of the pilot force may be that of this force, damaged."""


def _may_be_excepted(sentence: str, pilot: re.Match[str] | None, force_names: tuple[str, ...]) -> bool:
    """Whether a damaged exception for the pilot force may be about this force."""
    if pilot is None:
        return "pilot" in sentence.casefold()
    return fuzz.ratio(fold(pilot["force"]), fold(force_names[0])) >= _LEAST_LIKENESS


def _fieldwork(outline: Outline, force_names: tuple[str, ...]) -> tuple[str, str, Span] | None:
    """First and last month of the inspection, and the sentence that names them."""
    for section in outline.having(Role.INTRODUCTION):
        for block in (b for s in outline.under(section) for b in s.blocks):
            for begin, stop in sentences(block.text.text):
                sentence = block.text.text[begin:stop]
                match = FIELDWORK.search(sentence)
                if not match:
                    continue
                last = iso_date(match["last"])
                first = iso_date(match["first"]) or iso_date(f"{match['first']} {match['last'][-4:]}")
                pilot = PILOT.search(sentence)
                if pilot and any(n.casefold() in pilot["force"].casefold() for n in force_names):
                    first = last = iso_date(pilot["month"])
                elif _may_be_excepted(sentence, pilot, force_names):
                    continue
                if first and last:
                    return first, last, block.text.spans(outline.document, begin, stop)[0]
    return None
