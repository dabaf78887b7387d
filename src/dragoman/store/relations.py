"""The tables that are made from all documents together, put where the others lie.

They follow from the rest: what has changed of it is followed up whenever there is some, and a crash between the two
costs nothing.
"""

import contextlib
from collections.abc import Callable
from typing import NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from dragoman.ids import sha256
from dragoman.schema import RELATIONS, SCHEMAS
from dragoman.store.database import attach_to_write, connect_to_read, database_state, put_table, quote
from dragoman.store.folder import Folder
from dragoman.store.rows import read_table

Ask = Callable[[str], pa.Table]
"""Gives a table of the record by name; by `across.NAME` one that the same relations made the last time, or None."""

KIN = pa.schema([("document_id", pa.string()), ("copy_of", pa.string()), ("story_id", pa.string())])
"""What the relations say of a document, for the columns that `document` has for it."""


class Relations(NamedTuple):
    """How the relations are made: `run` is given the record and gives the tables of `RELATIONS`, `kin`, and those in
    between, which the database keeps in its schema `across`, for whoever asks why; those that nothing has changed may
    be left out.

    `mark` names the code and data it uses: with another mark they are all made anew.
    """

    mark: str
    run: Callable[[Ask], dict[str, pa.Table]]


def relations_state(position: int, relations: Relations) -> str:
    """What a database says of itself whose relations are made by these from so much of the manifest."""
    return f"{position} {relations.mark}"


def sync_relations(folder: Folder, relations: Relations) -> None:
    """Bring the relations up to date, unless nothing has changed since they were made."""
    state = database_state(folder.database)
    if state is None or state.related == relations_state(state.position, relations):
        return
    with contextlib.closing(connect_to_read(folder.database)) as connection:
        held = _find_held(connection, relations)
        tables = relations.run(lambda name: _ask(connection, folder, held, name))
        kin = (tables["kin"] if "kin" in tables else _read_between(connection, "kin")).cast(KIN)
    _annotate_shards(folder, kin)
    with attach_to_write(folder.database) as connection:
        connection.execute("BEGIN")
        for name in RELATIONS:
            if name in tables:
                put_table(connection, folder, name, tables[name].cast(SCHEMAS[name]))
        _put_between(connection, tables, anew=not held)
        _put_held(connection, folder, relations)
        _annotate(connection, kin)
        connection.execute("UPDATE internal.state SET related = ?", [relations_state(state.position, relations)])
        connection.execute("COMMIT")


def _find_held(connection: duckdb.DuckDBPyConnection, relations: Relations) -> dict[str, str]:
    """The tables that these relations made the last time; of those of `RELATIONS` the hash of their file."""
    try:
        held = dict(connection.execute("SELECT name, mark FROM across.held").fetchall())
    except duckdb.CatalogException:
        return {}
    return held if held.pop(_BY, None) == relations.mark else {}


_BY = "relations"


def _put_held(connection: duckdb.DuckDBPyConnection, folder: Folder, relations: Relations) -> None:
    between = connection.execute("SELECT table_name, '' FROM duckdb_tables() WHERE schema_name = 'across'").fetchall()
    files = [(name, sha256(folder.shard(name, 0).read_bytes())) for name in RELATIONS]
    connection.execute("CREATE OR REPLACE TABLE across.held (name VARCHAR, mark VARCHAR)")
    connection.executemany("INSERT INTO across.held VALUES (?, ?)", [*between, *files, (_BY, relations.mark)])


def _ask(connection: duckdb.DuckDBPyConnection, folder: Folder, held: dict[str, str], name: str) -> pa.Table | None:
    schema, _, between = name.rpartition(".")
    return _read_held(connection, folder, held, between) if schema == "across" else read_table(connection, name)


def _read_held(
    connection: duckdb.DuckDBPyConnection, folder: Folder, held: dict[str, str], name: str
) -> pa.Table | None:
    """A table as relations left it: where people correct what they made, only the files keep that."""
    if name not in held:
        return None
    if name not in RELATIONS:
        return _read_between(connection, name)
    raw = folder.shard(name, 0).read_bytes()
    return pq.read_table(pa.BufferReader(raw)) if sha256(raw) == held[name] else None


def _read_between(connection: duckdb.DuckDBPyConnection, name: str) -> pa.Table:
    return connection.sql(f"SELECT * FROM across.{quote(name)}").to_arrow_table()


def _put_between(connection: duckdb.DuckDBPyConnection, tables: dict[str, pa.Table], *, anew: bool) -> None:
    if anew:
        connection.execute("DROP SCHEMA IF EXISTS across CASCADE")
        connection.execute("CREATE SCHEMA across")
    for name in sorted(set(tables) - set(RELATIONS)):
        connection.register("between", tables[name])
        connection.execute(f"CREATE OR REPLACE TABLE across.{quote(name)} AS SELECT * FROM between")
        connection.unregister("between")


def _annotate(connection: duckdb.DuckDBPyConnection, kin: pa.Table) -> None:
    """Fill the columns of `document` that are about other documents, where they have changed."""
    connection.register("kin", kin)
    connection.execute(
        "UPDATE document SET copy_of = kin.copy_of, story_id = kin.story_id FROM kin"
        " WHERE document.document_id = kin.document_id AND (document.copy_of IS DISTINCT FROM kin.copy_of"
        " OR document.story_id IS DISTINCT FROM kin.story_id)"
    )
    connection.unregister("kin")


def _annotate_shards(folder: Folder, kin: pa.Table) -> None:
    """The same in the Parquet files; only the files in which something has changed are written."""
    known = dict(
        zip(
            kin["document_id"].to_pylist(),
            zip(kin["copy_of"].to_pylist(), kin["story_id"].to_pylist(), strict=True),
            strict=True,
        )
    )
    for path in sorted((folder.tables / "document").glob("*.parquet")):
        held = pq.ParquetFile(path).read(KIN.names).to_pydict()
        now = [known.get(document_id, (None, None)) for document_id in held["document_id"]]
        if now == list(zip(held["copy_of"], held["story_id"], strict=True)):
            continue
        table = pq.ParquetFile(path).read()
        for place, name in enumerate(("copy_of", "story_id")):
            column = pa.array([one[place] for one in now], pa.string())
            table = table.set_column(table.column_names.index(name), table.schema.field(name), column)
        folder.write_tables({path: table})
