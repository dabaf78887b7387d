"""Readings of times that are counted from the day of publication or from what was told before."""

from dragoman.ground.times.calendar import Unit, bounds, coarsen, shift, weekday_near
from dragoman.ground.times.clock import telling_day
from dragoman.ground.times.scene import (
    SEASONS_BY_NAME,
    STEP,
    UNKNOWN,
    Groups,
    Meaning,
    Reader,
    Scene,
    base_of,
    unit_of,
    weekday_of,
)
from dragoman.ground.times.spans import count_of, period

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
    step, base = base_of(groups["which"], scene) if "which" in groups else (0, scene.today)
    days = bounds(base) if base else None
    if days is None:
        return Meaning("DATE", f"XXXX-WXX-{weekday}")
    if "after" in groups:
        monday = shift(days[0].isoformat(), 7 * STEP[groups["after"].lower()] + weekday - days[0].isoweekday(), "day")
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
    step, base = base_of(which, scene)
    if word in SEASONS_BY_NAME:
        return _season_rel(SEASONS_BY_NAME[word], step, base)
    if word in ("decade", "century") and which in ("the next", "the last"):
        return Meaning("DURATION", period(word, 1))
    unit: Unit = word  # type: ignore[assignment]  # the rule's pattern lets no other word in
    if base is None and unit in UNKNOWN:
        return Meaning("DATE", UNKNOWN[unit])
    value = shift(base, step, unit) if base else None
    if value is None and not scene.narrative and scene.today:
        base, value = scene.today, shift(scene.today, step, unit)
    return Meaning("DATE", value or UNKNOWN[unit], base if value else None)


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


def _unit_before(groups: Groups, scene: Scene) -> Meaning:
    """`the week before`: the one before what was told last."""
    unit: Unit = groups["unit"].lower()  # type: ignore[assignment]
    value = shift(scene.told, 1 if groups["side"].lower() == "after" else -1, unit) if scene.told else None
    return Meaning("DATE", value or UNKNOWN[unit], scene.told if value else None)


def _season_rel(code: str, step: int, base: str | None) -> Meaning:
    days = bounds(base) if base else None
    if days is None:
        return Meaning("DATE", f"XXXX-{code}")
    year, now = days[0].year, days[0].month
    start = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[code]
    year -= code == "WI" and now <= 2 and step == 0  # winter begins in the year before
    year += (1 if step > 0 and now >= start else 0) - (1 if step < 0 and now < start + 3 else 0)
    return Meaning("DATE", f"{year:04}-{code}", base)


def _weekend(_: Groups, scene: Scene) -> Meaning:
    if scene.published is None:
        return Meaning("DATE", "XXXX-WXX-WE")
    weekday, tense = scene.published.isoweekday(), scene.tense()
    ahead = weekday >= 6 or tense == "FUTURE" or (weekday == 5 and tense != "PAST")
    return Meaning(
        "DATE", shift(scene.published.isoformat(), 0 if ahead else -1, "weekend") or "XXXX-WXX-WE", scene.today
    )


def _unit_the(groups: Groups, scene: Scene) -> Meaning | None:
    """`that year`; `the year` only as part of `the end of the year`, which its modifier shows."""
    unit: Unit = groups["unit"].lower()  # type: ignore[assignment]
    base = scene.told if groups["the"].lower() == "that" or scene.narrative else scene.today
    if unit == "day":
        base = telling_day(scene)
    value = coarsen(base, unit) if base else None
    return Meaning("DATE", value or UNKNOWN[unit], base if value else None)


def _months_end(groups: Groups, scene: Scene) -> Meaning:
    unit: Unit = "month" if groups.get("unit", "year").lower() == "month" else "year"
    value = coarsen(scene.told, unit) if scene.told else None
    return Meaning("DATE", value or UNKNOWN[unit], scene.told if value else None, "MID" if "mid" in groups else "END")


_AGO = ("ago", "hence", "from now", "on")
BACK = ("ago", "earlier", "before", "previously", "prior")
"""Words that count backwards."""


def _offset(groups: Groups, scene: Scene) -> Meaning | None:
    """`eight months later`: counted in its own unit from the story, or from publication (`ago`, `from now`)."""
    to, unit = groups["to"].lower(), unit_of(groups["unit"])
    sign = -1 if to in BACK else 1
    vague = Meaning("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF")
    count = count_of(groups)
    if to == "on" and count is None:
        return None
    base = (scene.today or scene.told) if to in _AGO and to != "on" else scene.told
    if unit in SEASONS_BY_NAME and count and base:
        year = shift(base, sign * int(count), "year")
        return Meaning("DATE", f"{year}-{SEASONS_BY_NAME[unit]}", base) if year else vague
    if count is None or base is None:
        return (
            vague
            if count is None or unit in ("second", "minute", "hour")
            else Meaning("DATE", UNKNOWN.get(unit, vague.value))
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
    return Meaning("DATE", "PAST_REF" if groups["to"].lower() in BACK else "FUTURE_REF")


READERS: dict[str, Reader] = {
    "dayafter": _day_after,
    "today": _today,
    "nextday": _next_day,
    "weekdayrel": _weekday_rel,
    "weekday": _weekday,
    "unitrel": _unit_rel,
    "weekend": _weekend,
    "sameperiod": _same_period,
    "yearbefore": _year_before,
    "unitbefore": _unit_before,
    "unitthe": _unit_the,
    "monthsend": _months_end,
    "offset": _offset,
    "vagueoffset": _vague_offset,
}
