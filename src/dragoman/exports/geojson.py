"""GeoJSON (RFC 7946) of incidents: a feature each. What is known to its country only has no geometry: a country is
never a point. The statement of coverage is a member of the collection itself, which readers pass over."""

from typing import Any

from dragoman.exports.coverage import describe
from dragoman.exports.events import to_json
from dragoman.exports.files import Target
from dragoman.exports.incidents import read_incidents, realis_of, say_disputes, say_headline
from dragoman.exports.selection import Selection

COLUMNS = (
    "incident_id", "headline", "type", "modes", "actors", "recipients", "earliest", "latest", "date_precision",
    "place_name", "place_precision", "killed_low", "killed_best", "killed_high", "injured_low", "injured_high",
    "reports", "documents", "independent_sources", "status", "realis", "disputed",
    "publishers", "title", "quote", "url",
)  # fmt: skip


def write_geojson(selection: Selection, target: Target) -> None:
    """Write the collection."""
    drawn = undrawn = 0
    with target.open() as out:
        out.write(b'{"type":"FeatureCollection","name":"incidents","features":[')
        for row in read_incidents(selection):
            out.write_row((b",\n" if out.rows else b"\n") + to_json(_feature(row)))
            drawn, undrawn = drawn + (row["lat"] is not None), undrawn + (row["lat"] is None)
        why = "(these are in it, without geometry) the place is not known, or known to a country only"
        selection.leave_out("points", undrawn, why)
        out.write(b'\n],"dragoman":' + to_json(describe(selection, "geojson")) + b"}\n")


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    point = None
    if row["lat"] is not None and row["lon"] is not None:
        point = {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
    first = row["first"] or {}
    told = {name: row[name] for name in COLUMNS if name in row} | {
        "headline": say_headline(row),
        "modes": "; ".join(row["modes"] or []),
        "actors": "; ".join(row["actor_codes"]),
        "recipients": "; ".join(row["recipient_codes"]),
        "realis": realis_of(row),
        "disputed": say_disputes(row) or None,
        "publishers": "; ".join(row["publishers"] or []),
        "title": first.get("title"),
        "quote": first.get("quote"),
        "url": first.get("url"),
    }
    properties = {name: told[name] for name in COLUMNS}
    return {"type": "Feature", "id": row["incident_id"], "geometry": point, "properties": properties}
