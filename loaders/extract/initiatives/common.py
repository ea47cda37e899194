"""Models, systems and schemes that forces all over England and Wales share, by the words that reports use for them."""

from __future__ import annotations

from collections.abc import Iterator

from ...facts import InitiativeType
from ...rules import Rule, rule
from .candidates import Candidate

# Name, what it is, the words for it, and a made-up example of them; capitals count in an abbreviation.
_TABLE = {
    InitiativeType.MODEL: (
        ("national decision model (NDM)", r"\bnational decision(?:[ -]making)? model\b|\b(?-i:NDM)\b", "uses the NDM"),
        ("national intelligence model (NIM)", r"\bnational intelligence model\b|\b(?-i:NIM)\b", "NIM products"),
        (
            "multi-agency public protection arrangements (MAPPA)",
            r"\bmulti-agency public protection arrangements?\b|\b(?-i:MAPPAs?)\b",
            "MAPPA offenders",
        ),
        (
            "multi-agency risk assessment conferences (MARAC)",
            r"\bmulti-agency risk assessment conferences?\b|\b(?-i:MARACs?)\b",
            "heard at the MARAC",
        ),
        (
            "management of risk in law enforcement (MoRiLE)",
            r"\bmanagement of risk in law enforcement\b|\b(?-i:MoRiLE|MORILE|Morile)\b",
            "the MoRiLE matrix",
        ),
        ("4Ps", r"(?<!\w)(?:4 ?(?-i:Ps)|four (?-i:Ps))\b(?: (?:structure|format|plan|model))?", "the 4Ps format"),
        ("SARA model", r"\b(?-i:SARA)\b", "the SARA model"),
        (
            "domestic abuse, stalking and harassment (DASH) risk assessment",
            r"\b(?:domestic abuse,? stalking,? (?:and )?harassment \()?(?-i:DASH)\b",
            "the DASH form",
        ),
        ("THRIVE", r"\b(?-i:THRIVE\+?)(?!\w)", "uses THRIVE to judge calls"),
        (
            "organised crime group mapping",
            r"\b(?:(?-i:OCG)|organised crime groups?(?: \((?-i:OCGs?)\))?) (?:is |are )?(?:then )?mapp(?:ing|ed)\b",
            "the organised crime group is mapped",
        ),
        ("national assessment tool", r"\bnational (?:assessment|tracker) tool\b", "the national assessment tool"),
        ("outcomes framework", r"\boutcomes framework\b", "the new outcomes framework"),
    ),
    InitiativeType.PROGRAMME: (
        (
            "integrated offender management (IOM)",
            r"\bintegrated offender management\b|\b(?-i:IOM)\b",
            "the IOM cohort",
        ),
        (
            "Professionalising Investigations Programme (PIP)",
            r"\bprofessionalising investigations? programme\b",
            "the Professionalising Investigations Programme",
        ),
        ("Troubled Families programme", r"\b(?-i:Troubled Families)\b", "the Troubled Families programme"),
        ("Prevent programme", r"\b(?-i:Prevent) (?:programme|strategy|work|team)\b", "has a Prevent programme"),
        ("Channel programme", r"\b(?-i:Channel) (?:programme|panel|process)\b", "the Channel programme"),
    ),
    InitiativeType.SCHEME: (
        (
            "domestic violence disclosure scheme (Clare's Law)",
            r"\bdomestic violence disclosure scheme\b|\bClare['’]s Law\b",
            "under Clare's Law",
        ),
        (
            "child sex offender disclosure scheme (Sarah's Law)",
            r"\bchild sex offender disclosure scheme\b|\bSarah['’]s Law\b",
            "under Sarah's Law",
        ),
        ("national referral mechanism", r"\bnational referral mechanism\b", "through the national referral mechanism"),
        ("community trigger", r"\bcommunity trigger\b", "the community trigger"),
        ("Neighbourhood Watch", r"\b(?-i:Neighbourhood Watch)\b", "the Neighbourhood Watch network"),
    ),
    InitiativeType.TEAM: (
        (
            "multi-agency safeguarding hub (MASH)",
            r"\bmulti-agency safeguarding hubs?\b|\b(?-i:MASH(?:es|s)?)\b",
            "referred to the MASH",
        ),
        ("digital media investigators", r"\bdigital media investigators?\b", "trained digital media investigators"),
    ),
    InitiativeType.SYSTEM: (
        (
            "body-worn video cameras",
            r"\bbody[ -]worn (?:video )?cameras?\b|\bbody[ -]worn video\b",
            "body-worn video cameras",
        ),
        (
            "automatic number plate recognition system (ANPR)",
            r"\bautomatic number plate recognition\b|\b(?-i:ANPR)\b",
            "use of ANPR",
        ),
        (
            "Niche records management system",
            r"\b(?-i:Niche)\b(?: (?:records management|crime recording) system)?",
            "introducing Niche",
        ),
        ("Athena", r"\b(?-i:Athena)\b", "Athena, a crime system"),
        ("Home Office Data Hub", r"\b(?-i:Data Hub)\b", "through the Data Hub"),
    ),
    InitiativeType.ENGAGEMENT: (
        ("third-party reporting", r"\bthird[ -]party reporting\b", "third-party reporting"),
        ("social media engagement", r"\bus\w+ (?:of )?social media\b", "uses social media to engage"),
    ),
    InitiativeType.PILOT: (
        (
            "out of court disposals pilot",
            r"\bout[ -]of[ -]court disposals? pilot\b",
            "the out of court disposals pilot",
        ),
    ),
}

COMMON: tuple[tuple[InitiativeType, Rule], ...] = tuple(
    (kind, rule(name, pattern, (example,), ("The force is good.",)))
    for kind, rows in _TABLE.items()
    for name, pattern, example in rows
)


_NAMED = tuple((kind, known, any(char.isupper() for char in known.name)) for kind, known in COMMON)


def common(text: str) -> Iterator[Candidate]:
    """Shared initiatives that `text` names."""
    for kind, known, is_named in _NAMED:
        for match in known.finditer(text):
            yield Candidate(match.start(), match.end(), known.name, kind, is_named, f"shared: {known.name}")
