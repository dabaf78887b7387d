"""Incidents over time, as bars stacked by status or quad class."""

from typing import Any

from dragoman.charts.figures import By, Days
from dragoman.charts.theme import (
    LIGHT,
    QUADS,
    STATUSES,
    Spec,
    legend_of,
    legible,
    nominal,
    quantitative,
    style,
    temporal,
    words_of,
)

_FORMATS = {"day": "%-d %b %Y", "week": "%-d %b %Y", "month": "%b %Y", "year": "%Y"}
_FEW, _DAYS = 5, 12
_TYPE_COLOUR = LIGHT["quad-2"]


def draw_timeline(days: Days, by: By = "status", *, width: int = 720, height: int = 170) -> Spec:
    """A bar for each day, week, month or year, stacked by what `days` was counted by; `href` of a row is its link."""
    bars = [_say(bar, days) for bar in stack(days, by)]
    colour = {"value": _TYPE_COLOUR} if by == "type" else nominal("shown", scale=legend_of(_colours(by)))
    encoding = {
        "x": temporal("first", title=None, scale={"type": "utc"}, axis=_days(days)),
        "x2": {"field": "last"},
        "y": quantitative("low", title=f"incidents a {days.unit}", axis=_counts(bars)),
        "y2": {"field": "high"},
        "color": colour,
    }
    chart = {
        "data": {"name": "bars"},
        "mark": {"type": "bar", "stroke": LIGHT["paper"], "strokeWidth": 1, "cornerRadius": 1},
        "encoding": encoding | words_of(bars, "incidents"),
        "width": width,
        "height": height,
    }
    return style(chart, width, {"bars": bars})


def stack(days: Days, by: By) -> list[dict[str, Any]]:
    """The rows with `low` and `high`, each upon those before it at the same time, in the order of the legend."""
    order = list(_colours(by)) if by != "type" else []
    tops: dict[Any, int] = {}
    bars = []
    for row in sorted(days.rows, key=lambda row: (row["first"], _place(row, by, order))):
        low = tops.get(row["first"], 0)
        tops[row["first"]] = high = low + row["count"]
        shown = _shown(row["value"], by)
        bars.append(row | {"low": low, "high": high, "shown": shown})
    return bars


def _colours(by: By) -> dict[str, str]:
    if by == "quad":
        return {name: colour for name, colour, _ in QUADS.values()}
    return {status.lower(): colour for status, colour in STATUSES.items()}


def _shown(value: str | None, by: By) -> str:
    if by == "quad":
        return QUADS[int(value)][0] if value else "unknown"
    return value if by == "type" and value else (value or "unknown").lower()


def _place(row: dict[str, Any], by: By, order: list[str]) -> tuple[int, str]:
    shown = _shown(row["value"], by)
    return (order.index(shown) if shown in order else len(order), shown)


def _counts(bars: list[dict[str, Any]]) -> Spec:
    """Whole numbers: there is no half of an incident."""
    most = max([1, *(bar["high"] for bar in bars)])
    return {"values": list(range(most + 1)), "format": "d"} if most <= _FEW else {"tickCount": 4, "format": "d"}


def _days(days: Days) -> Spec:
    shown = {"day": "%-d %b", "week": "%-d %b", "month": "%b %Y", "year": "%Y"}[days.unit]
    firsts = [row["first"] for row in days.rows]
    if days.unit == "day" and firsts and (max(firsts) - min(firsts)).days <= _DAYS:
        return {"format": shown, "grid": False, "tickCount": {"interval": "day", "step": 1}}
    return {"format": shown, "grid": False}


def _say(bar: dict[str, Any], days: Days) -> dict[str, Any]:
    when = bar["first"].strftime(_FORMATS[days.unit])
    when = f"week of {when}" if days.unit == "week" else when
    words = f"{when}: {bar['count']} {bar['shown']}"
    return bar | {"first": bar["first"].isoformat(), "last": bar["last"].isoformat(), "said": legible(words)}
