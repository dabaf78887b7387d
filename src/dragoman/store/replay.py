"""The log of corrections replayed over what the coder wrote, when the database is made or brought up to date.

Every correction that stands finds its row by its anchor, and is applied if the row still says what it said when it was
corrected; otherwise it is an orphan, and says why. Actors come first, then the rows that stand on words in the order of
the log, then whatever else names an actor or a row that is not the same any more. What comes out depends on the log
and on what the coder wrote, not on the order in which documents were read.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import duckdb
import msgspec
import pyarrow as pa

from dragoman.ids import make_id
from dragoman.schema import table_of_rows
from dragoman.store.actor_book import Actor, ActorBook
from dragoman.store.changing import put_actors, put_rows, rename_actors, unname_removed
from dragoman.store.corrections import Anchor, Change, Entry, find_undone
from dragoman.store.kinds import KINDS, id_of
from dragoman.store.row_book import RowBook
from dragoman.store.ties import Ties
from dragoman.values import Correction, CorrectionState


class Item(NamedTuple):
    """One change of the log."""

    entry: Entry
    change: Change
    correction_id: str


class Outcome(NamedTuple):
    """What became of a change."""

    state: CorrectionState
    orphaned_by: str | None = None
    applied_to: str | None = None


class Replayed(NamedTuple):
    """What a replay gives beside the changed rows: the table `correction`, and what incidents are to be made of."""

    correction: pa.Table
    ties: Ties
    incidents: dict[str, list[str]]
    """By the id of a correction of an incident: events that were among its reports."""
    effects: tuple[str, ...]
    """The corrections that changed something, in order."""


def find_items(entries: Iterable[Entry]) -> Iterator[Item]:
    """Every change of the log, in order; of an undo the entry that it takes back."""
    for entry in entries:
        changes = entry.changes
        if entry.undoes is not None:
            changes = (Change(table="correction", row_id=entry.undoes),)
        for place, change in enumerate(changes):
            yield Item(entry, change, make_id(entry.hash, place))


def group_acts(items: Iterable[Item]) -> list[tuple[Item, ...]]:
    """What is applied as a whole or not at all: an edit of several columns; every other change by itself."""
    acts: dict[str, list[Item]] = {}
    for item in items:
        key = item.entry.entry_id if item.entry.action == "EDIT" else item.correction_id
        acts.setdefault(key, []).append(item)
    return [tuple(act) for act in acts.values()]


def replay(connection: duckdb.DuckDBPyConnection, entries: Sequence[Entry]) -> Replayed:
    """Apply the log to a database that holds just what the coder wrote."""
    undone = find_undone(entries)
    items = list(find_items(entries))
    standing = [one for one in items if one.entry.entry_id not in undone and one.entry.undoes is None]
    replaying = _Replaying(connection, [one.change for one in standing])
    acts = group_acts(standing)
    outcomes: dict[str, Outcome] = {}
    for act in acts:
        if act[0].change.table == "actor":
            outcomes |= dict.fromkeys((one.correction_id for one in act), replaying.apply_to_actor(act))
    replaying.load_rows()
    for act in acts:
        if act[0].change.table != "actor":
            outcomes |= dict.fromkeys((one.correction_id for one in act), replaying.apply_to_row(act))
    replaying.put()
    for one in items:
        outcomes.setdefault(one.correction_id, Outcome("UNDONE" if one.entry.entry_id in undone else "APPLIED"))
    effects = [
        one.correction_id
        for one in standing
        if one.entry.action != "ACCEPT" and outcomes[one.correction_id].state == "APPLIED"
    ]
    rows = [_correction(one, outcomes[one.correction_id]) for one in items]
    return Replayed(table_of_rows("correction", rows), replaying.ties, replaying.incidents, tuple(effects))


def _correction(item: Item, outcome: Outcome) -> Correction:
    entry, change, correction_id = item
    words = change.anchor if change.anchor.start is not None else Anchor()
    return Correction(
        correction_id=correction_id,
        entry_id=entry.entry_id,
        number=entry.number,
        action=entry.action,
        at=entry.at,
        by=entry.by,
        table=change.table,
        row_id=change.row_id,
        document_id=change.anchor.document_id,
        start=words.start,
        end=words.end,
        field=change.field,
        old=None if change.old is None else msgspec.json.encode(change.old).decode(),
        new=None if change.new is None else msgspec.json.encode(change.new).decode(),
        reason=entry.reason,
        state=outcome.state,
        orphaned_by=outcome.orphaned_by,
        applied_to=outcome.applied_to,
        hash=entry.hash,
    )


class _Replaying:
    """The rows under correction."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, changes: Sequence[Change]) -> None:
        self.connection = connection
        self.changes = changes
        self.actors = ActorBook(connection, changes)
        self.ties = Ties()
        self.incidents: dict[str, list[str]] = {}

    def load_rows(self) -> None:
        """Look up the rows, once it is known who is who."""
        wanted = [(one.table, one.anchor) for one in self.changes if one.table not in ("actor", "incident")]
        wanted += [("event", report) for one in self.changes for report in one.anchor.reports]
        self.rows = RowBook(self.connection, wanted, self.actors)

    def apply_to_actor(self, act: Sequence[Item]) -> Outcome:
        """Correct an actor."""
        action, changes = act[0].entry.action, [one.change for one in act]
        done = self.actors.edit(changes) if action == "EDIT" else self.actors.apply(action, changes[0])
        return _outcome("actor", done)

    def apply_to_row(self, act: Sequence[Item]) -> Outcome:
        """Correct a row, tie two events, or remember what incident is to be corrected."""
        entry, change, _ = act[0]
        if change.table == "incident":
            return self._note_incident(act)
        if change.field == TIE:
            return self._tie(act[0])
        if change.field is not None:
            return _outcome(change.table, self.rows.edit([one.change for one in act]))
        if entry.action == "ACCEPT":
            kind = KINDS[change.table]
            return _outcome(change.table, self.rows.find(change.table, change.row_id, change.anchor, kind.judged))
        return _outcome(change.table, self.rows.remove(change))

    def _find_event(self, row_id: str, anchor: Anchor) -> str | Actor:
        return self.rows.find("event", row_id, anchor, KINDS["event"].core)

    def _tie(self, item: Item) -> Outcome:
        change = item.change
        (other,) = change.anchor.reports
        one, two = self._find_event(change.row_id, change.anchor), self._find_event(other.row_id, other)
        for found in (one, two):
            if isinstance(found, str):
                return Outcome("ORPHANED", found)
        ids = [id_of("event", found) for found in (one, two) if not isinstance(found, str)]
        self.ties.add(item.entry.entry_id, ids[0], ids[1], same="with" in change.new)
        return Outcome("APPLIED", None, ids[0])

    def _note_incident(self, act: Sequence[Item]) -> Outcome:
        found = [self._find_event(one.row_id, one) for one in act[0].change.anchor.reports]
        events = sorted({id_of("event", one) for one in found if not isinstance(one, str)})
        if not events:
            return Outcome("ORPHANED", "none of its reports is in the record as it was")
        self.incidents |= dict.fromkeys((one.correction_id for one in act), events)
        return Outcome("APPLIED")

    def put(self) -> None:
        """Write what was changed to the database."""
        put_actors(self.connection, self.actors)
        for table in {*self.rows.changed, *self.rows.removed}:
            put_rows(self.connection, table, self.rows.changed[table], self.rows.removed[table])
        rename_actors(self.connection, self.actors)
        unname_removed(self.connection, self.rows.removed)


TIE = "incident"
"""The field of a change that ties an event to another, or keeps the two apart."""


def _outcome(table: str, found: dict[str, Any] | str) -> Outcome:
    return Outcome("ORPHANED", found) if isinstance(found, str) else Outcome("APPLIED", None, id_of(table, found))
