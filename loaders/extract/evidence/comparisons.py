"""Figures that rise, fall or rank: more of what is good or bad, and less of it."""

from __future__ import annotations

from ...rules import rule
from .cue import Cue

_GOOD = (
    r"(?:availability|visibility|(?:quality|effectiveness|timeliness) of (?:\w+ ){0,4}?\w+|arrests?(?: rates?)?|"
    r"arrest rates?|(?:victim |public )?satisfaction|conviction(?: rate)?s?|charge rates?|detections?|"
    r"(?:public )?confidence|disruptions?"
    r"|prosecutions?|compliance(?: rates?)?|referrals?|use of (?:\w+ ){0,6}?(?:powers?|orders?|notices?|"
    r"DVP[NO]s?|law|arrest|action|disposals?|warnings?|charge\w*)"
    r"|(?:offenders|suspects|people|perpetrators) (?:who are |being |are )?(?:arrested|charged|"
    r"brought to justice|dealt with|detained)(?: \w+)*?"
    r"|'?charged/summonsed'?|solved|offenders to justice|offenders (?:being )?brought to justice)"
)
_BAD = (
    r"(?:backlogs?|delays?|waiting times?|workloads?|outstanding suspects|re-?offending(?: rates?)?|"
    r"abandon(?:ed|ment)(?: calls?| rates?)?|complaints?"
    r"|vacanc(?:y|ies)|sickness|repeat (?:victim\w*|calls?|demand)|unallocated \w+|unresourced \w+"
    r"|(?:victims|cases|crimes|offences|investigations|reports|outcomes?|outcome)(?: \w+){0,14}? (?:do not|"
    r"does not|not prepared to) support[^,;]*|'?evidential difficulties[^,;']*)"
)
_UP = r"(?:increased|increase|rise|improve|risen|rose|grown|gone up|been rising|improved)"
_DOWN = r"(?:reduced|decreased|declined|fallen|fell|dropped|gone down|lessened|diminished)"
_MORE = r"(?:higher|highest|high|greater|more|rising|growing|increas(?:e|ed|ing)(?: in)?|above|rise in)"
_LESS = (
    r"(?:lower|lowest|low|fewer|less|smaller proportion of|falling|declining|decreas(?:e|ed|ing)(?: in)?"
    r"|reduc(?:ed|tion|ing)(?: in)?|decline in|fall in|half as many|below)"
)
_HAS = r"(?: (?:has|have|had|is|are|also|been|being|\w+ly|all|now|already|started to|begun to)){1,4} "
_OF = (
    r" (?:(?:the|its|in|of|number|numbers|proportion|percentage|rates?|levels?|acceptable|use|comparatively|total"
    r"|per|positive|slightly|disproportionately|very|unacceptably|formal|outcome|a) ){0,6}"
)

FIGURES = (
    Cue(
        rule(
            "more of what is good",
            rf"\b{_GOOD}[^.;,]{{0,50}}?{_HAS}{_UP}\b|\b{_MORE}{_OF}{_GOOD}\b|\b{_GOOD}[^.;]{{0,120}}? (?:is|are|"
            rf"was|were) (?:\w+ )?(?:higher|above|better|among the highest)\b|"
            rf"\btimes the (?:England and Wales )?rate of{_OF}?(?:positive )?{_GOOD}|"
            rf"\bdisrupts [^.;]{{0,40}}? is among the highest",
            ("Conviction rates have risen.", "It has a higher arrest rate."),
            ("Calls have risen.",),
        ),
        2,
    ),
    Cue(
        rule(
            "less of what is good",
            rf"\b{_GOOD}[^.;,]{{0,120}}?{_HAS}{_DOWN}\b|\b{_LESS}{_OF}{_GOOD}\b|\b{_GOOD}[^.;]{{0,160}}? (?:is|"
            rf"are|was|were|remains?) (?:\w+ )?(?:the |also |now )*(?:lower|below|low|lowest|among the lowest)\b"
            rf"|\bnumber of (?:people|offenders|suspects) (?:\w+ ){{0,12}}?(?:has|have) (?:\w+ )?{_DOWN}\b|"
            rf"\bhalf as many\b",
            (
                "Arrests have fallen sharply.",
                "It has the lowest arrest rate.",
                "The charge rate is below that of others.",
            ),
            ("Crime has fallen.",),
        ),
        -2,
    ),
    Cue(
        rule(
            "less of what is bad",
            rf"\b{_BAD}[^.;,]{{0,50}}?{_HAS}{_DOWN}\b|\b{_LESS}{_OF}{_BAD}|\b(?:cleared|reduced|reducing|"
            rf"cut) (?:the |its |their |this |these )?{_BAD}|\b{_BAD}[^.;]{{0,60}}? (?:is|are|was|"
            rf"were) (?:\w+ )?(?:lower|below|manageable)\b|\bre-?offending[^.;]{{0,80}}? (?:is|are|was|"
            rf"were) (?:\w+ )?(?:lower|below)\b",
            ("The backlog has fallen.", "It has fewer complaints."),
            ("Arrests have fallen.",),
        ),
        1.5,
    ),
    Cue(
        rule(
            "more of what is bad",
            rf"\b{_BAD}[^.;,]{{0,50}}?{_HAS}{_UP}\b|\b{_MORE}{_OF}{_BAD}|\bhigh (?:numbers?|proportions?|"
            rf"levels?) of{_OF}?{_BAD}|\b{_BAD}'?[^.;]{{0,140}}? (?:is|are|was|"
            rf"were) (?:also )?(?:among )?the highest\b",
            ("Delays have grown.", "There is a rising backlog."),
            ("Satisfaction has risen.",),
        ),
        -2,
    ),
)
