"""ICEWS's columns with CAMEO codes: an event a row, tab-separated."""

from dragoman.exports.coded import Coded, degrees, levels_of, number, read_coded
from dragoman.exports.codes import cameo_roots, country_name, number_id, sectors
from dragoman.exports.events import BODIES, Party
from dragoman.exports.files import Target, tsv_line
from dragoman.exports.selection import Selection
from dragoman.exports.tables import columns_of

COLUMNS = columns_of("ICEWS")
EMPTY = {"Event Text": "the name of a code is given for CAMEO's twenty roots only"}
"""Columns that are empty more often than the record would have it, and why."""

_BODIES = {"IGO": "International Government Organization", "UNO": "International Government Organization",
           "EUR": "International Government Organization", "MNC": "Multinational Corporation"}  # fmt: skip


def write_icews(selection: Selection, target: Target) -> None:
    """Write the header and a row for each event that the table may hold; of several actors the first is named."""
    more = 0
    with target.open() as out:
        out.write(tsv_line(COLUMNS))
        for coded in read_coded(selection):
            more += max(len(coded.told.actors), 1) - 1 + max(len(coded.told.recipients), 1) - 1
            cells = _cells(coded)
            out.write_row(tsv_line([cells.get(name, "") for name in COLUMNS]))
    selection.leave_out("actors", more, "a row has room for one on each side: the first is named")


def _cells(coded: Coded) -> dict[str, str]:
    told, reading = coded
    levels, code = levels_of(told.place), reading.cameo or ""
    whole = code[2:] in ("", "0")
    return {
        "Event ID": number_id(told.event_id),
        "Event Date": str(told.day or ""),
        **_party_cells("Source", told.actors[0]),
        "Event Text": cameo_roots()[code[:2]][0].capitalize() if code and whole else "",
        "CAMEO Code": code,
        "Intensity": number(reading.goldstein),
        **(_party_cells("Target", told.recipients[0]) if told.recipients else {}),
        "Story ID": number_id(told.document_id),
        "Sentence Number": str(told.sentence + 1),
        "Publisher": told.publisher or "",
        "City": levels.city,
        "District": levels.district,
        "Province": levels.province,
        "Country": levels.country,
        "Latitude": degrees(told.place.lat if told.place else None),
        "Longitude": degrees(told.place.lon if told.place else None),
    }


def _party_cells(who: str, party: Party) -> dict[str, str]:
    """A whole state is called as its country and has no sector."""
    first = (party.code or "").partition(" ")[0]
    country = "Occupied Palestinian Territory" if party.country == "PSE" else country_name(party.country)
    names = [sectors()[one].icews for one in (party.sector or "").split() if one in sectors()]
    if first in BODIES:
        names = [_BODIES.get(first, "")]
    state = bool(country) and not party.sector and party.kind == "STATE"
    return {
        f"{who} Name": country if state else party.name or party.written,
        f"{who} Sectors": ",".join(one for one in names if one),
        f"{who} Country": country,
    }
