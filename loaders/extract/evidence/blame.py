"""The words by which inspectors blame."""

from __future__ import annotations

from ...rules import rule
from .cue import Cue

WEAKNESSES = (
    Cue(
        rule(
            "plain blame",
            r"\b(?:unacceptabl[ey]|inadequa(?:te|tely|cy|cies)|poor(?:ly|er)?|weak(?:ness|nesses|er)?|fail(?:s|"
            r"ed|ing|ings|ure|ures)?|disappoint(?:ed|ing|ingly|ment)|shortcomings?|deficien(?:t|cy|cies)|"
            r"ineffective(?:ly)?|inefficient(?:ly)?|inappropriate(?:ly)?|insufficient(?:ly)?|inconsisten(?:t|"
            r"tly|cy|cies)|unsatisfactory|inaccura(?:te|tely|cy|cies)|incorrect(?:ly)?|incomplete|unsafe|"
            r"worrying(?:ly)?|alarming(?:ly)?|too (?:few|many|readily|quickly|long|slow(?:ly)?|often|late|much|"
            r"little|low|high|"
            r"reliant|narrow|easily|focused)|overly|over-relian\w+|neither|missed opportunit(?:y|ies)|"
            r"opportunit(?:y|ies)(?: \w+){0,12} missed|(?:being|been|was|were) (?:missed|overlooked|lost|"
            r"ignored|neglected)|unaware|unclear|unsupervised|unsustainable|unsure|outlier|patchy|sporadic|"
            r"haphazard|ad[- ]hoc|out[- ]of[- ]date|outdated|overdue|struggl\w+|neglect\w*|serious (?:concerns?|"
            r"weakness\w*|problems?))\b",
            ("The response is inadequate.", "Records are incomplete.", "Callers wait too long."),
            ("The response is adequate.",),
        ),
        -2,
    ),
    Cue(
        rule(
            "concern",
            r"\b(?:concern(?:s|ed)? (?:about|that|by|over|to HMIC|around|at|with how|should|as|how)|(?:is|are|"
            r"was|were|of|has|have|had|our|continued|significant|great|very|particular|remains?|some|expressed|"
            r"these|with) (?:a |an |some |also |very |great |serious |particular |cause for )*(?:concern(?:s|ed|"
            r"ing)?))\b",
            ("HMIC is concerned that calls are lost.", "This is a concern.", "There were concerns about delay."),
            ("The board is concerned.",)[:0],
        ),
        -2,
    ),
    Cue(
        rule(
            "what is wanting",
            r"\b(?:lack(?:s|ed|ing)?(?: of)?|absence of|gaps?|delay(?:s|ed)?|backlogs?|limitations?|(?:is|are|"
            r"was|were|been|very|has|have|only|some|by|more) (?:\w+ )?limited|limited (?=understanding|"
            r"knowledge|capacity|capability|use|number|evidence|awareness|access|analysis|resources|ability|"
            r"progress|supervision)|(?<!evidential\s)difficult(?:y|ies)?|frustrat\w+|under (?:\w+ )?pressure|"
            r"stretched|uneven(?:ly)?|lapsed|gone backwards|dried up|drift(?:s|ed|ing)?|hardly any|seldom|nobody|"
            r"no one|none of|"
            r"few of (?:the|its|their|those)|only (?:a )?(?:few|small number|handful|one|two|three|four|five|six|"
            r"seven|eight|nine|ten|"
            r"half|some) (?=of\b|had|were|recorded)|less often|more (?:\w+ )?than (?:they|it) can|slow(?:er|ly)?|"
            r"confus\w+|misunderst\w+|wrong(?:ly)?|unable|duplicat(?:e|es|ed|ing|"
            r"ion)(?! (?:is|of effort is) (?:avoided|not))|not (?:yet|always|fully|totally|entirely|"
            r"sufficiently|properly|adequately|consistently|routinely|all|enough)|yet to (?!be published)|"
            r"no (?:clear|evidence|formal|structured?|consistent|systematic|single|dedicated|specific|overall|"
            r"process|policy|strategy|system|way|means|assurance|supervis\w+|plan|understanding|corporate|"
            r"central|checks?|effective|mechanism|agreement|record|direct)|too|vulnerable to (?=criticism)|"
            r"variable|varie[sd] (?=between|across|in quality|considerably|widely)|less (?:consistent|effective|"
            r"well|developed|confident|clear|likely to)|not (?:safe|appropriate|consistent|clear)|reactive|"
            r"at the expense|presents? (?:a )?risks?|(?:put|puts|putting|leaves?|leaving|"
            r"left)(?: \w+){1,4} at risk|(?:below|under) (?:an )?(?:acceptable|expected|the expected)|"
            r"may not (?:be|have|give|always|receive)|might not|may have been failed|despite our|"
            r"only (?=\d+(?:\.\d+)? ?(?:percent|per cent|%|of|out))|just \d+(?:\.\d+)? ?(?:percent|per cent)|"
            r"barriers?|obstacles?|hinder\w*|hamper\w*|undermin\w*|compromis(?:e|es|ed|ing)|takes? (?:much |"
            r"too )?longer|(?:some|serious|significant|real) problems?|problems? with|mistakes?|errors?|"
            r"omissions?|barely|scarce\w*|shortages?|shortfalls?|vacanc(?:y|ies)|high workloads?|"
            r"workloads (?:\w+ )+(?:are|were) high|heavy workloads?|tends? to|unresolved|unresourced|"
            r"unallocated|insufficiently|but not all|impetus|inhibit\w*|prevent(?:s|ed|ing)? (?:them|it|"
            r"the force|officers|staff) from|temporar(?:y|ily)|(?:difficult|hard) to)\b",
            (
                "There are gaps in its plan.",
                "It lacks a plan.",
                "Records are not always complete.",
                "Only 12 percent were seen.",
            ),
            ("Problem-solving is taught.",),
        ),
        -1.5,
    ),
    Cue(
        rule(
            "only in part",
            r"\b(?:(?=some things well\b)some|some (?:progress|understanding|awareness|improvements?|knowledge)|"
            r"partly|partially|"
            r"to some extent|mixed picture)\b",
            ("It has some understanding of the threat.",),
            ("Some officers attend.",),
        ),
        -1.2,
    ),
    Cue(
        rule(
            "got worse",
            r"\b(?:deteriorat\w+|worsen\w*|declin(?:ed|ing|e) (?!to)|worse|deterioration|downward|slipped|"
            r"regress\w*|less (?:good|effective) than)\b|\bdeclin(?:ed|ing|e)\b",
            ("Its response has deteriorated.", "Contact declined over time."),
            ("It has improved.",),
        ),
        -2,
    ),
    Cue(
        rule(
            "not done",
            r"\b(?:did|does|do|was|were|is|are|has|have|had|could|can|been|being|"
            r"has been) (?:\w+ )?not(?! (?:been closed|yet closed|(?:subsequently |always )?(?:support|wish|"
            r"want|need|require)|prepared to support))\b|\bcannot\b|\bnever\b|\bno longer\b(?! required|"
            r" necessary)|\bwithout (?:any |a |an |the )?(?:enough|adequate|effective|sufficient|proper|"
            r"clear|right|appropriate|structured|formal|justification|reason|training|supervis\w+|knowing|"
            r"explanation)\b",
            ("Officers did not attend.", "It does not keep records.", "without enough staff"),
            ("Officers attend.",),
        ),
        -1.2,
    ),
)
