"""The record's own tables as JSONL, CSV or Parquet, a file each; and the columns of other coders' tables.

What a rerun may change stays out: the table `run`, `document.retrieved` and `failure.run_id`.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from dragoman.exports.codes import read_rows
from dragoman.exports.files import HashingFile, Target, csv_lines, neutralise_cell
from dragoman.exports.selection import Selection
from dragoman.schema import KEYS, SCHEMAS
from dragoman.store.database import quote, use_record

LEFT_OUT: dict[str, tuple[str, ...]] = {"document": ("retrieved",), "failure": ("run_id",)}
TABLES_EXPORTED: tuple[str, ...] = tuple(name for name in SCHEMAS if name != "run")
PIECE = 20_000
"""Rows of a piece, and of a row group of Parquet."""


@cache
def columns_of(system: str) -> tuple[str, ...]:
    """The columns of another coder's table, in order."""
    rows = read_rows("event_tables/columns.tsv") + read_rows("exports/columns.tsv")
    return next(tuple(columns.split("|")) for name, columns in rows if name == system)


def schema_of(name: str) -> pa.Schema:
    """The columns of a table that are exported."""
    left_out = LEFT_OUT.get(name, ())
    return pa.schema([field for field in SCHEMAS[name] if field.name not in left_out])


def check_tables(tables: Sequence[str]) -> list[str]:
    """The tables asked for, all where none is named, `failure` always; raises ValueError for an unknown one."""
    unknown = sorted(set(tables) - set(TABLES_EXPORTED))
    if unknown:
        raise ValueError(f"no table {', '.join(unknown)} to export; there are {', '.join(TABLES_EXPORTED)}")
    return [name for name in TABLES_EXPORTED if not tables or name in tables or name == "failure"]


def read_pieces(selection: Selection, name: str) -> Iterator[pa.Table]:
    """A table of a selection in the order of its key, in pieces of `PIECE` rows."""
    schema = schema_of(name)
    columns, keys = ", ".join(map(quote, schema.names)), ", ".join(map(quote, KEYS[name]))
    query = f"SELECT {columns} FROM {quote(name)} WHERE {selection.where(name)} ORDER BY {keys}"
    reader = use_record(selection.connection).sql(query).to_arrow_reader(PIECE)
    waiting: list[pa.RecordBatch] = []
    for batch in reader:
        waiting.append(batch)
        while sum(one.num_rows for one in waiting) >= PIECE:
            table = pa.Table.from_batches(waiting)
            yield table.slice(0, PIECE).cast(schema).combine_chunks()
            waiting = table.slice(PIECE).to_batches()
    rest = pa.Table.from_batches(waiting, reader.schema)
    if rest.num_rows:
        yield rest.cast(schema).combine_chunks()


def say_left_out(selection: Selection) -> None:
    """Note what a rerun may change, and which is therefore in no export of whole tables."""
    why = "a rerun may change it"
    selection.leave_out("the table run", 1, why)  # not how many rows: a rerun would change the bytes
    for name, columns in LEFT_OUT.items():
        for column in columns:
            selection.leave_out(f"cells of {name}.{column}", selection.count(name), why)


def write_jsonl(selection: Selection, target: Target, tables: Sequence[str] = ()) -> None:
    """Write each table as JSON lines."""
    _write(selection, target, tables, "jsonl", _write_jsonl)


def write_csv(selection: Selection, target: Target, tables: Sequence[str] = ()) -> None:
    """Write each table as CSV; nested columns are JSON, text that a spreadsheet would run is neutralised."""
    _write(selection, target, tables, "csv", write_csv_table)


def write_parquet(selection: Selection, target: Target, tables: Sequence[str] = ()) -> None:
    """Write each table as Parquet."""
    _write(selection, target, tables, "parquet", _write_parquet)


Write = Callable[[HashingFile, str, Iterator[pa.Table]], None]


def _write(selection: Selection, target: Target, tables: Sequence[str], suffix: str, write: Write) -> None:
    for name in check_tables(tables):
        with target.open(f"{name}.{suffix}") as out:
            write(out, name, read_pieces(selection, name))


def _write_parquet(out: HashingFile, name: str, pieces: Iterator[pa.Table]) -> None:
    with pq.ParquetWriter(pa.PythonFile(out, mode="w"), schema_of(name), compression="zstd") as writer:
        for piece in pieces:
            writer.write_table(piece, row_group_size=piece.num_rows)
            out.add_rows(piece.num_rows)


def _write_jsonl(out: HashingFile, name: str, pieces: Iterator[pa.Table]) -> None:
    moments = [field.name for field in schema_of(name) if pa.types.is_timestamp(field.type)]
    for piece in pieces:
        for row in piece.to_pylist():
            for moment in moments:
                row[moment] = row[moment].replace(tzinfo=UTC) if row[moment] else None
            out.write_row(msgspec.json.encode(row) + b"\n")


def write_csv_table(out: HashingFile, name: str, pieces: Iterator[pa.Table]) -> None:
    """Write one table as CSV, with a header."""
    shape = [(field.name, cell_writer(field.type)) for field in schema_of(name)]
    out.write(csv_lines([[column for column, _ in shape]]))
    for piece in pieces:
        out.write(csv_lines([[write(row[name]) for name, write in shape] for row in piece.to_pylist()]))
        out.add_rows(piece.num_rows)


def cell_writer(kind: pa.DataType) -> Callable[[Any], str]:
    """What turns a value of a column into a cell of CSV."""
    if pa.types.is_string(kind):
        return neutralise_cell
    return nested_cell if pa.types.is_nested(kind) else plain_cell


def nested_cell(cell: Any) -> str:
    """A list or an object as JSON."""
    return "" if cell is None else msgspec.json.encode(cell).decode()


def plain_cell(cell: Any) -> str:
    """A number, a day or a moment, which is UTC; empty where there is none."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell.isoformat()}Z"
    return cell.isoformat() if isinstance(cell, date) else str(cell)
