"""Days that bear a name, of `data/times/holidays.tsv`: `Thanksgiving`, `Good Friday`."""

from datetime import date, timedelta

from dragoman.ground.times.calendar import days_in, weekday_near
from dragoman.settings import DATA

_WEEKDAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")


def _read() -> dict[str, str]:
    lines = (DATA / "times/holidays.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {name.lower(): when for name, when in rows}


HOLIDAYS = _read()
"""When each named day is, by its name in lower case with straight apostrophes."""


def month_and_day(name: str) -> tuple[int, int] | None:
    """Month and day of a holiday that is on the same date every year."""
    month, _, day = HOLIDAYS[name.lower().replace("’", "'")].partition("-")
    return (int(month), int(day)) if day.isdigit() and month.isdigit() else None


def holiday_in(name: str, year: int) -> date | None:
    """The day a holiday is on in a year; `None` for a year that dates cannot hold."""
    fixed = month_and_day(name)
    try:
        if fixed:
            return date(year, *fixed)
        first, *rest = HOLIDAYS[name.lower().replace("’", "'")].split()
        if first == "EASTER":
            return easter(year) + timedelta(int(rest[0]))
        return _nth(year, int(first), _WEEKDAYS.index(rest[0]) + 1, int(rest[1]))
    except (ValueError, OverflowError):
        return None


def _nth(year: int, month: int, weekday: int, count: int) -> date | None:
    """The `count`-th such weekday of a month, counted from its end when negative."""
    if count < 0:
        last = weekday_near(date(year, month, days_in(year, month)), weekday, 0)
        return last and last - timedelta(7 * (-count - 1))
    first = weekday_near(date(year, month, 1) - timedelta(1), weekday, 1)
    return first and first + timedelta(7 * (count - 1))


def easter(year: int) -> date:
    """Easter Sunday of the western churches, by the anonymous Gregorian computus (Meeus, Jones and Butcher)."""
    golden, century, rest = year % 19, year // 100, year % 100
    skipped = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - skipped - rest % 4) % 7
    late = (golden + 11 * skipped + 22 * weekday) // 451
    month, day = divmod(skipped + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
