"""Whether the database holds what the files hold, row for row and cell for cell.

Rows that people corrected are compared as the coder wrote them, which the database keeps beside them; an actor is
compared with the pages it occurs in. What is read here is read whole, so that a damaged block of the database shows.
"""

import contextlib
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

import duckdb

from dragoman.schema import KEYS, PARTS, RELATIONS, SCHEMAS, SHARDS
from dragoman.store.coherence import Fault
from dragoman.store.database import APPEARANCE, State, connect_to_read, first_value, quote
from dragoman.store.folder import Folder
from dragoman.store.kinds import CODED, identity
from dragoman.store.syncing import select_shards

_BY_RUN = ("run", "failure", "correction")
_ACROSS = ("copy_of", "story_id")
"""Columns of `document` that tell of other documents."""


class _Pair(NamedTuple):
    """Two queries that are to give the same rows, in whatever order, and the table they are of."""

    table: str
    here: str
    there: str
    columns: tuple[str, ...]


def check_against_files(folder: Folder, state: State) -> Iterator[Fault]:
    """A fault for each table of which some rows are not those of the files."""
    with contextlib.closing(connect_to_read(folder.database, files=True)) as connection:
        for pair in (*_pair_parts(folder, state), *_pair_others(connection, folder, state)):
            try:
                wrong = _count_strangers(connection, pair)
            except duckdb.Error as error:
                told = str(error).partition("\n")[0]
                if "Corrupt database" in told:
                    raise
                continue  # a damaged file has been told of
            if wrong:
                where = f"{folder.database.name}: {pair.table}"
                yield Fault(where, f"{wrong[0]:,} rows that the files do not have, {wrong[1]:,} that only they have")


def _count_strangers(connection: duckdb.DuckDBPyConnection, pair: _Pair) -> tuple[int, int] | None:
    """How many rows only the one and only the other has; None where none."""
    columns = ", ".join(quote(column) for column in pair.columns)
    here, there = (f"SELECT hash({columns}) AS row FROM ({query})" for query in (pair.here, pair.there))
    total = "SELECT (count(*), sum(row::HUGEINT))::VARCHAR FROM ({})"
    if first_value(connection, total.format(here)) == first_value(connection, total.format(there)):
        return None
    ways = ((here, there), (there, here))
    one, two = (first_value(connection, f"SELECT count(*) FROM ({a} EXCEPT ALL {b})") for a, b in ways)
    return one, two


def _pair_parts(folder: Folder, state: State) -> Iterator[_Pair]:
    for name in PARTS:
        columns = _names(SHARDS[name].names, () if _is_related(state) else _ACROSS)
        written = select_shards(name, sorted((folder.tables / name).glob("*.parquet")))
        if name == "actor":
            yield _Pair(name, f"SELECT * FROM {APPEARANCE}", written, columns)
            yield _pair_actors()
        elif name in CODED:
            yield from _pair_coded(name, written, columns)
        else:
            yield _Pair(name, f"SELECT * FROM {quote(name)}", written, columns)


def _pair_coded(name: str, written: str, columns: tuple[str, ...]) -> Iterator[_Pair]:
    """The rows that nobody corrected, those that somebody did as the coder wrote them, and that no more are gone than
    were rejected."""
    table, was, row_id = quote(name), f"internal.was_{name}", ", ".join(map(quote, identity(name)))
    others = f"ANTI JOIN {was} USING ({row_id})"
    yield _Pair(name, f"SELECT * FROM {table} {others}", f"SELECT * FROM ({written}) {others}", columns)
    kept = f"SELECT * FROM ({written}) SEMI JOIN {was} USING ({row_id})"
    yield _Pair(name, f"SELECT * FROM {was}", kept, _names(columns, _ACROSS))
    rejected = f"""SELECT DISTINCT applied_to FROM correction
        WHERE "table" = '{name}' AND action = 'REJECT' AND state = 'APPLIED'"""
    held = f"SELECT count(*) AS rows FROM {table} SEMI JOIN {was} USING ({row_id})"
    left = f"SELECT (SELECT count(*) FROM {was}) - (SELECT count(*) FROM ({rejected})) AS rows"
    yield _Pair(name, held, left, ("rows",))


def _pair_actors() -> _Pair:
    """Every actor that nobody corrected, and the first of its rows in the pages it occurs in."""
    columns = tuple(SCHEMAS["actor"].names)
    listed = ", ".join(quote(column) for column in columns)
    others = "ANTI JOIN internal.corrected_actor USING (actor_id)"
    first = f"SELECT DISTINCT ON (actor_id) {listed} FROM {APPEARANCE} {others} ORDER BY ALL"
    return _Pair("actor", f"SELECT {listed} FROM actor {others}", first, columns)


def _pair_others(connection: duckdb.DuckDBPyConnection, folder: Folder, state: State) -> Iterator[_Pair]:
    corrected = first_value(connection, "SELECT count(*) FROM internal.corrected_incident")
    for name in (*_BY_RUN, *(RELATIONS if _is_related(state) else ())):
        path = folder.shard(name, 0)
        if path.exists():
            columns = tuple(KEYS[name]) if name == "incident" and corrected else tuple(SCHEMAS[name].names)
            yield _Pair(name, f"SELECT * FROM {quote(name)}", select_shards(name, [path]), columns)


def _is_related(state: State) -> bool:
    """Whether the relations are made from all that the database holds; a crash may come in between."""
    return state.related is not None and state.related.partition(" ")[0] == str(state.position)


def _names(columns: Iterable[str], without: Collection[str]) -> tuple[str, ...]:
    return tuple(column for column in columns if column not in without)
