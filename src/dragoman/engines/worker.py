"""A worker process: loads the models once, then reads batches until nobody sends more.

Started as `python -m dragoman.engines.worker HANDLE`, HANDLE being its end of a socket pair. It does not import the
caller's main module, so a script may read without a guard around its own top level.
"""

import os
import pickle
import queue
import sys
import threading
from multiprocessing.connection import Connection
from typing import Any

Messages = queue.SimpleQueue[Any]


def _listen(connection: Connection, messages: Messages) -> None:
    """Pass messages on; when the other side is gone, however busy this process is, end it."""
    try:
        while True:
            messages.put(connection.recv())
    except (EOFError, OSError, pickle.UnpicklingError):
        os._exit(0)


def serve(connection: Connection) -> None:
    """Read batches: first come (settings, build, retrieved), then a tuple of inputs each time.

    Answers `("begin", place)` before each input, with None after the last, then `("batch", Batch)`; or
    `("unfit", message)` where no model could be loaded.
    """
    from dragoman.engines.lift import Lifted

    messages: Messages = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(connection, messages), daemon=True).start()
    try:
        lifted = Lifted(*messages.get())
    except Exception as error:
        connection.send(("unfit", f"{type(error).__name__}: {error}"))
        return
    connection.send(("ready", os.getpid()))
    while True:
        batch = lifted(messages.get(), lambda place: connection.send(("begin", place)))
        connection.send(("batch", batch))


if __name__ == "__main__":
    serve(Connection(int(sys.argv[1])))
