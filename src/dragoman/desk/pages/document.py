"""Document: the page as it was read, with what was coded from it marked in layers, and the rows beside it."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import duckdb
import msgspec

from dragoman.desk.asking import Asked, WrongQuestionError
from dragoman.desk.highlights import Mark, Piece, cut
from dragoman.desk.page import NotFoundError, Page
from dragoman.review import marks as reviewed
from dragoman.store.rows import find_document_ids, find_rows, read_reading
from dragoman.values import Actor, Document, Event, Mention, Place, Reading, Statement, Time

LAYERS = ("statement", "event", "actor", "place", "time")
SHOWN_FIRST = ("statement", "event")
"""The layers that are on unless the address says otherwise."""
_NONE = "none"

Row = dict[str, Any]


class Entry(NamedTuple):
    """A row beside the text, and what it is called: `event-3f9a`."""

    key: str
    row: Any
    words: str
    """The words it rests on."""


class Shown(NamedTuple):
    """A piece of the text as the page has it."""

    text: str
    style: str
    """Its classes: `on-event` where a mark of a layer that is on stands over it, `lit`, the kind of its block."""
    on: str
    """Keys of all rows whose words it is part of."""
    leads: str | None
    """Key of the narrowest of those in layers that are on: where a click leads."""
    begins: tuple[str, ...]
    """Keys of the rows whose words begin here, each once in a page."""


class Model(NamedTuple):
    """What the page shows."""

    document: Document
    pieces: list[Shown]
    rows: dict[str, list[Entry]]
    """By layer."""
    layers: tuple[str, ...]
    show: str
    """What is lit; empty where nothing is."""
    actors: dict[str, Actor]
    statements: dict[str, Statement]
    places: dict[int, Place]
    times: dict[int, Time]
    incidents: dict[str, Row]
    """By event_id, the incident that it reports."""
    marks: dict[str, reviewed.Mark]
    """By id, what people did to its events and statements."""
    copies: list[Row]
    """What it copies, and what copies it."""


def build(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Model:
    """One document; its id may be cut short."""
    reading = read(connection, asked)
    show, layers = asked.one("show") or "", read_layers(asked)
    given = {"id": reading.document.document_id}
    return Model(
        document=reading.document,
        pieces=list(show_pieces(cut(reading.document.text, find_marks(reading)), layers, show)),
        rows={name: list(list_entries(reading)) for name, list_entries in ENTRIES.items()},
        layers=layers,
        show=show,
        actors={one.actor_id: one for one in reading.actors},
        statements={one.statement_id: one for one in reading.statements},
        places={one.start: one for one in reading.places},
        times={one.start: one for one in reading.times},
        incidents={row["event_id"]: row for row in find_rows(connection, _INCIDENTS, given)},
        marks=reviewed.find_marks(connection, "event", [one.event_id for one in reading.events])
        | reviewed.find_marks(connection, "statement", [one.statement_id for one in reading.statements]),
        copies=find_rows(connection, _COPIES, given),
    )


_INCIDENTS = """
    SELECT event_id, incident_id, incident.status, incident.type
    FROM event JOIN report USING (event_id) JOIN incident USING (incident_id) WHERE document_id = $id
"""
_COPIES = """
    SELECT copy.*, document.document_id AS other, title, publisher, published FROM copy JOIN document
    ON document.document_id = CASE copy.document_id WHEN $id THEN copy.original ELSE copy.document_id END
    WHERE copy.document_id = $id OR copy.original = $id ORDER BY published NULLS LAST, other
"""


def read(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Reading:
    """All that the record holds of the document; raises NotFoundError where it holds none, or several, of that name."""
    given = asked.one("document_id") or ""
    ids = find_document_ids(connection, given)
    reading = read_reading(connection, ids[0]) if len(ids) == 1 else None
    if reading is None:
        raise NotFoundError(f"{len(ids) or 'No'} documents are called {given!r}.")
    return reading


def read_layers(asked: Asked) -> tuple[str, ...]:
    """The layers that are on: those of the address, and that of what is lit; raises WrongQuestionError for others."""
    given = asked.every("layer")
    if unknown := [name for name in given if name not in (*LAYERS, _NONE)]:
        raise WrongQuestionError(f"layer: there is no {unknown[0]!r}; there are {', '.join(LAYERS)}")
    lit = (asked.one("show") or "").partition("-")[0]
    return tuple(name for name in LAYERS if name in (given or SHOWN_FIRST) or name == lit)


# ---------------------------------------------------------------- what is marked


def key_of(row: Event | Statement | Place | Time | Mention) -> str:
    """What a row is called on the page; all mentions of an actor are called alike."""
    match row:
        case Event():
            return f"event-{row.event_id}"
        case Statement():
            return f"statement-{row.statement_id}"
        case Place():
            return f"place-{row.start}"
        case Time():
            return f"time-{row.start}"
        case Mention():
            return f"actor-{row.actor_id or row.mention_id}"


def find_marks(reading: Reading) -> Iterator[Mark]:
    """Every mark of every layer; `part` marks what belongs to an event, shown when the event is lit."""
    for sentence in reading.sentences:
        yield Mark(sentence.start, sentence.end, sentence.kind.lower())
    for statement in reading.statements:
        key = key_of(statement)
        yield Mark(statement.start, statement.end, "statement", key)
        yield Mark(statement.cue_start, statement.cue_end, "cue", key)
    for event in reading.events:
        key = key_of(event)
        yield Mark(event.trigger_start, event.trigger_end, "event", key)
        for one in (*event.actors, *event.recipients):
            yield Mark(one.start, one.end, "part", key)
    for layer, rows in (("actor", reading.mentions), ("place", reading.places), ("time", reading.times)):
        for row in rows:
            yield Mark(row.start, row.end, layer, key_of(row))


def show_pieces(pieces: Iterable[Piece], layers: tuple[str, ...], show: str) -> Iterator[Shown]:
    """The pieces, with what of the marks over them is seen."""
    begun: set[str] = set()
    for piece in pieces:
        rows = [mark for mark in piece.marks if mark.layer in LAYERS]
        seen = [mark for mark in rows if mark.layer in layers]
        style = [f"on-{name}" for name in dict.fromkeys(mark.layer for mark in seen)]
        style += [mark.layer for mark in piece.marks if not mark.key and mark.layer != "body"]
        if "statement" in layers and any(mark.layer == "cue" for mark in piece.marks):
            style.append("cue")
        if show and any(mark.key == show for mark in piece.marks):
            style.append(
                "lit" if any(mark.key == show and mark.layer in LAYERS for mark in piece.marks) else "lit-part"
            )
        fresh = tuple(key for key in piece.begins if key not in begun)
        begun.update(fresh)
        on = " ".join(dict.fromkeys(mark.key for mark in rows))
        leads = seen[0].key if seen and piece.text.strip() else None
        yield Shown(piece.text, " ".join(style), on, leads, fresh)


# ---------------------------------------------------------------- the rows beside it


def list_events(reading: Reading) -> Iterator[Entry]:
    """Its events, in the order of the text."""
    for event in reading.events:
        yield Entry(key_of(event), event, reading.document.text[event.trigger_start : event.trigger_end])


def list_statements(reading: Reading) -> Iterator[Entry]:
    """Its statements, in the order of the text."""
    for one in reading.statements:
        yield Entry(key_of(one), one, reading.document.text[one.start : one.end])


def list_actors(reading: Reading) -> Iterator[Entry]:
    """Its actors, those mentioned most first, each with its mentions; then mentions whose actor is open."""
    by_key: dict[str, list[Mention]] = {}
    for mention in reading.mentions:
        by_key.setdefault(key_of(mention), []).append(mention)
    for key, mentions in sorted(by_key.items(), key=lambda one: (-len(one[1]), one[1][0].start)):
        yield Entry(key, mentions, mentions[0].text)


def list_places(reading: Reading) -> Iterator[Entry]:
    """Its toponyms, in the order of the text."""
    yield from (Entry(key_of(one), one, one.text) for one in reading.places)


def list_times(reading: Reading) -> Iterator[Entry]:
    """Its time expressions, in the order of the text."""
    yield from (Entry(key_of(one), one, one.text) for one in reading.times)


ENTRIES: dict[str, Callable[[Reading], Iterable[Entry]]] = {
    "statement": list_statements,
    "event": list_events,
    "actor": list_actors,
    "place": list_places,
    "time": list_times,
}


def _table(part: str) -> Callable[[duckdb.DuckDBPyConnection, Asked], Iterator[Row]]:
    def rows(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Iterator[Row]:
        for row in getattr(read(connection, asked), part):
            yield {name: msgspec.to_builtins(value) for name, value in msgspec.structs.asdict(row).items()}

    return rows


PAGE = Page(
    "document",
    "/document/{document_id}",
    build,
    tables={name: _table(name) for name in ("statements", "events", "actors", "mentions", "places", "times")},
    parameters=("layer", "show"),
)
