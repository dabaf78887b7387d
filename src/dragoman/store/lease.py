"""One writer at a time, for a record that lies elsewhere: an object that says who writes, and until when to believe it.

Stores of objects have no locks that end with a process, so the lease is renewed while its holder lives; one that has
not been renewed for a while, or whose process on this very machine is gone, is taken over. The clocks of two machines
that may write are to agree within a minute.
"""

import contextlib
import json
import os
import socket
import threading
import time
import uuid
from pathlib import Path
from types import TracebackType
from typing import Any

from dragoman.store.lock import RecordLockedError
from dragoman.store.objects import Objects

LEASE = "lease.json"
SECONDS = 120.0
"""After so long without a word from its holder a lease counts for nothing."""
_RENEWED_EVERY = 20.0


class Lease:
    """Held while it is entered, unless somebody takes it for dead; `check` before every write."""

    def __init__(self, objects: Objects) -> None:
        self.objects = objects
        self.token = uuid.uuid4().hex
        self._ended = threading.Event()

    def __enter__(self) -> "Lease":
        for _ in range(2):
            if self.objects.create(LEASE, self._told()):
                self._keep_alive()
                return self
            holder = self._holder()
            if holder is not None and not _is_dead(holder):
                break
            self.objects.remove([LEASE])
        raise RecordLockedError(f"{self.objects.address} is being written by another dragoman ({_name(holder)})")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        with contextlib.suppress(RecordLockedError, OSError):
            self.check()
            self.objects.remove([LEASE])

    def _told(self) -> bytes:
        about = {"token": self.token, "host": _machine(), "process": os.getpid(), "at": time.time()}
        return json.dumps(about).encode()

    def _holder(self) -> dict[str, Any] | None:
        raw = self.objects.read_if_there(LEASE)
        try:
            return dict(json.loads(raw)) if raw is not None else None
        except ValueError:
            return {"at": 0.0}

    def check(self) -> None:
        """Nothing where the lease is still held; raises RecordLockedError where somebody took it over."""
        holder = self._holder()
        if holder is None or holder.get("token") != self.token:
            raise RecordLockedError(f"{self.objects.address} was taken over by another dragoman ({_name(holder)})")

    def _keep_alive(self) -> None:
        def renew() -> None:
            while not self._ended.wait(_RENEWED_EVERY):
                with contextlib.suppress(OSError):  # the next check tells
                    try:
                        self.check()
                    except RecordLockedError:
                        return
                    self.objects.put(LEASE, self._told())

        threading.Thread(target=renew, daemon=True).start()


def _machine() -> str:
    """This machine since it was started, and its set of processes: containers of one name are several."""
    told = [socket.gethostname()]
    with contextlib.suppress(OSError):
        told += [
            Path("/proc/sys/kernel/random/boot_id").read_text().strip()[:8],
            str(Path("/proc/self/ns/pid").stat().st_ino),
        ]
    return " ".join(told)


def _name(holder: dict[str, Any] | None) -> str:
    return f"process {holder['process']} on {holder['host']}" if holder and "host" in holder else "unknown"


def _is_dead(holder: dict[str, Any]) -> bool:
    if time.time() - holder["at"] > SECONDS:
        return True
    if holder.get("host") != _machine() or holder["process"] == os.getpid():
        return False
    try:
        os.kill(holder["process"], 0)
    except OSError as error:
        return isinstance(error, ProcessLookupError)
    return False
