"""Corrections of rows that stand on words: each found again, compared with what it was, and changed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import duckdb
import msgspec
import pyarrow as pa

from dragoman.store.actor_book import ActorBook
from dragoman.store.anchors import Spot, locate, move
from dragoman.store.corrections import Anchor, Change
from dragoman.store.database import quote
from dragoman.store.kinds import KINDS, id_of
from dragoman.store.rows import find_rows

Cells = dict[str, Any]

REFERENCES = {"place": ("place", "start"), "time": ("time", "start"), "statement_id": ("statement", "statement_id"),
              "parent": ("statement", "statement_id")}  # fmt: skip
"""Columns that name a row of the same document: its table, and what they name it by."""
UNNAMED: dict[str, tuple[tuple[str, str, Cells], ...]] = {
    "statement": (
        ("event", "statement_id", {"statement_id": None}),
        ("statement", "parent", {"parent": None}),
    ),
    "place": (("event", "place", {"place": None}),),
    "time": (("event", "time", {"time": None, "earliest": None, "latest": None, "date_precision": "NONE"}),),
}
"""By table what rests on its rows: which column of which table names them, and what is left there without them."""


class RowBook:
    """The rows that corrections name, changed one correction after the other.

    `changed` and `removed` hold, by table and id, those that are not as the coder wrote them.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, wanted: Iterable[tuple[str, Anchor]], actors: ActorBook
    ) -> None:
        self.connection = connection
        self.actors = actors
        self.rows: dict[tuple[str, Spot], list[Cells]] = defaultdict(list)
        self.changed: dict[str, dict[str, Cells]] = defaultdict(dict)
        self.removed: dict[str, dict[str, Cells]] = defaultdict(dict)
        places = list({_place(table, anchor): anchor for table, anchor in wanted}.items())
        found = locate(connection, [anchor for _, anchor in places]) if places else []
        self._spots = {place: spot for (place, _), spot in zip(places, found, strict=True)}
        for table in KINDS:
            spots = {spot for place, spot in self._spots.items() if place[0] == table and isinstance(spot, tuple)}
            if spots:
                self._load(table, sorted(spots))

    def _load(self, table: str, spots: Sequence[Spot]) -> None:
        columns = zip(("document_id", "first", "past"), zip(*spots, strict=True), strict=True)
        self.connection.register("spot", pa.table({name: pa.array(values) for name, values in columns}))
        span = KINDS[table].span
        start, end = (f"row.{quote(name)}" for name in span) if span else ("first", "past")
        query = (
            f"SELECT row.*, first, past FROM {quote(table)} AS row JOIN spot ON row.document_id = spot.document_id"
            f" AND {start} = first AND {end} = past ORDER BY ALL"
        )
        for row in find_rows(self.connection, query):
            spot = (str(row["document_id"]), int(row.pop("first")), int(row.pop("past")))
            self.rows[table, spot].append(row)
        self.connection.unregister("spot")

    def find(
        self, table: str, row_id: str, anchor: Anchor, columns: Sequence[str], old: Cells | None = None
    ) -> Cells | str:
        """The row of that anchor, if these columns say what they said then (`old`, or as the anchor has it); else why
        there is none."""
        spot = self._spots[_place(table, anchor)]
        if isinstance(spot, str):
            return spot
        rows = [row for row in self.rows[table, spot] if id_of(table, row) not in self.removed[table]]
        if not rows:
            return "it was rejected" if self.rows[table, spot] else f"no {table} stands on {anchor.words!r} any more"
        own = [row for row in rows if id_of(table, row) == row_id]
        if own and KINDS[table].id_says_core and tuple(columns) == KINDS[table].core:
            return own[0]
        by = spot[1] - (anchor.start or 0)
        then = self._then(anchor.row if old is None else old, by)
        fitting = [row for row in rows if self._differs(row, then, columns) is None]
        if len(fitting) > 1:
            fitting = [row for row in fitting if row in own] or [
                row for row in fitting if self._differs(row, self._then(anchor.row, by), KINDS[table].judged) is None
            ]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            return f"{len(fitting)} rows of {table} stand on {anchor.words!r} and fit"
        return str(self._differs((own or rows)[0], then, columns))

    def _then(self, told: Cells, by: int) -> Cells:
        moved: Cells = self.actors.canonical(move(told, by))
        return moved

    def _differs(self, row: Cells, then: Cells, columns: Sequence[str]) -> str | None:
        """In words, the first of the columns that does not say what it said then."""
        for name in columns:
            now = self.actors.canonical(msgspec.to_builtins(row[name]), name)
            if now != then[name]:
                return f"{name} is {now!r} now, and was {then[name]!r}"
        return None

    def edit(self, changes: Sequence[Change]) -> Cells | str:
        """Change columns of one row, all or none; gives the row, or why it cannot be done."""
        done: list[tuple[Cells, str, Any]] = []
        for change in changes:
            read = self._read(change)
            if isinstance(read, str):
                return read
            done.append(read)
        for row, field, new in done:
            row[field] = new
            self.changed[changes[0].table][id_of(changes[0].table, row)] = row
        return done[0][0]

    def _read(self, change: Change) -> tuple[Cells, str, Any] | str:
        """Row, column and new cell of a change, or why it cannot be done."""
        field = str(change.field)
        row = self.find(change.table, change.row_id, change.anchor, (field,), {field: change.old})
        if isinstance(row, str):
            return row
        spot = self._spots[_place(change.table, change.anchor)]
        by = spot[1] - (change.anchor.start or 0) if isinstance(spot, tuple) else 0
        try:
            new = self.actors.resolve_all(move({field: change.new}, by), change.anchor)[field]
        except KeyError as error:
            return f"the actor {error.args[0]} that it names is not in the record any more"
        missing = self._missing(str(row["document_id"]), field, new, change.anchor, by)
        return missing or (row, field, new)

    def _missing(self, document_id: str, field: str, new: Any, anchor: Anchor, by: int) -> str | None:
        """Why the new value does not fit the document as it is now, if it does not."""
        if field in REFERENCES and new is not None:
            table, column = REFERENCES[field]
            query = f"SELECT 1 FROM {quote(table)} WHERE document_id = $1 AND {quote(column)} = $2"
            if not self.connection.execute(query, [document_id, new]).fetchall():
                return f"the {table} that it names is not in the record any more"
        for span, words in anchor.spans.items():
            start, end = (int(one) + by for one in span.split(":"))
            query = "SELECT substr(text, $2 + 1, $3) FROM document WHERE document_id = $1"
            if self.connection.execute(query, [document_id, start, end - start]).fetchall() != [(words,)]:
                return f"the words {words!r} that it rests on have moved or gone"
        return None

    def remove(self, change: Change) -> Cells | str:
        """Take a row out; gives it, or why it cannot be done."""
        row = self.find(change.table, change.row_id, change.anchor, KINDS[change.table].core)
        if not isinstance(row, str):
            self.changed[change.table].pop(id_of(change.table, row), None)
            self.removed[change.table][id_of(change.table, row)] = row
            self._unname(change.table, row)
        return row

    def _unname(self, table: str, gone: Cells) -> None:
        """Empty what rests on a row that is taken out, so that later changes of it find it so."""
        for other, column, emptied in UNNAMED.get(table, ()):
            named = gone[REFERENCES[column][1]]
            for (loaded, (document_id, *_)), rows in self.rows.items():
                if loaded != other or document_id != gone["document_id"]:
                    continue
                for row in rows:
                    if row[column] == named and id_of(other, row) not in self.removed[other]:
                        row |= emptied
                        self.changed[other][id_of(other, row)] = row


def _place(table: str, anchor: Anchor) -> tuple[str, str | None, int | None, int | None, str, str, str]:
    return table, anchor.document_id, anchor.start, anchor.end, anchor.words, anchor.before, anchor.after
