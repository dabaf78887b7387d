"""What two sides did to each other over time: PLOVER's score of each event, from conflict to cooperation."""

from collections.abc import Callable
from datetime import date
from itertools import groupby
from typing import Any, Literal

import altair as alt

from dragoman.charts.figures import Deeds
from dragoman.charts.theme import LIGHT, QUADS, Chart, legend_of, legible, style

Direction = Literal["ONE", "OTHER", "BOTH"]
Link = Callable[[dict[str, Any]], str | None]

_ENOUGH = 10
"""Fewer events on fewer days than this have no course that a line could show."""
_WINDOW = 30
"""Days over which the line averages: a month."""


def draw_pair(
    deeds: Deeds, one: str, other: str, *, link: Link | None = None, width: int = 720, height: int = 130
) -> Chart:
    """One panel a direction, a point for the events of one type on one day; what is known to a longer time is a line
    over all of it. `link` gives a point's href from the first event behind it."""
    heads = name_directions(one, other)
    points = gather_points(deeds.rows, link)
    course = _course(deeds.rows)
    shown = [way for way in heads if any(point["direction"] == way for point in points)]
    days = [point[end] for point in points for end in ("first", "last")]
    time = alt.Scale(type="utc", domain=[min(days), max(days)]) if len(set(days)) > 1 else alt.Scale(type="utc")
    panels: list[Any] = []
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
        panel = alt.layer(*_layers(way, parts, time, last))
        panels.append(panel.properties(width=width, height=height, title=heads[way]))
    return style(alt.vconcat(*panels, spacing=14), width, data)


def name_directions(one: str, other: str) -> dict[str, str]:
    """What each direction is called, in the order of the panels."""
    one, other = legible(one, 40), legible(other, 40)
    return {"ONE": f"{one} to {other}", "OTHER": f"{other} to {one}", "BOTH": f"{one} and {other} together"}


def gather_points(rows: list[dict[str, Any]], link: Link | None = None) -> list[dict[str, Any]]:
    """Events of the same direction, time and type as one point with their number, by time; undated ones are in none."""
    dated = [row for row in rows if row["earliest"] and row["latest"]]
    points = []
    for _, same in groupby(sorted(dated, key=_kind), key=_kind):
        events = list(same)
        points.append(_point(events, link(events[0]) if link else None))
    return points


def _kind(row: dict[str, Any]) -> tuple[Any, ...]:
    return (row["earliest"], row["latest"], row["direction"], -row["plover_score"], row["type"], row["quad"])


def _point(events: list[dict[str, Any]], href: str | None) -> dict[str, Any]:
    row = events[0]
    when = _say_when(row["earliest"], row["latest"])
    number = f"{len(events)} events, the first: " if len(events) > 1 else ""
    said = f"{when}, {row['type']}, score {row['plover_score']:g}. {number}{row['quote'] or ''}"
    point = {
        "first": row["earliest"].isoformat(), "last": row["latest"].isoformat(), "direction": row["direction"],
        "score": row["plover_score"], "quad": QUADS[row["quad"]][0], "events": len(events), "said": legible(said),
        "long": row["earliest"] < row["latest"], "type": row["type"],
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


def _layers(way: str, parts: dict[str, list[dict[str, Any]]], time: alt.Scale, last: bool) -> list[Any]:
    """The line of no score, the course, what took longer than a day, and the points."""
    score = alt.Scale(domain=[-10.8, 10.8], nice=False)
    title = alt.Y("score:Q", title="PLOVER score", scale=score, axis=alt.Axis(values=[-10, -5, 0, 5, 10]))
    days = alt.Axis(title=None, grid=False, labels=last, ticks=last, tickCount=8, labelOverlap=True)
    zero = _of(way, "zero").mark_rule(color=LIGHT["axis"], aria=False).encode(y=title)
    mean = _of(way, "mean").mark_line(color=LIGHT["soft"], strokeWidth=1.2, aria=False)
    mean = mean.encode(x=alt.X("day:T", scale=time, axis=days), y=alt.Y("mean:Q", scale=score))
    over, exact = (_mark(_of(way, part), parts[part], time, days, title) for part in ("over", "exact"))
    over = over.mark_bar(height=5, opacity=0.55).encode(x2="last:T")
    largest = max([6, *(point["events"] for point in parts["exact"])])
    size = alt.Scale(type="sqrt", domain=[1, largest], range=[70, 420])
    shapes = alt.Scale(domain=[name for name, _, _ in QUADS.values()], range=[shape for _, _, shape in QUADS.values()])
    exact = exact.encode(shape=alt.Shape("quad:N", scale=shapes), size=alt.Size("events:Q", scale=size, legend=None))
    exact = exact.mark_point(stroke=LIGHT["ink"], strokeWidth=0.6, fillOpacity=0.9, filled=True)
    return [zero, *([mean] if parts["mean"] else []), *([over] if parts["over"] else []), exact]


def _of(way: str, part: str) -> Any:
    return alt.Chart(alt.NamedData(way + part))


def _mark(base: alt.Chart, points: list[dict[str, Any]], time: alt.Scale, days: alt.Axis, score: alt.Y) -> Any:
    marked = base.encode(
        x=alt.X("first:T", scale=time, axis=days),
        y=score,
        fill=alt.Fill("quad:N", scale=legend_of({name: colour for name, colour, _ in QUADS.values()})),
        description="said:N",
        tooltip=[alt.Tooltip("said:N", title="event")],
    )
    return marked.encode(href="href:N") if any("href" in point for point in points) else marked
