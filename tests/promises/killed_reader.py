"""What the process does that is killed: it reads pages, or watches a feed, by the fake flow.

`python killed_reader.py read PAGES` has all imported once: for each line that it is given, seconds and the path of a
record, it forks a process that reads into it, a shard for every two pages, kills it after so many seconds, and says how
it ended; with `watch FEEDS` the process does a round of watching. Relations are cheap ones, so that many kills fit in a
minute: each document is a story of its own.
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pandas  # noqa: F401 -- what is read with, loaded before the fork
import pyarrow as pa

sys.path.insert(0, str(Path(__file__).parents[1] / "engines"))

import fake_flow  # noqa: F401

from dragoman import cli
from dragoman import record as face
from dragoman.cli import watching  # noqa: F401
from dragoman.engines import local, runs
from dragoman.engines.fingerprint import describe_models, make_fingerprint
from dragoman.schema import RELATIONS, SCHEMAS
from dragoman.settings import Settings
from dragoman.store.relations import Relations

FAKE = "fake_flow:build"
make_fingerprint(Settings(), describe_models(Settings()))  # hashes of code and data, once for all that are forked


def relate_cheaply(ask: Callable[[str], pa.Table]) -> dict[str, pa.Table]:
    ids = ask("document")["document_id"]
    kin = pa.table({"document_id": ids, "copy_of": pa.nulls(len(ids), pa.string()), "story_id": ids})
    return {name: SCHEMAS[name].empty_table() for name in RELATIONS} | {"kin": kin}


CHEAP = Relations("cheap", relate_cheaply)


def read(record: str, pages: str) -> None:
    runs.read_into(record, [pages], Settings(jobs=0), build=FAKE)


def watch(record: str, feeds: str) -> None:
    os.environ["DRAGOMAN_JOBS"] = "0"
    face.read = partial(face.read, build=FAKE)
    words = ("watch", feeds, "--record", record, "--once", "--delay", "0", "--allow-private")
    cli.app(list(words), standalone_mode=False)


def serve(do: Callable[[str, str], None], what: str) -> None:
    local.BATCH_DOCUMENTS, runs.SHARD_DOCUMENTS = 1, 2
    runs.RELATIONS = face.RELATIONS = CHEAP
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for line in sys.stdin:
        seconds, record = line.strip().split(" ", 1)
        process = os.fork()
        if not process:
            os.dup2(nowhere, 1)
            try:
                do(record, what)
            except BaseException:
                os._exit(1)
            os._exit(0)
        print(wait(process, float(seconds)), flush=True)


def wait(process: int, seconds: float) -> int:
    """How a process ended that is killed after so many seconds. Its number is its own until it is waited for."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        ended, status = os.waitpid(process, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.001)
    os.kill(process, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


if __name__ == "__main__":
    serve({"read": read, "watch": watch}[sys.argv[1]], sys.argv[2])
