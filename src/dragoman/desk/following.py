"""Incidents follow the corrections: what is made from all documents together is made anew, behind the desk's back.

That takes as long as the record is large, so it is done by a process of its own, which leaves the processors to the
pages; they go on showing what was, and say so. It begins when nobody has corrected anything for a while.
"""

import contextlib
import os
import subprocess
import sys
import threading
import time
from typing import Literal

from dragoman.desk.holding import Held, View
from dragoman.engines.relate import RELATIONS
from dragoman.store.corrections import correction_log
from dragoman.store.database import State, database_state, read_state
from dragoman.store.relations import relations_state

Lag = Literal["", "MAKING", "WAITING", "FAILED"]
"""What a page may say of what it shows: nothing; that incidents are being made anew; that corrections wait for that,
too; that it could not be done."""
_QUIET, _LONGEST = 1.0, 60.0
"""Seconds after the last correction before it begins: as many as it took the last time, within these."""


class Following:
    """Sees to it that the incidents of a record follow its corrections, whoever makes them."""

    def __init__(self, held: Held) -> None:
        self.held = held
        self.log = correction_log(held.folder)
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._touched = 0.0
        self._quiet = _QUIET
        self._thread: threading.Thread | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._failed_at = -1

    def lag(self, view: View) -> Lag:
        """How far what a view shows is behind the corrections; where it is, it is seen to."""
        length = self.log.length()
        lag: Lag = self.held.keep((view.mark, "lag", length), lambda: self._find_lag(view))
        if lag and self._failed_at == length:
            return "FAILED"
        if lag:
            self._begin()
        return lag

    def _find_lag(self, view: View) -> Lag:
        state = read_state(view.connection, self.held.folder.database)
        if state is None or not state.corrected:
            return "WAITING"
        return "" if _is_whole(state) else "MAKING"

    def touch(self) -> None:
        """Something was corrected just now: whoever did it may go on with the next."""
        self._touched = time.monotonic()

    def _begin(self) -> None:
        with self._lock:
            if self._ended.is_set() or (self._thread is not None and self._thread.is_alive()):
                return
            self._thread = threading.Thread(target=self._run, daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while not self._ended.is_set():
            while (left := self._touched + self._quiet - time.monotonic()) > 0:
                if self._ended.wait(left):
                    return
            length, began = self.log.length(), time.monotonic()
            code = self._make_anew()
            took = time.monotonic() - began
            self._quiet = min(max(took, _QUIET), _LONGEST)
            state = database_state(self.held.folder.database)
            if state is not None and state.corrected and _is_whole(state):
                return
            if code and self.log.length() == length:
                self._failed_at = length
                return
            self._ended.wait(self._quiet)  # another process is writing to the record

    def _make_anew(self) -> int:
        """Open the record in another process, which makes anew what has to be; gives how that ended."""
        with self._lock:
            if self._ended.is_set():
                return 0
            self._process = subprocess.Popen(
                [sys.executable, "-m", "dragoman.desk.following", str(self.held.folder.place)],
                env={**os.environ, "PYTHONPATH": os.pathsep.join(path or "." for path in sys.path)},
                start_new_session=True,  # an interrupt from the keyboard is for the desk to deal with
            )
        return self._process.wait()

    def close(self) -> None:
        """Leave it to whoever opens the record next; what was not finished is as it was before."""
        with self._lock:
            self._ended.set()
            if self._process is not None:
                with contextlib.suppress(ProcessLookupError):
                    self._process.terminate()
        if self._thread is not None:
            self._thread.join()


def _is_whole(state: State) -> bool:
    return state.settled and state.related == relations_state(state.position, RELATIONS)


def main() -> None:
    """Bring the record that is named up to date, giving way to whatever else this machine has to do."""
    from dragoman.record import Record

    os.nice(10)
    Record(sys.argv[1]).close()


if __name__ == "__main__":
    main()
