"""What the title page and the introduction say of a report."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from peelgraph.loaders import Loaded, LoadError, Missing
from peelgraph.loaders.documents import Document
from peelgraph.loaders.extract.report import force_name, has_valid_check_digit, identity, report
from peelgraph.loaders.facts import Report
from peelgraph.loaders.outline import outline_of

TEXT = """PEEL: Police effectiveness 2016

An inspection of Loamshire Constabulary

March 2017

© HMIC 2017

ISBN: 978-0-306-40615-7

Contents

Introduction\t4

Introduction

HMIC assessed forces between September and December 2016, except for Mummerset Police – our pilot
force – which we inspected in June 2016.
"""
NAMES = ("Loamshire Constabulary", "Loamshire")
Read = Callable[..., tuple[Report, list[Missing]]]


@pytest.fixture
def read(document: Callable[[str], Document]) -> Read:
    def of(*changes: tuple[str, str], names: tuple[str, ...] = NAMES) -> tuple[Report, list[Missing]]:
        text = TEXT
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        return report(outline_of(document(text)), names)

    return of


def test_all_facts(read: Read) -> None:
    found, missing = read()
    assert missing == []
    assert (found.title, found.pillar, found.cycle) == ("PEEL: Police effectiveness 2016", "effectiveness", "2016")
    assert (found.force_name, found.isbn, found.published, found.publisher) == (
        "Loamshire Constabulary", "978-0-306-40615-7", "2017-03", "HMIC",
    )  # fmt: skip
    assert (found.fieldwork_start, found.fieldwork_end) == ("2016-09", "2016-12")
    passages = {name: span.quote for name, span in found.passages}
    assert passages.pop("fieldwork").startswith("HMIC assessed forces")
    assert passages == {
        "title": "PEEL: Police effectiveness 2016", "force": "Loamshire Constabulary", "isbn": "978-0-306-40615-7",
        "published": "March 2017", "publisher": "© HMIC 2017",
    }  # fmt: skip


def test_the_pilot_force_was_inspected_earlier(read: Read) -> None:
    found, _ = read(names=("Mummerset Police", "Mummerset"))
    assert (found.fieldwork_start, found.fieldwork_end) == ("2016-06", "2016-06")


@pytest.mark.parametrize("change", [("Mummerset Police –", "Murnmerset Police –"), ("except for", "cxcept for")])
def test_a_damaged_exception_for_the_pilot_force_leaves_its_fieldwork_open(read: Read, change: tuple[str, str]) -> None:
    found, missing = read(change, names=("Mummerset Police", "Mummerset"))
    assert (found.fieldwork_start, found.fieldwork_end) == (None, None)
    assert [m.expected for m in missing] == ["fieldwork period"]


@pytest.mark.parametrize("dash", ["–", "—", "-"])
def test_dashes_around_the_pilot_force(read: Read, dash: str) -> None:
    found, _ = read(("Police –", f"Police {dash}"), names=("Mummerset Police", "Mummerset"))
    assert found.fieldwork_start == "2016-06"


def test_fieldwork_over_the_new_year(read: Read) -> None:
    found, _ = read(("September and December 2016", "November 2016 and January 2017"))
    assert (found.fieldwork_start, found.fieldwork_end) == ("2016-11", "2017-01")


@pytest.mark.parametrize(
    ("change", "expected", "reason"),
    [
        (("ISBN: 978-0-306-40615-7", ""), "ISBN", "no ISBN is printed on the title page"),
        (("40615-7", "40615-6"), "ISBN", "the ISBN printed, 978-0-306-40615-6, has a wrong check digit"),
        (("March 2017", "Spring 2017"), "month of publication", "no month stands on the title page"),
        (("© HMIC 2017", ""), "publisher", "no copyright line stands on the title page"),
        (("between", "from"), "fieldwork period", "the introduction names no months of inspection"),
    ],
)
def test_what_is_not_there_is_named(read: Read, change: tuple[str, str], expected: str, reason: str) -> None:
    found, missing = read(change)
    assert missing == [Missing(expected, "report", reason)]
    field = {"ISBN": "isbn", "month of publication": "published", "publisher": "publisher"}.get(
        expected, "fieldwork_start"
    )
    assert getattr(found, field) is None
    assert (field in dict(found.passages)) == ("check digit" in reason), "what is printed wrong is still shown"


def test_a_month_in_running_text_is_not_the_month_of_publication(read: Read) -> None:
    found, _ = read(("March 2017", "First printed in March 2017 in York"))
    assert found.published is None


@pytest.mark.parametrize(
    ("title", "pillar", "cycle"),
    [
        ("PEEL: Police legitimacy 2015", "legitimacy", "2015"),
        ("PEEL: Police effectiveness 2015 (vulnerability)", "effectiveness-vulnerability", "2015"),
        ("PEEL: Police effectiveness (vulnerability) 2015", "effectiveness-vulnerability", "2015"),
        ("PEEL:\nPolice  efficiency\n2018/19", "efficiency", "2018-19"),
        ("PEEL – Police leadership 2018–19", "leadership", "2018-19"),
    ],
)
def test_titles_of_the_series(document: Callable[[str], Document], title: str, pillar: str, cycle: str) -> None:
    found = identity(document(f"{title}\n\nAn inspection of Loamshire Constabulary\n"))
    assert (found[1], found[2]) == (pillar, cycle)
    assert found[3].quote == title
    assert "\n" not in found[0]


def test_force_with_an_article(document: Callable[[str], Document]) -> None:
    name, span = force_name(document("An inspection of the Metropolitan Police Service\n"))
    assert name == span.quote == "Metropolitan Police Service"


@pytest.mark.parametrize(
    ("isbn", "valid"),
    [
        ("978-0-306-40615-7", True), ("978-0-306-40651-7", False), ("978-0-306-4061-57", True),
        ("0-306-40615-2", False), ("", False), ("979-10-90636-07-1", True),
    ],
)  # fmt: skip
def test_check_digit(isbn: str, valid: bool) -> None:
    assert has_valid_check_digit(isbn) is valid


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A letter\n\nDear Sir, all is well.\n", "is not a PEEL report: it has no title such as"),
        ("PEEL: Police effectiveness 2016\n\nNothing else.\n", "does not say which force it is about"),
        (
            "PEEL: Police effectiveness 2016\n\nAn inspection of Loamshyre Constabulary\n",
            "is about 'Loamshyre Constabulary', which is no known force; the nearest is Loamshire Constabulary.",
        ),
        (
            "PEEL: Police effectiveness 2016\n\nAn inspection of Qwxz Zzyx\n",
            "is about 'Qwxz Zzyx', which is no known force; add it to the register of forces.",
        ),
    ],
    ids=["no report", "no force", "misspelt force", "unknown force"],
)
def test_a_text_that_is_no_report_is_refused(load_text: Callable[[str], Loaded], text: str, words: str) -> None:
    with pytest.raises(LoadError) as caught:
        load_text(text)
    assert words in str(caught.value)
    assert str(caught.value).startswith("made-up-")
    assert "\n" not in str(caught.value)


def test_a_report_of_which_only_the_beginning_is_there(load_text: Callable[[str], Loaded]) -> None:
    loaded = load_text(TEXT)
    assert loaded.counts["judgments"] == 0
    assert len(loaded.faults) == 1
    assert loaded.faults[0].endswith(
        "seems to be cut short: the sections on question 1, 2, 3, 4, 5 and its annex are not there; "
        "what is there was loaded."
    )
    assert [m.question for m in loaded.missing if m.part == "judgment"] == ["overall", "1", "2", "3", "4", "5"]


def test_a_cycle_whose_questions_are_not_known_is_warned_of(load_text: Callable[[str], Loaded]) -> None:
    loaded = load_text(TEXT.replace("effectiveness 2016\n\nAn", "efficiency 2015\n\nAn"))
    assert len(loaded.warnings) == 1
    assert "the questions of efficiency 2015 are not in the ontology" in loaded.warnings[0]
    assert loaded.counts["judgments"] == loaded.counts["figures"] == 0
