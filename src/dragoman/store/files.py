"""Writing so that a crash leaves the old state or the new one, never half of it."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

TEMPORARY = ".tmp"


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


def write_parquet(path: Path, table: pa.Table) -> None:
    """Put a table at `path` as Parquet in one step; the same table gives the same bytes."""
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", store_schema=True)
    write_bytes(path, sink.getvalue())


class Log:
    """An append-only file of JSON lines. A line that a crash cut short was never acknowledged and does not count."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, line: dict[str, Any]) -> int:
        """Write one line, return the length of the log once it is on the disk."""
        content = json.dumps(line, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"
        with self.path.open("ab") as out:
            out.write(content)
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
