"""The coast lines of a part of the world, projected: no borders, so that no map takes a side on one."""

import json
import math
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float]
Ring = NDArray[np.float64]
"""A row of x and y for each point; the last leads back to the first."""
Bounds = tuple[float, float, float, float]
"""The least x and y, the greatest x and y."""
Scale = Literal["110m", "50m"]

_WORLD = 110.0
"""A span of more degrees of longitude is drawn as the whole world."""
_LEAST = (14.0, 9.0)
"""The least degrees of longitude and latitude of a part of it: nearer, the coast lines would pretend to be exact."""
_HIGHEST = 78.0
"""Mercator's map goes no nearer to the poles."""


class View(NamedTuple):
    """A part of the world on paper: `project` gives pixels from its upper left corner."""

    width: int
    height: int
    whole: bool
    scale: float
    left: float
    top: float

    def project(self, lon: float, lat: float) -> Point:
        """Where a place lies on the paper; Natural Earth's projection for the world, Mercator's for a part of it."""
        x, y = _natural_earth(lon, lat) if self.whole else _mercator(lon, lat)
        return (x - self.left) * self.scale, (self.top - y) * self.scale


def _mercator(lon: float, lat: float) -> Point:
    phi = math.radians(max(-_HIGHEST, min(_HIGHEST, lat)))
    return math.radians(lon), math.log(math.tan(math.pi / 4 + phi / 2))


def _natural_earth(lon: float, lat: float) -> Point:
    """Patterson's polynomial (2012), as Šavrič and others fitted it."""
    phi = math.radians(lat)
    square = phi * phi
    fourth = square * square
    x = 0.8707 - 0.131979 * square + fourth * (-0.013791 + fourth * (0.003971 * square - 0.001529 * fourth))
    y = 1.007226 + square * (0.015085 + fourth * (-0.044475 + 0.028874 * square - 0.005916 * fourth))
    return math.radians(lon) * x, phi * y


def look_at(places: list[Point], width: int) -> View:
    """The view of these places (longitude, latitude) with some room about them; of the world where there is none."""
    lons, lats = [lon for lon, _ in places], [lat for _, lat in places]
    if not places or max(lons) - min(lons) > _WORLD:
        (left, _), (_, top), (_, bottom) = _natural_earth(-180, 0), _natural_earth(0, 80), _natural_earth(0, -56)
        scale = width / (-2 * left)
        return View(width, round((top - bottom) * scale), True, scale, left, top)
    west, east = _widen(min(lons), max(lons), _LEAST[0])
    south, north = _widen(min(lats), max(lats), _LEAST[1])
    (left, bottom), (right, top) = _mercator(west, south), _mercator(east, north)
    scale = width / (right - left)
    height = (top - bottom) * scale
    kept = min(max(height, 0.45 * width), 0.62 * width)
    if kept < height:  # a tall region: as much to the left and right as it takes
        scale *= kept / height
    middle = (top + bottom) / 2
    return View(width, round(kept), False, scale, (left + right) / 2 - width / scale / 2, middle + kept / scale / 2)


def _widen(first: float, last: float, least: float) -> Point:
    room = max((last - first) * 0.18, (least - (last - first)) / 2, 2.0)
    return first - room, last + room


@lru_cache(maxsize=32)
def draw_land(view: View) -> tuple[list[Point], ...]:
    """The outlines of the land within the view, in pixels."""
    paper = (0.0, 0.0, view.width, view.height)
    drawn = []
    for ring, bounds in _read_projected(view.whole):
        (left, bottom), (right, top) = (
            ((x - view.left) * view.scale, (view.top - y) * view.scale) for x, y in (bounds[:2], bounds[2:])
        )
        if right > paper[0] and left < paper[2] and bottom > paper[1] and top < paper[3]:
            drawn.append(_thin(_clip((ring - (view.left, view.top)) * (view.scale, -view.scale), view)))
    return tuple([(x, y) for x, y in ring.tolist()] for ring in drawn if len(ring) > 3)


@lru_cache(maxsize=2)
def _read_projected(whole: bool) -> tuple[tuple[Ring, Bounds], ...]:
    """The land in a projection's own units, so that a view only moves and stretches it."""
    project = _natural_earth if whole else _mercator
    rings = (np.array([project(lon, lat) for lon, lat in ring.tolist()]) for ring, _ in read_land(_scale(whole)))
    return tuple((ring, _bounds(ring)) for ring in rings)


def _scale(whole: bool) -> Scale:
    return "110m" if whole else "50m"


def _clip(ring: Ring, view: View) -> Ring:
    """The part of a ring within the paper and a little beyond (Sutherland and Hodgman, 1974)."""
    for axis, edge, sign in ((0, -4.0, 1), (0, view.width + 4.0, -1), (1, -4.0, 1), (1, view.height + 4.0, -1)):
        ring = _keep(ring, axis, edge, sign)
    return ring


def _thin(ring: Ring) -> Ring:
    """The ring to a tenth of a pixel, without the points that lie within half a pixel of the one before."""
    cells = np.round(ring * 2)
    return np.round(ring[np.any(cells != np.roll(cells, 1, axis=0), axis=1)], 1)


def _keep(ring: Ring, axis: int, edge: float, sign: int) -> Ring:
    """The part of a ring on one side of an edge, with the points where it crosses that."""
    inside = (ring[:, axis] - edge) * sign >= 0
    if inside.all():
        return ring
    crosses = np.flatnonzero(inside != np.roll(inside, -1))
    here, there = ring[crosses], np.roll(ring, -1, axis=0)[crosses]
    share = (edge - here[:, axis]) / (there[:, axis] - here[:, axis])
    points = np.concatenate([ring[inside], here + share[:, None] * (there - here)])
    places = np.concatenate([np.flatnonzero(inside), crosses + 0.5])
    return points[np.argsort(places)]


@lru_cache(maxsize=2)
def read_land(scale: Scale) -> tuple[tuple[Ring, Bounds], ...]:
    """Every ring of land in degrees, with its west, south, east and north."""
    topology = json.loads(files("dragoman").joinpath(f"data/world/land-{scale}.json").read_bytes())
    arcs = [_unpack(arc, topology["transform"]) for arc in topology["arcs"]]
    found = []
    for shape in topology["objects"]["land"]["geometries"]:
        for polygon in shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]:
            for numbers in polygon:
                ring = _unroll([point for number in numbers for point in _arc(arcs, number)])
                found += [(part, _bounds(part)) for part in _cut(ring)]
    return tuple(found)


def _bounds(ring: Ring) -> Bounds:
    (west, south), (east, north) = ring.min(axis=0).tolist(), ring.max(axis=0).tolist()
    return west, south, east, north


def _unroll(ring: list[Point]) -> Ring:
    """A ring that crosses the date line without leaps; one about a pole goes there and back."""
    turns, points = 0, [ring[0]]
    for (before, _), (lon, lat) in pairwise(ring):
        turns += 1 if lon - before < -180 else -1 if lon - before > 180 else 0
        points.append((lon + 360 * turns, lat))
    if turns:
        points += [(points[-1][0], -90.0), (points[0][0], -90.0)]
    return np.array(points)


def _cut(ring: Ring) -> Iterator[Ring]:
    """What of a ring lies between the two ends of the world, moved there by whole turns."""
    west, _, east, _ = _bounds(ring)
    for turn in (-360.0, 0.0, 360.0):
        if west + turn < 180 and east + turn > -180:
            moved = ring + np.array([turn, 0.0])
            for edge, sign in ((-180.0, 1), (180.0, -1)):
                moved = _keep(moved, 0, edge, sign)
            if len(moved) > 3:
                yield moved


def _arc(arcs: list[list[Point]], number: int) -> list[Point]:
    return arcs[number] if number >= 0 else arcs[~number][::-1]


def _unpack(arc: list[list[int]], transform: dict[str, list[float]]) -> list[Point]:
    """An arc's differences between whole numbers, as degrees."""
    (x_scale, y_scale), (x_first, y_first) = transform["scale"], transform["translate"]
    x = y = 0
    points: list[Point] = []
    for across, up in arc:
        x, y = x + across, y + up
        points.append((x * x_scale + x_first, y * y_scale + y_first))
    return points
