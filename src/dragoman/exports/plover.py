"""PLOVER JSONL: an event a line, as the manual's exchange form has it, with our own reading beside it.

PLOVER knows no realis, and its codebook reads a planned AID as an AGREE. That reading is in PLOVER's own fields; our
type, modes and realis, and all that PLOVER has no field for, are in `dragoman`.
"""

from datetime import date
from typing import Any

from dragoman.exports.coded import NOBODY
from dragoman.exports.codes import read_as_plover
from dragoman.exports.events import BODIES, Party, Spot, Told, read_events, to_json
from dragoman.exports.files import Target
from dragoman.exports.selection import Selection

COLUMNS = (
    "id", "date", "enddate", "actor", "recipient", "event", "mode", "context", "quad_code", "event_scale", "event_loc",
    "size", "event_text", "link", "cite_info", "coder", "dragoman",
)  # fmt: skip

_RESOLUTION = {"PPLX": 5, "ADM2": 3, "ADM1": 2}


def write_plover(selection: Selection, target: Target) -> None:
    """Write each event that somebody did; the codebook codes none without an actor."""
    nobody = 0
    with target.open() as out:
        for told in read_events(selection):
            if told.actors:
                out.write_row(to_json(_event(told)) + b"\n")
            else:
                nobody += 1
    selection.leave_out("events", nobody, NOBODY)


def _event(told: Told) -> dict[str, Any]:
    reading = read_as_plover(told)
    first, last = told.earliest or told.latest, told.latest
    event = {
        "id": told.event_id,
        "date": _day(first),
        "enddate": _day(last) if last != first else None,
        "actor": [_entity(one) for one in told.actors],
        "recipient": [_entity(one) for one in told.recipients],
        "event": [reading.type],
        "mode": reading.modes,
        "context": told.contexts,
        "quad_code": reading.quad,
        "event_scale": reading.score,
        "event_loc": _location(told.place),
        "size": _size(told),
        "event_text": told.quote,
        "link": told.url,
        "cite_info": _known(publisher=told.publisher, title=told.title, published=_moment(told)),
        "coder": told.coder,
        "dragoman": _ours(told),
    }
    return {name: value for name, value in event.items() if value not in (None, {}) or name == "date"}


def _ours(told: Told) -> dict[str, Any]:
    return _known(
        type=told.type, modes=told.modes or None, realis=told.realis, date_precision=told.date_precision,
        latest_only=True if told.earliest is None and told.latest else None, cameo=told.cameo, tolls=told.tolls or None,
        says=told.says, statement_id=told.statement_id, incident_id=told.incident_id, document_id=told.document_id,
        trigger=list(told.trigger), confidence=told.confidence,
    )  # fmt: skip


def _entity(party: Party) -> dict[str, Any]:
    first, _, rest = (party.code or "").partition(" ")
    return _known(
        code=party.country or (rest if rest in BODIES else first) or None, sector=party.sector,
        entity_text=party.written, identifier_id=party.wikidata, identifier_text=party.name, office=party.role,
        full_code=party.code,
    )  # fmt: skip


def _location(spot: Spot | None) -> dict[str, Any]:
    if spot is None:
        return {}
    feature = spot.feature or ""
    resolution = _RESOLUTION.get(feature, 4 if feature.startswith("PPL") else 1 if spot.precision == 6 else None)
    return _known(
        extracted_place=spot.written, resolved_place=spot.name, geonameid=spot.geonameid, lat=spot.lat, lon=spot.lon,
        country_code=spot.country, feature_code=spot.feature, resolution=resolution, precision=spot.precision,
    )  # fmt: skip


def _size(told: Told) -> dict[str, int]:
    """Figures that are one number; ranges are in `dragoman.tolls`."""
    names = (("dead", "killed"), ("injured", "injured"), ("arrested", "arrested"))
    pairs = ((theirs, told.tolls.get(f"{ours}_low"), told.tolls.get(f"{ours}_high")) for theirs, ours in names)
    return {name: low for name, low, high in pairs if low is not None and low == high}


def _known(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _moment(told: Told) -> str | None:
    return f"{told.published:%Y-%m-%dT%H:%M:%SZ}" if told.published else None
