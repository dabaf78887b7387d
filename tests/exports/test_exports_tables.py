"""Files for others: covering what they say they cover, harmless in a spreadsheet."""

import csv
import hashlib
import json

import pyarrow.parquet as pq
import pytest

from dragoman.schema import SCHEMAS
from dragoman.store.export import TABLES_EXPORTED, neutralise_cell


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "=cmd|' /C calc'!A0"])
def test_cells_that_a_spreadsheet_would_run_are_neutralised(cell):
    assert neutralise_cell(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "a=1", " =1", "1-2", "é", "'x"])
def test_other_cells_stay(cell):
    assert neutralise_cell(cell) == cell


def read_csv(path):
    with path.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def test_csv_neutralises_text_and_leaves_numbers(record, tmp_path):
    record.export(tmp_path / "out", "csv")
    publishers = {row["publisher"] for row in read_csv(tmp_path / "out" / "document.csv")}
    assert publishers == {"Port Courier", '\'=HYPERLINK("x")', "'@wire"}
    events = read_csv(tmp_path / "out" / "event.csv")
    assert {row["plover_score"] for row in events} == {"-9.0", "7.0", "2.0"}
    assert all(isinstance(json.loads(row["actors"]), list) for row in events)
    assert {row["published"] for row in read_csv(tmp_path / "out" / "document.csv")} == {
        "2031-05-01T00:00:00Z",
        "2031-05-20T00:00:00Z",
        "2031-05-04T00:00:00Z",
    }


def test_jsonl_and_parquet_hold_the_rows_of_the_record(record, tmp_path):
    record.export(tmp_path / "j", "jsonl")
    record.export(tmp_path / "p", "parquet")
    for name in TABLES_EXPORTED:
        parquet = pq.read_table(tmp_path / "p" / f"{name}.parquet")
        lines = (tmp_path / "j" / f"{name}.jsonl").read_text().splitlines()
        assert len(lines) == parquet.num_rows == record.count(name)
        assert set(parquet.column_names) <= set(SCHEMAS[name].names)
    events = [json.loads(line) for line in (tmp_path / "j" / "event.jsonl").read_text().splitlines()]
    assert [row["event_id"] for row in events] == record.table("event")["event_id"].to_pylist()
    assert pq.read_table(tmp_path / "p" / "event.parquet").equals(record.table("event"))


def test_the_manifest_states_what_is_covered(record, tmp_path):
    done = record.export(tmp_path / "out", "jsonl", ["event"])
    told = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert (told["inputs"], told["documents"], told["failures"]) == (4, 3, 1)
    assert told["filters"] == {"tables": ["event"]}
    assert set(told["files"]) == {"event", "failure"} == set(done.rows)
    assert told["left_out"]["document"] == ["retrieved"]
    (reader,) = told["read_by"]
    assert set(reader) == {"version", "models", "settings"}
    for about in told["files"].values():
        content = (tmp_path / "out" / about["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == about["sha256"]
    assert json.loads((tmp_path / "out" / "failure.jsonl").read_text())["input"].endswith("pages.jsonl#4")


def test_an_unknown_table_or_format_is_refused(record, tmp_path):
    with pytest.raises(ValueError, match="no table evnt to export; there are document"):
        record.export(tmp_path / "out", "csv", ["evnt"])
    with pytest.raises(ValueError, match="no format xlsx"):
        record.export(tmp_path / "out", "xlsx")
    assert not (tmp_path / "out").exists()


def test_long_tables_are_cut_into_equal_groups(record, tmp_path, monkeypatch):
    monkeypatch.setattr("dragoman.store.rows.PIECE", 2)
    record.export(tmp_path / "out", "parquet", ["mention"])
    file = pq.ParquetFile(tmp_path / "out" / "mention.parquet")
    assert [file.metadata.row_group(at).num_rows for at in range(file.num_row_groups)] == [2, 2, 2]


def test_versions_are_those_that_read_what_is_held_now(folder, tmp_path):
    from dragoman.engines.runs import read_into
    from dragoman.record import Record
    from dragoman.settings import Settings

    for characters in (500, 600):
        read_into(
            folder,
            [str(tmp_path / "pages.jsonl")],
            Settings(jobs=0, text_characters=characters),
            build="fake_flow:build",
        )
    with Record(folder) as record:
        record.export(tmp_path / "out", "jsonl")
        assert record.count("run") == 3
    told = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert [reader["settings"]["text_characters"] for reader in told["read_by"]] == [600]
