"""The phrases by which a sentence asks, hopes, negates or puts right, and those that say nothing either way."""

from __future__ import annotations

from ...rules import rule

WITHOUT_POLARITY = rule(
    "words without polarity in this phrase",
    r"\b(?:(?:good|best|effective|poor) practices?\b|good deal\b|effective ways\b|safe and well\b|(?:is|"
    r"are|was) not (?:needed|required|necessary)\b|\d[\d,]* (?:\w+ )*(?:is|are|was|were|remain(?:s|"
    r"ed)?) outstanding\b|identified (?:the|a) need for\b|as well(?: as)?\b|well-?being\b|(?:how|"
    r"so) (?:well|effective(?:ly)?|good)\b"
    r"|more (?:effective|efficient) than\b|serious and organised\b|problem[- ]solving\b|problem profiles?\b"
    r"|(?:mental health|health|alcohol|drugs?|housing|financial|family|gambling|addiction|local|community|"
    r"neighbourhood|these|such|underlying|crime|(?:cause|causes) of the) (?:problems?|difficulties)\b"
    r"|problems of\b|problems? (?:in|for) (?:their|the|its) (?:area|communit\w+|neighbourhoods?)\b"
    r"|(?:learning|speech) difficulties\b|poor (?:mental )?health\b|lack of (?:mental )?capacity\b"
    r"|(?:unwilling|unable|reluctant) (?:or (?:unwilling|unable) )?to (?:support|engage|leave|take care|"
    r"protect|cooperate|co-operate|manage|go to)\b"
    r"|without (?:the|a) (?:victim's )?(?:support|consent|cooperation|co-operation|knowledge|need|having)\b|"
    r"without (?:having|needing) to\b"
    r"|not (?:only|just|simply|necessarily mean|restricted to|limited to|as needing|needing|requiring|intended)\b|"
    r"whether or not\b"
    r"|(?:no|not) (?:longer|more) than\b|low(?:er)?[- ](?:level|risk|priority|value|harm)\b|less serious\b"
    r"|(?:their|victims?'s?|community|communities'?|public|residents'?|local|parents'|safeguarding|any|"
    r"people's|respond to|raise|raised|address|share|express|air|these|of|about|identify|"
    r"resolve) concerns\b(?! (?:about|over|that) (?:the way|how))"
    r"|(?:strengths and weaknesses|threats and weaknesses|areas? of weakness)\b|gap analysis\b|"
    r"intelligence gaps?\b"
    r"|areas? for improvement\b|areas of (?:\w+ )?concern\b|(?:as far as|where) [^,.]{1,40} (?:is|"
    r"are) concerned\b|last year,? (?:we|HMIC(?:FRS)?) (?:judged|graded|rated|assessed)[^,;.]*|"
    r"(?:the|this|these|our|following|any|all) causes? of concern\b|improvement (?:plans?|boards?|"
    r"programmes?|notices?)\b|continuous improvement\b"
    r"|not yet (?:been )?(?:apprehended|arrested|traced|located|identified|charged)\b|when (?:we|HMIC|"
    r"it was|the force was) (?:\w+ )?(?:judged|assessed|graded|rated)\b.*"
    r"|(?:which|whom) (?:\w+ ){1,2}needs? to\b|(?:what|who|how|where|actions|questions|areas|information|anyone|"
    r"anything) (?:that )?(?:\w+ ){0,2}needs? to\b"
    r"|(?:where|if|when|as|wherever) (?:necessary|appropriate|required|possible|needed)\b|appropriate adults?\b"
    r"|positive (?=arrests?|disruptions?|action policy|obligation|drug)|clear(?:ly)?[- ]up\b|it is clear\b"
    r"|(?:in|of|with) (?:special )?need(?:s)?\b|(?:complex|multiple|individual|specific|victims?'?|their|"
    r"its|communities'?|different) needs\b"
    r"|(?:risk of|at risk|at greatest risk)\b|fail(?:s|ed|ing|ure)? to (?:appear|surrender|attend court|"
    r"comply|answer bail)\b"
    r"|victimless\b|no further action\b|prosecution prevented\b|no crime\b|not guilty\b|"
    r"not in the public interest\b|"
    r"pressure group\b"
    r"|problematic offenders?\b|poor(?:er|est)? (?:areas?|communities|people|families)\b|the (?:problem|"
    r"problems|difficulties|concern|issues?)\b(?= (?:of|was|in|and))"
    r"|(?:crime|problem|issue)s? (?:and|or) concerns\b|benefits? from (?=stolen|crime|the proceeds))",
    ("good practice", "areas for improvement", "as well as", "how well"),
    ("a good plan", "outstanding work", "works well"),
)
"""Phrases that are blanked before the words below are looked for."""

NORMATIVE = rule(
    "asks for more",
    r"(?<!what\s)(?<!that\s)(?<!who\s)(?<!the\s)\bneeds? to(?! know)\b|\bneeds? (?:further|more|better|greater|"
    r"improvement|strengthening|attention|development)\b|\bneed for (?:more|better|greater|further|improve\w*|"
    r"clear\w*|consisten\w*)\b"
    r"|\bfurther to go\b|\b(?:forces|force|it|constabulary|police|officers|staff|supervisors|leaders|workforce|"
    r"practice|work|support|"
    r"cases|arrangements|process|they|team|teams|and|more)"
    r"(?: (?:also|now|therefore|still|then))* (?:should(?! be (?:commended|congratulated|in place|able|proud|"
    r"praised|completed by))|must|ought to)\b(?! (?:mean|result|lead|enable|allow|address))"
    r"|\bshould (?:not )?have \w+|\bshould cease\b|(?<!which\s)(?<!this\s)(?<!that\s)\bshould (?:also |"
    r"therefore )?(?:ensure|review|consider|make sure)\b|\bwould be (?:helpful|useful|beneficial|better)\b|"
    r"\b(?:force|"
    r"it) should (?:address|enable|allow|ensure|improve|consider)\b"
    r"|\b(?:could|would) (?:be|do|make|include|involve|use|have|improve|benefit)\b(?: \w+)?(?: (?:more|better|"
    r"further|greater|improved|strengthened|enhanced|clearer|wider))+\b"
    r"|\bcould (?:also )?(?:do more|improve|be improved|better|further)\b|"
    r"(?<!so\sthat\sit\s)(?<!so\sthat\sthey\s)(?<!so\sit\s)(?<!so\sthey\s)\bcould (?:also )?(?:\w+ ){1,8}?more\b|"
    r"(?<!so\sthat\sthe\s)\b(?:force|constabulary) could\b(?! not)|\b(?:would|could) benefit from\b|"
    r"\bcould (?:\w+ )?be (?:more|better|made|improved|strengthened|enhanced)\b"
    r"|\bimprovements? (?:(?:is|are|was|were) (?:\w+ )?(?:needed|required|necessary)|needs? to|must|should|"
    r"could be made)\b"
    r"|\b(?:room|scope|opportunity|opportunities|potential) (?:for|to) (?:improve\w*|do more|further|develop|"
    r"make better)\b"
    r"|\brequir(?:es?|ing|ed) (?:some |further |significant )?improvement\b|\bmore (?:work|progress|"
    r"effort) (?:\w+ )?(?:to be done|to do|needed|required|needs|is)\b"
    r"|\bremains? (?:much|more|work|a (?:challenge|concern|problem|risk)|to be (?:done|seen))\b|"
    r"\bmuch (?:more )?(?:for the force )?to do\b"
    r"|\bit is (?:also )?(?:essential|important|vital|imperative|necessary|critical) that\b|\b(?:recommends?|"
    r"recommended|recommendation) (?:that|in this report)\b|\bmust (?:be addressed|improve|ensure|address)\b"
    r"|\bHMIC expects\b|\bwe (?:would )?expect\b|\bshould (?:reassure|satisfy) itself\b|\bstill (?:needs?|has|"
    r"have) (?:to|some way|work|more)\b|\bsome way to go\b|\bmore needs to be\b|\bis required to improve\b",
    (
        "The force needs to improve its records.",
        "It must address this.",
        "Handovers could be more consistent.",
        "Supervision would benefit from more rigour.",
        "Loamshire requires improvement at this.",
        "There is room for improvement.",
        "These enquiries should have been made earlier.",
    ),
    ("This should be in place by May.", "The force should be commended.", "Staff understand what victims need."),
)
"""What asks for more is a weakness, and praise after it is a wish: 'should ensure that it has robust plans'."""

REMEDY = rule(
    "acts on a fault",
    r"\b(?:has|have|had|is|are|was|were|been|already|now|recently|by|and|also)(?: (?!not\b|"
    r"yet\b)\w+){0,2}? (?:tak(?:en|ing|"
    r"es)|put(?:ting)?|introduc(?:ed|ing)|start(?:ed|ing)|begun|implement(?:ed|ing)|acted)"
    r"(?: \w+){0,5}? (?:steps|action|measures|plans?|work)(?: \w+){0,6}? (?:to|on|towards|in place)\b"
    r"|\b(?:is|are|been) (?:(?!not\b|never\b|un)\w+ )?(?:working|seeking|acting) (?:\w+ )?(?:to|on|"
    r"towards) (?:improv|address|reduc|"
    r"resolv|rectif|tackl|understand|increas|enhanc|develop)\w*"
    r"|\b(?:is|are) (?:(?!not\b|never\b|un)\w+ )?(?:addressing|resolving|rectifying|responding)\b|\b(?:has|"
    r"have) (?:(?!not\b|never\b|un)\w+ )?(?:been )?(?:addressed|resolved|rectified|remedied|mitigated|overcome|"
    r"responded)\b"
    r"|\b(?:has|have) (?:since |now |already |significantly |successfully |recently )?(?:reduced|cleared|"
    r"eliminated|removed|cut)\b (?=(?:this|the|its|their|a|any) (?:\w+ ){0,3}?(?:backlogs?|delays?|gaps?|demand|"
    r"risks?|waiting|time|queues?|burden|workloads?|number of outstanding))"
    r"|\b(?:reduced|cleared|eliminated|removed|closed|closing|clearing|reducing) (?=(?:this|the|its|their|a|"
    r"any) (?:\w+ ){0,2}?(?:backlogs?|delays?|gaps?|queues?))"
    r"|\bimproved (?:its |the |how it )?(?:\w+ )?(?:management|manages|handling|handles|timeliness)\b|"
    r"\bthe progress\b[^,;]{0,40}\bto (?:reduce|address|clear|improve)\b"
    r"|\bin response,? (?:to (?:this|these|our|HMIC's)[^,]{0,60},? )?(?:the force|it) (?:has|have|is)\b(?! not)",
    (
        "It has put in place a plan to address the gap.",
        "The force is working to improve its rate.",
        "The unit has reduced this backlog by half.",
        "The force has responded to our report.",
    ),
    ("The force needs to address this.", "Its plan has gaps."),
)
"""Acting on a fault speaks for the force, and the fault that follows does not speak against it."""

MIXED_PICTURE = rule(
    "says that it is mixed",
    r"\bmixed (?:picture|evidence|results?|views?|experiences?|quality|messages?|levels?)\b|\bvar(?:ied|ies|"
    r"iable) (?:in quality|across|between)\b",
    ("We found a mixed picture.", "Supervision varies across the force."),
    ("A mixed team of officers and staff.",),
)
PURPOSE = rule(
    "says what something is for",
    r"(?<!able\s)(?<!continues\s)(?<!continued\s)(?<!fails\s)(?<!failed\s)(?<!failing\s)(?<!likely\s)(?<!found\s)(?<!appear\s)(?<!appears\s)(?<!pleased\s)(?<!began\s)"
    r"(?<!seem\s)(?<!seems\s)(?<!started\s)(?<!due\s)(?<!wishes\s)(?<!needs\s)(?<!need\s)(?<!has\s)(?<!have\s)(?<!had\s)(?<!equipped\s)(?<!prepared\s)"
    r"\bto (?!(?:the|a|an|its|their|his|her|our|us|this|that|these|those|all|any|each|every|some|most|many|both|"
    r"other|others|more|much|victims?|people|officers|staff|reports?|incidents?|calls?|partners?|members|which|"
    r"whom|what|how|be|have|date|local|national|police|vulnerable|serious|crimes?|force|forces|neighbourhood|"
    r"communities|children|demand|risks?|threats?|good|high|be|and|or|by|from)\b)[a-z]+\b"
    r"|\bin order to\b|\bso (?:that|as to|it can|they can)\b|\b(?:aim(?:s|ed|ing)?|designed|intended|intends?|"
    r"aspir\w+|hopes?|plan(?:s|ning)) (?:at|to|of)\b|\bwith (?:the|an) (?:aim|aspiration|intention|view)\b|"
    r"\bwhether\b|(?:\band|\bor|,) (?:where|when|if)\b|\bif (?:the|it|they|a)\b|\bwould (?:mean|allow|enable|"
    r"help)\b",
    ("to ensure good service", "designed to be effective", "so that calls are answered promptly"),
    ("It continues to provide a good service.", "It is able to help."),
)
"""What stands after it is hoped for, not found: its weight is cut."""

NEGATION = rule(
    "negates",
    r"\b(?:not|no|never|neither|nor|without|cannot|nobody|none|nothing|rarely|seldom|hardly|less|lack(?:s|ed|"
    r"ing)?(?: of)?|too little|far from|n't|insufficiently|little|few(?:er)?)\b",
    ("It is not consistent.", "There is no clear plan."),
    ("It is consistent.",),
)
