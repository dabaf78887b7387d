"""Review: one row with the words it rests on, what was done to it, and forms that accept, reject, edit or merge it."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

import duckdb
import msgspec

from dragoman.desk.asking import Asked
from dragoman.desk.candidates import find_candidates
from dragoman.desk.highlights import Mark, Piece, cut
from dragoman.desk.page import NotFoundError, Page
from dragoman.review import ReviewError, Target
from dragoman.review.rows import find_place, find_target
from dragoman.store.kinds import KINDS
from dragoman.store.rows import find_rows
from dragoman.values import TABLES

_MOST_PARTS = 200


class Field(NamedTuple):
    """A column that may be edited: its value as a form has it, and what it may be where that is a list of names."""

    name: str
    value: str
    choices: tuple[str, ...]
    is_long: bool
    """Whether it is a list of several things, as JSON."""


class Model(NamedTuple):
    """What the page shows."""

    target: Target
    pieces: list[Piece]
    fields: list[Field]
    parts: list[dict[str, Any]]
    """What may be split off: events of an incident, mentions of an actor."""
    more_parts: int
    can_merge: bool
    candidates: list[dict[str, Any]]
    """What it is most likely the same as, where it may be merged."""


def build(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Model:
    """One row of any table that may be corrected."""
    target = find(connection, asked)
    parts = find_parts(connection, target)
    marks = []
    if target.document_id and target.table != "document":
        _, start, end = find_place(connection, target.table, target.row)
        marks.append(Mark(start, end, "event", "words"))
    return Model(
        target=target,
        pieces=cut(target.quote, marks, target.start),
        fields=list(list_fields(target)),
        parts=parts[:_MOST_PARTS],
        more_parts=max(0, len(parts) - _MOST_PARTS),
        can_merge=target.table in ("actor", "incident"),
        candidates=find_candidates(connection, target.table, target.row_id),
    )


def find(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Target:
    """The row; raises NotFoundError where there is none."""
    try:
        return find_target(connection, f"{asked.one('table')}/{asked.one('row_id')}")
    except ReviewError as error:
        raise NotFoundError(f"{error}.") from None


def list_fields(target: Target) -> Iterator[Field]:
    """The columns of the row that may be edited."""
    hints = get_type_hints(TABLES[target.table])
    for name in KINDS[target.table].editable:
        known = [one for one in (hints[name], *get_args(hints[name])) if get_origin(one) is Literal]
        choices = get_args(known[0]) if known else ()
        value = target.row[name]
        yield Field(
            name, write_cell(value), choices, isinstance(value, list) and any(isinstance(one, dict) for one in value)
        )


def write_cell(value: Any) -> str:
    """A value as a form has it; the review reads it back to the same."""
    if value is None:
        return ""
    if isinstance(value, list):
        nested = any(isinstance(one, dict) for one in value)
        return msgspec.json.encode(value).decode() if nested else ", ".join(str(one) for one in value)
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)


_EVENTS = """
    SELECT 'event/' || event_id AS name, document.title, publisher, published, trigger_start AS start,
        substr(text, (trigger_start + 1)::BIGINT, (trigger_end - trigger_start)::BIGINT) AS words, document_id
    FROM report JOIN event USING (event_id) JOIN document USING (document_id) WHERE incident_id = $id
    ORDER BY published NULLS LAST, document_id, trigger_start
"""
_MENTIONS = """
    SELECT 'mention/' || mention_id AS name, document.title, publisher, published, start, mention.text AS words,
        document_id
    FROM mention JOIN document USING (document_id) WHERE actor_id = $id
    ORDER BY published NULLS LAST, document_id, start
"""


def find_parts(connection: duckdb.DuckDBPyConnection, target: Target) -> list[dict[str, Any]]:
    """What may be split off a row: `name` and the words."""
    query = {"incident": _EVENTS, "actor": _MENTIONS}.get(target.table)
    return find_rows(connection, query, {"id": target.row_id}) if query else []


def list_corrections(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Iterator[dict[str, Any]]:
    """What was done to the row, oldest first."""
    for one in find(connection, asked).corrections:
        yield msgspec.structs.asdict(one)


PAGE = Page("review", "/review/{table}/{row_id}", build, tables={"corrections": list_corrections})
