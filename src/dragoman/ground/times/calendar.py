"""Arithmetic of TIMEX3 values: which days one covers, the same at a coarser grain, the same some units on.

A value here is a TIMEX3 date: `2015-11-24`, `2015-11`, `2015`, `199` (a decade), `19` (a century), `2015-W48`,
`2015-Q4`, `2015-H2`, `2015-SU`, `BC0490`, with or without a time of day. Nothing raises: what cannot be computed is
`None`. Weeks are ISO 8601's, seasons meteorological and northern (winter runs from December into the next year).
"""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

Unit = Literal["day", "weekend", "week", "month", "season", "quarter", "half", "year", "decade", "century"]
Days = tuple[date, date]

SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""First month of each season."""
_ORDER: tuple[Unit, ...] = ("day", "weekend", "week", "month", "season", "quarter", "half", "year", "decade", "century")
_VALUE = re.compile(
    r"(?P<bc>BC)?(?P<year>\d{2,4})(?:-(?:W(?P<week>\d\d)(?:-(?P<weekend>WE))?|Q(?P<quarter>[1-4])|H(?P<half>[12])"
    r"|(?P<season>SP|SU|FA|WI)|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?(?P<time>T\S+)?"
)
_FINEST_FIRST: tuple[Unit, ...] = ("weekend", "week", "quarter", "half", "season", "day", "month")
_BY_WIDTH: dict[int, Unit] = {4: "year", 3: "decade", 2: "century"}
_YEARS = {"year": 1, "decade": 10, "century": 100}


def bounds(value: str) -> Days | None:
    """First and last day that a value covers; `None` where it is vague, incomplete, impossible or before year 1."""
    found = _VALUE.fullmatch(value)
    if found is None or found["bc"]:
        return None
    try:
        return _bounds(found)
    except (ValueError, OverflowError):
        return None


def _bounds(found: re.Match[str]) -> Days:
    digits = found["year"]
    year = int(digits)
    if len(digits) < 4:
        width = 10 ** (4 - len(digits))
        return date(max(year * width, 1), 1, 1), date(year * width + width - 1, 12, 31)
    if found["week"]:
        monday = date.fromisocalendar(year, int(found["week"]), 1)
        return monday + timedelta(5 if found["weekend"] else 0), monday + timedelta(6)
    if found["day"]:
        day = date(year, int(found["month"]), int(found["day"]))
        return day, day
    first, months = _months(found)
    return date(year, first, 1), _last_day(year, first + months - 1)


def _months(found: re.Match[str]) -> tuple[int, int]:
    """First month and how many, of a value as coarse as a month or coarser."""
    if found["month"]:
        return int(found["month"]), 1
    if found["season"]:
        return SEASONS[found["season"]], 3
    if found["quarter"]:
        return 3 * int(found["quarter"]) - 2, 3
    return (6 * int(found["half"]) - 5, 6) if found["half"] else (1, 12)


def _last_day(year: int, month: int) -> date:
    """Last day of a month, where months run on past 12 into the next year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, days_in(year, month))


def days_in(year: int, month: int) -> int:
    """Days of a month, 1 to 12; February of year 0 or of an unknown one (0) has 29."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


@lru_cache(maxsize=4096)
def grain(value: str) -> Unit | None:
    """The unit a value counts in; `None` where it is no date with a known year."""
    found = _VALUE.fullmatch(value)
    if found is None:
        return None
    for unit in _FINEST_FIRST:
        if found[unit]:
            return unit
    return _BY_WIDTH[len(found["year"])]


def finer_or_same(value: str, unit: Unit) -> bool:
    """Whether a value says at least which `unit` it is in."""
    own = grain(value)
    return own is not None and _ORDER.index(own) <= _ORDER.index(unit)


def coarsen(value: str, unit: Unit) -> str | None:
    """The `unit` a value lies in: `1966-02-17` as a month is `1966-02`; `None` where the value does not say."""
    return shift(value, 0, unit)


def shift(value: str, count: int, unit: Unit) -> str | None:
    """The `unit` that lies `count` units after the one a value is in, negative for before.

    Eight months after `1966-02-17` is `1966-10`. `None` where the value is coarser than the unit or a year leaves
    what dates can hold.
    """
    if unit in _YEARS:
        return _shift_years(value, count, unit)
    days = bounds(value)
    if days is None or not (finer_or_same(value, unit) or unit in ("quarter", "season", "half")):
        return None
    try:
        return _shift_days(days[0], count, unit)
    except (ValueError, OverflowError):
        return None


def _shift_years(value: str, count: int, unit: Unit) -> str | None:
    found = _VALUE.fullmatch(value)
    if found is None or not finer_or_same(value, unit):
        return None
    digits = found["year"]
    year = int(digits) * 10 ** (4 - len(digits))
    if found["bc"]:
        # years before Christ count backwards; decades and centuries of them are rare enough to leave
        return f"BC{year - count:04}" if unit == "year" and 0 < year - count <= 9999 else None
    year += count * _YEARS[unit]
    return f"{year:04}"[: 5 - len(str(_YEARS[unit]))] if 0 < year <= 9999 else None


def _shift_days(start: date, count: int, unit: Unit) -> str:
    if unit == "day":
        return (start + timedelta(count)).isoformat()
    if unit in ("week", "weekend"):
        return week_of(start + timedelta(7 * count)) + ("-WE" if unit == "weekend" else "")
    months = {"month": 1, "quarter": 3, "season": 3, "half": 6}[unit]
    if unit == "season":
        return _season(start.year * 12 + start.month - 1 + 3 * count)
    index = start.year * 12 + start.month - 1 + months * count
    year, month = index // 12, index % 12
    if not 0 < year <= 9999:
        raise ValueError(year)
    return (
        f"{year:04}-"
        + {"month": f"{month + 1:02}", "quarter": f"Q{month // 3 + 1}", "half": f"H{month // 6 + 1}"}[unit]
    )


def _season(index: int) -> str:
    """The season of a month counted from year 0: January and February belong to the winter of the year before."""
    year, month = (index - 2) // 12, (index - 2) % 12
    if not 0 < year <= 9999:
        raise ValueError(year)
    return f"{year:04}-{('SP', 'SU', 'FA', 'WI')[month // 3]}"


def week_of(day: date) -> str:
    """The ISO week of a day: `2015-W48`."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def weekday_near(day: date, weekday: int, step: int) -> date | None:
    """The nearest day of that weekday (Monday is 1): after the day for step 1, before it for -1, on or before for 0."""
    ahead = (weekday - day.isoweekday()) % 7
    days = {1: ahead or 7, 0: ahead - 7 if ahead else 0}.get(step, ahead - 7)
    try:
        return day + timedelta(days)
    except OverflowError:
        return None
