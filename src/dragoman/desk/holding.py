"""The record that the desk shows: held open, opened anew when it has changed, and what was made from it kept."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from dragoman.ids import make_id
from dragoman.record import Record
from dragoman.settings import VERSION
from dragoman.store.database import connect_to_read, use_record

Signature = tuple[int, int, int]
_MOST_KEPT = 512


class View(NamedTuple):
    """A connection of one reader's own, and the name of the state of the record that it reads: it changes whenever the
    record does, and with dragoman's version."""

    connection: duckdb.DuckDBPyConnection
    mark: str


class Held:
    """A record held open for many readers at once."""

    def __init__(self, folder: Path | str) -> None:
        with Record(folder) as record:  # brings the database up to date
            self.folder = record.folder
            self.behind = record.behind
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._open()

    def _open(self) -> None:
        signature = self._sign()
        self._connection = connect_to_read(self.folder.database)
        self._signature = signature
        self.mark = make_id(VERSION, *signature)
        self._kept.clear()

    def _sign(self) -> Signature:
        found = self.folder.database.stat()
        return (found.st_ino, found.st_mtime_ns, found.st_size)

    def renew(self) -> None:
        """Open the record anew where its database is another one than that which is open. The old one is let go of
        when the last page made from it is done; while a writer has the new one in hand, the old one serves."""
        with self._lock:
            try:
                if self._sign() != self._signature:
                    self._open()
            except (OSError, duckdb.Error):
                self.behind = True
            else:
                self.behind = False

    def view(self) -> View:
        """The record as it is now."""
        self.renew()
        with self._lock:
            return View(use_record(self._connection), self.mark)

    def keep(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What `make` gives, made once for each key, which names the state of the record; the oldest are dropped."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return made

    def close(self) -> None:
        """Let go of the record."""
        self._connection.close()
