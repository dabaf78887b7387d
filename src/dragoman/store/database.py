"""`record.duckdb`: the record's tables in one file, made from the shards and the manifest.

The file is always attached to a database in memory, never opened itself: readers then see one file for as long as they
hold it, while a writer that finds it in use puts a new one in its place.
"""

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from dragoman.schema import KEYS, SCHEMAS
from dragoman.store.files import CORRECTIONS, TEMPORARY, Log
from dragoman.store.folder import Folder

LAYOUT = hashlib.sha256(
    repr([(name, schema.to_string()) for name, schema in SCHEMAS.items()] + ["4"]).encode()
).hexdigest()
"""Changes with any column, so that a database of another layout is made anew."""

_OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
}
_WRITER_MEMORY = "400MB"  # beyond that it spills to the disk, so that a record may be larger than the memory
_READER_MEMORY = "2GB"  # likewise, however much the machine has
APPEARANCE = "internal.appearance"
"""An actor's rows as the shards have them, one for each document it occurs in."""


_STATE = """
    SELECT layout, position, related, corrected,
        settled AND (weighed IS NOT DISTINCT FROM related OR NOT EXISTS (SELECT 1 FROM internal.corrected_incident))
    FROM internal.state"""


class State(NamedTuple):
    """How much of the manifest the database holds, and what its relations were made from and by."""

    position: int
    related: str | None
    corrected: bool
    """Whether all that the log of corrections holds is in it, but for corrections of incidents."""
    settled: bool
    """Whether those are, too."""


def quote(name: str) -> str:
    """A table's or column's name for SQL."""
    return '"' + name.replace('"', '""') + '"'


def quote_text(value: Path | str) -> str:
    """A text for SQL."""
    return "'" + str(value).replace("'", "''") + "'"


@contextlib.contextmanager
def attach_to_write(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with `path` attached and in use; where others hold the file, a copy takes its place at the end."""
    connection = duckdb.connect(config={**_OFFLINE, "threads": 2})
    copy = None
    spill = path.with_name("spill")
    try:
        connection.execute(f"SET memory_limit = '{_WRITER_MEMORY}'")
        connection.execute(f"SET temp_directory = {quote_text(spill)}")
        try:
            connection.execute(f"ATTACH {quote_text(path)} AS record")
        except duckdb.Error:
            copy = path.with_name(path.name + TEMPORARY)
            if path.exists():
                shutil.copyfile(path, copy)
            connection.execute(f"ATTACH {quote_text(copy)} AS record")
        connection.execute("USE record")
        yield connection
        connection.execute("CHECKPOINT record")
    finally:
        connection.close()
        shutil.rmtree(spill, ignore_errors=True)
    if copy is not None:
        copy.replace(path)


def connect_to_read(
    path: Path, memory: str = _READER_MEMORY, disk: str | None = None, *, files: bool = False
) -> duckdb.DuckDBPyConnection:
    """A connection that reads the database and nothing else: no writing, no network, no settings, and no `files`.

    It takes at most so much `memory`, and so much of the `disk` for what does not fit in it, where that is told.
    """
    connection = duckdb.connect(config=_OFFLINE)
    connection.execute(f"ATTACH {quote_text(path)} AS record (READ_ONLY)")
    spill = Path(tempfile.gettempdir(), f"dragoman-{os.getpid()}")
    for statement in (
        f"SET memory_limit = '{memory}'",
        *([f"SET max_temp_directory_size = '{disk}'"] if disk else []),
        "USE record",
        f"SET temp_directory = {quote_text(spill)}",
        "SET TimeZone = 'UTC'",
        *(["SET enable_progress_bar = false"] if _shows_progress(connection) else []),
        *([] if files else ["SET enable_external_access = false"]),
        "SET lock_configuration = true",
    ):
        connection.execute(statement)
    return connection


def _shows_progress(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether DuckDB would draw a bar of its own; to tell it not to, where it does not, is an error in a notebook
    without ipywidgets."""
    return bool(first_value(connection, "SELECT current_setting('enable_progress_bar')"))


def use_record(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A second connection to the same database, so that results of the two may be open at once."""
    another = connection.cursor()
    another.execute("USE record")
    return another


def database_state(path: Path) -> State | None:
    """How far the database is; None where there is none, or one of another layout."""
    if not path.exists():
        return None
    try:
        with contextlib.closing(connect_to_read(path)) as connection:
            return read_state(connection, path)
    except duckdb.Error:
        return None


def read_state(connection: duckdb.DuckDBPyConnection, path: Path) -> State | None:
    """The same of the database at `path` that is open already."""
    try:
        row = first_row(connection, _STATE)
    except duckdb.Error:
        return None
    if not row or row[0] != LAYOUT:
        return None
    _, position, related, corrected, settled = row
    length = Log(path.with_name(CORRECTIONS)).length()
    return State(int(position), related, corrected == length, settled)


def put_table(connection: duckdb.DuckDBPyConnection, folder: Folder, name: str, table: pa.Table) -> None:
    """Put a whole table in the database, and in the Parquet folder, which holds it for those who read that alone."""
    folder.write_tables({folder.shard(name, 0): table})
    connection.execute(f"DELETE FROM {quote(name)}")
    connection.register("rows", table)
    connection.execute(f"INSERT INTO {quote(name)} SELECT * FROM rows")
    connection.unregister("rows")


def select_all(name: str) -> str:
    """The query for a whole table, in the order of its key."""
    return f"SELECT * FROM {quote(name)} ORDER BY {', '.join(quote(key) for key in KEYS[name])}"


def first_row(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: Sequence[Any] | dict[str, Any] = ()
) -> tuple[Any, ...] | None:
    """The first row that a query gives, if any; the connection is free again."""
    rows: list[tuple[Any, ...]] = connection.execute(query, parameters or None).fetchall()
    return rows[0] if rows else None


def first_value(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: Sequence[Any] | dict[str, Any] = ()
) -> Any:
    """The one value that a query gives; None where it gives no row."""
    row = first_row(connection, query, parameters)
    return row[0] if row else None
