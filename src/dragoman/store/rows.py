"""Rows out of the database: whole tables as Arrow, one document as the values it was coded to."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import duckdb
import msgspec
import pyarrow as pa

from dragoman.schema import KEYS, PARTS, SCHEMAS
from dragoman.store.database import quote, select_all, use_record
from dragoman.values import TABLES, Reading

PIECE = 20_000


def find_rows(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: Sequence[Any] | dict[str, Any] = ()
) -> list[dict[str, Any]]:
    """The rows of a query, each by column name."""
    found = connection.execute(query, parameters or None)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def read_pieces(connection: duckdb.DuckDBPyConnection, name: str, leave_out: Sequence[str] = ()) -> Iterator[pa.Table]:
    """A table in the order of its key, in pieces of `PIECE` rows, with just the columns and types of the contract."""
    kept = [field for field in SCHEMAS[name] if field.name not in leave_out]
    columns = ", ".join(quote(field.name) for field in kept)
    keys = ", ".join(quote(key) for key in KEYS[name])
    reader = use_record(connection).sql(f"SELECT {columns} FROM {quote(name)} ORDER BY {keys}").to_arrow_reader(PIECE)
    waiting: list[pa.RecordBatch] = []
    for batch in reader:
        waiting.append(batch)
        while sum(one.num_rows for one in waiting) >= PIECE:
            table = pa.Table.from_batches(waiting)
            yield _in_contract(table.slice(0, PIECE), kept)
            waiting = table.slice(PIECE).to_batches()
    rest = pa.Table.from_batches(waiting, reader.schema)
    if rest.num_rows:
        yield _in_contract(rest, kept)


def _in_contract(table: pa.Table, fields: Sequence[pa.Field]) -> pa.Table:
    return table.cast(pa.schema(fields)).combine_chunks()


def read_table(connection: duckdb.DuckDBPyConnection, name: str) -> pa.Table:
    """A whole table, in the order of its key."""
    return pa.concat_tables([SCHEMAS[name].empty_table(), *read_pieces(connection, name)])


def find_document_ids(connection: duckdb.DuckDBPyConnection, given: str) -> list[str]:
    """The ids of the documents that `given` means: an id or the first letters of one, a url or an external id."""
    rows = connection.execute(
        "SELECT document_id FROM document WHERE starts_with(document_id, $given) OR url = $given"
        " OR external_id = $given ORDER BY document_id",
        {"given": given},
    ).fetchall()
    return [str(document_id) for (document_id,) in rows]


def read_reading(connection: duckdb.DuckDBPyConnection, document_id: str) -> Reading | None:
    """All that the record holds of one document, as values; None where there is no such document."""
    rows = {name: _rows_of(connection, name, document_id) for name in PARTS}
    if not rows["document"]:
        return None
    (document,) = rows.pop("document")
    return Reading(document=document, **{PARTS[name]: tuple(some) for name, some in rows.items()})


def _rows_of(connection: duckdb.DuckDBPyConnection, name: str, document_id: str) -> list[Any]:
    chosen = (
        "actor_id IN (SELECT actor_id FROM internal.appearance WHERE document_id = $1"
        " UNION SELECT actor_id FROM mention WHERE document_id = $1)"
        if name == "actor"
        else "document_id = $1"
    )
    query = f"SELECT * FROM ({select_all(name)}) WHERE {chosen}"
    return read_values(connection, name, query, [document_id])


def read_values(
    connection: duckdb.DuckDBPyConnection, name: str, query: str, parameters: Sequence[Any] | dict[str, Any] = ()
) -> list[Any]:
    """The rows of a query, which has the columns of the table `name`, as values of its type."""
    return [_value(TABLES[name], row) for row in find_rows(connection, query, parameters)]


def _value(kind: type[Any], row: dict[str, Any]) -> Any:
    """The row as a value of its type; moments are UTC."""
    told = {key: cell.replace(tzinfo=UTC) if isinstance(cell, datetime) else cell for key, cell in row.items()}
    return msgspec.convert(told, kind)
