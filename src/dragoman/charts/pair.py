"""What two sides did to each other over time: PLOVER's score of each event, from conflict to cooperation."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal

from dragoman.charts.figures import Deeds, Unit, find_course
from dragoman.charts.theme import (
    LIGHT,
    QUADS,
    Spec,
    legend_of,
    legible,
    nominal,
    quantitative,
    style,
    temporal,
    words_of,
)

Direction = Literal["ONE", "OTHER", "BOTH"]
Link = Callable[[dict[str, Any]], str | None]

UNITS: tuple[Unit, ...] = ("day", "week", "month", "year")
MOST = 150
"""More points than this say no more, and a page with them is slow."""
_ENOUGH = 10
"""Fewer events on fewer days than this have no course that a line could show."""
_DAYS = 12
_WINDOW = 30
"""Days over which the line averages: a month."""


def draw_pair(
    deeds: Deeds, one: str, other: str, *, link: Link | None = None, width: int = 720, height: int = 130
) -> Spec:
    """One panel a direction, a point for the events of one type on one day; what is known to a longer time is a line
    over all of it. What lies far from the rest (`split_course`) is not drawn. `link` gives a point's href from the
    first event behind it."""
    heads = name_directions(one, other)
    rows, _ = split_course(deeds.rows)
    points = gather_points(rows, link)
    course = _course(rows)
    shown = [way for way in heads if any(point["direction"] == way for point in points)]
    days = [point[end] for point in points for end in ("first", "last")]
    time: Spec = {"type": "utc"} | ({"domain": [min(days), max(days)]} if len(set(days)) > 1 else {})
    panels: list[Spec] = []
    data: dict[str, list[dict[str, Any]]] = {}
    for way in shown or ["ONE"]:
        some = [point for point in points if point["direction"] == way]
        line = [spot for spot in course if spot["direction"] == way]
        last = way == (shown or ["ONE"])[-1]
        parts = {
            "zero": [{"score": 0}],
            "mean": line,
            "over": [point for point in some if point["long"]],
            "exact": [point for point in some if not point["long"]],
        }
        data |= {way + part: rows for part, rows in parts.items()}
        layers = _layers(way, parts, time, last)
        panels.append({"layer": layers, "width": width, "height": height, "title": heads[way]})
    return style({"vconcat": panels, "spacing": 14}, width, data)


def name_directions(one: str, other: str) -> dict[str, str]:
    """What each direction is called, in the order of the panels."""
    one, other = legible(one, 40), legible(other, 40)
    return {"ONE": f"{one} to {other}", "OTHER": f"{other} to {one}", "BOTH": f"{one} and {other} together"}


def gather_points(rows: list[dict[str, Any]], link: Link | None = None) -> list[dict[str, Any]]:
    """Events of the same direction, time and type as one point with their number, by time; undated ones are in none.

    Where days would make more than `MOST` points, weeks, months or years are taken together.
    """
    unit = choose_unit(rows)
    same: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in rows:
        if row["earliest"] and row["latest"]:
            same.setdefault(_round(_kind(row), unit), []).append(row)
    return [_point(same[kind], (kind[0], kind[1]), link(same[kind][0]) if link else None) for kind in sorted(same)]


def split_course(rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The dated rows that a picture can show, and those so far from the most that these would shrink to a line: a
    treaty of 1975 beside a week of shelling."""
    dated = sorted((row for row in rows if row["earliest"] and row["latest"]), key=lambda row: row["latest"])
    first, last = find_course([row["latest"] for row in dated])
    return dated[first:last], dated[:first] + dated[last:]


def choose_unit(rows: list[dict[str, Any]]) -> Unit:
    """What is one point at most: the events of a day, week, month or year."""
    kinds = {_kind(row) for row in rows if row["earliest"] and row["latest"]}
    return next((unit for unit in UNITS if len({_round(kind, unit) for kind in kinds}) <= MOST), UNITS[-1])


def _kind(row: dict[str, Any]) -> tuple[Any, ...]:
    """By what events are the same point, and in which order points stand."""
    return (row["earliest"], row["latest"], row["direction"], -row["plover_score"], row["type"], row["quad"])


def _round(kind: tuple[Any, ...], unit: Unit) -> tuple[Any, ...]:
    """The same of events that are taken together by this unit."""
    first, last, *rest = kind
    if unit == "day" or _begin(first, unit) != _begin(last, unit):
        return kind
    return (_begin(first, unit), _begin(first, unit), *rest)


@lru_cache(maxsize=10_000)
def _begin(day: date, unit: Unit) -> date:
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return {"day": day, "month": day.replace(day=1), "year": day.replace(month=1, day=1)}[unit]


def _point(events: list[dict[str, Any]], when: tuple[date, date], href: str | None) -> dict[str, Any]:
    row = events[0]
    first, last = when
    days = [row[end] for row in events for end in ("earliest", "latest")]
    number = f", {len(events)} events" if len(events) > 1 else ""
    words = row.get("quote") or row.get("title") or ""
    coded = f"{row['type']}, score {row['plover_score']:g}{number}"
    said = f"{_say_when(min(days), max(days))}, {coded}{': ' if words else ''}{words}"
    point = {
        "first": first.isoformat(), "last": last.isoformat(), "direction": row["direction"],
        "score": row["plover_score"], "quad": QUADS[row["quad"]][0], "events": len(events), "said": legible(said),
        "long": first < last, "type": row["type"],
    }  # fmt: skip
    return point | ({"href": href} if href else {})


def _say_when(first: date, last: date) -> str:
    shown = first.strftime("%-d %b %Y")
    return shown if first == last else f"{shown} to {last.strftime('%-d %b %Y')}"


def _course(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The mean score of the month before each day with an event, by direction, where there are enough of both."""
    exact = [row for row in rows if row["earliest"] and row["earliest"] == row["latest"]]
    spots = []
    for direction in ("ONE", "OTHER", "BOTH"):
        scores = [(row["earliest"], row["plover_score"]) for row in exact if row["direction"] == direction]
        if len(scores) >= _ENOUGH and len({day for day, _ in scores}) >= _ENOUGH:
            spots += [spot | {"direction": direction} for spot in _means(scores)]
    return spots


def _means(scores: list[tuple[date, float]]) -> list[dict[str, Any]]:
    spots, begin = [], 0
    for at, (day, _) in enumerate(scores):
        while (day - scores[begin][0]).days >= _WINDOW:
            begin += 1
        if at + 1 == len(scores) or scores[at + 1][0] > day:
            within = [score for _, score in scores[begin : at + 1]]
            spots.append({"day": day.isoformat(), "mean": round(sum(within) / len(within), 3)})
    return spots


def _layers(way: str, parts: dict[str, list[dict[str, Any]]], time: Spec, last: bool) -> list[Spec]:
    """The line of no score, the course, what took longer than a day, and the points."""
    scale = {"domain": [-10.8, 10.8], "nice": False}
    score = quantitative("score", title="PLOVER score", scale=scale, axis={"values": [-10, -5, 0, 5, 10]})
    days = {"title": None, "grid": False, "labels": last, "ticks": last, "labelOverlap": True} | _ticks(parts)
    zero = _part(way, "zero", {"type": "rule", "color": LIGHT["axis"], "aria": False}, {"y": score})
    line = {"type": "line", "color": LIGHT["soft"], "strokeWidth": 1.2, "aria": False}
    course = {"x": temporal("day", scale=time, axis=days), "y": quantitative("mean", scale=scale)}
    place = {"x": temporal("first", scale=time, axis=days), "y": score}
    over = place | _look(parts["over"]) | {"x2": {"field": "last"}}
    layers = [zero]
    layers += [_part(way, "mean", line, course)] if parts["mean"] else []
    layers += [_part(way, "over", {"type": "bar", "height": 5, "opacity": 0.55}, over)] if parts["over"] else []
    return [*layers, _part(way, "exact", _POINT, place | _look(parts["exact"]) | _sizes(parts["exact"]))]


_POINT = {"type": "point", "stroke": LIGHT["ink"], "strokeWidth": 0.6, "fillOpacity": 0.9, "filled": True}


def _part(way: str, part: str, mark: Spec, encoding: Spec) -> Spec:
    return {"data": {"name": way + part}, "mark": mark, "encoding": encoding}


def _look(points: list[dict[str, Any]]) -> Spec:
    fill = nominal("quad", scale=legend_of({name: colour for name, colour, _ in QUADS.values()}))
    return {"fill": fill} | words_of(points, "event")


def _sizes(points: list[dict[str, Any]]) -> Spec:
    """A shape for each quad class, the larger the more events."""
    shapes = {"domain": [name for name, _, _ in QUADS.values()], "range": [shape for _, _, shape in QUADS.values()]}
    size = {"type": "sqrt", "domain": [1, max([6, *(point["events"] for point in points)])], "range": [70, 420]}
    return {"shape": nominal("quad", scale=shapes), "size": quantitative("events", scale=size, legend=None)}


def _ticks(parts: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """Where a week is all there is, a tick a day: no hour is known."""
    ends = [date.fromisoformat(point[end]) for point in (*parts["exact"], *parts["over"]) for end in ("first", "last")]
    if ends and (max(ends) - min(ends)).days <= _DAYS:
        return {"tickCount": {"interval": "day", "step": 1}, "format": "%-d %b"}
    return {"tickCount": 8}
