"""A record that lies elsewhere: sent batch by batch, fetched anew, never half of it, never two writers."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from fake_flow import write_pages
from fsspec import get_filesystem_class
from fsspec.implementations.memory import MemoryFileSystem
from typer.testing import CliRunner

from dragoman import record
from dragoman.cli import app
from dragoman.engines import local, runs
from dragoman.engines.runs import read_into
from dragoman.record import Record
from dragoman.schema import RELATIONS, SCHEMAS
from dragoman.settings import Settings
from dragoman.store import lease, remote
from dragoman.store.folder import Folder, RecordError
from dragoman.store.lock import RecordLockedError
from dragoman.store.objects import Objects, find_address
from dragoman.store.relations import Relations
from dragoman.store.tables import Writer
from dragoman.store.verify import verify

FAKE = "fake_flow:build"


def relate_cheaply(ask: Callable[[str], pa.Table]) -> dict[str, pa.Table]:
    """Every document is a story of its own, and nothing more is found; every shard is annotated so."""
    ids = ask("document")["document_id"]
    kin = pa.table({"document_id": ids, "copy_of": pa.nulls(len(ids), pa.string()), "story_id": ids})
    return {name: SCHEMAS[name].empty_table() for name in RELATIONS} | {"kin": kin}


@pytest.fixture(autouse=True)
def _machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    move_to("one", tmp_path, monkeypatch)
    for module in (runs, record):
        monkeypatch.setattr(module, "RELATIONS", Relations("cheap", relate_cheaply))
    monkeypatch.setattr(local, "BATCH_DOCUMENTS", 1)
    monkeypatch.setattr(runs, "SHARD_DOCUMENTS", 3)


def move_to(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another machine: nothing that the first one kept is there."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / f"machine-{name}"))


@pytest.fixture(scope="session")
def bucket() -> Iterator[str]:
    """A bucket of a server on this machine that speaks as S3 does."""
    s3fs = pytest.importorskip("s3fs", reason="s3fs is not installed: no record lay in a bucket")
    server = pytest.importorskip("moto.server", reason="moto is not installed: no record lay in a bucket")
    served = server.ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    served.start()
    host, port = served.get_host_and_port()
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patched.setenv("AWS_CONFIG_FILE", os.devnull)
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"):
            patched.setenv(name, "us-east-1")
        s3fs.S3FileSystem(skip_instance_cache=True).mkdir("evidence")
        yield "s3://evidence"
    served.stop()


@pytest.fixture(params=["memory", "file", "s3"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    name = uuid.uuid4().hex
    if request.param == "s3":
        return f"{request.getfixturevalue('bucket')}/{name}/record"
    return f"memory://{name}/record" if request.param == "memory" else f"file://{tmp_path}/there"


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    return write_pages(tmp_path / "pages", 10)


def read(place: str | Path, pages: Path, **more: Any) -> Any:
    return read_into(place, [str(pages)], Settings(jobs=0, **more), build=FAKE)


def contents(place: str | Path) -> dict[str, list[dict[str, Any]]]:
    with Record(place) as opened:
        tables = {name: opened.table(name).to_pylist() for name in opened.tables if name != "run"}
    for row in tables["document"]:
        del row["retrieved"]
    return tables


def find_faults(place: str | Path) -> list[str]:
    """Where something is wrong, but for the incidents, which the cheap relations do not find."""
    return [fault.where for fault in verify(place).faults if "`report`" not in fault.what]


def test_a_path_that_was_an_address_is_one_again():
    for address in ("s3://bucket/a", "memory://a/b", "file:///tmp/x"):
        assert find_address(address) == find_address(Path(address)) == address
    for path in ("/tmp/x", "record", "a:b", "C:/record", Path("./s3")):
        assert find_address(path) is None


def test_what_is_read_to_an_address_is_there_for_another_machine(address, pages, tmp_path, monkeypatch):
    done = read(address, pages)
    assert done.counts.added == 10
    read(tmp_path / "plain", pages)
    there = Objects(address).list()
    assert {name.split("/")[0] for name in there} == {"record.json", "logs", "tables"}
    move_to("two", tmp_path, monkeypatch)
    assert contents(address) == contents(tmp_path / "plain")
    assert find_faults(address) == []
    again = read(Path(address), pages)
    assert (again.counts.unchanged, again.counts.added) == (10, 0)


COMMANDS = [
    (["verify"], ""),
    (["show"], "Hill"),
    (["info", "--json"], '"document": 10'),
    (["query", "SELECT count(*) FROM event", "--json"], "20"),
    (["export", "--out", "{out}"], "manifest"),
]


@pytest.mark.parametrize(("words", "told"), COMMANDS)
def test_every_command_takes_an_address(pages, tmp_path, monkeypatch, words, told):
    address = f"memory://{uuid.uuid4().hex}/record"
    read(address, pages)
    move_to("a reader's", tmp_path, monkeypatch)
    words = [words[0], address, *(word.format(out=tmp_path / "out") for word in words[1:])]
    done = CliRunner().invoke(app, words, env={"COLUMNS": "200"})
    assert done.exit_code == (1 if words[0] == "verify" else 0), done.output  # cheap relations find no incidents
    assert told in done.output
    assert "missing" not in done.output
    assert lease.LEASE not in Objects(address).list()


def test_only_what_is_new_comes_over(address, pages, tmp_path, monkeypatch):
    for page in sorted(pages.iterdir())[5:]:
        page.rename(tmp_path / page.name)
    read(address, pages)
    move_to("two", tmp_path, monkeypatch)
    contents(address)
    move_to("one", tmp_path, monkeypatch)
    for number in range(5, 10):
        (tmp_path / f"{number:02d}.txt").rename(pages / f"{number:02d}.txt")
    read(address, pages)
    move_to("two", tmp_path, monkeypatch)
    fetched: list[str] = []
    real = Objects.read

    def counting(self: Objects, names: Any) -> Any:
        wanted = list(names)
        fetched.extend(wanted)
        return real(self, wanted)

    monkeypatch.setattr(Objects, "read", counting)
    contents(address)
    shards = [name for name in fetched if name.startswith("tables/event/")]
    assert shards
    assert "tables/event/00000001.parquet" not in shards
    fetched.clear()
    contents(address)
    assert not [name for name in fetched if name.startswith("tables/")]


def test_an_object_that_was_altered_is_not_taken(address, pages, tmp_path, monkeypatch):
    read(address, pages)
    there = Objects(address)
    name = "tables/event/00000001.parquet"
    ((_, content),) = there.read([name])
    there.put(name, content[:-9] + b"x" + content[-8:])
    move_to("two", tmp_path, monkeypatch)
    with pytest.raises(RecordError, match=f"{name}: its bytes are not those that were sent"):
        Record(address)
    move_to("one", tmp_path, monkeypatch)
    assert find_faults(address) == [f"{address}/{name}"]


def test_a_piece_of_a_log_that_is_gone_is_noticed(address, pages, tmp_path, monkeypatch):
    read(address, pages)
    there = Objects(address)
    pieces = [name for name in there.list() if name.startswith("logs/manifest/")]
    there.remove([pieces[1]])
    move_to("two", tmp_path, monkeypatch)
    with pytest.raises(RecordError, match="of the log manifest the piece from byte"):
        Record(address)


def test_two_writers_do_not_meet(address, pages, tmp_path, monkeypatch):
    with Writer(address):
        move_to("two", tmp_path, monkeypatch)
        with pytest.raises(RecordLockedError, match="is being written by another dragoman"):
            read(address, pages)
    assert lease.LEASE not in Objects(address).list()


def test_a_lease_that_nobody_renews_is_taken_over_and_its_holder_stops(address, pages, tmp_path, monkeypatch):
    with pytest.raises(RecordLockedError, match="was taken over by another dragoman"), Writer(address) as slow:
        told = json.loads(Objects(address).read_if_there(lease.LEASE) or b"")
        Objects(address).put(lease.LEASE, json.dumps(told | {"at": time.time() - 1000}).encode())
        move_to("two", tmp_path, monkeypatch)
        read(address, pages)
        with Writer(address):
            slow.folder.push()


class Crash(BaseException):
    """As good as a kill: nothing in the program waits for it."""


@pytest.mark.parametrize("times", [0, 2, 9, 22, 40, 55])
def test_a_crash_before_any_object_leaves_a_whole_record(pages, tmp_path, monkeypatch, times):
    """Another machine opens it, sound; and goes on, to the record that a run without a break gives."""
    address = f"memory://{uuid.uuid4().hex}/record"
    read(tmp_path / "plain", pages)
    calls = [0]
    real = MemoryFileSystem.pipe_file

    def crashing(self: Any, path: str, *given: Any, **named: Any) -> Any:
        if not path.endswith(lease.LEASE):
            calls[0] += 1
            if calls[0] > times:
                raise Crash
        return real(self, path, *given, **named)

    with monkeypatch.context() as patched:
        patched.setattr(MemoryFileSystem, "pipe_file", crashing)
        with pytest.raises(Crash):
            read(address, pages)
    there = Objects(address)
    move_to("two", tmp_path, monkeypatch)
    if remote.MARK in there.list():
        with Record(address) as opened:
            held = opened.count("document")
        assert held <= 10
        assert find_faults(address) == []
    done = read(address, pages)
    assert done.counts.added + done.counts.unchanged == 10
    assert contents(address) == contents(tmp_path / "plain")
    move_to("three", tmp_path, monkeypatch)
    assert contents(address) == contents(tmp_path / "plain")
    move_to("one", tmp_path, monkeypatch)  # what it had that was never sent counts for nothing
    assert contents(address) == contents(tmp_path / "plain")
    assert find_faults(address) == []


SCRIPT = """
import sys
sys.path[:0] = {paths!r}
from dragoman.engines import local, runs
from dragoman.settings import Settings
local.BATCH_DOCUMENTS, runs.SHARD_DOCUMENTS = 1, 1
runs.read_into({address!r}, [{pages!r}], Settings(jobs=0), build="fake_flow:build_slow")
"""


def test_promise_04_kill_in_the_middle_of_sending(pages, tmp_path, monkeypatch):
    """A process on another machine is killed again and again; each time what it had sent is there."""
    address = f"file://{tmp_path}/there"
    script = SCRIPT.format(paths=[path for path in sys.path if path], address=address, pages=str(pages))
    draw = random.Random(4)
    sent = 0
    for _ in range(3):
        process = subprocess.Popen([sys.executable, "-c", script], env=os.environ)
        while process.poll() is None and count_sent(address) < sent + 2:
            time.sleep(0.005)
        time.sleep(draw.random() * 0.06)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert count_sent(address) >= sent
        sent = count_sent(address)
    assert sent < 10, "the kills came too late to show anything"
    move_to("two", tmp_path, monkeypatch)
    with Record(address) as opened:
        assert opened.count("document") >= sent
    assert find_faults(address) == []
    read_into(address, [str(pages)], Settings(jobs=0), build="fake_flow:build_slow")
    read_into(tmp_path / "plain", [str(pages)], Settings(jobs=0), build="fake_flow:build_slow")
    assert contents(address) == contents(tmp_path / "plain")


def count_sent(address: str) -> int:
    """Lines of the manifest that are there, but for the first, which opens the run."""
    objects = Objects(address)
    pieces = [name for name in objects.list() if name.startswith("logs/manifest/")]
    return sum(content.count(b'"is":"batch"') for _, content in objects.read(pieces))


def test_an_address_of_no_kind_or_without_its_package_is_refused_plainly(monkeypatch):
    monkeypatch.setitem(sys.modules, "gcsfs", None)  # type: ignore[arg-type]
    for address in ("nothing://x", "gs://bucket/record"):
        with pytest.raises(RecordError, match=address):
            Folder(address)


def test_a_bucket_that_is_not_there_a_store_that_is_not_and_no_credentials_are_told_plainly(bucket, monkeypatch):
    def told(address: str) -> str:
        get_filesystem_class("s3").clear_instance_cache()
        done = CliRunner().invoke(app, ["verify", address], env={"COLUMNS": "300"})
        assert done.exit_code == 1, done.output
        return done.output

    with pytest.raises(OSError, match="s3://none/record: The specified bucket does not exist"):
        Objects("s3://none/record").create("a", b"")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    assert f"{bucket}/record: Could not connect" in told(f"{bucket}/record")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    assert f"{bucket}/record: Unable to locate credentials" in told(f"{bucket}/record")
    get_filesystem_class("s3").clear_instance_cache()


def test_what_is_no_record_is_refused(address):
    Objects(address).put("notes.txt", b"mine")
    with pytest.raises(RecordError, match="is not a record"):
        Record(address)
    with pytest.raises(RecordError, match="is not a record"):
        Writer(address).__enter__()
    assert list(Objects(address).list()) == ["notes.txt"]


def test_of_many_that_put_the_same_object_at_once_one_does(address):
    """Two writers that both believe they hold the lease never write over each other's piece of a log."""
    for turn in range(20):
        name, ready = f"logs/manifest/{turn:016d}.jsonl", threading.Barrier(4)
        won: list[bytes] = []

        def put(content: bytes, name: str = name, ready: threading.Barrier = ready, won: list[bytes] = won) -> None:
            objects = Objects(address)
            ready.wait()
            if objects.create(name, content):
                won.append(content)

        threads = [threading.Thread(target=put, args=(b"%d" % one,)) for one in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [Objects(address).read_if_there(name)] == won
    assert not [name for name in Objects(address).list() if not name.endswith(".jsonl")]


def test_promise_23_sending_a_batch_costs_the_same_however_many_files_there_are(pages, address, monkeypatch):
    """The files that are looked at for each batch are counted, not timed."""
    looked: list[int] = []
    real_push, real_sum = remote.Remote.push, remote.Known.sum_of

    def push(self: remote.Remote, new: Any = None) -> None:
        looked.append(0)
        real_push(self, new)

    def sum_of(self: remote.Known, folder: Path, name: str) -> str | None:
        looked[-1:] = [looked[-1] + 1] if looked else []
        return real_sum(self, folder, name)

    monkeypatch.setattr(remote.Remote, "push", push)
    monkeypatch.setattr(remote.Known, "sum_of", sum_of)
    monkeypatch.setattr(runs, "SHARD_DOCUMENTS", 1)
    read(address, pages)
    assert len(looked) == 11  # ten batches, and all once more in the end
    assert len(set(looked[1:10])) == 1, looked
    assert looked[10] > 5 * looked[9]
