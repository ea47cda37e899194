"""Acts, codes, guidance, standards, definitions and reports that a report refers to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..facts import Citation
from ..prose import Place, Sentence
from ..rules import Rule, rule
from ..text import fold
from .context import Context
from .look_backs import earlier
from .periods import MONTH
from .themes import themes_of

_NAME = r"(?-i:[A-Z][\w'’-]*(?: (?:(?:of|and|for|on|in|the|to|with) ){0,3}[A-Z&][\w'’-]*){0,12})"
"""Words in capitals, with the small words between them."""
_ISSUER = (
    r"(?-i:ACPO|NPCC|APP|HMIC(?:FRS)?|NICE|CPS|NCA|Home Office|[Hh]ome [Ss]ecretary|College of Policing"
    r"|Ministry of Justice"
    r"|Crown Prosecution Service|National Crime Agency|National Police Chiefs['’] Council"
    r"|Association of Chief Police Officers"
    r"|Independent Police Complaints Commission|IPCC|Department of Health|UK)"
)
_IN_LINE = (
    r"(?:in (?:line|accordance|compliance|keeping) with|compl(?:y|ies|iant|ying) with|adher\w+ to"
    r"|consistent with|conforms? to|follow(?:s|ed|ing)?"
    r"|incorporat\w+|reflect\w*|implement\w*|trained to|meets?|set out in|according to|required by)"
)

_DATED = rule(
    "dated publication",
    rf"(?:^|\b(?:see|in|from|of|by|at)(?: the| its)? )(?P<name>(?-i:[A-Z0-9])[^;]{{6,160}}?),"
    rf" (?P<publisher>(?-i:[A-Z][\w'’&-]*(?: (?:[A-Z][\w'’&-]*|of|for|and|the))*)),"
    rf" (?P<date>(?:(?:\d{{1,2}} )?{MONTH} )?(?P<year>(?:19|20)\d\d))(?=[.,;)]|$)",
    (
        "Code of Practice for Keepers of Dogs, Ministry of Justice, 2015.",
        "please see Crime in Wenn: year ending May 2013, Home Office, August 2013",
    ),
    ("In the 12 months to 30 June 2016, Mummerset Police recorded 2,016 crimes.",),
)
_ACT = rule(
    "act",
    r"(?:\b(?P<provision>(?:sections?|schedules?|parts?|s\.?) ?\d+[A-Z]{0,2}(?:\(\w+\))*(?: ?(?:-|–|to|and"
    r"|,) ?\d+[A-Z]{0,2})*) (?:of )?(?:the )?)?"
    r"\b(?P<name>(?-i:(?!The\b|Section|Schedule|Part\b)[A-Z][\w'’-]+(?:,? (?!Act\b)(?:[A-Z][\w'’-]+|and|of|for"
    r"|in|to|\([A-Z][\w\s,]{2,40}\))){0,12}"
    r" (?:Act|Regulations)))\b(?: \([A-Z]{2,8}\))?(?: (?P<year>(?:19"
    r"|20)\d\d))?(?:,? (?P<after>sections? \d+[A-Z]{0,2}(?: (?:to"
    r"|and) \d+[A-Z]{0,2})?))?",
    ("under section 12 of the River Fishing Act", "sections 2-4 of the Dogs and Cats Act 1908"),
    ("officers act on calls", "The Act", "act quickly"),
)
_CODE = rule(
    "code",
    rf"\b(?P<name>(?:(?:{_ISSUER}|government|police|national)(?:['’]s)? )?(?:codes? of (?:practice|ethics"
    rf"|conduct)|standards of professional behaviour)"
    rf"(?: (?:for|on) {_NAME})?|(?-i:Victims['’] Code|Code for Crown Prosecutors|PACE [Cc]odes?(?: [A-H])?))\b",
    ("a police code of ethics", "the Code of Practice for Keepers of Dogs", "Home Office codes of practice"),
    ("a code for the door", "the area code"),
)
_GUIDANCE = rule(
    "guidance of a body",
    rf"\b(?P<name>(?:{_ISSUER}|government)(?:['’]s?)? (?:(?:national|statutory|best practice|good practice|policy) )?"
    r"(?:guidance|guidelines?|advice note|authori[sz]ed professional practice|counting rules|circular)\b"
    r"(?: (?:on|about|for) (?:the |how )?(?:[\w-]+ ){0,5}?[\w-]+(?=[.,;:)]|$| (?:and|is|are|was|to|in|which|that"
    r"|when|by)\b))?)",
    (
        "Its policy follows College of Policing guidance.",
        "in line with government guidelines",
        "ACPO guidance on dogs.",
    ),
    ("guidance for officers", "The force guidance is clear."),
)
_PRACTICE = rule(
    "authorised professional practice",
    r"\b(?P<name>authori[sz]ed professional practice)\b",
    ("in line with authorised professional practice (APP)",),
    ("good professional practice",),
)
_NATIONAL = rule(
    "national guidance or standards",
    r"\b(?P<name>(?:nationally )?(?:agreed |recogni[sz]ed |accepted |approved )?national (?:minimum |agreed "
    r"|recogni[sz]ed |approved |policing )?"
    r"(?:guidance|guidelines|standards|standard operating procedures?|occupational standards?))\b(?! (?:for"
    r"|in) (?-i:[A-Z]))",
    ("in line with national guidance", "to recognised national standards"),
    ("the national average", "national priorities", "the National Standard for Incident Recording"),
)
_NEW = rule(
    "new guidance",
    rf"\b{_IN_LINE} (?:the )?(?P<name>(?:new|latest|revised|updated|current|statutory|relevant) (?:guidance"
    rf"|guidelines|legislation|codes?))\b",
    ("The plan was changed to reflect the new guidance.",),
    ("The force has given new guidance to staff.",),
)
_STANDARD = rule(
    "named standard",
    r"\b(?P<name>(?-i:National Standards? for [A-Z]\w+(?: (?:[A-Z]\w+|and|of|for))*"
    r"|National Crime Recording Standards?|Home Office Counting Rules"
    r"|Strategic Policing Requirement|National Ballistics? \w+ Standards?))\b",
    ("the National Standard for Incident Recording (NSIR)", "under the Strategic Policing Requirement"),
    ("national standards for officers",),
)
_FRAMEWORK = rule(
    "framework of outcomes",
    r"\b(?P<name>(?:crime )?outcomes framework)\b(?: introduced in (?P<year>20\d\d))?",
    ("a crime outcomes framework introduced in 2012", "under the outcomes framework"),
    ("a framework of partners",),
)
_DEFINITION = rule(
    "official definition",
    rf"\b(?P<name>(?:{_ISSUER}|government|statutory|cross-government)(?:['’]s)? definition of"
    r" (?:[\w-]+ ){0,4}?[\w-]+)(?=[.,;:)]|$| (?:which|that|to|is|as|when|in)\b)",
    ("under the government definition of hate crime.",),
    ("the force's definition of vulnerability",),
)
_DISCLOSURE = rule(
    "law with a nickname",
    r"\b(?P<name>domestic violence disclosure scheme|(?:child )?sex offender disclosure scheme"
    r"|(?-i:[A-Z][a-z]+)['’]s (?-i:Law))\b",
    ("the domestic violence disclosure scheme", "people who ask under Clare's Law"),
    ("Loamshire's law officers",),
)
_OFFENCE = rule(
    "made an offence",
    r"^(?:The )?(?P<name>[A-Za-z][\w\s,'’-]{2,80}?) (?:became|was made|has been"
    r"|is now) (?:an? )?(?:\w+ )?(?:offence|illegal|unlawful)"
    r"\b[\w\s]{0,30}? (?:in|since) (?P<year>20\d\d)\b",
    ("The sale of catapults became an offence in 2012.",),
    ("The offence was recorded in 2014.",),
)
_NATIONAL_INSPECTION = rule(
    "inspection of a subject",
    r"\bHMIC(?:FRS)?['’]s (?:(?P<year>20\d\d) )?(?:national )?(?P<what>inspection|report|review|study) (?:of|on"
    r"|into) (?P<name>[a-z][\w\s-]{3,60}?)"
    r"(?=[.,;:)]|$| (?:in|across|by|which|that|and we)\b)(?: in (?P<later>20\d\d))?",
    ("since HMIC's 2013 inspection of custody in all forces", "HMIC's national review of custody in 2013"),
    ("HMIC's 2015 effectiveness report",),
)
_UNDATED = rule(
    "earlier report",
    r"\b(?:in|of|from) (?P<name>(?:a|one of (?:our|its)|our|earlier|an?) ?(?:previous"
    r"|earlier) (?:HMIC )?(?:reports?|inspections?))\b",
    ("as we wrote in an earlier report",),
    ("in this report",),
)
_OTHER_REPORTS = rule(
    "reports of the same year",
    r"^(?P<name>Reports? on the (?:force|constabulary)['’]s (?P<pillars>[a-z][\w\s,]{5,60}?))"
    r" (?:inspections? )?(?:are|is) available\b",
    ("Reports on the force's efficiency and legitimacy inspections are available on the website.",),
    ("This report sets out our findings.",),
)
_DIRECTIVE = rule(
    "directive",
    rf"\b(?P<name>(?:directive|instruction) (?:given |issued )?(?:by|from) the {_NAME})",
    ("this followed a directive from the National Police Chiefs' Council",),
    ("directed by the sergeant",),
)
_CONCORDAT = rule(
    "agreement",
    r"\b(?P<name>(?-i:[A-Z][\w-]+(?: [A-Z][\w-]+){0,5} Concordat)|crisis care concordat"
    r"|memorandum of understanding with [\w\s]{3,40}?(?=[.,;]|$))",
    ("signed the Mental Health Crisis Care Concordat", "the crisis care concordat"),
    ("a memo to staff",),
)

_TITLE = rule(
    "title in emphasis",
    r"(?<!\*)\*(?P<name>(?-i:[A-Z])[^*]{4,150}?\b(?:report|review|strategy|guidance|codes?|standards?"
    r"|requirement|framework|overview"
    r"|inspection|policy|inquiry|plan|directory|manual)\b[^*]{0,100})\*(?!\*)",
    ("as *The Wenn Inquiry* tells", "in its *National Plan for Barns*."),
    ("a *very* good plan", "* a list of plans"),
)

_KINDS: tuple[tuple[Rule, str], ...] = (
    (_ACT, "act"), (_CODE, "code"), (_GUIDANCE, "guidance"), (_PRACTICE, "guidance"), (_NEW, "guidance"),
    (_STANDARD, "standard"), (_FRAMEWORK, "standard"), (_DEFINITION, "definition"), (_DISCLOSURE, "act"),
    (_OFFENCE, "act"), (_NATIONAL_INSPECTION, "report"), (_UNDATED, "report"), (_OTHER_REPORTS, "report"),
    (_DIRECTIVE, "guidance"), (_CONCORDAT, "agreement"),
)  # fmt: skip
_TITLE_KINDS = (
    ("act", r"\bAct\b"), ("code", r"\bcode\b"), ("guidance", r"\bguid"),
    ("standard", r"\bstandards?\b|\brequirement\b"),
    ("statistics", r"\bstatistic|\byear ending\b|\boutcomes in\b|\bcrime in\b|\bcensus\b"),
)  # fmt: skip
_LEGAL_NICKNAMES = {
    "clare's law": "domestic violence disclosure scheme",
    "sarah's law": "child sex offender disclosure scheme",
}
_NICKNAME_OF = {scheme: nickname.title().replace("'S", "'s") for nickname, scheme in _LEGAL_NICKNAMES.items()}
_SHORT_TITLES = {"victims' code": "code of practice for victims of crime"}
_OWNER = re.compile(r"^(?:the )?government(?:'s)? ")
_LEAD_IN = re.compile(
    r"^(?:\d{1,2} )?(?:[^,]*?\b(?:see|set out in|duties in|published in|described in|requirements? of"
    r"|taken from)(?: the| its)? (?=[A-Z]))?"
)
_THE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
_NOTES = frozenset({Place.FOOTNOTE, Place.ANNEX})


@dataclass(frozen=True, slots=True)
class _Found:
    """A reference as it stands, before those to the same instrument are made one."""

    citation: Citation
    key: str
    """Its title, folded."""
    themes: tuple[str, ...] | None = None
    """What it is about, where its words are general ('national guidance'); None where they name it."""
    question: str | None = None


def citations(context: Context) -> list[Citation]:
    """Each instrument that a report refers to, once, with the sentence that names it first or most fully.

    Editions of different years are different instruments, and a mention without a year means the first
    edition named. What is only called 'national guidance' is one instrument for each theme.
    """
    found = [f for s in context.sentences for f in _in_sentence(context, s)]
    named = [f for f in found if f.themes is None]
    dated = {f.key for f in named if f.citation.year}
    first: dict[tuple[str, str | None, str | None], Citation] = {}
    for mention in named:
        citation = mention.citation
        if citation.year is None and any(_same_title(mention.key, other) for other in dated):
            continue
        if any(_shortened(mention.key, f.key) for f in named if f.citation.kind == citation.kind):
            continue
        first.setdefault((mention.key, citation.year, citation.provision), citation)
    chosen = [*first.values(), *_general(context, [f for f in found if f.themes is not None])]
    return sorted(chosen, key=lambda c: (c.stated_by.start, c.instrument))


def _same_title(key: str, other: str) -> bool:
    return other == key or other.startswith(key + ",")


def _shortened(key: str, other: str) -> bool:
    """Whether a title is the beginning of a longer one ('ACPO guidance' of 'ACPO guidance on …')."""
    return other.startswith((key + " on ", key + " for ", key + " of "))


def _about_the_same(one: tuple[str, ...] | None, other: tuple[str, ...]) -> bool:
    """Whether each is about what the other names first."""
    return bool(one and one[0] in other and other[0] in one)


def _general(context: Context, found: list[_Found]) -> Iterator[Citation]:
    """General mentions, one for each instrument and theme; one without a theme is what was meant before."""
    kept: list[_Found] = []
    for mention in found:
        same = [k for k in kept if k.key == mention.key]
        if mention.themes and any(_about_the_same(k.themes, mention.themes) for k in same):
            continue
        if not mention.themes and any(k.question == mention.question for k in same):
            continue
        kept.append(mention)
    labels = context.register.vocabulary("Theme")
    for mention in kept:
        theme = next(iter(mention.themes or ()), None)
        about = f" on {labels[theme][0][0].lower()}{labels[theme][0][1:]}" if theme else ""
        yield replace(mention.citation, instrument=mention.citation.instrument + about)


def _in_sentence(context: Context, sentence: Sentence) -> Iterator[_Found]:
    text = sentence.text
    taken: list[tuple[int, int]] = []
    for match in _DATED.finditer(text):
        if sentence.place in _NOTES or (match.start() == 0 and text[match.end() :] in {"", "."}):
            taken.append(match.span())
            yield _dated(match, sentence)
    for stated, kind in _KINDS:
        for match in stated.finditer(text):
            start, end = match.span("name")
            if any(a < end and start < b for a, b in taken):
                continue
            taken.append((start, end))
            yield _named(match, stated, kind, sentence)
    for match in _NATIONAL.finditer(text):
        if not any(a < match.end() and match.start() < b for a, b in taken):
            name = " ".join(match["name"].split())
            kind = "standard" if "standard" in name else "guidance"
            citation = Citation(name, kind, None, None, sentence.quote, "citation-national")
            all_themes = themes_of(text, context.register)
            themes = tuple(t for t in all_themes if t not in _CROSS_CUTTING)
            yield _Found(citation, name.split()[-1].casefold(), themes, sentence.section.main_question)
    yield from _emphasised(sentence, [fold(text[start:end]) for start, end in taken])
    if sentence.place not in {Place.FRONT, Place.ANNEX}:
        yield from _earlier_reports(context, sentence)


def _emphasised(sentence: Sentence, known: list[str]) -> Iterator[_Found]:
    """Titles that the document sets in emphasis, other than those known already."""
    for match in _TITLE.finditer(sentence.quote.quote):
        name = " ".join(match["name"].split())
        if not any(fold(name) in other or other in fold(name) for other in known):
            citation = Citation(name, _kind_of(name), None, None, sentence.quote, "citation-title-in-emphasis")
            yield _Found(citation, fold(name))


def _kind_of(title: str) -> str:
    return next((kind for kind, words in _TITLE_KINDS if re.search(words, title, re.IGNORECASE)), "report")


def _dated(match: re.Match[str], sentence: Sentence) -> _Found:
    name = " ".join(_LEAD_IN.sub("", match["name"]).split())
    instrument = f"{name}, {match['publisher']}, {match['date']}"
    return _Found(
        Citation(instrument, _kind_of(name), match["year"], None, sentence.quote, "citation-dated"), fold(name)
    )


def _named(match: re.Match[str], stated: Rule, kind: str, sentence: Sentence) -> _Found:
    groups = match.groupdict()
    name = " ".join(_THE.sub("", match["name"]).split())
    year = groups.get("year") or groups.get("later")
    provision = groups.get("provision") or groups.get("after")
    provision = " ".join(provision.split()) if provision else None
    if stated is _DISCLOSURE:
        name = _LEGAL_NICKNAMES.get(fold(name), name)
        name = f"{name} ({_NICKNAME_OF[fold(name)]})" if fold(name) in _NICKNAME_OF else name
    elif stated is _ACT and year:
        name = f"{name} {year}"
    elif stated is _OFFENCE:
        name = f"law making {name[0].lower()}{name[1:]} an offence ({year})"
    elif stated is _NATIONAL_INSPECTION:
        name = " ".join(part for part in ("HMIC's", year, match["what"], "of", name) if part)
    elif stated is _UNDATED:
        name = "HMIC previous report"
    elif stated is _OTHER_REPORTS:
        name = f"HMIC {name[0].lower()}{name[1:]}"
    rule_name = "citation-" + stated.name.replace(" ", "-")
    key = _OWNER.sub("", fold(name)) if kind == "code" else fold(name)
    key = _SHORT_TITLES.get(key, key)
    return _Found(Citation(name, kind, year, provision, sentence.quote, rule_name), key)


def _earlier_reports(context: Context, sentence: Sentence) -> Iterator[_Found]:
    """Earlier reports on the force; 'our 2015 vulnerability inspection' means its report."""
    for mention in earlier(context, sentence):
        if not mention.named or not mention.subject:
            continue
        subject = mention.subject
        if "(" not in subject and subject in _ASPECTS:
            subject = f"effectiveness ({subject})"
        name = f"HMIC's {mention.cycle} {subject} report"
        yield _Found(
            Citation(name, "report", mention.cycle, None, sentence.quote, "citation-earlier-report"), fold(name)
        )


_CROSS_CUTTING = frozenset(
    {
        "evidence-based-policing",
        "intelligence",
        "partnership-working",
        "risk-assessment",
        "supervision",
        "technology",
        "workforce",
    }
)
"""Themes that say how policing is done, not what national guidance is about."""
_ASPECTS = frozenset({"vulnerability"})
"""Parts of the question on effectiveness that were reported on by themselves in 2015."""
