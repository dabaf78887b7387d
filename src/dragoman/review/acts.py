"""What an act of a person changes, row by row and column by column, each change with its anchor."""

from collections.abc import Mapping
from typing import Any

import duckdb
import msgspec

from dragoman.review.cells import check_row, read_cell
from dragoman.review.following import follow
from dragoman.review.naming import find_actor, name_participants
from dragoman.review.rows import ReviewError, Target, make_target
from dragoman.store.actor_book import NAMES_ACTOR
from dragoman.store.anchors import make_anchor
from dragoman.store.corrections import Anchor, Change
from dragoman.store.database import first_value, quote
from dragoman.store.kinds import KINDS
from dragoman.store.row_book import REFERENCES
from dragoman.store.rows import find_rows

REPORTS = 20
"""The most events that an incident is found again by."""


def anchor_of(connection: duckdb.DuckDBPyConnection, target: Target) -> Anchor:
    """What finds the row again."""
    if target.table != "incident":
        return anchor_row(connection, target.table, target.row)
    reports = find_reports(connection, target.row_id)[:REPORTS]
    told = make_anchor("incident", target.row, "")
    return msgspec.structs.replace(told, reports=tuple(anchor_report(connection, row) for row in reports))


def anchor_row(connection: duckdb.DuckDBPyConnection, table: str, row: dict[str, Any]) -> Anchor:
    """What finds a row again that stands on words, or a document or actor."""
    text = ""
    if KINDS[table].span:
        text = first_value(connection, "SELECT text FROM document WHERE document_id = $1", [row["document_id"]])
    return make_anchor(table, row, text)


def anchor_report(connection: duckdb.DuckDBPyConnection, event: dict[str, Any]) -> Anchor:
    """The same of an event, with its id."""
    return msgspec.structs.replace(anchor_row(connection, "event", event), row_id=event["event_id"])


def find_reports(connection: duckdb.DuckDBPyConnection, incident_id: str) -> list[dict[str, Any]]:
    """The events of an incident, the earliest report first."""
    query = (
        "SELECT event.* FROM report JOIN event USING (event_id) JOIN document USING (document_id)"
        " WHERE incident_id = $1 ORDER BY published NULLS LAST, document_id, trigger_start, event_id"
    )
    return find_rows(connection, query, [incident_id])


def _change(connection: duckdb.DuckDBPyConnection, target: Target, **more: Any) -> Change:
    return Change(table=target.table, row_id=target.row_id, anchor=anchor_of(connection, target), **more)


def accept(connection: duckdb.DuckDBPyConnection, target: Target) -> tuple[Change, ...]:
    """That a row is right as it stands."""
    return (_change(connection, target),)


def reject(connection: duckdb.DuckDBPyConnection, target: Target) -> tuple[Change, ...]:
    """That a row is wrong; of an incident, that all its events are."""
    if target.table == "document":
        raise ReviewError("a document cannot be rejected: it was read; reject what was found in it")
    if target.table != "incident":
        return (_change(connection, target),)
    events = (make_target(connection, "event", row) for row in find_reports(connection, target.row_id))
    return tuple(_change(connection, event) for event in events)


# ---------------------------------------------------------------- edit


def edit(connection: duckdb.DuckDBPyConnection, target: Target, given: Mapping[str, Any]) -> tuple[Change, ...]:
    """Columns of a row changed, and those that follow from them; raises ReviewError where a value does not fit."""
    changes = {field: _read(connection, target, field, value) for field, value in given.items()}
    if not changes:
        raise ReviewError(f"nothing to change; columns of {target.table}: {', '.join(KINDS[target.table].editable)}")
    row = {name: msgspec.to_builtins(cell) for name, cell in target.row.items()}
    told = follow(target.table, row, changes)
    check_row(row | told, set(told))
    different = {field: new for field, new in told.items() if new != row[field]}
    if not different:
        raise ReviewError(f"{target.name} says that already")
    anchor = anchor_of(connection, target)
    return tuple(
        Change(
            table=target.table, row_id=target.row_id, field=field, old=row[field], new=new,
            anchor=_refer(connection, anchor, target, field, _named_by(row | told, field)),
        )
        for field, new in different.items()
    )  # fmt: skip


def _read(connection: duckdb.DuckDBPyConnection, target: Target, field: str, given: Any) -> Any:
    if field not in KINDS[target.table].editable:
        known = ", ".join(KINDS[target.table].editable)
        raise ReviewError(f"{field!r} of {target.table} cannot be edited; these can: {known}")
    if field in NAMES_ACTOR and given:
        given = find_actor(connection, str(given))["actor_id"]
    if field in ("actors", "recipients"):
        given = name_participants(connection, given, target.row)
    value = read_cell(target.table, field, given)
    if field in REFERENCES and value is not None and target.table in ("event", "statement"):
        table, column = REFERENCES[field]
        query = f"SELECT count(*) FROM {quote(table)} WHERE document_id = $1 AND {quote(column)} = $2"
        if not first_value(connection, query, [target.document_id, value]):
            raise ReviewError(f"no {table} of its document has {column} {value!r}")
    return value


def _named_by(row: Mapping[str, Any], field: str) -> list[Any]:
    """The cells that a column of the changed row is made of; an end of a span stands with the other end."""
    if field in ("start", "end"):
        return [{"start": row["start"], "end": row["end"]}]
    return row[field] if isinstance(row[field], list) else [{field: row[field]}]


def _refer(
    connection: duckdb.DuckDBPyConnection, anchor: Anchor, target: Target, field: str, cells: list[Any]
) -> Anchor:
    """The anchor, with what finds again the actors and words that the new cells name."""
    ids = {one[name] for one in cells if isinstance(one, dict) for name in NAMES_ACTOR if one.get(name)}
    actors = {actor_id: identify(read_actor(connection, actor_id)) for actor_id in sorted(ids)}
    spans = sorted({(one["start"], one["end"]) for one in cells if isinstance(one, dict) and "start" in one})
    if not spans:
        return msgspec.structs.replace(anchor, actors=actors)
    query = "SELECT text FROM document WHERE document_id = $1"
    text = str(first_value(connection, query, [target.document_id]))
    for start, end in spans:
        if not 0 <= start < end <= len(text):
            raise ReviewError(f"{field}: no words stand from {start} to {end}; the page has {len(text)} characters")
    told = {f"{start}:{end}": text[start:end] for start, end in spans}
    return msgspec.structs.replace(anchor, actors=actors, spans=told)


def read_actor(connection: duckdb.DuckDBPyConnection, actor_id: str) -> dict[str, Any]:
    """The actor of that id; raises ReviewError where there is none."""
    rows = find_rows(connection, "SELECT * FROM actor WHERE actor_id = $1", [actor_id])
    if not rows:
        raise ReviewError(f"no actor has the id {actor_id!r}")
    return rows[0]


def identify(actor: Mapping[str, Any]) -> dict[str, Any]:
    """What finds an actor again."""
    return {name: actor[name] for name in ("name", "kind", "code")}
