"""What the readings of time expressions share: the scene they are made in, what they come to, and words as figures."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Literal, NamedTuple

from dragoman.ground.times.rules import MONTHS, ORDINALS, SMALL, TENS, WEEKDAYS
from dragoman.values import TimexType

Tense = Literal["PAST", "PRESENT", "FUTURE", "UNKNOWN"]
Groups = Mapping[str, str]


class Scene(NamedTuple):
    """What an expression may be resolved against."""

    published: date | None
    narrative: bool
    """Whether dates without a year belong to the story told, not to the time of publication."""
    last: str | None
    """The date that the story has come to."""
    aside: str | None
    """A year that the same sentence names in passing."""
    day: str | None
    """The last date narrated that is as exact as a day."""
    clock: str | None
    """The value narrated last with a time on the clock."""
    tense: Callable[[], Tense]

    @property
    def today(self) -> str | None:
        """The day of publication as a value."""
        return self.published.isoformat() if self.published else None

    @property
    def told(self) -> str | None:
        """What the story has come to: the date narrated last, or else the day of publication."""
        return self.aside or self.last or self.today


class Meaning(NamedTuple):
    """Type, value, and the date that the value was resolved against."""

    type: TimexType
    value: str
    anchor: str | None = None
    mod: str | None = None


class Found(NamedTuple):
    """An expression: where it stands, what it means, by which rule."""

    start: int
    end: int
    meaning: Meaning
    rule: str


Reader = Callable[[Groups, Scene], Meaning | None]

UNITS = {
    "second": "S", "minute": "M", "hour": "H", "day": "D", "weekend": "WE", "week": "W", "month": "M", "summer": "SU",
    "autumn": "FA", "winter": "WI", "quarter": "Q", "year": "Y",
}  # fmt: skip
TENFOLD = {"decade": 10, "century": 100, "millennium": 1000}
PARTS = {
    "morning": "TMO", "dawn": "TMO", "daybreak": "TMO", "noon": "T12:00", "midday": "T12:00", "lunchtime": "TMI",
    "afternoon": "TAF", "evening": "TEV", "dusk": "TEV", "night": "TNI", "overnight": "TNI", "midnight": "T24:00",
    "hours": "TMO",
}  # fmt: skip
SEASONS_BY_NAME = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
UNKNOWN: dict[str, str] = {
    "day": "XXXX-XX-XX", "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "quarter": "XXXX-QX",
    "half": "XXXX-HX", "year": "XXXX", "decade": "XXX", "century": "XX",
}  # fmt: skip
STEP = {
    "the": 0, "this": 0, "current": 0, "same": 0, "that": 0, "last": -1, "past": -1, "previous": -1, "preceding": -1,
    "next": 1, "following": 1, "coming": 1,
}  # fmt: skip
_TOLD = ("previous", "preceding", "following", "same", "that")
"""Words that point into the story; `this`, `last`, `coming` point from the day of publication."""
ORDINAL = {word: at for at, word in enumerate(ORDINALS, 1)}


# ---------------------------------------------------------------- words into figures


_FRACTION = re.compile(r"(\d+) ?([½¼¾]|\d/\d)")
_PARTS_OF_ONE = {"½": 0.5, "¼": 0.25, "¾": 0.75}


def _quotient(written: str) -> float | None:
    above, _, below = written.partition("/")
    return int(above) / int(below) if below != "0" else None


def number(words: str) -> float | None:
    """The figure that number words stand for; `None` for "several" and its like."""
    words = words.lower().replace("-", " ").replace(",", "")
    try:
        return float(words)
    except ValueError:
        pass
    fraction = _FRACTION.fullmatch(words)
    if fraction:
        part = _PARTS_OF_ONE.get(fraction[2]) or _quotient(fraction[2])
        return None if part is None else float(fraction[1]) + part
    first, _, last = words.rpartition(" ")
    if last in ("hundred", "thousand"):
        return (number(first) or 1) * (100 if last == "hundred" else 1000)
    if words.endswith("single"):
        return 1
    if words.endswith("dozen"):
        return 12
    total = 0
    for word in words.split():
        if word in TENS:
            total += 10 * TENS.index(word) + 20
        elif word in SMALL:
            total += SMALL.index(word)
        elif word not in ("a", "an"):
            return None
    return float(total or 1)


def ordinal(word: str) -> int:
    """The figure of `third` or `3rd`."""
    word = word.lower()
    return ORDINAL.get(word) or (21 if word.startswith("twenty") else int(word[:-2]))


def unit_of(word: str) -> str:
    """The unit in the singular."""
    word = word.lower()
    if word.startswith("centur"):
        return "century"
    return "millennium" if word.startswith("millenn") else word.removesuffix("s")


def month_of(word: str) -> int:
    """1 to 12, from a name or its abbreviation."""
    return next(at for at, name in enumerate(MONTHS, 1) if name.startswith(word.lower()[:3]))


def weekday_of(word: str) -> int:
    """1 (Monday) to 7, from a name or its abbreviation."""
    return next(at for at, name in enumerate(WEEKDAYS, 1) if name.startswith(word.lower()[:3]))


def pointer(words: str) -> tuple[int, bool]:
    """How many units on `last`, `the following` ... point, and whether they point into the story."""
    words = words.lower()
    key = next((word for word in words.split() if word in ("last", "past", "coming", "same")), words.split()[-1])
    return STEP[key], key in _TOLD or words == "the next"


def base_of(words: str, scene: Scene) -> tuple[int, str | None]:
    """How many units on such words point, and from which date."""
    step, told = pointer(words)
    return step, (scene.told if told else scene.today)


def full_year(digits: str, scene: Scene) -> int:
    """The year that two digits mean: the century of the story, else no later than publication."""
    if scene.last and scene.narrative and scene.last[:4].isdigit():
        century = int(scene.last[:2]) * 100
        return century + int(digits) - (100 if century + int(digits) > int(scene.last[:4]) + 20 else 0)
    newest = (scene.published.year if scene.published else 2029) + 5
    return max(int(digits) + century for century in (1800, 1900, 2000) if int(digits) + century <= max(newest, 1900))
