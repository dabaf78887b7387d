"""An ACLED-shaped CSV: an incident a row, in ACLED's columns and words as far as the record decides them.

It is ACLED's shape, not ACLED's data: nobody reviewed it, and ACLED's own rules of inclusion are not all here.
"""

from functools import cache
from typing import Any, NamedTuple

from dragoman.exports.codes import countries, country_name, read_rows, say_code, sectors
from dragoman.exports.events import BODIES
from dragoman.exports.files import Target, csv_cell, csv_lines
from dragoman.exports.incidents import read_incidents, say_days, say_disputes, say_headline, say_toll
from dragoman.exports.selection import Selection
from dragoman.exports.tables import columns_of

COLUMNS = columns_of("ACLED")
EMPTY = {
    "assoc_actor_1, assoc_actor_2": "the record does not tell helpers from doers",
    "civilian_targeting": "the record does not say who was aimed at",
    "region, admin1, admin2, admin3": "the record has no levels of administration between place and country",
    "source_scale": "the record does not know how far an outlet reaches",
    "timestamp": "it is the moment of a run, which a rerun may change",
}
"""Columns that are always empty, and why."""

_STATE = "1"
_FOREIGN = "8"


class Kind(NamedTuple):
    """ACLED's words for what happened; empty where the record does not decide them."""

    disorder: str
    event: str
    sub_event: str


@cache
def _kinds() -> dict[tuple[str, str], Kind]:
    return {(row[0], row[1]): Kind(*row[2:5]) for row in read_rows("exports/acled.tsv")}


def find_kind(type_: str, modes: list[str]) -> Kind | None:
    """What modes agree on; what the type alone says where none is listed; `None` where it is not ACLED's subject."""
    found = [_kinds()[type_, mode] for mode in modes if (type_, mode) in _kinds()]
    if not found:
        return _kinds().get((type_, ""))
    agreed = [one.pop() if len(one) == 1 else "" for one in map(set, zip(*found, strict=True))]
    return Kind(*agreed)


def write_acled(selection: Selection, target: Target) -> None:
    """Write the header and a row for each incident that happened and is ACLED's subject."""
    never = elsewhere = 0
    with target.open() as out:
        out.write(csv_lines([COLUMNS]))
        for row in read_incidents(selection):
            kind = find_kind(row["type"], row["modes"] or [])
            if kind is None:
                elsewhere += 1
            elif not row["happened"]:
                never += 1
            else:
                cells = _cells(row, kind)
                out.write_row(csv_lines([[csv_cell(cells.get(name, "")) for name in COLUMNS]]))
    selection.leave_out("incidents", elsewhere, "their type is not ACLED's subject: no violence, protest or arrest")
    selection.leave_out("incidents", never, "no report says that they happened: they are planned, supposed or denied")


def _cells(row: dict[str, Any], kind: Kind) -> dict[str, Any]:
    country = row["countries"][0] if row["countries"] and len(row["countries"]) == 1 else None
    inters = [_inter(row["actor_codes"], country), _inter(row["recipient_codes"], country)]
    first = row["earliest"]
    day = first if first and first == row["latest"] else None
    known = [str(one) for one in inters if one]
    same_year = first and row["latest"] and first.year == row["latest"].year
    return {
        "event_id_cnty": f"{country or ''}{row['incident_id']}",
        "event_date": str(day or ""),
        "year": first.year if same_year else "",
        "time_precision": {"DAY": 1, "WEEK": 2, "MONTH": 3}.get(row["date_precision"], ""),
        "disorder_type": kind.disorder,
        "event_type": kind.event,
        "sub_event_type": kind.sub_event,
        "actor1": _say_actors(row, "actor_codes"),
        "inter1": inters[0],
        "actor2": _say_actors(row, "recipient_codes"),
        "inter2": inters[1],
        "interaction": "".join(sorted(known)) if len(known) == len(inters) else "",
        "iso": countries()[country].numeric if country in countries() else "",
        "country": country_name(country),
        "location": row["place_name"] or "",
        "latitude": row["lat"],
        "longitude": row["lon"],
        "geo_precision": _geo_precision(row),
        "source": "; ".join(row["publishers"] or []),
        "notes": _notes(row),
        "fatalities": row["killed_low"],
        "tags": f"{row['status'].lower()}; {row['independent_sources']} independent sources",
    }


def _say_actors(row: dict[str, Any], side: str) -> str:
    """Actors as ACLED calls them (`Military Forces of Argentina`); where it has no such words, by their name."""
    return "; ".join(dict.fromkeys(_say_actor(code, row["names"] or {}) for code in row[side]))


def _say_actor(code: str, names: dict[str, str]) -> str:
    home, _, sector = code.partition(" ")
    pattern = sectors()[sector].acled_name if sector in sectors() and country_name(home) else ""
    return pattern.format(country_name(home)) if pattern else names.get(code) or say_code(code)


def _inter(codes: list[str], country: str | None) -> str | int:
    """ACLED's number of the leading actor's kind. A state's forces abroad are 8; where the country is not known, it
    is not known whether they are abroad."""
    if not codes:
        return ""
    home, _, sector = codes[0].partition(" ")
    if home in BODIES:
        return int(_FOREIGN)
    found = sectors()[sector].acled if sector in sectors() else _STATE if not sector else ""
    if found == _STATE:
        found = "" if country is None else _STATE if home == country else _FOREIGN
    return int(found) if found else ""


def _geo_precision(row: dict[str, Any]) -> str | int:
    """1 a town, 2 near one or a district, 3 a larger region; empty where it is known to a country only."""
    return {1: 1, 2: 2, 3: 2, 4: 3, 5: 3}.get(row["place_precision"], "") if row["lat"] is not None else ""


def _notes(row: dict[str, Any]) -> str:
    parts = [say_headline(row), say_days(row)]
    parts += [f"{what} {toll}" for what in ("killed", "injured") if (toll := say_toll(row, what))]
    if disputes := say_disputes(row):
        parts.append(f"disputed: {disputes}")
    quote = " ".join(((row["first"] or {}).get("quote") or "").split())
    return "; ".join(one for one in parts if one) + (f". “{quote}”" if quote else "")
