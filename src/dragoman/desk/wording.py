"""How the desk says things: days, ranges, names of the codebook in words. Filters and functions of the templates."""

from calendar import month_name
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from dragoman.settings import DATA
from dragoman.values import Row

TOLLS = ("killed", "injured", "arrested", "displaced")
STANCES = {
    "ASSERTS": "says it happened",
    "DENIES": "denies it",
    "BLAMES": "blames the other side",
    "CLAIMS": "says its own side did it",
}
DISPUTED = {
    "HAPPENED": "Did it happen?",
    "RESPONSIBLE": "Who did it?",
    "KILLED": "How many were killed?",
    "INJURED": "How many were injured?",
    "PLACE": "Where was it?",
    "DATE": "When was it?",
}
IN_DISPUTE = {
    "HAPPENED": "whether it happened", "RESPONSIBLE": "who did it", "KILLED": "how many killed",
    "INJURED": "how many injured", "PLACE": "where", "DATE": "when",
}  # fmt: skip
QUADS = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}
WHERE = {
    1: "exact place", 2: "near the place", 3: "district", 4: "province", 5: "larger or vague area", 6: "country only",
    7: "at sea or in the air",
}  # fmt: skip
"""UCDP where-precision in words."""


def say_day(day: date | datetime | None) -> str:
    """`12 May 2026`."""
    return f"{day.day} {month_name[day.month]} {day.year}" if day else "undated"


def say_moment(moment: datetime | None) -> str:
    """`12 May 2026, 14:05 UTC`; the day alone where the hour is not told."""
    if moment is None or (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return say_day(moment)
    return f"{say_day(moment)}, {moment:%H:%M} UTC"


def say_days(earliest: date | None, latest: date | None) -> str:
    """`12 May 2026`, `11 to 13 May 2026`, `until 3 June 2026`, `undated`."""
    if earliest is None or latest is None:
        told = earliest or latest
        return "undated" if told is None else f"{'from' if earliest else 'until'} {say_day(told)}"
    if earliest == latest:
        return say_day(earliest)
    if (earliest.year, earliest.month) == (latest.year, latest.month):
        return f"{earliest.day}–{latest.day} {month_name[latest.month]} {latest.year}"
    if earliest.year == latest.year:
        return f"{earliest.day} {month_name[earliest.month]} – {say_day(latest)}"
    return f"{say_day(earliest)} – {say_day(latest)}"


def say_number(number: float | None) -> str:
    """`12,345`; a dash where it is not known."""
    return "–" if number is None else f"{number:,}"


def say_toll(row: Mapping[str, Any] | Row, kind: str) -> str | None:
    """`7`, `3–7`, `at least 4`, `up to 9`; None where nothing is told."""
    bounds = (f"{kind}_low", f"{kind}_high")
    low, high = (row.get(name) if isinstance(row, Mapping) else getattr(row, name, None) for name in bounds)
    if low is None and high is None:
        return None
    if low == high:
        return f"{low:,}"
    if high is None:
        return f"at least {low:,}"
    return f"up to {high:,}" if low is None else f"{low:,}–{high:,}"


def say_tolls(row: Mapping[str, Any] | Row) -> str:
    """`killed 3–7, injured 12`; nothing where nothing is told."""
    said = ((kind, say_toll(row, kind)) for kind in TOLLS)
    return ", ".join(f"{kind} {toll}" for kind, toll in said if toll)


def say_count(number: int, thing: str, things: str | None = None) -> str:
    """`1 report`, `2 reports`, `1,200 copies`."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


def say_type(kind: str) -> str:
    """A type of event in lower case: `assault`."""
    return kind.lower().replace("_", " ")


@cache
def read_codes() -> dict[str, str]:
    """The words for the parts of actors' codes: countries by their names, sectors, organisations."""
    rows = (DATA / "actors/countries.tsv").read_text("utf-8").splitlines()
    rows += (DATA / "desk/codes.tsv").read_text("utf-8").splitlines()
    cells = (row.split("\t") for row in rows if not row.startswith("#"))
    return {code: name for code, name, *_ in cells}


def say_code(code: str) -> str:
    """`Argentina, military` for `ARG MIL`; parts that have no words stay as they are."""
    known = read_codes()
    parts = code.split()
    if parts[0] in ("IGO", "NGO") and len(parts) > 1:
        parts = parts[1:]
    return ", ".join(known.get(part, part) for part in parts)


def out_href(url: str | None) -> str | None:
    """The address where it is one that a link may lead to: http or https, with a host. None otherwise."""
    if not url or any(ord(sign) < 0x21 for sign in url):
        return None
    try:
        parts = urlsplit(url)
        return url if parts.scheme.lower() in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


FILTERS = {
    "day": say_day,
    "moment": say_moment,
    "number": say_number,
    "tolls": say_tolls,
    "type": say_type,
    "code": say_code,
    "dispute": IN_DISPUTE.__getitem__,
}
WORDS = {
    "days": say_days,
    "count": say_count,
    "toll": say_toll,
    "out_href": out_href,
    "STANCES": STANCES,
    "DISPUTED": DISPUTED,
    "WHERE": WHERE,
    "QUADS": QUADS,
    "TOLLS": TOLLS,
}
