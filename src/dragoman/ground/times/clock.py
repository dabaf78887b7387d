"""Readings of times on the clock and parts of the day."""

from datetime import timedelta

from dragoman.ground.times.calendar import bounds, shift
from dragoman.ground.times.scene import PARTS, Groups, Meaning, Reader, Scene, number

# ---------------------------------------------------------------- clock and parts of the day


def _clock(groups: Groups, scene: Scene) -> Meaning | None:
    hour, minute = _hour(groups)
    if hour is None or hour > 24:
        return None
    zone = "Z" if groups.get("zone", "").upper() in ("UTC", "GMT", "Z") else ""
    if "ahead" in groups:
        zone = f"{groups['ahead'][0]}{int(groups['ahead'][1:]):02}"
    day = telling_day(scene)
    return Meaning("TIME", f"{day or 'XXXX-XX-XX'}T{hour:02}:{minute}{zone}", day)


def _hour(groups: Groups) -> tuple[int | None, str]:
    """Hour of 24, and minutes; `None` where there is no such hour."""
    late = groups.get("ocpart", "morning").lower() != "morning"
    if "four" in groups:
        return int(groups["four"][:2]), groups["four"][2:]
    if "hour24" in groups:
        hour = int(groups["hour24"])
        return hour + (12 if late and hour < 12 else 0), groups["minute24"]
    if "oclock" in groups:
        said = int(number(groups["oclock"]) or 0)
        return (said + (12 if late and said < 12 else 0)) or None, "00"
    hour = int(groups["hour"])
    if hour > 12 or hour == 0:
        return None, ""
    return hour % 12 + (12 if groups["half"].lower().startswith("p") else 0), groups.get("minute", "00")


def telling_day(scene: Scene) -> str | None:
    """The day that a time on the clock belongs to when none is named."""
    days = bounds(scene.day) if scene.day else None
    if days and scene.published and not scene.narrative and abs(days[0] - scene.published) > timedelta(31):
        return scene.today
    return scene.day or scene.today


def _part_of(groups: Groups, scene: Scene) -> Meaning:
    day = telling_day(scene)
    mod = {"early": "START", "late": "END"}.get(groups.get("edge", "").lower())
    return Meaning("TIME", (day or "XXXX-XX-XX") + PARTS[groups["part"].lower()], day, mod)


def _part_rel(groups: Groups, scene: Scene) -> Meaning | None:
    which, part = groups["prel"].lower(), groups["part"].lower()
    today = which in ("this", "last")
    earlier = which in ("last", "before", "earlier") or "previous" in which
    later = which == "after" or "next" in which or "following" in which
    base = scene.today if today else scene.day or scene.today
    day = shift(base, later - earlier, "day") if base and which != "one" else None
    return Meaning("TIME", (day or "XXXX-XX-XX") + PARTS[part], base if day else None)


def _part_in(groups: Groups, scene: Scene) -> Meaning | None:
    if "at" in groups:
        return Meaning("TIME", "XXXX-XX-XX" + PARTS[groups["part"].lower()])
    return _part_of(groups, scene._replace(published=None) if not scene.day else scene)


READERS: dict[str, Reader] = {
    "clock": _clock,
    "dayof": _part_of,
    "partrel": _part_rel,
    "partin": _part_in,
    "noon": _part_of,
    "part": _part_of,
}
