"""The record's tables as files, the same bytes for the same record, with a manifest that says what they cover.

What a rerun may change stays out: the table `run`, `document.retrieved` and `failure.run_id`.
"""

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, BinaryIO, Literal, NamedTuple, get_args

import duckdb
import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from dragoman.schema import SCHEMAS
from dragoman.settings import VERSION
from dragoman.store.database import first_value
from dragoman.store.files import TEMPORARY, write_bytes
from dragoman.store.folder import FORMAT
from dragoman.store.rows import read_pieces

Format = Literal["jsonl", "csv", "parquet"]
FORMATS: tuple[str, ...] = get_args(Format)
LEFT_OUT: dict[str, tuple[str, ...]] = {"document": ("retrieved",), "failure": ("run_id",)}
TABLES_EXPORTED: tuple[str, ...] = tuple(name for name in SCHEMAS if name != "run")

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Export(NamedTuple):
    """What was written, and where."""

    folder: Path
    rows: dict[str, int]
    failures: int


def export_tables(
    connection: duckdb.DuckDBPyConnection, out: Path, form: Format, tables: Sequence[str] | None = None
) -> Export:
    """Write tables to files in `out`, and `manifest.json` beside them; raises ValueError for an unknown table.

    `failure` is always among them: whoever has the export sees what is missing from it.
    """
    unknown = sorted(set(tables or ()) - set(TABLES_EXPORTED))
    if unknown:
        raise ValueError(f"no table {', '.join(unknown)} to export; there are {', '.join(TABLES_EXPORTED)}")
    if form not in FORMATS:
        raise ValueError(f"no format {form}; there are {', '.join(FORMATS)}")
    names = [name for name in TABLES_EXPORTED if not tables or name in tables or name == "failure"]
    out.mkdir(parents=True, exist_ok=True)
    files = {name: _write_table(connection, out / f"{name}.{form}", name) for name in names}
    told = {
        "what": "tables of a dragoman record",
        "record_format": FORMAT,
        "exported_by": f"dragoman {VERSION}",
        "format": form,
        **describe_coverage(connection),
        "filters": {"tables": sorted(tables) if tables else "all"},
        "left_out": {"run": "whole table", **{name: list(columns) for name, columns in LEFT_OUT.items()}},
        "files": files,
    }
    write_bytes(out / "manifest.json", (json.dumps(told, indent=2, ensure_ascii=False) + "\n").encode())
    return Export(out, {name: about["rows"] for name, about in files.items()}, told["failures"])


def describe_coverage(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """What a record covers: inputs, documents, failures, and the versions, models and settings that read them."""
    readers = connection.execute(
        "SELECT DISTINCT version, model, settings FROM run SEMI JOIN internal.reader USING (run_id) ORDER BY ALL"
    ).fetchall()
    read_by = {(version, model, _without_jobs(settings)) for version, model, settings in readers}
    return {
        "inputs": first_value(connection, "SELECT inputs FROM internal.state"),
        "documents": first_value(connection, "SELECT count(*) FROM document"),
        "failures": first_value(connection, "SELECT count(*) FROM failure"),
        "read_by": [
            {"version": version, "models": model, "settings": json.loads(settings)}
            for version, model, settings in sorted(read_by)
        ],
    }


def _without_jobs(settings: str) -> str:
    """The settings without the number of workers, which has no effect on the record."""
    told = json.loads(settings)
    told.pop("jobs", None)
    return json.dumps(told, sort_keys=True)


class _Hashing(io.RawIOBase):
    """Passes bytes on to a file and hashes them."""

    def __init__(self, out: BinaryIO) -> None:
        self.out = out
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        self.digest.update(content)
        return self.out.write(content)


def _write_table(connection: duckdb.DuckDBPyConnection, path: Path, name: str) -> dict[str, Any]:
    left_out = LEFT_OUT.get(name, ())
    schema = pa.schema([field for field in SCHEMAS[name] if field.name not in left_out])
    temporary = path.with_name(path.name + TEMPORARY)
    write: Callable[[Any, pa.Schema, Iterator[pa.Table]], int] = {
        "jsonl": _write_jsonl, "csv": _write_csv, "parquet": _write_parquet
    }[path.suffix[1:]]  # fmt: skip
    with temporary.open("wb") as out:
        hashing = _Hashing(out)
        rows = write(hashing, schema, read_pieces(connection, name, left_out))
    temporary.replace(path)
    return {"file": path.name, "rows": rows, "sha256": hashing.digest.hexdigest()}


def _write_parquet(out: Any, schema: pa.Schema, pieces: Iterator[pa.Table]) -> int:
    rows = 0
    with pq.ParquetWriter(pa.PythonFile(out, mode="w"), schema, compression="zstd") as writer:
        for piece in pieces:
            writer.write_table(piece, row_group_size=piece.num_rows)
            rows += piece.num_rows
    return rows


def _write_jsonl(out: Any, schema: pa.Schema, pieces: Iterator[pa.Table]) -> int:
    rows = 0
    moments = _moments(schema)
    for piece in pieces:
        for row in piece.to_pylist():
            for name in moments:
                row[name] = _utc(row[name]) if row[name] else None
            out.write(msgspec.json.encode(row) + b"\n")
        rows += piece.num_rows
    return rows


def _write_csv(out: Any, schema: pa.Schema, pieces: Iterator[pa.Table]) -> int:
    rows = 0
    shape = [(field.name, _cell_writer(field.type)) for field in schema]
    out.write(_csv_lines([schema.names]))
    for piece in pieces:
        out.write(_csv_lines([[write(row[name]) for name, write in shape] for row in piece.to_pylist()]))
        rows += piece.num_rows
    return rows


def _csv_lines(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def _cell_writer(kind: pa.DataType) -> Callable[[Any], str]:
    if pa.types.is_string(kind):
        return neutralise_cell
    if pa.types.is_nested(kind):
        return _nested_cell
    return _plain_cell


def _nested_cell(cell: Any) -> str:
    return "" if cell is None else msgspec.json.encode(cell).decode()


def neutralise_cell(text: str | None) -> str:
    """The text as a spreadsheet may open it: where it would be taken for a formula, an apostrophe comes before it."""
    if text is None:
        return ""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _plain_cell(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return _utc(cell).isoformat().replace("+00:00", "Z")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _moments(schema: pa.Schema) -> list[str]:
    return [field.name for field in schema if pa.types.is_timestamp(field.type)]


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC)
