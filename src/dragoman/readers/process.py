"""Reading in a process of its own that can be ended: no feed, archive or table holds up a run, whatever is in it.

`Readers` hands to that process what takes more than decoding: feeds, archives, packed files, JSON, tables. A page or a
plain text is decoded here, which takes no longer than its bytes allow; what is in it is found out by the workers. The
limit is on processor time from one item to the next, so that a slow disk or a slow pipe is nobody's fault.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType

from dragoman.readers.encodings import repair_surrogates
from dragoman.readers.inputs import find_kind_of, read_input
from dragoman.readers.streams import Stdin
from dragoman.settings import Settings
from dragoman.values import Problem, RawDocument

_IN_PLACE = ("PLAIN", "HTML")
_TIME_IS_UP = -26  # SIGVTALRM
_NOT_AGAIN = "the rest of the file was not read"


class _Process:
    """One reading process."""

    def __init__(self, settings: Settings) -> None:
        ours, theirs = socket.socketpair()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dragoman.readers.worker", str(theirs.fileno())],
            pass_fds=(theirs.fileno(),),
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path or "." for path in sys.path)},
            start_new_session=True,  # an interrupt from the keyboard is for the parent to deal with
        )
        theirs.close()
        self.connection = Connection(ours.detach())
        self.connection.send(settings)

    def end(self) -> int:
        """End it; gives how it ended."""
        self.connection.close()
        self.process.kill()
        return self.process.wait()


class Readers:
    """Reads inputs one after another; a context manager that ends the process. With `settings.jobs` 0 it has none."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._process: _Process | None = None

    def __enter__(self) -> "Readers":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _end(self) -> int:
        process, self._process = self._process, None
        return process.end() if process is not None else 0

    def read(self, found: Path | str | Stdin) -> Iterator[RawDocument | Problem]:
        """Everything in one input, as `read_input` gives it; what ends the process, or takes it longer than
        `settings.page_seconds` from one item to the next, is a Problem, and what came before it has been given."""
        if self.settings.jobs < 1 or self._is_quick(found):
            yield from read_input(found, self.settings)
            return
        done = False
        try:
            yield from self._ask(found)
            done = True
        finally:
            if not done:  # whoever asked has heard enough, or the process is gone
                self._end()

    def _is_quick(self, found: Path | str | Stdin) -> bool:
        return not isinstance(found, Stdin) and find_kind_of(found, self.settings) in _IN_PLACE

    def _ask(self, found: Path | str | Stdin) -> Iterator[RawDocument | Problem]:
        if self._process is None:
            self._process = _Process(self.settings)
        connection = self._process.connection
        try:
            connection.send(found)
            while (one := connection.recv()) is not None:
                yield one
        except (EOFError, OSError):
            yield Problem(input=repair_surrogates(str(found)), stage="read", error=self._describe_end())

    def _describe_end(self) -> str:
        code = self._process.process.wait() if self._process is not None else 0
        self._end()
        if code == _TIME_IS_UP:
            return f"took longer than {self.settings.page_seconds:g} seconds; {_NOT_AGAIN}"
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        return f"the process that read it died ({how}); it may need too much memory; {_NOT_AGAIN}"
