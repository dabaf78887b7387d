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
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from dragoman.schema import KEYS, PARTS, SCHEMAS, SHARDS, table_of_rows
from dragoman.store.files import TEMPORARY
from dragoman.store.folder import Folder
from dragoman.store.ledger import Ledger
from dragoman.values import Failure, Run

LAYOUT = hashlib.sha256(
    repr([(name, schema.to_string()) for name, schema in SCHEMAS.items()] + ["3"]).encode()
).hexdigest()
"""Changes with any column, so that a database of another layout is made anew."""

_OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
}
_SHARDS_A_STATEMENT = 200
_WRITER_MEMORY = "400MB"  # beyond that it spills to the disk, so that a record may be larger than the memory
_APPEARANCE = "internal.appearance"


class State(NamedTuple):
    """How much of the manifest the database holds, and what its relations were made from and by."""

    position: int
    related: str | None


def quote(name: str) -> str:
    """A table's or column's name for SQL."""
    return '"' + name.replace('"', '""') + '"'


def _text(value: Path | str) -> str:
    return "'" + str(value).replace("'", "''") + "'"


@contextlib.contextmanager
def attach_to_write(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with `path` attached and in use; where others hold the file, a copy takes its place at the end."""
    connection = duckdb.connect(config={**_OFFLINE, "threads": 2})
    copy = None
    spill = path.with_name("spill")
    try:
        connection.execute(f"SET memory_limit = '{_WRITER_MEMORY}'")
        connection.execute(f"SET temp_directory = {_text(spill)}")
        try:
            connection.execute(f"ATTACH {_text(path)} AS record")
        except duckdb.Error:
            copy = path.with_name(path.name + TEMPORARY)
            if path.exists():
                shutil.copyfile(path, copy)
            connection.execute(f"ATTACH {_text(copy)} AS record")
        connection.execute("USE record")
        yield connection
        connection.execute("CHECKPOINT record")
    finally:
        connection.close()
        shutil.rmtree(spill, ignore_errors=True)
    if copy is not None:
        copy.replace(path)


def connect_to_read(path: Path) -> duckdb.DuckDBPyConnection:
    """A connection that reads the database and nothing else: no writing, no files, no network, no settings."""
    connection = duckdb.connect(config=_OFFLINE)
    connection.execute(f"ATTACH {_text(path)} AS record (READ_ONLY)")
    spill = Path(tempfile.gettempdir(), f"dragoman-{os.getpid()}")
    for statement in (
        "USE record",
        f"SET temp_directory = {_text(spill)}",
        "SET TimeZone = 'UTC'",
        "SET enable_progress_bar = false",
        "SET enable_external_access = false",
        "SET lock_configuration = true",
    ):
        connection.execute(statement)
    return connection


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
            row = first_row(connection, "SELECT position, related, layout FROM internal.state")
    except duckdb.Error:
        return None
    return State(int(row[0]), row[1]) if row and row[2] == LAYOUT else None


def sync_database(folder: Folder, ledger: Ledger, *, anew: bool = False) -> None:
    """Bring the database up to the ledger. Only shards that are new to it are read, unless it is made `anew`."""
    state = None if anew else database_state(folder.database)
    since = state.position if state else None
    if since is not None and since > ledger.position():
        since = None
    if since is None:
        for end in ("", ".wal", TEMPORARY):
            folder.database.with_name(folder.database.name + end).unlink(missing_ok=True)
    with attach_to_write(folder.database) as connection:
        connection.execute("BEGIN")
        if since is None:
            _create_tables(connection)
        shards, replaced = _news(folder, ledger, since)
        _forget(connection, replaced)
        _take_shards(connection, folder, ledger, shards)
        _refresh_actors(connection)
        _take_runs(connection, folder, ledger)
        (inputs,) = ledger.ask("SELECT (SELECT count(*) FROM input) + (SELECT count(*) FROM failure)")[0]
        now = [ledger.position(), LAYOUT, inputs]
        connection.execute("UPDATE internal.state SET position = ?, layout = ?, inputs = ?", now)
        connection.execute("COMMIT")


def _create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("CREATE SCHEMA internal")
    connection.execute("CREATE TABLE internal.reader (run_id VARCHAR)")  # runs that read what is held now
    connection.execute(
        "CREATE TABLE internal.state AS"
        " SELECT 0::BIGINT AS position, NULL::VARCHAR AS related, '' AS layout, 0::BIGINT AS inputs"
    )
    for name, schema in (*SCHEMAS.items(), (_APPEARANCE, SHARDS["actor"])):
        target = name if name == _APPEARANCE else quote(name)
        connection.register("empty", schema.empty_table())
        connection.execute(f"CREATE TABLE {target} AS SELECT * FROM empty")
        connection.unregister("empty")


def _news(folder: Folder, ledger: Ledger, since: int | None) -> tuple[list[int], list[str]]:
    """The shards that the database lacks, and the documents whose rows in it are no longer theirs."""
    if since is None:
        return [number for (number,) in ledger.ask("SELECT number FROM shard ORDER BY number")], []
    shards: set[int] = set()
    replaced: set[str] = set()
    for _, line in folder.manifest.read(since):
        if line["is"] == "batch":
            shards.update(() if line["shard"] is None else (line["shard"],))
            replaced.update(line["replaced"])
        elif line["is"] == "compaction" and line["shard"] in shards:
            shards.remove(line["shard"])
            shards.update(() if line["into"] is None else (line["into"],))
    return sorted(shards), sorted(replaced)


def _forget(connection: duckdb.DuckDBPyConnection, documents: Sequence[str]) -> None:
    """Drop the rows of documents, and note which actors that may touch."""
    connection.register("gone", pa.table({"document_id": pa.array(documents, pa.string())}))
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE touched AS"
        f" SELECT DISTINCT actor_id FROM {_APPEARANCE} SEMI JOIN gone USING (document_id)"
    )
    if documents:
        for name in (*(quote(one) for one in PARTS if one != "actor"), _APPEARANCE):
            connection.execute(f"DELETE FROM {name} WHERE document_id IN (SELECT document_id FROM gone)")
    connection.unregister("gone")


def _take_shards(connection: duckdb.DuckDBPyConnection, folder: Folder, ledger: Ledger, shards: Sequence[int]) -> None:
    stale = pa.Table.from_pylist(
        [{"document_id": name, "shard": shard} for shard, name in ledger.ask("SELECT * FROM superseded")],
        pa.schema([("document_id", pa.string()), ("shard", pa.int64())]),
    )
    connection.register("stale", stale)
    for first in range(0, len(shards), _SHARDS_A_STATEMENT):
        some = shards[first : first + _SHARDS_A_STATEMENT]
        for name in PARTS:
            files = [path for path in (folder.shard(name, number) for number in some) if path.exists()]
            if files:
                _take_files(connection, name, files)
    connection.unregister("stale")


def _take_files(connection: duckdb.DuckDBPyConnection, name: str, files: Sequence[Path]) -> None:
    listed = ", ".join(_text(path) for path in files)
    rows = f"SELECT * FROM read_parquet([{listed}], union_by_name = true, filename = 'written_in')"
    fresh = (
        f"SELECT COLUMNS(rows.*) FROM ({rows}) AS rows ANTI JOIN stale ON rows.document_id = stale.document_id"
        " AND parse_filename(rows.written_in, true)::BIGINT = stale.shard"
    )
    target = _APPEARANCE if name == "actor" else quote(name)
    columns = ", ".join(quote(column) for column in SHARDS[name].names)
    if name == "actor":
        connection.execute(f"INSERT INTO touched SELECT actor_id FROM ({fresh})")
    connection.execute(f"INSERT INTO {target} ({columns}) SELECT {columns} FROM ({fresh})")


def _refresh_actors(connection: duckdb.DuckDBPyConnection) -> None:
    """Each touched actor anew, once, from the documents it occurs in, whatever their order."""
    columns = ", ".join(quote(column) for column in SCHEMAS["actor"].names)
    connection.execute("DELETE FROM actor WHERE actor_id IN (SELECT actor_id FROM touched)")
    connection.execute(
        f"INSERT INTO actor SELECT DISTINCT ON (actor_id) {columns} FROM {_APPEARANCE}"
        f" WHERE actor_id IN (SELECT actor_id FROM touched) ORDER BY ALL"
    )
    connection.execute("DROP TABLE touched")


def _take_runs(connection: duckdb.DuckDBPyConnection, folder: Folder, ledger: Ledger) -> None:
    runs = [
        Run(
            run_id=run_id, at=datetime.fromisoformat(at).astimezone(UTC), version=version, model=model,
            settings=settings, documents=documents, seconds=seconds, failures=failures,
        )
        for run_id, at, version, model, settings, documents, seconds, failures in ledger.ask(
            "SELECT run_id, at, version, model, settings, documents, seconds, failures FROM run ORDER BY sequence"
        )
    ]  # fmt: skip
    failures = [
        Failure(run_id=run_id, input=input_, stage=stage, error=error)
        for run_id, input_, stage, error in ledger.ask("SELECT run_id, input, stage, error FROM failure ORDER BY input")
    ]
    connection.execute("DELETE FROM internal.reader")
    held = [run_id for (run_id,) in ledger.ask("SELECT run_id FROM run WHERE held > 0")]
    connection.execute("INSERT INTO internal.reader SELECT unnest($1)", [held])
    put_table(connection, folder, "run", table_of_rows("run", runs))
    put_table(connection, folder, "failure", table_of_rows("failure", failures))


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
