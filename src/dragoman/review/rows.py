"""The rows that a review may touch, and how a person names them."""

from typing import Any, NamedTuple

import duckdb

from dragoman.store.database import first_row, quote
from dragoman.store.kinds import KINDS, id_of
from dragoman.store.rows import find_rows, read_values
from dragoman.values import Correction


class ReviewError(Exception):
    """What was asked for cannot be done; the message says why, and what can."""


class Target(NamedTuple):
    """A row under review."""

    table: str
    row_id: str
    row: dict[str, Any]
    """Its columns as they stand now."""
    quote: str
    """The sentence that it rests on; of an actor or incident the first such."""
    start: int
    """Where `quote` begins in the document's text."""
    document_id: str | None
    corrections: tuple[Correction, ...] = ()
    """What was done to it, oldest first."""

    @property
    def name(self) -> str:
        """`table/id`, as every call takes it."""
        return f"{self.table}/{self.row_id}"


_SOUGHT = ("event", "statement", "incident", "actor", "mention", "document")
"""Tables in which an id without a table is looked for."""


def find_target(connection: duckdb.DuckDBPyConnection, given: str) -> Target:
    """The row that `table/id` or the start of an id names; raises ReviewError where that is none, or several."""
    table, _, name = given.strip().rpartition("/")
    if table and table not in KINDS:
        raise ReviewError(f"no table {table!r} can be reviewed; there are {', '.join(KINDS)}")
    if not name:
        raise ReviewError("which row? Give its id, or the first letters of it")
    if not table and ":" in name:
        raise ReviewError(f"is {name!r} a place or a time? Write place/{name} or time/{name}")
    found = [(one, row) for one in ([table] if table else _SOUGHT) for row in _find_rows(connection, one, name.lower())]
    if len(found) != 1:
        shown = ", ".join(f"{one}/{id_of(one, row)}" for one, row in found[:5])
        where = f"no row of {table or 'any table'} is called" if not found else "more than one row begins with"
        raise ReviewError(f"{where} {name!r}{': ' + shown if shown else ''}")
    return make_target(connection, *found[0])


def _find_rows(connection: duckdb.DuckDBPyConnection, table: str, name: str) -> list[dict[str, Any]]:
    key = KINDS[table].key
    if key:
        query = f"SELECT * FROM {quote(table)} WHERE starts_with({quote(key)}, $1) ORDER BY {quote(key)} LIMIT 6"
        return find_rows(connection, query, [name])
    document_id, _, start = name.partition(":")
    query = (
        f"SELECT * FROM {quote(table)} WHERE starts_with(document_id, $1) AND starts_with(start || ':' || \"end\", $2)"
        " ORDER BY ALL LIMIT 6"
    )
    rows = find_rows(connection, query, [document_id, start])
    exact = [row for row in rows if start.split(":")[0] == str(row["start"])]
    return exact or rows


def make_target(connection: duckdb.DuckDBPyConnection, table: str, row: dict[str, Any]) -> Target:
    """A row with the words it rests on, and what was done to it."""
    row_id = id_of(table, row)
    document_id, start, end = find_place(connection, table, row)
    words = find_sentence(connection, document_id, start, end) if document_id else ("", 0)
    return Target(table, row_id, row, *words, document_id, find_corrections(connection, table, row_id))


def find_corrections(connection: duckdb.DuckDBPyConnection, table: str, row_id: str) -> tuple[Correction, ...]:
    """All that was done to a row, oldest first: what is applied to it, and what was written under its id."""
    query = (
        'SELECT * FROM correction WHERE "table" = $1 AND (applied_to = $2 OR row_id = $2)'
        " ORDER BY number, correction_id"
    )
    return tuple(read_values(connection, "correction", query, [table, row_id]))


_FIRST_WORDS = {
    "actor": """SELECT document_id, start, "end" FROM mention JOIN document USING (document_id) WHERE actor_id = $1
        ORDER BY how <> 'NAME', published NULLS LAST, document_id, start LIMIT 1""",
    "incident": """SELECT document_id, trigger_start, trigger_end FROM report JOIN event USING (event_id)
        JOIN document USING (document_id) WHERE incident_id = $1
        ORDER BY published NULLS LAST, document_id, trigger_start LIMIT 1""",
}


def find_place(connection: duckdb.DuckDBPyConnection, table: str, row: dict[str, Any]) -> tuple[str | None, int, int]:
    """Document and span of the words that a row stands on; of an actor or incident those that stand first."""
    span = KINDS[table].span
    if span:
        return row["document_id"], row[span[0]], row[span[1]]
    if table == "document":
        return row["document_id"], 0, 0
    found = first_row(connection, _FIRST_WORDS[table], [id_of(table, row)])
    return (str(found[0]), int(found[1]), int(found[2])) if found else (None, 0, 0)


def find_sentence(connection: duckdb.DuckDBPyConnection, document_id: str, start: int, end: int) -> tuple[str, int]:
    """The sentences that the words stand in, or the words alone, and where they begin."""
    found = first_row(
        connection,
        """
        SELECT substr(text, first + 1, past - first), first FROM document, (
            SELECT coalesce(min(start), $2) AS first, coalesce(max("end"), $3) AS past FROM sentence
            WHERE document_id = $1 AND start < greatest($3, $2 + 1) AND "end" > $2
        ) WHERE document_id = $1
        """,
        [document_id, start, end],
    )
    return (str(found[0]), int(found[1])) if found else ("", 0)
