"""A map as inline SVG: coast lines and the places of incidents, without borders, scripts or anything loaded."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from dragoman.exports.words import text

WIDTH = 760


class Land(NamedTuple):
    """What knows the coast lines: the two functions of `dragoman.charts.land`, given from above, because exports and
    charts stand side by side and know nothing of each other."""

    look_at: Callable[[list[tuple[float, float]], int], Any]
    draw_land: Callable[[Any], Sequence[Sequence[tuple[float, float]]]]


class Mark(NamedTuple):
    """A place on the map."""

    name: str
    lon: float
    lat: float
    disputed: bool
    vague: bool
    """Known to a district or province only."""


def sketch_map(marks: Sequence[Mark], land: Land) -> str:
    """The map of these places; several at one place are one larger mark, and names are drawn where there is room."""
    view = land.look_at([(one.lon, one.lat) for one in marks], WIDTH)
    rings = land.draw_land(view)
    coast = "".join(f"M{'L'.join(f'{x:g},{y:g}' for x, y in ring)}Z" for ring in rings)
    top, height = _crop([view.project(one.lon, one.lat)[1] for one in marks], view.height)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 {top:g} {view.width} {height:g}" role="img"'
        f' aria-label="Map of {len(marks)} incidents">',
        f'<path d="{coast}" fill="#fdfdfb" stroke="#b9c3cc" stroke-width="0.8"/>' if coast else "",
    ]
    taken: list[tuple[float, float]] = []
    for (_, _), some in sorted(_places(marks).items(), key=lambda one: (-len(one[1]), one[0])):
        x, y = view.project(some[0].lon, some[0].lat)
        parts.append(_circle(x, y, some))
        if x < view.width - 110 and all(abs(x - a) > 95 or abs(y - b) > 15 for a, b in taken):
            taken.append((x, y))
            parts.append(_label(x + _radius(some) + 4, y + 4, some[0].name))
    return "".join([*parts, "</svg>"])


def _crop(ys: Sequence[float], whole: float) -> tuple[float, float]:
    """Top and height of the part of a tall map that has all marks and some room about them."""
    height = max(min(whole, 0.45 * WIDTH), max(ys) - min(ys) + 80)
    if height >= whole:
        return 0.0, whole
    return round(min(max((min(ys) + max(ys) - height) / 2, 0.0), whole - height), 1), round(height, 1)


def _places(marks: Sequence[Mark]) -> dict[tuple[float, float], list[Mark]]:
    places: dict[tuple[float, float], list[Mark]] = {}
    for one in marks:
        places.setdefault((one.lon, one.lat), []).append(one)
    return places


def _radius(some: Sequence[Mark]) -> float:
    return float(min(4.0 + 2.2 * (len(some) - 1) ** 0.5, 16.0))


def _circle(x: float, y: float, some: Sequence[Mark]) -> str:
    colour = "#a2341c" if any(one.disputed for one in some) else "#1f4e79"
    fill = "none" if all(one.vague for one in some) else colour
    title = f"{some[0].name}: {len(some)} incident{'' if len(some) == 1 else 's'}"
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_radius(some):.1f}" fill="{fill}" fill-opacity="0.75"'
        f' stroke="{colour}" stroke-width="1.4"><title>{text(title)}</title></circle>'
    )


def _label(x: float, y: float, name: str) -> str:
    halo = 'paint-order="stroke" stroke="#f3f7fa" stroke-width="3"'
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="12.5" fill="#1d2126" {halo}>{text(name)}</text>'
