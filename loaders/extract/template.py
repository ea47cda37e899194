"""Which sentences stand in every report of a series, and which speak of one force.

Reports of one cycle share their introductions, definitions, remarks on method and captions. Such a
sentence is known by what it says (it speaks of forces in general, or of how the inspection was made)
and by where it stands: what a section says before it first speaks of the force is shared too. What
this leaves over shows by recurring in reports of different forces: see `fingerprint`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache

from ..outline import Role
from ..prose import Place, Sentence
from ..rules import rule
from ..text import fold
from .context import Context

GENERAL = rule(
    "speaks of forces in general",
    r"(?:^|\b(?:that|when|as|if|so|because|where) |, )forces [a-z]+\b(?! (?:in the region|nearby))"
    r"|\bpolice forces\b"
    r"|\b(?:an|each|every|any) (?:effective )?(?:police )?force\b|\beffective (?:police )?forces?\b"
    r"|\b(?:all|most|some|many|several|individual|those|the majority of) forces"
    r" (?:are|were|have|had|must|should|can|could|do|use|work|need|showed|there|in England and Wales (?:have|"
    r"are|were))\b"
    r"|^in (?:many|most|some) forces\b|\bhow (?:well )?(?:all |many |most )?forces\b"
    r"|\b(?:between|for|help|helps|enable|enables|require|requires|on|given|asks|assess|assesses) (?:all |"
    r"those )?forces\b"
    r"|\bfrom force to force\b|\ba force(?:'s)?\b(?!-)"
    r"|\bhow (?:well|effectively) forces\b|\bthe police's ability\b|\bpolice effectiveness\b"
    r"|\bthe police(?: service)? (?:cannot|can|must|should|still have|alone|are the only|could not)\b",
    (
        "Forces must know their communities.",
        "An effective force uses its powers.",
        "It is vital that forces learn.",
        "Outcomes differ from force to force.",
        "The police cannot do this alone.",
        "Some forces use a meaning of their own.",
        "Police forces in England and Wales record burglaries.",
    ),
    (
        "The force uses its powers.",
        "It works with other forces in the region.",
        "Staff in the force control room answer calls.",
        "Loamshire Police and two forces are partners.",
    ),
)
METHOD = rule(
    "tells how the inspection was made",
    r"^(?:(?:as part of|during) [^,]{3,60}?,? |to (?:do|assess|answer) [^,]+, |before [^,]+, |in addition,? |"
    r"for this [^,]+, )?"
    r"(?:we|HMIC(?:FRS)?|inspectors|our inspection(?: team)?) (?:also |then |has |have )*"
    r"(?:reviewed|examined|assessed|assesses|visited|spoke (?:with|to)|interviewed|analysed|tested|referred to"
    r"|commissioned|collected|conducted|carried out|considered|evaluated|used|looked at|asked|inspected)\b"
    r"(?!.*\b(?:found|find|saw|heard|told us|showed|shows|concluded|identified|indicated|confirmed|concern(?:s|ed)?"
    r"|(?:who|which) (?:\w+ )?(?:is|are|was|were|did|does|do|could|has|have)\b(?! been closed))\b)"
    r"|\b(?:files|cases|records) were (?:randomly |dip[- ])?(?:selected|sampled)\b"
    r"|\bsmall (?:sample )?size of (?:the )?(?:sample|cases|files)\b|\bsmall sample size\b|\bnon-statistical\b"
    r"|^HMIC(?:FRS)? (?:expects|defines|assesses|collected)\b|\b(?:we|HMIC(?:FRS)?) (?:are|is) not judging\b"
    r"|\bthis (?:core )?question (?:assesses|examines|looks at|explores)\b"
    r"|\b(?:commissioned|conducted) [^.]{0,60}\b(?:to conduct )?a(?:n online)? survey\b"
    r"|\bin this section of the report\b|\bthis report sets out\b",
    (
        "We visited two police stations.",
        "As part of our fieldwork, we reviewed a sample of plans.",
        "Files were randomly selected from crimes of May.",
        "HMIC expects forces to learn.",
        "HMIC commissioned a firm to conduct a survey of attitudes.",
        "We assessed how well the force works with others.",
        "As part of our inspection we reviewed plans and asked staff how they write them.",
    ),
    (
        "We visited two police stations and found that both were closed.",
        "We found that staff know their areas.",
        "We spoke with staff who did not know the code.",
        "We reviewed some plans, which were generally well written.",
    ),
)
POINTER = rule(
    "points to data or to another place",
    r"\bfigures? \d+(?: and \d+)? (?:below |above )?(?:shows?|sets? out|illustrates?|compares?|demonstrates?)\b"
    r"|\bthe (?:figure|table|graph|chart) (?:below|above) (?:shows|sets out)\b|\bfor further (?:information|"
    r"details?)\b"
    r"|\bsee annex\b|\b(?:as|is|are) (?:shown|set out) in (?:figure|table)\b|^available (?:at|from|on)\b|"
    r"\bwww\.|^sources?:"
    r"|^(?:this|these|we) (?:is |are |will be )?(?:considered|discuss(?:ed)?|explored?|"
    r"set out) (?:this )?in (?:more |greater |further )?detail\b",
    (
        "Figure 3 shows crime rates in Loamshire.",
        "The table below sets out the rates.",
        "For further details see annex A.",
        "Available at: www.example.org/code",
        "This is considered in more detail in the next chapter.",
    ),
    ("Figures provided by the force show a fall.",),
)
DATA_NOTE = rule(
    "a remark on data of all forces",
    r"\b(?:is|are|were|was) (?:not )?(?:excluded|included) (?:from|in) (?:the|this) (?:table|graph|figure|chart|"
    r"calculation)"
    r"|\bfigures for England and Wales will differ\b|\bany interpretation of outcomes\b"
    r"|\b(?:these|the) figures are subject to change\b|\bdirect comparisons (?:should|can)(?:not| not) be made\b"
    r"|\b(?:unable|not able) to provide\b[^.]*\bdata\b|\bthe rate of [^.]{3,60} is the rate for\b|"
    r"^crime rates are reported\b"
    r"|\bto enable comparison between\b|\bhow safe it is for the public\b|\bin this calculation\b|"
    r"\boutcomes framework\b"
    r"|\b(?:will|may) (?:not )?have been assigned an outcome\b|\bthan those previously published\b",
    (
        "Mummerset Police is excluded from the graph.",
        "However, any interpretation of outcomes should take care.",
        "Loamshire and Mummerset were unable to provide arrest data.",
        "The rate of burglary in a dwelling is the rate for 1,000 households",
    ),
    ("The team is included in the plan.",),
)
NATIONAL = rule(
    "tells of law and national bodies",
    r"^(?:since|in|from) (?:[A-Z][a-z]+ )?\d{4},? (?:the (?:home (?:office|secretary)|government)|police forces)\b"
    r"|^the (?:home (?:office|secretary)|government)(?:'s)? (?:has|have|is|began|provides?|introduced|shared|"
    r"defines?|set)\b"
    r"|\bgovernment definition of\b|\b(?:may|can) be (?:issued|granted|imposed) (?:to|on|by|against|when|where|if)\b"
    r"|\b(?:contains?|detailing) (?:a series of )?prohibitions\b|\bis a criminal offence\b|\bis a court order\b"
    r"|^[^,]{0,60}\b(?:orders?|notices?|(?-i:[A-Z]{3,}s?)) (?:is|are) designed to (?:protect|provide)\b"
    r"|\bshould be (?:classified|defined|regarded) as\b|\b(?:order|notice|(?-i:[A-Z]{3,})) can (?:prevent|"
    r"prohibit|require)\b",
    (
        "In April 2015, the Home Office began to collect this.",
        "The Home Office has shared these data.",
        "An order may be granted by a court.",
        "Breach of an order is a criminal offence.",
        "These orders are designed to protect the public.",
    ),
    ("The force has issued 12 orders.", "The process is designed to protect callers."),
)
NORM = rule(
    "states a norm or what may be",
    r"^(?:to be effective, )?[^,;:]{3,160}?\b(?:should(?! be commended)|must|may|might|can be|could be|"
    r"is critical|are critical"
    r"|is vital|are vital|is (?:usually|often|only)|are (?:usually|often|likely)|is likely|is essential|"
    r"is important)\b",
    (
        "Investigations should be well planned.",
        "The first account is vital.",
        "People can be vulnerable for many reasons.",
    ),
    ("Officers attend every burglary.",),
)
ANAPHORA = rule(
    "goes on from the sentence before",
    r"^(?:(?:for example|for instance|however|therefore|also|in addition|nonetheless|furthermore),? )?"
    r"(?:they|these|this|those|it|its|their|such|other|others|some|in these|over time|one of these|"
    r"the (?:resolution|officer))\b",
    ("They also use legal powers.", "For example, it may prohibit travel."),
    ("Officers attend every burglary.",),
)
INSPECTED = rule(
    "tells what inspectors found",
    r"\b(?:we|HMIC(?:FRS)?|inspectors)\b(?: \w+){0,3}? (?:found|find|saw|see|heard|noted?|identified|observed|"
    r"were told|was told"
    r"|were (?:\w+ )?(?:impressed|pleased|concerned|disappointed|told)|was (?:\w+ )?(?:impressed|pleased|"
    r"concerned|interested)"
    r"|has (?:\w+ )?concerns?|is (?:\w+ )?concerned|recommended|judged|will be interested|spoke)\b"
    r"|\b(?:our|the) (?:file )?reviews?(?: of [^,.]{3,40})? (?:found|showed|indicated|identified)\b"
    r"|\bwe spoke (?:with|to)\b|\btold (?:us|HMIC)\b|\b(?:of|to) (?:great |particular )?(?:concern|note) (?:to|is)\b",
    ("We found that staff know their areas.", "HMIC was impressed by the unit.", "Officers told us of delays."),
    ("We expect better.",),
)
_WORKFORCE = rule(
    "speaks of the people and arrangements of the force",
    r"\b(?:staff|workforce|officers and staff|call[- ](?:handlers?|takers?)|neighbourhood (?:officers|teams)|"
    r"response officers"
    r"|investigators|supervisors|detectives|inspectors|sergeants|PCSOs|chief constable|chief officers?|"
    r"senior (?:officers?|leaders?)"
    r"|control room|arrangements|training|victims|perpetrators|offender managers?|officers)\b",
    ("Call handlers know the model.",),
    ("Crime rates vary.",),
)
_THE_FORCE = re.compile(
    r"\b(?:the|this) (?:police )?(?:force|constabulary)(?:'s)?\b(?! areas? for)|\bforce-wide\b|"
    r"\bour (?:overall )?judge?ment\b",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"(?:^|[,;:] |\bthat |\bas |\bHowever,? |\band |\bbut )(?:the|this) (?:force|constabulary)(?:'s \w+)*"
    r" (?!will |may |might |must |to |then |and |in which |for |understands the extent)\w"
    r"|\bthe (?:force|constabulary) (?:has|is|was|does|did|uses|works|makes|needs|could|should)\b",
    re.IGNORECASE,
)
"""The force as the subject of what is said."""
_SAYS_SOMETHING = re.compile(r"\s\S+\s\S+.*[.:;]['\"”’)]*$|(?:\S+\s+){9}", re.DOTALL)
"""More than a heading or the cell of a table."""
_NOTES = frozenset({Role.QUESTION, Role.SUB_QUESTION})
_OPENING_DEPTH = 1
"""Dots in the notation of a sub-question whose section opens with text that all reports share."""


def is_template(sentence: Sentence, context: Context) -> bool:
    """Whether a sentence is part of the template of its series, by its own words and its place.

    What this cannot see, because it needs the sentences around it, is in `templates`.
    """
    if sentence.place in {Place.FRONT, Place.ANNEX}:
        return True
    text = sentence.text
    if text.endswith("?") or sentence.question is None:
        return True
    if _is_remark(text):
        return True
    about = names_force(text, context)
    if sentence.place is Place.FOOTNOTE:
        return not about
    if _speaks_of_it(text, context):
        return False
    general = GENERAL.search(text) or NATIONAL.search(text) or text.startswith(("“", '"'))
    return bool(general) or not (about or sentence.is_bullet or _SAYS_SOMETHING.search(text))


def _speaks_of_it(text: str, context: Context) -> bool:
    """Whether the force is the subject of a sentence, is named in it, or inspectors tell what they found."""
    return bool(_STRONG.search(text) or _named(text, context) or INSPECTED.search(text))


def _is_remark(text: str) -> bool:
    return any(r.search(text) for r in (METHOD, POINTER, DATA_NOTE))


def templates(context: Context) -> frozenset[int]:
    """Indexes of the sentences of a report that are part of the template of its series.

    Besides what `is_template` says of each sentence alone: the opening of the section of a question,
    before it first speaks of the force; and what goes on from a template sentence in its paragraph or
    in the list below it, without speaking of the force.
    """
    found: set[int] = set()
    section, opening = None, False
    before: Sentence | None = None
    in_template = False
    listed = False
    for index, sentence in enumerate(context.sentences):
        if sentence.place is Place.FOOTNOTE:
            if is_template(sentence, context):
                found.add(index)
                listed = sentence.text.endswith(":")
            continue
        listed = listed and sentence.is_bullet
        if listed:
            found.add(index)
            continue
        if sentence.section is not section:
            section = sentence.section
            opening = section.role in _NOTES and (section.question or "").count(".") <= _OPENING_DEPTH
            before, in_template = None, False
        own = is_template(sentence, context)
        text = sentence.text
        speaks = names_force(text, context) or INSPECTED.search(text) is not None
        opening = opening and (own or not _speaks_of_it(text, context))
        goes_on = before is not None and (
            before.paragraph == sentence.paragraph
            or (sentence.is_bullet and (before.is_bullet or before.text.endswith(":")))
        )
        template = own or opening or (in_template and goes_on and not speaks and _continues(sentence))
        if template:
            found.add(index)
        before, in_template = sentence, template and not _is_remark(text)
    return frozenset(found)


def _continues(sentence: Sentence) -> bool:
    """Whether a sentence without the force can go on with template text."""
    text = sentence.text
    if sentence.is_bullet or ANAPHORA.search(text) or NORM.search(text):
        return True
    return not _WORKFORCE.search(text)


def names_force(text: str, context: Context) -> bool:
    """Whether a sentence names the force of the report, or its area, or speaks of 'the force'."""
    return _THE_FORCE.search(text) is not None or _named(text, context)


def _named(text: str, context: Context) -> bool:
    folded = text.casefold()
    names = _names(context.force.names)
    return any(name in folded for name in names) and re.search(_pattern(context.force.names), text) is not None


@lru_cache(maxsize=64)
def _names(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.casefold() for name in names)


@lru_cache(maxsize=64)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """The names of a force as words of their own, the longest first."""
    ordered = sorted(names, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, ordered))})(?:['’]s)?(?!\w)", re.IGNORECASE)


_ARTICLE = re.compile(r"\bthe (?=FORCE)", re.IGNORECASE)


def fingerprint(text: str, force_names: Iterable[str]) -> str:
    """What two sentences have in common that differ in the name of the force and of its area only.

    Args:
        text: the cleaned words of a sentence.
        force_names: names of the force, of its area and their short forms.

    Returns:
        16 hexadecimal digits of the SHA-256 of the folded sentence with a placeholder for the force.
    """
    plain = _ARTICLE.sub("", _pattern(tuple(force_names)).sub("FORCE", text))
    return hashlib.sha256(fold(plain).encode()).hexdigest()[:16]
