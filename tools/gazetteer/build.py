"""From the packages' lists to one SQLite file: places, their names folded, their names by sound, demonyms."""

import array
import json
import sqlite3
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from dragoman.ground.places.gazetteer import COUNTRY, fold_name, sound_key
from tools.gazetteer import sources
from tools.gazetteer.sources import Entry

HERE = Path(__file__).parent
OWN = 1 << 30
"""Ids from here on are our own, not GeoNames'."""
OTHER_NAMES_FROM = 10000
"""People from which on a mere populated place keeps its other names."""
SOUND_FROM = 5000
"""People from which on a place is looked up by sound."""
ENGLISH_NAMES = {"PCLI": "C", "PCLD": "C", "PCLS": "C", "PCL": "C", "ADM1": "A", "RGN": "A"}
LATIN_COUNTRIES = frozenset(
    """USA CAN GBR IRL AUS NZL FRA DEU AUT CHE ITA ESP PRT NLD BEL LUX DNK NOR SWE FIN ISL POL CZE SVK HUN ROU SVN
    HRV MEX GTM HND SLV NIC CRI PAN CUB DOM HTI PRI JAM COL VEN ECU PER BOL CHL ARG URY PRY BRA PHL IDN MYS""".split()  # noqa: SIM905
)
"""Countries whose own spelling is the one that news in English use: no look-up by sound."""


def own_id(name: str, country: str) -> int:
    """A stable id for a place of our own list."""
    return OWN | (zlib.crc32(f"{name}|{country}".encode()) & (OWN - 1))


def collect_entries(packages: Path, modules: Path) -> dict[int, Entry]:
    """All places of all lists by id, the better list winning."""
    countries = sources.read_countries(packages)
    alpha3 = {code: row["iso3"] for code, row in countries.items()}
    entries = {town.id: town for town in sources.read_towns(packages, modules, alpha3)}
    areas = sources.read_areas(packages, alpha3)
    centres = _centres(entries.values())
    for division in sources.read_divisions(packages, alpha3):
        area = areas.pop(division.id, None)
        if area is not None:
            division.lat, division.lon, division.population = area.lat, area.lon, area.population
            division.others |= area.others | area.names
        else:
            division.lat, division.lon = centres.get((division.country, division.admin), (None, None))
        if division.lat is not None and division.id not in entries:
            entries[division.id] = division
    _add_areas(entries, areas)
    english = sources.read_country_names(packages)
    for row in countries.values():
        entry = entries.get(row["geonameid"])
        if entry is not None:
            entry.name = row["name"].strip()
            entry.names = {entry.name} | english.get(entry.id, set())
            entry.others = set()
            entry.population = entry.population or row["population"]
    return entries


def _centres(towns: Iterable[Entry]) -> dict[tuple[str, str], tuple[float, float]]:
    """The middle of the towns of each first- and second-level division, for those whose own centre no list has."""
    points: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for town in towns:
        assert town.lat is not None and town.lon is not None
        first = town.admin.split(".")[0]
        for admin in {first, town.admin}:
            points[town.country, admin].append((town.lat, town.lon))
    return {key: sources.middle(where) for key, where in points.items()}


def _add_areas(entries: dict[int, Entry], areas: dict[int, Entry]) -> None:
    """Add the areas that no list of divisions has, each with the region of the nearest town."""
    grid: dict[tuple[str, int, int], list[Entry]] = defaultdict(list)
    for town in entries.values():
        if town.feature.startswith("PPL"):
            grid[town.country, round(town.lat or 0), round(town.lon or 0)].append(town)
    for key, area in areas.items():
        if key in entries:
            continue
        assert area.lat is not None and area.lon is not None
        if area.feature in ("ADM2", "ADM3", "ADMD"):
            near = [
                town
                for y in (-1, 0, 1)
                for x in (-1, 0, 1)
                for town in grid.get((area.country, round(area.lat) + y, round(area.lon) + x), ())
            ]
            if near:
                area.admin = min(near, key=partial(_apart, area.lat, area.lon)).admin.split(".")[0]
        entries[key] = area


def _apart(lat: float, lon: float, town: Entry) -> tuple[float, int]:
    """Orders towns by how far they lie from a point, in squared degrees."""
    return ((town.lat or 0) - lat) ** 2 + ((town.lon or 0) - lon) ** 2, town.id


def add_own(entries: dict[int, Entry], packages: Path) -> None:
    """Add our own places and spellings, and the military airfields."""
    alpha3 = {code: row["iso3"] for code, row in sources.read_countries(packages).items()}
    by_name: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for known in entries.values():
        for key in {fold_name(name) for name in known.names | known.others}:
            by_name[key, known.country].append(known)
    for name, others, lat, lon, feature, country in sources.read_own(HERE / "own.tsv"):
        names = {name, *filter(None, others.split("|"))}
        entry = _same_division(by_name, names, country, feature)
        if entry is None:
            entry = Entry(
                id=own_id(name, country), name=name, lat=float(lat), lon=float(lon), country=country, feature=feature
            )
            entries[entry.id] = entry
        entry.names |= names
    for name, country, kind, others in sources.read_own(HERE / "spellings.tsv"):
        found = [e for e in by_name[fold_name(name), country] if _kind(e.feature) == kind]
        if not found:
            print(f"spellings.tsv: no {name} ({country}, {kind}) in the extracts", file=sys.stderr)
            continue
        max(found, key=lambda e: (e.population, -e.id)).names |= {name, *others.split("|")}
    for base, latitude, longitude, country in sources.read_air_bases(packages, alpha3):
        if (fold_name(base), country) not in by_name:
            own = own_id(base, country)
            entries[own] = Entry(
                id=own, name=base, lat=latitude, lon=longitude, country=country, feature="AIRB", names={base}
            )


def _kind(feature: str) -> str:
    """C for a country, A for a region, P for a populated place."""
    return "P" if feature.startswith("PPL") else ENGLISH_NAMES.get(feature, "A")


def _same_division(
    by_name: dict[tuple[str, str], list[Entry]], names: set[str], country: str, feature: str
) -> Entry | None:
    """The entry that the extracts have for a country or first-level division of our list: its centre is GeoNames'
    own."""
    if feature not in ("ADM1", "PCLI", "PCLD", "PCLS", "RGN", "CONT"):
        return None
    alike = {"ADM1"} if feature == "ADM1" else {"RGN", "CONT", "ADM1"} if feature in ("RGN", "CONT") else {feature}
    found = [e for name in names for e in by_name[fold_name(name), country] if e.feature in alike and e.id < OWN]
    return max(found, key=lambda e: (e.population, -e.id)) if found else None


def write_gazetteer(
    entries: dict[int, Entry], demonyms: dict[str, str], words: frozenset[str], path: Path
) -> dict[str, int]:
    """Write the file, the same bytes for the same entries; how many rows each table has."""
    path.unlink(missing_ok=True)
    keys: dict[str, set[int]] = defaultdict(set)
    sounds: dict[str, set[int]] = defaultdict(set)
    for entry in entries.values():
        own = {fold_name(name) for name in entry.names} - {""}
        known = entry.feature != "PPL" or entry.population >= OTHER_NAMES_FROM
        other = {fold_name(name) for name in entry.others} - own - {""} if known else set()
        for key in own:
            keys[key].add(entry.id * 2 + 1)
        for key in other:
            keys[key].add(entry.id * 2)
        if entry.country not in LATIN_COUNTRIES and (
            entry.population >= SOUND_FROM or entry.feature in ("PPLA", "ADM1")
        ):
            for key in {sound_key(name) for name in own | other} - {""}:
                sounds[key].add(entry.id * 2)
    database = sqlite3.connect(path)
    database.executescript(
        """PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA auto_vacuum = NONE;
        CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT, lat INTEGER, lon INTEGER, country TEXT, admin TEXT, feature TEXT, population INTEGER);
        CREATE TABLE name (key TEXT PRIMARY KEY, places BLOB) WITHOUT ROWID;
        CREATE TABLE sound (key TEXT PRIMARY KEY, places BLOB) WITHOUT ROWID;
        CREATE TABLE demonym (key TEXT PRIMARY KEY, country TEXT) WITHOUT ROWID;
        CREATE TABLE word (key TEXT PRIMARY KEY) WITHOUT ROWID;"""  # noqa: E501
    )
    database.executemany(
        "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                e.id,
                e.name,
                round((e.lat or 0) * 1e4),
                round((e.lon or 0) * 1e4),
                e.country,
                e.admin,
                e.feature,
                e.population,
            )
            for _, e in sorted(entries.items())
        ],
    )
    for table, rows in (("name", keys), ("sound", sounds)):
        packed = [(key, array.array("I", sorted(ids)).tobytes()) for key, ids in sorted(rows.items())]
        database.executemany(f"INSERT INTO {table} VALUES (?, ?)", packed)
    database.executemany("INSERT INTO demonym VALUES (?, ?)", sorted(demonyms.items()))
    common = sorted((word,) for word in words if word in keys)
    database.executemany("INSERT INTO word VALUES (?)", common)
    database.commit()
    database.execute("VACUUM")
    database.close()
    sizes = {"place": len(entries), "name": len(keys), "sound": len(sounds), "demonym": len(demonyms)}
    return {**sizes, "word": len(common)}


def read_demonyms(packages: Path, modules: Path, entries: dict[int, Entry]) -> dict[str, str]:
    """Folded demonym to country: `i18n-nationality` and our own list, less what is a country's own name
    (`South Sudan`)."""
    names = {fold_name(name) for e in entries.values() if e.feature in COUNTRY for name in e.names}
    alpha3 = {code: row["iso3"] for code, row in sources.read_countries(packages).items()}
    listed = json.loads((modules / "i18n-nationality/langs/en.json").read_text("utf-8"))["nationalities"]
    demonyms = {fold_name(word): alpha3[code] for code, word in listed.items() if code in alpha3}
    for country, words in sources.read_own(HERE / "demonyms.tsv"):
        demonyms.update({fold_name(word): country.strip("-") for word in words.split("|")})
    return {key: country for key, country in demonyms.items() if key not in names}
