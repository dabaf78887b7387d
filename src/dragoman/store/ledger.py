"""What the record already holds, by key: an index in SQLite over the manifest, brought up to date line by line.

Looking up one document costs the same in a record of ten and of ten million, and nothing of it stays in memory.
"""

import sqlite3
from pathlib import Path
from typing import Any, NamedTuple

from dragoman.store.files import Log

_LAYOUT = 2
_TABLES = f"""
PRAGMA user_version = {_LAYOUT};
CREATE TABLE place_in_log (position INTEGER NOT NULL);
INSERT INTO place_in_log VALUES (0);
CREATE TABLE run (run_id TEXT PRIMARY KEY, at TEXT, version TEXT, model TEXT, settings TEXT, fingerprint TEXT,
    documents INTEGER, held INTEGER, seconds REAL, failures INTEGER, ended INTEGER, sequence INTEGER);
CREATE TABLE shard (number INTEGER PRIMARY KEY);
CREATE TABLE document (document_id TEXT PRIMARY KEY, input_key TEXT, fingerprint TEXT, run_id TEXT, shard INTEGER)
    WITHOUT ROWID;
CREATE TABLE input (input_key TEXT PRIMARY KEY, fingerprint TEXT, document_id TEXT) WITHOUT ROWID;
CREATE TABLE superseded (shard INTEGER, document_id TEXT, PRIMARY KEY (shard, document_id)) WITHOUT ROWID;
CREATE TABLE failure (input TEXT PRIMARY KEY, run_id TEXT, stage TEXT, error TEXT) WITHOUT ROWID;
"""


class Held(NamedTuple):
    """A document as the record holds it now."""

    input_key: str
    fingerprint: str
    run_id: str
    shard: int


class Ledger:
    """The index over one manifest; `catch_up` before use."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = self._open()

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, isolation_level=None)
        try:
            if connection.execute("PRAGMA user_version").fetchone()[0] == _LAYOUT:
                return connection
        except sqlite3.DatabaseError:
            pass  # damaged: made anew from the manifest
        connection.close()
        for end in ("", "-journal", "-wal", "-shm"):
            Path(f"{self.path}{end}").unlink(missing_ok=True)
        connection = sqlite3.connect(self.path, isolation_level=None)
        connection.executescript(f"BEGIN; {_TABLES} COMMIT;")
        return connection

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def ask(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """The rows that a query over the index gives."""
        return self._connection.execute(query, parameters).fetchall()

    def ask_one(self, query: str, *parameters: Any) -> tuple[Any, ...] | None:
        """The first row of it, if any."""
        row: tuple[Any, ...] | None = self._connection.execute(query, parameters).fetchone()
        return row

    def position(self) -> int:
        """How much of the manifest, in bytes, is in the index."""
        return int(self.ask("SELECT position FROM place_in_log")[0][0])

    def catch_up(self, manifest: Log) -> None:
        """Take in what the manifest holds beyond the index; start over where the manifest is shorter than it was."""
        size = manifest.path.stat().st_size if manifest.path.exists() else 0
        if size < self.position():
            self.close()
            self.path.unlink()
            self._connection = self._open()
        self._connection.execute("BEGIN")
        for position, line in manifest.read(self.position()):
            self._take(line, position)
        self._connection.execute("COMMIT")

    def take(self, line: dict[str, Any], position: int) -> None:
        """Take in one line of the manifest, which ends at `position`."""
        self._connection.execute("BEGIN")
        self._take(line, position)
        self._connection.execute("COMMIT")

    def _take(self, line: dict[str, Any], position: int) -> None:
        taken = {"run": self._take_run, "batch": self._take_batch, "compaction": self._take_compaction}
        taken.get(line["is"], self._take_end)(line)
        self._connection.execute("UPDATE place_in_log SET position = ?", (position,))

    def _take_run(self, line: dict[str, Any]) -> None:
        self._connection.execute(
            "INSERT INTO run SELECT :run_id, :at, :version, :model, :settings, :fingerprint, 0, 0, 0, 0, 0, count(*)"
            " FROM run",
            line,
        )

    def _take_batch(self, line: dict[str, Any]) -> None:
        number, run_id, mark = line["shard"], line["run_id"], line["fingerprint"]
        do, many = self._connection.execute, self._connection.executemany
        if number is not None:
            do("INSERT INTO shard VALUES (?)", (number,))
        many(
            "UPDATE run SET held = held - 1 WHERE run_id = (SELECT run_id FROM document WHERE document_id = ?)",
            ((document_id,) for document_id in line["replaced"]),
        )
        many(
            "INSERT INTO superseded SELECT shard, document_id FROM document WHERE document_id = ?",
            ((document_id,) for document_id in line["replaced"]),
        )
        many(
            "INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?, ?)",
            ((document_id, key, mark, run_id, number) for document_id, key, _ in line["documents"]),
        )
        many(
            "INSERT OR REPLACE INTO input VALUES (?, ?, ?)",
            ((key, mark, document_id) for document_id, key, _ in line["documents"] + line["repeats"]),
        )
        many("DELETE FROM failure WHERE input = ?", ((input_,) for input_ in line["settled"]))
        many(
            "INSERT OR REPLACE INTO failure VALUES (?, ?, ?, ?)",
            ((input_, run_id, stage, error) for input_, stage, error in line["failures"]),
        )
        count = len(line["documents"])
        do("UPDATE run SET documents = documents + ?, held = held + ? WHERE run_id = ?", (count, count, run_id))

    def _take_compaction(self, line: dict[str, Any]) -> None:
        old, new = line["shard"], line["into"]
        do = self._connection.execute
        do("DELETE FROM shard WHERE number = ?", (old,))
        do("DELETE FROM superseded WHERE shard = ?", (old,))
        if new is not None:
            do("INSERT INTO shard VALUES (?)", (new,))
            # by id: a document that has moved on since is not touched
            self._connection.executemany(
                "UPDATE document SET shard = ? WHERE document_id = ?",
                ((new, document_id) for document_id in line["documents"]),
            )

    def _take_end(self, line: dict[str, Any]) -> None:
        self._connection.execute(
            "UPDATE run SET ended = 1, seconds = :seconds, failures = :failures WHERE run_id = :run_id", line
        )

    def held(self, document_id: str) -> Held | None:
        """The document as the record holds it, if it does."""
        row = self.ask_one(
            "SELECT input_key, fingerprint, run_id, shard FROM document WHERE document_id = ?", document_id
        )
        return Held(*row) if row else None

    def has_read(self, input_key: str, fingerprint: str) -> bool:
        """Whether just this input was read with just these settings, version and models."""
        row = self.ask_one("SELECT fingerprint FROM input WHERE input_key = ?", input_key)
        return row is not None and row[0] == fingerprint

    def failed(self, input_: str) -> tuple[str, str] | None:
        """Stage and error of the failure that stands against an input, if one does."""
        row = self.ask_one("SELECT stage, error FROM failure WHERE input = ?", input_)
        return (row[0], row[1]) if row else None
