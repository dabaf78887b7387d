"""What each rule of `timex_rules.py` means: from a rule's groups and the scene they stand in to a TIMEX3 type and value.

A reading is made against the scene only: the publication date, what was narrated last, the tense. Where those do not say,
the value keeps its `X`s (`XXXX-WXX-2`); nothing here knows today's date. Conventions are TimeML's (TIMEX3) and, for
what the guidelines leave open, HeidelTime's documented ones: "two weeks later" counts in weeks, "two years later" in years.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Literal, NamedTuple

from dragoman.ground.calendar import (
    Unit,
    bounds,
    coarsen,
    days_in,
    finer_or_same,
    grain,
    shift,
    week_of,
    weekday_near,
)
from dragoman.ground.timex_rules import MONTHS, ORDINALS, SMALL, TENS, WEEKDAYS
from dragoman.values import TimexType

Tense = Literal["PAST", "FUTURE", "UNKNOWN"]
Groups = Mapping[str, str]


class Scene(NamedTuple):
    """What an expression may be resolved against."""

    published: date | None
    narrative: bool
    """Whether dates without a year belong to the story told, not to the time of publication."""
    last: str | None
    """The date narrated last."""
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
        return self.last or self.today


class Meaning(NamedTuple):
    """Type, value, and the date that the value was resolved against."""

    type: TimexType
    value: str
    anchor: str | None = None
    mod: str | None = None


Reader = Callable[[Groups, Scene], Meaning | None]

_UNITS = {"second": "S", "minute": "M", "hour": "H", "day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}
_TENFOLD = {"decade": 10, "century": 100, "millennium": 1000}
_PARTS = {
    "morning": "TMO", "dawn": "TMO", "daybreak": "TMO", "noon": "T12:00", "midday": "T12:00", "lunchtime": "TMI",
    "afternoon": "TAF", "evening": "TEV", "dusk": "TEV", "night": "TNI", "overnight": "TNI", "midnight": "T24:00",
}  # fmt: skip
_SEASON = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
_UNKNOWN: dict[str, str] = {
    "day": "XXXX-XX-XX", "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "quarter": "XXXX-QX",
    "half": "XXXX-HX", "year": "XXXX", "decade": "XXX", "century": "XX",
}  # fmt: skip
_STEP = {
    "this": 0, "current": 0, "same": 0, "that": 0, "last": -1, "past": -1, "previous": -1, "preceding": -1,
    "next": 1, "following": 1, "coming": 1,
}  # fmt: skip
_TOLD = ("previous", "preceding", "following", "same", "that")
"""Words that point into the story; `this`, `last`, `coming` point from the day of publication."""
_ORDINAL = {word: at for at, word in enumerate(ORDINALS, 1)}


# ---------------------------------------------------------------- words into figures


def number(words: str) -> float | None:
    """The figure that number words stand for; `None` for "several" and its like."""
    words = words.lower().replace("-", " ").replace(",", "")
    try:
        return float(words)
    except ValueError:
        pass
    if words.endswith("hundred"):
        return 100
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
    return _ORDINAL.get(word) or (21 if word.startswith("twenty") else int(word[:-2]))


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


def _pointer(words: str) -> tuple[int, bool]:
    """How many units on `last`, `the following` ... point, and whether they point into the story."""
    words = words.lower()
    key = next((word for word in words.split() if word in ("last", "past", "coming", "same")), words.split()[-1])
    return _STEP[key], key in _TOLD or words == "the next"


def _base(words: str, scene: Scene) -> tuple[int, str | None]:
    step, told = _pointer(words)
    return step, (scene.told if told else scene.today)


def _full_year(digits: str, scene: Scene) -> int:
    """The year that two digits mean: the century of the story, else no later than publication."""
    if scene.last and scene.narrative and scene.last[:4].isdigit():
        century = int(scene.last[:2]) * 100
        return century + int(digits) - (100 if century + int(digits) > int(scene.last[:4]) + 20 else 0)
    newest = (scene.published.year if scene.published else 2029) + 5
    return max(int(digits) + century for century in (1800, 1900, 2000) if int(digits) + century <= max(newest, 1900))


# ---------------------------------------------------------------- dates with a year, or in search of one


def _said_year(groups: Groups, scene: Scene) -> tuple[str | None, str | None]:
    """The year an expression names, as a value, and what it was resolved against."""
    if "year" in groups:
        return (f"BC{int(groups['year']):04}" if "bc" in groups else f"{int(groups['year']):04}"), None
    if "yy" in groups:
        return str(_full_year(groups["yy"], scene)), scene.last
    if "yrel" in groups:
        step, base = _base(groups["yrel"], scene)
        return (shift(base, step, "year") if base else None), base
    if "y2" in groups or "samemonthyear" in groups:
        return (coarsen(scene.told, "year") if scene.told else None), scene.told
    return None, None


def _told_year(month: int, last: str) -> str | None:
    """The year of a month in a story that has come to `last`: stories go on, so rather ahead than back."""
    year = coarsen(last, "year")
    days = bounds(last)
    if year is None or days is None or not finer_or_same(last, "season"):
        return year
    ahead = month - days[0].month
    return shift(year, 1, "year") if ahead <= -10 else year


def _published_year(month: int, day: int | None, scene: Scene) -> str:
    """The year of a date in the news: the one that puts it nearest, the past first where the tense does not say."""
    published = scene.published
    assert published is not None
    tense = scene.tense()
    here = (published.month, published.day if day else 0)
    there = (month, day or 0)
    year = published.year
    if there < here and tense == "FUTURE" and (here[0] - there[0]) >= 3:
        year += 1
    elif there > here and tense != "FUTURE" and (day is None or tense == "PAST" or there[0] - here[0] > 5):
        year -= 0 if day and there[0] - here[0] <= 1 else 1
    return f"{year:04}"


def _find_year(month: int, day: int | None, groups: Groups, scene: Scene) -> tuple[str, str | None]:
    if any(name in groups for name in ("year", "yy", "yrel", "y2", "samemonthyear")):
        year, anchor = _said_year(groups, scene)
        return year or "XXXX", anchor
    if scene.narrative and scene.last:
        return _told_year(month, scene.last) or "XXXX", scene.last
    if scene.published:
        return _published_year(month, day, scene), scene.today
    return "XXXX", None


def _month_day(groups: Groups, scene: Scene) -> Meaning | None:
    month, day = month_of(groups["month"]), int(groups["day"])
    year, anchor = _find_year(month, day, groups, scene)
    if day > days_in(int(year) if year.isdigit() else 0, month):
        return None
    return Meaning("DATE", f"{year}-{month:02}-{day:02}", anchor if year != "XXXX" else None)


def _month_year(groups: Groups, scene: Scene) -> Meaning:
    month = month_of(groups["month"])
    year, anchor = _find_year(month, None, groups, scene)
    return Meaning("DATE", f"{year}-{month:02}", anchor if year != "XXXX" else None)


def _month_rel(groups: Groups, scene: Scene) -> Meaning:
    """`last October` and `next October` are the nearest that way, `this October` is this year's."""
    month = month_of(groups["month"])
    step, base = _base(groups["which"], scene)
    days = bounds(base) if base else None
    if days is None:
        return Meaning("DATE", f"XXXX-{month:02}")
    past = days[0].month > month if step < 0 else days[0].month >= month
    year = days[0].year + {-1: 0 if past else -1, 0: 0, 1: 1 if past else 0}[step]
    return Meaning("DATE", f"{year:04}-{month:02}", base)


def _iso(groups: Groups, _: Scene) -> Meaning | None:
    if not bounds(groups["value"]):
        return None
    if "clock" in groups:
        return Meaning("TIME", f"{groups['value']}T{groups['clock']}")
    return Meaning("DATE", groups["value"])


def _slashed(groups: Groups, scene: Scene) -> Meaning | None:
    """Month first with slashes (US custom) unless that cannot be; day first with full stops."""
    first, second = int(groups["first"]), int(groups["second"])
    month, day = (second, first) if groups["sep"] == "." or first > 12 else (first, second)
    year = groups["year"] if len(groups["year"]) == 4 else str(_full_year(groups["year"], scene))
    value = f"{year}-{month:02}-{day:02}"
    return Meaning("DATE", value) if bounds(value) else None


def _bare_day(groups: Groups, scene: Scene) -> Meaning | None:
    """`the 28th`: of the month that the story has come to."""
    base = scene.told if scene.narrative or scene.last else None
    step = _pointer(groups["which"])[0] if "which" in groups else 0
    month = shift(base, step, "month") if base else None
    if month is None or int(groups["day"]) > days_in(int(month[:4]), int(month[5:7])):
        return None
    return Meaning("DATE", f"{month}-{int(groups['day']):02}", base)


def _holiday(groups: Groups, scene: Scene) -> Meaning:
    name = groups["holiday"].lower()
    month, day = (12, 31 if "new" in name else 24) if "eve" in name else (1, 1) if "new" in name else (12, 25)
    if name == "boxing day":
        day = 26
    year, anchor = _find_year(month, day, groups, scene)
    return Meaning("DATE", f"{year}-{month:02}-{day:02}", anchor if year != "XXXX" else None)


def _season(groups: Groups, scene: Scene) -> Meaning | None:
    """A season; the bare word only after `the`, `in`, `this` and their like (`fall` and `spring` are verbs too)."""
    code = _SEASON[groups["season"].lower()]
    if any(name in groups for name in ("year", "yy", "yrel", "y2")):
        return Meaning("DATE", f"{_said_year(groups, scene)[0] or 'XXXX'}-{code}", _said_year(groups, scene)[1])
    the = groups.get("the", "").strip().lower()
    if not the or (groups["season"].lower() in ("fall", "spring") and the == "the" and not scene.narrative):
        return None
    base = scene.last if scene.narrative and scene.last else scene.today
    year = coarsen(base, "year") if base else None
    return Meaning("DATE", f"{year or 'XXXX'}-{code}", base if year else None)


def _week_of(groups: Groups, scene: Scene) -> Meaning:
    value = _month_year(groups, scene)
    days = bounds(value.value)
    if days is None:
        return Meaning("DATE", "XXXX-WXX")
    which = groups["which"].lower()
    # a week belongs to the month of its Thursday, as ISO 8601 has it for years
    first, last = weekday_near(days[0] - timedelta(1), 4, 1), weekday_near(days[1], 4, 0)
    week = (
        week_of(last)
        if which == "last" and last
        else shift(week_of(first), ordinal(which) - 1, "week")
        if first
        else None
    )
    return Meaning("DATE", week or "XXXX-WXX", value.anchor)


# ---------------------------------------------------------------- quarters to centuries


def _quarter(groups: Groups, scene: Scene) -> Meaning:
    word = groups.get("quarter", "").lower()
    if word == "last" and not {"year", "yy", "yrel"} & groups.keys():
        return _unit_rel({"which": "last", "unit": "quarter"}, scene)
    which = groups.get("q") or ("4" if word in ("final", "last") else str(ordinal(word)))
    if {"year", "yy", "yrel"} & groups.keys():
        year, anchor = _said_year(groups, scene)
    elif scene.published:
        # the latest of that name that has begun
        now = (scene.published.month + 2) // 3
        year, anchor = str(scene.published.year - (int(which) > now and scene.tense() != "FUTURE")), scene.today
    else:
        year, anchor = (coarsen(scene.last, "year") if scene.last else None), scene.last
    return Meaning("DATE", f"{year or 'XXXX'}-Q{which}", anchor)


def _half(groups: Groups, scene: Scene) -> Meaning:
    which = groups.get("h") or ("1" if groups["half"].lower() in ("first", "1st") else "2")
    year, anchor = _said_year(groups, scene)
    return Meaning("DATE", f"{year or 'XXXX'}-H{which}", anchor)


def _decade(groups: Groups, scene: Scene) -> Meaning:
    if "word" in groups:
        tens = TENS.index(groups["word"].lower().replace("ies", "y")) + 2
        return Meaning("DATE", f"{'19' if groups['century'].lower() == 'nineteen' else '18'}{tens}")
    if "yy" in groups:
        return Meaning("DATE", str(_full_year(groups["yy"] + "0", scene))[:3], scene.last)
    return Meaning("DATE", f"{'BC' if 'bc' in groups else ''}{groups['decade']}")


def _decade_bc(groups: Groups, _: Scene) -> Meaning:
    return Meaning("DATE", f"BC{int(groups['decade']):03}")


def _century(groups: Groups, _: Scene) -> Meaning | None:
    which = ordinal(groups["ordinal"])
    return Meaning("DATE", f"{'BC' if 'bc' in groups else ''}{which - 1:02}") if which > 0 else None


def _year(groups: Groups, scene: Scene) -> Meaning:
    return Meaning("DATE", _said_year(groups, scene)[0] or "XXXX")


def _short_year(groups: Groups, scene: Scene) -> Meaning:
    return Meaning("DATE", str(_full_year(groups.get("yy") or groups["yy2"], scene)), scene.last)


# ---------------------------------------------------------------- how often


def _every(groups: Groups, _: Scene) -> Meaning:
    if "weekday" in groups:
        return Meaning("SET", f"XXXX-WXX-{weekday_of(groups['weekday'])}")
    if "month" in groups:
        return Meaning("SET", f"XXXX-{month_of(groups['month']):02}")
    if "part" in groups:
        return Meaning("SET", f"XXXX-XX-XX{_PARTS[groups['part'].lower()]}")
    word = groups.get("every", "").lower()
    count = 2 if word == "other" else _ORDINAL.get(word) or (number(word) if word else 1) or 1
    return Meaning("SET", period(unit_of(groups["unit"]), count))


def _weekdays(groups: Groups, _: Scene) -> Meaning:
    return Meaning("SET", f"XXXX-WXX-{weekday_of(groups['weekday'])}")


_OFTEN = {"hourly": "PT1H", "daily": "P1D", "nightly": "XXXX-XX-XXTNI", "weekly": "P1W", "fortnightly": "P2W"}
_OFTEN |= {"biweekly": "P2W", "monthly": "P1M", "quarterly": "P1Q", "annual": "P1Y", "annually": "P1Y", "yearly": "P1Y"}


def _adverb(groups: Groups, _: Scene) -> Meaning:
    return Meaning("SET", _OFTEN[groups["often"].lower()])


def _rate(groups: Groups, _: Scene) -> Meaning:
    return Meaning("SET", period(unit_of(groups["unit"]), 1))


# ---------------------------------------------------------------- clock and parts of the day


def _clock(groups: Groups, scene: Scene) -> Meaning | None:
    hour, minute = _hour(groups)
    if hour is None or hour > 24:
        return None
    zone = "Z" if groups.get("zone", "").upper() in ("UTC", "GMT", "Z") else ""
    if "ahead" in groups:
        zone = f"{groups['ahead'][0]}{int(groups['ahead'][1:]):02}"
    day = _telling_day(scene)
    return Meaning("TIME", f"{day or 'XXXX-XX-XX'}T{hour:02}:{minute}{zone}", day)


def _hour(groups: Groups) -> tuple[int | None, str]:
    if "hour24" in groups:
        return int(groups["hour24"]), groups["minute24"]
    if "four" in groups:
        return int(groups["four"][:2]), groups["four"][2:]
    if "oclock" in groups:
        hour = number(groups["oclock"])
        return (
            int(hour) + (12 if groups.get("ocpart", "morning").lower() != "morning" and hour < 12 else 0)
            if hour
            else None
        ), "00"
    hour = int(groups["hour"])
    if hour > 12 or hour == 0:
        return None, ""
    return hour % 12 + (12 if groups["half"].lower().startswith("p") else 0), groups.get("minute", "00")


def _telling_day(scene: Scene) -> str | None:
    """The day that a time on the clock belongs to when none is named."""
    days = bounds(scene.day) if scene.day else None
    if days and scene.published and not scene.narrative and abs(days[0] - scene.published) > timedelta(31):
        return scene.today
    return scene.day or scene.today


def _part_of(groups: Groups, scene: Scene) -> Meaning:
    day = _telling_day(scene)
    return Meaning("TIME", (day or "XXXX-XX-XX") + _PARTS[groups["part"].lower()], day)


def _part_rel(groups: Groups, scene: Scene) -> Meaning | None:
    which, part = groups["prel"].lower(), groups["part"].lower()
    today = which in ("this", "last")
    base = scene.today if today else scene.day or scene.today
    step = -1 if which == "last" or "previous" in which else 1 if "next" in which or "following" in which else 0
    day = shift(base, step, "day") if base and which != "one" else None
    return Meaning("TIME", (day or "XXXX-XX-XX") + _PARTS[part], base if day else None)


def _part_in(groups: Groups, scene: Scene) -> Meaning | None:
    if "at" in groups:
        return Meaning("TIME", "XXXX-XX-XX" + _PARTS[groups["part"].lower()])
    return _part_of(groups, scene._replace(published=None) if not scene.day else scene)


# ---------------------------------------------------------------- from today, from the story


def _today(groups: Groups, scene: Scene) -> Meaning:
    step = {"yesterday": -1, "tomorrow": 1}.get(groups["day"].lower(), 0)
    tonight = groups["day"].lower() == "tonight"
    value = (shift(scene.today, step, "day") if scene.today else None) or "XXXX-XX-XX"
    return Meaning("TIME" if tonight else "DATE", value + ("TNI" if tonight else ""), scene.today)


def _day_after(groups: Groups, scene: Scene) -> Meaning:
    step = 2 if groups["day"].lower() == "tomorrow" else -2
    return Meaning("DATE", (shift(scene.today, step, "day") if scene.today else None) or "XXXX-XX-XX", scene.today)


def _next_day(groups: Groups, scene: Scene) -> Meaning:
    word = (groups.get("which") or groups.get("side") or "same").lower()
    step = {"next": 1, "following": 1, "after": 1, "later": 1, "same": 0}.get(word, -1)
    base = scene.day or (None if scene.narrative else scene.today)
    return Meaning("DATE", (shift(base, step, "day") if base else None) or "XXXX-XX-XX", base)


def _weekday(groups: Groups, scene: Scene) -> Meaning:
    weekday = weekday_of(groups["weekday"])
    base = scene.published
    if base is None:
        return Meaning("DATE", f"XXXX-WXX-{weekday}")
    # the day of publication itself is meant both by "met on Friday" and by "will meet on Friday"
    ahead = scene.tense() == "FUTURE" and weekday != base.isoweekday()
    day = weekday_near(base, weekday, 1 if ahead else 0)
    return Meaning("DATE", day.isoformat() if day else f"XXXX-WXX-{weekday}", base.isoformat())


def _weekday_rel(groups: Groups, scene: Scene) -> Meaning:
    weekday = weekday_of(groups.get("weekday") or groups["weekday2"])
    step, base = _base(groups["which"], scene) if "which" in groups else (0, scene.today)
    days = bounds(base) if base else None
    if days is None:
        return Meaning("DATE", f"XXXX-WXX-{weekday}")
    if "after" in groups:
        monday = shift(days[0].isoformat(), 7 * _STEP[groups["after"].lower()] + weekday - days[0].isoweekday(), "day")
        return Meaning("DATE", monday or f"XXXX-WXX-{weekday}", base)
    if "weekafter" in groups:
        step = 1
    this = step == 0 and weekday >= days[0].isoweekday()
    day = days[0] if this and weekday == days[0].isoweekday() else weekday_near(days[0], weekday, 1 if this else step)
    value = day.isoformat() if day else f"XXXX-WXX-{weekday}"
    return Meaning("DATE", (shift(value, 7, "day") or value) if "weekafter" in groups else value, base)


def _unit_rel(groups: Groups, scene: Scene) -> Meaning | None:
    """`last month`, `the following year`, `that summer`; `the past year` is a stretch of time, not a calendar year."""
    word, which = groups["unit"].lower(), groups["which"].lower()
    if "past" in which.split() and which.split()[0] != "this":
        return Meaning("DURATION", period(unit_of(word), 1))
    step, base = _base(which, scene)
    if word in _SEASON:
        return _season_rel(_SEASON[word], step, base)
    if word in ("decade", "century") and which in ("the next", "the last"):
        return Meaning("DURATION", period(word, 1))
    unit: Unit = word  # type: ignore[assignment]  # the rule's pattern lets no other word in
    if base is None and unit in _UNKNOWN:
        return Meaning("DATE", _UNKNOWN[unit])
    value = shift(base, step, unit) if base else None
    if value is None and not scene.narrative and scene.today:
        base, value = scene.today, shift(scene.today, step, unit)
    return Meaning("DATE", value or _UNKNOWN[unit], base if value else None)


def _same_period(_: Groups, scene: Scene) -> Meaning | None:
    """`the same period last year`: what was told last, a year before."""
    year = shift(scene.last, -1, "year") if scene.last else None
    if year is None or scene.last is None:
        return None
    value = year + scene.last[len(year) :]
    return Meaning("DATE", value if bounds(value) else year, scene.last)


def _year_before(_: Groups, scene: Scene) -> Meaning:
    value = shift(scene.told, -1, "year") if scene.told else None
    return Meaning("DATE", value or "XXXX", scene.told if value else None)


def _season_rel(code: str, step: int, base: str | None) -> Meaning:
    days = bounds(base) if base else None
    if days is None:
        return Meaning("DATE", f"XXXX-{code}")
    year, now = days[0].year, days[0].month
    start = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[code]
    year += (1 if step > 0 and now >= start else 0) - (1 if step < 0 and now < start + 3 else 0)
    return Meaning("DATE", f"{year:04}-{code}", base)


def _weekend(_: Groups, scene: Scene) -> Meaning:
    if scene.published is None:
        return Meaning("DATE", "XXXX-WXX-WE")
    ahead = scene.published.isoweekday() >= 5 or scene.tense() == "FUTURE"
    return Meaning(
        "DATE", shift(scene.published.isoformat(), 0 if ahead else -1, "weekend") or "XXXX-WXX-WE", scene.today
    )


def _unit_the(groups: Groups, scene: Scene) -> Meaning | None:
    """`that year`; `the year` only as part of `the end of the year`, which its modifier shows."""
    unit: Unit = groups["unit"].lower()  # type: ignore[assignment]
    base = scene.told if groups["the"].lower() == "that" or scene.narrative else scene.today
    if unit == "day":
        base = _telling_day(scene)
    value = coarsen(base, unit) if base else None
    return Meaning("DATE", value or _UNKNOWN[unit], base if value else None)


def _months_end(groups: Groups, scene: Scene) -> Meaning:
    unit: Unit = "month" if groups.get("unit", "year").lower() == "month" else "year"
    value = coarsen(scene.told, unit) if scene.told else None
    return Meaning("DATE", value or _UNKNOWN[unit], scene.told if value else None, "END")


_AGO = ("ago", "hence", "from now", "on")
_BACK = ("ago", "earlier", "before", "previously", "prior")


def _offset(groups: Groups, scene: Scene) -> Meaning | None:
    """`eight months later`: counted in its own unit from the story, or from publication (`ago`, `from now`)."""
    to, unit = groups["to"].lower(), unit_of(groups["unit"])
    sign = -1 if to in _BACK else 1
    vague = Meaning("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF")
    count = _count(groups)
    if to == "on" and count is None:
        return None
    base = (scene.today or scene.told) if to in _AGO and to != "on" else scene.told
    if count is None or base is None:
        return (
            vague
            if count is None or unit in ("second", "minute", "hour")
            else Meaning("DATE", _UNKNOWN.get(unit, vague.value))
        )
    if unit in ("second", "minute", "hour"):
        return _clock_offset(sign * count, unit, scene) or vague
    if unit == "fortnight":
        count, unit = count * 2, "week"
    if unit == "millennium":
        return vague
    if count != int(count):
        count, unit = (count * 12, "month") if unit == "year" else (float(int(count)), unit)
    step: Unit = unit  # type: ignore[assignment]
    if unit == "day" and scene.day and to not in ("ago", "hence", "from now"):
        base = scene.day
    value = shift(base, sign * int(count), step)
    if value is None and unit == "day":
        return Meaning("DATE", "XXXX-XX-XX")
    return Meaning("DATE", value, base) if value else vague


def _clock_offset(count: float, unit: str, scene: Scene) -> Meaning | None:
    if scene.clock is None:
        return None
    day, _, time = scene.clock.partition("T")
    zone = "Z" if time.endswith("Z") else ""
    seconds = {"second": 1, "minute": 60, "hour": 3600}[unit] * count
    minutes = int(time[:2]) * 60 + int(time[3:5]) + int(seconds // 60)
    moved = shift(day, minutes // 1440, "day")
    return Meaning("TIME", f"{moved}T{minutes % 1440 // 60:02}:{minutes % 60:02}{zone}", scene.clock) if moved else None


def _vague_offset(groups: Groups, _: Scene) -> Meaning:
    return Meaning("DATE", "PAST_REF" if groups["to"].lower() in _BACK else "FUTURE_REF")


# ---------------------------------------------------------------- how long


def period(unit: str, count: float | None) -> str:
    """The TIMEX3 duration: `P3D`, `PT30M`, `P50Y`, `PXM` where the count is unknown."""
    if unit == "fortnight":
        unit, count = "week", None if count is None else count * 2
    if unit in _TENFOLD and count is not None:
        unit, count = "year", count * _TENFOLD[unit]
    if unit in _TENFOLD:
        return {"decade": "PXDE", "century": "PXCE", "millennium": "PXML"}[unit]
    figure = "X" if count is None else str(int(count)) if count == int(count) else str(count)
    return f"P{'T' if unit in ('second', 'minute', 'hour') else ''}{figure}{_UNITS[unit]}"


def _count(groups: Groups) -> float | None:
    if "half" in groups:
        return 0.5
    count = 1.0 if "one" in groups else number(groups["count"]) if "count" in groups else None
    if groups.get("count", "").lower().endswith("couple of"):
        count = 2.0
    return count + 0.5 if count is not None and ("frac" in groups or "frac2" in groups) else count


def _duration(groups: Groups, _: Scene) -> Meaning | None:
    unit = unit_of(groups["unit"])
    if "quarterof" in groups:
        return Meaning("DURATION", "PT45M" if "three" in groups["quarterof"] else "PT15M") if unit == "hour" else None
    if "one" in groups and unit in ("second", "quarter") or unit == "quarter" and "word" not in groups:
        return None
    count = None if "one" in groups and groups["s"] else _count(groups)
    if count == 0.5:
        halves = {"hour": "PT30M", "year": "P6M", "day": "PT12H", "minute": "PT30S", "decade": "P5Y", "century": "P50Y"}
        return Meaning("DURATION", halves.get(unit, period(unit, 0.5)))
    return Meaning("DURATION", period(unit, count))


def _duration_range(groups: Groups, _: Scene) -> Meaning:
    return Meaning("DURATION", period(unit_of(groups["unit"]), number(groups["count"])))


def _vague_duration(groups: Groups, _: Scene) -> Meaning:
    return Meaning("DURATION", period(unit_of(groups["vague"]), None))


def _stretch(groups: Groups, scene: Scene) -> Meaning | None:
    """`the past nine days`, `the coming months`, `the next six months`."""
    which, unit = groups["which"].lower(), unit_of(groups["unit"])
    if "count" not in groups and not groups["s"] and not unit_of(groups["unit"]) == "century":
        return None
    if which == "recent":
        return Meaning("DATE", "PAST_REF")
    if "the" not in groups and "count" not in groups and which != "recent":
        return None
    count = number(groups["count"]) if "count" in groups else None
    if groups.get("count", "").lower().endswith("couple of"):
        count = 2
    return Meaning("DURATION", period(unit, count), scene.told)


# ---------------------------------------------------------------- no more exact


def _past(_: Groups, __: Scene) -> Meaning:
    return Meaning("DATE", "PAST_REF")


def _present(_: Groups, __: Scene) -> Meaning:
    return Meaning("DATE", "PRESENT_REF")


def _future(_: Groups, __: Scene) -> Meaning:
    return Meaning("DATE", "FUTURE_REF")


READERS: dict[str, Reader] = {
    "iso": _iso, "slashed": _slashed, "daymonth": _month_day, "monthday": _month_day, "monthdays": _month_day, "dayrange": _month_day,
    "bareday": _bare_day, "monthyear": _month_year, "monthrel": _month_rel, "monthrange": _month_year, "month": _month_year, "holiday": _holiday,
    "season": _season, "yearseason": _season, "weekof": _week_of, "quarter": _quarter, "half": _half, "decade": _decade,
    "decadebc": _decade_bc, "century": _century, "years": _year, "bcyear": _year, "shortyear": _short_year,
    "every": _every, "weekdays": _weekdays, "adverb": _adverb, "rate": _rate, "clock": _clock, "dayof": _part_of,
    "partrel": _part_rel, "partin": _part_in, "noon": _part_of, "dayafter": _day_after, "today": _today,
    "nextday": _next_day, "weekdayrel": _weekday_rel, "weekday": _weekday, "unitrel": _unit_rel, "weekend": _weekend,
    "sameperiod": _same_period, "yearbefore": _year_before, "part": _part_of,
    "unitthe": _unit_the, "monthsend": _months_end, "offset": _offset, "vagueoffset": _vague_offset,
    "adverbial": _vague_duration, "stretch": _stretch, "duration": _duration, "durationrange": _duration_range,
    "bareunits": _vague_duration, "past": _past, "present": _present, "future": _future,
}  # fmt: skip
"""What reads each rule."""


def day_and_time(day: Meaning, time: Meaning) -> Meaning | None:
    """A day and a time of day that stand together, as one time; `None` where the day is none."""
    clock = "T" + time.value.partition("T")[2]
    whole = grain(day.value) == "day" or day.value.startswith("XXXX-") and len(day.value) == 10
    return Meaning("TIME", day.value.partition("T")[0] + clock, day.anchor) if day.type == "DATE" and whole else None
