"""Time expressions of a document and the days they mean (TIMEX3).

The grammar is in `rules.py`, what its rules mean in `values.py`, the arithmetic in `calendar.py`. Here the
text is walked once, left to right, because what "the next day" means depends on what was told before it.
"""

import re
from datetime import date

from dragoman.ground.times.calendar import bounds, finer_or_same, grain
from dragoman.ground.times.context import Context
from dragoman.ground.times.joining import DAYS, joined
from dragoman.ground.times.judges import accepts
from dragoman.ground.times.modifiers import modified
from dragoman.ground.times.rules import INNER, KERNEL, PATTERN, REACH, RULE_OF, STARTERS, Rule
from dragoman.ground.times.scene import Found, Meaning, Scene
from dragoman.ground.times.values import READERS
from dragoman.values import Analysis, Document, Time

_WORD = re.compile(r"\w+")
_EXPLICIT = re.compile(r"\b(1\d{3}|20\d\d)\b(?! ?%)|\b\d{1,4} B\.?C\b")
_NEWS = re.compile(
    r"\b(?:to(?:day|night|morrow)|yesterday|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|"
    r"(?:last|next|this) (?:week|month))\b"
)
_DATELINE = re.compile(
    r"(?:(?-i:[A-Z][A-Z .'’/-]+),? ?,? )?(?:[A-Z][a-z]+day ?,? )?"
    r"(?P<date>[\w.]{1,9} \w{1,9} ?,? ?\d{4}|\d{4}-\d\d-\d\d)"
    r"(?: ?,? [\d:]+)?(?P<agency> [([]?[A-Z].*| ?[-–—].*)?"
)
_RARE = 4000
"""Characters to a newsman's word beyond which a text is no news: a reporter has one to a few hundred."""
_TOP = 1000
"""Characters within which a date that stands by itself dates the page."""
_FAR = 2
"""Years between the story and a year named in passing, beyond which the story has not moved there."""


def find_times(document: Document, analysis: Analysis) -> tuple[Time, ...]:
    """The time expressions of the analysed text, in order, each resolved as far as text and publication date allow.

    Deictic words ("yesterday", "last month", "Tuesday" in the news) are resolved against `document.published`, words of
    the story ("the next day", "eight months later") against the date narrated last. With neither, the value keeps its
    `X`s and `earliest`, `latest` and `anchor` are empty. A past weekday is the last one, the day of publication
    included; one governed by a future verb is the next, or the day of publication itself.
    """
    text, story = document.text, _Story(document, Context(analysis))
    found: list[Found] = []
    end = 0
    for start in _starts(text):
        match = PATTERN.match(text, start) if start >= end else None
        told = story.tell(start, match) if match else []
        if match and told:
            end = match.end()
            found += told
    return tuple(_row(document, one) for one in joined(text, found))


def _starts(text: str) -> list[int]:
    """Where an expression may begin: at a word that can begin one, a few words that fit before one that carries it."""
    found = [(one.start(), one[0].lower()) for one in _WORD.finditer(text)]
    starts: list[int] = []
    away, others = REACH + 1, 0
    for start, word in reversed(found):
        if word in KERNEL or "0" <= word[0] <= "9":
            away = others = 0
        else:
            away += 1
            if away > REACH:
                continue
            others += word not in INNER
            if others > 1 or word not in STARTERS:
                continue
        starts.append(start - (start > 0 and text[start - 1] in "'’" and word[0].isdigit()))
    return starts[::-1]


class _Story:
    """What has been narrated so far; the one thing here that changes while a text is read."""

    def __init__(self, document: Document, context: Context) -> None:
        self.text = document.text
        self.context = context
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
        if not accepts(self.context, rule.name, start, match.end(), groups, prefix):
            return []
        meaning = READERS[rule.name](groups, self._scene(start, match.end()))
        if meaning is None:
            return []
        if rule.name == "duration" and "one" in groups and self.context.counted_before(start):
            meaning = meaning._replace(type="SET")
        start, meaning = modified(meaning, prefix, start, rule.name, groups.get("to", ""))
        name = "partin" if rule.name == "part" and start == match.start() and meaning.mod else rule.name
        if name != "part":
            self._note(meaning, start, match.end(), name)
        if name == "monthdays":
            return self._both_days(match, rule, meaning, start)
        return [Found(start, match.end(), meaning, name)]

    def _scene(self, start: int, end: int) -> Scene:
        line = self.text.rfind("\n", 0, start)
        narrative = self.narrative or (self.paragraph == line and not self.context.is_ahead(start, end))
        aside = self.aside[1] if self.aside and self.aside[0] == self.context.sentence_at(start) else None
        return Scene(
            self.published, narrative, self.last, aside, self.day, self.clock, lambda: self.context.tense(start, end)
        )

    def _note(self, meaning: Meaning, start: int, end: int, rule: str) -> None:
        """Remember a date told, and whether its paragraph tells of another year."""
        value = meaning.value
        if meaning.type not in ("DATE", "TIME") or not finer_or_same(value, "year"):
            return
        if self.context.compares(start) or self._is_aside(meaning, rule, end):
            self.aside = (self.context.sentence_at(end - 1), value)
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
        if meaning.anchor is None or rule in DAYS:
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
        if not (told.isdigit() and year.isdigit()) or self.context.opens(end):
            return False
        return abs(int(year) - int(told)) > _FAR or self.context.reaches(end)

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
    news = len(_NEWS.findall(text))
    return past >= 4 and past > 0.6 * len(years) and (past > 6 * news or _RARE * news < len(text))


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
