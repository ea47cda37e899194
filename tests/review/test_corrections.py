"""Corrections: the file, which facts they mean, what they do to them, and what later builds make of them."""

from __future__ import annotations

import contextlib
from dataclasses import fields, replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from peelgraph.build import build
from peelgraph.loaders import LoadError, Register, load, read_corrections
from peelgraph.loaders.corrections import KINDS, Action, Correction, Corrections, Kind, apply, name_of, of_kind, parse
from peelgraph.loaders.documents import read
from peelgraph.loaders.facts import (
    AgencyMention,
    AgencyRole,
    Caveat,
    Certainty,
    Citation,
    Contradiction,
    ContradictionKind,
    Effect,
    Evidence,
    Finding,
    FindingKind,
    Grade,
    Initiative,
    InitiativeType,
    Judgment,
    LookBack,
    Period,
    Polarity,
    Printed,
    Prose,
    Quantity,
    RankClaim,
    Report,
    ReportFacts,
    Reviewed,
    Span,
    Term,
    Trend,
)
from peelgraph.loaders.iris import OA, PEEL
from peelgraph.loaders.reports import read_report
from peelgraph.store import open_for_writing, select, text

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
LOAMSHIRE = SAMPLE / "loamshire-effectiveness-2016.txt"
REPORT = "loamshire-effectiveness-2016"
QUESTIONS = ("overall", "1", "2", "2.1")


@pytest.fixture(scope="module")
def register() -> Register:
    return Register.packaged()


def span(quote: str, start: int = 0) -> Span:
    return Span(start, start + len(quote), quote)


def mention(name: str, quote: str, start: int = 0, agency: str | None = None) -> AgencyMention:
    return AgencyMention(name, agency, (), "generic", AgencyRole.MENTIONED, "2", (), span(quote, start), "new agency")


def initiative(name: str, start: int, partners: tuple[str, ...] = ()) -> Initiative:
    return Initiative(
        name, InitiativeType.TEAM, True, ("2",), (), partners, None, span(f"The {name} works.", start), (), "named"
    )


def finding(notation: str, start: int, part_of: str | None = None) -> Finding:
    kind = next(kind for kind in FindingKind if f"-{kind.abbreviation}-" in notation)
    words = f"The force should do what {notation} says."
    return Finding(notation, "2", kind, words, part_of, None, None, None, span(words, start), (), "bullet")


WATCH = "The force works with Rural Watch and the Grange Trust to keep farms safe."
OFFICERS = span("Officers patrol\nwell.", 1200)
FACTS = ReportFacts(
    Report("PEEL", "effectiveness", "2016", "Loamshire Constabulary", None, None, None, None, None, ()),
    (
        Judgment(
            "2", Grade.GOOD, Grade.REQUIRES_IMPROVEMENT, "2015", Trend.IMPROVED, "computed", span("Good", 10), (), "g"
        ),
    ),
    (finding("2-afi-1", 100), finding("2-afi-1.1", 200, "2-afi-1"), finding("2-afi-2", 300), finding("2-rec-1", 400)),
    (),
    Prose(
        quantities=(
            Quantity(
                "crimes", Printed("12%", Decimal(12)), None, "percent", Period(), None, None, "2",
                span("Of them, 12% and 40 days.", 500), (), "q",
            ),
        ),
        rank_claims=(RankClaim("arrests", None, "highest", None, "2", span("It has the highest.", 600), "r"),),
        mentions=(
            mention("Rural Watch", WATCH, 700),
            mention("Grange Trust", WATCH, 700),
            mention("Rural Watch", "Rural Watch meets monthly.", 800),
            mention("NCA", "The NCA helps.", 900),
        ),
        initiatives=(
            initiative("Plover team", 1000, ("Rural Watch",)), initiative("Plover squad", 1100, ("Grange Trust",))
        ),
        evidence=(
            Evidence("Officers patrol well.", "2", Polarity.STRENGTH, (), None, OFFICERS, (), "e"),
            Evidence("It is slow.", "2", Polarity.WEAKNESS, (), None, span("It is slow.", 1300), (), "e"),
            Evidence("It is slow.", "2", Polarity.WEAKNESS, (), None, span("It is slow.", 1400), (), "e"),
        ),
        caveats=(Caveat("figure 5", "Kent", Effect.EXCLUDED, "late", span("Kent is left out.", 1500), "c"),),
        terms=(Term("NCA", "National Crime Agency", None, span("NCA", 1600), "t"),),
        citations=(Citation("Theft Act 1968", "act", "1968", None, span("Theft Act 1968", 1700), "c"),),
        look_backs=(LookBack("2015", None, "2", span("In 2015 we said so.", 1800), "l"),),
    ),
    (),
    (
        Contradiction(
            ContradictionKind.NUMBER, "12%, 40%.", Certainty.SURE, span("It is 12%.", 1900), span("It is 40%.", 2000),
            "n",
        ),
    ),
)  # fmt: skip


def fix(
    kind: Kind, action: str, quote: str = "", name: str = "", field: str = "", to: str = "", note: str = ""
) -> Correction:
    return Correction(REPORT, kind, quote, name, Action(action), field, to, note)


def corrected(register: Register, *corrections: Correction) -> ReportFacts:
    facts, warnings = apply(FACTS, corrections, register, QUESTIONS)
    assert warnings == ()
    return facts


def test_nothing_to_correct_changes_nothing(register: Register) -> None:
    assert apply(FACTS, (), register, QUESTIONS) == (FACTS, ())


def test_accepting_marks_a_fact(register: Register) -> None:
    facts = corrected(register, fix("evidence", "accept", "officers patrol well"))
    assert [e.reviewed for e in facts.prose.evidence] == [Reviewed.ACCEPTED, None, None]
    assert replace(facts.prose.evidence[0], reviewed=None) == FACTS.prose.evidence[0]


def test_a_sentence_that_is_printed_twice_is_meant_twice(register: Register) -> None:
    facts = corrected(register, fix("evidence", "reject", "It is slow.", note="about another force"))
    assert [e.text for e in facts.prose.evidence] == ["Officers patrol well."]
    assert [(r.kind, r.name, r.stated_by.start, r.rule, r.note) for r in facts.rejected] == [
        ("evidence", "", 1300, "e", "about another force"),
        ("evidence", "", 1400, "e", "about another force"),
    ]


def test_a_name_tells_facts_in_the_same_words_apart(register: Register) -> None:
    facts = corrected(register, fix("agency", "reject", WATCH, "Grange Trust"))
    assert [m.name for m in facts.prose.mentions] == ["Rural Watch", "Rural Watch", "NCA"]
    _, warnings = apply(FACTS, [fix("agency", "reject", WATCH)], register, QUESTIONS)
    said = (
        f'{REPORT}: the correction to reject agency in "The force works with Rural Watch and the Grange Trust to …" '
        "was not applied, because it fits no fact, or several that differ: choose its words anew, or take it out."
    )
    assert warnings == (said,)


def test_without_words_a_name_is_meant_everywhere(register: Register) -> None:
    facts = corrected(register, fix("agency", "reject", name="rural watch"))
    assert [m.name for m in facts.prose.mentions] == ["Grange Trust", "NCA"]
    assert [r.stated_by.start for r in facts.rejected] == [700, 800]


@pytest.mark.parametrize(
    ("quote", "fits"),
    [
        ("the force works with RURAL WATCH and the Grange  Trust to keep farms safe", True),
        ("works with Rural Watch and the Grange Trust", True),  # rules now quote the whole sentence
        (f"In spring, we saw this. {WATCH} It is new.", True),  # rules now quote less
        ("orks with Rural Watch and the Grange Trus", False),
        ("Rural Watch", False),  # too little to go by
        ("The force works with others.", False),
    ],
)
def test_words_outlive_small_changes_of_the_rules(register: Register, quote: str, *, fits: bool) -> None:
    facts, warnings = apply(FACTS, [fix("agency", "accept", quote, "Rural Watch")], register, QUESTIONS)
    assert (facts.prose.mentions[0].reviewed is Reviewed.ACCEPTED, len(warnings)) == (fits, not fits)


@pytest.mark.parametrize(
    ("correction", "value"),
    [
        (fix("judgment", "retype", "Good", "2", "grade", "inadequate"), "inadequate"),
        (fix("rank-claim", "retype", "It has the highest.", "", "standing", "lowest"), "lowest"),
        (fix("agency", "retype", "Rural Watch meets monthly.", "Rural Watch", "role", "partner"), "partner"),
        (fix("initiative", "retype", "", "Plover team", "type", "operation"), "operation"),
        (fix("evidence", "retype", "Officers patrol well.", "", "polarity", "mixed"), "mixed"),
        (fix("evidence", "retype", "Officers patrol well.", "", "question", "2.1"), "2.1"),
        (fix("caveat", "retype", "Kent is left out.", "", "effect", "partial"), "partial"),
        (fix("citation", "retype", "Theft Act 1968", "", "kind", "code"), "code"),
    ],
    ids=lambda value: f"{value.kind} {value.field}" if isinstance(value, Correction) else "",
)
def test_retyping_changes_one_thing(register: Register, correction: Correction, value: str) -> None:
    facts = corrected(register, correction)
    [changed] = [f for f in of_kind(facts, correction.kind) if f.reviewed]
    assert changed.reviewed is Reviewed.CORRECTED
    assert getattr(changed, correction.field) == value
    assert changed.stated_by in [f.stated_by for f in of_kind(FACTS, correction.kind)]


def test_every_field_that_can_be_retyped_is_one_of_its_facts() -> None:
    for kind, about in KINDS.items():
        for fact in of_kind(FACTS, kind):
            have = {field.name for field in fields(fact)} | ({"question"} if kind == "initiative" else set())
            assert set(about.fields) <= have


def test_a_new_grade_has_a_new_trend(register: Register) -> None:
    facts = corrected(register, fix("judgment", "retype", "Good", "2", "grade", "inadequate"))
    assert facts.judgments[0].trend is Trend.DETERIORATED


def test_a_finding_of_another_kind_has_a_notation_of_that_kind_and_so_have_its_items(register: Register) -> None:
    facts = corrected(register, fix("finding", "retype", FACTS.findings[0].text, "", "kind", "recommendation"))
    assert [(f.notation, f.kind.abbreviation, f.part_of) for f in facts.findings] == [
        ("2-rec-2", "rec", None),
        ("2-rec-2.1", "rec", "2-rec-2"),
        ("2-afi-2", "afi", None),
        ("2-rec-1", "rec", None),
    ]


def test_items_outlive_the_finding_that_they_stand_under(register: Register) -> None:
    facts = corrected(register, fix("finding", "reject", FACTS.findings[0].text))
    assert next((f.notation, f.part_of) for f in facts.findings) == ("2-afi-1.1", None)


def test_the_type_of_a_new_agency_holds_wherever_it_is_named(register: Register) -> None:
    facts = corrected(register, fix("agency", "retype", WATCH, "Rural Watch", "type", "voluntary-sector"))
    assert [m.type for m in facts.prose.mentions] == ["voluntary-sector", "generic", "voluntary-sector", "generic"]


@pytest.mark.parametrize(
    ("to", "name", "agency", "kind"),
    [
        ("agency/nca", "National Crime Agency", "agency/nca", "national-agency"),
        ("National Crime Agency", "National Crime Agency", "agency/nca", "national-agency"),
        ("force/mummerset", "Mummerset Police", "force/mummerset", "police-force"),
        ("mummerset police", "Mummerset Police", "force/mummerset", "police-force"),
        ("grange trust", "Grange Trust", None, "generic"),
        ("Loamshire Rural Watch", "Loamshire Rural Watch", None, "generic"),
    ],
)
def test_merging_a_name_makes_its_mentions_those_of_another(
    register: Register, to: str, name: str, agency: str | None, kind: str
) -> None:
    facts = corrected(register, fix("agency", "merge", WATCH, "Rural Watch", to=to))
    merged = [m for m in facts.prose.mentions if m.reviewed]
    assert {(m.name, m.agency, m.type, m.labels) for m in merged} == {(name, agency, kind, ("Rural Watch",))}
    assert not [m for m in facts.prose.mentions if m.name == "Rural Watch"]


def test_two_mentions_that_become_one_are_one(register: Register) -> None:
    facts = corrected(
        register,
        fix("agency", "retype", WATCH, "Rural Watch", "role", "partner"),
        fix("agency", "merge", WATCH, "Rural Watch", to="Grange Trust"),
    )
    here = [m for m in facts.prose.mentions if m.stated_by.start == 700]
    assert [(m.name, m.role, m.labels) for m in here] == [("Grange Trust", AgencyRole.PARTNER, ("Rural Watch",))]


def test_another_spelling_is_a_label_and_joins_what_was_read_under_it(register: Register) -> None:
    facts = corrected(register, fix("agency", "alias", "", "Grange Trust", to="Rural Watch"))
    assert [(m.name, m.labels, m.stated_by.start) for m in facts.prose.mentions] == [
        ("Grange Trust", ("Rural Watch",), 700),
        ("Grange Trust", ("Rural Watch",), 800),
        ("NCA", (), 900),
    ]


def test_merged_initiatives_are_one_with_all_that_was_said_of_either(register: Register) -> None:
    facts = corrected(register, fix("initiative", "merge", "", "Plover squad", to="plover team"))
    [one] = facts.prose.initiatives
    assert (one.name, one.partners, one.stated_by.start) == ("Plover team", ("Rural Watch", "Grange Trust"), 1000)
    assert [s.start for s in one.also_stated_by] == [1100]
    assert one.reviewed is Reviewed.CORRECTED


def test_an_initiative_can_have_a_new_name(register: Register) -> None:
    facts = corrected(register, fix("initiative", "merge", "", "Plover squad", to="Operation Plover"))
    assert [i.name for i in facts.prose.initiatives] == ["Plover team", "Operation Plover"]


@pytest.mark.parametrize(
    ("correction", "why"),
    [
        (fix("evidence", "reject", "There is no such thing."), "it fits no fact"),
        (fix("evidence", "retype", "Officers patrol well.", "", "question", "9"), "this inspection has no question 9"),
        (fix("agency", "retype", WATCH, "Rural Watch", "type", "club"), "there is no type club: use one of"),
        (fix("agency", "merge", "", "Rural Watch", to="agency/nowhere"), "the register has no agency/nowhere"),
    ],
    ids=["no fact", "question", "type", "register"],
)
def test_what_cannot_be_applied_is_said_and_changes_nothing(
    register: Register, correction: Correction, why: str
) -> None:
    facts, [warning] = apply(FACTS, [correction], register, QUESTIONS)
    assert facts == FACTS
    assert warning.startswith(f"{REPORT}: the correction to {correction} was not applied, because {why}")


def test_order_does_not_matter_to_which_facts_are_meant(register: Register) -> None:
    merge = fix("agency", "merge", WATCH, "Rural Watch", to="agency/nca")
    reject = fix("agency", "reject", "Rural Watch meets monthly.", "Rural Watch")
    accept = fix("agency", "accept", WATCH, "Rural Watch")
    assert corrected(register, merge, reject, accept) == corrected(register, accept, reject, merge)


# The file

BLOCK = {"report": REPORT, "kind": "evidence", "quote": "It is slow.", "action": "reject"}


def written(*blocks: dict[str, str], version: str = "1") -> str:
    return yaml.safe_dump({"version": int(version), "corrections": list(blocks)}, allow_unicode=True)


def test_a_file_is_read() -> None:
    more = {"kind": "agency", "name": "No", "action": "retype", "field": "type", "to": "health", "note": "2.10: yes"}
    plain, retyped = parse(written(BLOCK, BLOCK | more), "c.yaml")
    assert plain == fix("evidence", "reject", "It is slow.")
    assert retyped == fix("agency", "retype", "It is slow.", "No", "type", "health", "2.10: yes")
    assert parse("version: 1\ncorrections:\n", "c.yaml") == ()


def test_values_stay_the_words_that_people_see() -> None:
    question = f"version: 1\ncorrections:\n- report: {REPORT}\n  kind: evidence\n  quote: no\n  action: retype\n"
    [correction] = parse(question + "  field: question\n  to: 2.10\n", "c.yaml")
    assert (correction.quote, correction.to) == ("no", "2.10")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "c.yaml is not a file of corrections: it must begin with version: 1."),
        (written(version="2"), "c.yaml is not a file of corrections: it must begin with version: 1."),
        ("version: 1\ncorrections: x\n", "The corrections in c.yaml are not a list: begin each with a hyphen."),
        ("a:\n- b\nc", "The corrections in c.yaml, line 3 are not valid YAML: could not find expected ':'."),
        (written({"kind": "evidence"}), "Correction 1 in c.yaml has no report."),
        (
            written(BLOCK, BLOCK | {"kind": "rumour"}),
            f"Correction 2 in c.yaml is of the unknown kind 'rumour': use one of {', '.join(KINDS)}.",
        ),
        (
            written(BLOCK | {"action": "delete"}),
            "Correction 1 in c.yaml has the unknown action 'delete': use one of accept, reject, retype, merge, alias.",
        ),
        (
            written(BLOCK | {"colour": "red"}),
            f"Correction 1 in c.yaml has 'colour', which is unknown: use {', '.join(sorted(Correction.__slots__))}.",
        ),
        (
            written(BLOCK | {"quote": " "}),
            "Correction 1 in c.yaml has no quote: give the words that the fact rests on.",
        ),
        (written(BLOCK | {"to": "x"}), "Correction 1 in c.yaml has a 'to', which reject does not take."),
        (
            written(BLOCK | {"action": "retype", "field": "colour", "to": "red"}),
            "Correction 1 in c.yaml retypes 'colour'; of evidence one can retype polarity, question.",
        ),
        (
            written(BLOCK | {"action": "retype", "field": "polarity", "to": "good"}),
            "Correction 1 in c.yaml retypes to 'good', which is none of strength, weakness, mixed, neutral.",
        ),
        (
            written(BLOCK | {"action": "merge", "to": "x"}),
            "Correction 1 in c.yaml merges what is neither an agency nor an initiative.",
        ),
        (
            written(BLOCK | {"kind": "agency", "action": "alias", "to": "x"}),
            "Correction 1 in c.yaml has no name, which alias is about.",
        ),
        (written(BLOCK | {"action": "merge"}), "Correction 1 in c.yaml has no 'to': say what merge makes of the fact."),
    ],
)  # fmt: skip
def test_faults_of_a_file_are_told_in_a_sentence(content: str, message: str) -> None:
    with pytest.raises(LoadError) as caught:
        parse(content, "c.yaml")
    assert str(caught.value) == message


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(content: str) -> None:
    for given_text in (content, f"version: 1\ncorrections:\n{content}", f"version: 1\ncorrections: [{content}]"):
        with contextlib.suppress(LoadError):
            parse(given_text, "c.yaml")


_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=40)


@given(_WORDS, _WORDS)
def test_what_is_written_is_read(quote: str, note: str) -> None:
    quote = f"x {quote}"
    [correction] = parse(written(BLOCK | {"quote": quote, "note": note}), "c.yaml")
    assert (correction.quote, correction.note) == (" ".join(quote.split()), " ".join(note.split()))


def test_folders_are_read_and_files_that_cannot_be_are_named(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(written(BLOCK | {"report": "b"}))
    (tmp_path / "a.yml").write_text(written(BLOCK | {"report": "a"}))
    (tmp_path / "notes.txt").write_text("not one")
    assert read_corrections([tmp_path]).reports == ("a", "b")
    with pytest.raises(LoadError, match=r"^There is no file of corrections .*c.yaml: check the name.$"):
        read_corrections([tmp_path / "c.yaml"])
    (tmp_path / "c.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LoadError, match="not text in UTF-8"):
        read_corrections([tmp_path / "c.yaml"])


def test_the_digest_is_of_one_report_s_corrections() -> None:
    one, other = fix("evidence", "reject", "a"), replace(fix("evidence", "reject", "a"), report="other")
    assert Corrections((one,)).digest(REPORT) == Corrections((other, one)).digest(REPORT) != ""
    assert Corrections((other,)).digest(REPORT) == ""
    assert Corrections((one,)).digest(REPORT) != Corrections((replace(one, note="x"),)).digest(REPORT)


# In the graph and in builds


@cache
def _sample(register: Register, kind: Kind) -> tuple[str, str]:
    """Quote and name of a fact of the sample that is alone in its words."""
    facts = of_kind(read_report(read(LOAMSHIRE), register).facts, kind)
    quotes = [" ".join(fact.stated_by.quote.split()) for fact in facts]
    fact = next(f for f, quote in zip(facts, quotes, strict=True) if quotes.count(quote) == 1)
    return " ".join(fact.stated_by.quote.split()), name_of(fact)


def test_reviews_are_told_in_the_provenance(register: Register) -> None:
    evidence, (caveat, _), (term, _) = (
        _sample(register, "evidence"),
        _sample(register, "caveat"),
        _sample(register, "term"),
    )
    given_ = Corrections(
        (
            fix("evidence", "accept", *evidence),
            fix("caveat", "retype", caveat, field="effect", to="caution"),
            fix("term", "reject", term, note="not explained"),
        )
    )
    loaded, plain = load(LOAMSHIRE, register, given_), load(LOAMSHIRE, register)
    assert loaded.warnings == ()
    facts, provenance = loaded.graphs.values()
    reviewed = {q.object.value for q in provenance if q.predicate.value == f"{PEEL}reviewed"}  # type: ignore[union-attr]
    assert reviewed == {"accepted", "corrected", "rejected"}
    assert not [q for q in facts if q.predicate.value == f"{PEEL}reviewed"]
    rejected = {q.subject for q in provenance if q.object.value == f"{PEEL}RejectedFact"}  # type: ignore[union-attr]
    said = {q.predicate.value: q.object.value for q in provenance if q.subject in rejected}  # type: ignore[union-attr]
    assert said[f"{PEEL}rejectedFact"].startswith("term: ")
    assert " ".join(said[f"{OA}exact"].split()) == term
    assert not [q for q in facts if q.subject in rejected]
    assert loaded.counts["small print"] == plain.counts["small print"] - 1
    assert load(LOAMSHIRE, register, given_).graphs == loaded.graphs


def test_a_document_is_read_again_when_its_corrections_change(register: Register, tmp_path: Path) -> None:
    accept = Corrections((fix("evidence", "accept", *_sample(register, "evidence")),))

    def run(corrections: Corrections | None) -> tuple[dict[str, str], list[str]]:
        with open_for_writing(str(tmp_path / "store")) as store:
            result = build([str(SAMPLE)], store, register, corrections=corrections)
        states: dict[str, str] = {Path(d.file).name.partition("-")[0]: d.state for d in result.documents}
        return states, [*result.notes, *(w for d in result.documents for w in d.warnings)]

    assert run(None) == ({"loamshire": "loaded", "mummerset": "loaded"}, [])
    assert run(accept) == ({"loamshire": "loaded", "mummerset": "unchanged"}, [])
    assert run(accept) == ({"loamshire": "unchanged", "mummerset": "unchanged"}, [])
    states, [note] = run(None)
    assert states == {"loamshire": "loaded", "mummerset": "unchanged"}
    assert note == f"{REPORT} had corrections in the store and has none now: give them with --corrections."
    assert run(None) == ({"loamshire": "unchanged", "mummerset": "unchanged"}, [])


def test_a_correction_that_fits_nothing_is_told_by_every_build(register: Register, tmp_path: Path) -> None:
    unfit = fix("evidence", "reject", "There is no such sentence in it.")
    elsewhere = replace(unfit, report="nowhere-effectiveness-2016")
    for _ in range(2):
        with open_for_writing(str(tmp_path / "store")) as store:
            result = build([str(LOAMSHIRE)], store, register, corrections=Corrections((unfit, elsewhere)))
        [document] = result.documents
        assert [w.startswith(f"{REPORT}: the correction to {unfit} was not applied") for w in document.warnings] == [
            True
        ]
        [note] = result.notes
        assert note.startswith("There are corrections of nowhere-effectiveness-2016, which is not in the store")
        assert result.exit_code == 0


def test_a_curated_agency_gets_the_spelling_that_a_reviewer_gives_it(register: Register, tmp_path: Path) -> None:
    given_ = Corrections(
        (fix("agency", "alias", "", "Her Majesty's Inspectorate of Constabulary", to="The Inspectors"),)
    )
    with open_for_writing(str(tmp_path / "store")) as store:
        build([str(LOAMSHIRE)], store, register, corrections=given_)
        rows = select(
            store,
            'SELECT ?a { GRAPH ?g { ?a <http://www.w3.org/2004/02/skos/core#altLabel> "The Inspectors"@en } }',
        )
    assert [text(a).rsplit("/", 1)[-1] for (a,) in rows] == ["hmic"]
