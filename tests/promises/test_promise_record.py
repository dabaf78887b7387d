"""A record stands on its Parquet files and logs alone, and needs nothing from elsewhere."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dragoman.engines.runs import read_into
from dragoman.record import Record
from dragoman.review import Review
from dragoman.settings import Settings
from dragoman.store.files import Log
from dragoman.store.tables import Writer
from dragoman.store.verify import verify

EXAMPLES = Path(__file__).parents[2] / "examples"


def contents(record: Path) -> dict[str, list[dict[str, Any]]]:
    with Record(record) as opened:
        return {name: opened.table(name).to_pylist() for name in opened.tables}


def test_promise_05_the_database_is_made_from_the_files_and_logs(pages, tmp_path):
    (pages / "bad.txt").write_text("RAISE")
    for settings in (Settings(jobs=0), Settings(jobs=0, text_characters=1000)):  # with rows replaced
        read_into(tmp_path / "record", [str(pages)], settings, build="fake_flow:build")
    with Record(tmp_path / "record") as opened:
        ((event,),) = opened.sql("SELECT event_id FROM event ORDER BY 1 LIMIT 1").fetchall()
    Review(tmp_path / "record").edit(f"event/{event}", {"killed_low": 9}, by="ana")
    before = contents(tmp_path / "record")
    assert len(before["event"]) == 32
    assert [row["killed_low"] for row in before["event"] if row["event_id"] == event] == [9]
    assert [len(before[name]) for name in ("run", "failure", "correction")] == [2, 1, 1]
    for name in ("record.duckdb", "ledger.sqlite"):
        (tmp_path / "record" / name).unlink()
    assert contents(tmp_path / "record") == before
    with Record(tmp_path / "record") as opened:
        opened.rebuild()
    assert contents(tmp_path / "record") == before
    assert verify(tmp_path / "record").faults == ()


def test_promise_05_rows_that_were_replaced_stay_so_where_a_crash_left_their_files(pages, tmp_path, monkeypatch):
    """The database is made anew while the rows of an earlier reading still lie beside those of the later one."""
    record = tmp_path / "record"
    read_into(record, [str(pages)], Settings(jobs=0), build="fake_flow:build")
    later = Settings(jobs=0, text_characters=1000)
    with monkeypatch.context() as patched:
        patched.setattr(Writer, "finish", lambda *_: None)
        read_into(record, [str(pages / "03.txt"), str(pages / "04.txt")], later, build="fake_flow:build")
    assert len(list((record / "tables" / "document").glob("*.parquet"))) == 3
    (record / "record.duckdb").unlink()
    assert [len(contents(record)[name]) for name in ("document", "event")] == [16, 32]
    assert verify(record).faults == ()


def test_promise_03_the_same_bytes_under_another_name_add_nothing(pages, tmp_path):
    read_into(tmp_path / "record", [str(pages)], Settings(jobs=0), build="fake_flow:build")
    before = contents(tmp_path / "record")
    moved = tmp_path / "moved"
    pages.rename(moved)
    done = read_into(tmp_path / "record", [str(moved)], Settings(jobs=0), build="fake_flow:build")
    assert (done.counts.unchanged, done.counts.added) == (16, 0)
    after = contents(tmp_path / "record")
    assert {name: rows for name, rows in after.items() if name != "run"} == {
        name: rows for name, rows in before.items() if name != "run"
    }


@pytest.mark.parametrize("name", ["corrections.jsonl", "codings.jsonl"])
def test_promise_06_verify_finds_what_was_altered_in_what_people_said(pages, tmp_path, name):
    """A letter, a line taken out, two lines turned round: whichever of their logs it is in."""
    record = tmp_path / "record"
    read_into(record, [str(pages)], Settings(jobs=0), build="fake_flow:build")
    log = Log(record / name)
    if name == "codings.jsonl":
        for number in range(3):
            log.append({"is": "coding", "number": number})
    else:
        with Record(record) as opened:
            events = opened.sql("SELECT event_id FROM event ORDER BY 1 LIMIT 3").fetchall()
        for (event,) in events:
            Review(record).accept(f"event/{event}", by="ana")
    with Record(record):
        assert verify(record).faults == ()
    whole = log.path.read_bytes()
    one, two, three = whole.splitlines(keepends=True)
    for raw in (whole[:40] + b"~" + whole[41:], two + three, one + three, one + three + two):
        log.path.write_bytes(raw)
        assert name in [fault.where for fault in verify(record).faults]


OFFLINE = """
import socket, sys

def refuse(event, arguments):
    if event == "socket.getaddrinfo" or (event == "socket.connect" and arguments[0].family != socket.AF_UNIX):
        print("NETWORK", event, arguments[1:], file=sys.stderr, flush=True)
        raise OSError("the network is off")

sys.addaudithook(refuse)
"""


def test_promise_19_the_commands_work_with_the_network_off(tmp_path):
    """The whole flow with its models, in worker processes too: each is told to refuse any connection as it starts."""
    if not EXAMPLES.exists():
        pytest.skip("no examples beside these tests")
    (tmp_path / "off").mkdir()
    (tmp_path / "off" / "sitecustomize.py").write_text(OFFLINE)
    paths = [str(tmp_path / "off"), *(path for path in sys.path if path)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    commands = (
        ["read", str(EXAMPLES / "02-denial.txt"), "--record", "demo"],
        ["show", "demo"],
        ["query", "demo", "SELECT count(*) FROM event"],
        ["export", "demo", "--out", "out"],
        ["verify", "demo"],
    )
    for words in commands:
        done = subprocess.run(
            [sys.executable, "-m", "dragoman", *words], cwd=tmp_path, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        assert "NETWORK" not in done.stderr
    probe = "import socket; socket.create_connection(('127.0.0.1', 9))"
    tried = subprocess.run([sys.executable, "-c", probe], env=environment, capture_output=True, text=True)
    assert "NETWORK" in tried.stderr
