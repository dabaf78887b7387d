"""Corrections of what is made from all documents together: ties between events, and columns of incidents.

Ties go into the grouping of reports. Columns of incidents are corrected last, over what the relations made anew; an
incident is found by the events that were among its reports, since its id is a hash of the earliest.
"""

from collections.abc import Sequence
from typing import Any

import duckdb
import msgspec
import pyarrow as pa

from dragoman.schema import table_of_rows
from dragoman.store.changing import insert_rows
from dragoman.store.corrections import correction_log, read_entries
from dragoman.store.database import attach_to_write, connect_to_read, database_state, put_table, quote_text
from dragoman.store.folder import Folder
from dragoman.store.kinds import KINDS
from dragoman.store.relations import Ask, Relations
from dragoman.store.replay import Item, find_items, group_acts
from dragoman.store.rows import find_rows, read_table
from dragoman.values import Correction


def with_ties(relations: Relations, folder: Folder) -> Relations:
    """The same relations, told in the table `bond` which events people tied or kept apart."""

    def run(ask: Ask) -> dict[str, pa.Table]:
        with connect_to_read(folder.database) as connection:
            bonds = connection.sql("SELECT * FROM internal.bond ORDER BY ALL").to_arrow_table()
        return relations.run(lambda name: bonds if name == "bond" else ask(name))

    return Relations(relations.mark, run)


def settle_incidents(folder: Folder) -> None:
    """Correct the incidents, unless that is done, or they are to be made anew first."""
    state = database_state(folder.database)
    if state is None or state.settled or state.related is None:
        return
    with attach_to_write(folder.database) as connection:
        connection.execute("BEGIN")
        made = quote_text(folder.shard("incident", 0))
        connection.execute("DELETE FROM incident")
        connection.execute(f"INSERT INTO incident SELECT * FROM read_parquet({made})")
        outcomes = _correct(connection, folder)
        _tell(connection, folder, outcomes)
        connection.execute("UPDATE internal.state SET weighed = related, settled = true")
        connection.execute("COMMIT")


def _correct(connection: duckdb.DuckDBPyConnection, folder: Folder) -> dict[str, tuple[str | None, str | None]]:
    """By correction: why it is an orphan, and what it is applied to."""
    events = dict(connection.execute("SELECT correction_id, events FROM internal.corrected_incident").fetchall())
    items = [one for one in find_items(read_entries(correction_log(folder))) if one.correction_id in events]
    changed: dict[str, dict[str, Any]] = {}
    outcomes: dict[str, tuple[str | None, str | None]] = {}
    for act in group_acts(items):
        ids = [one.correction_id for one in act]
        found = _find(connection, events[ids[0]], changed)
        why = found if isinstance(found, str) else _apply(found, act)
        if not isinstance(found, str) and why is None:
            changed[found["incident_id"]] = found
            outcomes |= dict.fromkeys(ids, (None, found["incident_id"]))
        else:
            outcomes |= dict.fromkeys(ids, (why, None))
    connection.execute("DELETE FROM incident WHERE list_contains($1, incident_id)", [sorted(changed)])
    insert_rows(connection, "incident", changed.values())
    return outcomes


def _find(
    connection: duckdb.DuckDBPyConnection, events: list[str], changed: dict[str, dict[str, Any]]
) -> dict[str, Any] | str:
    """The one incident that these events are reports of, as it stands; else why there is none."""
    query = (
        "SELECT * FROM incident WHERE incident_id IN (SELECT incident_id FROM report WHERE list_contains($1, event_id))"
    )
    rows = find_rows(connection, query, [events])
    if len(rows) != 1:
        return f"its reports belong to {len(rows)} incidents now" if rows else "its reports belong to no incident now"
    incident_id = rows[0]["incident_id"]
    return changed[incident_id] if incident_id in changed else rows[0]


def _apply(row: dict[str, Any], act: Sequence[Item]) -> str | None:
    """Correct a row of `incident`, all columns or none; gives why that cannot be done, if it cannot."""
    then = {one.change.field: one.change.old for one in act if one.change.field}
    told = act[0].change.anchor.row
    for name in then or KINDS["incident"].judged:
        now, before = msgspec.to_builtins(row[str(name)]), then[name] if then else told[str(name)]
        if now != before:
            return f"{name} is {now!r} now, and was {before!r}"
    row |= {one.change.field: one.change.new for one in act if one.change.field}
    return None


def _tell(
    connection: duckdb.DuckDBPyConnection, folder: Folder, outcomes: dict[str, tuple[str | None, str | None]]
) -> None:
    """Write what became of the corrections of incidents."""
    held = [msgspec.convert(row, Correction) for row in read_table(connection, "correction").to_pylist()]
    rows = []
    for one in held:
        if one.correction_id in outcomes:
            why, where = outcomes[one.correction_id]
            state = "ORPHANED" if why else "APPLIED"
            one = msgspec.structs.replace(one, state=state, orphaned_by=why, applied_to=where)
        rows.append(one)
    put_table(connection, folder, "correction", table_of_rows("correction", rows))
