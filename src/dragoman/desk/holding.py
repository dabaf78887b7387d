"""The record that the desk shows: held open, opened anew when it has changed, and what was made from it kept."""

import contextlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from dragoman.ids import make_id
from dragoman.record import Record
from dragoman.settings import VERSION
from dragoman.store import reference
from dragoman.store.database import connect_to_read, use_record
from dragoman.store.lock import Lock, RecordLockedError

Signature = tuple[int, ...]
_MOST_KEPT = 512
_PATIENCE = 2.0
"""Seconds that a writer waits for pages that are being made; a download may take longer, and is not waited for."""
_OPENING = 10.0
"""Seconds to wait for a database that another process has in hand, where none is open."""


class View(NamedTuple):
    """A connection of one reader's own, and the name of the state of the record that it reads: it changes whenever the
    record does, and with dragoman's version."""

    connection: duckdb.DuckDBPyConnection
    mark: str
    release: Callable[[], None]

    def close(self) -> None:
        """Let go of it, once."""
        self.connection.close()
        self.release()


class Held:
    """A record held open for many readers at once."""

    def __init__(self, folder: Path | str) -> None:
        with Record(folder) as record:  # brings the database up to date
            self.folder = record.folder
            self.behind = record.behind
        self._changed = threading.Condition()
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._readers = 0
        self._is_written = False
        self._signature: Signature | None = None
        self.mark = ""
        self._open()

    def _open(self) -> None:
        signature = self._sign()
        self._connection = connect_to_read(self.folder.database)
        self._signature = signature
        mark = make_id(VERSION, *signature)
        if mark != self.mark:
            self.mark = mark
            self._kept.clear()

    def _sign(self) -> Signature:
        """Which database it is, and which tables of other coders lie beside it."""
        found, beside = self.folder.database.stat(), self.folder.path / reference.FOLDER
        kept = beside.stat().st_mtime_ns if beside.is_dir() else 0
        return (found.st_ino, found.st_mtime_ns, found.st_size, kept)

    def _renew(self) -> None:
        """Open the record anew where its database is another one than that which is open. The old one is let go of
        when the last page made from it is done; while a writer has the new one in hand, the old one serves, and where
        none is open that writer is waited for."""
        until = time.monotonic() + _OPENING
        while True:
            try:
                if self._sign() != self._signature:
                    self._open()
                self.behind = False
                return
            except (OSError, duckdb.Error):
                self.behind = True
                if self._signature is not None:
                    return
                if time.monotonic() > until:
                    raise
            time.sleep(0.05)

    def view(self) -> View:
        """The record as it is now; while the desk itself writes to it, as it is when that is done."""
        with self._changed:
            self._changed.wait_for(lambda: not self._is_written)
            self._renew()
            connection = use_record(self._connection)
            self._readers += 1
            return View(connection, self.mark, self._release)

    def _release(self) -> None:
        with self._changed:
            self._readers -= 1
            self._changed.notify_all()

    @contextlib.contextmanager
    def let_go(self) -> Iterator[None]:
        """The record let go of, for a writer of this process: where nobody holds a database it is written in place,
        else a copy of it has to be made first, which takes seconds where it is large. Pages wait so long. While another
        process is writing to the record ours only adds to the log, and nothing is let go of."""
        with self._changed:
            self._changed.wait_for(lambda: not self._is_written)
            self._is_written = True
            if not self._is_locked() and self._changed.wait_for(lambda: self._readers == 0, _PATIENCE):
                self._connection.close()
                self._signature = None
        try:
            yield
        finally:
            with self._changed:
                self._is_written = False
                self._changed.notify_all()

    def _is_locked(self) -> bool:
        try:
            with Lock(self.folder.lock):
                return False
        except RecordLockedError:
            return True

    def keep(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What `make` gives, made once for each key, which names the state of the record; the oldest are dropped."""
        with self._changed:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._changed:
            self._kept[key] = made
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return made

    def close(self) -> None:
        """Let go of the record."""
        self._connection.close()
