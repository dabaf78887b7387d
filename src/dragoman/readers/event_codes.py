"""Other coders' codes in PLOVER's: types, actors, countries, from the tables in `data/event_tables`."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Literal, get_args

from dragoman.settings import DATA
from dragoman.values import EventType

System = Literal["GDELT", "ICEWS", "POLECAT"]
Cells = Mapping[str, str]
"""A row of one of their tables, by column."""


def find_type(cameo: str) -> EventType | None:
    """The PLOVER type of a CAMEO code, by the narrowest code that the table of 2021 has; `None` for 01 and 02."""
    code = cameo.zfill(3)
    known = _read_cameo()
    return next((known[one] for one in (code, code[:3], f"{code[:2]}0") if one in known), None)


def to_type(name: str) -> EventType | None:
    """The PLOVER type of that name."""
    return next((one for one in get_args(EventType) if one == name), None)


def find_gdelt_actor(row: Cells, who: str) -> tuple[str, ...]:
    """Country and sector, or kind of body and its code: `RUS MIL`, `IGO UNO`; none for a region or a bare sector."""
    codes = _read_codes()
    kinds = [row[f"{who}Type{number}Code"] for number in (1, 2, 3)]
    country = codes.get(("GDELT country", row[f"{who}CountryCode"]), row[f"{who}CountryCode"])
    if country in _read_countries().values():
        sectors = [codes["GDELT", kind] for kind in kinds if ("GDELT", kind) in codes]
        return (" ".join([country, *sectors[:1]]),)
    group = row[f"{who}KnownGroupCode"]
    body = next((codes["GDELT body", kind] for kind in kinds if ("GDELT body", kind) in codes), None)
    group = codes.get(("GDELT group", group), group)
    return (" ".join(filter(None, [body, group if body in ("IGO", "NGO") else ""])),) if body else ()


def find_icews_actor(row: Cells, who: str) -> tuple[str, ...]:
    """A whole state where the actor is called as its country and has no sector; `UNK` where the sector is not known."""
    codes = _read_codes()
    written = {sector.strip() for sector in row[f"{who} Sectors"].split(",")}
    named = row[f"{who} Country"]
    country = codes.get(("ICEWS country", named)) or _read_countries().get(named)
    ranked = [ours for (system, theirs), ours in codes.items() if system == "ICEWS" and theirs in written]
    if country:
        state = row[f"{who} Name"] == named and written == {""}
        return (country if state else f"{country} {ranked[0] if ranked else 'UNK'}",)
    bodies = [ours for (system, theirs), ours in codes.items() if system == "ICEWS body" and theirs in written]
    return tuple(bodies[:1])


def find_polecat_actors(row: Cells, who: str) -> tuple[str, ...]:
    """One code for each of several actors, which are listed with semicolons, each once."""
    countries = _list(row[f"{who} Country"])
    sectors = _list(row[f"Primary {who} Sector"])
    sectors += [""] * (len(countries) - len(sectors))
    found = [
        " ".join(filter(None, [_read_countries().get(country, country), sector]))
        for country, sector in zip(countries, sectors, strict=False)
        if country
    ]
    return tuple(dict.fromkeys(found))


def _list(cell: str) -> list[str]:
    return ["" if one.strip() == "None" else one.strip() for one in cell.split(";")]


def _read_rows(path: str) -> Iterator[list[str]]:
    for line in (DATA / path).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


@cache
def read_columns() -> dict[System, tuple[str, ...]]:
    """The columns of each table, in order."""
    rows = {system: tuple(columns.split("|")) for system, columns in _read_rows("event_tables/columns.tsv")}
    return {system: rows[system] for system in get_args(System)}


@cache
def _read_codes() -> dict[tuple[str, str], str]:
    return {(system, theirs): ours for system, theirs, ours in _read_rows("event_tables/codes.tsv")}


@cache
def _read_countries() -> dict[str, str]:
    """Every name of a country, its code among them, and the code."""
    found: dict[str, str] = {}
    for code, name, names, *_ in _read_rows("actors/countries.tsv"):
        found = dict.fromkeys((code, name, *names.split("|")), code) | found  # Kosovo stands there twice
    return found


@cache
def _read_cameo() -> dict[str, EventType]:
    raw = json.loads((DATA / "plover" / "cameo2plover.json").read_text("utf-8"))
    return {code: kind for code, (name, *_) in raw.items() if (kind := to_type(name))}
