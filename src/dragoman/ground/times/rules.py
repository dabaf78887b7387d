"""The grammar of time expressions: named pieces, the rules made of them, and one pattern that holds all rules.

A rule is a pattern in which `{piece}` stands for a piece, a blank for white space within a line or over one line
end, and `{comma}` for a comma with or without space around it (tokenised text has spaces on both sides). What a
rule's groups mean is in `timex_values.py`, by the rule's name. The order of `RULES` matters: the first that matches at
a place wins.
"""

import re
from typing import NamedTuple


def words(text: str) -> tuple[str, ...]:
    """The words of a list written as one string."""
    return tuple(text.split())


MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SMALL = words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
TENS = words("twenty thirty forty fifty sixty seventy eighty ninety")
ORDINALS = words(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)


def _cased(words: tuple[str, ...], cut: int) -> str:
    """Names as they are written, Whole, Cut. or UPPER: `may` and `march` in lower case are other words."""
    return "(?-i:" + "|".join(f"{w.title()}|{w.upper()}|{w[:cut].title()}(?![a-z])\\.?" for w in words) + "|Sept\\.?)"


_NUMBER = (
    rf"\d{{1,4}}(?:\.\d|,\d{{3}})?|(?:{'|'.join(TENS)})(?:[- ](?:{'|'.join(SMALL[1:10])}))?|"
    rf"{'|'.join(reversed(SMALL[1:]))}|(?:a |one )?hundred|(?:a )?single|(?:a )?dozen"
)
_UNIT = "second|minute|hour|day|week|fortnight|month|quarter|year|decade|centur(?:y|ie)|millenni(?:um|a)"

_SPACE = r"(?:[^\S\n]{1,3}|\n)"
"""Bounded, or long runs of blanks would cost their square."""

PIECES = {
    "comma": " ?, ?",
    "month": f"(?P<month>{_cased(MONTHS, 3)})",
    "fullmonth": "(?P<month>(?-i:" + "|".join(f"{m.title()}|{m.upper()}" for m in MONTHS) + "))",
    "weekday": f"(?P<weekday>{_cased(WEEKDAYS, 3).replace('Tue(?', 'Tues?(?').replace('Thu(?', 'Thu(?:rs?)?(?')})",
    "fullweekday": "(?P<weekday>(?-i:" + "|".join(d.title() for d in WEEKDAYS) + "))",
    "dow": r"(?:(?-i:[MTWFS][a-z]{1,5}day|(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\.?)[^\S\n]*,?[^\S\n]*(?:the )?)?",
    "day": r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d:]|[.,]\d|[-–]?(?:year|month|week|day)\b)",
    "year": r"(?P<year>[12]\d{3}|\d{1,3}(?= B\.?C))(?![\d]|:\d|[.,]\d|[-–](?:year|month|week|day|mile|km"
    r"|m)\b)(?P<bc> BCE?\b| B\.C\.?)?",
    "bcyear": r"(?P<year>\d{1,4})(?:(?P<bc> BCE?\b| B\.C\.?)|(?P<bc>)(?= ?(?:[-–/]|to|and|or) ?\d{1,4} B\.?C))",
    "relyear": r"(?P<yrel>the(?= year\b)|this|last|next|that|"
    r"(?:the )?(?:same|previous|preceding|following|next|past|last|current"
    r"|coming))"
    r"(?: calendar| financial| fiscal)? year",
    "season": "(?P<season>spring|summer|autumn|fall|winter)",
    "ordinal": rf"(?P<ordinal>{'|'.join(ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th)|twenty[- ]first)",
    "number": f"(?P<count>{_NUMBER})",
    "vaguenumber": r"(?P<count>a few|(?:a )?couple of|several|some|many|dozens of|countless)",
    "unit": f"(?P<unit>{_UNIT})",
    "zone": r"(?: ?\(? ?(?P<zone>UTC|GMT|(?-i:Z)\b|local(?: time)?|(?-i:[ECMP][SD]T|CES?T|BST|MSK|EES?T))\b"
    r"(?: ?(?P<ahead>[-+]\d\d?))?(?: time)?(?: \))?\)?)?",
    "later": r"(?= ?(?:and|or|to|until|till|through|[-–—]) ?(?:the )?(?:\d\d?(?:st|nd|rd|th)? (?:of )?)?{month2}"
    r"(?: \d\d?(?:st|nd|rd|th)?)?(?:{comma}| of | ){year})",
    "part": r"(?P<part>morning|afternoon|evening|night|dawn|noon|midday|midnight|lunchtime|daybreak|dusk|overnight)",
    "which": r"(?P<which>this|last|next|(?:the )?(?:previous|preceding|following|coming|past|next|last|current|same)"
    r"|that(?: same)?|this (?:past|coming|same))",
}  # fmt: skip
PIECES["month2"] = PIECES["month"].replace("<month>", "<month2>")
PIECES["anyyear"] = f"(?:{PIECES['year']}|{PIECES['relyear']}|['’](?P<yy>\\d\\d)\\b)"

MOD = (
    r"(?P<mod>(?:the )?(?:very )?(?:beginning|start|first (?:part|days|weeks|months)|middle|end|close|latter part|"
    r"last (?:days|weeks|months)|rest) of (?:the )?|(?:the )?early (?:days |part )?(?:in |of |on )?(?:the )?|"
    r"(?:the )?late (?:in |of |on )?(?:the )?|(?:the )?mid[- –]|later (?:in |on )?(?:the )?|earlier (?:in "
    r"|on )?(?:the )?|"
    r"about |around |roughly |approximately |some |circa |ca?\. |at least |no less than |not less than |at most |"
    r"no more than |not more than |no later than |no earlier than |"
    r"up to |more than |over |less than |under |nearly |almost |close to |just over |"
    r"just under |only |as long as )?"
)
"""What may stand before any rule and becomes the TIMEX3 `mod`."""

RULES: tuple[tuple[str, str], ...] = (
    # ------------------------------------------------ written out: day, month, year
    ("iso", r"(?P<value>[12]\d{3}-(?:0[1-9]|1[0-2])-(?:3[01]|[12]\d|0[1-9]))"
     r"(?:T(?P<clock>[0-2]\d:[0-5]\d)[\d:.+-]*(?P<zulu>Z)?)?(?!\d)"),
    ("slashed", r"(?P<first>\d{1,2})(?P<sep>[/.])(?P<second>\d{1,2})(?P=sep)(?P<year>[12]\d{3}|\d\d)(?![\d/]|\.\d)"),
    ("daymonth", "{dow}(?:the )?{day}(?: of|[-–])? ?{month}(?:{later}|(?:{comma}| of |[-– ]| in ){anyyear}"
     "| of (?P<samemonthyear>that year))?"),
    ("september11", r"(?:9/11|Sept(?:ember|\.) 11(?:th)?(?= (?:terror(?:ist)? )?attacks?))"),
    ("monthdays", r"{dow}{month} (?:the )?{day} ?(?:[-–/]|and|to|or|through|until) ?(?P<day2>3[01]|[12]\d"
     r"|[1-9])(?:st|nd|rd|th)?"
     r"(?![\d:/%]|[.,]\d| \w+s\b)(?:(?:{comma}| of ){anyyear})?"),
    ("monthday", r"{dow}{month} (?:the )?{day}(?! {unit}s?\b)(?:{later}|(?:{comma}| of | in | ){anyyear})?"),
    ("dayrange", "(?:the )?{day}(?= ?(?:[-–/]|and|to|or|until) ?(?:the )?(?P<day2>\\d\\d?)(?:st|nd|rd"
     "|th)?(?: of)? {month}(?:(?:{comma}| ){anyyear})?)"),
    ("bareday", r"(?:the )(?P<day>3[01]|[12]?\d)(?:st|nd|rd|th)(?: of (?P<which>this|that|the same|the following|next"
     r"|last) month|(?= ?[,.;)]| (?:and|the|a|in|at|when|with|by|to|from|was|were|is|had)\b)(?!, \d))"),
    ("monthyear", "{month}(?:{comma}| of | in | ?[-–/] ?| ){anyyear}"),
    ("monthrel", "{which} {fullmonth}"),
    ("holiday", r"(?P<holiday>christmas eve|christmas day|christmas|new year['’]s (?:day|eve)"
     r"|boxing day)(?:(?:{comma}| of | in | ){anyyear})?"),
    ("monthrange", "{fullmonth}{later}"),
    ("month", "{fullmonth}(?: of (?P<samemonthyear>that year))?"),
    ("seasonrange", "(?:the )?{season}(?= (?:and|to) (?:the )?{season}(?: of|,)? {anyyear})"),
    ("season", r"(?P<the>the |this |last |next |that |in )?{season}(?! of (?!the year|that year|this|last|next"
     r"|the same|the previous|\d|['’]\d))(?:(?: of|,)? {anyyear}| of (?P<y2>that year))?"),
    ("yearseason", "{year} {season}"),
    ("weekof", r"(?:the )?(?P<which>first|second|third|fourth|last) week (?:of|in) {month}(?:(?:{comma}| of "
     r"| ){anyyear})?"),
    # ------------------------------------------------ quarters, halves, decades, centuries, years
    ("quarter", r"(?:the )?(?:(?P<quarter>first|second|third|fourth|final|last|1st|2nd|3rd|4th)[- ]quarter"
     r"|(?-i:Q)(?P<q>[1-4]))(?:(?: of|,| in)? {anyyear})?"),
    ("half", r"(?:the )?(?:(?P<half>first|second|latter|last|1st|2nd)[- ]half of (?:the )?"
     r"|(?-i:H)(?P<h>[12]) ){anyyear}"),
    ("decade", r"(?:the )?(?:(?P<decade>[12]\d\d)0s|['’]?(?P<yy>[2-9])0s|(?P<century>nineteen"
     r"|eighteen)[- ](?P<word>{tens}))"
     r"(?P<bc> BCE?\b| B\.C\.?)?"),
    ("decadebc", r"(?:the )?(?P<decade>\d\d?)0s(?P<bc> BCE?\b| B\.C\.?)"),
    ("century", r"(?:the )?{ordinal}[- ]century(?P<bc> BCE?\b| B\.C\.?)?"),
    # ------------------------------------------------ how often
    ("every", r"(?:every|each) (?:(?P<every>other|second|third|{ordinalwords}|\d+|{smallwords}) )?"
     r"(?:{fullweekday}|(?P<unit>second|minute|hour|day|week|fortnight|month|quarter|year|decade)s?|{fullmonth}"
     r"|(?P<part>morning|afternoon|evening|night))"),
    ("weekdays", r"(?:on )?(?P<weekday>(?-i:{weekdaynames}))s"),
    ("adverb", r"(?P<often>hourly|daily|nightly|weekly|fortnightly|biweekly|monthly|quarterly|annual(?:ly)?|yearly)"),
    ("rate", r"(?:per|an?) (?P<unit>hour|day|week|month|year)(?= (?:on average|on year))|per {unit}"),
    # ------------------------------------------------ clock and parts of the day
    ("clock", r"(?:(?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>[0-5]\d)(?::[0-5]\d)?)? ?(?P<half>[ap]\.m\.?|[ap]m\b)"
     r"|(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)(?::[0-5]\d)?(?![\d:])(?: ?h(?:ou)?rs?\b)?"
     r"|(?P<four>[01]\d[0-5]\d|2[0-3][0-5]\d)(?= ?(?:h(?:ou)?rs\b|UTC|GMT))(?: ?h(?:ou)?rs)?"
     r"|(?P<oclock>{smallwords}|\d\d?) o['’] ?clock(?: in the (?P<ocpart>morning|afternoon|evening))?){zone}"),
    ("dayof", r"(?:the )?(?:(?:early |late )?{part}(?: hours)?|(?:early |small )?(?P<part>hours))"
     r"(?= (?:of|on) (?:the )?(?:{dow}(?:\d|{month})|{weekday}))"),
    ("partrel", r"(?P<prel>this|that(?: same)?|the same|last|the (?:next|following|previous)|one|later that"
     r"|earlier that|early that"
     r"|early the (?:next|following)) (?P<part>morning|afternoon|evening|night)"),
    ("partin", r"(?:in the |(?P<at>at )|the )(?P<part>morning|afternoon|evening|night)(?=[ ,.;]|$)"),
    ("noon", r"(?P<part>midnight|noon|midday)(?: {zone})?"),
    ("part", "{part}"),
    # ------------------------------------------------ days named from today or from the story
    ("dayafter", r"(?:the )?day (?P<side>before|after) (?P<day>yesterday|tomorrow)"),
    ("today", r"(?P<day>today|yesterday|tomorrow|tonight)"),
    ("nextday", r"(?:the |that )?(?:very )?(?P<which>same|next|following|previous|preceding) day|"
     r"(?:the )?day (?P<side>before|after|earlier|later)(?= ?[,.;])|(?P<that>that)(?: very)? day"),
    ("weekdayrel", "{which} {fullweekday}|{fullweekday},? (?P<after>last|this|next) week"
     "|(?P<weekafter>a week (?:on|from)) (?P<weekday2>{weekdaynames})"),
    ("weekday", "{weekday}"),
    ("sameperiod", r"the same (?:month|quarter|week|day|period|time)(?: (?:of|in))?(?: (?:the )?(?P<yrel>last"
     r"|previous) year"
     r"| a year (?P<ago>ago|earlier|before))"),
    ("yearbefore", r"the year (?P<side>previous|before|earlier)(?! the)"),
    ("unitrel", r"{which} (?P<unit>week|weekend|month|quarter|year|decade|century|spring|summer|autumn|fall|winter)"
     r"(?! of (?:the |his |her |its |their |world ))"),
    ("weekend", "(?:the|at) (?P<unit>weekend)"),
    ("unitthe", r"(?P<the>the|that) (?P<unit>year|month|week|century|day)"),
    ("monthsend", r"(?:the )?(?P<unit>month|year)['’]s end|(?:the )?(?P<year2>year)[- ]end"),
    # ------------------------------------------------ so long ago, so much later
    ("offset", r"(?:(?P<half>half an?) |(?:{vaguenumber}|{number}|(?P<one>an?))(?: (?P<frac>and a half))? (?:more "
     r"|full |short )?)"
     r"{unit}s?(?: (?P<frac2>and a half))?(?: or (?:so|more))? (?P<to>ago|later|earlier|before(?! the| a| his"
     r"| her| its| their)"
     r"|after(?= ?[,.;])|afterwards?|previously|from now|hence|prior(?! to))(?= |[,.;:)’'\"”]|$)"),
    ("vagueoffset", r"{unit}s (?P<to>ago|later|earlier|afterwards?|previously|before(?= ?[,.;]))"),
    ("adverbial", r"(?P<vague>centuries|decades|years|months|weeks|days|hours|minutes)(?P<long>[- ]long)"),
    # ------------------------------------------------ how long
    ("stretch", r"(?P<the>the |over the |this )?(?P<which>next|last|past|previous|following|coming|first|final"
     r"|preceding|subsequent"
     r"|succeeding|intervening|recent)"
     r"(?: (?:{vaguenumber}|{number}|few))? (?:\w+ )?{unit}(?P<s>s?)\b(?P<of>(?= of))?"),
    ("duration", r"(?:(?P<half>half an?|a half|half[- ]a|half)[- ]|(?P<quarterof>(?:a |three )?quarters?[- ]of an)[- ]"
     r"|(?:{vaguenumber}|{number})(?:[- ](?P<frac>and a half"
     r"|and half))?[- –](?:(?P<word>\w+) (?=(?:{unitwords})s\b))?|(?P<one>an?|another) (?:full |whole |single |mere )?)"
     r"{unit}(?P<s>s?)(?P<frac2> and a half)?(?P<rest>[- ]long)?(?: old| of age)?"),
    ("durationrange", r"{number}(?= ?(?:[-–]|to|or|and) ?(?:\d+|{smallwords}) (?P<unit>{unitwords})s)"),
    ("bareunits", r"(?P<vague>seconds|minutes|hours|days|weeks|months|years|decades|centuries|millennia)"),
    # ------------------------------------------------ no more exact than before, now, to come
    ("past", r"(?P<ref>(?:the )?recent (?P<unit>days|weeks|months|years)|(?:more |very )?recent|"
     r"(?:more |most |very )?recently|the past)"),
    ("present", r"(?P<ref>(?:right |just )?now(?!-)|currently|at present|the present(?: day)?|present[- ]day|"
     r"at the moment|(?:for )?the time being|these days|nowadays|at this time|modern[- ]day|at the time)"),
    ("future", r"(?P<ref>(?:the )?(?:near |foreseeable |not[- ]too[- ]distant )?future|very soon|the (?:long|short"
     r"|near) term)"),
    # ------------------------------------------------ a year
    ("years", "(?:the years? )?{year}"),
    ("bcyear", "{bcyear}"),
    ("shortyear", r"(?<=(?P<year>[12]\d{3})[-–/])(?P<yy>\d\d)\b|['’](?P<yy2>[2-9]\d)(?![\d\w])"),
)  # fmt: skip


class Rule(NamedTuple):
    """A rule in the one pattern: which groups of the pattern are its own, under which names."""

    name: str
    groups: tuple[tuple[str, str], ...]


def _compile() -> tuple[re.Pattern[str], dict[str, Rule]]:
    pieces = PIECES | {
        "tens": "|".join(ten.replace("y", "ies") for ten in TENS),
        "ordinalwords": "|".join(ORDINALS),
        "smallwords": "|".join(reversed(SMALL[1:13])),
        "weekdaynames": "|".join(day.title() for day in WEEKDAYS),
        "unitwords": _UNIT,
    }
    rules, alternatives = {}, []
    for number, (name, pattern) in enumerate(RULES):
        for _ in range(3):
            pattern = re.sub(r"\{([a-z]+2?)\}", lambda found: pieces[found[1]], pattern)
        pattern, groups = _rename(pattern, f"_{number}")
        rules[f"{name}_rule"] = Rule(name, groups)
        alternatives.append(f"(?P<{name}_rule>{pattern})")
    whole = rf"(?<![\w$€£#]){MOD}(?:{'|'.join(alternatives)})(?![\w])"
    return re.compile(_blanks(whole), re.IGNORECASE), rules


def _rename(pattern: str, suffix: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The pattern with groups named for this rule only; a name used twice in it gets a number."""
    seen: list[tuple[str, str]] = []

    def rename(found: re.Match[str]) -> str:
        seen.append((found[1], f"{found[1]}{suffix}_{len(seen)}"))
        return f"(?P<{seen[-1][1]}>"

    renamed = re.sub(r"\(\?P<(\w+)>", rename, pattern)
    for name, full in seen:
        renamed = renamed.replace(f"(?P={name})", f"(?P={full})")
    return renamed, tuple(seen)


def _blanks(pattern: str) -> str:
    """The pattern with each blank outside a character class as white space that stays within a paragraph."""
    out, inside = [], False
    for at, char in enumerate(pattern):
        if char in "[]" and pattern[at - 1] != "\\":
            inside = char == "["
        out.append(_SPACE if char == " " and not inside else char)
    return "".join(out)


PATTERN, RULE_OF = _compile()
"""The grammar in one pattern, and by the name of its last group the rule that matched."""

REACH = 7
"""How many words an expression may begin before the word that carries it."""
KERNEL = frozenset(
    words(
        "second minute hour day week fortnight month quarter year decade century millennium weekend spring "
        "summer autumn fall "
        "winter morning afternoon evening night dawn noon midday midnight today yesterday tomorrow tonight "
        "hourly daily nightly "
        "weekly fortnightly biweekly monthly quarterly annual annually yearly now currently current recent "
        "recently past future "
        "soon shortly formerly present moment date far time nowadays christmas boxing modern term clock sept "
        "tues thur thurs "
        "centuries millennia lunchtime daybreak dusk overnight"
    )
) | frozenset(name for long in (*MONTHS, *WEEKDAYS) for name in (long, long[:3], long + "s"))
KERNEL |= frozenset(word + "s" for word in KERNEL) | frozenset(ten.replace("y", "ies") for ten in TENS)
"""Words, besides figures, without which there is no expression."""
STARTERS = (
    frozenset(
        words(
            "the this that these last next previous preceding following coming past current same late early "
            "later earlier mid "
            "beginning start first middle end close latter rest about around roughly approximately some circa c "
            "ca at no not up "
            "more over less under nearly almost just only as a an one another half several many couple few "
            "dozens dozen countless "
            "hundred three every each per in on year years most very right for so to of and or by since from "
            "until till through "
            "before after during between twenty nineteen eighteen seconds final subsequent succeeding "
            "intervening near foreseeable "
            "single q h gmt utc quarters new small"
        )
    )
    | frozenset(SMALL)
    | frozenset(TENS)
    | frozenset(ORDINALS)
    | frozenset(("1st", "2nd", "3rd", "4th"))
)
"""Words that can begin an expression before its kernel."""
