"""The record's own tables as files: the rows of the record, harmless in a spreadsheet."""

import csv
import hashlib
import json

import duckdb
import pyarrow.parquet as pq
import pytest

from dragoman.exports.files import neutralise_cell
from dragoman.exports.formats import Asked
from dragoman.exports.tables import TABLES_EXPORTED
from dragoman.schema import SCHEMAS


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "=cmd|' /C calc'!A0"])
def test_promise_15_cells_that_a_spreadsheet_would_run_are_neutralised(cell):
    assert neutralise_cell(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "a=1", " =1", "1-2", "é", "'x"])
def test_promise_15_other_cells_stay(cell):
    assert neutralise_cell(cell) == cell


def read_csv(path):
    with path.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def test_promise_15_csv_neutralises_text_and_leaves_numbers(export):
    out = export("csv")
    documents = read_csv(out / "document.csv")
    assert {row["publisher"] for row in documents} == {"Port Courier", '\'=HYPERLINK("http://x","y")', "'@wire"}
    assert "'-2+3" in {row["title"] for row in documents}
    places = read_csv(out / "place.csv")
    assert "-34.4626" in {row["lat"] for row in places}
    assert "-9.5" in {row["plover_score"] for row in read_csv(out / "event.csv")}
    assert all(isinstance(json.loads(row["actors"]), list) for row in read_csv(out / "event.csv"))
    assert {row["published"] for row in documents} >= {"2031-05-02T08:00:00Z", ""}


def test_jsonl_and_parquet_hold_the_rows_of_the_record(export, river):
    lines, parquet = export("jsonl"), export("parquet")
    for name in TABLES_EXPORTED:
        table = pq.read_table(parquet / f"{name}.parquet")
        assert len((lines / f"{name}.jsonl").read_text().splitlines()) == table.num_rows == river.count(name)
        assert set(table.column_names) <= set(SCHEMAS[name].names)
    events = [json.loads(line) for line in (lines / "event.jsonl").read_text().splitlines()]
    assert [row["event_id"] for row in events] == river.table("event")["event_id"].to_pylist()
    assert pq.read_table(parquet / "event.parquet").equals(river.table("event"))


def test_duckdb_reads_what_was_written(export, river):
    for form, ending in (("jsonl", "jsonl"), ("csv", "csv"), ("parquet", "parquet")):
        path = export(form) / f"event.{ending}"
        read = "read_json" if ending == "jsonl" else f"read_{ending}"
        found = duckdb.connect().execute(f"SELECT count(*), sum(plover_score) FROM {read}('{path}')").fetchone()
        assert found == (river.count("event"), sum(river.table("event")["plover_score"].to_pylist()))


def test_single_tables_bring_the_failures_along(export):
    out = export("jsonl", asked=Asked(tables=("event",)))
    assert {path.name for path in out.iterdir()} == {"event.jsonl", "failure.jsonl", "manifest.json"}
    assert json.loads((out / "failure.jsonl").read_text())["input"].endswith("pages.jsonl#5")
    told = json.loads((out / "manifest.json").read_text())
    assert told["tables"] == ["event"]
    for about in told["files"]:
        assert hashlib.sha256((out / about["file"]).read_bytes()).hexdigest() == about["sha256"]


def test_an_unknown_table_or_format_is_refused(river, tmp_path):
    with pytest.raises(ValueError, match="no table evnt to export; there are document"):
        river.export(tmp_path / "out", "csv", ["evnt"])
    with pytest.raises(ValueError, match="no format docx; there are jsonl, csv"):
        river.export(tmp_path / "out", "docx")
    with pytest.raises(ValueError, match="single tables go with jsonl, csv, parquet, not with gdelt"):
        river.export(tmp_path / "out", "gdelt", ["event"])
    assert not (tmp_path / "out").exists()


def test_long_tables_are_cut_into_equal_groups(export, monkeypatch):
    monkeypatch.setattr("dragoman.exports.tables.PIECE", 5)
    file = pq.ParquetFile(export("parquet") / "mention.parquet")
    assert [file.metadata.row_group(at).num_rows for at in range(file.num_row_groups)] == [5, 5, 4]
