"""Organisations that the register does not know, recognised by how reports name and introduce them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...rules import Rule, rule

_WORD = r"(?-i:[A-Z][\w'’&-]*)"
_LINK = r"(?:(?:of|and|for|the|on|in|&) (?:the )?)?"
_BEFORE = rf"{_WORD}(?: {_LINK}{_WORD}){{0,6}}?"


@dataclass(frozen=True, slots=True)
class NewName:
    """A name found from `start` to `end`."""

    start: int
    end: int
    name: str
    type: str
    rule: str
    is_proper: bool = True


PHRASE = rule(
    "words with capitals",
    rf"\b{_WORD}(?: {_LINK}{_WORD})*(?: (?:partnership|council|trust|hospital|university)\b)?",
    ("the Safer Loamshire partnership", "Loamshire Fire and Rescue Service"),
    ("the fire service",),
)

HEADS: tuple[tuple[str, Rule], ...] = (
    ("partnership-body", rule(
        "named partnership",
        rf"{_BEFORE} (?:(?:Safeguarding|Partnership|Wellbeing|Criminal Justice|Safeguarding (?:Children"
        rf"|Adults?)(?:['’]?s)?"
        r"|Children(?:['’]?s)?) Board|Partnership|CSP|(?-i:Resilience Forum|Action Group|Authorities Group"
        r"|Advisory Group)"
        r"|(?-i:Safeguarding Hub|MASH|MARAC))\b(?! (?-i:NHS|Trust))",
        ("Safer Loamshire Partnership", "East Loamshire CSP", "Loamshire Safeguarding Children Board"),
        ("Loamshire Council", "Partnership", "Loamshire Partnership Trust"),
    )),
    ("local-authority", rule(
        "named council",
        rf"(?:{_BEFORE} (?-i:Council|council)|London Borough of {_WORD}(?: {_WORD})?)\b",
        ("Loamshire County Council", "Eastloam and Westloam Borough Council", "London Borough of Eastloam"),
        ("county council",),
    )),
    ("health", rule(
        "named health body",
        rf"{_BEFORE} (?-i:NHS (?:Foundation )?Trust|Clinical Commissioning Group|CCG|Health Board|Hospital|hospital"
        r"|Healthcare(?: Trust)?|Health(?:care)? Trust|Partnership Trust)\b",
        ("Loamshire Partnership NHS Foundation Trust", "Loamshire Clinical Commissioning Group"),
        ("NHS", "Loamshire Trust"),
    )),
    ("education-or-academic", rule(
        "named place of learning",
        rf"(?:University of {_WORD}(?: {_WORD})?|{_BEFORE} (?-i:University|university|College|Academy))\b",
        ("Loamshire University", "University of Loamshire"),
        ("academic research",),
    )),
    ("emergency-service", rule(
        "named emergency service",
        rf"{_BEFORE} (?-i:Fire (?:and|&) Rescue(?: Service| Authority)?|Fire (?:Service|Brigade)|Ambulance Service"
        r"|Air Ambulance|Mountain Rescue|Coastguard)\b",
        ("Loamshire Fire and Rescue Service", "Royal Loamshire Fire & Rescue Service"),
        ("Fire and Rescue",),
    )),
    ("probation-or-prison", rule(
        "named probation service or prison",
        rf"(?:{_BEFORE} (?-i:Community Rehabilitation Company|CRC|Probation (?:Trust|Service)"
        rf"|Youth Offending (?:Team|Service)"
        rf"|Prison)|(?-i:HMP|HMYOI) {_WORD}(?: {_WORD})?)\b",
        ("Loamshire Community Rehabilitation Company", "HMP Eastloam"),
        ("probation service",),
    )),
    ("regional-police-unit", rule(
        "named regional police unit",
        rf"{_BEFORE} (?-i:Organised Crime Unit|Counter[\s-]Terrorism (?:Intelligence )?Unit"
        rf"|Special Operations Unit|ROCU|CTU|CTIU)\b",
        ("Midloam Regional Organised Crime Unit", "North Loam Special Operations Unit"),
        ("High Tech Crime Unit",),
    )),
    ("voluntary-sector", rule(
        "named charity",
        rf"\b(?!(?-i:NHS) ){_BEFORE} (?-i:Trust|trust|Foundation|Society|Charity|Women['’]s Aid|Rape Crisis(?: Centre)?"
        rf"|Sexual Abuse Centre"
        r"|Refuge|Mission|Hospice|Women['’]s Centre)\b",
        ("Green Lantern Trust", "Loamshire Women's Aid"),
        ("NHS trust",),
    )),
    ("national-agency", rule(
        "named national body",
        rf"(?-i:National|British|European|Independent)(?: {_LINK}{_WORD}){{1,6}}? "
        r"(?-i:Agency|Authority|Service|Bureau|Office|Commission|Commissioner|Inspectorate)\b",
        ("National Heritage Crime Agency",),
        ("National Decision Model",),
    )),
    ("private-company", rule(
        "named company",
        rf"{_BEFORE} (?-i:Limited|Ltd|plc|PLC|Airport|Football Club|Housing Association|Shopping Centre|Homes)\b",
        ("Eastloam Homes", "Loamshire Data Ltd"),
        ("the airport",),
    )),
)  # fmt: skip

_KIND = (
    r"(?P<kind>charity|charities|(?:voluntary|third)(?: |-)sector (?:organisation|group|agency|provider)s?"
    r"|voluntary (?:organisation|agency|group)s?"
    r"|(?:private|software|technology|security|IT) compan(?:y|ies)|support (?:organisation|agency|group|service)s?"
    r"|not-for-profit organisations?|social enterprises?|victims['’]? (?:service|organisation)s?)"
)
_NAME = rf"(?P<name>{_WORD}(?: {_LINK}{_WORD}){{0,5}})"

INTRODUCED = (
    rule(
        "kind of organisation (Name)",
        rf"\b{_KIND}\b[^.;()]{{0,120}}\({_NAME}\)",
        ("a voluntary sector organisation that helps victims of fraud (Silver Thread) runs it",),
        ("a charity (see annex A)", "the scheme (Silver Thread)"),
    ),
    rule(
        "kind of organisation called Name",
        rf"\b{_KIND},? (?:(?:called|known as|named|such as|like|including) )?(?:the )?['‘“\"]?{_NAME}",
        ("the charity Silver Thread visits", "a local charity called Silver Thread", "charities such as Silver Thread"),
        ("a charity that visits", "the charity is based in Eastloam"),
    ),
    rule(
        "Name, a kind of organisation",
        rf"\b{_NAME}(?: \([A-Z]+\))?(?:, | \(| is |, which is | - )an? (?:\w+[\s-]){{0,3}}?{_KIND}",
        (
            "with Silver Thread, a local charity",
            "Silver Thread is a national charity",
            "Silver Thread (a charity) helps",
        ),
        ("the force set up a charity",),
    ),
    rule(
        "works with Name",
        r"\b(?:work(?:s|ed|ing)?(?: \w+){0,2} (?:with|alongside)|in (?:partnership|conjunction"
        r"|collaboration) with|funded by|commissioned"
        rf" (?:by|from)|run by|provided by|delivered by"
        rf"|jointly with) (?:the )?(?P<name>{_WORD}(?: {_LINK}{_WORD}){{1,5}})",
        ("works closely with Silver Thread to help", "funded by the Loam Lottery"),
        ("works with Eastloam", "works with other agencies"),
    ),
)
"""Ways in which a sentence says what an organisation is as it names it."""

NO_ORGANISATION = rule(
    "name of something else",
    r"^(?:Operation|Project|Detective|Chief|Inspector|Superintendent|Sergeant|Section|Figure|Home Secretary)\b"
    r"|\b(?:Act|Orders?|Notices?|Code|Plan|Programme|Project|Scheme|Requirement|Strategy|Model|Alert|System"
    r"|Unit|Team|Law"
    r"|Crime|Muslim|Europeans?|Eastern European|Traveller|Figure|Annex)s?$",
    ("Operation Plover", "Domestic Violence Prevention Orders", "Strategic Policing Requirement"),
    ("Silver Thread",),
)
NO_PEOPLE = rule(
    "people, not an organisation",
    r"^ (?:communit|communities|people|residents|groups|famil|offenders|programme|scheme|project|operation"
    r"|team|unit|officers|model)",
    (" communities in the north", " programme"),
    (" to help victims",),
)

_TYPES_OF_KINDS = (("compan", "private-company"),)

GROUP_WITH_ABBREVIATION = rule(
    "group with an abbreviation",
    r"\b(?:through|with|at|via|by|in|attends?|the|an?|its) (?:the )?(?P<name>(?:(?!(?:through|with|at|via|by"
    r"|in|the|an?) )[a-z][\w'’-]*,? (?:and )?){2,6}"
    r"\((?-i:[A-Z]{2,6}s?)\) (?:groups?|panels?|boards?|meetings?|forums?))",
    ("works through stolen and lost property (SLP) groups", "a missing and exploited children (MEC) panel"),
    ("through organised crime groups (OCGs)", "an action group"),
)  # fmt: skip
GROUPS = (
    rule(
        "multi-agency group",
        r"\b(?:an?|the|its|local|through|with|of|including|and|monthly|regular) "
        r"(?P<name>(?:multi-agency|joint agency|partnership) (?:(?!(?:of|to|in|for|that|which"
        r"|with)\s)[a-z][\w'’-]* ){1,4}?"
        r"(?:working group|steering group|tasking group|group|board|panel|forum|network)s?)\b",
        ("part of a multi-agency metal theft working group", "its multi-agency hate crime panel"),
        ("a multi-agency meeting", "a cyber-crime steering group", "a multi-agency approach to the group"),
    ),
    rule(
        "partnership board",
        r"\b(?:an?|the|its|this|local|through|with|and|including) "
        r"(?P<name>(?:(?!(?:the|an?|of|to|in|for|that|which|with|and|force-wide|force|work)\s)[a-z][\w'’-]* ){1,4}?"
        r"(?:partnership (?:board|group|forum|panel)|joint action group|responsible authorities group"
        r"|networking group|intelligence network|community safety unit|partnership hub))s?\b",
        ("part of the local metal theft partnership board", "and local joint action groups",
         "the in-prison intelligence network"),
        ("a partnership board", "a force-wide partnership board"),
    ),
    rule(
        "responsible authorities group",
        r"\b(?P<name>responsible authorities group|joint action group|domestic abuse forum|community safety forum)s?\b",
        ("the responsible authorities group",),
        ("the responsible authorities",),
    ),
    GROUP_WITH_ABBREVIATION,
    rule(
        "council without a name",
        r"\b(?P<name>(?:county|city|borough|district|unitary) council)\b(?!['’]?s? (?:officers?|areas?)\b)",
        ("evidence for the city council to act",),
        ("district councils", "councils"),
    ),
)  # fmt: skip

BARE_KINDS = {
    "health": "agency/health-services",
    "housing": "agency/housing-services",
    "education": "agency/education-services",
    "mental health": "agency/mental-health-services",
    "drug rehabilitation": "agency/drug-and-alcohol-services",
    "substance misuse": "agency/drug-and-alcohol-services",
    "fire": "agency/fire-and-rescue-services",
    "ambulance": "agency/ambulance-services",
    "the council": "agency/local-authorities",
}
"""Single words that stand for a service where they are items of a list of partners."""

BARE = rule(
    "service in a list of partners",
    r"(?:\b(?:such as|including|from|with|like|for example|e\.g\.|between|and|or|organisations|agencies)|,),? (?:the )?"
    r"(?P<name>health|housing|education|mental health|drug rehabilitation|substance misuse|fire|ambulance|the council)"
    r"(?=,| and\b| or\b|\.|;|\)| through\b| services\b| to\b|$)",
    ("agencies such as housing, health and probation", "representatives from housing, education and others"),
    ("housing conditions", "access to health care", "with housing problems"),
)  # fmt: skip
PARTNERS_LISTED = rule(
    "speaks of partners",
    r"\b(?:partners?|partnerships?|agenc(?:y|ies)|organisations?|representatives|multi-agency|authorit(?:y"
    r"|ies)|services|jointly)\b",
    ("partner organisations such as housing",),
    ("victims in housing",),
)

_OPENERS = frozenset(
    re.findall(
        r"\S+",
        """
    The A An In At On For With During When While This These That It Its Each Every All Some Many Most Our We
    However Although Since After Before From By Following Local Both Together Through Under Other
    Neighbourhood
""",
    )
)


def new_names(text: str) -> Iterator[NewName]:
    """Organisations that `text` names, with the type that their name or introduction shows."""
    for phrase in PHRASE.finditer(text):
        yield from _by_head(text, phrase.start(), phrase.end())
    for introduction in INTRODUCED:
        for match in introduction.finditer(text):
            yield from _introduced(introduction, match)
    for group in GROUPS:
        for match in group.finditer(text):
            kind = _kind_of_group(group, match["name"])
            yield NewName(match.start("name"), match.end("name"), match["name"], kind, group.name, is_proper=False)


def _kind_of_group(group: Rule, name: str) -> str:
    if group.name == "council without a name":
        return "local-authority"
    return "probation-or-prison" if "prison" in name.casefold() else "partnership-body"


def bare_kinds(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, notation of the kind) of services that stand in a list of partners by one word."""
    if not PARTNERS_LISTED.search(text):
        return
    for match in BARE.finditer(text):
        yield match.start("name"), match.end("name"), BARE_KINDS[" ".join(match["name"].casefold().split())]


_TOKEN = re.compile(r"[\w'’&-]+")


def _by_head(text: str, start: int, end: int) -> Iterator[NewName]:
    while start < end:
        word = _TOKEN.match(text, start, end)
        if word is None:
            start += 1
        elif word[0] in _OPENERS or word[0] in {"and", "of", "for", "the", "on", "in"}:
            start = word.end()
        else:
            found = [(m.end(), kind, head) for kind, head in HEADS if (m := head.pattern.match(text, start, end))]
            if not found:
                return
            stop, kind, head = max(found, key=lambda item: item[0])
            name = text[start:stop]
            if not NO_ORGANISATION.search(name):
                yield NewName(start, stop, name, kind, head.name)
            start = stop


def _introduced(introduction: Rule, match: re.Match[str]) -> Iterator[NewName]:
    start, end = match.span("name")
    first = re.match(r"[\w'’-]+\s+", match["name"])
    if first and first[0].strip() in _OPENERS:
        start += first.end()
    name = match.string[start:end]
    if name in _OPENERS or NO_ORGANISATION.search(name) or NO_PEOPLE.search(match.string[end:]):
        return
    if "kind" not in match.re.groupindex:
        yield NewName(start, end, name, "voluntary-sector", introduction.name)
        return
    kind = next((t for part, t in _TYPES_OF_KINDS if part in match["kind"].casefold()), "voluntary-sector")
    yield NewName(start, end, name, kind, introduction.name)
