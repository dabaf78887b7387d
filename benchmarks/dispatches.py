"""Whole dispatches, in the shape that `score/crises.py` reads: what each yields, and what they yield together."""

import json
from itertools import combinations
from pathlib import Path

import pyarrow as pa

from benchmarks.chain import Chain, Row, codes, document_of
from dragoman.across import relate_readings
from dragoman.clean.furniture import find_blocks
from dragoman.values import Actor, Event, Place, Reading, Statement


def piece(text: str, start: int, end: int) -> Row:
    return {"text": text[start:end], "start": start, "end": end}


def dispatch_statement(one: Statement, text: str, actors: dict[str, Actor]) -> Row:
    speaker = actors.get(one.speaker or "")
    named = one.source_start is not None and one.source_end is not None
    return {
        "source": piece(text, one.source_start or 0, one.source_end or 0) if named else None,
        "cue": piece(text, one.cue_start, one.cue_end),
        "content": [piece(text, part.start, part.end) for part in one.content],
        "speaker": speaker.name if speaker else None,
        "speaker_code": speaker.code if speaker else None,
        "act": one.act,
        "kind": one.kind,
    }


def dispatch_event(one: Event, reading: Reading, actors: dict[str, Actor]) -> Row:
    places: dict[int, Place] = {place.start: place for place in reading.places}
    said = next((s for s in reading.statements if s.statement_id == one.statement_id), None)
    place = places.get(one.place) if one.place is not None else None
    toll = None if one.killed_low is None and one.killed_high is None else [one.killed_low, one.killed_high]
    return {
        "trigger": piece(reading.document.text, one.trigger_start, one.trigger_end),
        "type": one.type,
        "source": codes(one.actors),
        "recipient": codes(one.recipients),
        "earliest": one.earliest.isoformat() if one.earliest else None,
        "latest": one.latest.isoformat() if one.latest else None,
        "place": {"text": place.text, "lat": place.lat, "lon": place.lon, "country": place.country} if place else None,
        "realis": one.realis,
        "killed": toll,
        "attributed_to": actors[said.speaker].name if said and said.speaker else None,
    }


def dispatch(external_id: str, reading: Reading) -> Row:
    actors = {actor.actor_id: actor for actor in reading.actors}
    text = reading.document.text
    furniture = [b for b in find_blocks(reading.document) if b.kind in ("FURNITURE", "STRAY")]
    return {
        "id": external_id,
        "furniture": [text[block.start : block.end] for block in furniture],
        "statements": [
            dispatch_statement(one, text, actors) for one in reading.statements if one.polarity == "POSITIVE"
        ],  # the gold lists what was said, not what was not
        "events": [dispatch_event(one, reading, actors) for one in reading.events],
    }


def incidents_of(tables: dict[str, pa.Table]) -> list[Row]:
    """Each incident with its reports and disputes, named as the dispatches name them."""
    named = {row["document_id"]: row["external_id"] for row in tables["document"].to_pylist()}
    names = {row["actor_id"]: row["name"] for row in tables["actor"].to_pylist()}
    events = {row["event_id"]: row for row in tables["event"].to_pylist()}
    incidents: dict[str, Row] = {}
    for row in tables["report"].to_pylist():
        event = events[row["event_id"]]
        one = incidents.setdefault(row["incident_id"], {"reports": [], "disputes": []})
        one["reports"].append({"id": named[event["document_id"]], "trigger_start": event["trigger_start"]})
    for row in tables["dispute"].to_pylist():
        positions = [
            {"value": one["value"], "held_by": [names.get(holder, holder) for holder in one["held_by"]]}
            for one in row["positions"]
        ]
        incidents[row["incident_id"]]["disputes"].append({"field": row["field"].lower(), "positions": positions})
    return list(incidents.values())


def copies_of(tables: dict[str, pa.Table]) -> list[list[str]]:
    """Every two documents of which one is a copy of the other, or both of a third."""
    named = {row["document_id"]: row["external_id"] for row in tables["document"].to_pylist()}
    of = {row["document_id"]: row["copy_of"] or row["document_id"] for row in tables["kin"].to_pylist()}
    pairs = combinations(sorted(of, key=lambda one: named[one]), 2)
    return [[named[one], named[two]] for one, two in pairs if of[one] == of[two]]


def predict_crises(folder: Path, output: Path, chain: Chain) -> None:
    """Write what all dispatches of a folder yield."""
    rows = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("[a-z]-*.json"))]
    unlabelled = [{k: row.get(k) for k in ("id", "text", "published", "publisher")} for row in rows]
    readings = [chain.flow(row).read_document(document_of(row)) for row in unlabelled]
    tables = relate_readings(readings)
    written = {
        "documents": [dispatch(row["id"], reading) for row, reading in zip(unlabelled, readings, strict=True)],
        "incidents": incidents_of(tables),
        "copies": copies_of(tables),
    }
    output.write_text(json.dumps(written, ensure_ascii=False, indent=1), "utf-8")
