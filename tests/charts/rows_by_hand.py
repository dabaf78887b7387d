"""Rows written by hand, and a database of the contract's tables that holds them."""

from datetime import date, datetime
from typing import Any

import duckdb
import pyarrow as pa

from dragoman.schema import SCHEMAS

DAY = date(2031, 5, 3)
TEXT = "Arland struck <b>Borduria</b> & Zell"
SCORES = {"ASSAULT": (4, -9.0), "ACCUSE": (3, -2.0), "CONSULT": (1, 2.0), "AID": (2, 7.0)}


def make_event(number: int, kind: str, actors: list[str], recipients: list[str], **more: Any) -> dict[str, Any]:
    """An event of the sentence of page `number`."""
    quad, score = SCORES[kind]

    def parts(codes: list[str]) -> list[dict[str, Any]]:
        return [{"actor_id": f"id {code}", "code": code, "start": 0, "end": 3} for code in codes]

    return {
        "event_id": f"e{number}", "document_id": f"d{number}", "sentence": 0, "trigger_start": 8, "trigger_end": 13,
        "type": kind, "modes": [], "contexts": [], "quad": quad, "plover_score": score, "actors": parts(actors),
        "recipients": parts(recipients), "earliest": DAY, "latest": DAY, "date_precision": "DAY", "realis": "ACTUAL",
        "coder": "by hand", "confidence": 1.0,
    } | more  # fmt: skip


def make_incident(number: int, kind: str = "ASSAULT", **more: Any) -> dict[str, Any]:
    return {
        "incident_id": f"i{number}", "type": kind, "actor_codes": ["ARL MIL"], "recipient_codes": ["BOR"],
        "earliest": DAY, "latest": DAY, "date_precision": "DAY", "reports": 1, "documents": 1,
        "independent_sources": 1, "status": "SINGLE SOURCE",
    } | more  # fmt: skip


def fill(events: list[dict[str, Any]], incidents: list[dict[str, Any]]) -> duckdb.DuckDBPyConnection:
    """A database with these events and incidents, a page and a report for each event."""
    pages = {event["document_id"] for event in events}
    codes = {part["code"] for event in events for part in (*event["actors"], *event["recipients"])}
    rows: dict[str, list[dict[str, Any]]] = {
        "event": events,
        "incident": incidents,
        "document": [
            {"document_id": page, "text": TEXT, "raw_sha256": "0", "title": "T",
             "published": datetime(2031, 5, 4), "copy_of": "d1" if page == "copy" else None}
            for page in sorted(pages)
        ],
        "sentence": [
            {"document_id": page, "sentence": 0, "start": 0, "end": 13, "kind": "BODY"} for page in sorted(pages)
        ],
        "actor": [
            {"actor_id": f"id {code}", "name": f"Name of {code}", "kind": "STATE", "code": code}
            for code in sorted(codes)
        ],
        "report": [
            {"incident_id": f"i{event['event_id'][1:]}", "event_id": event["event_id"], "confidence": 1.0}
            for event in events
        ],
    }  # fmt: skip
    connection = duckdb.connect()
    for name, schema in SCHEMAS.items():
        table = pa.Table.from_pylist(rows.get(name, []), schema)
        connection.register("given", table)
        connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM given')
        connection.unregister("given")
    return connection
