"""Initiatives with a name of their own, such as 'Operation Plover' or 'an IT system called Weathervane'."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...facts import InitiativeType
from ...rules import rule
from ..agencies.names import GROUP_WITH_ABBREVIATION
from .candidates import Candidate, type_of_head

_CAPITAL = r"(?-i:[A-Z](?:[\w&-]|['’](?=\w))*|\d[A-Z]s?\b)"
_NAME = rf"{_CAPITAL}(?: (?:(?:of|and|for|the|to|in|with) (?:the )?)?{_CAPITAL}){{0,5}}"
_QUOTED = r"['‘“\"](?P<quoted>[^'‘’“”\"]{3,60}?)['’”\"]"
_HEAD = (
    r"(?:programmes?|schemes?|campaigns?|projects?|initiatives?|pilots?|(?:[a-z-]+ ){0,2}systems?|databases?"
    r"|app|portal|software|platform"
    r"|(?:[a-z-]+ )?models?|framework|method|process|format|(?:risk[\s-]assessment )?matrix|toolkit|tool"
    r"|risk assessments?)"
)

OPERATION = rule(
    "operation with a name",
    rf"\b(?-i:Operation|Ymgyrch) (?P<name>{_CAPITAL}(?: (?-i:[A-Z][a-z'’]+))?)(?P<team> (?:team|unit)s?\b)?",
    ("Under Operation Plover, officers", "the Operation Plover team"),
    ("the operation of the unit", "an operation"),
)
OPERATION_IN_BRACKETS = rule(
    "operation, its name in brackets",
    rf"\boperation,? (?:\(|called |known as |named )['‘“]?(?P<name>{_CAPITAL})",
    ("ran an operation (Plover) against fraud", "an operation called 'Plover'"),
    ("an operation (see annex A)",),
)
PROJECT = rule(
    "project with a name",
    rf"\b(?-i:Project) (?P<name>{_CAPITAL}(?: (?-i:[A-Z][a-z'’]+))?)",
    ("runs Project Lantern, which",),
    ("the project is",),
)
WITH_HEAD = rule(
    "name and what it is",
    rf"(?<![\w'’])(?P<name>{_NAME})(?: \((?P<expansion>[^()]{{2,60}})\))? (?P<head>{_HEAD})\b",
    (
        "the Open Doors scheme",
        "is part of the Silver Thread (Second Chance) programme",
        "the PEAL model",
        "the Weathervane system",
    ),
    ("the force's scheme",),
)
QUOTED_WITH_HEAD = rule(
    "quoted name and what it is",
    rf"(?<!\w){_QUOTED} (?P<head>(?:(?!and\b|or\b|to\b|for\b|of\b)[a-z][\w-]* )?(?:programmes?|schemes?"
    rf"|campaigns?|projects?|initiatives?|pilots?|systems?"
    r"|models?|(?:problem-solving )?approach(?: to (?:[a-z-]+ )?management)?|events?|meetings?|sessions?|days"
    r"|surger(?:y|ies)|operations?|cars?|checks|bank))\b",
    ("the 'Safe Streets' campaign", "a 'one door' approach to offender management", "'tea and talk' events"),
    ("the 'golden hour' is", "evidence of 'what works' drawn from"),
)
QUOTED_AFTER_HEAD = rule(
    "what it is and its quoted name",
    r"\b(?P<head>events?|meetings?|meeting structure|sessions|surgeries|initiatives?|schemes?|campaigns?"
    r"|programmes?|projects?|systems?|afternoons|mornings)"
    rf"(?:,? such as |,? (?:called|known as|named|entitled|branded) |,? \((?:called |known as |named )?){_QUOTED}",
    (
        "less formal events such as 'tea and talk'",
        "a meeting structure (known as 'pulse')",
        "a campaign called 'Safe Streets'",
    ),
    ("a process known as 'outcomes'",),
)
CALLED = rule(
    "what it is and its name",
    r"\b(?P<head>system|database|tool|model|programme|scheme|app|initiative|campaign|project|process|toolkit"
    r"|library|software|pilot|team)s?,? "
    rf"(?:(?:which|that) is |is )?(?:called|known as|named|entitled) (?:the )?['‘“\"]?(?P<name>{_NAME})",
    ("an IT system called Weathervane", "a structured process known as PEALS"),
    ("a scheme called off",),
)
EXPLAINED = rule(
    "name, a kind of system",
    rf"\b(?P<name>{_NAME}), (?:an?|the force['’]s|its|a partnership) (?:[\w-]+ ){{0,3}}?"
    r"(?P<head>system|library|database|tool|app|website|portal|programme|scheme|initiative|campaign|project)\b",
    ("access to Weathervane, a web-based information library", "Safe Harbour, a national scheme"),
    ("Loamshire, a rural county",),
)
AFTER_HEAD = rule(
    "what it is, such as its name",
    r"\b(?P<head>meetings?|initiatives?|schemes?|campaigns?|programmes?|projects?) such as "
    rf"(?P<name>{_NAME})(?: \((?P<expansion>(?-i:[A-Z]+))\))?",
    ("public meetings such as Speak To Us (STU)", "schemes such as Safe Harbour"),
    ("meetings such as this",),
)
_ITEM = r"[a-z][a-z-]*(?: [a-z-]+)?"
ACROSTIC = rule(
    "words that make an abbreviation",
    rf"\b(?P<words>{_ITEM}(?:, {_ITEM}){{1,8}},? (?:and "
    rf"|& )?{_ITEM}) \((?P<short>(?-i:[A-Z]{{2}}[A-Z]{{1,8}}))\)(?! (?:groups?|panels?|boards?))",
    ("the place, event, action and link (PEAL) model",),
    ("organised crime groups (OCGs)",),
)
ACROSTIC_AFTER = rule(
    "abbreviation and its words",
    rf"\b(?P<short>(?-i:[A-Z]{{2}}[A-Z]{{1,8}}))(?: (?:model|process"
    rf"|assessment))? \((?P<words>{_ITEM}(?:, {_ITEM}){{1,8}},? (?:and |& )?{_ITEM})\)",
    ("known as PEAL (place, event, action, link)",),
    ("the LRU (see annex A)",),
)

NOT_A_NAME = rule(
    "not the name of an initiative",
    r"^(?:IT|CCTV|OCGs?|PCSOs?|UK|PEEL|HMIC|European|England|Wales|January|February|March|April|May|June|July"
    r"|August|September|October"
    r"|November|December|Home Office|National Police|Crown|Section|Annex|Figure|Code of Practice"
    r"|Police National Computer|GPS"
    r"|Operation|Project|Detective|Chief|I|IOM|DASH|SCPO|DVPO|DVPN|DVPNs|DVPOs|MAPPA|MARAC|MASH|MARACs)$",
    ("IT", "June", "PEEL"),
    ("Weathervane", "Open Doors"),
)
_OPENERS = frozenset(
    re.findall(
        r"\S+",
        """
    The A An In At On For With During When While This These That It Its Each Every All Some Many Most Our We
    However Although Since After Before From By Following Both Together Through Under Other As Force Staff
    Officers Problems Local
""",
    )
)
_SAYINGS = frozenset({"whole force", "whole system", "one team", "victim focused", "can do", "business as usual"})
_TEAM_BEFORE = re.compile(r"\b(?:teams?|units?)\b(?:,? such as |[^.;]{0,120}\()$")


def named(text: str) -> Iterator[Candidate]:
    """Initiatives that `text` calls by name."""
    yield from _operations(text)
    for match in PROJECT.finditer(text):
        yield _candidate(match, f"Project {match['name']}", InitiativeType.PROJECT, PROJECT.name)
    for match in WITH_HEAD.finditer(text):
        name = _without_opener(match["name"])
        if name and not NOT_A_NAME.fullmatch(name):
            expansion = match["expansion"]
            name = f"{name} {match['head']}" if match["head"][0].isupper() else name
            yield _candidate(match, f"{name} ({expansion})" if expansion else name, _type(match), WITH_HEAD.name)
    for rule_ in (CALLED, EXPLAINED):
        for match in rule_.finditer(text):
            name = _without_opener(match["name"])
            if name and not NOT_A_NAME.fullmatch(name):
                yield _candidate(match, name, _type(match), rule_.name)
    for match in AFTER_HEAD.finditer(text):
        name = f"{match['name']} ({match['expansion']})" if match["expansion"] else match["name"]
        meets = match["head"].casefold().startswith("meeting")
        yield _candidate(match, name, InitiativeType.ENGAGEMENT if meets else _type(match), AFTER_HEAD.name)
    for match in GROUP_WITH_ABBREVIATION.finditer(text):
        yield _candidate(match, match["name"], InitiativeType.TEAM, GROUP_WITH_ABBREVIATION.name)
    yield from _quoted(text)
    yield from _acrostics(text)


def _operations(text: str) -> Iterator[Candidate]:
    for match in OPERATION.finditer(text):
        is_team = match["team"] or _TEAM_BEFORE.search(text[: match.start()])
        kind = InitiativeType.TEAM if is_team else InitiativeType.OPERATION
        yield _candidate(match, f"Operation {match['name']}", kind, OPERATION.name)
    for match in OPERATION_IN_BRACKETS.finditer(text):
        yield _candidate(match, f"Operation {match['name']}", InitiativeType.OPERATION, OPERATION_IN_BRACKETS.name)


def _quoted(text: str) -> Iterator[Candidate]:
    for match in QUOTED_WITH_HEAD.finditer(text):
        quoted, head = match["quoted"], match["head"]
        if quoted.casefold() in _SAYINGS:
            continue
        is_title = quoted[0].isupper() and quoted.split()[-1][0].isupper()
        name = quoted if is_title else f"'{quoted}' {head}"
        yield _candidate(match, name, type_of_head(head.split(" to ")[0]), QUOTED_WITH_HEAD.name)
    for match in QUOTED_AFTER_HEAD.finditer(text):
        head, quoted = match["head"].casefold(), match["quoted"]
        if head == "meeting structure":
            yield _candidate(match, f"'{quoted}' meeting", InitiativeType.MODEL, QUOTED_AFTER_HEAD.name)
            continue
        meets = head.startswith(("event", "meeting", "session", "surger", "afternoon", "morning"))
        kind = InitiativeType.ENGAGEMENT if meets else type_of_head(head)
        yield _candidate(match, quoted, kind, QUOTED_AFTER_HEAD.name)


def _acrostics(text: str) -> Iterator[Candidate]:
    for rule_ in (ACROSTIC, ACROSTIC_AFTER):
        for match in rule_.finditer(text):
            words, short = match["words"], match["short"]
            words = _of_initials(words, short)
            if words:
                name = f"{words} ({short})" if rule_ is ACROSTIC else short
                found = _candidate(match, name, InitiativeType.MODEL, rule_.name)
                yield Candidate(found.start, found.end, name, found.type, True, found.rule, short)


def _of_initials(words: str, short: str) -> str | None:
    """The words whose initials make the abbreviation, without what stands before the first; None where they don't."""
    items = re.findall(r"[a-z-]+", words)
    while items and items[0][0].upper() != short[0]:
        items.pop(0)
    initials = "".join(item[0].upper() for item in items if item not in {"and", "of", "the", "or"})
    hits = 0
    for letter in short:
        position = initials.find(letter)
        if position >= 0:
            hits += 1
            initials = initials[position + 1 :]
    if not items or hits * 10 < len(short) * 8:
        return None
    return words[words.index(items[0]) :]


def _without_opener(name: str) -> str:
    words = name.split()
    while words and words[0] in _OPENERS:
        words.pop(0)
    return " ".join(words)


def _type(match: re.Match[str]) -> InitiativeType:
    return type_of_head(match["head"])


def _candidate(match: re.Match[str], name: str, kind: InitiativeType, rule_name: str) -> Candidate:
    return Candidate(match.start(), match.end(), " ".join(name.split()), kind, True, rule_name)
