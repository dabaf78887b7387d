"""The writer of a record: batches become shards, and a line in the manifest acknowledges each.

A batch counts from the moment its line is on the disk. Shards without a line are what a crash left, and are removed by
the next writer. A shard never changes; a document read anew lies in a new shard, and the old one is rewritten without
it when the run ends, so that the Parquet files alone are the record.
"""

import contextlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dragoman.schema import PARTS, SCHEMAS, SHARDS
from dragoman.store.files import TEMPORARY
from dragoman.store.folder import Folder
from dragoman.store.ledger import Ledger
from dragoman.store.reference import FOLDER as REFERENCES
from dragoman.store.relations import Relations, sync_relations
from dragoman.store.settling import settle_incidents, with_ties
from dragoman.store.syncing import sync_database
from dragoman.values import NO_PAGE, Problem, Run

SHARD_DOCUMENTS = 256


class Entry(NamedTuple):
    """A document of a batch: its id, the key of the input it came from, and where that lay."""

    document_id: str
    input_key: str
    input: str


class Batch(NamedTuple):
    """What some inputs yield: a document each, its rows as shard tables; inputs that were a document of the batch once
    more; and inputs that could not be read."""

    entries: tuple[Entry, ...]
    tables: dict[str, pa.Table]
    repeats: tuple[Entry, ...] = ()
    failures: tuple[Problem, ...] = ()


class Counts(NamedTuple):
    """What became of the inputs of a run so far."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    repeated: int = 0
    failed: int = 0
    passed: int = 0
    """Archives of which something was passed over because it is no page."""

    def __add__(self, other: object) -> "Counts":
        if not isinstance(other, Counts):
            return NotImplemented
        return Counts(*(a + b for a, b in zip(self, other, strict=True)))


class Writer:
    """Writes to one record, alone; a context manager. `start` a run, `append` its batches, `finish` it.

    With `relations`, the tables made from all documents together are kept up to date too.
    """

    def __init__(self, path: Path | str, relations: Relations | None = None) -> None:
        self.folder = Folder(path)
        self.relations = relations
        self._open = contextlib.ExitStack()

    def __enter__(self) -> "Writer":
        self._open.enter_context(self.folder.held())
        self.folder.manifest.repair()
        self.folder.sums.repair()
        self.ledger = Ledger(self.folder.ledger)
        self._open.callback(lambda: self.ledger.close())
        self.ledger.catch_up(self.folder.manifest)
        self._remove_strays()
        empty = {self.folder.shard(name, 0): SHARDS.get(name, SCHEMAS[name]).empty_table() for name in SCHEMAS}
        self.folder.write_tables({path: table for path, table in empty.items() if not path.exists()})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.__exit__(kind, error, trace)

    def _remove_strays(self) -> None:
        alive = {number for (number,) in self.ledger.ask("SELECT number FROM shard")}
        for kind in ("", "tables/*/", f"{REFERENCES}/"):  # not all below: what a watch is writing is not ours
            for path in self.folder.path.glob(f"{kind}*{TEMPORARY}"):
                path.unlink()
        for path in self.folder.tables.glob("*/*.parquet"):
            if path.stem.isdigit() and int(path.stem) not in alive | {0}:
                path.unlink()

    def _write(self, line: dict[str, Any]) -> None:
        self.ledger.take(line, self.folder.manifest.append(line))

    def _next_shard(self) -> int:
        (row,) = self.ledger.ask("SELECT coalesce(max(number), 0) + 1 FROM shard")
        return int(row[0])

    def start(self, run: Run, fingerprint: str) -> str:
        """Begin a run and give its id; one that was broken off under the same fingerprint is gone on with."""
        last = self.ledger.ask_one("SELECT run_id, ended, fingerprint FROM run ORDER BY sequence DESC LIMIT 1")
        self.fingerprint = fingerprint
        self.run_id = run.run_id
        if last and not last[1] and last[2] == fingerprint:
            self.run_id = last[0]
        else:
            about = {"run_id": run.run_id, "at": run.at.isoformat(), "version": run.version}
            more = {"model": run.model, "settings": run.settings, "fingerprint": fingerprint}
            self._write({"is": "run", **about, **more})
        return self.run_id

    def has(self, input_key: str) -> bool:
        """Whether the input was read already by this version, with these settings and models."""
        return self.ledger.has_read(input_key, self.fingerprint)

    def _wins(self, entry: Entry, rivals: dict[str, Entry]) -> bool:
        """Whether this reading of a document stands; of two inputs in one run that are one document, the one whose
        key is smaller does, whatever the order they come in."""
        rival = rivals.get(entry.document_id)
        if rival is not None and rival.input_key <= entry.input_key:
            return False
        held = self.ledger.held(entry.document_id)
        if held is None or held.fingerprint != self.fingerprint:
            return True
        return held.input_key != entry.input_key and (held.run_id != self.run_id or entry.input_key < held.input_key)

    def append(self, batches: Sequence[Batch]) -> Counts:
        """Write batches as one shard and acknowledge it; gives what was new in them."""
        chosen: dict[str, Entry] = {}
        origin: dict[str, int] = {}
        repeats = [entry for batch in batches for entry in batch.repeats]
        for place, batch in enumerate(batches):
            for entry in batch.entries:
                if not self._wins(entry, chosen):
                    repeats.append(entry)
                    continue
                if entry.document_id in chosen:
                    repeats.append(chosen[entry.document_id])
                chosen[entry.document_id], origin[entry.document_id] = entry, place
        replaced = sorted(name for name in chosen if self.ledger.held(name))
        failures = [problem for batch in batches for problem in batch.failures]
        passed = sum(problem.stage == NO_PAGE for problem in failures)
        number = self._next_shard() if chosen else None
        if number is not None:
            self._write_shard(number, batches, origin)
        self._acknowledge(number, list(chosen.values()), repeats, replaced, failures)
        self.folder.push()
        return Counts(
            added=len(chosen) - len(replaced), replaced=len(replaced), repeated=len(repeats),
            failed=len(failures) - passed, passed=passed,
        )  # fmt: skip

    def _write_shard(self, number: int, batches: Sequence[Batch], origin: dict[str, int]) -> None:
        tables = {}
        for name in PARTS:
            pieces = []
            for place, batch in enumerate(batches):
                if name in batch.tables:
                    pieces.append(_of_documents(batch, name, {one for one, at in origin.items() if at == place}))
            table = pa.concat_tables(pieces) if pieces else None
            if table is not None and table.num_rows:
                tables[self.folder.shard(name, number)] = table
        self.folder.write_tables(tables)

    def _acknowledge(
        self,
        number: int | None,
        chosen: list[Entry],
        repeats: list[Entry],
        replaced: list[str],
        failures: list[Problem],
    ) -> None:
        read = {entry.input for entry in (*chosen, *repeats)}
        known = [(one, self.ledger.failed(one.input)) for one in failures]
        fresh = {one.input: one for one, before in known if before != (one.stage, one.error)}
        line: dict[str, Any] = {
            "is": "batch",
            "shard": number,
            "run_id": self.run_id,
            "fingerprint": self.fingerprint,
            "documents": sorted(chosen),
            "replaced": replaced,
            "repeats": sorted(repeats),
            "settled": sorted(one for one in read if self.ledger.failed(one)),
            "failures": sorted([one.input, one.stage, one.error] for one in fresh.values()),
        }
        if any(line[part] for part in ("documents", "repeats", "settled", "failures")):
            self._write(line)

    def finish(self, seconds: float, failures: int) -> None:
        """End the run: the database is brought up to date, and shards give up what was replaced in them."""
        self._write({"is": "end", "run_id": self.run_id, "seconds": round(seconds, 3), "failures": failures})
        self.sync()

    def sync(self, *, anew: bool = False) -> None:
        """Bring the database up to date, or make it anew, and rewrite the shards that hold replaced rows."""
        sync_database(self.folder, self.ledger, anew=anew)
        for (number,) in self.ledger.ask("SELECT DISTINCT shard FROM superseded ORDER BY shard"):
            self._compact(number)
        sync_database(self.folder, self.ledger)
        if self.relations is not None:
            sync_relations(self.folder, with_ties(self.relations, self.folder))
        settle_incidents(self.folder)

    def _compact(self, old: int) -> None:
        kept = [name for (name,) in self.ledger.ask("SELECT document_id FROM document WHERE shard = ?", old)]
        new = self._next_shard() if kept else None
        paths = [(name, self.folder.shard(name, old)) for name in PARTS]
        tables = {}
        for name, path in paths:
            if new is not None and path.exists():
                table = _rows_of(pq.ParquetFile(path).read(), kept)
                if table.num_rows:
                    tables[self.folder.shard(name, new)] = table
        self.folder.write_tables(tables)
        self._write({"is": "compaction", "shard": old, "into": new, "documents": sorted(kept)})
        for _, path in paths:
            path.unlink(missing_ok=True)


def _of_documents(batch: Batch, name: str, documents: set[str]) -> pa.Table:
    table = batch.tables[name]
    return table if len(documents) == len(batch.entries) else _rows_of(table, documents)


def _rows_of(table: pa.Table, documents: Iterable[str]) -> pa.Table:
    wanted = pa.array(sorted(documents), pa.string())
    return table.filter(pc.is_in(table.column("document_id"), value_set=wanted))
