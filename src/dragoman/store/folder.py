"""The layout of a record's folder."""

import json
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from dragoman.ids import sha256
from dragoman.store.files import Log, make_parquet, write_bytes

FORMAT = 1
"""Raised when an older dragoman could no longer read what this one writes."""


class RecordError(Exception):
    """A folder that is no record, or one that this dragoman cannot read."""


class Folder:
    """Paths within a record.

    `tables/<table>/<shard>.parquet` and `manifest.jsonl` are the truth; `ledger.sqlite` and `record.duckdb` are made
    from them and may be deleted at any time. `sums.jsonl` tells of every file of a table what is to be in it.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self.mark = self.path / "record.json"
        self.manifest = Log(self.path / "manifest.jsonl")
        self.sums = Log(self.path / "sums.jsonl")
        self.tables = self.path / "tables"
        self.ledger = self.path / "ledger.sqlite"
        self.database = self.path / "record.duckdb"
        self.lock = self.path / "lock"

    def shard(self, table: str, number: int) -> Path:
        """Where the rows of `table` in shard `number` lie."""
        return self.tables / table / f"{number:08d}.parquet"

    def write_tables(self, tables: Mapping[Path, pa.Table]) -> None:
        """Put tables at their places as Parquet, each in one step, after their sums are on the log: whatever a crash
        leaves undone is written again, with the same bytes."""
        contents = {path: make_parquet(table) for path, table in tables.items()}
        if contents:
            self.sums.append({"files": {self.name_of(path): sha256(raw) for path, raw in contents.items()}})
        for path, raw in contents.items():
            write_bytes(path, raw)

    def name_of(self, path: Path) -> str:
        """A file's name within the record: `tables/event/00000001.parquet`."""
        return path.relative_to(self.path).as_posix()

    def check(self) -> None:
        """Nothing where this is a record that can be read; raises RecordError otherwise."""
        if not self.path.exists():
            raise RecordError(f"{self.path}: no such folder")
        if not self.mark.is_file():
            raise RecordError(f"{self.path} is not a record; `dragoman read INPUT... --record {self.path}` makes one")
        try:
            found = json.loads(self.mark.read_bytes())["format"]
        except (ValueError, KeyError, TypeError):
            raise RecordError(f"{self.mark} is damaged: it does not say what format the record has") from None
        if not isinstance(found, int) or found > FORMAT:
            raise RecordError(f"{self.path} has format {found}, newer than this dragoman reads ({FORMAT}); update it")

    def create(self) -> None:
        """Make the folder a record, unless it is one; raises RecordError where something else lies there."""
        if self.mark.exists():
            self.check()
            return
        if self.path.exists() and not self.path.is_dir():
            raise RecordError(f"{self.path} is a file; a record is a folder")
        if self.path.exists() and any(entry.name != self.lock.name for entry in self.path.iterdir()):
            raise RecordError(f"{self.path} holds other files and is not a record; name an empty or a new folder")
        self.path.mkdir(parents=True, exist_ok=True)
        write_bytes(self.mark, json.dumps({"format": FORMAT, "made_by": "dragoman"}).encode() + b"\n")

    def bytes(self) -> int:
        """The disk space of all its files."""
        return sum(entry.stat().st_size for entry in self.path.rglob("*") if entry.is_file())
