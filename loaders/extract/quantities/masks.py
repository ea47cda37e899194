"""Numbers that measure nothing: dates, ages, names of laws, parts of other units."""

from __future__ import annotations

from collections.abc import Iterator

from ...rules import Rule, rule
from ..periods import MONTH
from .numbers import BELOW_100, NUMBER

_N = rf"(?:\d{{1,3}}|{BELOW_100})"
_SPAN = r"(?:days?|weeks?|months?|years?|quarters?)"

DATES = rule(
    "date or year",
    rf"\b\d{{1,2}}(?:st|nd|rd|th)? {MONTH}(?: 20\d\d)?|\b{MONTH} (?:19|20)\d\d|\b(?:19"
    rf"|20)\d\d(?:[-/–](?:20)?\d\d)?(?![\d,.]\d)"
    r"(?! (?:people|officers|staff|offences|crimes|incidents|victims|cases|offenders|calls|visits))"
    r"|\b\d{1,2}[.:]\d\d ?(?:am|pm)?\b(?= ?(?:am|pm|hours|on\b))|\b\d{1,2}(?:[.:]\d\d)? ?[ap]\.?m\b",
    ("on 1 July 2016", "since 2015", "in 2015-16", "at 2.00am", "March 2016"),
    ("2,015 crimes", "2010 people answered", "12.50 per officer"),
)
PERIODS = rule(
    "length of a period",
    rf"\b(?:over|in|during|for|within|of) (?:the )?(?:(?:past|last|previous|preceding|first|same|final|current) )"
    rf"(?:{_N} )?{_SPAN}\b"
    rf"|\b{_N}[-\s]{_SPAN} (?:period|to|ending|ended|before|plan|strategy|high|low)\b"
    rf"|\b(?:over|during|for|spanning|across) (?:a |the |about |around |nearly "
    rf"|almost )*{_N}[-\s]{_SPAN}(?: period)?\b(?! old| ago)"
    rf"|\b(?:past|last|previous|preceding|first|final|recent|coming) {_N}[-\s]{_SPAN}\b"
    rf"|\b(?:first|last|second|third|every|each) quarters?\b|\bfirst {_N} quarters\b",
    (
        "in the 12 months to 30 June 2016",
        "over the past two years",
        "Over a six-month period",
        "previous 12 month period",
    ),
    ("takes six months", "within two weeks"),
)
AGES = rule(
    "age of a person",
    rf"\b{_N}[-\s]years?[-\s]olds?\b|\b{_N}[-\s](?:weeks?|months?|years?)[-\s]old (?:child|baby|boy|girl|infant|son"
    rf"|daughter)"
    rf"|\b(?:under|over|aged?|ages)(?: (?:of|between|under|over))? {_N}(?: (?:and|to|or) (?:{_N}|over|under|above"
    rf"|older|younger))?"
    rf"(?: years?)?(?: (?:of age|old|or over))\b|\b(?:aged|ages of|between the ages of|the age of) {_N}(?: (?:and"
    rf"|to) {_N})?(?: years)?\b"
    rf"|\b(?:girl|boy|man|woman|child|lady|gentleman|any-?one) (?:of|aged|under|over) {_N}\b(?![,.]\d)"
    rf"|\b(?:person|people|those|children) (?:aged|under|over) {_N}\b(?![,.]\d| (?!years\b)\w)|\bunder-\d\ds?\b"
    rf"|\b\d\d or over\b|\b{_N} years? of age\b",
    ("aged 18 years or over", "a 14-year-old boy", "a girl of 13", "if under 18 years of age", "a one-year-old child"),
    ("over 20,000 members", "incidents over two hours old", "backlogs that are six months old"),
)  # fmt: skip
NAMES = rule(
    "number in a name",
    rf"\b(?:sections?|articles?|figures?|fig|tables?|annex|paragraphs?|para|outcomes?|part|schedule|question|level"
    rf"|tier|phase"
    rf"|stage|band|category|grade|class|chapter|page|version|step|no\.|nos\.|rule|pip|iso|windows|office"
    rf"|footnote|note|appendix|regulation)s?"
    rf" {_N}(?:(?:,| and| to| or|–|-) ?(?:{_N}))*(?![\w%]| ?(?:percent|per cent|hours|days|weeks|months|minutes))"
    r"|\b(?:999|101|105|111|112|116)\b(?=(?:,| and| or|/)? ?(?:\d{3} )?"
    r"(?:calls?|emergency|non-emergency|number|system|service|telephone|operators?|line)|(?: and | or |/)101)"
    r"|\b24/7\b|\b4 ?Ps\b|\bAct (?:19|20)\d\d\b",
    ("under section 136 of the Act", "Figures 2 and 3 show", "999 and 101 calls", "level 2", "sections 5-7"),
    ("in 136 cases", "101 officers"),
)
PHRASES = rule(
    "number in a turn of phrase",
    r"\bone[-\s](?:to|on)[-\s]one\b|\bone[-\s]off\b|\b(?:any|no|every|some)[-\s]?one\b|\bone (?:another|hand|day"
    r"|time)\b|\bone of\b"
    rf"|\b{_N}[-\s](?:step|stage|part|tier|point|strand|way|fold|day-a-week)\b"
    rf"|\b{_N} or (?:more|over|fewer|less|greater)\b|\b(?:{_N} or more)\b"
    rf"|\b(?:these|those|both|other|either|following|next|same|core|the first|the last|latter"
    rf"|former) {_N}(?! (?:percent|per cent)|%)\b"
    r"|\b(?:at )?(?:first|second|third)[-\s](?:hand|party|parties|sector|time|instance|place|tier|floor|line)\b"
    r"|\bhalf[-\s](?:hour|day|way|term)\b"
    rf"|\b{_N} (?:core|key|main|different types|broad|overarching|pillars|themes|elements|principles|questions)\b"
    rf"|\b(?:rather than|instead of) (?:just )?{_N}\b",
    ("one-to-one meetings", "one of the causes", "two or more people", "these three activities", "six main elements"),
    ("three officers", "other forces and two councils"),
)
DENOMINATOR = rule(
    "denominator of a rate",
    rf"\b(?:per|for each|for every|each|every) (?P<of>{NUMBER}|million|thousand|hundred)"
    r" (?P<what>(?:[\w'’-]+ ){0,5}?(?:population|people|residents|households|homes|offences|crimes|incidents"
    r"|OCGs|organised crime groups|groups|victims|officers|calls))\b",
    (
        "per 1,000 population", "per one million of the population", "for every 100 domestic abuse related offences",
        "per 100 organised crime groups", "for each million people",
    ),
    ("per officer", "for every force"),
)  # fmt: skip
UNITS_PER: tuple[tuple[int, str, str], ...] = (
    (1_000, "population people residents", "per-1000-population"),
    (1_000, "households homes", "per-1000-households"),
    (1_000_000, "population people residents", "per-million-population"),
    (100, "offences crimes incidents", "per-100-offences"),
    (100, "ocgs groups", "per-100-ocg"),
)
"""(size, last words of what stands under the line, unit) of the rates that the ontology has units for."""
FOOTNOTE_NUMBER = rule(
    "footnote number in the text",
    r"^\d{1,2} ?(?=(?-i:[A-Z]))|(?<!\d)[,.;:] ?\d{1,2} (?=(?:although|but|and|which|who|as|it|the|this|however"
    r"|while|that|in|to)\b)",
    ("6 Throughout the year", "the SARA model, 7 although few use it"),
    ("Some 402 people", "a total of 12, and 3 more"),
)
MASKS: tuple[Rule, ...] = (DATES, PERIODS, AGES, NAMES, PHRASES, FOOTNOTE_NUMBER)


def masked(text: str) -> Iterator[tuple[int, int]]:
    """Ranges of a sentence in which no number is a figure."""
    for mask in MASKS:
        for match in mask.finditer(text):
            yield match.start(), match.end()
