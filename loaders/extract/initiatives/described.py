"""Initiatives without a name, described plainly: 'a joint burglary team', 'the crime prevention strategy'."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...facts import InitiativeType
from ...rules import rule
from .candidates import Candidate, type_of_head

_WORDS = re.compile(r"[\w'’‘-]+|[,;:.()]")

HEAD = rule(
    "described by its last word",
    r"\b(?:teams?|units?|desks?|hubs?|bureau|intelligence department|(?:enquiry|resolution|contact"
    r"|investigation|referral|management|service) centres?"
    r"|control room|(?:performance|governance|strategic|scrutiny|programme|services) board|tasking (?:and"
    r"|&) co-?ordination group|(?:steering|tasking|advisory) group"
    r"|strateg(?:y|ies)|local profile|problem profiles?|(?:operating|policing|predictive|assessment) model"
    r"|systems?|databases?|knowledge bank|toolkit"
    r"|action plans?|(?:management|review|tasking|scrutiny) meetings?|clinics?|conference|triage (?:car|team"
    r"|scheme|service)s?|campaigns?|schemes?|pilots?|template|care packs?|care plans?)"
    r"(?= |[,.;:)]|$)",
    ("a joint burglary team", "the force intelligence department", "its crime prevention strategy"),
    ("the team's work",),
)
_STOP = frozenset(
    re.findall(
        r"\S+",
        """
    the a an its this that these those their our his her your each every any all some many most no other
    another such same both of in on at by to for from with within into through across between against about
    under over as per or but if when while where which who whose whom is are was were be been being has have
    had having do does did will would can could may might should must not also only often usually now found
    saw said told made make makes making use uses used using run runs ran set sets sees seen gives given
    giving includes including included involves involving introduced created established establish implemented
    implementing developing developed improve improved improving support supports supported supporting provide
    provides provided providing works working worked work called known dealt placed recorded appropriate right
    correct wrong whole own able well one two three four five six seven eight nine ten it they we there here
    than then so very more less much put through contribute contributes submit referred passed linked based
    involved dedicated overseen reviewed mapped scored discussed chaired led attended examine examined
    described identified recently currently previously fully share shares sharing via and contained wider
    broader comprehensive integrated-by existing several various numerous different specific specialist
    separate certain similar additional further enlarged create creates creating resourcing ensuring ensure
    holds hold attends attend operates operate operating-in installing install buying access accessing asked
    fund funded funds new effective good clear robust structured well-established strong sophisticated
    excellent improved better innovative sufficient regular weekly fortnightly monthly quarterly annual
    local-level relevant main key central current previous former committed experienced skilled sound formal
    informal established well-managed adequate suitable poor initial subsequent first second small large big
    single good-quality force-wide successful agreed focused intranet conducts conduct delivers delivered
    deliver allow allows enable enables ensures contains contain gathers analyses directs requires linked
    links tackling pilot
""",
    )
)
"""Words that end a description on its left: all but what the thing is about, or what kind of thing it is."""
_VAGUE = frozenset(
    re.findall(
        r"\S+",
        """
    local policing specialist response officer officers police criminal justice court legal management senior
    leadership patrol force partner partnership national regional search computer health case effective
    investigation investigations investigative recording recorded crime call information care current security
    intranet internet initial safer delivery surveillance immigration media daily
""",
    )
)
"""What a description says nothing by, if it says nothing else."""
_VAGUE_HEADS = (
    "team",
    "unit",
    "system",
    "strateg",
    "campaign",
    "scheme",
    "template",
    "pilot",
    "database",
    "action plan",
)
_KINDS_OF_WORK = frozenset(
    re.findall(
        r"\S+",
        """
    policing trading trafficking stalking mapping tasking problem-solving handling reporting recording marking
    briefing licensing training planning monitoring grooming safeguarding awareness-raising engineering
    tracking learning missing building housing wellbeing sharing organised integrated armed shared gated
    armed-policing agreed-action need speed child-centred
""",
    )
)
"""Words on -ing and -ed that are part of a name; others are verbs before it ('targeting teams')."""
PLANS_FOR = rule(
    "plans for a subject",
    r"\b(?P<head>action plans?|strateg(?:y|ies)) (?:for|on"
    r"|against) (?P<subjects>(?![a-z]+ing\b)[a-z][\w' -]*?)(?=,|\.| which| that| to |$)",
    ("has action plans for rural crime and burglary, each led by",),
    ("the action plan will be",),
)
PILOT = rule(
    "pilot of something",
    r"\ba (?:pilot|trial) (?P<name>(?!scheme|to|of|in|for|with|and)[a-z][\w-]* (?:[a-z][\w-]* ){0,3}?(?:car"
    r"|team|scheme|project|unit|programme|service))\b",
    ("introduced a pilot rural crime car",),
    ("a pilot to test",),
)
ABBREVIATED = re.compile(r"\s\((?P<short>[A-Z][A-Za-z&]{1,8}?)s?\)")
_SAYS_WHAT_IT_IS = re.compile(r"(?:\b(?:which|that) (?:is|was) an? |\)\s)$")
_REACH = 90
_MOST_WORDS = 6
_MOST_BEFORE_AND = 3


def described(text: str) -> Iterator[Candidate]:
    """Initiatives that `text` describes."""
    for match in PLANS_FOR.finditer(text):
        head = re.sub(r"s$", "", match["head"].casefold().replace("strategies", "strategy"))
        for subject in re.split(r" and |, ", match["subjects"].rpartition("such as ")[2].strip()):
            at = text.index(subject, match.start("subjects"))
            yield Candidate(at, at + len(subject), f"{subject} {head}", _type(head), False, PLANS_FOR.name)
    for match in PILOT.finditer(text):
        yield Candidate(match.start(), match.end(), match["name"], InitiativeType.PILOT, False, PILOT.name)
    for match in HEAD.finditer(text):
        start = _begin(text, match.start())
        name = text[start : match.end()]
        words = name.split()
        if _is_plain(words, match[0]) or _SAYS_WHAT_IT_IS.search(text[:start]):
            continue
        short = ABBREVIATED.match(text, match.end())
        if short and short["short"][0].casefold() == name[0].casefold():
            yield Candidate(
                start, short.end(), f"{name} ({short['short']})", _type(match[0]), False, HEAD.name, short["short"]
            )
        else:
            yield Candidate(start, match.end(), name, _type(match[0]), False, HEAD.name)


def _type(head: str) -> InitiativeType:
    return InitiativeType.PROGRAMME if "plan" in head.casefold() else type_of_head(head)


def _is_plain(words: list[str], head: str) -> bool:
    """Whether a description says too little to be told from any other: 'the local team'."""
    before = words[: len(words) - len(head.split())]
    if head.casefold().startswith(_VAGUE_HEADS):
        return all(word.casefold() in _VAGUE for word in before)
    return not before and len(head.split()) == 1


def _begin(text: str, head: int) -> int:
    """Where the description that ends with the word at `head` begins."""
    before = list(_WORDS.finditer(text, max(0, head - _REACH), head))
    start, taken, position = head, 0, len(before) - 1
    while position >= 0 and taken < _MOST_WORDS:
        word = before[position][0]
        if word == "and" and taken and _joins(before, position):
            position -= 1
            continue
        is_name = word[0].isupper() and not word.isupper() and before[position].start() > 0
        if not word[0].isalpha() or word.casefold() in _STOP or is_name:
            break
        if _is_verb_or_adverb(word.casefold()):
            break
        start = before[position].start()
        taken += 1
        position -= 1
    if position >= 0 and before[position][0].casefold() in _BEFORE_VERBS and taken > 1:
        start = before[position + 2].start()
    return start


_BEFORE_VERBS = frozenset(
    re.findall(
        r"\S+",
        """
    to will could should can would may must not also which who it they
""",
    )
)


def _is_verb_or_adverb(word: str) -> bool:
    if word in _KINDS_OF_WORK or "-" in word:
        return False
    possessive = word.endswith(("'s", "’s")) and not word.startswith(("children", "victim", "women"))
    return word.endswith(("ly", "ed", "ing")) or possessive


def _joins(before: list[re.Match[str]], position: int) -> bool:
    """Whether 'and' joins two words of one description, which then begins after a determiner."""
    left = position - 1
    count = 0
    while left >= 0 and count < _MOST_BEFORE_AND:
        word = before[left][0].casefold()
        if word in {"a", "an", "the", "its", "force", "new", "dedicated"}:
            return count > 0
        if not word[0].isalpha() or word in _STOP:
            return False
        left -= 1
        count += 1
    return False
