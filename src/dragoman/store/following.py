"""The database follows the log of corrections."""

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from dragoman.ids import make_id
from dragoman.store.changing import restore
from dragoman.store.corrections import Entry, correction_log, read_entries
from dragoman.store.database import attach_to_write, database_state, first_row, first_value, put_table
from dragoman.store.folder import Folder
from dragoman.store.kinds import CODED
from dragoman.store.replay import Replayed, replay
from dragoman.store.rows import read_table


def sync_corrections(folder: Folder) -> bool:
    """Bring the log of corrections into a database that is up to date but for them; whether there is such a one."""
    state = database_state(folder.database)
    if state is None or state.position != folder.manifest.length():
        return False
    if not state.corrected:
        with attach_to_write(folder.database) as connection:
            connection.execute("BEGIN")
            take_corrections(connection, folder)
            connection.execute("COMMIT")
    return True


def take_corrections(connection: duckdb.DuckDBPyConnection, folder: Folder, *, restored: bool = False) -> None:
    """Bring the log into the database; relations that rest on what changed by it are to be made anew.

    Where that gives the same, only what the database does not hold yet is replayed; else all of it, over what the
    coder wrote.
    """
    log = correction_log(folder)
    length = log.length()
    entries = read_entries(log, length)
    fresh = entries if restored else _find_fresh(connection, entries)
    if not restored and fresh and len(fresh) < len(entries) and _go_on_top(connection, fresh):
        done = replay(connection, fresh)
        table = pa.concat_tables([read_table(connection, "correction"), done.correction])
        effects = str(first_value(connection, "SELECT effects FROM internal.state"))
    else:
        if not restored:
            restore(connection)
        done = replay(connection, entries)
        table, effects = done.correction, ""
        _put_ties(connection, done)
    for correction_id in done.effects:
        effects = make_id(effects, correction_id)
    put_table(connection, folder, "correction", table)
    connection.execute(
        "UPDATE internal.state SET corrected = $1, effects = $2, related = CASE WHEN effects = $2 THEN related END,"
        " weighed = CASE WHEN effects = $2 THEN weighed END",
        [length, effects],
    )


def _find_fresh(connection: duckdb.DuckDBPyConnection, entries: Sequence[Entry]) -> Sequence[Entry]:
    """The acts that the database does not hold yet; all, where what it holds is not the beginning of this log."""
    last = first_row(connection, "SELECT number, hash FROM correction ORDER BY number DESC LIMIT 1")
    if last is None or len(entries) < last[0] or entries[last[0] - 1].hash != last[1]:
        return entries
    return entries[last[0] :]


def _go_on_top(connection: duckdb.DuckDBPyConnection, fresh: Sequence[Entry]) -> bool:
    """Whether acts may be replayed over those before: acceptances of rows always, and edits and rejections of rows that
    stand on words as long as no actor is corrected, for who an actor is reaches all rows at the end."""
    (actors,) = first_row(connection, "SELECT count(*) FROM internal.corrected_actor") or (0,)
    allowed = {"ACCEPT"} if actors else {"ACCEPT", "EDIT", "REJECT"}
    tables = {change.table for entry in fresh for change in entry.changes}
    return (
        {entry.action for entry in fresh} <= allowed
        and tables <= {*CODED, "actor"}
        and ("actor" not in tables or all(entry.action == "ACCEPT" for entry in fresh))
    )


def _put_ties(connection: duckdb.DuckDBPyConnection, done: Replayed) -> None:
    """Keep what is for the relations: which events are tied, and by which events incidents are found."""
    connection.execute("DELETE FROM internal.bond")
    connection.register("bonds", done.ties.bonds())
    connection.execute("INSERT INTO internal.bond SELECT * FROM bonds")
    connection.unregister("bonds")
    (before,) = first_row(connection, "SELECT count(*) FROM internal.corrected_incident") or (0,)
    if before or done.incidents:
        connection.execute("UPDATE internal.state SET settled = false")
    connection.execute("DELETE FROM internal.corrected_incident")
    for correction_id, events in done.incidents.items():
        connection.execute("INSERT INTO internal.corrected_incident VALUES ($1, $2)", [correction_id, events])
