"""What a record holds, in figures."""

from typing import Any, NamedTuple

import duckdb

from dragoman.schema import SCHEMAS
from dragoman.store.database import first_row, first_value, quote
from dragoman.store.export import describe_coverage
from dragoman.store.folder import FORMAT, Folder


class About(NamedTuple):
    """Rows by table, what was read and by what, and the disk space in bytes."""

    folder: str
    rows: dict[str, int]
    inputs: int
    failures: int
    published_first: str | None
    published_last: str | None
    undated: int
    languages: dict[str, int]
    read_by: list[dict[str, Any]]
    runs: int
    last_run: str | None
    disk: int
    record_format: int = FORMAT


def describe_record(connection: duckdb.DuckDBPyConnection, folder: Folder) -> About:
    """The figures of a record."""
    rows = {name: int(first_value(connection, f"SELECT count(*) FROM {quote(name)}")) for name in SCHEMAS}
    coverage = describe_coverage(connection)
    dates = first_row(
        connection,
        "SELECT min(published)::DATE::VARCHAR, max(published)::DATE::VARCHAR, count(*) - count(published)"
        " FROM document",
    ) or (None, None, 0)
    languages = connection.execute(
        "SELECT coalesce(language, 'unknown'), count(*) FROM document GROUP BY 1 ORDER BY 2 DESC, 1"
    ).fetchall()
    return About(
        folder=str(folder.path),
        rows=rows,
        inputs=coverage["inputs"],
        failures=coverage["failures"],
        published_first=dates[0],
        published_last=dates[1],
        undated=int(dates[2]),
        languages={str(name): int(count) for name, count in languages},
        read_by=coverage["read_by"],
        runs=rows["run"],
        last_run=first_value(connection, "SELECT strftime(max(\"at\"), '%Y-%m-%d %H:%M UTC') FROM run"),
        disk=folder.bytes(),
    )
