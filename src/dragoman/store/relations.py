"""The tables that are made from all documents together, put where the others lie.

They follow from the rest: they are made anew whenever that has changed, and a crash between the two costs nothing.
"""

import contextlib
from collections.abc import Callable
from typing import NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from dragoman.schema import RELATIONS, SCHEMAS
from dragoman.store.database import attach_to_write, connect_to_read, database_state, put_table, quote
from dragoman.store.folder import Folder
from dragoman.store.rows import read_table

Ask = Callable[[str], pa.Table]
"""Gives a table of the record by name."""

KIN = pa.schema([("document_id", pa.string()), ("copy_of", pa.string()), ("story_id", pa.string())])
"""What the relations say of a document, for the columns that `document` has for it."""


class Relations(NamedTuple):
    """How the relations are made: `run` is given the record and gives the tables of `RELATIONS`, `kin`, and those in
    between, which the database keeps in its schema `across`, for whoever asks why.

    `mark` names the code and data it uses: with another mark they are made anew.
    """

    mark: str
    run: Callable[[Ask], dict[str, pa.Table]]


def relations_state(position: int, relations: Relations) -> str:
    """What a database says of itself whose relations are made by these from so much of the manifest."""
    return f"{position} {relations.mark}"


def sync_relations(folder: Folder, relations: Relations) -> None:
    """Make the relations anew, unless nothing has changed since they were made."""
    state = database_state(folder.database)
    if state is None or state.related == relations_state(state.position, relations):
        return
    with contextlib.closing(connect_to_read(folder.database)) as connection:
        tables = relations.run(lambda name: read_table(connection, name))
    kin = tables["kin"].cast(KIN)
    _annotate_shards(folder, kin)
    with attach_to_write(folder.database) as connection:
        connection.execute("BEGIN")
        for name in RELATIONS:
            put_table(connection, folder, name, tables[name].cast(SCHEMAS[name]))
        _put_between(connection, tables)
        _annotate(connection, kin)
        connection.execute("UPDATE internal.state SET related = ?", [relations_state(state.position, relations)])
        connection.execute("COMMIT")


def _put_between(connection: duckdb.DuckDBPyConnection, tables: dict[str, pa.Table]) -> None:
    connection.execute("DROP SCHEMA IF EXISTS across CASCADE")
    connection.execute("CREATE SCHEMA across")
    for name in sorted(set(tables) - set(RELATIONS)):
        connection.register("between", tables[name])
        connection.execute(f"CREATE TABLE across.{quote(name)} AS SELECT * FROM between")
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
