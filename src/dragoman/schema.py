"""The record's tables as Arrow schemas, made from the value types, and rows turned into Arrow tables.

Moments are stored without a time zone and mean UTC, so that no session's zone can shift a date.
"""

import types
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
import pyarrow as pa

from dragoman.values import TABLES, Reading, Row

KEYS: dict[str, tuple[str, ...]] = {
    "document": ("document_id",),
    "sentence": ("document_id", "sentence"),
    "actor": ("actor_id",),
    "mention": ("document_id", "start", "end", "mention_id"),
    "place": ("document_id", "start", "end"),
    "time": ("document_id", "start", "end"),
    "statement": ("document_id", "start", "end", "statement_id"),
    "event": ("document_id", "trigger_start", "trigger_end", "event_id"),
    "copy": ("document_id", "original"),
    "origin": ("document_id",),
    "role": ("document_id", "actor_id"),
    "pair": ("event_id", "other"),
    "incident": ("incident_id",),
    "report": ("incident_id", "event_id"),
    "account": ("incident_id", "party", "stance", "statement_id"),
    "dispute": ("dispute_id",),
    "correction": ("number", "correction_id"),
    "run": ("at", "run_id"),
    "failure": ("input", "stage", "error"),
}
"""What identifies a row; every table is given out in this order."""

PARTS: dict[str, str] = {
    "document": "document", "sentence": "sentences", "actor": "actors", "mention": "mentions",
    "place": "places", "time": "times", "statement": "statements", "event": "events",
}  # fmt: skip
"""The tables that documents fill, and the field of `Reading` that fills each."""

RELATIONS = ("copy", "origin", "role", "pair", "incident", "report", "account", "dispute")
"""The tables that are made from those of all documents together."""

_SCALARS: dict[Any, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    datetime: pa.timestamp("us"),
    date: pa.date32(),
}


def arrow_type(hint: Any) -> tuple[pa.DataType, bool]:
    """The Arrow type of a field's annotation, and whether the field may be empty."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        (some,) = [one for one in arguments if one is not type(None)]
        return arrow_type(some)[0], True
    if origin is Literal:
        return pa.string(), False
    if origin is tuple:
        return pa.list_(pa.field("item", arrow_type(arguments[0])[0])), False
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return pa.struct(arrow_fields(hint)), False
    return _SCALARS[hint], False


def arrow_fields(struct: type[msgspec.Struct]) -> list[pa.Field]:
    """The fields of a value type as Arrow fields, in order."""
    hints = get_type_hints(struct)
    kinds = ((name, *arrow_type(hints[name])) for name in struct.__struct_fields__)
    return [pa.field(name, kind, nullable=nullable) for name, kind, nullable in kinds]


SCHEMAS: dict[str, pa.Schema] = {name: pa.schema(arrow_fields(row)) for name, row in TABLES.items()}
"""The contract: one schema a table."""

SHARDS: dict[str, pa.Schema] = {
    name: SCHEMAS[name].insert(0, pa.field("document_id", pa.string(), nullable=False))
    if "document_id" not in SCHEMAS[name].names
    else SCHEMAS[name]
    for name in PARTS
}
"""As the shards hold them: every row with its document. An actor has a row for each document it occurs in, and
`actor` in the database has it once."""


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return msgspec.structs.asdict(value) if isinstance(value, msgspec.Struct) else value


def _column(name: str, kind: pa.DataType) -> Callable[[Iterable[Row]], list[Any]]:
    if pa.types.is_nested(kind) or pa.types.is_timestamp(kind):
        return lambda rows: [_nested(getattr(row, name)) for row in rows]
    return lambda rows: [getattr(row, name) for row in rows]


def _nested(value: Any) -> Any:
    if isinstance(value, tuple):
        return [msgspec.to_builtins(one) if isinstance(one, msgspec.Struct) else one for one in value]
    return _plain(value)


def table_of_rows(name: str, rows: Iterable[Row]) -> pa.Table:
    """Rows of one kind as the table `name`; raises UnicodeEncodeError where text holds half a surrogate pair."""
    rows = list(rows)
    schema = SCHEMAS[name]
    columns = [pa.array(_column(field.name, field.type)(rows), field.type) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def tables_of_readings(readings: Iterable[Reading]) -> dict[str, pa.Table]:
    """What documents yield as shard tables, rows sorted within each; tables without a row are left out."""
    readings = sorted(readings, key=lambda reading: reading.document.document_id)
    tables = {}
    for name, part in PARTS.items():
        rows: list[Row] = []
        owners: list[str] = []
        for reading in readings:
            more = (reading.document,) if name == "document" else getattr(reading, part)
            rows.extend(more)
            owners.extend([reading.document.document_id] * len(more))
        if rows:
            table = table_of_rows(name, rows)
            if "document_id" not in table.column_names:
                table = table.add_column(0, SHARDS[name].field("document_id"), pa.array(owners, pa.string()))
            tables[name] = table
    return tables
