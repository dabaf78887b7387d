"""A table of a page as a file: all rows of the filters, none capped, with what they cover."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import chain
from typing import Any

import duckdb
import msgspec

from dragoman.desk.asking import Asked
from dragoman.exports.files import neutralise_cell
from dragoman.settings import VERSION
from dragoman.store.export import describe_coverage

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson",
    "json": "application/json",
}
"""What a table is given as, and the media type of each; `json` holds what the file covers too."""


def write_csv(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The rows as CSV, text that a spreadsheet would run as a formula neutralised, what is nested as JSON."""
    pieces = iter(rows)
    first = next(pieces, None)
    if first is None:
        return
    yield _csv_line(first)
    for row in chain([first], pieces):
        yield _csv_line(_cell(value) for value in row.values())


def _csv_line(cells: Iterable[str]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return neutralise_cell(value)
    if isinstance(value, datetime):
        return f"{value.isoformat()}Z"
    if isinstance(value, date):
        return value.isoformat()
    return (
        neutralise_cell(msgspec.json.encode(value).decode()) if isinstance(value, (list, dict, tuple)) else str(value)
    )


def write_jsonl(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The rows as JSON, one a line; moments are UTC."""
    for row in rows:
        told = {name: f"{cell.isoformat()}Z" if isinstance(cell, datetime) else cell for name, cell in row.items()}
        yield msgspec.json.encode(told).decode() + "\n"


def write_json(covers: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """One JSON object: what the rows cover, and the rows."""
    yield '{"covers": ' + json.dumps(covers, ensure_ascii=False) + ', "rows": ['
    for number, line in enumerate(write_jsonl(rows)):
        yield ("," if number else "") + "\n" + line.rstrip("\n")
    yield "\n]}\n"


def describe_download(connection: duckdb.DuckDBPyConnection, table: str, asked: Asked) -> dict[str, Any]:
    """What a file covers: the record's inputs and failures, versions and models, and the filters asked for."""
    filters = dict.fromkeys(name for name, _ in asked.pairs())
    return {
        "what": f"{table} of a dragoman record, as its desk shows them",
        "exported_by": f"dragoman {VERSION}",
        **describe_coverage(connection),
        "filters": {name: [value for key, value in asked.pairs() if key == name] for name in filters} or "none",
        **({"of": dict(asked.path)} if asked.path else {}),
    }
