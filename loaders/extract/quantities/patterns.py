"""What numbers that measure something look like, each kind with its unit."""

from __future__ import annotations

from ...rules import rule
from .numbers import BELOW_100, NUMBER, ORDINALS, PARTS

QUALIFIER = (
    r"(?:\b(?P<qualifier>just (?:under|over)|(?:slightly |well |far |a little )?(?:over|under)|(?:slightly "
    r"|far )?(?:more|fewer|less) than"
    r"|no (?:longer|more|later|fewer|less) than|at (?:least|most)|up to|as many as|around|about|approximately"
    r"|roughly|circa|almost|nearly"
    r"|close to|some|within|only|just) (?:just |a |an |every )?)?"
)
_SPAN_WORDS = r"(?P<span>minutes?|hours?|days?|working days?|weeks?|months?|years?|fortnights?)"
_COMPARED = r"(?:England and Wales|national)(?: (?:\w+ ){0,4}?(?:rates?|figures?|averages?|levels?|proportions?))?"

PERCENT = rule(
    "percentage",
    rf"{QUALIFIER}(?P<number>{NUMBER})(?P<unit> ?%| ?percentage points?| ?per ?cent(?:age)?\b(?! points?))",
    ("24.6 percent", "over 60 per cent", "8.2 percentage points", "12%"),
    ("a percentage of crimes", "12 persons"),
)
MONEY = rule(
    "sum of money",
    rf"{QUALIFIER}£ ?(?P<number>\d[\d,]*(?:\.\d+)?(?: ?(?:million|billion|thousand)| ?(?:m|bn|k)\b)?)",
    ("£640,000 in cash", "about £1.2 million", "£3m"),
    ("640,000 pounds of it",),
)
TIMES_RATE = rule(
    "multiple of another rate",
    rf"{QUALIFIER}(?:(?P<half>half)|(?P<twice>twice|double)|(?P<number>{NUMBER}) times)"
    rf" (?:(?:as (?:many|much|high|likely|low|large|often))\b|(?:the |that of the |more than the |higher than the "
    rf"|greater than the )"
    rf"(?P<rate>{_COMPARED}))",
    ("half as many orders", "over three times the England and Wales rate", "twice the national average"),
    ("half of the officers", "used them 148 times", "three times the force tried"),
)
RANK = rule(
    "place in an order of forces",
    rf"\b(?:the |its )?(?P<ordinal>{'|'.join(list(ORDINALS)[1:])}|joint[-\s](?:first|second|third)|\d+(?:st|nd|rd"
    rf"|th))[-\s]"
    r"(?:highest|lowest|largest|smallest|best|worst|greatest|fewest|most)\b",
    ("the fourth highest total", "third-lowest rate"),
    ("the highest rate", "a second officer"),
)
IN_EVERY = rule(
    "share as one in so many",
    rf"{QUALIFIER}(?P<number>(?P<count>(?<![\w-])(?:{BELOW_100}|\d{{1,2}})) in (?:every )?(?P<of>{BELOW_100}"
    rf"|\d{{1,3}}))(?![\w,.]*\d)(?= \w)"
    r"(?! (?:percent|per cent|hours|days|weeks|months))",
    ("One in three homes", "three in ten calls"),
    ("three in London", "fell in three areas"),
)
OUT_OF = rule(
    "so many of so many",
    rf"{QUALIFIER}(?P<number>{NUMBER})(?P<noun>(?: [a-z]+)?(?: out)? of (?:the |these |those |its |our "
    rf"|all )?(?:{NUMBER}))(?= \w)(?! (?:percent|per cent)|%)",
    ("11 of the 40 cases", "39 out of 43 forces", "only 9 of 30 calls"),
    ("11 of the cases",),
)
FRACTION = rule(
    "fraction in words",
    rf"{QUALIFIER}(?:\b(?P<number>(?:(?P<count>a|one|two|three|four|five|six|seven|eight"
    rf"|nine)[-\s])(?P<part>(?!half){PARTS}s?))\b"
    r"(?= (?:of|fewer|less|more|lower|higher|smaller|larger|increase|decrease|reduction|rise|fall)\b|[,.;:)]|$"
    r"| (?:in|since|over|between|on|from|during|by|compared)\b)"
    r"|\b(?P<half>half)(?= (?:of|the|its|their|all|as|in|since|our)\b|[,.;:)]|$))",
    ("almost a quarter of crimes", "two-thirds of staff", "over half the cases", "reduced by half in the past year"),
    ("a third party", "the last quarter of data", "a quarter past", "half-hour"),
)
HALVED = rule(
    "verb of multiplying",
    r"\b(?P<number>halv(?:ed|ing)|doubl(?:ed|ing)|trebl(?:ed|ing)|tripl(?:ed|ing)|quadrupl(?:ed|ing))\b(?!-)",
    ("has halved the number", "more than doubled"),
    ("a double murder",),
)
EVERY = rule(
    "interval in words",
    rf"\b(?P<number>{BELOW_100}|\d{{1,2}})[-\s](?P<span>hourly|daily|weekly|monthly|yearly)\b"
    rf"|\bevery (?P<each>{BELOW_100}|\d{{1,2}})"
    r" (?P<spans>hours|days|weeks|months|years)\b",
    ("six-weekly meetings", "every three months"),
    ("weekly meetings", "every month"),
)
PER_DAY = rule(
    "times a day",
    r"(?:\b(?P<number>once|twice)|(?P<times>\b(?:"
    + BELOW_100
    + r"|\d{1,2})) times) ?(?:a|each|every|per|-)? ?(?:day|daily)\b",
    ("three times each day", "twice daily", "twice a day"),
    ("three times a year", "once each week"),
)
DURATION = rule(
    "length of time",
    rf"{QUALIFIER}(?P<number>{NUMBER}|\ban?\b)[-\s]{_SPAN_WORDS}\b",
    ("within 48 hours", "was eight days", "a 24-hour service", "no longer than six months"),
    ("48 officers", "daily"),
)
COUNT = rule(
    "count",
    rf"{QUALIFIER}(?P<number>{NUMBER})(?![%-])",
    ("over 20,000 members", "three hubs", "11 local policing areas"),
    ("many officers",),
)
RANGE = rule(
    "range",
    rf"{QUALIFIER}(?<![\w.,/£-])(?P<number>\d[\d,.]*\d|\d) ?[-–] ?(?P<last>\d[\d,.]*\d|\d)(?P<unit> ?percent"
    rf"| per cent|%)?(?![\w.,/-]*\d)",
    ("around 60–75 offenders",),
    ("60 of 75 offenders",),
)
