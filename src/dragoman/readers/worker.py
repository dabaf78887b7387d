"""A reading process: `python -m dragoman.readers.worker HANDLE`, HANDLE being its end of a socket pair.

First come the settings, then inputs one by one; it answers with each item of an input, and None after the last. It
ends by a signal where one item takes more processor time than `page_seconds`, wherever it is stuck by then.
"""

import contextlib
import resource
import signal
import sys
from multiprocessing.connection import Connection

from dragoman.readers.inputs import read_steps
from dragoman.settings import Settings
from dragoman.values import Problem

MEMORY = 4 << 30
"""More than any input of `page_bytes` takes; beyond it the process fails and not the machine."""


def serve(connection: Connection) -> None:
    """Read inputs until nobody sends more."""
    settings: Settings = connection.recv()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY if hard < 0 else min(hard, MEMORY), hard))
    while True:
        try:
            found = connection.recv()
        except EOFError:
            return
        try:
            _allow(settings.page_seconds)
            for one in read_steps(found, settings):
                _allow(0)
                if one is not None:
                    connection.send(one)
                _allow(settings.page_seconds)
        except Exception as error:
            connection.send(Problem(input=str(found), stage="read", error=f"{type(error).__name__}: {error}"))
        finally:
            _allow(0)
        connection.send(None)


def _allow(seconds: float) -> None:
    """So much processor time from now on; the signal's own action is to end the process, even inside a library."""
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)


if __name__ == "__main__":
    with contextlib.suppress(ConnectionError):  # whoever asked was killed: nobody is left to be told
        serve(Connection(int(sys.argv[1])))
