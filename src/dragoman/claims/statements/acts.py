"""What is done by saying something: the ten acts of the record, from the cue and, where it is neutral, the content."""

import re
from typing import NamedTuple

from dragoman.values import Act, Polarity

CUES: tuple[tuple[Act, str], ...] = (
    (
        "DENY",
        r"den(?:y|ies|ied|ying|ials?)|reject\w*|dismiss\w*|disput(?:e|es|ed|ing)|refut\w+|rebut\w*"
        r"|repudiat\w+|contradict\w*|disavow\w*|disclaim\w*",
    ),
    ("REFUSE", r"refus(?:e|es|ed|ing|als?)|declin(?:e|es|ed|ing)|rul(?:e|es|ed|ing) out"),
    (
        "THREATEN",
        r"threat\w*|(?:warn|caution)\w* (?:of|about) (?:\w+ )?(?:consequences|retaliation|revenge|reprisals|response)",
    ),
    ("WARN", r"warn\w*|caution(?:s|ed|ing)?|alert(?:s|ed|ing)?"),
    (
        "ACCUSE",
        r"accus\w+|blam(?:e|es|ed|ing)|condemn\w*|denounc\w+|criticis\w+|criticiz\w+|slam\w*|blast(?:s|ed|ing)?"
        r"|lambast\w*|decr(?:y|ies|ied)|deplor\w+|rebuk\w+|castigat\w+|chid(?:e|ed|es|ing)|alleg(?:e|es|ed|ing)"
        r"|protest(?:s|ed|ing)?|complain\w*|fault(?:s|ed|ing)?|reproach\w*|attack(?:s|ed|ing)?|charg(?:es|ed|ing)",
    ),
    (
        "DEMAND",
        r"demand\w*|urg(?:e|es|ed|ing)|call(?:s|ed|ing)? (?:on|for|upon)|ask(?:s|ed|ing)? (?:for|\w+ to)|order\w*"
        r"|request\w*|appeal\w*|insist(?:s|ed|ing)? on|press(?:es|ed|ing)? for|beg(?:s|ged|ging)?|plead\w*"
        r"|instruct\w*|implor\w+|call(?:s|ed|ing)?",
    ),
    (
        "PROMISE",
        r"promis\w+|pledg\w+|vow(?:s|ed|ing)?|assur\w+|swore|swear(?:s|ing)?|guarantee\w*|commit(?:s|ted|ting)?"
        r"|offer(?:s|ed|ing)?|undertook|undertak\w+",
    ),
    ("AGREE", r"agree(?:s|d|ing)?|accept(?:s|ed|ing)?|consent\w*|conced\w+|acknowledg\w+|admit\w*"),
    (
        "PRAISE",
        r"prais\w+|welcom\w+|hail(?:s|ed|ing)?|applaud\w*|commend\w*|thank(?:s|ed|ing)?|laud\w*|endors\w+"
        r"|congratulat\w+|salut\w+|support(?:s|ed|ing)?",
    ),
)
_CUES = tuple((act, re.compile(rf"\b(?:{pattern})\b")) for act, pattern in CUES)
NOT_DEMAND = re.compile(r"\bcall(?:s|ed|ing)?\b(?! (?:on|for|upon))")
"""`called the incident a crime` names it; `called on them` and `called for` demand."""

NEGATED_CUE = re.compile(r"\b(?:not|never|nor|no|without)\b|n[’']t\b")
WITHHELD = re.compile(
    r"\b(?:declin|refus)\w+ to (?:comment|say|confirm|answer|discuss|speculate|elaborate|give|be drawn)\b"
)
OBLIGED = re.compile(r"\b(?:should|must|ought to|needs? to|ha(?:s|ve) to)\b(?! (?:not )?have\b)", re.I)
"""`should leave` demands; `should have left` reproaches."""
VOLITION = re.compile(
    r"\b(?:will|shall|[’']ll|would(?! have)|going to|ready to|prepared to|willing to|intends? to)\b", re.I
)
FORCE = re.compile(
    r"\b(?:defend\w*|retaliat\w*|respond\w*|strik\w+|hit back|punish\w*|pay|avenge\w*|destroy\w*|consequences|"
    r"crush\w*|fight|force|clos(?:e|ing)|shoot|shot|bomb\w*|every means|all means|war)\b",
    re.I,
)
CONDITION = re.compile(r"\b(?:if|unless|should|were)\b", re.I)
NEGATION = re.compile(r"\b(?:not|n[’']t|never|no|none|nobody|nothing|neither|nor)\b|n[’']t\b", re.I)
BLAME = re.compile(
    r"\b(?:crim\w+|murder\w*|massacre\w*|terroris\w+|aggress\w+|provocat\w+|violat\w+|illegal\w*|unlawful\w*|betray\w*|"
    r"stab\w*|lie[sd]?|lying|guilty|culprits?|atrocit\w+|barbar\w+|assault\w*|attack\w*|crossed the line|shame\w*|"
    r"reckless\w*|brutal\w*|cowardly|invad\w+|unacceptable|outrage\w*|responsible for|at fault|to blame"
    r"|(?:is|are|was|were|be|been) behind (?:the|an?|this|that|these|those))\b",
    re.I,
)
HELD = re.compile(
    r"^\W*(?:that\s+)?(?:I|we|he|she|they|it) (?:(?:had|have|has|still|also|only) )?"
    r"(?:hop|believ|think|thought|expect|suppos|doubt|fear|assum)\w*\b",
    re.I,
)
"""A view or a hope commits nobody: `said she hoped they would come`."""
WISHED = re.compile(r"\b(?:want|wish|seek|like|desire|need|hope)\b", re.I)
IN_CASE = re.compile(r"\bin (?:the )?(?:case|event) of\b", re.I)
NAMING = re.compile(r"\b(?:call|label|brand|describ|dub|term)(?:l?ed|s|l?ing|e|es)?\b(?! (?:on|for|upon))")
REPEATING = re.compile(r"\b(?:repeat|reiterat|renew|issu|voic|mak|made|deliver|rais|express)\w*")
"""Cues that only pass on: the act is in the noun that follows, `repeated his warning that`."""
OTHERS_WORDS = re.compile(r"\b(?:sa(?:id|ys?)|told|tells?|claim(?:s|ed)?|argued?|insist(?:s|ed)?|warned|denied)\b")
NESTED = re.compile(r"‘[^’]*’(?!\w)")
FIRST_PERSON = re.compile(r"^\W*(?:that\s+)?(?:I|we|our|my)\b", re.I)
WE_AGREED = re.compile(r"^\W*we(?: have| had)? agreed\b", re.I)


class Content(NamedTuple):
    """What the act rests on where the cue says nothing."""

    words: str
    about_own: bool
    """Its subject is the speaker, or the speaker's side."""
    about_other: bool
    """Its subject is another state's side."""


TURNING_DOWN = re.compile(r"\b(?:reject|dismiss|turn\w* down)\w*")
ASKED_FOR = re.compile(
    r"\W*(?:\w+(?:['’]s)?\W+){0,3}"
    r"(?:requests?|appeals?|demands?|offers?|proposals?|invitations?|calls?|pleas?|bids?)\b",
    re.I,
)
"""`rejected the court's request` refuses; `rejected the claim` denies."""


def find_act(cue: str, content: Content) -> Act:
    """The act of a statement: the cue's own, else what the content does, else ASSERT."""
    folded = cue.casefold()
    if REPEATING.search(folded):
        folded += " " + " ".join(content.words.casefold().split()[:3])
    if TURNING_DOWN.search(folded) and ASKED_FOR.match(content.words):
        return "REFUSE"
    for act, pattern in _CUES:
        if pattern.search(folded) and not (act == "DEMAND" and NOT_DEMAND.search(folded)):
            return "ASSERT" if act == "WARN" and CONDITION.search(folded) else act
    if NAMING.search(folded) and BLAME.search(content.words):
        return "ACCUSE"
    return _act_of_content(content)


def _act_of_content(content: Content) -> Act:
    words = OTHERS_WORDS.split(NESTED.sub("", content.words))[0]
    if WE_AGREED.search(words):
        return "AGREE"
    if HELD.search(words):
        return "ASSERT"
    if content.about_own and VOLITION.search(words) and not NEGATION.search(words):
        return "THREATEN" if FORCE.search(words) and CONDITION.search(words) else "PROMISE"
    if OBLIGED.search(words) and not FIRST_PERSON.search(words):
        return "DEMAND"
    if IN_CASE.search(words) and BLAME.search(words):
        return "WARN"
    if content.about_own and NEGATION.search(words) and not (VOLITION.search(words) or WISHED.search(words)):
        return "DENY"
    if content.about_other and (BLAME.search(words) or NEGATION.search(words)):
        return "ACCUSE"
    return "ASSERT"


def find_polarity(cue: str, words: str) -> Polarity:
    """NEGATIVE where cue and content together say that nothing was said (facts: 2.2 % of PolNeAR's cues)."""
    negated = NEGATED_CUE.search(cue.casefold()) or WITHHELD.search(f"{cue} {words}".casefold())
    return "NEGATIVE" if negated else "POSITIVE"
