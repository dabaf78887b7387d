"""The layout of a record's folder."""

import contextlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa

from dragoman.ids import make_id, sha256
from dragoman.settings import cache_folder
from dragoman.store.files import Log, make_parquet, write_bytes
from dragoman.store.lock import Lock, RecordLockedError
from dragoman.store.objects import AddressError, find_address
from dragoman.store.remote import DamagedError, Remote

FORMAT = 1
"""Raised when an older dragoman could no longer read what this one writes."""


def make_mark(record_format: int) -> bytes:
    """What `record.json` holds in a record of that format."""
    return json.dumps({"format": record_format, "made_by": "dragoman"}).encode() + b"\n"


class RecordError(Exception):
    """A folder that is no record, or one that this dragoman cannot read."""


class Folder:
    """Paths within a record.

    `tables/<table>/<shard>.parquet` and `manifest.jsonl` are the truth; `ledger.sqlite` and `record.duckdb` are made
    from them and may be deleted at any time. `sums.jsonl` tells of every file of a table what is to be in it. A record
    at an address (`s3://…`) is worked on in a folder of the cache; `place` is where it really is.
    """

    def __init__(self, path: Path | str) -> None:
        address = find_address(path)
        self.remote = None if address is None else _find_remote(address)
        self.path = self.remote.folder if self.remote else Path(path)
        self.place: Path | str = address or self.path
        self.mark = self.path / "record.json"
        self.manifest = Log(self.path / "manifest.jsonl")
        self.sums = Log(self.path / "sums.jsonl")
        self.tables = self.path / "tables"
        self.ledger = self.path / "ledger.sqlite"
        self.database = self.path / "record.duckdb"
        self.lock = self.path / "lock"
        self._unsent: set[str] | None = None
        """What was written since the last sending; None before the first, when nobody knows."""

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
            if self._unsent is not None:
                self._unsent.add(self.name_of(path))

    def name_of(self, path: Path) -> str:
        """A file's name within the record: `tables/event/00000001.parquet`."""
        return path.relative_to(self.path).as_posix()

    def check(self) -> None:
        """Nothing where this is a record that can be read; raises RecordError otherwise. Of one that lies elsewhere
        what is new is fetched first, unless a process on this machine is writing to it."""
        if self.remote is not None:
            self.path.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(RecordLockedError), Lock(self.lock), _told_plainly(self.place):
                self.remote.pull()
        if not self.path.exists():
            raise RecordError(f"{self.path}: no such folder")
        if not self.mark.is_file():
            raise RecordError(f"{self.place} is not a record; `dragoman read INPUT... --record {self.place}` makes one")
        try:
            found = json.loads(self.mark.read_bytes())["format"]
        except (ValueError, KeyError, TypeError):
            raise RecordError(f"{self.mark} is damaged: it does not say what format the record has") from None
        if not isinstance(found, int) or found > FORMAT:
            raise RecordError(f"{self.place} has format {found}, newer than this dragoman reads ({FORMAT}); update it")

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
        write_bytes(self.mark, make_mark(FORMAT))

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Alone with the record, which is made if need be. What lies elsewhere is fetched first and sent in the end."""
        if self.remote is None:
            self.create()
            with Lock(self.lock):
                yield
            return
        self.path.mkdir(parents=True, exist_ok=True)
        with Lock(self.lock), _told_plainly(self.place), self.remote.writing():
            self.create()
            yield

    def push(self) -> None:
        """Send what is new, where the record lies elsewhere; from here on it outlives this machine."""
        if self.remote is not None:
            with _told_plainly(self.place):
                self.remote.push(self._unsent)
            self._unsent = set()

    def find_faults(self) -> Iterator[tuple[str, str]]:
        """Of a record that lies elsewhere, each object that is not what was sent, and what is wrong with it."""
        if self.remote is not None:
            yield from self.remote.find_faults()

    def bytes(self) -> int:
        """The disk space of all its files."""
        return sum(entry.stat().st_size for entry in self.path.rglob("*") if entry.is_file())


def _find_remote(address: str) -> Remote:
    try:
        return Remote(address, cache_folder() / "records" / make_id(address))
    except AddressError as error:
        raise RecordError(str(error)) from None


@contextlib.contextmanager
def _told_plainly(place: Path | str) -> Iterator[None]:
    try:
        yield
    except DamagedError as error:
        raise RecordError(str(error)) from None
    except ConnectionError as error:
        raise RecordError(f"{place} cannot be reached: {error}") from error
