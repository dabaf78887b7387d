"""Incidents as the desk lists them: the latest first, with the title of their first page, a page of rows at a time."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import duckdb

from dragoman.desk.asking import Asked
from dragoman.store.incidents import choose_drawn
from dragoman.store.query import Clause
from dragoman.store.rows import find_rows

PIECE = 5_000

_ORDER = "coalesce(latest, earliest) DESC NULLS LAST, earliest DESC NULLS LAST, independent_sources DESC, incident_id"
_TITLES = """
    SELECT incident_id, arg_min({'title': title, 'document_id': document_id, 'publisher': publisher}, (
        coalesce(published, 'infinity'::TIMESTAMP), document_id)) AS first
    FROM report JOIN event USING (event_id) JOIN document USING (document_id)
    WHERE list_contains($chosen, incident_id) GROUP BY incident_id
"""
_DISPUTED = """
    SELECT incident_id, list(field ORDER BY field) AS fields FROM dispute
    WHERE list_contains($chosen, incident_id) GROUP BY incident_id
"""


def choose_asked(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Clause:
    """Conditions on `row`, an incident, for the filters and for `place`, the name of one."""
    return choose_place(choose_drawn(connection, asked.filters), asked)


def choose_place(clause: Clause, asked: Asked) -> Clause:
    """The same conditions and that of `place`, which tables follow and pictures do not."""
    if place := asked.one("place"):
        clause = clause.copy()
        clause.add("row.place_name = $place", place=place)
    return clause


class Outline(NamedTuple):
    """How many of the chosen incidents have each status, and the first and last day any may have happened on."""

    by_status: dict[str, int]
    first: date | None
    last: date | None


def find_outline(connection: duckdb.DuckDBPyConnection, clause: Clause) -> Outline:
    """The outline of the chosen incidents."""
    query = f"SELECT status, count(*), min(earliest), max(latest) FROM incident row {clause.where()} GROUP BY status"
    rows = connection.execute(query, clause.parameters or None).fetchall()
    firsts, lasts = ([day for row in rows if (day := row[place])] for place in (2, 3))
    return Outline({row[0]: row[1] for row in rows}, min(firsts, default=None), max(lasts, default=None))


def find_lately(connection: duckdb.DuckDBPyConnection, asked: Asked, clause: Clause) -> list[dict[str, Any]]:
    """The incidents of the page asked for, each with its first page as `first` and the fields in dispute."""
    page = f"LIMIT {asked.filters.limit} OFFSET {asked.offset}" if asked.filters.limit else ""
    query = f"SELECT * FROM incident row {clause.where()} ORDER BY {_ORDER} {page}"
    rows = add_firsts(connection, find_rows(connection, query, clause.parameters))
    chosen = {"chosen": [row["incident_id"] for row in rows]}
    disputed = {row["incident_id"]: row["fields"] for row in find_rows(connection, _DISPUTED, chosen)}
    for row in rows:
        row["disputed"] = disputed.get(row["incident_id"], [])
    return rows


def add_firsts(connection: duckdb.DuckDBPyConnection, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The incidents, each with its first page as `first`."""
    chosen = {"chosen": [row["incident_id"] for row in rows]}
    firsts = {row["incident_id"]: row["first"] for row in find_rows(connection, _TITLES, chosen)}
    for row in rows:
        row["first"] = firsts.get(row["incident_id"])
    return rows


def list_incidents(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Iterator[dict[str, Any]]:
    """All incidents of the filters, as the record has them."""
    clause = choose_asked(connection, asked)
    query = f"SELECT * FROM incident row {clause.where()} ORDER BY {_ORDER}"
    found = connection.execute(query, clause.parameters or None)
    names = [column[0] for column in found.description or ()]
    while rows := found.fetchmany(PIECE):
        yield from (dict(zip(names, row, strict=True)) for row in rows)
