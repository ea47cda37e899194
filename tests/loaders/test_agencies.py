"""Agencies, initiatives and themes of short made-up texts in the manner of the reports."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peelgraph.loaders.documents import Document
from peelgraph.loaders.extract.agencies import agency_mentions, partners
from peelgraph.loaders.extract.context import Context
from peelgraph.loaders.extract.initiatives import initiatives
from peelgraph.loaders.extract.initiatives.candidates import folded
from peelgraph.loaders.extract.themes import themes_of
from peelgraph.loaders.gazetteer import Gazetteer
from peelgraph.loaders.outline import outline_of
from peelgraph.loaders.prose import prose
from peelgraph.loaders.register import Register

Read = Callable[[str], Context]

HEAD = "Introduction\n\nThe inspectorate looked at the force.\n\nOverview\n\n"


@pytest.fixture(scope="session")
def read(register: Register) -> Read:
    """Reads a text as the overview of a report on Loamshire of 2016."""
    force = register.forces["loamshire"]

    def of(text: str) -> Context:
        document = Document("made-up.txt", "0" * 64, "text/plain", "utf-8", HEAD + text + "\n")
        outline = outline_of(document)
        return Context(outline, prose(outline), force, "2016", "2015", register)

    return of


def _partners(context: Context) -> set[tuple[str, str, str]]:
    return {(p.name, p.type, p.role.value) for p in partners(agency_mentions(context))}


def _initiatives(context: Context) -> set[tuple[str, str]]:
    return {(i.name, i.type.value) for i in initiatives(context, agency_mentions(context))}


class TestAgencies:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (
                "The force works with the National Crime Agency (NCA) and schools.",
                {("National Crime Agency", "national-agency", "partner"), ("schools", "generic", "partner")},
            ),
            (
                "The force follows guidance of the College of Policing.",
                {("College of Policing", "professional-body", "mentioned")},
            ),
            (
                "Under the plan, the force and Eastloam Borough Council visit farms.",
                {("Eastloam Borough Council", "local-authority", "partner")},
            ),
            (
                "The force refers people to a voluntary sector organisation for fraud (Silver Thread).",
                {("Silver Thread", "voluntary-sector", "partner")},
            ),
            (
                "The force works with agencies such as housing, health and probation.",
                {
                    ("housing services", "generic", "partner"),
                    ("health services", "generic", "partner"),
                    ("probation services", "generic", "partner"),
                },
            ),
            (
                "The force is part of a multi-agency metal theft working group.",
                {("multi-agency metal theft working group", "partnership-body", "partner")},
            ),
            (
                "The Safer Eastloam partnership works with the force.",
                {("Safer Eastloam partnership", "partnership-body", "partner")},
            ),
            (
                "In many forces there is a scheme that tells social landlords.",
                {("social landlords", "generic", "mentioned")},
            ),
        ],
    )  # fmt: skip
    def test_who_is_named_and_whether_the_force_works_with_them(
        self, read: Read, text: str, expected: set[tuple[str, str, str]]
    ) -> None:
        assert _partners(read(text)) == expected

    @pytest.mark.parametrize(
        "text",
        [
            "The force knows its communities well.",
            "Loamshire Constabulary is good at this.",
            "Officers work in Kent and Essex.",
            "The force does not have a burglary partnership board.",
            "Victims find refuge and support.",
            "Victims of Domestic Violence Prevention Orders are safe.",
        ],
    )
    def test_no_agency_where_none_is_named(self, read: Read, text: str) -> None:
        assert _partners(read(text)) == set()

    def test_forces_listed_by_their_short_names(self, read: Read) -> None:
        found = _partners(read("Together with Kent, Essex and Mummerset police forces, the force wrote a plan."))
        assert {name for name, _, _ in found} == {"Kent Police", "Essex Police", "Mummerset Police"}
        assert {role for _, _, role in found} == {"partner"}

    def test_an_abbreviation_leads_to_the_name_it_stands_for(self, read: Read) -> None:
        context = read("The force works with the Eastloam Sailors' Trust (EST). Last year it met EST often.")
        mentions = agency_mentions(context)
        assert [m.name for m in mentions] == ["Eastloam Sailors' Trust"] * 2
        assert mentions[1].labels == ("EST",)
        assert len(partners(mentions)) == 1

    def test_the_best_mention_is_quoted(self, read: Read) -> None:
        context = read("Border Force wrote a report. The force works closely with Border Force.")
        (partner,) = partners(agency_mentions(context))
        assert partner.stated_by.quote == "The force works closely with Border Force."
        assert [span.quote for span in partner.also_stated_by] == ["Border Force wrote a report."]


class TestInitiatives:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("The force runs Operation Plover against fraud.", {("Operation Plover", "operation")}),
            ("The force ran an operation (Plover) against fraud.", {("Operation Plover", "operation")}),
            ("The Operation Plover team finds runaways.", {("Operation Plover", "team")}),
            ("The force also runs Project Lantern.", {("Project Lantern", "project")}),
            ("The force uses an IT system called Weathervane.", {("Weathervane", "system")}),
            ("The 'Safe Streets' campaign pays for lamps.", {("Safe Streets", "campaign")}),
            ("The force holds events such as 'tea and talk'.", {("tea and talk", "engagement")}),
            (
                "Staff use the place, event, action and link (PEAL) model.",
                {("place, event, action and link (PEAL)", "model")},
            ),
            ("The force has a joint burglary investigation team.", {("joint burglary investigation team", "team")}),
            (
                "The force has action plans for rural crime and burglary, each with a leader.",
                {("rural crime action plan", "programme"), ("burglary action plan", "programme")},
            ),
            ("In May, the force introduced a pilot rural crime car.", {("rural crime car", "pilot")}),
        ],
    )
    def test_names_and_kinds(self, read: Read, text: str, expected: set[tuple[str, str]]) -> None:
        assert _initiatives(read(text)) == expected

    @pytest.mark.parametrize(
        "text",
        [
            "The force has good local teams.",
            "The force could bring teams together.",
            "The force does not have a burglary team.",
            "The force needs a system.",
        ],
    )
    def test_nothing_is_made_of_plain_words(self, read: Read, text: str) -> None:
        assert _initiatives(read(text)) == set()

    def test_mentions_are_one_initiative_with_its_partners_and_leader(self, read: Read) -> None:
        context = read(
            "The force helps with Mummerset Police's Operation Plover. With Eastloam Borough Council, the force "
            "brought Operation Plover to the east."
        )
        (found,) = initiatives(context, agency_mentions(context))
        assert found.name == "Operation Plover"
        assert found.lead_force == "mummerset"
        assert found.partners == ("Mummerset Police", "Eastloam Borough Council")
        assert len(found.also_stated_by) == 1

    def test_spellings_of_one_name_are_equal(self) -> None:
        assert folded("the force's new high-tech crime units") == folded("high tech crime unit (HTCU)")


class TestThemes:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Neighbourhood teams deal with anti-social behaviour and CSE.",
             ("neighbourhood-policing", "anti-social-behaviour", "child-sexual-exploitation")),
            ("Hate crimes rose.", ("hate-crime",)),
            ("They dash about.", ()),
        ],
    )  # fmt: skip
    def test_themes_by_their_labels(self, register: Register, text: str, expected: tuple[str, ...]) -> None:
        assert themes_of(text, register) == expected


class TestGazetteer:
    def test_the_longest_name_counts_and_capitals_do(self) -> None:
        names = Gazetteer([("Border Force", 1), ("Border", 2), ("ONS", 3), ("prisons", 4)], proper=True)
        text = "Border Force's boats, a border, ONS and ons, the prisons' plans"
        assert [(text[hit.start : hit.end], hit.value) for hit in names.find(text)] == [
            ("Border Force", 1),
            ("ONS", 3),
            ("prisons", 4),
        ]

    @given(st.text(max_size=200))
    def test_hits_are_in_order_and_within_the_text(self, text: str) -> None:
        names = Gazetteer([("a", 1), ("a b", 2), ("B", 3)])
        end = 0
        for hit in names.find(text):
            assert end <= hit.start < hit.end <= len(text)
            end = hit.end


PIECES = st.sampled_from(
    [
        "the force",
        "works with",
        "Border Force",
        "(NCA)",
        "Operation",
        "Plover",
        "'",
        ",",
        ".",
        "\n",
        "\n\n",
        "and",
        "a team",
        "council",
        "Eastloam",
        "partnership",
        "such as",
        "forces",
        "¹²",
        "•",
        "’s",
        "multi-agency",
        "(",
        ")",
        "Loamshire",
        "system called",
    ]
)


@given(st.lists(PIECES, max_size=40).map(" ".join) | st.text(max_size=300))
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_is_read_and_every_span_is_verbatim(read: Read, text: str) -> None:
    context = read(text)
    mentions = agency_mentions(context)
    document = context.outline.document
    spans = [m.stated_by for m in mentions]
    for found in initiatives(context, mentions):
        spans += [found.stated_by, *found.also_stated_by]
    assert all(document.text[span.start : span.end] == span.quote for span in spans)
