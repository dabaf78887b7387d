"""Corrections of actors: who each one is now, under which code, and which rows of `actor` changed."""

from collections.abc import Iterable, Sequence
from typing import Any

import duckdb

from dragoman.store.corrections import Anchor, Change
from dragoman.store.kinds import KINDS
from dragoman.store.rows import find_rows

REJECTED = ""
"""What a rejected actor is: nobody."""

NAMES_ACTOR = ("actor_id", "speaker", "addressee")
"""Columns, and fields of what stands in cells, that hold an actor's id."""

Actor = dict[str, Any]


class ActorBook:
    """The actors that corrections name, changed one correction after the other."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, changes: Iterable[Change]) -> None:
        self.connection = connection
        self.rows: dict[str, Actor] = {}
        """Those looked at, by id, as they stand."""
        self.into: dict[str, str] = {}
        """Of actors that are gone: who they are now, or REJECTED."""
        self.codes: dict[str, dict[str | None, str | None]] = {}
        """By the id that the coder wrote: what its codes in events have become."""
        self.changed: set[str] = set()
        self._load(changes)

    def _load(self, changes: Iterable[Change]) -> None:
        ids: set[str] = set()
        names: set[str] = set()
        for one in changes:
            ids.update(one.anchor.actors)
            names.update(str(told["name"]) for told in one.anchor.actors.values())
            if one.table == "actor":
                ids.add(one.row_id)
                names.update([str(one.anchor.row["name"])] if "name" in one.anchor.row else [])
        query = "SELECT * FROM actor WHERE list_contains($1, actor_id) OR list_contains($2, name)"
        for row in find_rows(self.connection, query, [sorted(ids), sorted(names)]) if ids else []:
            self.rows[row["actor_id"]] = row

    def now(self, actor_id: str | None) -> str | None:
        """Who an actor is now; None where it is nobody any more."""
        while actor_id in self.into:
            actor_id = self.into[actor_id]
        return actor_id or None

    def find(self, actor_id: str, told: dict[str, Any]) -> Actor | str:
        """The actor of that id, or the only one with the name and kind that it had; else why there is none."""
        if actor_id in self.into:
            root = self.now(actor_id)
            return f"it was merged into {self.rows[root]['name']}" if root else "it was rejected"
        if actor_id in self.rows:
            return self.rows[actor_id]
        alike = [
            row
            for row in self.rows.values()
            if (row["name"], row["kind"]) == (told.get("name"), told.get("kind")) and row["actor_id"] not in self.into
        ]
        if len(alike) == 1:
            return alike[0]
        return f"{len(alike) or 'no'} actors are called {told.get('name')!r} ({told.get('kind')}) now"

    def resolve(self, actor_id: str, anchor: Anchor) -> str | None:
        """The id now of an actor that a new value names; None where there is none."""
        root = self.now(actor_id) if actor_id in self.into else None
        if root is not None:
            return root
        found = self.find(actor_id, anchor.actors.get(actor_id, {}))
        return None if isinstance(found, str) else str(found["actor_id"])

    def apply(self, action: str, change: Change) -> Actor | str:
        """Make, merge, accept or reject one actor; gives its row, or why it cannot be done."""
        if action == "SPLIT":
            return self._make(change)
        row = self.find(change.row_id, change.anchor.row)
        if isinstance(row, str):
            return row
        columns = KINDS["actor"].judged if action == "ACCEPT" else KINDS["actor"].core
        for name in columns:
            if row[name] != change.anchor.row[name]:
                return f"{name} is {row[name]!r} now, and was {change.anchor.row[name]!r}"
        if action == "ACCEPT":
            return row
        return self._merge(row, change) if action == "MERGE" else self._turn(row, REJECTED, None)

    def _make(self, change: Change) -> Actor:
        row: Actor = self.rows.setdefault(change.row_id, dict(change.new))
        self.changed.add(change.row_id)
        return row

    def edit(self, changes: Sequence[Change]) -> Actor | str:
        """Change columns of one actor, all or none; gives its row, or why it cannot be done."""
        row = self.find(changes[0].row_id, changes[0].anchor.row)
        if isinstance(row, str):
            return row
        for change in changes:
            if row[str(change.field)] != change.old:
                return f"{change.field} is {row[str(change.field)]!r} now, and was {change.old!r}"
        for change in changes:
            row[str(change.field)] = change.new
            if change.field == "code":
                self._recode(row["actor_id"], change.old, change.new)
        self.changed.add(row["actor_id"])
        return row

    def _merge(self, row: Actor, change: Change) -> Actor | str:
        kept = self.resolve(str(change.new), change.anchor)
        if kept is None or kept == row["actor_id"]:
            return "the actor that it was merged into is not in the record any more" if kept is None else "it is one"
        return self._turn(row, kept, self.rows[kept]["code"])

    def _turn(self, row: Actor, into: str, code: str | None) -> Actor:
        """Make an actor another, or nobody; where the other has a code, its own code in events becomes that."""
        if code is not None and code != row["code"]:
            self._recode(row["actor_id"], row["code"], code)
        self.into[row["actor_id"]] = into
        self.changed.add(row["actor_id"])
        return row

    def _recode(self, actor_id: str, old: str | None, new: str | None) -> None:
        for member in [actor_id, *(one for one in self.into if self.now(one) == actor_id)]:
            codes = self.codes.setdefault(member, {})
            codes.update({written: new for written, now in codes.items() if now == old})
            codes[old] = new

    def canonical(self, value: Any, field: str | None = None) -> Any:
        """A cell as JSON, or a row of such, with the actors in it as they are now."""
        if isinstance(value, list):
            return [self.canonical(one, field) for one in value]
        if not isinstance(value, dict):
            return self.now(value) if field in NAMES_ACTOR else value
        told = {name: self.canonical(one, name) for name, one in value.items()}
        if value.get("actor_id") is not None and "code" in value:
            code = self.codes.get(value["actor_id"], {}).get(value["code"], value["code"])
            told["code"] = code if told["actor_id"] else None
        return told

    def resolve_all(self, value: Any, anchor: Anchor, field: str | None = None) -> Any:
        """A new value, with the ids that its actors have now; raises KeyError for one that is gone."""
        if isinstance(value, list):
            return [self.resolve_all(one, anchor, field) for one in value]
        if isinstance(value, dict):
            return {name: self.resolve_all(one, anchor, name) for name, one in value.items()}
        if field not in NAMES_ACTOR or value is None:
            return value
        found = self.resolve(value, anchor)
        if found is None:
            raise KeyError(anchor.actors.get(value, {}).get("name", value))
        return found
