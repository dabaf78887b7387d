"""Where incidents were: a point for each place that is known to a province at worst, and for no other.

What is known to a country, a sea or a larger region is no point (promise 21): it is among the `areas`, which are drawn
as bars beside the map.
"""

from collections.abc import Sequence
from typing import Any

import altair as alt

from dragoman.charts.figures import Spots, is_point
from dragoman.charts.land import View, draw_land, look_at
from dragoman.charts.theme import LIGHT, QUADS, Chart, legend_of, legible, style

PRECISIONS = {1: "there", 2: "near there", 3: "in this district", 4: "somewhere in this province"}
_EXACT, _PROVINCE = "district or nearer", "somewhere in the province"
_LABELS = 12
MOST = 180
"""More points than this cover each other, and make a page slow."""
_CELLS = (6, 10, 16, 24, 36, 54)
"""Pixels within which places are taken together, as far as it needs."""


def draw_world(spots: Spots, *, width: int = 720) -> Chart:
    """A map of the places of `spots.rows`, sized by incidents, coloured by quad class, hollow where only the province
    is known; the ground is coast lines without borders. A row's `href` is its link."""
    if wrong := [row["name"] for row in spots.rows if not is_point(row)]:
        raise ValueError(f"{wrong[0]} is not known well enough to be a point")
    view = look_at([(row["lon"], row["lat"]) for row in spots.rows], width)
    points = gather_places(spots.rows, view)
    data: dict[str, list[dict[str, Any]]] = {"ground": [{}], "points": points, "names": name_places(points, view)}
    layers = [_ground(view), _points(points, view), _names(view)]
    return style(alt.layer(*layers).properties(width=view.width, height=view.height), width, data)


def _ground(view: View) -> Any:
    """The land as one shape of its own; a point of size 4 is drawn as large as its path says."""
    path = "".join(f"M{'L'.join(f'{x:g},{y:g}' for x, y in ring)}Z" for ring in draw_land(view))
    land = alt.Chart(alt.NamedData("ground")).encode(x=alt.value(0), y=alt.value(0))
    land = land.mark_point(shape=path or "M0,0Z", size=4, clip=True, aria=False, strokeWidth=0.7, opacity=1)
    return land.encode(fill=alt.value(LIGHT["land"]), stroke=alt.value(LIGHT["shore"]))


def _points(points: list[dict[str, Any]], view: View) -> Any:
    colours = legend_of({name: colour for name, colour, _ in QUADS.values()})
    sizes = alt.Scale(type="sqrt", domain=[0, _most(points)], range=[0, 420])
    base = _at("points", view).encode(
        size=alt.Size("incidents:Q", scale=sizes, legend=None),
        fill=alt.Fill("quad_name:N", scale=colours),
        stroke=alt.Stroke("quad_name:N", scale=colours),
        fillOpacity=alt.FillOpacity("known:N", scale=_known([0.85, 0.12]), legend=None),
        strokeDash=alt.StrokeDash("known:N", scale=_known([[1, 0], [3, 2]]), legend=None),
        description="said:N",
        tooltip=[alt.Tooltip("said:N", title="here")],
    )  # fmt: skip
    if any("href" in point for point in points):
        base = base.encode(href="href:N")
    return base.mark_point(strokeWidth=1.3, clip=True)


def _known(looks: list[Any]) -> alt.Scale:
    """A scale for places known to a district or nearer, and for those known to a province."""
    return alt.Scale(domain=[_EXACT, _PROVINCE], range=looks)


def _names(view: View) -> Any:
    return (
        _at("names", view)
        .mark_text(align="left", dx=8, dy=1, fontSize=12, color=LIGHT["ink"], aria=False, clip=True)
        .encode(text="name:N")
    )


def _at(data: str, view: View) -> Any:
    return alt.Chart(alt.NamedData(data)).encode(
        x=alt.X("x:Q", scale=alt.Scale(domain=[0, view.width], nice=False), axis=None),
        y=alt.Y("y:Q", scale=alt.Scale(domain=[view.height, 0], nice=False), axis=None),
    )


def _most(points: list[dict[str, Any]]) -> int:
    most: int = max([4, *(point["incidents"] for point in points)])
    return most


def gather_places(rows: Sequence[dict[str, Any]], view: View) -> list[dict[str, Any]]:
    """A point for each place, those with most incidents first; where that would be more than `MOST`, places that lie
    close on paper are one point, where the first of them lies."""
    points = [_place(row, view) for row in rows]
    for cell in _CELLS:
        if len(points) <= MOST:
            break
        near: dict[tuple[int, int, str], list[dict[str, Any]]] = {}
        for point in points:
            near.setdefault((int(point["x"] // cell), int(point["y"] // cell), point["known"]), []).append(point)
        points = [_join(some) for some in near.values()]
    return sorted(points, key=lambda point: -point["incidents"])


def _join(points: list[dict[str, Any]]) -> dict[str, Any]:
    """Several points as one, which leads nowhere: no filter stands for them all."""
    if len(points) == 1:
        return points[0]
    first = max(points, key=lambda point: point["incidents"])
    number, places = (sum(point[what] for point in points) for what in ("incidents", "places"))
    said = f"{first['name']} and {places - 1} places about it: {number} incidents"
    joined = first | {"incidents": number, "places": places, "said": said}
    joined.pop("href", None)
    return joined


def _place(row: dict[str, Any], view: View) -> dict[str, Any]:
    x, y = view.project(row["lon"], row["lat"])
    name = legible(row["name"], 40)
    disputed = f" ({row['disputed']} disputed)" if row.get("disputed") else ""
    number = f"{row['incidents']} incident{'s' if row['incidents'] != 1 else ''}{disputed}"
    said = f"{name}: {number}, {PRECISIONS[row['precision']]}"
    point = {"x": round(x, 1), "y": round(y, 1), "name": name, "incidents": row["incidents"], "said": said}
    point["places"] = 1
    point["known"] = _PROVINCE if row["precision"] == 4 else _EXACT
    point["quad_name"] = QUADS[int(row["quad"])][0] if row.get("quad") else None
    return point | ({"href": row["href"]} if row.get("href") else {})


def name_places(points: list[dict[str, Any]], view: View) -> list[dict[str, Any]]:
    """The points whose names have room, those with most incidents first."""
    taken: list[tuple[float, float, float, float]] = []
    named: list[dict[str, Any]] = []
    for point in points:
        right = point["x"] + 12 + 7 * len(point["name"])
        box = (point["x"] - 4, point["y"] - 9, right, point["y"] + 9)
        free = all(box[2] < a or c < box[0] or box[3] < b or d < box[1] for a, b, c, d in taken)
        if free and right < view.width and len(named) < _LABELS:
            named.append(point)
            taken.append(box)
    return named
