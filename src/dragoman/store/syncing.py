"""The database brought up to the truth: new shards taken in, replaced documents forgotten, corrections replayed."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import msgspec
import pyarrow as pa

from dragoman.schema import PARTS, SCHEMAS, SHARDS, table_of_rows
from dragoman.store.changing import create_tables, restore
from dragoman.store.database import (
    APPEARANCE,
    LAYOUT,
    attach_to_write,
    database_state,
    put_table,
    quote,
    quote_text,
)
from dragoman.store.files import TEMPORARY
from dragoman.store.folder import Folder
from dragoman.store.following import take_corrections
from dragoman.store.ledger import Ledger
from dragoman.values import TABLES, Failure, Run

_SHARDS_A_STATEMENT = 200


def sync_database(folder: Folder, ledger: Ledger, *, anew: bool = False) -> None:
    """Bring the database up to the ledger and the corrections. Only shards that are new to it are read, unless it is
    made `anew`."""
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
            # DuckDB 2.0.0 may read a table as empty in the transaction that made it, once it holds some 100,000 rows.
            # The state names no layout yet, so that what a crash leaves here is made anew.
            connection.execute("COMMIT")
            connection.execute("BEGIN")
        shards, replaced = _news(folder, ledger, since)
        written = bool(shards or replaced or since is None)
        if written:
            restore(connection)
        _forget(connection, replaced)
        _take_shards(connection, folder, ledger, shards)
        _refresh_actors(connection)
        if written or (state is not None and not state.corrected):
            take_corrections(connection, folder, restored=written)
        _take_runs(connection, folder, ledger)
        (inputs,) = ledger.ask("SELECT (SELECT count(*) FROM input) + (SELECT count(*) FROM failure)")[0]
        now = [ledger.position(), LAYOUT, inputs]
        connection.execute("UPDATE internal.state SET position = ?, layout = ?, inputs = ?", now)
        connection.execute("COMMIT")
        if written:
            _mend_actors(connection)


def _create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("CREATE SCHEMA internal")
    connection.execute("CREATE TABLE internal.reader (run_id VARCHAR)")  # runs that read what is held now
    connection.execute(
        "CREATE TABLE internal.state AS"
        " SELECT 0::BIGINT AS position, NULL::VARCHAR AS related, '' AS layout, 0::BIGINT AS inputs,"
        " 0::BIGINT AS corrected, '' AS effects, NULL::VARCHAR AS weighed, true AS settled"
    )
    for name, schema in (*SCHEMAS.items(), (APPEARANCE, SHARDS["actor"])):
        target = name if name == APPEARANCE else quote(name)
        connection.register("empty", schema.empty_table())
        connection.execute(f"CREATE TABLE {target} AS SELECT * FROM empty")
        connection.unregister("empty")
    create_tables(connection)


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
        f" SELECT DISTINCT actor_id FROM {APPEARANCE} SEMI JOIN gone USING (document_id)"
    )
    if documents:
        for name in (*(quote(one) for one in PARTS if one != "actor"), APPEARANCE):
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
    columns = ", ".join(quote(column) for column in SHARDS[name].names)
    fresh = (
        f"SELECT {columns} FROM ({select_shards(name, files)}) AS rows ANTI JOIN stale"
        " ON rows.document_id = stale.document_id AND parse_filename(rows.written_in, true)::BIGINT = stale.shard"
    )
    if name == "actor":
        connection.execute(f"INSERT INTO touched SELECT actor_id FROM ({fresh})")
    connection.execute(f"INSERT INTO {_target(name)} ({columns}) {fresh}")


def select_shards(name: str, files: Sequence[Path]) -> str:
    """The query for the rows that these files of a table hold, shaped as the database has them, and in `written_in`
    the file; an older version may have written fewer columns."""
    listed = ", ".join(quote_text(path) for path in files)
    written = f"SELECT * FROM read_parquet([{listed}], union_by_name = true, filename = 'written_in')"
    values = ", ".join(f"{_value(name, column)} AS {quote(column)}" for column in SHARDS.get(name, SCHEMAS[name]).names)
    return f"SELECT {values}, written_in FROM ({written} UNION ALL BY NAME SELECT * FROM {_target(name)} WHERE false)"


def _target(name: str) -> str:
    return APPEARANCE if name == "actor" else quote(name)


def _value(name: str, column: str) -> str:
    """A column as it is selected: where an older version wrote none that may not be empty, its default."""
    defaults = {field.name: field.default for field in msgspec.structs.fields(TABLES[name])}
    default = defaults.get(column)
    if isinstance(default, bool):
        return f"coalesce({quote(column)}, {str(default).lower()})"
    return quote(column)


def _refresh_actors(connection: duckdb.DuckDBPyConnection) -> None:
    """Each touched actor anew, once, from the documents it occurs in, whatever their order."""
    columns = ", ".join(quote(column) for column in SCHEMAS["actor"].names)
    connection.execute("DELETE FROM actor WHERE actor_id IN (SELECT actor_id FROM touched)")
    connection.execute(
        f"INSERT INTO actor SELECT DISTINCT ON (actor_id) {columns} FROM {APPEARANCE}"
        f" WHERE actor_id IN (SELECT actor_id FROM touched) ORDER BY ALL"
    )
    connection.execute("DROP TABLE touched")


def _mend_actors(connection: duckdb.DuckDBPyConnection) -> None:
    """Once all is written, add what actors the statement above left out: see the note on DuckDB 2.0.0."""
    (corrected,) = connection.execute("SELECT count(*) FROM correction").fetchall()[0]
    if corrected:
        return  # people's merging and rejecting takes actors away
    columns = ", ".join(quote(column) for column in SCHEMAS["actor"].names)
    connection.execute(
        f"INSERT INTO actor SELECT DISTINCT ON (actor_id) {columns} FROM {APPEARANCE} ANTI JOIN actor USING (actor_id)"
        " ORDER BY ALL"
    )


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
