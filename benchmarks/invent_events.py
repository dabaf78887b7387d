"""The events of the invented press, coded as a perfect coder would: what corroboration is given to work on.

    tables = invent_record(10_000, seed=1)

The same pages as `invent_documents` of that count and seed, and the incident that each event tells of as the truth.
"""

from datetime import date
from typing import Any

import pyarrow as pa

from benchmarks.invent import Incident, Page, Press, document_rows, read_text
from dragoman.ids import make_id
from dragoman.schema import SCHEMAS

CODED = {"type": "ASSAULT", "quad": 4, "plover_score": -9.0, "realis": "ACTUAL", "coder": "invented", "confidence": 1.0}


def invent_record(count: int, seed: int = 0) -> tuple[dict[str, pa.Table], pa.Table]:
    """The record's tables that relations read, and the truth: event_id, incident."""
    press = Press(seed)
    pages = list(press.pages(count))
    ids = {page.number: make_id("invented", page.number, seed) for page in pages}
    sides = {name: make_id("side", name) for name in press.sides}
    events: list[dict[str, Any]] = []
    places: list[dict[str, Any]] = []
    truth: list[int] = []
    for page in pages:
        for at, start, end, incident in _told(page):
            document_id = ids[page.number]
            events.append(_event(document_id, at, (start, end), incident, sides))
            places.append(_place(document_id, start, incident, press.places))
            truth.append(incident.number)
    tables = {
        "document": document_rows(press, pages, ids),
        "event": _table("event", events),
        "place": _table("place", places),
        "actor": _table("actor", [_actor(name, actor_id) for name, actor_id in sides.items()]),
        "sentence": _table("sentence", [one for page in pages for one in _sentences(page, ids[page.number])]),
        "mention": SCHEMAS["mention"].empty_table(),
        "statement": SCHEMAS["statement"].empty_table(),
    }
    return tables, pa.table({"event_id": [one["event_id"] for one in events], "incident": truth})


def _told(page: Page) -> list[tuple[int, int, int, Incident]]:
    """Each sentence that tells of an incident: its number, where its verb begins and ends, the incident."""
    text, found, at = read_text(page), [], len(page.title) + 1
    for number, sentence in enumerate(page.sentences):
        if sentence.incident is not None:
            start = text.find(sentence.incident.verb, at, at + len(sentence.text))
            if start >= 0:
                found.append((number, start, start + len(sentence.incident.verb), sentence.incident))
        at += len(sentence.text) + 1
    return found


def _sentences(page: Page, document_id: str) -> list[dict[str, Any]]:
    at, rows = len(page.title) + 1, []
    for number, sentence in enumerate(page.sentences):
        end = at + len(sentence.text)
        rows.append({"document_id": document_id, "sentence": number, "start": at, "end": end, "kind": "BODY"})
        at = end + 1
    return rows


def _event(
    document_id: str, at: int, span: tuple[int, int], incident: Incident, sides: dict[str, str]
) -> dict[str, Any]:
    who, whom = ({"actor_id": sides[name], "code": name, "start": span[0], "end": span[1]}
                 for name in (incident.actor, incident.recipient))  # fmt: skip
    day: date = incident.day.date()
    return CODED | {
        "event_id": make_id(document_id, "event", at), "document_id": document_id, "sentence": at,
        "trigger_start": span[0], "trigger_end": span[1], "modes": [], "contexts": [], "actors": [who],
        "recipients": [whom], "place": span[0], "earliest": day, "latest": day, "date_precision": "DAY",
        "killed_low": incident.killed or None, "killed_high": incident.killed or None,
    }  # fmt: skip


def _place(document_id: str, start: int, incident: Incident, places: list[str]) -> dict[str, Any]:
    number = places.index(incident.place)
    return {
        "document_id": document_id, "start": start, "end": start + 1, "text": incident.place, "name": incident.place,
        "lat": number % 120 - 60.0, "lon": number // 120 * 10.0 - 120.0, "precision": 1, "confidence": 1.0,
        "focus": False,
    }  # fmt: skip


def _actor(name: str, actor_id: str) -> dict[str, Any]:
    return {"actor_id": actor_id, "name": name, "kind": "STATE", "code": name}


def _table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    schema = SCHEMAS[name]
    return pa.Table.from_arrays(
        [pa.array([row.get(one.name) for row in rows], one.type) for one in schema], schema=schema
    )
