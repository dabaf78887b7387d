"""A record that lies elsewhere: worked on in a local folder, and every batch sent there as it is acknowledged.

DuckDB and logs that grow want a local disk, so the record is copied to one, and only what is new goes to and fro:

- `tables/` and `raw/` lie there as they do here, a file an object;
- a log lies in numbered pieces that never change, `logs/manifest/0000000000004096.jsonl` being what follows byte 4096;
- what is made from these (`record.duckdb`, `ledger.sqlite`) stays here.

What a batch needs is sent before the line that acknowledges it: sums, files, other logs, and last the manifest.
Whatever moment a crash comes, what lies there is a whole record, perhaps with files that no line speaks of. A batch is
safe from the moment its line is there. Nobody writes without the lease, and a piece of a log is never written over, so
that of two writers that both believe they hold it one fails.
"""

import contextlib
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from dragoman.ids import sha256
from dragoman.store.files import TEMPORARY, Log, write_bytes
from dragoman.store.lease import LEASE, Lease
from dragoman.store.ledger import Ledger
from dragoman.store.lock import RecordLockedError
from dragoman.store.objects import Objects

MARK = "record.json"
MANIFEST, SUMS = "manifest", "sums"
_KEPT_WHOLE = ("tables/", "raw/")
_LOGS = "logs/"
_HALF = (TEMPORARY, ".part")


class DamagedError(Exception):
    """What lies there is not what was sent."""


class Standing(Enum):
    """How a log here stands to the one there."""

    SAME = "the same"
    AHEAD = "this one has lines that were never sent"
    APART = "each has lines that the other has not"


class Piece(NamedTuple):
    """A piece of a log: its name, the byte it begins at, and how long it is."""

    name: str
    start: int
    size: int


class Remote:
    """A record at an address, and the folder in which it is worked on; `home` is where that lies."""

    def __init__(self, address: str, home: Path) -> None:
        self.objects = Objects(address)
        self.folder = home / "record"
        self.known = Known(home / "sent.sqlite")
        self.lease: Lease | None = None
        self.sent: dict[str, int] = {}
        """How much of each log is there."""
        self.there: set[str] = set()
        """The names of all other objects that are."""

    # ---------------------------------------------------------------- from there

    def pull(self) -> None:
        """Make the folder what lies there; only what is new comes over. Batches that were never sent stay, as long as
        nobody else has written since; otherwise they count for nothing, and are read again."""
        there = self.objects.list()
        if MARK not in there:
            if set(there) - {LEASE}:
                address = self.objects.address
                raise DamagedError(f"{address} holds other objects and is not a record; name a place that is empty")
            self._forget()
            return
        logs = find_pieces(there)
        standing = self._take_logs(logs)
        if standing.get(MANIFEST) is Standing.APART or (
            standing.get(MANIFEST) is Standing.AHEAD and standing.get(SUMS) is Standing.APART
        ):
            self._forget()
            standing = self._take_logs(logs)
        for name, how in standing.items():
            if how is Standing.APART:
                self._take_log_anew(name, logs[name])
        self.sent = {name: sum(piece.size for piece in pieces) for name, pieces in logs.items()}
        unsent = {name for name, how in standing.items() if how is Standing.AHEAD} - {SUMS}
        self._take_files(there, keep=bool(unsent))
        write_bytes(self.folder / MARK, self.objects.read_if_there(MARK) or b"")

    def _forget(self) -> None:
        """Begin anew: nothing here is of the record there."""
        self.sent, self.there = {}, set()
        self.known.forget()
        for entry in self.folder.iterdir() if self.folder.exists() else ():
            if entry.is_dir():
                shutil.rmtree(entry)
            elif entry.name != "lock":
                entry.unlink()

    def _log(self, name: str) -> Log:
        return Log(self.folder / f"{name}.jsonl")

    def _take_logs(self, logs: dict[str, list[Piece]]) -> dict[str, Standing]:
        never_sent = {path.stem: Standing.AHEAD for path in self.folder.glob("*.jsonl") if path.stem not in logs}
        return never_sent | {name: self._take_log(name, pieces) for name, pieces in logs.items()}

    def _take_log(self, name: str, pieces: list[Piece]) -> Standing:
        """Append what is new to the log here. Each line holds a hash of all before it, so that two logs whose last
        common line is the same are the same up to there."""
        log = self._log(name)
        log.repair()
        here, there = log.length(), pieces[-1].start + pieces[-1].size
        common = min(here, there)
        if common:
            last = next(piece for piece in pieces if piece.start < common <= piece.start + piece.size)
            ((_, content),) = self.objects.read([last.name])
            with log.path.open("rb") as lines:
                lines.seek(last.start)
                if lines.read(common - last.start) != content[: common - last.start]:
                    return Standing.APART
        if here > there:
            return Standing.AHEAD
        self._append(log, here, [piece for piece in pieces if piece.start + piece.size > here])
        return Standing.SAME

    def _append(self, log: Log, here: int, pieces: list[Piece]) -> None:
        log.path.parent.mkdir(parents=True, exist_ok=True)
        starts = {piece.name: piece.start for piece in pieces}
        for name, content in self.objects.read(starts):
            with log.path.open("ab") as out:
                out.write(content[max(0, here - starts[name]) :])

    def _take_log_anew(self, name: str, pieces: list[Piece]) -> None:
        """Only a log of what follows from the rest may be thrown away; what a person wrote never is."""
        log = self._log(name)
        if name != SUMS:
            message = f"{log.path} has lines that were never sent to {self.objects.address}, which has others since"
            raise DamagedError(f"{message}; move it away, and do again what they say")
        log.path.unlink()
        self._append(log, 0, pieces)

    def _take_files(self, there: dict[str, int], *, keep: bool) -> None:
        told, alive = read_sums(self._log(SUMS)), self._read_alive()
        names = [name for name in there if name.startswith(_KEPT_WHOLE) and is_spoken_of(name, alive)]
        wanted = [name for name in names if self.known.sum_of(self.folder, name) != last_sum(told, name)]
        for name, content in self.objects.read(wanted):
            found = sha256(content)
            if found not in all_sums(told, name):
                raise DamagedError(f"{self.objects.address}/{name}: its bytes are not those that were sent")
            write_bytes(self.folder / name, content)
            self.known.keep(self.folder, name, found, there=found)
        self.there = {name for name in there if name.startswith(_KEPT_WHOLE)}
        self.known.retain(self.there)
        if not keep:
            for name in set(self._names()) - set(names):
                (self.folder / name).unlink()

    def _read_alive(self) -> set[int]:
        """The shards that the manifest speaks of; a crash may have left others."""
        with contextlib.closing(Ledger(self.folder / "ledger.sqlite")) as ledger:
            ledger.catch_up(self._log(MANIFEST))
            return {0} | {number for (number,) in ledger.ask("SELECT number FROM shard")}

    # ---------------------------------------------------------------- to there

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Alone: with the lease, and with what lies there; in the end all is sent."""
        with Lease(self.objects) as self.lease:
            self.pull()
            self._remove(self.there - set(self._names()))  # before a new shard has the number of one of these
            yield
            self.push()
        self.lease = None

    def push(self, new: Iterable[str] | None = None) -> None:
        """Send what is new here, in an order such that what lies there is a whole record at any moment. Where it is
        told which files are `new`, the others, of which a large record has many, are not looked at."""
        if self.lease is None:
            raise RecordLockedError(f"{self.objects.address} cannot be written without its lease")
        self.lease.check()
        if not self.sent:
            self.objects.put(MARK, (self.folder / MARK).read_bytes())
        names = self._names() if new is None else sorted(new)
        for name in names:
            if name.startswith("raw/"):
                self._send(name)
        self._send_log(SUMS)
        for name in names:
            self._send(name)
        for path in sorted(self.folder.glob("*.jsonl")):
            if path.stem not in (SUMS, MANIFEST):
                self._send_log(path.stem)
        self._send_log(MANIFEST)
        if new is None:
            self._remove(self.there - set(names))

    def _remove(self, gone: set[str]) -> None:
        self.objects.remove(sorted(gone))
        self.there -= gone
        self.known.retain(self.there)

    def _names(self) -> list[str]:
        """Every file here that is an object there."""
        found = (path for kind in _KEPT_WHOLE for path in self.folder.glob(f"{kind}*/*") if path.is_file())
        return sorted(path.relative_to(self.folder).as_posix() for path in found if path.suffix not in _HALF)

    def _send(self, name: str) -> None:
        found = self.known.sum_of(self.folder, name)
        if found is not None and self.known.sum_there(name) != found:
            self.objects.put(name, (self.folder / name).read_bytes())
            self.there.add(name)
            self.known.keep(self.folder, name, found, there=found)

    def _send_log(self, name: str) -> None:
        log, start = self._log(name), self.sent.get(name, 0)
        end = log.length()
        if end <= start:
            return
        with log.path.open("rb") as lines:
            lines.seek(start)
            content = lines.read(end - start)
        if not self.objects.create(f"{_LOGS}{name}/{start:016d}.jsonl", content):
            raise RecordLockedError(f"{self.objects.address} is being written by another dragoman as well")
        self.sent[name] = end

    # ---------------------------------------------------------------- whether it is sound

    def find_faults(self) -> Iterator[tuple[str, str]]:
        """What is wrong with the objects that lie there: each fetched, and checked against its sum."""
        told = read_sums(self._log(SUMS))
        names = [name for name in self.objects.list() if name.startswith(_KEPT_WHOLE)]
        for name, content in self.objects.read(names):
            if sha256(content) not in all_sums(told, name):
                yield f"{self.objects.address}/{name}", "its bytes are not those that were sent"


def find_pieces(there: dict[str, int]) -> dict[str, list[Piece]]:
    """The pieces of each log in order; raises DamagedError where one is missing."""
    logs: dict[str, list[Piece]] = {}
    for name, size in sorted(there.items()):
        if name.startswith(_LOGS):
            _, log, number = name.split("/")
            pieces = logs.setdefault(log, [])
            end = pieces[-1].start + pieces[-1].size if pieces else 0
            if int(Path(number).stem) != end:
                raise DamagedError(f"of the log {log} the piece from byte {end} is missing, or not as long as it was")
            pieces.append(Piece(name, end, size))
    return logs


def is_spoken_of(name: str, alive: set[int]) -> bool:
    """Whether an object is of the record: a file of a table is where its shard is alive."""
    number = Path(name).stem
    return not name.startswith("tables/") or not number.isdigit() or int(number) in alive


def read_sums(log: Log) -> dict[str, list[str]]:
    """Every sum that was ever told of a file, the last one last."""
    told: dict[str, list[str]] = {}
    for _, line in log.read():
        for name, found in line["files"].items():
            told.setdefault(name, []).append(found)
    return told


def all_sums(told: dict[str, list[str]], name: str) -> list[str]:
    """The sums that a file may have: a crash may have left the one before the last. Of what is named by its hash,
    that."""
    return [name.removeprefix("raw/").replace("/", "")] if name.startswith("raw/") else told.get(name, [])


def last_sum(told: dict[str, list[str]], name: str) -> str | None:
    """The sum that a file is to have."""
    return next(reversed(all_sums(told, name)), None)


class Known:
    """The sums of the files here, as long as nobody touches them, and of what was last sent or fetched of each."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS file"
            " (name TEXT PRIMARY KEY, size INTEGER, changed INTEGER, sum TEXT, there TEXT) WITHOUT ROWID"
        )

    def sum_of(self, folder: Path, name: str) -> str | None:
        """The sum of a file here; None where there is none."""
        try:
            about = (folder / name).stat()
        except FileNotFoundError:
            return None
        row = self._connection.execute("SELECT size, changed, sum FROM file WHERE name = ?", (name,)).fetchone()
        if row and row[:2] == (about.st_size, about.st_mtime_ns):
            return str(row[2])
        found = sha256((folder / name).read_bytes())
        self.keep(folder, name, found, there=self.sum_there(name))
        return found

    def keep(self, folder: Path, name: str, found: str, there: str | None) -> None:
        """Note the sum of a file as it is now, and of what lies there."""
        about = (folder / name).stat()
        row = (name, about.st_size, about.st_mtime_ns, found, there)
        self._connection.execute("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?)", row)

    def sum_there(self, name: str) -> str | None:
        """The sum of what was last sent or fetched."""
        row = self._connection.execute("SELECT there FROM file WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def retain(self, names: Iterable[str]) -> None:
        """Of all other names, nothing lies there."""
        self._connection.execute("CREATE TEMP TABLE kept (name TEXT PRIMARY KEY)")
        self._connection.executemany("INSERT INTO kept VALUES (?)", ((name,) for name in names))
        self._connection.execute("UPDATE file SET there = NULL WHERE name NOT IN (SELECT name FROM kept)")
        self._connection.execute("DROP TABLE kept")

    def forget(self) -> None:
        """Begin anew."""
        self._connection.execute("DELETE FROM file")
