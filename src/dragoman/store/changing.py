"""Rows of the database changed by hand, and put back as the coder wrote them.

Before a row is changed or taken out it is kept in a table of the schema `internal`, `was_event` for `event`, so that a
replay always begins with what the coder wrote. Nothing here touches the Parquet files, which hold that and no more.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import duckdb
import msgspec
import pyarrow as pa

from dragoman.schema import SCHEMAS, table_of_rows
from dragoman.store.actor_book import ActorBook
from dragoman.store.database import quote
from dragoman.store.kinds import CODED, KINDS, identity
from dragoman.store.row_book import REFERENCES, UNNAMED
from dragoman.values import TABLES

Cells = dict[str, Any]
_ACTORS = ", ".join(quote(column) for column in SCHEMAS["actor"].names)


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """The tables in `internal` that corrections need."""
    for name in CODED:
        connection.execute(f"CREATE TABLE internal.was_{name} AS SELECT * FROM {quote(name)} WHERE false")
    connection.execute("CREATE TABLE internal.corrected_actor (actor_id VARCHAR)")
    connection.execute("CREATE TABLE internal.bond (event_id VARCHAR, other VARCHAR, same BOOLEAN)")
    connection.execute("CREATE TABLE internal.corrected_incident (correction_id VARCHAR, events VARCHAR[])")


def _same_key(name: str, one: str, two: str) -> str:
    return " AND ".join(f"{one}.{quote(key)} = {two}.{quote(key)}" for key in identity(name))


def restore(connection: duckdb.DuckDBPyConnection) -> None:
    """Make every corrected row what the coder wrote."""
    for name in CODED:
        kept = f"internal.was_{name}"
        if name == "document":  # the columns that tell of other documents are not the coder's
            columns = ", ".join(f"{quote(field)} = was.{quote(field)}" for field in KINDS[name].editable)
            connection.execute(
                f"UPDATE document SET {columns} FROM {kept} AS was WHERE {_same_key(name, 'document', 'was')}"
            )
        else:
            connection.execute(
                f"DELETE FROM {quote(name)} AS row USING {kept} AS was WHERE {_same_key(name, 'row', 'was')}"
            )
            connection.execute(f"INSERT INTO {quote(name)} SELECT * FROM {kept}")
        connection.execute(f"DELETE FROM {kept}")
    connection.execute("DELETE FROM actor WHERE actor_id IN (SELECT actor_id FROM internal.corrected_actor)")
    connection.execute(
        f"INSERT INTO actor SELECT DISTINCT ON (actor_id) {_ACTORS} FROM internal.appearance"
        " WHERE actor_id IN (SELECT actor_id FROM internal.corrected_actor) ORDER BY ALL"
    )
    connection.execute("DELETE FROM internal.corrected_actor")


def put_actors(connection: duckdb.DuckDBPyConnection, book: ActorBook) -> None:
    """Write the actors that changed; those that are someone else now are no actors of their own."""
    if not book.changed:
        return
    ids = sorted(book.changed)
    connection.execute("INSERT INTO internal.corrected_actor SELECT unnest($1)", [ids])
    connection.execute("DELETE FROM actor WHERE list_contains($1, actor_id)", [ids])
    insert_rows(connection, "actor", [book.rows[one] for one in ids if one not in book.into])


def put_rows(
    connection: duckdb.DuckDBPyConnection, name: str, changed: Mapping[str, Cells], removed: Mapping[str, Cells]
) -> None:
    """Write the rows of one table that changed, and take those out that are removed."""
    gone = [{key: row[key] for key in identity(name)} for row in (*changed.values(), *removed.values())]
    if not gone:
        return
    schema = pa.schema([SCHEMAS[name].field(key) for key in identity(name)])
    connection.register("gone", pa.Table.from_pylist(gone, schema))
    _keep(connection, name, f"SELECT row.* FROM {quote(name)} AS row JOIN gone ON {_same_key(name, 'row', 'gone')}")
    connection.execute(f"DELETE FROM {quote(name)} AS row USING gone WHERE {_same_key(name, 'row', 'gone')}")
    connection.unregister("gone")
    insert_rows(connection, name, changed.values())


def _keep(connection: duckdb.DuckDBPyConnection, name: str, query: str) -> None:
    """Keep the rows of a query as the coder wrote them, unless they are kept already."""
    connection.execute(
        f"INSERT INTO internal.was_{name} SELECT * FROM ({query}) AS row"
        f" WHERE NOT EXISTS (SELECT 1 FROM internal.was_{name} AS was WHERE {_same_key(name, 'row', 'was')})"
    )


def insert_rows(connection: duckdb.DuckDBPyConnection, name: str, rows: Iterable[Cells]) -> None:
    """Add rows whose cells are as the database gives them, or as JSON."""
    values = [msgspec.convert({field: _utc(cell) for field, cell in row.items()}, TABLES[name]) for row in rows]
    connection.register("fresh", table_of_rows(name, values))
    connection.execute(f"INSERT INTO {quote(name)} SELECT * FROM fresh")
    connection.unregister("fresh")


def _utc(cell: Any) -> Any:
    return cell.replace(tzinfo=UTC) if isinstance(cell, datetime) else cell


def _replace(connection: duckdb.DuckDBPyConnection, name: str, where: str, columns: str) -> None:
    """Write other cells into the rows of which `where` is true; both may use the table `maps`."""
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE hit AS SELECT row.* FROM {quote(name)} AS row, maps WHERE {where}"
    )
    _keep(connection, name, "SELECT * FROM hit")
    connection.execute(f"DELETE FROM {quote(name)} AS row USING hit WHERE {_same_key(name, 'row', 'hit')}")
    connection.execute(f"INSERT INTO {quote(name)} SELECT hit.* REPLACE ({columns}) FROM hit, maps")
    connection.execute("DROP TABLE hit")


_NOW = "nullif(coalesce(now[{0}], {0}), '')"
_CODE = "nullif(coalesce(codes[{0}.actor_id || '|' || coalesce({0}.code, '')], {0}.code), '')"
_PARTICIPANTS = (
    "list_transform({0}, lambda one: {{actor_id: "
    + _NOW.replace("{0}", "one.actor_id")
    + ", code: CASE WHEN one.actor_id IS NOT NULL AND "
    + _NOW.replace("{0}", "one.actor_id")
    + " IS NULL THEN NULL ELSE "
    + _CODE.replace("{0}", "one")
    + ' END, start: one.start, "end": one."end"}})'
)
_ALTERNATIVES = f"""coalesce((
    SELECT CASE WHEN count(*) > 1 THEN list({{actor_id: who, confidence: weight}} ORDER BY weight DESC, who) END
    FROM (
        SELECT {_NOW.format("one.actor_id")} AS who, round(sum(one.confidence), 4) AS weight
        FROM (SELECT unnest(alternatives) AS one) WHERE {_NOW.format("one.actor_id")} IS NOT NULL GROUP BY who
    )), [])"""
_RENAMED: dict[str, tuple[str, str]] = {
    "mention": (
        "list_has_any(list_append(list_transform(alternatives, lambda one: one.actor_id), actor_id), named)",
        f"{_NOW.format('actor_id')} AS actor_id, {_ALTERNATIVES} AS alternatives",
    ),
    "statement": (
        "list_has_any(list_transform(alternatives, lambda one: one.actor_id), named)"
        " OR list_has_any([speaker, addressee], named)",
        f"{_NOW.format('speaker')} AS speaker, {_NOW.format('addressee')} AS addressee,"
        f" {_ALTERNATIVES} AS alternatives",
    ),
    "event": (
        "list_has_any(list_transform(list_concat(actors, recipients), lambda one: one.actor_id), named)",
        f"{_PARTICIPANTS.format('actors')} AS actors, {_PARTICIPANTS.format('recipients')} AS recipients",
    ),
}
"""Tables that name actors: which rows name one of `named`, and their cells with who it is now."""


def rename_actors(connection: duckdb.DuckDBPyConnection, book: ActorBook) -> None:
    """Write who is meant now, and under which code, wherever an actor is named."""
    turned = {one: book.now(one) or "" for one in book.into}
    recoded = {f"{one}|{old or ''}": new or "" for one, codes in book.codes.items() for old, new in codes.items()}
    named = sorted({*turned, *book.codes})
    if not named:
        return
    for name, pairs in (("turned", turned), ("recoded", recoded)):
        columns = {"key": pa.array(list(pairs), pa.string()), "told": pa.array(list(pairs.values()), pa.string())}
        connection.register(name, pa.table(columns))
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE maps AS SELECT"
        " coalesce((SELECT map_from_entries(list((key, told))) FROM turned), MAP {'': ''}) AS now,"
        " coalesce((SELECT map_from_entries(list((key, told))) FROM recoded), MAP {'': ''}) AS codes,"
        " $1::VARCHAR[] AS named",
        [named],
    )
    for name, (where, columns_) in _RENAMED.items():
        _replace(connection, name, where, columns_)
    connection.execute("DROP TABLE maps")
    for name in ("turned", "recoded"):
        connection.unregister(name)


def unname_removed(connection: duckdb.DuckDBPyConnection, removed: Mapping[str, Mapping[str, Cells]]) -> None:
    """Empty whatever rests on rows that were taken out: nothing stands without its words."""
    for table, rows in removed.items():
        for other, column, emptied in UNNAMED.get(table, ()):
            named = sorted({f"{row['document_id']}:{row[REFERENCES[column][1]]}" for row in rows.values()})
            connection.execute("CREATE OR REPLACE TEMP TABLE maps AS SELECT $1::VARCHAR[] AS gone", [named])
            cells = ", ".join(
                f"{'NULL' if value is None else repr(value)} AS {name}" for name, value in emptied.items()
            )
            _replace(connection, other, f"list_contains(gone, row.document_id || ':' || row.{quote(column)})", cells)
            connection.execute("DROP TABLE maps")
