"""Every export states what it covers, gives the same bytes for the same record, and takes what the filters choose."""

import hashlib
import json
from datetime import date

import pytest

from dragoman.exports import formats
from dragoman.exports.formats import FORMATS, NAMES
from dragoman.exports.selection import HELD, Selection
from dragoman.schema import SCHEMAS
from dragoman.store.incidents import find_incidents
from dragoman.store.query import Filters, find_events

FILTERS = [
    Filters(actor="ARG", limit=0),
    Filters(actor="Rivas", limit=0),
    Filters(types=("ASSAULT", "AID"), limit=0),
    Filters(since=date(2031, 5, 2), limit=0),
    Filters(until=date(2031, 5, 1), actor="URY", limit=0),
    Filters(realis=("PLANNED", "DENIED"), limit=0),
]


def manifest_of(folder):
    return json.loads((folder / "manifest.json").read_text())


@pytest.mark.parametrize("form", NAMES)
def test_promise_20_the_manifest_states_inputs_failures_versions_filters(export, form):
    told = manifest_of(export(form, actor="ARG"))
    assert (told["format"], told["inputs"], told["documents"], told["failures"]) == (form, 5, 4, 1)
    unit = next(one.unit for one in FORMATS if one.name == form)
    assert told["filters"] == {"choose": f"{unit}s", "actor": "ARG"}
    assert told["exported_by"].startswith("dragoman ")
    (reader,) = told["read_by"]
    assert set(reader) == {"version", "models", "settings"}
    assert {"rows", "why", "what"} == set(told["left_out"][0])


@pytest.mark.parametrize("form", NAMES)
def test_promise_20_every_file_is_told_with_its_rows_and_hash(export, form):
    out = export(form)
    told = {one["file"]: one for one in manifest_of(out)["files"]}
    assert set(told) == {path.name for path in out.iterdir()} - {"manifest.json"}
    for name, one in told.items():
        assert hashlib.sha256((out / name).read_bytes()).hexdigest() == one["sha256"]
    assert sum(one["rows"] for one in told.values()) > 0


@pytest.mark.parametrize("form", [one for one in NAMES if one not in ("jsonl", "csv", "parquet", "frictionless")])
def test_promise_20_nothing_is_capped_in_silence(export, river, form):
    """What is written and what is left out add up to what there is."""
    counted = {
        "plover": ("events", "event"), "polecat": ("events", "event"), "icews": ("events", "event"),
        "gdelt": ("incidents", "incident"), "acled": ("incidents", "incident"), "atom": ("incidents", "incident"),
        "geojson": ("incidents", "incident"), "report": ("incidents", "incident"),
    }  # fmt: skip
    for filters in ({}, {"actor": "ARG"}, {"since": date(2031, 5, 2)}):
        told = manifest_of(export(form, **filters))
        if form in counted:
            what, table = counted[form]
            left = sum(one["rows"] for one in told["left_out"] if one["what"] == what)
            assert told["files"][0]["rows"] + left == river.count(table)
        elif filters:
            assert any(one["what"] == "events" for one in told["left_out"])


@pytest.mark.parametrize("form", NAMES)
def test_the_same_record_gives_the_same_bytes(river, tmp_path, form):
    for at in ("a", "b"):
        river.export(tmp_path / at, form)
    files = {path.name for path in (tmp_path / "a").iterdir()}
    assert files == {path.name for path in (tmp_path / "b").iterdir()}
    for name in files:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_another_reading_of_the_same_input_gives_the_same_bytes(river, tmp_path):
    """All but the moments of runs, which provenance is about."""
    from pages import write_pages

    from dragoman.engines.runs import read_into
    from dragoman.record import Record
    from dragoman.settings import Settings

    (tmp_path / "in").mkdir()
    write_pages(tmp_path / "in" / "pages.jsonl")
    read_into(tmp_path / "again", [str(tmp_path / "in" / "pages.jsonl")], Settings(jobs=0), build="pages:build")
    with Record(tmp_path / "again") as again:
        for form in ("plover", "gdelt", "geojson", "annotations", "ftm", "atom", "report"):
            one, other = (record.export(tmp_path / name / form, form) for name, record in (("x", river), ("y", again)))
            for name in one.rows:
                assert (one.path / name).read_bytes() == (other.path / name).read_bytes(), name


@pytest.mark.parametrize("filters", FILTERS)
def test_filters_choose_what_show_and_incidents_choose(river, filters):
    with Selection(river.connection, filters, "event") as chosen:
        ids = {row["event_id"] for row in chosen.rows(f"SELECT event_id FROM {chosen.of('event')} AS one")}
    assert ids == {row["event_id"] for row in find_events(river.connection, filters).rows}
    if not filters.realis:
        with Selection(river.connection, filters, "incident") as chosen:
            ids = {row["incident_id"] for row in chosen.rows(f"SELECT incident_id FROM {chosen.of('incident')} AS one")}
        assert ids == {row["incident_id"] for row in find_incidents(river.connection, filters).rows}


def test_status_chooses_events_by_their_incident(river):
    with Selection(river.connection, Filters(status=("DISPUTED",)), "event") as chosen:
        assert chosen.count("event") == 2
        assert chosen.count("document") == 2
        assert chosen.count("dispute") == 1


def test_a_selection_leaves_nothing_behind(river):
    before = river.sql("SELECT count(*) FROM duckdb_tables()").fetchall()
    with Selection(river.connection, Filters(actor="ARG"), "event") as chosen:
        assert chosen.count("event") > 0
    assert river.sql("SELECT count(*) FROM duckdb_tables()").fetchall() == before


def test_every_table_is_known_to_the_selection():
    assert set(HELD) | {"correction", "run", "failure"} == set(SCHEMAS)


def test_a_path_with_the_formats_ending_is_the_file(river, tmp_path):
    done = river.export(tmp_path / "x" / "map.GeoJSON", "geojson")
    assert {path.name for path in (tmp_path / "x").iterdir()} == {"map.GeoJSON", "map.GeoJSON.manifest.json"}
    assert done.rows == {"map.GeoJSON": 5}


def test_what_breaks_off_leaves_no_half_file(river, tmp_path, monkeypatch):
    def break_off(_selection, target):
        with target.open() as out:
            out.write_row(b"one\n")
            raise OSError("no space left")

    plover = formats.find_format("plover")._replace(write=break_off)
    monkeypatch.setattr(formats, "find_format", lambda _: plover)
    with pytest.raises(OSError, match="no space left"):
        river.export(tmp_path / "out", "plover")
    assert list((tmp_path / "out").iterdir()) == []


def test_rows_are_told_as_they_are_written(river, tmp_path, monkeypatch):
    monkeypatch.setattr("dragoman.exports.files.TOLD_EVERY", 2)
    told = []
    river.export(tmp_path / "out", "plover", tell=told.append)
    assert told == [2, 4]


@pytest.mark.parametrize("form", ["plover", "gdelt", "geojson", "atom", "ftm", "report"])
def test_promise_23_what_is_held_at_once_changes_nothing(river, tmp_path, monkeypatch, form):
    whole = river.export(tmp_path / "whole", form)
    monkeypatch.setattr("dragoman.exports.selection.BLOCK", 2)
    monkeypatch.setattr("dragoman.exports.selection.PIECE", 1)
    parts = river.export(tmp_path / "parts", form)
    for name in whole.rows:
        assert (whole.path / name).read_bytes() == (parts.path / name).read_bytes()
