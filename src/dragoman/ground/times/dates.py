"""Readings of dates that are named: days, months, seasons, holidays."""

from datetime import timedelta

from dragoman.ground.times.calendar import (
    SEASONS,
    bounds,
    coarsen,
    days_in,
    finer_or_same,
    shift,
    week_of,
    weekday_near,
)
from dragoman.ground.times.holidays import holiday_in, month_and_day
from dragoman.ground.times.scene import (
    SEASONS_BY_NAME,
    Groups,
    Meaning,
    Reader,
    Scene,
    base_of,
    full_year,
    month_of,
    ordinal,
)

# ---------------------------------------------------------------- dates with a year, or in search of one


def said_year(groups: Groups, scene: Scene) -> tuple[str | None, str | None]:
    """The year an expression names, as a value, and what it was resolved against."""
    if "year" in groups:
        return (f"BC{int(groups['year']):04}" if "bc" in groups else f"{int(groups['year']):04}"), None
    if "yy" in groups:
        return str(full_year(groups["yy"], scene)), scene.last
    if "yrel" in groups:
        step, base = base_of(groups["yrel"], scene)
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


_SOON = 30
"""Days that a date told in the past may lie ahead of publication: what was set for it, or a page wrongly dated."""


def _published_year(month: int, day: int | None, scene: Scene) -> str:
    """The year of a date in the news: the one that puts it nearest, the past first where the tense does not say."""
    published = scene.published
    assert published is not None
    tense = scene.tense()
    here = (published.month, published.day if day else 0)
    there = (month, day or 0)
    year = published.year
    ahead = tense == "FUTURE" or (tense == "PRESENT" and day is not None)
    days = 30 * (there[0] - here[0]) + there[1] - here[1]
    if there < here and ahead and (here[0] - there[0]) >= 3:
        year += 1
    elif there > here and not ahead and (day is None or (tense == "PAST" and days > _SOON) or days > 150):
        year -= 1
    return f"{year:04}"


def find_year(month: int, day: int | None, groups: Groups, scene: Scene) -> tuple[str, str | None]:
    """The year of a month or day as far as known, `XXXX` else, and what it was resolved against.

    In a story it is the year told of, in the news the one that the tense points to.
    """
    if any(name in groups for name in ("year", "yy", "yrel", "y2", "samemonthyear")):
        year, anchor = said_year(groups, scene)
        if year and "month2" in groups and month > month_of(groups["month2"]):
            year = shift(year, -1, "year")  # from November 15 to February 15, 1989
        return year or "XXXX", anchor
    if scene.narrative and scene.last:
        return _told_year(month, scene.last) or "XXXX", scene.last
    if scene.published:
        return _published_year(month, day, scene), scene.today
    return "XXXX", None


def _month_day(groups: Groups, scene: Scene) -> Meaning | None:
    month, day = month_of(groups["month"]), int(groups["day"])
    year, anchor = find_year(month, day, groups, scene)
    if day > days_in(int(year) if year.isdigit() else 0, month):
        return None
    return Meaning("DATE", f"{year}-{month:02}-{day:02}", anchor if year != "XXXX" else None)


def _month_year(groups: Groups, scene: Scene) -> Meaning:
    month = month_of(groups["month"])
    year, anchor = find_year(month, None, groups, scene)
    return Meaning("DATE", f"{year}-{month:02}", anchor if year != "XXXX" else None)


def _month_rel(groups: Groups, scene: Scene) -> Meaning:
    """`last October` and `next October` are the nearest that way, `this October` is this year's."""
    month = month_of(groups["month"])
    step, base = base_of(groups["which"], scene)
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
        return Meaning("TIME", f"{groups['value']}T{groups['clock']}" + ("Z" if "zulu" in groups else ""))
    return Meaning("DATE", groups["value"])


def _slashed(groups: Groups, scene: Scene) -> Meaning | None:
    """Month first with slashes (US custom) unless that cannot be; day first with full stops."""
    first, second = int(groups["first"]), int(groups["second"])
    month, day = (second, first) if groups["sep"] == "." or first > 12 else (first, second)
    year = groups["year"] if len(groups["year"]) == 4 else str(full_year(groups["year"], scene))
    value = f"{year}-{month:02}-{day:02}"
    return Meaning("DATE", value) if bounds(value) else None


def _september_11(_: Groups, __: Scene) -> Meaning:
    """The attacks of that name are those of 2001, whatever the year of the text."""
    return Meaning("DATE", "2001-09-11")


def _bare_day(groups: Groups, scene: Scene) -> Meaning | None:
    """`the 28th`: of the month that the story has come to."""
    step, base = base_of(groups["which"], scene) if "which" in groups else (0, scene.told)
    if base == scene.today and "which" not in groups:
        base = None
    month = shift(base, step, "month") if base else None
    if month is None or int(groups["day"]) > days_in(int(month[:4]), int(month[5:7])):
        return None
    return Meaning("DATE", f"{month}-{int(groups['day']):02}", base)


def _pointed_holiday(name: str, which: str, scene: Scene) -> Meaning | None:
    """`last Easter` and `next Easter` are the nearest that way."""
    step, base = base_of(which, scene)
    days = bounds(base) if base and step else None
    if days is None:
        return None
    near = [day for more in (-1, 0, 1) if (day := holiday_in(name, days[0].year + more))]
    side = [day for day in near if (day < days[0] if step < 0 else day > days[0])]
    return Meaning("DATE", side[-1 if step < 0 else 0].isoformat(), base) if side else None


def _holiday(groups: Groups, scene: Scene) -> Meaning:
    """A named day, of the year it stands with."""
    name = groups["holiday"]
    pointed = _pointed_holiday(name, groups["which"], scene) if "which" in groups else None
    if pointed:
        return pointed
    near = holiday_in(name, scene.published.year if scene.published else 2000)
    month, day = month_and_day(name) or ((near.month, near.day) if near else (1, 1))
    year, anchor = find_year(month, day, groups, scene)
    exact = holiday_in(name, int(year)) if year.isdigit() else None
    if exact:
        return Meaning("DATE", exact.isoformat(), anchor)
    return Meaning("DATE", f"{year}-{month:02}-{day:02}" if month_and_day(name) else year)


def _season(groups: Groups, scene: Scene) -> Meaning | None:
    """A season, of the year it names, else of the year told of; in the news the one that the tense points to."""
    code = SEASONS_BY_NAME[groups["season"].lower()]
    if any(name in groups for name in ("year", "yy", "yrel", "y2")):
        return Meaning("DATE", f"{said_year(groups, scene)[0] or 'XXXX'}-{code}", said_year(groups, scene)[1])
    base = scene.last if scene.narrative and scene.last else scene.today
    year = coarsen(base, "year") if base else None
    if year and base == scene.today and scene.published:
        now, first = scene.published.month, SEASONS[code]
        tense = scene.tense()
        if (now <= 2 and code == "WI" and tense != "FUTURE") or (now < first and tense == "PAST"):
            year = shift(year, -1, "year")
        elif now > first + 2 and tense == "FUTURE":
            year = shift(year, 1, "year")
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


READERS: dict[str, Reader] = {
    "iso": _iso,
    "slashed": _slashed,
    "daymonth": _month_day,
    "monthday": _month_day,
    "september11": _september_11,
    "monthdays": _month_day,
    "dayrange": _month_day,
    "bareday": _bare_day,
    "monthyear": _month_year,
    "monthrel": _month_rel,
    "monthrange": _month_year,
    "month": _month_year,
    "holiday": _holiday,
    "seasonrange": _season,
    "seasonyear": _season,
    "season": _season,
    "yearseason": _season,
    "weekof": _week_of,
}
