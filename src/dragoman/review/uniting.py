"""Merging and splitting: actors and incidents, as changes with their anchors."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import duckdb
import msgspec

from dragoman.ids import make_id
from dragoman.review.acts import anchor_of, anchor_report, anchor_row, find_reports, identify, read_actor
from dragoman.review.cells import check_row, read_cell
from dragoman.review.following import follow
from dragoman.review.naming import find_actor
from dragoman.review.rows import ReviewError, Target, find_target, make_target
from dragoman.store.corrections import Change
from dragoman.store.database import first_value
from dragoman.store.kinds import KINDS
from dragoman.store.replay import TIE
from dragoman.store.rows import find_rows


def merge(connection: duckdb.DuckDBPyConnection, targets: Sequence[Target]) -> tuple[Change, ...]:
    """Several actors, or several incidents, made one."""
    tables = {target.table for target in targets}
    if len({target.name for target in targets}) < 2:
        raise ReviewError("merge what with what? Name two or more")
    if tables == {"actor"}:
        kept, *others = targets
        known = {kept.row_id: identify(kept.row)}
        return tuple(
            Change(
                table="actor", row_id=one.row_id, old=one.row_id, new=kept.row_id,
                anchor=msgspec.structs.replace(anchor_of(connection, one), actors=known),
            )
            for one in others if one.row_id != kept.row_id
        )  # fmt: skip
    if tables == {"incident"}:
        events = [event for one in targets for event in find_reports(connection, one.row_id)]
        return tuple(_tie(connection, event, events[0], "with") for event in events[1:])
    raise ReviewError(
        f"actors can be merged with actors, incidents with incidents; not {' with '.join(sorted(tables))}"
    )


def _tie(connection: duckdb.DuckDBPyConnection, event: dict[str, Any], other: dict[str, Any], how: str) -> Change:
    anchor = msgspec.structs.replace(
        anchor_row(connection, "event", event), reports=(anchor_report(connection, other),)
    )
    new = {how: other["event_id"]}
    return Change(table="event", row_id=event["event_id"], field=TIE, new=new, anchor=anchor)


def split(
    connection: duckdb.DuckDBPyConnection, target: Target, parts: Sequence[str], into: str | Mapping[str, Any] | None
) -> tuple[Change, ...]:
    """Some events taken out of an incident, or some mentions out of an actor."""
    if target.table == "incident":
        if into is not None:
            raise ReviewError("an incident's events become an incident of their own; `into` goes with actors")
        return _split_incident(connection, target, parts)
    if target.table == "actor":
        return tuple(_split_actor(connection, target, parts, into))
    raise ReviewError(f"actors and incidents can be split, not {target.table}")


def _split_incident(connection: duckdb.DuckDBPyConnection, target: Target, parts: Sequence[str]) -> tuple[Change, ...]:
    events = {row["event_id"]: row for row in find_reports(connection, target.row_id)}
    asked = {find_target(connection, part if "/" in part else f"event/{part}").row_id for part in parts}
    if strangers := sorted(asked - set(events)):
        raise ReviewError(f"event {strangers[0]} is no report of {target.name}; its reports are {', '.join(events)}")
    taken = [row for event_id, row in events.items() if event_id in asked]
    rest = [row for event_id, row in events.items() if event_id not in asked]
    if not taken or not rest:
        raise ReviewError("name some of its events, but not all")
    return (
        *(_tie(connection, event, taken[0], "with") for event in taken[1:]),
        *(_tie(connection, taken[0], event, "apart_from") for event in rest),
    )


def _split_actor(
    connection: duckdb.DuckDBPyConnection, target: Target, parts: Sequence[str], into: str | Mapping[str, Any] | None
) -> Iterator[Change]:
    """The mentions become another actor's, and with them the speakers and participants that stand on their words."""
    if into is None:
        raise ReviewError("whose are these mentions? Name another actor, or give the name and kind of a new one")
    made = _make_actor(connection, into)
    if made["actor_id"] == target.row_id:
        raise ReviewError(f"{target.name} is that actor already")
    known = {made["actor_id"]: identify(made)}
    if not first_value(connection, "SELECT count(*) FROM actor WHERE actor_id = $1", [made["actor_id"]]):
        yield Change(table="actor", row_id=made["actor_id"], new=made)
    mentions = _mentions(connection, target, parts)
    for mention in mentions:
        one = make_target(connection, "mention", mention)
        yield _turn(connection, one, "actor_id", made["actor_id"], known)
    yield from _turn_rest(connection, target, mentions, made, known)


def _turn(
    connection: duckdb.DuckDBPyConnection, target: Target, field: str, new: Any, known: dict[str, dict[str, Any]]
) -> Change:
    anchor = msgspec.structs.replace(anchor_of(connection, target), actors=known)
    old = msgspec.to_builtins(target.row[field])
    return Change(table=target.table, row_id=target.row_id, field=field, old=old, new=new, anchor=anchor)


def _mentions(connection: duckdb.DuckDBPyConnection, target: Target, parts: Sequence[str]) -> list[dict[str, Any]]:
    """The mentions asked for, by their ids or by their documents'."""
    found: dict[str, dict[str, Any]] = {}
    for part in parts:
        table, _, name = part.rpartition("/")
        column = "document_id" if table == "document" else "mention_id"
        query = f"SELECT * FROM mention WHERE actor_id = $1 AND starts_with({column}, $2) ORDER BY document_id, start"
        rows = find_rows(connection, query, [target.row_id, name])
        if not rows or (column == "mention_id" and len(rows) > 1) or not name:
            raise ReviewError(f"{part!r} names {len(rows) or 'no'} mentions of {target.row['name']}")
        found |= {row["mention_id"]: row for row in rows}
    if not found:
        raise ReviewError("which mentions? Give their ids, or document/ID for all in a document")
    return list(found.values())


def _turn_rest(
    connection: duckdb.DuckDBPyConnection,
    target: Target,
    mentions: Sequence[dict[str, Any]],
    made: Mapping[str, Any],
    known: dict[str, dict[str, Any]],
) -> Iterator[Change]:
    documents = sorted({row["document_id"] for row in mentions})
    spans = {(row["document_id"], row["start"], row["end"]) for row in mentions}

    def covers(document_id: str, start: int | None, end: int | None) -> bool:
        return start is not None and any(
            one == document_id and first < (end or 0) and start < past for one, first, past in spans
        )

    query = "SELECT * FROM statement WHERE speaker = $1 AND list_contains($2, document_id) ORDER BY ALL"
    for row in find_rows(connection, query, [target.row_id, documents]):
        if covers(row["document_id"], row["source_start"], row["source_end"]):
            yield _turn(connection, make_target(connection, "statement", row), "speaker", made["actor_id"], known)
    for row in find_rows(
        connection, "SELECT * FROM event WHERE list_contains($1, document_id) ORDER BY ALL", [documents]
    ):
        for field in ("actors", "recipients"):
            cells = msgspec.to_builtins(row[field])
            new = [
                one | {"actor_id": made["actor_id"], "code": made["code"]}
                if one["actor_id"] == target.row_id and covers(row["document_id"], one["start"], one["end"])
                else one
                for one in cells
            ]
            if new != cells:
                event = make_target(connection, "event", row)
                others = {one["actor_id"] for one in new if one["actor_id"]} - set(known)
                named = known | {one: identify(read_actor(connection, one)) for one in sorted(others)}
                yield _turn(connection, event, field, new, named)


def _make_actor(connection: duckdb.DuckDBPyConnection, into: str | Mapping[str, Any]) -> dict[str, Any]:
    """The actor that mentions become: one there is, or a new one."""
    if isinstance(into, str):
        return find_actor(connection, into)
    told = {field: read_cell("actor", field, into[field]) for field in into if field in KINDS["actor"].editable}
    if unknown := sorted(set(into) - set(told)):
        raise ReviewError(f"an actor has no {unknown[0]!r}; it has {', '.join(KINDS['actor'].editable)}")
    if not told.get("name") or not told.get("kind"):
        raise ReviewError("a new actor needs a name and a kind (STATE, PERSON, ORGANISATION, GROUP or PEOPLE)")
    empty = dict.fromkeys(KINDS["actor"].editable)
    row = follow("actor", empty, told)
    check_row(empty | row, set(row))
    made = {"actor_id": make_id("actor by hand", row["name"], row["kind"], row.get("code")), **empty, **row}
    alike = find_rows(
        connection,
        "SELECT * FROM actor WHERE name = $1 AND kind = $2 AND code IS NOT DISTINCT FROM $3",
        [made["name"], made["kind"], made["code"]],
    )
    return alike[0] if alike else made
