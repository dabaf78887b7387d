"""Time expressions of a document and the days they mean (TIMEX3).

The grammar is in `timex_rules.py`, what its rules mean in `timex_values.py`, the arithmetic in `calendar.py`. Here the
text is walked once, left to right, because what "the next day" means depends on what was told before it.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from dragoman.ground.times.calendar import bounds, finer_or_same, grain
from dragoman.ground.times.rules import KERNEL, PATTERN, REACH, RULE_OF, STARTERS, Rule
from dragoman.ground.times.scene import Meaning, Scene
from dragoman.ground.times.tense import Grammar
from dragoman.ground.times.values import READERS, day_and_time
from dragoman.values import Analysis, Document, Time

_WORD = re.compile(r"\w+")
_EXPLICIT = re.compile(r"\b(1\d{3}|20\d\d)\b(?! ?%)|\b\d{1,4} B\.?C\b")
_NEWS = re.compile(
    r"\b(?:to(?:day|night|morrow)|yesterday|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|"
    r"(?:last|next|this) (?:week|month))\b"
)
_JOINT = re.compile(r"(?: ?,)?(?:[^\S\n]{1,3}(?:on|of|at|the|in the)){0,3}[^\S\n]{0,3}")
"""What may stand between a day and a time of day that belong together."""
_DATELINE = re.compile(
    r"(?:(?-i:[A-Z][A-Z .'’/-]+),? ?,? )?(?:[A-Z][a-z]+day ?,? )?"
    r"(?P<date>[\w.]{1,9} \w{1,9} ?,? ?\d{4}|\d{4}-\d\d-\d\d)"
    r"(?: ?,? [\d:]+)?(?P<agency> [([]?[A-Z].*| ?[-–—].*)?"
)
_TOP = 1000
"""Characters within which a date that stands by itself dates the page."""
_DAYS = frozenset(
    {"today", "weekday", "monthday", "daymonth", "weekdayrel", "nextday", "iso", "slashed", "dayafter", "bareday"}
)
_FAR = 2
"""Years between the story and a year named in passing, beyond which the story has not moved there."""
_CLOCKS = frozenset({"clock", "noon", "dayof", "partin"})


class Found(NamedTuple):
    """An expression: where it stands, what it means, by which rule."""

    start: int
    end: int
    meaning: Meaning
    rule: str


def find_times(document: Document, analysis: Analysis) -> tuple[Time, ...]:
    """The time expressions of the analysed text, in order, each resolved as far as text and publication date allow.

    Deictic words ("yesterday", "last month", "Tuesday" in the news) are resolved against `document.published`, words of
    the story ("the next day", "eight months later") against the date narrated last. With neither, the value keeps its
    `X`s and `earliest`, `latest` and `anchor` are empty. A past weekday is the last one, the day of publication
    included; one governed by a future verb is the next, or the day of publication itself.
    """
    story = _Story(document, Grammar(analysis))
    found = tuple(story.tell(match.start(), match) for match in _matches(document.text))
    return tuple(_row(document, one) for one in _joined(document.text, [item for items in found for item in items]))


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Matches of the grammar, tried only where a word that can begin one stands near a word that carries one."""
    end, match = 0, PATTERN.match
    for start in _starts(text):
        found = match(text, start) if start >= end else None
        if found is not None:
            end = found.end()
            yield found


def _starts(text: str) -> Iterator[int]:
    words = [(found.start(), found[0].lower()) for found in _WORD.finditer(text)]
    kernels = [at for at, (_, word) in enumerate(words) if word in KERNEL or word[0].isdigit()]
    following = 0
    for at, (start, word) in enumerate(words):
        while following < len(kernels) and kernels[following] < at:
            following += 1
        if following == len(kernels):
            return
        if kernels[following] - at <= REACH and (word in STARTERS or kernels[following] == at):
            yield start - (start > 0 and text[start - 1] in "'’" and word[0].isdigit())


class _Story:
    """What has been narrated so far; the one thing here that changes while a text is read."""

    def __init__(self, document: Document, grammar: Grammar) -> None:
        self.text = document.text
        self.grammar = grammar
        self.published = document.published.date() if document.published else None
        self.narrative = is_narrative(document.text, self.published)
        self.last: str | None = None
        self.day: str | None = None
        self.clock: str | None = None
        self.aside: tuple[int, str] | None = None
        self.paragraph = -2
        """Start of the paragraph, less one, that tells of its own year."""

    def tell(self, start: int, match: re.Match[str]) -> list[Found]:
        """The expression of a match, if it is one, and the days that go on a list with it."""
        rule = RULE_OF[match.lastgroup or ""]
        groups = {name: match[full] for name, full in reversed(rule.groups) if match[full] is not None}
        prefix = match["mod"] or ""
        if not self.grammar.accepts(rule.name, start, match.end(), groups, prefix):
            return []
        meaning = READERS[rule.name](groups, self._scene(start, match.end()))
        if meaning is None:
            return []
        if rule.name == "duration" and "one" in groups and self.grammar.counted_before(start):
            meaning = meaning._replace(type="SET")
        start, meaning = _modified(meaning, prefix, start, rule.name)
        if rule.name != "part":
            self._note(meaning, match.end(), rule.name)
        if rule.name == "monthdays":
            return self._both_days(match, rule, meaning, start)
        return [Found(start, match.end(), meaning, rule.name)]

    def _scene(self, start: int, end: int) -> Scene:
        line = self.text.rfind("\n", 0, start)
        narrative = self.narrative or self.paragraph == line
        aside = self.aside[1] if self.aside and self.aside[0] == self.grammar.sentence_at(start) else None
        return Scene(
            self.published, narrative, self.last, aside, self.day, self.clock, lambda: self.grammar.tense(start, end)
        )

    def _note(self, meaning: Meaning, end: int, rule: str) -> None:
        """Remember a date told, and whether its paragraph tells of another year."""
        value = meaning.value
        if meaning.type not in ("DATE", "TIME") or not finer_or_same(value, "year"):
            return
        if self._is_aside(meaning, rule, end):
            self.aside = (self.grammar.sentence_at(end - 1), value)
            return
        self.aside = None
        self.last = value.partition("T")[0]
        if grain(value) == "day":
            self.day = self.last
            self.clock = value if re.fullmatch(r".*T\d\d:\d\dZ?", value) else None
            if self.published is None and self._heads(rule, end):
                self.published = date.fromisoformat(self.day)
        if meaning.anchor is None and self._elsewhere(value):
            self.paragraph = self.text.rfind("\n", 0, end)

    def _heads(self, rule: str, end: int) -> bool:
        """Whether a date, alone on a line or in a dateline (`ANKARA, Nov 25, 2015 (Agency) —`), dates the page."""
        if rule not in ("monthday", "daymonth", "iso") or not bounds(self.day or ""):
            return False
        line = self.text.rfind("\n", 0, end) + 1
        stop = self.text.find("\n", end)
        found = _DATELINE.fullmatch(self.text[line : stop if stop >= 0 else None].strip())
        return found is not None and end < _TOP and (found.start("date") > 0 or not found["agency"])

    def _elsewhere(self, value: str) -> bool:
        """Whether an explicit date sets the year for dates without one: on an undated page, or far from publication."""
        if self.published is None:
            return True
        return finer_or_same(value, "month") and value[:4].isdigit() and int(value[:4]) < self.published.year - 1

    def _is_aside(self, meaning: Meaning, rule: str, end: int) -> bool:
        """Whether an expression leaves the story where it was: a look back, a day counted from publication."""
        if rule == "years":
            return self._is_remark(meaning.value, end)
        if meaning.anchor is None or rule in _DAYS:
            return self.narrative and meaning.anchor is not None and self._is_deictic(meaning)
        if self.aside and meaning.anchor == self.aside[1]:
            return True
        back = rule in ("offset", "unitrel", "yearbefore") and meaning.value < meaning.anchor
        return back or (self.narrative and self._is_deictic(meaning))

    def _is_deictic(self, meaning: Meaning) -> bool:
        return self.published is not None and meaning.anchor == self.published.isoformat()

    def _is_remark(self, year: str, end: int) -> bool:
        """Whether a bare year far from the story's is a remark: the story goes on at the start of a sentence."""
        told = self.last[:4] if self.last else ""
        if not (told.isdigit() and year.isdigit()) or self.grammar.opens(end):
            return False
        return abs(int(year) - int(told)) > _FAR or self.grammar.reaches(end)

    @staticmethod
    def _both_days(match: re.Match[str], rule: Rule, meaning: Meaning, start: int) -> list[Found]:
        """The two days of `March 19 and 20, 2012`."""
        day, day2 = ((match.span(full), match[full]) for name, full in rule.groups if name in ("day", "day2"))
        value = f"{meaning.value[:-2]}{int(day2[1]):02}"
        first = Found(start, day[0][1], meaning, "monthday")
        later = int(day2[1]) > int(day[1]) and (bounds(value) or value.startswith("X"))
        return [first, Found(day2[0][0], match.end(), meaning._replace(value=value), "monthday")] if later else [first]


def is_narrative(text: str, published: date | None) -> bool:
    """Whether a text tells of other years: most it names lie well before publication, and few words are a newsman's."""
    years = [int(found[1] or 0) for found in _EXPLICIT.finditer(text)]
    past = sum(published is None or year < published.year - 1 for year in years)
    return past >= 4 and past > 0.6 * len(years) and past > 6 * len(_NEWS.findall(text))


# ---------------------------------------------------------------- modifiers, and times that belong to a day

_MODS = (
    ("START", ("beginning", "start", "early", "first")),
    ("MID", ("middle", "mid")),
    ("END", ("end", "close", "late", "latter", "last", "very late")),
    ("APPROX", ("about", "around", "roughly", "approximately", "some", "circa", "c", "ca")),
    ("ON_OR_BEFORE", ("no later",)),
    ("ON_OR_AFTER", ("no earlier",)),
    ("EQUAL_OR_MORE", ("at least", "no less", "not less")),
    ("EQUAL_OR_LESS", ("at most", "no more", "not more", "up to")),
    ("MORE_THAN", ("more than", "over", "just over")),
    ("LESS_THAN", ("less than", "under", "nearly", "almost", "close to", "just under")),
)
_DATED = ("START", "MID", "END", "BEFORE", "AFTER", "ON_OR_BEFORE", "ON_OR_AFTER")
_THAN = {"MORE_THAN": "BEFORE", "LESS_THAN": "AFTER"}
"""`more than a year ago` is before that year; `more than a year later` is after."""
_OTHER = {"MORE_THAN": "LESS_THAN", "LESS_THAN": "MORE_THAN"}
_SPANS = ("DURATION", "SET")


def _modified(meaning: Meaning, prefix: str, start: int, rule: str) -> tuple[int, Meaning]:
    """Where the expression begins and what it means, with the modifier before it; words that are none are left out."""
    words = prefix.lower().replace("the ", "").replace("very ", "").strip(" -–.")
    if not words:
        return start, meaning
    if rule == "stretch" and words == "over":
        return start + len(prefix), meaning
    if words.startswith(("later", "earlier")):
        return start, meaning
    mod = next((mod for mod, heads in _MODS if words.startswith(heads)), None)
    if rule == "offset" and mod in _THAN:
        mod = (
            _THAN[mod] if meaning.value < (meaning.anchor or "") or meaning.value == "PAST_REF" else _THAN[_OTHER[mod]]
        )
    dated = mod in _DATED
    fits = mod == "APPROX" or (meaning.type in _SPANS) != dated
    if not fits or (mod is None and meaning.type not in _SPANS):
        return start + len(prefix), meaning
    return start, meaning._replace(mod=mod or meaning.mod)


def _joined(text: str, found: list[Found]) -> Iterator[Found]:
    """The expressions, a day and a time of day beside each other made one: `Wednesday evening`, `22:40 on Monday`."""
    waiting: Found | None = None
    for one in found:
        both = _join(text, waiting, one) if waiting else None
        if (
            waiting
            and waiting.rule == "joined"
            and one.rule == "part"
            and _JOINT.fullmatch(text, waiting.end, one.start)
        ):
            both = waiting._replace(end=one.end)  # 9:30 p.m. on Saturday night
        if both is None and waiting is not None and waiting.rule != "part":
            yield waiting
        waiting = both or one
    if waiting is not None and waiting.rule != "part":
        yield waiting


def _join(text: str, first: Found, second: Found) -> Found | None:
    if first.rule in _CLOCKS and second.rule in _DAYS:
        time, day = first, second
    elif first.rule in _DAYS and second.rule in _CLOCKS | {"part"}:
        time, day = second, first
    else:
        return None
    if not _JOINT.fullmatch(text, first.end, second.start):
        return None
    meaning = day_and_time(day.meaning, time.meaning)
    return Found(first.start, second.end, meaning, "joined") if meaning else None


def _row(document: Document, found: Found) -> Time:
    meaning = found.meaning
    days = bounds(meaning.value) if meaning.type in ("DATE", "TIME") else None
    return Time(
        document_id=document.document_id,
        start=found.start,
        end=found.end,
        text=document.text[found.start : found.end],
        type=meaning.type,
        mod=meaning.mod,
        value=meaning.value,
        earliest=days[0] if days else None,
        latest=days[1] if days else None,
        anchor=meaning.anchor,
    )
