"""The outline of made-up texts: sections, blocks, and sentences made whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peelgraph.loaders.documents import Document
from peelgraph.loaders.outline import Block, BlockKind, Heading, Outline, Role, blocks_of, outline_of

Make = Callable[[str], Document]

ONE = "How effective is the force at preventing crime, tackling anti-social behaviour and keeping people safe?"
TWO = "How effective is the force at investigating crime and reducing re-offending?"
SUB = "How well does the force bring offenders to justice?"
LONG = "The force has a plan for this work, and its officers and staff follow it with care and skill in every district"


@pytest.fixture
def outline(document: Make, headings: list[Heading]) -> Callable[[str], Outline]:
    return lambda text: outline_of(document(text), headings)


def _roles(found: Outline) -> list[tuple[str, str | None]]:
    return [(s.role.value, s.question) for s in found.sections]


def _kinds(document: Document) -> list[tuple[str, str]]:
    return [(b.kind.value, b.text.text) for b in blocks_of(document)]


REPORT = f"""A report

Contents

Introduction\t4
Force in numbers\t5
Overview – How effective is the force at keeping people safe and reducing crime?\t7
{ONE}\t9
Summary of findings\t13
{TWO}\t14
Next steps\t37
Annex A – About the data.....38

Introduction

Once a year we inspect the force.

1. {ONE}
2. {TWO}

Force in numbers

Calls for assistance

Overview – How effective is the force at keeping people safe and reducing crime?

Overall judgment²

Good

Overall summary

{ONE}

Good

{TWO}

Requires improvement

{LONG}.

{ONE}

Crime can be prevented.

Areas for improvement

- The force should do more.

{TWO}

Crime can be investigated.

{SUB}

It does so well.

Summary of findings

Requires improvement

The force requires improvement.

Next steps

We shall return.

Annex A – About the data

Summary of findings

These data are old.

Force in numbers

A dash is no figure.
"""


def test_sections_of_a_report(outline: Callable[[str], Outline]) -> None:
    assert _roles(outline(REPORT)) == [
        ("title-page", None), ("contents", None), ("introduction", None), ("force-in-numbers", None),
        ("overview", "overall"), ("overall-judgment", "overall"), ("overall-summary", "overall"),
        ("question", "1"), ("areas-for-improvement", "1"),
        ("question", "2"), ("sub-question", "2.1"), ("summary", "2"),
        ("next-steps", None), ("annex", None), ("other", None), ("other", None),
    ]  # fmt: skip


def test_sections_are_a_tree(outline: Callable[[str], Outline]) -> None:
    found = outline(REPORT)
    parents = [found.sections[s.parent].role.value if s.parent is not None else None for s in found.sections]
    assert parents[5:12] == [
        "overview", "overview", None, "question", None, "question", "question",
    ]  # fmt: skip
    (annex,) = found.having(Role.ANNEX)
    assert [s.title for s in found.under(annex)] == [
        "Annex A – About the data", "Summary of findings", "Force in numbers",
    ]  # fmt: skip
    assert [s.main_question for s in found.having(Role.SUMMARY, question="2")] == ["2"]


def test_headings_of_the_annex_are_no_headings_of_the_report(outline: Callable[[str], Outline]) -> None:
    found = outline(REPORT)
    assert len(found.having(Role.SUMMARY)) == 1
    assert len(found.having(Role.FORCE_IN_NUMBERS)) == 1


@pytest.mark.parametrize(
    "contents",
    [
        f"{ONE[:60]}behavlour\n{SUB}\nSummary of findings\t13\n{TWO} ?.14",
        f"N\text steps\t. 36\n\nSummary of findings\n\nH\tow {TWO[3:]}\t29\n\nIntroduction 4",
        f"{ONE}\n\n{TWO}\n\nSummary of findings\n\nAreas for improvement\n\nAnnex A – About the data",
    ],
    ids=["cut short", "letters come apart", "page numbers lost"],
)
def test_a_garbled_contents_list_gives_no_headings(outline: Callable[[str], Outline], contents: str) -> None:
    start, end = REPORT.index("Introduction\t4"), REPORT.index("Introduction\n\nOnce")
    found = outline(REPORT[:start] + contents + "\n\n" + REPORT[end:])
    assert _roles(found) == _roles(outline(REPORT))


def test_the_table_of_judgments_is_not_the_section(outline: Callable[[str], Outline]) -> None:
    (summary,) = outline(REPORT).having(Role.OVERALL_SUMMARY)
    assert [b.kind for b in summary.blocks] == [
        BlockKind.PARAGRAPH, BlockKind.GRADE, BlockKind.PARAGRAPH, BlockKind.GRADE, BlockKind.PARAGRAPH,
    ]  # fmt: skip


def test_a_heading_with_a_wrong_glyph_is_known(outline: Callable[[str], Outline]) -> None:
    damaged = REPORT.replace(f"{TWO}\n\nCrime can", f"{TWO.replace('investigating', 'investlgating')}\n\nCrime can")
    assert _roles(outline(damaged)) == _roles(outline(REPORT))


def test_a_sub_question_tells_its_question_where_that_heading_is_lost(outline: Callable[[str], Outline]) -> None:
    text = REPORT.replace(f"{TWO}\n\nCrime can be investigated.\n\n", "") + "\n"
    found = outline(text)
    assert [(s.role.value, s.question) for s in found.sections if s.role in {Role.SUB_QUESTION, Role.SUMMARY}] == [
        ("sub-question", "2.1"), ("summary", "2"),
    ]  # fmt: skip


def test_a_second_summary_is_not_given_to_the_question_before(outline: Callable[[str], Outline]) -> None:
    """Where the heading of the next question is lost, and those of its sub-questions too, its findings are nobody's."""
    second = "Summary of findings\n\nGood\n\nAreas for improvement\n\n- The force should act.\n\nNext steps"
    found = outline(REPORT.replace("Next steps\n\nWe", f"{second}\n\nWe"))
    assert [(s.role.value, s.question) for s in found.sections][11:15] == [
        ("summary", "2"), ("summary", None), ("areas-for-improvement", None), ("next-steps", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "between",
    [
        "¹ A note on plans. It is short.",
        "^{10} A note on plans.",
        "_",
        "2",
        "\f",
        "Figure 3: Plans in all forces\n\nSource: Home Office data",
        "¹ A note.\n\n² Another note.\n\n\f",
    ],
    ids=["footnote", "marked-up footnote", "stray glyph", "stray number", "page break", "picture", "two footnotes"],
)
def test_a_cut_sentence_is_made_whole(document: Make, between: str) -> None:
    found = outline_of(document(f"Title\n\n{LONG}, but its\n\n{between}\n\nsupervisors do not. Next sentence.\n"))
    (whole,) = [b for s in found.sections for b in s.blocks if b.text.text.startswith("The force has")]
    assert whole.text.text == f"{LONG}, but its supervisors do not. Next sentence."
    assert [s.quote for s in whole.text.spans(found.document)] == [
        f"{LONG}, but its",
        "supervisors do not. Next sentence.",
    ]


def test_a_sentence_goes_on_with_a_capital_after_a_word_that_cannot_end_one(document: Make) -> None:
    found = outline_of(
        document(f"Title\n\n{LONG}, with help of the\n\n¹ A note.\n\nMummerset County Council and others.\n")
    )
    texts = [b.text.text for s in found.sections for b in s.blocks]
    assert f"{LONG}, with help of the Mummerset County Council and others." in texts


@pytest.mark.parametrize("opener", ["The next sentence stands alone.", "However, it is new.", "‘Quoted’ words begin."])
def test_a_new_sentence_is_not_joined(document: Make, opener: str) -> None:
    found = outline_of(document(f"Title\n\n{LONG}, with the\n\n¹ A note.\n\n{opener}\n"))
    assert opener in [b.text.text for s in found.sections for b in s.blocks]


def test_a_finished_sentence_is_not_joined(document: Make) -> None:
    found = outline_of(document(f"Title\n\n{LONG}.\n\n¹ A note.\n\nof small letters but new.\n"))
    assert "of small letters but new." in [b.text.text for s in found.sections for b in s.blocks]


def test_a_heading_is_not_joined(document: Make) -> None:
    found = outline_of(document(f"Title\n\n{LONG}, with the\n\nsummary of findings\n\nIt is good.\n"))
    assert [s.role for s in found.sections] == [Role.TITLE_PAGE, Role.SUMMARY]


def test_bullets(document: Make) -> None:
    text = (
        "Lead-in:\n- first,\n  which goes on;\n  - nested; and\n"
        "• with a dot\n1. Numbered\n- 2. Both\n– dash\n-not one\n"
    )
    assert [(b.kind.value, b.indent, b.text.text) for b in blocks_of(document(text))] == [
        ("paragraph", 0, "Lead-in:"),
        ("bullet", 0, "first, which goes on;"),
        ("bullet", 2, "nested; and"),
        ("bullet", 0, "with a dot"),
        ("bullet", 0, "Numbered"),
        ("bullet", 0, "Both"),
        ("bullet", 0, "dash -not one"),
    ]


def test_a_dash_before_a_number_is_no_bullet(document: Make) -> None:
    assert _kinds(document("-4.6%")) == [("number", "-4.6%")]


def test_footnotes_numbered_as_plain_digits(document: Make) -> None:
    text = "1 First note.\n\n5 Officers came.\n\n2 Second note.\n\n3rd place.\n\n3The next.\n\n3 Third note.\n"
    assert _kinds(document(text)) == [
        ("footnote", "First note."),
        ("paragraph", "5 Officers came."),
        ("footnote", "Second note."),
        ("paragraph", "3rd place."),
        ("paragraph", "3The next."),
        ("footnote", "Third note."),
    ]


def test_footnotes_in_other_forms(document: Make) -> None:
    text = "¹ First.\n\n^{2} Second.\n\n3 Third.\n\n¹⁰ Tenth.\n"
    assert _kinds(document(text)) == [
        ("footnote", "First."), ("footnote", "Second."), ("footnote", "Third."), ("footnote", "Tenth."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Good", "grade"), ("Requires  improvement", "grade"), ("**Ungraded**", "grade"), ("Goodness", "paragraph"),
        ("+10.9%", "number"), ("–", "number"), ("1,234", "number"), ("_", "noise"), ("•", "noise"), ("x", "noise"),
        ("Figure 2: Rates", "caption"), ("Figure 2 shows rates", "paragraph"), ("Source: Home Office", "note"),
        ("* A remark under a table", "note"), ("^{*}A remark", "note"), ("*Emphasis* begins a line", "paragraph"),
        ("www.example.org/peel", "note"), ("a\tb", "row"), ("For further information about these data, see", "note"),
    ],
)  # fmt: skip
def test_kinds_of_blocks(document: Make, line: str, kind: str) -> None:
    assert [b.kind.value for b in blocks_of(document(line))] == [kind]


def test_what_is_not_recognised_is_counted(outline: Callable[[str], Outline]) -> None:
    text = REPORT.replace("Calls for assistance", "_\n\nCalls for assistance\n\n68\n\n+").replace(
        "It does so well.", "It does so well.\n\n_\n\n2\n\n•"
    )
    assert [b.text.text for b in outline(text).unrecognised] == ["_", "+", "_", "2", "•"]
    assert outline(REPORT).unrecognised == ()


LINES = st.lists(
    st.one_of(
        st.just(""),
        st.sampled_from(
            [
                ONE, TWO, SUB, "Contents", "Introduction", "Overall summary", "Good", "Summary of findings",
                "Annex A – About the data", "Areas for improvement", "- a bullet;", "  - nested", "1 Note", "¹ Note.",
                "a\tb\t3.4", "Figure 4: Outcomes", f"{LONG}, with", "small letters.", "\f", "_", "4", " ",
                "Cause of concern", "HMIC sees it.", "word-", "Force in numbers", "*Note",
            ]
        ),
        st.text(st.characters(codec="ascii", categories=("L", "N", "P", "Zs")), max_size=30),
    ),
    max_size=25,
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(LINES, st.sampled_from(["\n", "\r\n"]))
def test_every_line_is_in_exactly_one_block(
    document: Make, headings: list[Heading], lines: list[str], ending: str
) -> None:
    whole = document("Title" + ending + ending.join(lines))
    found = outline_of(whole, headings)
    held: Counter[tuple[int, int]] = Counter()
    for section in found.sections:
        for block in (*([section.heading] if section.heading else []), *section.blocks):
            held.update((line.start, line.end) for line in block.lines)
            _check(whole, block)
    assert set(held.values()) <= {1}
    kept = "".join("".join(whole.text[start:end].split()) for start, end in sorted(held))
    assert kept == "".join(whole.text.split())


def _check(document: Document, block: Block) -> None:
    """A block's words stand in the document where it says."""
    if block.text.text:
        for span in block.text.spans(document):
            assert document.text[span.start : span.end] == span.quote


def test_the_property_fails_where_a_line_is_lost(document: Make) -> None:
    """The check above is one that can fail: an outline without its last section loses lines."""
    found = outline_of(document("Title\n\nNext steps\n\nWords."))
    lines = [line for s in found.sections[:-1] for b in s.blocks for line in b.lines]
    assert len(lines) == 1
