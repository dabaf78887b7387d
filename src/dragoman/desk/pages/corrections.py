"""Corrections: the log of what was done by hand, the newest first; what was orphaned; and taking things back."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import duckdb

from dragoman.desk.asking import Asked
from dragoman.desk.page import Page
from dragoman.store.database import first_row
from dragoman.store.query import Clause
from dragoman.store.rows import find_rows


class Model(NamedTuple):
    """What the page shows."""

    entries: list[dict[str, Any]]
    """One a line of the log, with its `changes`."""
    total: int
    orphaned: int
    people: list[str]
    tables: list[str]


_CHANGES = """
    SELECT entry_id, number, action, "at", "by", reason, max(state) AS state,
        count(*) FILTER (state = 'ORPHANED') AS orphaned,
        list({'table': "table", 'row_id': row_id, 'field': field, 'old': old, 'new': new, 'state': state,
            'orphaned_by': orphaned_by, 'applied_to': applied_to} ORDER BY correction_id) AS changes
    FROM correction row %s
    GROUP BY entry_id, number, action, "at", "by", reason ORDER BY number DESC %s
"""


def build(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Model:
    """A page of the log."""
    clause = choose(asked)
    limit = f"LIMIT {asked.filters.limit} OFFSET {asked.offset}"
    total = first_row(
        connection, f"SELECT count(DISTINCT entry_id) FROM correction row {clause.where()}", clause.parameters
    )
    orphaned = first_row(connection, "SELECT count(*) FROM correction WHERE state = 'ORPHANED'")
    return Model(
        entries=find_rows(connection, _CHANGES % (clause.where(), limit), clause.parameters),
        total=int(total[0]) if total else 0,
        orphaned=int(orphaned[0]) if orphaned else 0,
        people=_known(connection, "by"),
        tables=_known(connection, "table"),
    )


def _known(connection: duckdb.DuckDBPyConnection, column: str) -> list[str]:
    rows = connection.execute(f'SELECT DISTINCT "{column}" FROM correction ORDER BY 1').fetchall()
    return [str(name) for (name,) in rows]


def choose(asked: Asked) -> Clause:
    """Conditions on `row`, a correction."""
    clause, filters = Clause(), asked.filters
    for name, column in (("by", "by"), ("of", "table"), ("state", "state")):
        if value := asked.one(name):
            clause.add(f'row."{column}" = ${name}', **{name: value})
    if filters.since:
        clause.add('row."at"::DATE >= $since', since=filters.since)
    if filters.until:
        clause.add('row."at"::DATE <= $until', until=filters.until)
    return clause


def list_corrections(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Iterator[dict[str, Any]]:
    """All corrections of the filters, oldest first, as the record has them."""
    clause = choose(asked)
    query = f"SELECT * FROM correction row {clause.where()} ORDER BY number, correction_id"
    yield from find_rows(connection, query, clause.parameters)


PAGE = Page(
    "corrections",
    "/corrections",
    build,
    "Corrections",
    tables={"corrections": list_corrections},
    parameters=("by", "of", "state"),
)
