"""Readings of durations, of sets (how often), and of words that only say past, present or future."""

from dragoman.ground.times.scene import (
    ORDINAL,
    PARTS,
    TENFOLD,
    UNITS,
    Groups,
    Meaning,
    Reader,
    Scene,
    month_of,
    number,
    unit_of,
    weekday_of,
)

# ---------------------------------------------------------------- how often


def _every(groups: Groups, _: Scene) -> Meaning:
    if "weekday" in groups:
        return Meaning("SET", f"XXXX-WXX-{weekday_of(groups['weekday'])}")
    if "month" in groups:
        return Meaning("SET", f"XXXX-{month_of(groups['month']):02}")
    if "part" in groups:
        return Meaning("SET", f"XXXX-XX-XX{PARTS[groups['part'].lower()]}")
    word = groups.get("every", "").lower()
    if word in ("few", "several", "couple of"):
        return Meaning("SET", period(unit_of(groups["unit"]), None))
    count = 2 if word == "other" else ORDINAL.get(word) or (number(word) if word else 1) or 1
    return Meaning("SET", period(unit_of(groups["unit"]), count))


def _weekdays(groups: Groups, _: Scene) -> Meaning:
    part = PARTS[groups["part"].lower()] if "part" in groups else ""
    return Meaning("SET", f"XXXX-WXX-{weekday_of(groups['weekday'])}{part}")


_OFTEN = {"hourly": "PT1H", "daily": "P1D", "nightly": "XXXX-XX-XXTNI", "weekly": "P1W", "fortnightly": "P2W"}
_OFTEN |= {"biweekly": "P2W", "monthly": "P1M", "quarterly": "P1Q", "annual": "P1Y", "annually": "P1Y", "yearly": "P1Y"}


def _adverb(groups: Groups, _: Scene) -> Meaning:
    return Meaning("SET", _OFTEN[groups["often"].lower()])


def _rate(groups: Groups, _: Scene) -> Meaning:
    return Meaning("SET", period(unit_of(groups["unit"]), 1))


# ---------------------------------------------------------------- how long


def period(unit: str, count: float | None) -> str:
    """The TIMEX3 duration: `P3D`, `PT30M`, `P50Y`, `PXM` where the count is unknown."""
    if unit == "fortnight":
        unit, count = "week", None if count is None else count * 2
    if unit in TENFOLD and count is not None:
        unit, count = "year", count * TENFOLD[unit]
    if unit in TENFOLD:
        return {"decade": "PXDE", "century": "PXCE", "millennium": "PXML"}[unit]
    figure = "X" if count is None else str(int(count)) if count == int(count) else str(count)
    return f"P{'T' if unit in ('second', 'minute', 'hour') else ''}{figure}{UNITS[unit]}"


def count_of(groups: Groups) -> float | None:
    """The figure of a quantity, halves counted in; `None` for a vague one."""
    if "half" in groups:
        return 0.5
    count = 1.0 if "one" in groups else number(groups["count"]) if "count" in groups else None
    if groups.get("count", "").lower().endswith("couple of"):
        count = 2.0
    return count + 0.5 if count is not None and ("frac" in groups or "frac2" in groups) else count


def _duration(groups: Groups, _: Scene) -> Meaning | None:
    unit = unit_of(groups["unit"])
    if "quarterof" in groups:
        quarters = 3 if "three" in groups["quarterof"] else 1
        return Meaning("DURATION", f"PT{15 * quarters}M" if unit == "hour" else f"P{25 * quarters}Y")
    if (unit in ("second", "quarter") and "one" in groups) or (unit == "quarter" and "word" not in groups):
        return None
    if "one" in groups and groups["s"]:
        return None  # a months-long siege: the article is the siege's
    count = count_of(groups)
    if count == 0.5:
        halves = {"hour": "PT30M", "year": "P6M", "day": "PT12H", "minute": "PT30S", "decade": "P5Y", "century": "P50Y"}
        return Meaning("DURATION", halves.get(unit, period(unit, 0.5)))
    return Meaning("DURATION", period(unit, count))


def _duration_range(groups: Groups, _: Scene) -> Meaning:
    return Meaning("DURATION", period(unit_of(groups["unit"]), number(groups["count"])))


def _all(groups: Groups, _: Scene) -> Meaning:
    """`all week`."""
    return Meaning("DURATION", period(groups["unit"].lower(), 1))


def _vague_duration(groups: Groups, _: Scene) -> Meaning:
    return Meaning("DURATION", period(unit_of(groups["vague"]), None))


def _stretch(groups: Groups, scene: Scene) -> Meaning | None:
    """`the past nine days`, `the coming months`, `the next six months`."""
    which, unit = groups["which"].lower(), unit_of(groups["unit"])
    if "count" not in groups and not groups["s"] and "of" not in groups and unit != "century":
        return None
    if which == "recent":
        return Meaning("DATE", "PAST_REF")
    if "the" not in groups and "count" not in groups:
        vague = {"past": "PAST_REF", "previous": "PAST_REF", "coming": "FUTURE_REF"}.get(which)
        return Meaning("DATE", vague) if vague and groups["s"] else None
    count = number(groups["count"]) if "count" in groups else None
    if groups.get("count", "").lower().endswith("couple of"):
        count = 2
    if "count" not in groups and not groups["s"] and unit != "century":
        count = 1
    return Meaning("DURATION", period(unit, count), scene.told)


# ---------------------------------------------------------------- no more exact


def _past(_: Groups, __: Scene) -> Meaning:
    return Meaning("DATE", "PAST_REF")


def _present(_: Groups, __: Scene) -> Meaning:
    return Meaning("DATE", "PRESENT_REF")


def _future(_: Groups, __: Scene) -> Meaning:
    return Meaning("DATE", "FUTURE_REF")


def _weekends(_: Groups, __: Scene) -> Meaning:
    return Meaning("SET", "XXXX-WXX-WE")


READERS: dict[str, Reader] = {
    "every": _every,
    "times": _rate,
    "weekdays": _weekdays,
    "weekends": _weekends,
    "adverb": _adverb,
    "rate": _rate,
    "unitall": _all,
    "adverbial": _vague_duration,
    "stretch": _stretch,
    "duration": _duration,
    "durationrange": _duration_range,
    "bareunits": _vague_duration,
    "past": _past,
    "present": _present,
    "future": _future,
}
