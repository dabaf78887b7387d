"""The map in `docs/places.svg`: `python -m tools.gazetteer.map` draws where the record of `examples/` takes place.

Land shows by the gazetteer's own towns, a grey dot each. A country is never a point: those named stand in a line below.
"""

import math
import sqlite3
from collections import Counter
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import NamedTuple

from dragoman.flow import Flow
from dragoman.ground.places.gazetteer import FILE
from dragoman.readers import find_inputs, read_input
from dragoman.settings import Settings
from dragoman.values import Document, Place, Problem

ROOT = Path(__file__).parents[2]
DRAWING = ROOT / "docs" / "places.svg"
COUNTRYWIDE = 6
"""UCDP's where-precision of a country."""
LINE = 5
"""The same of a line or a vague area: its middle is drawn as a ring."""
WIDTH, MARGIN, FOOT, SIDE = 720, 1.0, 46, 120
DISC = 'fill="#b5651d" fill-opacity=".75"'
RING = 'fill="none" stroke="#b5651d" stroke-width="2" stroke-dasharray="4 3"'
TOWNS = """SELECT lat, lon FROM place WHERE feature LIKE 'PPL%' AND lat BETWEEN ? AND ? AND lon BETWEEN ? AND ?
ORDER BY id"""
HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12" '
    'role="img"><title>Places named in examples/</title>\n<rect width="{width}" height="{height}" fill="#fff"/>\n'
)


class Spot(NamedTuple):
    """A place of the record, and how often it is named."""

    place: Place
    mentions: int


class Frame(NamedTuple):
    """The part of the world that is drawn, in degrees, and how many pixels a degree of longitude has."""

    west: float
    south: float
    east: float
    north: float
    scale: float

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        """Pixels of a point: a flat map, true at its middle latitude."""
        stretch = math.cos(math.radians((self.south + self.north) / 2))
        return round((lon - self.west) * self.scale, 1), round((self.north - lat) * self.scale / stretch, 1)

    @property
    def height(self) -> float:
        """Pixels from north to south."""
        return self.at(self.south, self.west)[1]


def read_examples(folder: Path = ROOT / "examples") -> Iterator[tuple[Document, tuple[Place, ...]]]:
    """The documents of the folder with their places."""
    flow = Flow(Settings())
    for path in find_inputs([str(folder)]):
        for raw in [] if isinstance(path, Problem) else read_input(path, flow.settings):
            reading = raw if isinstance(raw, Problem) else flow(raw)
            if not isinstance(reading, Problem):
                yield reading.document, reading.places


def count_spots(pages: Iterator[tuple[Document, tuple[Place, ...]]]) -> list[Spot]:
    """Each place with its mentions, the most named first; toponyms without a place are left out."""
    places: dict[tuple[str | None, float | None], Place] = {}
    counts: Counter[tuple[str | None, float | None]] = Counter()
    for _, rows in pages:
        for place in rows:
            if place.lat is not None:
                places.setdefault((place.name, place.lat), place)
                counts[place.name, place.lat] += 1
    return [Spot(places[key], n) for key, n in sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))]


def _frame(spots: list[Spot]) -> Frame:
    """What holds all the points."""
    lats = [s.place.lat for s in spots if s.place.lat is not None]
    lons = [s.place.lon for s in spots if s.place.lon is not None]
    west, east = min(lons) - MARGIN, max(lons) + MARGIN
    return Frame(west, min(lats) - MARGIN, east, max(lats) + MARGIN, WIDTH / (east - west))


def _towns(frame: Frame) -> str:
    """A path of dots: the gazetteer's towns within the frame."""
    rows = sqlite3.connect(f"{FILE.as_uri()}?mode=ro", uri=True).execute(
        TOWNS,
        [round(edge * 1e4) for edge in (frame.south, frame.north, frame.west, frame.east)],
    )
    dots = dict.fromkeys(tuple(map(round, frame.at(lat / 1e4, lon / 1e4))) for lat, lon in rows)
    path = "".join(f"M{x} {y}h0" for x, y in dots)
    return f'<path d="{path}" stroke="#cfcfcf" stroke-width="3" stroke-linecap="round" fill="none"/>\n'


def _degrees(frame: Frame) -> Iterator[str]:
    """Every second parallel and meridian, with its degrees."""
    for lat in range(math.ceil(frame.south), math.floor(frame.north) + 1, 2):
        y = frame.at(lat, frame.west)[1]
        yield f'<path d="M0 {y}H{WIDTH}" stroke="#e8e8e8"/>' + _text(4, y - 3, _name(lat, "NS"), "#999")
    for lon in range(math.ceil(frame.west), math.floor(frame.east) + 1, 2):
        x = frame.at(frame.south, lon)[0]
        yield f'<path d="M{x} 0V{frame.height}" stroke="#e8e8e8"/>' + _text(x + 3, 12, _name(lon, "EW"), "#999")


def _text(x: float, y: float, words: str, colour: str = "#000", anchor: str = "start") -> str:
    """Words on the map, on a line of their own."""
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}">{escape(words)}</text>\n'


def _name(degree: int, letters: str) -> str:
    return f"{abs(degree)}°{letters[degree < 0]}"


def _mark(frame: Frame, spot: Spot) -> str:
    """A disc for a place, a ring for the middle of a line or an area, the larger the more often it is named."""
    place = spot.place
    x, y = frame.at(place.lat or 0.0, place.lon or 0.0)
    radius = round(4 + 2 * math.sqrt(spot.mentions), 1)
    said = escape(f"{place.name}, {place.feature}, precision {place.precision}: {spot.mentions}")
    look = RING if (place.precision or 0) >= LINE else DISC
    disc = f'<circle cx="{x}" cy="{y}" r="{radius}" {look}><title>{said}</title></circle>'
    if x > WIDTH - SIDE:
        return disc + _text(x - radius - 3, y + 4, place.name or "", anchor="end")
    return disc + _text(x + radius + 3, y + 4, place.name or "")


def draw(spots: list[Spot]) -> str:
    """The map as SVG."""
    drawn = [s for s in spots if (s.place.precision or COUNTRYWIDE) < COUNTRYWIDE]
    whole = [s for s in spots if s.place.precision == COUNTRYWIDE]
    frame = _frame(drawn)
    height = round(frame.height + FOOT)
    countries = ", ".join(f"{s.place.name} {s.mentions}" for s in whole)
    lines = (
        "Disc: a place; ring: the middle of a line or an area; the larger, the more often named.",
        f"Countries have no point: {countries} times named.",
    )
    foot = [_text(8, frame.height + 18 * (k + 1), line, "#555") for k, line in enumerate(lines)]
    parts = [HEAD.format(width=WIDTH, height=height), *_degrees(frame), _towns(frame)]
    return "".join([*parts, *(_mark(frame, spot) for spot in drawn), *foot, "</svg>\n"])


if __name__ == "__main__":
    DRAWING.write_text(draw(count_spots(read_examples())), "utf-8")
