"""Fifty kills at drawn moments: whatever was acknowledged is kept, and what comes out is what a run without a break
gives."""

import json
import os
import random
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman import record as face
from dragoman.record import Record
from dragoman.store.verify import verify

sys.path.insert(0, str(Path(__file__).parent))
import killed_reader

KILLS = 50


def acknowledged(record: Path) -> set[str]:
    log = record / "manifest.jsonl"
    whole = log.read_bytes().rpartition(b"\n")[0].splitlines() if log.exists() else []
    return {name for line in map(json.loads, whole) if line["is"] == "batch" for name, _, _ in line["documents"]}


def export_bytes(record: Path) -> dict[str, bytes]:
    out = record.with_name(f"{record.name}-out")
    with Record(record) as opened:
        opened.export(out, "jsonl")
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


class Readers:
    """Processes that read, one after the other."""

    def __init__(self, pages: Path) -> None:
        script = [sys.executable, killed_reader.__file__, str(pages)]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(path or "." for path in sys.path)}
        self.server = subprocess.Popen(
            script, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, env=environment
        )

    def run(self, record: Path, seconds: float | None) -> int:
        """How a process that reads into the record ended: 0, or -9 where it was killed after so many seconds."""
        assert self.server.stdin
        assert self.server.stdout
        self.server.stdin.write(f"{record}\n")
        process = int(self.server.stdout.readline())
        if seconds is not None and not select.select([self.server.stdout], [], [], seconds)[0]:
            os.kill(process, signal.SIGKILL)
        return int(self.server.stdout.readline())


@pytest.fixture
def readers(pages: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Readers]:
    monkeypatch.setattr(face, "RELATIONS", killed_reader.CHEAP)
    made = Readers(pages)
    yield made
    made.server.kill()
    made.server.wait()


def test_promise_04_fifty_kills_lose_nothing(readers, tmp_path):
    draw = random.Random(50)
    began = time.monotonic()
    assert readers.run(tmp_path / "whole", None) == 0
    longest = 0.6 * (time.monotonic() - began)  # the first takes longer than others; drawn in as long as runs end
    whole = export_bytes(tmp_path / "whole")
    done = 0
    seen: set[str] = set()
    moments: list[int] = []
    while len(moments) < KILLS or seen or not done:
        record = tmp_path / f"record{done}"
        ended = readers.run(record, draw.random() * longest if len(moments) < KILLS else None)
        assert seen <= acknowledged(record), f"kill {len(moments)} lost documents"
        seen = acknowledged(record)
        if ended:
            assert ended == -signal.SIGKILL
            moments.append(len(seen))
            longest *= 1.1
        else:
            assert export_bytes(record) == whole, f"after kill {len(moments)}"
            assert [fault for fault in verify(record).faults if "`report`" not in fault.what] == []
            done, seen, longest = done + 1, set(), 0.6 * longest
    assert len(set(moments)) > 3, f"the kills came all at one moment: {moments}"
