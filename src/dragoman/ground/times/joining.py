"""A day and a time of day that stand together, and what becomes of them."""

import re
from collections.abc import Iterator

from dragoman.ground.times.rules import words
from dragoman.ground.times.scene import Found
from dragoman.ground.times.values import day_and_time

DAYS = frozenset(words("today weekday monthday daymonth weekdayrel nextday iso slashed dayafter bareday holiday"))
"""Rules that read a day of the calendar."""
_CLOCKS = frozenset(words("clock noon dayof partin"))
_JOINT = re.compile(r"(?: ?,)?(?:[^\S\n]{1,3}(?:on|of|at|the|in the)){0,3}[^\S\n]{0,3}")
"""What may stand between a day and a time of day that belong together."""
_TWO = re.compile(r"\b(?:on|at)\b")
"""Prepositions that make a second expression of what follows them; none begins with one (TimeML)."""


def joined(text: str, found: list[Found]) -> Iterator[Found]:
    """The expressions, a day and a time of day beside each other made one: `Wednesday evening`, `9 a.m. Monday`.

    `22:40 on Monday` stays two, the time with the day that the other names; a part of a day alone is none.
    """
    waiting: Found | None = None
    for one in found:
        both = _join(text, waiting, one) if waiting else None
        if waiting and both and _TWO.search(text, waiting.end, one.start):
            first = waiting.rule in _CLOCKS
            yield waiting._replace(meaning=both.meaning) if first else waiting
            waiting = one if first else one._replace(meaning=both.meaning, rule="joined")
            continue
        if both is None and waiting is not None and waiting.rule != "part":
            yield waiting
        waiting = both or one
    if waiting is not None and waiting.rule != "part":
        yield waiting


def _join(text: str, first: Found, second: Found) -> Found | None:
    if not _JOINT.fullmatch(text, first.end, second.start):
        return None
    if first.rule == "joined" and second.rule == "part":
        return first._replace(end=second.end)  # 9:30 p.m. Saturday night
    overnight = first.rule == "part" and text[first.start : first.end].lower() == "overnight"
    if (first.rule in _CLOCKS or overnight) and second.rule in DAYS:
        time, day = first, second
    elif first.rule in DAYS and second.rule in _CLOCKS | {"part"}:
        time, day = second, first
    else:
        return None
    meaning = day_and_time(day.meaning, time.meaning)
    return Found(first.start, second.end, meaning, "joined") if meaning else None
