"""What can be seen of a line without understanding it: the traits that furniture is told by."""

import re
from functools import lru_cache
from typing import NamedTuple

from dragoman.clean.phrases import is_furniture_phrase
from dragoman.clean.words import to_set
from dragoman.spans import Span

_CLOSERS = "\"'”’»)]* "
_TERMINAL = ".!?…:;"
_OPENERS = to_set(
    "a after also although amid among an and as asked at because before both but by despite during even every for from "
    "he her his how however i if in instead it its last many meanwhile most my no not nor now of on one only or our "
    "she since so some still such that the their then there these they this those though through to under until we "
    "what when where which while who with yet you your"
)
_DANGLING = to_set(
    "a an the of to in on at for from by with and or but that which who whose as than into over under between about "
    "after before is are was were be been being has have had will would can could may might must shall should not no "
    "his her its their our your my this these those said says told because if when while where"
)
_SAID = re.compile(r"\b(?:said|told|added|insisted|stressed|acknowledged|recalled|explained|noted|argued|replied)\b")
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|did|does|do|been|isn['’]t|wasn['’]t|don['’]t|didn['’]t|"
    r"won['’]t|[IWwh]e?['’](?:ve|re|m|ll)|it['’]s)\b"
)
_INNER_STOP = re.compile(r"[a-z0-9”\"’)][.?!][”\"’)]? +[A-Z“\"‘]")
_QUOTED = re.compile(r"^[“\"‘'«].*|.*[”\"’»]$")
_BULLET = re.compile(r"^(?:[-–—*•▪●◦‣·]|\d{1,2}[.)])\s+\S")
_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DAYS = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?"
_CLOCK = r"\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?"
_ZONE = (
    r"\(?(?:GMT|UTC|BST|CET|CEST|EST|EDT|ET|PT|PST|PDT|CST|CDT|EET|MSK|IST|AEST|AEDT|JST|KST|Z)\b"
    r"(?:\s*[+-]\d{1,2}(?::?\d{2})?)?\)?"
)
_DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTHS}|{_MONTHS}\s+\d{{1,2}}(?:st|nd|rd|th)?)(?:,?\s+\d{{4}})?"
    r"|\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}"
)
_STAMP_WORDS = r"published|updated|posted|last\s+(?:updated|modified)|modified|first\s+published|created|on|at|by|date"
_STAMP = re.compile(
    rf"(?:\w[\w .&]{{1,30}}\|\s*)?(?:(?:{_STAMP_WORDS}|{_DAYS}|{_DATE}|{_CLOCK}|{_ZONE}"
    r"|\d+\s+(?:min(?:ute)?|hour|day|week|month)s?\s+ago"
    r"|\d+\s+min(?:ute)?s?\s+read|today|yesterday|[|•·,.:/()–—-])\s*)+(?:\([\w .]{2,20}\))?",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:By|BY|From|Words by|Story by|Analysis by|Report by|Reported by|Text by)[:\s]+"
    r"(?:(?:[A-Z][\w.'’-]*|and|&|in|of|for|the|de|van|von|al|bin|,|\||/|at)[\s,]*){1,14}"
)
_COUNTER = re.compile(
    r"[\d.,]+\s?[kKmM]?\s+(?:shares?|comments?|views?|likes?|retweets?|reads?|votes?|replies|followers)\b.{0,20}", re.I
)
_RIGHTS = re.compile(r"(?:©|\(c\)\s|copyright\s+(?:©|\(c\)|\d{4})).{0,160}", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|[@#]\w+(?:\s+[@#]\w+)*|pic\.twitter\.com/\S+")
_RULE = re.compile(r"[\W_]+")
_PICTURE = r"photos?|photograph|images?|pictures?|handout|(?:frame|video|screen) ?grab|screenshot"
_AGENCY = (
    r"(?-i:AFP|AP:Associated Press|AP|EPA|Reuters|REUTERS|Getty Images|Getty|Rex Features|Shutterstock|Splash News|"
    r"Alamy|PA|PA Wire|Xinhua|TASS|Anadolu|Barcroft Media|Bloomberg|The Washington Post|Twitter|Facebook)"
)
_CAPTION = re.compile(
    r"^(?:file|photo|foto|picture|image|video)(?:\s+(?:photo|credit|caption|by|source|copyright))*\s*[:–—/-]\s*\S"
    r"|^(?:file photo|image source|image caption|media caption|image copyright|enlarge this image)"
    r"|^(?:photograph(?:er)?|illustration|caption):"
    r"|^(?:photo|photograph|image|picture|video) by\b"
    rf"|^(?:in )?this [^.]{{0,60}}\b(?:{_PICTURE})(?:,|\s(?:released|provided|taken|made|shows|from)\b)"
    r"|\b(?:hide|toggle) caption\b",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    rf"[(\[](?:[^()\[\]]{{0,60}}\b)?(?:{_PICTURE}|file|getty)(?:\b[^()\[\]]{{0,60}})?(?<!\.)[)\]]\.?$"
    rf"|[(\[][^()\[\]]{{2,60}}(?:/|\bvia)\s*{_AGENCY}[)\]]\.?$"
    r"|\b(?:getty images|ap photo|afp photo|reuters photo|photo credit|image credit|handout photo|file photo)\b.{0,60}$"
    rf"|[/|]\s*{_AGENCY}(?:\s(?:file|photo|images?))?\W*$"
    r"|[(\[](?:(?:photo|image) )?courtesy\b[^()\[\]]{0,80}[)\]]\.?$",
    re.IGNORECASE,
)
_CREDITED = re.compile(rf"{_AGENCY}(?: - \w+)? +[A-Z“\"‘]")
_HEADING = re.compile(
    r"(?:related|recommended|read (?:more|next|also)|more (?:on|from|stories|news)|most (?:read|popular|viewed)|also\b"
    r"|top stories|trending|see (?:also|more)|you (?:may|might)|latest|editor.?s|popular|must read|what to read)",
    re.IGNORECASE,
)
_CAPTION_WORDS = 120
_CREDITS_CHARACTERS = 600
_CREDITS = re.compile(
    r"\((?:(?:additional|further) )?(?:reporting|writing|editing|compiled|translated|written|reported) by\b.*\)\.?$",
    re.IGNORECASE,
)


class Traits(NamedTuple):
    """What can be seen of one line."""

    words: int
    phrase: bool
    """In the table of furniture phrases."""
    stamp: bool
    """Nothing but dates, times and `updated`."""
    byline: bool
    counter: bool
    """Shares, comments, views."""
    rights: bool
    """A copyright notice."""
    address: bool
    """A web address, an e-mail address, a row of hashtags."""
    rule: bool
    """No letter or digit at all."""
    caption: bool
    """Opens as a caption does."""
    credit: bool
    """Names who made a picture, mostly at its end."""
    ended: bool
    """Ends as a sentence does."""
    dangling: bool
    """Ends in a word that no headline ends in: the text was cut."""
    opener: bool
    """Begins with a word that headlines avoid: an article, a pronoun, a conjunction."""
    said: bool
    """Has a verb of saying in the past tense, as headlines do not."""
    finite: bool
    """Has an auxiliary."""
    inner_stop: bool
    """Holds the end of one sentence and the beginning of another."""
    quoted: bool
    """Begins or ends in quotation marks."""
    bullet: bool
    bracketed: bool
    """Stands wholly in square brackets, as links to other stories do."""
    colon: bool
    """Ends in a colon."""
    heading: bool
    """Such as stands over a list of links."""
    capitals: float
    """Share of its longer words that begin with a capital."""


@lru_cache(maxsize=1024)  # buttons repeat, within a page and from page to page
def find_traits(line: str) -> Traits:
    """The traits of a line."""
    words = line.split()
    first, last = (words[0].strip("“\"'‘(-•").lower(), words[-1].strip(_CLOSERS + _TERMINAL + ",").lower())
    ended = is_ended(line)
    long = [word for word in words if len(word) > 3 and word[0].isalpha()]
    return Traits(
        words=len(words),
        phrase=is_furniture_phrase(line),
        stamp=_STAMP.fullmatch(line) is not None and any(map(str.isdigit, line)),
        byline=_BYLINE.fullmatch(line) is not None,
        counter=_COUNTER.fullmatch(line) is not None,
        rights=_RIGHTS.fullmatch(line) is not None,
        address=_ADDRESS.fullmatch(line) is not None,
        rule=_RULE.fullmatch(line) is not None,
        caption=_CAPTION.search(line) is not None and len(words) <= _CAPTION_WORDS,
        credit=_CREDIT.search(line) is not None or (_CREDITED.match(line) is not None and not ended),
        ended=ended,
        dangling=last in _DANGLING or line[-1] in ",-–—&(",
        opener=first in _OPENERS or line[0].islower(),
        said=_SAID.search(line) is not None,
        finite=_FINITE.search(line) is not None,
        inner_stop=_INNER_STOP.search(line) is not None,
        quoted=_QUOTED.fullmatch(line) is not None,
        bullet=_BULLET.match(line) is not None,
        bracketed=line[0] == "[" and line[-1] == "]",
        colon=line[-1] == ":",
        heading=len(words) <= 4 and _HEADING.match(line) is not None,
        capitals=sum(word[0].isupper() for word in long) / len(long) if long else 1.0,
    )


def is_ended(line: str) -> bool:
    """Whether the line ends in a full stop, a question or exclamation mark, a colon or an ellipsis."""
    return line.rstrip(_CLOSERS).endswith(tuple(_TERMINAL)) or line.endswith("...")


_LIVE = re.compile(
    rf"(?:(?:posted|published|updated)\s+(?:at\s+)?)?(?:{_CLOCK})(?:\s*{_ZONE})?(?:\s*[|:–—-])?", re.IGNORECASE
)
_EXACT = re.compile(rf"\d:\d|\d\.\d\d\s*[ap]|{_ZONE}|[|:–—-]$", re.IGNORECASE)  # `5 pm` may be the subject
_DAY_NAME = re.compile(rf"(?:{_DAYS}|{_MONTHS})\b")


def find_live_stamp(text: str, span: Span) -> Span | None:
    """The time that opens an entry of a live blog (`14:32 GMT`, `3.05pm`), if the line goes on with a new sentence."""
    match = _LIVE.match(text, *span)
    if not match or not (_EXACT.search(match.group()) or match.end() == span[1]):
        return None
    rest = text[match.end() : span[1]]
    follows = rest.lstrip(" \t\u00a0“\"'‘")[:1]
    if rest and (not rest[0].isspace() or follows.islower() or _DAY_NAME.match(rest.lstrip())):
        return None
    return match.span()


def find_credits(text: str, span: Span) -> Span | None:
    """The names of reporters and editors in brackets that end a line."""
    found = _CREDITS.search(text, max(span[0], span[1] - _CREDITS_CHARACTERS), span[1])
    return found.span() if found else None
