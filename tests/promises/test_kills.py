"""Fifty kills at drawn moments: whatever was acknowledged is kept, and what comes out is what a run without a break
gives."""

import contextlib
import json
import math
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dragoman import record as face
from dragoman.record import Record
from dragoman.store.evidence import Evidence
from dragoman.store.verify import verify
from tests.watch.newsroom import Page, open_newsroom

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


class Victims:
    """Processes that read or watch, one after the other."""

    def __init__(self, do: str, what: Path) -> None:
        script = [sys.executable, killed_reader.__file__, do, str(what)]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(path or "." for path in sys.path)}
        self.server = subprocess.Popen(
            script, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, env=environment
        )

    def run(self, record: Path, seconds: float = math.inf) -> int:
        """How a process that fills the record ended: 0, or -9 where it was killed after so many seconds."""
        assert self.server.stdin
        assert self.server.stdout
        self.server.stdin.write(f"{seconds} {record}\n")
        return int(self.server.stdout.readline())


@pytest.fixture
def victims(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, Path], Victims]]:
    monkeypatch.setattr(face, "RELATIONS", killed_reader.CHEAP)
    with contextlib.ExitStack() as ends:

        def start(do: str, what: Path) -> Victims:
            made = Victims(do, what)
            ends.callback(made.server.wait)
            ends.callback(made.server.kill)
            return made

        yield start


def kill_often(victims: Victims, place: Path, kills: int, look: Callable[[Path], set[str]]) -> list[int]:
    """Fill records, killed at drawn moments and begun again: what `look` sees in one never becomes less, and at the end
    each is what one is that nobody disturbed. Gives how much there was at each kill."""
    draw = random.Random(50)
    began = time.monotonic()
    assert victims.run(place / "whole") == 0
    longest = 0.6 * (time.monotonic() - began)  # the first takes longer than others; drawn in as long as runs end
    whole = export_bytes(place / "whole")
    done = 0
    seen: set[str] = set()
    moments: list[int] = []
    while len(moments) < kills or seen or not done:
        record = place / f"record{done}"
        ended = victims.run(record, draw.random() * longest if len(moments) < kills else math.inf)
        assert seen <= look(record), f"kill {len(moments)} lost documents"
        seen = look(record)
        if ended:
            assert ended == -signal.SIGKILL
            moments.append(len(seen))
            longest *= 1.1
        else:
            assert export_bytes(record) == whole, f"after kill {len(moments)}"
            assert [fault for fault in verify(record).faults if "`report`" not in fault.what] == []
            done, seen, longest = done + 1, set(), 0.6 * longest
    assert len(set(moments)) > max(1, kills // 15), f"the kills came all at one moment: {moments}"
    return moments


def test_promise_04_fifty_kills_lose_nothing(victims, pages, tmp_path):
    assert len(kill_often(victims("read", pages), tmp_path, KILLS, acknowledged)) == KILLS


def test_promise_04_a_watch_that_is_killed_loses_nothing(victims, tmp_path):
    """Whatever the log speaks of is there, and every page is coded once, in the middle of whichever request it was."""
    with open_newsroom() as newsroom:
        links = "".join(f"<item><guid>{n}</guid><link>/{n}</link></item>" for n in range(12))
        feed = f"<rss version='2.0'><channel><title>Port news</title>{links}</channel></rss>"
        newsroom.pages["/feed"] = Page(feed.encode(), etag='"1"')
        for number in range(12):
            text = f"Arland struck Borduria near Hill{number}"
            newsroom.pages[f"/{number}"] = Page(text.encode(), media="text/plain")
        (tmp_path / "feeds.txt").write_text(newsroom.url("/feed"))
        kill_often(victims("watch", tmp_path / "feeds.txt"), tmp_path, 12, fetched)


def fetched(record: Path) -> set[str]:
    """Addresses of the pages that the log holds, whose bytes must be there."""
    evidence = Evidence(record)
    lines = [line for _, line in evidence.log.read() if line["is"] == "page"]
    assert all(evidence.read(line["sha256"]) for line in lines)
    return {line["url"] for line in lines} | acknowledged(record)
