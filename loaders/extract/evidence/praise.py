"""The words by which inspectors praise."""

from __future__ import annotations

from ...rules import rule
from .cue import Cue

STRENGTHS = (
    Cue(
        rule(
            "plain praise",
            r"\b(?:(?:were|was|are|is|been|particularly) (?:\w+ )?impressed|impressive(?:ly)?|commend(?:ed|able|"
            r"s|ably)?|praiseworthy|noteworthy|excellent(?:ly)?|exemplary|outstanding(?! (?:suspects?|"
            r"offenders?|warrants?|wanted|actions?|enquiries|examinations|crimes?|cases|perpetrators|"
            r"submissions|tasks|arrests))|innovati(?:ve|vely|on)|encouraging|promising|real promise|"
            r"reassur(?:ing|ed)|pleas(?:ed|ing) to|(?:of|is|be) (?:particular|special) note|deserves? (?:credit|"
            r"praise|recognition)|to (?:its|their) credit|good|strong(?:ly)?|strengths?|robust(?:ly)?|"
            r"comprehensive(?:ly)?|thorough(?:ly)?|effective(?:ly)?|successful(?:ly)?|highly (?:developed|"
            r"effective|skilled|regarded|trained|motivated|committed)|proactive(?:ly)?|satisfactor(?:y|ily)|"
            r"positive(?:ly)?|sophisticated|rigorous(?:ly)?|valuable|powerful demonstration|success(?:es)?|"
            r"sound (?=plans?|arrangements|process\w*|understanding|judge?ment|grasp|basis|evidence)|(?:is|"
            r"are) sound|welcome|credible|meticulous(?:ly)?|exceptional(?:ly)?|award[- ]winning)\b",
            ("The unit does excellent work.", "Supervision is good.", "It has robust plans."),
            ("The unit has a plan.", "its effectiveness"),
        ),
        2,
    ),
    Cue(
        rule(
            "done well",
            r"(?<![\w-])well(?! (?:below|above|under(?! way)|over|in excess|before|after|into)\b)(?!-)|"
            r"\bwell-(?:established|developed|trained|prepared|led|managed|attended|researched|planned|"
            r"structured|resourced|supported|run|regarded|thought|informed|coordinated|co-ordinated|supervised|"
            r"understood|used|equipped|embedded)\b",
            ("It works well with others.", "It has a well-established unit."),
            ("Response is well below the rate.", "well-being"),
        ),
        2,
    ),
    Cue(
        rule(
            "clear understanding",
            r"\bclear(?:ly)? (?:force )?(?:understanding|process(?:es)?|polic(?:y|ies)|guidance|plans?|"
            r"strateg(?:y|ies)|structures?|focus|governance|leadership|direction|criteria|objectives?|lines?|"
            r"evidence|commitment|priorit(?:y|ies)|referral|roles?|method|and (?:consistent|concise|effective|"
            r"comprehensive)|operational|communication|vision|expectations?|accountability|understood|"
            r"understand|defined|identif(?:y|ying|ied))\b"
            r"|\b(?:detailed|full|fully|proper|sound|deep|improved|better|increasingly) (?:understanding|"
            r"knowledge|awareness|appreciation|understands?|grasp)\b|\bfully (?:understands?|complian(?:t|ce)|"
            r"aware|engaged|committed|considered|compl(?:y|ies)|trained|supported|integrated)\b"
            r"|\bwide[- ]ranging (?:awareness|understanding|knowledge)\b|\b(?:good|high) (?:level|levels|"
            r"standard|standards) of\b|\bhigh (?:quality|standards?)\b|\bhigh (?:\w+ )?satisfaction\b"
            r"|\b(?:force|it|staff|officers|they) (?:clearly )?(?:understands?|recognises?)\b(?! (?:this|that|"
            r"the need|the problem))",
            ("It has a clear understanding of demand.", "Staff have full knowledge.", "It has clear governance."),
            ("It is unclear.", "The road is clear."),
        ),
        1.5,
    ),
    Cue(
        rule(
            "got better",
            r"\b(?:has|have|had|is|are|been|being|was|were|and|much|also|greatly|this|an|significant(?:ly)?|"
            r"marked(?:ly)?|notable|further|continued to) (?:also |now |already |steadily |continually |"
            r"continuously |since )?(?:improv(?:ed|ing)|strengthened|strengthening|enhanced|enhancing|"
            r"improvements?(?= (?:in|on|since|to|has|have))|built on|progressed)\b(?! (?:is|are|need|must|"
            r"should|could|to be))"
            r"|\b(?:enhances|strengthens|improves)\b|\b(?:reports?|seen|saw|found|"
            r"noted) (?:an? )?(?:\w+ )?improvements?\b|\b(?:made|making|makes) (?:\w+ ){0,2}?(?:progress|"
            r"improvements?|strides)\b|\bcontinues? to (?:improve|increase|develop|strengthen|build|invest)\b|"
            r"\b(?:has|have) (?:continued to )?(?:increase|develop|improve|strengthen)(?= its)\b|"
            r"\bprogress (?:has been|was) made\b|\breturn on (?:the|its) investment\b"
            r"|\b(?:has|have) (?:also )?(?:invested|devoted|increased|expanded|ring-fenced|prioritised|"
            r"extended) (?!by\b|from\b|since\b|the risk)(?:\w+ ){0,5}?(?:resources?|capacity|capability|staff|"
            r"officers|numbers?|training|investment|team|teams|investigators|use|specifically|focus|knowledge|"
            r"visibility|awareness)\b"
            r"|\bincreas(?:ed|ing|ingly) (?:its|the|their) (?:use|focus|knowledge|capacity|capability|"
            r"understanding|visibility|number of (?:investigations|investigators|officers|staff))\b|\b(?:better|"
            r"more (?:consistent|effective|efficient|confident|evident|timely)|faster|"
            r"quicker) (?=.{0,80}\b(?:since|than (?:during|in|at|last)|now)\b)",
            ("Its response has improved since 2015.", "It has made good progress.", "It has invested in training."),
            ("Its response must improve.",),
        ),
        1.5,
    ),
    Cue(
        rule(
            "fit for its purpose",
            r"\b(?:appropriate(?:ly)?|adequate(?:ly)?|sufficient(?:ly)?|suitabl[ey]|timely|promptly|"
            r"swift(?:ly)?|quickly|consistent(?:ly)?|conscientious(?:ly)?|committed|enthusiastic|knowledgeable|"
            r"experienced|skilled|confident(?:ly)?|professionally|commitment|manageable|"
            r"(?<!below\s)(?<!more\s)(?<!exceed\san\s)acceptable (?=ratio|level|standard|time)|accurate(?:ly)?|"
            r"systematic(?:ally)?|objectively|objective(?=ly| and)|extensive(?:ly)?|useful(?:ly)?|"
            r"helpful(?:ly)?|beneficial|benefits?|efficient(?:ly)?|correct(?:ly)?|proportionate(?:ly)?|"
            r"supportive|correct(?:ly)?|regarded as|high[- ]quality|tailored|creative(?:ly)?|flexible|flexibly|"
            r"collaborative(?:ly)?|structured (?=and|approach)|necessary (?:arrangements|capability|"
            r"capabilities|skills|plans|resources|training)|dynamic(?:ally)?|wide (?:range|variety)|broad range|"
            r"variety of|readily|on time|kept (?:up to date|informed)|stable|steady|trusted|sensibly)\b",
            ("Calls are answered promptly.", "Staff are experienced.", "Plans are appropriate."),
            ("Plans are inappropriate.", "inconsistent"),
        ),
        1.2,
    ),
    Cue(
        rule(
            "carried out with care",
            r"\b(?:actively|routinely|carefully|objectively|particularly (?:active|keen))\b(?! (?:reviewed|"
            r"updated|disrupting|monitored))"
            r"|\b(?:is|remains) a (?:clear |key |high |top )?priority for\b|\b(?:compl(?:y|ies|ying) with|"
            r"meets?|follows?|following|adher(?:es|ing) to) (?:the )?(?:relevant |recognised |required |"
            r"nationally |recommended )?(?:national (?:guid\w+|standards?|polic\w+|practice)|"
            r"college of policing|this policy|guidance|best practice|authorised professional practice|"
            r"its (?:own )?polic\w+)"
            r"|\b(?:rarely|seldom) (?:required|abstracted|taken away|redeployed|diverted|moved)\b|"
            r"\ballowed to concentrate\b|\bwithout exception\b|\bfew occasions\b|\b(?:quickly|"
            r"actively) identif\w+\b|\bpersonal responsibility\b|\b(?:works?|working|worked) (?:very )?(?:hard|"
            r"closely)\b"
            r"|\b(?:leading|leads) (?:the way|nationally|role)\b|\bleading role\b|\b(?:piloting|pioneer\w*|"
            r"first force)\b|\bmakes? (?:good|best|full|extensive|great|maximum|positive|excellent|"
            r"increasing) use\b|\bmaking (?:good|better|full|positive) use\b|\bmore use of\b"
            r"|\bspoke (?:very )?(?:highly|positively)\b|\b(?:highly|positive) (?:regarded|comments|feedback)\b|"
            r"\bready to\b|\bis (?:also )?(?:able|equipped) to\b|\bhas the ability\b|\bit has measures\b|"
            r"\b(?:mitigate|mitigating) the (?:threat|risk)s?\b|\bvery (?:well|good|active)\b|"
            r"\btaken seriously\b|\b(?:knows?|knew) (?:who|how|what|where|their)\b|\bup-to-date\b",
            ("It routinely shares its plans.", "They follow national guidance.", "Officers are rarely abstracted."),
            ("The profile is routinely reviewed.",),
        ),
        1,
    ),
    Cue(
        rule(
            "done as a habit",
            r"\b(?:regularly|frequently|closely|continually|continuously|always|dedicated|together|"
            r"collaboratively|in partnership|in line with (?:the )?(?:relevant )?(?:national|college))\b",
            ("It regularly reviews its plans.",),
            ("It reviews its plans.",),
        ),
        0.6,
    ),
)
