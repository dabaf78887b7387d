"""Where incidents were: a point for each place that is known to a province at worst, and for no other.

What is known to a country, a sea or a larger region is no point (promise 21): it is among the `areas`, which are drawn
as bars beside the map.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from dragoman.charts.figures import Spots, is_point
from dragoman.charts.land import View, draw_land, look_at
from dragoman.charts.theme import LIGHT, QUADS, Spec, legend_of, legible, nominal, quantitative, style, words_of

PRECISIONS = {1: "there", 2: "near there", 3: "in this district", 4: "somewhere in this province"}
_EXACT, _PROVINCE = "district or nearer", "somewhere in the province"
_LABELS = 12
MOST = 180
"""More points than this cover each other, and make a page slow."""
_CELLS = (6, 10, 16, 24, 36, 54)
"""Pixels within which places are taken together, as far as it needs."""


def draw_world(spots: Spots, *, width: int = 720) -> Spec:
    """A map of the places of `spots.rows`, sized by incidents, coloured by quad class, hollow where only the province
    is known; the ground is coast lines without borders. A row's `href` is its link."""
    if wrong := [row["name"] for row in spots.rows if not is_point(row)]:
        raise ValueError(f"{wrong[0]} is not known well enough to be a point")
    view = look_at([(row["lon"], row["lat"]) for row in spots.rows], width)
    points = gather_places(spots.rows, view)
    data: dict[str, list[dict[str, Any]]] = {"ground": [{}], "points": points, "names": name_places(points, view)}
    layers = [_ground(view), _points(points, view), _names(view)]
    return style({"layer": layers, "width": view.width, "height": view.height}, width, data)


def _ground(view: View) -> Spec:
    """The land as one shape of its own; a point of size 4 is drawn as large as its path says."""
    look = {"type": "point", "shape": _outline(view), "size": 4, "clip": True, "aria": False, "strokeWidth": 0.7}
    colours = {"fill": {"value": LIGHT["land"]}, "stroke": {"value": LIGHT["shore"]}}
    place = {"x": {"value": 0}, "y": {"value": 0}}
    return {"data": {"name": "ground"}, "mark": look | {"opacity": 1}, "encoding": place | colours}


@lru_cache(maxsize=32)
def _outline(view: View) -> str:
    """The land within the view as the path of a drawing."""
    return "".join(f"M{'L'.join(f'{x:g},{y:g}' for x, y in ring)}Z" for ring in draw_land(view)) or "M0,0Z"


def _points(points: list[dict[str, Any]], view: View) -> Spec:
    colours = legend_of({name: colour for name, colour, _ in QUADS.values()})
    sizes = {"type": "sqrt", "domain": [0, _most(points)], "range": [0, 420]}
    looks = {
        "size": quantitative("incidents", scale=sizes, legend=None),
        "fill": nominal("quad_name", scale=colours),
        "stroke": nominal("quad_name", scale=colours),
        "fillOpacity": nominal("known", scale=_known([0.85, 0.12]), legend=None),
        "strokeDash": nominal("known", scale=_known([[1, 0], [3, 2]]), legend=None),
    }
    mark = {"type": "point", "strokeWidth": 1.3, "clip": True}
    return {
        "data": {"name": "points"},
        "mark": mark,
        "encoding": _at(view) | looks | words_of(points, "here"),
    }


def _known(looks: list[Any]) -> Spec:
    """A scale for places known to a district or nearer, and for those known to a province."""
    return {"domain": [_EXACT, _PROVINCE], "range": looks}


def _names(view: View) -> Spec:
    look = {"type": "text", "align": "left", "dx": 8, "dy": 1, "fontSize": 12, "color": LIGHT["ink"]}
    return {
        "data": {"name": "names"},
        "mark": look | {"aria": False, "clip": True},
        "encoding": _at(view) | {"text": nominal("name")},
    }


def _at(view: View) -> Spec:
    return {
        "x": quantitative("x", scale={"domain": [0, view.width], "nice": False}, axis=None),
        "y": quantitative("y", scale={"domain": [view.height, 0], "nice": False}, axis=None),
    }


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
