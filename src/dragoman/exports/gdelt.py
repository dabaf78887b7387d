"""GDELT 2.0's event columns: an incident a row, tab-separated, without a header, as GDELT's own files.

GDELT's event is what happened, with counts of the pages that mention it, so a row is one incident and its codes are
those of its first report that says it happened.
"""

from datetime import date
from typing import Any

from dragoman.exports.coded import Coded, degrees, levels_of, number, read_coded
from dragoman.exports.codes import cameo_actor, cameo_roots, countries, number_id
from dragoman.exports.events import COUNTRY_WIDE, Party, Spot
from dragoman.exports.files import Target, tsv_line
from dragoman.exports.gdelt_mentions import write_mentions
from dragoman.exports.selection import Selection
from dragoman.exports.tables import columns_of

COLUMNS = columns_of("GDELT")
EMPTY = {
    "Actor1EthnicCode, Actor1Religion1Code, Actor1Religion2Code and the same of Actor2": "the record holds neither",
    "AvgTone": "the record holds no tone",
    "Actor1Geo_*, Actor2Geo_*": "the record knows where an event was, not where its actors were",
    "ActionGeo_ADM1Code, ActionGeo_ADM2Code": "the record has no codes of provinces",
    "DATEADDED": "it is the moment of a run, which a rerun may change",
}
"""Columns that are always empty, and why."""


def write_gdelt(selection: Selection, target: Target) -> None:
    """Write a row for each incident that the table may hold, and beside it one for each report that mentions it."""
    with target.open() as out:
        for coded in read_coded(selection, leads=True):
            cells = _cells(coded)
            out.write_row(tsv_line([cells.get(name, "") for name in COLUMNS]))
    name = target.path.stem.removesuffix(".export") if target.single else "gdelt"
    with target.open(f"{name}.mentions.CSV") as out:
        write_mentions(selection, out)


def _cells(coded: Coded) -> dict[str, str]:
    told, reading = coded
    code = reading.cameo or ""
    root = code[:2]
    return {
        "GLOBALEVENTID": number_id(told.incident_id or told.event_id),
        **_dates(told.earliest, told.latest),
        **_actor_cells("Actor1", told.actors),
        **_actor_cells("Actor2", told.recipients or told.actors[1:]),
        "IsRootEvent": str(int(told.sentence == 0)),
        "EventCode": code,
        "EventBaseCode": code[:3],
        "EventRootCode": root,
        "QuadClass": str(cameo_roots()[root][1]) if root in cameo_roots() else "",
        "GoldsteinScale": number(reading.goldstein),
        "NumMentions": number(told.counts.get("reports")),
        "NumSources": number(told.counts.get("publishers")),
        "NumArticles": number(told.counts.get("documents")),
        **_place_cells(told.place),
        "SOURCEURL": told.url or "",
    }


def _dates(first: date | None, last: date | None) -> dict[str, str]:
    """As much of the date as is known: the day, or the month or year that all its days lie in."""
    if first is None or last is None or first.year != last.year:
        return {}
    cells = {"Year": f"{first:%Y}"}
    if first.month == last.month:
        cells["MonthYear"] = f"{first:%Y%m}"
    if first == last:
        cells |= {"SQLDATE": f"{first:%Y%m%d}", "FractionDate": f"{first.year + _fraction(first):.4f}"}
    return cells


def _fraction(day: date) -> float:
    """The part of the year that has passed, in GDELT's way: months of thirty days."""
    return min((day.month * 30 + day.day) / 365, 0.9999)


def _actor_cells(who: str, parties: list[Party]) -> dict[str, str]:
    party = parties[0] if parties else None
    actor = cameo_actor(party)
    types = {f"{who}Type{number}Code": code for number, code in enumerate(actor.types, start=1)}
    return {
        f"{who}Code": actor.code,
        f"{who}Name": (party.name or party.written).upper() if party else "",
        f"{who}CountryCode": actor.country,
        f"{who}KnownGroupCode": actor.group,
        **types,
    }


def _place_cells(spot: Spot | None) -> dict[str, Any]:
    """GDELT's `ActionGeo` cells."""
    if spot is None:
        return {}
    levels = levels_of(spot)
    fips = countries()[spot.country].fips if spot.country in countries() else ""
    return {
        "ActionGeo_Type": _kind_of(spot),
        "ActionGeo_FullName": ", ".join(
            dict.fromkeys(one for one in (spot.name or spot.written, levels.country) if one)
        ),
        "ActionGeo_CountryCode": fips,
        "ActionGeo_Lat": degrees(spot.lat),
        "ActionGeo_Long": degrees(spot.lon),
        "ActionGeo_FeatureID": number(spot.geonameid),
    }


def _kind_of(spot: Spot) -> str:
    """1 a country, 2 a state of the USA, 3 a town or landmark there, 4 one elsewhere, 5 a province elsewhere."""
    american, feature = spot.country == "USA", spot.feature or ""
    if spot.precision == COUNTRY_WIDE:
        return "1"
    if feature.startswith("ADM1"):
        return "2" if american else "5"
    if spot.lat is None or feature.startswith("ADM"):
        return ""
    return "3" if american else "4"
