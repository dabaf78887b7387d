"""POLECAT's columns: an event a row, tab-separated, lists parted by semicolons."""

from dragoman.exports.coded import Coded, degrees, levels_of, number, read_coded
from dragoman.exports.events import Party
from dragoman.exports.files import Target, tsv_line
from dragoman.exports.selection import Selection
from dragoman.exports.tables import columns_of
from dragoman.settings import VERSION

COLUMNS = columns_of("POLECAT")
EMPTY = {
    "Actor COW, Recipient COW": "no table of the Correlates of War's numbers comes along",
    "Wikipedia Actor ID, Wikipedia Recipient ID": "our actors carry Wikidata items; they are in `plover` and `ftm`",
    "Story People, Story Organizations, Story Locations": "the layers of a page are in `annotations`",
}
"""Columns that are always empty, and why."""


def write_polecat(selection: Selection, target: Target) -> None:
    """Write the header and a row for each event that the table may hold."""
    with target.open() as out:
        out.write(tsv_line(COLUMNS))
        for coded in read_coded(selection):
            cells = _cells(coded)
            out.write_row(tsv_line([cells.get(name, "") for name in COLUMNS]))


def _cells(coded: Coded) -> dict[str, str]:
    told, reading = coded
    place, levels = told.place, levels_of(told.place)
    cells = {
        "Event ID": told.event_id,
        "Event Date": str(told.day or ""),
        "Event Type": reading.type,
        "Event Mode": "; ".join(reading.modes),
        "Intensity": number(reading.score),
        "Quad Code": str(reading.quad),
        "Contexts": "; ".join(told.contexts),
        **_party_cells("Actor", told.actors),
        **_party_cells("Recipient", told.recipients),
        "City": levels.city,
        "District": levels.district,
        "Province": levels.province,
        "Source": told.publisher or "",
        "Publication Date": f"{told.published:%Y-%m-%d}" if told.published else "",
        "Language": told.language or "",
        "Version": f"dragoman {VERSION}",
    }
    if place:
        cells |= {
            "Placename": place.name or "",
            "Country": place.country or "",
            "Latitude": degrees(place.lat),
            "Longitude": degrees(place.lon),
            "GeoNames ID": number(place.geonameid),
            "Raw Placename": place.written,
            "Feature Type": place.feature or "",
        }
    return cells


def _party_cells(who: str, parties: list[Party]) -> dict[str, str]:
    """The parties of one side, each list with as many places as there are parties; `None` where one is not known."""
    if not parties:
        return {}

    def listed(cells: list[str | None]) -> str:
        return "; ".join((cell or "None").replace(";", ",") for cell in cells) if any(cells) else ""

    bodies = [one.code.partition(" ") if one.code and not one.country else ("", "", "") for one in parties]
    sectors = [(one.sector or body[2]).split() for one, body in zip(parties, bodies, strict=True)]
    return {
        f"{who} Name": listed([one.name for one in parties]),
        f"{who} Country": listed([one.country or body[0] for one, body in zip(parties, bodies, strict=True)]),
        f"Primary {who} Sector": listed([some[0] if some else None for some in sectors]),
        f"{who} Sectors": listed([", ".join(some) or None for some in sectors]),
        f"{who} Title": listed([one.role for one in parties]),
        f"{who} Name Raw": listed([one.written for one in parties]),
    }
