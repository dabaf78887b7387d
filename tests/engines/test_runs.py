"""A run from inputs to a record: accounted for, resumed, repeated, replaced."""

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from dragoman.engines import fingerprint, local, runs
from dragoman.engines.runs import UnbalancedError, read_into
from dragoman.record import Record
from dragoman.settings import Settings
from dragoman.store import folder, relations, syncing
from dragoman.store.files import Log
from dragoman.store.ledger import Ledger
from dragoman.store.tables import Counts, Writer
from dragoman.store.verify import verify

FAKE = "fake_flow:build"


def read(record: Path, inputs, **settings):
    return read_into(
        record, [str(one) for one in inputs], Settings(jobs=settings.pop("jobs", 0), **settings), build=FAKE
    )


def rows(record: Path) -> dict[str, list]:
    """All rows but what a rerun may change."""
    with Record(record) as opened:
        tables = {name: opened.table(name).to_pylist() for name in opened.tables if name != "run"}
    for row in tables["document"]:
        del row["retrieved"]
    for row in tables["failure"]:
        del row["run_id"]
    return tables


def export_bytes(record: Path, out: Path, form: str) -> dict[str, bytes]:
    with Record(record) as opened:
        opened.export(out, form)
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


def test_promise_10_what_goes_in_comes_out(pages, tmp_path):
    (pages / "empty.txt").write_bytes(b"")
    (pages / "bad.txt").write_text("RAISE")
    (pages / "same as 00.txt").write_bytes((pages / "00.txt").read_bytes())
    done = read(tmp_path / "record", [pages, tmp_path / "missing.txt"])
    assert done.counts == Counts(added=30, replaced=0, unchanged=0, repeated=1, failed=3)
    assert {Path(one.input).name for one in done.failures} == {"empty.txt", "bad.txt", "missing.txt"}
    with Record(tmp_path / "record") as record:
        assert record.count("document") == 30
        assert record.count("event") == 60
        assert record.count("actor") == 3
        assert record.count("failure") == 3


def test_promise_10_an_input_that_gets_lost_is_noticed(pages, tmp_path, monkeypatch):
    monkeypatch.setattr(runs, "run_local", lambda inputs, _job: iter(list(inputs)[:0]))
    with pytest.raises(UnbalancedError, match="30 inputs went in"):
        read(tmp_path / "record", [pages])


def test_promise_03_reading_again_adds_nothing(pages, tmp_path):
    (pages / "bad.txt").write_text("RAISE")
    read(tmp_path / "record", [pages])
    before = rows(tmp_path / "record")
    shards = sorted((tmp_path / "record" / "tables").glob("*/*.parquet"))
    again = read(tmp_path / "record", [pages])
    assert again.counts == Counts(unchanged=30, failed=1)
    assert rows(tmp_path / "record") == before
    assert sorted((tmp_path / "record" / "tables").glob("*/*.parquet")) == shards


def test_reading_with_other_settings_replaces(pages, tmp_path):
    record = tmp_path / "record"
    read(record, [pages / "00.txt", pages / "01.txt", pages / "02.txt"])
    moved = datetime(2031, 6, 1, tzinfo=UTC)
    done = read(record, [pages / "00.txt"], published=moved)
    assert done.counts == Counts(replaced=1)
    with Record(record) as opened:
        assert opened.count("document") == 3
        assert opened.count("event") == 6
        days = opened.sql("SELECT published, count(*) FROM document GROUP BY ALL ORDER BY ALL").fetchall()
    assert days == [(datetime(2031, 5, 4), 2), (datetime(2031, 6, 1), 1)]


def test_parquet_alone_is_the_record_after_a_replacement(pages, tmp_path):
    record = tmp_path / "record"
    read(record, [pages])
    read(record, [pages / "00.txt", pages / "07.txt"], published=datetime(2031, 6, 1, tzinfo=UTC))
    with Record(record) as opened:
        for name in ("document", "sentence", "mention", "event", "statement", "place", "time"):
            parquet = record / "tables" / name / "*.parquet"
            alone = duckdb.sql(f"SELECT count(*), count(DISTINCT document_id) FROM '{parquet}'").fetchall()
            assert alone == opened.sql(f"SELECT count(*), count(DISTINCT document_id) FROM {name}").fetchall()


def test_an_actor_that_nobody_mentions_any_more_is_gone(tmp_path, monkeypatch):
    page = tmp_path / "page.txt"
    page.write_text("Arland met Borduria\n")
    read(tmp_path / "record", [page])
    monkeypatch.setattr("fake_flow.TYPES", {})  # a version that finds nothing
    done = read(tmp_path / "record", [page], text_characters=1000)
    assert done.counts == Counts(replaced=1)
    with Record(tmp_path / "record") as record:
        assert (record.count("document"), record.count("event"), record.count("actor")) == (1, 0, 0)


def test_a_failure_is_settled_once_the_input_can_be_read(tmp_path):
    page = tmp_path / "page.txt"
    page.write_text("RAISE")
    read(tmp_path / "record", [page])
    page.write_text("Arland met Borduria\n")
    read(tmp_path / "record", [page])
    with Record(tmp_path / "record") as record:
        assert (record.count("document"), record.count("failure")) == (1, 0)


def test_promise_02_export_has_the_same_bytes_in_any_order_with_any_jobs(pages, tmp_path, monkeypatch):
    (pages / "bad.txt").write_text("RAISE")
    (pages / "twin.txt").write_bytes((pages / "03.txt").read_bytes())
    names = sorted(pages.iterdir())
    read(tmp_path / "one", names, jobs=1)
    random.Random(7).shuffle(names)
    monkeypatch.setattr(runs, "SHARD_DOCUMENTS", 4)
    read(tmp_path / "two", names, jobs=2)
    for form in ("jsonl", "csv", "parquet"):
        one = export_bytes(tmp_path / "one", tmp_path / f"one-{form}", form)
        assert one == export_bytes(tmp_path / "two", tmp_path / f"two-{form}", form)
        assert json.loads(one["manifest.json"])["inputs"] == 32 - 1  # the twin is the same document, the same bytes


def test_promise_02_reading_in_several_runs_gives_the_record_of_one(pages, tmp_path):
    """The relations over all documents too, whichever pages come late."""
    every = sorted(pages.iterdir())
    read(tmp_path / "whole", every)
    for number, turn in enumerate((1, 2, 5)):
        record = tmp_path / str(number)
        for start in range(turn):
            read(record, every[start::turn][::-1])
        assert rows(record) == rows(tmp_path / "whole"), turn
    assert len(rows(tmp_path / "whole")["incident"]) > 1


@pytest.mark.parametrize("together", [1, 100])
def test_promise_02_documents_that_differ_in_metadata_only_are_settled_alike_in_any_order(
    tmp_path, monkeypatch, together
):
    """Whether one is acknowledged before the other is read, or both are written together."""
    lines = [
        json.dumps({"id": "7", "text": "Zoë met Arland", "title": title, "publisher": "P"}) for title in ("One", "Two")
    ]
    monkeypatch.setattr("fake_flow.make_id", lambda *_parts: "same")
    monkeypatch.setattr(runs, "SHARD_DOCUMENTS", together)
    monkeypatch.setattr(local, "BATCH_DOCUMENTS", 1)
    titles = []
    for place, order in enumerate((lines, lines[::-1])):
        files = []
        for number, line in enumerate(order):
            files.append(tmp_path / f"{place}{number}.jsonl")
            files[-1].write_text(line + "\n")
        read(tmp_path / f"record{place}", files)
        with Record(tmp_path / f"record{place}") as record:
            titles.append(record.table("document")["title"].to_pylist())
            assert record.count("event") == 1
    assert titles[0] == titles[1]


SCRIPT = """
import sys
sys.path[:0] = {paths!r}
from dragoman.engines import local, runs
from dragoman.settings import Settings
local.BATCH_DOCUMENTS, runs.SHARD_DOCUMENTS = 1, 2
runs.read_into({record!r}, [{pages!r}], Settings(jobs={jobs}), build="fake_flow:build_slow")
"""


def start_reading(record: Path, pages: Path, jobs: int) -> subprocess.Popen:
    paths = [path for path in sys.path if path]
    script = SCRIPT.format(paths=paths, record=str(record), pages=str(pages), jobs=jobs)
    return subprocess.Popen([sys.executable, "-c", script])


def acknowledged(record: Path) -> set[str]:
    log = record / "manifest.jsonl"
    whole = log.read_bytes().rpartition(b"\n")[0].splitlines() if log.exists() else []
    lines = [json.loads(line) for line in whole]
    return {name for line in lines if line["is"] == "batch" for name, _, _ in line["documents"]}


@pytest.mark.parametrize("jobs", [0, 2])
def test_promise_04_kill_loses_nothing_acknowledged_and_the_resumed_run_is_the_whole_run(pages, tmp_path, jobs):
    record = tmp_path / "record"
    draw = random.Random(jobs)
    seen: set[str] = set()
    for wanted in (1, 4, 7):
        process = start_reading(record, pages, jobs)
        try:
            while process.poll() is None and len(acknowledged(record)) < len(seen) + wanted:
                time.sleep(0.005)
            time.sleep(draw.random() * 0.05)  # anywhere in the next batch
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
        now = acknowledged(record)
        assert seen <= now
        seen = now
    assert 0 < len(seen) < 30, "the kills came too early or too late to show anything"
    read_into(record, [str(pages)], Settings(jobs=0), build="fake_flow:build_slow")
    read_into(tmp_path / "whole", [str(pages)], Settings(jobs=0), build="fake_flow:build_slow")
    assert acknowledged(record) >= seen
    assert rows(record) == rows(tmp_path / "whole")
    one, two = (export_bytes(tmp_path / name, tmp_path / f"out-{name}", "jsonl") for name in ("record", "whole"))
    assert one == two


def test_workers_end_with_the_process_that_started_them(pages, tmp_path):
    process = start_reading(tmp_path / "record", pages, 1)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not Path("/proc/self/task").exists():
        process.kill()
        pytest.skip("no /proc here to see processes in")
    found: list[int] = []
    while process.poll() is None and not found:
        found = [int(one) for one in children.read_text().split()]
    process.kill()
    process.wait()
    for _ in range(200):
        if not any(is_running(one) for one in found):
            break
        time.sleep(0.05)
    assert found
    assert not [one for one in found if is_running(one)]


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


class Crash(BaseException):
    """As good as a kill: nothing in the program waits for it."""


def crash_after(monkeypatch, owner, name, times):
    """Make the function crash when it is called once more than `times`."""
    real = getattr(owner, name)
    calls = [0]

    def called(*given, **named):
        calls[0] += 1
        if calls[0] > times:
            raise Crash
        return real(*given, **named)

    monkeypatch.setattr(owner, name, called)


CRASHES = [
    (folder, "write_bytes", 3),
    (folder, "write_bytes", 26),
    (folder, "write_bytes", 35),
    (folder, "write_bytes", 45),
    (Log, "append", 1),
    (Log, "append", 2),
    (Log, "append", 5),
    (Log, "append", 6),
    (Ledger, "take", 1),
    (Ledger, "take", 2),
    (Ledger, "take", 5),
    (Ledger, "take", 6),
    (syncing, "_take_runs", 0),
    (syncing, "_refresh_actors", 0),
    (relations, "_annotate_shards", 0),
    (relations, "_annotate", 0),
]


@pytest.mark.parametrize(("owner", "name", "times"), CRASHES)
def test_promise_04_a_crash_at_any_step_is_mended(pages, tmp_path, monkeypatch, owner, name, times):
    """Eight pages in shards of three, read, then most of them read anew with other settings, and more, with a crash."""
    some, others = sorted(pages.iterdir())[:8], sorted(pages.iterdir())[1:11]
    later = {"published": datetime(2031, 6, 1, tzinfo=UTC)}
    monkeypatch.setattr(runs, "SHARD_DOCUMENTS", 3)
    monkeypatch.setattr(local, "BATCH_DOCUMENTS", 1)
    record = tmp_path / "record"
    read(tmp_path / "whole", some)
    shutil.copytree(tmp_path / "whole", record)
    read(tmp_path / "whole", others, **later)
    with monkeypatch.context() as patched:
        crash_after(patched, owner, name, times)
        with pytest.raises(Crash):
            read(record, others, **later)
    with (record / "manifest.jsonl").open("ab") as log:
        log.write(b'{"is":"batch","shard":9')  # and a line cut short
    done = read(record, others, **later)
    assert sum(done.counts) == 10
    assert rows(record) == rows(tmp_path / "whole")
    assert verify(record).faults == ()
    alone = duckdb.sql(f"SELECT count(*), count(DISTINCT document_id) FROM '{record}/tables/document/*.parquet'")
    assert alone.fetchall() == [(11, 11)]


def test_promise_23_cost_of_a_document_does_not_grow_with_the_record(tmp_path, monkeypatch):
    """The work of adding one document is counted, not timed: the files that are read for it."""
    record = tmp_path / "record"
    reads = []
    real = syncing._take_files

    def counting(connection, name, files):
        reads[-1] += len(files)
        return real(connection, name, files)

    monkeypatch.setattr(syncing, "_take_files", counting)
    for number in range(6):
        page = tmp_path / f"{number}.txt"
        page.write_text(f"Arland struck Borduria near Hill{number}\n")
        reads.append(0)
        read(record, [page])
    assert len(set(reads)) == 1, reads


def test_fingerprint_changes_with_what_matters_only():
    base = fingerprint.make_fingerprint(Settings(), "models")
    assert fingerprint.make_fingerprint(Settings(jobs=8, page_seconds=1, columns={"text": "body"}), "models") == base
    assert fingerprint.make_fingerprint(Settings(published=datetime(2031, 1, 1, tzinfo=UTC)), "models") != base
    assert fingerprint.make_fingerprint(Settings(), "other models") != base


def test_two_writers_do_not_meet(pages, tmp_path):
    from dragoman.store.lock import RecordLockedError

    with Writer(tmp_path / "record"), pytest.raises(RecordLockedError, match="is being written by another dragoman"):
        read(tmp_path / "record", [pages])


def test_promise_19_nothing_needs_the_network(pages, tmp_path, monkeypatch):
    def refuse(*_given, **_named):
        raise AssertionError("the network was asked for")

    for name in ("connect", "connect_ex", "sendto", "bind"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    read(tmp_path / "record", [pages], jobs=1)
    assert export_bytes(tmp_path / "record", tmp_path / "out", "parquet")
