"""Writing so that a crash leaves the old state or the new one, never half of it."""

import json
import os
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dragoman.ids import sha256

TEMPORARY = ".tmp"
CORRECTIONS = "corrections.jsonl"
"""What people changed, beside the database that shows it."""


def sync_folder(folder: Path) -> None:
    """Return once the folder's entries are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_bytes(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one step; the folder is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + TEMPORARY)
    with temporary.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    temporary.replace(path)
    sync_folder(path.parent)


def make_parquet(table: pa.Table) -> bytes:
    """The table as a Parquet file; the same table gives the same bytes."""
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", store_schema=True)
    return bytes(sink.getvalue())


CHAIN = "chain"
"""The field of a line that holds a hash of the line itself and of the `chain` before it."""


def chain(before: str, line: dict[str, Any]) -> str:
    """SHA-256, in hexadecimal, of the line without its own `chain`, and of the chain up to it."""
    told = {name: value for name, value in line.items() if name != CHAIN}
    return sha256(before.encode() + _dump(told))


def _dump(line: dict[str, Any]) -> bytes:
    return json.dumps(line, ensure_ascii=True, separators=(",", ":")).encode()


class Log:
    """An append-only file of JSON lines, each chained to the one before, so that no altered byte goes unseen.

    A line that a crash cut short was never acknowledged and does not count.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._last: tuple[int, str] | None = None

    def _last_chain(self) -> str:
        """The chain up to the last line; read once, as long as nobody else writes."""
        size = self.path.stat().st_size if self.path.exists() else 0
        if self._last is None or self._last[0] != size:
            lines = deque(self.read(self._start_of_last_line()), maxlen=1)
            self._last = (size, lines[0][1].get(CHAIN, "") if lines else "")
        return self._last[1]

    def _start_of_last_line(self) -> int:
        length = self.length()
        if not length:
            return 0
        with self.path.open("rb") as log:
            return _end_of_last_line(log, length - 1)

    def append(self, line: dict[str, Any]) -> int:
        """Write one line, return the length of the log once it is on the disk."""
        linked = chain(self._last_chain(), line)
        content = _dump(line | {CHAIN: linked}) + b"\n"
        with self.path.open("ab") as out:
            out.write(content)
            self._last = (out.tell(), linked)
            out.flush()
            os.fsync(out.fileno())
            return out.tell()

    def read(self, offset: int = 0) -> Iterator[tuple[int, dict[str, Any]]]:
        """Each whole line from `offset` on, with the length of the log up to its end."""
        if not self.path.exists():
            return
        with self.path.open("rb") as lines:
            lines.seek(offset)
            for line in lines:
                if not line.endswith(b"\n"):
                    return
                offset += len(line)
                yield offset, json.loads(line)

    def find_fault(self) -> str | None:
        """What is wrong with the first line that is not as it was written, or that does not follow the one before."""
        before = ""
        for number, raw in enumerate(self._raw(), start=1):
            try:
                line = json.loads(raw)
            except ValueError:
                return f"line {number} is not JSON"
            # the bytes too: JSON has several spellings of one value
            same = isinstance(line, dict) and raw == _dump(line) + b"\n"
            if not same or line.get(CHAIN) != chain(before, line):
                return f"line {number} is not as it was written, or a line before it is missing"
            before = line[CHAIN]
        return None

    def _raw(self) -> Iterator[bytes]:
        if self.path.exists():
            with self.path.open("rb") as lines:
                yield from (line for line in lines if line.endswith(b"\n"))

    def length(self) -> int:
        """The bytes of its whole lines."""
        if not self.path.exists():
            return 0
        with self.path.open("rb") as log:
            return _end_of_last_line(log, log.seek(0, os.SEEK_END))

    def repair(self) -> None:
        """Cut off a last line that a crash left unfinished."""
        if not self.path.exists():
            return
        with self.path.open("rb+") as log:
            end = log.seek(0, os.SEEK_END)
            whole = _end_of_last_line(log, end)
            if whole < end:
                log.truncate(whole)
                os.fsync(log.fileno())


def _end_of_last_line(log: Any, end: int) -> int:
    while end > 0:
        start = max(0, end - 65_536)
        log.seek(start)
        at = log.read(end - start).rfind(b"\n")
        if at >= 0:
            return int(start + at + 1)
        end = start
    return 0
