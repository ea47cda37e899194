"""Evidence of short made-up texts in the manner of the reports, and the template around it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peelgraph.loaders.documents import Document
from peelgraph.loaders.extract.context import Context
from peelgraph.loaders.extract.evidence import evidence, polarity_of
from peelgraph.loaders.extract.evidence.clauses import clauses
from peelgraph.loaders.extract.evidence.weighing import CUES, Weight, weigh
from peelgraph.loaders.extract.template import fingerprint, is_template, templates
from peelgraph.loaders.facts import Polarity
from peelgraph.loaders.outline import Heading, Role, outline_of
from peelgraph.loaders.prose import prose
from peelgraph.loaders.register import Register

Read = Callable[[str], Context]

QUESTION = "How effective is the force at preventing crime, tackling anti-social behaviour and keeping people safe?"
SUB_QUESTION = "How well does the force understand its communities?"
HEADINGS = [Heading(QUESTION, Role.QUESTION, "1"), Heading(SUB_QUESTION, Role.SUB_QUESTION, "1.2")]
OPENING = (
    f"Introduction\n\nThe inspectorate looked at the force.\n\n{QUESTION}\n\n"
    "Stopping a crime is better for everybody than solving it.\n\n"
    f"{SUB_QUESTION}\n\n"
    "It is vital that forces know the people whom they serve. They should also know what frightens them.\n\n"
)
STRENGTH, WEAKNESS, MIXED, NEUTRAL = Polarity.STRENGTH, Polarity.WEAKNESS, Polarity.MIXED, Polarity.NEUTRAL


@pytest.fixture(scope="module")
def reading(register: Register) -> Read:
    """Reads a text as a report on Loamshire of 2016."""
    force = register.forces["loamshire"]

    def of(text: str) -> Context:
        outline = outline_of(Document("made-up.txt", "0" * 64, "text/plain", "utf-8", text), HEADINGS)
        return Context(outline, prose(outline), force, "2016", "2015", register)

    return of


class TestPolarity:
    @pytest.mark.parametrize(
        ("text", "polarity"),
        [
            # plain judgments
            ("The unit does excellent work with schools.", STRENGTH),
            ("Call takers wait too long for a supervisor.", WEAKNESS),
            ("The force has nine stations and a training school.", NEUTRAL),
            # negation, of praise and of blame
            ("Supervision is not consistent.", WEAKNESS),
            ("There is no clear plan for the coast.", WEAKNESS),
            ("The unit answers letters without delay.", STRENGTH),
            ("Plans are made without effective supervision.", WEAKNESS),
            ("There does not seem to be a process by which successful operations are written up.", WEAKNESS),
            ("Few of the officers on nights knew how to use it well.", WEAKNESS),
            ("It is neither safe nor appropriate to leave callers waiting.", WEAKNESS),
            # wishes
            ("The force should ensure that it has robust plans.", WEAKNESS),
            ("Its records could be more consistent.", WEAKNESS),
            ("Loamshire Constabulary requires improvement in how it uses good intelligence.", WEAKNESS),
            ("The new system should be in place by May 2017.", NEUTRAL),
            ("The force should be commended for this.", STRENGTH),
            ("The guide says what officers need to record.", NEUTRAL),
            ("The force recognises that it needs to do more.", WEAKNESS),
            ("An accurate account of this should have led to an arrest.", WEAKNESS),
            ("The two forces should ensure that their plans are sound.", WEAKNESS),
            # what something is for is not found yet
            ("A desk was set up to give a more efficient service.", NEUTRAL),
            ("The work done to find runaways early is noteworthy.", STRENGTH),
            # concession
            ("The force is good at stopping burglary, but its files are incomplete.", MIXED),
            ("Although calls are answered promptly, many are then lost by poor recording.", MIXED),
            ("Files are generally good, although we were told of some that were thin.", MIXED),
            ("Other units take part, although this is not consistent.", MIXED),
            ("Despite the lack of a written plan, the force works well with councils.", STRENGTH),
            ("In most cases, but not all, plans are robust.", MIXED),
            ("We found a mixed picture of knowledge.", MIXED),
            ("The force has some understanding of the threat and is taking steps to learn more.", MIXED),
            # faults acted on
            ("It has put in place a plan to address the delays.", STRENGTH),
            ("It has reduced this backlog by half.", STRENGTH),
            ("The force is not addressing the delays.", WEAKNESS),
            ("The force needs to reduce this backlog.", WEAKNESS),
            # figures that rise and fall
            ("Arrests have fallen sharply.", WEAKNESS),
            ("Conviction rates have risen by a tenth.", STRENGTH),
            ("The force has the lowest arrest rate in England and Wales.", WEAKNESS),
            ("The number of outstanding suspects has fallen.", STRENGTH),
            ("In the 12 months to 30 June 2016, Loamshire Constabulary recorded 4,210 burglaries.", NEUTRAL),
            ("Some 380 people were asked, and 51 percent were satisfied.", NEUTRAL),
            # words without polarity in their phrase
            ("Officers share good practice and problem-solving plans.", NEUTRAL),
            ("There are 40 outstanding suspects.", NEUTRAL),
            ("We asked how well it is known.", NEUTRAL),
            ("Last year we judged the force to be good, and the change is a deterioration.", WEAKNESS),
        ],
    )
    def test_of_a_sentence(self, text: str, polarity: Polarity) -> None:
        assert polarity_of(text) is polarity

    @pytest.mark.parametrize(
        ("strength", "weakness", "polarity"),
        [
            (0.0, 0.9, NEUTRAL), (1.0, 0.0, STRENGTH), (0.0, 1.0, WEAKNESS), (2.0, 2.0, MIXED), (5.0, 2.0, STRENGTH),
            (2.0, 5.0, WEAKNESS), (4.9, 2.0, MIXED),
        ],
    )  # fmt: skip
    def test_one_side_prevails_where_it_is_much_the_heavier(
        self, strength: float, weakness: float, polarity: Polarity
    ) -> None:
        assert Weight(strength, weakness).sign(1.0) is polarity

    def test_each_cue_alone_has_the_side_of_its_weight_in_its_examples(self) -> None:
        assert len(CUES) > 12
        for cue in CUES:
            for example in cue.rule.matches:
                weight = weigh(example)
                assert weight.strength > 0 if cue.weight > 0 else weight.weakness > 0, (cue.rule.name, example)

    def test_clauses_keep_the_order_and_what_turns(self) -> None:
        assert clauses("While the desk is small, it works, but not at night; the rest is new.") == [
            ("although", "the desk is small"),
            ("", "it works"),
            ("but", "not at night"),
            ("next", "the rest is new."),
        ]


class TestEvidence:
    def test_says_question_polarity_theme_and_words(self, reading: Read) -> None:
        found = evidence(
            reading(
                OPENING + "Loamshire Constabulary has a good understanding of domestic abuse. "
                "It has nine neighbourhood teams. However, its records are incomplete.\n"
            )
        )
        assert [(e.question, e.polarity, e.stated_by.quote, e.rule) for e in found] == [
            ("1.2", STRENGTH, "Loamshire Constabulary has a good understanding of domestic abuse.", "weighed"),
            ("1.2", NEUTRAL, "It has nine neighbourhood teams.", "description"),
            ("1.2", WEAKNESS, "However, its records are incomplete.", "weighed"),
        ]
        assert "domestic-abuse" in found[0].themes

    def test_however_turns_round_praise_that_came_before(self, reading: Read) -> None:
        praise = "The force knows its villages well. "
        turned = evidence(reading(OPENING + praise + "However, the coast is left to volunteers.\n"))
        assert (turned[1].polarity, turned[1].rule) == (WEAKNESS, "contrast")
        unsure = evidence(reading(OPENING + praise + "However, this outweighs the good that it does.\n"))
        assert (unsure[1].polarity, unsure[1].rule) == (MIXED, "contrast")
        apart = evidence(reading(OPENING + praise + "\n\nHowever, the coast is left to volunteers of the force.\n"))
        assert apart[1].polarity is NEUTRAL

    def test_findings_are_weaknesses(self, reading: Read) -> None:
        text = OPENING + "The force has stations.\n\nAreas for improvement\n\n- The force should know its coast well.\n"
        assert [(e.polarity, e.rule) for e in evidence(reading(text))][1:] == [(WEAKNESS, "finding")]

    @pytest.mark.parametrize(
        ("text", "cycle"),
        [
            ("In HMIC's 2014 effectiveness report we said that the force lost calls.", "2014"),
            ("Last year we found that the force lost calls.", "2015"),
            ("The force's cases that we examined in 2015 were poor.", "2015"),
            ("Since our 2015 inspection the force has improved.", None),
            ("We found that the force lost calls.", None),
            ("In our 2016 inspection we found that the force lost calls.", None),
        ],
    )
    def test_looks_back(self, reading: Read, text: str, cycle: str | None) -> None:
        assert [e.looks_back for e in evidence(reading(OPENING + text + "\n"))] == [cycle]

    def test_goes_on_looking_back_until_it_returns(self, reading: Read) -> None:
        found = evidence(
            reading(
                OPENING + "Last year we found that the force lost calls. We recommended that the force keep a list. "
                "The force now keeps one.\n"
            )
        )
        assert [e.looks_back for e in found] == ["2015", "2015", None]

    def test_a_sentence_that_a_footnote_cuts_keeps_both_pieces(self, reading: Read) -> None:
        text = OPENING + (
            "The force shares all that it learns about the many visitors of its long coast with the county council "
            "and the\n\n"
            "¹ A council is a body of people.\n\nwardens.\n"
        )
        (found,) = evidence(reading(text))
        assert found.text.endswith("the county council and the wardens.")
        assert found.stated_by.quote.endswith("the county council and the")
        assert [span.quote for span in found.also_stated_by] == ["wardens."]


class TestTemplate:
    @pytest.mark.parametrize(
        "text",
        [
            "It is important that forces keep records.",
            "An effective force listens to its public.",
            "Figure 4 shows the outcomes recorded by Loamshire Constabulary.",
            "For further information about these data, please see annex A.",
            "HMIC reviewed 40 case files of the force.",
            "As part of our fieldwork, we visited two stations of the force.",
            "However, any interpretation of outcomes should be careful.",
            "Breach of an order is a criminal offence.",
            "We assessed how well the force works with others.",
        ],
    )
    def test_is_left_out(self, reading: Read, text: str) -> None:
        context = reading(OPENING + "The force has nine stations.\n\n" + text + "\n")
        assert is_template(context.sentences[-1], context)
        assert [e.text for e in evidence(context)] == ["The force has nine stations."]

    @pytest.mark.parametrize(
        "text",
        [
            "In the 12 months to 31 March 2016, Loamshire Constabulary recorded 19 incidents per 1,000 population.",
            "We reviewed some plans of the force, which were well written.",
            "HMIC spoke with staff who did not know the code.",
            "Officers in neighbouring forces share what they know.",
            "Staff in the force control room answer calls within a minute.",
            "This compares with 21 percent in England and Wales.",
        ],
    )
    def test_stays(self, reading: Read, text: str) -> None:
        context = reading(OPENING + "The force has nine stations. " + text + "\n")
        assert not is_template(context.sentences[-1], context)
        assert [e.text for e in evidence(context)][1:] == [text]

    def test_the_opening_of_a_section_lasts_until_it_speaks_of_the_force(self, reading: Read) -> None:
        context = reading(
            OPENING.rstrip() + " People talk to those whom they know. Loamshire has nine stations. People like them.\n"
        )
        kept = [s.text for i, s in enumerate(context.sentences) if i not in templates(context)]
        assert kept == ["Loamshire has nine stations.", "People like them."]

    def test_what_goes_on_from_it_is_left_out_with_it(self, reading: Read) -> None:
        context = reading(
            OPENING + "The force has nine stations.\n\nForces must keep a list of orders:\n\n- those in use; and\n"
            "- those that have lapsed.\n\nThe force has one.\n"
        )
        assert [e.text for e in evidence(context)] == ["The force has nine stations.", "The force has one."]

    def test_a_footnote_stays_where_it_speaks_of_the_force(self, reading: Read) -> None:
        context = reading(
            OPENING + "The force has nine stations and a school.\n\n¹ A station is a house for officers.\n\n"
            "² The force uses a system called Weathervane.\n"
        )
        assert [e.text for e in evidence(context)][1:] == ["The force uses a system called Weathervane."]

    def test_fingerprints_are_equal_for_forces_of_different_names(self, register: Register) -> None:
        names = {force: register.forces[force].names for force in ("loamshire", "mummerset")}
        one = fingerprint("Calls to Loamshire Constabulary, as in Loamshire's area, rose.", names["loamshire"])
        other = fingerprint("Calls to Mummerset Police, as in Mummerset’s area,  rose", names["mummerset"])
        assert one == other
        assert len(one) == 16
        assert one != fingerprint("Calls to Mummerset Police, as in Mummerset's area, fell.", names["mummerset"])


WORDS = st.lists(
    st.sampled_from(
        [
            "The", "force", "is", "not", "good", ",", "but", "although", "despite", "HMIC", "found", "concerns", "(",
            ")", ";", "while", "its", "needs", "to", "should", "well", "no", "evidence", "12", "percent", ".",
            "However", "we", "In", "2015", "reduced", "the", "backlog", "–", "’", "\n", "\n\n", "²³", "-",
        ]
    ),
    max_size=60,
)  # fmt: skip


class TestAnyText:
    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(words=WORDS)
    def test_is_read_without_a_crash_and_quoted_word_for_word(self, reading: Read, words: list[str]) -> None:
        context = reading(OPENING + " ".join(words) + "\n")
        text = context.outline.document.text
        for fact in evidence(context):
            for span in (fact.stated_by, *fact.also_stated_by):
                assert text[span.start : span.end] == span.quote
            assert fact.question
            assert fact == next(e for e in evidence(context) if e.stated_by == fact.stated_by)

    @settings(max_examples=200, deadline=None)
    @given(text=st.text(max_size=200))
    def test_has_a_polarity(self, text: str) -> None:
        assert polarity_of(text) in Polarity
