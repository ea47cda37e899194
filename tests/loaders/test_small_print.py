"""Caveats, terms, citations and look-backs of short made-up texts in the manner of the reports."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peelgraph.loaders.documents import Document
from peelgraph.loaders.extract.abbreviations import expansion_before, letters_of, singular
from peelgraph.loaders.extract.caveats import caveats
from peelgraph.loaders.extract.citations import citations
from peelgraph.loaders.extract.context import Context
from peelgraph.loaders.extract.look_backs import look_backs
from peelgraph.loaders.extract.terms import terms
from peelgraph.loaders.outline import outline_of
from peelgraph.loaders.prose import prose
from peelgraph.loaders.register import Register

Read = Callable[[str], Context]

HEAD = "Introduction\n\nThe inspectorate looked at the force.\n\nOverview\n\n"
BODY = HEAD + "The force knows its area well and tells people how it is doing, which they like.\n\n"


@pytest.fixture(scope="session")
def read(register: Register) -> Read:
    """Reads a text as a report on Loamshire of 2016."""
    force = register.forces["loamshire"]

    def of(text: str) -> Context:
        outline = outline_of(Document("made-up.txt", "0" * 64, "text/plain", "utf-8", text))
        return Context(outline, prose(outline), force, "2016", "2015", register)

    return of


def _caveats(context: Context) -> list[tuple[str, str, str, str]]:
    return [(c.figure, c.affected_force, c.effect.value, c.reason) for c in caveats(context)]


class TestCaveats:
    @pytest.mark.parametrize(
        ("mark", "note"),
        [("²⁴", "²⁴ "), ("^{23,24}", "^{24} "), (" 23,24", "²⁴ "), ("24", "²⁴ "), (" 24", "24 ")],
        ids=["raised", "in-braces", "listed", "glued", "plain"],
    )
    def test_a_footnote_is_tied_to_the_figure_whose_caption_has_its_number(
        self, read: Read, mark: str, note: str
    ) -> None:
        before = "²³ A bolt is a short bar of iron.\n\n"
        text = (
            BODY + f"Figure 7: Arrests by force, for the 12 months to 30 June 2016{mark}\n\n{before}"
            "Figure 8: Outcomes by force\n\n"
            f"{note}Loamshire, Mummerset and West Yorkshire forces were unable to give these data. "
            "Therefore, the data of these forces are not included in the graph.\n"
        )
        reason = "were unable to give these data"
        assert _caveats(read(text)) == [
            ("figure 7", "Loamshire Constabulary", "excluded", reason),
            ("figure 7", "Mummerset Police", "excluded", reason),
            ("figure 7", "West Yorkshire Police", "excluded", reason),
        ]

    def test_a_footnote_without_a_known_mark_is_about_the_figure_before_it(self, read: Read) -> None:
        text = BODY + "Figure 7: Arrests by force\n\n⁹ Mummerset Police is excluded from the graph.\n"
        assert _caveats(read(text)) == [("figure 7", "Mummerset Police", "excluded", "")]

    @pytest.mark.parametrize(
        ("words", "effect", "reason"),
        [
            ("Mummerset Police is excluded, as its clerk was ill.", "excluded", "its clerk was ill"),
            ("Mummerset Police did not supply the figures.", "excluded", "did not supply the figures"),
            (
                "Mummerset Police resubmitted its data. This was because data had been lost.",
                "resubmitted", "data had been lost",
            ),
            ("Two percent of Mummerset Police's incidents are estimated.", "estimated", ""),
            ("Mummerset Police could give data for nine months only.", "partial", ""),
            (
                "Mummerset Police had a fault in its system. This affected 12 days of data.",
                "partial", "had a fault in its system",
            ),
            ("The totals for Mummerset include both residents and visitors.", "combined", ""),
            ("Mummerset Police lost forms. Its data may indicate a lower rate.", "understated", ""),
            ("Mummerset Police's data are not comparable with those of others.", "not-comparable", ""),
            ("Mummerset Police's data should be treated with caution.", "caution", ""),
        ],
    )  # fmt: skip
    def test_effects(self, read: Read, words: str, effect: str, reason: str) -> None:
        text = BODY + f"Annex A – About the data\n\nThe data are from forces.\n\nCalls for assistance\n\n{words}\n"
        assert _caveats(read(text)) == [("calls for assistance", "Mummerset Police", effect, reason)]

    @pytest.mark.parametrize(
        "words",
        [
            "Mummerset Police is not excluded from the graph.",
            "These data were collected from all 43 forces.",
            "Mummerset Police and Loamshire Constabulary have a combined dog section.",
            "The data are of all crime (excluding fraud) in Mummerset.",
            "The results of all forces should be treated with caution.",
        ],
    )
    def test_silent(self, read: Read, words: str) -> None:
        text = BODY + f"Annex A – About the data\n\nThe data are from forces.\n\nCalls for assistance\n\n{words}\n"
        assert _caveats(read(text)) == []

    def test_the_annex_and_a_footnote_that_say_the_same_are_one_fact_with_the_reason_of_the_annex(
        self, read: Read
    ) -> None:
        text = (
            BODY + "Figure 4: Outcomes by force¹\n\n¹ Mummerset Police is excluded from the table. See annex A.\n\n"
            "Annex A – About the data\n\nThe data are from forces.\n\nCrime outcomes\n\n"
            "Mummerset Police is excluded from the total because its ink ran out.\n\n"
            "The points listed below also apply to figure 9.\n\n"
            "- Loamshire Constabulary gave returns for the first three quarters of the year.\n\n"
            "Figures throughout the report\n\nFigure 4: Outcomes by force\n\n"
            "Mummerset Police is excluded from the table.\n"
        )
        assert _caveats(read(text)) == [
            ("figure 4", "Mummerset Police", "excluded", "its ink ran out"),
            ("crime outcomes", "Mummerset Police", "excluded", "its ink ran out"),
            ("figure 9", "Loamshire Constabulary", "partial", ""),
        ]

    def test_the_sentence_that_names_the_force_is_quoted_with_what_was_done(self, read: Read) -> None:
        words = "Mummerset Police lost its ledger in a flood. Therefore, its data are not included in the graph."
        (found,) = caveats(read(BODY + f"Figure 7: Arrests by force¹\n\n¹ {words} See below.\n"))
        assert found.stated_by.quote == words

    def test_running_text_counts_only_where_data_could_not_be_given(self, read: Read) -> None:
        told = "Figure 7 shows arrests. Loamshire Constabulary was unable to provide the data for 2016."
        assert [c[:3] for c in _caveats(read(BODY + told))] == [("figure 7", "Loamshire Constabulary", "excluded")]
        assert _caveats(read(BODY + "Figure 7 shows that Loamshire Constabulary left out some victims.")) == []

    def test_the_force_of_the_report_may_be_the_one_that_gave_no_data(self, read: Read) -> None:
        text = BODY + "However, the force was unable to provide data on arrests.\n\nFigure 7: Arrests by force\n"
        assert [c[:3] for c in _caveats(read(text))] == [("figure 7", "Loamshire Constabulary", "excluded")]


class TestTerms:
    @pytest.mark.parametrize(
        ("text", "term", "expansion"),
        [
            ("It runs a rural estates night watch (RENW).", "RENW", "rural estates night watch"),
            ("They sit in wet-weather action groups (WWAGs).", "WWAG", "wet-weather action groups"),
            ("It weighs the hurt, odds, people and place (HOPP) of each call.", "HOPP", "hurt, odds, people and place"),
            ("The boat crews team (BC) is new.", "BC", "boat crews"),
            ("We saw WAGs (wet area groups) at work.", "WAG", "wet area groups"),
            ("The FARM model (find, ask, record and mend) is used.", "FARM", "find, ask, record and mend"),
            ("It sends finds to BOAS, the Bureau of Arms and Shot.", "BOAS", "Bureau of Arms and Shot"),
            ("FARM is an acronym for find, ask, record and mend.", "FARM", "find, ask, record and mend"),
            (
                "The South Vale Organised Rural Crime Unit (SVORUC) helps.",
                "SVORUC", "South Vale Organised Rural Crime Unit",
            ),
            ("It uses rural alert in local environments (RALE) forms.", "RALE", "rural alert in local environments"),
        ],
    )  # fmt: skip
    def test_abbreviations(self, read: Read, text: str, term: str, expansion: str) -> None:
        found = {t.term: t.expansion for t in terms(read(BODY + text))}
        assert found == {term: expansion}

    @pytest.mark.parametrize(
        "text",
        [
            "It is not in the public interest (WRS) to go on.",
            "See the table (Figure 4) for more.",
            "The RENW (opened in May 2016) works well.",
            "The risk is known to the force.",
            "The force is using a tool of its own.",
        ],
    )
    def test_silent(self, read: Read, text: str) -> None:
        assert terms(read(BODY + text)) == []

    def test_a_list_spells_out_its_letters(self, read: Read) -> None:
        text = "It has parts, often called the 3Ds:\n\n- Dig – find it\n\n- Deter – stop it\n\n- Deal – end it\n"
        (found,) = terms(read(BODY + text))
        assert (found.term, found.expansion) == ("3Ds", "Dig, Deter, Deal")

    def test_a_footnote_gives_the_definition_of_an_abbreviation(self, read: Read) -> None:
        text = (
            "It runs a rural estates night watch (RENW).¹\n\n¹ A RENW is a patrol of volunteers. It sets out at ten.\n"
        )
        (found,) = terms(read(BODY + text))
        assert found.definition == "A RENW is a patrol of volunteers. It sets out at ten."

    @pytest.mark.parametrize(
        ("text", "term", "expansion"),
        [
            ("¹ Rural crime includes the theft of sheep.", "Rural crime", None),
            (
                "¹ The barn warning scheme, also known as Wenn's Law, helps farmers.",
                "Wenn's Law",
                "barn warning scheme",
            ),
            ("A daily meeting (known as 'prayers') is held.", "prayers", None),
            ("The council defines a rough sleeper as: a person without a home.", "rough sleeper", None),
            ("It deals with so-called honour codes.", "honour codes", None),
        ],
    )
    def test_explained_words(self, read: Read, text: str, term: str, expansion: str | None) -> None:
        found = {t.term: t.expansion for t in terms(read(BODY + text))}
        assert found.get(term, "missing") == expansion

    @given(st.text(alphabet="AaBb cof,()-'’&s4", max_size=60), st.sampled_from(["AB", "ABs", "4As", "AoB", "BAAB"]))
    def test_an_expansion_lies_within_the_text_before_its_abbreviation(self, text: str, short: str) -> None:
        place = expansion_before(text, len(text), short)
        if place:
            words = text[slice(*place)]
            assert words[0].casefold() in letters_of(short).casefold() or words[0] == "&"
            assert words == words.strip()
        assert singular(singular(short)) == singular(short)


class TestCitations:
    @pytest.mark.parametrize(
        ("text", "instrument", "kind", "year", "provision"),
        [
            ("People held under section 12 of the River Act are safe.", "River Act", "act", None, "section 12"),
            (
                "The Barns and Byres Act 1908, sections 2 to 4, says so.",
                "Barns and Byres Act 1908", "act", "1908", "sections 2 to 4",
            ),
            (
                "It follows the Code of Practice for Keepers of Dogs and likes it.",
                "Code of Practice for Keepers of Dogs", "code", None, None,
            ),
            ("Officers know the code of ethics.", "code of ethics", "code", None, None),
            ("This meets Home Office guidance on barns.", "Home Office guidance on barns", "guidance", None, None),
            ("It was changed to reflect the new guidance.", "new guidance", "guidance", None, None),
            (
                "It uses the government definition of hate crime.",
                "government definition of hate crime", "definition", None, None,
            ),
            (
                "Crime has risen since HMIC's 2013 inspection of custody in all forces.",
                "HMIC's 2013 inspection of custody", "report", "2013", None,
            ),
            (
                "In HMIC's 2015 effectiveness report we said so.",
                "HMIC's 2015 effectiveness report", "report", "2015", None,
            ),
            (
                "In our 2015 vulnerability inspection we said so.",
                "HMIC's 2015 effectiveness (vulnerability) report", "report", "2015", None,
            ),
            (
                "¹ *The Fishing Standard*, Home Office, March 2013.",
                "The Fishing Standard, Home Office, March 2013", "standard", "2013", None,
            ),
        ],
    )  # fmt: skip
    def test_one(
        self, read: Read, text: str, instrument: str, kind: str, year: str | None, provision: str | None
    ) -> None:
        found = [(c.instrument, c.kind, c.year, c.provision) for c in citations(read(BODY + text))]
        assert found == [(instrument, kind, year, provision)]

    @pytest.mark.parametrize(
        "text",
        [
            "Officers act on calls and have a code for the door.",
            "The force gives clear guidance to its staff.",
            "The force has its own definition of hate crime.",
            "The rate is below the national average.",
        ],
    )
    def test_silent(self, read: Read, text: str) -> None:
        assert citations(read(BODY + text)) == []

    def test_a_mention_means_the_edition_that_is_cited_and_editions_differ(self, read: Read) -> None:
        text = (
            "It knows the government's Code of Practice for Keepers of Dogs.¹\n\n"
            "¹ *Code of Practice for Keepers of Dogs*, Ministry of Justice, 2011.\n\n"
            "It also knows the newer text.²\n\n"
            "² *Code of Practice for Keepers of Dogs*, Ministry of Justice, 2013.\n"
        )
        assert [c.instrument[-4:] for c in citations(read(BODY + text))] == ["2011", "2013"]

    def test_a_title_in_emphasis_is_cited_once(self, read: Read) -> None:
        text = "It read *The Long Report on Barns* and a *very* short one. It knows *The Long Report on Barns* well."
        assert [(c.instrument, c.kind) for c in citations(read(BODY + text))] == [
            ("The Long Report on Barns", "report")
        ]

    def test_national_guidance_is_one_instrument_a_theme(self, read: Read) -> None:
        text = (
            "Rape is looked into in line with national guidance. "
            "Sexual assault is dealt with in line with national guidance. "
            "Its approach to modern slavery follows national guidance. It works well."
        )
        names = [c.instrument for c in citations(read(BODY + text))]
        assert names == [
            "national guidance on rape and sexual offences",
            "national guidance on modern slavery and human trafficking",
        ]


class TestLookBacks:
    @pytest.mark.parametrize(
        ("text", "cycle", "subject"),
        [
            (
                "In HMIC's 2015 effectiveness (vulnerability) report we asked for more staff.",
                "2015", "effectiveness (vulnerability)",
            ),
            ("Since our last inspection the force has moved.", "2015", None),
            ("Last year we said that the force should move.", "2015", None),
            ("Much has changed since our inspection in 2014.", "2014", None),
            ("In 2015, HMIC found that calls were lost.", "2015", None),
            ("The delay, which we pointed out in 2015, is longer.", "2015", None),
            ("This is better than last year, when it was judged to be inadequate.", "2015", None),
        ],
    )  # fmt: skip
    def test_one(self, read: Read, text: str, cycle: str, subject: str | None) -> None:
        found = look_backs(read(BODY + text))
        assert [(f.cycle, f.subject) for f in found] == [(cycle, subject)]
        assert found[0].stated_by.quote == text

    @pytest.mark.parametrize(
        "text",
        [
            "Last year the number of crimes rose.",
            "In 2015 the force said that it would move.",
            "In 2016 we found that calls were lost.",
            "Last year we found that many forces lost calls.",
            "In 2011 we found that calls were lost.",
            "This report sets out what we found.",
        ],
    )
    def test_silent(self, read: Read, text: str) -> None:
        assert look_backs(read(BODY + text)) == []


_WORDS = st.sampled_from(
    ["Mummerset Police", "is excluded", "from the graph.", "figure 4", "(MAPPAs)", "4Ps:", "the", "Figure 7: Rates²⁴",
     "\n\n", "\n", "²⁴ ", "^{10,11}", "Annex A – About the data", "known as 'x'", "section 1 of the", "Act 2014",
     "HMIC's 2015 report", "last year we said", "national guidance", "- ", "Home Office, March 2015.", "(a b c)",
     "is a", "’", "*", "*A Long Report*", "16", "in 2015"]
)  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.one_of(_WORDS, st.text(max_size=8)), max_size=40).map(" ".join))
def test_every_span_is_verbatim_whatever_the_text(read: Read, text: str) -> None:
    context = read(BODY + text)
    spans = [fact.stated_by for fact in caveats(context)]
    spans += [fact.stated_by for fact in terms(context)]
    spans += [fact.stated_by for fact in citations(context)]
    spans += [fact.stated_by for fact in look_backs(context)]
    for span in spans:
        assert context.outline.document.text[span.start : span.end] == span.quote
