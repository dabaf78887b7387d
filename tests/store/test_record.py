"""The Python face: opening, asking, rebuilding."""

import json
import shutil
import subprocess
import sys

import duckdb
import pandas as pd
import polars as pl
import pytest

import dragoman
from dragoman.record import Record
from dragoman.schema import SCHEMAS
from dragoman.store.tables import Writer
from dragoman.values import Event


def everything(record):
    return {name: record.table(name).to_pylist() for name in record.tables}


def test_all_tables_of_the_contract_are_there_even_if_empty(record):
    assert record.tables == tuple(SCHEMAS)
    for name in record.tables:
        assert record.table(name).schema == SCHEMAS[name]
    assert record.count("incident") == 3
    assert record.count("correction") == 0


def test_a_table_comes_as_arrow_pandas_polars_and_relation(record):
    assert record.table("event").num_rows == 3
    assert isinstance(record.pandas("event"), pd.DataFrame)
    assert isinstance(record.polars("event"), pl.DataFrame)
    assert record.relation("event").aggregate("count(*)").fetchall() == [(3,)]
    assert record.pandas("event")["event_id"].tolist() == record.polars("event")["event_id"].to_list()
    with pytest.raises(KeyError, match="no table 'evnt'; there are document"):
        record.table("evnt")


def test_every_quoted_span_is_what_the_document_says(record):
    rows = record.sql(
        "SELECT m.text, substr(d.text, (m.start + 1)::BIGINT, (m.end - m.start)::BIGINT), d.text, m.start, m.end"
        " FROM mention m JOIN document d USING (document_id)"
    ).fetchall()
    assert len(rows) == 6
    for words, by_database, text, start, end in rows:
        assert words == by_database == text[start:end]


def test_queries_take_parameters_and_two_may_be_open(record):
    one = record.sql("SELECT type FROM event WHERE type = ?", ["AID"])
    two = record.sql("SELECT type FROM event WHERE type = $type", {"type": "ASSAULT"})
    assert (one.fetchall(), two.fetchall()) == ([("AID",)], [("ASSAULT",)])


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM event",
        "INSERT INTO event SELECT * FROM event",
        "DROP TABLE event",
        "SELECT * FROM read_csv('/etc/hosts')",
        "COPY event TO 'stolen.csv'",
        "ATTACH 'other.duckdb'",
        "SET enable_external_access = true",
        "INSTALL httpfs",
    ],
)
def test_a_query_can_neither_write_nor_reach_files(record, query):
    with pytest.raises(duckdb.Error):
        record.sql(query).fetchall()


def test_a_document_comes_back_as_the_values_it_was_coded_to(record):
    reading = record.reading("1")
    assert reading.document.publisher == "Port Courier"
    assert reading.document.published.isoformat() == "2031-05-01T00:00:00+00:00"
    assert [type(event) for event in reading.events] == [Event]
    assert {actor.name for actor in reading.actors} == {"Arland", "Borduria"}
    assert record.reading(reading.document.document_id[:6]) == reading
    with pytest.raises(KeyError, match="no documents"):
        record.reading("nothing")


def test_the_database_may_be_deleted(folder):
    with Record(folder) as record:
        before = everything(record)
    (folder / "record.duckdb").unlink()
    with Record(folder) as record:
        assert everything(record) == before


def test_the_ledger_may_be_deleted(folder, tmp_path):
    (folder / "ledger.sqlite").unlink()
    with dragoman.read(tmp_path / "pages.jsonl", folder, jobs=0, build="fake_flow:build") as record:
        assert record.summary.counts.unchanged == 3
        assert record.summary.counts.added == 0


def test_damaged_database_and_ledger_are_made_anew(folder):
    with Record(folder) as record:
        before = everything(record)
    (folder / "record.duckdb").write_bytes(b"no database")
    (folder / "ledger.sqlite").write_bytes(b"no database, and longer than the header of one " * 9)
    with Record(folder) as record:
        assert everything(record) == before


def test_rebuild_gives_the_same_record_also_while_it_is_open(folder):
    with Record(folder) as reader, Record(folder) as other:
        before = everything(reader)
        other.rebuild()
        assert everything(other) == before
        assert everything(reader) == before


def test_reading_goes_on_while_the_record_is_open_here_and_elsewhere(folder, tmp_path):
    holding = subprocess.Popen(
        [sys.executable, "-c", HOLD.format(paths=[path for path in sys.path if path], folder=str(folder))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holding.stdout.readline() == "3\n"
    with Record(folder) as reader:
        page = tmp_path / "more.txt"
        page.write_text("Arland met Borduria\n")
        with dragoman.read(page, folder, jobs=0, build="fake_flow:build") as after:
            assert after.count("document") == 4
        assert reader.count("document") == 3
    out, _ = holding.communicate("\n")
    assert (out, holding.returncode) == ("3\n", 0)


HOLD = """
import sys
sys.path[:0] = {paths!r}
from dragoman.record import Record
record = Record({folder!r})
print(record.count("document"), flush=True)
sys.stdin.readline()
print(record.count("document"), flush=True)
"""


def test_a_record_may_be_moved(folder, tmp_path):
    with Record(folder) as record:
        before = everything(record)
    shutil.move(folder, tmp_path / "elsewhere")
    with Record(tmp_path / "elsewhere") as record:
        assert everything(record) == before


def test_what_is_no_record_says_so(tmp_path):
    with pytest.raises(dragoman.RecordError, match="no such folder"):
        dragoman.open(tmp_path / "none")
    (tmp_path / "file.txt").write_text("x")
    with pytest.raises(dragoman.RecordError, match="is not a record"):
        dragoman.open(tmp_path)
    with pytest.raises(dragoman.RecordError, match="holds other files"):
        dragoman.read(tmp_path / "file.txt", tmp_path, build="fake_flow:build")
    with pytest.raises(dragoman.RecordError, match="is a file"):
        dragoman.read(tmp_path / "file.txt", tmp_path / "file.txt", build="fake_flow:build")


def test_a_newer_format_is_refused(folder):
    (folder / "record.json").write_text(json.dumps({"format": 99}))
    with pytest.raises(dragoman.RecordError, match="format 99, newer than this dragoman reads"):
        dragoman.open(folder)


def test_without_a_folder_the_record_goes_when_nobody_holds_it(tmp_path):
    page = tmp_path / "page.txt"
    page.write_text("Arland met Borduria\n")
    record = dragoman.read(str(page), jobs=0, build="fake_flow:build")
    path = record.path
    assert (record.count("event"), path.exists()) == (1, True)
    record.close()
    del record
    assert not path.exists()


def test_code_gives_values_and_stores_nothing():
    reading = dragoman.code("Zoë met Arland\n", "2031-05-04", build="fake_flow:build")
    assert reading.document.published_from == "GIVEN"
    assert [event.type for event in reading.events] == ["CONSULT"]
    with pytest.raises(dragoman.NotReadableError, match="it says REFUSE") as refused:
        dragoman.code("REFUSE", build="fake_flow:build")
    assert refused.value.problem.stage == "clean"
    with pytest.raises(ValueError, match="Invalid isoformat"):
        dragoman.code("x", "yesterday", build="fake_flow:build")


def test_a_script_without_a_guard_may_read(tmp_path):
    page = tmp_path / "page.txt"
    page.write_text("Arland met Borduria\n")
    script = tmp_path / "script.py"
    paths = [path for path in sys.path if path]
    script.write_text(
        f"import sys\nsys.path[:0] = {paths!r}\nimport dragoman\n"
        f"print(dragoman.read({str(page)!r}, jobs=2, build='fake_flow:build').count('event'))\n"
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=120)
    assert (done.stdout, done.returncode) == ("1\n", 0), done.stderr


def test_a_writer_leaves_alone_what_a_watch_is_writing(folder):
    """The pages that a watch puts down while another process begins to write to the record."""
    (folder / "pages").mkdir()
    (folder / "pages" / "000000000000.jsonl.tmp").write_bytes(b"half a line")
    (folder / "tables" / "event" / "00000009.parquet.tmp").write_bytes(b"half a shard")
    with Writer(folder):
        pass
    assert [path.parent.name for path in folder.rglob("*.tmp")] == ["pages"]
