"""`verify` finds whatever is not as it was written, and says where."""

import contextlib
import random
import shutil
import sqlite3

import duckdb
import pytest
from typer.testing import CliRunner

from dragoman.cli import app
from dragoman.record import Record
from dragoman.review import Review
from dragoman.store.search import prepare
from dragoman.store.verify import verify
from dragoman.watch.state import State


@pytest.fixture
def sound(folder):
    """A record with its database up to date."""
    with Record(folder):
        return folder


def where(folder):
    return {fault.where: fault.what for fault in verify(folder).faults}


def test_a_sound_record_has_no_fault_and_all_of_it_is_checked(sound):
    done = verify(sound)
    assert done.faults == ()
    assert done.files == len(list(sound.glob("tables/*/*.parquet")))
    assert done.rows > 20
    assert done.spans > 20


def test_any_altered_byte_of_any_file_is_found(sound, tmp_path):
    """One byte in the middle of each file of the truth, one file after another."""
    files = [*sound.glob("tables/*/*.parquet"), *sound.glob("*.json*")]
    assert {path.name for path in files} >= {"record.json", "manifest.jsonl", "sums.jsonl"}
    for path in files:
        altered = tmp_path / "altered"
        shutil.copytree(sound, altered)
        target = altered / path.relative_to(sound)
        raw = bytearray(target.read_bytes())
        raw[len(raw) // 2] ^= 1
        target.write_bytes(raw)
        assert path.relative_to(sound).as_posix() in where(altered) or path.name in where(altered), path
        shutil.rmtree(altered)


def test_a_file_that_is_gone_is_found(sound):
    shard = next(path for path in sorted(sound.glob("tables/document/*.parquet")) if path.stem.strip("0"))
    shard.unlink()
    found = where(sound)
    assert found[shard.relative_to(sound).as_posix()] == "3 documents that were acknowledged are not in it"
    assert found["record.duckdb: document"] == "3 rows that the files do not have, 0 that only they have"


def test_a_file_of_another_table_that_is_gone_is_found_when_the_database_was_made_without_it(sound):
    (sound / "tables" / "time" / "00000001.parquet").unlink()
    with Record(sound) as record:
        record.rebuild()
    assert where(sound)["tables/time/00000001.parquet"] == "it was written and acknowledged, and is gone"


def test_a_missing_database_is_said_to_be_made_anew(sound):
    (sound / "record.duckdb").unlink()
    assert where(sound) == {"record.duckdb": "missing or not up to date: `dragoman rebuild` makes it anew"}


@pytest.mark.parametrize("name", ["ledger.sqlite", "search.sqlite", "watch.sqlite", "record.duckdb"])
def test_bytes_altered_in_what_is_made_from_the_rest_are_found_or_change_nothing(sound, tmp_path, name):
    """At drawn places: what nothing refers to any more may hold anything."""
    with Record(sound) as record:
        list(prepare(record.connection))
    State(sound / "watch.sqlite").close()
    assert verify(sound).faults == ()
    draw, found = random.Random(name), 0
    size = (sound / name).stat().st_size
    for _ in range(6):
        altered = tmp_path / "altered"
        shutil.copytree(sound, altered)
        with (altered / name).open("r+b") as file:
            file.seek(draw.randrange(size // 4096) * 4096 + draw.randrange(8))  # a head of a page
            file.write(draw.randbytes(64))
        told = [fault.where for fault in verify(altered).faults]
        assert all(one.startswith(name) for one in told)
        found += bool(told)
        shutil.rmtree(altered)
    assert found


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE run SET documents = documents + 1",
        "UPDATE input SET fingerprint = 'another'",
        "DELETE FROM failure",
        "UPDATE place_in_log SET position = 7",
    ],
)
def test_an_index_that_is_not_what_the_manifest_makes_is_found(sound, statement):
    with contextlib.closing(sqlite3.connect(sound / "ledger.sqlite")) as ledger:
        ledger.execute(statement)
        ledger.commit()
    assert set(where(sound)) == {"ledger.sqlite"}
    (sound / "ledger.sqlite").unlink()
    assert where(sound) == {}


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("UPDATE event SET killed_low = 40", "event"),
        ("UPDATE mention SET confidence = 1", "mention"),
        ("UPDATE actor SET country = 'XXX'", "actor"),
        ("DELETE FROM failure", "failure"),
        ("UPDATE incident SET killed_best = 40", "incident"),
        ("UPDATE run SET model = 'another'", "run"),
    ],
)
def test_a_cell_of_the_database_that_the_files_do_not_have_is_found(sound, statement, table):
    with duckdb.connect(sound / "record.duckdb") as connection:
        connection.execute(statement)
    assert f"record.duckdb: {table}" in where(sound)


def test_rows_that_people_corrected_are_compared_as_the_coder_wrote_them(sound):
    review = Review(sound)
    with Record(sound) as record:
        events = [one for (one,) in record.sql("SELECT event_id FROM event ORDER BY 1").fetchall()]
        ((statement, end),) = record.sql('SELECT statement_id, "end" FROM statement LIMIT 1').fetchall()
    review.edit(f"event/{events[0]}", {"killed_low": 9}, by="ana")
    review.reject(f"event/{events[1]}", by="ana")
    review.edit(f"statement/{statement}", {"end": end - 1}, by="ana")
    with Record(sound) as record:
        assert (record.count("event"), record.count("statement")) == (2, 3)
        assert verify(sound).faults == ()
    with duckdb.connect(sound / "record.duckdb") as connection:
        connection.execute("UPDATE internal.was_event SET killed_low = 4")
    assert "record.duckdb: event" in where(sound)


@pytest.mark.parametrize(
    ("statement", "table", "what"),
    [
        ("UPDATE mention SET start = start + 1", "mention", "6 spans are not what their text says"),
        ("UPDATE event SET trigger_end = 100000", "event", "3 spans are not what their text says"),
        ("UPDATE event SET place = 99", "event", "3 rows name what table `place` does not have"),
        ("DELETE FROM actor", "mention", "6 rows name what table `actor` does not have"),
        ("DELETE FROM report", "event", "3 rows name what table `report` does not have"),
        ("INSERT INTO event SELECT * FROM event", "event", "3 rows are there more than once"),
        ("UPDATE document SET publisher = 'another'", "document", "3 ids do not follow from their rows"),
    ],
)
def test_rows_that_do_not_fit_each_other_are_found(sound, statement, table, what):
    with duckdb.connect(sound / "record.duckdb") as connection:
        connection.execute(statement)
    assert any(fault.where == table and fault.what.startswith(what) for fault in verify(sound).faults), where(sound)


def test_the_command_says_what_is_wrong_and_exits_with_1(sound):
    asked = CliRunner().invoke(app, ["verify", str(sound)])
    assert (asked.exit_code, "all is as it was written" in asked.output) == (0, True)
    (sound / "tables" / "event" / "00000001.parquet").write_bytes(b"")
    asked = CliRunner().invoke(app, ["verify", str(sound)])
    assert asked.exit_code == 1
    assert "tables/event/00000001.parquet: its bytes are not those that were written" in asked.output
