"""`verify` finds whatever is not as it was written, and says where."""

import shutil

import duckdb
import pytest
from typer.testing import CliRunner

from dragoman.cli import app
from dragoman.record import Record
from dragoman.store.verify import verify


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
    files = [*sound.glob("tables/*/*.parquet"), sound / "manifest.jsonl", sound / "sums.jsonl"]
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
    assert "3 rows, where the files have 0" in found["record.duckdb: document"]


def test_a_missing_database_is_said_to_be_made_anew(sound):
    (sound / "record.duckdb").unlink()
    assert where(sound) == {"record.duckdb": "missing or not up to date: `dragoman rebuild` makes it anew"}


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
