"""What each rule of `rules.py` means: from its groups and the scene they stand in to a TIMEX3 type and value.

A reading is made against the scene only: the publication date, what was narrated last, the tense. Where those do not
say, the value keeps its `X`s (`XXXX-WXX-2`); nothing here knows today's date. Conventions are TimeML's (TIMEX3) and,
for what the guidelines leave open, HeidelTime's: "two weeks later" counts in weeks, "two years later" in years.
"""

from dragoman.ground.times import clock, dates, periods, spans, story
from dragoman.ground.times.calendar import grain
from dragoman.ground.times.scene import Meaning, Reader

READERS: dict[str, Reader] = dates.READERS | periods.READERS | clock.READERS | story.READERS | spans.READERS
"""What reads each rule."""


def day_and_time(day: Meaning, time: Meaning) -> Meaning | None:
    """A day and a time of day that stand together, as one time; `None` where the day is none."""
    hour = "T" + time.value.partition("T")[2]
    whole = grain(day.value) == "day" or (day.value.startswith("XXXX-") and len(day.value) in (10, 11))
    mod = day.mod or time.mod
    return Meaning("TIME", day.value.partition("T")[0] + hour, day.anchor, mod) if whole else None
