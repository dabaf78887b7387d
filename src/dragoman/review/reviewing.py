"""The Python face of the review."""

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from dragoman.review import acts, uniting
from dragoman.review.rows import ReviewError, Target, find_corrections, find_target, make_target
from dragoman.review.teaching import find_examples
from dragoman.review.waiting import find_waiting
from dragoman.store.corrections import Change, Entry, append_entry, correction_log, find_undone, hold, read_entries
from dragoman.store.database import connect_to_read, first_value, read_state
from dragoman.store.folder import Folder, RecordError
from dragoman.store.following import sync_corrections
from dragoman.store.lock import RecordLockedError
from dragoman.store.replay import find_items
from dragoman.store.rows import read_values
from dragoman.store.settling import settle_incidents
from dragoman.store.tables import Writer
from dragoman.values import Correction, ReviewAction

_PATIENCE = 10.0
"""Seconds to wait for a database that another process has in hand."""

Make = Callable[[duckdb.DuckDBPyConnection], tuple[Change, ...]]


class Review:
    """The review of one record. It keeps nothing open between calls, so that one may be kept as long as a desk runs."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = Folder(folder)
        self.folder.check()
        self.entries = correction_log(self.folder)

    def find(self, given: str) -> Target:
        """The row that `given` names: its table, id, columns as they stand now, and what was corrected in it."""
        with self.open() as connection:
            return find_target(connection, given)

    def accept(self, given: str, *, by: str, reason: str = "") -> Entry:
        """Say that a row is right as it stands."""
        return self._write("ACCEPT", by, reason, lambda asked: acts.accept(asked, self._target(asked, given)))

    def reject(self, given: str, *, by: str, reason: str = "") -> Entry:
        """Take a row out of the record; what names it no longer does. An incident's events go with it."""
        return self._write("REJECT", by, reason, lambda asked: acts.reject(asked, self._target(asked, given)))

    def edit(self, given: str, changes: Mapping[str, Any], *, by: str, reason: str = "") -> Entry:
        """Change columns of a row. A value may be text, as a form sends it: `"2015-11-24"`, `"3"`, `""` for unknown."""
        return self._write("EDIT", by, reason, lambda asked: acts.edit(asked, self._target(asked, given), changes))

    def merge(self, given: Sequence[str], *, by: str, reason: str = "") -> Entry:
        """Make one of several actors or incidents; of actors the first is kept."""

        def make(connection: duckdb.DuckDBPyConnection) -> tuple[Change, ...]:
            return uniting.merge(connection, [self._target(connection, one) for one in given])

        return self._write("MERGE", by, reason, make)

    def split(
        self,
        given: str,
        parts: Sequence[str],
        *,
        by: str,
        reason: str = "",
        into: str | Mapping[str, Any] | None = None,
    ) -> Entry:
        """Take some events out of an incident, as an incident of their own; or some mentions out of an actor, as the
        actor `into`: one there is, or the columns of a new one, such as `{"name": "Ana Ruiz", "kind": "PERSON"}`.
        `document/ID` among the parts means all mentions of the actor there."""

        def make(connection: duckdb.DuckDBPyConnection) -> tuple[Change, ...]:
            return uniting.split(connection, self._target(connection, given), parts, into)

        return self._write("SPLIT", by, reason, make)

    def undo(self, entry: str, *, by: str, reason: str = "") -> Entry:
        """Take back an entry of the log by its id, or the id of a correction in it; an undo may be undone too."""
        who = _check_name(by)
        with hold(self.entries) as log:
            entries = read_entries(log)
            ids = {item.correction_id: item.entry.entry_id for item in find_items(entries)}
            ids |= {one.entry_id: one.entry_id for one in entries}
            found = {entry_id for name, entry_id in ids.items() if entry and name.startswith(entry.strip().lower())}
            if len(found) != 1:
                raise ReviewError(f"{len(found) or 'no'} entries of the log are called {entry!r}; `log` lists them")
            (entry_id,) = found
            if entry_id in find_undone(entries):
                raise ReviewError(f"{entry_id} is undone already")
            written = append_entry(log, "UNDO", (), by=who, reason=reason.strip(), undoes=entry_id)
        self.follow()
        return written

    def log(self, given: str | None = None) -> list[Correction]:
        """Everything that was done, or what was done to one row, oldest first."""
        with self.open() as connection:
            if given is None:
                return _read(connection, "true")
            found = find_target(connection, given)
            return list(find_corrections(connection, found.table, found.row_id))

    def orphans(self) -> list[Correction]:
        """Corrections that found no row to apply to; `orphaned_by` says why."""
        with self.open() as connection:
            return _read(connection, "state = 'ORPHANED'")

    def queue(self, table: str = "event", *, limit: int = 20) -> list[Target]:
        """Rows that nobody has reviewed, the least sure first."""
        with self.open() as connection:
            return [make_target(connection, table, row) for row in find_waiting(connection, table, limit)]

    def training(self) -> Iterator[dict[str, Any]]:
        """Each applied correction as an example: text, span, before, after, who; docs/review.md lists the columns."""
        with self.open() as connection:
            yield from find_examples(connection, read_entries(self.entries))

    def waiting(self) -> int:
        """How many entries of the log the database does not show yet, because another process is writing to it."""
        with self.open() as connection:
            return len(read_entries(self.entries)) - _last_number(connection)

    # ------------------------------------------------------------ the way to the log and the database

    @contextlib.contextmanager
    def open(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The record's database to read, brought up to date if that can be done now."""
        connection = _connect(self.folder) if self.folder.database.exists() else None
        if connection is None or not self._is_current(connection):
            if connection is not None:
                connection.close()
            with contextlib.suppress(RecordLockedError), Writer(self.folder.path) as writer:
                writer.sync()
            connection = _connect(self.folder)
        with contextlib.closing(connection):
            yield connection

    def _is_current(self, connection: duckdb.DuckDBPyConnection) -> bool:
        state = read_state(connection, self.folder.database)
        return state is not None and state.position == self.folder.manifest.length() and state.corrected

    def _target(self, connection: duckdb.DuckDBPyConnection, given: str) -> Target:
        """The row as it stands, unless the log holds changes of it that the database does not show yet."""
        found = find_target(connection, given)
        last = _last_number(connection)
        for entry in read_entries(self.entries)[last:]:
            if any((one.table, one.row_id) == (found.table, found.row_id) for one in entry.changes):
                message = f"{found.name} was changed a moment ago, while another process is writing to the record"
                raise ReviewError(f"{message}; try again when that is done")
        return found

    def _write(self, action: ReviewAction, by: str, reason: str, make: Make) -> Entry:
        """Write an act to the log, and let the database follow."""
        who = _check_name(by)
        with hold(self.entries) as log:
            with self.open() as connection:
                changes = make(connection)
            entry = append_entry(log, action, changes, by=who, reason=reason.strip())
        self.follow()
        return entry

    def follow(self) -> bool:
        """Bring the log into the database, unless another process is writing to that; whether it was done."""
        try:
            with Writer(self.folder.path) as writer:
                done = sync_corrections(writer.folder)
                settle_incidents(writer.folder)
                return done
        except RecordLockedError:
            return False


def _check_name(by: str) -> str:
    if not by.strip():
        raise ReviewError("who says so? A correction needs a name")
    return by.strip()


def _connect(folder: Folder) -> duckdb.DuckDBPyConnection:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            return connect_to_read(folder.database)
        except duckdb.Error as error:
            if time.monotonic() > until or not folder.database.exists():
                raise RecordError(f"{folder.database} cannot be read now: {error}") from None
        time.sleep(0.1)


def _last_number(connection: duckdb.DuckDBPyConnection) -> int:
    return int(first_value(connection, "SELECT coalesce(max(number), 0) FROM correction"))


def _read(connection: duckdb.DuckDBPyConnection, where: str) -> list[Correction]:
    query = f"SELECT * FROM correction WHERE {where} ORDER BY number, correction_id"
    return read_values(connection, "correction", query)
