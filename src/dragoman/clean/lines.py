"""What can be seen of a line without understanding it: the traits that furniture is told by."""

import re
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
    rf"(?:(?:{_STAMP_WORDS}|{_DAYS}|{_DATE}|{_CLOCK}|{_ZONE}|\d+\s+(?:min(?:ute)?|hour|day|week|month)s?\s+ago"
    r"|\d+\s+min(?:ute)?s?\s+read|today|yesterday|[|•·,:/()–—-])\s*)+",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:By|BY|From|Words by|Story by|Analysis by|Report by|Reported by|Text by)[:\s]+"
    r"(?:(?:[A-Z][\w.'’-]*|and|&|in|of|for|the|de|van|von|al|bin|,|\||/|at)[\s,]*){1,14}"
)
_COUNTER = re.compile(
    r"[\d.,]+\s?[kKmM]?\s+(?:shares?|comments?|views?|likes?|retweets?|reads?|votes?|replies|followers)\b.{0,20}", re.I
)
_RIGHTS = re.compile(r"(?:©|\(c\)|copyright\b).{0,160}", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|[@#]\w+(?:\s+[@#]\w+)*|pic\.twitter\.com/\S+")
_RULE = re.compile(r"[\W_]+")
_CAPTION = re.compile(
    r"^(?:file|photo|foto|picture|image|video)(?:\s+(?:photo|credit|caption|by|source|copyright))*\s*[:–—/-]\s*\S"
    r"|^(?:file photo|image source|image caption|media caption|image copyright)"
    r"|^(?:photograph(?:er)?|illustration|caption):"
    r"|^(?:photo|photograph|image|picture|video) by\b"
    r"|[(\[](?:[^()\[\]]{0,60}\b)?(?:photos?|photograph|images?|pictures?|file|getty)(?:\b[^()\[\]]{0,60})?[)\]]\.?$"
    r"|\b(?:getty images|ap photo|afp photo|reuters photo|photo credit|image credit|handout photo|file photo)\b.{0,60}$"
    r"|[/|]\s*(?:AFP|Reuters|AP|EPA|Getty|Shutterstock|Xinhua|TASS|Anadolu)\b.{0,40}$",
    re.IGNORECASE,
)
_CAPTION_WORDS = 80


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
    capitals: float
    """Share of its longer words that begin with a capital."""


def find_traits(line: str) -> Traits:
    """The traits of a line."""
    words = line.split()
    first, last = (words[0].strip("“\"'‘(-•").lower(), words[-1].strip(_CLOSERS + _TERMINAL + ",").lower())
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
        caption=len(words) <= _CAPTION_WORDS and _CAPTION.search(line) is not None,
        ended=is_ended(line),
        dangling=last in _DANGLING or line[-1] in ",-–—&(",
        opener=first in _OPENERS or line[0].islower(),
        said=_SAID.search(line) is not None,
        finite=_FINITE.search(line) is not None,
        inner_stop=_INNER_STOP.search(line) is not None,
        quoted=_QUOTED.fullmatch(line) is not None,
        bullet=_BULLET.match(line) is not None,
        capitals=sum(word[0].isupper() for word in long) / len(long) if long else 1.0,
    )


def is_ended(line: str) -> bool:
    """Whether the line ends in a full stop, a question or exclamation mark, a colon or an ellipsis."""
    return line.rstrip(_CLOSERS).endswith(tuple(_TERMINAL)) or line.endswith("...")


_LIVE = re.compile(
    rf"(?:(?:posted|published|updated)\s+(?:at\s+)?)?(?:{_CLOCK})(?:\s*{_ZONE})?(?:\s*[|:–—-])?", re.IGNORECASE
)
_MARKED = re.compile(rf"[ap]\.?m\.?|:|{_ZONE}", re.IGNORECASE)


def find_live_stamp(text: str, span: Span) -> Span | None:
    """The time that opens an entry of a live blog (`14:32 GMT`, `3.05pm`), if the line goes on with a new sentence."""
    match = _LIVE.match(text, *span)
    if not match or not _MARKED.search(match.group()):
        return None
    rest = text[match.end() : span[1]]
    follows = rest.lstrip(" \t\u00a0“\"'‘")[:1]
    if rest and (not rest[0].isspace() or follows.islower()):
        return None
    return match.span()
